//! The plain text of a key that WRITE KEY (`84 D4`) brings into a PSAM or a purse, under secure messaging with
//! [`Protection::EncryptedMac`](super::Protection::EncryptedMac).

use super::error::FormatError;
use super::field::{Fields, concatenate};
use super::key::TripleDesKey;
use zeroize::Zeroizing;

/// What a key is for, and how many diversifications lie between it and a card's key: levels in bits 8 to 6,
/// kind in bits 5 to 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct KeyUsage(u8);

impl KeyUsage {
    /// The kind of a purchase key (DPK).
    pub const PURCHASE: u8 = 0x02;

    /// A usage byte; `levels` is 0 to 7 and `kind` 0 to 31, `None` beyond.
    #[must_use]
    pub const fn new(levels: u8, kind: u8) -> Option<Self> {
        if levels > 7 || kind > 31 { None } else { Some(Self(levels << 5 | kind)) }
    }

    /// From the byte of the wire.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Self {
        Self(byte)
    }

    /// The byte of the wire.
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        self.0
    }

    /// How often the key is diversified before a card can use it.
    #[must_use]
    pub const fn levels(self) -> u8 {
        self.0 >> 5
    }

    /// What the key is for.
    #[must_use]
    pub const fn kind(self) -> u8 {
        self.0 & 0x1F
    }
}

/// A key with its attributes: usage ‖ version ‖ algorithm ‖ 16 key bytes.
#[derive(Clone, Debug)]
pub struct KeyRecord {
    /// What the key is for.
    pub usage: KeyUsage,
    /// Version of the key; for a purchase key the one that the card names in its answer.
    pub version: u8,
    /// Algorithm identifier: 00 or 01 in cards of this protocol, all with 3DES session keys.
    pub algorithm: u8,
    /// The key.
    pub key: TripleDesKey,
}

impl KeyRecord {
    /// Length of the plain text, in bytes.
    pub const LENGTH: usize = 19;

    /// From the plain text.
    ///
    /// # Errors
    /// [`FormatError::Length`] where it is not 19 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FormatError> {
        let mut fields = Fields::new(bytes);
        let [usage, version, algorithm] = fields.take()?;
        let key = TripleDesKey::from_bytes(fields.take()?);
        fields.end()?;
        Ok(Self { usage: KeyUsage(usage), version, algorithm, key })
    }

    /// The plain text, wiped on drop.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 19]> {
        Zeroizing::new(concatenate(&[&[self.usage.0, self.version, self.algorithm], self.key.expose()]))
    }
}
