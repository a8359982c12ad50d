//! The door to objects, arrays and static fields.
//!
//! The engine decides what code may ask for: class, field, index, type. The heap decides whether it is there and
//! may be touched: firewall, quotas, transactions and non-volatile memory are behind this trait.

mod ram;

use core::num::NonZeroU16;

use cardamom_cap::type_descriptor::PrimitiveType;

pub use self::ram::RamHeap;

use crate::program::{ClassId, InstanceLayout, PackageId};

/// A reference to an object or array; null is no reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference(pub NonZeroU16);

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectKind {
    /// An instance of a class.
    Object(ClassId),
    /// An array.
    Array(ArrayElement),
}

/// What an array is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrayElement {
    /// Primitives.
    Primitive(PrimitiveType),
    /// References to objects of a class or interface.
    Reference(ClassId),
}

/// What is in a place of the heap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A reference, or null.
    Reference(Option<Reference>),
    /// A cell of 16 bits of an object, sign extended, or an element of an array.
    Primitive(i32),
}

/// Why the heap refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeapError {
    /// The firewall does not let it through: the code gets a `SecurityException` (JCRE 3.0.5 §6.2.8).
    Denied,
    /// There is no space: the code gets a `SystemException` with the reason `NO_RESOURCE`.
    NoSpace,
    /// There is no such object, or nothing of that type in that place: correct code never asks.
    NoSuchSlot,
}

/// The static fields of a new package.
#[derive(Clone, Copy, Debug)]
pub struct NewStatics<'a> {
    /// The references.
    pub references: &'a [Option<Reference>],
    /// The primitives, big endian, without the references before them.
    pub primitives: &'a [u8],
}

/// Objects, arrays and static fields.
pub trait Heap {
    /// Makes an object whose fields are zero and null. `layouts` tell where its references are, of each class up to
    /// `java.lang.Object`.
    ///
    /// # Errors
    /// [`HeapError::NoSpace`].
    fn new_object(&mut self, class: ClassId, layouts: &[InstanceLayout]) -> Result<Reference, HeapError>;

    /// Makes an array whose elements are zero or null.
    ///
    /// # Errors
    /// [`HeapError::NoSpace`].
    fn new_array(&mut self, element: ArrayElement, length: u16) -> Result<Reference, HeapError>;

    /// What an object is.
    ///
    /// # Errors
    /// [`HeapError::Denied`], [`HeapError::NoSuchSlot`].
    fn kind(&self, object: Reference) -> Result<ObjectKind, HeapError>;

    /// How many elements an array has, 0 to 32767.
    ///
    /// # Errors
    /// [`HeapError::Denied`]; [`HeapError::NoSuchSlot`] of what is no array.
    fn array_length(&self, array: Reference) -> Result<u16, HeapError>;

    /// What is in a cell of an object or in an element of an array.
    ///
    /// # Errors
    /// [`HeapError::Denied`], [`HeapError::NoSuchSlot`].
    fn load(&self, object: Reference, index: u16) -> Result<Slot, HeapError>;

    /// Puts something into a cell of an object or an element of an array. What does not fit is cut to its low bits.
    ///
    /// # Errors
    /// [`HeapError::Denied`]; [`HeapError::NoSuchSlot`], also when a reference would go where a number is or the
    /// other way round.
    fn store(&mut self, object: Reference, index: u16, value: Slot) -> Result<(), HeapError>;

    /// Makes the static fields of a package.
    ///
    /// # Errors
    /// [`HeapError::NoSpace`].
    fn new_statics(&mut self, package: PackageId, statics: NewStatics<'_>) -> Result<(), HeapError>;

    /// The static field of this index among the references of a package.
    ///
    /// # Errors
    /// [`HeapError::Denied`], [`HeapError::NoSuchSlot`].
    fn load_static_reference(&self, package: PackageId, index: u16) -> Result<Option<Reference>, HeapError>;

    /// Sets it.
    ///
    /// # Errors
    /// As [`load_static_reference`](Self::load_static_reference).
    fn store_static_reference(
        &mut self,
        package: PackageId,
        index: u16,
        value: Option<Reference>,
    ) -> Result<(), HeapError>;

    /// The static field at this offset among the primitives of a package, sign extended.
    ///
    /// # Errors
    /// [`HeapError::Denied`], [`HeapError::NoSuchSlot`].
    fn load_static_primitive(
        &self,
        package: PackageId,
        offset: u16,
        primitive: PrimitiveType,
    ) -> Result<i32, HeapError>;

    /// Sets it to the low bits of a number.
    ///
    /// # Errors
    /// As [`load_static_primitive`](Self::load_static_primitive).
    fn store_static_primitive(
        &mut self,
        package: PackageId,
        offset: u16,
        primitive: PrimitiveType,
        value: i32,
    ) -> Result<(), HeapError>;
}
