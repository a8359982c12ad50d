//! Historical bytes (ISO/IEC 7816-4 §12.1.1) and the data objects in them.

use core::fmt;

use crate::status_word::StatusWord;

/// Tag of the compact-TLV object that holds card capabilities.
const CARD_CAPABILITIES: u8 = 7;

/// The historical bytes, by their first byte, the category indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HistoricalBytes<'a> {
    /// There are none.
    Absent,
    /// Category `00`: compact-TLV objects, then the three bytes of a status indicator.
    CompactTlvWithStatus {
        /// The objects.
        objects: CompactTlvReader<'a>,
        /// Life cycle status byte (0: no information).
        life_cycle: u8,
        /// Status word (0000: no information).
        status: StatusWord,
    },
    /// Category `80`: compact-TLV objects, the last of which may be a status indicator.
    CompactTlv {
        /// The objects.
        objects: CompactTlvReader<'a>,
    },
    /// Category `10`: a reference to DIR data.
    DirReference {
        /// What follows the category indicator.
        reference: &'a [u8],
    },
    /// Any other category, or `00` without room for its status indicator: the issuer's own bytes.
    Proprietary {
        /// All historical bytes.
        bytes: &'a [u8],
    },
}

impl<'a> HistoricalBytes<'a> {
    /// Reads historical bytes. Every sequence has a reading.
    #[must_use]
    pub fn parse(bytes: &'a [u8]) -> Self {
        match bytes {
            [] => Self::Absent,
            [0x00, objects @ .., life_cycle, sw1, sw2] => Self::CompactTlvWithStatus {
                objects: CompactTlvReader::new(objects, 1),
                life_cycle: *life_cycle,
                status: StatusWord::from([*sw1, *sw2]),
            },
            [0x80, objects @ ..] => Self::CompactTlv { objects: CompactTlvReader::new(objects, 1) },
            [0x10, reference @ ..] => Self::DirReference { reference },
            _ => Self::Proprietary { bytes },
        }
    }

    /// The compact-TLV objects, where the category has some.
    #[must_use]
    pub fn objects(&self) -> CompactTlvReader<'a> {
        match self {
            Self::CompactTlvWithStatus { objects, .. } | Self::CompactTlv { objects } => objects.clone(),
            Self::Absent | Self::DirReference { .. } | Self::Proprietary { .. } => {
                CompactTlvReader::new(&[], 0)
            }
        }
    }

    /// The card capabilities, if there is such an object before any defect.
    #[must_use]
    pub fn card_capabilities(&self) -> Option<CardCapabilities> {
        self.objects()
            .map_while(Result::ok)
            .find(|object| object.tag == CARD_CAPABILITIES)
            .and_then(|object| CardCapabilities::parse(object.value))
    }
}

/// A compact-TLV object: a tag and a length of four bits each (ISO/IEC 7816-4 §12.1.1.2). Tag `X` stands for
/// the BER-TLV tag `4X`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompactTlv<'a> {
    /// The tag, 0 to 15.
    pub tag: u8,
    /// The value, 0 to 15 bytes.
    pub value: &'a [u8],
}

/// Iterates over compact-TLV objects. After an error it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompactTlvReader<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> CompactTlvReader<'a> {
    /// A reader of these bytes, which start at this offset of the historical bytes.
    pub(super) const fn new(bytes: &'a [u8], position: usize) -> Self {
        Self { bytes, position }
    }
}

impl<'a> Iterator for CompactTlvReader<'a> {
    type Item = Result<CompactTlv<'a>, CompactTlvError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (header, rest) = self.bytes.split_first()?;
        let Some((value, rest)) = rest.split_at_checked(usize::from(header & 0x0F)) else {
            self.bytes = &[];
            return Some(Err(CompactTlvError { position: self.position }));
        };
        self.bytes = rest;
        self.position += 1 + value.len();
        Some(Ok(CompactTlv { tag: header >> 4, value }))
    }
}

/// A compact-TLV object reaches over the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompactTlvError {
    /// Byte offset of the object in the historical bytes.
    pub position: usize,
}

impl fmt::Display for CompactTlvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the object at offset {} of the historical bytes is cut short", self.position)
    }
}

impl core::error::Error for CompactTlvError {}

/// Card capabilities (ISO/IEC 7816-4 §12.1.1.9): one to three bytes, the three software function tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardCapabilities {
    /// First table: ways to select a DF or an EF.
    pub selection: u8,
    /// Second table: data coding byte.
    pub data_coding: Option<u8>,
    /// Third table: chaining, lengths, logical channels.
    pub commands: Option<u8>,
}

impl CardCapabilities {
    /// Reads the value of the object; none unless it has one to three bytes.
    #[must_use]
    pub const fn parse(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [selection] => Some(Self { selection: *selection, data_coding: None, commands: None }),
            [selection, coding] => {
                Some(Self { selection: *selection, data_coding: Some(*coding), commands: None })
            }
            [selection, coding, commands] => {
                Some(Self { selection: *selection, data_coding: Some(*coding), commands: Some(*commands) })
            }
            _ => None,
        }
    }

    /// Commands may be chained.
    #[must_use]
    pub const fn command_chaining(self) -> bool {
        self.command_bit(0x80)
    }

    /// Lc and Le may be extended.
    #[must_use]
    pub const fn extended_length(self) -> bool {
        self.command_bit(0x40)
    }

    /// EF.ATR/INFO has information about extended lengths.
    #[must_use]
    pub const fn extended_length_information(self) -> bool {
        self.command_bit(0x20)
    }

    /// Most logical channels: 1 to 7, or 8 for eight or more; 1 where nothing is said.
    #[must_use]
    pub const fn logical_channels(self) -> u8 {
        match self.commands {
            Some(commands) => (commands & 0x07) + 1,
            None => 1,
        }
    }

    /// The card can choose the number of a logical channel that is opened.
    #[must_use]
    pub const fn channel_assigned_by_card(self) -> bool {
        self.command_bit(0x08)
    }

    /// The host can choose the number of a logical channel that is opened.
    #[must_use]
    pub const fn channel_assigned_by_host(self) -> bool {
        self.command_bit(0x10)
    }

    const fn command_bit(self, bit: u8) -> bool {
        match self.commands {
            Some(commands) => commands & bit != 0,
            None => false,
        }
    }
}
