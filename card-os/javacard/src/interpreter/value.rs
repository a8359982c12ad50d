//! What goes into a method and comes out of it.

use alloc::vec;
use alloc::vec::Vec;

use super::Cell;
use crate::heap::Reference;

/// A value of Java.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// A short, byte or boolean.
    Short(i16),
    /// An int.
    Int(i32),
    /// A reference, or null.
    Reference(Option<Reference>),
}

impl Value {
    /// Its cells.
    pub(super) fn cells(self) -> Vec<Cell> {
        match self {
            Self::Short(value) => vec![Cell::Short(value)],
            Self::Int(value) => Cell::int(value).to_vec(),
            Self::Reference(reference) => vec![Cell::Reference(reference)],
        }
    }
}
