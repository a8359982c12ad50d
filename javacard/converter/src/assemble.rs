//! From instructions with labels to bytes: lengths of branches, exception handlers, depth of the operand stack.

use std::collections::BTreeMap;

use crate::card_code::{CardInstruction, Item, Label, opcode};
use crate::classfile::Code;
use crate::resolve::{ClassReference, Entry};
use crate::select::{CardCode, FieldIndices};

/// Where an index into the constant pool belongs: offset, length of 1 or 2 bytes, entry.
pub(crate) type OpenReference = (u16, u8, Entry);

/// A method as bytes. Offsets are from the first bytecode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Assembled {
    /// With zeroes where indices into the constant pool belong.
    pub(crate) bytecodes: Vec<u8>,
    /// Where those belong.
    pub(crate) references: Vec<OpenReference>,
    /// In the order in which they are searched, which is that of the handlers' offsets.
    pub(crate) handlers: Vec<AssembledHandler>,
    /// Cells of the operand stack.
    pub(crate) max_stack: u16,
    /// Offset and line, ascending; each line once for all instructions in a row that have it.
    pub(crate) lines: Vec<(u16, u16)>,
    /// By local variable of the source, in the order of the class file: offset and length of its range.
    pub(crate) variables: Vec<(u16, u16)>,
}

/// An exception handler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AssembledHandler {
    pub(crate) start: u16,
    pub(crate) length: u16,
    pub(crate) handler: u16,
    /// None for every exception.
    pub(crate) catch: Option<Entry>,
    /// Whether no later handler covers the same range (JCVM specification §6.9.1).
    pub(crate) stop: bool,
}

/// Why a method cannot be written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AssemblyError {
    /// More bytes than a method may have (JCVM specification §2.2.4.2).
    TooLong,
    /// Two ways to an instruction leave different operand stacks.
    Stack,
}

/// The bytecodes of a method at the most (JCVM specification §2.2.4.2).
pub(crate) const MAX_METHOD_LENGTH: usize = 32767;

/// Assembles a method. `catches` are the classes of the handlers, in the order of the class file.
pub(crate) fn assemble(
    code: &Code,
    card: &CardCode,
    catches: &[Option<ClassReference>],
    fields: &FieldIndices,
) -> Result<Assembled, AssemblyError> {
    let mut assembler = Assembler::new(&card.items, fields);
    let plain = assembler.handlers(code, catches, 0)?;
    let ascend = plain.windows(2).all(|pair| match pair {
        [one, other] => one.handler <= other.handler,
        _ => true,
    });
    let handlers = if ascend {
        plain
    } else {
        // Detours at the end of the method bring the handlers into the order in which they are searched.
        let behind = code.instructions.len();
        for (number, handler) in code.handlers.iter().enumerate() {
            assembler.items.push(Item {
                instruction: CardInstruction::Branch(opcode::GOTO, handler.handler),
                from: behind + number,
                taken: 0,
                left: 0,
            });
        }
        assembler.lay_out();
        assembler.handlers(code, catches, behind)?
    };
    if assembler.length() > MAX_METHOD_LENGTH {
        return Err(AssemblyError::TooLong);
    }
    let max_stack = assembler.max_stack(&handlers)?;
    let (bytecodes, references) = assembler.encode()?;
    let lines = assembler.lines(code);
    let variables = code
        .variables
        .iter()
        .map(|variable| {
            let (start, end) = (assembler.offset(variable.start), assembler.offset(variable.end));
            (start, end.saturating_sub(start))
        })
        .collect();
    Ok(Assembled { bytecodes, references, handlers: with_stop_bits(handlers), max_stack, lines, variables })
}

fn with_stop_bits(mut handlers: Vec<AssembledHandler>) -> Vec<AssembledHandler> {
    let ranges: Vec<(u16, u16)> =
        handlers.iter().map(|handler| (handler.start, handler.start + handler.length)).collect();
    for (number, handler) in handlers.iter_mut().enumerate() {
        let end = handler.start + handler.length;
        let is_covered = ranges
            .iter()
            .skip(number + 1)
            .any(|(other_start, other_end)| *other_start <= handler.start && end <= *other_end);
        handler.stop = !is_covered;
    }
    handlers
}

