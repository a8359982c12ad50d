//! Tests of the applets on a real card, issued through the front door.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

mod documentation;
mod keys;
mod life_cycle;
mod memory;
mod model;
mod psam;
mod purse;
mod state_machine;
mod support;
mod tears;
mod vectors;
