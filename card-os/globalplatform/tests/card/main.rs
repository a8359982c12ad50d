//! A card with security domains, from outside.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

mod authentication_attacks;
mod cardholder_verification;
mod certificates;
mod chains;
mod commands;
mod content_states;
mod delegated_management;
mod discovery;
mod forged_data;
mod hierarchy;
mod hierarchy_properties;
mod host;
mod issuer_security_domain;
mod key_agreement;
mod key_attacks;
mod key_tearing;
mod life_cycle_table;
mod load_file_verification;
mod load_files;
mod memory_accounts;
mod observation;
mod personalization;
mod response_macs;
mod scll_judge;
mod scp11;
mod secure_messaging_attacks;
mod signing;
mod stored_data;
mod tearing;
mod worker;
