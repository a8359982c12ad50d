//! The card, and the reader it is in, as a script sees them.

use alloc::vec::Vec;
use core::fmt;

use super::super::ast::{Interface, ResetKind, SecureChannel};

/// What a [`ScriptCard`] may lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    /// `insert` and `remove`.
    Insertion,
    /// `contacted` and `contactless`.
    InterfaceChoice,
    /// `powerdown`.
    PowerDown,
    /// `sleep`.
    Sleep,
    /// `scp03` and the like, and `secure`.
    SecureChannels,
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Insertion => "inserting and removing cards is not available in this runner",
            Self::InterfaceChoice => "choosing the interface is not available in this runner",
            Self::PowerDown => "powering down is not available in this runner",
            Self::Sleep => "sleeping is not available in this runner",
            Self::SecureChannels => "secure channels are not available in this runner",
        })
    }
}

/// Why a [`ScriptCard`] did not do what a statement asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScriptCardError<E> {
    /// It never does this.
    NotSupported(Feature),
    /// It failed this time.
    Card(E),
}

impl<E> From<E> for ScriptCardError<E> {
    fn from(error: E) -> Self {
        Self::Card(error)
    }
}

/// A card in a reader, driven by a script.
///
/// Three methods are enough to run scripts: [`power_up`](Self::power_up), [`reset`](Self::reset) and
/// [`transmit`](Self::transmit). The others say that they are not supported, which fails the statement
/// that asked and not the run.
pub trait ScriptCard {
    /// What can go wrong between reader and card.
    type Error: fmt::Display;

    /// Powers the card up and gives its answer to reset.
    ///
    /// # Errors
    ///
    /// The card is missing, mute or unreachable.
    fn power_up(&mut self) -> Result<Vec<u8>, ScriptCardError<Self::Error>>;

    /// Resets the card and gives its answer to reset.
    ///
    /// # Errors
    ///
    /// The card is missing, mute or unreachable.
    fn reset(&mut self, kind: ResetKind) -> Result<Vec<u8>, ScriptCardError<Self::Error>>;

    /// Sends a command APDU and gives the response APDU, status word last.
    ///
    /// # Errors
    ///
    /// The card is missing, mute or unreachable. An error status word is no error here.
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ScriptCardError<Self::Error>>;

    /// Takes the power away.
    ///
    /// # Errors
    ///
    /// Not supported, or failed.
    fn power_down(&mut self) -> Result<(), ScriptCardError<Self::Error>> {
        Err(ScriptCardError::NotSupported(Feature::PowerDown))
    }

    /// Puts card `card` (from 0) into the reader.
    ///
    /// # Errors
    ///
    /// Not supported, or there is no such card.
    fn insert(&mut self, card: u8) -> Result<(), ScriptCardError<Self::Error>> {
        let _ = card;
        Err(ScriptCardError::NotSupported(Feature::Insertion))
    }

    /// Takes the card out of the reader.
    ///
    /// # Errors
    ///
    /// Not supported, or there is no card.
    fn remove(&mut self) -> Result<(), ScriptCardError<Self::Error>> {
        Err(ScriptCardError::NotSupported(Feature::Insertion))
    }

    /// Chooses the interface of the next power-up.
    ///
    /// # Errors
    ///
    /// Not supported, or the card lacks it.
    fn use_interface(&mut self, interface: Interface) -> Result<(), ScriptCardError<Self::Error>> {
        let _ = interface;
        Err(ScriptCardError::NotSupported(Feature::InterfaceChoice))
    }

    /// Waits, in real or in simulated time.
    ///
    /// # Errors
    ///
    /// Not supported.
    fn sleep(&mut self, milliseconds: u64) -> Result<(), ScriptCardError<Self::Error>> {
        let _ = milliseconds;
        Err(ScriptCardError::NotSupported(Feature::Sleep))
    }

    /// Microseconds since any fixed moment, or `None` where time is not measured.
    fn now_micros(&mut self) -> Option<u64> {
        None
    }

    /// Opens a secure channel, on logical channel `channel`.
    ///
    /// # Errors
    ///
    /// Not supported, wrong parameters, or the card refused.
    fn open_secure_channel(
        &mut self,
        request: &SecureChannel,
        channel: u8,
    ) -> Result<(), ScriptCardError<Self::Error>> {
        let _ = (request, channel);
        Err(ScriptCardError::NotSupported(Feature::SecureChannels))
    }

    /// Wraps `command` by the open secure channel, sends it, and gives the unwrapped response.
    ///
    /// # Errors
    ///
    /// Not supported, no channel is open, or the response does not verify.
    fn transmit_secure(&mut self, command: &[u8]) -> Result<Vec<u8>, ScriptCardError<Self::Error>> {
        let _ = command;
        Err(ScriptCardError::NotSupported(Feature::SecureChannels))
    }
}
