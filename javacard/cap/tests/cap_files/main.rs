//! CAP files and export files, as they are read, written and checked.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub,
    reason = "a panic is how a test fails"
)]

mod damage;
mod export_files;
mod instruction_set;
mod round_trip;
mod sample;
mod structure;
