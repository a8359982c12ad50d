//! `cardamom terminal`: a point of sale for the electronic purse.

mod journal;
mod load;
mod look;
pub(super) mod options;
mod pay;
mod recover;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::error::{CliError, EXIT_ENVIRONMENT, EXIT_REFUSED, EXIT_SET_ASIDE, EXIT_UNKNOWN};
use crate::home::Home;
use crate::issue::IssuerDeskError;
use crate::terminal::{CommandError, ConnectionError, JournalError, MomentError, TerminalError};

const AFTER_HELP: &str = "\
Examples, with the purse in one reader and the PSAM in another:
  cardamom terminal load 50.00 --reader wallet
  cardamom terminal pay 12.34 --reader wallet --sam-reader psam
  cardamom terminal balance --reader wallet
  cardamom terminal log --reader wallet --pin 1234
  cardamom terminal recover --reader wallet --sam-reader psam

Readers are named as PC/SC names them, or by a part of the name that no other has.

Exit codes: 0 done; 1 the card, the PSAM or the issuer refuses, and nothing has moved; 2 the command
line is wrong; 3 a card, a reader or a file cannot be used, and nothing has moved; 4 the answer of the
card was lost, or issuer or journal failed: present the same card again, to the same command or to
`recover`; 5 a transaction was set aside for acquirer and issuer, see `cardamom terminal journal`.";

/// Load purses and be paid with them, through PC/SC readers
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Load(load::Arguments),
    Pay(pay::Arguments),
    Recover(recover::Arguments),
    Balance(look::Balance),
    Log(look::Log),
    Prove(look::Prove),
    Journal(journal::Arguments),
}

pub(super) fn run(arguments: &Arguments, home: &Home) -> Result<ExitCode, CliError> {
    match &arguments.command {
        Command::Load(arguments) => load::run(arguments, home),
        Command::Pay(arguments) => pay::run(arguments, home),
        Command::Recover(arguments) => recover::run(arguments, home),
        Command::Balance(arguments) => look::balance(arguments),
        Command::Log(arguments) => look::log(arguments),
        Command::Prove(arguments) => look::prove(arguments),
        Command::Journal(arguments) => journal::run(arguments, home),
    }?;
    Ok(ExitCode::SUCCESS)
}

impl From<CommandError> for CliError {
    fn from(error: CommandError) -> Self {
        let code = if error.status().is_some() { EXIT_REFUSED } else { EXIT_ENVIRONMENT };
        let needs_pin = error.status().is_some_and(|status| status.value() == 0x6982);
        let told = Self::environment(error).with_code(code);
        if needs_pin { told.with_help("give it with --pin, or in CARDAMOM_PIN") } else { told }
    }
}

impl From<ConnectionError> for CliError {
    fn from(error: ConnectionError) -> Self {
        let told = Self::environment(&error);
        match error {
            ConnectionError::Pcsc { source: pcsc::Error::NoService, .. } => told.with_help(
                "no PC/SC service is running: start pcscd, or run this under `cardamom with --card CARD -- ...`",
            ),
            _ => told,
        }
    }
}

impl From<TerminalError> for CliError {
    fn from(error: TerminalError) -> Self {
        let code = match error {
            TerminalError::Command(error) => return error.into(),
            // What fails after a transaction was begun leaves it in the journal.
            TerminalError::AnswerLost { .. }
            | TerminalError::IssuerUnavailable(_)
            | TerminalError::Journal(_) => EXIT_UNKNOWN,
            TerminalError::SetAside(_) => EXIT_SET_ASIDE,
            TerminalError::AmountZero
            | TerminalError::CardNotValid
            | TerminalError::NotEnough { .. }
            | TerminalError::Issuer(_) => EXIT_REFUSED,
            TerminalError::IssuerNeeded => {
                return Self::environment(error).with_help("say where it is with --issuer FOLDER");
            }
        };
        Self::environment(error).with_code(code)
    }
}

impl From<JournalError> for CliError {
    fn from(error: JournalError) -> Self {
        Self::environment(error)
    }
}

impl From<IssuerDeskError> for CliError {
    fn from(error: IssuerDeskError) -> Self {
        Self::environment(error)
    }
}

impl From<MomentError> for CliError {
    fn from(error: MomentError) -> Self {
        Self::usage(error)
    }
}
