//! Carries a script out, and holds the card to what the monitor computes.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use cardamom_apdu::hex::Hex;
use cardamom_kernel::Card;
use cardamom_personalization as personalization;
use cardamom_personalization::epurse::{
    block_card, block_permanently, block_temporarily, unblock, unblock_pin,
};
use cardamom_secure_channel::edep::{
    Amount, CompleteOnlineCommand, DebitCommand, DebitType, Load, Mac4, OfflineSequence, OnlineSequence,
    OverdraftLimit, Pin, Purchase, Purse, Random, TerminalSequence, Timestamp, Unload,
    UpdateOverdraftCommand, load_mac2, overdraft_mac2, purchase_mac1, reload_pin_mac, unload_mac2,
    wrap_command,
};

use super::issue::{
    COMPOSITE_LENGTH, COMPOSITE_TAG, EXTERNAL_AUTHENTICATION_KEY, LOAD_KEY, MAINTENANCE_KEY, OVERDRAFT_KEY,
    PIN_RELOAD_KEY, PIN_UNBLOCK_KEY, PINS, PURCHASE_KEY, TERMINAL, UNLOAD_KEY, key,
};
use super::monitor::Pending;
use super::observation::{OK, Observation, initialize_command, observe};
use super::script::{Act, Cut, Extent, Kind, PinChoice, PurseScript, Spoil, Step};
use crate::finding::{Finding, Oracle, ensure};
use crate::power_cut::PowerCut;

/// Most acts of a script that are carried out.
const ACT_LIMIT: usize = 16;

/// Carries a script out: the hash of its trace, and the card as it is in the end.
///
/// # Errors
/// The oracle that is violated, with all that was sent and answered.
pub(crate) fn run(card: &mut Card, script: &PurseScript) -> Result<(u64, Observation), Finding> {
    let pins = PINS.map(<[u8]>::to_vec);
    let [first, ..] = &pins;
    let observation = observe(card, std::slice::from_ref(first))?;
    let writes = card.nvm().writes();
    let mut run = Run {
        card,
        writes,
        hasher: DefaultHasher::new(),
        observation,
        pending: None,
        challenged: false,
        pin_entered: false,
        proven: HashMap::new(),
        transcript: Vec::new(),
        sent: Vec::new(),
        act: 0,
    };
    for act in script.acts.iter().take(ACT_LIMIT) {
        run.act = run.act.wrapping_add(1);
        run.carry_out(act).map_err(|finding| run.tell(finding))?;
    }
    run.observation.hash(&mut run.hasher);
    Ok((run.hasher.finish(), run.observation))
}

/// A card, and what is known about it.
pub(super) struct Run<'a> {
    pub(super) card: &'a mut Card,
    pub(super) hasher: DefaultHasher,
    /// The card as it is known to be.
    pub(super) observation: Observation,
    /// Writes to memory at the time of the observation.
    pub(super) writes: u64,
    /// The last transaction that was initialized since power came.
    pub(super) pending: Option<Pending>,
    /// The card gave out a challenge that no command has answered.
    pub(super) challenged: bool,
    /// The PIN was entered since power came, as far as can be told.
    pub(super) pin_entered: bool,
    /// What each number of each counter proves: purse, whether on-line, sequence.
    pub(super) proven: HashMap<(u8, bool, u16), Vec<u8>>,
    /// What was sent and answered, for whoever reads a finding.
    pub(super) transcript: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    /// The commands that the script sent.
    sent: Vec<Vec<u8>>,
    /// Number of the act, which serves as the terminal's sequence.
    act: u8,
}

/// What is special about the sending of a command.
#[derive(Clone, Copy, Default)]
struct Fate {
    spoil: Option<Spoil>,
    cut: Option<Cut>,
}

