//! Free ranges of a memory, kept in RAM and derived from the object table.

use alloc::vec::Vec;
use core::ops::Range;

/// Ranges that no object covers, ascending and never touching each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FreeSpace {
    ranges: Vec<(usize, usize)>,
}

impl FreeSpace {
    pub(super) fn whole(offset: usize, length: usize) -> Self {
        Self { ranges: Vec::from([(offset, length)]) }
    }

    /// What is left of `area` around these (offset, length) pairs; `None` when they overlap or leave it.
    pub(super) fn around(area: Range<usize>, taken: impl Iterator<Item = (usize, usize)>) -> Option<Self> {
        let mut taken: Vec<_> = taken.filter(|(_, length)| *length > 0).collect();
        taken.sort_unstable();
        let mut ranges = Vec::with_capacity(taken.len() + 1);
        let mut at = area.start;
        for (offset, length) in taken {
            let gap = offset.checked_sub(at)?;
            if gap > 0 {
                ranges.push((at, gap));
            }
            at = offset.checked_add(length)?;
        }
        let rest = area.end.checked_sub(at)?;
        if rest > 0 {
            ranges.push((at, rest));
        }
        Some(Self { ranges })
    }

    /// Takes `length` bytes from the first range that has them.
    pub(super) fn take(&mut self, length: usize) -> Option<usize> {
        if length == 0 {
            return Some(0);
        }
        let index = self.ranges.iter().position(|(_, available)| *available >= length)?;
        let (offset, available) = self.ranges.get_mut(index)?;
        let taken = *offset;
        *offset += length;
        *available -= length;
        if *available == 0 {
            self.ranges.remove(index);
        }
        Some(taken)
    }

    pub(super) fn total(&self) -> usize {
        self.ranges.iter().map(|(_, length)| length).sum()
    }

    pub(super) fn ranges(&self) -> Vec<(usize, usize)> {
        self.ranges.clone()
    }
}
