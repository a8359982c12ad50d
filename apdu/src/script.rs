//! APDU scripts: what is sent to a card, and what must come back.
//!
//! The native language is a superset of the files that `scriptor` of pcsc-tools reads: one statement a
//! line, a command APDU in hexadecimal, `#` comments. To this it adds expectations on response data and
//! status words with nibble wildcards (3GPP TS 51.013 annex B), assertions on BER-TLV paths, variables,
//! and control of the reader. Files of other tools are read by [`import`] into the same syntax tree.
//!
//! ```
//! use cardamom_apdu::script::{Source, parse};
//!
//! let source = Source::new("select.apdu", "00A40400 #(A000000003000000) 00  [6F *]  (9000, 61XX)\n");
//! let script = parse(&source).expect("a valid script");
//! assert_eq!(script.to_string(), "00A40400 #(A000000003000000) 00 [6F *] (9000, 61XX)\n");
//! ```
//!
//! The stages, each usable alone: [`Source`] text, [`parse`] or [`import::import`] to a [`Script`],
//! [`Program::load`] to resolve includes, [`run`] against a [`ScriptCard`]. Nothing here does I/O or
//! reads a clock: the card, the loader of files and the observer of results are given by the caller.

mod ast;
mod diagnostic;
pub mod import;
mod interpreter;
mod lexer;
mod parser;
mod pattern;
mod printer;
mod program;
mod source;

pub use ast::{
    Assertion, Case, Comparison, ContentTest, Exchange, FailOn, HexExpression, HexPart, Interface, ResetKind,
    Script, SecureChannel, Slice, Statement, Subject, Switch, VariableReference,
};
pub use diagnostic::Diagnostic;
pub use interpreter::{
    Action, CheckReport, Event, Feature, Location, Mismatch, Observer, Options, Outcome, ScriptCard,
    ScriptCardError, StepError, StepReport, run,
};
pub use parser::parse;
pub use pattern::{DataPattern, HexMatcher, MaskedByte, PatternPart, StatusPattern};
pub use program::{LoadedFile, Loader, MAX_INCLUDE_DEPTH, NoIncludes, Program, ProgramFile};
pub use source::{Position, Source, Span, Spanned};
