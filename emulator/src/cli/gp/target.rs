//! Which card, which security domain, which keys.

use std::path::Path;

use cardamom_apdu::Aid;
use cardamom_personalization::globalplatform::discovery::{Selected, select};
use cardamom_personalization::globalplatform::key_hierarchy::{KeyHierarchy, MasterKeys};
use cardamom_personalization::globalplatform::session::{
    KeyAgreement, ProtocolChoice, SecureChannelOptions, Session,
};
use cardamom_secure_channel::SecurityLevel;
use cardamom_secure_channel::diversification::Diversification;
use cardamom_secure_channel::scp11::PrivateKey;
use clap::{ArgGroup, Args};

use super::super::card_options::CardOptions;
use super::super::error::CliError;
use super::agreement::AgreementOptions;
use super::channel::Channel;
use super::keys::{SecretKey, parse_diversification};
use super::parse_byte;
use crate::home::Home;

/// Where the card is.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("where").args(["card", "reader"]).required(true))]
pub(super) struct Location {
    /// A card of Cardamom, by name or path
    #[arg(long, value_name = "CARD")]
    card: Option<String>,

    /// A PC/SC reader, real or virtual: its name, or a part of it that no other reader has
    #[arg(long, value_name = "NAME")]
    reader: Option<String>,

    /// The security domain to speak with [default: the issuer's]
    #[arg(long, value_name = "AID")]
    domain: Option<Aid>,

    #[command(flatten)]
    options: CardOptions,
}

impl Location {
    /// The way to the card.
    pub(super) fn open(&self, home: impl FnOnce() -> Result<Home, CliError>) -> Result<Channel, CliError> {
        match (&self.card, &self.reader) {
            (Some(card), _) => Channel::in_process(card, &self.options, &home()?),
            (None, Some(reader)) => Channel::reader(reader, &self.options),
            (None, None) => Err(CliError::usage("say --card NAME or --reader NAME")),
        }
    }

    /// Selects the security domain.
    pub(super) fn select(&self, channel: &mut Channel) -> Result<Selected, CliError> {
        Ok(select(channel, self.domain.as_ref())?)
    }
}

/// The keys and how a session is opened with them.
#[derive(Debug, Args)]
pub(super) struct Target {
    #[command(flatten)]
    pub(super) location: Location,

    /// A key file, or `test` for the key that everybody knows [default: `test`, with --card]
    #[arg(long, value_name = "FILE|test", env = "CARDAMOM_KEYS")]
    keys: Option<String>,

    /// One master key in place of --keys, in hexadecimal. Others can see it in the list of processes: a key file is
    /// better
    #[arg(long, value_name = "HEX")]
    key: Option<SecretKey>,

    /// How the card's keys are made of it: none, emv, visa2 or kdf3
    #[arg(long, value_name = "NAME", requires = "key", value_parser = parse_diversification)]
    kdf: Option<Diversification>,

    /// Version of the card's key set, two hexadecimal digits [default: that of the keys, else the card's choice]
    #[arg(long, value_name = "VERSION", value_parser = parse_byte)]
    key_version: Option<u8>,

    /// Security level of the session: 00 none, 01 C-MAC, 03 C-MAC and encryption, 13 R-MAC too, 33 all
    #[arg(long, value_name = "LEVEL", default_value = "03", value_parser = parse_byte)]
    level: u8,

    /// Insist on a protocol: 02 or 03, and on its options, as in 03:70
    #[arg(long, value_name = "PROTOCOL")]
    scp: Option<ProtocolChoice>,

    #[command(flatten)]
    agreement: AgreementOptions,

    /// Speak with an issued card (SECURED) even though its keys are test keys
    #[arg(long)]
    allow_test_keys: bool,
}

impl Target {
    /// The card, its security domain selected, and the keys for it.
    pub(super) fn open(&self, home: impl FnOnce() -> Result<Home, CliError>) -> Result<Desk, CliError> {
        let level = SecurityLevel::from_byte(self.level);
        let opener = match self.agreement.read(self.key_version, level)? {
            Some(agreement) => Opener::Agreement(Box::new(agreement)),
            None => Opener::Keys(self.key_hierarchy()?),
        };
        let mut channel = self.location.open(home)?;
        let selected = self.location.select(&mut channel)?;
        let options = SecureChannelOptions {
            key_version: self.key_version,
            level,
            lowers_level: false,
            protocol: self.scp,
            requires_predicted_challenge: false,
            allows_test_keys: self.allow_test_keys,
        };
        Ok(Desk { channel, selected, opener, options })
    }

    fn key_hierarchy(&self) -> Result<KeyHierarchy, CliError> {
        if let Some(SecretKey(key)) = &self.key {
            let diversification = self.kdf.unwrap_or(Diversification::None);
            let masters = MasterKeys::one(self.key_version, diversification, key);
            return Ok(KeyHierarchy::new("the key given", vec![masters]));
        }
        match &self.keys {
            Some(name) => read_keys(name),
            None if self.location.card.is_some() => Ok(KeyHierarchy::test()),
            None => {
                Err(CliError::usage("a card in a reader wants keys: --keys FILE, --keys test, or --key HEX")
                    .with_help(
                        "too many sessions under wrong keys block a card for good, so none are guessed",
                    ))
            }
        }
    }
}

/// A key file, or the test key.
pub(super) fn read_keys(name: &str) -> Result<KeyHierarchy, CliError> {
    match name {
        "test" => Ok(KeyHierarchy::test()),
        path => Ok(KeyHierarchy::from_file(Path::new(path))?),
    }
}

/// A card with a security domain selected.
#[derive(Debug)]
pub(super) struct Desk {
    channel: Channel,
    selected: Selected,
    opener: Opener,
    options: SecureChannelOptions,
}

/// What the session is opened with.
#[derive(Debug)]
enum Opener {
    Agreement(Box<KeyAgreement>),
    Keys(KeyHierarchy),
}

impl Desk {
    /// Opens the session.
    pub(super) fn session(&mut self) -> Result<Session<'_>, CliError> {
        let Self { channel, selected, opener, options } = self;
        let random = |bytes: &mut [u8]| {
            getrandom::fill(bytes).map_err(|error| CliError::environment(format!("random numbers: {error}")))
        };
        Ok(match opener {
            Opener::Agreement(agreement) => {
                let ephemeral = PrivateKey::draw(|bytes: &mut [u8; 32]| random(bytes))?;
                Session::agree(channel, selected, agreement, ephemeral)?
            }
            Opener::Keys(keys) => {
                let mut host_challenge = [0; 16];
                random(&mut host_challenge)?;
                Session::open(channel, selected, keys, options, host_challenge)?
            }
        })
    }
}
