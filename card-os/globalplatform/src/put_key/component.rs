//! Keys and their components, encrypted and plain.

use alloc::vec::Vec;
use core::fmt;

use cardamom_secure_channel::{AesKey, TripleDesKey, key_check_value};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::{Curve, PutKeyReason, parse_restriction};
use crate::key_set::{KeyIdentifier, KeyRestriction, KeyType};

/// The first byte of a component type of two bytes: the extended format (Table 11-69).
const EXTENDED: u8 = 0xFF;
/// Length of a key check value in bytes.
const CHECK_VALUE_LENGTH: usize = 3;
/// Longest RSA modulus in bytes: 4096 bits.
const MAXIMUM_MODULUS: usize = 512;

/// A part of a key as it travels: encrypted if its type is secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncryptedComponent<'a> {
    /// Its type.
    pub key_type: KeyType,
    /// The value as it came.
    pub value: &'a [u8],
}

impl EncryptedComponent<'_> {
    /// Decrypts the value if it is secret; see the [module](super) for the two forms.
    pub(crate) fn open(
        &self,
        block_length: usize,
        decrypt: &mut impl FnMut(&[u8]) -> Option<Zeroizing<Vec<u8>>>,
    ) -> Result<KeyComponent, PutKeyReason> {
        let key_type = self.key_type;
        if !key_type.is_secret() {
            return Ok(KeyComponent { key_type, value: Zeroizing::new(self.value.to_vec()) });
        }
        let is_whole = |bytes: &[u8]| !bytes.is_empty() && bytes.len().checked_rem(block_length) == Some(0);
        let (ciphertext, length) = if is_whole(self.value) {
            (self.value, self.value.len())
        } else {
            let (length, ciphertext) = split_length(self.value).ok_or(PutKeyReason::Encryption)?;
            (ciphertext, length)
        };
        if !is_whole(ciphertext) || length > ciphertext.len() {
            return Err(PutKeyReason::Encryption);
        }
        let mut value = decrypt(ciphertext).ok_or(PutKeyReason::Encryption)?;
        // The allocation keeps the padding until the buffer is wiped as a whole.
        value.truncate(length);
        Ok(KeyComponent { key_type, value })
    }
}

/// A part of a key, plain. Wiped on drop; `Debug` does not show a secret one.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyComponent {
    /// Its type.
    pub key_type: KeyType,
    /// Its value.
    pub value: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for KeyComponent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("KeyComponent");
        debug.field("key_type", &self.key_type);
        if self.key_type.is_secret() {
            debug.field("length", &self.value.len());
        } else {
            debug.field("value", &cardamom_apdu::hex::Hex(&self.value));
        }
        debug.finish()
    }
}

/// A key that was decrypted and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewKey {
    /// Its identifier.
    pub identifier: KeyIdentifier,
    /// Its components. Of an elliptic-curve key the curve is always named by [`KeyType::EcParametersReference`],
    /// also when the host gave the parameters themselves.
    pub components: Vec<KeyComponent>,
    /// What it is restricted to, if it came in the extended format.
    pub restriction: Option<KeyRestriction>,
}

impl NewKey {
    /// Makes a key of decrypted components: they must belong together and have possible lengths, and the check
    /// value, empty for none, must be that of the key.
    ///
    /// # Errors
    /// [`PutKeyReason::Components`], [`PutKeyReason::KeyLength`], [`PutKeyReason::KeyType`],
    /// [`PutKeyReason::Curve`], [`PutKeyReason::CheckValueUnexpected`] (6A80), [`PutKeyReason::CheckValue`] (6982).
    pub fn new(
        identifier: KeyIdentifier,
        mut components: Vec<KeyComponent>,
        check_value: &[u8],
        restriction: Option<KeyRestriction>,
    ) -> Result<Self, PutKeyReason> {
        let expected = match components.as_slice() {
            [only] => check_symmetric(only)?,
            _ => {
                components = check_asymmetric(components)?;
                None
            }
        };
        match (check_value, expected) {
            ([], _) => Ok(()),
            (given, Some(expected)) if given.len() == CHECK_VALUE_LENGTH => {
                if bool::from(given.ct_eq(&expected)) { Ok(()) } else { Err(PutKeyReason::CheckValue) }
            }
            _ => Err(PutKeyReason::CheckValueUnexpected),
        }?;
        Ok(Self { identifier, components, restriction })
    }
}

/// A key data field (Tables 11-68 and 11-69), framed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KeyData<'a> {
    pub(super) identifier: KeyIdentifier,
    components: Vec<EncryptedComponent<'a>>,
    pub(super) check_value: &'a [u8],
    restriction: Option<KeyRestriction>,
}

