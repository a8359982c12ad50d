//! The card's challenge.

/// Four bytes that the card drew at random: in answer to GET CHALLENGE or to an INITIALIZE command.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Random([u8; 4]);

impl Random {
    /// From the four bytes of the wire.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 4]) -> Self {
        Self(bytes)
    }

    /// The four bytes of the wire.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 4] {
        self.0
    }
}
