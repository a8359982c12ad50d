//! The issuer of the electronic purse: its master keys and the host that authorises what cards ask for.
//!
//! [`IssuerKeyStore`] holds the master keys, [`Issuer`] is the host. A terminal forwards what the card answered
//! to an INITIALIZE command and gets back the MAC that the card waits for:
//!
//! ```text
//! terminal -> card    INITIALIZE FOR LOAD           card -> terminal    balance, sequence, challenge, MAC1
//! terminal -> issuer  LoadRequest                   issuer -> terminal  MAC2   (Issuer::authorise_load)
//! terminal -> card    CREDIT FOR LOAD with MAC2     card -> terminal    TAC
//! terminal -> issuer  the TAC                                                  (Issuer::confirm_load)
//! ```
//!
//! The protocol itself stands in [`cardamom_secure_channel::edep`].

mod account;
mod card_keys;
mod host;
mod key_purpose;
mod key_store;
mod refusal;
mod request;

pub use account::Account;
pub use card_keys::CardKeys;
pub use host::Issuer;
pub use key_purpose::KeyPurpose;
pub use key_store::{IssuerKeyStore, KeyStoreError};
pub use refusal::Refusal;
pub use request::{LoadRequest, OverdraftRequest, PurchaseProof, UnloadRequest};
