//! The cryptographic protocols that a card and its counterpart both speak, as pure functions on typed values:
//! no clock, no input or output, no entropy of its own.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod edep;
