//! A card with a small applet that uses a bit of everything the kernel offers: for targets that are about the
//! kernel and need no application.

use std::sync::Arc;

use cardamom_apdu::{Aid, Command, StatusWord};
use cardamom_kernel::handle::{Bytes, Counter, Field, OwnerPin, Records, References};
use cardamom_kernel::object::{Clear, Storage};
use cardamom_kernel::{
    Applet, Card, Configuration, Context, Error, Geometry, Installation, Layout, Module, Package, PinVerdict,
    Privileges, Protocol, Refusal, Rom, SeededEntropy,
};

/// Name of the package.
const PACKAGE: Aid = Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0x0F, 0x00]);

/// Name of the first instance; the second has the next one.
pub(crate) const FIRST: Aid = Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0x0F, 0x01]);
pub(crate) const SECOND: Aid = Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0x0F, 0x02]);

/// The PIN of each instance.
pub(crate) const PIN: [u8; 4] = [0x12, 0x34, 0x56, 0x78];

/// Instructions that the applet knows.
pub(crate) const INSTRUCTIONS: [u8; 10] = [0x10, 0x12, 0x14, 0x16, 0x18, 0x1A, 0x1C, 0x1E, 0x20, 0x22];

/// Two fields whose sum is always this.
pub(crate) const SUM: u32 = 1_000;

#[derive(Clone, Copy)]
struct Laboratory {
    left: Field<u32>,
    right: Field<u32>,
    bytes: Bytes,
    counter: Counter,
    pin: OwnerPin,
    records: Records,
    references: References,
    on_reset: Field<u32>,
    on_deselect: Field<u32>,
    multi_selectable: bool,
}

impl Laboratory {
    fn lay_out(layout: &mut Layout<'_>, multi_selectable: bool) -> Result<Self, Error> {
        Ok(Self {
            left: layout.field(&SUM)?,
            right: layout.field(&0)?,
            bytes: layout.bytes(40)?,
            counter: layout.counter()?,
            pin: layout.owner_pin(8, 3)?,
            records: layout.records(3, 8)?,
            references: layout.references(2)?,
            on_reset: layout.transient_field(Clear::OnReset)?,
            on_deselect: layout.transient_field(Clear::OnDeselect)?,
            multi_selectable,
        })
    }

    fn state(&self, context: &mut Context<'_>) -> Result<(), Error> {
        for field in [self.left, self.right, self.on_reset, self.on_deselect] {
            let value = context.get(field)?;
            context.respond(&value.to_be_bytes());
        }
        let counter = context.counter(self.counter)?;
        context.respond(&counter.to_be_bytes());
        let records = context.record_count(self.records)?;
        context.respond(&[u8::try_from(records).unwrap_or(u8::MAX)]);
        let tries = context.pin_tries_remaining(self.pin)?;
        context.respond(&[tries]);
        Ok(())
    }

    /// Moves an amount from left to right and notes it, in one transaction.
    fn transfer(&self, context: &mut Context<'_>, amount: u32, spoil: bool) -> Result<(), Error> {
        context.transaction(|context| {
            let (left, right) = (context.get(self.left)?, context.get(self.right)?);
            let left = left.checked_sub(amount).ok_or(refusal(StatusWord::CONDITIONS_NOT_SATISFIED))?;
            context.set(self.left, &left)?;
            context.append_record(self.records, &amount.to_be_bytes())?;
            if spoil {
                return Err(refusal(StatusWord::WRONG_DATA));
            }
            context.set(self.right, &right.saturating_add(amount))
        })
    }
}

fn refusal(status_word: StatusWord) -> Error {
    Error::Refused(Refusal { status_word, rule: "laboratory" })
}

impl Applet for Laboratory {
    fn install(&self, context: &mut Context<'_>, _parameters: &[u8]) -> Result<(), Error> {
        context.set_pin(self.pin, &PIN)
    }

    fn process(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        if context.is_selecting() {
            let aid = context.aid()?;
            context.respond(aid.as_bytes());
            return Ok(());
        }
        let amount = u32::from(command.p1());
        match command.instruction() {
            0x10 => self.state(context),
            0x12 => self.transfer(context, amount, false),
            0x14 => self.transfer(context, amount, true),
            0x16 => context.write(self.bytes, usize::from(command.p1()), command.data()),
            0x18 => {
                let (from, count) = (usize::from(command.p1()), usize::from(command.p2()));
                let bytes = context.bytes(self.bytes)?.get(from..).and_then(|rest| rest.get(..count));
                let bytes = bytes.ok_or(refusal(StatusWord::WRONG_DATA))?.to_vec();
                context.respond(&bytes);
                Ok(())
            }
            0x1A => {
                context.increment(self.counter)?;
                // Undone when the command ends, but for the counter.
                context.begin()?;
                context.set(self.left, &0)
            }
            0x1C => {
                context.set(self.on_reset, &amount)?;
                context.set(self.on_deselect, &amount)?;
                let mut random = [0; 4];
                context.random(&mut random)?;
                context.respond(&random);
                Ok(())
            }
            0x1E => {
                let old = context.reference(self.references, 0)?;
                let new = context.create(usize::from(command.p2()), Storage::Persistent)?;
                context.set_reference(self.references, 0, new.object())?;
                if context.delete(old).is_err() {
                    context.respond(&[0]);
                }
                Ok(())
            }
            0x20 => match context.verify_pin(self.pin, command.data())? {
                PinVerdict::Right => Ok(()),
                PinVerdict::Wrong { tries_remaining } => {
                    Err(refusal(StatusWord::new(0x63C0 | u16::from(tries_remaining & 0x0F))))
                }
                PinVerdict::Blocked => Err(refusal(StatusWord::new(0x6983))),
            },
            0x22 => {
                context.respond(&vec![amount.to_be_bytes()[3]; usize::from(command.p2()) * 3]);
                Ok(())
            }
            _ => Err(refusal(StatusWord::new(0x6D00))),
        }
    }

    fn is_multi_selectable(&self) -> bool {
        self.multi_selectable
    }
}

/// The software of the card.
pub(crate) fn rom() -> Rom {
    let module = |aid, multi_selectable| {
        Module::new(aid, move |layout| Ok(Arc::new(Laboratory::lay_out(layout, multi_selectable)?)))
    };
    let package = |aid, modules| Package::new(aid, (1, 0), modules);
    [
        package(PACKAGE, vec![module(FIRST, false)]),
        package(Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0x0E, 0x00]), vec![module(SECOND, true)]),
    ]
    .into()
}

/// Entropy of all cards of this world.
pub(crate) fn entropy() -> Box<SeededEntropy> {
    Box::new(SeededEntropy::new(1))
}

/// The card with both instances on it, the first one default selected; powered.
///
/// # Errors
/// None, unless the kernel is broken.
pub(crate) fn card(protocol: Protocol) -> Result<Card, Box<dyn std::error::Error>> {
    let configuration =
        Configuration { geometry: Geometry::SMALL, atr: vec![0x3B, 0x80, 0x01, 0x81], protocol };
    let mut card = Card::new(&configuration, rom(), entropy())?;
    let packages: Vec<(Aid, Aid)> = card
        .packages()
        .iter()
        .flat_map(|package| package.modules.iter().map(|module| (package.aid, *module)))
        .collect();
    for (package, module) in packages {
        card.install(&Installation {
            privileges: if module == FIRST { Privileges::CARD_RESET } else { Privileges::NONE },
            ..Installation::new(package, module, module)
        })?;
    }
    card.power_on()?;
    Ok(card)
}
