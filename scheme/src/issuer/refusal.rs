//! Why the issuer says no.

use super::key_purpose::KeyPurpose;
use cardamom_secure_channel::edep::{OnlineSequence, OverdraftLimit, SecureMessagingError};

/// The reason for which the issuer's host refuses a request. Nothing has changed at the host then.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
    /// No account belongs to the card.
    #[error("no account belongs to this card")]
    UnknownCard,
    /// The host has no master key of the version that the card names.
    #[error("there is no {purpose} key of version {version}")]
    KeyMissing {
        /// The purpose.
        purpose: KeyPurpose,
        /// The version.
        version: u8,
    },
    /// MAC1 or MAC3 of the card is wrong.
    #[error("the MAC of the card is wrong")]
    MacInvalid,
    /// The TAC of the card is wrong.
    #[error("the TAC of the card is wrong")]
    TacInvalid,
    /// There is nothing to move.
    #[error("the amount is zero")]
    AmountZero,
    /// The account does not cover the load.
    #[error("the account holds {available}, less than the amount")]
    InsufficientFunds {
        /// What the account holds, in the smallest unit.
        available: u64,
    },
    /// The balance of the card, or of the account, would leave its range.
    #[error("a balance would leave its range")]
    BalanceOutOfRange,
    /// The card has done a later transaction already: the request is a replay.
    #[error("the card is at sequence {} already", highest.value())]
    SequenceStale {
        /// The highest sequence that the card has shown.
        highest: OnlineSequence,
    },
    /// A load was authorised under this sequence, and the card may still complete it: it has to repeat that one. Or
    /// the card has proved that it did another transaction under this sequence.
    #[error("another transaction is authorised under this sequence")]
    SequenceInUse,
    /// A proof came for a transaction that the host has not authorised.
    #[error("the transaction was not authorised")]
    NotAuthorised,
    /// The overdraft limit asked for exceeds what the account is good for.
    #[error("the limit exceeds {}", maximum.amount().units())]
    OverdraftTooHigh {
        /// The highest limit that the account allows.
        maximum: OverdraftLimit,
    },
    /// A command for the card could not be protected.
    #[error(transparent)]
    SecureMessaging(#[from] SecureMessagingError),
}
