//! An application that keeps the data groups it is personalized with.

use std::sync::Arc;

use cardamom_apdu::{Aid, Command};
use cardamom_card_os::handle::Field;
use cardamom_card_os::{Applet, Context, Error, Layout, Module, Package};

pub(crate) const PACKAGE: Aid = Aid::from_array([0xA0, 0, 0, 0, 0xF0, 0x01]);
pub(crate) const MODULE: Aid = Aid::from_array([0xA0, 0, 0, 0, 0xF0, 0x01, 0x01]);

/// Its last data group, which ends personalization.
const LAST: [u8; 2] = [0x7F, 0xFF];
const PERSONALIZED: u8 = 0x0F;

struct Keeper {
    /// What data group 0101 holds.
    kept: Field<u32>,
}

impl Keeper {
    fn lay_out(layout: &mut Layout<'_>) -> Result<Self, Error> {
        Ok(Self { kept: layout.field(&0)? })
    }
}

pub(crate) fn package() -> Package {
    let module = Module::new(MODULE, |layout| Ok(Arc::new(Keeper::lay_out(layout)?)));
    Package::new(PACKAGE, (1, 0), vec![module])
}

impl Applet for Keeper {
    fn process(&self, context: &mut Context<'_>, _: &Command<'_>) -> Result<(), Error> {
        let kept = context.get(self.kept)?;
        context.respond(&kept.to_be_bytes());
        Ok(())
    }

    fn process_data(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        _: &mut Vec<u8>,
    ) -> Result<(), Error> {
        match command.data() {
            [0x01, 0x01, 4, a, b, c, d] => context.set(self.kept, &u32::from_be_bytes([*a, *b, *c, *d])),
            [high, low, ..] if [*high, *low] == LAST => context.set_life_cycle(PERSONALIZED),
            _ => Ok(()),
        }
    }
}
