//! Install parameters of a security domain, the value of C9.
//!
//! | tag | |
//! |---|---|
//! | 81 | a secure channel protocol and its options, 2 bytes, or 3 for SCP11; several times for several (UICC configuration §10.1) |
//! | 82 | applications may be extradited to it: 2 bytes, 0000 for no |
//! | 87 | applications may be extradited from it: 2 bytes, 0000 for no |
//! | C0 | failed authentications in a row after which it opens no more sessions, 1 byte |
//! | C1 | a key that it begins with: version, identifier, key type, value; more components each with type and 2-byte length |
//! | C2 | a data object that it begins with: tag (2), value |
//!
//! C1 and C2 are for the issuer security domain, while the card is made.

use alloc::vec::Vec;
use core::fmt;

use cardamom_apdu::tlv::Reader;
use zeroize::Zeroizing;

use crate::card_data::ScpOption;
use crate::data_object::object;
use crate::reason::GlobalPlatformReason;

/// Failed authentications in a row that a security domain bears when nothing else is said.
pub const USUAL_TRIES: u8 = 10;

/// A key that a security domain begins with. Wiped on drop; `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct InitialKey {
    /// Key version: FF for keys that go when the owner's come.
    pub version: u8,
    /// Key identifier.
    pub identifier: u8,
    /// Key type (GPCS 2.3.1 Table 11-16).
    pub key_type: u8,
    /// Its value.
    pub value: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for InitialKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InitialKey")
            .field("version", &self.version)
            .field("identifier", &self.identifier)
            .field("key_type", &self.key_type)
            .finish_non_exhaustive()
    }
}

/// What a security domain is installed with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecurityDomainParameters {
    /// Its secure channel protocols; without any, those of the security domain that it belongs to.
    pub protocols: Vec<ScpOption>,
    /// It refuses applications that are extradited to it.
    pub refuses_extradition: bool,
    /// It does not let its applications be extradited.
    pub keeps_content: bool,
    /// Failed authentications in a row that it bears.
    pub tries: Option<u8>,
    /// Keys, of an issuer security domain.
    pub keys: Vec<InitialKey>,
    /// Data objects, of an issuer security domain.
    pub data: Vec<(u16, Vec<u8>)>,
}

impl SecurityDomainParameters {
    /// Whether they are an issuer's: keys and data objects come with a card's making, and with nothing else. So it is
    /// before and after the keys are wiped.
    pub(super) fn is_of_issuer(&self) -> bool {
        !self.keys.is_empty() || !self.data.is_empty()
    }

    /// The bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::new());
        for option in &self.protocols {
            bytes.extend(object(0x81, &[option.protocol, option.options]));
        }
        if self.refuses_extradition {
            bytes.extend(object(0x82, &[0, 0]));
        }
        if self.keeps_content {
            bytes.extend(object(0x87, &[0, 0]));
        }
        if let Some(tries) = self.tries {
            bytes.extend(object(0xC0, &[tries]));
        }
        for key in &self.keys {
            let mut value = Zeroizing::new(Vec::from([key.version, key.identifier, key.key_type]));
            value.extend_from_slice(&key.value);
            bytes.extend(object(0xC1, &value));
        }
        for (tag, data) in &self.data {
            let mut value = tag.to_be_bytes().to_vec();
            value.extend_from_slice(data);
            bytes.extend(object(0xC2, &value));
        }
        bytes
    }

    /// Reads them.
    ///
    /// # Errors
    /// [`GlobalPlatformReason::DataField`].
    pub fn parse(bytes: &[u8]) -> Result<Self, GlobalPlatformReason> {
        let mut parameters = Self::default();
        for object in Reader::new(bytes) {
            let object = object.map_err(|_| GlobalPlatformReason::DataField)?;
            match (object.tag().number(), object.value()) {
                // i of SCP11 has two bytes when its first says so; the second says X.509 certificates.
                (0x81, [protocol @ 0x11, options @ 0x80..=0xFF, 0x02]) => {
                    parameters.protocols.push(ScpOption { protocol: *protocol, options: *options });
                }
                (0x81, pairs) if pairs.len() % 2 == 0 => {
                    for [protocol, options] in pairs.as_chunks::<2>().0 {
                        parameters.protocols.push(ScpOption { protocol: *protocol, options: *options });
                    }
                }
                (0x82, value) => parameters.refuses_extradition = value.iter().all(|byte| *byte == 0),
                (0x87, value) => parameters.keeps_content = value.iter().all(|byte| *byte == 0),
                (0xC0, [tries @ 1..=u8::MAX]) => parameters.tries = Some(*tries),
                (0xC1, [version, identifier, key_type, value @ ..]) => parameters.keys.push(InitialKey {
                    version: *version,
                    identifier: *identifier,
                    key_type: *key_type,
                    value: Zeroizing::new(value.to_vec()),
                }),
                (0xC2, [high, low, value @ ..]) => {
                    parameters.data.push((u16::from_be_bytes([*high, *low]), value.to_vec()));
                }
                (0x81 | 0xC0 | 0xC1 | 0xC2, _) => return Err(GlobalPlatformReason::DataField),
                _ => {}
            }
        }
        Ok(parameters)
    }

    /// Overwrites the keys in parameters that the card keeps.
    pub(super) fn wipe_keys(bytes: &mut [u8]) {
        let places: Vec<_> = Reader::new(bytes)
            .flatten()
            .filter(|object| object.tag().number() == 0xC1)
            .map(|object| object.value_position()..object.value_position() + object.value().len())
            .collect();
        for place in places {
            if let Some(key) = bytes.get_mut(place) {
                key.fill(0);
            }
        }
    }
}
