//! The issuer security domain that a card is made with.

use cardamom_apdu::Aid;
use cardamom_card_os::globalplatform::card_data::{ProductionLifeCycle, ScpOption};
use cardamom_card_os::globalplatform::life_cycle::CardLifeCycle;
use cardamom_card_os::globalplatform::security_domain::{
    InitialKey, SecurityDomainParameters, issuer_installation,
};
use cardamom_card_os::{Card, ContentError};

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
