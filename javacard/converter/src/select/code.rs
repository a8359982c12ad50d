//! The translation of a method, instruction by instruction.

use std::collections::BTreeSet;

use super::fields_of_this::{stores_to_this, writes_this};
use super::locals::Locals;
use super::numbers::{arithmetic, array_type, comparison, component_type, field_kind};
use super::{Failure, FieldIndices};
use crate::analysis::Malformed;
use crate::analysis::flow::{Flow, MethodCode, Value, rearrangement, top};
use crate::analysis::interval::Interval;
use crate::analysis::values::{Values, copies_top};
use crate::analysis::width::{Want, Width, Widths, wants};
use crate::card_code::{CardInstruction, Item, Label, opcode};
use crate::classfile::{ArrayElement, Instruction, MemberName, StackOperation};
use crate::resolve::{Entry, FieldTarget, Resolver, Unresolved};
use crate::types::{MethodType, Type};

/// The code of a method for a card.
#[derive(Clone, Debug)]
pub(crate) struct CardCode {
    pub(crate) items: Vec<Item>,
    /// Cells of the parameters, the receiver's included.
    pub(crate) parameters: u16,
    /// Cells of the local variables that are no parameters.
    pub(crate) locals: u16,
    /// By local variable of the source, in the order of the class file: its cell.
    pub(crate) variables: Vec<Option<u8>>,
}

/// A method with all that was found out about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Analysed<'a> {
    pub(crate) method: MethodCode<'a>,
    pub(crate) flow: &'a Flow,
    pub(crate) values: &'a Values,
    pub(crate) widths: &'a Widths,
    /// Index of the class.
    pub(crate) class: usize,
}

/// Translates a method.
pub(crate) fn select(
    analysed: Analysed<'_>,
    resolver: Resolver<'_>,
    fields: &FieldIndices,
) -> Result<CardCode, Failure> {
    let locals = Locals::of(analysed.method, analysed.values, analysed.widths);
    let of_this = stores_to_this(analysed, resolver, fields);
    let mut selection = Selection { analysed, resolver, locals, items: Vec::new(), at: 0, of_this };
    for index in 0..analysed.method.code.instructions.len() {
        if analysed.flow.frame(index).is_some() {
            selection.at = index;
            selection.instruction()?;
        }
    }
    let Selection { items, locals, .. } = selection;
    let keeps_this = !analysed.method.is_static && !writes_this(analysed.method);
    let items =
        super::peephole::tidy(items, &labels(analysed.method), |entry| keeps_this && fields.is_near(entry));
    let variables = analysed
        .method
        .code
        .variables
        .iter()
        .map(|variable| locals.cell(variable.slot, Width::of(&variable.variable_type), 0).ok())
        .collect();
    Ok(CardCode { items, parameters: locals.parameters, locals: locals.cells - locals.parameters, variables })
}

/// Where control can come to other than from the instruction before, and where ranges begin and end.
fn labels(method: MethodCode<'_>) -> BTreeSet<Label> {
    let mut labels = BTreeSet::new();
    for (index, (_, instruction)) in method.code.instructions.iter().enumerate() {
        labels.extend(instruction.targets());
        if matches!(instruction, Instruction::JumpSubroutine(_)) {
            labels.insert(index + 1);
        }
    }
    for handler in &method.code.handlers {
        labels.extend([handler.start, handler.end, handler.handler]);
    }
    labels
}

pub(super) struct Selection<'a> {
    analysed: Analysed<'a>,
    resolver: Resolver<'a>,
    locals: Locals,
    items: Vec<Item>,
    /// The instruction that is translated.
    at: usize,
    /// Instructions that set a field of `this`, and those that load `this` for them and for nothing else.
    of_this: BTreeSet<usize>,
}

type Outcome = Result<(), Failure>;

