//! What is done to an image.

use serde::{Deserialize, Serialize};

use crate::random::Random;
use crate::typed::{mutate_bytes, mutate_number};

/// Where the parts of the memory stand (`memory.rs` and `memory/geometry.rs` of the kernel): a header of 32 bytes,
/// 4 KiB of journal with two headers of 8, 256 table lines of 16 bytes, the heap.
const HEADER_LENGTH: usize = 32;
const JOURNAL: usize = HEADER_LENGTH;
const JOURNAL_ENTRIES: usize = JOURNAL + 16;
const TABLE: usize = HEADER_LENGTH + 4096;
const TABLE_LINE_LENGTH: usize = 16;
const HEAP: usize = TABLE + 256 * TABLE_LINE_LENGTH;

/// Most bytes that one edit brings.
const BYTES_LIMIT: usize = 48;

/// One change to a memory. What does not fit into it is cut off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Edit {
    /// These bytes are there now.
    Write { offset: u16, bytes: Vec<u8> },
    /// The bytes there are changed by these.
    Flip { offset: u16, bytes: Vec<u8> },
    /// The memory ends here.
    Truncate { length: u16 },
    /// The memory is this much longer.
    Extend { bytes: Vec<u8> },
    /// A 32-bit field of the header (0 magic, 2 to 6 the sizes) has this value, and the header's checksum fits.
    Header { field: u8, value: u32 },
    /// A journal entry that is valid for the transaction in progress stands `place` bytes into the entries.
    JournalEntry { place: u16, offset: u32, length: u32, old: Vec<u8> },
    /// A header of the journal (0 or 1) has this sequence number, and its checksum fits.
    JournalHeader { slot: u8, sequence: u32 },
    /// A byte of a line of the object table.
    Table { line: u8, byte: u8, value: u8 },
}

impl Edit {
    /// Some edit.
    pub(crate) fn any(random: &mut Random) -> Self {
        let offset = any_offset(random);
        let mut number = 0;
        mutate_number(&mut number, random);
        match random.below(12) {
            0 => Self::Write { offset, bytes: random.bytes(BYTES_LIMIT) },
            1 | 2 => Self::Flip { offset, bytes: vec![random.flip()] },
            3 => Self::Truncate { length: offset },
            4 => Self::Extend { bytes: random.bytes(BYTES_LIMIT) },
            5 => Self::Header { field: random.byte() % 8, value: number },
            6..=8 => Self::JournalEntry {
                place: if random.one_in(4) { offset } else { 0 },
                offset: if random.one_in(3) { number } else { u32::from(any_offset(random)) },
                length: if random.one_in(2) { number } else { 8 },
                old: random.bytes(16),
            },
            9 => Self::JournalHeader { slot: random.byte() % 2, sequence: number },
            _ => Self::Table { line: random.byte() % 48, byte: random.byte() % 16, value: random.byte() },
        }
    }

    /// Changes one thing about it.
    pub(crate) fn mutate(&mut self, random: &mut Random) {
        let near = |number: &mut u16, random: &mut Random| {
            *number = if random.one_in(3) { any_offset(random) } else { number.wrapping_add(1) };
        };
        match self {
            Self::Write { offset, bytes } | Self::Flip { offset, bytes } => {
                if random.one_in(2) {
                    near(offset, random);
                } else {
                    mutate_bytes(bytes, BYTES_LIMIT, random);
                }
            }
            Self::Truncate { length } => near(length, random),
            Self::Extend { bytes } => mutate_bytes(bytes, BYTES_LIMIT, random),
            Self::Header { field, value } => {
                if random.one_in(4) {
                    *field = random.byte() % 8;
                } else {
                    mutate_number(value, random);
                }
            }
            Self::JournalEntry { place, offset, length, old } => match random.below(5) {
                0 => near(place, random),
                1 => mutate_number(offset, random),
                2 => *offset = u32::from(any_offset(random)),
                3 => mutate_number(length, random),
                _ => {
                    mutate_bytes(old, BYTES_LIMIT, random);
                    *length = u32::try_from(old.len()).unwrap_or(0);
                }
            },
            Self::JournalHeader { slot, sequence } => {
                if random.one_in(4) {
                    *slot ^= 1;
                } else {
                    mutate_number(sequence, random);
                }
            }
            Self::Table { line, byte, value } => match random.below(3) {
                0 => *line = random.byte() % 48,
                1 => *byte = random.byte() % 16,
                _ => *value ^= random.flip(),
            },
        }
    }

    /// Does it.
    pub(crate) fn apply(&self, memory: &mut Vec<u8>) {
        match self {
            Self::Write { offset, bytes } => put(memory, usize::from(*offset), bytes),
            Self::Flip { offset, bytes } => {
                for (place, flip) in memory.iter_mut().skip(usize::from(*offset)).zip(bytes) {
                    *place ^= flip;
                }
            }
            Self::Truncate { length } => memory.truncate(usize::from(*length)),
            Self::Extend { bytes } => memory.extend_from_slice(bytes),
            Self::Header { field, value } => {
                put(memory, usize::from(*field) * 4, &value.to_be_bytes());
                if let Some(header) = memory.get(..HEADER_LENGTH - 4) {
                    let checksum = crc32fast::hash(header).to_be_bytes();
                    put(memory, HEADER_LENGTH - 4, &checksum);
                }
            }
            Self::JournalEntry { place, offset, length, old } => {
                let mut entry = journal_sequence(memory).to_be_bytes().to_vec();
                entry.extend_from_slice(&offset.to_be_bytes());
                entry.extend_from_slice(&length.to_be_bytes());
                let checksum = crc32fast::hash(&[&entry[..], old].concat());
                entry.extend_from_slice(&checksum.to_be_bytes());
                entry.extend_from_slice(old);
                put(memory, JOURNAL_ENTRIES + usize::from(*place), &entry);
            }
            Self::JournalHeader { slot, sequence } => {
                let sequence = sequence.to_be_bytes();
                let checksum = crc32fast::hash(&sequence).to_be_bytes();
                put(memory, JOURNAL + 8 * usize::from(slot & 1), &[sequence, checksum].concat());
            }
            Self::Table { line, byte, value } => {
                let at = TABLE + usize::from(*line) * TABLE_LINE_LENGTH + usize::from(*byte % 16);
                put(memory, at, &[*value]);
            }
        }
    }
}

/// An offset, mostly into the first bytes of one of the parts.
fn any_offset(random: &mut Random) -> u16 {
    let start = *random.pick(&[0, JOURNAL, JOURNAL_ENTRIES, TABLE, HEAP, 20_000]).unwrap_or(&0);
    let span = *random.pick(&[16, 64, 512, 4096]).unwrap_or(&1);
    u16::try_from(start + random.below(span)).unwrap_or(u16::MAX)
}

/// The higher of the two sequence numbers of the journal whose checksums fit.
fn journal_sequence(memory: &[u8]) -> u32 {
    let slots = memory.get(JOURNAL..JOURNAL_ENTRIES).unwrap_or(&[]).as_chunks::<8>().0;
    let words = slots.iter().map(|[a, b, c, d, checksum @ ..]| ([*a, *b, *c, *d], *checksum));
    let valid = words.filter(|(sequence, checksum)| crc32fast::hash(sequence).to_be_bytes() == *checksum);
    valid.map(|(sequence, _)| u32::from_be_bytes(sequence)).max().unwrap_or(0)
}

fn put(memory: &mut [u8], offset: usize, bytes: &[u8]) {
    for (place, byte) in memory.iter_mut().skip(offset).zip(bytes) {
        *place = *byte;
    }
}
