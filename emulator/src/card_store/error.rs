//! Why a card's file cannot be used.

use std::io;
use std::path::{Path, PathBuf};

use redb::{DatabaseError, StorageError, TableError};
use thiserror::Error;

/// Why a card's file cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CardStoreError {
    /// There is a file of this name already.
    #[error("there is a card at {path} already")]
    AlreadyExists {
        /// The file.
        path: PathBuf,
    },
    /// The file contradicts itself.
    #[error("the card at {path} is damaged: {detail}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// A page of the memory is missing, or does not fit its checksum.
    #[error(
        "the card at {path} is damaged: page {number} of its memory is missing or does not fit its checksum"
    )]
    DamagedPage {
        /// The file.
        path: PathBuf,
        /// The page, from 0.
        number: u32,
    },
    /// Another process has it open.
    #[error("the card at {path} is in use by another program")]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The file system failed.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// It is something else.
    #[error("{path} is not a card")]
    NotACardStore {
        /// The file.
        path: PathBuf,
    },
    /// There is no such file.
    #[error("there is no card at {path}")]
    NotFound {
        /// The file.
        path: PathBuf,
    },
    /// It was made by another version of this program.
    #[error("the card at {path} has format version {found}, this program reads version {known}")]
    Version {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// The version that this program reads.
        known: u32,
    },
}

/// What an error in opening the database means for the card.
pub(super) fn of_database(path: &Path, error: DatabaseError) -> CardStoreError {
    let path = path.to_owned();
    match error {
        DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch => {
            CardStoreError::InUse { path }
        }
        DatabaseError::UpgradeRequired(found) => {
            let detail = format!("its database has format {found}, which this program does not read");
            CardStoreError::Damaged { path, detail }
        }
        DatabaseError::Storage(error) => of_storage(path, error),
        other => CardStoreError::Damaged { path, detail: other.to_string() },
    }
}

/// What an error in opening a table means for the card.
pub(super) fn of_table(path: &Path, error: TableError) -> CardStoreError {
    let path = path.to_owned();
    match error {
        TableError::TableDoesNotExist(_) => CardStoreError::NotACardStore { path },
        TableError::Storage(error) => of_storage(path, error),
        other => CardStoreError::Damaged { path, detail: other.to_string() },
    }
}

/// What an error in reading or writing means for the card.
pub(super) fn of_transaction(path: &Path, error: redb::Error) -> CardStoreError {
    let path = path.to_owned();
    match error {
        redb::Error::Io(source) => CardStoreError::Io { path, source },
        other => CardStoreError::Damaged { path, detail: other.to_string() },
    }
}

fn of_storage(path: PathBuf, error: StorageError) -> CardStoreError {
    match error {
        StorageError::Io(source)
            if matches!(source.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof) =>
        {
            CardStoreError::NotACardStore { path }
        }
        StorageError::Io(source) => CardStoreError::Io { path, source },
        StorageError::Corrupted(detail) if detail == "Invalid magic number" => {
            CardStoreError::NotACardStore { path }
        }
        other => CardStoreError::Damaged { path, detail: other.to_string() },
    }
}
