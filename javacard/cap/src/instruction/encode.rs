//! From instructions to bytes.

use alloc::vec::Vec;

use super::decode::{ARRAY_TYPE, OBJECT, REFERENCE_ARRAY, can_duplicate, can_swap};
use super::{Instruction, Operands, TypeOperand};
use crate::error::Rule;
use crate::opcode::OperandLayout;

/// An integer of the type that the layout asks for.
fn narrow<T: TryFrom<S>, S>(value: S) -> Result<T, Rule> {
    T::try_from(value).map_err(|_| Rule::OperandForm)
}

/// Adds a short or an int.
fn push_number(bytes: &mut Vec<u8>, value: i32, is_int: bool) -> Result<(), Rule> {
    if is_int {
        bytes.extend_from_slice(&value.to_be_bytes());
    } else {
        bytes.extend_from_slice(&narrow::<i16, _>(value)?.to_be_bytes());
    }
    Ok(())
}

impl Instruction {
    /// Its bytes.
    ///
    /// # Errors
    /// [`Rule::OperandForm`] when the operands are not those of the opcode or do not fit.
    pub fn encode(&self) -> Result<Vec<u8>, Rule> {
        let mut bytes = Vec::new();
        self.encode_into(&mut bytes)?;
        Ok(bytes)
    }

    /// Adds its bytes to code. What is there stays as it is if there is an error.
    ///
    /// # Errors
    /// As [`encode`](Self::encode).
    pub fn encode_into(&self, code: &mut Vec<u8>) -> Result<(), Rule> {
        let start = code.len();
        code.push(self.opcode.number());
        let outcome = self.encode_operands(code);
        if outcome.is_err() {
            code.truncate(start);
        }
        outcome
    }

    fn encode_operands(&self, bytes: &mut Vec<u8>) -> Result<(), Rule> {
        let layout = self.opcode.operands();
        let is_int = self.opcode.uses_int();
        match (layout, &self.operands) {
            (OperandLayout::None, Operands::None) => {}
            (OperandLayout::Value8, Operands::Value(value)) => {
                bytes.extend_from_slice(&narrow::<i8, _>(*value)?.to_be_bytes());
            }
            (OperandLayout::Value16, Operands::Value(value)) => push_number(bytes, *value, false)?,
            (OperandLayout::Value32, Operands::Value(value)) => push_number(bytes, *value, true)?,
            (OperandLayout::Local, Operands::Local(local)) => bytes.push(*local),
            (OperandLayout::LocalValue8, Operands::LocalValue { local, value }) => {
                bytes.push(*local);
                bytes.extend_from_slice(&narrow::<i8, _>(*value)?.to_be_bytes());
            }
            (OperandLayout::LocalValue16, Operands::LocalValue { local, value }) => {
                bytes.push(*local);
                bytes.extend_from_slice(&value.to_be_bytes());
            }
            (OperandLayout::Branch8, Operands::Branch(branch)) => {
                bytes.extend_from_slice(&narrow::<i8, _>(*branch)?.to_be_bytes());
            }
            (OperandLayout::Branch16, Operands::Branch(branch)) => {
                bytes.extend_from_slice(&branch.to_be_bytes());
            }
            (
                OperandLayout::ShortTable | OperandLayout::IntTable,
                Operands::TableSwitch { default, low, offsets },
            ) => {
                let steps = offsets.len().checked_sub(1).ok_or(Rule::SwitchBounds)?;
                let high = low.checked_add(narrow(steps)?).ok_or(Rule::SwitchBounds)?;
                bytes.extend_from_slice(&default.to_be_bytes());
                push_number(bytes, *low, is_int)?;
                push_number(bytes, high, is_int)?;
                for offset in offsets {
                    bytes.extend_from_slice(&offset.to_be_bytes());
                }
            }
            (
                OperandLayout::ShortLookup | OperandLayout::IntLookup,
                Operands::LookupSwitch { default, pairs },
            ) => {
                bytes.extend_from_slice(&default.to_be_bytes());
                bytes.extend_from_slice(&narrow::<u16, _>(pairs.len())?.to_be_bytes());
                for (number, offset) in pairs {
                    push_number(bytes, *number, is_int)?;
                    bytes.extend_from_slice(&offset.to_be_bytes());
                }
            }
            (OperandLayout::Pool8(_), Operands::Pool(index)) => bytes.push(narrow(*index)?),
            (OperandLayout::Pool16(_), Operands::Pool(index)) => {
                bytes.extend_from_slice(&index.to_be_bytes());
            }
            (OperandLayout::InterfaceMethod, Operands::InterfaceMethod { arguments, interface, token }) => {
                bytes.push(*arguments);
                bytes.extend_from_slice(&interface.to_be_bytes());
                bytes.push(*token);
            }
            (OperandLayout::ArrayType, Operands::ArrayType(element)) => {
                bytes.push(element.number() | ARRAY_TYPE);
            }
            (OperandLayout::TypedClass, Operands::Type(operand)) => {
                let (atype, class) = match *operand {
                    TypeOperand::Object { class } => (OBJECT, class),
                    TypeOperand::Array(element) => (element.number() | ARRAY_TYPE, 0),
                    TypeOperand::ReferenceArray { class } => (REFERENCE_ARRAY, class),
                };
                bytes.push(atype);
                bytes.extend_from_slice(&class.to_be_bytes());
            }
            (OperandLayout::DuplicateWords, Operands::Words { m, n }) if can_duplicate(*m, *n) => {
                bytes.push(m << 4 | n);
            }
            (OperandLayout::SwapWords, Operands::Words { m, n }) if can_swap(*m, *n) => {
                bytes.push(m << 4 | n);
            }
            _ => return Err(Rule::OperandForm),
        }
        Ok(())
    }
}
