//! Which bits of a value are looked at: all, or the low 16 alone.

use std::collections::BTreeSet;

use super::operation::{is_equality_of_low_bits, is_modular};
use crate::analysis::Malformed;
use crate::analysis::flow::{Flow, MethodCode, Value, top};
use crate::analysis::interval::Interval;
use crate::analysis::values::{Name, Values};
use crate::classfile::{ArithmeticOperation, ArrayElement, Comparison, Instruction};
use crate::types::Type;

/// Indices of an array whose low 16 bits, taken as a short, mean the same. What lies beyond 32767 becomes negative,
/// and -32769 becomes 32767: neither is an index of any array on a card, the longest of which has 32767 components.
pub(super) const INDEX: Interval = Interval { low: -32769, high: 65535 };

/// By root: whether more than the low 16 bits are looked at.
#[derive(Clone, Debug)]
pub(super) struct Demands {
    all_bits: Vec<bool>,
    changed: bool,
}

/// The numbers that an instruction stores or hands over by a type, with their depth on the stack.
pub(super) fn numbers_passed(instruction: &Instruction) -> Vec<(usize, &Type)> {
    match instruction {
        Instruction::InvokeVirtual(method)
        | Instruction::InvokeSpecial(method)
        | Instruction::InvokeStatic(method)
        | Instruction::InvokeInterface(method) => method
            .member_type
            .parameters
            .iter()
            .rev()
            .enumerate()
            .filter(|(_, of)| !of.is_reference())
            .collect(),
        // Fields cut off what does not fit them, so only the int among them is of interest.
        Instruction::PutStatic(field) | Instruction::PutField(field) if field.member_type == Type::Int => {
            vec![(0, &field.member_type)]
        }
        Instruction::PutStatic(field) | Instruction::PutField(field) if !field.member_type.is_reference() => {
            vec![(0, &Type::Short)]
        }
        _ => Vec::new(),
    }
}

impl Demands {
    /// `ints` are the roots of variables that hold all of their bits in any case.
    pub(super) fn of(
        method: MethodCode<'_>,
        flow: &Flow,
        values: &Values,
        ints: &BTreeSet<usize>,
    ) -> Result<Self, Malformed> {
        let all_bits = (0..values.len()).map(|root| ints.contains(&root)).collect();
        let mut demands = Self { all_bits, changed: true };
        while std::mem::take(&mut demands.changed) {
            for index in (0..method.code.instructions.len()).rev() {
                if flow.frame(index).is_some() {
                    demands.look(method, flow, values, index)?;
                }
            }
        }
        Ok(demands)
    }

    pub(super) fn all_bits(&self, root: usize) -> bool {
        self.all_bits.get(root).copied().unwrap_or(true)
    }

    fn demand(&mut self, root: usize) {
        if let Some(known) = self.all_bits.get_mut(root)
            && !*known
        {
            *known = true;
            self.changed = true;
        }
    }

    fn look(
        &mut self,
        method: MethodCode<'_>,
        flow: &Flow,
        values: &Values,
        index: usize,
    ) -> Result<(), Malformed> {
        let frame = flow.frame(index).ok_or(Malformed::at(index, "not reached"))?;
        let interval = |depth| match top(frame, depth, index)? {
            Value::Int(interval, _) => Ok(interval),
            _ => Err(Malformed::at(index, "a number is wanted and something else is there")),
        };
        let operand = |depth| Ok(values.root(values.operand(index, depth)?));
        let root = |name: Name| values.root(name);
        match method.instruction(index)? {
            Instruction::StoreInt(_) => {
                if values.around(index).written.is_some_and(|variable| self.all_bits(root(variable))) {
                    self.demand(operand(0)?);
                }
            }
            Instruction::LoadInt(slot) => {
                if self.all_bits(root(values.result(index)?)) {
                    self.demand(root(values.read_variable(index, *slot)?));
                }
            }
            Instruction::Stack(operation) => {
                // The free copy on the top is looked at as its original is.
                if crate::analysis::values::copies_top(*operation)
                    && self.all_bits(root(values.result(index)?))
                {
                    self.demand(operand(0)?);
                }
            }
            Instruction::Arithmetic(operation) => {
                let result = Interval::arithmetic(*operation, interval(1)?, interval(0)?);
                if is_modular(*operation) {
                    if !result.fits_short() && self.all_bits(root(values.result(index)?)) {
                        self.demand(operand(1)?);
                        if *operation != ArithmeticOperation::ShiftLeft {
                            self.demand(operand(0)?);
                        }
                    }
                } else {
                    self.demand(operand(1)?);
                    // Of a distance five bits are looked at.
                    if matches!(operation, ArithmeticOperation::Divide | ArithmeticOperation::Remainder) {
                        self.demand(operand(0)?);
                    }
                }
            }
            Instruction::Negate => {
                if !interval(0)?.negate().fits_short() && self.all_bits(root(values.result(index)?)) {
                    self.demand(operand(0)?);
                }
            }
            Instruction::If(comparison, _) => {
                if !is_equality_of_low_bits(*comparison, interval(0)?, Interval::constant(0)) {
                    self.demand(operand(0)?);
                }
            }
            Instruction::IfCompare(comparison, _) => {
                if !is_equality_of_low_bits(*comparison, interval(1)?, interval(0)?) {
                    self.demand(operand(0)?);
                    self.demand(operand(1)?);
                }
            }
            Instruction::Switch { .. } => self.demand(operand(0)?),
            Instruction::ArrayLoad(_) => {
                if !interval(0)?.within(INDEX) {
                    self.demand(operand(0)?);
                }
            }
            Instruction::ArrayStore(element) => {
                if !interval(1)?.within(INDEX) {
                    self.demand(operand(1)?);
                }
                if *element == ArrayElement::Int {
                    self.demand(operand(0)?);
                }
            }
            Instruction::NewArray(_) => self.demand(operand(0)?),
            Instruction::ReturnInt => {
                if method.method_type.result == Some(Type::Int) {
                    self.demand(operand(0)?);
                }
            }
            instruction => {
                let is_call = !matches!(instruction, Instruction::PutStatic(_) | Instruction::PutField(_));
                for (depth, of) in numbers_passed(instruction) {
                    if is_call || *of == Type::Int {
                        self.demand(operand(depth)?);
                    }
                }
            }
        }
        Ok(())
    }
}

/// Whether a comparison of the low 16 bits alone has the same outcome; see [`is_equality_of_low_bits`].
pub(super) const fn is_equality(comparison: Comparison) -> bool {
    matches!(comparison, Comparison::Equal | Comparison::NotEqual)
}
