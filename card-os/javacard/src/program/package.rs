//! A linked package.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use cardamom_cap::method::ExceptionHandler;
use cardamom_cap::package::PackageInfo;

use super::{ClassId, LinkedConstant, MethodId};

/// A package.
#[derive(Clone, Debug)]
pub struct Package {
    /// Version and AID.
    pub info: PackageInfo,
    /// The constant pool.
    pub constants: Vec<LinkedConstant>,
    /// What other packages can import, by class token.
    pub exports: BTreeMap<u8, ExportedClass>,
    /// Its classes, by offset in the Class component's info.
    pub classes: BTreeMap<u16, ClassId>,
    /// Its methods, by offset in the Method component's info.
    pub methods: BTreeMap<u16, MethodId>,
    /// Exception handlers of all of its methods, inner before outer.
    pub handlers: Vec<ExceptionHandler>,
    /// Its static fields.
    pub statics: StaticImage,
}

/// A class that other packages can import.
#[derive(Clone, Debug)]
pub struct ExportedClass {
    /// The class.
    pub class: ClassId,
    /// Offsets of its static fields in the static image, by token.
    pub static_fields: BTreeMap<u8, u16>,
    /// Its static methods and constructors, by token.
    pub static_methods: BTreeMap<u8, MethodId>,
}

/// The extent of a package's static fields: references first, 2 bytes each, then primitives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StaticImage {
    /// How many references.
    pub references: u16,
    /// Bytes of the whole image.
    pub size: u16,
}

impl StaticImage {
    /// Bytes of a reference.
    const REFERENCE: u16 = 2;

    /// The index of the reference at this offset; none if there is no reference there.
    #[must_use]
    pub fn reference_at(&self, offset: u16) -> Option<u16> {
        let index = offset / Self::REFERENCE;
        (offset.is_multiple_of(Self::REFERENCE) && index < self.references).then_some(index)
    }

    /// The offset among the primitives of a field of this size at an offset of the image; none if it is not one
    /// among them.
    #[must_use]
    pub fn primitive_at(&self, offset: u16, size: u16) -> Option<u16> {
        let end = offset.checked_add(size)?;
        let first = self.references.checked_mul(Self::REFERENCE)?;
        if end <= self.size { offset.checked_sub(first) } else { None }
    }
}
