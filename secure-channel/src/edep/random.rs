//! The card's challenges.

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

/// What secure messaging starts from: the answer to GET CHALLENGE, four bytes and then zeros, or eight (FMCOS 2.0
/// manual §11; eight as klks/fmcos-python uses them on real cards).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Challenge([u8; 8]);

impl Challenge {
    /// From a challenge of eight bytes, or of four with zeros after it.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    /// The eight bytes.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 8] {
        self.0
    }
}

impl From<Random> for Challenge {
    fn from(random: Random) -> Self {
        let [a, b, c, d] = random.to_bytes();
        Self([a, b, c, d, 0, 0, 0, 0])
    }
}
