//! Why the PSAM refuses a command.

use cardamom_apdu::StatusWord;
use cardamom_card_os::Reason;
use cardamom_secure_channel::edep::FormatError;

/// The PSAM's refusals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PsamReason {
    AlreadyPersonalized,
    Blocked,
    ClassNotSupported,
    CounterAtMaximum,
    DailyLimit,
    DateInThePast,
    InstructionNotSupported,
    KeyKind,
    KeyMissing,
    KeyStoreFull,
    MacInvalid,
    Malformed(FormatError),
    NotPersonalized,
    PersonalizationIncomplete,
    PurchaseNotInitialised,
    TemporaryKeyMissing,
    TransactionType,
}

impl Reason for PsamReason {
    fn status_word(&self) -> StatusWord {
        match self {
            Self::AlreadyPersonalized
            | Self::DailyLimit
            | Self::DateInThePast
            | Self::NotPersonalized
            | Self::PersonalizationIncomplete => StatusWord::CONDITIONS_NOT_SATISFIED,
            Self::Blocked => StatusWord::FUNCTION_NOT_SUPPORTED,
            Self::ClassNotSupported => StatusWord::CLASS_NOT_SUPPORTED,
            Self::CounterAtMaximum => StatusWord::COUNTER_AT_MAXIMUM,
            Self::InstructionNotSupported => StatusWord::INSTRUCTION_NOT_SUPPORTED,
            Self::KeyKind | Self::TransactionType => StatusWord::WRONG_DATA,
            Self::KeyMissing => StatusWord::KEY_INDEX_NOT_SUPPORTED,
            Self::KeyStoreFull => StatusWord::NOT_ENOUGH_MEMORY,
            Self::MacInvalid => StatusWord::MAC_INVALID,
            Self::Malformed(error) => StatusWord::new(error.status_word()),
            Self::PurchaseNotInitialised | Self::TemporaryKeyMissing => StatusWord::INVALID_STATE,
        }
    }

    fn rule(&self) -> &'static str {
        match self {
            Self::AlreadyPersonalized => "this is for personalization, which has ended (docs/epurse.md)",
            Self::Blocked => {
                "too many wrong MAC2s in a row: blocked until APPLICATION UNBLOCK (PBOC 2.0 PSAM)"
            }
            Self::ClassNotSupported => "no command has this class (PBOC 2.0 PSAM)",
            Self::CounterAtMaximum => "the terminal sequence is at its maximum (PBOC 2.0 PSAM)",
            Self::DailyLimit => "the day's sales would exceed the limit of this PSAM (docs/epurse.md)",
            Self::DateInThePast => "sales of a later day were counted already (docs/epurse.md)",
            Self::InstructionNotSupported => "no command has this instruction (PBOC 2.0 PSAM)",
            Self::KeyKind => {
                "the PSAM has no keys of this kind or of so many levels (PBOC 2.0 PSAM, key usage)"
            }
            Self::KeyMissing => "there is no key of this usage and version (PBOC 2.0 PSAM)",
            Self::KeyStoreFull => "there is no place for one more key of this kind",
            Self::MacInvalid => "MAC2 is wrong: this card has not been debited (PBOC 2.0 PSAM, 80 72)",
            Self::Malformed(FormatError::Length) => "the data field has a wrong length (PBOC 2.0 PSAM)",
            Self::Malformed(FormatError::Padding) => {
                "the data are not padded with 80 00 (PBOC 2.0 PSAM, 80 FA)"
            }
            Self::Malformed(_) => "the data field is malformed (PBOC 2.0 PSAM)",
            Self::NotPersonalized => "the PSAM is not personalized yet (docs/epurse.md)",
            Self::PersonalizationIncomplete => {
                "the maintenance key or a purchase key is still missing (docs/epurse.md)"
            }
            Self::PurchaseNotInitialised => {
                "no purchase was initialised in the command before (PBOC 2.0 PSAM, 80 72)"
            }
            Self::TemporaryKeyMissing => "no temporary key was derived for this (PBOC 2.0 PSAM, 80 FA)",
            Self::TransactionType => {
                "the transaction is none that a terminal completes off line (PBOC 2.0 PSAM, 80 70)"
            }
        }
    }
}

impl From<FormatError> for PsamReason {
    fn from(error: FormatError) -> Self {
        Self::Malformed(error)
    }
}
