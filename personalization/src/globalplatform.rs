//! The issuer's desk for GlobalPlatform: finds out what a card is, opens a secure channel with one of its security
//! domains, and manages its content (GPCS 2.3.1).
//!
//! | Module | What it holds |
//! |---|---|
//! | [`card_channel`] | the way to a card: one function |
//! | [`discovery`], [`card_data`] | SELECT and GET DATA: what a card tells of itself |
//! | [`key_hierarchy`] | master keys, how card keys are made of them, key files |
//! | [`session`] | a secure channel session with a security domain |
//! | [`registry`] | what is on the card |
//! | [`load_file`] | CAP files as cards take them |
//! | [`install`], [`delete`], [`put_key`], [`store_data`], [`life_cycle`] | commands, and what they change |
//! | [`signing`] | tokens, DAP blocks, receipts |
//! | [`error`] | what can fail, and what to do then |
//!
//! ```no_run
//! use cardamom_personalization::globalplatform::discovery::select;
//! use cardamom_personalization::globalplatform::key_hierarchy::KeyHierarchy;
//! use cardamom_personalization::globalplatform::session::{SecureChannelOptions, Session};
//!
//! // Whatever carries a command to a card and its response back.
//! let mut card = |_command: &[u8]| Ok::<_, std::io::Error>(vec![0x6A, 0x82]);
//! let keys = KeyHierarchy::test();
//! let host_challenge = [0x5A; 16]; // random, from the caller
//! let selected = select(&mut card, None)?;
//! let mut session =
//!     Session::open(&mut card, &selected, &keys, &SecureChannelOptions::default(), host_challenge)?;
//! for entry in session.registry()?.entries() {
//!     println!("{} {}", entry.aid, entry.life_cycle);
//! }
//! # Ok::<(), cardamom_personalization::globalplatform::error::GlobalPlatformError>(())
//! ```

pub mod card_channel;
pub mod card_data;
pub mod delete;
pub mod discovery;
pub mod error;
pub mod install;
pub mod key_hierarchy;
pub mod key_set;
pub mod life_cycle;
pub mod load;
pub mod load_file;
pub mod privileges;
pub mod put_key;
pub mod registry;
pub mod security_domain;
pub mod session;
pub mod signing;
pub mod step;
pub mod store_data;
