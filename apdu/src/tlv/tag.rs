//! Tags of data objects.

use core::fmt;
use core::str::FromStr;

use super::error::{TlvError, TlvErrorKind};
use crate::hex::Hex;

/// The class of a tag: bits b8 b7 of its first byte (ISO/IEC 7816-4 §5.2.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TagClass {
    /// `00`: ASN.1 universal types.
    Universal,
    /// `01`: defined by ISO/IEC 7816.
    Application,
    /// `10`: defined by the object around it.
    ContextSpecific,
    /// `11`: private.
    Private,
}

/// A tag field of one to three bytes, such as `84`, `9F38` or `DF8129`.
///
/// Second bytes below `1F` are accepted although a one-byte tag could say the same number: EMV uses them
/// (`9F02`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(u32);

impl Tag {
    /// Longest tag in bytes.
    pub const MAX_LENGTH: usize = 3;

    /// The tag whose bytes, most significant first, make this number.
    ///
    /// # Errors
    /// [`TlvError`] if they do not make exactly one tag.
    pub const fn new(number: u32) -> Result<Self, TlvError> {
        let bytes = number.to_be_bytes();
        let mut rest: &[u8] = &bytes;
        while let [0, tail @ ..] = rest {
            rest = tail;
        }
        match Self::split(rest) {
            Ok((tag, [])) => Ok(tag),
            Ok((tag, _)) => Err(TlvErrorKind::TrailingBytes.at(tag.length())),
            Err(error) => Err(error),
        }
    }

    /// The tag of this number, for literals: a number that makes no tag is refused by the compiler.
    ///
    /// ```
    /// use cardamom_apdu::tlv::Tag;
    /// const FCI_TEMPLATE: Tag = Tag::literal::<0x6F>();
    /// assert!(FCI_TEMPLATE.is_constructed());
    /// ```
    #[must_use]
    pub const fn literal<const NUMBER: u32>() -> Self {
        const { assert!(Self::new(NUMBER).is_ok(), "not a BER-TLV tag") };
        Self(NUMBER)
    }

    /// Takes the tag off the front of the bytes.
    pub(super) const fn split(bytes: &[u8]) -> Result<(Self, &[u8]), TlvError> {
        match bytes {
            [] => Err(TlvErrorKind::TagTruncated.at(0)),
            [0, ..] => Err(TlvErrorKind::InvalidTag.at(0)),
            [first, rest @ ..] if *first & 0x1F != 0x1F => {
                Ok((Self(u32::from_be_bytes([0, 0, 0, *first])), rest))
            }
            [_] => Err(TlvErrorKind::TagTruncated.at(1)),
            [_, 0x80, ..] => Err(TlvErrorKind::InvalidTag.at(1)),
            [first, second, rest @ ..] if *second < 0x80 => {
                Ok((Self(u32::from_be_bytes([0, 0, *first, *second])), rest))
            }
            [_, _] => Err(TlvErrorKind::TagTruncated.at(2)),
            [first, second, third, rest @ ..] if *third < 0x80 => {
                Ok((Self(u32::from_be_bytes([0, *first, *second, *third])), rest))
            }
            _ => Err(TlvErrorKind::TagTooLong.at(2)),
        }
    }

    /// The bytes as one number, most significant first.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }

    /// Number of bytes, 1 to 3.
    #[must_use]
    pub const fn length(self) -> usize {
        match self.0 {
            0..=0xFF => 1,
            0x100..=0xFFFF => 2,
            _ => 3,
        }
    }

    /// The bytes, in the end of the buffer that they are written to.
    pub const fn as_bytes(self, buffer: &mut [u8; Self::MAX_LENGTH]) -> &[u8] {
        let [_, a, b, c] = self.0.to_be_bytes();
        *buffer = [a, b, c];
        match (self.length(), buffer) {
            (1, [_, _, bytes @ ..]) => bytes,
            (2, [_, bytes @ ..]) => bytes,
            (_, bytes) => bytes,
        }
    }

    /// True if the value holds data objects (b6 of the first byte).
    #[must_use]
    pub const fn is_constructed(self) -> bool {
        self.first_byte() & 0x20 != 0
    }

    /// The class (b8 b7 of the first byte).
    #[must_use]
    pub const fn class(self) -> TagClass {
        match self.first_byte() >> 6 {
            0 => TagClass::Universal,
            1 => TagClass::Application,
            2 => TagClass::ContextSpecific,
            _ => TagClass::Private,
        }
    }

    const fn first_byte(self) -> u8 {
        let [_, a, b, c] = self.0.to_be_bytes();
        match self.length() {
            1 => c,
            2 => b,
            _ => a,
        }
    }
}

impl TryFrom<u32> for Tag {
    type Error = TlvError;

    fn try_from(number: u32) -> Result<Self, TlvError> {
        Self::new(number)
    }
}

impl FromStr for Tag {
    type Err = TlvError;

    /// Reads two to six hexadecimal digits. Positions in the error count bytes of the tag.
    fn from_str(text: &str) -> Result<Self, TlvError> {
        let invalid = TlvErrorKind::InvalidTag.at(0);
        if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(invalid);
        }
        if text.len() > 2 * Self::MAX_LENGTH {
            return Err(TlvErrorKind::TagTooLong.at(Self::MAX_LENGTH));
        }
        let tag = Self::new(u32::from_str_radix(text, 16).map_err(|_| invalid)?)?;
        if tag.length() * 2 == text.len() { Ok(tag) } else { Err(invalid) }
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Hex(self.as_bytes(&mut [0; Self::MAX_LENGTH])).fmt(f)
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tag({self})")
    }
}
