//! A supplementary security domain's life cycle (GPCS 2.3.1 §5.3.2). The issuer security domain has that of the
//! card.

use super::{Initiator, LOCKED, LifeCycleReason};

/// A supplementary security domain's life-cycle state (Table 11-5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SecurityDomainLifeCycle {
    /// `03`: not selectable, no service for applications (§5.3.2.1).
    Installed,
    /// `07`: takes personalization (§5.3.2.2).
    Selectable,
    /// `0F`: has its keys and serves its applications (§5.3.2.3).
    Personalized,
    /// b8 = 1, with the state to come back to (§5.3.2.4).
    Locked(Unlocked),
}

/// The state that a locked security domain comes back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unlocked {
    /// `03`.
    Installed,
    /// `07`.
    Selectable,
    /// `0F`.
    Personalized,
}

impl SecurityDomainLifeCycle {
    /// All states.
    pub const ALL: [Self; 6] = [
        Self::Installed,
        Self::Selectable,
        Self::Personalized,
        Self::Locked(Unlocked::Installed),
        Self::Locked(Unlocked::Selectable),
        Self::Locked(Unlocked::Personalized),
    ];

    /// The state that this byte codes; `None` for a byte that Table 11-5 does not list.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0x03 => Some(Self::Installed),
            0x07 => Some(Self::Selectable),
            0x0F => Some(Self::Personalized),
            0x83 => Some(Self::Locked(Unlocked::Installed)),
            0x87 => Some(Self::Locked(Unlocked::Selectable)),
            0x8F => Some(Self::Locked(Unlocked::Personalized)),
            _ => None,
        }
    }

    /// Its byte.
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        match self {
            Self::Installed => 0x03,
            Self::Selectable => 0x07,
            Self::Personalized => 0x0F,
            Self::Locked(Unlocked::Installed) => 0x83,
            Self::Locked(Unlocked::Selectable) => 0x87,
            Self::Locked(Unlocked::Personalized) => 0x8F,
        }
    }

    /// Whether it serves the applications that belong to it (§5.3.2.3).
    #[must_use]
    pub const fn serves_applications(self) -> bool {
        matches!(self, Self::Personalized)
    }

    /// INSTALLED to SELECTABLE, as INSTALL [for make selectable] asks (§5.3.2.2). Who may is what the privileges
    /// for content management say, and is not tested here.
    ///
    /// # Errors
    /// [`LifeCycleReason::SameState`] (6A80) unless it is INSTALLED.
    pub fn make_selectable(self) -> Result<Self, LifeCycleReason> {
        if self == Self::Installed { Ok(Self::Selectable) } else { Err(LifeCycleReason::SameState) }
    }

    /// SELECTABLE to PERSONALIZED (§5.3.2.3): asked for by SET STATUS, or by the card when the security domain
    /// has its first key set.
    ///
    /// # Errors
    /// [`LifeCycleReason::SameState`], [`LifeCycleReason::PersonalizedTooEarly`] (6A80),
    /// [`LifeCycleReason::NotAllowedToPersonalize`] (6985).
    pub fn personalize(self, by: Initiator) -> Result<Self, LifeCycleReason> {
        match self {
            Self::Personalized => Err(LifeCycleReason::SameState),
            Self::Installed | Self::Locked(_) => Err(LifeCycleReason::PersonalizedTooEarly),
            Self::Selectable if by.is_target => Ok(Self::Personalized),
            Self::Selectable => Err(LifeCycleReason::NotAllowedToPersonalize),
        }
    }

    /// To LOCKED, keeping the state to come back to (§5.3.2.4, §9.6.2).
    ///
    /// # Errors
    /// [`LifeCycleReason::SameState`] (6A80), [`LifeCycleReason::NotAllowedToLock`] (6985).
    pub fn lock(self, by: Initiator) -> Result<Self, LifeCycleReason> {
        let before = match self {
            Self::Installed => Unlocked::Installed,
            Self::Selectable => Unlocked::Selectable,
            Self::Personalized => Unlocked::Personalized,
            Self::Locked(_) => return Err(LifeCycleReason::SameState),
        };
        if by.may_lock() { Ok(Self::Locked(before)) } else { Err(LifeCycleReason::NotAllowedToLock) }
    }

    /// Back to the state before it was locked (§5.3.2.4, §9.6.2).
    ///
    /// # Errors
    /// [`LifeCycleReason::SameState`] (6A80), [`LifeCycleReason::NotAllowedToUnlock`] (6985).
    pub fn unlock(self, by: Initiator) -> Result<Self, LifeCycleReason> {
        let Self::Locked(before) = self else { return Err(LifeCycleReason::SameState) };
        if !by.may_unlock() {
            return Err(LifeCycleReason::NotAllowedToUnlock);
        }
        Ok(match before {
            Unlocked::Installed => Self::Installed,
            Unlocked::Selectable => Self::Selectable,
            Unlocked::Personalized => Self::Personalized,
        })
    }

    /// The state after SET STATUS with this P2 (§11.10.2.2). b8 = 1 locks, whatever the other bits; of a locked
    /// security domain b8 = 0 unlocks, whatever the other bits; otherwise P2 is `0F`, PERSONALIZED.
    ///
    /// # Errors
    /// [`LifeCycleReason::Coding`] (6A80) and those of the transition.
    pub fn set_status(self, control: u8, by: Initiator) -> Result<Self, LifeCycleReason> {
        if control & LOCKED != 0 {
            return self.lock(by);
        }
        match self {
            Self::Locked(_) => self.unlock(by),
            // The request to unlock, of what is not locked.
            _ if control == 0 => Err(LifeCycleReason::SameState),
            _ => match Self::from_byte(control).ok_or(LifeCycleReason::Coding)? {
                target if target == self => Err(LifeCycleReason::SameState),
                Self::Personalized => self.personalize(by),
                Self::Selectable if self == Self::Installed => Err(LifeCycleReason::NotMadeSelectable),
                _ => Err(LifeCycleReason::Irreversible),
            },
        }
    }
}
