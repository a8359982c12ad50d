//! An application's life cycle (GPCS 2.3.1 §5.3.1).

use super::{Initiator, LOCKED, LifeCycleReason};

/// An application's life-cycle state (Table 11-4).
///
/// | b8 | b7 to b4 | b3 b2 b1 | |
/// |---|---|---|---|
/// | 0 | 0 | 011 | INSTALLED |
/// | 0 | 0 | 111 | SELECTABLE |
/// | 0 | the application's own | 111 | a selectable state of its own |
/// | 1 | kept | 011 or 111 | LOCKED; the other bits keep the state before |
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ApplicationLifeCycle(u8);

impl ApplicationLifeCycle {
    /// Linked, with its memory, and not selectable (§5.3.1.1).
    pub const INSTALLED: Self = Self(0x03);
    /// Can be selected (§5.3.1.2).
    pub const SELECTABLE: Self = Self(0x07);

    /// The state that this byte codes; `None` for a byte that Table 11-4 does not list.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        if byte & !LOCKED == Self::INSTALLED.0 || byte & Self::SELECTABLE.0 == Self::SELECTABLE.0 {
            Some(Self(byte))
        } else {
            None
        }
    }

    /// Its byte.
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        self.0
    }

    /// Whether it is locked.
    #[must_use]
    pub const fn is_locked(self) -> bool {
        self.0 & LOCKED != 0
    }

    /// Whether it can be selected.
    #[must_use]
    pub const fn is_selectable(self) -> bool {
        self.0 & (LOCKED | Self::SELECTABLE.0) == Self::SELECTABLE.0
    }

    /// INSTALLED to SELECTABLE, as INSTALL [for make selectable] asks (§5.3.1.2, §9.3.7). Who may is what the
    /// privileges for content management say, and is not tested here.
    ///
    /// # Errors
    /// [`LifeCycleReason::SameState`] (6A80) unless it is INSTALLED.
    pub fn make_selectable(self) -> Result<Self, LifeCycleReason> {
        if self == Self::INSTALLED { Ok(Self::SELECTABLE) } else { Err(LifeCycleReason::SameState) }
    }

    /// To LOCKED, keeping the state to come back to (§5.3.1.3, §9.6.2).
    ///
    /// # Errors
    /// [`LifeCycleReason::SameState`] (6A80), [`LifeCycleReason::NotAllowedToLock`] (6985).
    pub fn lock(self, by: Initiator) -> Result<Self, LifeCycleReason> {
        if self.is_locked() {
            return Err(LifeCycleReason::SameState);
        }
        if !by.may_lock() {
            return Err(LifeCycleReason::NotAllowedToLock);
        }
        Ok(Self(self.0 | LOCKED))
    }

    /// Back to the state before it was locked (§5.3.1.3, §9.6.2).
    ///
    /// # Errors
    /// [`LifeCycleReason::SameState`] (6A80), [`LifeCycleReason::NotAllowedToUnlock`] (6985).
    pub fn unlock(self, by: Initiator) -> Result<Self, LifeCycleReason> {
        if !self.is_locked() {
            return Err(LifeCycleReason::SameState);
        }
        if !by.may_unlock() {
            return Err(LifeCycleReason::NotAllowedToUnlock);
        }
        Ok(Self(self.0 & !LOCKED))
    }

    /// To SELECTABLE or a selectable state of its own (§5.3.1.5).
    ///
    /// # Errors
    /// [`LifeCycleReason::NotItself`], [`LifeCycleReason::SameState`], [`LifeCycleReason::Irreversible`],
    /// [`LifeCycleReason::NotMadeSelectable`], all 6A80.
    fn set_own_state(self, target: Self, by: Initiator) -> Result<Self, LifeCycleReason> {
        if target == self {
            Err(LifeCycleReason::SameState)
        } else if target == Self::INSTALLED {
            Err(LifeCycleReason::Irreversible)
        } else if self == Self::INSTALLED {
            Err(LifeCycleReason::NotMadeSelectable)
        } else if !by.is_target {
            Err(LifeCycleReason::NotItself)
        } else {
            Ok(target)
        }
    }

    /// The state after SET STATUS with this P2 (§11.10.2.2). b8 = 1 locks, whatever the other bits; of a locked
    /// application b8 = 0 unlocks, whatever the other bits; otherwise P2 is a state of the application's own.
    ///
    /// # Errors
    /// [`LifeCycleReason::Coding`] (6A80) and those of the transition.
    pub fn set_status(self, control: u8, by: Initiator) -> Result<Self, LifeCycleReason> {
        if control & LOCKED != 0 {
            self.lock(by)
        } else if self.is_locked() {
            self.unlock(by)
        } else if control == 0 {
            // The request to unlock, of what is not locked.
            Err(LifeCycleReason::SameState)
        } else {
            self.set_own_state(Self::from_byte(control).ok_or(LifeCycleReason::Coding)?, by)
        }
    }
}

impl core::fmt::Debug for ApplicationLifeCycle {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "ApplicationLifeCycle({:02X})", self.0)
    }
}
