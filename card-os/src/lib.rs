//! The card operating system behind one name: the kernel, and the engines and privileged applets that are handed
//! to it when a card is assembled.
//!
//! Applets and hosts depend on this crate and not on its parts.

#![no_std]
#![forbid(unsafe_code)]

pub use cardamom_globalplatform as globalplatform;
pub use cardamom_kernel::*;
