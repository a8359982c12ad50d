//! Secure channels: known answers of other implementations, and what holds for every session.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

mod diversification_vectors;
mod opening;
mod properties;
mod recorded_sessions;
mod scp02_vectors;
mod scp03_vectors;
mod scp11_rules;
mod scp11_vectors;
mod session_rules;

/// Bytes from hexadecimal digits.
fn hex(text: &str) -> Vec<u8> {
    cardamom_apdu::hex::decode(text).unwrap()
}
