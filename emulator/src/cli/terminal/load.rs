//! `cardamom terminal load`

use std::path::PathBuf;

use cardamom_secure_channel::edep::TerminalNumber;
use clap::Args;

use super::super::error::CliError;
use super::options::{
    CardOptions, ClockOptions, JournalOptions, PurseChoice, open_issuer, parse_terminal_number, print_receipt,
};
use super::pay::earlier_is_enough;
use crate::home::Home;
use crate::terminal::{LoadOrder, Money};

/// Load a purse from its holder's account
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The amount, as in 50.00
    amount: Money,

    #[command(flatten)]
    card: CardOptions,

    /// The folder of the issuer [default: issuer in the home folder]
    #[arg(long, value_name = "FOLDER")]
    issuer: Option<PathBuf>,

    /// Which purse is loaded
    #[arg(long, value_enum, default_value_t)]
    purse: PurseChoice,

    /// The number of this terminal: 12 hexadecimal digits
    #[arg(long, value_name = "NUMBER", default_value = "000000000001", value_parser = parse_terminal_number)]
    terminal: TerminalNumber,

    /// Print the receipt as JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    clock: ClockOptions,

    #[command(flatten)]
    journal: JournalOptions,
}

pub(super) fn run(arguments: &Arguments, home: &Home) -> Result<(), CliError> {
    let order = LoadOrder {
        purse: arguments.purse.into(),
        amount: arguments.amount.0,
        terminal: arguments.terminal,
        at: arguments.clock.now()?,
    };
    let mut issuer = open_issuer(arguments.issuer.as_deref(), home)?;
    let terminal = arguments.journal.open(home)?;
    let mut purse = arguments.card.open()?;
    let mut card = arguments.card.select(&mut purse)?;
    let outcome = terminal.load(&mut card, &mut issuer, &order)?;
    print_receipt(outcome.receipt(), arguments.json)?;
    earlier_is_enough(&outcome, arguments.amount)
}
