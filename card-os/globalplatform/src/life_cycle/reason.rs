//! Why a transition is refused.

use cardamom_apdu::StatusWord;
use cardamom_kernel::Reason;

/// Why a life-cycle state does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LifeCycleReason {
    /// The card would go back to an earlier state, or skip to CARD_LOCKED. 6A80.
    CardTransition,
    /// The card is TERMINATED. 6A80.
    CardTerminated,
    /// The byte codes no state. 6A80.
    Coding,
    /// An application does not go back to INSTALLED. 6A80.
    Irreversible,
    /// Only the application itself sets a state of its own. 6A80.
    NotItself,
    /// Only INSTALL [for make selectable] makes an application selectable. 6A80.
    NotMadeSelectable,
    /// The initiator has no Card Lock privilege. 6985.
    NoCardLockPrivilege,
    /// The initiator has no Card Terminate privilege. 6985.
    NoCardTerminatePrivilege,
    /// The initiator is not the issuer security domain. 6985.
    NotIssuer,
    /// The initiator may not lock it. 6985.
    NotAllowedToLock,
    /// The initiator may not unlock it. 6985.
    NotAllowedToUnlock,
    /// The initiator may not personalize the security domain. 6985.
    NotAllowedToPersonalize,
    /// A security domain that is INSTALLED is made selectable first. 6A80.
    PersonalizedTooEarly,
    /// It is in that state already. 6A80.
    SameState,
}

impl Reason for LifeCycleReason {
    fn status_word(&self) -> StatusWord {
        match self {
            Self::NoCardLockPrivilege
            | Self::NoCardTerminatePrivilege
            | Self::NotIssuer
            | Self::NotAllowedToLock
            | Self::NotAllowedToUnlock
            | Self::NotAllowedToPersonalize => StatusWord::CONDITIONS_NOT_SATISFIED,
            Self::CardTransition
            | Self::CardTerminated
            | Self::Coding
            | Self::Irreversible
            | Self::NotItself
            | Self::NotMadeSelectable
            | Self::PersonalizedTooEarly
            | Self::SameState => StatusWord::WRONG_DATA,
        }
    }

    fn rule(&self) -> &'static str {
        match self {
            Self::CardTransition => {
                "the card goes from OP_READY over INITIALIZED to SECURED, never back, and between SECURED and CARD_LOCKED (GPCS 2.3.1 5.1.2)"
            }
            Self::CardTerminated => "TERMINATED is the end of the card (GPCS 2.3.1 5.1.1.5)",
            Self::Coding => "no life-cycle state has this coding (GPCS 2.3.1 11.1.1, Tables 11-3 to 11-6)",
            Self::Irreversible => "an application does not go back to INSTALLED (GPCS 2.3.1 5.3.1.2)",
            Self::NotItself => {
                "only the application itself sets a selectable state of its own; another may lock and unlock it (GPCS 2.3.1 5.3.1.5, 11.10.2.2)"
            }
            Self::NotMadeSelectable => {
                "only INSTALL [for make selectable] takes an application from INSTALLED to SELECTABLE (GPCS 2.3.1 5.3.1.2)"
            }
            Self::NoCardLockPrivilege => {
                "locking and unlocking the card takes the Card Lock privilege (GPCS 2.3.1 5.1.1.4, 9.6.3)"
            }
            Self::NoCardTerminatePrivilege => {
                "terminating the card takes the Card Terminate privilege (GPCS 2.3.1 5.1.1.5, 6.6.1)"
            }
            Self::NotIssuer => {
                "the issuer security domain takes the card to INITIALIZED and SECURED (GPCS 2.3.1 5.1.1)"
            }
            Self::NotAllowedToLock => {
                "locking takes the application itself, a security domain that it belongs to directly or indirectly, or the Global Lock privilege (GPCS 2.3.1 9.6.2)"
            }
            Self::NotAllowedToUnlock => {
                "unlocking takes a security domain that it belongs to directly or indirectly, or the Global Lock privilege, and never the application itself (GPCS 2.3.1 9.6.2)"
            }
            Self::NotAllowedToPersonalize => {
                "a security domain becomes PERSONALIZED by itself; another may lock and unlock it (GPCS 2.3.1 5.3.2.3, 11.10.2.2)"
            }
            Self::PersonalizedTooEarly => {
                "a security domain becomes PERSONALIZED from SELECTABLE only (GPCS 2.3.1 5.3.2.3)"
            }
            Self::SameState => "it is in the requested life-cycle state already (GPCS 2.3.1 11.10.2.2)",
        }
    }
}
