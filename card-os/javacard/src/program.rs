//! What is linked: packages, classes and methods, each under a number.

mod class;
mod constant;
mod hierarchy;
mod method;
mod package;

use alloc::vec::Vec;

use cardamom_cap::opcode::RuntimeException;
use cardamom_cap::package::PackageInfo;

pub use self::class::{Class, ClassKind, InstanceLayout};
pub use self::constant::LinkedConstant;
pub use self::method::{Bytecode, Method, MethodBody};
pub use self::package::{ExportedClass, Package, StaticImage};

/// The number of a linked package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PackageId(pub(crate) u16);

/// The number of a linked class or interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(pub(crate) u16);

/// The number of a linked method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MethodId(pub(crate) u32);

/// All that is linked. Numbers are given in the order of linking and stay.
#[derive(Clone, Debug, Default)]
pub struct Program {
    pub(crate) packages: Vec<Package>,
    pub(crate) classes: Vec<Class>,
    pub(crate) methods: Vec<Method>,
}

impl Program {
    /// Nothing is linked yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The package of this number.
    #[must_use]
    pub fn package(&self, id: PackageId) -> Option<&Package> {
        self.packages.get(usize::from(id.0))
    }

    /// The class of this number.
    #[must_use]
    pub fn class(&self, id: ClassId) -> Option<&Class> {
        self.classes.get(usize::from(id.0))
    }

    /// The method of this number.
    #[must_use]
    pub fn method(&self, id: MethodId) -> Option<&Method> {
        self.methods.get(usize::try_from(id.0).ok()?)
    }

    /// The package that serves an import: same AID, same major version, at least the minor version (JCVM 3.0.5
    /// §4.5.2).
    #[must_use]
    pub fn import(&self, wanted: &PackageInfo) -> Option<PackageId> {
        let serves =
            |package: &Package| package.info.aid == wanted.aid && package.info.version.serves(wanted.version);
        let index = self.packages.iter().position(serves)?;
        u16::try_from(index).ok().map(PackageId)
    }

    /// The class of the API with this name, as in class files: `java/lang/Object`.
    #[must_use]
    pub fn api_class(&self, name: &str) -> Option<ClassId> {
        let index = self.classes.iter().position(|class| class.api_name == Some(name))?;
        u16::try_from(index).ok().map(ClassId)
    }

    /// The class of an exception that instructions throw.
    #[must_use]
    pub fn exception_class(&self, exception: RuntimeException) -> Option<ClassId> {
        self.api_class(match exception {
            RuntimeException::Arithmetic => "java/lang/ArithmeticException",
            RuntimeException::ArrayIndexOutOfBounds => "java/lang/ArrayIndexOutOfBoundsException",
            RuntimeException::ArrayStore => "java/lang/ArrayStoreException",
            RuntimeException::ClassCast => "java/lang/ClassCastException",
            RuntimeException::NegativeArraySize => "java/lang/NegativeArraySizeException",
            RuntimeException::NoResource => "javacard/framework/SystemException",
            RuntimeException::NullPointer => "java/lang/NullPointerException",
            RuntimeException::Security => "java/lang/SecurityException",
        })
    }

    /// The method whose header is at this offset of the Method component's info of a package.
    #[must_use]
    pub fn method_at(&self, package: PackageId, offset: u16) -> Option<MethodId> {
        self.package(package)?.methods.get(&offset).copied()
    }
}
