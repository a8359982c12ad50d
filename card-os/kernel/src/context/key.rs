//! Keys with a purpose.
//!
//! Object: usage (2, big endian), version (1), length (1; 0: not set), value.

use super::Context;
use crate::error::{Error, Fault};
use crate::handle::Key;
use crate::object::ObjectKind;

pub(crate) const KEY_HEADER_LENGTH: usize = 4;

/// What a key may be used for: a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUsage(u16);

impl KeyUsage {
    /// To encrypt.
    pub const ENCRYPT: Self = Self(0x0001);
    /// To decrypt.
    pub const DECRYPT: Self = Self(0x0002);
    /// To compute MACs.
    pub const COMPUTE_MAC: Self = Self(0x0004);
    /// To verify MACs.
    pub const VERIFY_MAC: Self = Self(0x0008);
    /// To derive session keys.
    pub const DERIVE_SESSION_KEY: Self = Self(0x0010);
    /// To diversify into keys of other cards.
    pub const DIVERSIFY: Self = Self(0x0020);
    /// To authenticate the other side.
    pub const EXTERNAL_AUTHENTICATE: Self = Self(0x0040);
    /// To authenticate the card.
    pub const INTERNAL_AUTHENTICATE: Self = Self(0x0080);
    /// To unwrap keys.
    pub const UNWRAP_KEY: Self = Self(0x0100);
    /// To sign.
    pub const SIGN: Self = Self(0x0200);
    /// To verify signatures.
    pub const VERIFY_SIGNATURE: Self = Self(0x0400);
    /// To agree on keys.
    pub const AGREE: Self = Self(0x0800);

    /// This and that.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` is in it.
    #[must_use]
    pub const fn allows(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(crate) const fn bits(self) -> u16 {
        self.0
    }
}

impl Context<'_> {
    /// Sets a key, whole or not at all, and one with the transaction in progress. What a key may be used for was
    /// fixed when it was laid out.
    ///
    /// # Errors
    /// The firewall's; [`Fault::OutOfBounds`] when it is longer than there is room for; [`Error::PowerLost`].
    pub fn set_key(&mut self, key: Key, version: u8, value: &[u8]) -> Result<(), Error> {
        let entry = self.open(key.object(), ObjectKind::Key)?;
        let length = u8::try_from(value.len()).map_err(|_| self.kernel.fault(Fault::OutOfBounds))?;
        if KEY_HEADER_LENGTH + value.len() > entry.length {
            return Err(self.kernel.fault(Fault::OutOfBounds));
        }
        let mut content = zeroize::Zeroizing::new(alloc::vec![version, length]);
        content.extend_from_slice(value);
        content.resize(entry.length - 2, 0);
        self.kernel.memory.write(key.object(), 2, &content)
    }

    /// The version of a key; `None` when it is not set.
    ///
    /// # Errors
    /// The firewall's.
    pub fn key_version(&mut self, key: Key) -> Result<Option<u8>, Error> {
        let entry = self.open(key.object(), ObjectKind::Key)?;
        match self.kernel.memory.content(&entry)? {
            [_, _, _, 0, ..] => Ok(None),
            [_, _, version, ..] => Ok(Some(*version)),
            _ => Err(Fault::IntegrityLost.into()),
        }
    }

    /// The value of a key for one use; `None` when it is not set. The caller makes a typed key of it and keeps
    /// no copy.
    ///
    /// # Errors
    /// The firewall's; [`Fault::KeyUsage`] when the key was not declared for this use.
    pub fn key(&mut self, key: Key, usage: KeyUsage) -> Result<Option<&[u8]>, Error> {
        let entry = self.open(key.object(), ObjectKind::Key)?;
        let allowed = match self.kernel.memory.content(&entry)? {
            [a, b, ..] => KeyUsage(u16::from_be_bytes([*a, *b])),
            _ => return Err(Fault::IntegrityLost.into()),
        };
        if !allowed.allows(usage) {
            return Err(self.kernel.fault(Fault::KeyUsage));
        }
        match self.kernel.memory.content(&entry)? {
            [_, _, _, 0, ..] => Ok(None),
            [_, _, _, length, value @ ..] => {
                Ok(Some(value.get(..usize::from(*length)).ok_or(Fault::IntegrityLost)?))
            }
            _ => Err(Fault::IntegrityLost.into()),
        }
    }
}