struct Assembler<'a> {
    items: Vec<Item>,
    fields: &'a FieldIndices,
    /// By item: offset; and the end.
    offsets: Vec<usize>,
    /// By item: whether a branch takes its wide form.
    wide: Vec<bool>,
}

impl<'a> Assembler<'a> {
    fn new(items: &[Item], fields: &'a FieldIndices) -> Self {
        let mut assembler = Self { items: items.to_vec(), fields, offsets: Vec::new(), wide: Vec::new() };
        assembler.lay_out();
        assembler
    }

    /// The item that a label meets.
    fn item_at(&self, label: Label) -> usize {
        self.items.partition_point(|item| item.from < label)
    }

    fn position(&self, label: Label) -> usize {
        self.offsets.get(self.item_at(label)).copied().unwrap_or_else(|| self.length())
    }

    /// The offset of a label; those beyond the longest method are found out before they are used.
    fn offset(&self, label: Label) -> u16 {
        u16::try_from(self.position(label)).unwrap_or(u16::MAX)
    }

    fn length(&self) -> usize {
        self.offsets.last().copied().unwrap_or(0)
    }

    /// Gives every item its offset. Branches that do not reach their target grow, until all do.
    fn lay_out(&mut self) {
        self.wide = vec![false; self.items.len()];
        loop {
            self.offsets = self
                .items
                .iter()
                .zip(&self.wide)
                .scan(0, |end, (item, wide)| {
                    let start = *end;
                    *end += self.item_length(&item.instruction, *wide);
                    Some(start)
                })
                .collect();
            let last = self.items.last().zip(self.wide.last()).zip(self.offsets.last());
            let end =
                last.map_or(0, |((item, wide), start)| start + self.item_length(&item.instruction, *wide));
            self.offsets.push(end);
            let mut grown = false;
            for number in 0..self.items.len() {
                let Some(CardInstruction::Branch(_, label)) =
                    self.items.get(number).map(|item| &item.instruction)
                else {
                    continue;
                };
                let from = self.offsets.get(number).copied().unwrap_or(0);
                let to = self.position(*label);
                let reaches = to.abs_diff(from) < 128 || (to < from && from - to == 128);
                if let Some(wide) = self.wide.get_mut(number).filter(|wide| !**wide && !reaches) {
                    *wide = true;
                    grown = true;
                }
            }
            if !grown {
                return;
            }
        }
    }

    fn item_length(&self, instruction: &CardInstruction, wide: bool) -> usize {
        match instruction {
            CardInstruction::Plain(_) => 1,
            CardInstruction::Byte(..) | CardInstruction::FieldOfThis(..) => 2,
            CardInstruction::Short(..)
            | CardInstruction::Reference(..)
            | CardInstruction::JumpSubroutine(_) => 3,
            CardInstruction::PushInt(_) | CardInstruction::InvokeInterface { .. } => 5,
            CardInstruction::TypeTest { .. } => 4,
            CardInstruction::Increment { by, .. } => 3 + usize::from(i8::try_from(*by).is_err()),
            CardInstruction::Branch(..) => 2 + usize::from(wide),
            CardInstruction::Field(_, entry) => 3 - usize::from(self.fields.is_near(*entry)),
            CardInstruction::TableSwitch { int, labels, .. } => {
                1 + 2 + if *int { 8 } else { 4 } + 2 * labels.len()
            }
            CardInstruction::LookupSwitch { int, pairs, .. } => {
                1 + 2 + 2 + if *int { 6 } else { 4 } * pairs.len()
            }
        }
    }

