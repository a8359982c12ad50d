//! The terminal's journal: what it must not forget when it loses power or is killed.
//!
//! A `redb` database with three tables, all values JSON:
//!
//! | table | key | value |
//! |---|---|---|
//! | `pending` | card serial (10), purse (1), on-line (1) | the transaction that this purse may have completed |
//! | `receipts` | number, from 0 | the completed transactions, in their order |
//! | `set-aside` | number, from 0 | what neither completed nor failed for certain, for acquirer and issuer |
//!
//! Each step is one durable transaction: a pending transaction leaves its table in the same moment in which its
//! receipt appears.

use std::path::{Path, PathBuf};

use redb::backends::InMemoryBackend;
use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition, WriteTransaction};
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use super::pending::{Pending, SetAside, Slot};
use super::purse_card::CardSerial;
use super::receipt::Receipt;

const PENDING: TableDefinition<'_, [u8; 12], &str> = TableDefinition::new("pending");
const RECEIPTS: TableDefinition<'_, u64, &str> = TableDefinition::new("receipts");
const SET_ASIDE: TableDefinition<'_, u64, &str> = TableDefinition::new("set-aside");

/// The journal cannot be used. Nothing was sent to a card that the journal should have had.
#[derive(Debug, Error)]
#[error("the terminal's journal {}: {source}", path.display())]
pub struct JournalError {
    path: PathBuf,
    source: Failure,
}

#[derive(Debug, Error)]
enum Failure {
    #[error(transparent)]
    Database(Box<redb::Error>),
    #[error("an entry is not one of a journal: {0}")]
    Entry(#[from] serde_json::Error),
    #[error("this card has a transaction pending: it has to be recovered first")]
    PendingAlready,
}

macro_rules! from_database {
    ($($error:ident)*) => {$(
        impl From<redb::$error> for Failure {
            fn from(error: redb::$error) -> Self {
                Self::Database(Box::new(error.into()))
            }
        }
    )*};
}

from_database! { CommitError DatabaseError StorageError TableError TransactionError }

/// The journal of one terminal. It is open in one process at a time.
#[derive(Debug)]
pub struct Journal {
    database: Database,
    path: PathBuf,
}

impl Journal {
    /// Opens a journal, or makes a new one. Its folder must exist.
    ///
    /// # Errors
    /// [`JournalError`]: another process has it open, or the file is damaged or none of ours.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        Self::new(Database::create(path).map_err(Failure::from), path)
    }

    /// A journal that is gone when it is dropped: for tests.
    ///
    /// # Errors
    /// None that is known.
    pub fn in_memory() -> Result<Self, JournalError> {
        let database = Database::builder().create_with_backend(InMemoryBackend::new());
        Self::new(database.map_err(Failure::from), Path::new("in memory"))
    }

    fn new(database: Result<Database, Failure>, path: &Path) -> Result<Self, JournalError> {
        let path = path.to_owned();
        let database = match database {
            Ok(database) => database,
            Err(source) => return Err(JournalError { path, source }),
        };
        let journal = Self { database, path };
        // So that there are tables to read from.
        journal.write(|transaction| {
            transaction.open_table(PENDING)?;
            transaction.open_table(RECEIPTS)?;
            transaction.open_table(SET_ASIDE)?;
            Ok(())
        })?;
        Ok(journal)
    }

    /// The transactions of this card that it may have completed.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn pending_of(&self, card: CardSerial) -> Result<Vec<Pending>, JournalError> {
        Ok(self.pending()?.into_iter().filter(|pending| pending.card() == card).collect())
    }

    /// All transactions that some card may have completed.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn pending(&self) -> Result<Vec<Pending>, JournalError> {
        self.read(PENDING)
    }

    /// The receipts, oldest first.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn receipts(&self) -> Result<Vec<Receipt>, JournalError> {
        self.read(RECEIPTS)
    }

    /// What was set aside, oldest first.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn set_aside(&self) -> Result<Vec<SetAside>, JournalError> {
        self.read(SET_ASIDE)
    }

    /// Notes a transaction before the command goes out that moves the money.
    pub(super) fn begin(&self, pending: &Pending) -> Result<(), JournalError> {
        self.write(|transaction| {
            let mut table = transaction.open_table(PENDING)?;
            let previous = table.insert(key(pending.slot()), serde_json::to_string(pending)?.as_str())?;
            if previous.is_some() { Err(Failure::PendingAlready) } else { Ok(()) }
        })
    }

    /// The transaction did not take place.
    pub(super) fn discard(&self, pending: &Pending) -> Result<(), JournalError> {
        self.write(|transaction| remove(transaction, pending))
    }

    /// The transaction is complete.
    pub(super) fn complete(&self, pending: &Pending, receipt: &Receipt) -> Result<(), JournalError> {
        self.write(|transaction| {
            remove(transaction, pending)?;
            append(transaction, RECEIPTS, receipt)
        })
    }

    /// Nobody here can say what became of the transaction.
    pub(super) fn put_aside(&self, set_aside: &SetAside) -> Result<(), JournalError> {
        self.write(|transaction| {
            remove(transaction, &set_aside.pending)?;
            append(transaction, SET_ASIDE, set_aside)
        })
    }

    fn write(
        &self,
        change: impl FnOnce(&WriteTransaction) -> Result<(), Failure>,
    ) -> Result<(), JournalError> {
        let write = || {
            let transaction = self.database.begin_write()?;
            change(&transaction)?;
            transaction.commit()?;
            Ok(())
        };
        write().map_err(|source| JournalError { path: self.path.clone(), source })
    }

    fn read<K: redb::Key + 'static, T: DeserializeOwned>(
        &self,
        definition: TableDefinition<'_, K, &'static str>,
    ) -> Result<Vec<T>, JournalError> {
        let read = || {
            let transaction = self.database.begin_read()?;
            let table = transaction.open_table(definition)?;
            let mut values = Vec::new();
            for entry in table.iter()? {
                values.push(serde_json::from_str(entry?.1.value())?);
            }
            Ok(values)
        };
        read().map_err(|source| JournalError { path: self.path.clone(), source })
    }
}

fn key(slot: Slot) -> [u8; 12] {
    let mut key = [0; 12];
    let [serial @ .., purse, online] = &mut key;
    serial.copy_from_slice(&slot.card.to_bytes());
    (*purse, *online) = (slot.purse.code(), slot.online.into());
    key
}

fn remove(transaction: &WriteTransaction, pending: &Pending) -> Result<(), Failure> {
    transaction.open_table(PENDING)?.remove(key(pending.slot()))?;
    Ok(())
}

fn append<T: Serialize>(
    transaction: &WriteTransaction,
    definition: TableDefinition<'_, u64, &'static str>,
    value: &T,
) -> Result<(), Failure> {
    let mut table = transaction.open_table(definition)?;
    let number = table.last()?.map_or(0, |(last, _)| last.value() + 1);
    table.insert(number, serde_json::to_string(value)?.as_str())?;
    Ok(())
}
