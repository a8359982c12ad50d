//! Opening a session: INITIALIZE UPDATE, EXTERNAL AUTHENTICATE.

use cardamom_apdu::{Command, StatusWord};
use cardamom_secure_channel::initialize_update::{Protocol, Response};
use cardamom_secure_channel::session::HostSession;
use cardamom_secure_channel::{SecureChannelError, SecurityLevel, scp02, scp03};

use super::{Challenge, OpenedOptions, ProtocolChoice, SecureChannelOptions, Session, SessionState};
use crate::globalplatform::card_channel::{Answer, CardChannel, OpenedSession, exchange, exchange_checked};
use crate::globalplatform::card_data::CardRecognition;
use crate::globalplatform::discovery::{Selected, get_data};
use crate::globalplatform::error::{GlobalPlatformError, KeysWrong};
use crate::globalplatform::key_set::{KeyRing, KeySet, protocol_number};
use crate::globalplatform::life_cycle::CardLifeCycle;
use crate::globalplatform::step::Step;

impl<'a> Session<'a> {
    /// Opens a session with the security domain that is selected. The host challenge is random, and used once; its
    /// first 8 bytes are sent, or all 16 with S16.
    ///
    /// # Errors
    /// [`GlobalPlatformError::KeysWrong`] when the card has other keys: they are compared before EXTERNAL
    /// AUTHENTICATE is sent. [`GlobalPlatformError::TestKeys`] when keys that everybody knows open an issued card,
    /// and the options do not allow it; and any other.
    pub fn open(
        channel: &'a mut dyn CardChannel,
        selected: &Selected,
        keys: &dyn KeyRing,
        options: &SecureChannelOptions,
        host_challenge: [u8; 16],
    ) -> Result<Self, GlobalPlatformError> {
        // GET DATA would end an opening that has begun.
        let scp02_options = scp02_options(channel, selected, options)?;
        let key_version = options.key_version.or_else(|| keys.key_version()).unwrap_or(0);
        let (response, host_challenge) =
            initialize_update(channel, key_version, options.protocol, &host_challenge)?;
        if let Some(wanted) = options.protocol.map(ProtocolChoice::number)
            && wanted != protocol_number(&response.protocol)
        {
            let offered = protocol_number(&response.protocol);
            return Err(GlobalPlatformError::ProtocolUnexpected { wanted, offered });
        }
        let key_set = keys.key_set(&response)?;
        let opening = Opening { response: &response, host_challenge, scp02_options, options };
        let (command, session, opened) = match opening.authenticate(&key_set) {
            Ok(opened) => opened,
            Err(SecureChannelError::CryptogramWrong) => return Err(opening.keys_wrong(keys)),
            Err(source) => {
                return Err(GlobalPlatformError::SecureChannel { step: Step::ExternalAuthenticate, source });
            }
        };
        let challenge = opening.challenge(&key_set, opened, selected.aid.as_bytes());
        if challenge == Challenge::Unexpected && options.requires_predicted_challenge {
            let options = match opened {
                OpenedOptions::Scp02(options) => options.to_byte(),
                OpenedOptions::Scp03(options) => options.to_byte(),
                OpenedOptions::Scp11(_) => 0,
            };
            return Err(GlobalPlatformError::ChallengeUnexpected { options });
        }
        let malformed =
            |_| GlobalPlatformError::Malformed { step: Step::ExternalAuthenticate, what: "it is no command" };
        let command = Command::parse(&command).map_err(malformed)?;
        exchange_checked(channel, Step::ExternalAuthenticate, &command)?;
        let state = SessionState {
            session,
            security_domain: selected.aid,
            options: opened,
            challenge,
            uses_test_keys: keys.is_test(&response),
            key_version: response.key_version,
            diversification_data: response.key_diversification_data,
        };
        let mut session = Self { channel, state };
        session.channel.opened(&OpenedSession {
            protocol: protocol_number(&response.protocol),
            key_version: response.key_version,
            level: session.security_level(),
            keys: keys.name(),
        });
        session.refuse_test_keys(options)?;
        Ok(session)
    }

