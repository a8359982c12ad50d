//! Secure Channel Protocol 02 (GPCS 2.3.1 Appendix E), explicit initiation, three keys, C-MAC on the modified
//! command: both ends.

mod handshake;
mod session;

pub use self::handshake::{CardHandshake, HostHandshake, pseudo_random_challenge};
pub use self::session::{CardSession, HostSession};

use crate::security_level::SecurityLevel;
use crate::triple_des::TripleDesKey;

/// The static keys of a key set.
#[derive(Clone, Debug)]
pub struct KeySet {
    /// Key-ENC, identifier 1.
    pub encryption: TripleDesKey,
    /// Key-MAC, identifier 2.
    pub mac: TripleDesKey,
    /// Key-DEK, identifier 3.
    pub data_encryption: TripleDesKey,
}

/// The protocol options, "i" (GPCS 2.3.1 Table E-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Options(u8);

impl Options {
    /// i = 55: pseudo-random card challenge, encrypted initial values.
    pub const USUAL: Self = Self(0x55);
    const THREE_KEYS: u8 = 0x01;
    const EXPLICIT: u8 = 0x04;
    const ENCRYPTED_INITIAL_VALUE: u8 = 0x10;
    const R_MAC: u8 = 0x20;
    const PSEUDO_RANDOM: u8 = 0x40;

    /// The options with this code; `None` for reserved bits and for what is not offered here: one base key, C-MAC on
    /// the unmodified command, implicit initiation.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        let required = Self::THREE_KEYS | Self::EXPLICIT;
        let known = required | Self::ENCRYPTED_INITIAL_VALUE | Self::R_MAC | Self::PSEUDO_RANDOM;
        if byte & !known != 0 || byte & required != required { None } else { Some(Self(byte)) }
    }

    /// Their code.
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        self.0
    }

    /// The MAC before is encrypted to be the initial value of the next.
    #[must_use]
    pub const fn has_encrypted_initial_value(self) -> bool {
        self.0 & Self::ENCRYPTED_INITIAL_VALUE != 0
    }

    /// Responses may carry a MAC.
    #[must_use]
    pub const fn has_r_mac(self) -> bool {
        self.0 & Self::R_MAC != 0
    }

    /// The card challenge is made from the sequence counter.
    #[must_use]
    pub const fn has_pseudo_random_challenge(self) -> bool {
        self.0 & Self::PSEUDO_RANDOM != 0
    }

    /// Whether a session may have this level (GPCS 2.3.1 Table E-10).
    #[must_use]
    pub const fn allows(self, level: SecurityLevel) -> bool {
        match level.to_byte() {
            0x00 | 0x01 | 0x03 => true,
            0x10 | 0x11 | 0x13 => self.has_r_mac(),
            _ => false,
        }
    }
}
