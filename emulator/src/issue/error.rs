//! Why a card was not issued, or the issuer's desk cannot be used.

use std::io;
use std::path::PathBuf;

use cardamom_personalization::PersonalizationError;
use cardamom_scheme::issuer::{KeyStoreError, Refusal};
use thiserror::Error;

use crate::terminal::ConnectionError;

/// Why a card was not issued.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum IssueError {
    /// The card refused, or gave no answer. A card that refuses the first command was issued already, or has
    /// another transport key.
    #[error(transparent)]
    Card(Box<PersonalizationError<ConnectionError>>),
    /// There is a card of this serial number.
    #[error("a card of this serial number was issued already")]
    IssuedAlready,
    /// The name has more than 20 bytes.
    #[error("the holder's name has more than 20 bytes")]
    HolderTooLong,
    /// The desk fails.
    #[error(transparent)]
    Desk(#[from] IssuerDeskError),
}

/// Why the issuer's desk cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum IssuerDeskError {
    /// The keys cannot be read or written.
    #[error(transparent)]
    Keys(#[from] KeyStoreError),
    /// A new desk was to be made where there is something.
    #[error("{}: there are keys already", .0.display())]
    AlreadyExists(PathBuf),
    /// The folder cannot be made.
    #[error("{}: {source}", path.display())]
    Io {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The ledger cannot be read or written.
    #[error("the issuer's ledger {}: {detail}", path.display())]
    Ledger {
        /// The ledger.
        path: PathBuf,
        /// What is wrong.
        detail: String,
    },
    /// The system has no randomness for keys.
    #[error("no random keys: {0}")]
    Random(getrandom::Error),
    /// The issuer's host refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
}
