//! Key hierarchies: master keys, and how the keys of each card are made of them.
//!
//! A key file is TOML that nobody but its owner can read:
//!
//! ```toml
//! name = "Acme, production 2026"
//!
//! [[key-set]]
//! version = "30"               # hexadecimal; left out: for every version that no other key set is for
//! diversification = "kdf3"     # none (the default), emv, visa2 or kdf3
//! key = "000102030405060708090A0B0C0D0E0F"
//!
//! [[key-set]]
//! version = "20"
//! encryption = "101112131415161718191A1B1C1D1E1F"      # three master keys in place of one
//! mac = "202122232425262728292A2B2C2D2E2F"
//! data-encryption = "303132333435363738393A3B3C3D3E3F"
//! ```

mod file;

use std::fmt;

use cardamom_apdu::hex::Hex;
use cardamom_secure_channel::diversification::Diversification;
use cardamom_secure_channel::initialize_update::Response;
use cardamom_secure_channel::{AesKey, TripleDesKey, scp02, scp03};
use zeroize::Zeroizing;

pub use self::file::KeyFileError;
use super::key_set::{KeyRing, KeySet, protocol_number};

/// The key of test cards: 40 to 4F.
pub const TEST_KEY: [u8; 16] = *b"@ABCDEFGHIJKLMNO";

/// What [`KeyHierarchy::test`] is called.
pub const TEST_KEY_NAME: &str = "the test key";

/// Keys that makers published, each with its name, besides those that [`is_well_known`] finds by their form.
const PUBLISHED: [(&str, [u8; 16]); 3] = [
    // The mother key of GemXpresso sample cards, as GlobalPlatformPro and gpshell have it.
    ("the GemXpresso sample key", *b"GEMXPRESSOSAMPLE"),
    (
        "the key 0123456789ABCDEFFEDCBA9876543210",
        [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10],
    ),
    ("the key 01 to 08 twice", [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8]),
];

/// Whether everybody knows this key: its bytes go up or down in one step (as 40 to 4F, and all bytes the same), or a
/// maker published it for its sample cards.
#[must_use]
pub fn is_well_known(key: &[u8]) -> bool {
    let steps = || key.iter().zip(key.iter().skip(1)).map(|(one, next)| next.wrapping_sub(*one));
    let is_regular = steps().next().is_some_and(|first| steps().all(|step| step == first));
    is_regular || PUBLISHED.iter().any(|(_, known)| known == key)
}

/// Why there are no keys for a card.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// This way to make card keys is for the other cipher.
    #[error("the diversification {diversification} makes no keys for SCP{protocol:02}")]
    Diversification {
        /// How the keys are made.
        diversification: Diversification,
        /// 2 or 3.
        protocol: u8,
    },
    /// A key has a length that the protocol has no use for.
    #[error("a key of {length} bytes is none for SCP{protocol:02}: {}", lengths(*protocol))]
    Length {
        /// Of the key, in bytes.
        length: usize,
        /// 2 or 3.
        protocol: u8,
    },
    /// The keys are for another protocol.
    #[error("the card opens SCP{protocol:02}, and the keys are for SCP{keys:02}")]
    Protocol {
        /// The card's.
        protocol: u8,
        /// The keys'.
        keys: u8,
    },
    /// The hierarchy has no key set of this version.
    #[error("{name} has no key set of version {version:02X}")]
    Version {
        /// The hierarchy.
        name: String,
        /// The version.
        version: u8,
    },
}

fn lengths(protocol: u8) -> &'static str {
    if protocol == 2 { "16" } else { "16, 24 or 32" }
}

/// The cipher of a key set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// Triple DES, for SCP02.
    TripleDes,
    /// AES, for SCP03.
    Aes,
}

/// Master keys of one version. Wiped on drop; `Debug` does not show them.
#[derive(Clone)]
pub struct MasterKeys {
    version: Option<u8>,
    diversification: Diversification,
    encryption: Zeroizing<Vec<u8>>,
    mac: Zeroizing<Vec<u8>>,
    data_encryption: Zeroizing<Vec<u8>>,
}

