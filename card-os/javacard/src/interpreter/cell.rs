//! A cell of the operand stack or of the local variables.

use crate::heap::Reference;

/// A cell of 16 bits, with what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing yet.
    Empty,
    /// A short, or a byte or boolean in its place.
    Short(i16),
    /// The upper half of an int; the lower one is in the next cell.
    IntHigh(u16),
    /// The lower half of an int.
    IntLow(u16),
    /// A reference, or null.
    Reference(Option<Reference>),
    /// Where a subroutine goes back to: the index of an instruction of the same method.
    ReturnAddress(usize),
}

impl Cell {
    /// The halves of an int, the upper one first.
    #[must_use]
    pub const fn int(value: i32) -> [Self; 2] {
        let [a, b, c, d] = value.to_be_bytes();
        [Self::IntHigh(u16::from_be_bytes([a, b])), Self::IntLow(u16::from_be_bytes([c, d]))]
    }

    /// The int of two halves.
    #[must_use]
    pub const fn join(high: Self, low: Self) -> Option<i32> {
        match (high, low) {
            (Self::IntHigh(high), Self::IntLow(low)) => {
                let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
                Some(i32::from_be_bytes([a, b, c, d]))
            }
            _ => None,
        }
    }
}
