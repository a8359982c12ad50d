//! A linked class or interface.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::{ClassId, MethodId, PackageId};

/// A class or an interface.
#[derive(Clone, Debug)]
pub struct Class {
    /// The package that it is in.
    pub package: PackageId,
    /// Its name, as in class files, if it is one of the API.
    pub api_name: Option<&'static str>,
    /// Its superclass; none of `java.lang.Object` and of interfaces.
    pub super_class: Option<ClassId>,
    /// Whether it is, or implements, a shareable interface.
    pub is_shareable: bool,
    /// What is only a class's, or only an interface's.
    pub kind: ClassKind,
}

/// What distinguishes classes and interfaces.
#[derive(Clone, Debug)]
pub enum ClassKind {
    /// A class.
    Class {
        /// Its instance fields.
        layout: InstanceLayout,
        /// Public and protected virtual methods by token, inherited ones included. None where no class up the line
        /// has one.
        public_methods: Vec<Option<MethodId>>,
        /// Methods visible in this package alone, by token without its mark; inherited ones of this package
        /// included.
        package_methods: Vec<Option<MethodId>>,
        /// For each interface that this class names the tokens of the public methods that implement it, by
        /// interface method token.
        interfaces: BTreeMap<ClassId, Vec<u8>>,
    },
    /// An interface, with all that it extends.
    Interface {
        /// The superinterfaces.
        superinterfaces: Vec<ClassId>,
    },
}

/// The instance fields of a class, in cells of 16 bits. Those of superclasses come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InstanceLayout {
    /// Cells of the superclasses: the cell of the field with token 0 that this class declares.
    pub base: u16,
    /// Cells that this class declares.
    pub declared: u8,
    /// Token of the first of its fields that is a reference.
    pub first_reference: u8,
    /// How many of its fields are references, with tokens in a row.
    pub references: u8,
}

impl InstanceLayout {
    /// Cells of an instance.
    #[must_use]
    pub fn size(&self) -> u16 {
        self.base.saturating_add(self.declared.into())
    }

    /// Whether the field of this token is a reference.
    #[must_use]
    pub fn is_reference(&self, token: u8) -> bool {
        token.checked_sub(self.first_reference).is_some_and(|place| place < self.references)
    }

    /// The cell of the field of this token; none beyond the fields of this class.
    #[must_use]
    pub fn cell(&self, token: u8) -> Option<u16> {
        if token < self.declared { self.base.checked_add(token.into()) } else { None }
    }
}

impl Class {
    /// Whether it is an interface.
    #[must_use]
    pub const fn is_interface(&self) -> bool {
        matches!(self.kind, ClassKind::Interface { .. })
    }

    /// The instance fields; none of an interface.
    #[must_use]
    pub const fn layout(&self) -> Option<InstanceLayout> {
        match self.kind {
            ClassKind::Class { layout, .. } => Some(layout),
            ClassKind::Interface { .. } => None,
        }
    }

    /// The public or protected method of this token.
    #[must_use]
    pub fn public_method(&self, token: u8) -> Option<MethodId> {
        match &self.kind {
            ClassKind::Class { public_methods, .. } => {
                public_methods.get(usize::from(token)).copied().flatten()
            }
            ClassKind::Interface { .. } => None,
        }
    }

    /// The method visible in the package alone, of this token without its mark.
    #[must_use]
    pub fn package_method(&self, number: u8) -> Option<MethodId> {
        match &self.kind {
            ClassKind::Class { package_methods, .. } => {
                package_methods.get(usize::from(number)).copied().flatten()
            }
            ClassKind::Interface { .. } => None,
        }
    }
}
