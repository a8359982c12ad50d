//! `cardamom issue`: makes a holder's card, or a terminal's, of a new one.

mod card;

use std::path::PathBuf;
use std::process::ExitCode;

use cardamom_scheme::issuer::Account;
use cardamom_secure_channel::edep::{Date, OverdraftLimit, Pin, TerminalNumber, TripleDesKey};
use clap::{Args, Subcommand};
use pcsc::Disposition;

use super::card_options::{entropy_source, open_card};
use super::error::{CliError, EXIT_REFUSED};
use super::output::print;
use super::terminal::options::{ClockOptions, issuer_folder, parse_pin, parse_terminal_number};
use crate::home::Home;
use crate::issue::{
    IssueError, IssuerDesk, PsamOrder, PurseOrder, TEST_TRANSPORT_KEY, issue_psam, issue_purse,
};
use crate::smart_card::{ResetKind, SmartCard};
use crate::terminal::{CardConnection, CardSerial, DirectConnection, Money, PcscConnection};

const AFTER_HELP: &str = "\
Examples:
  cardamom card new wallet
  cardamom issue purse --card wallet --serial 1234 --holder \"A HOLDER\" --pin 1234 --create-test-issuer
  cardamom card new sam --profile psam
  cardamom issue psam --card sam --serial 1 --terminal 000000004711
  cardamom issue card --card badge --profile badge.toml    keys, domains and applications of any card

The issuer of purses is a folder: master keys, and a ledger of accounts and loads.";

/// Issue cards, over APDUs: from a profile, or as purses and PSAMs
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Card(card::Arguments),
    Purse(PurseArguments),
    Psam(PsamArguments),
}

/// Which card is issued, and by whom.
#[derive(Debug, Args)]
struct Target {
    /// A card of this home folder, by name or path
    #[arg(long, value_name = "CARD", required_unless_present = "reader")]
    card: Option<String>,

    /// A PC/SC reader with the card: its name, or a part of the name that no other reader has
    #[arg(long, value_name = "NAME", conflicts_with = "card")]
    reader: Option<String>,

    /// The serial number: up to 20 digits
    #[arg(long, value_name = "DIGITS", value_parser = parse_serial)]
    serial: CardSerial,

    /// The folder of the issuer [default: issuer in the home folder]
    #[arg(long, value_name = "FOLDER")]
    issuer: Option<PathBuf>,

    /// If there is no issuer yet, make one with random keys, which are marked as test keys
    #[arg(long)]
    create_test_issuer: bool,

    /// The key that the card was delivered with: 32 hexadecimal digits [default: that of the profiles]
    #[arg(long, value_name = "KEY", env = "CARDAMOM_TRANSPORT_KEY", hide_env_values = true)]
    #[arg(value_parser = parse_key)]
    transport_key: Option<TripleDesKey>,
}

/// Issue a purse to a holder, and open the holder's account
#[derive(Debug, Args)]
struct PurseArguments {
    #[command(flatten)]
    target: Target,

    /// The holder's name: at most 20 bytes
    #[arg(long, value_name = "NAME")]
    holder: String,

    /// The first PIN: 4 to 12 digits, an even number of them
    #[arg(long, env = "CARDAMOM_PIN", hide_env_values = true, value_parser = parse_pin)]
    pin: Pin,

    /// What the holder's account is opened with
    #[arg(long, value_name = "AMOUNT", default_value = "1000.00")]
    account: Money,

    /// The highest balance of the card
    #[arg(long, value_name = "AMOUNT", default_value = "10000.00")]
    balance_limit: Money,

    /// For how many years the card is valid
    #[arg(long, value_name = "YEARS", default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=50))]
    valid_years: u8,

    #[command(flatten)]
    clock: ClockOptions,
}

/// Issue the PSAM of a terminal
#[derive(Debug, Args)]
struct PsamArguments {
    #[command(flatten)]
    target: Target,

    /// The number of the terminal: 12 hexadecimal digits
    #[arg(long, value_name = "NUMBER", value_parser = parse_terminal_number)]
    terminal: TerminalNumber,

    /// What may be sold for on one day; 0: no limit
    #[arg(long, value_name = "AMOUNT", default_value = "0")]
    daily_limit: Money,
}

pub(super) fn run(arguments: &Arguments, home: &Home) -> Result<ExitCode, CliError> {
    match &arguments.command {
        Command::Card(arguments) => card::run(arguments, home),
        Command::Purse(arguments) => purse(arguments, home),
        Command::Psam(arguments) => psam(arguments, home),
    }?;
    Ok(ExitCode::SUCCESS)
}

fn purse(arguments: &PurseArguments, home: &Home) -> Result<(), CliError> {
    let today = arguments.clock.now()?.date;
    let order = PurseOrder {
        serial: arguments.target.serial,
        holder: arguments.holder.clone(),
        pin: arguments.pin.clone(),
        valid_from: today,
        valid_until: years_after(today, arguments.valid_years),
        balance_limit: arguments.balance_limit.0,
        account: Account {
            balance: arguments.account.0.units().into(),
            maximum_overdraft: OverdraftLimit::ZERO,
        },
        transport_key: arguments.target.transport_key(),
    };
    let mut desk = arguments.target.open_issuer(home)?;
    arguments.target.with_connection(home, |connection| issue_purse(connection, &mut desk, &order))?;
    let serial = cardamom_apdu::hex::encode(&order.serial.to_bytes());
    print(&format!("issued purse {serial} to {}; the account holds {}\n", order.holder, arguments.account))
}

