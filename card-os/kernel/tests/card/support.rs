//! A card with a laboratory applet: one of each kind of handle, and a behaviour that each test supplies.

use std::sync::{Arc, Mutex};

use cardamom_apdu::{Aid, Command};
use cardamom_kernel::handle::{Bytes, Counter, Field, Key, OwnerPin, Records, References};
use cardamom_kernel::object::Clear;
use cardamom_kernel::{
    Applet, Call, Card, Configuration, Context, Error, Event, Geometry, Installation, KeyUsage, Layout,
    Module, Package, Protocol, Rom, SeededEntropy, Tracer,
};

pub(crate) const PACKAGE_A: Aid = Aid::from_array([0xA0, 0, 0, 0, 0x0A, 0x00]);
pub(crate) const PACKAGE_B: Aid = Aid::from_array([0xA0, 0, 0, 0, 0x0B, 0x00]);
pub(crate) const MODULE_A: Aid = Aid::from_array([0xA0, 0, 0, 0, 0x0A, 0x01]);
pub(crate) const MODULE_B: Aid = Aid::from_array([0xA0, 0, 0, 0, 0x0B, 0x01]);

/// One of each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Handles {
    pub(crate) number: Field<u32>,
    pub(crate) other: Field<u32>,
    pub(crate) bytes: Bytes,
    pub(crate) counter: Counter,
    pub(crate) key: Key,
    pub(crate) pin: OwnerPin,
    pub(crate) records: Records,
    pub(crate) references: References,
    pub(crate) on_reset: Field<u32>,
    pub(crate) on_deselect: Field<u32>,
}

impl Handles {
    pub(crate) fn lay_out(layout: &mut Layout<'_>) -> Result<Self, Error> {
        Ok(Self {
            number: layout.field(&7)?,
            other: layout.field(&0)?,
            bytes: layout.bytes(64)?,
            counter: layout.counter()?,
            key: layout.key(16, KeyUsage::VERIFY_MAC)?,
            pin: layout.owner_pin(8, 3)?,
            records: layout.records(3, 4)?,
            references: layout.references(2)?,
            on_reset: layout.transient_field(Clear::OnReset)?,
            on_deselect: layout.transient_field(Clear::OnDeselect)?,
        })
    }
}

pub(crate) type Process = fn(&Handles, &mut Context<'_>, &Command<'_>) -> Result<(), Error>;

/// What a laboratory applet does.
#[derive(Clone)]
pub(crate) struct Behaviour {
    pub(crate) process: Process,
    pub(crate) select: fn(&Handles, &mut Context<'_>) -> Result<(), Error>,
    pub(crate) install: fn(&Handles, &mut Context<'_>) -> Result<(), Error>,
    pub(crate) deselect: fn(&Handles, &mut Context<'_>),
    pub(crate) invoke: fn(&Handles, &mut Context<'_>, Call<'_>, &mut Vec<u8>) -> Result<(), Error>,
    pub(crate) shares_with: Option<Aid>,
    pub(crate) multi_selectable: bool,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            process: |_, _, _| Ok(()),
            select: |_, _| Ok(()),
            install: |_, _| Ok(()),
            deselect: |_, _| {},
            invoke: |_, _, _, _| Ok(()),
            shares_with: None,
            multi_selectable: false,
        }
    }
}

struct Laboratory {
    handles: Handles,
    behaviour: Behaviour,
}

impl Applet for Laboratory {
    fn install(&self, context: &mut Context<'_>, _parameters: &[u8]) -> Result<(), Error> {
        (self.behaviour.install)(&self.handles, context)
    }

    fn select(&self, context: &mut Context<'_>) -> Result<(), Error> {
        (self.behaviour.select)(&self.handles, context)
    }

    fn process(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        if context.is_selecting() {
            let aid = context.aid()?;
            context.respond(aid.as_bytes());
            return Ok(());
        }
        (self.behaviour.process)(&self.handles, context, command)
    }

    fn deselect(&self, context: &mut Context<'_>) {
        (self.behaviour.deselect)(&self.handles, context);
    }

    fn is_multi_selectable(&self) -> bool {
        self.behaviour.multi_selectable
    }

    fn shareable_interface(&self, _context: &mut Context<'_>, client: &Aid, _parameter: u8) -> Option<u16> {
        (self.behaviour.shares_with == Some(*client)).then_some(1)
    }

    fn invoke(&self, context: &mut Context<'_>, call: Call<'_>, output: &mut Vec<u8>) -> Result<(), Error> {
        (self.behaviour.invoke)(&self.handles, context, call, output)
    }
}

pub(crate) fn module(aid: Aid, behaviour: Behaviour) -> Module {
    Module::new(aid, move |layout| {
        Ok(Arc::new(Laboratory { handles: Handles::lay_out(layout)?, behaviour: behaviour.clone() }))
    })
}

pub(crate) fn configuration() -> Configuration {
    Configuration { geometry: Geometry::SMALL, atr: vec![0x3B, 0x80, 0x01, 0x81], protocol: Protocol::T1 }
}

/// A card whose software has one package each with these two behaviours.
pub(crate) fn blank(a: Behaviour, b: Behaviour) -> Card {
    blank_with(&configuration(), a, b)
}

pub(crate) fn rom(a: Behaviour, b: Behaviour) -> Rom {
    let package = |aid, module| Package::new(aid, (1, 0), vec![module]);
    [package(PACKAGE_A, module(MODULE_A, a)), package(PACKAGE_B, module(MODULE_B, b))].into()
}

pub(crate) fn blank_with(configuration: &Configuration, a: Behaviour, b: Behaviour) -> Card {
    Card::new(configuration, rom(a, b), Box::new(SeededEntropy::new(1))).unwrap()
}

pub(crate) fn installation(module: Aid, instance: Aid) -> Installation<'static> {
    Installation::new(if module == MODULE_A { PACKAGE_A } else { PACKAGE_B }, module, instance)
}

/// Both installed under their modules' names, powered.
pub(crate) fn card(a: Behaviour, b: Behaviour) -> Card {
    let mut card = blank(a, b);
    card.install(&installation(MODULE_A, MODULE_A)).unwrap();
    card.install(&installation(MODULE_B, MODULE_B)).unwrap();
    card.power_on().unwrap();
    card
}

/// One applet with this behaviour, selected.
pub(crate) fn selected(process: Process) -> Card {
    let mut card = card(Behaviour { process, ..Behaviour::default() }, Behaviour::default());
    select(&mut card, &MODULE_A);
    card
}

pub(crate) fn send(card: &mut Card, command: &str) -> String {
    let bytes = hex(command);
    card.transmit(&bytes).unwrap().iter().map(|byte| format!("{byte:02X}")).collect()
}

pub(crate) fn select(card: &mut Card, aid: &Aid) {
    let answer = send(card, &select_command(0, aid));
    assert!(answer.ends_with("9000"), "{answer}");
}

pub(crate) fn select_command(class: u8, aid: &Aid) -> String {
    format!("{class:02X}A40400{:02X}{aid}", aid.as_bytes().len())
}

pub(crate) fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// Events of a card, for a test to look at.
#[derive(Clone, Default)]
pub(crate) struct Events(Arc<Mutex<Vec<Event>>>);

impl Events {
    pub(crate) fn of(card: &mut Card) -> Self {
        let events = Self::default();
        card.set_tracer(Some(Box::new(events.clone())));
        events
    }

    pub(crate) fn all(&self) -> Vec<Event> {
        self.0.lock().unwrap().clone()
    }
}

impl Tracer for Events {
    fn event(&mut self, event: &Event) {
        self.0.lock().unwrap().push(event.clone());
    }
}
