//! What can be wrong with a message of the protocol, and the status word that says so.

use core::fmt;

/// A data field is not what its command prescribes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FormatError {
    /// Too short or too long.
    Length,
    /// Not four BCD bytes of a day of the calendar.
    Date,
    /// Not three BCD bytes of a second of the day.
    Time,
    /// Not a transaction type.
    TransactionType,
    /// Not one of the two purses.
    Purse,
    /// A PIN that is not 2 to 6 bytes long, or has a byte FF.
    Pin,
    /// Data that should end with `80 00…` and does not.
    Padding,
}

impl FormatError {
    /// 6700 for a wrong length, 6A86 for a wrong purse (it stands in P2), 6A80 for wrong contents.
    #[must_use]
    pub const fn status_word(self) -> u16 {
        match self {
            Self::Length => 0x6700,
            Self::Purse => 0x6A86,
            Self::Date | Self::Time | Self::TransactionType | Self::Pin | Self::Padding => 0x6A80,
        }
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "the data field has a wrong length",
            Self::Date => "the date is not a day of the calendar in BCD",
            Self::Time => "the time is not a second of the day in BCD",
            Self::TransactionType => "the transaction type is unknown",
            Self::Purse => "the purse is neither the deposit (01) nor the purse (02)",
            Self::Pin => "the PIN is not 2 to 6 bytes other than FF",
            Self::Padding => "the data are not padded with 80 00",
        })
    }
}

impl core::error::Error for FormatError {}

/// A command under secure messaging is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SecureMessagingError {
    /// The class byte does not announce secure messaging (bits 4 and 3 are not 01).
    NotIndicated,
    /// The data field has no room for a MAC.
    MacMissing,
    /// The MAC is wrong.
    MacInvalid,
    /// The MAC is right, but the decrypted data are not length ‖ data ‖ `80 00…`.
    DataInvalid,
    /// The protected command would not fit a short APDU; only the sending end sees this.
    TooLong,
}

impl SecureMessagingError {
    /// The status word of FMCOS 2.0 manual §6.1: 6900 class byte against protection, 6987 no MAC, 6988 wrong
    /// MAC or cryptogram, 6700 too long.
    #[must_use]
    pub const fn status_word(self) -> u16 {
        match self {
            Self::NotIndicated => 0x6900,
            Self::MacMissing => 0x6987,
            Self::MacInvalid | Self::DataInvalid => 0x6988,
            Self::TooLong => 0x6700,
        }
    }
}

impl fmt::Display for SecureMessagingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotIndicated => "the class byte does not announce secure messaging",
            Self::MacMissing => "the command carries no MAC",
            Self::MacInvalid => "the MAC of the command is wrong",
            Self::DataInvalid => "the decrypted data are malformed",
            Self::TooLong => "the protected command does not fit a short APDU",
        })
    }
}

impl core::error::Error for SecureMessagingError {}
