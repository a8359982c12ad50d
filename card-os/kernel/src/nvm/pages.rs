//! Which pages have changed.

use alloc::vec;
use alloc::vec::Vec;
use core::mem;

/// Bytes in a page: the unit in which changes are tracked, snapshots kept and images saved.
pub const PAGE_LENGTH: usize = 256;

/// A set of page numbers whose cost depends on its members, not on the size of the memory.
#[derive(Clone, Debug)]
pub(super) struct PageSet {
    member: Vec<bool>,
    members: Vec<usize>,
}

impl PageSet {
    pub(super) fn new(pages: usize) -> Self {
        Self { member: vec![false; pages], members: Vec::new() }
    }

    pub(super) fn insert(&mut self, page: usize) {
        if let Some(flag) = self.member.get_mut(page)
            && !*flag
        {
            *flag = true;
            self.members.push(page);
        }
    }

    pub(super) fn insert_range(&mut self, offset: usize, length: usize) {
        if length > 0 {
            for page in offset / PAGE_LENGTH..=(offset + length - 1) / PAGE_LENGTH {
                self.insert(page);
            }
        }
    }

    pub(super) fn members(&self) -> &[usize] {
        &self.members
    }

    pub(super) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The members in ascending order; the set is empty after that.
    pub(super) fn take(&mut self) -> Vec<usize> {
        let mut members = mem::take(&mut self.members);
        for page in &members {
            if let Some(flag) = self.member.get_mut(*page) {
                *flag = false;
            }
        }
        members.sort_unstable();
        members
    }

    pub(super) fn clear(&mut self) {
        for page in &self.members {
            if let Some(flag) = self.member.get_mut(*page) {
                *flag = false;
            }
        }
        self.members.clear();
    }
}
