//! The instructions of the Java virtual machine that a card can do, in a form without encodings.

use crate::types::{MethodType, Type};

/// A field or a method by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct MemberName<T> {
    /// Internal name of the class through which it is reached.
    pub(crate) class: String,
    pub(crate) name: String,
    pub(crate) member_type: T,
}

/// What an array holds, as the load and store instructions tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArrayElement {
    Reference,
    /// `byte` or `boolean`
    Byte,
    Short,
    Int,
}

/// An operation on two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArithmeticOperation {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    ShiftLeft,
    ShiftRight,
    ShiftRightUnsigned,
    And,
    Or,
    ExclusiveOr,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    GreaterOrEqual,
    Greater,
    LessOrEqual,
}

/// An operation on the operand stack alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StackOperation {
    Pop,
    Pop2,
    Dup,
    DupX1,
    DupX2,
    Dup2,
    Dup2X1,
    Dup2X2,
    Swap,
}

/// What a card cannot do: see `checks` for how it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unsupported {
    /// An operation on `char`, `long`, `float` or `double`.
    Number(&'static str),
    /// A string literal.
    StringLiteral,
    /// A class literal.
    ClassLiteral,
    /// Lambda expressions, method references and string concatenation of Java 9 and later.
    InvokeDynamic,
    /// `synchronized`
    Monitor,
    /// An array of arrays.
    ArrayOfArrays,
}

/// An instruction. Targets are indices of instructions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Instruction {
    Nop,
    Null,
    /// `iconst`, `bipush`, `sipush`, `ldc` of an int
    Constant(i32),
    LoadInt(u16),
    StoreInt(u16),
    LoadReference(u16),
    StoreReference(u16),
    Increment(u16, i16),
    ArrayLoad(ArrayElement),
    ArrayStore(ArrayElement),
    Stack(StackOperation),
    Arithmetic(ArithmeticOperation),
    Negate,
    ToByte,
    ToShort,
    /// Compares with 0.
    If(Comparison, usize),
    IfCompare(Comparison, usize),
    /// `Equal` and `NotEqual` only.
    IfReferences(Comparison, usize),
    /// Compares with null: `Equal` and `NotEqual` only.
    IfNull(Comparison, usize),
    Goto(usize),
    JumpSubroutine(usize),
    ReturnFromSubroutine(u16),
    /// `tableswitch` and `lookupswitch`: the pairs ascend by their key.
    Switch {
        default: usize,
        cases: Vec<(i32, usize)>,
        is_table: bool,
    },
    Return,
    ReturnInt,
    ReturnReference,
    GetStatic(MemberName<Type>),
    PutStatic(MemberName<Type>),
    GetField(MemberName<Type>),
    PutField(MemberName<Type>),
    InvokeVirtual(MemberName<MethodType>),
    InvokeSpecial(MemberName<MethodType>),
    InvokeStatic(MemberName<MethodType>),
    InvokeInterface(MemberName<MethodType>),
    New(String),
    /// An array of this component.
    NewArray(Type),
    ArrayLength,
    Throw,
    CheckCast(Type),
    InstanceOf(Type),
    Unsupported(Unsupported),
}

impl Instruction {
    /// Whether the next instruction can follow it.
    pub(crate) const fn falls_through(&self) -> bool {
        !matches!(
            self,
            Self::Goto(_)
                | Self::JumpSubroutine(_)
                | Self::ReturnFromSubroutine(_)
                | Self::Switch { .. }
                | Self::Return
                | Self::ReturnInt
                | Self::ReturnReference
                | Self::Throw
        )
    }

    /// Where it can jump to, a subroutine's entry included.
    pub(crate) fn targets(&self) -> Vec<usize> {
        match self {
            Self::If(_, target)
            | Self::IfCompare(_, target)
            | Self::IfReferences(_, target)
            | Self::IfNull(_, target)
            | Self::Goto(target)
            | Self::JumpSubroutine(target) => vec![*target],
            Self::Switch { default, cases, .. } => {
                let mut targets: Vec<usize> = cases.iter().map(|(_, target)| *target).collect();
                targets.push(*default);
                targets
            }
            _ => Vec::new(),
        }
    }
}
