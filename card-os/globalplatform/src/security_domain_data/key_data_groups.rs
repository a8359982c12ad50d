//! Keys in data groups (GPCS 2.3.1 §11.11.4): `00B9` tells of each key, and a data group a component follows with its
//! value.
//!
//! `00B9` has a template `B9` for each key; what they share may stand in one template `B7` before them. In them: `80`
//! key type, `81` length, `82` identifier, `83` version, `84` key check value, `85` curve reference, `95` usage, `96`
//! access, `97` purpose. Usage, access and purpose are what the version and identifier say on this card, and not kept.

use alloc::vec::Vec;

use cardamom_apdu::tlv::Reader;
use zeroize::Zeroizing;

use crate::put_key::{Decrypt, KeyComponent, NewKey, key_type};
use crate::reason::GlobalPlatformReason;

/// A point.
const EC_PUBLIC: u32 = 0x0036;
/// A symmetric key, encrypted.
const SYMMETRIC: u32 = 0x8113;
/// A private key on a curve, encrypted.
const EC_PRIVATE: u32 = 0x8137;

/// Whether a data group holds a component of a key.
pub(super) const fn is_key(identifier: u32) -> bool {
    matches!(identifier, EC_PUBLIC | SYMMETRIC | EC_PRIVATE)
}

/// What is told of a key.
#[derive(Clone, Copy, Debug, Default)]
struct Attributes<'a> {
    key_type: Option<u8>,
    length: Option<usize>,
    identifier: Option<u8>,
    version: Option<u8>,
    check_value: &'a [u8],
    curve: Option<u8>,
}

impl<'a> Attributes<'a> {
    /// These, and what a template tells.
    fn with(mut self, template: &'a [u8]) -> Result<Self, GlobalPlatformReason> {
        for object in Reader::new(template) {
            let object = object.map_err(|_| GlobalPlatformReason::StoreDataStructure)?;
            match (object.tag().number(), object.value()) {
                (0x80, [key_type]) => self.key_type = Some(*key_type),
                (0x81, [length]) => self.length = Some(usize::from(*length)),
                (0x81, [high, low]) => self.length = Some(usize::from(u16::from_be_bytes([*high, *low]))),
                (0x82, [identifier @ 0x00..=0x7F]) => self.identifier = Some(*identifier),
                (0x83, [version @ 0x01..=0x7F]) => self.version = Some(*version),
                (0x84, check_value) => self.check_value = check_value,
                (0x85, [curve]) => self.curve = Some(*curve),
                (0x95..=0x97, _) => {}
                _ => return Err(GlobalPlatformReason::StoreDataStructure),
            }
        }
        Ok(self)
    }

    /// The key, of the data group that has its value: version, identifier, key.
    fn key(
        self,
        group: (u32, &[u8]),
        decrypt: &Decrypt<'_>,
    ) -> Result<(u8, u8, NewKey), GlobalPlatformReason> {
        let malformed = GlobalPlatformReason::StoreDataStructure;
        let (Some(kind), Some(identifier), Some(version)) = (self.key_type, self.identifier, self.version)
        else {
            return Err(malformed);
        };
        let is_on_curve = match (kind, group.0) {
            (key_type::EC_PUBLIC, EC_PUBLIC) | (key_type::EC_PRIVATE, EC_PRIVATE) => true,
            (key_type::EC_PUBLIC | key_type::EC_PRIVATE, _) => return Err(malformed),
            (_, SYMMETRIC) => false,
            _ => return Err(malformed),
        };
        let mut value = if group.0 == EC_PUBLIC {
            Zeroizing::new(group.1.to_vec())
        } else {
            decrypt(group.1).map_err(|_| GlobalPlatformReason::KeyType)?
        };
        match self.length {
            Some(length) if length > value.len() => return Err(malformed),
            // The length of a key on a curve is told in bits by some: the curve has it, too.
            Some(length) if !is_on_curve => value.truncate(length),
            _ => {}
        }
        let mut components = alloc::vec![KeyComponent { key_type: kind, value }];
        if is_on_curve {
            let reference = Zeroizing::new(self.curve.into_iter().collect());
            components.push(KeyComponent { key_type: key_type::EC_PARAMETERS, value: reference });
        }
        Ok((version, identifier, NewKey::new(components, self.check_value)?))
    }
}

/// The keys that `00B9` tells of, with the data groups that follow it.
pub(super) fn read<'a>(
    control: &[u8],
    mut groups: impl Iterator<Item = (u32, &'a [u8])>,
    decrypt: &Decrypt<'_>,
) -> Result<Vec<(u8, u8, NewKey)>, GlobalPlatformReason> {
    let malformed = GlobalPlatformReason::StoreDataStructure;
    let mut shared = Attributes::default();
    let mut keys = Vec::new();
    for object in Reader::new(control) {
        let object = object.map_err(|_| malformed)?;
        match object.tag().number() {
            0xB7 if keys.is_empty() => shared = shared.with(object.value())?,
            0xB9 => {
                let group = groups.next().ok_or(malformed)?;
                keys.push(shared.with(object.value())?.key(group, decrypt)?);
            }
            _ => return Err(malformed),
        }
    }
    if keys.is_empty() || groups.next().is_some() { Err(malformed) } else { Ok(keys) }
}
