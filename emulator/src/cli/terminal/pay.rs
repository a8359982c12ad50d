//! `cardamom terminal pay`

use cardamom_secure_channel::edep::DebitType;
use clap::Args;
use pcsc::Disposition;

use super::super::error::{CliError, EXIT_REFUSED};
use super::options::{CardOptions, ClockOptions, JournalOptions, PurseChoice, print_receipt};
use crate::home::Home;
use crate::terminal::{Money, Outcome, Payment, PcscConnection, SecureAccessModule};

/// Be paid with a purse
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The amount, as in 12.34
    amount: Money,

    #[command(flatten)]
    card: CardOptions,

    /// The reader with the PSAM
    #[arg(long, value_name = "NAME")]
    sam_reader: String,

    /// Which purse pays
    #[arg(long, value_enum, default_value_t)]
    purse: PurseChoice,

    /// Print the receipt as JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    clock: ClockOptions,

    #[command(flatten)]
    journal: JournalOptions,
}

pub(super) fn run(arguments: &Arguments, home: &Home) -> Result<(), CliError> {
    let debit = match arguments.purse {
        PurseChoice::Ep => DebitType::PursePurchase,
        PurseChoice::Ed => DebitType::DepositPurchase,
    };
    let payment = Payment { debit, amount: arguments.amount.0, at: arguments.clock.now()? };
    let terminal = arguments.journal.open(home)?;
    let mut purse = arguments.card.open()?;
    let mut psam = PcscConnection::open(&arguments.sam_reader, Disposition::LeaveCard)?;
    let mut card = arguments.card.select(&mut purse)?;
    let outcome = terminal.pay(&mut card, &mut SecureAccessModule::new(&mut psam), &payment)?;
    print_receipt(outcome.receipt(), arguments.json)?;
    earlier_is_enough(&outcome, arguments.amount)
}

/// An earlier transaction that turned out to be complete stands for this one, if it has the same amount.
pub(super) fn earlier_is_enough(outcome: &Outcome, asked: Money) -> Result<(), CliError> {
    match outcome {
        Outcome::EarlierCompleted(receipt) if receipt.amount != asked.0 => {
            let done = Money(receipt.amount);
            let message = format!("an earlier transaction of {done} was completed; {asked} was not moved");
            Err(CliError::environment(message).with_code(EXIT_REFUSED).with_help("run the command again"))
        }
        _ => Ok(()),
    }
}
