//! How wide each value must be on a card, one cell or two.

mod demand;
mod operation;

use std::collections::{BTreeMap, BTreeSet};

use self::demand::{Demands, numbers_passed};
use super::Malformed;
use super::flow::{Flow, MethodCode, Value, top};
use super::interval::Interval;
use super::values::{Name, Values};
use crate::classfile::{ArrayElement, Instruction};
use crate::types::Type;

/// Cells of 16 bits that a value takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Width {
    /// One.
    Short,
    /// Two.
    Int,
}

impl Width {
    /// That of values of a type.
    pub(crate) const fn of(of: &Type) -> Self {
        if matches!(of, Type::Int) { Self::Int } else { Self::Short }
    }

    /// Cells.
    pub(crate) const fn cells(self) -> u8 {
        match self {
            Self::Short => 1,
            Self::Int => 2,
        }
    }
}

/// Why the result on a card could be another one than in Java.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Index of the instruction.
    pub(crate) instruction: usize,
    pub(crate) kind: ProblemKind,
    /// What the value can be.
    pub(crate) interval: Interval,
}

/// What cannot be shown to be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProblemKind {
    /// A result that needs an int, on a card without int.
    Intermediate,
    /// An index of an array.
    Index,
    /// The length of a new array.
    Length,
    /// An argument of type byte, boolean or short.
    Argument,
}

/// The widths of everything in a method.
#[derive(Clone, Debug)]
pub(crate) struct Widths {
    /// By root of the values.
    by_root: Vec<Width>,
    /// Of the operations that can be done in both.
    operations: BTreeMap<usize, Width>,
}

impl Widths {
    /// Of a value or a variable.
    pub(crate) fn of(&self, values: &Values, name: Name) -> Width {
        self.by_root.get(values.root(name)).copied().unwrap_or(Width::Short)
    }

    /// In which width an arithmetic operation, a comparison or a switch is done.
    pub(crate) fn operation(&self, index: usize) -> Width {
        self.operations.get(&index).copied().unwrap_or(Width::Short)
    }
}

/// What an instruction wants of an operand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Want {
    /// Operands above it.
    pub(crate) depth: usize,
    pub(crate) width: Width,
}

/// Finds the widths of a method, and what stands in the way of a faithful translation.
pub(crate) fn widths(
    method: MethodCode<'_>,
    flow: &Flow,
    values: &Values,
    int_support: bool,
) -> Result<(Widths, Vec<Problem>), Malformed> {
    let mut choice = Choice::new(method, flow, values, int_support)?;
    choice.choose_variables();
    for index in (0..method.code.instructions.len()).rev() {
        if flow.frame(index).is_some() {
            choice.want_from(index)?;
        }
    }
    choice.finish()
}

/// The variables that the class file tells to be of type int, by root. They hold all of their bits, whoever looks.
fn declared_ints(method: MethodCode<'_>, values: &Values) -> BTreeSet<usize> {
    let mut ints = BTreeSet::new();
    for (index, (_, instruction)) in method.code.instructions.iter().enumerate() {
        let (Instruction::StoreInt(slot) | Instruction::Increment(slot, _)) = instruction else { continue };
        let is_int = method.code.variables.iter().any(|variable| {
            variable.slot == *slot
                && (variable.start..variable.end).contains(&(index + 1))
                && variable.variable_type == Type::Int
        });
        if let (true, Some(written)) = (is_int, values.around(index).written) {
            ints.insert(values.root(written));
        }
    }
    ints
}

struct Choice<'a> {
    method: MethodCode<'a>,
    flow: &'a Flow,
    values: &'a Values,
    int_support: bool,
    demands: Demands,
    /// By root: whether every number that it can be fits a short.
    fits: Vec<bool>,
    /// By root: what is wanted by those that use it.
    wanted: Vec<Wanted>,
    /// By root: of variables.
    fixed: BTreeMap<usize, Width>,
    operations: BTreeMap<usize, Width>,
    /// Roots of what is loaded or returned as an int.
    comes_as_int: BTreeSet<usize>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Wanted {
    short: bool,
    int: bool,
}

