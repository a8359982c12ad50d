//! Every method of a package, from the class file to bytes.

use std::collections::BTreeMap;

use crate::analysis::Malformed;
use crate::analysis::flow::{Flow, MethodCode};
use crate::analysis::values::Values;
use crate::analysis::width::{Problem, ProblemKind, widths};
use crate::assemble::{Assembled, AssemblyError, assemble};
use crate::classfile::{Class, Instruction, Method};
use crate::diagnostic::Findings;
use crate::resolve::{ClassReference, Entry, Resolver};
use crate::select::{Analysed, CardCode, Failure, FieldIndices, TOO_MANY, select};
use crate::tokens::MethodIndex;

/// A method for a card.
#[derive(Clone, Debug)]
pub(crate) struct CompiledMethod {
    /// None of an abstract method.
    pub(crate) code: Option<(CardCode, Assembled)>,
    /// Cells of the parameters, the receiver's included.
    pub(crate) parameters: u16,
}

/// Every method that a card gets: all but static initializers and the methods of interfaces.
pub(crate) fn compile(
    resolver: Resolver<'_>,
    int_support: bool,
    fields: &FieldIndices,
    findings: &mut Findings,
) -> BTreeMap<MethodIndex, CompiledMethod> {
    let mut compiled = BTreeMap::new();
    for (class_index, class) in resolver.package.classes.iter().enumerate() {
        if class.access.is_interface() {
            continue;
        }
        for (method_index, method) in class.methods.iter().enumerate() {
            if method.name == "<clinit>" {
                continue;
            }
            let parameters = crate::select::argument_cells(&method.method_type, !method.access.is_static());
            let mut one = CompiledMethod { code: None, parameters };
            if method.code.is_some() {
                let job = Job { resolver, class_index, class, method, int_support, fields };
                match job.run(findings) {
                    Some(code) => one.code = Some(code),
                    None => continue,
                }
            }
            compiled.insert((class_index, method_index), one);
        }
    }
    compiled
}

/// The instance fields that the code of a package names, in the order of their first mention.
pub(crate) fn instance_fields(resolver: Resolver<'_>) -> FieldIndices {
    let mut indices = BTreeMap::new();
    let codes =
        resolver.package.classes.iter().flat_map(|class| &class.methods).filter_map(|m| m.code.as_ref());
    for (_, instruction) in codes.flat_map(|code| &code.instructions) {
        let (Instruction::GetField(field) | Instruction::PutField(field)) = instruction else { continue };
        let Ok(entry) = resolver.instance_field(field) else { continue };
        let next = u16::try_from(indices.len()).unwrap_or(u16::MAX);
        indices.entry(entry).or_insert(next);
    }
    FieldIndices(indices)
}

struct Job<'a> {
    resolver: Resolver<'a>,
    class_index: usize,
    class: &'a Class,
    method: &'a Method,
    int_support: bool,
    fields: &'a FieldIndices,
}

