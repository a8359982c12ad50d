//! The way to a card: through PC/SC, or in this process.

use cardamom_apdu::{Command, Response, StatusWord};
use thiserror::Error;

use crate::smart_card::{CardError, SmartCard};

/// A card that answers commands, wherever it is.
pub trait CardConnection {
    /// Carries one command APDU. `response` is cleared first and then holds the response APDU.
    ///
    /// # Errors
    /// [`ConnectionError`] when no answer came. Whether the card carried the command out is unknown then.
    fn transmit(&mut self, command: &[u8], response: &mut Vec<u8>) -> Result<(), ConnectionError>;
}

/// No answer came.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ConnectionError {
    /// The card in this process gave none.
    #[error(transparent)]
    Card(#[from] CardError),
    /// PC/SC gave none.
    #[error("{reader}: {}", in_words(source))]
    Pcsc {
        /// The reader, or `PC/SC` for the service itself.
        reader: String,
        /// What PC/SC says.
        source: pcsc::Error,
    },
    /// There is no such reader, or there are several.
    #[error("{0}")]
    Reader(String),
    /// The answer has no status word.
    #[error("the answer has no status word")]
    Truncated,
}

/// What a PC/SC error means to who has put a card into a reader.
fn in_words(error: &pcsc::Error) -> String {
    match error {
        pcsc::Error::NotTransacted | pcsc::Error::CommError => "the card gave no answer".to_owned(),
        pcsc::Error::UnpoweredCard | pcsc::Error::UnresponsiveCard => {
            "the card does not answer to reset".to_owned()
        }
        pcsc::Error::NoSmartcard | pcsc::Error::RemovedCard => "there is no card in the reader".to_owned(),
        pcsc::Error::SharingViolation => "another program is using the card".to_owned(),
        error => error.to_string(),
    }
}

/// A card in this process.
#[derive(Debug)]
pub struct DirectConnection<'a, S: SmartCard + ?Sized>(pub &'a mut S);

impl<S: SmartCard + ?Sized> CardConnection for DirectConnection<'_, S> {
    fn transmit(&mut self, command: &[u8], response: &mut Vec<u8>) -> Result<(), ConnectionError> {
        Ok(self.0.transmit(command, response)?)
    }
}

/// What a card answered.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) data: Vec<u8>,
    pub(super) status: StatusWord,
}

/// Sends a command and collects its answer: with GET RESPONSE after 61xx and once more after 6Cxx, as cards with
/// T=0 want it (ISO/IEC 7816-3 §12.2.1).
pub(super) fn exchange(
    connection: &mut dyn CardConnection,
    command: Command<'_>,
) -> Result<Answer, ConnectionError> {
    let mut answer = exchange_once(connection, &command)?;
    if let Some(length) = answer.status.as_correct_length() {
        answer = exchange_once(connection, &command.with_expected_length(length))?;
    }
    // A card that always has more to say is stopped.
    for _ in 0..64 {
        let Some(length) = answer.status.as_bytes_remaining() else { break };
        let get_response = Command::new(0x00, 0xC0, 0x00, 0x00).with_expected_length(length);
        let more = exchange_once(connection, &get_response)?;
        answer.data.extend_from_slice(&more.data);
        answer.status = more.status;
    }
    Ok(answer)
}

fn exchange_once(
    connection: &mut dyn CardConnection,
    command: &Command<'_>,
) -> Result<Answer, ConnectionError> {
    let mut bytes = Vec::new();
    // The commands of a terminal are short: they always have an encoding.
    command.encode_into(&mut bytes).map_err(|_| ConnectionError::Truncated)?;
    let mut response = Vec::new();
    connection.transmit(&bytes, &mut response)?;
    let response = Response::parse(&response).map_err(|_| ConnectionError::Truncated)?;
    Ok(Answer { data: response.data().to_vec(), status: response.status() })
}
