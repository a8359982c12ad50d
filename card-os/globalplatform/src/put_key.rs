//! PUT KEY (GPCS 2.3.1 §11.8): the request with the keys still under the data encryption key, and the keys themselves
//! once [`PutKey::open`] has decrypted, checked and typed them.
//!
//! # The two forms of an encrypted component
//! A component's value has two forms in the field, and both are accepted (§11.8.2.3, Table 11-70):
//! - bare, `88 10 <16 bytes>`: gpshell, yubikit, and pySim where the key is a whole number of blocks;
//! - with the key's length before it, `88 11 10 <16 bytes>`: GlobalPlatformPro, scll, and pySim for AES-192, which
//!   needs it since its ciphertext is padded to two blocks.
//!
//! Which one it is follows from the length alone: ciphertext is a whole number of blocks of the data encryption
//! cipher, so a value that is one is bare, and a value that is not begins with the key's length.

mod component;
mod elliptic_curve;
mod reason;

use alloc::vec::Vec;

use cardamom_apdu::Command;
use zeroize::Zeroizing;

pub use component::{EncryptedComponent, KeyComponent, NewKey};
pub use elliptic_curve::Curve;
pub use reason::PutKeyReason;

use crate::key_set::{KeyIdentifier, KeyRestriction, KeyVersion};
use component::KeyData;

/// Keys of one PUT KEY at most: identifiers are seven bits.
const MAXIMUM_KEYS: usize = 128;

/// What PUT KEY asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutKey<'a> {
    /// P1 b8: more PUT KEY commands follow. A chain of them is one command to this codec: the caller joins their
    /// data fields.
    pub more_follow: bool,
    /// P1: the version of the keys that are replaced; `None` when keys are added.
    pub replaced: Option<KeyVersion>,
    /// The version of the new keys.
    pub version: KeyVersion,
    keys: Vec<KeyData<'a>>,
}

impl<'a> PutKey<'a> {
    /// Reads the request.
    ///
    /// # Errors
    /// [`PutKeyReason`]: 6A86 for P2, 6A80 for the data field.
    pub fn parse(command: &Command<'a>) -> Result<Self, PutKeyReason> {
        let (&version, mut rest) = command.data().split_first().ok_or(PutKeyReason::Truncated)?;
        let version = KeyVersion::new(version).ok_or(PutKeyReason::Version)?;
        let is_multiple = command.p2() & 0x80 != 0;
        let first = KeyIdentifier::new(command.p2() & 0x7F).ok_or(PutKeyReason::Identifier)?;
        let mut keys = Vec::new();
        while !rest.is_empty() {
            if keys.len() >= MAXIMUM_KEYS {
                return Err(PutKeyReason::Identifier);
            }
            let identifier = first.after(keys.len()).ok_or(PutKeyReason::Identifier)?;
            let (key, after) = KeyData::parse(identifier, rest)?;
            keys.push(key);
            rest = after;
        }
        match keys.len() {
            0 => Err(PutKeyReason::Truncated),
            1 => Ok(()),
            _ if is_multiple => Ok(()),
            _ => Err(PutKeyReason::SeveralKeys),
        }?;
        Ok(Self {
            more_follow: command.p1() & 0x80 != 0,
            replaced: KeyVersion::new(command.p1() & 0x7F),
            version,
            keys,
        })
    }

    /// Identifiers of the new keys, in their order.
    pub fn identifiers(&self) -> impl Iterator<Item = KeyIdentifier> {
        self.keys.iter().map(|key| key.identifier)
    }

    /// Decrypts the secret components, checks the keys' lengths and check values, and gives the keys.
    ///
    /// `block_length` is that of the data encryption cipher, 8 (SCP02) or 16; `decrypt` is given whole blocks, and
    /// gives `None` when it cannot.
    ///
    /// # Errors
    /// [`PutKeyReason`]: 6982 for a wrong check value, else 6A80.
    pub fn open(
        &self,
        block_length: usize,
        mut decrypt: impl FnMut(&[u8]) -> Option<Zeroizing<Vec<u8>>>,
    ) -> Result<Vec<NewKey>, PutKeyReason> {
        self.keys.iter().map(|key| key.open(block_length, &mut decrypt)).collect()
    }

    /// The response: the version, then the check values that the command gave (§11.8.3.1).
    #[must_use]
    pub fn response(&self) -> Vec<u8> {
        let mut response = alloc::vec![self.version.to_byte()];
        self.keys.iter().for_each(|key| response.extend_from_slice(key.check_value));
        response
    }
}

/// The restriction of an extended key data field: usage qualifier and access condition, each after its length.
fn parse_restriction(bytes: &[u8]) -> Result<(KeyRestriction, &[u8]), PutKeyReason> {
    let (&usage_length, rest) = bytes.split_first().ok_or(PutKeyReason::Truncated)?;
    let (usage, rest) = rest.split_at_checked(usize::from(usage_length)).ok_or(PutKeyReason::Truncated)?;
    let (access, rest) = match rest {
        [0, rest @ ..] => (None, rest),
        [1, access, rest @ ..] => (Some(*access), rest),
        _ => return Err(PutKeyReason::Restriction),
    };
    if usage.len() > 2 {
        return Err(PutKeyReason::Restriction);
    }
    Ok((KeyRestriction { usage: usage.to_vec(), access }, rest))
}

#[cfg(test)]
mod tests;
