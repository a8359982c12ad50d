//! What a reader needs of whatever sits in it.

use thiserror::Error;

/// How a card is reset (ISO 7816-3 §6.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResetKind {
    /// Power is applied, or taken and applied again (ISO 7816-3 §6.2.2).
    Cold,
    /// The reset line alone is pulled while power and clock stay (ISO 7816-3 §6.2.3).
    Warm,
}

/// Why a card gave no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CardError {
    /// The card did not answer: it broke down or lost its power. It stays mute until it is reset.
    #[error("the card gave no answer")]
    Mute,
    /// The card has no power; it answers after [`SmartCard::power_on`].
    #[error("the card is not powered")]
    Unpowered,
    /// There is no card in the reader. Only a reader gives this error.
    #[error("there is no card in the reader")]
    Absent,
}

/// A card as its reader sees it: contacts that carry resets and APDUs.
///
/// A reader calls one method at a time. A panic in any of them is taken for a card that falls mute.
pub trait SmartCard: Send {
    /// Resets the card and gives its answer to reset: 2 to 33 bytes from TS on (ISO 7816-3 §8.2).
    ///
    /// # Errors
    /// [`CardError::Mute`] if the card gives no answer to reset.
    fn power_on(&mut self, reset: ResetKind) -> Result<Vec<u8>, CardError>;

    /// Carries one command APDU, short or extended, of any length and not yet checked (ISO 7816-4 §5.2).
    ///
    /// `response` is cleared first and then holds the response APDU: 0 to 65,536 bytes of data, SW1, SW2.
    ///
    /// # Errors
    /// [`CardError::Mute`] if the card breaks down, [`CardError::Unpowered`] without power. What a command
    /// may not do is no error here but a status word.
    fn transmit(&mut self, command: &[u8], response: &mut Vec<u8>) -> Result<(), CardError>;

    /// Takes the power. What the card holds in volatile memory is gone.
    fn power_off(&mut self);
}
