//! Branches, switches and subroutines.

use cardamom_cap::instruction::{Instruction, Operands};

use super::dispatch::Next;
use super::frame::Frame;
use super::stack::local_index;
use super::{Cell, Fault};
use crate::heap::Reference;

/// Where an instruction branches to.
fn distance(instruction: &Instruction) -> Result<i16, Fault> {
    match instruction.operands {
        Operands::Branch(distance) => Ok(distance),
        _ => Err(Fault::Operands),
    }
}

fn branch_if(condition: bool, instruction: &Instruction) -> Result<Next, Fault> {
    Ok(if condition { Next::Branch(distance(instruction)?) } else { Next::Instruction })
}

/// `goto`
pub(super) fn goto(instruction: &Instruction) -> Result<Next, Fault> {
    Ok(Next::Branch(distance(instruction)?))
}

/// `ifeq` and the like: a short against zero.
pub(super) fn if_zero(
    frame: &mut Frame<'_>,
    instruction: &Instruction,
    condition: impl FnOnce(&i16, &i16) -> bool,
) -> Result<Next, Fault> {
    let value = frame.pop_short()?;
    branch_if(condition(&value, &0), instruction)
}

/// `if_scmpeq` and the like.
pub(super) fn if_compared(
    frame: &mut Frame<'_>,
    instruction: &Instruction,
    condition: impl FnOnce(&i16, &i16) -> bool,
) -> Result<Next, Fault> {
    let second = frame.pop_short()?;
    let first = frame.pop_short()?;
    branch_if(condition(&first, &second), instruction)
}

/// `ifnull`, `ifnonnull`
pub(super) fn if_null(frame: &mut Frame<'_>, instruction: &Instruction, wanted: bool) -> Result<Next, Fault> {
    let value = frame.pop_reference()?;
    branch_if(value.is_none() == wanted, instruction)
}

/// `if_acmpeq`, `if_acmpne`
pub(super) fn if_same(
    frame: &mut Frame<'_>,
    instruction: &Instruction,
    condition: impl FnOnce(&Option<Reference>, &Option<Reference>) -> bool,
) -> Result<Next, Fault> {
    let second = frame.pop_reference()?;
    let first = frame.pop_reference()?;
    branch_if(condition(&first, &second), instruction)
}

/// `jsr`
pub(super) fn jump_subroutine(frame: &mut Frame<'_>, instruction: &Instruction) -> Result<Next, Fault> {
    frame.push(Cell::ReturnAddress(frame.index.saturating_add(1)))?;
    goto(instruction)
}

/// `ret`
pub(super) fn return_subroutine(frame: &mut Frame<'_>, instruction: &Instruction) -> Result<Next, Fault> {
    match *frame.local(local_index(instruction)?)? {
        Cell::ReturnAddress(index) => Ok(Next::Index(index)),
        _ => Err(Fault::CellType),
    }
}

/// `stableswitch`, `slookupswitch`
pub(super) fn switch_short(frame: &mut Frame<'_>, instruction: &Instruction) -> Result<Next, Fault> {
    let key = frame.pop_short()?;
    switch(key.into(), instruction)
}

/// `itableswitch`, `ilookupswitch`
pub(super) fn switch_int(frame: &mut Frame<'_>, instruction: &Instruction) -> Result<Next, Fault> {
    let key = frame.pop_int()?;
    switch(key, instruction)
}

fn switch(key: i32, instruction: &Instruction) -> Result<Next, Fault> {
    let (default, found) = match &instruction.operands {
        Operands::TableSwitch { default, low, offsets } => {
            let place = i64::from(key).saturating_sub(i64::from(*low));
            let found = usize::try_from(place).ok().and_then(|place| offsets.get(place));
            (default, found)
        }
        Operands::LookupSwitch { default, pairs } => {
            let found = pairs.iter().find(|(number, _)| *number == key);
            (default, found.map(|(_, distance)| distance))
        }
        _ => return Err(Fault::Operands),
    };
    Ok(Next::Branch(*found.unwrap_or(default)))
}
