//! PUT KEY (GPCS 2.3.1 §11.8, Amendment D §7.2).

use std::fmt;

use cardamom_secure_channel::scp11::PrivateKey;
use cardamom_secure_channel::{AesKey, TripleDesKey, key_check_value};
use p256::elliptic_curve::sec1::ToSec1Point;
use rsa::RsaPublicKey;
use rsa::pkcs8::DecodePublicKey;
use rsa::traits::PublicKeyParts;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::error::GlobalPlatformError;
use super::install::append_length;
use super::key_set::KeySet;
use super::session::Session;
use super::step::Step;

/// How an AES key is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AesForm {
    /// The length of the clear key before the encrypted one, as Amendment D §7.2 has it and most cards want it.
    #[default]
    Prefixed,
    /// The encrypted key alone, as some cards want it.
    Bare,
}

/// A key that a security domain gets. Secret ones are wiped on drop, and `Debug` does not show them.
#[derive(Clone)]
pub enum NewKey {
    /// Triple DES.
    TripleDes(TripleDesKey),
    /// AES.
    Aes(AesKey),
    /// An RSA public key, for tokens or DAP blocks: modulus and public exponent, big endian.
    Rsa {
        /// 128 bytes or more.
        modulus: Vec<u8>,
        /// One to four bytes.
        exponent: Vec<u8>,
    },
    /// A public key on P-256: an uncompressed point, 65 bytes.
    Ec(Vec<u8>),
    /// A private key on P-256, for SCP11.
    EcPrivate(PrivateKey),
}

impl fmt::Debug for NewKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewKey({self})")
    }
}

impl fmt::Display for NewKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TripleDes(_) => f.write_str("triple DES"),
            Self::Aes(key) => write!(f, "AES-{}", key.len() * 8),
            Self::Rsa { modulus, .. } => write!(f, "RSA-{} public key", modulus.len() * 8),
            Self::Ec(_) => f.write_str("P-256 public key"),
            Self::EcPrivate(_) => f.write_str("P-256 private key"),
        }
    }
}

impl NewKey {
    /// The three keys of a set.
    #[must_use]
    pub fn of_set(keys: &KeySet) -> [Self; 3] {
        match keys {
            KeySet::Scp02(keys) => {
                [&keys.encryption, &keys.mac, &keys.data_encryption].map(|key| Self::TripleDes(key.clone()))
            }
            KeySet::Scp03(keys) => {
                [&keys.encryption, &keys.mac, &keys.data_encryption].map(|key| Self::Aes(key.clone()))
            }
        }
    }

    /// A public key in PEM (X.509 SubjectPublicKeyInfo), RSA of 1024 to 4096 bits or P-256; `None` when it is none.
    #[must_use]
    pub fn from_public_pem(text: &str) -> Option<Self> {
        if let Ok(key) = RsaPublicKey::from_public_key_pem(text) {
            let without_zeros =
                |bytes: &[u8]| bytes.iter().copied().skip_while(|byte| *byte == 0).collect::<Vec<_>>();
            let modulus = without_zeros(&key.n().to_be_bytes());
            let is_usual = (128..=512).contains(&modulus.len());
            return is_usual.then(|| Self::Rsa { modulus, exponent: without_zeros(&key.e().to_be_bytes()) });
        }
        let key = p256::PublicKey::from_public_key_pem(text).ok()?;
        Some(Self::Ec(key.to_sec1_point(false).as_bytes().to_vec()))
    }

    /// Its key check value (§B.6); keys of asymmetric algorithms have none.
    #[must_use]
    pub fn check_value(&self) -> Option<[u8; 3]> {
        match self {
            Self::TripleDes(key) => Some(key_check_value::triple_des(key)),
            Self::Aes(key) => Some(key_check_value::aes(key)),
            Self::Rsa { .. } | Self::Ec(_) | Self::EcPrivate(_) => None,
        }
    }
}

