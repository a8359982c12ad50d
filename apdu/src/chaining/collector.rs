//! Response chaining on the host.

use alloc::vec::Vec;
use core::fmt;

use crate::chaining::GET_RESPONSE;
use crate::class::Class;
use crate::command::Command;
use crate::response::Response;
use crate::status_word::StatusWord;

/// The class of GSM 11.11 commands, whose GET RESPONSE has it too.
const GSM: u8 = 0xA0;

/// Collects the whole answer to one command: sends it again with the Le of 6Cxx, and fetches what 61xx (for
/// class `A0` also 9Fxx) announces.
///
/// ```
/// use cardamom_apdu::chaining::{NextStep, ResponseCollector};
/// use cardamom_apdu::{Command, Response, StatusWord};
///
/// # let mut script = [&[0x61, 0x02][..], &[0x6F, 0x00, 0x90, 0x00]].into_iter();
/// # let mut transmit = |_: &[u8]| script.next().unwrap();
/// let select = Command::new(0x00, 0xA4, 0x04, 0x00).with_data(&[0xA0, 0, 0, 0, 1]);
/// let mut collector = ResponseCollector::new(select, 65_536);
/// let mut command = select;
/// let status = loop {
///     let response = Response::parse(transmit(&command.to_bytes()?))?;
///     match collector.receive(response)? {
///         NextStep::Send(next) => command = next,
///         NextStep::Done(status) => break status,
///     }
/// };
/// assert_eq!(collector.data(), [0x6F, 0x00]);
/// assert_eq!(status, StatusWord::NO_ERROR);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ResponseCollector<'a> {
    /// The command that was sent last.
    sent: Command<'a>,
    /// It has been corrected once already.
    corrected: bool,
    get_response: Class,
    data: Vec<u8>,
    limit: usize,
}

/// What the host does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep<'a> {
    /// Send this command and hand in its response.
    Send(Command<'a>),
    /// The answer is complete and ends with this status word.
    Done(StatusWord),
}

impl<'a> ResponseCollector<'a> {
    /// Collects the answer to this command, which the caller sends, up to `limit` bytes.
    #[must_use]
    pub fn new(command: Command<'a>, limit: usize) -> Self {
        let class = command.class();
        let basic = Class::new(0);
        let get_response =
            if class.byte() == GSM { class } else { basic.with_channel(class.channel()).unwrap_or(basic) };
        Self { sent: command, corrected: false, get_response, data: Vec::new(), limit }
    }

    /// Takes the response to the command that was sent last.
    ///
    /// # Errors
    /// [`CollectError`] where the card would keep the host busy for ever; the exchange is over.
    pub fn receive(&mut self, response: Response<'_>) -> Result<NextStep<'a>, CollectError> {
        let length = self.data.len() + response.data().len();
        if length > self.limit {
            return Err(CollectError::TooLong { limit: self.limit });
        }
        self.data.extend_from_slice(response.data());
        let status = response.status();
        let next = if let Some(expected) = status.as_correct_length() {
            if self.corrected {
                return Err(CollectError::LengthNeverAccepted);
            }
            self.corrected = true;
            self.sent.with_expected_length(expected)
        } else if let Some(expected) = self.announced(status) {
            if self.sent.instruction() == GET_RESPONSE && response.data().is_empty() {
                return Err(CollectError::NoProgress);
            }
            self.corrected = false;
            Command::new(self.get_response.byte(), GET_RESPONSE, 0, 0).with_expected_length(expected)
        } else {
            return Ok(NextStep::Done(status));
        };
        self.sent = next;
        Ok(NextStep::Send(next))
    }

    /// What has been collected.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// What has been collected.
    #[must_use]
    pub fn into_data(self) -> Vec<u8> {
        self.data
    }

    /// The Le with which to fetch what this status word announces.
    fn announced(&self, status: StatusWord) -> Option<u32> {
        match (status.as_bytes_remaining(), status.sw1()) {
            (None, 0x9F) if self.get_response.byte() == GSM => {
                Some(if status.sw2() == 0 { 256 } else { u32::from(status.sw2()) })
            }
            (announced, _) => announced,
        }
    }
}

/// Why an answer cannot be collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CollectError {
    /// The card answers 6Cxx to the very Le that it asked for.
    LengthNeverAccepted,
    /// The card announces data and does not hand them out.
    NoProgress,
    /// The answer is longer than the host takes.
    TooLong {
        /// Bytes that the host takes.
        limit: usize,
    },
}

