//! What the customer and the acquirer get.

use std::fmt;

use cardamom_scheme::issuer::PurchaseProof;
use cardamom_secure_channel::edep::{
    Amount, DebitType, Mac4, Purchase, TerminalNumber, TerminalSequence, Timestamp, TransactionRecord,
    TransactionType,
};
use serde::{Deserialize, Serialize};

use super::moment::Moment;
use super::money::Money;
use super::purse_card::CardSerial;
use super::text_form::{self, hex};

/// Who vouches for a completed transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confirmation {
    /// The PSAM found the card's MAC2 right.
    Psam,
    /// The card has proof, and its transaction log names this terminal, amount, date and time. The PSAM had
    /// forgotten the purchase.
    CardLog,
    /// The issuer found the card's TAC right.
    Issuer,
}

/// A completed purchase or load. As JSON: amounts `"12.34"`, dates `"2026-11-22T12:34:56"`, the rest hexadecimal.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Receipt {
    /// What it was; the type byte.
    #[serde(rename = "type", with = "text_form::transaction_type")]
    pub transaction_type: TransactionType,
    /// The card.
    #[serde(with = "text_form::card_serial")]
    pub card: CardSerial,
    /// The purse's own number of the transaction: its sequence before it.
    pub card_sequence: u16,
    /// The terminal.
    #[serde(with = "text_form::terminal_number")]
    pub terminal: TerminalNumber,
    /// The PSAM's number of a purchase; a load has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terminal_sequence: Option<u32>,
    /// Date and time that card and terminal have signed.
    #[serde(with = "text_form::timestamp")]
    pub at: Timestamp,
    /// What was moved.
    #[serde(with = "text_form::amount")]
    pub amount: Amount,
    /// What the purse held after it.
    #[serde(with = "text_form::amount")]
    pub balance: Amount,
    /// Version of the card's keys.
    pub key_version: u8,
    /// The card's proof for the issuer.
    #[serde(with = "text_form::mac")]
    pub tac: Mac4,
    /// Who vouches for it.
    pub confirmed_by: Confirmation,
    /// Whether the answer had been lost and the card was asked for its proof.
    pub recovered: bool,
}

impl Receipt {
    /// What the acquirer hands in to the issuer; `None` for a load.
    #[must_use]
    pub fn purchase_proof(&self) -> Option<PurchaseProof> {
        let debit = match self.transaction_type {
            TransactionType::CashWithdrawal => DebitType::CashWithdrawal,
            TransactionType::DepositPurchase => DebitType::DepositPurchase,
            TransactionType::PursePurchase => DebitType::PursePurchase,
            TransactionType::CompositePurchase => DebitType::CompositePurchase,
            _ => return None,
        };
        Some(PurchaseProof {
            serial: self.card.factor(),
            key_version: self.key_version,
            purchase: Purchase { debit, amount: self.amount, terminal: self.terminal },
            terminal_sequence: TerminalSequence::new(self.terminal_sequence?),
            at: self.at,
            tac: self.tac,
        })
    }
}

/// What a transaction type is called.
#[must_use]
pub const fn transaction_name(transaction_type: TransactionType) -> &'static str {
    match transaction_type {
        TransactionType::DepositLoad => "load of the deposit",
        TransactionType::PurseLoad => "load of the purse",
        TransactionType::Unload => "unload of the deposit",
        TransactionType::CashWithdrawal => "cash withdrawal",
        TransactionType::DepositPurchase => "purchase with the deposit",
        TransactionType::PursePurchase => "purchase with the purse",
        TransactionType::OverdraftUpdate => "change of the overdraft limit",
        TransactionType::CreditPurchase => "purchase on credit",
        TransactionType::CompositePurchase => "composite purchase with the purse",
    }
}

/// A record of a card's transaction log in a line.
#[must_use]
pub fn record_text(record: &TransactionRecord) -> String {
    format!(
        "{}  {:>10}  {} no. {} at terminal {}",
        Moment(record.at).to_string().replace('T', " "),
        Money(record.amount),
        transaction_name(record.transaction_type),
        record.sequence,
        hex(&record.terminal.to_bytes())
    )
}

impl fmt::Display for Receipt {
    /// As it is printed: a line for each thing, with a line end after the last.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {}", transaction_name(self.transaction_type).to_uppercase())?;
        writeln!(f, "  terminal     {}", hex(&self.terminal.to_bytes()))?;
        if let Some(sequence) = self.terminal_sequence {
            writeln!(f, "  number       {sequence}")?;
        }
        writeln!(f, "  date, time   {}", Moment(self.at).to_string().replace('T', " "))?;
        writeln!(f, "  card         {} no. {}", hex(&self.card.to_bytes()), self.card_sequence)?;
        writeln!(f, "  amount       {:>12}", Money(self.amount))?;
        writeln!(f, "  new balance  {:>12}", Money(self.balance))?;
        writeln!(f, "  TAC          {}", hex(&self.tac.to_bytes()))?;
        let confirmation = match self.confirmed_by {
            Confirmation::Psam => "by the PSAM (MAC2)",
            Confirmation::CardLog => "by the card's proof and log",
            Confirmation::Issuer => "by the issuer (TAC)",
        };
        writeln!(f, "  confirmed    {confirmation}")?;
        if self.recovered {
            writeln!(f, "  recovered: the card's answer had been lost")?;
        }
        Ok(())
    }
}
