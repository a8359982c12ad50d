//! Keys on P-256. None is made that is not a point of the curve, or a scalar of its group.

use core::fmt;

use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{FieldBytes, SecretKey};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A private key: a number from 1 to the order of the group, less one. Wiped on drop; `Debug` does not show it.
#[derive(Clone)]
pub struct PrivateKey(SecretKey);

impl PrivateKey {
    /// The key of these bytes, most significant first; `None` for 0, and from the order of the group on.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        SecretKey::from_bytes(&FieldBytes::from(*bytes)).ok().map(Self)
    }

    /// Draws a key: asks for 32 random bytes until they are a key, which they nearly always are at once.
    ///
    /// # Errors
    /// Those of `random`.
    pub fn draw<E>(mut random: impl FnMut(&mut [u8; 32]) -> Result<(), E>) -> Result<Self, E> {
        let mut bytes = Zeroizing::new([0; 32]);
        loop {
            random(&mut bytes)?;
            if let Some(key) = Self::from_bytes(&bytes) {
                return Ok(key);
            }
        }
    }

    /// Its bytes, most significant first: for a key store that has to save it.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes().into())
    }

    /// The public key that goes with it.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.0.public_key())
    }

    /// The shared secret with another's public key: the x coordinate of their product, 32 bytes (BSI TR-03111,
    /// ECKA). As the group has a prime order, the product of a key and a point is never the identity.
    pub(super) fn agree(&self, other: &PublicKey) -> Zeroizing<[u8; 32]> {
        let secret = self.0.diffie_hellman(&other.0);
        Zeroizing::new((*secret.raw_secret_bytes()).into())
    }

    pub(super) const fn inner(&self) -> &SecretKey {
        &self.0
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateKey(P-256)")
    }
}

/// A public key: a point of the curve, and not the identity.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(p256::PublicKey);

impl PublicKey {
    /// Length of its encoding in bytes.
    pub const LENGTH: usize = 65;

    /// The key of an uncompressed point: `04`, x and y, 32 bytes each. `None` for anything else, also for a point
    /// that is not on the curve.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x04, coordinates @ ..] if coordinates.len() == Self::LENGTH - 1 => {
                p256::PublicKey::from_sec1_bytes(bytes).ok().map(Self)
            }
            _ => None,
        }
    }

    /// The uncompressed point.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; Self::LENGTH] {
        let mut bytes = [0; Self::LENGTH];
        // A point that is not the identity has this length.
        for (to, from) in bytes.iter_mut().zip(self.0.to_sec1_point(false).as_bytes()) {
            *to = *from;
        }
        bytes
    }

    pub(super) const fn inner(&self) -> &p256::PublicKey {
        &self.0
    }

    /// Whether it is the same.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.to_bytes().ct_eq(&other.to_bytes()).into()
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", cardamom_apdu::hex::Hex(&self.to_bytes()))
    }
}

#[cfg(test)]
mod tests;
