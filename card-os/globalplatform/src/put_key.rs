//! PUT KEY (GPCS 2.3.1 §11.8).
//!
//! Data: new key version, then for each key its components and a key check value. A component is a key type, a
//! length and a value; the value of a secret one is encrypted under the data encryption key of the session. Where
//! the encrypted value is longer than the clear one or an AES key, clients put the clear length before it
//! (Table 11-70, Amendment D §7.2), or do not: both forms are understood, for one is a whole number of cipher blocks
//! and the other is not (§11.8.2.3.3).
//!
//! | Form | Example | Sent by |
//! |---|---|---|
//! | bare | `88 10 <16 bytes> 03 kcv` | gpshell, yubikit, pySim |
//! | clear length first | `88 11 10 <16 bytes> 03 kcv` | GlobalPlatformPro, scll, pySim for AES-192 |
//!
//! Components also come in the extended format, with two bytes of type, and after the key check value what the key is
//! restricted to (Table 11-69). The curve of a key is named by reference, or by its parameters.

mod elliptic_curve;

use alloc::vec::Vec;
use core::fmt;

use cardamom_secure_channel::{AesKey, SecureChannelError, TripleDesKey, key_check_value};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::data_object::Fields;
use crate::key_set::KeyRestriction;
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
    /// Curve parameter p, the prime of the field.
    pub const EC_FIELD_P: u8 = 0xB2;
    /// Curve parameter a.
    pub const EC_FIELD_A: u8 = 0xB3;
    /// Curve parameter b.
    pub const EC_FIELD_B: u8 = 0xB4;
    /// Curve parameter G, the generator.
    pub const EC_FIELD_G: u8 = 0xB5;
    /// Curve parameter n, the generator's order.
    pub const EC_FIELD_N: u8 = 0xB6;
    /// Curve parameter k, the cofactor.
    pub const EC_FIELD_K: u8 = 0xB7;
    /// Reference to curve parameters.
    pub const EC_PARAMETERS: u8 = 0xF0;
}

/// A component of a key. Wiped on drop; `Debug` tells its length only.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyComponent {
    /// One of [`key_type`].
    pub key_type: u8,
    /// The clear value.
    pub value: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for KeyComponent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyComponent")
            .field("key_type", &self.key_type)
            .field("length", &self.value.len())
            .finish_non_exhaustive()
    }
}

/// A key that comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewKey {
    /// Its components. The curve of an elliptic-curve key is always named by [`key_type::EC_PARAMETERS`], also when
    /// its parameters came.
    pub components: Vec<KeyComponent>,
    /// Its key check value; empty for a key of an asymmetric algorithm.
    pub check_value: Vec<u8>,
    /// What it is restricted to, when it came in the extended format.
    pub restriction: Option<KeyRestriction>,
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

/// The mark of a component in the extended format.
const EXTENDED: u8 = 0xFF;

fn read_key<'a>(bytes: &'a [u8], decrypt: &Decrypt<'_>) -> Result<(NewKey, &'a [u8]), GlobalPlatformReason> {
    let mut components = Vec::new();
    let mut is_extended = false;
    let mut rest = bytes;
    loop {
        // Another component, or the key check value: the first has a key type, the other a length below 80.
        let (key_type, after) = match *rest {
            [EXTENDED, key_type, ref after @ ..] => {
                is_extended = true;
                (key_type, after)
            }
            [key_type @ 0x80..=0xFF, ref after @ ..] => (key_type, after),
            _ => break,
        };
        let (length, after) = split_length(after).ok_or(GlobalPlatformReason::DataField)?;
        let (field, after) = after.split_at_checked(length).ok_or(GlobalPlatformReason::DataField)?;
        components.push(KeyComponent { key_type, value: clear(key_type, field, decrypt)? });
        rest = after;
    }
    if components.is_empty() {
        return Err(GlobalPlatformReason::KeyType);
    }
    let mut fields = Fields(rest);
    let check_value = if rest.is_empty() { &[][..] } else { fields.next()? };
    let mut key = check(components, check_value)?;
    if is_extended {
        key.restriction = Some(read_restriction(&mut fields)?);
    }
    Ok((key, fields.0))
}

/// Takes a length off the front: BER, and `80` for 128 as older hosts write it (§11.8.2.3.1).
fn split_length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    match bytes {
        [length @ 0x00..=0x80, rest @ ..] => Some((usize::from(*length), rest)),
        [0x81, length, rest @ ..] => Some((usize::from(*length), rest)),
        [0x82, high, low, rest @ ..] => Some((usize::from(u16::from_be_bytes([*high, *low])), rest)),
        _ => None,
    }
}

