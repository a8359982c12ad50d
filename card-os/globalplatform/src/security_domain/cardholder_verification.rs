//! The card holder verification method of the card, its global PIN (GPCS 2.3.1 §8.2): the methods of
//! `org.globalplatform.CVM`, for every application on the card.
//!
//! The issuer security domain holds it. Verifying is everyone's; changing it takes the CVM Management privilege. The
//! value is kept as digits, however they were written, or as bytes, which only the same bytes equal.

use alloc::vec::Vec;

use cardamom_kernel::handle::{Field, OwnerPin};
use cardamom_kernel::object::Clear;
use cardamom_kernel::{Call, Context, Error, Fault, Layout, PinVerdict, Privileges};
use zeroize::Zeroizing;

use super::SecurityDomain;
use crate::reason::GlobalPlatformReason;

/// Number and parameter of the interface.
pub(super) const INTERFACE: u8 = 0x02;

const STATE: u8 = 0;
const VERIFY: u8 = 1;
const UPDATE: u8 = 2;
const SET_TRY_LIMIT: u8 = 3;
const BLOCK: u8 = 4;
const RESET: u8 = 5;
const RESET_AND_UNBLOCK: u8 = 6;

/// Longest value in bytes or digits.
const MAXIMUM_LENGTH: u8 = 16;

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum CvmFormat {
    /// One digit a byte, `30` to `39`.
    Ascii = 0x01,
    /// Two digits a byte, the first in the higher half; after an odd number of digits an `F`.
    Bcd = 0x02,
    /// Bytes as they are.
    Hex = 0x03,
}

impl CvmFormat {
    /// The format that this byte codes (`CVM.FORMAT_ASCII`, `FORMAT_BCD`, `FORMAT_HEX`); `None` for another.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0x01 => Some(Self::Ascii),
            0x02 => Some(Self::Bcd),
            0x03 => Some(Self::Hex),
            _ => None,
        }
    }

    /// A value as it is kept: whether it is digits, then the digits or bytes. `None` when it is none of this format.
    fn canonical(self, value: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let mut kept = Zeroizing::new(Vec::from([u8::from(self != Self::Hex)]));
        match self {
            Self::Hex => kept.extend_from_slice(value),
            Self::Ascii => {
                for byte in value {
                    kept.push(byte.checked_sub(b'0').filter(|digit| *digit < 10)?);
                }
            }
            Self::Bcd => {
                let mut is_over = false;
                for half in value.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]) {
                    match half {
                        0..=9 if !is_over => kept.push(half),
                        0x0F if !is_over => is_over = true,
                        _ => return None,
                    }
                }
                // The filling is a half that ends the last byte.
                if is_over && kept.len() % 2 == 1 {
                    return None;
                }
            }
        }
        (2..=usize::from(MAXIMUM_LENGTH) + 1).contains(&kept.len()).then_some(kept)
    }
}

/// Its state (§8.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum CvmState {
    /// It has no value or no try limit yet.
    Inactive = 0,
    /// It can be verified, and was not tried since the reset.
    Active = 1,
    /// What was presented last was wrong.
    InvalidSubmission = 2,
    /// What was presented last was right.
    Validated = 3,
    /// There are no tries left.
    Blocked = 4,
}

impl CvmState {
    const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0 => Some(Self::Inactive),
            1 => Some(Self::Active),
            2 => Some(Self::InvalidSubmission),
            3 => Some(Self::Validated),
            4 => Some(Self::Blocked),
            _ => None,
        }
    }
}

/// Where it is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct VerificationMethod {
    pin: OwnerPin,
    /// A value was presented since the reset.
    submitted: Field<bool>,
}

impl VerificationMethod {
    pub(super) fn lay_out(layout: &mut Layout<'_>) -> Result<Self, Error> {
        let pin = layout.owner_pin(MAXIMUM_LENGTH + 1, 0)?;
        Ok(Self { pin, submitted: layout.transient_field(Clear::OnReset)? })
    }

    fn state(self, context: &mut Context<'_>) -> Result<CvmState, Error> {
        if !context.is_pin_set(self.pin)? || context.pin_try_limit(self.pin)? == 0 {
            return Ok(CvmState::Inactive);
        }
        if context.pin_tries_remaining(self.pin)? == 0 {
            return Ok(CvmState::Blocked);
        }
        if context.is_pin_validated(self.pin)? {
            return Ok(CvmState::Validated);
        }
        Ok(if context.get(self.submitted)? { CvmState::InvalidSubmission } else { CvmState::Active })
    }

