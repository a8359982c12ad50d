//! Response chaining on the card.

use alloc::vec::Vec;

use zeroize::Zeroize;

use crate::chaining::GET_RESPONSE;
use crate::command::Command;
use crate::response::Response;
use crate::status_word::StatusWord;

/// Largest Ne of a short command.
const SHORT_MAXIMUM: usize = 256;

/// How commands and responses travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Transmission {
    /// Whole APDUs: T=1, contactless, in process. Data may be shorter than Ne.
    Apdu,
    /// T=0 TPDUs (ISO/IEC 7816-3 §12.2): a command carries data or Le, not both, and an answer of another
    /// length than Le is announced with 61xx or corrected with 6Cxx.
    T0,
}

/// Holds the part of an answer that did not fit in a response, until GET RESPONSE fetches it or another
/// command comes.
///
/// The card calls [`ResponseBuffer::resume`] with each command before it dispatches it, and
/// [`ResponseBuffer::answer`] with what the command produced.
///
/// ```
/// use cardamom_apdu::chaining::{ResponseBuffer, Transmission};
/// use cardamom_apdu::{Command, StatusWord};
///
/// let mut buffer = ResponseBuffer::new(Transmission::T0);
/// let select = Command::new(0x00, 0xA4, 0x04, 0x00).with_data(&[0xA0, 0, 0, 0, 1]);
/// assert!(buffer.resume(&select).is_none());
/// assert_eq!(buffer.answer(&select, &[0x6F, 0x00], StatusWord::NO_ERROR).to_bytes(), [0x61, 0x02]);
///
/// let get_response = Command::new(0x00, 0xC0, 0x00, 0x00).with_expected_length(2);
/// assert_eq!(buffer.resume(&get_response).unwrap().to_bytes(), [0x6F, 0x00, 0x90, 0x00]);
/// ```
#[derive(Debug)]
pub struct ResponseBuffer {
    transmission: Transmission,
    data: Vec<u8>,
    /// Where in `data` the part begins that has not been sent.
    sent: usize,
    /// What ends the answer.
    status: StatusWord,
    channel: u8,
    /// The command that was told 6Cxx and may be repeated with the right Le.
    repeatable: Option<[u8; 4]>,
}

impl ResponseBuffer {
    /// An empty buffer.
    #[must_use]
    pub const fn new(transmission: Transmission) -> Self {
        Self {
            transmission,
            data: Vec::new(),
            sent: 0,
            status: StatusWord::NO_ERROR,
            channel: 0,
            repeatable: None,
        }
    }

