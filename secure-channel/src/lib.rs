//! The cryptographic protocols that a card and its counterpart both speak, as pure functions on typed values:
//! no clock, no input or output, no entropy of its own.
//!
//! | Module | What it holds | Source |
//! |---|---|---|
//! | [`edep`] | electronic deposit and purse | PBOC 2.0, JR/T 0025 |
//! | [`initialize_update`] | the response that tells how a session is opened | GPCS 2.3.1 Appendix E, Amendment D |
//! | [`scp02`], [`scp03`] | opening a session, card and host | GPCS 2.3.1 Appendix E, Amendment D 1.2 |
//! | [`scp11`] | agreeing on the keys of a session with elliptic curves, card and host; certificates | Amendment F 1.4 |
//! | [`session`] | an open session, whatever its protocol | |
//! | [`diversification`] | the keys of one card from a master key | EMV CPS 1.1, GlobalPlatformPro |
//! | [`key_check_value`] | the few bytes that tell keys apart | GPCS 2.3.1 §B.6 |
//!
//! ```
//! use cardamom_apdu::{Command, StatusWord};
//! use cardamom_secure_channel::session::{CardSession, HostSession};
//! use cardamom_secure_channel::{AesKey, SecurityLevel, scp03};
//!
//! let key = || AesKey::new(&[0x40; 16]).unwrap();
//! let keys = scp03::KeySet { encryption: key(), mac: key(), data_encryption: key() };
//! let options = scp03::Options::from_byte(0x70).unwrap();
//! let (host_challenge, card_challenge) = ([1; 8], [2; 8]); // the caller draws them
//!
//! // INITIALIZE UPDATE and EXTERNAL AUTHENTICATE ...
//! let card = scp03::CardHandshake::new(&keys, options, &host_challenge, &card_challenge)?;
//! let host = scp03::HostHandshake::new(
//!     &keys, options, &host_challenge, &card_challenge, card.card_cryptogram())?;
//! let (sent, host) = host.external_authenticate(SecurityLevel::from_byte(0x33))?;
//! let card = card.external_authenticate(&Command::parse(&sent).unwrap())?;
//! let (mut host, mut card) = (HostSession::Scp03(host), CardSession::Scp03(card));
//!
//! // ... and a command with its response.
//! let sent = host.wrap(&Command::new(0x80, 0xCA, 0x00, 0x66))?;
//! let plain = card.unwrap(&Command::parse(&sent).unwrap())?;
//! assert_eq!(plain.command().header(), [0x80, 0xCA, 0x00, 0x66]);
//! let mut answer = card.wrap_response(&[1, 2, 3], StatusWord::NO_ERROR)?;
//! answer.extend([0x90, 0x00]);
//! assert_eq!(host.unwrap(&answer)?, [1, 2, 3, 0x90, 0x00]);
//! # Ok::<(), cardamom_secure_channel::SecureChannelError>(())
//! ```
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
pub mod scp11;
mod secure_channel_error;
mod security_level;
pub mod session;
mod triple_des;

pub use aes_key::AesKey;
pub use edep::TripleDesKey;
pub use secure_channel_error::SecureChannelError;
pub use security_level::SecurityLevel;
