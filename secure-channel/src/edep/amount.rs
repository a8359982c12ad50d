//! Amounts of money and the overdraft limit.

/// An amount or a balance in the smallest unit of the currency; four bytes big endian on the wire.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Amount(u32);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount of `units` smallest units.
    #[must_use]
    pub const fn new(units: u32) -> Self {
        Self(units)
    }

    /// The number of smallest units.
    #[must_use]
    pub const fn units(self) -> u32 {
        self.0
    }

    /// From the four bytes of the wire.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 4]) -> Self {
        Self(u32::from_be_bytes(bytes))
    }

    /// The four bytes of the wire.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 4] {
        self.0.to_be_bytes()
    }

    /// The sum, or `None` where it does not fit four bytes.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// The difference, or `None` where it would be negative.
    #[must_use]
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(difference) => Some(Self(difference)),
            None => None,
        }
    }
}

/// The overdraft limit of an electronic deposit, in the smallest unit: 0 to `FF FF FF`, three bytes big endian.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct OverdraftLimit(u32);

impl OverdraftLimit {
    /// No overdraft.
    pub const ZERO: Self = Self(0);

    /// A limit of `units` smallest units, or `None` where that does not fit three bytes.
    #[must_use]
    pub const fn new(units: u32) -> Option<Self> {
        if units > 0x00FF_FFFF { None } else { Some(Self(units)) }
    }

    /// From the three bytes of the wire.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 3]) -> Self {
        let [a, b, c] = bytes;
        Self(u32::from_be_bytes([0, a, b, c]))
    }

    /// The three bytes of the wire.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 3] {
        let [_, a, b, c] = self.0.to_be_bytes();
        [a, b, c]
    }

    /// The limit as an amount.
    #[must_use]
    pub const fn amount(self) -> Amount {
        Amount(self.0)
    }
}
