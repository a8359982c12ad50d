//! Constants, and the instruction for an operation of a width.

use super::code::Selection;
use crate::analysis::width::Width;
use crate::card_code::{CardInstruction, opcode};
use crate::classfile::{ArithmeticOperation, Comparison};
use crate::types::Type;

impl Selection<'_> {
    /// Pushes a number; of one that does not fit a short, its low half.
    pub(super) fn push_number(&mut self, value: i32, width: Width) {
        let [_, _, high, low] = value.to_be_bytes();
        let short = i16::from_be_bytes([high, low]);
        let small = i8::try_from(if width == Width::Short { short.into() } else { value });
        let instruction = match (width, small) {
            (Width::Short, Ok(small @ -1..=5)) => {
                CardInstruction::Plain(opcode::SCONST_0.wrapping_add_signed(small))
            }
            (Width::Short, Ok(small)) => CardInstruction::Byte(opcode::BSPUSH, small.cast_unsigned()),
            (Width::Short, Err(_)) => CardInstruction::Short(opcode::SSPUSH, short.cast_unsigned()),
            (Width::Int, Ok(small @ -1..=5)) => {
                CardInstruction::Plain(opcode::ICONST_0.wrapping_add_signed(small))
            }
            (Width::Int, Ok(small)) => CardInstruction::Byte(opcode::BIPUSH, small.cast_unsigned()),
            (Width::Int, Err(_)) => match i16::try_from(value) {
                Ok(short) => CardInstruction::Short(opcode::SIPUSH, short.cast_unsigned()),
                Err(_) => CardInstruction::PushInt(value),
            },
        };
        self.push(instruction, 0, width.cells().into());
    }
}

/// The opcode for `short` or `int`: those of int follow those of short.
pub(super) const fn arithmetic(operation: ArithmeticOperation, width: Width) -> u8 {
    let short = match operation {
        ArithmeticOperation::Add => 0x41,
        ArithmeticOperation::Subtract => 0x43,
        ArithmeticOperation::Multiply => 0x45,
        ArithmeticOperation::Divide => 0x47,
        ArithmeticOperation::Remainder => 0x49,
        ArithmeticOperation::ShiftLeft => 0x4D,
        ArithmeticOperation::ShiftRight => 0x4F,
        ArithmeticOperation::ShiftRightUnsigned => 0x51,
        ArithmeticOperation::And => 0x53,
        ArithmeticOperation::Or => 0x55,
        ArithmeticOperation::ExclusiveOr => 0x57,
    };
    match width {
        Width::Short => short,
        Width::Int => short + 1,
    }
}

/// The place of a comparison in a family of branches.
pub(super) const fn comparison(comparison: Comparison) -> u8 {
    match comparison {
        Comparison::Equal => 0,
        Comparison::NotEqual => 1,
        Comparison::Less => 2,
        Comparison::GreaterOrEqual => 3,
        Comparison::Greater => 4,
        Comparison::LessOrEqual => 5,
    }
}

/// The place of a type in a family of instructions for fields: a, b, s, i.
pub(super) const fn field_kind(of: &Type) -> u8 {
    match of {
        Type::Boolean | Type::Byte => 1,
        Type::Int => 3,
        Type::Short => 2,
        Type::Class(_) | Type::Array(_) | Type::Unsupported(_) => 0,
    }
}

/// The number of a type of array (JCVM specification §7.5.64): 0 for what is no array, 14 for one of references.
pub(super) fn array_type(of: &Type) -> u8 {
    let Type::Array(component) = of else { return 0 };
    component_type(component)
}

/// The number of the type of array that has components of a type.
pub(super) const fn component_type(component: &Type) -> u8 {
    match component {
        Type::Boolean => 10,
        Type::Byte => 11,
        Type::Short => 12,
        Type::Int => 13,
        Type::Class(_) | Type::Array(_) | Type::Unsupported(_) => 14,
    }
}
