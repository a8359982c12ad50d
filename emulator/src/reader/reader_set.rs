//! The readers of one emulator.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

use super::{MAX_READER_NAME, MAX_READERS, Reader, ReaderError, lock};

/// What happened to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReaderChange {
    /// It joined the set.
    Attached,
    /// It left the set.
    Detached,
    /// A card was inserted.
    Inserted,
    /// The card was removed.
    Removed,
    /// The card got or lost its power or fell mute.
    Power,
}

/// A change of a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderEvent {
    /// The reader.
    pub reader: Reader,
    /// What happened to it.
    pub change: ReaderChange,
}

/// A handle to a set of readers. Clones are handles to the same set.
#[derive(Clone, Default)]
pub struct ReaderSet(Arc<Registry>);

/// What the handles of a set share.
#[derive(Default)]
struct Registry {
    /// By place; `None` where a reader was and is no more.
    readers: Mutex<Vec<Option<Reader>>>,
    changes: AtomicU32,
    observers: Arc<Observers>,
}

type Observer = Box<dyn FnMut(&ReaderEvent) -> bool + Send>;

/// Those who want to hear of changes; shared by a set and its readers.
#[derive(Default)]
pub(super) struct Observers(Mutex<Vec<Observer>>);

impl Observers {
    pub(super) fn add(&self, observer: impl FnMut(&ReaderEvent) -> bool + Send + 'static) {
        lock(&self.0).push(Box::new(observer));
    }

    pub(super) fn announce(&self, event: &ReaderEvent) {
        lock(&self.0).retain_mut(|observer| observer(event));
    }
}

impl ReaderSet {
    /// An empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an empty reader named `Cardamom LABEL NN 00`, NN its number among the readers of that label in
    /// hexadecimal, in the first free place.
    ///
    /// # Errors
    /// [`ReaderError`] for a label that no PC/SC client could use, or when the set is full.
    pub fn add(&self, label: &str) -> Result<Reader, ReaderError> {
        if label.is_empty() || label.chars().any(char::is_control) {
            return Err(ReaderError::InvalidLabel);
        }
        let mut readers = lock(&self.0.readers);
        let name = |unit: u8| format!("Cardamom {label} {unit:02X} 00");
        if name(0).len() > MAX_READER_NAME {
            return Err(ReaderError::InvalidLabel);
        }
        let is_free = |name: &String| !readers.iter().flatten().any(|reader| reader.name() == name);
        let (unit, name) = (0..=u8::MAX)
            .map(|unit| (unit, name(unit)))
            .find(|(_, name)| is_free(name))
            .ok_or(ReaderError::TooManyReaders)?;
        let position = readers.iter().position(Option::is_none).unwrap_or(readers.len());
        if position >= MAX_READERS {
            return Err(ReaderError::TooManyReaders);
        }
        let reader = Reader::new(name, unit, position, Arc::clone(&self.0.observers));
        match readers.get_mut(position) {
            Some(place) => *place = Some(reader.clone()),
            None => readers.push(Some(reader.clone())),
        }
        drop(readers);
        self.0.changes.fetch_add(1, Ordering::Relaxed);
        reader.announce(ReaderChange::Attached);
        Ok(reader)
    }

    /// Takes a reader out of the set, and the card out of the reader.
    pub fn detach(&self, reader: &Reader) {
        {
            let mut readers = lock(&self.0.readers);
            let Some(place) = readers.iter_mut().find(|place| place.as_ref() == Some(reader)) else { return };
            *place = None;
        }
        drop(reader.remove());
        reader.update(|status| status.attached = false);
        self.0.changes.fetch_add(1, Ordering::Relaxed);
        reader.announce(ReaderChange::Detached);
    }

    /// The readers by place; `None` where one was and is no more.
    #[must_use]
    pub fn places(&self) -> Vec<Option<Reader>> {
        lock(&self.0.readers).clone()
    }

    /// The reader of that full name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Reader> {
        lock(&self.0.readers).iter().flatten().find(|reader| reader.name() == name).cloned()
    }

    /// How many times a reader joined or left the set, modulo 2^32.
    #[must_use]
    pub fn changes(&self) -> u32 {
        self.0.changes.load(Ordering::Relaxed)
    }

    /// Calls `observer` at every change from now on, until it returns `false`, in the thread that made the
    /// change and before that goes on. It must return soon, and must not itself change a reader or add an
    /// observer.
    pub fn on_change(&self, observer: impl FnMut(&ReaderEvent) -> bool + Send + 'static) {
        self.0.observers.add(observer);
    }

    /// Every change from now on, until the receiver is dropped.
    #[must_use]
    pub fn events(&self) -> Receiver<ReaderEvent> {
        let (sender, receiver) = channel();
        self.on_change(move |event| sender.send(event.clone()).is_ok());
        receiver
    }
}

impl fmt::Debug for ReaderSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.places()).finish()
    }
}