impl<'a> KeyData<'a> {
    /// Takes a key data field off the front. Its components end where the next byte is below 80, which is the length
    /// of the check value and no type: types below 80 are private ones that no card knows.
    pub(super) fn parse(
        identifier: KeyIdentifier,
        mut bytes: &'a [u8],
    ) -> Result<(Self, &'a [u8]), PutKeyReason> {
        let mut components = Vec::new();
        let mut is_extended = false;
        let (check_value_length, rest) = loop {
            let (&first, rest) = bytes.split_first().ok_or(PutKeyReason::Truncated)?;
            let (key_type, (length, rest)) = match first {
                0..=0x7F => break (first, rest),
                EXTENDED => {
                    is_extended = true;
                    let (&key_type, rest) = rest.split_first().ok_or(PutKeyReason::Truncated)?;
                    let (length, rest) = rest.split_first_chunk::<2>().ok_or(PutKeyReason::Truncated)?;
                    (key_type, (usize::from(u16::from_be_bytes(*length)), rest))
                }
                _ => (first, split_length(rest).ok_or(PutKeyReason::Truncated)?),
            };
            let key_type = KeyType::from_byte(key_type).ok_or(PutKeyReason::KeyType)?;
            let (value, rest) = rest.split_at_checked(length).ok_or(PutKeyReason::Truncated)?;
            components.push(EncryptedComponent { key_type, value });
            bytes = rest;
        };
        if components.is_empty() {
            return Err(PutKeyReason::KeyType);
        }
        let (check_value, rest) =
            rest.split_at_checked(usize::from(check_value_length)).ok_or(PutKeyReason::Truncated)?;
        let (restriction, rest) = if is_extended {
            parse_restriction(rest).map(|(restriction, rest)| (Some(restriction), rest))?
        } else {
            (None, rest)
        };
        Ok((Self { identifier, components, check_value, restriction }, rest))
    }

    pub(super) fn open(
        &self,
        block_length: usize,
        decrypt: &mut impl FnMut(&[u8]) -> Option<Zeroizing<Vec<u8>>>,
    ) -> Result<NewKey, PutKeyReason> {
        let components: Result<Vec<_>, _> =
            self.components.iter().map(|component| component.open(block_length, decrypt)).collect();
        NewKey::new(self.identifier, components?, self.check_value, self.restriction.clone())
    }
}

/// Takes a BER length off the front.
fn split_length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    match bytes {
        [length @ 0..=0x7F, rest @ ..] => Some((usize::from(*length), rest)),
        [0x81, length, rest @ ..] => Some((usize::from(*length), rest)),
        [0x82, high, low, rest @ ..] => Some((usize::from(u16::from_be_bytes([*high, *low])), rest)),
        _ => None,
    }
}

/// Whether a symmetric key has a possible length; its check value, if its type has one.
fn check_symmetric(key: &KeyComponent) -> Result<Option<[u8; CHECK_VALUE_LENGTH]>, PutKeyReason> {
    let value = key.value.as_slice();
    match key.key_type {
        KeyType::Des | KeyType::TripleDes | KeyType::TripleDesCbc => {
            let bytes =
                <[u8; 16]>::try_from(value).map(Zeroizing::new).map_err(|_| PutKeyReason::KeyLength)?;
            Ok(Some(key_check_value::triple_des(&TripleDesKey::from_bytes(*bytes))))
        }
        KeyType::Aes => {
            let key = AesKey::new(value).ok_or(PutKeyReason::KeyLength)?;
            Ok(Some(key_check_value::aes(&key)))
        }
        KeyType::PreSharedKey | KeyType::HmacSha1 | KeyType::HmacSha1Full if value.is_empty() => {
            Err(PutKeyReason::KeyLength)
        }
        KeyType::PreSharedKey | KeyType::HmacSha1 | KeyType::HmacSha1Full => Ok(None),
        // Single DES is not offered: a card that takes 56-bit keys gives them away.
        KeyType::DesEcb | KeyType::DesCbc => Err(PutKeyReason::KeyType),
        _ => Err(PutKeyReason::Components),
    }
}

/// Whether these components make an asymmetric key; its components as they are kept.
fn check_asymmetric(components: Vec<KeyComponent>) -> Result<Vec<KeyComponent>, PutKeyReason> {
    use KeyType as T;
    let has_twice = components
        .iter()
        .enumerate()
        .any(|(index, one)| components.iter().skip(index + 1).any(|other| other.key_type == one.key_type));
    let has_all_of = |types: &[KeyType]| {
        components.len() == types.len()
            && types.iter().all(|wanted| components.iter().any(|component| component.key_type == *wanted))
    };
    if has_twice {
        return Err(PutKeyReason::Components);
    }
    let is_rsa = has_all_of(&[T::RsaPublicModulus, T::RsaPublicExponent])
        || has_all_of(&[T::RsaPrivateModulus, T::RsaPrivateExponent])
        || has_all_of(&[T::RsaP, T::RsaQ, T::RsaPq, T::RsaDp1, T::RsaDq1]);
    if is_rsa {
        let fits = |component: &KeyComponent| (1..=MAXIMUM_MODULUS).contains(&component.value.len());
        return if components.iter().all(fits) { Ok(components) } else { Err(PutKeyReason::KeyLength) };
    }
    let is_part = |component: &KeyComponent| matches!(component.key_type, T::EcPublic | T::EcPrivate);
    let curve = Curve::of_parameters(components.iter().filter(|component| !is_part(component)))?;
    let mut kept: Vec<KeyComponent> = components.into_iter().filter(is_part).collect();
    let fits = |component: &KeyComponent| match component.key_type {
        T::EcPrivate => component.value.len() == curve.field_length(),
        _ => component.value.len() == 1 + 2 * curve.field_length() && component.value.first() == Some(&0x04),
    };
    if kept.is_empty() {
        return Err(PutKeyReason::Components);
    }
    if !kept.iter().all(fits) {
        return Err(PutKeyReason::KeyLength);
    }
    let reference = Zeroizing::new(alloc::vec![curve.reference()]);
    kept.push(KeyComponent { key_type: T::EcParametersReference, value: reference });
    Ok(kept)
}
