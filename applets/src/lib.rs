//! Rust applets.
//!
//! Package [`PACKAGE_AID`] holds the PBOC electronic purse ([`epurse`]) and the purchase secure access module that
//! a terminal pays it with ([`psam`]).

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod card_key;
mod challenge;
mod elementary_file;
pub mod epurse;
mod install_parameters;
mod life_cycle;
pub mod psam;
mod secure_messaging;

use alloc::vec::Vec;

use cardamom_apdu::Aid;
use cardamom_card_os::globalplatform::security_domain;
use cardamom_card_os::{Package, Rom};

/// The package of the electronic purse and its PSAM.
pub const PACKAGE_AID: Aid = Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0x03, 0x86, 0x98, 0x07, 0x00]);

/// The electronic purse: the module, and the name that instances usually have (FMCOS 2.0 manual §7.4).
pub const EPURSE_AID: Aid = Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0x03, 0x86, 0x98, 0x07, 0x01]);

/// The PSAM: the module, and the name that instances usually have.
pub const PSAM_AID: Aid = Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0x03, 0x86, 0x98, 0x07, 0x02]);

/// The package of the electronic purse and its PSAM.
#[must_use]
pub fn package() -> Package {
    let modules = Vec::from([epurse::module(EPURSE_AID), psam::module(PSAM_AID)]);
    Package::new(PACKAGE_AID, (1, 0), modules)
}

/// Security domains and all applets of this crate: what a card is assembled with.
#[must_use]
pub fn rom() -> Rom {
    Rom::from([security_domain::package(), package()])
}
