//! The cryptographic protocols that a card and its counterpart both speak, as pure functions on typed values:
//! no clock, no input or output, no entropy of its own.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod aes_key;
pub mod content_signature;
pub mod diversification;
pub mod edep;
pub mod initialize_update;
pub mod key_check_value;
mod message;
pub mod scp02;
pub mod scp03;
mod secure_channel_error;
mod security_level;
pub mod session;
mod triple_des;

pub use aes_key::AesKey;
pub use edep::TripleDesKey;
pub use secure_channel_error::SecureChannelError;
pub use security_level::SecurityLevel;
