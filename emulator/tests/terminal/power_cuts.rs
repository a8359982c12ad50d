//! The power fails at every write of the commands that move money, or their answer is lost: afterwards the terminal
//! has a receipt, or knows that nothing happened, and no money is made or lost.

use cardamom_card_os::nvm::Tear;
use cardamom_emulator::faulty_card::Fault;
use cardamom_emulator::terminal::{Confirmation, Outcome, Recovery, TerminalError};

use crate::world::{ACCOUNT, CREDIT, DEBIT, World, amount};

const LATER: &str = "2026-11-22T12:30:00";

/// Calls `check` with each fault of a command, until a power cut comes after its last write. `check` says whether
/// the fault happened. Gives the number of writes.
fn sweep(mut check: impl FnMut(Fault) -> bool) -> u64 {
    assert!(check(Fault::AnswerLost));
    for writes in 0.. {
        let happened = Tear::ALL.map(|tear| check(Fault::PowerCut { writes, tear }));
        match happened {
            [true, true, true] => {}
            [false, false, false] => return writes,
            _ => panic!("the number of writes depends on the tear"),
        }
    }
    unreachable!()
}

#[test]
fn a_purchase_cut_at_any_write_is_paid_once() {
    let (mut completed, mut not_done) = (0, 0);
    let writes = sweep(|fault| {
        let mut world = World::loaded();
        world.fault.arm(DEBIT, fault);
        match world.pay("12.34", "2026-11-22T12:00:00") {
            Err(TerminalError::AnswerLost { .. }) => {}
            Ok(Outcome::Done(_)) => {
                world.check_settled();
                return false;
            }
            other => panic!("{fault:?}: {other:?}"),
        }
        assert_eq!(world.terminal.journal().pending().unwrap().len(), 1);
        match world.recover().unwrap().as_slice() {
            [Recovery::Completed(receipt)] => {
                completed += 1;
                assert!(receipt.recovered);
                assert_eq!(receipt.confirmed_by, Confirmation::Psam, "the PSAM was still waiting");
                assert_eq!(receipt.balance, amount("37.66"));
            }
            [Recovery::NotDone(_)] => {
                not_done += 1;
                assert_eq!(world.balance(), amount("50.00"));
                assert!(matches!(world.pay("12.34", LATER).unwrap(), Outcome::Done(_)));
            }
            other => panic!("{fault:?}: {other:?}"),
        }
        assert_eq!(world.balance(), amount("37.66"));
        assert_eq!(world.sales(), 1234);
        world.check_settled();
        true
    });
    assert!(writes > 0 && completed > 0 && not_done > 0, "{writes} {completed} {not_done}");
}

#[test]
fn who_pays_again_after_a_lost_answer_pays_once() {
    sweep(|fault| {
        let mut world = World::loaded();
        world.fault.arm(DEBIT, fault);
        if world.pay("12.34", "2026-11-22T12:00:00").is_ok() {
            return false;
        }
        // No one asks for recovery: the till simply tries again.
        let outcome = world.pay("12.34", LATER).unwrap();
        assert_eq!(outcome.receipt().amount, amount("12.34"));
        assert_eq!(world.balance(), amount("37.66"));
        assert_eq!(world.sales(), 1234);
        world.check_settled();
        true
    });
}

#[test]
fn a_load_cut_at_any_write_is_credited_and_charged_once() {
    let (mut completed, mut not_done) = (0, 0);
    let writes = sweep(|fault| {
        let mut world = World::new();
        world.fault.arm(CREDIT, fault);
        match world.load("50.00", "2026-11-22T12:00:00") {
            Err(TerminalError::AnswerLost { .. }) => {}
            Ok(Outcome::Done(_)) => {
                world.check_settled();
                return false;
            }
            other => panic!("{fault:?}: {other:?}"),
        }
        assert_eq!(world.account(), ACCOUNT - 5_000, "the account was charged before");
        match world.recover().unwrap().as_slice() {
            [Recovery::Completed(receipt)] => {
                completed += 1;
                assert_eq!(receipt.balance, amount("50.00"));
            }
            [Recovery::NotDone(_)] => {
                not_done += 1;
                assert_eq!(world.balance(), amount("0.00"));
                // The issuer holds the money for this card: another amount cannot take its place.
                assert!(matches!(world.load("20.00", LATER), Err(TerminalError::Issuer(_))));
                assert!(matches!(world.load("50.00", LATER).unwrap(), Outcome::Done(_)));
            }
            other => panic!("{fault:?}: {other:?}"),
        }
        assert_eq!(world.balance(), amount("50.00"));
        assert_eq!(world.account(), ACCOUNT - 5_000);
        world.check_settled();
        true
    });
    assert!(writes > 0 && completed > 0 && not_done > 0, "{writes} {completed} {not_done}");
}

#[test]
fn who_loads_again_after_a_lost_answer_is_charged_once() {
    sweep(|fault| {
        let mut world = World::new();
        world.fault.arm(CREDIT, fault);
        if world.load("50.00", "2026-11-22T12:00:00").is_ok() {
            return false;
        }
        world.load("50.00", LATER).unwrap();
        assert_eq!((world.balance(), world.account()), (amount("50.00"), ACCOUNT - 5_000));
        world.check_settled();
        true
    });
}
