//! Target `globalplatform`: a card with security domains, and hosts that hold its keys.
//!
//! An input is a [`DomainScript`]: a list of acts such as "DELETE this application", on one of three logical channels. Where
//! the host has a session on the channel, the act is wrapped in it, so a mutation of the plain command still reaches the
//! security domain behind its secure messaging. An act may be spoiled (one byte changed on its way) and may lose power (at
//! any write, and again during recovery).
//!
//! After every command that wrote to memory, a copy of the card tells what is on it ([`observation`]): the registry is
//! consistent, all memory is accounted for, and keys open sessions or are not there. A refusal changes nothing, nor does
//! anything that no session protects.

mod card;
mod mutator;
mod observation;
mod run;
mod script;

use std::cell::RefCell;

use self::observation::Observation;
pub(crate) use self::script::{Act, DomainScript, Edit, Keys, Step, Template};
use crate::finding::Finding;
use crate::world::{Prepared, prepared};

thread_local! {
    static CARD: RefCell<Prepared> = RefCell::new(prepared(card::card()));
}

/// Carries out the script on a fresh card.
///
/// # Errors
/// The oracle that is violated.
pub(crate) fn check(script: &DomainScript) -> Result<u64, Finding> {
    carry_out(script).map(|(trace, _)| trace)
}

fn carry_out(script: &DomainScript) -> Result<(u64, Observation), Finding> {
    CARD.with_borrow_mut(|prepared| run::run(prepared.fresh(), script))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seeds;
    use crate::typed::Typed;

    fn after(seed: &str) -> Observation {
        let (_, script) = seeds::domains().into_iter().find(|(name, _)| *name == seed).unwrap();
        carry_out(&DomainScript::from_bytes(&script).unwrap()).unwrap().1
    }

    /// The oracles say what may not happen; this, that the scripts do reach the card's content.
    #[test]
    fn seeds_do_what_they_are_named_after() {
        let names = |observation: &Observation| {
            observation.instances.iter().map(|(aid, ..)| *aid).collect::<Vec<_>>()
        };
        assert!(names(&after("install")).contains(&card::NAMES[4]));
        assert_eq!(after("delete").instances.len(), 1);
        assert_eq!(after("load").packages.len(), 3);
        assert!(names(&after("load")).contains(&card::NAMES[5]));
        assert_eq!(after("card-life").instances[0].1, 0x0F);
        assert!(names(&after("rename")).contains(&card::NAMES[9]));
        let keys = after("keys");
        assert_eq!(keys.domains[0].versions, [(0x31, Some(1)), (0x32, Some(2))]);
        let domain = after("domain-keys");
        assert_eq!(domain.domains[1].versions, [(0x30, Some(2))]);
        assert_eq!(after("torn-keys").domains[0].versions.len(), 2);
    }
}