impl MasterKeys {
    /// One master key for all three; `version` is the key version that it is for, `None` for any.
    #[must_use]
    pub fn one(version: Option<u8>, diversification: Diversification, key: &[u8]) -> Self {
        Self::three(version, diversification, [key, key, key])
    }

    /// A master key each for encryption, MAC and data encryption.
    #[must_use]
    pub fn three(version: Option<u8>, diversification: Diversification, keys: [&[u8]; 3]) -> Self {
        let [encryption, mac, data_encryption] = keys.map(|key| Zeroizing::new(key.to_vec()));
        Self { version, diversification, encryption, mac, data_encryption }
    }

    /// The version that they are for.
    #[must_use]
    pub const fn version(&self) -> Option<u8> {
        self.version
    }

    /// Whether everybody knows one of them.
    #[must_use]
    pub fn is_test(&self) -> bool {
        [&self.encryption, &self.mac, &self.data_encryption].iter().any(|key| is_well_known(key))
    }

    /// The keys of the card with this diversification data.
    ///
    /// # Errors
    /// [`KeyError::Length`], [`KeyError::Diversification`].
    pub fn card_keys(&self, algorithm: Algorithm, data: &[u8; 10]) -> Result<KeySet, KeyError> {
        match algorithm {
            Algorithm::TripleDes => self.triple_des_keys(data).map(KeySet::Scp02),
            Algorithm::Aes => self.aes_keys(data).map(KeySet::Scp03),
        }
    }

    fn triple_des_keys(&self, data: &[u8; 10]) -> Result<scp02::KeySet, KeyError> {
        let protocol = 2;
        let none = KeyError::Diversification { diversification: self.diversification, protocol };
        let keys = |master: &[u8]| {
            let bytes: [u8; 16] =
                master.try_into().map_err(|_| KeyError::Length { length: master.len(), protocol })?;
            let master = TripleDesKey::from_bytes(bytes);
            self.diversification.triple_des_keys(&master, data).ok_or_else(|| none.clone())
        };
        Ok(scp02::KeySet {
            encryption: keys(&self.encryption)?.encryption,
            mac: keys(&self.mac)?.mac,
            data_encryption: keys(&self.data_encryption)?.data_encryption,
        })
    }

    fn aes_keys(&self, data: &[u8; 10]) -> Result<scp03::KeySet, KeyError> {
        let protocol = 3;
        let none = KeyError::Diversification { diversification: self.diversification, protocol };
        let keys = |master: &[u8]| {
            let master = AesKey::new(master).ok_or(KeyError::Length { length: master.len(), protocol })?;
            self.diversification.aes_keys(&master, data).ok_or_else(|| none.clone())
        };
        Ok(scp03::KeySet {
            encryption: keys(&self.encryption)?.encryption,
            mac: keys(&self.mac)?.mac,
            data_encryption: keys(&self.data_encryption)?.data_encryption,
        })
    }

    fn with_diversification(&self, diversification: Diversification) -> Self {
        Self { diversification, ..self.clone() }
    }
}

impl fmt::Debug for MasterKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MasterKeys")
            .field("version", &self.version)
            .field("diversification", &self.diversification)
            .finish_non_exhaustive()
    }
}

/// The keys of an issuer's cards.
#[derive(Clone, Debug)]
pub struct KeyHierarchy {
    name: String,
    key_sets: Vec<MasterKeys>,
}

impl KeyHierarchy {
    /// With these master keys; the name is for messages.
    #[must_use]
    pub fn new(name: &str, key_sets: Vec<MasterKeys>) -> Self {
        Self { name: name.to_owned(), key_sets }
    }

