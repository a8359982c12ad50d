//! A card with a small applet whose state a test can tell from outside.
//!
//! Answers by instruction, CLA 80:
//!
//! | INS | what it does |
//! |---|---|
//! | 10 | in one transaction adds one to both of its numbers, and answers the first one (4 bytes) |
//! | 12 | answers both numbers (8 bytes) |
//! | 14 | answers 8 random bytes |
//! | 16 | adds one to its first number alone, in a transaction, and panics before its end |

use std::sync::Arc;

use cardamom_apdu::{Aid, Command, StatusWord};
use cardamom_card_os::handle::Field;
use cardamom_card_os::{
    Applet, Card, Configuration, Context, Error, Geometry, Installation, Module, Package, Privileges,
    Protocol, Reason, Rom, SeededEntropy,
};

pub(crate) const PACKAGE: Aid = Aid::from_array([0xF0, 0x43, 0x44, 0x4D, 0x01]);
pub(crate) const LEDGER: Aid = Aid::from_array([0xF0, 0x43, 0x44, 0x4D, 0x01, 0x01]);
pub(crate) const ATR: [u8; 2] = [0x3B, 0x00];

struct Ledger {
    first: Field<u32>,
    second: Field<u32>,
}

#[derive(Debug)]
struct UnknownInstruction;

impl Reason for UnknownInstruction {
    fn status_word(&self) -> StatusWord {
        StatusWord::from(0x6D00)
    }

    fn rule(&self) -> &'static str {
        "the ledger has no such instruction"
    }
}

impl Applet for Ledger {
    fn process(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        if context.is_selecting() {
            return Ok(());
        }
        match command.instruction() {
            0x10 => {
                let first = context.transaction(|context| {
                    let first = context.get(self.first)? + 1;
                    context.set(self.first, &first)?;
                    let second = context.get(self.second)? + 1;
                    context.set(self.second, &second)?;
                    Ok(first)
                })?;
                context.respond(&first.to_be_bytes());
                Ok(())
            }
            0x12 => {
                let (first, second) = (context.get(self.first)?, context.get(self.second)?);
                context.respond(&first.to_be_bytes());
                context.respond(&second.to_be_bytes());
                Ok(())
            }
            0x14 => {
                let mut random = [0; 8];
                context.random(&mut random)?;
                context.respond(&random);
                Ok(())
            }
            0x16 => context.transaction(|context| {
                let first = context.get(self.first)? + 1;
                context.set(self.first, &first)?;
                panic!("the ledger breaks down")
            }),
            _ => Err(UnknownInstruction.into()),
        }
    }
}

pub(crate) fn rom() -> Rom {
    let module = Module::new(LEDGER, |layout| {
        Ok(Arc::new(Ledger { first: layout.field(&0)?, second: layout.field(&0)? }))
    });
    [Package::new(PACKAGE, (1, 0), vec![module])].into()
}

/// A new card on which the ledger is selected by default.
pub(crate) fn card() -> Card {
    let configuration =
        Configuration { geometry: Geometry::SMALL, atr: ATR.to_vec(), protocol: Protocol::T1 };
    let mut card = Card::new(&configuration, rom(), Box::new(SeededEntropy::new(1))).unwrap();
    let installation =
        Installation { privileges: Privileges::CARD_RESET, ..Installation::new(PACKAGE, LEDGER, LEDGER) };
    card.install(&installation).unwrap();
    card
}
