//! Transactions whose end the terminal does not know yet.

use std::fmt;

use cardamom_scheme::issuer::LoadRequest;
use cardamom_secure_channel::edep::{
    Amount, DebitType, InitializeOnlineResponse, Load, Mac4, OfflineSequence, Purchase, Purse,
    TerminalNumber, Timestamp,
};
use serde::{Deserialize, Serialize};

use super::money::Money;
use super::purse_card::CardSerial;
use super::receipt::{Confirmation, Receipt, transaction_name};
use super::text_form::{self, hex};

/// A transaction that a card may or may not have completed. It is in the journal before the command goes out that
/// moves the money.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "what")]
pub enum Pending {
    /// A purchase before DEBIT.
    Purchase(PendingPurchase),
    /// A load before CREDIT FOR LOAD.
    Load(PendingLoad),
}

/// A purchase that the PSAM has authorised.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct PendingPurchase {
    /// The card.
    #[serde(with = "text_form::card_serial")]
    pub card: CardSerial,
    /// What kind of purchase.
    #[serde(with = "text_form::debit_type")]
    pub debit: DebitType,
    /// The amount.
    #[serde(with = "text_form::amount")]
    pub amount: Amount,
    /// The terminal.
    #[serde(with = "text_form::terminal_number")]
    pub terminal: TerminalNumber,
    /// The PSAM's number of the purchase.
    pub terminal_sequence: u32,
    /// Date and time of the terminal.
    #[serde(with = "text_form::timestamp")]
    pub at: Timestamp,
    /// The purse's off-line sequence before the purchase.
    pub card_sequence: u16,
    /// The purse's balance before the purchase.
    #[serde(with = "text_form::amount")]
    pub old_balance: Amount,
    /// Version of the purchase key.
    pub key_version: u8,
}

/// A load that the issuer may have authorised.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct PendingLoad {
    /// The card.
    #[serde(with = "text_form::card_serial")]
    pub card: CardSerial,
    /// The purse that is loaded.
    #[serde(with = "text_form::purse")]
    pub purse: Purse,
    /// The amount.
    #[serde(with = "text_form::amount")]
    pub amount: Amount,
    /// The terminal.
    #[serde(with = "text_form::terminal_number")]
    pub terminal: TerminalNumber,
    /// What the card answered to INITIALIZE FOR LOAD.
    #[serde(with = "text_form::initialize_online_response")]
    pub answer: InitializeOnlineResponse,
    /// Date and time of CREDIT FOR LOAD.
    #[serde(with = "text_form::timestamp")]
    pub at: Timestamp,
}

/// The one place of a transaction: a purse completes at most one off-line and one on-line transaction under each
/// sequence, and a terminal has at most one of each pending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot {
    pub(super) card: CardSerial,
    pub(super) purse: Purse,
    pub(super) online: bool,
}

impl Pending {
    /// The card.
    #[must_use]
    pub const fn card(&self) -> CardSerial {
        match self {
            Self::Purchase(purchase) => purchase.card,
            Self::Load(load) => load.card,
        }
    }

    /// The amount.
    #[must_use]
    pub const fn amount(&self) -> Amount {
        match self {
            Self::Purchase(purchase) => purchase.amount,
            Self::Load(load) => load.amount,
        }
    }

    pub(super) const fn slot(&self) -> Slot {
        match self {
            Self::Purchase(purchase) => purchase.slot(),
            Self::Load(load) => Slot { card: load.card, purse: load.purse, online: true },
        }
    }
}

impl fmt::Display for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let transaction_type = match self {
            Self::Purchase(purchase) => purchase.debit.into(),
            Self::Load(load) => load.purse.load_type(),
        };
        let (name, amount) = (transaction_name(transaction_type), Money(self.amount()));
        write!(f, "{name}, {amount}, card {}", hex(&self.card().to_bytes()))
    }
}

impl PendingPurchase {
    pub(super) const fn slot(&self) -> Slot {
        Slot { card: self.card, purse: self.debit.purse(), online: false }
    }

    pub(super) const fn purchase(&self) -> Purchase {
        Purchase { debit: self.debit, amount: self.amount, terminal: self.terminal }
    }

