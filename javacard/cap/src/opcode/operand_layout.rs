//! What follows an opcode.

use crate::constant_pool::ConstantKind;

/// The operands of an instruction. Numbers are big endian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperandLayout {
    /// None.
    None,
    /// `s1 value`
    Value8,
    /// `s2 value`
    Value16,
    /// `s4 value`
    Value32,
    /// `u1 index` of a local variable.
    Local,
    /// `u1 index` of a local variable, `s1 const`.
    LocalValue8,
    /// `u1 index` of a local variable, `s2 const`.
    LocalValue16,
    /// `s1 branch`, from the opcode.
    Branch8,
    /// `s2 branch`, from the opcode.
    Branch16,
    /// `s2 default, s2 low, s2 high, s2 offsets[high - low + 1]`
    ShortTable,
    /// `s2 default, s4 low, s4 high, s2 offsets[high - low + 1]`
    IntTable,
    /// `s2 default, u2 npairs, {s2 match, s2 offset} pairs[npairs]`
    ShortLookup,
    /// `s2 default, u2 npairs, {s4 match, s2 offset} pairs[npairs]`
    IntLookup,
    /// `u1 index` into the constant pool.
    Pool8(PoolUse),
    /// `u2 index` into the constant pool.
    Pool16(PoolUse),
    /// `u1 nargs, u2 index` of a class in the constant pool, `u1 method` token.
    InterfaceMethod,
    /// `u1 atype`: 10 boolean, 11 byte, 12 short, 13 int.
    ArrayType,
    /// `u1 atype, u2 index` into the constant pool: 0 an object and 14 an array of such, with a class; 10 to 13 an
    /// array of primitives, with index 0.
    TypedClass,
    /// `u1 mn`: m words, 1 to 4, are duplicated; n words down, 0 or m to m + 4.
    DuplicateWords,
    /// `u1 mn`: m and n words, 1 or 2 each, change places.
    SwapWords,
}

/// What an instruction wants of its constant pool entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolUse {
    /// A class or interface.
    Class,
    /// An instance field.
    InstanceField,
    /// A virtual method.
    VirtualMethod,
    /// A static field.
    StaticField,
    /// A static method.
    StaticMethod,
    /// Of `invokespecial`: a constructor, a private method, or a method of the superclass.
    Special,
}

impl PoolUse {
    /// Whether an entry of this kind will do.
    #[must_use]
    pub const fn accepts(self, kind: ConstantKind) -> bool {
        matches!(
            (self, kind),
            (Self::Class, ConstantKind::Class)
                | (Self::InstanceField, ConstantKind::InstanceField)
                | (Self::VirtualMethod, ConstantKind::VirtualMethod)
                | (Self::StaticField, ConstantKind::StaticField)
                | (Self::StaticMethod | Self::Special, ConstantKind::StaticMethod)
                | (Self::Special, ConstantKind::SuperMethod)
        )
    }
}

impl OperandLayout {
    /// Bytes of the instruction with its opcode; none for switches, whose length is in them.
    #[must_use]
    pub const fn instruction_length(self) -> Option<usize> {
        match self {
            Self::None => Some(1),
            Self::Value8
            | Self::Local
            | Self::Branch8
            | Self::Pool8(_)
            | Self::ArrayType
            | Self::DuplicateWords
            | Self::SwapWords => Some(2),
            Self::Value16 | Self::LocalValue8 | Self::Branch16 | Self::Pool16(_) => Some(3),
            Self::LocalValue16 | Self::TypedClass => Some(4),
            Self::Value32 | Self::InterfaceMethod => Some(5),
            Self::ShortTable | Self::IntTable | Self::ShortLookup | Self::IntLookup => None,
        }
    }
}
