//! The terminal is killed between any two of its steps: what it wrote down is enough.

use std::fs;
use std::path::Path;

use cardamom_emulator::smart_card::{CardError, ResetKind, SmartCard};
use cardamom_emulator::terminal::{
    CardConnection, ConnectionError, DirectConnection, Journal, Outcome, Payment, Recovery, Terminal,
};
use cardamom_secure_channel::edep::DebitType;

use crate::world::{World, amount, at, pay_on};

/// Commands left to the terminal before it is killed, and what it leaves behind.
struct Fate<'a> {
    commands: usize,
    journal: &'a Path,
    left: &'a Path,
}

/// A connection of a terminal that dies when its last command has been sent (`executes`), or just before.
struct Mortal<'a, 'b> {
    inner: DirectConnection<'a, dyn SmartCard>,
    fate: &'b std::cell::RefCell<Fate<'a>>,
    executes: bool,
}

impl CardConnection for Mortal<'_, '_> {
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

#[test]
fn a_terminal_killed_between_any_two_steps_loses_and_takes_nothing_twice() {
    let (mut completed, mut not_done, mut nothing) = (0, 0, 0);
    'kills: for commands in 0.. {
        for executes in [false, true] {
            let folder = tempfile::tempdir().unwrap();
            let (path, left) = (folder.path().join("journal"), folder.path().join("left"));
            let mut world = World::with_journal(Journal::open(&path).unwrap());
            world.load("50.00", "2026-11-22T10:00:00").unwrap();
            let loaded = world.terminal.journal().receipts().unwrap().len();
            world.purse.power_on(ResetKind::Cold).unwrap();
            let fate = std::cell::RefCell::new(Fate { commands, journal: &path, left: &left });
            let payment = Payment {
                debit: DebitType::PursePurchase,
                amount: amount("12.34"),
                at: at("2026-11-22T12:00:00"),
            };
            {
                let mut purse = Mortal {
                    inner: DirectConnection(&mut world.purse as &mut dyn SmartCard),
                    fate: &fate,
                    executes,
                };
                let mut psam = Mortal {
                    inner: DirectConnection(&mut world.psam as &mut dyn SmartCard),
                    fate: &fate,
                    executes,
                };
                if let Ok(Outcome::Done(_)) = pay_on(&world.terminal, &mut purse, &mut psam, false, &payment)
                {
                    break 'kills;
                }
            }
            // A new terminal with the old one's journal; the PSAM had no power meanwhile, the holder knows the PIN.
            world.terminal = Terminal::new(Journal::open(&left).unwrap());
            world.psam.power_on(ResetKind::Cold).unwrap();
            world.types_pin = true;
            match world.recover().unwrap()[..] {
                [] => nothing += 1,
                [Recovery::Completed(_)] => completed += 1,
                [Recovery::NotDone(_)] => not_done += 1,
                ref other => panic!("killed at {commands}, {executes}: {other:?}"),
            }
            let receipts = world.terminal.journal().receipts().unwrap().len() - loaded;
            let debited = world.balance() == amount("37.66");
            assert_eq!(receipts == 1, debited, "killed at {commands}, {executes}");
            world.check_settled();
        }
    }
    assert!(completed > 0 && not_done > 0 && nothing > 0, "{completed} {not_done} {nothing}");
}
