//! One command, and the oracles.

use std::hash::Hash;

use cardamom_apdu::hex::Hex;
use cardamom_apdu::{Command, StatusWord};
use cardamom_kernel::Tear;
use cardamom_secure_channel::edep::Purse;

use super::issue::PIN_TRY_LIMIT;
use super::monitor::{Outcome, initialized, is_final, outcome};
use super::observation::{Content, Life, Observation, observe, prove, select_command};
use super::run::Run;
use crate::answer::check_answer;
use crate::finding::{Finding, Oracle, ensure};
use crate::power_cut::{PowerCut, restart};

/// What a command is to the oracles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Begins a transaction.
    Initialize,
    /// Ends one.
    Final,
    /// Enters a PIN.
    Guess,
    /// Changes the PIN, entering the old one.
    ChangePin,
    /// Sets a PIN, or its tries, under a key.
    SetPin,
    /// Writes into a file.
    Update,
    /// Changes the life cycle.
    Administer,
    /// Tells something, and writes nothing.
    Read,
    /// Any other.
    Other,
}

impl Role {
    fn of(command: &[u8]) -> Self {
        let Ok(command) = Command::parse(command) else { return Self::Other };
        let class = command.class().without_channel().byte();
        match (class, command.instruction(), command.p1()) {
            (0x80, 0x50, _) => Self::Initialize,
            _ if is_final(&command) => Self::Final,
            (0x00, 0x20, _) if !command.data().is_empty() => Self::Guess,
            (0x80, 0x5E, 0x01) => Self::ChangePin,
            (0x80, 0x5E, _) | (0x84, 0x24, _) => Self::SetPin,
            (0x04 | 0x84, 0xD6 | 0xDC, _) => Self::Update,
            (0x84, 0x16 | 0x18 | 0x1E, _) => Self::Administer,
            (0x00, 0x84 | 0x88 | 0xA4 | 0xB0 | 0xB2, _) | (0x80, 0x5A | 0x5C, _) => Self::Read,
            _ => Self::Other,
        }
    }
}

