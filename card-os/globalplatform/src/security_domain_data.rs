//! What STORE DATA puts into a security domain (GPCS 2.3.1 §11.11, Amendment F): data objects, the name of the
//! issuer security domain, what SCP11 keeps with a key, and keys.
//!
//! | Object | What it is | Sent by |
//! |---|---|---|
//! | `42`, `45`, `5F20`, `5F50`, `66`, `67`, `CF` | kept as it comes, GET DATA gives it | gpshell, pySim |
//! | `9F66`, `9F67` | personalization and pre-personalization data of the card, 8 bytes | GlobalPlatformPro `--set-perso`, `--set-pre-perso` |
//! | `4F` | new name of the issuer security domain | GlobalPlatformPro `--rename-isd` |
//! | `A6{83 key}` `BF21` | certificates of an SCP11 key | yubikit, gpshell |
//! | `A6{83 key}`, perhaps `92`, `70{93*}` | serial numbers that an authority's certificates must have | yubikit, gpshell |
//! | `A6{80? 42 83 key}` | identifier of the authority that a key is of | yubikit, gpshell |
//! | data group `0070` | any of these, as BER-TLV | |
//! | data group `00B9` and those that follow it | keys (§11.11.4) | gpshell |
//!
//! Data groups have the objects within `0070` only (§11.11.2.3).

mod key_data_groups;

use alloc::vec::Vec;

use cardamom_apdu::Aid;
use cardamom_apdu::tlv::{Object, Reader};

use crate::key_set::KeyReference;
use crate::put_key::{Decrypt, NewKey};
use crate::reason::GlobalPlatformReason;
use crate::store_data::{Structure, objects};

/// Objects that are kept as they come: issuer identification number, card image number, name and manager URL of the
/// security domain, card data, card capability information, key diversification data.
const KEPT: [u32; 7] = [0x42, 0x45, 0x5F20, 0x5F50, 0x66, 0x67, 0xCF];
/// Longest serial number of a certificate in bytes (RFC 5280 §4.1.2.2).
const MAXIMUM_SERIAL_NUMBER: usize = 20;

/// Something that STORE DATA puts into a security domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityDomainData {
    /// Identifier of the certificate authority that a key is of (Amendment F).
    AuthorityIdentifier {
        /// The authority's key on the card.
        key: KeyReference,
        /// The authority signs certificates of cards (KLCC) and not of off-card entities (KLOC).
        is_for_cards: bool,
        /// Its identifier, such as a subject key identifier. Empty removes it.
        identifier: Vec<u8>,
    },
    /// Certificates of a key of SCP11, one after the other (`BF21`, Amendment F). Empty removes them.
    Certificates {
        /// The key.
        key: KeyReference,
        /// The value of `BF21`.
        certificates: Vec<u8>,
    },
    /// Keys: version, identifier, key.
    Keys(Vec<(u8, u8, NewKey)>),
    /// New name of the issuer security domain.
    Name(Aid),
    /// An object that is kept as it came. Empty removes it.
    Object {
        /// Its tag.
        tag: u16,
        /// Its value.
        value: Vec<u8>,
    },
    /// Personalizer, date and equipment, for the production life cycle data (`9F66`).
    Personalization([u8; 8]),
    /// Pre-personalizer, date and equipment, for the production life cycle data (`9F67`).
    PrePersonalization([u8; 8]),
    /// Serial numbers that certificates under an authority must have one of (`70`, Amendment F).
    SerialNumbers {
        /// The authority's key on the card.
        key: KeyReference,
        /// Counter of the list (`92`), which a new list must not go below.
        counter: Option<u16>,
        /// The serial numbers. Empty removes the list.
        serial_numbers: Vec<Vec<u8>>,
    },
}

impl SecurityDomainData {
    /// Whether it is a key, or says what a key is good for.
    #[must_use]
    pub const fn is_of_keys(&self) -> bool {
        match self {
            Self::AuthorityIdentifier { .. }
            | Self::Certificates { .. }
            | Self::Keys(_)
            | Self::SerialNumbers { .. } => true,
            Self::Name(_) | Self::Object { .. } | Self::Personalization(_) | Self::PrePersonalization(_) => {
                false
            }
        }
    }
}

