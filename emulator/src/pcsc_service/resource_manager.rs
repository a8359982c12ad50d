//! What all connections share: the readers with who uses them, and which context waits for what.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use super::refusal::Refusal;
use super::reply::FIXED_READER_PLACES;
use super::served_reader::ServedReader;
use super::waiting::{Waiter, WaitingClients};
use crate::reader::{ReaderSet, lock};

/// The shared state of the service.
#[derive(Debug)]
pub(super) struct ResourceManager {
    readers: ReaderSet,
    /// By the readers' places.
    served: Mutex<Vec<Option<Arc<ServedReader>>>>,
    contexts: Mutex<Vec<(u32, Arc<Waiter>)>>,
    waiting: Arc<WaitingClients>,
    stopping: Arc<AtomicBool>,
}

impl ResourceManager {
    pub(super) fn new(readers: ReaderSet) -> Self {
        let waiting = Arc::new(WaitingClients::default());
        let to_signal = Arc::downgrade(&waiting);
        readers.on_change(move |_| to_signal.upgrade().map(|waiting| waiting.signal()).is_some());
        Self {
            readers,
            served: Mutex::default(),
            contexts: Mutex::default(),
            waiting,
            stopping: Arc::default(),
        }
    }

    pub(super) fn waiting(&self) -> &WaitingClients {
        &self.waiting
    }

    pub(super) fn readers(&self) -> &ReaderSet {
        &self.readers
    }

    /// The readers by place, at least 16 places and never fewer than before: a client takes a shorter array
    /// for an error.
    pub(super) fn places(&self) -> Vec<Option<Arc<ServedReader>>> {
        let readers = self.readers.places();
        let mut served = lock(&self.served);
        let places = served.len().max(readers.len()).max(FIXED_READER_PLACES);
        served.resize(places, None);
        for (position, place) in served.iter_mut().enumerate() {
            let reader = readers.get(position).and_then(Option::as_ref);
            if place.as_ref().map(|served| served.reader()) != reader {
                *place = reader.map(|reader| {
                    let (waiting, stopping) = (Arc::clone(&self.waiting), Arc::clone(&self.stopping));
                    Arc::new(ServedReader::new(reader.clone(), waiting, stopping))
                });
            }
        }
        served.clone()
    }

    /// The reader of that name.
    pub(super) fn find(&self, name: &[u8]) -> Result<Arc<ServedReader>, Refusal> {
        let is_named = |reader: &Arc<ServedReader>| reader.reader().name().as_bytes() == name;
        self.places().into_iter().flatten().find(is_named).ok_or(Refusal::UnknownReader)
    }

    /// Makes a context for a connection. Its number is random, so that no other client cancels it by guess.
    pub(super) fn establish(&self, waiter: &Arc<Waiter>) -> Result<u32, Refusal> {
        let mut contexts = lock(&self.contexts);
        loop {
            let context = random_handle()?;
            if contexts.iter().all(|(other, _)| *other != context) {
                contexts.push((context, Arc::clone(waiter)));
                return Ok(context);
            }
        }
    }

    pub(super) fn release(&self, context: u32) {
        lock(&self.contexts).retain(|(other, _)| *other != context);
    }

    /// Ends the wait of a context, if it waits.
    pub(super) fn cancel(&self, context: u32) -> Result<(), Refusal> {
        let contexts = lock(&self.contexts);
        let (_, waiter) =
            contexts.iter().find(|(other, _)| *other == context).ok_or(Refusal::InvalidHandle)?;
        waiter.signal(Err(Refusal::Cancelled));
        Ok(())
    }

    /// Lets go of every request that waits for another client.
    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        lock(&self.served).iter().flatten().for_each(|reader| reader.wake());
    }
}

/// A number for a context or a card connection: 1 to 2^31 - 1, as clients keep it in a signed field.
pub(super) fn random_handle() -> Result<u32, Refusal> {
    loop {
        match getrandom::u32().map_err(|_| Refusal::NoRandomNumber)? >> 1 {
            0 => {}
            handle => return Ok(handle),
        }
    }
}
