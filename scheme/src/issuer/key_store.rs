//! The issuer's master keys, and the file that keeps them.
//!
//! The file is TOML, readable and writable by its owner alone:
//!
//! ```toml
//! [[key]]
//! purpose = "load"        # load, purchase, unload, overdraft, tac, pin-unblock, pin-reload, maintenance
//! version = 1             # 0 to 255, the version that cards report
//! test = true             # not for real money; absent means false
//! value = "00112233445566778899AABBCCDDEEFF"
//! ```

use super::key_purpose::KeyPurpose;
use cardamom_secure_channel::edep::TripleDesKey;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::collections::BTreeMap;
use std::fs::{File, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Permission bits of anyone but the owner.
const OTHERS: u32 = 0o077;

/// The issuer's master keys by purpose and version.
#[derive(Clone, Debug, Default)]
pub struct IssuerKeyStore {
    keys: BTreeMap<(KeyPurpose, u8), MasterKey>,
}

#[derive(Clone, Debug)]
struct MasterKey {
    value: TripleDesKey,
    test: bool,
}

/// Why a key store could not be read, changed or written. No message contains a key.
#[derive(Debug, thiserror::Error)]
pub enum KeyStoreError {
    /// The file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Others than the owner may use the file.
    #[error("{}: mode {mode:04o} lets others than the owner in; it has to be 0600", path.display())]
    Permissions {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The file is not TOML, or not a key store.
    #[error("{}: line {line} is not what a key store contains", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// The first line that is wrong, counted from 1.
        line: usize,
    },
    /// There is a key of this purpose and version already.
    #[error("there are two {purpose} keys of version {version}")]
    Duplicate {
        /// The purpose.
        purpose: KeyPurpose,
        /// The version.
        version: u8,
    },
}

impl IssuerKeyStore {
    /// A store without keys.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a master key; `test` marks one that must never stand behind real money.
    ///
    /// # Errors
    /// [`KeyStoreError::Duplicate`]: a key is never replaced, a new one gets a new version.
    pub fn insert(
        &mut self,
        purpose: KeyPurpose,
        version: u8,
        value: TripleDesKey,
        test: bool,
    ) -> Result<(), KeyStoreError> {
        if self.keys.contains_key(&(purpose, version)) {
            return Err(KeyStoreError::Duplicate { purpose, version });
        }
        self.keys.insert((purpose, version), MasterKey { value, test });
        Ok(())
    }

    /// The master key of this purpose and version.
    #[must_use]
    pub fn master_key(&self, purpose: KeyPurpose, version: u8) -> Option<&TripleDesKey> {
        self.keys.get(&(purpose, version)).map(|key| &key.value)
    }

    /// Whether any key is a test key.
    #[must_use]
    pub fn holds_test_keys(&self) -> bool {
        self.keys.values().any(|key| key.test)
    }

    /// Reads a key store.
    ///
    /// # Errors
    /// [`KeyStoreError`]: the file is not there, open to others than its owner, malformed, or has a key twice.
    pub fn load(path: &Path) -> Result<Self, KeyStoreError> {
        let text = read_private(path)?;
        let file: StoredKeys = toml::from_str(&text).map_err(|error| {
            // The parser's own message quotes the line, and with it perhaps a key.
            let offset = error.span().map_or(0, |span| span.start);
            let line = 1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count();
            KeyStoreError::Malformed { path: path.to_owned(), line }
        })?;
        let mut store = Self::new();
        for StoredKey { purpose, version, test, value } in file.key {
            store.insert(purpose, version, value.0, test)?;
        }
        Ok(store)
    }

    /// Writes the store with mode 0600, as a whole or not at all.
    ///
    /// # Errors
    /// [`KeyStoreError::Io`].
    pub fn save(&self, path: &Path) -> Result<(), KeyStoreError> {
        let key = self.keys.iter().map(|((purpose, version), key)| StoredKey {
            purpose: *purpose,
            version: *version,
            test: key.test,
            value: HexKey(key.value.clone()),
        });
        let text = toml::to_string(&StoredKeys { key: key.collect() }).map(Zeroizing::new);
        text.map_err(io::Error::other)
            .and_then(|text| write_private(path, text.as_bytes()))
            .map_err(|source| KeyStoreError::Io { path: path.to_owned(), source })
    }
}

/// Reads a file after checking, on the open file, that it is its owner's alone.
fn read_private(path: &Path) -> Result<Zeroizing<String>, KeyStoreError> {
    let io = |source| KeyStoreError::Io { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(io)?;
    let metadata = file.metadata().map_err(io)?;
    let mode = metadata.permissions().mode() & 0o7777;
    if mode & OTHERS != 0 {
        return Err(KeyStoreError::Permissions { path: path.to_owned(), mode });
    }
    // Room for all of it at once, so that no half-read copy is left behind by a reallocation.
    let length = usize::try_from(metadata.len()).unwrap_or_default();
    let mut text = Zeroizing::new(String::with_capacity(length.saturating_add(1)));
    file.read_to_string(&mut text).map_err(io)?;
    Ok(text)
}

/// Writes a new file beside the old one and puts it in its place.
fn write_private(path: &Path, contents: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut file = tempfile::Builder::new().permissions(Permissions::from_mode(0o600)).tempfile_in(folder)?;
    file.write_all(contents)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    File::open(folder)?.sync_all()
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredKeys {
    #[serde(default)]
    key: Vec<StoredKey>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredKey {
    purpose: KeyPurpose,
    version: u8,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    test: bool,
    value: HexKey,
}

/// A key as 32 hexadecimal digits.
struct HexKey(TripleDesKey);

impl Serialize for HexKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = Zeroizing::new(String::with_capacity(2 * TripleDesKey::LENGTH));
        for byte in self.0.expose() {
            for digit in [byte >> 4, byte & 0x0F] {
                text.extend(char::from_digit(digit.into(), 16).map(|digit| digit.to_ascii_uppercase()));
            }
        }
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for HexKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        parse_key(&text).map(Self).ok_or_else(|| de::Error::custom("a key is 32 hexadecimal digits"))
    }
}

fn parse_key(text: &str) -> Option<TripleDesKey> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    let mut bytes = Zeroizing::new([0; TripleDesKey::LENGTH]);
    if pairs.len() != bytes.len() {
        return None;
    }
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(TripleDesKey::from_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const FILE: &str = r#"
        [[key]]
        purpose = "load"
        version = 1
        test = true
        value = "00112233445566778899aabbccddeeff"

        [[key]]
        purpose = "pin-unblock"
        version = 255
        value = "FFEEDDCCBBAA99887766554433221100"
    "#;

    fn file(text: &str, mode: u32) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("issuer.toml");
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        (folder, path)
    }

    #[test]
    fn keys_are_found_by_purpose_and_version() {
        let (_folder, path) = file(FILE, 0o600);
        let store = IssuerKeyStore::load(&path).unwrap();
        let load = store.master_key(KeyPurpose::Load, 1).unwrap();
        assert_eq!(load.expose()[..4], [0x00, 0x11, 0x22, 0x33]);
        assert_eq!(store.master_key(KeyPurpose::PinUnblock, 255).unwrap().expose()[0], 0xFF);
        assert!(store.master_key(KeyPurpose::Load, 2).is_none());
        assert!(store.holds_test_keys());
    }

    #[test]
    fn what_is_saved_is_loaded_again_and_is_private() {
        let (_folder, path) = file(FILE, 0o600);
        let store = IssuerKeyStore::load(&path).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        store.save(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
        let again = IssuerKeyStore::load(&path).unwrap();
        assert_eq!(again.keys.len(), 2);
        for ((purpose, version), key) in &store.keys {
            assert_eq!(again.master_key(*purpose, *version).unwrap().expose(), key.value.expose());
            assert_eq!(again.keys[&(*purpose, *version)].test, key.test);
        }
    }

    #[test]
    fn a_file_open_to_others_is_refused() {
        for mode in [0o640, 0o604, 0o644, 0o660, 0o666, 0o610] {
            let (_folder, path) = file(FILE, mode);
            let error = IssuerKeyStore::load(&path).unwrap_err();
            assert!(matches!(error, KeyStoreError::Permissions { mode: seen, .. } if seen == mode));
        }
        let (_folder, path) = file(FILE, 0o400);
        assert!(IssuerKeyStore::load(&path).is_ok(), "the owner may protect it from himself");
    }

    #[test]
    fn a_malformed_file_is_refused_without_showing_a_key() {
        let secret = "00112233445566778899aabbccddeeff";
        for (bad, line) in [
            (format!("[[key]]\npurpose = \"load\"\nversion = 1\nvalue = \"{secret}0\""), 4),
            (format!("[[key]]\npurpose = \"load\"\nversion = 1\nvalue = \"{secret}"), 4),
            (format!("[[key]]\npurpose = \"loan\"\nversion = 1\nvalue = \"{secret}\""), 2),
            (format!("[[key]]\npurpose = \"load\"\nversion = 256\nvalue = \"{secret}\""), 3),
            (format!("[[key]]\npurpose = \"load\"\nversion = 1\nvalue = \"{secret}\"\nx = 1"), 5),
        ] {
            let (_folder, path) = file(&bad, 0o600);
            let error = IssuerKeyStore::load(&path).unwrap_err();
            assert!(
                matches!(error, KeyStoreError::Malformed { line: seen, .. } if seen == line),
                "{bad}\n{error:?}"
            );
            assert!(!format!("{error} {error:?}").contains("0011"));
        }
    }

    #[test]
    fn a_key_is_never_replaced() {
        let text = "[[key]]\npurpose = \"tac\"\nversion = 1\nvalue = \"00112233445566778899aabbccddeeff\"\n";
        let (_folder, path) = file(&text.repeat(2), 0o600);
        assert!(matches!(
            IssuerKeyStore::load(&path),
            Err(KeyStoreError::Duplicate { purpose: KeyPurpose::Tac, version: 1 })
        ));
    }

    #[test]
    fn a_missing_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = IssuerKeyStore::load(&folder.path().join("none.toml")).unwrap_err();
        assert!(error.to_string().contains("none.toml"));
    }
}
