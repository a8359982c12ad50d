//! The PIN (`javacard.framework.OwnerPIN`; R3 of the security requirements).
//!
//! Object: remaining tries (a monotone value), try limit (1), length (1; 0: not set), value.

use subtle::ConstantTimeEq;

use super::Context;
use crate::error::{Error, Fault};
use crate::handle::OwnerPin;
use crate::memory::monotone::MONOTONE_LENGTH;
use crate::object::{ObjectEntry, ObjectKind, ObjectRef};

/// Bytes between the try counter and the value.
pub(crate) const PIN_HEADER_LENGTH: usize = 2;

/// What became of a PIN that was presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinVerdict {
    /// It is right; the try counter is full again.
    Right,
    /// It is wrong.
    Wrong {
        /// Tries that are left; 0: blocked from now on.
        tries_remaining: u8,
    },
    /// The PIN was blocked before; nothing was compared.
    Blocked,
}

impl Context<'_> {
    /// Verifies a PIN (`OwnerPIN.check`). The try counter is stepped down and durable *before* anything is
    /// compared, and it outlives an abort; so no schedule of power cuts gives more tries than the limit.
    ///
    /// # Errors
    /// The firewall's; [`Error::PowerLost`].
    pub fn verify_pin(&mut self, pin: OwnerPin, presented: &[u8]) -> Result<PinVerdict, Error> {
        let object = pin.object();
        let entry = self.open(object, ObjectKind::Pin)?;
        self.kernel.validated_pins.retain(|validated| *validated != object);
        let Some(remaining) = self.tries(object, &entry)?.checked_sub(1) else {
            return Ok(PinVerdict::Blocked);
        };
        self.kernel.memory.set_monotone(object, remaining)?;
        let (limit, reference) = limit_and_value(self.kernel.memory.content(&entry)?)?;
        // A PIN that is not set has length 0, and nothing equals it.
        let equal = !reference.is_empty() && bool::from(reference.ct_eq(presented));
        if !equal {
            return Ok(PinVerdict::Wrong { tries_remaining: u8::try_from(remaining).unwrap_or(u8::MAX) });
        }
        self.kernel.memory.set_monotone(object, u32::from(limit))?;
        self.kernel.validated_pins.push(object);
        Ok(PinVerdict::Right)
    }

    /// Whether the PIN was verified since the last reset, change or [`Context::invalidate_pin`].
    ///
    /// # Errors
    /// The firewall's.
    pub fn is_pin_validated(&mut self, pin: OwnerPin) -> Result<bool, Error> {
        self.open(pin.object(), ObjectKind::Pin)?;
        Ok(self.kernel.validated_pins.contains(&pin.object()))
    }

    /// Forgets that the PIN was verified (`OwnerPIN.reset`).
    ///
    /// # Errors
    /// The firewall's.
    pub fn invalidate_pin(&mut self, pin: OwnerPin) -> Result<(), Error> {
        self.open(pin.object(), ObjectKind::Pin)?;
        self.kernel.validated_pins.retain(|validated| *validated != pin.object());
        Ok(())
    }

    /// Tries that are left, 0 when it is blocked.
    ///
    /// # Errors
    /// The firewall's.
    pub fn pin_tries_remaining(&mut self, pin: OwnerPin) -> Result<u8, Error> {
        let entry = self.open(pin.object(), ObjectKind::Pin)?;
        Ok(u8::try_from(self.tries(pin.object(), &entry)?).unwrap_or(u8::MAX))
    }

    /// Tries that are left: never more than the limit, which may have come down before the counter followed.
    fn tries(&self, object: ObjectRef, entry: &ObjectEntry) -> Result<u32, Error> {
        let (limit, _) = limit_and_value(self.kernel.memory.content(entry)?)?;
        Ok(self.kernel.memory.monotone(object)?.min(u32::from(limit)))
    }

    /// The try limit.
    ///
    /// # Errors
    /// The firewall's.
    pub fn pin_try_limit(&mut self, pin: OwnerPin) -> Result<u8, Error> {
        let entry = self.open(pin.object(), ObjectKind::Pin)?;
        Ok(limit_and_value(self.kernel.memory.content(&entry)?)?.0)
    }

    /// Sets a new try limit and fills the try counter (`org.globalplatform.CVM.setTryLimit`). In a transaction the
    /// limit is one with it, and the try counter is filled when it commits.
    ///
    /// # Errors
    /// The firewall's; [`Error::PowerLost`].
    pub fn set_pin_try_limit(&mut self, pin: OwnerPin, limit: u8) -> Result<(), Error> {
        self.open(pin.object(), ObjectKind::Pin)?;
        self.kernel.memory.write(pin.object(), MONOTONE_LENGTH, &[limit])?;
        self.kernel.validated_pins.retain(|validated| *validated != pin.object());
        self.kernel.pins_to_fill.push(pin.object());
        if self.is_in_transaction() { Ok(()) } else { self.kernel.fill_try_counters() }
    }

    /// Takes all tries away (`org.globalplatform.CVM.blockState`); it outlives an abort.
    ///
    /// # Errors
    /// The firewall's; [`Error::PowerLost`].
    pub fn block_pin(&mut self, pin: OwnerPin) -> Result<(), Error> {
        self.open(pin.object(), ObjectKind::Pin)?;
        self.kernel.validated_pins.retain(|validated| *validated != pin.object());
        self.kernel.pins_to_fill.retain(|waiting| *waiting != pin.object());
        self.kernel.memory.set_monotone(pin.object(), 0)
    }

    /// Whether a PIN was set.
    ///
    /// # Errors
    /// The firewall's.
    pub fn is_pin_set(&mut self, pin: OwnerPin) -> Result<bool, Error> {
        let entry = self.open(pin.object(), ObjectKind::Pin)?;
        Ok(!limit_and_value(self.kernel.memory.content(&entry)?)?.1.is_empty())
    }

    /// Sets a new PIN, whole or not at all, and fills the try counter (`OwnerPIN.update`). In a transaction the
    /// value is one with it, and the try counter is filled when it commits: an abort unblocks nothing.
    ///
    /// # Errors
    /// The firewall's; [`Fault::OutOfBounds`] when it is longer than there is room for; [`Error::PowerLost`].
    pub fn set_pin(&mut self, pin: OwnerPin, value: &[u8]) -> Result<(), Error> {
        let entry = self.open(pin.object(), ObjectKind::Pin)?;
        let start = MONOTONE_LENGTH + 1;
        let length = u8::try_from(value.len()).map_err(|_| self.kernel.fault(Fault::OutOfBounds))?;
        if start + 1 + value.len() > entry.length {
            return Err(self.kernel.fault(Fault::OutOfBounds));
        }
        let mut content = zeroize::Zeroizing::new(alloc::vec![length]);
        content.extend_from_slice(value);
        content.resize(entry.length - start, 0);
        self.kernel.memory.write(pin.object(), start, &content)?;
        self.kernel.validated_pins.retain(|validated| *validated != pin.object());
        self.kernel.pins_to_fill.push(pin.object());
        if self.is_in_transaction() { Ok(()) } else { self.kernel.fill_try_counters() }
    }

    /// Fills the try counter, blocked or not, if the value presented is the PIN, and tells whether it is. No try is
    /// used up: for an issuer who has proved himself otherwise (PIN UNBLOCK of PBOC purses).
    ///
    /// # Errors
    /// The firewall's; [`Error::PowerLost`].
    pub fn unblock_pin_with(&mut self, pin: OwnerPin, presented: &[u8]) -> Result<bool, Error> {
        let entry = self.open(pin.object(), ObjectKind::Pin)?;
        let (_, reference) = limit_and_value(self.kernel.memory.content(&entry)?)?;
        let equal = !reference.is_empty() && bool::from(reference.ct_eq(presented));
        if equal {
            self.unblock_pin(pin)?;
        }
        Ok(equal)
    }

    /// Fills the try counter (`OwnerPIN.resetAndUnblock`).
    ///
    /// # Errors
    /// The firewall's; [`Error::PowerLost`].
    pub fn unblock_pin(&mut self, pin: OwnerPin) -> Result<(), Error> {
        let entry = self.open(pin.object(), ObjectKind::Pin)?;
        let (limit, _) = limit_and_value(self.kernel.memory.content(&entry)?)?;
        self.kernel.validated_pins.retain(|validated| *validated != pin.object());
        self.kernel.memory.set_monotone(pin.object(), u32::from(limit))
    }
}

pub(crate) fn limit_and_value(content: &[u8]) -> Result<(u8, &[u8]), Error> {
    match content.get(MONOTONE_LENGTH..) {
        Some([limit, length, value @ ..]) => {
            Ok((*limit, value.get(..usize::from(*length)).ok_or(Fault::IntegrityLost)?))
        }
        _ => Err(Fault::IntegrityLost.into()),
    }
}
