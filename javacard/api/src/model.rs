//! The API as a converter sees it: packages, classes and members, each with the token that a CAP file names it by.
//!
//! All of it is static data, made by the build from the tables under `tokens/`.

use core::fmt;

/// The version of a package: a CAP file that imports it links on a card whose package has the same major and at
/// least the same minor number (JCVM specification §4.5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The major number: another one is not compatible.
    pub major: u8,
    /// The minor number: a higher one only adds.
    pub minor: u8,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// The access flags of a class, method or field, as an export file has them (JCVM specification §5.7 to §5.9).
///
/// They are the class file's flags of the same names, and two of Java Card's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AccessFlags(pub u16);

impl AccessFlags {
    /// Visible to all.
    pub const PUBLIC: u16 = 0x0001;
    /// Visible to subclasses and the package.
    pub const PROTECTED: u16 = 0x0004;
    /// A static member.
    pub const STATIC: u16 = 0x0008;
    /// Not to be subclassed, overridden or changed.
    pub const FINAL: u16 = 0x0010;
    /// An interface.
    pub const INTERFACE: u16 = 0x0200;
    /// An abstract class or method.
    pub const ABSTRACT: u16 = 0x0400;
    /// An interface that is, or a class that implements one that is, a `javacard.framework.Shareable`.
    pub const SHAREABLE: u16 = 0x0800;
    /// An interface that is, or a class that implements one that is, a `java.rmi.Remote`.
    pub const REMOTE: u16 = 0x1000;

    /// Tells whether all of the flags given are set.
    #[must_use]
    pub const fn contains(self, flags: u16) -> bool {
        self.0 & flags == flags
    }
}

/// A package of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiPackage {
    /// The name, as in class files: `javacard/framework`.
    pub name: &'static str,
    /// The AID by which a CAP file imports it, 5 to 16 bytes.
    pub aid: &'static [u8],
    /// The version that this table describes.
    pub version: Version,
    /// The public classes and interfaces, not in the order of their tokens.
    pub classes: &'static [ApiClass],
}

impl ApiPackage {
    /// Finds a class by its full name, as in class files: `javacard/framework/Applet`.
    #[must_use]
    pub fn class(&self, name: &str) -> Option<&'static ApiClass> {
        self.classes.iter().find(|class| class.name == name)
    }

    /// Finds a class by its token.
    #[must_use]
    pub fn class_by_token(&self, token: u8) -> Option<&'static ApiClass> {
        self.classes.iter().find(|class| class.token == token)
    }
}

/// A public class or interface of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiClass {
    /// The token, unique in the package.
    pub token: u8,
    /// The full name, as in class files: `javacard/framework/Applet`, nested classes with a dollar sign.
    pub name: &'static str,
    /// The flags.
    pub access: AccessFlags,
    /// The superclasses, `java/lang/Object` first and the direct one last; of an interface, `java/lang/Object`.
    pub superclasses: &'static [&'static str],
    /// All interfaces that it implements or extends, those of its superclasses and superinterfaces included.
    pub interfaces: &'static [&'static str],
    /// Constructors and static methods: one scope of tokens.
    pub static_methods: &'static [ApiMethod],
    /// The instance methods of a class, inherited ones included: one scope of tokens, common to all subclasses.
    pub virtual_methods: &'static [ApiMethod],
    /// The methods of an interface, inherited ones included: one scope of tokens.
    pub interface_methods: &'static [ApiMethod],
    /// The fields that are accessed by token. Static ones are one scope, instance fields another.
    pub fields: &'static [ApiField],
    /// The compile-time constants: a converter writes their values in their place.
    pub constants: &'static [ApiConstant],
}

impl ApiClass {
    /// Tells whether this is an interface.
    #[must_use]
    pub const fn is_interface(&self) -> bool {
        self.access.contains(AccessFlags::INTERFACE)
    }

    /// The direct superclass, absent for `java/lang/Object`; of an interface, `java/lang/Object`.
    #[must_use]
    pub fn superclass(&self) -> Option<&'static str> {
        self.superclasses.last().copied()
    }

    /// Finds a constructor (`<init>`) or static method.
    #[must_use]
    pub fn static_method(&self, name: &str, descriptor: &str) -> Option<&'static ApiMethod> {
        find(self.static_methods, name, descriptor)
    }

    /// Finds an instance method of a class, also an inherited one.
    #[must_use]
    pub fn virtual_method(&self, name: &str, descriptor: &str) -> Option<&'static ApiMethod> {
        find(self.virtual_methods, name, descriptor)
    }

    /// Finds a method of an interface, also an inherited one.
    #[must_use]
    pub fn interface_method(&self, name: &str, descriptor: &str) -> Option<&'static ApiMethod> {
        find(self.interface_methods, name, descriptor)
    }

    /// Finds a constructor or static method by its token.
    #[must_use]
    pub fn static_method_by_token(&self, token: u8) -> Option<&'static ApiMethod> {
        by_token(self.static_methods, token)
    }

    /// Finds an instance method of a class by its token.
    #[must_use]
    pub fn virtual_method_by_token(&self, token: u8) -> Option<&'static ApiMethod> {
        by_token(self.virtual_methods, token)
    }

    /// Finds a method of an interface by its token.
    #[must_use]
    pub fn interface_method_by_token(&self, token: u8) -> Option<&'static ApiMethod> {
        by_token(self.interface_methods, token)
    }

    /// Finds a field that is accessed by token.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static ApiField> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Finds a compile-time constant.
    #[must_use]
    pub fn constant(&self, name: &str) -> Option<&'static ApiConstant> {
        self.constants.iter().find(|constant| constant.name == name)
    }
}

fn find(methods: &'static [ApiMethod], name: &str, descriptor: &str) -> Option<&'static ApiMethod> {
    methods.iter().find(|method| method.name == name && method.descriptor == descriptor)
}

fn by_token(methods: &'static [ApiMethod], token: u8) -> Option<&'static ApiMethod> {
    methods.iter().find(|method| method.token == token)
}

/// A public or protected method or constructor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiMethod {
    /// The token, unique in its scope.
    pub token: u8,
    /// The name; `<init>` of a constructor.
    pub name: &'static str,
    /// The descriptor, as in class files.
    pub descriptor: &'static str,
    /// The flags.
    pub access: AccessFlags,
}

/// A public or protected field that is accessed by token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiField {
    /// The token, unique in its scope.
    pub token: u8,
    /// The name.
    pub name: &'static str,
    /// The descriptor, as in class files.
    pub descriptor: &'static str,
    /// The flags.
    pub access: AccessFlags,
}

/// A compile-time constant: a public static final field of a primitive type. It has no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiConstant {
    /// The name.
    pub name: &'static str,
    /// The descriptor: `Z`, `B`, `S` or `I`.
    pub descriptor: &'static str,
    /// The value; a boolean is 0 or 1.
    pub value: i32,
}
