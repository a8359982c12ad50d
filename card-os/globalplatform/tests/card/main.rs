//! A card with security domains, from outside.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

mod authentication_attacks;
mod commands;
mod content_states;
mod host;
mod issuer_security_domain;
mod life_cycle_table;
mod observation;
mod scll_judge;
mod secure_messaging_attacks;
