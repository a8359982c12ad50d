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
    CARD.with_borrow_mut(|prepared| run::run(prepared.fresh(), script))
}
