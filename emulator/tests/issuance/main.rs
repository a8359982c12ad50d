//! Cards issued from profiles: whole, interrupted, and by script.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic, its helpers too"
)]

#[allow(dead_code, reason = "shared with other tests")]
#[path = "../globalplatform/hello.rs"]
mod hello;

mod interruptions;
mod keeper;
mod profiles;
mod scripts;
mod world;
