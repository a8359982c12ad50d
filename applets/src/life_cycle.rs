//! The life cycle of the application, kept in the card's registry in codes that GlobalPlatform leaves to
//! applications (GPCS 2.3.1 Table 11-4).

/// A state, with its code in the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum LifeCycle {
    /// Keys and data may be written under the transport key; no money moves.
    Installed = 0x07,
    /// In use.
    Personalized = 0x0F,
    /// Only blocking, unblocking and the proof of the last transaction.
    TemporarilyBlocked = 0x17,
    /// Nothing, for good.
    PermanentlyBlocked = 0x1F,
}

impl LifeCycle {
    /// The state of a code. One that this software never writes is taken for the last.
    pub(crate) const fn from_code(code: u8) -> Self {
        match code {
            0x07 => Self::Installed,
            0x0F => Self::Personalized,
            0x17 => Self::TemporarilyBlocked,
            _ => Self::PermanentlyBlocked,
        }
    }

    pub(crate) const fn code(self) -> u8 {
        self as u8
    }
}
