//! Interprets the code of a method over intervals, until nothing new is found.

use std::collections::BTreeSet;

use super::Malformed;
use super::interval::Interval;
use super::subroutines::Subroutines;
use crate::classfile::{ArrayElement, Code, Comparison, Instruction, StackOperation};
use crate::types::{MethodType, Type};

/// What a slot holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Nothing that can be used.
    Unset,
    /// A number, and the local slot that it was loaded from and still equals.
    Int(Interval, Option<u16>),
    Reference,
    /// The return address of the subroutine at this entry.
    ReturnAddress(usize),
}

/// The slots before an instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) locals: Vec<Value>,
    /// From the bottom to the top.
    pub(crate) stack: Vec<Value>,
}

/// How control comes from one instruction to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    /// By a jump or by falling through, to this instruction.
    Normal(usize),
    /// By an exception that the instruction throws, to this handler.
    Exception(usize),
    /// By the `ret` of the subroutine at `entry`, back behind its call.
    SubroutineReturn { entry: usize, call: usize },
}

/// A method to interpret.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MethodCode<'a> {
    pub(crate) code: &'a Code,
    pub(crate) is_static: bool,
    pub(crate) method_type: &'a MethodType,
}

impl MethodCode<'_> {
    pub(crate) fn instruction(&self, index: usize) -> Result<&Instruction, Malformed> {
        match self.code.instructions.get(index) {
            Some((_, instruction)) => Ok(instruction),
            None => Err(Malformed::at(index, "control runs off the end of the code")),
        }
    }

    /// The parameters with their local slots, without the receiver.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (u16, &Type)> {
        (u16::from(!self.is_static)..).zip(&self.method_type.parameters)
    }

    /// The handlers that an exception at an instruction can reach.
    pub(crate) fn handlers_at(&self, index: usize) -> impl Iterator<Item = usize> {
        self.code
            .handlers
            .iter()
            .filter(move |handler| (handler.start..handler.end).contains(&index))
            .map(|handler| handler.handler)
    }

    fn entry(&self) -> Result<Frame, Malformed> {
        let mut locals = vec![Value::Unset; usize::from(self.code.max_locals)];
        let receiver = (!self.is_static).then_some((0, Value::Reference));
        let parameters = self.parameters().map(|(slot, of)| (slot, value_of(of)));
        for (slot, value) in receiver.into_iter().chain(parameters) {
            *locals
                .get_mut(usize::from(slot))
                .ok_or(Malformed::at(0, "the parameters do not fit the local variables"))? = value;
        }
        Ok(Frame { locals, stack: Vec::new() })
    }
}

/// What is known of each instruction.
#[derive(Clone, Debug)]
pub(crate) struct Flow {
    /// Before each instruction; none where it is never reached.
    frames: Vec<Option<Frame>>,
    pub(crate) subroutines: Subroutines,
}

/// Joins at one instruction after which its intervals are widened.
const PATIENCE: u32 = 4;

impl Flow {
    /// Interprets a method.
    pub(crate) fn of(method: MethodCode<'_>) -> Result<Self, Malformed> {
        let length = method.code.instructions.len();
        let mut flow = Self { frames: vec![None; length], subroutines: Subroutines::of(method.code) };
        let mut joins = vec![0_u32; length];
        let mut open = BTreeSet::new();
        flow.join_into(0, &method.entry()?, &mut joins, &mut open)?;
        while let Some(index) = open.pop_first() {
            let Some(frame) = flow.frame(index).cloned() else { continue };
            let handled = Frame { locals: frame.locals.clone(), stack: vec![Value::Reference] };
            for handler in method.handlers_at(index) {
                flow.join_into(handler, &handled, &mut joins, &mut open)?;
            }
            for (next, after) in flow.step(method, index, &frame)? {
                flow.join_into(next, &after, &mut joins, &mut open)?;
            }
            // A new call of a subroutine is a new way out of it.
            if let Instruction::JumpSubroutine(entry) = method.instruction(index)? {
                open.extend(flow.returns_of(method, *entry));
            }
        }
        Ok(flow)
    }

    /// Before an instruction; none where it is never reached.
    pub(crate) fn frame(&self, index: usize) -> Option<&Frame> {
        self.frames.get(index)?.as_ref()
    }

