//! Cards on disk: one file a card, that survives restarts, `kill -9` and power cuts of the machine.
//!
//! The file is a `redb` database with two tables:
//!
//! | table | key | value |
//! |---|---|---|
//! | `metadata` | `format` | version of this layout, 4 bytes, big endian |
//! | | `length` | length of the non-volatile memory in bytes, 8 bytes, big endian |
//! | | `profile` | name of the profile that the card was made with, UTF-8 |
//! | | `created` | when, in seconds since 1970-01-01 UTC, 8 bytes, big endian |
//! | `pages` | page number | the page ([`PAGE_LENGTH`] bytes, the last one may be shorter) and its checksum |
//!
//! The checksum is the CRC-32 (ISO 3309) of the page number (4 bytes, big endian) and the page, big endian.
//!
//! [`CardStore::save`] writes the pages that changed in one transaction: after a crash a card has all changes of
//! a command or none of them. A store is open in one process at a time.

mod error;
mod name;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use cardamom_card_os::Nvm;
use cardamom_card_os::nvm::PAGE_LENGTH;
use redb::{Builder, Database, ReadableDatabase, ReadableTable, TableDefinition};

pub use self::error::CardStoreError;
pub use self::name::{CardName, InvalidCardName};
use crate::panic_guard::guard;

/// The extension of a card's file, without the dot.
pub const EXTENSION: &str = "card";

/// Version of the layout of the tables.
const FORMAT_VERSION: u32 = 1;

const METADATA: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("metadata");
const PAGES: TableDefinition<'_, u32, &[u8]> = TableDefinition::new("pages");

/// Largest memory that is read, as the kernel has it.
const MAX_NVM_LENGTH: u64 = 16 * 1024 * 1024;

/// Memory for the database's page cache: more than a usual card takes.
const CACHE_LENGTH: usize = 4 * 1024 * 1024;

/// What is known of a card without looking into its memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardMetadata {
    /// Name of the profile that it was made with.
    pub profile: String,
    /// When it was made, to the second.
    pub created: SystemTime,
}

impl CardMetadata {
    /// Of a card made now.
    #[must_use]
    pub fn now(profile: &str) -> Self {
        Self { profile: profile.to_owned(), created: SystemTime::now() }
    }
}

/// A card's file, open. No other process can open it meanwhile.
#[derive(Debug)]
pub struct CardStore {
    database: Database,
    path: PathBuf,
    metadata: CardMetadata,
    nvm_length: usize,
}

impl CardStore {
    /// Makes the file of a new card with this memory: whole, or not at all.
    ///
    /// # Errors
    /// [`CardStoreError::AlreadyExists`], or an error of the file system.
    pub fn create(path: &Path, metadata: &CardMetadata, nvm: &mut Nvm) -> Result<Self, CardStoreError> {
        let directory = match path.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        let io_error = |source| CardStoreError::Io { path: path.to_owned(), source };
        fs::create_dir_all(directory).map_err(io_error)?;
        if path.try_exists().map_err(io_error)? {
            return Err(CardStoreError::AlreadyExists { path: path.to_owned() });
        }
        // Made under another name that only its owner can read, and renamed when it is complete.
        let file = tempfile::Builder::new()
            .prefix(".new-")
            .suffix(".tmp")
            .tempfile_in(directory)
            .map_err(io_error)?;
        let database = Builder::new().create(file.path()).map_err(|error| error::of_database(path, error))?;
        write_card(&database, metadata, nvm).map_err(|error| error::of_transaction(path, error))?;
        drop(database);
        file.persist_noclobber(path).map_err(|failure| match failure.error.kind() {
            io::ErrorKind::AlreadyExists => CardStoreError::AlreadyExists { path: path.to_owned() },
            _ => io_error(failure.error),
        })?;
        File::open(directory).and_then(|directory| directory.sync_all()).map_err(io_error)?;
        let (store, _) = Self::open(path)?;
        nvm.take_changed_pages();
        Ok(store)
    }

    /// Opens a card's file, checks all of it, and gives its memory.
    ///
    /// # Errors
    /// [`CardStoreError`] says what is wrong with the file. It is not changed then.
    pub fn open(path: &Path) -> Result<(Self, Nvm), CardStoreError> {
        match fs::metadata(path) {
            Err(source) if source.kind() == io::ErrorKind::NotFound => {
                return Err(CardStoreError::NotFound { path: path.to_owned() });
            }
            Err(source) => return Err(CardStoreError::Io { path: path.to_owned(), source }),
            // The database library would make a new database of an empty file.
            Ok(metadata) if !metadata.is_file() || metadata.len() == 0 => {
                return Err(CardStoreError::NotACardStore { path: path.to_owned() });
            }
            Ok(_) => {}
        }
        // The check finds what was changed from outside; the guard is for damage that it stumbles over.
        let opened = guard(|| {
            let mut builder = Builder::new();
            builder.set_check_integrity_on_open(true).set_cache_size(CACHE_LENGTH);
            let database = builder.open(path).map_err(|error| error::of_database(path, error))?;
            let (metadata, nvm) = read_card(&database, path)?;
            Ok((Self { database, path: path.to_owned(), metadata, nvm_length: nvm.length() }, nvm))
        });
        opened.unwrap_or_else(|report| {
            Err(CardStoreError::Damaged { path: path.to_owned(), detail: report.message })
        })
    }

    /// The memory as it was last saved.
    ///
    /// # Errors
    /// As [`CardStore::open`].
    pub fn load(&self) -> Result<Nvm, CardStoreError> {
        Ok(read_card(&self.database, &self.path)?.1)
    }

