//! The journal: makes many writes one.
//!
//! It keeps the *old* bytes of every place that a transaction changes (an undo journal): reading is never
//! redirected, and commit is a single small write.
//!
//! Two header slots, written in turn, hold a sequence number; the valid one with the higher number counts.
//! An entry belongs to the transaction in progress when it carries that number and its checksum fits. To commit
//! is to write the next number into the other slot: all entries become stale at once. To abort, or to recover
//! at boot, is to write the old bytes back, last entry first, and then the next number. A header write that is
//! torn leaves an invalid slot, and so the transaction open: boot undoes it.
//!
//! Header slot (8 bytes, big endian): sequence (4), CRC-32 of it (4).
//! Entry: sequence (4), offset (4), length (4), CRC-32 of these and the data (4), data.
//!
//! Entries hold old PINs and keys; so the used part of the journal is erased after each transaction, and at
//! boot when power was cut before that.

use alloc::vec::Vec;

use zeroize::Zeroizing;

use crate::error::{Error, Fault};
use crate::nvm::{Nvm, not_erased};

const SLOT_LENGTH: usize = 8;
const ENTRY_HEADER_LENGTH: usize = 16;

/// Bytes of the two header slots, which stand before the entries.
pub(crate) const HEADERS_LENGTH: usize = 2 * SLOT_LENGTH;

/// The journal of a card: where it stands, and what it holds of the transaction in progress.
#[derive(Clone, Debug)]
pub(crate) struct Journal {
    start: usize,
    length: usize,
    sequence: u32,
    current_slot: usize,
    used: usize,
}

impl Journal {
    /// Writes the first header of an erased memory; the journal takes `length` bytes from `start`, headers
    /// included.
    pub(crate) fn format(nvm: &mut Nvm, start: usize, length: usize) -> Result<Self, Error> {
        let mut journal = Self { start, length, sequence: 0, current_slot: 1, used: 0 };
        journal.advance(nvm)?;
        Ok(journal)
    }

    /// Opens the journal at boot, undoing a transaction that was in progress. Tells whether there was one.
    pub(crate) fn recover(nvm: &mut Nvm, start: usize, length: usize) -> Result<(Self, bool), Error> {
        let (sequence, current_slot) = [0, 1]
            .into_iter()
            .filter_map(|slot| Some((read_slot(nvm, start + slot * SLOT_LENGTH)?, slot)))
            .max()
            .ok_or(Fault::IntegrityLost)?;
        let mut journal = Self { start, length, sequence, current_slot, used: 0 };
        let entries = journal.read_entries(nvm)?;
        let interrupted = !entries.is_empty();
        if interrupted {
            journal.abort(nvm)?;
        }
        journal.erase_leftovers(nvm)?;
        Ok((journal, interrupted))
    }

    /// Keeps the bytes at this place before they are changed.
    pub(crate) fn keep(&mut self, nvm: &mut Nvm, offset: usize, length: usize) -> Result<(), Error> {
        let needed = ENTRY_HEADER_LENGTH + length;
        if self.used + needed > self.capacity() {
            return Err(Fault::TransactionBufferFull.into());
        }
        let mut entry = Zeroizing::new(Vec::with_capacity(needed));
        entry.extend_from_slice(&self.sequence.to_be_bytes());
        entry.extend_from_slice(&number(offset)?);
        entry.extend_from_slice(&number(length)?);
        let old = nvm.read(offset, length)?;
        let checksum = checksum(&entry, old);
        entry.extend_from_slice(&checksum.to_be_bytes());
        entry.extend_from_slice(old);
        nvm.write(self.entries_start() + self.used, &entry)?;
        self.used += needed;
        Ok(())
    }

    /// Makes everything since the first [`Journal::keep`] final.
    pub(crate) fn commit(&mut self, nvm: &mut Nvm) -> Result<(), Error> {
        if self.used == 0 {
            return Ok(());
        }
        self.advance(nvm)?;
        nvm.erase(self.entries_start(), self.used)?;
        self.used = 0;
        Ok(())
    }

    /// Brings back everything as it was before the first [`Journal::keep`].
    pub(crate) fn abort(&mut self, nvm: &mut Nvm) -> Result<(), Error> {
        let entries = self.read_entries(nvm)?;
        let Some(last) = entries.last() else { return Ok(()) };
        let used = last.end - self.entries_start();
        for entry in entries.iter().rev() {
            let old = Zeroizing::new(nvm.read(entry.end - entry.length, entry.length)?.to_vec());
            nvm.write(entry.offset, &old)?;
        }
        self.advance(nvm)?;
        nvm.erase(self.entries_start(), used)?;
        self.used = 0;
        Ok(())
    }

    fn capacity(&self) -> usize {
        self.length - HEADERS_LENGTH
    }

    fn entries_start(&self) -> usize {
        self.start + HEADERS_LENGTH
    }

    /// The next sequence number, into the slot that does not hold the current one.
    fn advance(&mut self, nvm: &mut Nvm) -> Result<(), Error> {
        let sequence = self.sequence.checked_add(1).ok_or(Fault::IntegrityLost)?;
        let slot = 1 - self.current_slot;
        let [a, b, c, d] = sequence.to_be_bytes();
        let [e, f, g, h] = crc32fast::hash(&[a, b, c, d]).to_be_bytes();
        nvm.write(self.start + slot * SLOT_LENGTH, &[a, b, c, d, e, f, g, h])?;
        self.sequence = sequence;
        self.current_slot = slot;
        Ok(())
    }

