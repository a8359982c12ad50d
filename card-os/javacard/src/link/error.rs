//! Why a package cannot be linked.

use core::error::Error;
use core::fmt;

use cardamom_cap::{CapError, ComponentKind, Rule};

/// A rule that a package does not follow, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkError {
    /// The component.
    pub component: ComponentKind,
    /// Bytes from the start of the component's info; in the Import component the package token.
    pub offset: usize,
    /// What does not hold there.
    pub rule: LinkRule,
}

/// What a package has to obey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LinkRule {
    /// A rule of CAP files.
    Cap(Rule),
    /// What an exception handler catches is a class that extends `java.lang.Throwable`.
    CatchType,
    /// A class is a class and an interface is an interface.
    ClassKind,
    /// A class reference leads to a class or interface that stands before.
    ClassOffset,
    /// The imported package has a class of this token.
    ClassToken,
    /// The class has an instance field of this token.
    FieldToken,
    /// A package with this AID and major version, and at least this minor version, is on the card.
    ImportMissing,
    /// The fields of a class fit its declared size, and its references are among them.
    InstanceSize,
    /// An implemented interface's table names methods of the class.
    InterfaceIndex,
    /// A class name of the API stands for a class that is linked.
    ApiClass,
    /// The class or interface has a method of this token.
    MethodToken,
    /// A method table joins that of the superclass.
    MethodTable,
    /// A method that is left to a superclass is there.
    MethodInherited,
    /// A reference to a method leads to the header of one.
    MethodOffset,
    /// A method takes as many cells as the one that it overrides.
    MethodArguments,
    /// No package of the same AID is on the card.
    PackageExists,
    /// The package token is one of an imported package.
    PackageToken,
    /// The static field is in the image of the package.
    StaticField,
    /// Only `java.lang.Object` has no superclass.
    SuperclassMissing,
    /// There is room for another number.
    TooMany,
}

impl LinkError {
    pub(crate) const fn new(component: ComponentKind, offset: usize, rule: LinkRule) -> Self {
        Self { component, offset, rule }
    }
}

impl From<CapError> for LinkError {
    fn from(error: CapError) -> Self {
        Self::new(error.component, error.offset, LinkRule::Cap(error.rule))
    }
}

impl LinkRule {
    /// The rule, as the end of a sentence.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Cap(rule) => rule.text(),
            Self::CatchType => {
                "a handler catches a class that extends java.lang.Throwable (JCVM 3.0.5 §6.9.1)"
            }
            Self::ClassKind => "a class is wanted where an interface is, or the other way round",
            Self::ClassOffset => "a class reference leads to a class or interface before it",
            Self::ClassToken => "the imported package has a class of this token",
            Self::FieldToken => "the class has an instance field of this token",
            Self::ImportMissing => "the imported package is on the card, in a version that serves (§4.5.2)",
            Self::InstanceSize => "the references of a class are among its declared fields (§6.8)",
            Self::InterfaceIndex => "the table of an interface names methods of the class (§6.8)",
            Self::ApiClass => "a superclass or interface of the API is linked",
            Self::MethodToken => "the class has a method of this token",
            Self::MethodTable => "a method table joins that of the superclass (§6.8)",
            Self::MethodInherited => "a superclass has the method that is left to it (§6.8)",
            Self::MethodOffset => "a reference to a method leads to a method header",
            Self::MethodArguments => "a method takes as many cells as the one that it overrides",
            Self::PackageExists => "no package of the same AID is on the card",
            Self::PackageToken => "a package token is that of an imported package",
            Self::StaticField => "a static field is in the image of its package",
            Self::SuperclassMissing => "every class but java.lang.Object has a superclass (§6.8)",
            Self::TooMany => {
                "there are more packages, classes, methods or static fields than can be numbered"
            }
        }
    }
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, offset {}: {}", self.component, self.offset, self.rule.text())
    }
}

impl Error for LinkError {}
