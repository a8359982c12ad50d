//! Instance fields.

use cardamom_cap::instruction::Instruction;
use cardamom_cap::opcode::RuntimeException;

use super::arithmetic::{low_byte, low_half};
use super::dispatch::Next;
use super::trap::Trap;
use super::{Cell, Fault, Interpreter};
use crate::heap::{Heap, Reference, Slot};
use crate::native::Natives;
use crate::program::{Class, ClassId, LinkedConstant};

/// The type of a field that an instruction works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldKind {
    Reference,
    /// A byte or a boolean.
    Byte,
    Short,
    Int,
}

/// A value for a field, taken off the stack.
#[derive(Clone, Copy, Debug)]
pub(super) enum FieldValue {
    Reference(Option<Reference>),
    Short(i16),
    Int(i32),
}

impl<'p, H: Heap, N: Natives<H>> Interpreter<'p, H, N> {
    /// The constant that an instruction names.
    pub(super) fn constant(&mut self, instruction: &Instruction) -> Result<LinkedConstant, Fault> {
        let index = instruction.pool_index().ok_or(Fault::Operands)?;
        let package = self.frame()?.package;
        let package = self.program.package(package).ok_or(Fault::Constant)?;
        package.constants.get(usize::from(index)).copied().ok_or(Fault::Constant)
    }

    /// The class or interface that an instruction names.
    pub(super) fn class_constant(&mut self, instruction: &Instruction) -> Result<ClassId, Fault> {
        match self.constant(instruction)? {
            LinkedConstant::Class(class) => Ok(class),
            _ => Err(Fault::Constant),
        }
    }

    /// Takes a value of this type off the stack; a byte is cut to its 8 bits.
    pub(super) fn pop_field_value(&mut self, kind: FieldKind) -> Result<FieldValue, Fault> {
        let frame = self.frame()?;
        Ok(match kind {
            FieldKind::Reference => FieldValue::Reference(frame.pop_reference()?),
            FieldKind::Byte => FieldValue::Short(low_byte(frame.pop_short()?.into())),
            FieldKind::Short => FieldValue::Short(frame.pop_short()?),
            FieldKind::Int => FieldValue::Int(frame.pop_int()?),
        })
    }

    /// The first cell of a field in an object, which must be an instance of the class that declares it.
    fn field_cell(
        &mut self,
        instruction: &Instruction,
        object: Option<Reference>,
        kind: FieldKind,
    ) -> Result<(Reference, u16), Trap> {
        let LinkedConstant::InstanceField { class, token } = self.constant(instruction)? else {
            return Err(Fault::Constant.into());
        };
        let object = object.ok_or(Trap::Runtime(RuntimeException::NullPointer))?;
        if !self.program.is_instance(self.heap.kind(object)?, class) {
            return Err(Fault::Field.into());
        }
        let layout = self.program.class(class).and_then(Class::layout).ok_or(Fault::Field)?;
        let cell = layout.cell(token).ok_or(Fault::Field)?;
        let last = if kind == FieldKind::Int { token.checked_add(1).ok_or(Fault::Field)? } else { token };
        layout.cell(last).ok_or(Fault::Field)?;
        let is_reference = kind == FieldKind::Reference;
        if layout.is_reference(token) != is_reference || layout.is_reference(last) != is_reference {
            return Err(Fault::Field.into());
        }
        Ok((object, cell))
    }

    fn primitive_cell(&self, object: Reference, cell: u16) -> Result<i16, Trap> {
        match self.heap.load(object, cell)? {
            Slot::Primitive(value) => Ok(low_half(value)),
            Slot::Reference(_) => Err(Fault::Field.into()),
        }
    }

    fn load_field(
        &mut self,
        instruction: &Instruction,
        object: Option<Reference>,
        kind: FieldKind,
    ) -> Result<Next, Trap> {
        let (object, cell) = self.field_cell(instruction, object, kind)?;
        match kind {
            FieldKind::Reference => {
                let Slot::Reference(value) = self.heap.load(object, cell)? else {
                    return Err(Fault::Field.into());
                };
                self.frame()?.push_reference(value)?;
            }
            FieldKind::Byte => {
                let value = self.primitive_cell(object, cell)?;
                self.frame()?.push_short(low_byte(value.into()))?;
            }
            FieldKind::Short => {
                let value = self.primitive_cell(object, cell)?;
                self.frame()?.push_short(value)?;
            }
            FieldKind::Int => {
                let high = self.primitive_cell(object, cell)?;
                let low = self.primitive_cell(object, cell.saturating_add(1))?;
                let frame = self.frame()?;
                frame.push(Cell::IntHigh(high.cast_unsigned()))?;
                frame.push(Cell::IntLow(low.cast_unsigned()))?;
            }
        }
        Ok(Next::Instruction)
    }

    fn store_field(
        &mut self,
        instruction: &Instruction,
        object: Option<Reference>,
        kind: FieldKind,
        value: FieldValue,
    ) -> Result<Next, Trap> {
        let (object, cell) = self.field_cell(instruction, object, kind)?;
        match value {
            FieldValue::Reference(value) => self.heap.store(object, cell, Slot::Reference(value))?,
            FieldValue::Short(value) => self.heap.store(object, cell, Slot::Primitive(value.into()))?,
            FieldValue::Int(value) => {
                let (high, low) = (value >> i16::BITS, i32::from(low_half(value)));
                self.heap.store(object, cell, Slot::Primitive(high))?;
                self.heap.store(object, cell.saturating_add(1), Slot::Primitive(low))?;
            }
        }
        Ok(Next::Instruction)
    }

    /// `getfield_<t>`, `getfield_<t>_w`
    pub(super) fn get_field(&mut self, instruction: &Instruction, kind: FieldKind) -> Result<Next, Trap> {
        let object = self.frame()?.pop_reference()?;
        self.load_field(instruction, object, kind)
    }

    /// `putfield_<t>`, `putfield_<t>_w`
    pub(super) fn put_field(&mut self, instruction: &Instruction, kind: FieldKind) -> Result<Next, Trap> {
        let value = self.pop_field_value(kind)?;
        let object = self.frame()?.pop_reference()?;
        self.store_field(instruction, object, kind, value)
    }

    /// The reference in the local variable 0.
    fn this(&mut self) -> Result<Option<Reference>, Fault> {
        match *self.frame()?.local(0)? {
            Cell::Reference(this) => Ok(this),
            _ => Err(Fault::CellType),
        }
    }

    /// `getfield_<t>_this`
    pub(super) fn get_field_this(
        &mut self,
        instruction: &Instruction,
        kind: FieldKind,
    ) -> Result<Next, Trap> {
        let object = self.this()?;
        self.load_field(instruction, object, kind)
    }

    /// `putfield_<t>_this`
    pub(super) fn put_field_this(
        &mut self,
        instruction: &Instruction,
        kind: FieldKind,
    ) -> Result<Next, Trap> {
        let value = self.pop_field_value(kind)?;
        let object = self.this()?;
        self.store_field(instruction, object, kind, value)
    }
}
