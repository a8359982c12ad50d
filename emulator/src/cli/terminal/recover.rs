//! `cardamom terminal recover`

use std::path::PathBuf;

use clap::Args;
use pcsc::Disposition;

use super::super::error::{CliError, EXIT_SET_ASIDE};
use super::super::output::print;
use super::options::{CardOptions, JournalOptions, issuer_folder, print_receipt};
use crate::home::Home;
use crate::issue::IssuerDesk;
use crate::terminal::{IssuerHost, PcscConnection, Recovery, SecureAccessModule};

/// Ask a card what became of transactions whose answer was lost
///
/// A purchase is confirmed by the PSAM if it still waits for this card, or by the card's transaction log, which
/// wants the PIN.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    card: CardOptions,

    /// The reader with the PSAM
    #[arg(long, value_name = "NAME")]
    sam_reader: Option<String>,

    /// The folder of the issuer, for loads [default: issuer in the home folder, if it is there]
    #[arg(long, value_name = "FOLDER")]
    issuer: Option<PathBuf>,

    /// Print receipts as JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    journal: JournalOptions,
}

pub(super) fn run(arguments: &Arguments, home: &Home) -> Result<(), CliError> {
    let folder = issuer_folder(arguments.issuer.as_deref(), home);
    let is_wanted = arguments.issuer.is_some() || IssuerDesk::exists(&folder);
    let mut issuer = if is_wanted { Some(IssuerDesk::open(&folder)?) } else { None };
    let terminal = arguments.journal.open(home)?;
    let mut purse = arguments.card.open()?;
    let mut psam = match &arguments.sam_reader {
        Some(reader) => Some(PcscConnection::open(reader, Disposition::LeaveCard)?),
        None => None,
    };
    let mut card = arguments.card.select(&mut purse)?;
    let mut sam = psam.as_mut().map(|psam| SecureAccessModule::new(psam));
    let host = issuer.as_mut().map(|issuer| issuer as &mut dyn IssuerHost);
    let settled = terminal.recover(&mut card, sam.as_mut(), host)?;
    if settled.is_empty() && !arguments.json {
        print("nothing is pending with this card\n")?;
    }
    let mut is_aside = false;
    for recovery in &settled {
        match recovery {
            Recovery::Completed(receipt) => print_receipt(receipt, arguments.json)?,
            Recovery::NotDone(pending) if !arguments.json => {
                print(&format!("not done, and can be done again: {pending}\n"))?;
            }
            Recovery::NotDone(_) => {}
            Recovery::SetAside(set_aside) => {
                is_aside = true;
                CliError::environment(format!("set aside for acquirer and issuer: {set_aside}")).print();
            }
        }
    }
    if is_aside {
        return Err(CliError::environment("not all could be settled").with_code(EXIT_SET_ASIDE));
    }
    Ok(())
}
