//! What is in a CAP file or an export file, in names: for people as text, for programs as JSON.

mod cap;
mod export;
mod java_types;
mod names;
mod text;

use std::fmt;

use cardamom_cap::CapFile;
use cardamom_cap::container::{CapContainer, ContainerError};
use cardamom_cap::export_file::{ExportFile, ExportFileError};
use serde::Serialize;
use thiserror::Error;

use self::cap::CapListing;
use self::export::ExportListing;

/// First bytes of a ZIP file.
const ZIP_MAGIC: &[u8] = b"PK";
/// First bytes of an export file.
const EXPORT_MAGIC: &[u8] = &[0x00, 0xFA, 0xCA, 0xDE];

/// What is in a file. Its `Display` is for people.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Listing {
    /// A CAP file.
    Cap(CapListing),
    /// An export file.
    Export(ExportListing),
}

impl Listing {
    /// Reads a CAP file in its ZIP container or as the components that LOAD sends, or an export file.
    ///
    /// # Errors
    /// [`ListingError`]
    pub fn read(bytes: &[u8]) -> Result<Self, ListingError> {
        if bytes.starts_with(EXPORT_MAGIC) {
            let file = ExportFile::parse(bytes)?;
            return Ok(Self::Export(ExportListing::of(file.format, file.package()?)));
        }
        if bytes.starts_with(ZIP_MAGIC) {
            let container = CapContainer::read(bytes)?;
            return Ok(Self::Cap(CapListing::of(&container.cap, Some(&container))));
        }
        let cap = CapFile::from_load_file(bytes).map_err(ContainerError::from)?;
        Ok(Self::Cap(CapListing::of(&cap, None)))
    }
}

impl fmt::Display for Listing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cap(listing) => listing.fmt(f),
            Self::Export(listing) => listing.fmt(f),
        }
    }
}

/// Why a file cannot be listed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ListingError {
    /// It is no CAP file.
    #[error(transparent)]
    Cap(#[from] ContainerError),
    /// It is no export file.
    #[error(transparent)]
    Export(#[from] ExportFileError),
}
