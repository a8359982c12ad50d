//! Arithmetic on shorts and ints.

use core::cmp::Ordering;

use cardamom_cap::opcode::RuntimeException;

use super::Fault;
use super::dispatch::Next;
use super::frame::Frame;
use super::trap::Trap;

/// The low five bits of a shift distance count, of shorts too.
const DISTANCE: u32 = 0x1F;

/// The low half of an int.
pub(super) const fn low_half(value: i32) -> i16 {
    let [_, _, high, low] = value.to_be_bytes();
    i16::from_be_bytes([high, low])
}

/// The lowest byte of an int, sign extended.
pub(super) fn low_byte(value: i32) -> i16 {
    let [.., low] = value.to_be_bytes();
    i8::from_be_bytes([low]).into()
}

pub(super) fn short_binary(
    frame: &mut Frame<'_>,
    operation: impl FnOnce(i16, i16) -> i16,
) -> Result<Next, Trap> {
    let second = frame.pop_short()?;
    let first = frame.pop_short()?;
    frame.push_short(operation(first, second))?;
    Ok(Next::Instruction)
}

pub(super) fn int_binary(
    frame: &mut Frame<'_>,
    operation: impl FnOnce(i32, i32) -> i32,
) -> Result<Next, Trap> {
    let second = frame.pop_int()?;
    let first = frame.pop_int()?;
    frame.push_int(operation(first, second))?;
    Ok(Next::Instruction)
}

/// `sdiv`, `srem`
pub(super) fn short_division(
    frame: &mut Frame<'_>,
    operation: impl FnOnce(i16, i16) -> i16,
) -> Result<Next, Trap> {
    let divisor = frame.pop_short()?;
    let dividend = frame.pop_short()?;
    if divisor == 0 {
        return Err(Trap::Runtime(RuntimeException::Arithmetic));
    }
    frame.push_short(operation(dividend, divisor))?;
    Ok(Next::Instruction)
}

/// `idiv`, `irem`
pub(super) fn int_division(
    frame: &mut Frame<'_>,
    operation: impl FnOnce(i32, i32) -> i32,
) -> Result<Next, Trap> {
    let divisor = frame.pop_int()?;
    let dividend = frame.pop_int()?;
    if divisor == 0 {
        return Err(Trap::Runtime(RuntimeException::Arithmetic));
    }
    frame.push_int(operation(dividend, divisor))?;
    Ok(Next::Instruction)
}

/// A shift of shorts, made as one of ints and cut: so it agrees with what javac computes.
pub(super) fn short_shift(
    frame: &mut Frame<'_>,
    operation: impl FnOnce(i32, u32) -> i32,
) -> Result<Next, Trap> {
    let distance = frame.pop_short()?;
    let value = frame.pop_short()?;
    let distance = u32::from(distance.cast_unsigned()) & DISTANCE;
    frame.push_short(low_half(operation(value.into(), distance)))?;
    Ok(Next::Instruction)
}

pub(super) fn int_shift(
    frame: &mut Frame<'_>,
    operation: impl FnOnce(i32, u32) -> i32,
) -> Result<Next, Trap> {
    let distance = frame.pop_int()?;
    let value = frame.pop_int()?;
    frame.push_int(operation(value, distance.cast_unsigned() & DISTANCE))?;
    Ok(Next::Instruction)
}

/// A shift to the right that fills with zeros.
pub(super) const fn shift_unsigned(value: i32, distance: u32) -> i32 {
    value.cast_unsigned().wrapping_shr(distance).cast_signed()
}

pub(super) fn short_unary(frame: &mut Frame<'_>, operation: impl FnOnce(i16) -> i16) -> Result<Next, Trap> {
    let value = frame.pop_short()?;
    frame.push_short(operation(value))?;
    Ok(Next::Instruction)
}

/// `ineg`
pub(super) fn negate_int(frame: &mut Frame<'_>) -> Result<Next, Trap> {
    let value = frame.pop_int()?;
    frame.push_int(value.wrapping_neg())?;
    Ok(Next::Instruction)
}

/// `s2i`
pub(super) fn widen(frame: &mut Frame<'_>) -> Result<Next, Trap> {
    let value = frame.pop_short()?;
    frame.push_int(value.into())?;
    Ok(Next::Instruction)
}

/// `i2b`, `i2s`
pub(super) fn narrow(frame: &mut Frame<'_>, operation: impl FnOnce(i32) -> i16) -> Result<Next, Trap> {
    let value = frame.pop_int()?;
    frame.push_short(operation(value))?;
    Ok(Next::Instruction)
}

/// `icmp`
pub(super) fn compare(frame: &mut Frame<'_>) -> Result<Next, Fault> {
    let second = frame.pop_int()?;
    let first = frame.pop_int()?;
    frame.push_short(match first.cmp(&second) {
        Ordering::Less => -1,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    })?;
    Ok(Next::Instruction)
}