impl Run<'_> {
    /// The finding, with what led to it.
    fn tell(&self, finding: Finding) -> Finding {
        let mut what = finding.what;
        for (command, answer) in &self.transcript {
            let answer = answer.as_deref().map_or("power cut".to_owned(), |answer| Hex(answer).to_string());
            what.push_str(&format!("\n  {} -> {answer}", Hex(command)));
        }
        Finding { what, ..finding }
    }

    fn carry_out(&mut self, act: &Act) -> Result<(), Finding> {
        let fate = Fate { spoil: act.spoil, cut: act.cut };
        match &act.step {
            Step::Transact { kind, amount, minute, extent } => {
                self.transact(*kind, *amount, *minute, *extent, fate)
            }
            Step::Balance { deposit } => {
                self.send(&[0x80, 0x5C, 0x00, if *deposit { 0x01 } else { 0x02 }, 0x04], fate).map(drop)
            }
            Step::Prove { kind, back } => {
                let sequence = self.sequence(*kind).wrapping_sub(u16::from(*back));
                let [high, low] = sequence.to_be_bytes();
                let code = kind.transaction_type().code();
                self.send(&[0x80, 0x5A, 0x00, code, 0x02, high, low, 0x08], fate).map(drop)
            }
            Step::Verify(pin) => {
                let pin = self.pin(*pin);
                self.check_guess(&pin)?;
                self.send(&command(&[0x00, 0x20, 0x00, 0x00], &pin), fate).map(drop)
            }
            Step::ChangePin { old, new } => {
                let data = [&*self.pin(*old), &[0xFF], pin_number(*new)].concat();
                self.send(&command(&[0x80, 0x5E, 0x01, 0x00], &data), fate).map(drop)
            }
            Step::ReloadPin { new } => {
                let new = pin_number(*new);
                let Ok(pin) = Pin::from_bytes(new) else { return Ok(()) };
                let data = [new, &reload_pin_mac(&key(PIN_RELOAD_KEY), &pin).to_bytes()].concat();
                self.send(&command(&[0x80, 0x5E, 0x00, 0x00], &data), fate).map(drop)
            }
            Step::UnblockPin(pin) => {
                let Ok(pin) = Pin::from_bytes(&self.pin(*pin)) else { return Ok(()) };
                self.administer(PIN_UNBLOCK_KEY, &unblock_pin(&pin), fate)
            }
            Step::Block { permanently: true } => self.administer(MAINTENANCE_KEY, &block_permanently(), fate),
            Step::Block { permanently: false } => {
                self.administer(MAINTENANCE_KEY, &block_temporarily(), fate)
            }
            Step::Unblock => self.administer(MAINTENANCE_KEY, &unblock(), fate),
            Step::BlockCard => self.administer(MAINTENANCE_KEY, &block_card(), fate),
            Step::Authenticate { external: true } => {
                let Some(challenge) = self.challenge()? else { return Ok(()) };
                let [a, b, c, d] = challenge.to_bytes();
                let cryptogram =
                    key(EXTERNAL_AUTHENTICATION_KEY).authentication_cryptogram([a, b, c, d, 0, 0, 0, 0]);
                self.send(&command(&[0x00, 0x82, 0x00, 0x00], &cryptogram), fate).map(drop)
            }
            Step::Authenticate { external: false } => {
                self.send(&command(&[0x00, 0x88, 0x00, 0x00], b"eight by"), fate).map(drop)
            }
            Step::Read { file, record: 0 } => {
                self.send(&[0x00, 0xB0, 0x80 | file & 0x1F, 0x00, 0x00], fate).map(drop)
            }
            Step::Read { file, record } => {
                self.send(&[0x00, 0xB2, *record, file << 3 | 0x04, 0x00], fate).map(drop)
            }
            Step::Update { file, offset, data } => {
                let header = [0x04, 0xD6, 0x80 | file & 0x1F, *offset];
                self.administer(
                    MAINTENANCE_KEY,
                    &personalization::Step::with_mac("update", header, data),
                    fate,
                )
            }
            Step::Reset => self.restart(None),
            Step::Raw(bytes) => self.send(bytes, fate).map(drop),
            Step::Replay { back } => {
                let index = self.sent.len().checked_sub(1 + usize::from(*back));
                match index.and_then(|index| self.sent.get(index)).cloned() {
                    Some(command) => self.send(&command, fate).map(drop),
                    None => Ok(()),
                }
            }
        }
    }

    /// The two commands of a transaction, and what comes between.
    fn transact(
        &mut self,
        kind: Kind,
        amount: u32,
        minute: u8,
        extent: Extent,
        fate: Fate,
    ) -> Result<(), Finding> {
        let first = initialize_command(kind, amount);
        if extent == Extent::Initialize {
            return self.send(&first, fate).map(drop);
        }
        self.pending = None;
        self.send(&first, Fate::default())?;
        if kind == Kind::Composite && self.pending.is_some() {
            let record =
                [&[COMPOSITE_TAG, COMPOSITE_LENGTH], &[minute; COMPOSITE_LENGTH as usize][..]].concat();
            self.send(&command(&[0x80, 0xDC, COMPOSITE_TAG, 0x17 << 3], &record), Fate::default())?;
        }
        let last = self.last_command(kind, amount, timestamp(minute)?);
        if extent == Extent::Interrupted {
            self.send(&[0x80, 0x5C, 0x00, 0x02, 0x04], Fate::default())?;
            return self.send_to_be_refused(&last, fate);
        }
        let expected = self.expected(&last);
        if expected.is_some() {
            self.check_mac_guess(&last)?;
        }
        let status = self.send(&last, fate)?;
        let undisturbed = fate.spoil.is_none() && fate.cut.is_none();
        ensure(!undisturbed || expected.is_none() || status == Some(OK), Oracle::Progress, || {
            format!("{kind:?} of {amount} with a right MAC is answered {status:04X?}")
        })?;
        match extent {
            // Spoiled, the first may never have reached the purse.
            Extent::Twice if fate.spoil.is_none() => self.send_to_be_refused(&last, Fate::default()),
            Extent::Twice => self.send(&last, Fate::default()).map(drop),
            _ => Ok(()),
        }
    }

    /// The command that ends the transaction under way, with its MAC.
    fn last_command(&self, kind: Kind, amount: u32, at: Timestamp) -> Vec<u8> {
        let (random, sequence, terminal) = match &self.pending {
            Some(pending) => (pending.random, pending.sequence, pending.terminal),
            None => (Random::from_bytes([0; 4]), 0, TERMINAL),
        };
        let online = OnlineSequence::new(sequence);
        let units = Amount::new(amount);
        let complete = |mac2: Mac4| CompleteOnlineCommand { at, mac2 }.to_bytes();
        match kind {
            Kind::LoadDeposit | Kind::LoadPurse => {
                let session = key(LOAD_KEY).online_session_key(random, online);
                let load = Load { purse: kind.purse(), amount: units, terminal };
                command(&[0x80, 0x52, 0x00, 0x00], &complete(load_mac2(&session, &load, at)))
            }
            Kind::Unload => {
                let session = key(UNLOAD_KEY).online_session_key(random, online);
                let mac2 = unload_mac2(&session, &Unload { amount: units, terminal }, at);
                command(&[0x80, 0x54, 0x03, 0x00], &complete(mac2))
            }
            Kind::Overdraft => {
                let session = key(OVERDRAFT_KEY).online_session_key(random, online);
                let new_limit = OverdraftLimit::new(amount & 0x00FF_FFFF).unwrap_or_default();
                let mac2 = overdraft_mac2(&session, new_limit, terminal, at);
                let data = UpdateOverdraftCommand { new_limit, at, mac2 }.to_bytes();
                command(&[0x80, 0x58, 0x00, 0x00], &data)
            }
            Kind::PurchaseDeposit | Kind::PurchasePurse | Kind::Withdraw | Kind::Composite => {
                let terminal_sequence = TerminalSequence::new(u32::from(self.act));
                let offline = OfflineSequence::new(sequence);
                let session = key(PURCHASE_KEY).offline_session_key(random, offline, terminal_sequence);
                let debit = kind.debit().unwrap_or(DebitType::PursePurchase);
                let mac1 = purchase_mac1(&session, &Purchase { debit, amount: units, terminal }, at);
                let data = DebitCommand { terminal_sequence, at, mac1 }.to_bytes();
                command(&[0x80, 0x54, 0x01, 0x00], &data)
            }
        }
    }

    /// GET CHALLENGE and a command under secure messaging.
    fn administer(&mut self, key_type: u8, step: &personalization::Step, fate: Fate) -> Result<(), Finding> {
        let Some(challenge) = self.challenge()? else { return Ok(()) };
        let personalization::Step { header, data, protection, .. } = step;
        match wrap_command(&key(key_type), challenge, *header, data, *protection) {
            Ok(command) => self.send(&command, fate).map(drop),
            Err(_) => Ok(()),
        }
    }

    fn challenge(&mut self) -> Result<Option<Random>, Finding> {
        let answer = self.exchange(&[0x00, 0x84, 0x00, 0x00, 0x04], None)?;
        Ok(match answer.as_deref().and_then(<[u8]>::split_last_chunk) {
            Some((challenge, [0x90, 0x00])) => challenge.try_into().ok().map(Random::from_bytes),
            _ => None,
        })
    }

    /// Sends a command that ends no transaction any more.
    fn send_to_be_refused(&mut self, command: &[u8], fate: Fate) -> Result<(), Finding> {
        self.pending = None;
        self.send(command, fate).map(drop)
    }

    /// Sends a command as the script wants it sent; the status word, if there is an answer.
    fn send(&mut self, command: &[u8], fate: Fate) -> Result<Option<u16>, Finding> {
        let mut command = command.to_vec();
        if let Some(Spoil { at, flip }) = fate.spoil
            && let length @ 1.. = command.len()
            && let Some(byte) = command.get_mut(usize::from(at) % length)
        {
            *byte ^= flip;
        }
        // Chains are put together by the kernel, out of sight of the monitor; `apdu_raw` is about them.
        if let Some(class) = command.first_mut() {
            *class &= !0x10;
        }
        self.sent.push(command.clone());
        let answer = self.exchange(&command, fate.cut.map(PowerCut::from))?;
        Ok(answer.and_then(|answer| answer.last_chunk().map(|status| u16::from_be_bytes(*status))))
    }

    fn pin(&self, choice: PinChoice) -> Vec<u8> {
        match (choice, &self.observation.content) {
            (PinChoice::Right, Some(content)) => content.pin.clone(),
            (PinChoice::Right, None) => pin_number(0).to_vec(),
            (PinChoice::Number(number), _) => pin_number(number).to_vec(),
        }
    }

    /// The sequence that the next transaction of this kind has.
    fn sequence(&self, kind: Kind) -> u16 {
        let Some(content) = &self.observation.content else { return 0 };
        let sequences = if kind.debit().is_some() { content.money.offline } else { content.money.online };
        let [deposit, purse] = sequences;
        if kind.purse() == Purse::Deposit { deposit } else { purse }
    }
}

/// A short command with data and no Le.
fn command(header: &[u8; 4], data: &[u8]) -> Vec<u8> {
    [&header[..], &[u8::try_from(data.len()).unwrap_or(u8::MAX)], data].concat()
}

fn pin_number(number: u8) -> &'static [u8] {
    PINS.get(usize::from(number) % PINS.len()).copied().unwrap_or_default()
}

/// A minute of 22 November 2026, from 10:00 to 14:15.
fn timestamp(minute: u8) -> Result<Timestamp, Finding> {
    let decimal = |number: u8| ((number / 10) << 4) | (number % 10);
    let bytes = [0x20, 0x26, 0x11, 0x22, decimal(minute / 60 + 10), decimal(minute % 60), 0x00];
    Timestamp::from_bytes(bytes).map_err(|error| Finding::new(Oracle::RoundTrip, format!("{error:?}")))
}