    /// The handlers whose range there is something left of. With detours, `behind` is the label of
    /// the first; otherwise 0.
    fn handlers(
        &self,
        code: &Code,
        catches: &[Option<ClassReference>],
        behind: Label,
    ) -> Result<Vec<AssembledHandler>, AssemblyError> {
        let mut handlers = Vec::new();
        for (number, (handler, catch)) in code.handlers.iter().zip(catches).enumerate() {
            let (start, end) = (self.position(handler.start), self.position(handler.end));
            if start >= end {
                continue;
            }
            let label = if behind == 0 { handler.handler } else { behind + number };
            let narrow = |offset: usize| u16::try_from(offset).map_err(|_| AssemblyError::TooLong);
            handlers.push(AssembledHandler {
                start: narrow(start)?,
                length: narrow(end - start)?,
                handler: narrow(self.position(label))?,
                catch: catch.map(Entry::Class),
                stop: true,
            });
        }
        Ok(handlers)
    }

    /// The greatest depth of the operand stack.
    fn max_stack(&self, handlers: &[AssembledHandler]) -> Result<u16, AssemblyError> {
        let mut depths: Vec<Option<u16>> = vec![None; self.items.len()];
        let mut open = vec![(0, 0)];
        // A handler starts with the exception alone.
        open.extend(handlers.iter().map(|handler| {
            (self.offsets.partition_point(|offset| *offset < usize::from(handler.handler)), 1)
        }));
        let mut max = 0;
        while let Some((number, depth)) = open.pop() {
            let (Some(item), Some(known)) = (self.items.get(number), depths.get_mut(number)) else {
                continue;
            };
            match known {
                Some(known) if *known == depth => continue,
                Some(_) => return Err(AssemblyError::Stack),
                None => *known = Some(depth),
            }
            let after = depth.checked_sub(item.taken).ok_or(AssemblyError::Stack)? + item.left;
            max = max.max(depth).max(after);
            for label in item.instruction.labels() {
                open.push((self.item_at(label), after));
            }
            if item.instruction.falls_through() {
                // A subroutine takes its return address away.
                let is_call = matches!(item.instruction, CardInstruction::JumpSubroutine(_));
                open.push((number + 1, if is_call { depth } else { after }));
            }
        }
        Ok(max)
    }

