//! What several commands of the terminal are told.

use std::fs;
use std::path::{Path, PathBuf};

use cardamom_secure_channel::edep::{Pin, Purse, TerminalNumber, Timestamp};
use clap::{Args, ValueEnum};
use pcsc::Disposition;

use super::super::error::CliError;
use super::super::output::{of_file, print, print_json};
use crate::home::Home;
use crate::issue::IssuerDesk;
use crate::terminal::{Journal, Moment, PcscConnection, PurseCard, Receipt, Terminal};

/// The journal, in the home folder.
const JOURNAL: &str = "terminal.redb";
/// The issuer's desk, in the home folder.
const ISSUER: &str = "issuer";

/// The purse of the application that is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum PurseChoice {
    /// The electronic purse: no PIN
    #[default]
    #[value(alias = "purse")]
    Ep,
    /// The electronic deposit: with PIN
    #[value(alias = "deposit")]
    Ed,
}

impl From<PurseChoice> for Purse {
    fn from(choice: PurseChoice) -> Self {
        match choice {
            PurseChoice::Ep => Self::Purse,
            PurseChoice::Ed => Self::Deposit,
        }
    }
}

/// Where the purse is, and how it is opened.
#[derive(Debug, Args)]
pub(super) struct CardOptions {
    /// The reader with the purse: its name, or a part of the name that no other reader has
    #[arg(long, value_name = "NAME")]
    reader: String,

    /// The holder's PIN: 4 to 12 digits, an even number of them
    #[arg(long, env = "CARDAMOM_PIN", hide_env_values = true, value_parser = parse_pin)]
    pin: Option<Pin>,
}

impl CardOptions {
    pub(super) fn open(&self) -> Result<PcscConnection, CliError> {
        Ok(PcscConnection::open(&self.reader, Disposition::ResetCard)?)
    }

    /// The purse on this connection, the PIN verified where there is one.
    pub(super) fn select<'a>(&self, connection: &'a mut PcscConnection) -> Result<PurseCard<'a>, CliError> {
        let mut card = PurseCard::select(connection)?;
        if let Some(pin) = &self.pin {
            card.verify_pin(pin)?;
        }
        Ok(card)
    }
}

/// Where the terminal keeps its books.
#[derive(Debug, Args)]
pub(super) struct JournalOptions {
    /// The terminal's journal [default: terminal.redb in the home folder]
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
}

impl JournalOptions {
    pub(super) fn open(&self, home: &Home) -> Result<Terminal, CliError> {
        let path = match &self.journal {
            Some(path) => path.clone(),
            None => {
                fs::create_dir_all(home.path()).map_err(|error| of_file(home.path(), &error))?;
                home.path().join(JOURNAL)
            }
        };
        Ok(Terminal::new(Journal::open(&path)?))
    }
}

/// When it is.
#[derive(Debug, Args)]
pub(in super::super) struct ClockOptions {
    /// Date and time to use, as in 2026-11-22T12:34:56 [default: the clock of this machine]
    #[arg(long, value_name = "TIME")]
    at: Option<Moment>,
}

impl ClockOptions {
    pub(in super::super) fn now(&self) -> Result<Timestamp, CliError> {
        let Moment(at) = match self.at {
            Some(at) => at,
            None => Moment::now()?,
        };
        Ok(at)
    }
}

/// Opens the issuer's desk: in this folder, or in the home folder.
pub(super) fn open_issuer(folder: Option<&Path>, home: &Home) -> Result<IssuerDesk, CliError> {
    let folder = issuer_folder(folder, home);
    if IssuerDesk::exists(&folder) {
        return Ok(IssuerDesk::open(&folder)?);
    }
    let help = "say where with --issuer FOLDER, or make one with `cardamom issue ... --create-test-issuer`";
    Err(CliError::environment(format!("{}: there is no issuer", folder.display())).with_help(help))
}

/// The folder of the issuer's desk.
pub(in super::super) fn issuer_folder(folder: Option<&Path>, home: &Home) -> PathBuf {
    folder.map_or_else(|| home.path().join(ISSUER), Path::to_owned)
}

/// Reads a PIN: two digits a byte.
pub(in super::super) fn parse_pin(text: &str) -> Result<Pin, String> {
    let wrong = || "a PIN is 4 to 12 digits, an even number of them".to_owned();
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let bytes = cardamom_apdu::hex::decode(text).map_err(|_| wrong())?;
    Pin::from_bytes(&bytes).map_err(|_| wrong())
}

/// Reads the number of a terminal: 12 hexadecimal digits.
pub(in super::super) fn parse_terminal_number(text: &str) -> Result<TerminalNumber, String> {
    let bytes = cardamom_apdu::hex::decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    bytes
        .map(TerminalNumber::from_bytes)
        .ok_or_else(|| "a terminal number is 12 hexadecimal digits".to_owned())
}

/// Prints a receipt for people or for programs.
pub(super) fn print_receipt(receipt: &Receipt, json: bool) -> Result<(), CliError> {
    if json { print_json(receipt) } else { print(&receipt.to_string()) }
}
