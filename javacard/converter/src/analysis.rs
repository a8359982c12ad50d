//! What the code of a method does with its values: which of them fit a short, which of their bits are needed, and
//! so how wide each must be on a card.
//!
//! javac computes every `byte`, `short` and `boolean` expression in `int` (Java Language Specification §5.6). A
//! card computes in `short`, and the two agree only as long as nothing that is cut off is looked at (JCVM
//! specification §2.2.3.1, "intermediate results"). So:
//!
//! 1. [`flow`] interprets the code over intervals: at each instruction it knows what every value can be.
//! 2. [`values`] joins what is one and the same value on the operand stack, or one variable in a local slot.
//! 3. [`width`] asks for each value whether all of its bits are looked at or the low 16 alone, and gives it one
//!    cell where the two cells of an int would hold nothing more.

pub(crate) mod flow;
pub(crate) mod interval;
mod liveness;
mod subroutines;
pub(crate) mod values;
pub(crate) mod width;

/// Code that breaks the rules of the JVM specification §4.10: javac makes none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Malformed {
    /// Index of the instruction.
    pub(crate) instruction: usize,
    pub(crate) what: &'static str,
}

impl Malformed {
    pub(crate) const fn at(instruction: usize, what: &'static str) -> Self {
        Self { instruction, what }
    }
}
