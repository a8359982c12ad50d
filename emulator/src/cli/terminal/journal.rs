//! `cardamom terminal journal`

use clap::Args;
use serde_json::json;

use super::super::error::CliError;
use super::super::output::{print, print_json};
use super::options::JournalOptions;
use crate::home::Home;
use crate::terminal::sum_text;

/// Show what the terminal has done, what is pending, and what was set aside
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    journal: JournalOptions,

    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, home: &Home) -> Result<(), CliError> {
    let terminal = arguments.journal.open(home)?;
    let journal = terminal.journal();
    let (receipts, pending, set_aside) = (journal.receipts()?, journal.pending()?, journal.set_aside()?);
    if arguments.json {
        return print_json(&json!({ "receipts": receipts, "pending": pending, "set-aside": set_aside }));
    }
    for receipt in &receipts {
        print(&format!("{receipt}\n"))?;
    }
    for pending in &pending {
        print(&format!("pending: {pending}\n"))?;
    }
    for set_aside in &set_aside {
        print(&format!("set aside: {set_aside}\n"))?;
    }
    let sales = receipts.iter().filter(|receipt| receipt.purchase_proof().is_some());
    let (count, sum) = sales.fold((0_u64, 0_u64), |(count, sum), receipt| {
        (count + 1, sum.saturating_add(receipt.amount.units().into()))
    });
    print(&format!(
        "{count} purchases of {}, {} pending, {} set aside\n",
        sum_text(sum),
        pending.len(),
        set_aside.len()
    ))
}
