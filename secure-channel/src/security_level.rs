//! Security levels of a secure channel (GPCS 2.3.1 §10.6, Table 10-1).

use core::fmt;

/// What protects the commands and responses of a session: a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SecurityLevel(u8);

impl SecurityLevel {
    /// Nothing beyond the authentication.
    pub const NONE: Self = Self(0x00);
    /// Commands carry a MAC.
    pub const C_MAC: Self = Self(0x01);
    /// Command data is encrypted.
    pub const C_DECRYPTION: Self = Self(0x02);
    /// Responses carry a MAC.
    pub const R_MAC: Self = Self(0x10);
    /// Response data is encrypted.
    pub const R_ENCRYPTION: Self = Self(0x20);
    /// The other side is the owner of the security domain, or of the application.
    pub const AUTHENTICATED: Self = Self(0x80);
    /// The other side is someone that the security domain knows.
    pub const ANY_AUTHENTICATED: Self = Self(0x40);

    /// The level with this code.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Self {
        Self(byte)
    }

    /// Its code.
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        self.0
    }

    /// Whether all of `other` is in it.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// This and that.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This but for that.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl fmt::Display for SecurityLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02X}", self.0)
    }
}
