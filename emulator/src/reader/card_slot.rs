//! The contacts of a reader, held by one user at a time.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::MutexGuard;

use super::{Atr, CardState, Reader, ReaderChange, ReaderOccupied};
use crate::smart_card::{CardError, ResetKind, SmartCard};

/// Access to the card in a reader, alone. While it is held, no one else can reset the card, send it a
/// command, insert or remove it.
pub struct CardSlot<'a> {
    reader: &'a Reader,
    card: MutexGuard<'a, Option<Box<dyn SmartCard>>>,
}

impl<'a> CardSlot<'a> {
    pub(super) fn new(reader: &'a Reader, card: MutexGuard<'a, Option<Box<dyn SmartCard>>>) -> Self {
        Self { reader, card }
    }

    pub(super) fn insert(&mut self, card: Box<dyn SmartCard>) -> Result<(), ReaderOccupied> {
        if self.card.is_some() {
            return Err(ReaderOccupied(card));
        }
        *self.card = Some(card);
        // A mute card is in the reader too: the status says so.
        let (state, atr) = self.answer_to_reset(ResetKind::Cold);
        self.reader.update(|status| {
            (status.card, status.atr) = (state, atr);
            status.events = status.events.wrapping_add(1);
        });
        Ok(())
    }

    pub(super) fn remove(&mut self) -> Option<Box<dyn SmartCard>> {
        let mut card = self.card.take()?;
        // Whatever the card does with the loss of power, it leaves the reader.
        let _ = guarded(|| card.power_off());
        self.reader.update(|status| {
            (status.card, status.atr) = (CardState::Absent, Atr::EMPTY);
            status.events = status.events.wrapping_add(1);
            status.removals = status.removals.wrapping_add(1);
        });
        Some(card)
    }

    /// Applies power to a card that has none or is mute. A powered card is left as it is.
    ///
    /// # Errors
    /// [`CardError::Absent`] without a card, [`CardError::Mute`] if the card gives no answer to reset.
    pub fn power_up(&mut self) -> Result<Atr, CardError> {
        match self.reader.status() {
            status if status.card == CardState::Powered => Ok(status.atr),
            status if status.card == CardState::Absent => Err(CardError::Absent),
            _ => self.power(ResetKind::Cold, false),
        }
    }

    /// Resets the card; a cold reset takes the power first.
    ///
    /// # Errors
    /// [`CardError::Absent`] without a card, [`CardError::Mute`] if the card gives no answer to reset.
    pub fn reset(&mut self, kind: ResetKind) -> Result<Atr, CardError> {
        let card = self.card.as_mut().ok_or(CardError::Absent)?;
        if kind == ResetKind::Cold {
            // If this fails the reset that follows shows it.
            let _ = guarded(|| card.power_off());
        }
        self.power(kind, true)
    }

    /// Takes the power from the card.
    ///
    /// # Errors
    /// [`CardError::Absent`] without a card.
    pub fn power_off(&mut self) -> Result<(), CardError> {
        let card = self.card.as_mut().ok_or(CardError::Absent)?;
        let _ = guarded(|| card.power_off());
        self.reader.update(|status| {
            status.card = CardState::Unpowered;
            status.resets = status.resets.wrapping_add(1);
        });
        self.reader.announce(ReaderChange::Power);
        Ok(())
    }

    /// Carries one command to the card and its response, data and status word, into `response`.
    ///
    /// # Errors
    /// [`CardError::Absent`] without a card, [`CardError::Unpowered`] without power, [`CardError::Mute`] if
    /// the card breaks down or answers less than a status word. A mute card stays so until it is reset.
    pub fn transmit(&mut self, command: &[u8], response: &mut Vec<u8>) -> Result<(), CardError> {
        let card = self.card.as_mut().ok_or(CardError::Absent)?;
        let outcome = guarded(|| card.transmit(command, response)).and_then(|outcome| outcome);
        let outcome = outcome.and(if response.len() < 2 { Err(CardError::Mute) } else { Ok(()) });
        if outcome == Err(CardError::Mute) {
            self.reader.update(|status| (status.card, status.atr) = (CardState::Mute, Atr::EMPTY));
            self.reader.announce(ReaderChange::Power);
        }
        outcome
    }

    fn power(&mut self, kind: ResetKind, is_reset: bool) -> Result<Atr, CardError> {
        let (state, atr) = self.answer_to_reset(kind);
        let before = self.reader.status().card;
        self.reader.update(|status| {
            (status.card, status.atr) = (state, atr);
            status.resets = status.resets.wrapping_add(u32::from(is_reset));
        });
        if before != state {
            self.reader.announce(ReaderChange::Power);
        }
        if state == CardState::Powered { Ok(atr) } else { Err(CardError::Mute) }
    }

    fn answer_to_reset(&mut self, kind: ResetKind) -> (CardState, Atr) {
        let Some(card) = self.card.as_mut() else { return (CardState::Absent, Atr::EMPTY) };
        let answer = guarded(|| card.power_on(kind)).and_then(|answer| answer);
        match answer.and_then(|answer| Atr::try_from(answer.as_slice())) {
            Ok(atr) => (CardState::Powered, atr),
            Err(_) => (CardState::Mute, Atr::EMPTY),
        }
    }
}

impl fmt::Debug for CardSlot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CardSlot").field("reader", &self.reader.name()).finish_non_exhaustive()
    }
}

/// Runs card code. A card that panics has broken down; its reader and the others go on.
fn guarded<T>(operation: impl FnOnce() -> T) -> Result<T, CardError> {
    catch_unwind(AssertUnwindSafe(operation)).map_err(|_| CardError::Mute)
}
