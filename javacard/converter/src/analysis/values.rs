//! What is one value on the operand stack, and one variable in a local slot, however many ways lead to it.

use std::collections::BTreeMap;

use super::Malformed;
use super::flow::{Edge, Flow, Frame, MethodCode, Value, effect, rearrangement, value_of};
use super::interval::Interval;
use super::liveness::live_numbers;
use crate::classfile::{Instruction, StackOperation};

/// A value or a variable, before it is known which of them are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name(usize);

/// Where a number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The instruction; none for a parameter.
    pub(crate) instruction: Option<usize>,
    pub(crate) interval: Interval,
}

/// The names around an instruction.
#[derive(Clone, Debug, Default)]
pub(crate) struct Around {
    /// The operand stack before it, from the bottom to the top.
    pub(crate) before: Vec<Name>,
    /// The operand stack after it.
    pub(crate) after: Vec<Name>,
    /// The number in a local slot before it, where it is still read.
    locals_before: BTreeMap<u16, Name>,
    /// The variable that it writes a number to.
    pub(crate) written: Option<Name>,
}

/// All values and variables of a method.
#[derive(Clone, Debug)]
pub(crate) struct Values {
    parents: Vec<usize>,
    around: Vec<Around>,
    /// By parameter slot, of those that are numbers.
    pub(crate) parameters: BTreeMap<u16, Name>,
    origins: Vec<(Name, Origin)>,
}

impl Values {
    /// Names everything in a method that was interpreted.
    pub(crate) fn of(method: MethodCode<'_>, flow: &Flow) -> Result<Self, Malformed> {
        let live = live_numbers(method, flow);
        let length = method.code.instructions.len();
        let mut values = Self {
            parents: Vec::new(),
            around: vec![Around::default(); length],
            parameters: BTreeMap::new(),
            origins: Vec::new(),
        };
        for index in 0..length {
            let Some(frame) = flow.frame(index) else { continue };
            let before: Vec<Name> = frame.stack.iter().map(|_| values.fresh()).collect();
            let is_number = |slot: u16| matches!(frame.locals.get(usize::from(slot)), Some(Value::Int(..)));
            let slots = live.get(index).into_iter().flatten().copied().filter(|slot| is_number(*slot));
            let locals_before = slots.map(|slot| (slot, values.fresh())).collect();
            if let Some(around) = values.around.get_mut(index) {
                *around = Around { before, locals_before, ..Around::default() };
            }
        }
        for (slot, of) in method.parameters() {
            let Value::Int(interval, _) = value_of(of) else { continue };
            let name = values.fresh();
            values.parameters.insert(slot, name);
            values.origins.push((name, Origin { instruction: None, interval }));
            if let Some(entry) = values.around(0).locals_before.get(&slot).copied() {
                values.unite(name, entry);
            }
        }
        for index in 0..length {
            if let Some(frame) = flow.frame(index) {
                values.name_results(method, index, frame)?;
                values.follow_edges(method, flow, index);
            }
        }
        Ok(values)
    }

    /// The names around an instruction; empty where it is not reached.
    pub(crate) fn around(&self, index: usize) -> &Around {
        static NOTHING: Around =
            Around { before: Vec::new(), after: Vec::new(), locals_before: BTreeMap::new(), written: None };
        self.around.get(index).unwrap_or(&NOTHING)
    }

    /// The operand `depth` below the top before an instruction.
    pub(crate) fn operand(&self, index: usize, depth: usize) -> Result<Name, Malformed> {
        self.around(index)
            .before
            .iter()
            .rev()
            .nth(depth)
            .copied()
            .ok_or(Malformed::at(index, "an instruction wants more operands than there are"))
    }

    /// What an instruction leaves on the top.
    pub(crate) fn result(&self, index: usize) -> Result<Name, Malformed> {
        self.around(index).after.last().copied().ok_or(Malformed::at(index, "an instruction leaves nothing"))
    }

    /// The variable in a local slot that an instruction reads.
    pub(crate) fn read_variable(&self, index: usize, slot: u16) -> Result<Name, Malformed> {
        self.around(index)
            .locals_before
            .get(&slot)
            .copied()
            .ok_or(Malformed::at(index, "a local variable is read that holds no number"))
    }

    /// Where numbers come from, each with the value that it becomes.
    pub(crate) fn origins(&self) -> &[(Name, Origin)] {
        &self.origins
    }

    /// Number of names.
    pub(crate) fn len(&self) -> usize {
        self.parents.len()
    }

    /// The one name of all that are one value.
    pub(crate) fn root(&self, name: Name) -> usize {
        let mut at = name.0;
        while let Some(parent) = self.parents.get(at).copied() {
            if parent == at {
                break;
            }
            at = parent;
        }
        at
    }

    fn fresh(&mut self) -> Name {
        let name = self.parents.len();
        self.parents.push(name);
        Name(name)
    }

