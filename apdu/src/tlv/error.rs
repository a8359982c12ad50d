//! What can be wrong with BER-TLV data.

use core::fmt;

use super::MAX_DEPTH;
use crate::status_word::StatusWord;

/// What is wrong with BER-TLV data, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TlvError {
    kind: TlvErrorKind,
    position: usize,
}

/// What is wrong with BER-TLV data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlvErrorKind {
    /// There is no object.
    Empty,
    /// A primitive value was to get a tag with b6 = 1, or objects one with b6 = 0.
    EncodingMismatch,
    /// The length is `80` (indefinite), which ISO/IEC 7816-4 §5.2.2.2 does not allow.
    IndefiniteLength,
    /// The tag starts with `00`, or its number has leading zeros (second byte `80`).
    InvalidTag,
    /// The length field is longer than five bytes.
    LengthTooLong,
    /// The data ends inside a length field.
    LengthTruncated,
    /// More than [`MAX_DEPTH`] constructed objects stand inside one another.
    NestingTooDeep,
    /// The tag is longer than three bytes.
    TagTooLong,
    /// The data ends inside a tag.
    TagTruncated,
    /// Bytes follow the object.
    TrailingBytes,
    /// The value reaches over the end of the data, or of the object around it.
    ValueTruncated {
        /// How many bytes of the value are missing.
        missing: usize,
    },
}

impl TlvErrorKind {
    pub(super) const fn at(self, position: usize) -> TlvError {
        TlvError { kind: self, position }
    }
}

impl TlvError {
    /// What is wrong.
    #[must_use]
    pub const fn kind(self) -> TlvErrorKind {
        self.kind
    }

    /// Byte offset from the start of the data: of the offending byte, or of the end where something is
    /// missing.
    #[must_use]
    pub const fn position(self) -> usize {
        self.position
    }

    /// What a card answers to a command with such data: 6A80.
    #[must_use]
    pub const fn status_word(self) -> StatusWord {
        StatusWord::WRONG_DATA
    }

    /// The same error in data that starts at this offset of something larger.
    #[must_use]
    pub const fn nested(self, offset: usize) -> Self {
        Self { kind: self.kind, position: self.position + offset }
    }
}

impl fmt::Display for TlvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TlvErrorKind::Empty => f.write_str("no data object"),
            TlvErrorKind::EncodingMismatch => f.write_str("tag and value differ in being constructed"),
            TlvErrorKind::IndefiniteLength => f.write_str("indefinite length"),
            TlvErrorKind::InvalidTag => f.write_str("invalid tag"),
            TlvErrorKind::LengthTooLong => f.write_str("length field of more than 5 bytes"),
            TlvErrorKind::LengthTruncated => f.write_str("length field cut short"),
            TlvErrorKind::NestingTooDeep => write!(f, "more than {MAX_DEPTH} objects inside one another"),
            TlvErrorKind::TagTooLong => f.write_str("tag of more than 3 bytes"),
            TlvErrorKind::TagTruncated => f.write_str("tag cut short"),
            TlvErrorKind::TrailingBytes => f.write_str("bytes after the data object"),
            TlvErrorKind::ValueTruncated { missing } => write!(f, "value cut short by {missing} bytes"),
        }?;
        write!(f, " at offset {}", self.position)
    }
}

impl core::error::Error for TlvError {}
