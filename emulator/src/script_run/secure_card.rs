//! Secure channels in scripts: `scp02`, `scp03` and `secure`.
//!
//! | Parameter | Meaning | Without it |
//! |---|---|---|
//! | `keys=NAME` | the keys: `test`, a name that the runner was told, or one key in hexadecimal | `test` |
//! | `kdf=NAME` | how the card's keys are made of a key in hexadecimal: none, emv, visa2, kdf3 | `none` |
//! | `version=30` | version of the key set | the card's choice |
//! | `level=33` | security level | `03` |
//! | `i=70` | the protocol's options | what the card says |
//! | `domain=A000..` | the security domain, which is selected first | what is selected |

use std::collections::HashMap;
use std::fmt;

use cardamom_apdu::script::{Interface, ResetKind, ScriptCard, ScriptCardError, SecureChannel};
use cardamom_apdu::{Aid, Command, hex};
use cardamom_personalization::globalplatform::card_channel::{CardChannel, TransmissionError};
use cardamom_personalization::globalplatform::card_data::FileControlInformation;
use cardamom_personalization::globalplatform::discovery::{Selected, select};
use cardamom_personalization::globalplatform::error::GlobalPlatformError;
use cardamom_personalization::globalplatform::key_hierarchy::{KeyHierarchy, MasterKeys};
use cardamom_personalization::globalplatform::session::{
    ProtocolChoice, SecureChannelOptions, Session, SessionState,
};
use cardamom_personalization::globalplatform::step::Step;
use cardamom_secure_channel::diversification::Diversification;
use cardamom_secure_channel::{SecurityLevel, scp02, scp03};

/// The keys that scripts name.
#[derive(Clone, Debug, Default)]
pub struct ScriptKeys {
    named: HashMap<String, KeyHierarchy>,
    /// Keys that everybody knows may open a session with a card in SECURED.
    pub allow_test_keys: bool,
}

impl ScriptKeys {
    /// Lets scripts call these keys so.
    pub fn insert(&mut self, name: &str, keys: KeyHierarchy) {
        self.named.insert(name.to_owned(), keys);
    }
}

/// What fails with a card that opens secure channels.
#[derive(Debug)]
pub enum SecureCardError<E> {
    /// The reader or the card.
    Card(E),
    /// The secure channel.
    SecureChannel(Box<GlobalPlatformError>),
    /// A parameter of the statement.
    Parameter(String),
    /// `secure` without an open session.
    NoSession,
}

impl<E: fmt::Display> fmt::Display for SecureCardError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Card(error) => error.fmt(f),
            Self::SecureChannel(error) => error.fmt(f),
            Self::Parameter(message) => f.write_str(message),
            Self::NoSession => f.write_str("no secure channel is open: scp02 or scp03 opens one"),
        }
    }
}

/// A card for scripts that opens secure channels with its security domains, on the basic channel.
#[derive(Debug)]
pub struct SecureCard<C> {
    card: C,
    keys: ScriptKeys,
    selected: Option<Selected>,
    session: Option<SessionState>,
}

type Outcome<T, E> = Result<T, ScriptCardError<SecureCardError<E>>>;

fn wrong<T, E>(message: String) -> Outcome<T, E> {
    Err(ScriptCardError::Card(SecureCardError::Parameter(message)))
}

/// The card as the issuer's desk wants it.
struct Channel<'a, C>(&'a mut C);

impl<C: ScriptCard> CardChannel for Channel<'_, C> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransmissionError> {
        self.0.transmit(command).map_err(|error| match error {
            ScriptCardError::NotSupported(feature) => TransmissionError::new(feature.to_string()),
            ScriptCardError::Card(error) => TransmissionError::new(error.to_string()),
        })
    }
}

impl<C: ScriptCard> SecureCard<C> {
    /// This card, with these keys.
    pub fn new(card: C, keys: ScriptKeys) -> Self {
        Self { card, keys, selected: None, session: None }
    }

    fn of_card<T>(outcome: Result<T, ScriptCardError<C::Error>>) -> Outcome<T, C::Error> {
        outcome.map_err(|error| match error {
            ScriptCardError::NotSupported(feature) => ScriptCardError::NotSupported(feature),
            ScriptCardError::Card(error) => ScriptCardError::Card(SecureCardError::Card(error)),
        })
    }

    /// The card begins anew: nothing is selected, and no session is open.
    fn begin(&mut self) {
        self.selected = None;
        self.session = None;
    }

    /// A SELECT by name on the basic channel.
    fn follow(&mut self, command: &[u8], response: &[u8]) {
        let Ok(command) = Command::parse(command) else { return };
        let is_select = (command.instruction(), command.p1()) == (0xA4, 0x04)
            && command.class().is_interindustry()
            && command.class().channel() == 0;
        let Some((data, status)) = response.split_last_chunk::<2>() else { return };
        if !is_select || !matches!(status, [0x90, 0x00] | [0x61 | 0x62, _]) {
            return;
        }
        let information = FileControlInformation::parse(data);
        let aid = information.aid.or_else(|| Aid::new(command.data()).ok());
        self.selected = aid.map(|aid| Selected { aid, is_locked: *status == [0x62, 0x83], information });
    }

    fn key_hierarchy(&self, name: &str, diversification: Diversification) -> Result<KeyHierarchy, String> {
        if let Some(keys) = self.keys.named.get(name) {
            return Ok(keys.clone());
        }
        if name == "test" {
            return Ok(KeyHierarchy::test());
        }
        match hex::decode(name) {
            Ok(key) if matches!(key.len(), 16 | 24 | 32) => {
                let masters = MasterKeys::one(None, diversification, &key);
                Ok(KeyHierarchy::new("the key of the script", vec![masters]))
            }
            _ => Err(format!(
                "nobody told the keys {name}: they are a name of --keys NAME=FILE, test, or a key"
            )),
        }
    }
}