impl Run<'_> {
    /// Sends a command, with or without a power cut, and checks what becomes of it. Gives the answer if there is one.
    pub(super) fn exchange(
        &mut self,
        command: &[u8],
        cut: Option<PowerCut>,
    ) -> Result<Option<Vec<u8>>, Finding> {
        let Some(cut) = cut else {
            let answer = self.transmit(command)?;
            let done = self.judge(command, &answer)?;
            self.note(done)?;
            return Ok(Some(answer));
        };
        // What would have been without the cut, on a copy.
        let (before, here) = (self.observation.clone(), self.card.snapshot());
        let answer = self.transmit(command)?;
        let done = self.judge(command, &answer)?;
        self.card.restore(&here);
        cut.arm(self.card);
        let torn = self.card.transmit(command).map(<[u8]>::to_vec);
        self.card.nvm_mut().disarm_power_cut();
        if let Ok(again) = torn {
            ensure(again == answer, Oracle::Deterministic, || {
                format!("{}: {} and then {}", Hex(command), Hex(&answer), Hex(&again))
            })?;
            self.note(done)?;
            return Ok(Some(again));
        }
        let after = self.observation.clone();
        if let Some((_, answer)) = self.transcript.last_mut() {
            *answer = None;
        }
        self.restart(cut.recovery)?;
        self.judge_torn(command, before, after, done)?;
        Ok(None)
    }

    /// Power goes and comes; then the purse is selected.
    pub(super) fn restart(&mut self, cut: Option<(u8, Tear)>) -> Result<(), Finding> {
        self.pending = None;
        self.challenged = false;
        self.pin_entered = false;
        restart(self.card, cut)?;
        self.transmit(&select_command()).map(drop)
    }

    /// What the command would do now, if it is one that ends the transaction under way.
    pub(super) fn expected(&self, command: &[u8]) -> Option<Outcome> {
        let command = Command::parse(command).ok().filter(is_final)?;
        outcome(self.pending.as_ref()?, &command, &self.observation.content.as_ref()?.money)
    }

    /// The answer to a command, O2.
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Finding> {
        let answer = self.card.transmit(command).map(<[u8]>::to_vec);
        let answer = answer
            .map_err(|error| Finding::new(Oracle::WellFormedAnswer, format!("{}: {error}", Hex(command))))?;
        check_answer(command, &answer)?;
        answer.hash(&mut self.hasher);
        self.transcript.push((command.to_vec(), Some(answer.clone())));
        Ok(answer)
    }

    /// Holds an answered command to the rules, and looks at the card again. Gives the transaction that it ended.
    fn judge(&mut self, command: &[u8], answer: &[u8]) -> Result<Option<Outcome>, Finding> {
        let role = Role::of(command);
        let expected = self.expected(command);
        let accepted = matches!(answer.last_chunk(), Some([0x61 | 0x62, _] | [0x90, 0x00]));
        let before = self.observation.clone();
        let after = self.look(command, &before)?;
        let what = || format!("{} answered {}: {before:?} became {after:?}", Hex(command), Hex(answer));
        let quiet = matches!(role, Role::Read | Role::Initialize);
        ensure(!quiet || after == before, Oracle::RefusalChangesNothing, what)?;
        check_life(role, accepted, answer, &before, &after)?;
        let (Some(old), Some(new)) = (&before.content, &after.content) else {
            self.observation = after;
            return Ok(None);
        };
        check_tries(role, accepted, entered(command), answer, old, new)
            .map_err(|rule| Finding::new(Oracle::PinGuesses, format!("{rule}: {}", what())))?;
        if matches!(role, Role::Guess | Role::ChangePin) {
            // Changing the PIN may or may not count as entering it.
            self.pin_entered = accepted || (self.pin_entered && tries_told(answer).is_none());
        }
        ensure(self.pin_entered || !accepted || !is_on_deposit(command), Oracle::Access, what)?;
        if accepted && is_protected(command) {
            let fresh = std::mem::take(&mut self.challenged);
            ensure(fresh, Oracle::SequenceReuse, || format!("one challenge serves twice: {}", what()))?;
        }
        self.challenged |= accepted && command.starts_with(&[0x00, 0x84]);
        let may_write = accepted && matches!(role, Role::Update | Role::Final);
        ensure(may_write || new.files == old.files, Oracle::RefusalChangesNothing, what)?;
        let mut done = None;
        if accepted && role == Role::Final {
            let outcome = expected.ok_or_else(|| {
                let what = format!("accepted although it is not authorised: {}", what());
                Finding::new(Oracle::ConservationOfValue, what)
            })?;
            ensure(new.money == outcome.money, Oracle::ConservationOfValue, || {
                format!("expected {:?}: {}", outcome.money, what())
            })?;
            let told = self.whole_answer(answer)?;
            ensure(told == outcome.answer, Oracle::ConservationOfValue, || {
                format!("expected the proof {}: {}", Hex(&outcome.answer), what())
            })?;
            done = Some(outcome);
            self.pending = None;
        } else {
            ensure(new.money == old.money, Oracle::ConservationOfValue, what)?;
        }
        if let (true, Role::Initialize, Ok(command)) = (accepted, role, Command::parse(command)) {
            let told = self.whole_answer(answer)?;
            self.pending = initialized(&command, &told, &new.money)?;
        }
        self.observation = after;
        Ok(done)
    }

    /// O6 and what follows from it, after power came back.
    fn judge_torn(
        &mut self,
        command: &[u8],
        before: Observation,
        after: Observation,
        done: Option<Outcome>,
    ) -> Result<(), Finding> {
        let role = Role::of(command);
        let pins = pins(command, &before);
        let now = observe(self.card, &pins)?;
        self.writes = self.card.nvm().writes();
        let what = || format!("{} torn: {before:?}, then {now:?}, not {after:?}", Hex(command));
        let (Some(old), Some(new)) = (&before.content, &now.content) else {
            // An attempt that is counted before it is checked may lock the purse.
            let right = now.life == after.life || now.life == before.life || now.life == Life::Locked;
            ensure(right, Oracle::BeforeOrAfter, what)?;
            self.observation = now;
            return Ok(());
        };
        let late = after.content.as_ref().unwrap_or(old);
        // The tries are a counter with rules of its own.
        let is = |other: &Content, life: Life| {
            Content { tries: new.tries, ..other.clone() } == *new && life == now.life
        };
        ensure(is(old, before.life) || is(late, after.life), Oracle::BeforeOrAfter, what)?;
        let guess = u8::from(matches!(role, Role::Guess | Role::ChangePin));
        let lowest = old.tries.min(late.tries).min(old.tries.saturating_sub(guess));
        let within = (lowest..=old.tries.max(late.tries)).contains(&new.tries);
        ensure(within, Oracle::PinGuesses, what)?;
        if let Some(outcome) = done {
            let happened = new.money == outcome.money;
            let proof = prove(self.card, outcome.kind, outcome.sequence)?;
            ensure(proof.is_some() == happened, Oracle::BeforeOrAfter, || {
                format!("GET TRANSACTION PROVE gives {proof:02X?}: {}", what())
            })?;
            if happened {
                self.note(Some(outcome))?;
            }
        }
        self.observation = now;
        Ok(())
    }

    /// O7: a transaction has ended; its proof can be had, and its number proves nothing else.
    fn note(&mut self, done: Option<Outcome>) -> Result<(), Finding> {
        let Some(outcome) = done else { return Ok(()) };
        let proof = prove(self.card, outcome.kind, outcome.sequence)?;
        let right = proof.as_ref() == Some(&outcome.proof);
        ensure(right, Oracle::ConservationOfValue, || format!("{outcome:?} is proven by {proof:02X?}"))?;
        let purse = match outcome.kind.purse() {
            Purse::Deposit => 0,
            Purse::Purse => 1,
        };
        let number = (purse, outcome.kind.debit().is_none(), outcome.sequence);
        let earlier = self.proven.insert(number, outcome.proof.clone());
        ensure(earlier.is_none(), Oracle::SequenceReuse, || format!("{outcome:?} after {earlier:02X?}"))
    }

    /// The card as it tells itself now. Where nothing was written there is no need to ask.
    fn look(&mut self, command: &[u8], before: &Observation) -> Result<Observation, Finding> {
        let writes = self.card.nvm().writes();
        if writes == self.writes {
            return Ok(before.clone());
        }
        let now = observe(self.card, &pins(command, before));
        self.writes = self.card.nvm().writes();
        now
    }

    /// The data of an answer, also of one that waits for GET RESPONSE; that is fetched from a copy.
    fn whole_answer(&mut self, answer: &[u8]) -> Result<Vec<u8>, Finding> {
        let Some((data, mut status)) = answer.split_last_chunk::<2>().map(|(data, sw)| (data.to_vec(), *sw))
        else {
            return Ok(Vec::new());
        };
        let mut whole = data;
        let here = self.card.snapshot();
        while let [0x61, _] = status {
            let rest = self.card.transmit(&[0x00, 0xC0, 0x00, 0x00, 0x00]).map(<[u8]>::to_vec);
            match rest.as_deref().map(<[u8]>::split_last_chunk) {
                Ok(Some((data, next))) if !data.is_empty() => {
                    whole.extend_from_slice(data);
                    status = *next;
                }
                _ => break,
            }
        }
        self.card.restore(&here);
        Ok(whole)
    }

    /// O5: a try is used up, durably, before the card shows in any way whether the PIN is right: a right and a wrong
    /// one begin with the same write. (Who saw the difference could cut the power before a wrong try is counted.)
    pub(super) fn check_guess(&mut self, pin: &[u8]) -> Result<(), Finding> {
        let mut wrong = pin.to_vec();
        if let Some(last) = wrong.last_mut() {
            *last ^= 0x01;
        }
        let length = u8::try_from(pin.len()).unwrap_or(u8::MAX);
        let guess = |pin: &[u8]| [&[0x00, 0x20, 0x00, 0x00, length], pin].concat();
        self.check_indistinguishable(&guess(pin), &guess(&wrong))
    }

    /// The same of the MAC that ends a transaction.
    pub(super) fn check_mac_guess(&mut self, command: &[u8]) -> Result<(), Finding> {
        let mut wrong = command.to_vec();
        if let Some(last) = wrong.last_mut() {
            *last ^= 0x01;
        }
        self.check_indistinguishable(command, &wrong)
    }

    fn check_indistinguishable(&mut self, right: &[u8], wrong: &[u8]) -> Result<(), Finding> {
        let here = self.card.snapshot();
        let [first, second] = [right, wrong].map(|command| {
            self.card.nvm_mut().cut_power_at(1, Tear::NotDone);
            let _ = self.card.transmit(command);
            let memory = self.card.nvm().bytes().to_vec();
            self.card.restore(&here);
            memory
        });
        ensure(first == second, Oracle::PinGuesses, || {
            format!("{} and {} can be told apart before the try is counted", Hex(right), Hex(wrong))
        })
    }
}

