//! In which width an operation is done.

use super::demand::is_equality;
use super::{Choice, Width};
use crate::analysis::Malformed;
use crate::analysis::interval::Interval;
use crate::classfile::{ArithmeticOperation as Operation, Comparison, Instruction};

/// Whether the low 16 bits of the result depend on the low 16 bits of the operands alone. (Of a left shift: of the
/// first operand, and five bits of the second.)
pub(super) const fn is_modular(operation: Operation) -> bool {
    match operation {
        Operation::Add
        | Operation::Subtract
        | Operation::Multiply
        | Operation::ShiftLeft
        | Operation::And
        | Operation::Or
        | Operation::ExclusiveOr => true,
        Operation::Divide | Operation::Remainder | Operation::ShiftRight | Operation::ShiftRightUnsigned => {
            false
        }
    }
}

/// Whether two numbers are equal exactly when their low 16 bits are, because they never lie 65536 apart.
pub(super) fn is_equality_of_low_bits(comparison: Comparison, a: Interval, b: Interval) -> bool {
    let both = a.join(b);
    is_equality(comparison) && both.high - both.low < 65536
}

impl Choice<'_> {
    /// The width of an operation that there is in both.
    pub(super) fn operation_width(&self, index: usize) -> Result<Option<Width>, Malformed> {
        let values = self.values;
        Ok(Some(match self.method.instruction(index)? {
            Instruction::Arithmetic(operation) => {
                let (a, b) = (self.interval(index, 1)?, self.interval(index, 0)?);
                let result = values.root(values.result(index)?);
                let is_exact = Interval::arithmetic(*operation, a, b).fits_short();
                let operands_fit = match operation {
                    operation if is_modular(*operation) => true,
                    Operation::ShiftRight | Operation::ShiftRightUnsigned => a.fits_short(),
                    _ => a.fits_short() && b.fits_short(),
                };
                let short_is_right = operands_fit && (is_exact || !self.demands.all_bits(result));
                self.prefer(index, 2, short_is_right, self.width(result))?
            }
            Instruction::Negate => {
                let result = values.root(values.result(index)?);
                let is_exact = self.interval(index, 0)?.negate().fits_short();
                let short_is_right = is_exact || !self.demands.all_bits(result);
                self.prefer(index, 1, short_is_right, self.width(result))?
            }
            // From an int the low half is taken by i2s, from a short there is nothing to take.
            Instruction::ToShort => {
                let operand = values.root(values.operand(index, 0)?);
                if self.can_be_short(operand) { Width::Short } else { Width::Int }
            }
            Instruction::If(comparison, _) => {
                let a = self.interval(index, 0)?;
                let is_right =
                    a.fits_short() || is_equality_of_low_bits(*comparison, a, Interval::constant(0));
                if is_right { Width::Short } else { Width::Int }
            }
            Instruction::IfCompare(comparison, _) => {
                let (a, b) = (self.interval(index, 1)?, self.interval(index, 0)?);
                let fit = a.fits_short() && b.fits_short();
                if fit || is_equality_of_low_bits(*comparison, a, b) { Width::Short } else { Width::Int }
            }
            Instruction::Switch { .. } => {
                if self.interval(index, 0)?.fits_short() {
                    Width::Short
                } else {
                    Width::Int
                }
            }
            _ => return Ok(None),
        }))
    }

    /// Short where that is right, unless the result is wanted as an int and the operands are there in full.
    fn prefer(
        &self,
        index: usize,
        operands: usize,
        short_is_right: bool,
        result: Width,
    ) -> Result<Width, Malformed> {
        if !short_is_right {
            return Ok(Width::Int);
        }
        if result == Width::Short || !self.int_support {
            return Ok(Width::Short);
        }
        for depth in 0..operands {
            let operand = self.values.root(self.values.operand(index, depth)?);
            let in_full = self.fits.get(operand).copied().unwrap_or(false) || self.demands.all_bits(operand);
            if !in_full {
                return Ok(Width::Short);
            }
        }
        Ok(Width::Int)
    }
}
