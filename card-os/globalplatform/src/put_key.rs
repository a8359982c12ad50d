//! PUT KEY (GPCS 2.3.1 §11.8).
//!
//! Data: new key version, then for each key its components and a key check value. A component is a key type, a
//! length and a value; the value of a secret one is encrypted under the data encryption key of the session. Where
//! the encrypted value is longer than the clear one or an AES key, clients put the clear length before it
//! (Table 11-70, Amendment D §7.2), or do not: both forms are understood, for one is a whole number of cipher blocks
//! and the other is one byte more.

use alloc::vec::Vec;

use cardamom_secure_channel::{AesKey, SecureChannelError, TripleDesKey, key_check_value};
use zeroize::Zeroizing;

use crate::data_object::Fields;
use crate::reason::GlobalPlatformReason;

/// Key types of Table 11-16, as far as they are kept.
pub mod key_type {
    /// DES, without saying where it is used.
    pub const DES: u8 = 0x80;
    /// Triple DES in CBC mode.
    pub const TRIPLE_DES_CBC: u8 = 0x82;
    /// AES.
    pub const AES: u8 = 0x88;
    /// RSA public key, exponent.
    pub const RSA_EXPONENT: u8 = 0xA0;
    /// RSA public key, modulus.
    pub const RSA_MODULUS: u8 = 0xA1;
    /// Elliptic-curve public key.
    pub const EC_PUBLIC: u8 = 0xB0;
    /// Elliptic-curve private key.
    pub const EC_PRIVATE: u8 = 0xB1;
    /// Reference to curve parameters.
    pub const EC_PARAMETERS: u8 = 0xF0;
}

/// A component of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyComponent {
    /// One of [`key_type`].
    pub key_type: u8,
    /// The clear value.
    pub value: Zeroizing<Vec<u8>>,
}

/// A key that comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewKey {
    /// Its components.
    pub components: Vec<KeyComponent>,
    /// Its key check value; empty for a public key that came without.
    pub check_value: Vec<u8>,
}

/// A PUT KEY command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutKeyCommand {
    /// The key version that is replaced; `None`: a new one.
    pub replaced_version: Option<u8>,
    /// The new key version, 01 to 7F.
    pub version: u8,
    /// Identifier of the first key.
    pub identifier: u8,
    /// The keys, with identifiers that follow each other.
    pub keys: Vec<NewKey>,
}

/// Decrypts under the data encryption key of the session.
pub type Decrypt<'a> = dyn Fn(&[u8]) -> Result<Zeroizing<Vec<u8>>, SecureChannelError> + 'a;

impl PutKeyCommand {
    /// Reads a command, decrypts its keys and checks their key check values.
    ///
    /// # Errors
    /// [`GlobalPlatformReason::KeyVersionRange`], [`GlobalPlatformReason::KeyType`],
    /// [`GlobalPlatformReason::KeyCheckValue`], [`GlobalPlatformReason::KeyCheckValueMissing`],
    /// [`GlobalPlatformReason::DataField`].
    pub fn parse(p1: u8, p2: u8, data: &[u8], decrypt: &Decrypt<'_>) -> Result<Self, GlobalPlatformReason> {
        let (replaced, first, multiple) = (p1 & 0x7F, p2 & 0x7F, p2 & 0x80 != 0);
        let Some((version @ 0x01..=0x7F, mut rest)) = data.split_first() else {
            return Err(GlobalPlatformReason::KeyVersionRange);
        };
        let mut keys = Vec::new();
        while !rest.is_empty() {
            let (key, after) = read_key(rest, decrypt)?;
            keys.push(key);
            rest = after;
        }
        let last = usize::from(first) + keys.len();
        if keys.is_empty() || (keys.len() > 1 && !multiple) {
            return Err(GlobalPlatformReason::DataField);
        }
        if last > 0x80 {
            return Err(GlobalPlatformReason::KeyVersionRange);
        }
        let replaced_version = (replaced != 0).then_some(replaced);
        Ok(Self { replaced_version, version: *version, identifier: first, keys })
    }

