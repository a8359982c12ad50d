//! The card of this world, issued through the front door.

use std::error::Error;

use cardamom_applets::{EPURSE_AID, PACKAGE_AID, rom};
use cardamom_globalplatform::IssuerSecurityDomain;
use cardamom_kernel::{Card, Configuration, Geometry, NoAnswer, Protocol, SeededEntropy};
use cardamom_personalization::epurse::{
    CardKey, CompositeRecord, HolderData, PublicData, PurseData, PurseKeys,
};
use cardamom_personalization::globalplatform::install;
use cardamom_personalization::globalplatform::key_hierarchy::KeyHierarchy;
use cardamom_personalization::issuance::{AppletOrder, IssuanceProfile, IssueOptions, issue};
use cardamom_personalization::{InstallParameters, personalize, select};
use cardamom_secure_channel::edep::{Amount, Date, Pin, TerminalNumber, TripleDesKey};

/// The PINs of this world; the card is issued with the first.
pub(crate) const PINS: [&[u8]; 4] =
    [&[0x12, 0x34, 0x56], &[0x65, 0x43, 0x21], &[0x00, 0x00], &[0x12, 0x34, 0x56, 0x78, 0x90, 0x12]];

/// Wrong PINs in a row that block the PIN.
pub(crate) const PIN_TRY_LIMIT: u8 = 3;

/// The highest balances of deposit and purse.
pub(crate) const BALANCE_LIMITS: [u32; 2] = [1_000_000, 100_000];

/// Tag of the composite record, and the length of its value.
pub(crate) const COMPOSITE_TAG: u8 = 0xAA;
pub(crate) const COMPOSITE_LENGTH: u8 = 10;

/// The terminal of all transactions.
pub(crate) const TERMINAL: TerminalNumber = TerminalNumber::from_bytes([0x00, 0x11, 0x22, 0x33, 0x44, 0x55]);

/// The card's key of this FMCOS key type.
pub(crate) fn key(key_type: u8) -> TripleDesKey {
    let mut bytes = *b"card key no. ...";
    let [.., last] = &mut bytes;
    *last = key_type;
    TripleDesKey::from_bytes(bytes)
}

/// Key types (FMCOS 2.0 manual §7.12).
pub(crate) const LOAD_KEY: u8 = 0x3F;
pub(crate) const PURCHASE_KEY: u8 = 0x3E;
pub(crate) const UNLOAD_KEY: u8 = 0x3D;
pub(crate) const OVERDRAFT_KEY: u8 = 0x3C;
pub(crate) const TAC_KEY: u8 = 0x34;
pub(crate) const PIN_UNBLOCK_KEY: u8 = 0x37;
pub(crate) const PIN_RELOAD_KEY: u8 = 0x38;
pub(crate) const MAINTENANCE_KEY: u8 = 0x36;
pub(crate) const EXTERNAL_AUTHENTICATION_KEY: u8 = 0x39;
const INTERNAL_AUTHENTICATION_KEY: u8 = 0x30;

/// A purse in its holder's hands, powered and selected.
///
/// # Errors
/// Whatever step of issuing failed.
pub(crate) fn purse() -> Result<Card, Box<dyn Error>> {
    let configuration =
        Configuration { geometry: Geometry::STANDARD, atr: vec![0x3B, 0x00], protocol: Protocol::T1 };
    let mut card = Card::new(&configuration, rom(), Box::new(SeededEntropy::new(1)))?;
    let transport_key = TripleDesKey::from_bytes(*b"transport key 1!");
    let parameters = InstallParameters {
        pin_try_limit: PIN_TRY_LIMIT,
        ..InstallParameters::new(1, transport_key.clone())
    };
    IssuerSecurityDomain::with_test_keys().install(&mut card, [0x5A; 4])?;
    card.power_on()?;
    let mut profile = IssuanceProfile::new("purse", KeyHierarchy::test());
    profile.applets.push(AppletOrder {
        parameters: install::InstallParameters::of(&parameters.to_bytes()),
        ..AppletOrder::new(PACKAGE_AID, EPURSE_AID, EPURSE_AID)
    });
    let mut transmit = |command: &[u8]| -> Result<Vec<u8>, NoAnswer> { Ok(card.transmit(command)?.to_vec()) };
    issue(&mut transmit, &profile, IssueOptions::default(), &mut || [0x77; 16], &mut ())?;
    personalize(&mut transmit, &EPURSE_AID, &transport_key, &data()?.steps())?;
    select(&mut transmit, &EPURSE_AID)?;
    Ok(card)
}

fn data() -> Result<PurseData, Box<dyn Error>> {
    let card_key = |key_type| CardKey::new(1, key(key_type));
    let [deposit_limit, purse_limit] = BALANCE_LIMITS.map(Amount::new);
    let [pin, ..] = PINS;
    Ok(PurseData {
        public_data: PublicData {
            issuer: *b"CARDAMOM",
            application_type: 3,
            application_version: 1,
            serial: [0x00, 0x06, 0x19, 0x98, 0x08, 0x17, 0x00, 0x00, 0x00, 0x30],
            valid_from: Date::from_bytes([0x20, 0x26, 0x01, 0x01])?,
            valid_until: Date::from_bytes([0x20, 0x36, 0x12, 0x31])?,
            issuer_data: [0; 2],
        },
        holder: HolderData {
            card_type: 0,
            is_staff: 0,
            name: *b"ANNA HOLDER         ",
            document_number: [0x30; 32],
            document_type: 0,
        },
        keys: PurseKeys {
            load: card_key(LOAD_KEY),
            purchase: card_key(PURCHASE_KEY),
            unload: card_key(UNLOAD_KEY),
            overdraft: card_key(OVERDRAFT_KEY),
            tac: card_key(TAC_KEY),
            pin_unblock: card_key(PIN_UNBLOCK_KEY),
            pin_reload: card_key(PIN_RELOAD_KEY),
            maintenance: card_key(MAINTENANCE_KEY),
            external_authentication: Some(card_key(EXTERNAL_AUTHENTICATION_KEY)),
            internal_authentication: Some(card_key(INTERNAL_AUTHENTICATION_KEY)),
        },
        pin: Pin::from_bytes(pin)?,
        deposit_limit,
        purse_limit,
        composite_records: vec![CompositeRecord {
            tag: COMPOSITE_TAG,
            value: vec![0; usize::from(COMPOSITE_LENGTH)],
        }],
    })
}
