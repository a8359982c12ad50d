//! Secure Channel Protocol 03 (GPCS 2.3.1 Amendment D 1.2), both ends.

mod handshake;
mod key_derivation;
mod session;

pub use self::handshake::{CardHandshake, HostHandshake, pseudo_random_challenge};
pub use self::session::{CardSession, HostSession, SessionKeys};

use crate::aes_key::AesKey;
use crate::secure_channel_error::SecureChannelError;
use crate::security_level::SecurityLevel;

/// The static keys of a key set.
#[derive(Clone, Debug)]
pub struct KeySet {
    /// Key-ENC, identifier 1.
    pub encryption: AesKey,
    /// Key-MAC, identifier 2.
    pub mac: AesKey,
    /// Key-DEK, identifier 3.
    pub data_encryption: AesKey,
}

impl KeySet {
    fn check(&self) -> Result<(), SecureChannelError> {
        let length = self.encryption.len();
        if self.mac.len() == length && self.data_encryption.len() == length {
            Ok(())
        } else {
            Err(SecureChannelError::KeyLength)
        }
    }
}

/// The protocol options, "i" (Amendment D Table 5-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Options(u8);

impl Options {
    /// b1 as GlobalPlatformPro reads Amendment D 1.2 Table 5-1, b4 as scll does: either is understood.
    const S16: u8 = 0x09;
    const PSEUDO_RANDOM: u8 = 0x10;
    const R_MAC: u8 = 0x20;
    const R_ENCRYPTION: u8 = 0x40;
    /// As sessions of SCP11 have them.
    pub(crate) const S8: Self = Self(Self::R_MAC | Self::R_ENCRYPTION);

    /// The options with this code: `None` for reserved bits, and for response encryption without response MAC.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        let known = Self::S16 | Self::PSEUDO_RANDOM | Self::R_MAC | Self::R_ENCRYPTION;
        let r_encryption_alone = byte & (Self::R_MAC | Self::R_ENCRYPTION) == Self::R_ENCRYPTION;
        if byte & !known != 0 || r_encryption_alone { None } else { Some(Self(byte)) }
    }

    /// Their code.
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        self.0
    }

    /// Challenges, cryptograms and MACs of 16 bytes instead of 8.
    #[must_use]
    pub const fn is_s16(self) -> bool {
        self.0 & Self::S16 != 0
    }

    /// The card challenge is made from a counter.
    #[must_use]
    pub const fn has_pseudo_random_challenge(self) -> bool {
        self.0 & Self::PSEUDO_RANDOM != 0
    }

    /// Responses may carry a MAC.
    #[must_use]
    pub const fn has_r_mac(self) -> bool {
        self.0 & Self::R_MAC != 0
    }

    /// Responses may be encrypted.
    #[must_use]
    pub const fn has_r_encryption(self) -> bool {
        self.0 & Self::R_ENCRYPTION != 0
    }

    /// Length of challenges, cryptograms and MACs, in bytes.
    #[must_use]
    pub const fn length(self) -> usize {
        if self.is_s16() { 16 } else { 8 }
    }

    /// Whether a session may have this level (Amendment D Table 7-5).
    #[must_use]
    pub const fn allows(self, level: SecurityLevel) -> bool {
        match level.to_byte() {
            0x00 | 0x01 | 0x03 => true,
            0x11 | 0x13 => self.has_r_mac(),
            0x33 => self.has_r_encryption(),
            _ => false,
        }
    }
}
