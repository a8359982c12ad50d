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

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod heap;
pub mod interpreter;
pub mod link;
pub mod native;
pub mod program;
