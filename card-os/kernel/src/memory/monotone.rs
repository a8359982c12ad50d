//! Values that outlive aborts: counters and try counters.
//!
//! Two copies, written in turn, each with a sequence number and a checksum; the valid one with the higher
//! number counts. A write is one write to memory and bypasses the journal: an abort does not take it back
//! (R2 of the security requirements), and a torn one leaves the previous value.
//!
//! Copy (12 bytes, big endian): sequence (4), value (4), CRC-32 of both (4).

use super::Memory;
use crate::error::{Error, Fault};
use crate::object::{ObjectKind, ObjectRef};

const COPY_LENGTH: usize = 12;

/// Bytes of a monotone value in its object.
pub(crate) const MONOTONE_LENGTH: usize = 2 * COPY_LENGTH;

impl Memory {
    /// The value at the start of this object.
    pub(crate) fn monotone(&self, object: ObjectRef) -> Result<u32, Error> {
        let (_, _, value) = self.current_copy(object)?;
        Ok(value)
    }

    /// A new value, final at once, whatever becomes of a transaction in progress.
    pub(crate) fn set_monotone(&mut self, object: ObjectRef, value: u32) -> Result<(), Error> {
        let (slot, sequence, _) = self.current_copy(object)?;
        self.write_copy(object, 1 - slot, sequence.checked_add(1).ok_or(Fault::CounterExhausted)?, value)
    }

    /// The first value of a new object.
    pub(crate) fn initialize_monotone(&mut self, object: ObjectRef, value: u32) -> Result<(), Error> {
        self.write_copy(object, 0, 1, value)
    }

    fn write_copy(&mut self, object: ObjectRef, slot: usize, sequence: u32, value: u32) -> Result<(), Error> {
        let entry = self.entry(object)?;
        let [a, b, c, d] = sequence.to_be_bytes();
        let [e, f, g, h] = value.to_be_bytes();
        let [i, j, k, l] = crc32fast::hash(&[a, b, c, d, e, f, g, h]).to_be_bytes();
        self.nvm.write(entry.offset + slot * COPY_LENGTH, &[a, b, c, d, e, f, g, h, i, j, k, l])
    }

    fn current_copy(&self, object: ObjectRef) -> Result<(usize, u32, u32), Error> {
        let entry = self.entry(object)?;
        if !matches!(entry.kind, ObjectKind::Monotone | ObjectKind::Failures | ObjectKind::Pin) {
            return Err(Fault::WrongKind.into());
        }
        let (copies, _) = self.content(&entry)?.as_chunks::<COPY_LENGTH>();
        copies
            .iter()
            .take(2)
            .enumerate()
            .filter_map(|(slot, [a, b, c, d, e, f, g, h, checksum @ ..])| {
                let sequence = u32::from_be_bytes([*a, *b, *c, *d]);
                let found = crc32fast::hash(&[*a, *b, *c, *d, *e, *f, *g, *h]).to_be_bytes();
                (sequence > 0 && found == *checksum)
                    .then(|| (slot, sequence, u32::from_be_bytes([*e, *f, *g, *h])))
            })
            .max_by_key(|(_, sequence, _)| *sequence)
            .ok_or_else(|| Fault::IntegrityLost.into())
    }
}
