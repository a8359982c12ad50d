//! GlobalPlatform on the card (GPCS 2.3.1): security domains, content management and the card side of secure
//! channels, as a privileged applet of the kernel.

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod data_object;
pub mod get_status;
pub mod key_set;
pub mod life_cycle;
pub mod put_key;
pub mod reason;
pub mod security_domain_data;
pub mod set_status;
pub mod store_data;
