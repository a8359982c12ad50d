//! Walking over data objects without copying them.

use core::fmt;

use super::error::{TlvError, TlvErrorKind};
use super::tag::Tag;
use crate::hex::Hex;

/// Bytes of a length field after its first byte, at most.
const MAX_LENGTH_BYTES: usize = 4;

/// One data object, framed in the bytes that hold it; what is inside has not been read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Object<'a> {
    tag: Tag,
    value: &'a [u8],
    encoding: &'a [u8],
    position: usize,
}

impl<'a> Object<'a> {
    /// Takes one object off the front of the bytes, whatever follows.
    ///
    /// # Errors
    /// [`TlvErrorKind::Empty`] when there are no bytes; otherwise what is wrong with the tag, the length or
    /// the value.
    pub fn parse_first(bytes: &'a [u8]) -> Result<Self, TlvError> {
        if bytes.is_empty() {
            return Err(TlvErrorKind::Empty.at(0));
        }
        let (tag, rest) = Tag::split(bytes)?;
        let length_position = tag.length();
        let (length, rest) = split_length(rest).map_err(|error| error.nested(length_position))?;
        let header_length = bytes.len() - rest.len();
        let truncated = || {
            let missing = length - rest.len();
            TlvErrorKind::ValueTruncated { missing }.at(bytes.len())
        };
        let (value, _) = rest.split_at_checked(length).ok_or_else(truncated)?;
        let encoding = bytes.get(..header_length + length).unwrap_or(bytes);
        Ok(Self { tag, value, encoding, position: 0 })
    }

    /// The tag.
    #[must_use]
    pub const fn tag(&self) -> Tag {
        self.tag
    }

    /// The value field.
    #[must_use]
    pub const fn value(&self) -> &'a [u8] {
        self.value
    }

    /// Tag, length and value as they were read.
    #[must_use]
    pub const fn encoding(&self) -> &'a [u8] {
        self.encoding
    }

    /// Byte offset of the tag in the outermost data that the reader was made for.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.position
    }

    /// Byte offset of the value field in the outermost data.
    #[must_use]
    pub const fn value_position(&self) -> usize {
        self.position + self.encoding.len() - self.value.len()
    }

    /// The objects in the value field; meaningful if the tag says constructed.
    #[must_use]
    pub const fn objects(&self) -> Reader<'a> {
        Reader { bytes: self.value, position: self.value_position() }
    }
}

impl fmt::Debug for Object<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Object")
            .field("tag", &self.tag)
            .field("value", &Hex(self.value))
            .field("position", &self.position)
            .finish()
    }
}

/// Iterates over the data objects of one level. Padding `00` is skipped. After an error it ends.
///
/// ```
/// use cardamom_apdu::tlv::Reader;
/// let data = [0x81, 0x01, 0xAA, 0x00, 0x82, 0x00];
/// let tags: Result<Vec<u32>, _> = Reader::new(&data).map(|object| Ok(object?.tag().number())).collect();
/// assert_eq!(tags, Ok::<_, cardamom_apdu::tlv::TlvError>(vec![0x81, 0x82]));
/// ```
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> Reader<'a> {
    /// A reader of these bytes.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, position: 0 }
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Result<Object<'a>, TlvError>;

    fn next(&mut self) -> Option<Self::Item> {
        while let [0, rest @ ..] = self.bytes {
            self.bytes = rest;
            self.position += 1;
        }
        if self.bytes.is_empty() {
            return None;
        }
        match Object::parse_first(self.bytes) {
            Ok(object) => {
                let object = Object { position: self.position, ..object };
                self.bytes = self.bytes.get(object.encoding.len()..).unwrap_or(&[]);
                self.position += object.encoding.len();
                Some(Ok(object))
            }
            Err(error) => {
                self.bytes = &[];
                Some(Err(error.nested(self.position)))
            }
        }
    }
}

impl core::iter::FusedIterator for Reader<'_> {}

/// Takes the length field off the front of the bytes.
fn split_length(bytes: &[u8]) -> Result<(usize, &[u8]), TlvError> {
    let (&first, rest) = bytes.split_first().ok_or(TlvErrorKind::LengthTruncated.at(0))?;
    let count = match first {
        0..=0x7F => return Ok((usize::from(first), rest)),
        0x80 => return Err(TlvErrorKind::IndefiniteLength.at(0)),
        _ => usize::from(first & 0x7F),
    };
    if count > MAX_LENGTH_BYTES {
        return Err(TlvErrorKind::LengthTooLong.at(0));
    }
    let (field, rest) = rest.split_at_checked(count).ok_or(TlvErrorKind::LengthTruncated.at(bytes.len()))?;
    let length = field.iter().fold(0u32, |length, byte| length << 8 | u32::from(*byte));
    let length = usize::try_from(length).map_err(|_| TlvErrorKind::LengthTooLong.at(0))?;
    Ok((length, rest))
}
