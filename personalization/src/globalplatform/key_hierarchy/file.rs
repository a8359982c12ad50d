//! Key files.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use cardamom_apdu::hex;
use cardamom_secure_channel::diversification::Diversification;
use serde::{Deserialize, Deserializer, de};
use zeroize::Zeroizing;

use super::{KeyHierarchy, MasterKeys};

/// A key file is a page, not a book.
const MAXIMUM_LENGTH: u64 = 65_536;

/// Why there is no key hierarchy in a file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyFileError {
    /// It cannot be read.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Others than its owner can read or change it.
    #[error(
        "{path}: others than its owner can read or change it (mode {mode:03o}): no key in it is a secret"
    )]
    Permissions {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The text is no key file. The message shows the place, but no key.
    #[error("{path}: {message}")]
    Syntax {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct KeyFile {
    name: Option<String>,
    #[serde(rename = "key-set")]
    key_sets: Vec<KeySetTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct KeySetTable {
    version: Option<Version>,
    #[serde(default)]
    diversification: DiversificationName,
    key: Option<KeyValue>,
    encryption: Option<KeyValue>,
    mac: Option<KeyValue>,
    data_encryption: Option<KeyValue>,
}

struct Version(u8);

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = hex::decode(&text).unwrap_or_default();
        match bytes.as_slice() {
            [version @ (0x01..=0x7F | 0xFF)] => Ok(Self(*version)),
            _ => Err(de::Error::custom("a key version is two hexadecimal digits, 01 to 7F or FF")),
        }
    }
}

struct DiversificationName(Diversification);

impl Default for DiversificationName {
    fn default() -> Self {
        Self(Diversification::None)
    }
}

impl<'de> Deserialize<'de> for DiversificationName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map(Self).map_err(de::Error::custom)
    }
}

struct KeyValue(Zeroizing<Vec<u8>>);

impl<'de> Deserialize<'de> for KeyValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        let bytes = hex::decode(&text).map(Zeroizing::new);
        match bytes {
            Ok(bytes) if matches!(bytes.len(), 16 | 24 | 32) => Ok(Self(bytes)),
            _ => Err(de::Error::custom("a key is 16, 24 or 32 bytes in hexadecimal")),
        }
    }
}

impl KeyHierarchy {
    /// Reads a key file.
    ///
    /// # Errors
    /// [`KeyFileError`]; [`KeyFileError::Permissions`] for a file that group or others can read or write.
    pub fn from_file(path: &Path) -> Result<Self, KeyFileError> {
        let failed = |source| KeyFileError::Io { path: path.to_owned(), source };
        // The permissions are those of what is read, whatever happens to the name meanwhile.
        let file = File::open(path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        let mode = metadata.mode() & 0o777;
        if metadata.is_file() && mode & 0o066 != 0 {
            return Err(KeyFileError::Permissions { path: path.to_owned(), mode });
        }
        let mut text = Zeroizing::new(String::new());
        file.take(MAXIMUM_LENGTH).read_to_string(&mut text).map_err(failed)?;
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Self::from_toml(&name, &text)
            .map_err(|message| KeyFileError::Syntax { path: path.to_owned(), message })
    }

    /// Reads the text of a key file; `name` is for one that has none in it.
    ///
    /// # Errors
    /// What is wrong, without any key.
    pub fn from_toml(name: &str, text: &str) -> Result<Self, String> {
        let file: KeyFile = toml::from_str(text).map_err(|error| {
            // The rendered error shows the line, which may have a key in it.
            match error.span() {
                Some(span) => {
                    let before = text.get(..span.start).unwrap_or_default();
                    let line = before.matches('\n').count() + 1;
                    format!("line {line}: {}", error.message())
                }
                None => error.message().to_owned(),
            }
        })?;
        let key_sets = file.key_sets.iter().map(master_keys).collect::<Result<Vec<_>, _>>()?;
        if key_sets.is_empty() {
            return Err("there is no [[key-set]] in it".to_owned());
        }
        for (index, keys) in key_sets.iter().enumerate() {
            if key_sets.iter().skip(index + 1).any(|other| other.version == keys.version) {
                return Err("two key sets are for the same version".to_owned());
            }
        }
        Ok(Self::new(file.name.as_deref().unwrap_or(name), key_sets))
    }
}

fn master_keys(table: &KeySetTable) -> Result<MasterKeys, String> {
    let KeySetTable { version, diversification, key, encryption, mac, data_encryption } = table;
    let version = version.as_ref().map(|version| version.0);
    let DiversificationName(diversification) = *diversification;
    match (key, encryption, mac, data_encryption) {
        (Some(key), None, None, None) => Ok(MasterKeys::one(version, diversification, &key.0)),
        (None, Some(encryption), Some(mac), Some(data_encryption)) => {
            Ok(MasterKeys::three(version, diversification, [&encryption.0, &mac.0, &data_encryption.0]))
        }
        _ => Err("a key set has either `key`, or `encryption`, `mac` and `data-encryption`".to_owned()),
    }
}
