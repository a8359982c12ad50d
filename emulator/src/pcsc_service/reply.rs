//! Replies on the wire: bare structures, most of them the request's with some fields filled in, and the array
//! of reader states.

use super::message::{MAX_ATTRIBUTE, READER_NAME_FIELD};
use super::served_reader::ServedReader;
use crate::reader::{Atr, CardState};

/// Places in the array of reader states of protocols 4:4 and 4:5, and the fewest of 4:6.
pub(super) const FIXED_READER_PLACES: usize = 16;

/// Offsets of the fields that a reply fills in, in bytes from the start of its structure.
pub(super) mod field {
    pub(in super::super) const VERSION_MAJOR: usize = 0;
    pub(in super::super) const VERSION_MINOR: usize = 4;
    pub(in super::super) const VERSION_CODE: usize = 8;
    pub(in super::super) const ESTABLISH_CONTEXT: usize = 4;
    pub(in super::super) const ESTABLISH_CODE: usize = 8;
    pub(in super::super) const RELEASE_CODE: usize = 4;
    pub(in super::super) const CONNECT_CARD: usize = 140;
    pub(in super::super) const CONNECT_PROTOCOL: usize = 144;
    pub(in super::super) const CONNECT_CODE: usize = 148;
    pub(in super::super) const RECONNECT_PROTOCOL: usize = 16;
    pub(in super::super) const RECONNECT_CODE: usize = 20;
    pub(in super::super) const DISCONNECT_CODE: usize = 8;
    pub(in super::super) const BEGIN_CODE: usize = 4;
    pub(in super::super) const END_CODE: usize = 8;
    pub(in super::super) const STATUS_CODE: usize = 4;
    pub(in super::super) const TRANSMIT_LENGTH: usize = 24;
    pub(in super::super) const TRANSMIT_CODE: usize = 28;
    pub(in super::super) const CONTROL_LENGTH: usize = 16;
    pub(in super::super) const CONTROL_CODE: usize = 20;
    pub(in super::super) const ATTRIBUTE_LENGTH: usize = 8 + super::MAX_ATTRIBUTE;
    pub(in super::super) const ATTRIBUTE_CODE: usize = 12 + super::MAX_ATTRIBUTE;
    pub(in super::super) const ATTRIBUTE_VALUE: usize = 8;
    pub(in super::super) const CANCEL_CODE: usize = 4;
}

/// A reply under construction. Its buffer is used again for the next.
#[derive(Debug, Default)]
pub(super) struct Reply(Vec<u8>);

impl Reply {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Starts with a copy of the request's structure.
    pub(super) fn echo(&mut self, structure: &[u8]) -> &mut Self {
        self.0.clear();
        self.0.extend_from_slice(structure);
        self
    }

    /// Fills in a field of 32 bits.
    pub(super) fn set(&mut self, offset: usize, value: u32) -> &mut Self {
        self.set_bytes(offset, &value.to_ne_bytes())
    }

    /// Fills in a field of bytes. What is not in the structure is left out.
    pub(super) fn set_bytes(&mut self, offset: usize, value: &[u8]) -> &mut Self {
        if let Some(place) = self.0.get_mut(offset..).and_then(|rest| rest.get_mut(..value.len())) {
            place.copy_from_slice(value);
        }
        self
    }

    /// Appends numbers.
    pub(super) fn words(&mut self, words: &[u32]) -> &mut Self {
        self.0.extend(words.iter().flat_map(|word| word.to_ne_bytes()));
        self
    }

    /// Appends a reader state of 184 bytes (`pubReaderStatesList` in `eventhandler.h`): name, event counter,
    /// state, sharing, answer to reset with 3 bytes of padding, its length, protocol. All zero without reader.
    pub(super) fn reader_state(&mut self, reader: Option<&ServedReader>) {
        let Some(reader) = reader else {
            self.0.extend([0; READER_STATE]);
            return;
        };
        let (status, sharing, protocol) = reader.state();
        let mut name = [0; READER_NAME_FIELD];
        for (place, byte) in name.iter_mut().zip(reader.reader().name().bytes()) {
            *place = byte;
        }
        // SCARD_ABSENT, SCARD_PRESENT, SCARD_SWALLOWED, SCARD_POWERED, SCARD_NEGOTIABLE.
        let state = match status.card {
            CardState::Absent => 0x02,
            CardState::Unpowered => 0x04,
            CardState::Mute => 0x04 | 0x08,
            CardState::Powered => 0x04 | 0x10 | 0x20,
        };
        self.0.extend(name);
        self.words(&[u32::from(status.events), state, sharing]);
        self.0.extend(status.atr.padded());
        self.0.extend([0; 3]);
        self.words(&[u32::try_from(status.atr.len()).unwrap_or(0), protocol]);
    }
}

/// Length of a reader state.
const READER_STATE: usize = READER_NAME_FIELD + 3 * 4 + Atr::MAX_LENGTH + 3 + 2 * 4;
const _: () = assert!(READER_STATE == 184, "as compiled into libpcsclite");