/// Key usage qualifier, up to two bytes, and key access condition, up to one (§11.1.9, §11.1.10).
fn read_restriction(fields: &mut Fields<'_>) -> Result<KeyRestriction, GlobalPlatformReason> {
    let usage = fields.next()?;
    let access = match fields.next()? {
        [] => None,
        [access] => Some(*access),
        _ => return Err(GlobalPlatformReason::DataField),
    };
    if usage.len() > 2 {
        return Err(GlobalPlatformReason::DataField);
    }
    Ok(KeyRestriction { usage: usage.to_vec(), access })
}

/// Whether a component of this type may have this length in bytes.
fn is_right_length(key_type: u8, length: usize) -> bool {
    match key_type {
        key_type::DES | 0x81 | key_type::TRIPLE_DES_CBC => length == 16,
        key_type::AES => matches!(length, 16 | 24 | 32),
        key_type::EC_PRIVATE => length == 32,
        key_type::EC_PUBLIC => length == 65,
        key_type::RSA_MODULUS => matches!(length, 128..=512),
        key_type::RSA_EXPONENT => matches!(length, 1..=4),
        key_type::EC_PARAMETERS => length <= 1,
        key_type::EC_FIELD_P..=key_type::EC_FIELD_N => matches!(length, 32 | 65),
        key_type::EC_FIELD_K => matches!(length, 1..=32),
        _ => false,
    }
}

/// The clear value of a component.
fn clear(
    key_type: u8,
    field: &[u8],
    decrypt: &Decrypt<'_>,
) -> Result<Zeroizing<Vec<u8>>, GlobalPlatformReason> {
    let is_secret = matches!(
        key_type,
        key_type::DES | 0x81 | key_type::TRIPLE_DES_CBC | key_type::AES | key_type::EC_PRIVATE
    );
    if !is_secret {
        return if is_right_length(key_type, field.len()) {
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
    if !is_right_length(key_type, length) || length > value.len() || value.len() - length >= 16 {
        return Err(GlobalPlatformReason::KeyType);
    }
    value.truncate(length);
    Ok(value)
}

impl NewKey {
    /// Makes a key of clear components: they must belong together, and the key check value must be that of the key.
    ///
    /// # Errors
    /// [`GlobalPlatformReason::KeyType`], [`GlobalPlatformReason::KeyCheckValue`],
    /// [`GlobalPlatformReason::KeyCheckValueMissing`], [`GlobalPlatformReason::DataField`].
    pub(crate) fn new(
        components: Vec<KeyComponent>,
        check_value: &[u8],
    ) -> Result<Self, GlobalPlatformReason> {
        if components.iter().all(|component| is_right_length(component.key_type, component.value.len())) {
            check(components, check_value)
        } else {
            Err(GlobalPlatformReason::KeyType)
        }
    }
}

/// Whether the components make a key, and the key check value is that of the key.
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
    let components = if expected.is_some() { components } else { check_asymmetric(components)? };
    match expected {
        // A secret that nobody checked may be noise.
        Some(_) if check_value.is_empty() => Err(GlobalPlatformReason::KeyCheckValueMissing),
        Some(expected) if !bool::from(check_value.ct_eq(&expected)) => {
            Err(GlobalPlatformReason::KeyCheckValue)
        }
        // The key of an asymmetric algorithm has none (§B.6): it could not be checked, and is not echoed.
        None if !check_value.is_empty() => Err(GlobalPlatformReason::DataField),
        _ => Ok(NewKey { components, check_value: check_value.to_vec(), restriction: None }),
    }
}

/// Whether the components make an asymmetric key: an RSA modulus and exponent, or a public or private key on a curve.
fn check_asymmetric(components: Vec<KeyComponent>) -> Result<Vec<KeyComponent>, GlobalPlatformReason> {
    let has = |key_type: u8| components.iter().any(|component| component.key_type == key_type);
    if components.len() == 2 && has(key_type::RSA_MODULUS) && has(key_type::RSA_EXPONENT) {
        return Ok(components);
    }
    let (mut kept, parameters): (Vec<_>, Vec<_>) = components
        .into_iter()
        .partition(|component| matches!(component.key_type, key_type::EC_PUBLIC | key_type::EC_PRIVATE));
    let is_twice = matches!(kept.as_slice(), [one, other] if one.key_type == other.key_type);
    if !matches!(kept.len(), 1 | 2) || is_twice || !elliptic_curve::is_p256(&parameters) {
        return Err(GlobalPlatformReason::KeyType);
    }
    let reference = Zeroizing::new(alloc::vec![elliptic_curve::P256_REFERENCE]);
    kept.push(KeyComponent { key_type: key_type::EC_PARAMETERS, value: reference });
    Ok(kept)
}

#[cfg(test)]
pub(crate) mod tests;
