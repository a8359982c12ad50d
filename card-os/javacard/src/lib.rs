//! The Java Card engine: CAP files linked, and run by a defensive interpreter.
//!
//! | Module | What it holds | Source |
//! |---|---|---|
//! | [`link`] | from a CAP file and the packages that are there to a linked package | JCVM 3.0.5 chapters 4 and 6 |
//! | [`program`] | what is linked: classes with full method tables, methods, constant pools | |
//! | [`heap`] | the door to objects, arrays and static fields, and an implementation in RAM | |
//! | [`native`] | the door to methods that are not bytecode, and those of `java.lang` | |
//! | [`interpreter`] | the reference interpreter: tagged cells and every check | JCVM 3.0.5 chapters 3 and 7 |
//!
//! The reference interpreter trusts nothing but what the linker made: it runs code that no verifier saw. A Java
//! exception is something that applet code may catch; a [`Fault`](interpreter::Fault) is a check that correct code
//! cannot fail, and stops the applet.
//!
//! ```
//! use cardamom_cap::container::CapContainer;
//! use cardamom_java_card_api::Release;
//! use cardamom_javacard::heap::RamHeap;
//! use cardamom_javacard::interpreter::{Interpreter, Limits, Value};
//! use cardamom_javacard::link::create_statics;
//! use cardamom_javacard::native::JavaLang;
//! use cardamom_javacard::program::Program;
//! # let bytes: &[u8] = include_bytes!("../../../javacard/cap/tests/data/bench-3.0.5.cap");
//!
//! let cap = CapContainer::read(bytes)?.cap;
//! let mut program = Program::new();
//! program.link_api(Release::V3_0_5.packages())?;
//! let package = program.link(&cap)?;
//! let mut heap = RamHeap::new(10_000);
//! create_statics(&cap, package, &mut heap).unwrap();
//!
//! // short virt(short a) { return (short)(a + 1); }
//! let class = program.package(package).unwrap().classes.values().next().unwrap();
//! let method = program.class(*class).unwrap().package_method(0).unwrap();
//! let mut interpreter = Interpreter::new(&program, heap, JavaLang, Limits::default());
//! let result = interpreter.call(method, &[Value::Reference(None), Value::Short(4)]);
//! assert_eq!(result, Ok(Some(Value::Short(5))));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod heap;
pub mod interpreter;
pub mod link;
pub mod native;
pub mod program;