/// Reads the data of a STORE DATA for a security domain, all its blocks together and plain; `decrypt` is for the keys
/// in it.
///
/// # Errors
/// [`GlobalPlatformReason::StoreDataTag`] (6A88) for an object that is not stored;
/// [`GlobalPlatformReason::StoreDataStructure`] and [`GlobalPlatformReason::AidLength`] (6A80) for a malformed one; for
/// keys, those of [`PutKeyCommand::parse`](crate::put_key::PutKeyCommand::parse).
pub fn read(
    structure: Structure,
    data: &[u8],
    decrypt: &Decrypt<'_>,
) -> Result<Vec<SecurityDomainData>, GlobalPlatformReason> {
    let mut read = Vec::new();
    let mut objects = objects(structure, data)?.into_iter().peekable();
    while let Some((tag, value)) = objects.next() {
        match tag {
            0x0070 if structure == Structure::DataGroups => {
                read.extend(self::read(Structure::DataObjects, value, decrypt)?);
            }
            0x00B9 if structure == Structure::DataGroups => {
                let groups =
                    core::iter::from_fn(|| objects.next_if(|(tag, _)| key_data_groups::is_key(*tag)));
                read.push(SecurityDomainData::Keys(key_data_groups::read(value, groups, decrypt)?));
            }
            _ if structure == Structure::DataGroups => return Err(GlobalPlatformReason::StoreDataTag),
            0xA6 => {
                let template = ReferenceTemplate::parse(value)?;
                let followers =
                    core::iter::from_fn(|| objects.next_if(|(tag, _)| matches!(tag, 0xBF21 | 0x70 | 0x92)));
                read.push(template.with(followers)?);
            }
            _ => read.push(single(tag, value)?),
        }
    }
    if read.is_empty() { Err(GlobalPlatformReason::StoreDataStructure) } else { Ok(read) }
}

/// An object that stands for itself.
fn single(tag: u32, value: &[u8]) -> Result<SecurityDomainData, GlobalPlatformReason> {
    let eight = || value.try_into().map_err(|_| GlobalPlatformReason::StoreDataStructure);
    match (tag, u16::try_from(tag)) {
        (0x4F, _) => {
            Aid::new(value).map(SecurityDomainData::Name).map_err(|_| GlobalPlatformReason::AidLength)
        }
        (0x9F66, _) => eight().map(SecurityDomainData::Personalization),
        (0x9F67, _) => eight().map(SecurityDomainData::PrePersonalization),
        // Every client and INITIALIZE UPDATE have room for ten bytes.
        (0xCF, _) if !matches!(value.len(), 0 | 10) => Err(GlobalPlatformReason::StoreDataStructure),
        (_, Ok(short)) if KEPT.contains(&tag) => {
            Ok(SecurityDomainData::Object { tag: short, value: value.to_vec() })
        }
        _ => Err(GlobalPlatformReason::StoreDataTag),
    }
}

/// The control reference template `A6`, which names a key and may name its authority.
#[derive(Clone, Copy, Debug)]
struct ReferenceTemplate<'a> {
    key: KeyReference,
    is_for_cards: bool,
    authority: Option<&'a [u8]>,
}

impl<'a> ReferenceTemplate<'a> {
    fn parse(value: &'a [u8]) -> Result<Self, GlobalPlatformReason> {
        let (mut key, mut is_for_cards, mut authority) = (None, false, None);
        for object in Reader::new(value) {
            let object: Object<'a> = object.map_err(|_| GlobalPlatformReason::StoreDataStructure)?;
            match (object.tag().number(), object.value()) {
                (0x83, bytes) => key = KeyReference::parse(bytes),
                (0x80, [0x00]) => is_for_cards = false,
                (0x80, [0x01]) => is_for_cards = true,
                (0x42, bytes) => authority = Some(bytes),
                _ => return Err(GlobalPlatformReason::StoreDataStructure),
            }
        }
        let key = key.ok_or(GlobalPlatformReason::StoreDataStructure)?;
        Ok(Self { key, is_for_cards, authority })
    }

    /// What the objects after the template keep with its key.
    fn with(
        self,
        mut followers: impl Iterator<Item = (u32, &'a [u8])>,
    ) -> Result<SecurityDomainData, GlobalPlatformReason> {
        let malformed = GlobalPlatformReason::StoreDataStructure;
        let key = self.key;
        let objects = [followers.next(), followers.next(), followers.next()];
        match (self.authority, objects) {
            (Some(identifier), [None, ..]) => {
                let identifier = identifier.to_vec();
                Ok(SecurityDomainData::AuthorityIdentifier {
                    key,
                    is_for_cards: self.is_for_cards,
                    identifier,
                })
            }
            (None, [Some((0xBF21, certificates)), None, _]) => {
                Ok(SecurityDomainData::Certificates { key, certificates: certificates.to_vec() })
            }
            (None, [Some((0x70, list)), None, _]) => Self::serial_numbers(key, None, list),
            (None, [Some((0x92, [high, low])), Some((0x70, list)), None]) => {
                Self::serial_numbers(key, Some(u16::from_be_bytes([*high, *low])), list)
            }
            _ => Err(malformed),
        }
    }

    fn serial_numbers(
        key: KeyReference,
        counter: Option<u16>,
        list: &[u8],
    ) -> Result<SecurityDomainData, GlobalPlatformReason> {
        let mut serial_numbers = Vec::new();
        for object in Reader::new(list) {
            let object = object.map_err(|_| GlobalPlatformReason::StoreDataStructure)?;
            let length = object.value().len();
            // A positive number may have a byte 00 before it.
            if object.tag().number() != 0x93 || !(1..=MAXIMUM_SERIAL_NUMBER + 1).contains(&length) {
                return Err(GlobalPlatformReason::StoreDataStructure);
            }
            serial_numbers.push(object.value().to_vec());
        }
        Ok(SecurityDomainData::SerialNumbers { key, counter, serial_numbers })
    }
}

#[cfg(test)]
mod tests;
