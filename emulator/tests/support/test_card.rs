//! A small card whose answers a test can tell beforehand.

use std::sync::mpsc::{Receiver, Sender, channel};

use cardamom_emulator::smart_card::{CardError, ResetKind, SmartCard};

/// Offers T=0 and T=1.
pub(crate) const ATR: [u8; 9] = [0x3B, 0x84, 0x80, 0x01, b't', b'e', b's', b't', 0x15];

/// Answers by instruction, CLA 80:
///
/// | INS | answer |
/// |---|---|
/// | 10 | the command data |
/// | 12 | P1P2 bytes, 65,536 for 0000, each the low byte of its index |
/// | 14 | one byte: how many times since the last reset |
/// | 16 | nothing, when the test lets it ([`Hold`]) |
/// | 18 | none at all: the card falls mute |
/// | 1A | none: the card panics |
///
/// SELECT (00 A4) is 9000, any other instruction 6D00, less than a header 6700.
pub(crate) struct TestCard {
    atr: Vec<u8>,
    count: u8,
    is_powered: bool,
    hold: Option<(Sender<()>, Receiver<()>)>,
}

/// The test's end of instruction 16.
pub(crate) struct Hold {
    /// Receives when the card got the command.
    pub(crate) entered: Receiver<()>,
    /// Lets the card answer.
    pub(crate) release: Sender<()>,
}

impl TestCard {
    pub(crate) fn new() -> Box<Self> {
        Self::with_atr(&ATR)
    }

    pub(crate) fn with_atr(atr: &[u8]) -> Box<Self> {
        Box::new(Self { atr: atr.to_vec(), count: 0, is_powered: false, hold: None })
    }

    pub(crate) fn with_hold() -> (Box<Self>, Hold) {
        let (enter, entered) = channel();
        let (release, released) = channel();
        let mut card = Self::new();
        card.hold = Some((enter, released));
        (card, Hold { entered, release })
    }
}

impl SmartCard for TestCard {
    fn power_on(&mut self, _: ResetKind) -> Result<Vec<u8>, CardError> {
        self.is_powered = true;
        self.count = 0;
        Ok(self.atr.clone())
    }

    fn transmit(&mut self, command: &[u8], response: &mut Vec<u8>) -> Result<(), CardError> {
        response.clear();
        if !self.is_powered {
            return Err(CardError::Unpowered);
        }
        let status_word: u16 = match *command {
            [0x80, 0x10, _, _, ref rest @ ..] => {
                response.extend(command_data(rest));
                0x9000
            }
            [0x80, 0x12, p1, p2, ..] => {
                let length = match u16::from_be_bytes([p1, p2]) {
                    0 => 0x1_0000,
                    length => usize::from(length),
                };
                response.extend((0..length).map(|index| index.to_le_bytes()[0]));
                0x9000
            }
            [0x80, 0x14, ..] => {
                self.count += 1;
                response.push(self.count);
                0x9000
            }
            [0x80, 0x16, ..] => {
                let (entered, release) = self.hold.as_ref().expect("a card made with a hold");
                entered.send(()).unwrap();
                release.recv().unwrap();
                0x9000
            }
            [0x80, 0x18, ..] => return Err(CardError::Mute),
            [0x80, 0x1A, ..] => panic!("the test wants the card to break down"),
            [0x00, 0xA4, _, _, ..] => 0x9000,
            [_, _, _, _, ..] => 0x6D00,
            _ => 0x6700,
        };
        response.extend(status_word.to_be_bytes());
        Ok(())
    }

    fn power_off(&mut self) {
        self.is_powered = false;
    }
}

/// The data field of a command, short or extended; what follows the header is given.
fn command_data(rest: &[u8]) -> &[u8] {
    match *rest {
        [0, high, low, ref data @ ..] => &data[..usize::from(u16::from_be_bytes([high, low]))],
        [length, ref data @ ..] => data.get(..usize::from(length)).unwrap_or_default(),
        [] => &[],
    }
}