/// The parameters of `scp02` and `scp03`.
struct Parameters<'a> {
    keys: &'a str,
    diversification: Diversification,
    domain: Option<Aid>,
    options: SecureChannelOptions,
}

fn parameters(request: &SecureChannel) -> Result<Parameters<'_>, String> {
    let mut parameters = Parameters {
        keys: "test",
        diversification: Diversification::None,
        domain: None,
        options: SecureChannelOptions::default(),
    };
    let byte = |name: &str, text: &str| {
        u8::from_str_radix(text, 16).map_err(|_| format!("{name} is two hexadecimal digits, not {text}"))
    };
    let mut options = None;
    for (name, value) in &request.parameters {
        match name.as_str() {
            "keys" => parameters.keys = value,
            "kdf" => parameters.diversification = value.parse().map_err(|error| format!("{error}"))?,
            "domain" => parameters.domain = Some(value.parse().map_err(|error| format!("{error}"))?),
            "version" => parameters.options.key_version = Some(byte("version", value)?),
            "level" => parameters.options.level = SecurityLevel::from_byte(byte("level", value)?),
            "i" => options = Some(byte("i", value)?),
            _ => return Err(format!("scp{:02} has no parameter {name}", request.protocol)),
        }
    }
    let unknown = || format!("SCP{:02} has no such options i", request.protocol);
    parameters.options.protocol = Some(match (request.protocol, options) {
        (2, None) => ProtocolChoice::Scp02(None),
        (3, None) => ProtocolChoice::Scp03(None),
        (2, Some(byte)) => ProtocolChoice::Scp02(Some(scp02::Options::from_byte(byte).ok_or_else(unknown)?)),
        (3, Some(byte)) => ProtocolChoice::Scp03(Some(scp03::Options::from_byte(byte).ok_or_else(unknown)?)),
        (other, _) => return Err(format!("scp{other:02} is not available in scripts; scp02 and scp03 are")),
    });
    Ok(parameters)
}

impl<C: ScriptCard> ScriptCard for SecureCard<C> {
    type Error = SecureCardError<C::Error>;

    fn power_up(&mut self) -> Outcome<Vec<u8>, C::Error> {
        self.begin();
        Self::of_card(self.card.power_up())
    }

    fn reset(&mut self, kind: ResetKind) -> Outcome<Vec<u8>, C::Error> {
        self.begin();
        Self::of_card(self.card.reset(kind))
    }

    fn transmit(&mut self, command: &[u8]) -> Outcome<Vec<u8>, C::Error> {
        let response = Self::of_card(self.card.transmit(command))?;
        self.follow(command, &response);
        Ok(response)
    }

    fn power_down(&mut self) -> Outcome<(), C::Error> {
        self.begin();
        Self::of_card(self.card.power_down())
    }

    fn insert(&mut self, card: u8) -> Outcome<(), C::Error> {
        self.begin();
        Self::of_card(self.card.insert(card))
    }

    fn remove(&mut self) -> Outcome<(), C::Error> {
        self.begin();
        Self::of_card(self.card.remove())
    }

    fn use_interface(&mut self, interface: Interface) -> Outcome<(), C::Error> {
        Self::of_card(self.card.use_interface(interface))
    }

    fn sleep(&mut self, milliseconds: u64) -> Outcome<(), C::Error> {
        Self::of_card(self.card.sleep(milliseconds))
    }

    fn now_micros(&mut self) -> Option<u64> {
        self.card.now_micros()
    }

    fn open_secure_channel(&mut self, request: &SecureChannel, channel: u8) -> Outcome<(), C::Error> {
        self.session = None;
        if channel != 0 {
            return wrong(format!(
                "secure channels are opened on the basic channel, not on channel {channel}"
            ));
        }
        let mut parameters = match parameters(request) {
            Ok(parameters) => parameters,
            Err(message) => return wrong(message),
        };
        parameters.options.allows_test_keys = self.keys.allow_test_keys;
        let keys = match self.key_hierarchy(parameters.keys, parameters.diversification) {
            Ok(keys) => keys,
            Err(message) => return wrong(message),
        };
        let mut challenge = [0; 16];
        if let Err(error) = getrandom::fill(&mut challenge) {
            return wrong(format!("random numbers: {error}"));
        }
        let failed = |error| ScriptCardError::Card(SecureCardError::SecureChannel(Box::new(error)));
        let mut way = Channel(&mut self.card);
        let selected = match (&parameters.domain, self.selected.take()) {
            (None, Some(selected)) => selected,
            (domain, _) => select(&mut way, domain.as_ref()).map_err(failed)?,
        };
        let session = Session::open(&mut way, &selected, &keys, &parameters.options, challenge);
        self.session = Some(session.map_err(failed)?.detach());
        self.selected = Some(selected);
        Ok(())
    }

    fn transmit_secure(&mut self, command: &[u8]) -> Outcome<Vec<u8>, C::Error> {
        let Ok(command) = Command::parse(command) else {
            return wrong("a command in a secure channel must be well formed".to_owned());
        };
        let state = self.session.take().ok_or(ScriptCardError::Card(SecureCardError::NoSession))?;
        let mut way = Channel(&mut self.card);
        let mut session = state.attach(&mut way);
        let outcome = session.transmit(Step::Other(command.instruction()), command.header(), command.data());
        // A session that failed has ended by itself, and says so at the next command.
        self.session = Some(session.detach());
        let answer = outcome
            .map_err(|error| ScriptCardError::Card(SecureCardError::SecureChannel(Box::new(error))))?;
        Ok([answer.data.as_slice(), &answer.status.to_bytes()].concat())
    }
}
