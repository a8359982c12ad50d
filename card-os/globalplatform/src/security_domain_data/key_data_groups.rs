//! Keys in data groups (GPCS 2.3.1 §11.11.4): `00B9` tells of each component of each key, and a data group for each
//! follows with its value.
//!
//! `00B9` has a template `B9` for each component: `80` key type, `81` length in bytes, `82` identifier, `83` version,
//! `84` key check value, `85` reference of the curve, `95` usage, `96` access. What they share may stand in one template
//! `B7` before them, with a purpose `97`, as gpshell writes it; the purpose is what version and identifier say, and not
//! kept. Templates of the curve name no key, and belong to the key before them.

use alloc::vec::Vec;

use cardamom_apdu::tlv::Reader;
use zeroize::Zeroizing;

use crate::key_set::KeyRestriction;
use crate::put_key::{Decrypt, KeyComponent, NewKey, key_type};
use crate::reason::GlobalPlatformReason;

const MALFORMED: GlobalPlatformReason = GlobalPlatformReason::StoreDataStructure;
/// Data groups from here on are encrypted.
const ENCRYPTED: u32 = 0x8000;

/// The data group that has the value of a component (Tables 11-93 to 11-105); `None` for a type that no key here has.
const fn group_of(key_type: u8) -> Option<u32> {
    match key_type {
        key_type::DES | 0x81 | key_type::TRIPLE_DES_CBC | key_type::AES => Some(0x8113),
        key_type::RSA_MODULUS => Some(0x0010),
        key_type::RSA_EXPONENT => Some(0x0011),
        key_type::EC_FIELD_P => Some(0x0030),
        key_type::EC_FIELD_A => Some(0x0031),
        key_type::EC_FIELD_B => Some(0x0032),
        key_type::EC_FIELD_G => Some(0x0033),
        key_type::EC_FIELD_N => Some(0x0034),
        key_type::EC_FIELD_K => Some(0x0035),
        key_type::EC_PUBLIC => Some(0x0036),
        key_type::EC_PRIVATE => Some(0x8137),
        _ => None,
    }
}

/// Whether a data group holds a component of a key.
pub(super) const fn is_key(identifier: u32) -> bool {
    matches!(identifier, 0x0010 | 0x0011 | 0x0030..=0x0036 | 0x8113 | 0x8137)
}

/// What a template tells of a component.
#[derive(Clone, Copy, Debug, Default)]
struct Attributes<'a> {
    key_type: Option<u8>,
    length: Option<usize>,
    identifier: Option<u8>,
    version: Option<u8>,
    check_value: &'a [u8],
    curve: Option<&'a [u8]>,
    usage: Option<&'a [u8]>,
    access: Option<u8>,
}

impl<'a> Attributes<'a> {
    /// These, and what a template tells.
    fn with(mut self, template: &'a [u8]) -> Result<Self, GlobalPlatformReason> {
        for object in Reader::new(template) {
            let object = object.map_err(|_| MALFORMED)?;
            match (object.tag().number(), object.value()) {
                (0x80, [key_type]) => self.key_type = Some(*key_type),
                (0x81, [length]) => self.length = Some(usize::from(*length)),
                (0x81, [high, low]) => self.length = Some(usize::from(u16::from_be_bytes([*high, *low]))),
                (0x82, [identifier @ 0x00..=0x7F]) => self.identifier = Some(*identifier),
                (0x83, [version @ 0x01..=0x7F]) => self.version = Some(*version),
                (0x84, check_value) => self.check_value = check_value,
                (0x85, curve) => self.curve = Some(curve),
                (0x95, usage @ ([_] | [_, _])) => self.usage = Some(usage),
                (0x96, [access]) => self.access = Some(*access),
                (0x97, _) => {}
                _ => return Err(MALFORMED),
            }
        }
        Ok(self)
    }

    fn restriction(&self) -> Option<KeyRestriction> {
        if self.usage.is_none() && self.access.is_none() {
            return None;
        }
        Some(KeyRestriction { usage: self.usage.unwrap_or_default().to_vec(), access: self.access })
    }

    /// The value of the component, of the data group that must be its own.
    fn value(
        &self,
        key_type: u8,
        group: Option<(u32, &[u8])>,
        decrypt: &Decrypt<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, GlobalPlatformReason> {
        let (identifier, bytes) = group.ok_or(MALFORMED)?;
        if group_of(key_type).ok_or(GlobalPlatformReason::KeyType)? != identifier {
            return Err(MALFORMED);
        }
        if identifier < ENCRYPTED {
            return Ok(Zeroizing::new(bytes.to_vec()));
        }
        let mut value = decrypt(bytes).map_err(|_| GlobalPlatformReason::KeyType)?;
        let length = self.length.ok_or(MALFORMED)?;
        if length > value.len() {
            return Err(MALFORMED);
        }
        // What is longer is padding.
        value.truncate(length);
        Ok(value)
    }
}

/// A key whose components come.
#[derive(Debug)]
struct Unfinished<'a> {
    version: u8,
    identifier: u8,
    check_value: &'a [u8],
    restriction: Option<KeyRestriction>,
    components: Vec<KeyComponent>,
}

impl Unfinished<'_> {
    /// Version, identifier, key.
    fn finish(self) -> Result<(u8, u8, NewKey), GlobalPlatformReason> {
        let key = NewKey::new(self.components, self.check_value)?;
        Ok((self.version, self.identifier, NewKey { restriction: self.restriction, ..key }))
    }
}

/// The keys that `00B9` tells of, with the data groups that follow it: version, identifier, key.
pub(super) fn read<'a>(
    control: &'a [u8],
    mut groups: impl Iterator<Item = (u32, &'a [u8])>,
    decrypt: &Decrypt<'_>,
) -> Result<Vec<(u8, u8, NewKey)>, GlobalPlatformReason> {
    let mut shared = Attributes::default();
    let mut keys: Vec<Unfinished<'_>> = Vec::new();
    for object in Reader::new(control) {
        let object = object.map_err(|_| MALFORMED)?;
        if object.tag().number() == 0xB7 && keys.is_empty() {
            shared = shared.with(object.value())?;
            continue;
        }
        if object.tag().number() != 0xB9 {
            return Err(MALFORMED);
        }
        let attributes = shared.with(object.value())?;
        let key_type = attributes.key_type.ok_or(MALFORMED)?;
        if let (Some(identifier), Some(version)) = (attributes.identifier, attributes.version) {
            let is_same = |key: &Unfinished<'_>| (key.version, key.identifier) == (version, identifier);
            if !keys.last().is_some_and(is_same) {
                if keys.iter().any(is_same) {
                    return Err(MALFORMED);
                }
                keys.push(Unfinished {
                    version,
                    identifier,
                    check_value: attributes.check_value,
                    restriction: attributes.restriction(),
                    components: Vec::new(),
                });
            }
        }
        let key = keys.last_mut().ok_or(MALFORMED)?;
        if key_type != key_type::EC_PARAMETERS {
            let value = attributes.value(key_type, groups.next(), decrypt)?;
            key.components.push(KeyComponent { key_type, value });
        }
        if let Some(curve) = attributes.curve {
            let value = Zeroizing::new(curve.to_vec());
            key.components.push(KeyComponent { key_type: key_type::EC_PARAMETERS, value });
        }
    }
    if keys.is_empty() || groups.next().is_some() {
        return Err(MALFORMED);
    }
    keys.into_iter().map(Unfinished::finish).collect()
}
