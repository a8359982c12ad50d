//! Checks that correct code cannot fail.

use core::fmt;

use cardamom_cap::Rule;

use crate::heap::Reference;
use crate::program::MethodId;

/// A check that failed: the code is not what a verifier would let pass, or it took more than it may. No Java code can
/// catch it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A call reached a method without code.
    AbstractMethod,
    /// A method was called with other arguments than it takes.
    Arguments,
    /// An array is not of the type that the instruction works on, or an object is no array.
    ArrayType,
    /// A branch, a switch or a handler does not lead to an instruction of the method.
    BranchTarget,
    /// The budget is used up.
    Budget,
    /// A cell holds another type than the instruction works on.
    CellType,
    /// The class of an exception that an instruction throws is not linked.
    ExceptionClass,
    /// The code ends without a return, throw or jump.
    FallsOffEnd,
    /// An object has no such field, or the field is of another type.
    Field,
    /// Too many methods or cells are in use.
    Frames,
    /// The heap knows no such object, or no such place in it.
    Heap,
    /// There is no instruction, but something else.
    Instruction(Rule),
    /// A local variable beyond those that the method has.
    Local,
    /// There is no such native method.
    Native,
    /// No method runs.
    NoFrame,
    /// An instruction has operands of another form.
    Operands,
    /// There is no such constant, or it is of another kind.
    Constant,
    /// A method was called on an object that does not have it.
    Receiver,
    /// More cells on the operand stack than the method says.
    StackOverflow,
    /// Fewer cells on the operand stack than an instruction takes.
    StackUnderflow,
    /// There is no such static field, or it is of another type.
    StaticField,
    /// What is thrown is no exception.
    Throwable,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AbstractMethod => "a method without code was called",
            Self::Arguments => "a method was called with other arguments than it takes",
            Self::ArrayType => "an instruction works on an array of another type",
            Self::BranchTarget => "a branch does not lead to an instruction of the method",
            Self::Budget => "the instruction budget is used up",
            Self::CellType => "a cell holds another type than the instruction works on",
            Self::ExceptionClass => "the class of an exception is not linked",
            Self::FallsOffEnd => "the code ends without a return",
            Self::Field => "an object has no such field of that type",
            Self::Frames => "too many methods are running",
            Self::Heap => "there is no such object, or no such place in it",
            Self::Instruction(rule) => return write!(f, "no instruction: {rule}"),
            Self::Local => "the method has no such local variable",
            Self::Native => "the card has no such native method",
            Self::NoFrame => "no method is running",
            Self::Operands => "the operands are not those of the instruction",
            Self::Constant => "the constant is not there or of another kind",
            Self::Receiver => "the object does not have the method",
            Self::StackOverflow => "the operand stack overflows",
            Self::StackUnderflow => "the operand stack is empty",
            Self::StaticField => "there is no such static field of that type",
            Self::Throwable => "what is thrown is no exception",
        })
    }
}

impl core::error::Error for Fault {}

/// A fault, and where it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaultReport {
    /// What failed.
    pub fault: Fault,
    /// The method that ran.
    pub method: MethodId,
    /// Offset of the instruction in the Method component's info.
    pub offset: usize,
}

/// Why a call did not come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Nothing caught this exception.
    Exception(Reference),
    /// A check failed.
    Fault(FaultReport),
}