/// The PINs that the card may have after this command.
fn pins(command: &[u8], before: &Observation) -> Vec<Vec<u8>> {
    let mut pins: Vec<Vec<u8>> = before.content.iter().map(|content| content.pin.clone()).collect();
    let Ok(command) = Command::parse(command) else { return pins };
    let new = match (command.instruction(), command.p1()) {
        (0x5E, 0x01) => command.data().splitn(2, |byte| *byte == 0xFF).nth(1).map(<[u8]>::to_vec),
        (0x5E, _) => command.data().split_last_chunk::<4>().map(|(pin, _)| pin.to_vec()),
        _ => None,
    };
    pins.extend(new.filter(|new| (2..=6).contains(&new.len()) && !pins.contains(new)));
    pins
}

/// The tries that are left, where the answer is about a wrong or a blocked PIN.
fn tries_told(answer: &[u8]) -> Option<u8> {
    match answer.last_chunk() {
        Some([0x63, count]) => Some(count & 0x0F),
        Some([0x69, 0x83]) => Some(0),
        _ => None,
    }
}

/// INITIALIZE and GET BALANCE on the deposit, which is the holder's alone.
fn is_on_deposit(command: &[u8]) -> bool {
    let Ok(command) = Command::parse(command) else { return false };
    command.class().without_channel().byte() == 0x80
        && matches!(command.instruction(), 0x50 | 0x5C)
        && command.p2() == 0x01
}

