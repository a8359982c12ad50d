//! What an instruction does to the operand stack.

/// A value on the operand stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StackCell {
    /// A short, or a byte or boolean in its place. One cell.
    Short,
    /// An int. Two cells.
    Int,
    /// A reference to an object or array, or null. One cell.
    Reference,
    /// The reference null. One cell.
    Null,
    /// Where a subroutine goes back to (`jsr`). One cell.
    ReturnAddress,
    /// A reference, or where a subroutine goes back to. One cell.
    ReferenceOrReturnAddress,
    /// A cell of any value, or half an int that comes with its other half. One cell.
    Word,
}

impl StackCell {
    /// Cells of 16 bits that it takes.
    #[must_use]
    pub const fn cells(self) -> usize {
        match self {
            Self::Int => 2,
            Self::Short
            | Self::Reference
            | Self::Null
            | Self::ReturnAddress
            | Self::ReferenceOrReturnAddress
            | Self::Word => 1,
        }
    }
}

/// What an instruction does to the operand stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StackEffect {
    /// It takes these off and then puts those on; the last of each is the top. What `dup` and `dup2` put on are
    /// the words that they take off, once more.
    Fixed {
        /// What it takes.
        pops: &'static [StackCell],
        /// What it puts.
        pushes: &'static [StackCell],
    },
    /// It takes off the arguments and puts on the result of the method that it calls.
    Invoke,
    /// `dup_x`: its operand says what it does.
    DuplicateWords,
    /// `swap_x`: its operand says what it does.
    SwapWords,
}

impl StackEffect {
    /// By how many cells the stack grows; none where it depends on operands.
    #[must_use]
    pub fn growth(self) -> Option<isize> {
        let cells = |values: &[StackCell]| values.iter().map(|value| value.cells()).sum::<usize>();
        match self {
            Self::Fixed { pops, pushes } => {
                let signed = |count| isize::try_from(count).unwrap_or(isize::MAX);
                signed(cells(pushes)).checked_sub(signed(cells(pops)))
            }
            Self::SwapWords => Some(0),
            Self::Invoke | Self::DuplicateWords => None,
        }
    }
}

/// What an instruction may throw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuntimeException {
    /// `java.lang.ArithmeticException`
    Arithmetic,
    /// `java.lang.ArrayIndexOutOfBoundsException`
    ArrayIndexOutOfBounds,
    /// `java.lang.ArrayStoreException`
    ArrayStore,
    /// `java.lang.ClassCastException`
    ClassCast,
    /// `java.lang.NegativeArraySizeException`
    NegativeArraySize,
    /// `javacard.framework.SystemException` with the reason `NO_RESOURCE`
    NoResource,
    /// `java.lang.NullPointerException`
    NullPointer,
    /// `java.lang.SecurityException`
    Security,
}
