//! The linker and the reference interpreter on packages made by hand.
#![allow(clippy::unwrap_used, clippy::panic, reason = "the helpers of a test may panic")]

mod assembler;
mod coverage;
mod exceptions;
mod fixture;
mod hostile;
mod instructions;
mod linking;
mod mutations;
mod objects;
