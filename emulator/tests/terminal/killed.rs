//! The terminal is killed between any two of its steps: what it wrote down is enough.

use std::cell::RefCell;
use std::fs;
use std::path::Path;

use cardamom_emulator::smart_card::{CardError, ResetKind, SmartCard};
use cardamom_emulator::terminal::{
    CardConnection, ConnectionError, DirectConnection, Journal, Outcome, Payment, Recovery, Terminal,
};
use cardamom_secure_channel::edep::DebitType;

use crate::world::{World, amount, at, load_on, load_order, pay_on};

/// Commands left to the terminal before it is killed, and what it leaves behind.
struct Fate<'a> {
    commands: usize,
    journal: &'a Path,
    left: &'a Path,
}

/// A connection of a terminal that dies when its last command has been sent (`executes`), or just before.
struct Mortal<'c, 'b, 'a> {
    inner: DirectConnection<'c, dyn SmartCard>,
    fate: &'b RefCell<Fate<'a>>,
    executes: bool,
}

impl CardConnection for Mortal<'_, '_, '_> {
    fn transmit(&mut self, command: &[u8], response: &mut Vec<u8>) -> Result<(), ConnectionError> {
        let mut fate = self.fate.borrow_mut();
        if fate.commands == 0 {
            if !fate.left.exists() {
                // The journal as it is at this moment is all that survives.
                fs::copy(fate.journal, fate.left).unwrap();
                if self.executes {
                    self.inner.transmit(command, response)?;
                }
            }
            return Err(CardError::Absent.into());
        }
        fate.commands -= 1;
        drop(fate);
        self.inner.transmit(command, response)
    }
}

/// What the terminal is doing when it is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Job {
    Load,
    Pay,
}

/// Does the job with a terminal that is killed; whether it got to the end of it.
fn work(world: &mut World, job: Job, fate: &RefCell<Fate<'_>>, executes: bool) -> bool {
    let mut purse =
        Mortal { inner: DirectConnection(&mut world.purse as &mut dyn SmartCard), fate, executes };
    let outcome = match job {
        Job::Load => load_on(
            &world.terminal,
            &mut purse,
            &mut world.issuer,
            &load_order("20.00", "2026-11-22T12:00:00"),
        ),
        Job::Pay => {
            let mut psam =
                Mortal { inner: DirectConnection(&mut world.psam as &mut dyn SmartCard), fate, executes };
            let payment = Payment {
                debit: DebitType::PursePurchase,
                amount: amount("12.34"),
                at: at("2026-11-22T12:00:00"),
            };
            pay_on(&world.terminal, &mut purse, &mut psam, false, &payment)
        }
    };
    matches!(outcome, Ok(Outcome::Done(_)))
}

#[test]
fn a_terminal_killed_between_any_two_steps_loses_and_takes_nothing_twice() {
    for job in [Job::Load, Job::Pay] {
        let (mut completed, mut not_done, mut nothing) = (0, 0, 0);
        'kills: for commands in 0.. {
            for executes in [false, true] {
                let folder = tempfile::tempdir().unwrap();
                let (path, left) = (folder.path().join("journal"), folder.path().join("left"));
                let mut world = World::with_journal(Journal::open(&path).unwrap());
                world.load("50.00", "2026-11-22T10:00:00").unwrap();
                world.purse.power_on(ResetKind::Cold).unwrap();
                let fate = RefCell::new(Fate { commands, journal: &path, left: &left });
                if work(&mut world, job, &fate, executes) {
                    break 'kills;
                }
                // A new terminal with the old one's journal; the PSAM had no power meanwhile, and the holder
                // types the PIN.
                world.terminal = Terminal::new(Journal::open(&left).unwrap());
                world.psam.power_on(ResetKind::Cold).unwrap();
                world.types_pin = true;
                let recovered = world.recover().unwrap();
                match recovered[..] {
                    [] => nothing += 1,
                    [Recovery::Completed(_)] => completed += 1,
                    [Recovery::NotDone(_)] => not_done += 1,
                    ref other => panic!("{job:?} killed at {commands}, {executes}: {other:?}"),
                }
                let receipts = world.terminal.journal().receipts().unwrap().len() - 1;
                let moved = world.balance() != amount("50.00");
                assert_eq!(receipts == 1, moved, "{job:?} killed at {commands}, {executes}");
                if job == Job::Load && !moved {
                    // If the account was charged, the same load completes it, and is not charged again.
                    world.load("20.00", "2026-11-22T12:30:00").unwrap();
                }
                world.check_settled();
            }
        }
        assert!(completed > 0 && not_done > 0 && nothing > 0, "{job:?}: {completed} {not_done} {nothing}");
    }
}
