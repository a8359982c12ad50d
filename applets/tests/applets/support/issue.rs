//! Issuing cards: installed, then personalized over APDUs.

use std::convert::Infallible;

use cardamom_apdu::Aid;
use cardamom_applets::{EPURSE_AID, PACKAGE_AID, PSAM_AID, rom};
use cardamom_card_os::globalplatform::IssuerSecurityDomain;
use cardamom_card_os::{Card, Configuration, Entropy, Geometry, Protocol, SeededEntropy};
use cardamom_personalization::epurse::{
    CardKey, CompositeRecord, HolderData, PublicData, PurseData, PurseKeys,
};
use cardamom_personalization::globalplatform::install;
use cardamom_personalization::globalplatform::key_hierarchy::KeyHierarchy;
use cardamom_personalization::issuance::{AppletOrder, IssuanceError, IssuanceProfile, IssueOptions, issue};
use cardamom_personalization::psam::{MasterKey, PsamData, PsamPublicData};
use cardamom_personalization::{InstallParameters, personalize};
use cardamom_secure_channel::edep::{
    Amount, Date, DiversificationFactor, KeyUsage, Pin, TerminalNumber, TripleDesKey,
};

/// The PIN of every test card.
pub(crate) const PIN: [u8; 3] = [0x12, 0x34, 0x56];
/// The terminal of every test purchase.
pub(crate) const TERMINAL: TerminalNumber = TerminalNumber::from_bytes([0x00, 0x11, 0x22, 0x33, 0x44, 0x55]);
/// Application serial number of every test card.
pub(crate) const SERIAL: [u8; 10] = [0x00, 0x06, 0x19, 0x98, 0x08, 0x17, 0x00, 0x00, 0x00, 0x30];
/// Tag of the composite record of every test card.
pub(crate) const COMPOSITE_TAG: u8 = 0xAA;

pub(crate) fn transport_key() -> TripleDesKey {
    TripleDesKey::from_bytes(*b"transport key 1!")
}

/// The issuer's master key of a purpose: made of its type byte, shifted because DES ignores the lowest bits.
pub(crate) fn master_key(purpose: u8) -> TripleDesKey {
    let mut bytes = [purpose.wrapping_shl(1); 16];
    bytes[15] = 0x5A;
    TripleDesKey::from_bytes(bytes)
}

/// What the test card's keys are diversified with.
pub(crate) fn factor() -> DiversificationFactor {
    public_data().diversification_factor()
}

/// The test card's key of a type.
pub(crate) fn card_key(key_type: u8) -> TripleDesKey {
    master_key(key_type).diversify(&factor())
}

pub(crate) fn public_data() -> PublicData {
    PublicData {
        issuer: *b"CARDAMOM",
        application_type: 3,
        application_version: 1,
        serial: SERIAL,
        valid_from: Date::from_bytes([0x20, 0x26, 0x01, 0x01]).unwrap(),
        valid_until: Date::from_bytes([0x20, 0x36, 0x12, 0x31]).unwrap(),
        issuer_data: [0x55, 0x66],
    }
}

pub(crate) fn purse_data() -> PurseData {
    let key = |key_type| CardKey::new(1, card_key(key_type));
    PurseData {
        public_data: public_data(),
        holder: HolderData {
            card_type: 0,
            is_staff: 0,
            name: *b"ANNA HOLDER         ",
            document_number: [0x30; 32],
            document_type: 0,
        },
        keys: PurseKeys {
            load: key(0x3F),
            purchase: key(0x3E),
            unload: key(0x3D),
            overdraft: key(0x3C),
            tac: key(0x34),
            pin_unblock: key(0x37),
            pin_reload: key(0x38),
            maintenance: key(0x36),
            external_authentication: Some(key(0x39)),
            internal_authentication: Some(key(0x30)),
        },
        pin: Pin::from_bytes(&PIN).unwrap(),
        deposit_limit: Amount::new(1_000_000),
        purse_limit: Amount::new(100_000),
        composite_records: vec![CompositeRecord { tag: COMPOSITE_TAG, value: vec![0; 10] }],
    }
}

