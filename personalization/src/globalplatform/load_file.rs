//! Load files: CAP files as cards take them (JCVM 3.0.5 §4, §6).
//!
//! A CAP file is a ZIP archive with a file for each component. A card takes the components one after the other, in
//! the order that they are linked in, without Debug and by default without Descriptor; a file in that form (`.ijc`)
//! is taken as it is.

mod components;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use cardamom_apdu::Aid;
use cardamom_secure_channel::content_signature::LoadFileHash;

pub use self::components::LoadFileMalformed;

/// The largest file that is read, in bytes.
const MAXIMUM_LENGTH: u64 = 32 * 1024 * 1024;

/// Why a file is no load file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadFileError {
    /// It cannot be read.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is neither a CAP file nor its components.
    #[error("{path}: {source}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: LoadFileMalformed,
    },
}

/// A load file data block, and what it says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadFile {
    package: Aid,
    version: (u8, u8),
    applets: Vec<Aid>,
    data_block: Vec<u8>,
}

impl LoadFile {
    /// Reads a CAP file or its components.
    ///
    /// # Errors
    /// [`LoadFileError`].
    pub fn read(path: &Path) -> Result<Self, LoadFileError> {
        let failed = |source| LoadFileError::Io { path: path.to_owned(), source };
        let length = fs::metadata(path).map_err(failed)?.len();
        if length > MAXIMUM_LENGTH {
            return Err(LoadFileError::Malformed {
                path: path.to_owned(),
                source: LoadFileMalformed::TooLong,
            });
        }
        let bytes = fs::read(path).map_err(failed)?;
        Self::parse(&bytes).map_err(|source| LoadFileError::Malformed { path: path.to_owned(), source })
    }

    /// Reads the bytes of a CAP file (ZIP) or of its components one after the other.
    ///
    /// # Errors
    /// [`LoadFileMalformed`].
    pub fn parse(bytes: &[u8]) -> Result<Self, LoadFileMalformed> {
        let data_block =
            if bytes.starts_with(b"PK") { components::of_archive(bytes)? } else { bytes.to_vec() };
        let (package, version, applets) = components::describe(&data_block)?;
        Ok(Self { package, version, applets, data_block })
    }

    /// A load file of any kind, under this name: for cards whose load files are no CAP files.
    #[must_use]
    pub fn opaque(package: Aid, data_block: Vec<u8>) -> Self {
        Self { package, version: (0, 0), applets: Vec::new(), data_block }
    }

    /// Name of the package.
    #[must_use]
    pub const fn package(&self) -> Aid {
        self.package
    }

    /// Its version: major and minor.
    #[must_use]
    pub const fn version(&self) -> (u8, u8) {
        self.version
    }

    /// Its applets: the modules that can be installed.
    #[must_use]
    pub fn applets(&self) -> &[Aid] {
        &self.applets
    }

    /// The load file data block.
    #[must_use]
    pub fn data_block(&self) -> &[u8] {
        &self.data_block
    }

    /// The load file data block's hash (GPCS 2.3.1 §C.2) of this length in bytes: 20 SHA-1, 32 SHA-256, 48 SHA-384,
    /// 64 SHA-512; `None` for another.
    #[must_use]
    pub fn hash(&self, length: usize) -> Option<Vec<u8>> {
        LoadFileHash::of(&self.data_block, length)
    }
}

#[cfg(test)]
mod tests;
