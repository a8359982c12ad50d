//! Target `apdu_purse`: a personalized electronic purse, its host and its holder, with power cuts.
//!
//! An input is a [`PurseScript`]: a list of acts such as "load 1,000 into the purse", which the harness carries out
//! as the issuer's host, the terminal or the holder would, with the card's own keys: so a mutation of an amount
//! still has a right MAC. An act may be spoiled (one byte of its last command changed) and may lose power (at any
//! write, and again during recovery).
//!
//! After every command that wrote to memory, a copy of the card is asked for all that it tells
//! ([`observation`]); a monitor computes from the bytes sent what a purse may do ([`monitor`]).

mod exchange;
mod issue;
mod monitor;
mod mutator;
mod observation;
mod run;
mod script;

use std::cell::RefCell;

use self::observation::Observation;
pub(crate) use self::script::{Act, Cut, Extent, Kind, PinChoice, PurseScript, Spoil, Step};
use crate::finding::Finding;
use crate::world::{Prepared, prepared};

thread_local! {
    static CARD: RefCell<Prepared> = RefCell::new(prepared(issue::purse()));
}

/// Carries out the script on a fresh card.
///
/// # Errors
/// The oracle that is violated.
pub(crate) fn check(script: &PurseScript) -> Result<u64, Finding> {
    carry_out(script).map(|(trace, _)| trace)
}

fn carry_out(script: &PurseScript) -> Result<(u64, Observation), Finding> {
    CARD.with_borrow_mut(|prepared| run::run(prepared.fresh(), script))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seeds;
    use crate::typed::Typed;

    /// Deposit and purse in the end; nothing of a locked card.
    fn balances_after(seed: &str) -> Option<[u32; 2]> {
        let (_, script) = seeds::purse().into_iter().find(|(name, _)| *name == seed).unwrap();
        let (_, observation) = carry_out(&PurseScript::from_bytes(&script).unwrap()).unwrap();
        observation.content.map(|content| content.money.balances)
    }

    /// The oracles say what may not happen; this, that the scripts do reach the money.
    #[test]
    fn seeds_do_what_they_are_named_after() {
        assert_eq!(balances_after("load-and-purchase"), Some([0, 5_000 - 1_234]));
        assert_eq!(balances_after("deposit"), Some([10_000 - 500 - 1_000 - 2_000, 0]));
        assert_eq!(balances_after("overdraft"), Some([100, 0]));
        assert_eq!(balances_after("composite"), Some([0, 4_990]));
        assert_eq!(balances_after("limits"), Some([0, 100_000]));
        assert_eq!(balances_after("blocked"), Some([0, 5_000]));
        assert_eq!(balances_after("wrong-macs"), None);
        assert_eq!(balances_after("card-blocked"), None);
    }
}
