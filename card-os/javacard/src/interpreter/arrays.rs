//! Arrays.

use cardamom_cap::instruction::{Instruction, Operands};
use cardamom_cap::opcode::RuntimeException;
use cardamom_cap::type_descriptor::PrimitiveType;

use super::arithmetic::{low_byte, low_half};
use super::dispatch::Next;
use super::trap::Trap;
use super::{Fault, Interpreter};
use crate::heap::{ArrayElement, Heap, ObjectKind, Reference, Slot};
use crate::native::Natives;
use crate::program::ClassId;

/// What an instruction that reads or writes an element works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ElementKind {
    /// A byte or a boolean.
    Byte,
    Short,
    Int,
    Reference,
}

impl ElementKind {
    const fn accepts(self, element: ArrayElement) -> bool {
        matches!(
            (self, element),
            (Self::Byte, ArrayElement::Primitive(PrimitiveType::Boolean | PrimitiveType::Byte))
                | (Self::Short, ArrayElement::Primitive(PrimitiveType::Short))
                | (Self::Int, ArrayElement::Primitive(PrimitiveType::Int))
                | (Self::Reference, ArrayElement::Reference(_))
        )
    }
}

impl<'p, H: Heap, N: Natives<H>> Interpreter<'p, H, N> {
    /// What an array is of.
    fn element_of(&self, array: Reference) -> Result<ArrayElement, Trap> {
        match self.heap.kind(array)? {
            ObjectKind::Array(element) => Ok(element),
            ObjectKind::Object(_) => Err(Fault::ArrayType.into()),
        }
    }

    /// Takes index and array off the stack and holds them against each other.
    fn pop_element(&mut self, kind: ElementKind) -> Result<(Reference, u16, ArrayElement), Trap> {
        let frame = self.frame()?;
        let index = frame.pop_short()?;
        let array = frame.pop_reference()?.ok_or(Trap::Runtime(RuntimeException::NullPointer))?;
        let element = self.element_of(array)?;
        if !kind.accepts(element) {
            return Err(Fault::ArrayType.into());
        }
        let length = self.heap.array_length(array)?;
        match u16::try_from(index) {
            Ok(index) if index < length => Ok((array, index, element)),
            _ => Err(Trap::Runtime(RuntimeException::ArrayIndexOutOfBounds)),
        }
    }

    /// `aaload`, `baload`, `saload`, `iaload`
    pub(super) fn load_element(&mut self, kind: ElementKind) -> Result<Next, Trap> {
        let (array, index, _) = self.pop_element(kind)?;
        let slot = self.heap.load(array, index)?;
        let frame = self.frame()?;
        match (kind, slot) {
            (ElementKind::Reference, Slot::Reference(value)) => frame.push_reference(value)?,
            (ElementKind::Byte, Slot::Primitive(value)) => frame.push_short(low_byte(value))?,
            (ElementKind::Short, Slot::Primitive(value)) => frame.push_short(low_half(value))?,
            (ElementKind::Int, Slot::Primitive(value)) => frame.push_int(value)?,
            _ => return Err(Fault::Heap.into()),
        }
        Ok(Next::Instruction)
    }

    /// `aastore`, `bastore`, `sastore`, `iastore`
    pub(super) fn store_element(&mut self, kind: ElementKind) -> Result<Next, Trap> {
        let frame = self.frame()?;
        let value = match kind {
            ElementKind::Reference => Slot::Reference(frame.pop_reference()?),
            ElementKind::Byte => Slot::Primitive(low_byte(frame.pop_short()?.into()).into()),
            ElementKind::Short => Slot::Primitive(frame.pop_short()?.into()),
            ElementKind::Int => Slot::Primitive(frame.pop_int()?),
        };
        let (array, index, element) = self.pop_element(kind)?;
        if let (Slot::Reference(Some(value)), ArrayElement::Reference(class)) = (value, element)
            && !self.program.is_instance(self.heap.kind(value)?, class)
        {
            return Err(Trap::Runtime(RuntimeException::ArrayStore));
        }
        self.heap.store(array, index, value)?;
        Ok(Next::Instruction)
    }

    /// `arraylength`
    pub(super) fn array_length(&mut self) -> Result<Next, Trap> {
        let array = self.frame()?.pop_reference()?;
        let array = array.ok_or(Trap::Runtime(RuntimeException::NullPointer))?;
        self.element_of(array)?;
        let length = i16::try_from(self.heap.array_length(array)?).map_err(|_| Fault::Heap)?;
        self.frame()?.push_short(length)?;
        Ok(Next::Instruction)
    }

    /// `newarray`
    pub(super) fn new_array(&mut self, instruction: &Instruction) -> Result<Next, Trap> {
        match instruction.operands {
            Operands::ArrayType(primitive) => self.make_array(ArrayElement::Primitive(primitive)),
            _ => Err(Fault::Operands.into()),
        }
    }

    /// `anewarray`
    pub(super) fn new_reference_array(&mut self, class: ClassId) -> Result<Next, Trap> {
        self.make_array(ArrayElement::Reference(class))
    }

    fn make_array(&mut self, element: ArrayElement) -> Result<Next, Trap> {
        let length = self.frame()?.pop_short()?;
        let length = u16::try_from(length).map_err(|_| Trap::Runtime(RuntimeException::NegativeArraySize))?;
        let array = self.heap.new_array(element, length)?;
        self.frame()?.push_reference(Some(array))?;
        Ok(Next::Instruction)
    }
}