impl Selection<'_> {
    pub(super) fn push(&mut self, instruction: CardInstruction, taken: u16, left: u16) {
        self.items.push(Item { instruction, from: self.at, taken, left });
    }

    fn plain(&mut self, opcode: u8, taken: u16, left: u16) {
        self.push(CardInstruction::Plain(opcode), taken, left);
    }

    fn reference(&mut self, opcode: u8, entry: Entry, taken: u16, left: u16) {
        self.push(CardInstruction::Reference(opcode, entry), taken, left);
    }

    fn resolved<T>(&self, result: Result<T, Unresolved>) -> Result<T, Failure> {
        result.map_err(|unresolved| Failure::Unresolved { instruction: self.at, unresolved })
    }

    /// The width of the operand `depth` below the top.
    fn operand(&self, depth: usize) -> Result<Width, Malformed> {
        let name = self.analysed.values.operand(self.at, depth)?;
        Ok(self.analysed.widths.of(self.analysed.values, name))
    }

    fn interval(&self, depth: usize) -> Result<Interval, Malformed> {
        let frame = self.analysed.flow.frame(self.at).ok_or(Malformed::at(self.at, "not reached"))?;
        match top(frame, depth, self.at)? {
            Value::Int(interval, _) => Ok(interval),
            _ => Err(Malformed::at(self.at, "a number is wanted and something else is there")),
        }
    }

    fn convert(&mut self, from: Width, to: Width) {
        match (from, to) {
            (Width::Short, Width::Int) => self.plain(opcode::S2I, 1, 2),
            (Width::Int, Width::Short) => self.plain(opcode::I2S, 2, 1),
            _ => {}
        }
    }

    /// Swaps the top operand with the one below it; both by their cells.
    fn swap(&mut self, above: u8, below: u8) {
        let cells = u16::from(above) + u16::from(below);
        self.push(CardInstruction::Byte(opcode::SWAP_X, above << 4 | below), cells, cells);
    }

    /// Brings operands into the widths that the instruction wants.
    fn bring(&mut self, wants: &[Want]) -> Outcome {
        let mut above = 1;
        for depth in 0..2 {
            let want = wants.iter().find(|want| want.depth == depth);
            let there = self.cells_at(depth)?;
            if depth == 0 {
                if let Some(want) = want {
                    self.convert(self.operand(0)?, want.width);
                    above = want.width.cells();
                } else {
                    above = there;
                }
            } else if let Some(want) = want {
                let from = self.operand(1)?;
                if from != want.width {
                    self.swap(above, from.cells());
                    self.convert(from, want.width);
                    self.swap(want.width.cells(), above);
                }
            }
        }
        for want in wants.iter().filter(|want| want.depth > 1) {
            if self.operand(want.depth)? != want.width {
                return Err(Malformed::at(self.at, TOO_DEEP).into());
            }
        }
        Ok(())
    }

    /// Cells of an operand, whatever it is; 1 where there is none.
    fn cells_at(&self, depth: usize) -> Result<u8, Malformed> {
        let Some(frame) = self.analysed.flow.frame(self.at) else { return Ok(1) };
        match frame.stack.iter().rev().nth(depth) {
            Some(Value::Int(..)) => Ok(self.operand(depth)?.cells()),
            _ => Ok(1),
        }
    }

    /// Leaves the result in the width that was found for it.
    fn result(&mut self, width: Width) -> Outcome {
        let name = self.analysed.values.result(self.at)?;
        self.convert(width, self.analysed.widths.of(self.analysed.values, name));
        Ok(())
    }

    fn result_of(&mut self, of: &Type) -> Outcome {
        if of.is_reference() { Ok(()) } else { self.result(Width::of(of)) }
    }

    fn load_or_store(&mut self, general: u8, first: u8, cell: u8, taken: u16, left: u16) {
        let instruction = match cell {
            0..=3 => CardInstruction::Plain(first + cell),
            _ => CardInstruction::Byte(general, cell),
        };
        self.push(instruction, taken, left);
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each instruction")]
    fn instruction(&mut self) -> Outcome {
        let Analysed { method, values, widths, .. } = self.analysed;
        let at = self.at;
        let instruction = method.instruction(at)?;
        let wanted =
            wants(method, values, at, |name| widths.of(values, name), |index| widths.operation(index))?;
        self.bring(&wanted)?;
        match instruction {
            Instruction::Nop => {}
            Instruction::Null => self.plain(opcode::ACONST_NULL, 0, 1),
            Instruction::Constant(value) => {
                let width = widths.of(values, values.result(at)?);
                self.push_number(*value, width);
            }
            Instruction::LoadInt(slot) => {
                let width = widths.of(values, values.read_variable(at, *slot)?);
                let cell = self.locals.cell(*slot, width, at)?;
                match width {
                    Width::Short => self.load_or_store(opcode::SLOAD, opcode::SLOAD_0, cell, 0, 1),
                    Width::Int => self.load_or_store(opcode::ILOAD, opcode::ILOAD_0, cell, 0, 2),
                }
                self.result(width)?;
            }
            Instruction::StoreInt(slot) => {
                let width = values.around(at).written.map_or(Width::Short, |name| widths.of(values, name));
                let cell = self.locals.cell(*slot, width, at)?;
                match width {
                    Width::Short => self.load_or_store(opcode::SSTORE, opcode::SSTORE_0, cell, 1, 0),
                    Width::Int => self.load_or_store(opcode::ISTORE, opcode::ISTORE_0, cell, 2, 0),
                }
            }
            Instruction::LoadReference(slot) => {
                if !self.of_this.contains(&at) {
                    let cell = self.locals.cell(*slot, Width::Short, at)?;
                    self.load_or_store(opcode::ALOAD, opcode::ALOAD_0, cell, 0, 1);
                }
            }
            Instruction::StoreReference(slot) => {
                let cell = self.locals.cell(*slot, Width::Short, at)?;
                self.load_or_store(opcode::ASTORE, opcode::ASTORE_0, cell, 1, 0);
            }
            Instruction::Increment(slot, by) => {
                let width = values.around(at).written.map_or(Width::Short, |name| widths.of(values, name));
                let local = self.locals.cell(*slot, width, at)?;
                let opcode = if width == Width::Short { opcode::SINC } else { opcode::IINC };
                self.push(CardInstruction::Increment { opcode, local, by: *by }, 0, 0);
            }
            Instruction::ArrayLoad(element) => match element {
                ArrayElement::Reference => self.plain(opcode::AALOAD, 2, 1),
                ArrayElement::Byte => {
                    self.plain(opcode::BALOAD, 2, 1);
                    self.result(Width::Short)?;
                }
                ArrayElement::Short => {
                    self.plain(opcode::SALOAD, 2, 1);
                    self.result(Width::Short)?;
                }
                ArrayElement::Int => {
                    self.plain(opcode::IALOAD, 2, 2);
                    self.result(Width::Int)?;
                }
            },
            Instruction::ArrayStore(element) => match element {
                ArrayElement::Reference => self.plain(opcode::AASTORE, 3, 0),
                ArrayElement::Byte => self.plain(opcode::BASTORE, 3, 0),
                ArrayElement::Short => self.plain(opcode::SASTORE, 3, 0),
                ArrayElement::Int => self.plain(opcode::IASTORE, 4, 0),
            },
            Instruction::Stack(operation) => self.rearrange(*operation)?,
            Instruction::Arithmetic(operation) => {
                let width = widths.operation(at);
                let cells = u16::from(width.cells());
                self.plain(arithmetic(*operation, width), 2 * cells, cells);
                self.result(width)?;
            }
            Instruction::Negate => {
                let width = widths.operation(at);
                let cells = u16::from(width.cells());
                self.plain(if width == Width::Short { opcode::SNEG } else { opcode::INEG }, cells, cells);
                self.result(width)?;
            }
            // Narrowing to a byte takes either width.
            Instruction::ToByte => {
                match self.operand(0)? {
                    Width::Int => self.plain(opcode::I2B, 2, 1),
                    Width::Short if self.interval(0)?.fits_byte() => {}
                    Width::Short => self.plain(opcode::S2B, 1, 1),
                }
                self.result(Width::Short)?;
            }
            Instruction::ToShort => {
                if widths.operation(at) == Width::Int {
                    self.plain(opcode::I2S, 2, 1);
                }
                self.result(Width::Short)?;
            }
            Instruction::If(how, target) => {
                let branch = CardInstruction::Branch(opcode::IFEQ + comparison(*how), *target);
                if widths.operation(at) == Width::Int {
                    self.push_number(0, Width::Int);
                    self.plain(opcode::ICMP, 4, 1);
                }
                self.push(branch, 1, 0);
            }
            Instruction::IfCompare(how, target) => {
                if widths.operation(at) == Width::Int {
                    self.plain(opcode::ICMP, 4, 1);
                    self.push(CardInstruction::Branch(opcode::IFEQ + comparison(*how), *target), 1, 0);
                } else {
                    self.push(CardInstruction::Branch(opcode::IF_SCMPEQ + comparison(*how), *target), 2, 0);
                }
            }
            Instruction::IfReferences(how, target) => {
                let opcode = if comparison(*how) == 0 { opcode::IF_ACMPEQ } else { opcode::IF_ACMPNE };
                self.push(CardInstruction::Branch(opcode, *target), 2, 0);
            }
            Instruction::IfNull(how, target) => {
                let opcode = if comparison(*how) == 0 { opcode::IFNULL } else { opcode::IFNONNULL };
                self.push(CardInstruction::Branch(opcode, *target), 1, 0);
            }
            Instruction::Goto(target) => self.push(CardInstruction::Branch(opcode::GOTO, *target), 0, 0),
            Instruction::JumpSubroutine(target) => self.push(CardInstruction::JumpSubroutine(*target), 0, 1),
            Instruction::ReturnFromSubroutine(slot) => {
                let cell = self.locals.cell(*slot, Width::Short, at)?;
                self.push(CardInstruction::Byte(opcode::RET, cell), 0, 0);
            }
            Instruction::Switch { default, cases, is_table } => self.switch(*default, cases, *is_table),
            Instruction::Return => self.plain(opcode::RETURN, 0, 0),
            Instruction::ReturnInt => match &method.method_type.result {
                Some(Type::Int) => self.plain(opcode::IRETURN, 2, 0),
                result => {
                    let is_byte = matches!(result, Some(Type::Byte | Type::Boolean));
                    if is_byte && !self.interval(0)?.fits_byte() {
                        self.plain(opcode::S2B, 1, 1);
                    }
                    self.plain(opcode::SRETURN, 1, 0);
                }
            },
            Instruction::ReturnReference => self.plain(opcode::ARETURN, 1, 0),
            Instruction::GetStatic(field) => match self.resolved(self.resolver.static_field(field))? {
                FieldTarget::Constant(value) => {
                    let width = widths.of(values, values.result(at)?);
                    self.push_number(value, width);
                }
                FieldTarget::Entry(entry) => {
                    let of = &field.member_type;
                    self.reference(opcode::GETSTATIC_A + field_kind(of), entry, 0, of.cells().into());
                    self.result_of(of)?;
                }
            },
            Instruction::PutStatic(field) => {
                let of = &field.member_type;
                self.cut_to_field(of)?;
                match self.resolved(self.resolver.static_field(field))? {
                    FieldTarget::Constant(_) => {
                        return Err(Malformed::at(at, "a constant is written to").into());
                    }
                    FieldTarget::Entry(entry) => {
                        self.reference(opcode::PUTSTATIC_A + field_kind(of), entry, of.cells().into(), 0);
                    }
                }
            }
            Instruction::GetField(field) => {
                let entry = self.resolved(self.resolver.instance_field(field))?;
                let of = &field.member_type;
                let instruction = CardInstruction::Field(opcode::GETFIELD_A + field_kind(of), entry);
                self.push(instruction, 1, of.cells().into());
                self.result_of(of)?;
            }
            Instruction::PutField(field) => {
                let entry = self.resolved(self.resolver.instance_field(field))?;
                let of = &field.member_type;
                self.cut_to_field(of)?;
                let opcode = opcode::PUTFIELD_A + field_kind(of);
                if self.of_this.contains(&at) {
                    let instruction = CardInstruction::FieldOfThis(opcode + opcode::PUTFIELD_THIS, entry);
                    self.push(instruction, of.cells().into(), 0);
                } else {
                    self.push(CardInstruction::Field(opcode, entry), u16::from(of.cells()) + 1, 0);
                }
            }
            Instruction::InvokeVirtual(name) => {
                let entry = match self.resolver.private_method(name) {
                    Some(entry) => Ok((opcode::INVOKESPECIAL, entry)),
                    None => self.resolver.virtual_method(name).map(|entry| (opcode::INVOKEVIRTUAL, entry)),
                };
                let (opcode, entry) = self.resolved(entry)?;
                self.invoke(opcode, entry, name, true)?;
            }
            Instruction::InvokeSpecial(name) => {
                let entry = if name.name == "<init>" {
                    self.resolver.constructor(name)
                } else if let Some(entry) = self.resolver.private_method(name) {
                    Ok(entry)
                } else {
                    self.resolver.super_method(self.analysed.class, name)
                };
                let entry = self.resolved(entry)?;
                self.invoke(opcode::INVOKESPECIAL, entry, name, true)?;
            }
            Instruction::InvokeStatic(name) => {
                let entry = self.resolved(self.resolver.static_method(name))?;
                self.invoke(opcode::INVOKESTATIC, entry, name, false)?;
            }
            Instruction::InvokeInterface(name) => {
                let (interface, token) = self.resolved(self.resolver.interface_method(name))?;
                let taken = argument_cells(&name.member_type, true);
                let arguments = u8::try_from(taken).map_err(|_| Malformed::at(at, super::TOO_MANY))?;
                let interface = Entry::Class(interface);
                let left = name.member_type.result.as_ref().map_or(0, |of| of.cells().into());
                self.push(CardInstruction::InvokeInterface { arguments, interface, token }, taken, left);
                if let Some(of) = &name.member_type.result {
                    self.result_of(of)?;
                }
            }
            Instruction::New(name) => {
                let class = self.resolved(self.resolver.class(name))?;
                self.reference(opcode::NEW, Entry::Class(class), 0, 1);
            }
            Instruction::NewArray(component) => {
                match self.resolved(self.resolver.class_of_type(component))? {
                    Some(class) => self.reference(opcode::ANEWARRAY, Entry::Class(class), 1, 1),
                    None => {
                        let instruction = CardInstruction::Byte(opcode::NEWARRAY, component_type(component));
                        self.push(instruction, 1, 1);
                    }
                }
            }
            Instruction::ArrayLength => {
                self.plain(opcode::ARRAYLENGTH, 1, 1);
                self.result(Width::Short)?;
            }
            Instruction::Throw => self.plain(opcode::ATHROW, 1, 0),
            Instruction::CheckCast(of) => self.type_test(opcode::CHECKCAST, of)?,
            Instruction::InstanceOf(of) => {
                self.type_test(opcode::INSTANCEOF, of)?;
                self.result(Width::Short)?;
            }
            Instruction::Unsupported(_) => {
                return Err(Malformed::at(at, "an instruction is not known").into());
            }
        }
        Ok(())
    }

    /// A field of one byte takes what fits it. javac has cut off the rest; other compilers may leave it to the field.
    fn cut_to_field(&mut self, of: &Type) -> Outcome {
        if matches!(of, Type::Byte | Type::Boolean) && !self.interval(0)?.fits_byte() {
            self.plain(opcode::S2B, 1, 1);
        }
        Ok(())
    }

    fn type_test(&mut self, opcode: u8, of: &Type) -> Outcome {
        let class = self.resolved(self.resolver.class_of_type(of))?.map(Entry::Class);
        self.push(CardInstruction::TypeTest { opcode, array_type: array_type(of), class }, 1, 1);
        Ok(())
    }

    fn invoke(&mut self, opcode: u8, entry: Entry, name: &MemberName<MethodType>, receiver: bool) -> Outcome {
        let taken = argument_cells(&name.member_type, receiver);
        let left = name.member_type.result.as_ref().map_or(0, |of| of.cells().into());
        self.reference(opcode, entry, taken, left);
        match &name.member_type.result {
            Some(of) => self.result_of(of),
            None => Ok(()),
        }
    }

    fn switch(&mut self, default: Label, cases: &[(i32, Label)], is_table: bool) {
        let int = self.analysed.widths.operation(self.at) == Width::Int;
        // Keys that the number cannot have are left out.
        let pairs: Vec<(i32, Label)> =
            cases.iter().copied().filter(|(key, _)| int || i16::try_from(*key).is_ok()).collect();
        let taken = if int { 2 } else { 1 };
        let instruction = match pairs.first() {
            None => {
                self.plain(if int { opcode::POP2 } else { opcode::POP }, taken, 0);
                self.push(CardInstruction::Branch(opcode::GOTO, default), 0, 0);
                return;
            }
            Some((low, _)) if is_table => {
                let labels = pairs.iter().map(|(_, label)| *label).collect();
                CardInstruction::TableSwitch { int, default, low: *low, labels }
            }
            Some(_) => CardInstruction::LookupSwitch { int, default, pairs },
        };
        self.push(instruction, taken, 0);
    }

    fn rearrange(&mut self, operation: StackOperation) -> Outcome {
        let (taken, left) = rearrangement(operation);
        let mut cells = Vec::new();
        for depth in (0..taken).rev() {
            cells.push(self.cells_at(depth)?);
        }
        let all = cells.iter().map(|cells| u16::from(*cells)).sum();
        match operation {
            StackOperation::Pop | StackOperation::Pop2 => {
                let mut rest: u16 = all;
                while rest >= 2 {
                    self.plain(opcode::POP2, 2, 0);
                    rest -= 2;
                }
                if rest == 1 {
                    self.plain(opcode::POP, 1, 0);
                }
            }
            StackOperation::Swap => {
                if let [below, above] = cells.as_slice() {
                    self.swap(*above, *below);
                }
            }
            _ => {
                let copied: u8 =
                    left.len().checked_sub(taken).map_or(0, |count| cells.iter().rev().take(count).sum());
                let instruction = match (copied, left.len() - taken == taken) {
                    (1, true) => CardInstruction::Plain(opcode::DUP),
                    (2, true) => CardInstruction::Plain(opcode::DUP2),
                    (_, true) => CardInstruction::Byte(opcode::DUP_X, copied << 4),
                    (_, false) => {
                        let reach: u8 = cells.iter().sum();
                        CardInstruction::Byte(opcode::DUP_X, copied << 4 | reach)
                    }
                };
                self.push(instruction, all, all + u16::from(copied));
            }
        }
        if copies_top(operation) && self.is_number_on_top() {
            let from = self.operand(0)?;
            self.result(from)?;
        }
        Ok(())
    }

    fn is_number_on_top(&self) -> bool {
        let frame = self.analysed.flow.frame(self.at);
        matches!(frame.and_then(|frame| frame.stack.last()), Some(Value::Int(..)))
    }
}

/// Cells of the arguments of a call.
pub(crate) fn argument_cells(of: &MethodType, receiver: bool) -> u16 {
    u16::from(receiver) + of.parameters.iter().map(|of| u16::from(of.cells())).sum::<u16>()
}

const TOO_DEEP: &str = "the expression mixes short and int too deeply";
