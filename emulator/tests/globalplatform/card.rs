//! The card under test.

use std::path::Path;
use std::sync::Arc;

use cardamom_apdu::{Aid, hex};
use cardamom_card_os::globalplatform::card_data::ScpOption;
use cardamom_card_os::globalplatform::life_cycle::CardLifeCycle;
use cardamom_card_os::globalplatform::security_domain::{
    self, ISSUER_SECURITY_DOMAIN_AID, InitialKey, SecurityDomainParameters,
};
use cardamom_card_os::{Card, Configuration, Geometry, Installation, Protocol, Rom};
use cardamom_emulator::kernel_card::{EntropySource, KernelCard};
use cardamom_emulator::profile::Profile;

use crate::hello::LoadFileEngine;

/// The issuer security domain.
pub(crate) const ISSUER: [u8; 8] = [0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00, 0x00];
/// The key that test cards come with, as each of the three of a set.
pub(crate) const TEST_KEY: [u8; 16] = *b"@ABCDEFGHIJKLMNO";

/// Which secure channels the card opens.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Keys {
    /// SCP03 with these options, AES-128, version FF.
    Scp03(u8),
    /// SCP03 (i = 70), AES-128, version FF; and SCP11, for which there are no keys yet.
    Scp03AndScp11,
    /// SCP02 with these options, triple DES, version FF.
    Scp02(u8),
}

/// A new card in OP_READY. The same seed makes the same card.
pub(crate) fn card(keys: Keys, seed: u64) -> KernelCard {
    let (protocol, options, key_type) = match keys {
        Keys::Scp03(options) => (0x03, options, 0x88),
        Keys::Scp03AndScp11 => (0x03, 0x70, 0x88),
        Keys::Scp02(options) => (0x02, options, 0x80),
    };
    let key =
        |identifier| InitialKey { version: 0xFF, identifier, key_type, value: TEST_KEY.to_vec().into() };
    let mut protocols = vec![ScpOption { protocol, options }];
    if matches!(keys, Keys::Scp03AndScp11) {
        protocols.push(ScpOption::SCP11);
    }
    let parameters = SecurityDomainParameters {
        protocols,
        keys: (1..=3).map(key).collect(),
        data: vec![
            (0x9F7F, hex::decode(CPLC).unwrap()),
            (0x0042, hex::decode("4212345678").unwrap()),
            (0x0045, hex::decode("00010203040506070809").unwrap()),
            (0x00CF, hex::decode("CA0D0000000000000001").unwrap()),
        ],
        ..SecurityDomainParameters::default()
    };
    let configuration = Configuration {
        geometry: Geometry::STANDARD,
        // T=1, and nothing else that a client could read anything into.
        atr: vec![0x3B, 0x80, 0x01, 0x81],
        protocol: Protocol::T1,
    };
    let entropy = EntropySource::Seeded(seed);
    let mut card = Card::new(&configuration, rom(), entropy.source()).unwrap();
    let parameters = parameters.to_bytes();
    let issuer =
        security_domain::issuer_installation(ISSUER_SECURITY_DOMAIN_AID, CardLifeCycle::OpReady, &parameters);
    card.install(&issuer).unwrap();
    KernelCard::in_memory("globalplatform", card, rom(), entropy)
}

/// A new card of a profile, with an electronic purse below its issuer security domain: gpshell takes it for an error when
/// a card has no application. It is put there while the card is made, so that the first session is the client's.
pub(crate) fn card_of(profile: &Path, seed: u64) -> KernelCard {
    let entropy = EntropySource::Seeded(seed);
    let profile = Profile::load(profile.to_str().unwrap()).unwrap_or_else(|error| panic!("{error}"));
    let mut card = profile.make_card(rom(), entropy.source()).unwrap();
    let name = |digits| Aid::new(&hex::decode(digits).unwrap()).unwrap();
    let (package, module) = (name("A00000000386980700"), name("A00000000386980701"));
    let parameters = [&[0x81, 0x11, 0x01], &TEST_KEY[..]].concat();
    let purse = Installation {
        parameters: &parameters,
        security_domain: Some(ISSUER_SECURITY_DOMAIN_AID),
        ..Installation::new(package, module, module)
    };
    card.install(&purse).unwrap();
    KernelCard::in_memory("globalplatform", card, rom(), entropy)
}

/// Production life cycle data of a maker that does not exist.
const CPLC: &str = "CA0D0001CA0D000000000000000000000001000000000000000000000000000000000000000000000000";

fn rom() -> Rom {
    Rom::new(vec![security_domain::package(), cardamom_applets::package()])
        .with_engine(Arc::new(LoadFileEngine))
}
