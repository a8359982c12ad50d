//! The issuer's desk: turns an installed applet into a holder's card, or a merchant's, over APDUs alone.
//!
//! Nothing here does I/O. What is to be written is a list of [`Step`]s; [`personalize`] sends them through a
//! function that transmits one command APDU and gives the response APDU: a card in process, a reader, a script.

#![forbid(unsafe_code)]

pub mod epurse;
pub mod globalplatform;
mod install_parameters;
pub mod issuance;
pub mod psam;
mod secure_messaging;

pub use install_parameters::{InstallParameters, ProveOrder};
pub use secure_messaging::{PersonalizationError, Step, personalize, select, send};
