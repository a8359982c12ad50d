//! Instructions that move cells: constants, locals, the operand stack.

use cardamom_cap::instruction::{Instruction, Operands};

use super::dispatch::Next;
use super::frame::Frame;
use super::{Cell, Fault};

/// The number that an instruction pushes.
pub(super) fn number(instruction: &Instruction) -> Result<i32, Fault> {
    match instruction.operands {
        Operands::Value(value) => Ok(value),
        _ => Err(Fault::Operands),
    }
}

/// The local variable that an instruction names.
pub(super) fn local_index(instruction: &Instruction) -> Result<u8, Fault> {
    instruction.local().ok_or(Fault::Operands)
}

pub(super) fn push_short(frame: &mut Frame<'_>, value: i16) -> Result<Next, Fault> {
    frame.push_short(value)?;
    Ok(Next::Instruction)
}

pub(super) fn push_int(frame: &mut Frame<'_>, value: i32) -> Result<Next, Fault> {
    frame.push_int(value)?;
    Ok(Next::Instruction)
}

/// `bspush`, `sspush`
pub(super) fn push_short_operand(frame: &mut Frame<'_>, instruction: &Instruction) -> Result<Next, Fault> {
    let value = i16::try_from(number(instruction)?).map_err(|_| Fault::Operands)?;
    push_short(frame, value)
}

/// `sload`
pub(super) fn load_short(frame: &mut Frame<'_>, instruction: &Instruction) -> Result<Next, Fault> {
    let cell = *frame.local(local_index(instruction)?)?;
    let Cell::Short(value) = cell else { return Err(Fault::CellType) };
    push_short(frame, value)
}

/// `iload`
pub(super) fn load_int(frame: &mut Frame<'_>, instruction: &Instruction) -> Result<Next, Fault> {
    let value = frame.int_local(local_index(instruction)?)?;
    push_int(frame, value)
}

/// `aload`: a return address cannot be loaded.
pub(super) fn load_reference(frame: &mut Frame<'_>, instruction: &Instruction) -> Result<Next, Fault> {
    let cell = *frame.local(local_index(instruction)?)?;
    let Cell::Reference(value) = cell else { return Err(Fault::CellType) };
    frame.push_reference(value)?;
    Ok(Next::Instruction)
}

/// `sstore`
pub(super) fn store_short(frame: &mut Frame<'_>, instruction: &Instruction) -> Result<Next, Fault> {
    let value = frame.pop_short()?;
    *frame.local(local_index(instruction)?)? = Cell::Short(value);
    Ok(Next::Instruction)
}

/// `istore`
pub(super) fn store_int(frame: &mut Frame<'_>, instruction: &Instruction) -> Result<Next, Fault> {
    let value = frame.pop_int()?;
    frame.set_int_local(local_index(instruction)?, value)?;
    Ok(Next::Instruction)
}

/// `astore`: a reference or a return address.
pub(super) fn store_reference(frame: &mut Frame<'_>, instruction: &Instruction) -> Result<Next, Fault> {
    let cell = frame.pop()?;
    if !matches!(cell, Cell::Reference(_) | Cell::ReturnAddress(_)) {
        return Err(Fault::CellType);
    }
    *frame.local(local_index(instruction)?)? = cell;
    Ok(Next::Instruction)
}

fn increment(instruction: &Instruction) -> Result<(u8, i16), Fault> {
    match instruction.operands {
        Operands::LocalValue { local, value } => Ok((local, value)),
        _ => Err(Fault::Operands),
    }
}

/// `sinc`
pub(super) fn increment_short(frame: &mut Frame<'_>, instruction: &Instruction) -> Result<Next, Fault> {
    let (local, by) = increment(instruction)?;
    let Cell::Short(value) = frame.local(local)? else { return Err(Fault::CellType) };
    *value = value.wrapping_add(by);
    Ok(Next::Instruction)
}

/// `iinc`
pub(super) fn increment_int(frame: &mut Frame<'_>, instruction: &Instruction) -> Result<Next, Fault> {
    let (local, by) = increment(instruction)?;
    let value = frame.int_local(local)?.wrapping_add(by.into());
    frame.set_int_local(local, value)?;
    Ok(Next::Instruction)
}

/// `pop`, `pop2`
pub(super) fn pop(frame: &mut Frame<'_>, count: usize) -> Result<Next, Fault> {
    frame.take(count)?;
    Ok(Next::Instruction)
}

/// Copies the top `m` cells and puts the copy below the top `n`: `dup` is 1 and 0, `dup2` 2 and 0. No int
/// is taken apart.
pub(super) fn duplicate(frame: &mut Frame<'_>, m: usize, n: usize) -> Result<Next, Fault> {
    frame.check_whole(m)?;
    let copy = frame.top(m)?.to_vec();
    let above = frame.take(n)?;
    copy.into_iter().chain(above).try_for_each(|cell| frame.push(cell))?;
    Ok(Next::Instruction)
}

fn words(instruction: &Instruction) -> Result<(usize, usize), Fault> {
    match instruction.operands {
        Operands::Words { m, n } => Ok((m.into(), n.into())),
        _ => Err(Fault::Operands),
    }
}

/// `dup_x`
pub(super) fn duplicate_words(frame: &mut Frame<'_>, instruction: &Instruction) -> Result<Next, Fault> {
    let (m, n) = words(instruction)?;
    duplicate(frame, m, n)
}

/// `swap_x`: the top `m` cells change places with the `n` below them.
pub(super) fn swap_words(frame: &mut Frame<'_>, instruction: &Instruction) -> Result<Next, Fault> {
    let (m, n) = words(instruction)?;
    frame.check_whole(m)?;
    frame.check_whole(m.saturating_add(n))?;
    let cells = frame.top(m.saturating_add(n))?;
    if m <= cells.len() {
        cells.rotate_right(m);
    }
    Ok(Next::Instruction)
}
