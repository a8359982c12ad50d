//! The answer to reset as a reader keeps it.

use std::fmt;
use std::ops::Deref;

use crate::smart_card::CardError;

/// An answer to reset of 0 to 33 bytes, from TS on; empty if there is none (ISO 7816-3 §8.2). Its content is
/// the card's affair and not checked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Atr {
    bytes: [u8; Self::MAX_LENGTH],
    length: u8,
}

impl Atr {
    /// Longest answer to reset: TS and 32 bytes (ISO 7816-3 §8.2.1).
    pub const MAX_LENGTH: usize = 33;

    /// No answer to reset.
    pub const EMPTY: Self = Self { bytes: [0; Self::MAX_LENGTH], length: 0 };

    /// The bytes, followed by zeros up to [`Self::MAX_LENGTH`].
    #[must_use]
    pub fn padded(&self) -> &[u8; Self::MAX_LENGTH] {
        &self.bytes
    }
}

impl TryFrom<&[u8]> for Atr {
    type Error = CardError;

    /// Takes what a card answered. No reader takes an empty or overlong answer for an answer to reset, so
    /// such a card is [`CardError::Mute`].
    fn try_from(answer: &[u8]) -> Result<Self, CardError> {
        let mut atr = Self::EMPTY;
        let place = atr.bytes.get_mut(..answer.len()).filter(|place| !place.is_empty());
        place.ok_or(CardError::Mute)?.copy_from_slice(answer);
        atr.length = u8::try_from(answer.len()).map_err(|_| CardError::Mute)?;
        Ok(atr)
    }
}

impl Deref for Atr {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }
}

impl fmt::Debug for Atr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}