/// Where keys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyPlace {
    /// The key version that they replace; `None`: they are new.
    pub replaces: Option<u8>,
    /// Their version, 01 to 7F.
    pub version: u8,
    /// Identifier of the first, 00 to 7F: 1 for a key set.
    pub identifier: u8,
}

impl Session<'_> {
    /// Puts keys, with identifiers that follow each other. The card must answer with the key check values of these
    /// keys.
    ///
    /// # Errors
    /// [`GlobalPlatformError`]: 6A80 when the version exists and is not replaced, 6A88 when what is replaced does not
    /// exist; [`GlobalPlatformError::Malformed`] when the card answers with other key check values.
    pub fn put_keys(
        &mut self,
        place: KeyPlace,
        keys: &[NewKey],
        form: AesForm,
    ) -> Result<(), GlobalPlatformError> {
        let step = Step::PutKey;
        let unsendable = |what| GlobalPlatformError::Unsendable { step, what };
        if !matches!(place.version, 0x01..=0x7F) || place.identifier > 0x7F {
            return Err(unsendable("key versions go from 01 to 7F, key identifiers from 00 to 7F"));
        }
        if keys.is_empty() {
            return Err(unsendable("there is no key"));
        }
        let mut data = Zeroizing::new(vec![place.version]);
        for key in keys {
            self.append_key(&mut data, key, form)?;
        }
        let several = if keys.len() > 1 { 0x80 } else { 0x00 };
        let header = [0x80, 0xD8, place.replaces.unwrap_or(0), place.identifier | several];
        let answer = self.command(step, header, &data)?;
        let mut expected = vec![place.version];
        expected.extend(keys.iter().filter_map(NewKey::check_value).flatten());
        // Some cards answer with nothing.
        if answer.is_empty() || bool::from(answer.ct_eq(&expected)) {
            return Ok(());
        }
        let what = "the card took other keys: its key check values are not those of the keys";
        Err(GlobalPlatformError::Malformed { step, what })
    }

    /// A key: its components, and its key check value.
    fn append_key(&self, data: &mut Vec<u8>, key: &NewKey, form: AesForm) -> Result<(), GlobalPlatformError> {
        match key {
            NewKey::TripleDes(key) => self.append_secret(data, 0x80, key.expose(), AesForm::Bare)?,
            NewKey::Aes(key) => self.append_secret(data, 0x88, key.expose(), form)?,
            NewKey::Rsa { modulus, exponent } => {
                append_component(data, 0xA1, modulus);
                append_component(data, 0xA0, exponent);
            }
            NewKey::Ec(point) => {
                append_component(data, 0xB0, point);
                // The curve by its reference, P-256 (§B.4.2).
                append_component(data, 0xF0, &[0x00]);
            }
            NewKey::EcPrivate(key) => {
                self.append_secret(data, 0xB1, key.to_bytes().as_slice(), AesForm::Bare)?;
                append_component(data, 0xF0, &[0x00]);
            }
        }
        match key.check_value() {
            Some(value) => {
                data.push(3);
                data.extend_from_slice(&value);
            }
            None => data.push(0),
        }
        Ok(())
    }

    fn append_secret(
        &self,
        data: &mut Vec<u8>,
        key_type: u8,
        key: &[u8],
        form: AesForm,
    ) -> Result<(), GlobalPlatformError> {
        let mut padded = Zeroizing::new(key.to_vec());
        padded.resize(key.len().next_multiple_of(self.block_length()), 0);
        let encrypted = self.encrypt(Step::PutKey, &padded)?;
        let mut value = Vec::new();
        // A key that was padded cannot be told apart from a longer one without its length.
        if form == AesForm::Prefixed || padded.len() > key.len() {
            append_length(&mut value, key.len());
        }
        value.extend_from_slice(&encrypted);
        append_component(data, key_type, &value);
        Ok(())
    }
}

fn append_component(data: &mut Vec<u8>, key_type: u8, value: &[u8]) {
    data.push(key_type);
    append_length(data, value.len());
    data.extend_from_slice(value);
}
