//! What can be wrong with a command APDU.

use core::fmt;

use super::{MAX_DATA_LENGTH, MAX_EXPECTED_LENGTH};
use crate::status_word::StatusWord;

/// Why bytes are not a command APDU, or why a command cannot be encoded. Positions are byte offsets in the
/// command, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandError {
    /// An extended Lc field says 0 although bytes follow it (at offset 5).
    DataLengthZero,
    /// To encode: the data field is longer than an extended Lc field can say.
    DataTooLong {
        /// Length of the data field in bytes.
        length: usize,
    },
    /// The command ends inside its data field.
    DataTruncated {
        /// Where the command ends.
        position: usize,
        /// How many bytes Lc announces beyond that.
        missing: usize,
    },
    /// To encode: Ne is larger than an extended Le field can say.
    ExpectedLengthTooLarge {
        /// Ne.
        expected_length: u32,
    },
    /// Fewer than the four bytes CLA INS P1 P2.
    HeaderTruncated {
        /// Bytes present, 0 to 3.
        length: usize,
    },
    /// The class byte is `FF`, which announces a PPS exchange and no command (ISO/IEC 7816-4 §5.4.1).
    InvalidClass,
    /// The command ends inside an extended length field.
    LengthFieldTruncated {
        /// Where the command ends.
        position: usize,
    },
    /// Bytes follow the end of the command.
    TrailingBytes {
        /// The first of them.
        position: usize,
    },
}

impl CommandError {
    /// Byte offset of the defect in the command; none when the command was being encoded.
    #[must_use]
    pub const fn position(self) -> Option<usize> {
        match self {
            Self::DataTooLong { .. } | Self::ExpectedLengthTooLarge { .. } => None,
            Self::InvalidClass => Some(0),
            Self::DataLengthZero => Some(5),
            Self::HeaderTruncated { length } => Some(length),
            Self::DataTruncated { position, .. }
            | Self::LengthFieldTruncated { position }
            | Self::TrailingBytes { position } => Some(position),
        }
    }

    /// What a card answers: 6E00 for the invalid class, otherwise 6700.
    #[must_use]
    pub const fn status_word(self) -> StatusWord {
        match self {
            Self::InvalidClass => StatusWord::CLASS_NOT_SUPPORTED,
            Self::DataLengthZero
            | Self::DataTooLong { .. }
            | Self::DataTruncated { .. }
            | Self::ExpectedLengthTooLarge { .. }
            | Self::HeaderTruncated { .. }
            | Self::LengthFieldTruncated { .. }
            | Self::TrailingBytes { .. } => StatusWord::WRONG_LENGTH,
        }
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DataLengthZero => write!(f, "extended Lc at offset 5 is zero but data follows"),
            Self::DataTooLong { length } => {
                write!(f, "a data field of {length} bytes is longer than {MAX_DATA_LENGTH}")
            }
            Self::DataTruncated { position, missing } => {
                write!(f, "the command ends at offset {position}, {missing} bytes before the end of its data")
            }
            Self::ExpectedLengthTooLarge { expected_length } => {
                write!(f, "an expected length of {expected_length} is larger than {MAX_EXPECTED_LENGTH}")
            }
            Self::HeaderTruncated { length } => {
                write!(f, "{length} bytes are no command header (4 bytes: CLA INS P1 P2)")
            }
            Self::InvalidClass => write!(f, "class FF at offset 0 is invalid"),
            Self::LengthFieldTruncated { position } => {
                write!(f, "the command ends at offset {position}, inside an extended length field")
            }
            Self::TrailingBytes { position } => {
                write!(f, "bytes from offset {position} on follow the end of the command")
            }
        }
    }
}

impl core::error::Error for CommandError {}