    /// Where control goes from an instruction that is reached.
    pub(crate) fn edges(&self, method: MethodCode<'_>, index: usize) -> Vec<Edge> {
        let mut edges: Vec<Edge> = method.handlers_at(index).map(Edge::Exception).collect();
        let Ok(instruction) = method.instruction(index) else { return edges };
        edges.extend(instruction.targets().into_iter().map(Edge::Normal));
        if instruction.falls_through() {
            edges.push(Edge::Normal(index + 1));
        }
        if let Instruction::ReturnFromSubroutine(slot) = instruction
            && let Some(Value::ReturnAddress(entry)) =
                self.frame(index).and_then(|frame| frame.locals.get(usize::from(*slot)))
        {
            let entry = *entry;
            edges.extend(
                self.subroutines
                    .calls(entry)
                    .iter()
                    .filter(|call| self.frame(**call).is_some())
                    .map(|call| Edge::SubroutineReturn { entry, call: *call }),
            );
        }
        edges
    }

    fn returns_of(&self, method: MethodCode<'_>, entry: usize) -> Vec<usize> {
        (0..self.frames.len())
            .filter(|index| match method.instruction(*index) {
                Ok(Instruction::ReturnFromSubroutine(slot)) => self.frame(*index).is_some_and(|frame| {
                    frame.locals.get(usize::from(*slot)) == Some(&Value::ReturnAddress(entry))
                }),
                _ => false,
            })
            .collect()
    }

    fn join_into(
        &mut self,
        index: usize,
        frame: &Frame,
        joins: &mut [u32],
        open: &mut BTreeSet<usize>,
    ) -> Result<(), Malformed> {
        let off_the_end = Malformed::at(index, "control runs off the end of the code");
        let slot = self.frames.get_mut(index).ok_or_else(|| off_the_end.clone())?;
        let Some(known) = slot else {
            *slot = Some(frame.clone());
            open.insert(index);
            return Ok(());
        };
        let count = joins.get_mut(index).ok_or(off_the_end)?;
        let joined = known.join(frame, *count > PATIENCE, index)?;
        if joined != *known {
            *known = joined;
            *count = count.saturating_add(1);
            open.insert(index);
        }
        Ok(())
    }

    /// The frames after an instruction, by where control goes without an exception.
    fn step(
        &self,
        method: MethodCode<'_>,
        index: usize,
        frame: &Frame,
    ) -> Result<Vec<(usize, Frame)>, Malformed> {
        let instruction = method.instruction(index)?;
        let after = after(instruction, index, frame)?;
        let next = index + 1;
        Ok(match instruction {
            Instruction::If(comparison, target) => {
                let operand = top(frame, 0, index)?;
                let zero = Value::Int(Interval::constant(0), None);
                branch(&after, *comparison, operand, zero, *target, next)
            }
            Instruction::IfCompare(comparison, target) => {
                let (a, b) = (top(frame, 1, index)?, top(frame, 0, index)?);
                branch(&after, *comparison, a, b, *target, next)
            }
            Instruction::ReturnFromSubroutine(slot) => {
                let Some(Value::ReturnAddress(entry)) = frame.locals.get(usize::from(*slot)) else {
                    return Err(Malformed::at(index, "a subroutine returns without a return address"));
                };
                let mut returns = Vec::new();
                for call in self.subroutines.calls(*entry) {
                    let Some(before) = self.frame(*call) else { continue };
                    let mut back = after.clone();
                    for ((slot, local), old) in (0_u16..).zip(&mut back.locals).zip(&before.locals) {
                        if !self.subroutines.writes(*entry, slot) {
                            *local = *old;
                        }
                    }
                    returns.push((call + 1, back));
                }
                returns
            }
            other => {
                let mut all: Vec<(usize, Frame)> =
                    other.targets().into_iter().map(|target| (target, after.clone())).collect();
                if other.falls_through() {
                    all.push((next, after));
                }
                all
            }
        })
    }
}

impl Frame {
    fn join(&self, other: &Self, widen: bool, index: usize) -> Result<Self, Malformed> {
        if self.stack.len() != other.stack.len() {
            return Err(Malformed::at(index, "two ways to an instruction leave different operand stacks"));
        }
        let join = |(one, two): (&Value, &Value)| one.join(*two, widen);
        let joined = Self {
            locals: self.locals.iter().zip(&other.locals).map(join).collect(),
            stack: self.stack.iter().zip(&other.stack).map(join).collect(),
        };
        if joined.stack.contains(&Value::Unset) {
            return Err(Malformed::at(
                index,
                "two ways to an instruction leave different types on the stack",
            ));
        }
        Ok(joined)
    }
}

