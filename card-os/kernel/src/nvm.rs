//! Non-volatile memory: the one place where the card's persistent bytes change.
//!
//! All persistent writes of the card go through [`Nvm::write`]. It counts them, and power can be cut at any of
//! them ([`Nvm::cut_power_at`]): the write is then not done, half done, or leaves garbage in the bytes that it
//! was to change, and every later write fails until the next power-on. What was not being written keeps its
//! value, as on the memories of real cards.

pub mod image;
mod pages;
mod snapshot;

use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

pub use self::pages::PAGE_LENGTH;
use self::pages::PageSet;
pub use self::snapshot::NvmSnapshot;
use crate::error::{Error, Fault};

/// What a power cut leaves of the write that it interrupts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tear {
    /// Nothing of it is done.
    NotDone,
    /// The first half of its bytes (rounded down) has the new value, the rest the old.
    HalfDone,
    /// Its bytes hold neither the old nor the new value.
    Garbage,
}

impl Tear {
    /// All three, for sweeps.
    pub const ALL: [Self; 3] = [Self::NotDone, Self::HalfDone, Self::Garbage];
}

/// A power cut that waits for its write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct PowerCut {
    /// Writes that still succeed.
    remaining: u64,
    tear: Tear,
}

/// The non-volatile memory of one card.
#[derive(Debug)]
pub struct Nvm {
    bytes: Vec<u8>,
    /// The content that snapshots are differences from.
    base: Option<Arc<Vec<u8>>>,
    changed_since_base: PageSet,
    changed_since_save: PageSet,
    writes: u64,
    power_cut: Option<PowerCut>,
    powered: bool,
}

impl Nvm {
    /// An erased memory (all bytes 00) of `length` bytes, powered.
    #[must_use]
    pub fn erased(length: usize) -> Self {
        Self::from_bytes(vec![0; length])
    }

    /// A memory with this content.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        let pages = bytes.len().div_ceil(PAGE_LENGTH);
        Self {
            bytes,
            base: None,
            changed_since_base: PageSet::new(pages),
            changed_since_save: PageSet::new(pages),
            writes: 0,
            power_cut: None,
            powered: true,
        }
    }

    /// The whole content.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Length in bytes.
    #[must_use]
    pub fn length(&self) -> usize {
        self.bytes.len()
    }

    /// `length` bytes from `offset`.
    ///
    /// # Errors
    /// [`Fault::OutOfBounds`] when they are not all inside.
    pub fn read(&self, offset: usize, length: usize) -> Result<&[u8], Error> {
        let end = offset.checked_add(length).ok_or(Fault::OutOfBounds)?;
        Ok(self.bytes.get(offset..end).ok_or(Fault::OutOfBounds)?)
    }

    /// Writes `data` at `offset`: the only way in which persistent bytes change. One call is one write for the
    /// counter and for power cuts.
    ///
    /// # Errors
    /// [`Error::PowerLost`] when power is cut at this write, or was at an earlier one; [`Fault::OutOfBounds`].
    pub fn write(&mut self, offset: usize, data: &[u8]) -> Result<(), Error> {
        let end = offset.checked_add(data.len()).ok_or(Fault::OutOfBounds)?;
        let place = self.bytes.get_mut(offset..end).ok_or(Fault::OutOfBounds)?;
        if !self.powered {
            return Err(Error::PowerLost);
        }
        self.changed_since_base.insert_range(offset, data.len());
        self.changed_since_save.insert_range(offset, data.len());
        if let Some(cut) = &mut self.power_cut {
            if cut.remaining == 0 {
                tear(place, data, cut.tear, self.writes);
                self.power_cut = None;
                self.powered = false;
                return Err(Error::PowerLost);
            }
            cut.remaining -= 1;
        }
        place.copy_from_slice(data);
        self.writes = self.writes.wrapping_add(1);
        Ok(())
    }

    /// Writes zeros.
    ///
    /// # Errors
    /// As [`Nvm::write`].
    pub fn erase(&mut self, offset: usize, length: usize) -> Result<(), Error> {
        const ZEROS: [u8; 512] = [0; 512];
        match ZEROS.get(..length) {
            Some(zeros) => self.write(offset, zeros),
            None => self.write(offset, &vec![0; length]),
        }
    }

    /// How many writes were done since this memory was made.
    #[must_use]
    pub fn writes(&self) -> u64 {
        self.writes
    }

    /// Arms a power cut: `writes` more writes are done, the one after them is torn.
    pub fn cut_power_at(&mut self, writes: u64, tear: Tear) {
        self.power_cut = Some(PowerCut { remaining: writes, tear });
    }

    /// Takes back a power cut that has not happened.
    pub fn disarm_power_cut(&mut self) {
        self.power_cut = None;
    }

    /// Whether power was cut and has not come back.
    #[must_use]
    pub fn is_power_lost(&self) -> bool {
        !self.powered
    }

    /// Power comes back. An armed cut stays armed, so that recovery itself can be cut.
    pub(crate) fn restore_power(&mut self) {
        self.powered = true;
    }

    /// Numbers of the [`PAGE_LENGTH`]-byte pages changed since this was last called; the host saves these.
    pub fn take_changed_pages(&mut self) -> Vec<usize> {
        self.changed_since_save.take()
    }

    /// Whether [`Nvm::take_changed_pages`] would give any.
    #[must_use]
    pub fn has_changed_pages(&self) -> bool {
        !self.changed_since_save.is_empty()
    }

    /// One page; the last one may be shorter. Empty beyond the end.
    #[must_use]
    pub fn page(&self, number: usize) -> &[u8] {
        let start = number.saturating_mul(PAGE_LENGTH).min(self.bytes.len());
        let end = start.saturating_add(PAGE_LENGTH).min(self.bytes.len());
        self.bytes.get(start..end).unwrap_or(&[])
    }
}

