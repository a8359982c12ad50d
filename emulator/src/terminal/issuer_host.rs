//! The issuer's host as a terminal sees it.

use cardamom_scheme::issuer::{Issuer, LoadRequest, Refusal};
use cardamom_secure_channel::edep::Mac4;
use thiserror::Error;

/// The issuer did not agree, or did not answer.
#[derive(Debug, Error)]
pub enum HostError {
    /// It says no. Nothing has changed at the issuer.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It could not be asked, or could not keep its books: what it did is unknown.
    #[error("{0}")]
    Unavailable(String),
}

/// The issuer's host as a terminal sees it.
pub trait IssuerHost {
    /// Charges the holder's account and gives MAC2. Repeating it does not charge again.
    ///
    /// # Errors
    /// [`HostError`].
    fn authorise_load(&mut self, request: &LoadRequest) -> Result<Mac4, HostError>;

    /// Checks the TAC of a load that the card has done. May be repeated.
    ///
    /// # Errors
    /// [`HostError`].
    fn confirm_load(&mut self, request: &LoadRequest, tac: Mac4) -> Result<(), HostError>;
}

impl IssuerHost for Issuer {
    fn authorise_load(&mut self, request: &LoadRequest) -> Result<Mac4, HostError> {
        Ok(Self::authorise_load(self, request)?)
    }

    fn confirm_load(&mut self, request: &LoadRequest, tac: Mac4) -> Result<(), HostError> {
        Ok(Self::confirm_load(self, request, tac)?)
    }
}
