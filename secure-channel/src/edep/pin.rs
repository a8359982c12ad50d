//! The holder's PIN, and the MAC under which the issuer sets a new one.

use super::error::FormatError;
use super::key::TripleDesKey;
use super::mac::Mac4;
use core::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A PIN as it travels: 2 to 6 bytes (two digits a byte), none of them FF, which separates the old PIN from the new
/// in CHANGE PIN (FMCOS 2.0 manual §8.6). Wiped on drop, never shown.
#[derive(Clone)]
pub struct Pin {
    bytes: [u8; Self::MAX_LENGTH],
    length: usize,
}

impl Pin {
    /// The shortest PIN, in bytes.
    pub const MIN_LENGTH: usize = 2;
    /// The longest PIN, in bytes.
    pub const MAX_LENGTH: usize = 6;

    /// A PIN from its bytes.
    ///
    /// # Errors
    /// [`FormatError::Pin`] where there are fewer than 2 or more than 6 bytes, or one is FF.
    pub fn from_bytes(pin: &[u8]) -> Result<Self, FormatError> {
        if pin.len() < Self::MIN_LENGTH || pin.len() > Self::MAX_LENGTH || pin.contains(&0xFF) {
            return Err(FormatError::Pin);
        }
        let mut bytes = [0; Self::MAX_LENGTH];
        for (byte, given) in bytes.iter_mut().zip(pin) {
            *byte = *given;
        }
        Ok(Self { bytes, length: pin.len() })
    }

    /// The bytes of the PIN.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

impl Drop for Pin {
    fn drop(&mut self) {
        self.bytes.zeroize();
    }
}

impl ZeroizeOnDrop for Pin {}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(..)")
    }
}

/// The MAC of RELOAD PIN, host to card: over the new PIN, with left half XOR right half of the PIN reload key
/// DRPK, initial value zero (FMCOS 2.0 manual §8.5.3). Not a secure-messaging MAC: no challenge, no header.
#[must_use]
pub fn reload_pin_mac(key: &TripleDesKey, pin: &Pin) -> Mac4 {
    key.folded().mac(&[pin.expose()])
}