impl<'a> Choice<'a> {
    fn new(
        method: MethodCode<'a>,
        flow: &'a Flow,
        values: &'a Values,
        int_support: bool,
    ) -> Result<Self, Malformed> {
        let mut fits = vec![true; values.len()];
        for (name, origin) in values.origins() {
            if let Some(fit) = fits.get_mut(values.root(*name)) {
                *fit &= origin.interval.fits_short();
            }
        }
        let mut comes_as_int = BTreeSet::new();
        for (name, origin) in values.origins() {
            let Some(index) = origin.instruction.filter(|_| int_support && !origin.interval.fits_short())
            else {
                continue;
            };
            let computed = matches!(
                method.instruction(index)?,
                Instruction::Arithmetic(_)
                    | Instruction::Negate
                    | Instruction::Constant(_)
                    | Instruction::StoreInt(_)
            );
            if !computed {
                comes_as_int.insert(values.root(*name));
            }
        }
        let ints = if int_support { declared_ints(method, values) } else { BTreeSet::new() };
        Ok(Self {
            method,
            flow,
            values,
            int_support,
            demands: Demands::of(method, flow, values, &ints)?,
            fits,
            wanted: vec![Wanted::default(); values.len()],
            fixed: ints.into_iter().map(|root| (root, Width::Int)).collect(),
            operations: BTreeMap::new(),
            comes_as_int,
        })
    }

    fn can_be_short(&self, root: usize) -> bool {
        self.fits.get(root).copied().unwrap_or(true) || !self.demands.all_bits(root)
    }

    fn width(&self, root: usize) -> Width {
        if let Some(width) = self.fixed.get(&root) {
            return *width;
        }
        let Wanted { short, int } = self.wanted.get(root).copied().unwrap_or_default();
        // What nobody wants in a width of its own stays as it comes.
        let is_left_alone = !short && self.comes_as_int.contains(&root);
        if !self.can_be_short(root) || (int && !short) || is_left_alone { Width::Int } else { Width::Short }
    }

    /// Variables that are not known to be int are as narrow as can be. Parameters have the width of their type.
    fn choose_variables(&mut self) {
        for index in 0..self.method.code.instructions.len() {
            let Some(written) = self.values.around(index).written else { continue };
            let root = self.values.root(written);
            let width = if self.can_be_short(root) { Width::Short } else { Width::Int };
            self.fixed.entry(root).or_insert(width);
        }
        for (slot, of) in self.method.parameters() {
            if let Some(name) = self.values.parameters.get(&slot) {
                self.fixed.insert(self.values.root(*name), Width::of(of));
            }
        }
    }

    fn interval(&self, index: usize, depth: usize) -> Result<Interval, Malformed> {
        let frame = self.flow.frame(index).ok_or(Malformed::at(index, "not reached"))?;
        match top(frame, depth, index)? {
            Value::Int(interval, _) => Ok(interval),
            _ => Err(Malformed::at(index, "a number is wanted and something else is there")),
        }
    }

    fn want(&mut self, index: usize, depth: usize, width: Width) -> Result<(), Malformed> {
        let root = self.values.root(self.values.operand(index, depth)?);
        if let Some(wanted) = self.wanted.get_mut(root) {
            match width {
                Width::Short => wanted.short = true,
                Width::Int => wanted.int = true,
            }
        }
        Ok(())
    }

    fn want_from(&mut self, index: usize) -> Result<(), Malformed> {
        if let Some(width) = self.operation_width(index)? {
            self.operations.insert(index, width);
        }
        for want in wants(
            self.method,
            self.values,
            index,
            |name| self.width(self.values.root(name)),
            |at| self.operations.get(&at).copied().unwrap_or(Width::Short),
        )? {
            self.want(index, want.depth, want.width)?;
        }
        Ok(())
    }

