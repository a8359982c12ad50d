//! Why the kernel itself refuses a command.

use cardamom_apdu::StatusWord;
use cardamom_apdu::chaining::ChainingError;

use crate::error::Reason;

/// The kernel's refusals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KernelReason {
    ApplicationNotFound,
    BasicChannelClosed,
    Chain(ChainingError),
    ChannelNotAvailable,
    ChannelNotOpen,
    InvalidClass,
    CardLocked,
    CardTerminated,
    LifeCycleCoding,
    Malformed,
    ManageChannelParameters,
    NoAppletSelected,
    NotMultiSelectable,
    NotPersonalizable,
    GetResponseParameters,
    SelectDeclined,
    SelectParameters,
    ChannelSecureMessaging,
}

impl Reason for KernelReason {
    fn status_word(&self) -> StatusWord {
        match self {
            Self::ApplicationNotFound => StatusWord::FILE_NOT_FOUND,
            Self::BasicChannelClosed | Self::ChannelNotAvailable => StatusWord::FUNCTION_NOT_SUPPORTED,
            Self::Chain(error) => error.status_word(),
            Self::Malformed => StatusWord::WRONG_LENGTH,
            Self::ChannelNotOpen => StatusWord::LOGICAL_CHANNEL_NOT_SUPPORTED,
            Self::InvalidClass => StatusWord::CLASS_NOT_SUPPORTED,
            Self::GetResponseParameters | Self::ManageChannelParameters | Self::SelectParameters => {
                StatusWord::INCORRECT_P1_P2
            }
            Self::NoAppletSelected | Self::SelectDeclined => StatusWord::APPLET_SELECT_FAILED,
            Self::CardLocked
            | Self::CardTerminated
            | Self::LifeCycleCoding
            | Self::NotMultiSelectable
            | Self::NotPersonalizable => StatusWord::CONDITIONS_NOT_SATISFIED,
            Self::ChannelSecureMessaging => StatusWord::SECURE_MESSAGING_NOT_SUPPORTED,
        }
    }

    fn rule(&self) -> &'static str {
        match self {
            Self::ApplicationNotFound => {
                "no selectable application has this AID (ISO 7816-4 7.1.1, GPCS 2.3.1 6.4.2)"
            }
            Self::BasicChannelClosed => "the basic logical channel cannot be closed (ISO 7816-4 7.1.2)",
            Self::Chain(ChainingError::Interrupted) => {
                "a command of another kind inside of a command chain (ISO 7816-4 5.3.3)"
            }
            Self::Chain(_) => "the commands of a chain carry more than 65,535 bytes together",
            Self::ChannelNotAvailable => {
                "no logical channel is free, or the one asked for is open (ISO 7816-4 7.1.2)"
            }
            Self::ChannelNotOpen => "the logical channel is not open (ISO 7816-4 5.4.1)",
            Self::InvalidClass => "the class byte is reserved (ISO 7816-4 5.4.1)",
            Self::CardLocked => {
                "the card is locked: only the Final Application is served, on the basic channel (GPCS 2.3.1 5.1.1.4)"
            }
            Self::CardTerminated => {
                "the card is terminated: only the Final Application is served (GPCS 2.3.1 5.1.1.5)"
            }
            Self::LifeCycleCoding => {
                "an application may set itself to SELECTABLE or a state of its own only (GPCS 2.3.1 5.3.1, Table 11-4)"
            }
            Self::NotPersonalizable => "the application takes no personalization data (GPCS 2.3.1 7.3.3)",
            Self::Malformed => "the lengths of the command contradict each other (ISO 7816-4 5.2)",
            Self::ManageChannelParameters => "P1 or P2 is not one of MANAGE CHANNEL (ISO 7816-4 7.1.2)",
            Self::NoAppletSelected => "no applet is selected on this channel (JCRE 4.8)",
            Self::NotMultiSelectable => {
                "the applet, or another of its package, is selected on another channel and not multi-selectable (JCRE 4.2)"
            }
            Self::GetResponseParameters => "GET RESPONSE has P1 and P2 00 and no data (ISO 7816-4 7.6.1)",
            Self::SelectDeclined => "the applet declined to be selected (JCRE 4.5)",
            Self::SelectParameters => {
                "P2 asks for neither the first nor the next occurrence (ISO 7816-4 7.1.1)"
            }
            Self::ChannelSecureMessaging => {
                "MANAGE CHANNEL does not take secure messaging here (ISO 7816-4 7.1.2)"
            }
        }
    }
}
