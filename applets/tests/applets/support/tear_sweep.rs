//! R1 of the security requirements: power is cut at every write of a command, in every way that a write can be torn,
//! and at every write of the recovery after that. Whatever is cut, the card is as before the command or as after it.
//!
//! The harness knows no applet: it sends one command to a card in any state and compares what an *observation*, made
//! of APDUs after a reset, sees.

use std::fmt::Debug;

use cardamom_card_os::{Card, NoAnswer, Tear};

/// What a sweep has seen.
#[derive(Debug)]
pub(crate) struct Swept<O> {
    /// Writes that the uncut command makes.
    pub(crate) writes: u64,
    /// Times that power was cut.
    pub(crate) cuts: u64,
    /// The observation if the command never came.
    pub(crate) before: O,
    /// The observation after the uncut command.
    pub(crate) after: O,
}

/// Sends `command` to the card once for every cut. `observe` looks at a card that was just reset. `between` tells
/// whether an observation that is neither that before nor that after may be: only where a type says that it outlives
/// an abort. The card is left as it was.
pub(crate) fn tear_sweep<O: PartialEq + Debug>(
    card: &mut Card,
    command: &[u8],
    observe: impl Fn(&mut Card) -> O,
    between: impl Fn(&O) -> bool,
) -> Swept<O> {
    let start = card.snapshot();
    let look = |card: &mut Card| {
        card.nvm_mut().disarm_power_cut();
        card.power_on().expect("the card comes up");
        observe(card)
    };

    let before = look(card);
    card.restore(&start);
    let first = card.nvm().writes();
    let answer = card.transmit(command).expect("an answer").to_vec();
    let writes = card.nvm().writes() - first;
    let after = look(card);

    let mut cuts = 0;
    for tear in Tear::ALL {
        let mut is_done = false;
        for write in 0..writes {
            card.restore(&start);
            card.nvm_mut().cut_power_at(write, tear);
            assert_eq!(card.transmit(command), Err(NoAnswer::PowerCut), "write {write} of {writes}");
            let torn = card.snapshot();
            let first = card.nvm().writes();
            card.power_on().expect("the card comes up");
            let recovery = card.nvm().writes() - first;
            for cut_recovery in std::iter::once(None).chain((0..recovery).map(Some)) {
                card.restore(&torn);
                if let Some(write) = cut_recovery {
                    card.nvm_mut().cut_power_at(write, tear);
                    assert!(card.power_on().is_err(), "the recovery makes {recovery} writes");
                }
                let seen = look(card);
                cuts += 1;
                assert!(
                    seen == before || seen == after || between(&seen),
                    "cut {tear:?} at write {write} of {writes}, recovery cut at {cut_recovery:?}, answer would be \
                     {answer:02X?}:\n  seen {seen:02X?}\nbefore {before:02X?}\n after {after:02X?}"
                );
                // Once a cut comes too late to undo the command, all later ones do.
                let done = seen == after && before != after;
                assert!(
                    done || !is_done || cut_recovery.is_some(),
                    "{tear:?} at write {write} undoes the command"
                );
                is_done = done && cut_recovery.is_none() || is_done;
            }
        }
    }
    card.restore(&start);
    Swept { writes, cuts, before, after }
}