    fn finish(self) -> Result<(Widths, Vec<Problem>), Malformed> {
        let by_root: Vec<Width> = (0..self.values.len()).map(|root| self.width(root)).collect();
        let mut problems = Vec::new();
        if !self.int_support {
            for (name, origin) in self.values.origins() {
                let root = self.values.root(*name);
                let Some(instruction) = origin.instruction else { continue };
                if by_root.get(root) == Some(&Width::Int) && !origin.interval.fits_short() {
                    // A variable takes over the fault of what is stored in it.
                    if matches!(self.method.instruction(instruction), Ok(Instruction::StoreInt(_))) {
                        continue;
                    }
                    problems.push(Problem {
                        instruction,
                        kind: ProblemKind::Intermediate,
                        interval: origin.interval,
                    });
                }
            }
            for (index, width) in &self.operations {
                let interval = self.interval(*index, 0)?;
                if *width == Width::Int && problems.is_empty() {
                    problems.push(Problem { instruction: *index, kind: ProblemKind::Intermediate, interval });
                }
            }
        }
        for index in 0..self.method.code.instructions.len() {
            if self.flow.frame(index).is_some() {
                self.check_limits(index, &mut problems)?;
            }
        }
        Ok((Widths { by_root, operations: self.operations }, problems))
    }

    /// Numbers that must fit a short whatever the width that they are computed in.
    fn check_limits(&self, index: usize, problems: &mut Vec<Problem>) -> Result<(), Malformed> {
        let mut check = |depth: usize, limit: Interval, kind| {
            let interval = self.interval(index, depth)?;
            if !interval.within(limit) {
                problems.push(Problem { instruction: index, kind, interval });
            }
            Ok(())
        };
        match self.method.instruction(index)? {
            Instruction::ArrayLoad(_) => check(0, demand::INDEX, ProblemKind::Index),
            Instruction::ArrayStore(_) => check(1, demand::INDEX, ProblemKind::Index),
            Instruction::NewArray(_) => check(0, Interval::SHORT, ProblemKind::Length),
            instruction => {
                for (depth, of) in numbers_passed(instruction) {
                    if *of != Type::Int {
                        check(depth, Interval::of_type(of), ProblemKind::Argument)?;
                    }
                }
                Ok(())
            }
        }
    }
}

/// The widths that an instruction wants of the numbers that it takes.
pub(crate) fn wants(
    method: MethodCode<'_>,
    values: &Values,
    index: usize,
    width_of: impl Fn(Name) -> Width,
    operation: impl Fn(usize) -> Width,
) -> Result<Vec<Want>, Malformed> {
    let want = |depth, width| Want { depth, width };
    Ok(match method.instruction(index)? {
        Instruction::StoreInt(_) => match values.around(index).written {
            Some(variable) => vec![want(0, width_of(variable))],
            None => Vec::new(),
        },
        Instruction::ArrayLoad(_) | Instruction::NewArray(_) => {
            vec![want(0, Width::Short)]
        }
        Instruction::ArrayStore(element) => match element {
            ArrayElement::Reference => vec![want(1, Width::Short)],
            ArrayElement::Byte | ArrayElement::Short => vec![want(0, Width::Short), want(1, Width::Short)],
            ArrayElement::Int => vec![want(0, Width::Int), want(1, Width::Short)],
        },
        Instruction::Arithmetic(_) | Instruction::IfCompare(..) => {
            let width = operation(index);
            vec![want(0, width), want(1, width)]
        }
        Instruction::Negate | Instruction::ToShort | Instruction::If(..) | Instruction::Switch { .. } => {
            vec![want(0, operation(index))]
        }
        Instruction::ReturnInt => match &method.method_type.result {
            Some(result) => vec![want(0, Width::of(result))],
            None => return Err(Malformed::at(index, "a method without a result returns one")),
        },
        instruction => {
            numbers_passed(instruction).into_iter().map(|(depth, of)| want(depth, Width::of(of))).collect()
        }
    })
}