    fn encode(&self) -> Result<(Vec<u8>, Vec<OpenReference>), AssemblyError> {
        let mut bytes = Vec::with_capacity(self.length());
        let mut references = Vec::new();
        for (number, item) in self.items.iter().enumerate() {
            let start = bytes.len();
            let distance = |label: Label| {
                let to = i64::try_from(self.position(label)).map_err(|_| AssemblyError::TooLong)?;
                let from = i64::try_from(start).map_err(|_| AssemblyError::TooLong)?;
                i16::try_from(to - from).map_err(|_| AssemblyError::TooLong)
            };
            let mut refer = |at: usize, length: u8, entry: Entry| {
                let at = u16::try_from(start + at).map_err(|_| AssemblyError::TooLong)?;
                references.push((at, length, entry));
                Ok(())
            };
            match &item.instruction {
                CardInstruction::Plain(opcode) => bytes.push(*opcode),
                CardInstruction::Byte(opcode, operand) => bytes.extend([*opcode, *operand]),
                CardInstruction::Short(opcode, operand) => {
                    bytes.push(*opcode);
                    bytes.extend(operand.to_be_bytes());
                }
                CardInstruction::PushInt(value) => {
                    bytes.push(opcode::IIPUSH);
                    bytes.extend(value.to_be_bytes());
                }
                CardInstruction::Increment { opcode, local, by } => match i8::try_from(*by) {
                    Ok(by) => bytes.extend([*opcode, *local, by.cast_unsigned()]),
                    Err(_) => {
                        bytes.extend([opcode + opcode::WIDE_INCREMENT, *local]);
                        bytes.extend(by.to_be_bytes());
                    }
                },
                CardInstruction::Branch(opcode, label) => {
                    let distance = distance(*label)?;
                    if self.wide.get(number) == Some(&true) {
                        bytes.push(opcode + opcode::WIDE_BRANCH);
                        bytes.extend(distance.to_be_bytes());
                    } else {
                        let near = i8::try_from(distance).map_err(|_| AssemblyError::TooLong)?;
                        bytes.extend([*opcode, near.cast_unsigned()]);
                    }
                }
                CardInstruction::JumpSubroutine(label) => {
                    let distance = distance(*label)?;
                    bytes.push(opcode::JSR);
                    bytes.extend(distance.to_be_bytes());
                }
                CardInstruction::Reference(opcode, entry) => {
                    bytes.extend([*opcode, 0, 0]);
                    refer(1, 2, *entry)?;
                }
                CardInstruction::Field(opcode, entry) => {
                    let is_get = *opcode < opcode::PUTFIELD_A;
                    if self.fields.is_near(*entry) {
                        bytes.extend([*opcode, 0]);
                        refer(1, 1, *entry)?;
                    } else {
                        let wide = if is_get { opcode::GETFIELD_WIDE } else { opcode::PUTFIELD_WIDE };
                        bytes.extend([opcode + wide, 0, 0]);
                        refer(1, 2, *entry)?;
                    }
                }
                CardInstruction::FieldOfThis(opcode, entry) => {
                    bytes.extend([*opcode, 0]);
                    refer(1, 1, *entry)?;
                }
                CardInstruction::InvokeInterface { arguments, interface, token } => {
                    bytes.extend([opcode::INVOKEINTERFACE, *arguments, 0, 0, *token]);
                    refer(2, 2, *interface)?;
                }
                CardInstruction::TypeTest { opcode, array_type, class } => {
                    bytes.extend([*opcode, *array_type, 0, 0]);
                    if let Some(class) = class {
                        refer(2, 2, *class)?;
                    }
                }
                CardInstruction::TableSwitch { int, default, low, labels } => {
                    let count = i32::try_from(labels.len()).map_err(|_| AssemblyError::TooLong)?;
                    let high = low.checked_add(count - 1).ok_or(AssemblyError::TooLong)?;
                    bytes.push(if *int { opcode::ITABLESWITCH } else { opcode::STABLESWITCH });
                    bytes.extend(distance(*default)?.to_be_bytes());
                    key(&mut bytes, *low, *int);
                    key(&mut bytes, high, *int);
                    for label in labels {
                        bytes.extend(distance(*label)?.to_be_bytes());
                    }
                }
                CardInstruction::LookupSwitch { int, default, pairs } => {
                    let count = u16::try_from(pairs.len()).map_err(|_| AssemblyError::TooLong)?;
                    bytes.push(if *int { opcode::ILOOKUPSWITCH } else { opcode::SLOOKUPSWITCH });
                    bytes.extend(distance(*default)?.to_be_bytes());
                    bytes.extend(count.to_be_bytes());
                    for (value, label) in pairs {
                        key(&mut bytes, *value, *int);
                        bytes.extend(distance(*label)?.to_be_bytes());
                    }
                }
            }
        }
        Ok((bytes, references))
    }

    fn lines(&self, code: &Code) -> Vec<(u16, u16)> {
        let mut starts: BTreeMap<u16, u16> = BTreeMap::new();
        let mut table = code.lines.clone();
        table.sort_unstable();
        for (start, line) in table {
            let offset = self.offset(start);
            if usize::from(offset) < self.length() {
                starts.insert(offset, line);
            }
        }
        let mut lines: Vec<(u16, u16)> = starts.into_iter().collect();
        lines.dedup_by_key(|(_, line)| *line);
        lines
    }
}

