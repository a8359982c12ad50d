//! Instructions, decoded and encoded after the table of [`opcode`](crate::opcode).

mod decode;
mod encode;

use alloc::vec::Vec;
use core::fmt;

use crate::error::Rule;
use crate::opcode::Opcode;
use crate::type_descriptor::PrimitiveType;

/// An instruction.
///
/// ```
/// use cardamom_cap::instruction::{Instruction, Operands};
/// use cardamom_cap::opcode::Opcode;
///
/// let code = [0x11, 0x01, 0x00, 0x78];
/// let push = Instruction::decode(&code, 0)?;
/// assert_eq!(push.opcode, Opcode::Sspush);
/// assert_eq!(push.operands, Operands::Value(256));
/// assert_eq!(Instruction::decode(&code, push.length())?.opcode, Opcode::Sreturn);
/// assert_eq!(push.encode()?, code[..3]);
/// # Ok::<(), cardamom_cap::Rule>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instruction {
    /// What it does.
    pub opcode: Opcode,
    /// With what. They have the form of the opcode's [`operands`](Opcode::operands).
    pub operands: Operands,
}

/// The operands of an instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operands {
    /// None.
    None,
    /// A number to push.
    Value(i32),
    /// A local variable.
    Local(u8),
    /// A local variable, and what is added to it.
    LocalValue {
        /// Its index.
        local: u8,
        /// The number.
        value: i16,
    },
    /// Where to go, in bytes from the opcode.
    Branch(i16),
    /// A switch over consecutive numbers.
    TableSwitch {
        /// Where to go for a number that is not in the table.
        default: i16,
        /// The first number; the table has at least one.
        low: i32,
        /// Where to go for each number from it on.
        offsets: Vec<i16>,
    },
    /// A switch over any numbers.
    LookupSwitch {
        /// Where to go for a number that is not among the pairs.
        default: i16,
        /// Numbers, and where to go for each.
        pairs: Vec<(i32, i16)>,
    },
    /// An entry of the constant pool.
    Pool(u16),
    /// A method of an interface.
    InterfaceMethod {
        /// Cells of the arguments, the receiver included.
        arguments: u8,
        /// The constant pool entry of the interface.
        interface: u16,
        /// The method's token.
        token: u8,
    },
    /// The type of an array's elements.
    ArrayType(PrimitiveType),
    /// A type of objects.
    Type(TypeOperand),
    /// Words of the stack: `m` and `n`.
    Words {
        /// The upper half of the operand.
        m: u8,
        /// The lower half.
        n: u8,
    },
}

/// The type that `checkcast` and `instanceof` ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeOperand {
    /// An object of this class or interface.
    Object {
        /// Its constant pool entry.
        class: u16,
    },
    /// An array of primitives.
    Array(PrimitiveType),
    /// An array of references to objects of this class or interface.
    ReferenceArray {
        /// Its constant pool entry.
        class: u16,
    },
}

impl Instruction {
    /// An instruction without operands.
    #[must_use]
    pub const fn new(opcode: Opcode) -> Self {
        Self { opcode, operands: Operands::None }
    }

    /// An instruction.
    #[must_use]
    pub const fn with(opcode: Opcode, operands: Operands) -> Self {
        Self { opcode, operands }
    }

    /// Where it may go beside the next instruction, in bytes from its opcode.
    #[must_use]
    pub fn branches(&self) -> Vec<i16> {
        match &self.operands {
            Operands::Branch(branch) => [*branch].to_vec(),
            Operands::TableSwitch { default, offsets, .. } => {
                [*default].iter().chain(offsets).copied().collect()
            }
            Operands::LookupSwitch { default, pairs } => {
                [*default].into_iter().chain(pairs.iter().map(|(_, offset)| *offset)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The constant pool entry that it names.
    #[must_use]
    pub const fn pool_index(&self) -> Option<u16> {
        match &self.operands {
            Operands::Pool(index)
            | Operands::InterfaceMethod { interface: index, .. }
            | Operands::Type(
                TypeOperand::Object { class: index } | TypeOperand::ReferenceArray { class: index },
            ) => Some(*index),
            _ => None,
        }
    }

    /// The local variable that it names in an operand or in its opcode.
    #[must_use]
    pub const fn local(&self) -> Option<u8> {
        match (&self.operands, self.opcode) {
            (Operands::Local(local) | Operands::LocalValue { local, .. }, _) => Some(*local),
            (_, Opcode::Aload0 | Opcode::Sload0 | Opcode::Iload0) => Some(0),
            (_, Opcode::Astore0 | Opcode::Sstore0 | Opcode::Istore0) => Some(0),
            (_, Opcode::Aload1 | Opcode::Sload1 | Opcode::Iload1) => Some(1),
            (_, Opcode::Astore1 | Opcode::Sstore1 | Opcode::Istore1) => Some(1),
            (_, Opcode::Aload2 | Opcode::Sload2 | Opcode::Iload2) => Some(2),
            (_, Opcode::Astore2 | Opcode::Sstore2 | Opcode::Istore2) => Some(2),
            (_, Opcode::Aload3 | Opcode::Sload3 | Opcode::Iload3) => Some(3),
            (_, Opcode::Astore3 | Opcode::Sstore3 | Opcode::Istore3) => Some(3),
            _ => None,
        }
    }
}

/// The instructions of a method's code, each with its offset in it. Ends behind the first error.
#[derive(Clone, Debug)]
pub struct Instructions<'a> {
    code: &'a [u8],
    offset: usize,
}

impl<'a> Instructions<'a> {
    /// Those of this code.
    #[must_use]
    pub const fn of(code: &'a [u8]) -> Self {
        Self { code, offset: 0 }
    }
}

impl Iterator for Instructions<'_> {
    type Item = (usize, Result<Instruction, Rule>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.offset >= self.code.len() {
            return None;
        }
        let offset = self.offset;
        let instruction = Instruction::decode(self.code, offset);
        let length = instruction.as_ref().map_or(self.code.len(), Instruction::length);
        self.offset = offset.saturating_add(length);
        Some((offset, instruction))
    }
}

/// Mnemonic and operands, as numbers: entries of the constant pool as `#n`, places as bytes from the opcode.
impl fmt::Display for Instruction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.opcode.mnemonic())?;
        match &self.operands {
            Operands::None => Ok(()),
            Operands::Value(value) => write!(f, " {value}"),
            Operands::Local(local) => write!(f, " {local}"),
            Operands::LocalValue { local, value } => write!(f, " {local} {value:+}"),
            Operands::Branch(branch) => write!(f, " {branch:+}"),
            Operands::TableSwitch { default, low, offsets } => {
                for (number, offset) in (*low..).zip(offsets) {
                    write!(f, " {number}: {offset:+},")?;
                }
                write!(f, " default: {default:+}")
            }
            Operands::LookupSwitch { default, pairs } => {
                for (number, offset) in pairs {
                    write!(f, " {number}: {offset:+},")?;
                }
                write!(f, " default: {default:+}")
            }
            Operands::Pool(index) => write!(f, " #{index}"),
            Operands::InterfaceMethod { arguments, interface, token } => {
                write!(f, " {arguments} #{interface} {token}")
            }
            Operands::ArrayType(element) => write!(f, " {}", element.name()),
            Operands::Type(TypeOperand::Object { class }) => write!(f, " #{class}"),
            Operands::Type(TypeOperand::Array(element)) => write!(f, " {}[]", element.name()),
            Operands::Type(TypeOperand::ReferenceArray { class }) => write!(f, " #{class}[]"),
            Operands::Words { m, n } => write!(f, " {m} {n}"),
        }
    }
}