fn psam(arguments: &PsamArguments, home: &Home) -> Result<(), CliError> {
    let order = PsamOrder {
        serial: arguments.target.serial,
        terminal: arguments.terminal,
        daily_limit: arguments.daily_limit.0,
        transport_key: arguments.target.transport_key(),
    };
    let desk = arguments.target.open_issuer(home)?;
    arguments.target.with_connection(home, |connection| issue_psam(connection, &desk, &order))?;
    let terminal = cardamom_apdu::hex::encode(&order.terminal.to_bytes());
    print(&format!("issued the PSAM of terminal {terminal}\n"))
}

impl Target {
    fn transport_key(&self) -> TripleDesKey {
        self.transport_key.clone().unwrap_or(TEST_TRANSPORT_KEY)
    }

    fn open_issuer(&self, home: &Home) -> Result<IssuerDesk, CliError> {
        let folder = issuer_folder(self.issuer.as_deref(), home);
        if IssuerDesk::exists(&folder) {
            return Ok(IssuerDesk::open(&folder)?);
        }
        if self.create_test_issuer {
            let desk = IssuerDesk::create_test(&folder)?;
            print(&format!("made an issuer with test keys in {}\n", folder.display()))?;
            return Ok(desk);
        }
        Err(CliError::environment(format!("{}: there is no issuer", folder.display()))
            .with_help("say where with --issuer FOLDER, or add --create-test-issuer"))
    }

    fn with_connection(
        &self,
        home: &Home,
        issue: impl FnOnce(&mut dyn CardConnection) -> Result<(), IssueError>,
    ) -> Result<(), CliError> {
        let outcome = match (&self.card, &self.reader) {
            (Some(name), _) => {
                let mut card = open_card(name, home, entropy_source(None))?;
                card.power_on(ResetKind::Cold).map_err(CliError::environment)?;
                issue(&mut DirectConnection(&mut card))
            }
            (None, reader) => {
                let reader = reader.as_deref().unwrap_or_default();
                issue(&mut PcscConnection::open(reader, Disposition::ResetCard)?)
            }
        };
        outcome.map_err(|error| match error {
            IssueError::Card(_) => CliError::environment(error).with_code(EXIT_REFUSED).with_help(
                "a card that was issued already refuses, and so does one with another transport key",
            ),
            IssueError::IssuedAlready | IssueError::HolderTooLong => CliError::usage(error),
            IssueError::Desk(error) => error.into(),
        })
    }
}

/// Reads a serial number: digits, filled up with zeros on the left.
fn parse_serial(text: &str) -> Result<CardSerial, String> {
    let wrong = || "a serial number is 1 to 20 digits".to_owned();
    if text.is_empty() || text.len() > 20 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let bytes =
        cardamom_apdu::hex::decode(&format!("{text:0>20}")).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.map(CardSerial::from_bytes).ok_or_else(wrong)
}

fn parse_key(text: &str) -> Result<TripleDesKey, String> {
    let bytes = cardamom_apdu::hex::decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.map(TripleDesKey::from_bytes).ok_or_else(|| "a key is 32 hexadecimal digits".to_owned())
}

/// The same day so many years later; the 28th for a 29th of February that is not.
fn years_after(date: Date, years: u8) -> Date {
    let [century, year, month, day] = date.to_bytes();
    let decimal = |byte: u8| u16::from(byte >> 4) * 10 + u16::from(byte & 0x0F);
    let coded = |value: u16| u8::try_from(value / 10 % 10 * 16 + value % 10).unwrap_or_default();
    let later = (decimal(century) * 100 + decimal(year)).saturating_add(years.into()).min(9999);
    let (century, year) = (coded(later / 100), coded(later % 100));
    let later = Date::from_bytes([century, year, month, day]);
    later.or_else(|_| Date::from_bytes([century, year, month, 0x28])).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_valid_for_whole_years() {
        let after = |date, years| years_after(Date::from_bytes(date).unwrap(), years).to_bytes();
        assert_eq!(after([0x20, 0x26, 0x11, 0x22], 5), [0x20, 0x31, 0x11, 0x22]);
        assert_eq!(after([0x20, 0x24, 0x02, 0x29], 1), [0x20, 0x25, 0x02, 0x28]);
        assert_eq!(after([0x20, 0x96, 0x02, 0x29], 4), [0x21, 0x00, 0x02, 0x28]);
    }

    #[test]
    fn a_serial_number_is_digits() {
        assert_eq!(parse_serial("1234").unwrap().to_bytes(), [0, 0, 0, 0, 0, 0, 0, 0, 0x12, 0x34]);
        for wrong in ["", "12A4", "123456789012345678901", "-1"] {
            assert!(parse_serial(wrong).is_err(), "{wrong}");
        }
    }
}
