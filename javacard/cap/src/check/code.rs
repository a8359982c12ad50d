//! The code of the methods, as far as it can be judged without types.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::Checker;
use crate::class::TypeInfo;
use crate::component::ComponentKind;
use crate::constant_pool::{Constant, ConstantPool, StaticRef};
use crate::error::Rule;
use crate::header::HeaderFlags;
use crate::instruction::{Instruction, Operands};
use crate::method::ExceptionHandler;
use crate::method_table::MethodEntry;
use crate::opcode::{Opcode, OperandLayout, PoolUse};
use crate::static_field::REFERENCE_SIZE;

const METHOD: ComponentKind = ComponentKind::Method;

/// Instructions of a method by their offset in the Method component's info.
type Code = BTreeMap<usize, Instruction>;

/// Operands that are constant pool indexes, by the offset at which they stand.
#[derive(Default)]
struct Locations {
    byte: BTreeSet<usize>,
    byte2: BTreeSet<usize>,
}

impl Checker<'_> {
    pub(super) fn code(&mut self) {
        let mut locations = Locations::default();
        let mut uses_int = false;
        let Some(methods) = self.methods.clone().map(|table| table.methods) else { return };
        let methods: Vec<(MethodEntry, Code)> = methods
            .into_iter()
            .map(|method| {
                let code = self.decode(&method);
                (method, code)
            })
            .collect();
        for (method, code) in &methods {
            self.method(method, code);
            for (offset, instruction) in code {
                uses_int |= instruction.opcode.uses_int();
                let operand = offset.saturating_add(1);
                match instruction.opcode.operands() {
                    OperandLayout::Pool8(_) => locations.byte.insert(operand),
                    OperandLayout::Pool16(_) => locations.byte2.insert(operand),
                    OperandLayout::InterfaceMethod => locations.byte2.insert(operand.saturating_add(1)),
                    OperandLayout::TypedClass if instruction.pool_index().is_some() => {
                        locations.byte2.insert(operand.saturating_add(1))
                    }
                    _ => false,
                };
            }
        }
        for (index, handler) in self.cap.method.handlers.iter().enumerate() {
            if handler.catch_type_index != 0 {
                locations.byte2.insert(ExceptionHandler::catch_type_location(index));
            }
        }
        let says_int = self.cap.header.flags.contains(HeaderFlags::INT);
        self.require(says_int || !uses_int, ComponentKind::Header, 6, Rule::HeaderInt);
        self.handlers(&methods);
        self.reference_locations(&locations);
    }

    /// The instructions of a method: all if the Descriptor tells where it ends, else those that can be reached.
    fn decode(&mut self, method: &MethodEntry) -> Code {
        let mut code = Code::new();
        if method.header.is_abstract {
            return code;
        }
        let start = method.code_start();
        let is_described = self.cap.descriptor.is_some();
        let own =
            |handler: &&ExceptionHandler| (start..method.end).contains(&usize::from(handler.start_offset));
        let handlers = self.cap.method.handlers.iter().filter(own);
        let mut next: Vec<usize> = [start].to_vec();
        if !is_described {
            next.extend(handlers.map(|handler| usize::from(handler.handler_offset)));
        }
        let bytes = self.cap.method.bytes(start, method.end).unwrap_or_default();
        self.require(!bytes.is_empty(), METHOD, method.offset, Rule::CodeMissing);
        while let Some(offset) = next.pop() {
            if code.contains_key(&offset) || !(start..method.end).contains(&offset) {
                continue;
            }
            match Instruction::decode(bytes, offset.saturating_sub(start)) {
                Ok(instruction) => {
                    if is_described || !instruction.opcode.ends_flow() {
                        next.push(offset.saturating_add(instruction.length()));
                    }
                    if !is_described {
                        next.extend(targets(offset, &instruction));
                    }
                    code.insert(offset, instruction);
                }
                Err(rule) => self.violation(METHOD, offset, rule),
            }
        }
        code
    }

    fn method(&mut self, method: &MethodEntry, code: &Code) {
        let header = method.header;
        let locals = usize::from(header.nargs).saturating_add(usize::from(header.max_locals));
        for (offset, instruction) in code {
            let offset = *offset;
            let next = offset.saturating_add(instruction.length());
            // An instruction that was not decoded is a violation of its own.
            let goes_on = instruction.opcode.ends_flow() || next < method.end;
            self.require(goes_on, METHOD, offset, Rule::FallsOffEnd);
            let are_starts = targets(offset, instruction).iter().all(|target| code.contains_key(target));
            self.require(are_starts, METHOD, offset, Rule::BranchTarget);
            if let Some(local) = instruction.local() {
                let is_int = instruction.opcode.uses_int();
                let last = usize::from(local).saturating_add(usize::from(is_int));
                self.require(last < locals, METHOD, offset, Rule::LocalIndex);
            }
            if let Operands::LookupSwitch { pairs, .. } = &instruction.operands {
                let ascend = pairs.is_sorted_by(|(one, _), (next, _)| one < next);
                self.require(ascend, METHOD, offset, Rule::SwitchOrder);
            }
            if let Some(index) = instruction.pool_index() {
                self.pool_operand(offset, instruction, index);
            }
            let is_this = matches!(
                instruction.opcode,
                Opcode::GetfieldAThis
                    | Opcode::GetfieldBThis
                    | Opcode::GetfieldSThis
                    | Opcode::GetfieldIThis
                    | Opcode::PutfieldAThis
                    | Opcode::PutfieldBThis
                    | Opcode::PutfieldSThis
                    | Opcode::PutfieldIThis
            );
            self.require(!is_this || locals > 0, METHOD, offset, Rule::LocalIndex);
        }
    }

    fn pool_operand(&mut self, offset: usize, instruction: &Instruction, index: u16) {
        let Some(constant) = self.cap.constant_pool.get(index).copied() else {
            return self.violation(METHOD, offset, Rule::PoolIndex);
        };
        let wanted = match instruction.opcode.operands() {
            OperandLayout::Pool8(wanted) | OperandLayout::Pool16(wanted) => wanted,
            _ => PoolUse::Class,
        };
        self.require(wanted.accepts(constant.kind()), METHOD, offset, Rule::PoolKind);
        match constant {
            Constant::StaticField(StaticRef::Internal(at)) => {
                self.static_access(offset, instruction.opcode, at);
            }
            Constant::Class(class) => {
                let at = ConstantPool::offset_of(usize::from(index));
                let found = self.class_ref(class, ComponentKind::ConstantPool, at);
                let fits = match instruction.opcode {
                    Opcode::New => !matches!(found, Some(TypeInfo::Interface(_))),
                    Opcode::Invokeinterface => !matches!(found, Some(TypeInfo::Class(_))),
                    _ => true,
                };
                self.require(fits, METHOD, offset, Rule::PoolKind);
            }
            _ => {}
        }
        if let Operands::InterfaceMethod { arguments, .. } = instruction.operands {
            self.require(arguments > 0, METHOD, offset, Rule::InterfaceArguments);
        }
    }

    /// An access to a static field of this package: references among references, primitives among primitives.
    fn static_access(&mut self, offset: usize, opcode: Opcode, at: u16) {
        let image = &self.cap.static_field;
        let references = usize::from(image.reference_count).saturating_mul(REFERENCE_SIZE);
        let at = usize::from(at);
        let fits = match opcode {
            Opcode::GetstaticA | Opcode::PutstaticA => at < references,
            Opcode::GetstaticB | Opcode::PutstaticB => at >= references && at < image.image_size(),
            Opcode::GetstaticS | Opcode::PutstaticS => {
                at >= references && at.saturating_add(2) <= image.image_size()
            }
            Opcode::GetstaticI | Opcode::PutstaticI => {
                at >= references && at.saturating_add(4) <= image.image_size()
            }
            _ => true,
        };
        self.require(fits, METHOD, offset, Rule::StaticAccess);
    }

    fn handlers(&mut self, methods: &[(MethodEntry, Code)]) {
        let is_described = self.cap.descriptor.is_some();
        for (index, handler) in self.cap.method.handlers.iter().enumerate() {
            let offset = index.saturating_mul(ExceptionHandler::LENGTH).saturating_add(1);
            let start = usize::from(handler.start_offset);
            let (target, end) = (usize::from(handler.handler_offset), handler.end_offset());
            let after = methods.partition_point(|(method, _)| method.offset <= start);
            let method = after.checked_sub(1).and_then(|index| methods.get(index));
            let own = method.filter(|(method, _)| (method.code_start()..method.end).contains(&start));
            let Some((method, code)) = own else {
                self.violation(METHOD, offset, Rule::HandlerRange);
                continue;
            };
            let is_inside = handler.active_length > 0
                && end <= method.end
                && (method.code_start()..method.end).contains(&target);
            self.require(is_inside, METHOD, offset, Rule::HandlerRange);
            // What is not described may end where no instruction was reached.
            let ends = code.contains_key(&end) || end == method.end || !is_described;
            let begins = code.contains_key(&start) || !is_described;
            let at_instructions = begins && ends && code.contains_key(&target);
            self.require(at_instructions, METHOD, offset, Rule::HandlerInstruction);
            if handler.catch_type_index != 0 {
                let constant = self.cap.constant_pool.get(handler.catch_type_index);
                let is_class = matches!(constant, Some(Constant::Class(_)));
                self.require(is_class, METHOD, offset, Rule::CatchType);
            }
        }
    }

    /// The locations told are those in the code. Without a Descriptor code that cannot be reached may have more.
    fn reference_locations(&mut self, found: &Locations) {
        let told = &self.cap.reference_location;
        let is_described = self.cap.descriptor.is_some();
        for (told, found) in [(&told.byte_indexes, &found.byte), (&told.byte2_indexes, &found.byte2)] {
            let told: BTreeSet<usize> = told.iter().copied().map(usize::from).collect();
            for missing in found.difference(&told) {
                self.violation(METHOD, *missing, Rule::ReferenceMissing);
            }
            if is_described {
                for extra in told.difference(found) {
                    self.violation(METHOD, *extra, Rule::ReferenceExtra);
                }
            }
        }
    }
}

/// Where an instruction may go beside the next one, as offsets of the Method component's info.
fn targets(offset: usize, instruction: &Instruction) -> Vec<usize> {
    // Before the start of the component is no instruction either.
    let target = |branch: i16| offset.checked_add_signed(branch.into()).unwrap_or(usize::MAX);
    instruction.branches().into_iter().map(target).collect()
}
