//! A point-of-sale terminal for the electronic purse: loads and pays, and never loses or takes money twice.
//!
//! The terminal talks to two cards, the holder's purse ([`PurseCard`]) and its own PSAM
//! ([`SecureAccessModule`]), each through a [`CardConnection`]: a reader of PC/SC ([`PcscConnection`]) or a card in
//! this process ([`DirectConnection`]).
//!
//! Between the command that moves the money and its answer lies the moment in which a card may be pulled out of the
//! reader: the card is debited and the terminal does not know. Therefore a transaction is in the terminal's
//! [`Journal`] before that command goes out, and when the card is seen again it is asked first what became of it
//! (GET TRANSACTION PROVE, FMCOS 2.0 manual §8.13; [`Terminal::recover`]). Every transaction that was begun ends as
//! exactly one of: a [`Receipt`]; certainly not done, so that it may be done again; or, where the card cannot say
//! any more, [`SetAside`] for acquirer and issuer.

mod connection;
mod error;
mod issuer_host;
mod journal;
mod load;
mod moment;
mod money;
mod pcsc_connection;
mod pending;
mod purchase;
mod purse_card;
mod receipt;
mod recovery;
mod refusal;
mod secure_access_module;
pub(crate) mod text_form;

use cardamom_secure_channel::edep::{Amount, DebitType, Purse, TerminalNumber, Timestamp};

pub use connection::{CardConnection, ConnectionError, DirectConnection};
pub use error::TerminalError;
pub use issuer_host::{HostError, IssuerHost};
pub use journal::{Journal, JournalError};
pub use moment::{Moment, MomentError};
pub use money::{Money, MoneyError, sum_text};
pub use pcsc_connection::{PcscConnection, reader_names};
pub use pending::{Pending, PendingLoad, PendingPurchase, SetAside, SetAsideReason};
pub use purse_card::{CardSerial, Proof, PurseCard};
pub use receipt::{Confirmation, Receipt, record_text, transaction_name};
pub use recovery::Recovery;
pub use refusal::CommandError;
pub use secure_access_module::{Mac2Verdict, PurchaseAuthorisation, SecureAccessModule};

/// A purchase that the customer agrees to.
#[derive(Clone, Copy, Debug)]
pub struct Payment {
    /// How it is paid; a composite purchase is not among what this terminal does.
    pub debit: DebitType,
    /// The amount.
    pub amount: Amount,
    /// Date and time of the terminal.
    pub at: Timestamp,
}

/// A load that the holder asks for.
#[derive(Clone, Copy, Debug)]
pub struct LoadOrder {
    /// The purse to load.
    pub purse: Purse,
    /// The amount.
    pub amount: Amount,
    /// The number of the terminal.
    pub terminal: TerminalNumber,
    /// Date and time of the host.
    pub at: Timestamp,
}

/// How a payment or load ended well.
#[derive(Clone, Copy, Debug)]
pub enum Outcome {
    /// It was done.
    Done(Receipt),
    /// An earlier transaction of the same kind with this card, whose answer had been lost, turned out to be
    /// complete. Nothing else was done: it may be the one that is asked for now.
    EarlierCompleted(Receipt),
}

impl Outcome {
    /// The receipt.
    #[must_use]
    pub const fn receipt(&self) -> &Receipt {
        match self {
            Self::Done(receipt) | Self::EarlierCompleted(receipt) => receipt,
        }
    }
}

/// A terminal: its journal.
#[derive(Debug)]
pub struct Terminal {
    journal: Journal,
}

impl Terminal {
    /// A terminal with this journal.
    #[must_use]
    pub fn new(journal: Journal) -> Self {
        Self { journal }
    }

    /// The journal.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.journal
    }
}
