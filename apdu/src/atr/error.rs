//! What can be wrong with an answer to reset.

use core::fmt;

use super::Atr;
use crate::hex::HexError;

/// Why bytes or text are not an answer to reset, or why none can be built. Positions are byte offsets, TS
/// being 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtrError {
    /// The text is not hexadecimal.
    Hex(HexError),
    /// TS is neither `3B` nor `3F` (at offset 0).
    InvalidConvention {
        /// The byte found.
        value: u8,
    },
    /// To build: more than 15 historical bytes.
    TooManyHistoricalBytes {
        /// How many.
        length: usize,
    },
    /// More than 33 bytes.
    TooLong {
        /// How many.
        length: usize,
    },
    /// Bytes follow the end that T0 and the interface bytes announce.
    TrailingBytes {
        /// The first of them.
        position: usize,
    },
    /// The bytes end before that end.
    Truncated {
        /// Where they end.
        position: usize,
    },
    /// TCK does not fit.
    WrongCheckByte {
        /// Where TCK stands.
        position: usize,
        /// What it should be.
        expected: u8,
        /// What it is.
        found: u8,
    },
}

impl AtrError {
    /// Byte offset of the defect, where there is one.
    #[must_use]
    pub const fn position(self) -> Option<usize> {
        match self {
            Self::Hex(_) | Self::TooManyHistoricalBytes { .. } => None,
            Self::InvalidConvention { .. } => Some(0),
            Self::TooLong { .. } => Some(Atr::MAX_LENGTH),
            Self::TrailingBytes { position }
            | Self::Truncated { position }
            | Self::WrongCheckByte { position, .. } => Some(position),
        }
    }
}

impl From<HexError> for AtrError {
    fn from(error: HexError) -> Self {
        Self::Hex(error)
    }
}

impl fmt::Display for AtrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hex(error) => error.fmt(f),
            Self::InvalidConvention { value } => write!(f, "TS is {value:02X}, neither 3B nor 3F"),
            Self::TooManyHistoricalBytes { length } => {
                write!(f, "{length} historical bytes are more than {}", Atr::MAX_HISTORICAL_LENGTH)
            }
            Self::TooLong { length } => {
                write!(f, "an answer to reset of {length} bytes is longer than {}", Atr::MAX_LENGTH)
            }
            Self::TrailingBytes { position } => {
                write!(f, "bytes from offset {position} on are not announced")
            }
            Self::Truncated { position } => write!(f, "the answer to reset ends early, at offset {position}"),
            Self::WrongCheckByte { position, expected, found } => {
                write!(f, "check byte TCK at offset {position} is {found:02X} instead of {expected:02X}")
            }
        }
    }
}

impl core::error::Error for AtrError {}
