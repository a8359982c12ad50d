//! `cardamom gp put-key`

use std::fs;
use std::path::PathBuf;

use cardamom_personalization::globalplatform::card_data::KeyInformation;
use cardamom_personalization::globalplatform::key_hierarchy::{Algorithm, MasterKeys};
use cardamom_personalization::globalplatform::put_key::{AesForm, KeyPlace, NewKey};
use cardamom_personalization::globalplatform::session::Session;
use cardamom_secure_channel::diversification::Diversification;
use clap::{ArgGroup, Args, ValueEnum};

use super::super::error::CliError;
use super::super::output::{of_file, print};
use super::agreement::read_private_key;
use super::describe::done;
use super::keys::{SecretKey, parse_diversification};
use super::parse_byte;
use super::target::{Target, read_keys};
use crate::home::Home;

/// Tag of the key information template (GPCS 2.3.1 §11.3.3.1).
const KEY_INFORMATION: u16 = 0x00E0;

const AFTER_HELP: &str = "\
A new key set replaces nothing: the card keeps the others, but for the initial keys of version FF.

  cardamom gp put-key 30 --card wallet --new-keys acme.toml      the key set of version 30 in a key file
  cardamom gp put-key 30 --card wallet --new-key HEX --new-kdf kdf3
  cardamom gp put-key 31 --replaces 30 --card wallet --keys acme.toml --new-keys acme.toml
  cardamom gp put-key 70 --card wallet --public-key token.pem    to verify tokens with
  cardamom gp put-key 71 --card wallet --new-key HEX --single    to make receipts with
  cardamom gp put-key 01 --identifier 11 --card wallet --private-key card.pem   for SCP11a
  cardamom gp put-key 73 --card wallet --domain AID --public-key dap.pem";

/// Put keys on a card: a key set for sessions, or one key
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
#[command(group = ArgGroup::new("what").args(["new_keys", "new_key", "public_key", "private_key"]).required(true))]
pub(super) struct Arguments {
    /// Version of the new keys, two hexadecimal digits, 01 to 7F
    #[arg(value_parser = parse_byte)]
    version: u8,

    #[command(flatten)]
    target: Target,

    /// The key version that they replace
    #[arg(long, value_name = "VERSION", value_parser = parse_byte)]
    replaces: Option<u8>,

    /// Identifier of the first key
    #[arg(long, default_value = "01", value_parser = parse_byte)]
    identifier: u8,

    /// The key file with the master keys of this version
    #[arg(long, value_name = "FILE|test")]
    new_keys: Option<String>,

    /// One master key, in hexadecimal. Others can see it in the list of processes: a key file is better
    #[arg(long, value_name = "HEX")]
    new_key: Option<SecretKey>,

    /// How the card's keys are made of it: none, emv, visa2 or kdf3
    #[arg(long, value_name = "NAME", requires = "new_key", value_parser = parse_diversification)]
    new_kdf: Option<Diversification>,

    /// The cipher that the new keys are for
    #[arg(long = "type", value_enum, default_value_t)]
    cipher: Cipher,

    /// One key, as it is, in place of a set of three
    #[arg(long, requires = "new_key", conflicts_with = "new_kdf")]
    single: bool,

    /// A public key in PEM, RSA or P-256: for tokens or DAP blocks
    #[arg(long, value_name = "FILE")]
    public_key: Option<PathBuf>,

    /// A private key in PEM, P-256: for SCP11, with identifier 11, 13 or 15
    #[arg(long, value_name = "FILE")]
    private_key: Option<PathBuf>,

    /// Write AES keys without their length in front, as some cards want it
    #[arg(long)]
    bare: bool,
}

/// A cipher.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Cipher {
    /// AES, for SCP03
    #[default]
    Aes,
    /// Triple DES, for SCP02
    Des,
}

pub(super) fn run(
    arguments: &Arguments,
    home: impl FnOnce() -> Result<Home, CliError>,
) -> Result<(), CliError> {
    // What is wrong with the new keys is told before the card is touched.
    let new = read_new(arguments)?;
    let mut desk = arguments.target.open(home)?;
    let mut session = desk.session()?;
    let keys = new.for_card(arguments, &session)?;
    let place = KeyPlace {
        replaces: arguments.replaces,
        version: arguments.version,
        identifier: arguments.identifier,
    };
    let form = if arguments.bare { AesForm::Bare } else { AesForm::Prefixed };
    session.put_keys(place, &keys, form)?;
    let kinds: Vec<String> = keys.iter().map(ToString::to_string).collect();
    let is_test = if new.is_test() { ", a test key" } else { "" };
    done(&session, &format!("put key version {:02X}: {}{is_test}", place.version, kinds.join(", ")))?;
    if session.uses_test_keys() && matches!(new, New::Masters(_)) && !new.is_test() && !arguments.single {
        return tell_others(&mut session, place.version);
    }
    Ok(())
}

/// A card that came with a test key often has it in several key sets, and each opens sessions.
fn tell_others(session: &mut Session<'_>, version: u8) -> Result<(), CliError> {
    let told = session.get_data(KEY_INFORMATION)?.unwrap_or_default();
    let others = KeyInformation::parse_all(&told).into_iter().filter(|key| key.identifier == 1);
    for other in others.map(|key| key.version).filter(|other| *other != version) {
        print(&format!(
            "key set {other:02X} stays and opens sessions still: `cardamom gp delete-key {other:02X}`\n"
        ))?;
    }
    Ok(())
}

enum New {
    Masters(MasterKeys),
    One(NewKey),
}

fn read_new(arguments: &Arguments) -> Result<New, CliError> {
    if let Some(path) = &arguments.public_key {
        let text = fs::read_to_string(path).map_err(|error| of_file(path, &error))?;
        let key = NewKey::from_public_pem(&text);
        return key.map(New::One).ok_or_else(|| {
            CliError::usage(format!("{}: no public key, RSA or P-256, in PEM", path.display()))
                .with_help("`openssl pkey -in private.pem -pubout` makes one of a private key")
        });
    }
    if let Some(path) = &arguments.private_key {
        let key = read_private_key(path)?;
        return Ok(New::One(NewKey::EcPrivate(key)));
    }
    if let Some(SecretKey(key)) = &arguments.new_key {
        let diversification = arguments.new_kdf.unwrap_or(Diversification::None);
        let masters = MasterKeys::one(Some(arguments.version), diversification, key);
        return Ok(New::Masters(masters));
    }
    let name = arguments.new_keys.as_deref().unwrap_or("test");
    Ok(New::Masters(read_keys(name)?.master_keys(arguments.version).map_err(CliError::usage)?.clone()))
}

impl New {
    fn is_test(&self) -> bool {
        matches!(self, Self::Masters(masters) if masters.is_test())
    }

    /// The keys of the card that this session is with.
    fn for_card(&self, arguments: &Arguments, session: &Session<'_>) -> Result<Vec<NewKey>, CliError> {
        let masters = match self {
            Self::One(key) => return Ok(vec![key.clone()]),
            Self::Masters(masters) => masters,
        };
        let algorithm = match arguments.cipher {
            Cipher::Aes => Algorithm::Aes,
            Cipher::Des => Algorithm::TripleDes,
        };
        let keys = masters.card_keys(algorithm, &session.diversification_data()).map_err(CliError::usage)?;
        let keys = NewKey::of_set(&keys);
        Ok(if arguments.single { keys.into_iter().take(1).collect() } else { keys.to_vec() })
    }
}