/// From the first to the last byte that is not 00, give or take a block; `None` when all are. Looks at whole
/// blocks, which a compiler does in wide steps: a reset searches all free memory.
pub(crate) fn not_erased(bytes: &[u8]) -> Option<Range<usize>> {
    const BLOCK: usize = 256;
    let mut blocks = bytes.chunks(BLOCK).map(|block| block.iter().fold(0, |all, byte| all | byte) != 0);
    let first = blocks.position(|written| written)?;
    let last = blocks.rposition(|written| written).map_or(first, |after| first + 1 + after);
    Some(first * BLOCK..((last + 1) * BLOCK).min(bytes.len()))
}

fn tear(place: &mut [u8], data: &[u8], tear: Tear, seed: u64) {
    match tear {
        Tear::NotDone => {}
        Tear::HalfDone => {
            let half = data.len() / 2;
            for (old, new) in place.iter_mut().zip(data).take(half) {
                *old = *new;
            }
        }
        Tear::Garbage => {
            let mut state = seed ^ 0x9E37_79B9_7F4A_7C15;
            for byte in place {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                *byte = state.to_le_bytes()[3];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_write_tears_only_its_own_bytes_and_ends_all_writing() {
        for tear in Tear::ALL {
            let mut nvm = Nvm::erased(600);
            nvm.write(0, &[1; 600]).unwrap();
            nvm.cut_power_at(1, tear);
            nvm.write(10, &[2; 4]).unwrap();
            assert_eq!(nvm.write(300, &[3; 8]), Err(Error::PowerLost));
            assert_eq!(nvm.write(0, &[4]), Err(Error::PowerLost), "nothing is written without power");
            assert!(nvm.is_power_lost());
            assert!(nvm.bytes()[..10].iter().all(|&b| b == 1));
            assert_eq!(nvm.bytes()[10..14], [2; 4]);
            assert!(nvm.bytes()[308..].iter().all(|&b| b == 1));
            let torn = &nvm.bytes()[300..308];
            match tear {
                Tear::NotDone => assert_eq!(torn, [1; 8]),
                Tear::HalfDone => assert_eq!(torn, [3, 3, 3, 3, 1, 1, 1, 1]),
                Tear::Garbage => assert!(torn != [1; 8] && torn != [3; 8]),
            }
            nvm.restore_power();
            nvm.write(0, &[4]).unwrap();
        }
    }

    #[test]
    fn what_is_not_erased_is_found_wherever_it_is() {
        let mut bytes = [0; 1000];
        assert_eq!(not_erased(&bytes), None);
        for at in [0, 255, 256, 999] {
            bytes[at] = 1;
            assert!(not_erased(&bytes).is_some_and(|range| range.contains(&at)));
            bytes[at] = 0;
        }
        (bytes[300], bytes[999]) = (1, 1);
        assert_eq!(not_erased(&bytes), Some(256..1000));
    }

    #[test]
    fn changed_pages_are_reported_once() {
        let mut nvm = Nvm::erased(3 * PAGE_LENGTH + 10);
        nvm.write(PAGE_LENGTH - 1, &[1, 2]).unwrap();
        nvm.write(3 * PAGE_LENGTH, &[1]).unwrap();
        assert_eq!(nvm.take_changed_pages(), [0, 1, 3]);
        assert_eq!(nvm.take_changed_pages(), []);
        assert_eq!(nvm.page(3).len(), 10);
        assert_eq!(nvm.page(4), []);
    }
}
