//! GlobalPlatform on the card (GPCS 2.3.1): security domains, content management and the card side of secure
//! channels, as a privileged applet of the kernel.
//!
//! The codecs of the commands are pure and stand beside each other; [`security_domain`] is the applet.

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod card_data;
mod data_object;
pub mod delete_command;
pub mod get_data;
pub mod get_status;
pub mod install_command;
mod issuer_security_domain;
pub mod key_set;
pub mod life_cycle;
pub mod load_file;
pub mod put_key;
pub mod reason;
pub mod security_domain;
pub mod security_domain_data;
pub mod set_status;
pub mod store_data;

pub use issuer_security_domain::{IssuerSecurityDomain, TEST_KEY, key_set};
pub use reason::GlobalPlatformReason;
