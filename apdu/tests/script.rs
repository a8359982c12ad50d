//! The script language from its text to its reports.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, also in its helpers"
)]

#[path = "script/diagnostics.rs"]
mod diagnostics;
#[path = "script/fake_card.rs"]
mod fake_card;
#[path = "script/importers.rs"]
mod importers;
#[path = "script/interpreter.rs"]
mod interpreter;
#[path = "script/language.rs"]
mod language;
#[path = "script/properties.rs"]
mod properties;
