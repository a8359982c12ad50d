//! The issuer's desk against the card.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic, its helpers too"
)]

mod card;
mod content;
mod delegated;
mod discovery;
mod key_agreement;
mod keys;
mod life_cycle;
mod opening;
mod store_data;
