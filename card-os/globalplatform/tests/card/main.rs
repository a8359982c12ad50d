//! A card with security domains, from outside.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

mod host;
mod issuer_security_domain;
mod scll_judge;
