//! BER-TLV data objects (ISO/IEC 7816-4 §5.2.2, ISO/IEC 8825-1).
//!
//! Two ways to read: [`Reader`] walks over one level of objects without copying, for the card; [`Tlv`] is
//! the whole tree, for hosts, scripts and traces, with queries by [`TlvPath`].
//!
//! What is accepted:
//! - tags of one to three bytes, lengths of one to five bytes; a length may be written longer than it needs
//!   to be, as ISO/IEC 7816-4 table 8 allows, and is written in its shortest form when encoded;
//! - **padding**: bytes `00` before, between and after objects, where several may stand (in
//!   [`Tlv::parse_many`], [`Reader`] and inside every constructed object) have no meaning (ISO/IEC 7816-4
//!   §5.2.2.1, EMV 4.3 book 3 annex B1). They are skipped and not kept. [`Tlv::parse`] wants exactly one
//!   object and refuses padding around it.
//!
//! What is refused, with the byte position: the indefinite length `80`, objects that are cut short or reach
//! over the end of the object around them, bytes after the one object that was asked for, tag numbers with
//! leading zeros, and nesting beyond [`MAX_DEPTH`].
//!
//! Leaves are decoded by the crate `iso7816-tlv`, one object that has been framed here at a time: given a
//! whole tree it reads an indefinite length as an empty object, recurses without limit and takes time
//! quadratic in the number of objects; its encoder writes a length of 127 in two bytes but counts one, so
//! encoding is done here.

mod error;
mod path;
mod reader;
mod tag;

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use iso7816_tlv::ber;

pub use error::{TlvError, TlvErrorKind};
pub use path::{TlvPath, TlvPathError};
pub use reader::{Object, Reader};
pub use tag::{Tag, TagClass};

use crate::hex::Hex;

/// How many constructed objects may stand inside one another.
pub const MAX_DEPTH: usize = 32;

/// A data object with all that is in it.
///
/// ```
/// use cardamom_apdu::tlv::{Tag, Tlv};
///
/// let fci = Tlv::parse(&[0x6F, 0x07, 0x84, 0x02, 0x3F, 0x00, 0xA5, 0x01, 0x00])?;
/// let name = fci.find(&"6F/84".parse()?).unwrap();
/// assert_eq!(name.as_primitive(), Some(&[0x3F, 0x00][..]));
///
/// let built = Tlv::constructed(Tag::literal::<0x6F>(), vec![name.clone()])?;
/// assert_eq!(built.to_bytes(), [0x6F, 0x04, 0x84, 0x02, 0x3F, 0x00]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tlv {
    tag: Tag,
    value: Value,
}

/// The value field of a [`Tlv`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// Bytes that are not BER-TLV, possibly none.
    Primitive(Vec<u8>),
    /// Data objects, possibly none.
    Constructed(Vec<Tlv>),
}

impl Tlv {
    /// A primitive object.
    ///
    /// # Errors
    /// [`TlvErrorKind::EncodingMismatch`] if bit b6 of the tag says constructed.
    pub fn primitive(tag: Tag, value: impl Into<Vec<u8>>) -> Result<Self, TlvError> {
        if tag.is_constructed() {
            return Err(TlvErrorKind::EncodingMismatch.at(0));
        }
        Ok(Self { tag, value: Value::Primitive(value.into()) })
    }

    /// A constructed object.
    ///
    /// # Errors
    /// [`TlvErrorKind::EncodingMismatch`] if bit b6 of the tag says primitive.
    pub fn constructed(tag: Tag, objects: Vec<Self>) -> Result<Self, TlvError> {
        if !tag.is_constructed() {
            return Err(TlvErrorKind::EncodingMismatch.at(0));
        }
        Ok(Self { tag, value: Value::Constructed(objects) })
    }

    /// Reads bytes that are exactly one object.
    ///
    /// # Errors
    /// [`TlvError`] with the position; a card answers [`TlvError::status_word`], 6A80.
    pub fn parse(bytes: &[u8]) -> Result<Self, TlvError> {
        let object = Object::parse_first(bytes)?;
        let end = object.encoding().len();
        if end < bytes.len() {
            return Err(TlvErrorKind::TrailingBytes.at(end));
        }
        Self::from_object(&object, 0)
    }

    /// Reads bytes that are any number of objects, also none, with padding `00` around them.
    ///
    /// # Errors
    /// [`TlvError`] with the position.
    pub fn parse_many(bytes: &[u8]) -> Result<Vec<Self>, TlvError> {
        Self::from_reader(Reader::new(bytes), 0)
    }

    fn from_reader(reader: Reader<'_>, depth: usize) -> Result<Vec<Self>, TlvError> {
        reader.map(|object| Self::from_object(&object?, depth)).collect()
    }

    /// `depth` is the number of objects around this one; it bounds the recursion.
    fn from_object(object: &Object<'_>, depth: usize) -> Result<Self, TlvError> {
        let value = if object.tag().is_constructed() {
            if depth >= MAX_DEPTH {
                return Err(TlvErrorKind::NestingTooDeep.at(object.position()));
            }
            Value::Constructed(Self::from_reader(object.objects(), depth + 1)?)
        } else {
            let undecodable = TlvErrorKind::InvalidTag.at(object.position());
            let leaf = ber::Tlv::from_bytes(object.encoding()).map_err(|_| undecodable)?;
            match leaf.value() {
                ber::Value::Primitive(bytes) => Value::Primitive(bytes.clone()),
                ber::Value::Constructed(_) => return Err(undecodable),
            }
        };
        Ok(Self { tag: object.tag(), value })
    }

    /// The tag.
    #[must_use]
    pub const fn tag(&self) -> Tag {
        self.tag
    }

