//! Static fields.

use cardamom_cap::instruction::Instruction;
use cardamom_cap::type_descriptor::PrimitiveType;

use super::arithmetic::low_half;
use super::dispatch::Next;
use super::fields::{FieldKind, FieldValue};
use super::trap::Trap;
use super::{Fault, Interpreter};
use crate::heap::Heap;
use crate::native::Natives;
use crate::program::{LinkedConstant, PackageId};

/// Where a static field is.
enum Place {
    /// Among the references.
    Reference(u16),
    /// At this offset among the primitives.
    Primitive(u16, PrimitiveType),
}

impl<'p, H: Heap, N: Natives<H>> Interpreter<'p, H, N> {
    /// The static field that an instruction names; references and primitives are not taken for each other.
    fn static_place(
        &mut self,
        instruction: &Instruction,
        kind: FieldKind,
    ) -> Result<(PackageId, Place), Fault> {
        let LinkedConstant::StaticField { package, offset } = self.constant(instruction)? else {
            return Err(Fault::Constant);
        };
        let image = self.program.package(package).ok_or(Fault::StaticField)?.statics;
        let primitive = |primitive, size| {
            image.primitive_at(offset, size).map(|offset| Place::Primitive(offset, primitive))
        };
        let place = match kind {
            FieldKind::Reference => image.reference_at(offset).map(Place::Reference),
            FieldKind::Byte => primitive(PrimitiveType::Byte, 1),
            FieldKind::Short => primitive(PrimitiveType::Short, 2),
            FieldKind::Int => primitive(PrimitiveType::Int, 4),
        };
        Ok((package, place.ok_or(Fault::StaticField)?))
    }

    /// `getstatic_<t>`
    pub(super) fn get_static(&mut self, instruction: &Instruction, kind: FieldKind) -> Result<Next, Trap> {
        match self.static_place(instruction, kind)? {
            (package, Place::Reference(index)) => {
                let value = self.heap.load_static_reference(package, index)?;
                self.frame()?.push_reference(value)?;
            }
            (package, Place::Primitive(offset, primitive)) => {
                let value = self.heap.load_static_primitive(package, offset, primitive)?;
                match primitive {
                    PrimitiveType::Int => self.frame()?.push_int(value)?,
                    _ => self.frame()?.push_short(low_half(value))?,
                }
            }
        }
        Ok(Next::Instruction)
    }

    /// `putstatic_<t>`
    pub(super) fn put_static(&mut self, instruction: &Instruction, kind: FieldKind) -> Result<Next, Trap> {
        let value = self.pop_field_value(kind)?;
        match (self.static_place(instruction, kind)?, value) {
            ((package, Place::Reference(index)), FieldValue::Reference(value)) => {
                self.heap.store_static_reference(package, index, value)?;
            }
            ((package, Place::Primitive(offset, primitive)), FieldValue::Short(value)) => {
                self.heap.store_static_primitive(package, offset, primitive, value.into())?;
            }
            ((package, Place::Primitive(offset, primitive)), FieldValue::Int(value)) => {
                self.heap.store_static_primitive(package, offset, primitive, value)?;
            }
            _ => return Err(Fault::StaticField.into()),
        }
        Ok(Next::Instruction)
    }
}