impl fmt::Display for CollectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LengthNeverAccepted => f.write_str("the card refuses the length that it asked for"),
            Self::NoProgress => f.write_str("the card announces data and hands out none"),
            Self::TooLong { limit } => write!(f, "the answer is longer than {limit} bytes"),
        }
    }
}

impl core::error::Error for CollectError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chaining::{ResponseBuffer, Transmission};
    use alloc::vec;
    use proptest::prelude::*;

    #[test]
    fn get_response_goes_to_the_same_channel() {
        for (class, expected) in [(0x00, 0x00), (0x81, 0x01), (0xC3, 0x43), (0x0C, 0x00), (0xA0, 0xA0)] {
            let mut collector = ResponseCollector::new(Command::new(class, 0xA4, 0, 0), 256);
            let next = collector.receive(Response::new(&[], StatusWord::bytes_remaining(7)));
            let command = Command::new(expected, 0xC0, 0, 0).with_expected_length(7);
            assert_eq!(next, Ok(NextStep::Send(command)));
        }
    }

    #[test]
    fn gsm_announces_with_9f() {
        let announced = Response::new(&[], StatusWord::new(0x9F17));
        let mut gsm = ResponseCollector::new(Command::new(0xA0, 0xA4, 0, 0), 256);
        assert!(matches!(gsm.receive(announced), Ok(NextStep::Send(_))));
        let mut other = ResponseCollector::new(Command::new(0x00, 0xA4, 0, 0), 256);
        assert_eq!(other.receive(announced), Ok(NextStep::Done(StatusWord::new(0x9F17))));
    }

    #[test]
    fn a_card_cannot_keep_the_host_busy() {
        let command = Command::new(0, 0xB0, 0, 0).with_expected_length(256);
        let correction = Response::new(&[], StatusWord::correct_length(9));
        let mut collector = ResponseCollector::new(command, 256);
        assert_eq!(collector.receive(correction), Ok(NextStep::Send(command.with_expected_length(9))));
        assert_eq!(collector.receive(correction), Err(CollectError::LengthNeverAccepted));

        let announcement = Response::new(&[], StatusWord::bytes_remaining(9));
        let mut collector = ResponseCollector::new(command, 256);
        assert!(collector.receive(announcement).is_ok());
        assert_eq!(collector.receive(announcement), Err(CollectError::NoProgress));

        let endless = Response::new(&[7; 200], StatusWord::bytes_remaining(9));
        let mut collector = ResponseCollector::new(command, 256);
        assert!(collector.receive(endless).is_ok());
        assert_eq!(collector.receive(endless), Err(CollectError::TooLong { limit: 256 }));
    }

    proptest! {
        /// Card side and host side agree: whatever the length, the Le and the transmission, the host ends
        /// with all the data and the status word.
        #[test]
        fn the_whole_answer_arrives(
            length in prop_oneof![0usize..20, 250usize..260, 500usize..1200],
            expected in prop_oneof![Just(0u32), 1u32..20, 250u32..=256, Just(65_536)],
            case4: bool,
            t0: bool,
            status in prop_oneof![Just(0x9000u16), Just(0x6283)],
        ) {
            let data: Vec<u8> = (0..length).map(|index| index.to_le_bytes()[0]).collect();
            let status = StatusWord::new(status);
            let command = Command::new(0, 0xCB, 0, 0)
                .with_data(if case4 { &[1] } else { &[] })
                .with_expected_length(expected);
            let mut card = ResponseBuffer::new(if t0 { Transmission::T0 } else { Transmission::Apdu });
            let mut host = ResponseCollector::new(command, 2000);
            let mut executed = 0;
            let mut sent = command;
            let mut wire;
            loop {
                wire = match card.resume(&sent) {
                    Some(response) => response.to_bytes(),
                    None => vec![],
                };
                if wire.is_empty() {
                    executed += 1;
                    wire = card.answer(&sent, &data, status).to_bytes();
                }
                match host.receive(Response::parse(&wire).unwrap()).unwrap() {
                    NextStep::Send(next) => sent = next,
                    NextStep::Done(end) => {
                        prop_assert_eq!(end, status);
                        break;
                    }
                }
            }
            prop_assert_eq!(host.into_data(), data);
            prop_assert_eq!(executed, 1);
        }
    }
}
