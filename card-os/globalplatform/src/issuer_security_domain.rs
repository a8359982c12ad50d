//! The issuer security domain that a card is made with.

use alloc::vec::Vec;

use cardamom_apdu::Aid;
use cardamom_kernel::{Card, ContentError};

use crate::card_data::{ProductionLifeCycle, ScpOption};
use crate::key_set::KeyType;
use crate::life_cycle::CardLifeCycle;
use crate::security_domain::{
    ISSUER_SECURITY_DOMAIN_AID, InitialKey, SecurityDomainParameters, issuer_installation,
};

/// The test key that everybody knows from GlobalPlatform test cards.
pub const TEST_KEY: [u8; 16] =
    [0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4A, 0x4B, 0x4C, 0x4D, 0x4E, 0x4F];

/// Who made the card, where a field of its data says so: nobody, with digits that read like our name.
const MAKER: [u8; 2] = [0xCA, 0x0D];

// Tags of data objects (GPCS 2.3.1 §H).
const ISSUER_IDENTIFICATION_NUMBER: u16 = 0x0042;
const CARD_IMAGE_NUMBER: u16 = 0x0045;
const KEY_DIVERSIFICATION_DATA: u16 = 0x00CF;
const PRODUCTION_LIFE_CYCLE: u16 = 0x9F7F;

/// The issuer security domain of a new card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerSecurityDomain {
    /// Its name.
    pub aid: Aid,
    /// The life-cycle state of the card.
    pub life_cycle: CardLifeCycle,
    /// The secure channel protocols that it opens, with their options.
    pub protocols: Vec<ScpOption>,
    /// Failed authentications in a row after which it opens no more sessions; `None`: the usual number.
    pub tries: Option<u8>,
    /// Issuer identification number, GET DATA `42`.
    pub identification_number: Option<Vec<u8>>,
    /// Card image number, `45`.
    pub card_image_number: Option<Vec<u8>>,
    /// Key diversification data, `CF`, 10 bytes; `None`: made of the serial number.
    pub diversification_data: Option<Vec<u8>>,
    /// Card production life cycle data, `9F7F`, 42 bytes; `None`: made of the serial number.
    pub production_data: Option<Vec<u8>>,
    /// The keys.
    pub keys: Vec<InitialKey>,
}

impl IssuerSecurityDomain {
    /// One with the keys that everybody knows, on a card in OP_READY: SCP03 (i = 70) with AES keys of version FF, and
    /// SCP02 (i = 55) with triple DES keys of version 20, all of them [`TEST_KEY`]. Not SCP11: GlobalPlatformPro stops at
    /// what it is told of it.
    #[must_use]
    pub fn with_test_keys() -> Self {
        Self {
            aid: ISSUER_SECURITY_DOMAIN_AID,
            life_cycle: CardLifeCycle::OpReady,
            protocols: Vec::from([
                ScpOption { protocol: 0x03, options: 0x70 },
                ScpOption { protocol: 0x02, options: 0x55 },
            ]),
            tries: None,
            identification_number: None,
            card_image_number: None,
            diversification_data: None,
            production_data: None,
            keys: [key_set(0xFF, KeyType::Aes, &[&TEST_KEY]), key_set(0x20, KeyType::Des, &[&TEST_KEY])]
                .concat(),
        }
    }

    /// Installs it on a card without content. This is where a card is made: before, nobody could speak with it.
    ///
    /// # Errors
    /// [`ContentError`].
    pub fn install(&self, card: &mut Card, serial_number: [u8; 4]) -> Result<(), ContentError> {
        let mut data = Vec::new();
        let mut put = |tag, value: Option<Vec<u8>>| data.extend(value.map(|value| (tag, value)));
        put(ISSUER_IDENTIFICATION_NUMBER, self.identification_number.clone());
        put(CARD_IMAGE_NUMBER, self.card_image_number.clone());
        let own = self.diversification_data.clone();
        put(KEY_DIVERSIFICATION_DATA, own.or_else(|| Some(diversification_data(serial_number))));
        let own = self.production_data.clone();
        put(PRODUCTION_LIFE_CYCLE, own.or_else(|| Some(production_data(serial_number))));
        let parameters = SecurityDomainParameters {
            protocols: self.protocols.clone(),
            tries: self.tries,
            keys: self.keys.clone(),
            data,
            ..SecurityDomainParameters::default()
        };
        card.install(&issuer_installation(self.aid, self.life_cycle, &parameters.to_bytes()))
    }
}

/// The three keys of a secure channel, identifiers 1 to 3, with these values in turn: one value is that of all three.
#[must_use]
pub fn key_set(version: u8, key_type: KeyType, values: &[&[u8]]) -> Vec<InitialKey> {
    let values = values.iter().cycle().take(3);
    let key = |(identifier, value): (u8, &&[u8])| InitialKey {
        version,
        identifier,
        key_type: key_type.to_byte(),
        value: value.to_vec().into(),
    };
    (1..).zip(values).map(key).collect()
}

/// The serial number stands where EMV CPS 1.1 and VISA2 both look for one: in bytes 5 to 8.
fn diversification_data(serial_number: [u8; 4]) -> Vec<u8> {
    [&MAKER[..], &[0; 2], &serial_number, &[0; 2]].concat()
}

fn production_data(serial_number: [u8; 4]) -> Vec<u8> {
    let data = ProductionLifeCycle {
        fabricator: MAKER,
        operating_system: MAKER,
        card_manufacturer: MAKER,
        serial_number,
        ..ProductionLifeCycle::default()
    };
    data.to_bytes().to_vec()
}
