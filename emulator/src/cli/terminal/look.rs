//! `cardamom terminal balance`, `log` and `prove`: what moves nothing.

use cardamom_secure_channel::edep::{Purse, TransactionRecord, TransactionType};
use clap::Args;
use serde::Serialize;

use super::super::error::{CliError, EXIT_REFUSED};
use super::super::output::{print, print_json};
use super::options::{CardOptions, PurseChoice};
use crate::terminal::{Moment, Money, record_text, transaction_name};

/// Show what a purse holds
#[derive(Debug, Args)]
pub(super) struct Balance {
    #[command(flatten)]
    card: CardOptions,

    /// Which purse
    #[arg(long, value_enum, default_value_t)]
    purse: PurseChoice,
}

pub(super) fn balance(arguments: &Balance) -> Result<(), CliError> {
    let mut connection = arguments.card.open()?;
    let balance = arguments.card.select(&mut connection)?.balance(arguments.purse.into())?;
    print(&format!("{}\n", Money(balance)))
}

/// Show the last transactions of a card, latest first; wants the PIN
#[derive(Debug, Args)]
pub(super) struct Log {
    #[command(flatten)]
    card: CardOptions,

    /// Print them as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct JsonRecord {
    #[serde(rename = "type")]
    transaction_type: &'static str,
    sequence: u16,
    amount: String,
    terminal: String,
    at: String,
}

pub(super) fn log(arguments: &Log) -> Result<(), CliError> {
    let mut connection = arguments.card.open()?;
    let records = arguments.card.select(&mut connection)?.transactions()?;
    if arguments.json {
        let records: Vec<_> = records.iter().map(to_json).collect();
        return print_json(&records);
    }
    if records.is_empty() {
        return print("no transactions\n");
    }
    records.iter().try_for_each(|record| print(&format!("{}\n", record_text(record))))
}

fn to_json(record: &TransactionRecord) -> JsonRecord {
    JsonRecord {
        transaction_type: transaction_name(record.transaction_type),
        sequence: record.sequence,
        amount: Money(record.amount).to_string(),
        terminal: cardamom_apdu::hex::encode(&record.terminal.to_bytes()),
        at: Moment(record.at).to_string(),
    }
}

/// Have a card prove its last transaction again: GET TRANSACTION PROVE
#[derive(Debug, Args)]
pub(super) struct Prove {
    #[command(flatten)]
    card: CardOptions,

    /// Which purse
    #[arg(long, value_enum, default_value_t)]
    purse: PurseChoice,

    /// A load, and not a purchase
    #[arg(long)]
    load: bool,

    /// The card's number of the transaction, as receipt and log have it
    sequence: u16,
}

pub(super) fn prove(arguments: &Prove) -> Result<(), CliError> {
    let purse = Purse::from(arguments.purse);
    let transaction_type = match (purse, arguments.load) {
        (purse, true) => purse.load_type(),
        (Purse::Purse, false) => TransactionType::PursePurchase,
        (Purse::Deposit, false) => TransactionType::DepositPurchase,
    };
    let mut connection = arguments.card.open()?;
    let mut card = arguments.card.select(&mut connection)?;
    let what = format!("{} no. {}", transaction_name(transaction_type), arguments.sequence);
    match card.prove(transaction_type, arguments.sequence.to_be_bytes())? {
        Some(proof) => {
            let hex = |bytes: [u8; 4]| cardamom_apdu::hex::encode(&bytes);
            print(&format!("{what}: MAC {} TAC {}\n", hex(proof.mac.to_bytes()), hex(proof.tac.to_bytes())))
        }
        None => Err(CliError::environment(format!("{what}: the card has no proof of it (9406)"))
            .with_code(EXIT_REFUSED)
            .with_help(
                "a card keeps the proof of its last load and its last purchase with each purse alone",
            )),
    }
}
