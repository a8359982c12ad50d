//! A GlobalPlatform card in the virtual reader, with clients that others wrote.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic, its helpers too"
)]

#[path = "../support/own_process.rs"]
mod own_process;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "../support/process.rs"]
mod process;

mod card;
mod cardamom_gp;
mod hello;
mod scll;
mod transcripts;
mod yubikit;