    fn unite(&mut self, one: Name, other: Name) {
        let (root, joined) = (self.root(one), self.root(other));
        for (from, to) in [(joined, root), (one.0, root), (other.0, root)] {
            if let Some(parent) = self.parents.get_mut(from) {
                *parent = to;
            }
        }
    }

    fn name_results(&mut self, method: MethodCode<'_>, index: usize, frame: &Frame) -> Result<(), Malformed> {
        let instruction = method.instruction(index)?;
        let mut stack = self.around(index).before.clone();
        let underflow = Malformed::at(index, "an instruction wants more operands than there are");
        if let Instruction::Stack(operation) = instruction {
            let (taken, left) = rearrangement(*operation);
            let operands = stack.split_off(stack.len().checked_sub(taken).ok_or(underflow)?);
            let last = left.len().saturating_sub(1);
            for (place, operand) in left.iter().enumerate() {
                let Some(original) = operands.get(*operand).copied() else { continue };
                // The copy on the top is a value of its own, because it can still be made narrower or wider.
                // What lies below it must stay as it is.
                let is_free_copy = place == last && left.len() > taken;
                stack.push(if is_free_copy { self.fresh() } else { original });
            }
        } else {
            let (taken, left) = effect(instruction, frame, index)?;
            stack.truncate(stack.len().checked_sub(taken).ok_or(underflow)?);
            for value in left {
                let name = self.fresh();
                stack.push(name);
                if let Value::Int(interval, _) = value {
                    self.origins.push((name, Origin { instruction: Some(index), interval }));
                }
            }
        }
        let written = self.name_written(instruction, index, frame)?;
        if let Some(around) = self.around.get_mut(index) {
            around.after = stack;
            around.written = written;
        }
        Ok(())
    }

    fn name_written(
        &mut self,
        instruction: &Instruction,
        index: usize,
        frame: &Frame,
    ) -> Result<Option<Name>, Malformed> {
        let interval = match instruction {
            Instruction::StoreInt(_) => match frame.stack.last() {
                Some(Value::Int(interval, _)) => *interval,
                _ => return Err(Malformed::at(index, "a number is wanted and something else is there")),
            },
            Instruction::Increment(slot, by) => match frame.locals.get(usize::from(*slot)) {
                Some(Value::Int(interval, _)) => Interval::arithmetic(
                    crate::classfile::ArithmeticOperation::Add,
                    *interval,
                    Interval::constant((*by).into()),
                ),
                _ => return Err(Malformed::at(index, "a local variable is counted up that holds no number")),
            },
            _ => return Ok(None),
        };
        let name = self.fresh();
        self.origins.push((name, Origin { instruction: Some(index), interval }));
        if let Instruction::Increment(slot, _) = instruction {
            // It is counted up where it is.
            let read = self.read_variable(index, *slot)?;
            self.unite(read, name);
        }
        Ok(Some(name))
    }

    fn follow_edges(&mut self, method: MethodCode<'_>, flow: &Flow, index: usize) {
        let Ok(instruction) = method.instruction(index) else { return };
        let here = self.around(index).clone();
        let written_slot = match instruction {
            Instruction::StoreInt(slot) | Instruction::Increment(slot, _) => Some(*slot),
            _ => None,
        };
        let after = |slot: u16| {
            if written_slot == Some(slot) { here.written } else { here.locals_before.get(&slot).copied() }
        };
        for edge in flow.edges(method, index) {
            match edge {
                Edge::Normal(next) => {
                    let there = self.around(next).clone();
                    for (one, other) in here.after.iter().zip(&there.before) {
                        self.unite(*one, *other);
                    }
                    self.unite_locals(&there, after);
                }
                Edge::Exception(handler) => {
                    let there = self.around(handler).clone();
                    self.unite_locals(&there, |slot| here.locals_before.get(&slot).copied());
                }
                Edge::SubroutineReturn { entry, call } => {
                    let there = self.around(call + 1).clone();
                    for (one, other) in here.after.iter().zip(&there.before) {
                        self.unite(*one, *other);
                    }
                    let before_call = self.around(call).clone();
                    self.unite_locals(&there, |slot| {
                        if flow.subroutines.writes(entry, slot) {
                            after(slot)
                        } else {
                            before_call.locals_before.get(&slot).copied()
                        }
                    });
                }
            }
        }
    }

    fn unite_locals(&mut self, there: &Around, here: impl Fn(u16) -> Option<Name>) {
        for (slot, name) in &there.locals_before {
            if let Some(source) = here(*slot) {
                self.unite(source, *name);
            }
        }
    }
}

/// Whether a copy of the top operand is what an operation leaves on the top.
pub(crate) const fn copies_top(operation: StackOperation) -> bool {
    let (taken, left) = rearrangement(operation);
    left.len() > taken
}
