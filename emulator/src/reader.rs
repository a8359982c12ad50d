//! Virtual card readers: a set of named readers, each with a card in it or not.
//!
//! Every type here is a cloneable handle for use from any thread. A test, a script or a person inserts and
//! removes cards ([`Reader::insert`], [`Reader::remove`]); whatever serves the readers to clients, the
//! built-in PC/SC service or the vpcd client, carries resets and APDUs through [`Reader::card`] and learns
//! of changes through [`ReaderSet::on_change`].
//!
//! Locks are taken in the order card, status; nothing here waits while it holds the status.

mod atr;
mod card_slot;
mod reader_set;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use thiserror::Error;

use crate::smart_card::SmartCard;

pub use atr::Atr;
pub use card_slot::CardSlot;
pub use reader_set::{ReaderChange, ReaderEvent, ReaderSet};

use reader_set::Observers;

/// Longest reader name in bytes: the field of 128 bytes in the PC/SC message holds it with a final NUL.
pub const MAX_READER_NAME: usize = 127;

/// Most readers in one set: their number is two hexadecimal digits in the reader name.
pub const MAX_READERS: usize = 256;

/// Why a reader could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ReaderError {
    /// The label is empty, holds a control character, or is too long for [`MAX_READER_NAME`].
    #[error("a reader label has 1 to {} bytes and no control characters", MAX_READER_NAME - "Cardamom  00 00".len())]
    InvalidLabel,
    /// The set holds [`MAX_READERS`] readers.
    #[error("there are {MAX_READERS} readers already")]
    TooManyReaders,
}

/// A card that was not inserted because the reader holds one already. Gives the card back.
#[derive(Error)]
#[error("there is a card in the reader already")]
pub struct ReaderOccupied(pub Box<dyn SmartCard>);

impl fmt::Debug for ReaderOccupied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReaderOccupied").finish_non_exhaustive()
    }
}

/// What state the card in a reader is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardState {
    /// No card.
    Absent,
    /// A card without power.
    Unpowered,
    /// A card that gave no answer to its last reset or command.
    Mute,
    /// A card that answered its last reset.
    Powered,
}

/// A reader as it stands at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReaderStatus {
    /// Whether the reader is still part of its set.
    pub attached: bool,
    /// The state of the card.
    pub card: CardState,
    /// The answer to the last reset; empty without a card or when the card is mute.
    pub atr: Atr,
    /// How many cards were inserted and removed, modulo 65,536 (the event counter of PC/SC part 5 §3.2.6).
    pub events: u16,
    /// How many cards were removed, modulo 2^32.
    pub removals: u32,
    /// How many times a card was reset or lost its power while in the reader, modulo 2^32.
    pub resets: u32,
}

impl ReaderStatus {
    const EMPTY: Self =
        Self { attached: true, card: CardState::Absent, atr: Atr::EMPTY, events: 0, removals: 0, resets: 0 };
}

/// A handle to one reader. Clones are handles to the same reader.
#[derive(Clone)]
pub struct Reader(Arc<SharedReader>);

struct SharedReader {
    name: String,
    unit: u8,
    position: usize,
    card: Mutex<Option<Box<dyn SmartCard>>>,
    status: Mutex<ReaderStatus>,
    observers: Arc<Observers>,
}

impl Reader {
    fn new(name: String, unit: u8, position: usize, observers: Arc<Observers>) -> Self {
        let (card, status) = (Mutex::new(None), Mutex::new(ReaderStatus::EMPTY));
        Self(Arc::new(SharedReader { name, unit, position, card, status, observers }))
    }

    /// The name that PC/SC clients see, for example `Cardamom wallet 00 00`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The number of this reader among those with the same label (PC/SC part 3, `DEVICE_UNIT`).
    #[must_use]
    pub fn unit(&self) -> u8 {
        self.0.unit
    }

    /// The place in the set, 0 to 255; free places are used again.
    #[must_use]
    pub fn position(&self) -> usize {
        self.0.position
    }

    /// The state at this moment. Never waits for a command that the card is working on.
    #[must_use]
    pub fn status(&self) -> ReaderStatus {
        *lock(&self.0.status)
    }

    /// Inserts a card and applies power to it. A card that gives no answer to reset is in the reader as
    /// [`CardState::Mute`].
    ///
    /// # Errors
    /// [`ReaderOccupied`] with the card if there is one in the reader already.
    pub fn insert(&self, card: Box<dyn SmartCard>) -> Result<(), ReaderOccupied> {
        let mut slot = self.card();
        slot.insert(card)?;
        drop(slot);
        self.announce(ReaderChange::Inserted);
        Ok(())
    }

    /// Takes the power from the card and the card out of the reader, after the command it is working on.
    /// `None` if the reader is empty.
    #[must_use = "dropping the card destroys it"]
    pub fn remove(&self) -> Option<Box<dyn SmartCard>> {
        let mut slot = self.card();
        let card = slot.remove()?;
        drop(slot);
        self.announce(ReaderChange::Removed);
        Some(card)
    }

    /// Access to the card's contacts, alone. Waits until whoever has it now lets it go, at the latest when
    /// the card has answered the command it is working on.
    #[must_use]
    pub fn card(&self) -> CardSlot<'_> {
        CardSlot::new(self, lock(&self.0.card))
    }

    /// Calls `observer` at every change of this reader, as [`ReaderSet::on_change`] does for all readers.
    pub fn on_change(&self, mut observer: impl FnMut(&ReaderEvent) -> bool + Send + 'static) {
        let (name, position) = (self.0.name.clone(), self.0.position);
        self.0.observers.add(move |event| {
            let is_this = event.reader.position() == position && event.reader.name() == name;
            !is_this || observer(event)
        });
    }

    fn update(&self, change: impl FnOnce(&mut ReaderStatus)) {
        change(&mut lock(&self.0.status));
    }

    fn announce(&self, change: ReaderChange) {
        self.0.observers.announce(&ReaderEvent { reader: self.clone(), change });
    }
}

impl PartialEq for Reader {
    /// Whether both are handles to the same reader.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Reader {}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("name", &self.0.name).field("status", &self.status()).finish()
    }
}

/// Locks a mutex. One that a panicking thread left locked is whole all the same: every change under the
/// locks of this crate's readers is a plain assignment, and a panicking card is caught before it gets here.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
