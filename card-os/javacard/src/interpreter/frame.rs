//! A method that runs: its locals, its operand stack and where it is (JCVM 3.0.5 §3.5).

use alloc::vec::Vec;

use cardamom_cap::instruction::Instruction;

use super::{Cell, Fault};
use crate::heap::Reference;
use crate::program::{Bytecode, MethodId, PackageId};

/// A frame.
#[derive(Clone, Debug)]
pub(super) struct Frame<'p> {
    pub(super) method: MethodId,
    pub(super) package: PackageId,
    pub(super) code: &'p Bytecode,
    /// Of the instruction that runs; in a method that made a call, of the call.
    pub(super) index: usize,
    /// The arguments, then the local variables.
    pub(super) locals: Vec<Cell>,
    stack: Vec<Cell>,
}

impl<'p> Frame<'p> {
    pub(super) fn new(
        method: MethodId,
        package: PackageId,
        code: &'p Bytecode,
        arguments: Vec<Cell>,
    ) -> Self {
        let mut locals = arguments;
        locals.resize(locals.len().saturating_add(usize::from(code.max_locals)), Cell::Empty);
        Self { method, package, code, index: 0, locals, stack: Vec::new() }
    }

    /// Cells of stack and locals.
    pub(super) fn cells(&self) -> usize {
        self.locals.len().saturating_add(usize::from(self.code.max_stack))
    }

    /// The instruction, and its offset in the Method component's info.
    pub(super) fn current(&self) -> Result<(usize, &'p Instruction), Fault> {
        let ends = || self.code.undecoded().map_or(Fault::FallsOffEnd, Fault::Instruction);
        self.code.instruction(self.index).ok_or_else(ends)
    }

    /// The offset of the instruction in the Method component's info.
    pub(super) fn offset(&self) -> usize {
        self.current().map_or_else(|_| self.code.start(), |(offset, _)| offset)
    }

    pub(super) fn push(&mut self, cell: Cell) -> Result<(), Fault> {
        if self.stack.len() >= usize::from(self.code.max_stack) {
            return Err(Fault::StackOverflow);
        }
        self.stack.push(cell);
        Ok(())
    }

    pub(super) fn pop(&mut self) -> Result<Cell, Fault> {
        self.stack.pop().ok_or(Fault::StackUnderflow)
    }

    /// The top cells, without taking them off.
    pub(super) fn top(&mut self, count: usize) -> Result<&mut [Cell], Fault> {
        let start = self.stack.len().checked_sub(count).ok_or(Fault::StackUnderflow)?;
        self.stack.get_mut(start..).ok_or(Fault::StackUnderflow)
    }

    /// Checks that the top cells do not begin with the lower half of an int, whose upper half would stay behind.
    pub(super) fn check_whole(&mut self, count: usize) -> Result<(), Fault> {
        match self.top(count)?.first() {
            Some(Cell::IntLow(_)) => Err(Fault::CellType),
            _ => Ok(()),
        }
    }

    /// Takes off the top cells; the last of them was the top.
    pub(super) fn take(&mut self, count: usize) -> Result<Vec<Cell>, Fault> {
        self.check_whole(count)?;
        let start = self.stack.len().checked_sub(count).ok_or(Fault::StackUnderflow)?;
        Ok(self.stack.split_off(start))
    }

    pub(super) fn clear_stack(&mut self) {
        self.stack.clear();
    }

    pub(super) fn push_short(&mut self, value: i16) -> Result<(), Fault> {
        self.push(Cell::Short(value))
    }

    pub(super) fn push_int(&mut self, value: i32) -> Result<(), Fault> {
        Cell::int(value).into_iter().try_for_each(|half| self.push(half))
    }

    pub(super) fn push_reference(&mut self, value: Option<Reference>) -> Result<(), Fault> {
        self.push(Cell::Reference(value))
    }

    pub(super) fn pop_short(&mut self) -> Result<i16, Fault> {
        match self.pop()? {
            Cell::Short(value) => Ok(value),
            _ => Err(Fault::CellType),
        }
    }

    pub(super) fn pop_int(&mut self) -> Result<i32, Fault> {
        let low = self.pop()?;
        let high = self.pop()?;
        Cell::join(high, low).ok_or(Fault::CellType)
    }

    pub(super) fn pop_reference(&mut self) -> Result<Option<Reference>, Fault> {
        match self.pop()? {
            Cell::Reference(value) => Ok(value),
            _ => Err(Fault::CellType),
        }
    }

    /// The local variable of this index.
    pub(super) fn local(&mut self, index: u8) -> Result<&mut Cell, Fault> {
        self.locals.get_mut(usize::from(index)).ok_or(Fault::Local)
    }

    /// The int in two local variables.
    pub(super) fn int_local(&mut self, index: u8) -> Result<i32, Fault> {
        let next = index.checked_add(1).ok_or(Fault::Local)?;
        let (high, low) = (*self.local(index)?, *self.local(next)?);
        Cell::join(high, low).ok_or(Fault::CellType)
    }

    /// Puts an int into two local variables.
    pub(super) fn set_int_local(&mut self, index: u8, value: i32) -> Result<(), Fault> {
        let next = index.checked_add(1).ok_or(Fault::Local)?;
        let [high, low] = Cell::int(value);
        *self.local(next)? = low;
        *self.local(index)? = high;
        Ok(())
    }
}