    fn read_entries(&self, nvm: &Nvm) -> Result<Vec<Entry>, Error> {
        let mut entries = Vec::new();
        let end = self.start + self.length;
        let mut at = self.entries_start();
        while at + ENTRY_HEADER_LENGTH <= end {
            let header = nvm.read(at, ENTRY_HEADER_LENGTH)?;
            let (fields, found) = header.split_at(12);
            let length = word(fields, 8);
            let data_at = at + ENTRY_HEADER_LENGTH;
            if word(fields, 0) != self.sequence as usize || length > end - data_at {
                break;
            }
            let old = nvm.read(data_at, length)?;
            if checksum(fields, old).to_be_bytes() != found {
                break;
            }
            at = data_at + length;
            entries.push(Entry { offset: word(fields, 4), length, end: at });
        }
        Ok(entries)
    }

    fn erase_leftovers(&self, nvm: &mut Nvm) -> Result<(), Error> {
        if let Some(written) = not_erased(nvm.read(self.entries_start(), self.capacity())?) {
            nvm.erase(self.entries_start(), written.end)?;
        }
        Ok(())
    }
}

/// Old bytes in the journal.
struct Entry {
    /// Where they belong.
    offset: usize,
    length: usize,
    /// Where the entry ends; the bytes are its last ones.
    end: usize,
}

fn checksum(fields: &[u8], data: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(fields);
    hasher.update(data);
    hasher.finalize()
}

fn read_slot(nvm: &Nvm, at: usize) -> Option<u32> {
    let [a, b, c, d, e, f, g, h] = *nvm.read(at, SLOT_LENGTH).ok()?.first_chunk()?;
    let sequence = u32::from_be_bytes([a, b, c, d]);
    (sequence != 0 && crc32fast::hash(&[a, b, c, d]).to_be_bytes() == [e, f, g, h]).then_some(sequence)
}

fn number(value: usize) -> Result<[u8; 4], Error> {
    Ok(u32::try_from(value).map_err(|_| Fault::OutOfBounds)?.to_be_bytes())
}

fn word(bytes: &[u8], at: usize) -> usize {
    bytes
        .get(at..)
        .and_then(<[u8]>::first_chunk)
        .map_or(usize::MAX, |word| usize::try_from(u32::from_be_bytes(*word)).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nvm::Tear;
    use proptest::prelude::*;

    const JOURNAL: usize = 512;

    fn formatted() -> (Nvm, Journal) {
        let mut nvm = Nvm::erased(1024);
        let journal = Journal::format(&mut nvm, 0, JOURNAL).unwrap();
        nvm.write(JOURNAL, &(0..=255).collect::<Vec<u8>>()).unwrap();
        (nvm, journal)
    }

    fn run(
        nvm: &mut Nvm,
        journal: &mut Journal,
        writes: &[(usize, Vec<u8>)],
        commit: bool,
    ) -> Result<(), Error> {
        for (offset, data) in writes {
            journal.keep(nvm, JOURNAL + offset, data.len())?;
            nvm.write(JOURNAL + offset, data)?;
        }
        if commit { journal.commit(nvm) } else { journal.abort(nvm) }
    }

    proptest! {
        /// R1 of the security requirements: a cut at any write, in any mode, and then again at any write of the
        /// recovery, leaves the state before or the state after, and an empty journal.
        #[test]
        fn a_transaction_cut_anywhere_is_done_or_undone(
            writes in prop::collection::vec((0usize..200, prop::collection::vec(any::<u8>(), 1..20)), 1..8),
            commit: bool, tear in 0usize..3, again in 0usize..3,
        ) {
            let (mut nvm, mut journal) = formatted();
            let before = nvm.bytes()[JOURNAL..].to_vec();
            run(&mut nvm, &mut journal, &writes, commit).unwrap();
            let after = nvm.bytes()[JOURNAL..].to_vec();
            let total = nvm.writes();
            for cut in 0..total {
                for second_cut in 0..12 {
                    let (mut nvm, mut journal) = formatted();
                    nvm.cut_power_at(cut, Tear::ALL[tear]);
                    if run(&mut nvm, &mut journal, &writes, commit).is_ok() {
                        break;
                    }
                    nvm.restore_power();
                    nvm.cut_power_at(second_cut, Tear::ALL[again]);
                    let _ = Journal::recover(&mut nvm, 0, JOURNAL);
                    nvm.restore_power();
                    nvm.disarm_power_cut();
                    let (journal, _) = Journal::recover(&mut nvm, 0, JOURNAL).unwrap();
                    let state = &nvm.bytes()[JOURNAL..];
                    prop_assert!(state == before || state == after, "cut {cut}, {second_cut}");
                    prop_assert!(nvm.bytes()[HEADERS_LENGTH..JOURNAL].iter().all(|b| *b == 0));
                    prop_assert!(journal.read_entries(&nvm).unwrap().is_empty());
                }
            }
        }

        #[test]
        fn arbitrary_bytes_are_recovered_from_or_refused(bytes in prop::collection::vec(any::<u8>(), 1024)) {
            let mut nvm = Nvm::from_bytes(bytes);
            let _ = Journal::recover(&mut nvm, 0, JOURNAL);
        }
    }

    #[test]
    fn a_transaction_too_large_for_the_journal_is_refused_and_can_be_undone() {
        let (mut nvm, mut journal) = formatted();
        let before = nvm.bytes().to_vec();
        for _ in 0..3 {
            journal.keep(&mut nvm, JOURNAL, 128).unwrap();
            nvm.write(JOURNAL, &[0xEE; 128]).unwrap();
        }
        assert_eq!(journal.keep(&mut nvm, JOURNAL, 128), Err(Fault::TransactionBufferFull.into()));
        journal.abort(&mut nvm).unwrap();
        assert_eq!(nvm.bytes()[HEADERS_LENGTH..], before[HEADERS_LENGTH..]);
    }
}
