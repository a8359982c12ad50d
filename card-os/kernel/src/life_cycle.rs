//! Life-cycle bytes, as far as the kernel acts on them (GPCS 2.3.1 §5, Tables 11-3 to 11-6).

/// Life-cycle byte of an application that is installed and cannot be selected yet.
pub const INSTALLED: u8 = 0x03;
/// Life-cycle byte of an application that can be selected.
pub const SELECTABLE: u8 = 0x07;
/// The bit of an application that is locked; the others keep the state that it comes back to.
pub const LOCKED: u8 = 0x80;

/// What the card's life-cycle state means to dispatching.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CardState {
    /// OP_READY, INITIALIZED, SECURED; also a card without an issuer security domain.
    Operational,
    /// CARD_LOCKED (§5.1.1.4).
    Locked,
    /// TERMINATED (§5.1.1.5).
    Terminated,
}

impl CardState {
    pub(crate) const fn from_byte(byte: u8) -> Self {
        match byte {
            0x7F => Self::Locked,
            0xFF => Self::Terminated,
            _ => Self::Operational,
        }
    }
}

/// Whether an application in this state can be selected.
pub(crate) const fn is_selectable(life_cycle: u8) -> bool {
    life_cycle & (LOCKED | SELECTABLE) == SELECTABLE
}