    /// Back to ACTIVE, tries aside.
    fn forget(self, context: &mut Context<'_>) -> Result<(), Error> {
        context.invalidate_pin(self.pin)?;
        context.set(self.submitted, &false)
    }
}

impl SecurityDomain {
    pub(super) fn serve_verification(
        &self,
        context: &mut Context<'_>,
        call: Call<'_>,
        output: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let method = self.verification.ok_or(Fault::NoSuchInterface)?;
        if matches!(call.method, UPDATE | SET_TRY_LIMIT | BLOCK | RESET_AND_UNBLOCK) {
            let caller = context.previous_aid().ok_or(Fault::NoSuchInterface)?;
            let caller = context.administration()?.instance(&caller);
            if !caller.is_some_and(|caller| caller.privileges.contains(Privileges::CVM_MANAGEMENT)) {
                return Err(GlobalPlatformReason::CvmPrivilege.into());
            }
        }
        let state = method.state(context)?;
        match (call.method, call.input) {
            (STATE, []) => {
                output.extend_from_slice(&[state as u8, context.pin_tries_remaining(method.pin)?]);
            }
            (VERIFY, [format, value @ ..]) => {
                if state == CvmState::Inactive {
                    return Err(GlobalPlatformReason::CvmState.into());
                }
                // What is no value of its format is a try like another: nothing equals it.
                let presented = CvmFormat::from_byte(*format).and_then(|format| format.canonical(value));
                let presented = presented.unwrap_or_default();
                context.set(method.submitted, &true)?;
                let verdict = context.verify_pin(method.pin, &presented)?;
                output.push(u8::from(verdict == PinVerdict::Right));
            }
            (UPDATE, [format, value @ ..]) => {
                let value = CvmFormat::from_byte(*format).and_then(|format| format.canonical(value));
                context.set_pin(method.pin, &value.ok_or(GlobalPlatformReason::CvmValue)?)?;
                method.forget(context)?;
            }
            (SET_TRY_LIMIT, [limit]) if *limit > 0 => {
                context.set_pin_try_limit(method.pin, *limit)?;
                method.forget(context)?;
            }
            (SET_TRY_LIMIT, _) => return Err(GlobalPlatformReason::CvmValue.into()),
            (BLOCK | RESET_AND_UNBLOCK, []) if state == CvmState::Inactive => {
                return Err(GlobalPlatformReason::CvmState.into());
            }
            (BLOCK, []) => context.block_pin(method.pin)?,
            (RESET, []) => {
                if matches!(state, CvmState::Inactive | CvmState::Blocked) {
                    return Err(GlobalPlatformReason::CvmState.into());
                }
                method.forget(context)?;
            }
            (RESET_AND_UNBLOCK, []) => {
                context.unblock_pin(method.pin)?;
                method.forget(context)?;
            }
            _ => return Err(Fault::NoSuchInterface.into()),
        }
        Ok(())
    }
}

/// The card's global PIN, for an application: the methods of `org.globalplatform.CVM`.
///
/// The try counter is stepped down and durable before anything is compared; it outlives aborts and power cuts. That it
/// was verified is forgotten at a reset.
pub trait CardholderVerification {
    /// Its state (`isActive`, `isSubmitted`, `isVerified`, `isBlocked`).
    ///
    /// # Errors
    /// 6A81 when the card has none; so for all that follow.
    fn cvm_state(&mut self) -> Result<CvmState, Error>;

    /// Tries that are left (`getTriesRemaining`).
    ///
    /// # Errors
    /// As [`CardholderVerification::cvm_state`].
    fn cvm_tries_remaining(&mut self) -> Result<u8, Error>;

    /// Verifies a value (`verify`): whether it is right. A wrong one, one that is none of its format, and any while it is
    /// blocked are not.
    ///
    /// # Errors
    /// 6985 while it is inactive.
    fn verify_cvm(&mut self, format: CvmFormat, value: &[u8]) -> Result<bool, Error>;

    /// Sets a new value of 1 to 16 digits or bytes, fills the try counter, and makes it active when it has a try limit
    /// (`update`).
    ///
    /// # Errors
    /// 6982 without the CVM Management privilege; 6A80 for a value that is none of its format.
    fn update_cvm(&mut self, format: CvmFormat, value: &[u8]) -> Result<(), Error>;