/// Whether the command is one under secure messaging, which answers a challenge.
fn is_protected(command: &[u8]) -> bool {
    let class = Command::parse(command).ok().map(|command| command.class().without_channel().byte());
    matches!(class, Some(0x04 | 0x84))
}

/// The PIN that VERIFY or CHANGE PIN enters.
fn entered(command: &[u8]) -> Option<&[u8]> {
    let command = Command::parse(command).ok()?;
    match command.instruction() {
        0x20 => Some(command.data()),
        0x5E => command.data().split(|byte| *byte == 0xFF).next(),
        _ => None,
    }
}

/// The life cycle changes by its commands alone, and by too many wrong MACs.
fn check_life(
    role: Role,
    accepted: bool,
    answer: &[u8],
    before: &Observation,
    after: &Observation,
) -> Result<(), Finding> {
    let locks = StatusWord::APPLICATION_PERMANENTLY_LOCKED.to_bytes();
    let by_guesses = after.life == Life::Locked && answer.ends_with(&locks);
    let right = before.life == after.life || (accepted && role == Role::Administer) || by_guesses;
    ensure(
        right && (before.life != Life::Locked || after.life == Life::Locked),
        Oracle::RefusalChangesNothing,
        || format!("{role:?} answered {}: {:?} became {:?}", Hex(answer), before.life, after.life),
    )
}

/// The tries, and the PIN itself.
fn check_tries(
    role: Role,
    accepted: bool,
    entered: Option<&[u8]>,
    answer: &[u8],
    old: &Content,
    new: &Content,
) -> Result<(), &'static str> {
    let told = tries_told(answer);
    let rule = |holds: bool, rule| if holds { Ok(()) } else { Err(rule) };
    match role {
        Role::Guess | Role::ChangePin if accepted => {
            rule(old.tries > 0, "a blocked PIN is accepted")?;
            rule(entered.is_none_or(|entered| entered == old.pin), "a wrong PIN is accepted")?;
            rule(new.tries == PIN_TRY_LIMIT, "the right PIN does not fill the tries")?;
        }
        Role::Guess | Role::ChangePin if told.is_some() => {
            rule(told == Some(new.tries), "the tries told are not those left")?;
            rule(new.tries == old.tries.saturating_sub(1), "a wrong PIN does not use up a try")?;
        }
        Role::SetPin if accepted => rule(new.tries == PIN_TRY_LIMIT, "the tries are not full")?,
        _ => rule(new.tries == old.tries, "the tries change")?,
    }
    let may_change = accepted && matches!(role, Role::ChangePin | Role::SetPin);
    rule(may_change || new.pin == old.pin, "the PIN changes")
}
