//! The card comes back late: it has been elsewhere, or the PSAM has forgotten the purchase.

use cardamom_emulator::faulty_card::Fault;
use cardamom_emulator::smart_card::{ResetKind, SmartCard};
use cardamom_emulator::terminal::{Confirmation, Journal, Recovery, SetAsideReason, Terminal};

use crate::world::{DEBIT, World, amount};

const NOON: &str = "2026-11-22T12:00:00";
const LATER: &str = "2026-11-22T13:00:00";

/// The answer of a purchase of 12.34 is lost; `debited` says whether the card has done it.
fn lost(debited: bool) -> World {
    let mut world = World::loaded();
    let fault = match debited {
        true => Fault::AnswerLost,
        false => Fault::PowerCut { writes: 0, tear: cardamom_card_os::nvm::Tear::NotDone },
    };
    world.fault.arm(DEBIT, fault);
    world.pay("12.34", NOON).unwrap_err();
    world
}

/// The card is used at another terminal meanwhile (with the same PSAM: what counts is the other journal).
fn elsewhere(world: &mut World, purchases: usize) -> u64 {
    let own = std::mem::replace(&mut world.terminal, Terminal::new(Journal::in_memory().unwrap()));
    for _ in 0..purchases {
        world.pay("1.00", LATER).unwrap();
    }
    let sales = world.sales();
    world.terminal = own;
    sales
}

#[test]
fn without_the_psam_the_log_vouches() {
    let mut world = lost(true);
    world.psam.power_on(ResetKind::Cold).unwrap();
    world.types_pin = true;
    let [Recovery::Completed(receipt)] = world.recover().unwrap()[..] else { panic!() };
    assert_eq!(receipt.confirmed_by, Confirmation::CardLog);
    world.check_settled();
}

#[test]
fn without_psam_and_log_the_proof_is_set_aside_and_the_issuer_can_tell() {
    let mut world = lost(true);
    world.psam.power_on(ResetKind::Cold).unwrap();
    let [Recovery::SetAside(set_aside)] = world.recover().unwrap()[..] else { panic!() };
    assert_eq!(set_aside.reason, SetAsideReason::ProofNotChecked);
    assert!(set_aside.tac.is_some());
    assert!(world.terminal.journal().pending().unwrap().is_empty());
    // What is set aside is what is missing.
    let held = u64::from(world.balance().units());
    assert_eq!(world.account() + held + u64::from(set_aside.pending.amount().units()), 10_000);
}

#[test]
fn a_card_that_was_debited_and_used_elsewhere_is_not_debited_again() {
    for types_pin in [false, true] {
        let mut world = lost(true);
        elsewhere(&mut world, 1);
        world.types_pin = types_pin;
        // The proof is gone: 9406 must not be taken for "not debited".
        let [Recovery::SetAside(set_aside)] = world.recover().unwrap()[..] else { panic!() };
        let reason = if types_pin { SetAsideReason::ProofGone } else { SetAsideReason::Unknown };
        assert_eq!(set_aside.reason, reason);
    }
}

#[test]
fn a_card_that_was_not_debited_and_used_elsewhere_can_pay() {
    // Once: the other purchase has our sequence, and a proof that is not ours. Twice: there is no proof.
    for purchases in [1, 2] {
        let mut world = lost(false);
        let other_sales = elsewhere(&mut world, purchases);
        world.types_pin = true;
        let recovered = world.recover().unwrap();
        assert!(matches!(recovered[..], [Recovery::NotDone(_)]), "{recovered:?}");
        world.pay("12.34", LATER).unwrap();
        let total = world.account() + u64::from(world.balance().units()) + world.sales() + other_sales;
        assert_eq!(total, 10_000);
    }
}

#[test]
fn without_the_log_the_proof_of_another_purchase_is_not_taken_for_ours() {
    let mut world = lost(false);
    elsewhere(&mut world, 1);
    let [Recovery::SetAside(_)] = world.recover().unwrap()[..] else { panic!() };
    assert_eq!(world.sales(), 0);
    assert_eq!(world.balance(), amount("49.00"));
}

#[test]
fn another_card_is_not_asked_about_it() {
    let mut world = lost(true);
    let [pending] = world.terminal.journal().pending().unwrap()[..] else { panic!() };
    let other = cardamom_emulator::terminal::CardSerial::from_bytes([7; 10]);
    assert!(world.terminal.journal().pending_of(other).unwrap().is_empty());
    assert_eq!(world.terminal.journal().pending_of(pending.card()).unwrap().len(), 1);
    world.recover().unwrap();
    world.check_settled();
    assert!(world.recover().unwrap().is_empty(), "once is enough");
}
