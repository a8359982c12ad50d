//! Target `apdu_raw`: a stream of bytes against the kernel and a small applet.
//!
//! | first byte | what follows |
//! |---|---|
//! | 00 to FB | a command APDU of that many bytes |
//! | FC | reset |
//! | FD | power is cut in the next command: number of writes (1), kind of tear (1) |
//! | FE | the same, and again while the card recovers: writes (1), tear (1) |
//! | FF | a command APDU of this length (2), for extended ones |
//!
//! The very first byte of the input chooses the protocol: T=0 where its lowest bit is set.

use std::cell::RefCell;
use std::hash::{DefaultHasher, Hash, Hasher};

use cardamom_apdu::hex::Hex;
use cardamom_kernel::{Card, Protocol, Tear};

use crate::answer::check_answer;
use crate::finding::{Finding, Oracle, ensure};
use crate::laboratory::{self, FIRST, PIN, SUM};
use crate::power_cut::{PowerCut, restart};
use crate::world::{Prepared, prepared};

/// Most commands of one input.
const COMMAND_LIMIT: usize = 64;

const RESET: u8 = 0xFC;
const CUT: u8 = 0xFD;
const CUT_RECOVERY: u8 = 0xFE;
const LONG: u8 = 0xFF;

thread_local! {
    static CARDS: [RefCell<Prepared>; 2] =
        [Protocol::T1, Protocol::T0].map(|protocol| RefCell::new(prepared(laboratory::card(protocol))));
}

/// Sends the stream to a fresh card.
///
/// # Errors
/// The oracle that is violated.
pub(crate) fn check(bytes: &[u8]) -> Result<u64, Finding> {
    let Some((protocol, mut rest)) = bytes.split_first() else { return Ok(0) };
    CARDS.with(|cards| {
        let [t1, t0] = cards;
        let mut prepared = if protocol & 1 == 0 { t1 } else { t0 }.borrow_mut();
        let mut run =
            Run { card: prepared.fresh(), hasher: DefaultHasher::new(), knows_pin: false, cut: None };
        let mut before = run.state()?;
        for _ in 0..COMMAND_LIMIT {
            let Some(command) = run.next(&mut rest)? else { break };
            let allowed = run.knows_pin;
            before = run.transmit(command, &before)?;
            run.knows_pin = allowed || run.knows_pin;
        }
        Ok(run.hasher.finish())
    })
}

/// What the first instance tells about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
struct State {
    left: u32,
    right: u32,
    counter: u32,
    records: u8,
    tries: u8,
}

struct Run<'a> {
    card: &'a mut Card,
    hasher: DefaultHasher,
    /// The right PIN was somewhere in the commands: from then on tries may go up again.
    knows_pin: bool,
    cut: Option<PowerCut>,
}

impl Run<'_> {
    /// The next command of the stream; resets and power cuts on the way to it are done.
    fn next<'b>(&mut self, rest: &mut &'b [u8]) -> Result<Option<&'b [u8]>, Finding> {
        loop {
            let Some((first, tail)) = rest.split_first() else { return Ok(None) };
            *rest = tail;
            let length = match *first {
                RESET => {
                    restart(self.card, None)?;
                    continue;
                }
                CUT | CUT_RECOVERY => {
                    let mut take = || {
                        let (byte, tail) = rest.split_first().unwrap_or((&0, &[]));
                        *rest = tail;
                        *byte
                    };
                    let (writes, tear) = (take(), take());
                    let recovery = (*first == CUT_RECOVERY).then(|| (take(), take()));
                    let kind = |number: u8| *Tear::ALL.get(usize::from(number % 3)).unwrap_or(&Tear::NotDone);
                    let recovery = recovery.map(|(writes, tear)| (writes, kind(tear)));
                    self.cut = Some(PowerCut { writes, tear: kind(tear), recovery });
                    continue;
                }
                LONG => match rest.split_first_chunk() {
                    Some((length, tail)) => {
                        *rest = tail;
                        usize::from(u16::from_be_bytes(*length))
                    }
                    None => return Ok(None),
                },
                length => usize::from(length),
            };
            let (command, tail) = rest.split_at(length.min(rest.len()));
            *rest = tail;
            return Ok(Some(command));
        }
    }

    fn transmit(&mut self, command: &[u8], before: &State) -> Result<State, Finding> {
        self.knows_pin |= command.windows(PIN.len()).any(|window| window == PIN)
            // A PIN in pieces, put together by command chaining.
            || command.first().is_some_and(|class| class & 0x10 != 0);
        let cut = self.cut.take();
        if let Some(cut) = cut {
            cut.arm(self.card);
        }
        let writes = self.card.nvm().writes();
        let answer = self.card.transmit(command).map(<[u8]>::to_vec);
        self.card.nvm_mut().disarm_power_cut();
        answer.as_deref().unwrap_or(&[]).hash(&mut self.hasher);
        let Ok(answer) = answer else {
            restart(self.card, cut.and_then(|cut| cut.recovery))?;
            let after = self.state()?;
            return self.compare(command, before, after);
        };
        check_answer(command, &answer)?;
        if self.card.nvm().writes() == writes {
            return Ok(before.clone());
        }
        let after = self.state()?;
        let accepted = matches!(answer.last_chunk(), Some([0x61 | 0x62 | 0x90, _]));
        ensure(
            accepted || (after.left, after.records) == (before.left, before.records),
            Oracle::RefusalChangesNothing,
            || format!("{} answered {}: {before:?} became {after:?}", Hex(command), Hex(&answer)),
        )?;
        self.compare(command, before, after)
    }

    /// What must hold whatever happened.
    fn compare(&mut self, command: &[u8], before: &State, after: State) -> Result<State, Finding> {
        let what = || format!("{}: {before:?} became {after:?}", Hex(command));
        ensure(after.left.checked_add(after.right) == Some(SUM), Oracle::ConservationOfValue, what)?;
        ensure(after.left <= before.left, Oracle::ConservationOfValue, what)?;
        let recorded = after.records >= before.records && (after.left == before.left || after.records > 0);
        ensure(recorded, Oracle::BeforeOrAfter, what)?;
        ensure(after.counter >= before.counter, Oracle::SequenceReuse, what)?;
        ensure(after.tries <= before.tries || self.knows_pin, Oracle::PinGuesses, what)?;
        after.left.hash(&mut self.hasher);
        Ok(after)
    }

    /// Asks a copy of the card.
    fn state(&mut self) -> Result<State, Finding> {
        let here = self.card.snapshot();
        let power = self.card.power_on().map(<[u8]>::to_vec);
        let select = [&[0x00, 0xA4, 0x04, 0x00, 0x06], FIRST.as_bytes()].concat();
        let _ = self.card.transmit(&select);
        let mut answer = self.card.transmit(&[0x80, 0x10, 0x00, 0x00, 0x00]).map(<[u8]>::to_vec);
        self.card.restore(&here);
        let unexpected = |what: String| Finding::new(Oracle::BeforeOrAfter, what);
        power.map_err(|error| unexpected(format!("the card does not start: {error}")))?;
        if let Ok(answer) = &mut answer {
            answer.truncate(answer.len().saturating_sub(2));
        }
        let Ok([words @ .., records, tries]) = answer.as_deref() else {
            return Err(unexpected(format!("the applet does not tell its state: {answer:02X?}")));
        };
        let word =
            |index: usize| words.as_chunks::<4>().0.get(index).map_or(0, |bytes| u32::from_be_bytes(*bytes));
        Ok(State { left: word(0), right: word(1), counter: word(4), records: *records, tries: *tries })
    }
}
