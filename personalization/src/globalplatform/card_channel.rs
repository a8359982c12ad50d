//! The way to a card.

use std::error::Error;

use cardamom_apdu::chaining::{NextStep, ResponseCollector};
use cardamom_apdu::{Command, Response, StatusWord};
use cardamom_secure_channel::SecurityLevel;

use super::error::GlobalPlatformError;
use super::step::Step;

/// Bytes that an answer may have, of GET RESPONSE and all.
const ANSWER_LIMIT: usize = 65_536;

/// Carries commands to a card: in process, through a reader, into a script. A function from a command APDU to the
/// response APDU is one.
pub trait CardChannel {
    /// Carries one command APDU and gives the response APDU with its status word. 61xx and 6Cxx may be left to the
    /// caller.
    ///
    /// # Errors
    /// [`TransmissionError`] when no response came. Whether the card carried the command out is unknown then.
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransmissionError>;

    /// A session was opened through this channel.
    fn opened(&mut self, session: &OpenedSession) {
        let _ = session;
    }

    /// What goes out next in the open session, before it is protected: one command APDU, which may take several to
    /// carry.
    fn protecting(&mut self, command: &[u8]) {
        let _ = command;
    }

    /// Why the card refused the last command, with the rule and its section, where this channel can tell: a card in
    /// process tells, a card in a reader does not.
    fn refusal(&mut self) -> Option<String> {
        None
    }
}

impl<F, E> CardChannel for F
where
    F: FnMut(&[u8]) -> Result<Vec<u8>, E>,
    E: Into<Box<dyn Error + Send + Sync>>,
{
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransmissionError> {
        self(command).map_err(TransmissionError::new)
    }
}

/// A session that was opened, for whoever carries its commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedSession {
    /// 2, 3 or 11.
    pub protocol: u8,
    /// Version of its keys.
    pub key_version: u8,
    /// What protects it.
    pub level: SecurityLevel,
    /// What the keys are called.
    pub keys: String,
}

/// No response came.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct TransmissionError(Box<dyn Error + Send + Sync>);

impl TransmissionError {
    /// For this reason.
    pub fn new(reason: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(reason.into())
    }

    /// The reason.
    #[must_use]
    pub fn into_inner(self) -> Box<dyn Error + Send + Sync> {
        self.0
    }
}

/// What a card answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The data.
    pub data: Vec<u8>,
    /// The status word.
    pub status: StatusWord,
}

/// Sends a command and collects its answer: GET RESPONSE after 61xx, once more with the right Le after 6Cxx
/// (ISO/IEC 7816-3 §12.2.1).
///
/// # Errors
/// [`GlobalPlatformError::Transmission`], [`GlobalPlatformError::Malformed`].
pub fn exchange(
    channel: &mut dyn CardChannel,
    step: Step,
    command: &Command<'_>,
) -> Result<Answer, GlobalPlatformError> {
    let malformed = |what| GlobalPlatformError::Malformed { step, what };
    let mut collector = ResponseCollector::new(*command, ANSWER_LIMIT);
    let mut next = *command;
    loop {
        let bytes = next.to_bytes().map_err(|_| GlobalPlatformError::TooLong { step })?;
        let answer =
            channel.transmit(&bytes).map_err(|source| GlobalPlatformError::Transmission { step, source })?;
        let response = Response::parse(&answer).map_err(|_| malformed("it has no status word"))?;
        match collector.receive(response).map_err(|_| malformed("the card always has more to say"))? {
            NextStep::Send(command) => next = command,
            NextStep::Done(status) => return Ok(Answer { data: collector.into_data(), status }),
        }
    }
}

/// As [`exchange`]; another status word than 9000 is an error.
///
/// # Errors
/// As there, and [`GlobalPlatformError::Refused`].
pub fn exchange_checked(
    channel: &mut dyn CardChannel,
    step: Step,
    command: &Command<'_>,
) -> Result<Vec<u8>, GlobalPlatformError> {
    let answer = exchange(channel, step, command)?;
    if answer.status == StatusWord::NO_ERROR {
        Ok(answer.data)
    } else {
        Err(GlobalPlatformError::refused(step, answer.status, channel.refusal()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_that_wait_in_the_card_are_fetched() {
        let mut answers = vec![vec![3, 0x90, 0], vec![1, 2, 0x61, 1], vec![0x6C, 2]];
        let mut sent = Vec::new();
        let mut card = |command: &[u8]| {
            sent.push(command.to_vec());
            answers.pop().ok_or("no more")
        };
        let command = Command::new(0x80, 0xCA, 0, 0x66).with_expected_length(256);
        let data = exchange_checked(&mut card, Step::GetData(0x66), &command).unwrap();
        assert_eq!(data, [1, 2, 3]);
        assert_eq!(
            sent,
            [vec![0x80, 0xCA, 0, 0x66, 0], vec![0x80, 0xCA, 0, 0x66, 2], vec![0, 0xC0, 0, 0, 1]]
        );
    }

    #[test]
    fn a_response_without_status_word_is_malformed() {
        let mut card = |_: &[u8]| Ok::<_, String>(vec![0x90]);
        let outcome = exchange(&mut card, Step::Select, &Command::new(0, 0xA4, 4, 0));
        assert!(matches!(outcome, Err(GlobalPlatformError::Malformed { .. })));
    }
}
