//! Sending administrative commands under PBOC secure messaging.

use cardamom_apdu::{Aid, Command, CommandError, Response, StatusWord};
use cardamom_secure_channel::edep::{
    CommandHeader, Protection, Random, SecureMessagingError, TripleDesKey, wrap_command,
};
use zeroize::Zeroizing;

/// One command of an administrator, before secure messaging.
#[derive(Clone)]
pub struct Step {
    /// What it does, for a log.
    pub name: &'static str,
    /// Class, instruction, P1, P2.
    pub header: CommandHeader,
    /// The data in clear; wiped on drop.
    pub data: Zeroizing<Vec<u8>>,
    /// How it is protected.
    pub protection: Protection,
}

impl Step {
    /// A command with data in clear under a MAC.
    #[must_use]
    pub fn with_mac(name: &'static str, header: [u8; 4], data: &[u8]) -> Self {
        Self::new(name, header, data, Protection::Mac)
    }

    /// A command with encrypted data and a MAC.
    #[must_use]
    pub fn encrypted(name: &'static str, header: [u8; 4], data: &[u8]) -> Self {
        Self::new(name, header, data, Protection::EncryptedMac)
    }

    fn new(name: &'static str, [cla, ins, p1, p2]: [u8; 4], data: &[u8], protection: Protection) -> Self {
        let header = CommandHeader { cla, ins, p1, p2 };
        Self { name, header, data: Zeroizing::new(data.to_vec()), protection }
    }
}

/// Shows no data: they are often secret.
impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Step").field("name", &self.name).field("header", &self.header).finish_non_exhaustive()
    }
}

/// Why a card was not personalized. `E` is what the transmitting function fails with.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PersonalizationError<E> {
    /// The command did not reach the card, or no response came back.
    #[error("the command was not transmitted: {0}")]
    Transmission(E),
    /// The card refused.
    #[error("{step}: the card answered {status}")]
    Refused {
        /// The step.
        step: &'static str,
        /// The status word.
        status: StatusWord,
    },
    /// The application is in use already. Nothing was tried with the key, so no attempt of the card is used up.
    #[error("the application is personalized already")]
    AlreadyPersonalized,
    /// The response is not one to this command.
    #[error("{step}: the card's response is malformed")]
    Malformed {
        /// The step.
        step: &'static str,
    },
    /// The step cannot be put into a protected command.
    #[error("secure messaging: {0}")]
    SecureMessaging(SecureMessagingError),
    /// The step cannot be put into a command.
    #[error("the command cannot be encoded: {0}")]
    Encoding(CommandError),
}

/// Selects an application by name; gives its answer (FCI).
///
/// # Errors
/// [`PersonalizationError`]; with T=0 the answer is left in the card (61xx), and empty here.
pub fn select<E>(
    transmit: &mut impl FnMut(&[u8]) -> Result<Vec<u8>, E>,
    aid: &Aid,
) -> Result<Vec<u8>, PersonalizationError<E>> {
    let command = Command::new(0x00, 0xA4, 0x04, 0x00).with_data(aid.as_bytes());
    let bytes = command.to_bytes().map_err(PersonalizationError::Encoding)?;
    exchange(transmit, "SELECT", &bytes)
}

/// Sends one protected command: GET CHALLENGE, then the command under `key`. Gives the data of the answer.
///
/// # Errors
/// [`PersonalizationError`].
pub fn send<E>(
    transmit: &mut impl FnMut(&[u8]) -> Result<Vec<u8>, E>,
    key: &TripleDesKey,
    step: &Step,
) -> Result<Vec<u8>, PersonalizationError<E>> {
    let challenge = exchange(transmit, "GET CHALLENGE", &[0x00, 0x84, 0x00, 0x00, 0x04])?;
    let challenge = <[u8; 4]>::try_from(challenge)
        .map_err(|_| PersonalizationError::Malformed { step: "GET CHALLENGE" })?;
    let command = wrap_command(key, Random::from_bytes(challenge), step.header, &step.data, step.protection)
        .map_err(PersonalizationError::SecureMessaging)?;
    exchange(transmit, step.name, &command)
}

/// Selects an application that is not personalized yet and sends all steps under `key`.
///
/// # Errors
/// [`PersonalizationError`] at the first step that fails; the steps before it are done, and all may be sent again.
/// [`PersonalizationError::AlreadyPersonalized`]: so it is too where the answer to the last step was lost.
pub fn personalize<E>(
    transmit: &mut impl FnMut(&[u8]) -> Result<Vec<u8>, E>,
    aid: &Aid,
    key: &TripleDesKey,
    steps: &[Step],
) -> Result<(), PersonalizationError<E>> {
    select(transmit, aid)?;
    // ACTIVATE FILE without a challenge is refused in either state and is no guess of a MAC; steps under the
    // transport key would each be a wrong one of the maintenance key, and lock the application in the end.
    match exchange(transmit, "ACTIVATE FILE", &[0x84, 0x44, 0x00, 0x00]) {
        Err(PersonalizationError::Refused { status: StatusWord::CONDITIONS_NOT_SATISFIED, .. }) => {
            return Err(PersonalizationError::AlreadyPersonalized);
        }
        Ok(_) | Err(PersonalizationError::Refused { .. }) => {}
        Err(error) => return Err(error),
    }
    for step in steps {
        send(transmit, key, step)?;
    }
    Ok(())
}

fn exchange<E>(
    transmit: &mut impl FnMut(&[u8]) -> Result<Vec<u8>, E>,
    step: &'static str,
    command: &[u8],
) -> Result<Vec<u8>, PersonalizationError<E>> {
    let answer = transmit(command).map_err(PersonalizationError::Transmission)?;
    let response = Response::parse(&answer).map_err(|_| PersonalizationError::Malformed { step })?;
    let status = response.status();
    if status.is_success() {
        Ok(response.data().to_vec())
    } else {
        Err(PersonalizationError::Refused { step, status })
    }
}
