//! A linked entry of a constant pool.

use cardamom_cap::constant_pool::{ConstantKind, VirtualMethodToken};

use super::{ClassId, MethodId, PackageId};

/// An entry of a constant pool, resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkedConstant {
    /// A class or interface.
    Class(ClassId),
    /// An instance field.
    InstanceField {
        /// The class that declares it.
        class: ClassId,
        /// Its token in that class.
        token: u8,
    },
    /// A virtual method, found in the class of the object that it is called on.
    VirtualMethod {
        /// The class through which it is called.
        class: ClassId,
        /// Its token.
        token: VirtualMethodToken,
    },
    /// A method of a superclass.
    SuperMethod(MethodId),
    /// A static field.
    StaticField {
        /// The package whose image it is in.
        package: PackageId,
        /// Its offset in the image.
        offset: u16,
    },
    /// A static or private method, or a constructor.
    StaticMethod(MethodId),
}

impl LinkedConstant {
    /// What kind of entry it is.
    #[must_use]
    pub const fn kind(&self) -> ConstantKind {
        match self {
            Self::Class(_) => ConstantKind::Class,
            Self::InstanceField { .. } => ConstantKind::InstanceField,
            Self::VirtualMethod { .. } => ConstantKind::VirtualMethod,
            Self::SuperMethod(_) => ConstantKind::SuperMethod,
            Self::StaticField { .. } => ConstantKind::StaticField,
            Self::StaticMethod(_) => ConstantKind::StaticMethod,
        }
    }
}
