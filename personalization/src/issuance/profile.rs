//! What an issuer makes of a card as it is delivered.
//!
//! A profile is a TOML file. Everything but the name may be left out:
//!
//! ```toml
//! name = "Acme wallet"
//! description = "A purse with keys of its own"
//! delivered-keys = "test"              # that the card comes with: the test key, or a key file beside this one
//! delivered-version = "FF"             # key version; without, what the card takes by default
//! security-level = "33"                # of all sessions, or the highest below it that the protocol has
//! delete-keys = ["20"]                 # versions of key sets that the card came with, once it has others
//! life-cycle = "secured"               # of the card, when all else is done
//!
//! [issuer]                             # of the issuer security domain
//! identification-number = "42 12 34 56"
//! card-image-number = "00 01 02 03"
//!
//! [[key-set]]                          # of the issuer security domain; the first one ends the initial keys
//! version = "30"
//! type = "AES"                         # or "DES"
//! keys = "acme-keys.toml"
//!
//! [[load-file]]
//! file = "wallet.cap"                  # a CAP file, beside this one
//! domain = "A0 00 00 01 51 53 50 01"   # whose it becomes
//!
//! [[domain]]                           # a supplementary security domain
//! aid = "A0 00 00 01 51 53 50 01"
//! privileges = "security-domain, delegated-management"
//! protocols = ["SCP03 i=70"]           # without, those of the issuer security domain
//! accepts-extradition = true
//! [[domain.key-set]]
//! version = "30"
//! type = "AES"
//! keys = "partner-keys.toml"
//!
//! [[applet]]
//! package = "A0 00 00 00 03 86 98 07 00"
//! module = "A0 00 00 00 03 86 98 07 01"
//! instance = "A0 00 00 00 03 86 98 07 01"
//! privileges = "card-reset"
//! domain = "A0 00 00 01 51 53 50 01"
//! parameters = "81 11 .."              # the value of C9
//! non-volatile-memory = 4096           # limits, in bytes
//! volatile-memory = 512
//! personalized-state = "0F"            # life-cycle state in which its data is there
//! data-groups = [{ dgi = "0101", value = "70 03 57 01 00" }]
//! ```

mod file;

use std::path::{Path, PathBuf};

use cardamom_apdu::Aid;
use cardamom_secure_channel::SecurityLevel;

use crate::globalplatform::install::InstallParameters;
use crate::globalplatform::key_hierarchy::{Algorithm, KeyFileError, KeyHierarchy};
use crate::globalplatform::life_cycle::CardLifeCycle;
use crate::globalplatform::load_file::{LoadFile, LoadFileError};
use crate::globalplatform::privileges::Privileges;
use crate::globalplatform::security_domain::NewSecurityDomain;

/// What an issuer makes of a card.
#[derive(Clone, Debug)]
pub struct IssuanceProfile {
    /// Its name.
    pub name: String,
    /// What it is for, in a line.
    pub description: String,
    /// The keys that cards are delivered with.
    pub delivered_keys: KeyHierarchy,
    /// Their version; `None`: what the card takes by default.
    pub delivered_version: Option<u8>,
    /// What protects the sessions.
    pub security_level: SecurityLevel,
    /// The life-cycle state of the card when all else is done; `None`: as it is.
    pub life_cycle: Option<CardLifeCycle>,
    /// Data objects of the issuer security domain: tag and value.
    pub data: Vec<(u16, Vec<u8>)>,
    /// Key sets of the issuer security domain, in the order in which they are put.
    pub key_sets: Vec<KeySetOrder>,
    /// Versions of key sets of the issuer security domain that are deleted once those are there.
    pub deleted_key_versions: Vec<u8>,
    /// What is loaded.
    pub load_files: Vec<LoadFileOrder>,
    /// Supplementary security domains.
    pub domains: Vec<DomainOrder>,
    /// Applications.
    pub applets: Vec<AppletOrder>,
}

/// A key set that a security domain is given.
#[derive(Clone, Debug)]
pub struct KeySetOrder {
    /// Its version, 01 to 7F.
    pub version: u8,
    /// Its cipher.
    pub algorithm: Algorithm,
    /// What its keys are made of, for each card.
    pub keys: KeyHierarchy,
}

/// A file that is loaded.
#[derive(Clone, Debug)]
pub struct LoadFileOrder {
    /// Its content.
    pub file: LoadFile,
    /// Whose it becomes; `None`: the issuer security domain's.
    pub domain: Option<Aid>,
}

/// A security domain that is made.
#[derive(Clone, Debug)]
pub struct DomainOrder {
    /// Its name, privileges and parameters.
    pub domain: NewSecurityDomain,
    /// Its key sets.
    pub key_sets: Vec<KeySetOrder>,
}

/// An application that is installed.
#[derive(Clone, Debug)]
pub struct AppletOrder {
    /// The package.
    pub package: Aid,
    /// The applet in it.
    pub module: Aid,
    /// The name of the instance.
    pub instance: Aid,
    /// Its privileges.
    pub privileges: Privileges,
    /// Its install parameters.
    pub parameters: InstallParameters,
    /// The security domain that it belongs to; `None`: the issuer's.
    pub domain: Option<Aid>,
    /// Its life-cycle state once it has its data; `None`: the data is sent again whenever the profile is applied.
    pub personalized_state: Option<u8>,
    /// What it is personalized with: data group identifier and value.
    pub data_groups: Vec<(u16, Vec<u8>)>,
}

impl AppletOrder {
    /// An application without privileges, parameters and data, below the issuer security domain.
    #[must_use]
    pub fn new(package: Aid, module: Aid, instance: Aid) -> Self {
        Self {
            package,
            module,
            instance,
            privileges: Privileges::NONE,
            parameters: InstallParameters::default(),
            domain: None,
            personalized_state: None,
            data_groups: Vec::new(),
        }
    }
}

/// Why there is no profile.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IssuanceProfileError {
    /// The file cannot be read.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A key file that it names.
    #[error("{0}")]
    Keys(#[from] KeyFileError),
    /// A file to load that it names.
    #[error("{path}: {source}")]
    LoadFile {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: LoadFileError,
    },
    /// The text is no profile. The message shows the place.
    #[error("{name}: {message}")]
    Syntax {
        /// The profile.
        name: String,
        /// What is wrong, over several lines.
        message: String,
    },
}

impl IssuanceProfile {
    /// A profile that only tells the keys of the cards; to be filled.
    #[must_use]
    pub fn new(name: &str, delivered_keys: KeyHierarchy) -> Self {
        Self {
            name: name.to_owned(),
            description: String::new(),
            delivered_keys,
            delivered_version: None,
            security_level: file::USUAL_LEVEL,
            life_cycle: None,
            data: Vec::new(),
            key_sets: Vec::new(),
            deleted_key_versions: Vec::new(),
            load_files: Vec::new(),
            domains: Vec::new(),
            applets: Vec::new(),
        }
    }

    /// Reads a profile, and the files that it names.
    ///
    /// # Errors
    /// [`IssuanceProfileError`].
    pub fn load(path: &Path) -> Result<Self, IssuanceProfileError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| IssuanceProfileError::Io { path: path.to_owned(), source })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        Self::parse(&path.display().to_string(), &text, folder)
    }

    /// Reads the text of a profile; `origin` is what messages call it, `folder` is where the files that it names are.
    ///
    /// # Errors
    /// [`IssuanceProfileError`].
    pub fn parse(origin: &str, text: &str, folder: &Path) -> Result<Self, IssuanceProfileError> {
        file::parse(origin, text, folder)
    }
}
