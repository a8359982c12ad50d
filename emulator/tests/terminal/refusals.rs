//! What the terminal refuses and is refused, and that nothing moves then.

use cardamom_emulator::terminal::{Outcome, TerminalError};
use cardamom_secure_channel::edep::DebitType;

use crate::world::{ACCOUNT, World, amount};

const NOON: &str = "2026-11-22T12:00:00";

#[test]
fn a_purchase_is_paid_and_the_issuer_accepts_its_receipt() {
    let mut world = World::loaded();
    let Outcome::Done(receipt) = world.pay("12.34", NOON).unwrap() else { panic!() };
    assert_eq!((receipt.amount, receipt.balance), (amount("12.34"), amount("37.66")));
    assert!(!receipt.recovered);
    assert_eq!(world.sales(), 1234);
    world.check_settled();
}

#[test]
fn more_than_the_card_holds_is_refused_with_both_amounts() {
    let mut world = World::loaded();
    let error = world.pay("50.01", NOON).unwrap_err().to_string();
    assert!(error.contains("it holds 50.00, 50.01 is asked"), "{error}");
    world.check_settled();
    world.pay("50.00", NOON).unwrap();
    world.check_settled();
}

#[test]
fn more_than_the_account_holds_is_refused_and_the_next_load_is_free() {
    let mut world = World::new();
    let error = world.load("100.01", NOON).unwrap_err().to_string();
    assert!(error.contains("the holder's account holds 100.00"), "{error}");
    assert_eq!(world.account(), ACCOUNT);
    world.load("100.00", NOON).unwrap();
    world.check_settled();
}

#[test]
fn the_deposit_wants_the_pin() {
    let mut world = World::loaded();
    let error = world.pay_with(DebitType::DepositPurchase, "1.00", NOON).unwrap_err().to_string();
    assert!(error.contains("PIN is needed (6982)"), "{error}");
    world.types_pin = true;
    let error = world.pay_with(DebitType::DepositPurchase, "1.00", NOON).unwrap_err();
    assert!(matches!(error, TerminalError::NotEnough { .. }), "{error}");
    world.check_settled();
}

#[test]
fn nothing_and_an_expired_card_are_refused() {
    let mut world = World::loaded();
    assert!(matches!(world.pay("0.00", NOON), Err(TerminalError::AmountZero)));
    assert!(matches!(world.load("0", NOON), Err(TerminalError::AmountZero)));
    assert!(matches!(world.pay("1.00", "2031-01-01T00:00:00"), Err(TerminalError::CardNotValid)));
    assert!(matches!(world.pay("1.00", "2025-12-31T23:59:59"), Err(TerminalError::CardNotValid)));
    world.check_settled();
}
