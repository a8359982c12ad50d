//! The transaction counters of the card.

macro_rules! card_sequence {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
        pub struct $name(u16);

        impl $name {
            /// The counter with this value.
            #[must_use]
            pub const fn new(value: u16) -> Self {
                Self(value)
            }

            /// The value.
            #[must_use]
            pub const fn value(self) -> u16 {
                self.0
            }

            /// From the two bytes of the wire, big endian.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 2]) -> Self {
                Self(u16::from_be_bytes(bytes))
            }

            /// The two bytes of the wire, big endian.
            #[must_use]
            pub const fn to_bytes(self) -> [u8; 2] {
                self.0.to_be_bytes()
            }

            /// The next value, or `None` after `FF FF`: the counter never wraps (status word 9402).
            #[must_use]
            pub const fn next(self) -> Option<Self> {
                match self.0.checked_add(1) {
                    Some(next) => Some(Self(next)),
                    None => None,
                }
            }
        }
    };
}

card_sequence! {
    /// The number of on-line transactions (load, unload, overdraft update) that a purse has completed.
    ///
    /// Deposit and purse each count their own. MACs and TACs take the value before the transaction.
    OnlineSequence
}

card_sequence! {
    /// The number of off-line transactions (purchase, cash withdrawal) that a purse has completed.
    ///
    /// Deposit and purse each count their own. The session key takes the value before the transaction.
    OfflineSequence
}
