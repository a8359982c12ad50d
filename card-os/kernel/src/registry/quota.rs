//! Limits of what an instance may own.

use crate::error::{Error, Fault};
use crate::memory::{Memory, NewObject, Usage};
use crate::object::{Clear, ENTRY_LENGTH, Storage};

/// Limits of what an instance may own, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// In non-volatile memory, table lines included.
    pub persistent: u32,
    /// CLEAR_ON_RESET.
    pub transient_reset: u32,
    /// CLEAR_ON_DESELECT.
    pub transient_deselect: u32,
}

impl Quota {
    /// As much as the card has.
    pub const UNLIMITED: Self =
        Self { persistent: u32::MAX, transient_reset: u32::MAX, transient_deselect: u32::MAX };

    pub(crate) fn check(&self, memory: &Memory, new: &NewObject) -> Result<(), Error> {
        if *self == Self::UNLIMITED {
            return Ok(());
        }
        let Usage { persistent, transient_reset, transient_deselect } = memory.usage(new.owner);
        let (used, limit) = match new.storage {
            Storage::Persistent => (persistent + ENTRY_LENGTH, self.persistent),
            Storage::Transient(Clear::OnReset) => (transient_reset, self.transient_reset),
            Storage::Transient(Clear::OnDeselect) => (transient_deselect, self.transient_deselect),
        };
        let fits = |used: usize, more: usize, limit: u32| {
            used.checked_add(more)
                .and_then(|total| u32::try_from(total).ok())
                .is_some_and(|total| total <= limit)
        };
        // Every object has a line in the table, wherever its content lives.
        if fits(used, new.length, limit) && fits(persistent, ENTRY_LENGTH, self.persistent) {
            Ok(())
        } else {
            Err(Fault::QuotaExceeded.into())
        }
    }
}
