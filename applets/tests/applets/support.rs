//! What the tests share: cards, keys, terminals' ends of the protocol.

pub(crate) mod entropy;
pub(crate) mod host;
pub(crate) mod issue;
pub(crate) mod tear_sweep;

use cardamom_apdu::{Aid, StatusWord};
use cardamom_card_os::Card;

/// The bytes of hexadecimal digits; blanks are skipped.
#[track_caller]
pub(crate) fn bytes(hex: &str) -> Vec<u8> {
    let digits: String = hex.chars().filter(|c| !c.is_whitespace()).collect();
    cardamom_apdu::hex::decode(&digits).unwrap()
}

/// The bytes of hexadecimal digits, as many as the type asks for.
#[track_caller]
pub(crate) fn array<const N: usize>(hex: &str) -> [u8; N] {
    bytes(hex).try_into().unwrap()
}

/// A response: data and status word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) data: Vec<u8>,
    pub(crate) status: u16,
}

impl Answer {
    pub(crate) fn new(response: &[u8]) -> Self {
        let (data, status) = response.split_last_chunk().expect("a response has a status word");
        Self { data: data.to_vec(), status: u16::from_be_bytes(*status) }
    }

    /// The data of a response that has to be a success.
    #[track_caller]
    pub(crate) fn ok(self) -> Vec<u8> {
        assert_eq!(self.status, 0x9000, "{:?}", StatusWord::new(self.status));
        self.data
    }
}

/// Sends a command that has to be answered.
#[track_caller]
pub(crate) fn send(card: &mut Card, command: &[u8]) -> Answer {
    Answer::new(card.transmit(command).expect("the card answers"))
}

/// Sends a command of hexadecimal digits.
#[track_caller]
pub(crate) fn send_hex(card: &mut Card, command: &str) -> Answer {
    send(card, &bytes(command))
}

/// Selects an application by name.
pub(crate) fn select(card: &mut Card, aid: &Aid) -> Answer {
    let name = aid.as_bytes();
    send(card, &[&[0x00, 0xA4, 0x04, 0x00, u8::try_from(name.len()).unwrap()], name].concat())
}
