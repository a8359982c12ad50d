//! The keys of one card.

use cardamom_secure_channel::initialize_update::{Protocol, Response};
use cardamom_secure_channel::{AesKey, TripleDesKey, scp02, scp03};

use super::key_hierarchy::{KeyError, is_well_known};

/// The static keys of a key set, for the protocol that they are for.
#[derive(Clone, Debug)]
pub enum KeySet {
    /// For SCP02.
    Scp02(scp02::KeySet),
    /// For SCP03.
    Scp03(scp03::KeySet),
}

impl KeySet {
    /// The same triple DES key three times.
    #[must_use]
    pub fn triple_des(key: &TripleDesKey) -> Self {
        Self::Scp02(scp02::KeySet { encryption: key.clone(), mac: key.clone(), data_encryption: key.clone() })
    }

    /// The same AES key three times.
    #[must_use]
    pub fn aes(key: &AesKey) -> Self {
        Self::Scp03(scp03::KeySet { encryption: key.clone(), mac: key.clone(), data_encryption: key.clone() })
    }

    /// The values: encryption, MAC, data encryption.
    #[must_use]
    pub fn expose(&self) -> [&[u8]; 3] {
        match self {
            Self::Scp02(keys) => [keys.encryption.expose(), keys.mac.expose(), keys.data_encryption.expose()],
            Self::Scp03(keys) => [keys.encryption.expose(), keys.mac.expose(), keys.data_encryption.expose()],
        }
    }

    /// 2 or 3.
    #[must_use]
    pub const fn protocol(&self) -> u8 {
        match self {
            Self::Scp02(_) => 2,
            Self::Scp03(_) => 3,
        }
    }
}

/// Where the keys for a card come from.
pub trait KeyRing {
    /// The keys of the card that answers INITIALIZE UPDATE so.
    ///
    /// # Errors
    /// [`KeyError`] when there are none.
    fn key_set(&self, response: &Response) -> Result<KeySet, KeyError>;

    /// What the keys are called, in a word or two.
    fn name(&self) -> String;

    /// What the keys are called in messages.
    fn describe(&self, response: &Response) -> String;

    /// Keys that it would be worth to know the card by when the right ones turn out wrong, each with what it is called.
    fn others(&self, _response: &Response) -> Vec<(String, KeySet)> {
        Vec::new()
    }

    /// Whether everybody knows the keys.
    fn is_test(&self, response: &Response) -> bool;

    /// The key version to ask the card for when nobody says one.
    fn key_version(&self) -> Option<u8> {
        None
    }
}

/// The keys themselves, for one card.
impl KeyRing for KeySet {
    fn key_set(&self, response: &Response) -> Result<KeySet, KeyError> {
        let protocol = protocol_number(&response.protocol);
        if protocol == self.protocol() {
            Ok(self.clone())
        } else {
            Err(KeyError::Protocol { protocol, keys: self.protocol() })
        }
    }

    fn name(&self) -> String {
        "the one given".to_owned()
    }

    fn describe(&self, _: &Response) -> String {
        self.name()
    }

    fn is_test(&self, _: &Response) -> bool {
        self.expose().iter().any(|key| is_well_known(key))
    }
}

/// 2 or 3.
pub(super) const fn protocol_number(protocol: &Protocol) -> u8 {
    match protocol {
        Protocol::Scp02 { .. } => 2,
        Protocol::Scp03 { .. } => 3,
    }
}
