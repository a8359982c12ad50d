//! The card's life cycle (GPCS 2.3.1 §5.1).

use core::fmt;

use cardamom_kernel::Privileges;

use super::{Initiator, LifeCycleReason};

/// The card's life-cycle state, which is that of its issuer security domain (Table 11-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum CardLifeCycle {
    /// Made, with initial keys, not yet personalized (§5.1.1.1).
    OpReady = 0x01,
    /// Some personalization has been done, not yet to be issued (§5.1.1.2).
    Initialized = 0x07,
    /// Issued (§5.1.1.3).
    Secured = 0x0F,
    /// Only the application with the Final Application privilege is served (§5.1.1.4).
    CardLocked = 0x7F,
    /// The end (§5.1.1.5).
    Terminated = 0xFF,
}

impl CardLifeCycle {
    /// All states, in their order.
    pub const ALL: [Self; 5] =
        [Self::OpReady, Self::Initialized, Self::Secured, Self::CardLocked, Self::Terminated];

    /// The state that this byte codes; `None` for a byte that Table 11-6 does not list.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0x01 => Some(Self::OpReady),
            0x07 => Some(Self::Initialized),
            0x0F => Some(Self::Secured),
            0x7F => Some(Self::CardLocked),
            0xFF => Some(Self::Terminated),
            _ => None,
        }
    }

    /// Its byte.
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        self as u8
    }

    /// The state after this initiator asked for `target`.
    ///
    /// # Errors
    /// The rule that forbids it: [`LifeCycleReason::CardTerminated`], [`LifeCycleReason::SameState`],
    /// [`LifeCycleReason::CardTransition`] (6A80), or a missing right (6985).
    pub fn transition(self, target: Self, by: Initiator) -> Result<Self, LifeCycleReason> {
        match (self, target) {
            (Self::Terminated, _) => Err(LifeCycleReason::CardTerminated),
            (from, to) if from == to => Err(LifeCycleReason::SameState),
            (_, Self::Terminated) => require(
                by.privileges.contains(Privileges::CARD_TERMINATE),
                LifeCycleReason::NoCardTerminatePrivilege,
            ),
            (Self::OpReady, Self::Initialized | Self::Secured) | (Self::Initialized, Self::Secured) => {
                require(by.is_issuer, LifeCycleReason::NotIssuer)
            }
            (Self::Secured, Self::CardLocked) | (Self::CardLocked, Self::Secured) => {
                require(by.privileges.contains(Privileges::CARD_LOCK), LifeCycleReason::NoCardLockPrivilege)
            }
            _ => Err(LifeCycleReason::CardTransition),
        }
        .map(|()| target)
    }
}

impl fmt::Display for CardLifeCycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OpReady => "OP_READY",
            Self::Initialized => "INITIALIZED",
            Self::Secured => "SECURED",
            Self::CardLocked => "CARD_LOCKED",
            Self::Terminated => "TERMINATED",
        })
    }
}

fn require(holds: bool, reason: LifeCycleReason) -> Result<(), LifeCycleReason> {
    if holds { Ok(()) } else { Err(reason) }
}
