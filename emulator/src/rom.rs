//! The software that cards of this emulator have.

use cardamom_card_os::Rom;

/// The applets that instances can be made from.
#[must_use]
pub fn rom() -> Rom {
    [].into()
}