    /// Saves the pages that changed since they were last saved, in one durable transaction. Does nothing when
    /// none did.
    ///
    /// # Errors
    /// When the file system fails. The file then holds what it held before, and `nvm` no longer knows what
    /// changed: go on with [`CardStore::load`].
    pub fn save(&self, nvm: &mut Nvm) -> Result<(), CardStoreError> {
        if !nvm.has_changed_pages() {
            return Ok(());
        }
        if nvm.length() != self.nvm_length {
            let detail = "the memory has another length than the card".to_owned();
            return Err(CardStoreError::Damaged { path: self.path.clone(), detail });
        }
        let changed = nvm.take_changed_pages();
        let write = || {
            let transaction = self.database.begin_write()?;
            write_pages(&transaction, nvm, &changed)?;
            transaction.commit()?;
            Ok(())
        };
        write().map_err(|error| error::of_transaction(&self.path, error))
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is known of the card.
    #[must_use]
    pub fn metadata(&self) -> &CardMetadata {
        &self.metadata
    }
}

fn write_card(database: &Database, metadata: &CardMetadata, nvm: &Nvm) -> Result<(), redb::Error> {
    let created = metadata.created.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    let length = u64::try_from(nvm.length()).unwrap_or(u64::MAX);
    let transaction = database.begin_write()?;
    {
        let mut table = transaction.open_table(METADATA)?;
        table.insert("format", FORMAT_VERSION.to_be_bytes().as_slice())?;
        table.insert("length", length.to_be_bytes().as_slice())?;
        table.insert("profile", metadata.profile.as_bytes())?;
        table.insert("created", created.to_be_bytes().as_slice())?;
    }
    let all: Vec<usize> = (0..nvm.length().div_ceil(PAGE_LENGTH)).collect();
    write_pages(&transaction, nvm, &all)?;
    transaction.commit()?;
    Ok(())
}

fn write_pages(
    transaction: &redb::WriteTransaction,
    nvm: &Nvm,
    numbers: &[usize],
) -> Result<(), redb::Error> {
    let mut table = transaction.open_table(PAGES)?;
    let mut value = Vec::with_capacity(PAGE_LENGTH + 4);
    for number in numbers {
        let page = nvm.page(*number);
        let number = u32::try_from(*number).unwrap_or(u32::MAX);
        value.clear();
        value.extend_from_slice(page);
        value.extend_from_slice(&checksum(number, page));
        table.insert(number, value.as_slice())?;
    }
    Ok(())
}

fn read_card(database: &Database, path: &Path) -> Result<(CardMetadata, Nvm), CardStoreError> {
    let transaction = database.begin_read().map_err(|error| error::of_transaction(path, error.into()))?;
    let failed = |error: redb::Error| error::of_transaction(path, error);
    let damaged = |detail: &str| CardStoreError::Damaged { path: path.to_owned(), detail: detail.to_owned() };

    let table = transaction.open_table(METADATA).map_err(|error| error::of_table(path, error))?;
    let field = |name: &str| -> Result<Vec<u8>, CardStoreError> {
        let value = table.get(name).map_err(|error| failed(error.into()))?;
        Ok(value.ok_or_else(|| damaged(&format!("it does not say its {name}")))?.value().to_vec())
    };
    let number = |name: &str| -> Result<u64, CardStoreError> {
        let bytes = field(name)?;
        let bytes = bytes.try_into().map_err(|_| damaged(&format!("its {name} is no number")))?;
        Ok(u64::from_be_bytes(bytes))
    };
    let format = field("format")?.try_into().map_or(0, u32::from_be_bytes);
    if format != FORMAT_VERSION {
        return Err(CardStoreError::Version { path: path.to_owned(), found: format, known: FORMAT_VERSION });
    }
    let length = Some(number("length")?).filter(|length| *length <= MAX_NVM_LENGTH);
    let length = length.and_then(|length| usize::try_from(length).ok());
    let length = length.ok_or_else(|| damaged("its memory is larger than any card's"))?;
    let profile = String::from_utf8(field("profile")?).map_err(|_| damaged("its profile is no text"))?;
    let created = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(number("created")?));
    let created = created.ok_or_else(|| damaged("its date is out of range"))?;

    let table = transaction.open_table(PAGES).map_err(|error| error::of_table(path, error))?;
    let mut bytes = Vec::with_capacity(length);
    let mut expected = 0;
    for entry in table.iter().map_err(|error| failed(error.into()))? {
        let (number, value) = entry.map_err(|error| failed(error.into()))?;
        let page_error = |number| CardStoreError::DamagedPage { path: path.to_owned(), number };
        let (page, checksum_bytes) = value.value().split_last_chunk().ok_or_else(|| page_error(expected))?;
        let page_length = (length - bytes.len()).min(PAGE_LENGTH);
        let is_sound = number.value() == expected
            && page.len() == page_length
            && page_length > 0
            && *checksum_bytes == checksum(expected, page);
        if !is_sound {
            return Err(page_error(expected));
        }
        bytes.extend_from_slice(page);
        expected += 1;
    }
    if bytes.len() != length {
        return Err(CardStoreError::DamagedPage { path: path.to_owned(), number: expected });
    }
    Ok((CardMetadata { profile, created }, Nvm::from_bytes(bytes)))
}

fn checksum(number: u32, page: &[u8]) -> [u8; 4] {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&number.to_be_bytes());
    hasher.update(page);
    hasher.finalize().to_be_bytes()
}

#[cfg(test)]
mod tests;