    /// The key that test cards come with, 40 to 4F, as each of the three keys, for whatever version and protocol.
    #[must_use]
    pub fn test() -> Self {
        Self::new(TEST_KEY_NAME, vec![MasterKeys::one(None, Diversification::None, &TEST_KEY)])
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its master keys.
    #[must_use]
    pub fn key_sets(&self) -> &[MasterKeys] {
        &self.key_sets
    }

    /// The master keys for this key version: those that are for it, else those that are for any.
    ///
    /// # Errors
    /// [`KeyError::Version`].
    pub fn master_keys(&self, version: u8) -> Result<&MasterKeys, KeyError> {
        let of = |wanted| self.key_sets.iter().find(|keys| keys.version == wanted);
        of(Some(version))
            .or_else(|| of(None))
            .ok_or_else(|| KeyError::Version { name: self.name.clone(), version })
    }

    /// Whether everybody knows one of its keys.
    #[must_use]
    pub fn has_test_keys(&self) -> bool {
        self.key_sets.iter().any(MasterKeys::is_test)
    }
}

fn algorithm(response: &Response) -> Algorithm {
    match protocol_number(&response.protocol) {
        2 => Algorithm::TripleDes,
        _ => Algorithm::Aes,
    }
}

const ALL: [Diversification; 4] =
    [Diversification::None, Diversification::EmvCps11, Diversification::Visa2, Diversification::Kdf3];

/// How a diversification is called in messages.
fn in_words(key: &str, diversification: Diversification) -> String {
    match diversification {
        Diversification::None => format!("{key} as it is (none)"),
        other => format!("{key} diversified by {other}"),
    }
}

impl KeyRing for KeyHierarchy {
    fn key_set(&self, response: &Response) -> Result<KeySet, KeyError> {
        self.master_keys(response.key_version)?
            .card_keys(algorithm(response), &response.key_diversification_data)
    }

    fn name(&self) -> String {
        self.name.clone()
    }

    fn describe(&self, response: &Response) -> String {
        match self.master_keys(response.key_version) {
            Ok(MasterKeys { diversification: Diversification::None, .. }) | Err(_) => self.name.clone(),
            Ok(keys) => in_words(&self.name, keys.diversification),
        }
    }

    fn others(&self, response: &Response) -> Vec<(String, KeySet)> {
        let mut candidates = Vec::new();
        if let Ok(keys) = self.master_keys(response.key_version) {
            for other in ALL.into_iter().filter(|other| *other != keys.diversification) {
                candidates.push((in_words("the same key", other), keys.with_diversification(other)));
            }
        }
        for keys in &self.key_sets {
            if let Some(version) = keys.version.filter(|version| *version != response.key_version) {
                candidates.push((format!("the key set {version:02X} of {}", self.name), keys.clone()));
            }
        }
        let test = ("the well-known test key 40 to 4F", TEST_KEY);
        let is_tried = |key: &[u8; 16]| {
            self.master_keys(response.key_version).is_ok_and(|keys| *keys.encryption == *key)
        };
        for (name, key) in [test].iter().chain(&PUBLISHED).filter(|(_, key)| !is_tried(key)) {
            for other in ALL {
                candidates.push((in_words(name, other), MasterKeys::one(None, other, key)));
            }
        }
        let (algorithm, data) = (algorithm(response), &response.key_diversification_data);
        candidates
            .into_iter()
            .filter_map(|(name, keys)| Some((name, keys.card_keys(algorithm, data).ok()?)))
            .collect()
    }

    fn is_test(&self, response: &Response) -> bool {
        self.master_keys(response.key_version).is_ok_and(MasterKeys::is_test)
    }

    fn key_version(&self) -> Option<u8> {
        match self.key_sets.as_slice() {
            [only] => only.version,
            _ => None,
        }
    }
}

impl fmt::Display for KeyHierarchy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name)?;
        for keys in &self.key_sets {
            let version =
                keys.version.map_or_else(|| "any".to_owned(), |version| Hex(&[version]).to_string());
            write!(f, "; version {version}, diversification {}", keys.diversification)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
