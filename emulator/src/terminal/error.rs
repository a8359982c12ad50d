//! Why the terminal did not do what it was asked.

use cardamom_scheme::issuer::Refusal;
use cardamom_secure_channel::edep::Amount;
use thiserror::Error;

use super::issuer_host::HostError;
use super::journal::JournalError;
use super::money::{Money, sum_text};
use super::pending::{Pending, SetAside};
use super::refusal::CommandError;

/// Why the terminal did not do what it was asked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TerminalError {
    /// Nothing to pay or to load.
    #[error("the amount is zero")]
    AmountZero,
    /// The card is not valid on this day: nothing has moved.
    #[error("the card is not valid on this day")]
    CardNotValid,
    /// A command failed before money moved, or the card refused it: nothing has moved.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// The purse does not hold the amount: nothing has moved.
    #[error("not enough money on the card: it holds {}, {} is asked (9401)", Money(*held), Money(*asked))]
    NotEnough {
        /// What the purse holds.
        held: Amount,
        /// What was to be paid.
        asked: Amount,
    },
    /// The card was told to move the money, and its answer was lost.
    #[error(
        "the card's answer was lost ({source}). It is not known yet whether the card has done this: {pending}. \
         Present the same card again, and it is asked before anything else is done"
    )]
    AnswerLost {
        /// The transaction, which is in the journal.
        pending: Box<Pending>,
        /// What went wrong.
        source: CommandError,
    },
    /// A transaction was set aside, now or when an earlier one was settled.
    #[error("set aside for acquirer and issuer: {0}")]
    SetAside(Box<SetAside>),
    /// A load is pending and only the issuer can say whether the card's TAC is right.
    #[error("a load of this card is pending: its issuer is needed to settle it")]
    IssuerNeeded,
    /// The issuer refuses a load: nothing has moved.
    #[error("the issuer refuses: {}", in_words(.0))]
    Issuer(Refusal),
    /// The issuer could not be asked. A load that was begun is in the journal.
    #[error("the issuer does not answer: {0}")]
    IssuerUnavailable(String),
    /// The journal failed.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

impl From<HostError> for TerminalError {
    fn from(error: HostError) -> Self {
        match error {
            HostError::Refused(refusal) => Self::Issuer(refusal),
            HostError::Unavailable(detail) => Self::IssuerUnavailable(detail),
        }
    }
}

fn in_words(refusal: &Refusal) -> String {
    match refusal {
        Refusal::InsufficientFunds { available } => {
            format!("the holder's account holds {}, less than the amount", sum_text(*available))
        }
        Refusal::SequenceInUse => {
            "a load of another amount was authorised and charged, and the card has not done \
                                   it yet: load that amount first, which is not charged again"
                .to_owned()
        }
        refusal => refusal.to_string(),
    }
}
