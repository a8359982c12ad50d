//! New objects, casts and throws.

use cardamom_cap::instruction::{Instruction, Operands, TypeOperand};
use cardamom_cap::opcode::RuntimeException;

use super::dispatch::Next;
use super::trap::Trap;
use super::{Fault, Interpreter};
use crate::heap::{ArrayElement, Heap, HeapError, Reference};
use crate::native::Natives;
use crate::program::ClassId;

impl<'p, H: Heap, N: Natives<H>> Interpreter<'p, H, N> {
    /// Makes an object of a class that is no interface.
    pub(super) fn make_object(&mut self, class: ClassId) -> Result<Reference, HeapError> {
        let layouts = self.program.layouts(class);
        if layouts.is_empty() {
            return Err(HeapError::NoSuchSlot);
        }
        self.heap.new_object(class, &layouts)
    }

    /// `new`
    pub(super) fn new_object(&mut self, instruction: &Instruction) -> Result<Next, Trap> {
        let class = self.class_constant(instruction)?;
        let object = self.make_object(class)?;
        self.frame()?.push_reference(Some(object))?;
        Ok(Next::Instruction)
    }

    /// Whether an object is of the type that `checkcast` or `instanceof` asks for.
    fn is_of_type(&mut self, instruction: &Instruction, object: Reference) -> Result<bool, Trap> {
        let Operands::Type(wanted) = instruction.operands else { return Err(Fault::Operands.into()) };
        let kind = self.heap.kind(object)?;
        Ok(match wanted {
            TypeOperand::Object { .. } => {
                let class = self.class_constant(instruction)?;
                self.program.is_instance(kind, class)
            }
            TypeOperand::Array(primitive) => {
                self.program.is_array_instance(kind, ArrayElement::Primitive(primitive))
            }
            TypeOperand::ReferenceArray { .. } => {
                let class = self.class_constant(instruction)?;
                self.program.is_array_instance(kind, ArrayElement::Reference(class))
            }
        })
    }

    /// `checkcast`: null passes.
    pub(super) fn check_cast(&mut self, instruction: &Instruction) -> Result<Next, Trap> {
        let reference = self.frame()?.pop_reference()?;
        if let Some(object) = reference
            && !self.is_of_type(instruction, object)?
        {
            return Err(Trap::Runtime(RuntimeException::ClassCast));
        }
        self.frame()?.push_reference(reference)?;
        Ok(Next::Instruction)
    }

    /// `instanceof`: null is of no type.
    pub(super) fn instance_of(&mut self, instruction: &Instruction) -> Result<Next, Trap> {
        let reference = self.frame()?.pop_reference()?;
        let is_of_type = match reference {
            Some(object) => self.is_of_type(instruction, object)?,
            None => false,
        };
        self.frame()?.push_short(is_of_type.into())?;
        Ok(Next::Instruction)
    }

    /// `athrow`
    pub(super) fn throw(&mut self) -> Result<Next, Trap> {
        let exception = self.frame()?.pop_reference()?;
        Err(exception.map_or(Trap::Runtime(RuntimeException::NullPointer), Trap::Throw))
    }
}