    pub(super) const fn sequence(&self) -> OfflineSequence {
        OfflineSequence::new(self.card_sequence)
    }

    pub(super) fn receipt(&self, tac: Mac4, confirmed_by: Confirmation, recovered: bool) -> Receipt {
        Receipt {
            transaction_type: self.debit.into(),
            card: self.card,
            card_sequence: self.card_sequence,
            terminal: self.terminal,
            terminal_sequence: Some(self.terminal_sequence),
            at: self.at,
            amount: self.amount,
            // The card has checked that it covers the amount.
            balance: Amount::new(self.old_balance.units().saturating_sub(self.amount.units())),
            key_version: self.key_version,
            tac,
            confirmed_by,
            recovered,
        }
    }
}

impl PendingLoad {
    pub(super) const fn load(&self) -> Load {
        Load { purse: self.purse, amount: self.amount, terminal: self.terminal }
    }

    /// What the issuer is asked.
    #[must_use]
    pub const fn request(&self) -> LoadRequest {
        LoadRequest { serial: self.card.factor(), load: self.load(), answer: self.answer, at: self.at }
    }

    pub(super) fn receipt(&self, tac: Mac4, recovered: bool) -> Receipt {
        Receipt {
            transaction_type: self.purse.load_type(),
            card: self.card,
            card_sequence: self.answer.sequence.value(),
            terminal: self.terminal,
            terminal_sequence: None,
            at: self.at,
            amount: self.amount,
            // The issuer has checked that the sum fits.
            balance: Amount::new(self.answer.old_balance.units().saturating_add(self.amount.units())),
            key_version: self.answer.key_version,
            tac,
            confirmed_by: Confirmation::Issuer,
            recovered,
        }
    }
}

/// Why a transaction was neither completed nor undone, but set aside for the acquirer and the issuer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum SetAsideReason {
    /// The PSAM does not accept the card's MAC2: the card may be false, or the answer was changed on its way.
    #[error("the PSAM finds the card's MAC2 wrong: the card may be false")]
    Mac2Wrong,
    /// The PSAM did not say whether MAC2 is right.
    #[error("the PSAM did not check the card's MAC2")]
    Mac2NotChecked,
    /// The card has a proof for this sequence, and nobody could say whether it is of this transaction.
    #[error(
        "the card has proof of a transaction, and neither PSAM nor transaction log tells whether it is this one"
    )]
    ProofNotChecked,
    /// The card's log has the transaction; its proof has been overwritten by a later one.
    #[error(
        "the card was debited or credited, and its proof is gone: a later transaction has overwritten it"
    )]
    ProofGone,
    /// The card has done other transactions since, and its log could not be read or no longer goes back so far.
    #[error("the card has done other transactions since, and cannot say any more what became of this one")]
    Unknown,
    /// The issuer does not accept the card's TAC.
    #[error("the issuer does not accept the card's TAC")]
    TacRefused,
}

/// A transaction that was set aside, with all that the terminal has of it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SetAside {
    /// The transaction.
    pub pending: Pending,
    /// Why.
    pub reason: SetAsideReason,
    /// The card's TAC, where it gave one: the issuer can tell.
    #[serde(with = "optional_mac", default, skip_serializing_if = "Option::is_none")]
    pub tac: Option<Mac4>,
}

impl fmt::Display for SetAside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pending, self.reason)?;
        match self.tac {
            Some(tac) => write!(f, " (TAC {})", hex(&tac.to_bytes())),
            None => Ok(()),
        }
    }
}

mod optional_mac {
    use cardamom_secure_channel::edep::Mac4;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::text_form;

    #[derive(Serialize, Deserialize)]
    struct Wrapped(#[serde(with = "text_form::mac")] Mac4);

    pub(super) fn serialize<S: Serializer>(mac: &Option<Mac4>, serializer: S) -> Result<S::Ok, S::Error> {
        mac.map(Wrapped).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Mac4>, D::Error> {
        Ok(Option::<Wrapped>::deserialize(deserializer)?.map(|Wrapped(mac)| mac))
    }
}