    /// The value field.
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.value
    }

    /// The value of a primitive object; none for a constructed one.
    #[must_use]
    pub fn as_primitive(&self) -> Option<&[u8]> {
        match &self.value {
            Value::Primitive(bytes) => Some(bytes),
            Value::Constructed(_) => None,
        }
    }

    /// The objects inside a constructed object; none in a primitive one.
    #[must_use]
    pub fn objects(&self) -> &[Self] {
        match &self.value {
            Value::Primitive(_) => &[],
            Value::Constructed(objects) => objects,
        }
    }

    /// The bytes of the value field, encoded if they are objects.
    #[must_use]
    pub fn value_bytes(&self) -> Cow<'_, [u8]> {
        match &self.value {
            Value::Primitive(bytes) => Cow::Borrowed(bytes),
            Value::Constructed(objects) => Cow::Owned(encode_many(objects)),
        }
    }

    /// Length of the encoded object in bytes.
    #[must_use]
    pub fn encoded_length(&self) -> usize {
        let length = self.value_length();
        self.tag.length() + length_field(length).1 + length
    }

    /// Appends the object, with the shortest length fields.
    pub fn encode_into(&self, output: &mut Vec<u8>) {
        output.extend_from_slice(self.tag.as_bytes(&mut [0; Tag::MAX_LENGTH]));
        let (field, used) = length_field(self.value_length());
        output.extend(field.iter().skip(field.len() - used));
        match &self.value {
            Value::Primitive(bytes) => output.extend_from_slice(bytes),
            Value::Constructed(objects) => objects.iter().for_each(|object| object.encode_into(output)),
        }
    }

    /// The encoded object.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.encoded_length());
        self.encode_into(&mut bytes);
        bytes
    }

    /// The first object on this path, whose first tag is that of this object itself.
    #[must_use]
    pub fn find(&self, path: &TlvPath) -> Option<&Self> {
        find(core::slice::from_ref(self), path)
    }

    /// All objects on this path, in the order in which they are encoded.
    #[must_use]
    pub fn find_all(&self, path: &TlvPath) -> Vec<&Self> {
        find_all(core::slice::from_ref(self), path)
    }

    fn value_length(&self) -> usize {
        match &self.value {
            Value::Primitive(bytes) => bytes.len(),
            Value::Constructed(objects) => objects.iter().map(Self::encoded_length).sum(),
        }
    }

    fn describe(&self, indent: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:indent$}{}", "", self.tag)?;
        match &self.value {
            Value::Primitive(bytes) if bytes.is_empty() => Ok(()),
            Value::Primitive(bytes) => write!(f, " {}", Hex(bytes)),
            Value::Constructed(objects) => objects.iter().try_for_each(|object| {
                writeln!(f)?;
                object.describe(indent + 2, f)
            }),
        }
    }
}

/// The first of these objects, or of those inside them, on this path: depth first, in the order in which
/// they are encoded.
#[must_use]
pub fn find<'a>(objects: &'a [Tlv], path: &TlvPath) -> Option<&'a Tlv> {
    find_tags(objects, path.tags())
}

/// All of these objects, or of those inside them, on this path, in the order in which they are encoded.
#[must_use]
pub fn find_all<'a>(objects: &'a [Tlv], path: &TlvPath) -> Vec<&'a Tlv> {
    let mut level: Vec<&Tlv> = objects.iter().collect();
    let mut tags = path.tags().iter().peekable();
    while let Some(tag) = tags.next() {
        level.retain(|object| object.tag == *tag);
        if tags.peek().is_some() {
            level = level.into_iter().flat_map(Tlv::objects).collect();
        }
    }
    level
}

/// Encodes objects one after the other.
#[must_use]
pub fn encode_many(objects: &[Tlv]) -> Vec<u8> {
    let mut bytes = Vec::new();
    objects.iter().for_each(|object| object.encode_into(&mut bytes));
    bytes
}

/// Appends one object whose value field is these bytes, with the shortest length field: for an encoder that
/// writes in one go and needs no tree. A constructed tag takes the bytes of objects that were encoded before.
pub fn append_object(output: &mut Vec<u8>, tag: Tag, value: &[u8]) {
    output.extend_from_slice(tag.as_bytes(&mut [0; Tag::MAX_LENGTH]));
    let (field, used) = length_field(value.len());
    output.extend(field.iter().skip(field.len() - used));
    output.extend_from_slice(value);
}

/// Recurses once for each tag that has an object: not deeper than the tree.
fn find_tags<'a>(objects: &'a [Tlv], tags: &[Tag]) -> Option<&'a Tlv> {
    let (tag, rest) = tags.split_first()?;
    let mut matching = objects.iter().filter(|object| object.tag == *tag);
    if rest.is_empty() {
        matching.next()
    } else {
        matching.find_map(|object| find_tags(object.objects(), rest))
    }
}

/// The shortest length field for this length, right-aligned, and how many of its bytes are used.
fn length_field(length: usize) -> ([u8; 9], usize) {
    let mut field = [0; 9];
    let [_, number @ ..] = &mut field;
    *number = (length as u64).to_be_bytes();
    let significant = (usize::BITS - length.leading_zeros()).div_ceil(8) as usize;
    if length < 0x80 {
        return (field, 1);
    }
    if let (Some(first), Ok(count)) = (field.get_mut(8 - significant), u8::try_from(significant)) {
        *first = 0x80 | count;
    }
    (field, significant + 1)
}

impl fmt::Display for Tlv {
    /// The tree, one object a line, indented by two spaces a level.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.describe(0, f)
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Primitive(bytes) => f.debug_tuple("Primitive").field(&Hex(bytes)).finish(),
            Self::Constructed(objects) => f.debug_tuple("Constructed").field(objects).finish(),
        }
    }
}

#[cfg(test)]
mod tests;
