//! Java Card CAP files and export files: read, written, checked and disassembled.
//!
//! A CAP file is a set of components, each a module and a type here with `parse` and `write`; what was read is
//! written again byte for byte. [`CapFile`] holds them all. Nothing here performs input or output, and nothing
//! panics on bytes from outside: an error names component, offset and rule.
//!
//! Formats 2.1, 2.2 and the compact form of 2.3; the extended form is refused.
//!
//! | Module | What it holds | Source |
//! |---|---|---|
//! | [`header`] to [`static_resources`] | the components, one module each | JCVM 3.0.5 chapter 6 |
//! | [`load_file`] | components in the order that a card takes them in | JCVM 3.0.5 §6.2 |
//! | `container` | the ZIP container, with the feature `zip`, which needs the standard library | JCVM 3.0.5 §6.1.1 |
//! | [`opcode`], [`instruction`] | the instruction set as a table; decoder and encoder | JCVM 3.0.5 chapter 7 |
//! | [`method_table`] | where methods begin and end | |
//! | [`mod@check`] | rules between components | |
//! | [`export_file`] | export files | JCVM 3.0.5 chapter 5 |
//!
//! ```
//! use cardamom_cap::check::check;
//! use cardamom_cap::instruction::Instructions;
//! use cardamom_cap::load_file::LoadFileOptions;
//! use cardamom_cap::method_table::MethodTable;
//! # use cardamom_cap::container::CapContainer;
//! # let bytes: &[u8] = include_bytes!("../tests/data/bench-3.0.5.cap");
//!
//! let container = CapContainer::read(bytes)?;
//! let cap = container.cap;
//! assert_eq!(cap.header.package.aid.to_string(), "F06A6342454E4348");
//! assert!(check(&cap).is_empty());
//!
//! // What LOAD sends to the card.
//! let load_file = cap.to_load_file(LoadFileOptions::default())?;
//! assert_eq!(load_file[..7], [1, 0, 18, 0xDE, 0xCA, 0xFF, 0xED]);
//!
//! // The code of a method.
//! let method = MethodTable::of(&cap)?.methods[1];
//! let code = cap.method.bytes(method.code_start(), method.end).unwrap();
//! let text: Vec<String> = Instructions::of(code).map(|(_, one)| one.unwrap().to_string()).collect();
//! assert_eq!(text, ["new #25", "dup", "invokespecial #29", "pop", "return"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

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