pub(crate) fn psam_data() -> PsamData {
    let usage = |kind| KeyUsage::new(1, kind).unwrap();
    let master =
        |kind, key_type| MasterKey { usage: usage(kind), key: CardKey::new(1, master_key(key_type)) };
    PsamData {
        public_data: PsamPublicData {
            serial: *b"PSAM000001",
            version: 1,
            key_card_type: 1,
            issuer_data: [1, 1],
        },
        terminal: TERMINAL,
        maintenance: CardKey::new(1, TripleDesKey::from_bytes(*b"PSAM maintenance")),
        master_keys: vec![
            master(KeyUsage::PURCHASE, 0x3E),
            master(7, 0x77),
            master(6, 0x66),
            master(8, 0x88),
        ],
        daily_limit: Amount::ZERO,
    }
}

/// A card with the applets of this crate in its software, and nothing but its issuer security domain.
pub(crate) fn blank_card(entropy: Box<dyn Entropy>) -> Card {
    blank_card_of(Protocol::T1, entropy)
}

pub(crate) fn blank_card_of(protocol: Protocol, entropy: Box<dyn Entropy>) -> Card {
    let configuration = Configuration { geometry: Geometry::STANDARD, atr: vec![0x3B, 0x00], protocol };
    let mut card = Card::new(&configuration, rom(), entropy).unwrap();
    IssuerSecurityDomain::with_test_keys().install(&mut card, [0x5A; 4]).unwrap();
    card
}

/// The life-cycle state of the application that was installed on a blank card.
pub(crate) fn life_cycle(card: &Card) -> u8 {
    card.instances().last().unwrap().life_cycle
}

/// Installs an applet with these parameters, in a session with the issuer security domain; the card is on after that,
/// as it is after a reset.
pub(crate) fn install(card: &mut Card, module: Aid, parameters: &InstallParameters) {
    try_install(card, module, &parameters.to_bytes()).unwrap();
}

/// As [`install`], with whatever parameters.
pub(crate) fn try_install(card: &mut Card, module: Aid, parameters: &[u8]) -> Result<(), IssuanceError> {
    card.power_on().unwrap();
    let mut profile = IssuanceProfile::new("test card", KeyHierarchy::test());
    profile.applets.push(AppletOrder {
        parameters: install::InstallParameters::of(parameters),
        ..AppletOrder::new(PACKAGE_AID, module, module)
    });
    issue(&mut transmit(card), &profile, IssueOptions::default(), &mut || [0x77; 16], &mut ())?;
    card.power_on().unwrap();
    Ok(())
}

/// Transmits for the personalization.
pub(crate) fn transmit(card: &mut Card) -> impl FnMut(&[u8]) -> Result<Vec<u8>, Infallible> {
    |command| Ok(card.transmit(command).expect("the card answers").to_vec())
}

pub(crate) fn parameters() -> InstallParameters {
    InstallParameters::new(1, transport_key())
}

/// A purse, issued and selected.
pub(crate) fn purse_with(
    entropy: Box<dyn Entropy>,
    parameters: &InstallParameters,
    data: &PurseData,
) -> Card {
    let mut card = blank_card(entropy);
    install(&mut card, EPURSE_AID, parameters);
    personalize(&mut transmit(&mut card), &EPURSE_AID, &transport_key(), &data.steps()).unwrap();
    card
}

/// The usual purse, issued and selected.
pub(crate) fn purse() -> Card {
    purse_with(Box::new(SeededEntropy::new(1)), &parameters(), &purse_data())
}

/// A PSAM, issued and selected.
pub(crate) fn psam_with(parameters: &InstallParameters, data: &PsamData) -> Card {
    let mut card = blank_card(Box::new(SeededEntropy::new(2)));
    install(&mut card, PSAM_AID, parameters);
    personalize(&mut transmit(&mut card), &PSAM_AID, &transport_key(), &data.steps()).unwrap();
    card
}

/// The usual PSAM, issued and selected.
pub(crate) fn psam() -> Card {
    psam_with(&parameters(), &psam_data())
}
