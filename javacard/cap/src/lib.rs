//! Java Card CAP files and export files: read, written, checked and disassembled.
//!
//! A CAP file is a set of components, each a module and a type here with `parse` and `write`; what was read is
//! written again byte for byte. [`CapFile`] holds them all. Nothing here performs input or output, and nothing
//! panics on bytes from outside: an error names component, offset and rule.
//!
//! Formats 2.1, 2.2 and the compact form of 2.3; the extended form is refused.

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
#[cfg(feature = "zip")]
extern crate std;

pub mod applet;
mod cap_file;
pub mod check;
pub mod class;
pub mod component;
pub mod constant_pool;
#[cfg(feature = "zip")]
pub mod container;
pub mod debug;
pub mod descriptor;
pub mod directory;
pub mod error;
pub mod export;
pub mod export_file;
mod flags;
pub mod header;
pub mod import;
pub mod instruction;
pub mod load_file;
pub mod method;
pub mod method_table;
pub mod opcode;
pub mod package;
mod reader;
pub mod reference_location;
pub mod static_field;
pub mod static_resources;
pub mod type_descriptor;
mod writer;

pub use cap_file::{CapFile, CustomComponent, WrittenComponent};
pub use component::{ComponentKind, RawComponent};
pub use error::{CapError, Rule};
pub use header::CapFormat;