    /// Ends it when everybody knows its keys and the card is issued. The card tells its state in a session only, and
    /// a supplementary security domain may not know it.
    fn refuse_test_keys(&mut self, options: &SecureChannelOptions) -> Result<(), GlobalPlatformError> {
        if !self.uses_test_keys() || options.allows_test_keys {
            return Ok(());
        }
        match self.card_life_cycle() {
            Ok(Some(state)) if state >= CardLifeCycle::Secured => {
                Err(GlobalPlatformError::TestKeys { state: state.name() })
            }
            Ok(_) | Err(GlobalPlatformError::Refused(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// The options of SCP02, which its INITIALIZE UPDATE does not tell: those asked for, else those of Card Recognition
/// Data, else the usual ones.
fn scp02_options(
    channel: &mut dyn CardChannel,
    selected: &Selected,
    options: &SecureChannelOptions,
) -> Result<scp02::Options, GlobalPlatformError> {
    match options.protocol {
        Some(ProtocolChoice::Scp02(Some(options))) => return Ok(options),
        Some(ProtocolChoice::Scp03(_)) => return Ok(scp02::Options::USUAL),
        _ => {}
    }
    let recognition = match &selected.information.recognition {
        Some(recognition) => Some(recognition.clone()),
        None => get_data(channel, 0x66)?.and_then(|bytes| CardRecognition::parse(&bytes)),
    };
    let options: Vec<u8> = recognition.iter().flat_map(|recognition| recognition.options(2)).collect();
    let told = options.into_iter().find_map(scp02::Options::from_byte);
    Ok(told.unwrap_or(scp02::Options::USUAL))
}

/// Sends INITIALIZE UPDATE; gives the answer, and the challenge as it was sent. A card that answers 6700 to 8 bytes
/// may want the 16 of S16.
fn initialize_update(
    channel: &mut dyn CardChannel,
    key_version: u8,
    protocol: Option<ProtocolChoice>,
    host_challenge: &[u8; 16],
) -> Result<(Response, Vec<u8>), GlobalPlatformError> {
    let step = Step::InitializeUpdate;
    let mut send = |length: usize| -> Result<(Answer, Vec<u8>), GlobalPlatformError> {
        let challenge = host_challenge.get(..length).unwrap_or(host_challenge);
        let command = Command::new(0x80, 0x50, key_version, 0).with_data(challenge).with_expected_length(256);
        Ok((exchange(channel, step, &command)?, challenge.to_vec()))
    };
    let asked = match protocol {
        Some(ProtocolChoice::Scp03(Some(options))) => options.length(),
        _ => 8,
    };
    let (mut answer, mut challenge) = send(asked)?;
    if answer.status == StatusWord::WRONG_LENGTH && asked == 8 && protocol.is_none_or(|it| it.number() == 3) {
        let (second, longer) = send(16)?;
        // The first answer tells more when the second is no better.
        if second.status == StatusWord::NO_ERROR {
            (answer, challenge) = (second, longer);
        }
    }
    if answer.status != StatusWord::NO_ERROR {
        return Err(GlobalPlatformError::refused(step, answer.status, channel.refusal()));
    }
    let response = Response::parse(&answer.data).map_err(|_| GlobalPlatformError::Malformed {
        step,
        what: "it has not the length of a response of SCP02 or SCP03",
    })?;
    Ok((response, challenge))
}

/// Security levels (GPCS 2.3.1 Table E-10, Amendment D Table 7-5), the highest first.
const LEVELS: [u8; 6] = [0x33, 0x13, 0x03, 0x11, 0x01, 0x00];

/// What is known when the card has answered INITIALIZE UPDATE.
struct Opening<'a> {
    response: &'a Response,
    host_challenge: Vec<u8>,
    scp02_options: scp02::Options,
    options: &'a SecureChannelOptions,
}

type Opened = (Vec<u8>, HostSession, OpenedOptions);

impl Opening<'_> {
    /// Checks the card's cryptogram and makes EXTERNAL AUTHENTICATE.
    fn authenticate(&self, keys: &KeySet) -> Result<Opened, SecureChannelError> {
        match (&self.response.protocol, keys) {
            (Protocol::Scp02 { counter, card_challenge, card_cryptogram }, KeySet::Scp02(keys)) => {
                let challenge = self.host_challenge.as_slice();
                let challenge = challenge.try_into().map_err(|_| SecureChannelError::ChallengeLength)?;
                let options = self.scp02_options;
                let handshake = scp02::HostHandshake::new(
                    keys,
                    options,
                    *counter,
                    challenge,
                    *card_challenge,
                    *card_cryptogram,
                )?;
                let level = self.level(|level| options.allows(level));
                let (command, session) = handshake.external_authenticate(level)?;
                Ok((command, HostSession::Scp02(session), OpenedOptions::Scp02(options)))
            }
            (Protocol::Scp03 { options, card_challenge, card_cryptogram, .. }, KeySet::Scp03(keys)) => {
                let options = match self.options.protocol {
                    Some(ProtocolChoice::Scp03(Some(options))) => options,
                    _ => *options,
                };
                let challenge = &self.host_challenge;
                let handshake =
                    scp03::HostHandshake::new(keys, options, challenge, card_challenge, card_cryptogram)?;
                let level = self.level(|level| options.allows(level));
                let (command, session) = handshake.external_authenticate(level)?;
                Ok((command, HostSession::Scp03(session), OpenedOptions::Scp03(options)))
            }
            _ => Err(SecureChannelError::KeyLength),
        }
    }

    /// The level asked for, or where it may be lowered the highest one below it.
    fn level(&self, allows: impl Fn(SecurityLevel) -> bool) -> SecurityLevel {
        let wanted = self.options.level;
        if !self.options.lowers_level {
            return wanted;
        }
        let lower = LEVELS.into_iter().map(SecurityLevel::from_byte);
        let lower = lower.filter(|level| wanted.contains(*level));
        lower.into_iter().find(|level| allows(*level)).unwrap_or(wanted)
    }

    /// How the card challenge was made, given the right keys.
    fn challenge(&self, keys: &KeySet, opened: OpenedOptions, security_domain: &[u8]) -> Challenge {
        let predicted = match (&self.response.protocol, keys, opened) {
            (
                Protocol::Scp02 { counter, card_challenge, .. },
                KeySet::Scp02(keys),
                OpenedOptions::Scp02(it),
            ) if it.has_pseudo_random_challenge() => {
                scp02::pseudo_random_challenge(&keys.mac, *counter, security_domain) == *card_challenge
            }
            (
                Protocol::Scp03 { card_challenge, counter, .. },
                KeySet::Scp03(keys),
                OpenedOptions::Scp03(it),
            ) if it.has_pseudo_random_challenge() => counter.is_some_and(|counter| {
                let expected = scp03::pseudo_random_challenge(&keys.encryption, it, counter, security_domain);
                expected == *card_challenge
            }),
            _ => return Challenge::Random,
        };
        if predicted { Challenge::Predicted } else { Challenge::Unexpected }
    }

    /// Which other keys the card's cryptogram verifies under: all is known here, and the card is not asked again.
    fn keys_wrong(&self, keys: &dyn KeyRing) -> GlobalPlatformError {
        let right = keys
            .others(self.response)
            .into_iter()
            .filter(|(_, keys)| self.authenticate(keys).is_ok())
            .map(|(name, _)| name)
            .collect();
        GlobalPlatformError::KeysWrong(Box::new(KeysWrong {
            key_version: self.response.key_version,
            protocol: protocol_number(&self.response.protocol),
            diversification_data: self.response.key_diversification_data,
            tried: keys.describe(self.response),
            right,
        }))
    }
}