impl Job<'_> {
    fn run(&self, findings: &mut Findings) -> Option<(CardCode, Assembled)> {
        match self.translate(findings) {
            Ok(compiled) => compiled,
            Err(Failure::Malformed(malformed)) => {
                self.malformed(&malformed, findings);
                None
            }
            Err(Failure::Unresolved { instruction, unresolved }) => {
                let place = self.class.place_of(self.method, instruction);
                findings.error_with_help(place, unresolved.message, unresolved.help);
                None
            }
        }
    }

    fn translate(&self, findings: &mut Findings) -> Result<Option<(CardCode, Assembled)>, Failure> {
        let Some(code) = &self.method.code else { return Ok(None) };
        let method = MethodCode {
            code,
            is_static: self.method.access.is_static(),
            method_type: &self.method.method_type,
        };
        let flow = Flow::of(method)?;
        let values = Values::of(method, &flow)?;
        let (widths, problems) = widths(method, &flow, &values, self.int_support)?;
        for problem in &problems {
            self.problem(problem, findings);
        }
        if !problems.is_empty() {
            return Ok(None);
        }
        let analysed =
            Analysed { method, flow: &flow, values: &values, widths: &widths, class: self.class_index };
        let card = select(analysed, self.resolver, self.fields)?;
        let mut catches: Vec<Option<ClassReference>> = Vec::new();
        for handler in &code.handlers {
            let class = handler.catch.as_ref().map(|name| self.resolver.class(name)).transpose();
            catches.push(
                class
                    .map_err(|unresolved| Failure::Unresolved { instruction: handler.handler, unresolved })?,
            );
        }
        match assemble(code, &card, &catches, self.fields) {
            Ok(assembled) => {
                if self.fits_frame(&card, &assembled, findings) {
                    Ok(Some((card, assembled)))
                } else {
                    Ok(None)
                }
            }
            Err(AssemblyError::Stack) => {
                Err(Malformed::at(0, "two ways to an instruction leave different operand stacks").into())
            }
            Err(AssemblyError::TooLong) => {
                let message =
                    format!("{} takes more than 32767 bytes", self.class.display_method(self.method));
                findings.error(self.class.place_of(self.method, 0), message, "make several methods of it");
                Ok(None)
            }
        }
    }

    /// The limits of a method header (JCVM specification §6.9.2).
    fn fits_frame(&self, card: &CardCode, assembled: &Assembled, findings: &mut Findings) -> bool {
        let what = self.class.display_method(self.method);
        let place = || self.class.place_of(self.method, 0);
        let cells = u32::from(card.parameters) + u32::from(card.locals);
        if cells > 255 {
            findings.error(
                place(),
                format!("{what} has {cells} cells of parameters and local variables, and a card has 255"),
                "make several methods of it; an int takes two cells",
            );
        } else if assembled.max_stack > 255 {
            findings.error(
                place(),
                format!("{what} has an expression that needs {} cells of the stack", assembled.max_stack),
                "keep parts of it in local variables",
            );
        } else {
            return true;
        }
        false
    }

    fn malformed(&self, malformed: &Malformed, findings: &mut Findings) {
        let place = self.class.place_of(self.method, malformed.instruction);
        if malformed.what == TOO_MANY {
            findings.error(place, malformed.what, "make several methods of it; an int takes two cells");
        } else {
            findings.error(
                place,
                format!("the code cannot be translated: {}", malformed.what),
                "compile it again with javac; if it stays, make the expression simpler and report it",
            );
        }
    }

    fn problem(&self, problem: &Problem, findings: &mut Findings) {
        let place = self.class.place_of(self.method, problem.instruction);
        let (low, high) = (problem.interval.low, problem.interval.high);
        let range = if low == high { format!("it is {low}") } else { format!("it can be {low} to {high}") };
        let instruction =
            self.method.code.as_ref().and_then(|code| code.instructions.get(problem.instruction));
        let is_constant = matches!(instruction, Some((_, Instruction::Constant(_))));
        let (message, help) = match problem.kind {
            ProblemKind::Intermediate if is_constant => (
                format!("the number {low} does not fit a short"),
                "cast it, (short) 0x8000, or turn on int support",
            ),
            ProblemKind::Intermediate => (
                format!("an intermediate value may not fit a short: {range}"),
                "cast it to short where it arises, as in (short) (a + b), or turn on int support",
            ),
            ProblemKind::Index => (
                format!("an array index may not fit a short: {range}"),
                "cast it to short, as in a[(short) (i + j)]",
            ),
            ProblemKind::Length => (
                format!("the length of an array may not fit a short: {range}"),
                "cast it to short, as in new byte[(short) (n + m)]",
            ),
            ProblemKind::Argument => (
                format!("an argument may not fit the type of its parameter: {range}"),
                "cast it to the type of the parameter",
            ),
        };
        findings.error(place, message, help);
    }
}

/// The entries of the constant pool that the code of all methods names, with the fields first.
pub(crate) fn pool(
    methods: &BTreeMap<MethodIndex, CompiledMethod>,
    fields: &FieldIndices,
) -> BTreeMap<Entry, usize> {
    let mut pool: BTreeMap<Entry, usize> =
        fields.0.iter().map(|(entry, index)| (*entry, usize::from(*index))).collect();
    for method in methods.values() {
        let Some((card, assembled)) = &method.code else { continue };
        let in_code = card.items.iter().filter_map(|item| item.instruction.entry());
        let caught = assembled.handlers.iter().filter_map(|handler| handler.catch);
        for entry in in_code.chain(caught) {
            let next = pool.len();
            pool.entry(entry).or_insert(next);
        }
    }
    pool
}
