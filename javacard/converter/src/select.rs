//! From the code of a class file to instructions of the card, each value in the width that was found for it.

mod code;
mod fields_of_this;
mod locals;
mod numbers;
mod peephole;

use std::collections::BTreeMap;

pub(crate) use self::code::{Analysed, CardCode, argument_cells, select};
pub(crate) use self::locals::TOO_MANY;
use crate::analysis::Malformed;
use crate::resolve::{Entry, Unresolved};

/// Why a method cannot be translated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    Malformed(Malformed),
    Unresolved { instruction: usize, unresolved: Unresolved },
}

impl From<Malformed> for Failure {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}

/// The indices of instance fields in the constant pool. They come first there, because the short forms of the
/// instructions for fields reach the first 256 entries alone (JCVM specification §6.7).
#[derive(Clone, Debug, Default)]
pub(crate) struct FieldIndices(pub(crate) BTreeMap<Entry, u16>);

impl FieldIndices {
    /// Whether an instruction with an index of one byte reaches the field.
    pub(crate) fn is_near(&self, entry: Entry) -> bool {
        self.0.get(&entry).is_some_and(|index| *index <= 255)
    }
}
