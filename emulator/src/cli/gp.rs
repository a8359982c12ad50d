//! `cardamom gp`: the content of cards, managed over GlobalPlatform.

mod agreement;
pub(super) mod channel;
mod content;
mod create_domain;
mod delete;
mod describe;
mod info;
mod install;
mod keys;
mod list;
mod load;
mod put_key;
mod status;
mod store_data;
mod target;
mod token;

use std::process::ExitCode;

use cardamom_apdu::hex;
use cardamom_personalization::globalplatform::error::{GlobalPlatformError, Refusal};
use cardamom_personalization::globalplatform::key_hierarchy::{KeyError, KeyFileError};
use cardamom_personalization::globalplatform::load_file::LoadFileError;
use cardamom_personalization::globalplatform::step::Step;
use clap::{Args, Subcommand};

use super::error::{CliError, EXIT_REFUSED};
use crate::home::Home;

const AFTER_HELP: &str = "\
Examples:
  cardamom gp info --reader Omnikey                       what a card is; needs no keys
  cardamom gp list --card wallet                          what is on a card
  cardamom gp load hello.cap --card wallet --install      load a package and install its applets
  cardamom gp install A0000001515350 A000000151535041 A000000151000001 --card wallet
  cardamom gp delete A00000006203010C01 --card wallet --related
  cardamom gp put-key 30 --card wallet --new-keys acme.toml
  cardamom gp list --reader Omnikey --keys acme.toml      with the keys of an issuer
  cardamom gp list --card wallet --key 404142434445464748494A4B4C4D4E4F --kdf visa2 --scp 02

Without keys a card of Cardamom is opened with the test key that everybody knows, 40 to 4F. A card
in a reader wants --keys or --key: too many sessions under wrong keys block a card for good.

Exit codes: 0 done, 1 the card refused or has other keys, 2 the command line or a file is wrong,
3 the card or the reader cannot be used.";

/// Manage what is on a card, over GlobalPlatform: packages, applets, security domains, keys
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Info(info::Arguments),
    List(list::Arguments),
    Load(load::Arguments),
    Install(install::Arguments),
    MakeDefault(install::MakeDefault),
    Delete(delete::Arguments),
    Lock(status::Lock),
    Unlock(status::Unlock),
    SetStatus(status::SetStatus),
    PutKey(put_key::Arguments),
    DeleteKey(delete::DeleteKey),
    CreateDomain(create_domain::Arguments),
    Extradite(content::Extradite),
    UpdateRegistry(content::UpdateRegistry),
    StoreData(store_data::Arguments),
}

pub(super) fn run(
    arguments: &Arguments,
    home: impl FnOnce() -> Result<Home, CliError>,
) -> Result<ExitCode, CliError> {
    match &arguments.command {
        Command::Info(arguments) => info::run(arguments, home),
        Command::List(arguments) => list::run(arguments, home),
        Command::Load(arguments) => load::run(arguments, home),
        Command::Install(arguments) => install::run(arguments, home),
        Command::MakeDefault(arguments) => install::make_default(arguments, home),
        Command::Delete(arguments) => delete::run(arguments, home),
        Command::Lock(arguments) => status::lock(arguments, home),
        Command::Unlock(arguments) => status::unlock(arguments, home),
        Command::SetStatus(arguments) => status::set_status(arguments, home),
        Command::PutKey(arguments) => put_key::run(arguments, home),
        Command::DeleteKey(arguments) => delete::delete_key(arguments, home),
        Command::CreateDomain(arguments) => create_domain::run(arguments, home),
        Command::Extradite(arguments) => content::extradite(arguments, home),
        Command::UpdateRegistry(arguments) => content::update_registry(arguments, home),
        Command::StoreData(arguments) => store_data::run(arguments, home),
    }?;
    Ok(ExitCode::SUCCESS)
}

impl From<GlobalPlatformError> for CliError {
    fn from(error: GlobalPlatformError) -> Self {
        let told = match &error {
            GlobalPlatformError::Refused(_)
            | GlobalPlatformError::KeysWrong(_)
            | GlobalPlatformError::ChallengeUnexpected { .. }
            | GlobalPlatformError::ProtocolUnexpected { .. }
            | GlobalPlatformError::TestKeys { .. } => Self::environment(&error).with_code(EXIT_REFUSED),
            GlobalPlatformError::Key(_)
            | GlobalPlatformError::Unsendable { .. }
            | GlobalPlatformError::TooLong { .. } => Self::usage(&error),
            _ => Self::environment(&error),
        };
        match help(&error).map(str::to_owned).or_else(|| error.advice()) {
            Some(help) => told.with_help(help),
            None => told,
        }
    }
}

/// What to do in terms of this command, where that is more than the desk's own advice.
fn help(error: &GlobalPlatformError) -> Option<&'static str> {
    match error {
        GlobalPlatformError::TestKeys { .. } => Some(
            "anyone can take over such a card: give it keys of its own with `cardamom gp put-key`; \
             --allow-test-keys goes on all the same",
        ),
        GlobalPlatformError::NoSecurityDomain(_) => Some("say its name with --domain AID"),
        GlobalPlatformError::Key(KeyError::Version { .. }) => {
            Some("say --key-version, or put a [[key-set]] of this version into the key file")
        }
        GlobalPlatformError::Refused(refusal) => help_with(refusal),
        _ => None,
    }
}

/// What to do about a refusal; some of it depends on the rule, where the card tells that.
fn help_with(refusal: &Refusal) -> Option<&'static str> {
    let because = |words: &str| refusal.reason.as_ref().is_some_and(|rule| rule.contains(words));
    match (refusal.step, refusal.status.value()) {
        (Step::InitializeUpdate, 0x6A88 | 0x6A86) => {
            Some("`cardamom gp info` tells which key versions it has; say one with --key-version")
        }
        (Step::Delete, 0x6985) if because("content that stays") => {
            Some("a package goes together with its applets with --related")
        }
        (Step::PutKey, 0x6A80) if because("the version that is replaced") => {
            Some("say which version is replaced with --replaces VERSION")
        }
        (Step::SetStatus, 0x6985) if because("the issuer security domain stays") => {
            Some("the card as a whole is locked with `cardamom gp set-status card-locked`")
        }
        _ => None,
    }
}

impl From<LoadFileError> for CliError {
    fn from(error: LoadFileError) -> Self {
        match &error {
            LoadFileError::Malformed { .. } => Self::usage(&error)
                .with_help("it is a CAP file (ZIP), or its components one after the other (IJC)"),
            _ => Self::environment(&error),
        }
    }
}

impl From<KeyFileError> for CliError {
    fn from(error: KeyFileError) -> Self {
        match &error {
            KeyFileError::Permissions { path, .. } => {
                let help = format!("chmod 600 {}", path.display());
                Self::usage(&error).with_help(help)
            }
            KeyFileError::Syntax { .. } => {
                Self::usage(&error).with_help("`docs/globalplatform.md` tells what a key file is made of")
            }
            _ => Self::environment(&error),
        }
    }
}

/// Bytes that an option gives in hexadecimal, one value and no list.
type HexBytes = Vec<u8>;

/// Reads hexadecimal digits, none or more.
fn parse_hex(text: &str) -> Result<Vec<u8>, String> {
    hex::decode(text).map_err(|error| error.to_string())
}

/// Reads two hexadecimal digits.
fn parse_byte(text: &str) -> Result<u8, String> {
    match parse_hex(text)?.as_slice() {
        [byte] => Ok(*byte),
        _ => Err("two hexadecimal digits are wanted".to_owned()),
    }
}
