//! The card: an issuer security domain with initial keys, a supplementary one, an application, and an engine for load files.

use std::sync::Arc;

use cardamom_apdu::{Aid, Command};
use cardamom_globalplatform::card_data::ScpOption;
use cardamom_globalplatform::life_cycle::CardLifeCycle;
use cardamom_globalplatform::security_domain::{
    self, ISSUER_SECURITY_DOMAIN_AID, InitialKey, MODULE_AID, PACKAGE_AID, SecurityDomainParameters,
};
use cardamom_kernel::handle::Field;
use cardamom_kernel::life_cycle::SELECTABLE;
use cardamom_kernel::{
    Applet, Card, Configuration, Context, Engine, Error, Fault, Geometry, Installation, Module, Package,
    Privileges, Protocol, Rom, SeededEntropy,
};

/// Package and module of the applications.
pub(super) const PACKAGE: Aid = Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0xF0, 0x00]);
pub(super) const MODULE: Aid = Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0xF0, 0x01]);
/// Module of the packages that are loaded.
pub(super) const LOADED_MODULE: Aid = Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0xF2, 0x01]);

/// What commands may name: security domains, applications, load files, the packages in ROM, a new name, nothing known.
pub(super) const NAMES: [Aid; 11] = [
    ISSUER_SECURITY_DOMAIN_AID,
    Aid::from_array([0xA0, 0x00, 0x00, 0x01, 0x51, 0x53, 0x50, 0x01]),
    Aid::from_array([0xA0, 0x00, 0x00, 0x01, 0x51, 0x53, 0x50, 0x02]),
    Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0xF0, 0x02]),
    Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0xF0, 0x03]),
    Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0xF0, 0x04]),
    Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0xF2, 0x00]),
    PACKAGE,
    PACKAGE_AID,
    Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0x01, 0x02, 0x03]),
    Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0x99]),
];

/// Keys of this world; the first are the initial ones.
pub(super) const KEYS: [[u8; 16]; 3] = [*b"@ABCDEFGHIJKLMNO", [0x51; 16], *b"another key, too"];

/// An application that counts what it is personalized with.
struct Plain {
    sum: Field<u32>,
}

impl Applet for Plain {
    fn process(&self, context: &mut Context<'_>, _: &Command<'_>) -> Result<(), Error> {
        let sum = context.get(self.sum)?;
        context.respond(&sum.to_be_bytes());
        Ok(())
    }

    fn process_data(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        _: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let sum =
            command.data().iter().fold(context.get(self.sum)?, |sum, byte| sum.wrapping_add((*byte).into()));
        context.set(self.sum, &sum)
    }
}

fn module(name: Aid) -> Module {
    Module::new(name, |layout| Ok(Arc::new(Plain { sum: layout.field(&0)? })))
}

/// Opens load files that are a length, the name of their package, and anything.
struct NameEngine;

impl Engine for NameEngine {
    fn accepts(&self, load_file: &[u8]) -> bool {
        load_file.first().is_some_and(|length| (5..=16).contains(length))
    }

    fn open(&self, load_file: &[u8], _: &[Package]) -> Result<Package, Error> {
        let name = load_file.split_first().and_then(|(length, rest)| rest.get(..usize::from(*length)));
        let name = name.and_then(|name| Aid::new(name).ok()).ok_or(Fault::NoEngine)?;
        Ok(Package::new(name, (1, 0), vec![module(LOADED_MODULE)]))
    }
}

/// The card, powered on.
pub(super) fn card() -> Result<Card, Box<dyn std::error::Error>> {
    let key = |version, identifier, key_type| InitialKey {
        version,
        identifier,
        key_type,
        value: KEYS.first().map(|key| key.to_vec()).unwrap_or_default().into(),
    };
    let parameters = SecurityDomainParameters {
        protocols: vec![
            ScpOption { protocol: 0x03, options: 0x70 },
            ScpOption { protocol: 0x02, options: 0x55 },
        ],
        keys: (1..=3).flat_map(|number| [key(0xFF, number, 0x88), key(0x20, number, 0x80)]).collect(),
        data: vec![(0x0042, vec![0x42; 4])],
        ..SecurityDomainParameters::default()
    };
    let configuration =
        Configuration { geometry: Geometry::SMALL, atr: vec![0x3B, 0x00], protocol: Protocol::T1 };
    let packages = vec![security_domain::package(), Package::new(PACKAGE, (1, 0), vec![module(MODULE)])];
    let rom = Rom::new(packages).with_engine(Arc::new(NameEngine));
    let mut card = Card::new(&configuration, rom, Box::new(SeededEntropy::new(1)))?;
    let parameters = parameters.to_bytes();
    let [issuer, domain, _, application, ..] = NAMES;
    card.install(&security_domain::issuer_installation(issuer, CardLifeCycle::OpReady, &parameters))?;
    card.install(&Installation {
        privileges: Privileges::SECURITY_DOMAIN,
        life_cycle: SELECTABLE,
        security_domain: Some(issuer),
        ..Installation::new(PACKAGE_AID, MODULE_AID, domain)
    })?;
    card.install(&Installation {
        life_cycle: SELECTABLE,
        security_domain: Some(domain),
        ..Installation::new(PACKAGE, MODULE, application)
    })?;
    card.power_on()?;
    Ok(card)
}
