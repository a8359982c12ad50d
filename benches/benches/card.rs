//! The card in process: trivial commands, commands that write, creation, snapshots.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use cardamom_apdu::{Aid, Command};
use cardamom_benches::{measure, report_rate, report_time};
use cardamom_card_os::handle::Field;
use cardamom_card_os::{
    Applet, Card, Configuration, Context, Error, Geometry, Installation, Module, Package, Privileges,
    Protocol, Rom, SeededEntropy,
};

const PACKAGE: Aid = Aid::from_array([0xA0, 0, 0, 0, 0x0A, 0x00]);
const MODULE: Aid = Aid::from_array([0xA0, 0, 0, 0, 0x0A, 0x01]);

/// INS 10: nothing. INS 12: reads a field and answers it. INS 14: steps the field.
struct Trivial {
    number: Field<u32>,
}

impl Applet for Trivial {
    fn process(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        match command.instruction() {
            0x12 => {
                let number = context.get(self.number)?;
                context.respond(&number.to_be_bytes());
            }
            0x14 => {
                let number = context.get(self.number)?;
                context.set(self.number, &number.wrapping_add(1))?;
            }
            _ => {}
        }
        Ok(())
    }
}

fn rom() -> Rom {
    let module = Module::new(MODULE, |layout| Ok(Arc::new(Trivial { number: layout.field(&0)? })));
    [Package::new(PACKAGE, (1, 0), vec![module])].into()
}

fn card(rom: &Rom) -> Result<Card, Box<dyn std::error::Error>> {
    let configuration = Configuration {
        geometry: Geometry::STANDARD,
        atr: vec![0x3B, 0x80, 0x01, 0x81],
        protocol: Protocol::T1,
    };
    let mut card = Card::new(&configuration, rom.clone(), Box::new(SeededEntropy::new(1)))?;
    card.install(&Installation {
        privileges: Privileges::CARD_RESET,
        ..Installation::new(PACKAGE, MODULE, MODULE)
    })?;
    card.power_on()?;
    Ok(card)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rom = rom();
    let mut card = card(&rom)?;
    println!("in process, a card of 256 KiB; CPU time, best of 7 runs");

    let each = measure(1_000_000, || {
        let _ = black_box(card.transmit(black_box(&[0x80, 0x10, 0, 0])));
    });
    report_rate("trivial APDU (jCardSim warm: 2.3 to 3.5 million)", each, 3_000_000.0);
    let each = measure(1_000_000, || {
        let _ = black_box(card.transmit(black_box(&[0x80, 0x12, 0, 0, 4])));
    });
    report_rate("APDU that reads a field and answers it", each, 3_000_000.0);
    let each = measure(100_000, || {
        let _ = black_box(card.transmit(black_box(&[0x80, 0x14, 0, 0])));
    });
    report_rate("APDU with one atomic persistent write", each, 1_000_000.0);

    let each = measure(200, || {
        let mut card = self::card(&rom);
        if let Ok(card) = &mut card {
            let _ = black_box(card.transmit(&[0x80, 0x12, 0, 0, 4]));
        }
    });
    report_time("card creation, installation, reset, first answer", each, Duration::from_millis(1));

    let snapshot = card.snapshot();
    let each = measure(100_000, || {
        let _ = black_box(card.transmit(&[0x80, 0x14, 0, 0]));
        card.restore(&snapshot);
    });
    report_time("restore after one writing APDU (APDU included)", each, Duration::from_micros(5));
    let each = measure(100_000, || {
        let _ = black_box(card.transmit(&[0x80, 0x14, 0, 0]));
        let taken = card.snapshot();
        card.restore(&snapshot);
        black_box(taken);
    });
    report_time("writing APDU, snapshot, restore", each, Duration::from_micros(5));
    let each = measure(20_000, || {
        let _ = black_box(card.power_on().map(<[u8]>::len));
    });
    report_time("reset", each, Duration::from_micros(100));
    Ok(())
}
