//! Types as nibbles: fields, and arguments and results of methods (JCVM 3.0.5 §6.8).

use alloc::vec::Vec;

use crate::error::{CapError, Rule};
use crate::package::ClassRef;
use crate::reader::Reader;
use crate::writer::Writer;

/// `type_descriptor`: the type of a field, or those of a method's arguments and then its result. The receiver of a
/// virtual method is not among them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeDescriptor {
    /// The types, in order.
    pub types: Vec<Type>,
}

/// A type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// No result.
    Void,
    /// A primitive type.
    Primitive(PrimitiveType),
    /// A reference to an object.
    Reference(ClassRef),
    /// A reference to an array of primitives.
    Array(PrimitiveType),
    /// A reference to an array of references.
    ReferenceArray(ClassRef),
}

/// A primitive type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PrimitiveType {
    /// boolean
    Boolean,
    /// byte: signed, 8 bits
    Byte,
    /// short: signed, 16 bits
    Short,
    /// int: signed, 32 bits; two cells of the stack
    Int,
}

impl PrimitiveType {
    /// Its number in type descriptors and static arrays, 2 to 5.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Boolean => 2,
            Self::Byte => 3,
            Self::Short => 4,
            Self::Int => 5,
        }
    }

    /// The type of this number.
    #[must_use]
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            2 => Some(Self::Boolean),
            3 => Some(Self::Byte),
            4 => Some(Self::Short),
            5 => Some(Self::Int),
            _ => None,
        }
    }

    /// Bytes of a value in an array or in the static image.
    #[must_use]
    pub const fn size(self) -> usize {
        match self {
            Self::Boolean | Self::Byte => 1,
            Self::Short => 2,
            Self::Int => 4,
        }
    }

    /// Its name in Java.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Byte => "byte",
            Self::Short => "short",
            Self::Int => "int",
        }
    }
}

const VOID: u8 = 1;
const REFERENCE: u8 = 6;
/// What turns the number of a primitive type into that of its array.
const ARRAY: u8 = 8;
const REFERENCE_ARRAY: u8 = 14;

impl Type {
    /// Cells of 16 bits that a value takes on the stack.
    #[must_use]
    pub const fn cells(self) -> usize {
        match self {
            Self::Void => 0,
            Self::Primitive(PrimitiveType::Int) => 2,
            Self::Primitive(_) | Self::Reference(_) | Self::Array(_) | Self::ReferenceArray(_) => 1,
        }
    }

    const fn nibble_count(self) -> usize {
        match self {
            Self::Reference(_) | Self::ReferenceArray(_) => 5,
            Self::Void | Self::Primitive(_) | Self::Array(_) => 1,
        }
    }

    fn nibbles(self) -> impl Iterator<Item = u8> {
        let (first, class) = match self {
            Self::Void => (VOID, None),
            Self::Primitive(primitive) => (primitive.number(), None),
            Self::Array(element) => (element.number() | ARRAY, None),
            Self::Reference(class) => (REFERENCE, Some(class)),
            Self::ReferenceArray(class) => (REFERENCE_ARRAY, Some(class)),
        };
        let class = class.map(|class| class.bits().to_be_bytes());
        let class = class.into_iter().flatten().flat_map(|byte| [byte >> 4, byte & 0x0F]);
        core::iter::once(first).chain(class)
    }
}

impl TypeDescriptor {
    /// Bytes of the structure.
    #[must_use]
    pub fn length(&self) -> usize {
        self.nibble_count().div_ceil(2).saturating_add(1)
    }

    fn nibble_count(&self) -> usize {
        self.types.iter().map(|one| one.nibble_count()).fold(0, usize::saturating_add)
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, CapError> {
        let at = reader.position();
        let count = usize::from(reader.u8()?);
        let bytes = reader.bytes(count.div_ceil(2))?;
        let mut nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]);
        let mut types = Vec::new();
        let mut left = count;
        while left > 0 {
            let one = Self::read_type(&mut nibbles, reader, at)?;
            left =
                left.checked_sub(one.nibble_count()).ok_or_else(|| reader.error_at(at, Rule::NibbleCount))?;
            types.push(one);
        }
        // What is left is the padding of an odd count.
        reader.require(nibbles.all(|nibble| nibble == 0), at, Rule::Padding)?;
        Ok(Self { types })
    }

    fn read_type(
        nibbles: &mut impl Iterator<Item = u8>,
        reader: &Reader<'_>,
        at: usize,
    ) -> Result<Type, CapError> {
        let mut next = || nibbles.next().ok_or_else(|| reader.error_at(at, Rule::NibbleCount));
        let first = next()?;
        let mut class = || {
            let mut bits = 0_u16;
            for _ in 0..4 {
                bits = bits << 4 | u16::from(next()?);
            }
            ClassRef::from_bits(bits).ok_or_else(|| reader.error_at(at, Rule::ClassReference))
        };
        match first {
            VOID => Ok(Type::Void),
            REFERENCE => class().map(Type::Reference),
            REFERENCE_ARRAY => class().map(Type::ReferenceArray),
            number => {
                let primitive = PrimitiveType::from_number(number & !ARRAY);
                let primitive = primitive.ok_or_else(|| reader.error_at(at, Rule::TypeNibble))?;
                Ok(if number & ARRAY == 0 { Type::Primitive(primitive) } else { Type::Array(primitive) })
            }
        }
    }

    pub(crate) fn put(&self, writer: &mut Writer) -> Result<(), CapError> {
        writer.count8(self.nibble_count())?;
        let mut nibbles = self.types.iter().flat_map(|one| one.nibbles());
        while let Some(high) = nibbles.next() {
            writer.u8(high << 4 | nibbles.next().unwrap_or(0));
        }
        Ok(())
    }
}

/// Reads type descriptors that fill `length` bytes.
pub(crate) fn read_descriptors(
    reader: &mut Reader<'_>,
    length: usize,
) -> Result<Vec<TypeDescriptor>, CapError> {
    let end = reader.position().saturating_add(length);
    let mut descriptors = Vec::new();
    while reader.position() < end {
        descriptors.push(TypeDescriptor::read(reader)?);
    }
    reader.require(reader.position() == end, end, Rule::NibbleCount)?;
    Ok(descriptors)
}