/// A key of a switch, in 4 bytes or in 2; those that need more were left out.
fn key(bytes: &mut Vec<u8>, value: i32, int: bool) {
    let [high, upper, lower, low] = value.to_be_bytes();
    if int { bytes.extend([high, upper, lower, low]) } else { bytes.extend([lower, low]) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classfile::{Handler, Instruction};

    fn item(from: Label, instruction: CardInstruction, taken: u16, left: u16) -> Item {
        Item { instruction, from, taken, left }
    }

    fn code(length: usize, handlers: Vec<Handler>) -> Code {
        let instructions =
            (0..length).map(|index| (u16::try_from(index).unwrap(), Instruction::Nop)).collect();
        Code { max_locals: 0, instructions, handlers, lines: Vec::new(), variables: Vec::new() }
    }

    fn assembled(items: Vec<Item>, code: &Code) -> Assembled {
        let card = CardCode { items, parameters: 0, locals: 0, variables: Vec::new() };
        let catches = vec![None; code.handlers.len()];
        assemble(code, &card, &catches, &FieldIndices::default()).unwrap()
    }

    /// `goto` over so many bytes of `sconst_0, pop`.
    fn jump_over(pairs: usize) -> Assembled {
        let mut items = vec![item(0, CardInstruction::Branch(opcode::GOTO, 2 * pairs + 1), 0, 0)];
        for pair in 0..pairs {
            items.push(item(2 * pair + 1, CardInstruction::Plain(opcode::SCONST_0), 0, 1));
            items.push(item(2 * pair + 2, CardInstruction::Plain(opcode::POP), 1, 0));
        }
        items.push(item(2 * pairs + 1, CardInstruction::Plain(opcode::RETURN), 0, 0));
        assembled(items, &code(2 * pairs + 2, Vec::new()))
    }

    #[test]
    fn a_branch_grows_when_its_target_is_out_of_reach() {
        let near = jump_over(62).bytecodes;
        assert_eq!((near.first(), near.get(1)), (Some(&opcode::GOTO), Some(&126)));
        let far = jump_over(63).bytecodes;
        assert_eq!(far.get(..3), Some([opcode::GOTO + opcode::WIDE_BRANCH, 0, 129].as_slice()));
    }

    #[test]
    fn handlers_out_of_order_get_detours() {
        // The inner handler, searched first, stands behind the outer one.
        let handler = |start, end, handler| Handler { start, end, handler, catch: None };
        let code = code(6, vec![handler(1, 2, 4), handler(0, 3, 3)]);
        let items = vec![
            item(0, CardInstruction::Plain(opcode::SCONST_0), 0, 1),
            item(1, CardInstruction::Plain(opcode::POP), 1, 0),
            item(2, CardInstruction::Plain(opcode::RETURN), 0, 0),
            item(3, CardInstruction::Plain(opcode::ATHROW), 1, 0),
            item(4, CardInstruction::Plain(opcode::POP), 1, 0),
            item(5, CardInstruction::Plain(opcode::RETURN), 0, 0),
        ];
        let assembled = assembled(items, &code);
        let told: Vec<(u16, u16, u16, bool)> = assembled
            .handlers
            .iter()
            .map(|handler| (handler.start, handler.length, handler.handler, handler.stop))
            .collect();
        assert_eq!(
            told,
            [(1, 1, 6, false), (0, 3, 8, true)],
            "the order of the search is that of the offsets"
        );
        let detours = [opcode::GOTO, 0xFE, opcode::GOTO, 0xFB];
        assert_eq!(assembled.bytecodes.get(6..), Some(detours.as_slice()));
        assert_eq!(assembled.max_stack, 1);
    }

    #[test]
    fn stacks_that_differ_are_refused() {
        let items = vec![
            item(0, CardInstruction::Plain(opcode::SCONST_0), 0, 1),
            item(1, CardInstruction::Branch(opcode::IFEQ, 3), 1, 0),
            item(2, CardInstruction::Plain(opcode::SCONST_0), 0, 1),
            item(3, CardInstruction::Plain(opcode::RETURN), 0, 0),
        ];
        let card = CardCode { items, parameters: 0, locals: 0, variables: Vec::new() };
        let outcome = assemble(&code(4, Vec::new()), &card, &[], &FieldIndices::default());
        assert_eq!(outcome.unwrap_err(), AssemblyError::Stack);
    }
}
