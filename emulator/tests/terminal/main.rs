//! The terminal with a purse, a PSAM and an issuer in this process: what it does, and that no fault makes money.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic, its helpers too"
)]

mod killed;
mod power_cuts;
mod refusals;
mod settled_later;
mod world;