    /// The answer: the version, and the key check values (§11.8.3.1).
    #[must_use]
    pub fn answer(&self) -> Vec<u8> {
        let mut answer = Vec::from([self.version]);
        for key in &self.keys {
            answer.extend_from_slice(&key.check_value);
        }
        answer
    }
}

fn read_key<'a>(
    bytes: &'a [u8],
    decrypt: &Decrypt<'_>,
) -> Result<(NewKey, &'a [u8]), GlobalPlatformReason> {
    let mut components = Vec::new();
    let mut rest = bytes;
    loop {
        // Another component, or the key check value: the first has a key type, the other a length below 80.
        match rest.split_first() {
            Some((key_type @ 0x80.., after)) => {
                let mut fields = Fields(after);
                let field = fields.next()?;
                components.push(KeyComponent { key_type: *key_type, value: clear(*key_type, field, decrypt)? });
                rest = fields.0;
            }
            Some((0, after)) if !components.is_empty() => {
                return check(components, &[]).map(|key| (key, after));
            }
            _ if !components.is_empty() => {
                let mut fields = Fields(rest);
                let check_value = if rest.is_empty() { &[][..] } else { fields.next()? };
                return check(components, check_value).map(|key| (key, fields.0));
            }
            _ => return Err(GlobalPlatformReason::KeyType),
        }
    }
}

/// The clear value of a component.
fn clear(key_type: u8, field: &[u8], decrypt: &Decrypt<'_>) -> Result<Zeroizing<Vec<u8>>, GlobalPlatformReason> {
    let is_right_length = |length: usize| match key_type {
        key_type::DES | 0x81 | key_type::TRIPLE_DES_CBC => length == 16,
        key_type::AES => matches!(length, 16 | 24 | 32),
        key_type::EC_PRIVATE => length == 32,
        key_type::EC_PUBLIC => length == 65,
        key_type::RSA_MODULUS => matches!(length, 128..=512),
        key_type::RSA_EXPONENT => matches!(length, 1..=4),
        key_type::EC_PARAMETERS => length <= 1,
        _ => false,
    };
    let is_secret =
        matches!(key_type, key_type::DES | 0x81 | key_type::TRIPLE_DES_CBC | key_type::AES | key_type::EC_PRIVATE);
    if !is_secret {
        return if is_right_length(field.len()) {
            Ok(Zeroizing::new(field.to_vec()))
        } else {
            Err(GlobalPlatformReason::KeyType)
        };
    }
    let (length, encrypted) = match field.split_first() {
        Some((length, encrypted)) if encrypted.len() % 8 == 0 => (Some(usize::from(*length)), encrypted),
        _ => (None, field),
    };
    let mut value = decrypt(encrypted).map_err(|_| GlobalPlatformReason::KeyType)?;
    let length = length.unwrap_or(value.len());
    if !is_right_length(length) || length > value.len() || value.len() - length >= 16 {
        return Err(GlobalPlatformReason::KeyType);
    }
    value.truncate(length);
    Ok(value)
}

fn check(components: Vec<KeyComponent>, check_value: &[u8]) -> Result<NewKey, GlobalPlatformReason> {
    let expected = match components.as_slice() {
        [KeyComponent { key_type: key_type::DES | 0x81 | key_type::TRIPLE_DES_CBC, value }] => {
            let bytes = value.as_slice().try_into().map_err(|_| GlobalPlatformReason::KeyType)?;
            Some(key_check_value::triple_des(&TripleDesKey::from_bytes(bytes)))
        }
        [KeyComponent { key_type: key_type::AES, value }] => {
            Some(key_check_value::aes(&AesKey::new(value).ok_or(GlobalPlatformReason::KeyType)?))
        }
        _ => None,
    };
    match expected {
        // A secret that nobody checked may be noise.
        Some(_) if check_value.is_empty() => Err(GlobalPlatformReason::KeyCheckValueMissing),
        Some(expected) if check_value != expected => Err(GlobalPlatformReason::KeyCheckValue),
        _ => Ok(NewKey { components, check_value: check_value.to_vec() }),
    }
}
