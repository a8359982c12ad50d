//! Why the purse refuses a command.

use cardamom_apdu::StatusWord;
use cardamom_card_os::Reason;
use cardamom_secure_channel::edep::FormatError;

/// The purse's refusals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PurseReason {
    AlgorithmUnknown,
    AlreadyPersonalized,
    AuthenticationFailed { attempts_remaining: u8 },
    AuthenticationKeyBlocked,
    BalanceLimit,
    Blocked,
    ClassNotSupported,
    CompositeDataMissing,
    CounterAtMaximum,
    InstructionNotSupported,
    InsufficientBalance,
    InvalidState,
    KeyIdentifier,
    KeyUsageUnknown,
    MacInvalid,
    Malformed(FormatError),
    NotPersonalized,
    PersonalizationIncomplete,
    PinBlocked,
    PinFormat,
    PinNotVerified,
    PinWrong { tries_remaining: u8 },
    ProofNotAvailable,
    RecordFormat,
    WriteProtected,
}

impl Reason for PurseReason {
    fn status_word(&self) -> StatusWord {
        match self {
            Self::AuthenticationFailed { attempts_remaining: remaining }
            | Self::PinWrong { tries_remaining: remaining } => {
                StatusWord::tries_remaining((*remaining).min(15))
            }
            Self::AuthenticationKeyBlocked | Self::PinBlocked => StatusWord::AUTHENTICATION_METHOD_BLOCKED,
            Self::AlreadyPersonalized
            | Self::BalanceLimit
            | Self::CompositeDataMissing
            | Self::NotPersonalized
            | Self::PersonalizationIncomplete => StatusWord::CONDITIONS_NOT_SATISFIED,
            Self::Blocked => StatusWord::FUNCTION_NOT_SUPPORTED,
            Self::ClassNotSupported => StatusWord::CLASS_NOT_SUPPORTED,
            Self::CounterAtMaximum => StatusWord::COUNTER_AT_MAXIMUM,
            Self::InstructionNotSupported => StatusWord::INSTRUCTION_NOT_SUPPORTED,
            Self::InsufficientBalance => StatusWord::INSUFFICIENT_BALANCE,
            Self::InvalidState => StatusWord::INVALID_STATE,
            Self::KeyIdentifier => StatusWord::KEY_INDEX_NOT_SUPPORTED,
            Self::AlgorithmUnknown | Self::KeyUsageUnknown | Self::PinFormat | Self::RecordFormat => {
                StatusWord::WRONG_DATA
            }
            Self::MacInvalid => StatusWord::MAC_INVALID,
            Self::Malformed(error) => StatusWord::new(error.status_word()),
            Self::PinNotVerified | Self::WriteProtected => StatusWord::SECURITY_STATUS_NOT_SATISFIED,
            Self::ProofNotAvailable => StatusWord::MAC_NOT_AVAILABLE,
        }
    }

    fn rule(&self) -> &'static str {
        match self {
            Self::AlgorithmUnknown => "keys have algorithm 00 or 01 (FMCOS 2.0 8.7.1)",
            Self::AlreadyPersonalized => "this is for personalization, which has ended (docs/epurse.md)",
            Self::AuthenticationFailed { .. } => {
                "the cryptogram is wrong (FMCOS 2.0 ch. 7, EXTERNAL AUTHENTICATE)"
            }
            Self::AuthenticationKeyBlocked => "too many wrong cryptograms in a row (FMCOS 2.0 ch. 7)",
            Self::BalanceLimit => "the balance would exceed its limit (PBOC 2.0 part 2)",
            Self::Blocked => "the application is temporarily blocked (FMCOS 2.0 8.3)",
            Self::ClassNotSupported => "no command has this class (FMCOS 2.0 ch. 5)",
            Self::CompositeDataMissing => {
                "a composite purchase without UPDATE CAPP DATA CACHE (FMCOS 2.0 8.9.4)"
            }
            Self::CounterAtMaximum => "the transaction counter is at its maximum (PBOC 2.0 part 2)",
            Self::InstructionNotSupported => "no command has this instruction (FMCOS 2.0 ch. 5)",
            Self::InsufficientBalance => "the balance does not cover it (FMCOS 2.0 8.8.1, 8.10.1, 8.12.2)",
            Self::InvalidState => {
                "the transaction was not initialised in the command before (FMCOS 2.0 8.7.2)"
            }
            Self::KeyIdentifier => "there is no key of this identifier (FMCOS 2.0 8.7.1)",
            Self::KeyUsageUnknown => "the purse has no key of this type (FMCOS 2.0 7.12)",
            Self::MacInvalid => "the MAC is wrong (FMCOS 2.0 8.7.2, 8.8.2)",
            Self::Malformed(FormatError::Length) => "the data field has a wrong length (FMCOS 2.0 ch. 8)",
            Self::Malformed(FormatError::Date | FormatError::Time) => {
                "date or time are not BCD of the calendar (FMCOS 2.0 ch. 8)"
            }
            Self::Malformed(FormatError::Purse) => "P2 names no purse (FMCOS 2.0 ch. 8)",
            Self::Malformed(_) => "the data field is malformed (FMCOS 2.0 ch. 8)",
            Self::NotPersonalized => "the application is not personalized yet (docs/epurse.md)",
            Self::PersonalizationIncomplete => "a key or the PIN is still missing (docs/epurse.md)",
            Self::PinBlocked => "the PIN is blocked (FMCOS 2.0 7.10)",
            Self::PinFormat => "the PIN is not right, or not 2 to 6 bytes (FMCOS 2.0 8.4 to 8.6)",
            Self::PinNotVerified => "the PIN was not verified (PBOC 2.0 part 1; FMCOS 2.0 app. B)",
            Self::PinWrong { .. } => "the PIN is wrong (FMCOS 2.0 7.10)",
            Self::ProofNotAvailable => {
                "no MAC or TAC of this transaction is kept: it did not happen, or another came after (FMCOS 2.0 8.13)"
            }
            Self::RecordFormat => {
                "the record is not tag, length, value, or not as long as before (FMCOS 2.0 4.1)"
            }
            Self::WriteProtected => "the transaction file is written by transactions alone (PBOC 2.0 part 1)",
        }
    }
}

impl From<FormatError> for PurseReason {
    fn from(error: FormatError) -> Self {
        Self::Malformed(error)
    }
}
