//! Why the service refuses a request, and the return code that tells the client.

use thiserror::Error;

/// A refusal. Its return code is that of pcsc-lite (`pcsclite.h`, which follows PC/SC part 5 and Windows).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(super) enum Refusal {
    #[error("the operating system gave no random number")]
    NoRandomNumber,
    #[error("the wait was cancelled")]
    Cancelled,
    #[error("the handle is not known")]
    InvalidHandle,
    #[error("a parameter is not allowed")]
    InvalidParameter,
    #[error("the client may hold no more handles")]
    TooManyHandles,
    #[error("the answer does not fit the client's buffer")]
    InsufficientBuffer,
    #[error("there is no reader of that name")]
    UnknownReader,
    #[error("another client has the reader for itself")]
    SharingViolation,
    #[error("there is no card in the reader")]
    NoSmartcard,
    #[error("the card does not offer the protocol, or another one is in use")]
    ProtocolMismatch,
    #[error("a value is none of those defined")]
    InvalidValue,
    #[error("no transaction, or the card broke down in the middle of a command")]
    NotTransacted,
    #[error("the reader is gone")]
    ReaderUnavailable,
    #[error("the service is stopping or does not speak the client's protocol version")]
    ServiceStopped,
    #[error("the reader does not have that feature or attribute")]
    UnsupportedFeature,
    #[error("the card gives no answer")]
    UnresponsiveCard,
    #[error("the card has no power")]
    UnpoweredCard,
    #[error("the card was reset by another client")]
    ResetCard,
    #[error("the card was removed")]
    RemovedCard,
}

impl Refusal {
    /// The `SCARD_*` code.
    pub(super) fn code(self) -> u32 {
        match self {
            Self::NoRandomNumber => 0x8010_0001,
            Self::Cancelled => 0x8010_0002,
            Self::InvalidHandle => 0x8010_0003,
            Self::InvalidParameter => 0x8010_0004,
            Self::TooManyHandles => 0x8010_0006,
            Self::InsufficientBuffer => 0x8010_0008,
            Self::UnknownReader => 0x8010_0009,
            Self::SharingViolation => 0x8010_000B,
            Self::NoSmartcard => 0x8010_000C,
            Self::ProtocolMismatch => 0x8010_000F,
            Self::InvalidValue => 0x8010_0011,
            Self::NotTransacted => 0x8010_0016,
            Self::ReaderUnavailable => 0x8010_0017,
            Self::ServiceStopped => 0x8010_001E,
            Self::UnsupportedFeature => 0x8010_001F,
            Self::UnresponsiveCard => 0x8010_0066,
            Self::UnpoweredCard => 0x8010_0067,
            Self::ResetCard => 0x8010_0068,
            Self::RemovedCard => 0x8010_0069,
        }
    }
}

/// The return code of an outcome: `SCARD_S_SUCCESS` is 0.
pub(super) fn return_code<T>(outcome: &Result<T, Refusal>) -> u32 {
    outcome.as_ref().err().map_or(0, |refusal| refusal.code())
}
