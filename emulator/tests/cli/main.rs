//! The `cardamom` command, run as its users run it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic, its helpers too"
)]

#[path = "../support/cardamom.rs"]
mod cardamom;

mod build;
mod cap;
mod card;
mod demo;
mod gp;
mod issue;
mod reader;
mod script;
mod terminal;
mod trace;
mod with;