    /// Sets the try limit and fills the try counter (`setTryLimit`).
    ///
    /// # Errors
    /// 6982 without the CVM Management privilege; 6A80 for 0.
    fn set_cvm_try_limit(&mut self, limit: u8) -> Result<(), Error>;

    /// Blocks it (`blockState`).
    ///
    /// # Errors
    /// 6982 without the CVM Management privilege; 6985 while it is inactive.
    fn block_cvm(&mut self) -> Result<(), Error>;

    /// Forgets what was presented: back to [`CvmState::Active`] (`resetState`).
    ///
    /// # Errors
    /// 6985 while it is inactive or blocked.
    fn reset_cvm(&mut self) -> Result<(), Error>;

    /// The same, and fills the try counter, blocked or not (`resetAndUnblockState`).
    ///
    /// # Errors
    /// 6982 without the CVM Management privilege; 6985 while it is inactive.
    fn reset_and_unblock_cvm(&mut self) -> Result<(), Error>;
}

fn call(context: &mut Context<'_>, method: u8, input: &[u8]) -> Result<Vec<u8>, Error> {
    let missing = GlobalPlatformReason::FunctionNotSupported;
    let issuer = context.issuer_security_domain().ok_or(missing)?;
    let interface = context.shareable_interface(&issuer, INTERFACE)?.ok_or(missing)?;
    context.invoke(interface, method, input)
}

fn formatted(format: CvmFormat, value: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut input = Zeroizing::new(Vec::from([format as u8]));
    input.extend_from_slice(value);
    input
}

impl CardholderVerification for Context<'_> {
    fn cvm_state(&mut self) -> Result<CvmState, Error> {
        let state = call(self, STATE, &[])?;
        Ok(state.first().and_then(|byte| CvmState::from_byte(*byte)).ok_or(Fault::IntegrityLost)?)
    }

    fn cvm_tries_remaining(&mut self) -> Result<u8, Error> {
        Ok(call(self, STATE, &[])?.get(1).copied().ok_or(Fault::IntegrityLost)?)
    }

    fn verify_cvm(&mut self, format: CvmFormat, value: &[u8]) -> Result<bool, Error> {
        Ok(call(self, VERIFY, &formatted(format, value))? == [1])
    }

    fn update_cvm(&mut self, format: CvmFormat, value: &[u8]) -> Result<(), Error> {
        call(self, UPDATE, &formatted(format, value)).map(drop)
    }

    fn set_cvm_try_limit(&mut self, limit: u8) -> Result<(), Error> {
        call(self, SET_TRY_LIMIT, &[limit]).map(drop)
    }

    fn block_cvm(&mut self) -> Result<(), Error> {
        call(self, BLOCK, &[]).map(drop)
    }

    fn reset_cvm(&mut self) -> Result<(), Error> {
        call(self, RESET, &[]).map(drop)
    }

    fn reset_and_unblock_cvm(&mut self) -> Result<(), Error> {
        call(self, RESET_AND_UNBLOCK, &[]).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::CvmFormat::{Ascii, Bcd, Hex};

    #[test]
    fn digits_are_the_same_in_either_format_and_bytes_are_others() {
        let four = Ascii.canonical(b"1234");
        assert!(four.is_some());
        assert_eq!(Bcd.canonical(&[0x12, 0x34]), four);
        assert_ne!(Hex.canonical(&[1, 2, 3, 4]), four);
        assert_ne!(Hex.canonical(&[0x12, 0x34]), four);
        assert_eq!(Bcd.canonical(&[0x12, 0x3F]), Ascii.canonical(b"123"));
    }

    #[test]
    fn what_is_no_value() {
        for bytes in [&[][..], b"12a4", &[0x31; 17]] {
            assert_eq!(Ascii.canonical(bytes), None);
        }
        for bytes in [&[][..], &[0xFF], &[0x1F, 0x23], &[0x12, 0xFF], &[0x1A], &[0x11; 9]] {
            assert_eq!(Bcd.canonical(bytes), None, "{bytes:?}");
        }
        assert_eq!(Hex.canonical(&[]), None);
        assert_eq!(Hex.canonical(&[0; 17]), None);
        assert!(Hex.canonical(&[0xFF; 16]).is_some());
    }
}