impl Value {
    fn join(self, other: Self, widen: bool) -> Self {
        match (self, other) {
            (Self::Int(a, of), Self::Int(b, other)) => {
                let interval = if widen { a.widen(b) } else { a.join(b) };
                Self::Int(interval, if of == other { of } else { None })
            }
            (one, two) if one == two => one,
            _ => Self::Unset,
        }
    }
}

/// The value of a type of which nothing more is known.
pub(crate) fn value_of(of: &Type) -> Value {
    if of.is_reference() { Value::Reference } else { Value::Int(Interval::of_type(of), None) }
}

/// The operand `depth` below the top.
pub(crate) fn top(frame: &Frame, depth: usize, index: usize) -> Result<Value, Malformed> {
    frame.stack.iter().rev().nth(depth).copied().ok_or(Malformed::at(index, UNDERFLOW))
}

const UNDERFLOW: &str = "an instruction wants more operands than there are";

/// Both ways of a comparison, each with what it tells of the local variables that were compared.
fn branch(
    after: &Frame,
    comparison: Comparison,
    a: Value,
    b: Value,
    target: usize,
    next: usize,
) -> Vec<(usize, Frame)> {
    [(target, comparison), (next, comparison.negated())]
        .into_iter()
        .map(|(to, holds)| {
            let mut frame = after.clone();
            if let (Value::Int(x, x_of), Value::Int(y, y_of)) = (a, b) {
                let (x, y) = Interval::refine(holds, x, y);
                for (of, interval) in [(x_of, x), (y_of, y)] {
                    let local = of.and_then(|slot| frame.locals.get_mut(usize::from(slot)));
                    if let Some(Value::Int(known, _)) = local {
                        *known = interval;
                    }
                }
            }
            (to, frame)
        })
        .collect()
}

/// Operands that an instruction takes, and what it leaves. Operations on the stack alone are not told here.
pub(crate) fn effect(
    instruction: &Instruction,
    frame: &Frame,
    index: usize,
) -> Result<(usize, Vec<Value>), Malformed> {
    let number = |depth| match top(frame, depth, index)? {
        Value::Int(interval, _) => Ok(interval),
        _ => Err(Malformed::at(index, "a number is wanted and something else is there")),
    };
    let int = |interval| vec![Value::Int(interval, None)];
    Ok(match instruction {
        Instruction::Nop | Instruction::Goto(_) | Instruction::Return | Instruction::Increment(..) => {
            (0, vec![])
        }
        Instruction::Null | Instruction::New(_) | Instruction::LoadReference(_) => {
            (0, vec![Value::Reference])
        }
        Instruction::Constant(value) => (0, int(Interval::constant((*value).into()))),
        Instruction::LoadInt(slot) => match frame.locals.get(usize::from(*slot)) {
            Some(Value::Int(interval, _)) => (0, vec![Value::Int(*interval, Some(*slot))]),
            _ => return Err(Malformed::at(index, "a local variable is read that holds no number")),
        },
        Instruction::StoreInt(_) => {
            number(0)?;
            (1, vec![])
        }
        Instruction::StoreReference(_) | Instruction::Throw | Instruction::IfNull(..) => (1, vec![]),
        Instruction::ArrayLoad(element) => {
            number(0)?;
            let loaded = match element {
                ArrayElement::Reference => Value::Reference,
                ArrayElement::Byte => Value::Int(Interval::BYTE, None),
                ArrayElement::Short => Value::Int(Interval::SHORT, None),
                ArrayElement::Int => Value::Int(Interval::INT, None),
            };
            (2, vec![loaded])
        }
        Instruction::ArrayStore(element) => {
            if *element != ArrayElement::Reference {
                number(0)?;
            }
            number(1)?;
            (3, vec![])
        }
        Instruction::Arithmetic(operation) => {
            (2, int(Interval::arithmetic(*operation, number(1)?, number(0)?)))
        }
        Instruction::Negate => (1, int(number(0)?.negate())),
        Instruction::ToByte => (1, int(number(0)?.to_byte())),
        Instruction::ToShort => (1, int(number(0)?.to_short())),
        Instruction::If(..) | Instruction::Switch { .. } | Instruction::ReturnInt => {
            number(0)?;
            (1, vec![])
        }
        Instruction::IfCompare(..) => {
            number(0)?;
            number(1)?;
            (2, vec![])
        }
        Instruction::IfReferences(..) => (2, vec![]),
        Instruction::JumpSubroutine(entry) => (0, vec![Value::ReturnAddress(*entry)]),
        Instruction::ReturnFromSubroutine(_) => (0, vec![]),
        Instruction::ReturnReference => (1, vec![]),
        Instruction::GetStatic(field) => (0, vec![value_of(&field.member_type)]),
        Instruction::PutStatic(_) => (1, vec![]),
        Instruction::GetField(field) => (1, vec![value_of(&field.member_type)]),
        Instruction::PutField(_) => (2, vec![]),
        Instruction::InvokeVirtual(method)
        | Instruction::InvokeSpecial(method)
        | Instruction::InvokeInterface(method) => (
            method.member_type.parameters.len() + 1,
            method.member_type.result.iter().map(value_of).collect(),
        ),
        Instruction::InvokeStatic(method) => {
            (method.member_type.parameters.len(), method.member_type.result.iter().map(value_of).collect())
        }
        Instruction::NewArray(_) => {
            number(0)?;
            (1, vec![Value::Reference])
        }
        Instruction::ArrayLength => (1, int(Interval::LENGTH)),
        Instruction::CheckCast(_) => (1, vec![Value::Reference]),
        Instruction::InstanceOf(_) => (1, int(Interval::BOOLEAN)),
        Instruction::Stack(_) | Instruction::Unsupported(_) => {
            return Err(Malformed::at(index, "an instruction is not known"));
        }
    })
}