    /// True while a part of an answer waits.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.sent < self.data.len()
    }

    /// The first response to a command that produced this data and status word. What fits goes out at once,
    /// without a copy; for the rest:
    ///
    /// - no Le, or over T=0 a command with data: 61xx, everything waits;
    /// - Ne too small: Ne bytes and 61xx;
    /// - Ne too large over T=0: 6Cxx, and the same command with the right Le fetches the answer without
    ///   being executed again.
    #[inline]
    pub fn answer<'a>(
        &'a mut self,
        command: &Command<'_>,
        data: &'a [u8],
        status: StatusWord,
    ) -> Response<'a> {
        self.clear();
        if data.is_empty() {
            return Response::new(data, status);
        }
        let is_t0 = self.transmission == Transmission::T0;
        let expected = match command.expected_length() {
            Some(expected) if !is_t0 || command.data().is_empty() => self.limit(expected),
            _ => 0,
        };
        let exact_or_long = data.len() >= expected;
        let (now, later) = match data.split_at_checked(expected) {
            Some(parts) => parts,
            None if is_t0 => (&[][..], data),
            None => (data, &[][..]),
        };
        if later.is_empty() {
            return Response::new(now, status);
        }
        self.data.extend_from_slice(later);
        self.status = status;
        self.channel = command.class().channel();
        if exact_or_long {
            Response::new(now, self.announcement())
        } else {
            self.repeatable = Some(command.header());
            Response::new(now, self.correction())
        }
    }

    /// Serves a command that continues the answer that waits: GET RESPONSE on the same logical channel, or
    /// the command that was told 6Cxx. None for any other: it is to be executed, and what waited is wiped.
    ///
    /// GET RESPONSE with P1 P2 other than 0000 is answered with 6A86, and the answer goes on waiting.
    #[inline]
    pub fn resume(&mut self, command: &Command<'_>) -> Option<Response<'_>> {
        if self.data.is_empty() {
            return None;
        }
        self.resume_pending(command)
    }

    fn resume_pending(&mut self, command: &Command<'_>) -> Option<Response<'_>> {
        let is_get_response =
            command.instruction() == GET_RESPONSE && command.class().channel() == self.channel;
        let continues = is_get_response || self.repeatable == Some(command.header());
        if !self.is_pending() || !continues || !command.data().is_empty() {
            self.clear();
            return None;
        }
        if is_get_response && (command.p1(), command.p2()) != (0, 0) {
            return Some(Response::new(&[], StatusWord::INCORRECT_P1_P2));
        }
        let expected = self.limit(command.expected_length().unwrap_or(256));
        let pending = self.data.len() - self.sent;
        if expected > pending && self.transmission == Transmission::T0 {
            return Some(Response::new(&[], self.correction()));
        }
        let start = self.sent;
        self.sent += expected.min(pending);
        let status = if self.is_pending() { self.announcement() } else { self.status };
        Some(Response::new(self.data.get(start..self.sent).unwrap_or(&[]), status))
    }

    /// Wipes what waits: at reset, and when the channel is closed.
    #[inline]
    pub fn clear(&mut self) {
        if !self.data.is_empty() {
            self.data.zeroize();
        }
        self.sent = 0;
        self.repeatable = None;
    }

    /// How many bytes this Ne lets out at once.
    fn limit(&self, expected: u32) -> usize {
        let expected = usize::try_from(expected).unwrap_or(usize::MAX);
        match self.transmission {
            Transmission::Apdu => expected,
            Transmission::T0 => expected.min(SHORT_MAXIMUM),
        }
    }

    /// 61xx for what waits.
    fn announcement(&self) -> StatusWord {
        StatusWord::bytes_remaining(u8::try_from(self.data.len() - self.sent).unwrap_or(0))
    }

    /// 6Cxx for what waits.
    fn correction(&self) -> StatusWord {
        StatusWord::correct_length(u8::try_from(self.data.len() - self.sent).unwrap_or(0))
    }
}

impl Drop for ResponseBuffer {
    fn drop(&mut self) {
        self.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const READ: Command<'static> = Command::new(0x00, 0xB0, 0, 0);
    const GET: Command<'static> = Command::new(0x00, 0xC0, 0, 0);
    const OK: StatusWord = StatusWord::NO_ERROR;

    fn answered(buffer: &mut ResponseBuffer, command: Command<'_>, data: &[u8]) -> (usize, u16) {
        let response = buffer.answer(&command, data, OK);
        (response.data().len(), response.status().value())
    }

    fn resumed(buffer: &mut ResponseBuffer, command: Command<'_>) -> Option<(usize, u16)> {
        buffer.resume(&command).map(|response| (response.data().len(), response.status().value()))
    }

    #[test]
    fn whole_apdus_carry_up_to_ne_bytes() {
        let data = [7; 600];
        let mut buffer = ResponseBuffer::new(Transmission::Apdu);
        assert_eq!(answered(&mut buffer, READ.with_expected_length(256), &data[..9]), (9, 0x9000));
        assert_eq!(answered(&mut buffer, READ.with_expected_length(65_536), &data), (600, 0x9000));
        assert!(!buffer.is_pending());
        assert_eq!(answered(&mut buffer, READ.with_expected_length(256), &data), (256, 0x6100));
        assert_eq!(resumed(&mut buffer, GET.with_expected_length(256)), Some((256, 0x6158)));
        assert_eq!(resumed(&mut buffer, GET.with_expected_length(256)), Some((88, 0x9000)));
        assert_eq!(resumed(&mut buffer, GET.with_expected_length(256)), None);
        // No Le: nothing may come back but a status word (clients raise errors otherwise).
        assert_eq!(answered(&mut buffer, READ, &data[..9]), (0, 0x6109));
    }

    /// ISO/IEC 7816-3 §12.2.2 and JCRE §9.4.
    #[test]
    fn t0_announces_and_corrects() {
        let data = [7; 300];
        let mut buffer = ResponseBuffer::new(Transmission::T0);
        assert_eq!(answered(&mut buffer, READ.with_expected_length(9), &data[..9]), (9, 0x9000));
        assert_eq!(answered(&mut buffer, READ.with_expected_length(5), &data[..9]), (5, 0x6104));
        assert_eq!(resumed(&mut buffer, GET.with_expected_length(9)), Some((0, 0x6C04)));
        assert_eq!(resumed(&mut buffer, GET.with_expected_length(4)), Some((4, 0x9000)));
        assert_eq!(answered(&mut buffer, READ.with_expected_length(256), &data[..9]), (0, 0x6C09));
        assert_eq!(resumed(&mut buffer, READ.with_expected_length(9)), Some((9, 0x9000)));
        let case4 = READ.with_data(&[1]).with_expected_length(256);
        assert_eq!(answered(&mut buffer, case4, &data), (0, 0x6100));
        assert_eq!(resumed(&mut buffer, GET.with_expected_length(256)), Some((256, 0x612C)));
        assert_eq!(resumed(&mut buffer, GET.with_expected_length(44)), Some((44, 0x9000)));
    }

    #[test]
    fn another_command_discards_what_waits() {
        let mut buffer = ResponseBuffer::new(Transmission::T0);
        assert_eq!(answered(&mut buffer, READ, &[1, 2]), (0, 0x6102));
        assert_eq!(
            resumed(&mut buffer, Command::new(0, 0xC0, 1, 0).with_expected_length(2)),
            Some((0, 0x6A86))
        );
        assert!(buffer.is_pending());
        assert_eq!(resumed(&mut buffer, Command::new(1, 0xC0, 0, 0).with_expected_length(2)), None);
        assert!(!buffer.is_pending());
        assert_eq!(resumed(&mut buffer, GET.with_expected_length(2)), None);
        assert_eq!(answered(&mut buffer, READ, &[1, 2]), (0, 0x6102));
        assert_eq!(resumed(&mut buffer, READ.with_expected_length(2)), None);
    }

    #[test]
    fn a_warning_comes_with_the_last_part() {
        let mut buffer = ResponseBuffer::new(Transmission::T0);
        let warning = StatusWord::SELECTED_FILE_DEACTIVATED;
        assert_eq!(buffer.answer(&READ, &[1, 2], warning).status().value(), 0x6102);
        let last = buffer.resume(&GET.with_expected_length(2)).unwrap();
        assert_eq!((last.data(), last.status()), (&[1, 2][..], warning));
    }
}
