//! From bytes to instructions.

use alloc::vec::Vec;

use super::{Instruction, Operands, TypeOperand};
use crate::error::Rule;
use crate::opcode::{Opcode, OperandLayout};
use crate::type_descriptor::PrimitiveType;

/// What the number of an array type is above that of its elements' type.
pub(super) const ARRAY_TYPE: u8 = 8;
/// `atype` of an object.
pub(super) const OBJECT: u8 = 0;
/// `atype` of an array of references.
pub(super) const REFERENCE_ARRAY: u8 = 14;

/// Operands that are not read yet.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], Rule> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Rule::InstructionCutOff)?;
        self.0 = rest;
        Ok(*taken)
    }

    fn u8(&mut self) -> Result<u8, Rule> {
        self.array().map(u8::from_be_bytes)
    }

    fn i8(&mut self) -> Result<i8, Rule> {
        self.array().map(i8::from_be_bytes)
    }

    fn u16(&mut self) -> Result<u16, Rule> {
        self.array().map(u16::from_be_bytes)
    }

    fn i16(&mut self) -> Result<i16, Rule> {
        self.array().map(i16::from_be_bytes)
    }

    fn i32(&mut self) -> Result<i32, Rule> {
        self.array().map(i32::from_be_bytes)
    }

    /// A short or an int.
    fn number(&mut self, is_int: bool) -> Result<i32, Rule> {
        if is_int { self.i32() } else { self.i16().map(i32::from) }
    }

    fn table_switch(&mut self, is_int: bool) -> Result<Operands, Rule> {
        let default = self.i16()?;
        let low = self.number(is_int)?;
        let high = self.number(is_int)?;
        let steps = i64::from(high).checked_sub(i64::from(low)).and_then(|steps| usize::try_from(steps).ok());
        let count = steps.and_then(|steps| steps.checked_add(1)).ok_or(Rule::SwitchBounds)?;
        let length = count.checked_mul(2).ok_or(Rule::InstructionCutOff)?;
        let offsets = self.0.get(..length).ok_or(Rule::InstructionCutOff)?;
        let (offsets, _) = offsets.as_chunks();
        let offsets = offsets.iter().map(|offset| i16::from_be_bytes(*offset)).collect();
        Ok(Operands::TableSwitch { default, low, offsets })
    }

    fn lookup_switch(&mut self, is_int: bool) -> Result<Operands, Rule> {
        let default = self.i16()?;
        let count = self.u16()?;
        let mut pairs = Vec::new();
        for _ in 0..count {
            pairs.push((self.number(is_int)?, self.i16()?));
        }
        Ok(Operands::LookupSwitch { default, pairs })
    }
}

fn element(atype: u8) -> Result<PrimitiveType, Rule> {
    atype.checked_sub(ARRAY_TYPE).and_then(PrimitiveType::from_number).ok_or(Rule::ArrayTypeOperand)
}

/// Whether `dup_x` can have these operands.
pub(super) const fn can_duplicate(m: u8, n: u8) -> bool {
    1 <= m && m <= 4 && (n == 0 || m <= n && n <= m + 4)
}

/// Whether `swap_x` can have these operands.
pub(super) const fn can_swap(m: u8, n: u8) -> bool {
    1 <= m && m <= 2 && 1 <= n && n <= 2
}

impl Instruction {
    /// The instruction at this offset of a method's code.
    ///
    /// # Errors
    /// [`Rule::UnknownOpcode`], [`Rule::ReservedOpcode`], [`Rule::InstructionCutOff`] and rules about operands.
    pub fn decode(code: &[u8], offset: usize) -> Result<Self, Rule> {
        let mut bytes = Bytes(code.get(offset..).unwrap_or_default());
        let number = bytes.u8()?;
        let opcode = Opcode::from_number(number).ok_or(match number {
            0xFE | 0xFF => Rule::ReservedOpcode,
            _ => Rule::UnknownOpcode,
        })?;
        let operands = match opcode.operands() {
            OperandLayout::None => Operands::None,
            OperandLayout::Value8 => Operands::Value(bytes.i8()?.into()),
            OperandLayout::Value16 => Operands::Value(bytes.i16()?.into()),
            OperandLayout::Value32 => Operands::Value(bytes.i32()?),
            OperandLayout::Local => Operands::Local(bytes.u8()?),
            OperandLayout::LocalValue8 => {
                Operands::LocalValue { local: bytes.u8()?, value: bytes.i8()?.into() }
            }
            OperandLayout::LocalValue16 => Operands::LocalValue { local: bytes.u8()?, value: bytes.i16()? },
            OperandLayout::Branch8 => Operands::Branch(bytes.i8()?.into()),
            OperandLayout::Branch16 => Operands::Branch(bytes.i16()?),
            OperandLayout::ShortTable => bytes.table_switch(false)?,
            OperandLayout::IntTable => bytes.table_switch(true)?,
            OperandLayout::ShortLookup => bytes.lookup_switch(false)?,
            OperandLayout::IntLookup => bytes.lookup_switch(true)?,
            OperandLayout::Pool8(_) => Operands::Pool(bytes.u8()?.into()),
            OperandLayout::Pool16(_) => Operands::Pool(bytes.u16()?),
            OperandLayout::InterfaceMethod => Operands::InterfaceMethod {
                arguments: bytes.u8()?,
                interface: bytes.u16()?,
                token: bytes.u8()?,
            },
            OperandLayout::ArrayType => Operands::ArrayType(element(bytes.u8()?)?),
            OperandLayout::TypedClass => {
                let atype = bytes.u8()?;
                let class = bytes.u16()?;
                Operands::Type(match atype {
                    OBJECT => TypeOperand::Object { class },
                    REFERENCE_ARRAY => TypeOperand::ReferenceArray { class },
                    _ if class != 0 => return Err(Rule::ArrayTypeOperand),
                    atype => TypeOperand::Array(element(atype)?),
                })
            }
            OperandLayout::DuplicateWords | OperandLayout::SwapWords => {
                let words = bytes.u8()?;
                let (m, n) = (words >> 4, words & 0x0F);
                let allowed = if opcode == Opcode::SwapX { can_swap(m, n) } else { can_duplicate(m, n) };
                if !allowed {
                    return Err(Rule::WordsOperand);
                }
                Operands::Words { m, n }
            }
        };
        Ok(Self { opcode, operands })
    }

    /// Bytes that it takes.
    #[must_use]
    pub fn length(&self) -> usize {
        if let Some(length) = self.opcode.operands().instruction_length() {
            return length;
        }
        let number = if self.opcode.uses_int() { 4_usize } else { 2 };
        match &self.operands {
            Operands::TableSwitch { offsets, .. } => {
                offsets.len().saturating_mul(2).saturating_add(number.saturating_mul(2)).saturating_add(3)
            }
            Operands::LookupSwitch { pairs, .. } => {
                pairs.len().saturating_mul(number.saturating_add(2)).saturating_add(5)
            }
            _ => 1,
        }
    }
}