/// For an operation on the stack: how many operands it takes, and which of them it leaves, counted from the lowest
/// that it takes; all from the bottom to the top.
pub(crate) const fn rearrangement(operation: StackOperation) -> (usize, &'static [usize]) {
    match operation {
        StackOperation::Pop => (1, &[]),
        StackOperation::Pop2 => (2, &[]),
        StackOperation::Dup => (1, &[0, 0]),
        StackOperation::DupX1 => (2, &[1, 0, 1]),
        StackOperation::DupX2 => (3, &[2, 0, 1, 2]),
        StackOperation::Dup2 => (2, &[0, 1, 0, 1]),
        StackOperation::Dup2X1 => (3, &[1, 2, 0, 1, 2]),
        StackOperation::Dup2X2 => (4, &[2, 3, 0, 1, 2, 3]),
        StackOperation::Swap => (2, &[1, 0]),
    }
}

/// The frame after an instruction.
fn after(instruction: &Instruction, index: usize, frame: &Frame) -> Result<Frame, Malformed> {
    let mut after = frame.clone();
    if let Instruction::Stack(operation) = instruction {
        let (taken, left) = rearrangement(*operation);
        let start = after.stack.len().checked_sub(taken).ok_or(Malformed::at(index, UNDERFLOW))?;
        let operands = after.stack.split_off(start);
        after.stack.extend(left.iter().filter_map(|operand| operands.get(*operand)));
        return Ok(after);
    }
    let (taken, left) = effect(instruction, frame, index)?;
    let rest = after.stack.len().checked_sub(taken).ok_or(Malformed::at(index, UNDERFLOW))?;
    after.stack.truncate(rest);
    after.stack.extend(left);
    match instruction {
        Instruction::StoreInt(slot) => {
            let Value::Int(interval, _) = top(frame, 0, index)? else {
                return Err(Malformed::at(index, "a number is wanted and something else is there"));
            };
            after.set_local(*slot, Value::Int(interval, None), index)?;
        }
        Instruction::StoreReference(slot) => {
            let value = top(frame, 0, index)?;
            if matches!(value, Value::Int(..)) {
                return Err(Malformed::at(index, "a reference is wanted and a number is there"));
            }
            after.set_local(*slot, value, index)?;
        }
        Instruction::Increment(slot, by) => {
            let Some(Value::Int(interval, _)) = frame.locals.get(usize::from(*slot)) else {
                return Err(Malformed::at(index, "a local variable is counted up that holds no number"));
            };
            let by = Interval::constant((*by).into());
            let sum = Interval::arithmetic(crate::classfile::ArithmeticOperation::Add, *interval, by);
            after.set_local(*slot, Value::Int(sum, None), index)?;
        }
        _ => {}
    }
    Ok(after)
}

impl Frame {
    fn set_local(&mut self, slot: u16, value: Value, index: usize) -> Result<(), Malformed> {
        for copy in &mut self.stack {
            if let Value::Int(_, of) = copy
                && *of == Some(slot)
            {
                *of = None;
            }
        }
        *self
            .locals
            .get_mut(usize::from(slot))
            .ok_or(Malformed::at(index, "a local variable is beyond the last one"))? = value;
        Ok(())
    }
}
