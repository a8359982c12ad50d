//! A linked method.

use alloc::vec::Vec;

use cardamom_cap::Rule;
use cardamom_cap::instruction::{Instruction, Instructions};

use super::PackageId;
use crate::native::NativeMethod;

/// A method.
#[derive(Clone, Debug)]
pub struct Method {
    /// The package that it is in.
    pub package: PackageId,
    /// Cells of the arguments, the receiver included.
    pub arguments: u8,
    /// What it does.
    pub body: MethodBody,
}

/// What a method does.
#[derive(Clone, Debug)]
pub enum MethodBody {
    /// Nothing: a subclass says what.
    Abstract,
    /// Bytecode.
    Bytecode(Bytecode),
    /// A method of the API that is not bytecode.
    Native(NativeMethod),
}

/// The instructions of a method.
///
/// They are decoded one after the other from the first byte on. Where that fails the code ends, as far as the
/// interpreter is concerned: without a Descriptor component the linker cannot know where a method ends, and takes
/// what stands behind it for more of it.
#[derive(Clone, Debug)]
pub struct Bytecode {
    /// Most cells on the operand stack.
    pub max_stack: u8,
    /// Cells of the local variables, without the arguments.
    pub max_locals: u8,
    /// Offset of the first instruction in the Method component's info.
    start: usize,
    /// The instructions, each with its offset in the Method component's info.
    instructions: Vec<(usize, Instruction)>,
    /// Why there are no more.
    end: Option<Rule>,
}

impl Bytecode {
    pub(crate) fn decode(max_stack: u8, max_locals: u8, start: usize, code: &[u8]) -> Self {
        let mut instructions = Vec::new();
        let mut end = None;
        for (offset, instruction) in Instructions::of(code) {
            match instruction {
                Ok(instruction) => instructions.push((start.saturating_add(offset), instruction)),
                Err(rule) => end = Some(rule),
            }
        }
        Self { max_stack, max_locals, start, instructions, end }
    }

    /// The instruction of this index, and its offset in the Method component's info.
    #[must_use]
    pub fn instruction(&self, index: usize) -> Option<(usize, &Instruction)> {
        self.instructions.get(index).map(|(offset, instruction)| (*offset, instruction))
    }

    /// The index of the instruction that begins at this offset of the Method component's info; none if none begins
    /// there.
    #[must_use]
    pub fn index_at(&self, offset: usize) -> Option<usize> {
        self.instructions.binary_search_by_key(&offset, |(offset, _)| *offset).ok()
    }

    /// Why there is no instruction behind the last one; none if the code just ends.
    #[must_use]
    pub const fn undecoded(&self) -> Option<Rule> {
        self.end
    }

    /// Offset of the first instruction in the Method component's info.
    #[must_use]
    pub const fn start(&self) -> usize {
        self.start
    }
}
