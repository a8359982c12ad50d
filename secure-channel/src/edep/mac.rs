//! The four-byte message authentication code that every MAC and TAC of the protocol is.

use super::cipher::Block;
use subtle::ConstantTimeEq;

/// A MAC or TAC: the left four bytes of a block-cipher MAC.
///
/// It has no `PartialEq`: the one way to compare two of them is [`Mac4::verify`], in constant time.
#[derive(Clone, Copy, Debug)]
pub struct Mac4([u8; 4]);

impl Mac4 {
    /// Length on the wire, in bytes.
    pub const LENGTH: usize = 4;

    /// A MAC as received.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 4]) -> Self {
        Self(bytes)
    }

    /// The bytes to send.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 4] {
        self.0
    }

    /// Whether `received` is this MAC; takes the same time wherever the two differ.
    #[must_use]
    pub fn verify(&self, received: &Self) -> bool {
        self.0.ct_eq(&received.0).into()
    }

    pub(super) fn left_of(block: Block) -> Self {
        let [a, b, c, d, ..] = block;
        Self([a, b, c, d])
    }
}
