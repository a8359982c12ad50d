//! Life cycles of the card, of applications and of security domains (GPCS 2.3.1 §5), and which administrative
//! commands the card answers in which of its states (Tables 11-1 and 11-2).
//!
//! Each transition is asked for by an [`Initiator`], and refused with the rule that forbids it:
//!
//! | Of | From | To | By | § |
//! |---|---|---|---|---|
//! | card | OP_READY | INITIALIZED, SECURED | issuer security domain | 5.1.1.2, 5.1.2 |
//! | card | INITIALIZED | SECURED | issuer security domain | 5.1.1.3 |
//! | card | SECURED | CARD_LOCKED, and back | Card Lock privilege | 5.1.1.4 |
//! | card | any | TERMINATED | Card Terminate privilege | 5.1.1.5 |
//! | application | INSTALLED | SELECTABLE | a security domain, by INSTALL | 5.3.1.2 |
//! | application | selectable ones | selectable ones | itself | 5.3.1.5 |
//! | security domain | SELECTABLE | PERSONALIZED | itself | 5.3.2.3 |
//! | both | any | LOCKED | itself, a security domain it belongs to, Global Lock privilege | 5.3.1.3, 5.3.2.4, 9.6.2, 11.10.2.2 |
//! | both | LOCKED | the state before | a security domain it belongs to, Global Lock privilege | 5.3.1.3, 5.3.2.4, 9.6.2 |

mod application;
mod card;
mod command;
mod reason;
mod security_domain;

use cardamom_kernel::Privileges;

pub use application::ApplicationLifeCycle;
pub use card::CardLifeCycle;
pub use command::{AdministrativeCommand, Management, Permission, Role, permitted};
pub use reason::LifeCycleReason;
pub use security_domain::{SecurityDomainLifeCycle, Unlocked};

/// The bit of the state of an application or a security domain that says LOCKED (Tables 11-4 and 11-5).
pub(crate) const LOCKED: u8 = 0x80;

/// Who asks for a transition, as seen from what is to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Initiator {
    /// What is to change is the initiator itself.
    pub is_target: bool,
    /// What is to change belongs to the initiator, directly or through other security domains (§7.2).
    pub is_associated: bool,
    /// The initiator is the issuer security domain.
    pub is_issuer: bool,
    /// The initiator's privileges.
    pub privileges: Privileges,
}

impl Initiator {
    /// Whether it may lock an application or a security domain (§9.6.2).
    const fn may_lock(self) -> bool {
        self.is_target || self.may_unlock()
    }

    /// Whether it may unlock an application or a security domain (§9.6.2): not its own holder, who has no service
    /// while locked.
    const fn may_unlock(self) -> bool {
        (self.is_associated && !self.is_target) || self.privileges.contains(Privileges::GLOBAL_LOCK)
    }
}

#[cfg(test)]
mod tests;
