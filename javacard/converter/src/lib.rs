//! Java class files to Java Card CAP files, for a card that speaks the Java Card virtual machine specification
//! (JCVM) 3.0.5, Classic Edition.
//!
//! [`convert`] takes the class files of one package, as javac 17 with `--release 8` makes them and older
//! compilers too, and the [`ExportedPackage`]s that it may import. It gives a CAP file and what other packages can
//! import of it, or a list of [`Diagnostic`]s with the places in the source that need another form.
//!
//! The way of a package:
//!
//! | Step | Module |
//! |---|---|
//! | bytes to classes | `classfile` |
//! | classes in order, names of other packages | `package`, `exports` |
//! | the subset of the language | `checks` |
//! | numbers for names | `tokens`, `resolve` |
//! | what each value can be and how wide it must be | `analysis` |
//! | static initializers to initial values | `static_init` |
//! | instructions of the card, then bytes | `select`, `assemble` |
//! | offsets, then components | `link`, `components` |

#![forbid(unsafe_code)]

mod analysis;
mod assemble;
mod card_code;
mod checks;
mod classfile;
mod compile;
mod components;
mod convert;
mod diagnostic;
mod exports;
mod link;
mod package;
mod resolve;
mod select;
mod static_init;
mod tokens;
mod types;

pub use classfile::ClassFileError;
pub use convert::{Applet, ClassFile, Converted, Project, convert};
pub use diagnostic::{Diagnostic, Place, Severity};
pub use exports::{ExportedClass, ExportedConstant, ExportedMember, ExportedPackage};
