//! Instructions of the Java Card virtual machine, before branches have a length (JCVM specification §7).

use crate::resolve::Entry;

/// Opcodes that the converter writes; of a family, the first one.
pub(crate) mod opcode {
    pub(crate) const ACONST_NULL: u8 = 0x01;
    pub(crate) const SCONST_0: u8 = 0x03;
    pub(crate) const ICONST_0: u8 = 0x0A;
    pub(crate) const BSPUSH: u8 = 0x10;
    pub(crate) const SSPUSH: u8 = 0x11;
    pub(crate) const BIPUSH: u8 = 0x12;
    pub(crate) const SIPUSH: u8 = 0x13;
    pub(crate) const IIPUSH: u8 = 0x14;
    pub(crate) const ALOAD: u8 = 0x15;
    pub(crate) const SLOAD: u8 = 0x16;
    pub(crate) const ILOAD: u8 = 0x17;
    pub(crate) const ALOAD_0: u8 = 0x18;
    pub(crate) const SLOAD_0: u8 = 0x1C;
    pub(crate) const ILOAD_0: u8 = 0x20;
    pub(crate) const AALOAD: u8 = 0x24;
    pub(crate) const BALOAD: u8 = 0x25;
    pub(crate) const SALOAD: u8 = 0x26;
    pub(crate) const IALOAD: u8 = 0x27;
    pub(crate) const ASTORE: u8 = 0x28;
    pub(crate) const SSTORE: u8 = 0x29;
    pub(crate) const ISTORE: u8 = 0x2A;
    pub(crate) const ASTORE_0: u8 = 0x2B;
    pub(crate) const SSTORE_0: u8 = 0x2F;
    pub(crate) const ISTORE_0: u8 = 0x33;
    pub(crate) const AASTORE: u8 = 0x37;
    pub(crate) const BASTORE: u8 = 0x38;
    pub(crate) const SASTORE: u8 = 0x39;
    pub(crate) const IASTORE: u8 = 0x3A;
    pub(crate) const POP: u8 = 0x3B;
    pub(crate) const POP2: u8 = 0x3C;
    pub(crate) const DUP: u8 = 0x3D;
    pub(crate) const DUP2: u8 = 0x3E;
    pub(crate) const DUP_X: u8 = 0x3F;
    pub(crate) const SWAP_X: u8 = 0x40;
    pub(crate) const SADD: u8 = 0x41;
    pub(crate) const SSUB: u8 = 0x43;
    pub(crate) const IADD: u8 = 0x42;
    pub(crate) const ISUB: u8 = 0x44;
    pub(crate) const SNEG: u8 = 0x4B;
    pub(crate) const INEG: u8 = 0x4C;
    pub(crate) const SINC: u8 = 0x59;
    pub(crate) const IINC: u8 = 0x5A;
    pub(crate) const S2B: u8 = 0x5B;
    pub(crate) const S2I: u8 = 0x5C;
    pub(crate) const I2B: u8 = 0x5D;
    pub(crate) const I2S: u8 = 0x5E;
    pub(crate) const ICMP: u8 = 0x5F;
    pub(crate) const IFEQ: u8 = 0x60;
    pub(crate) const IFNULL: u8 = 0x66;
    pub(crate) const IFNONNULL: u8 = 0x67;
    pub(crate) const IF_ACMPEQ: u8 = 0x68;
    pub(crate) const IF_ACMPNE: u8 = 0x69;
    pub(crate) const IF_SCMPEQ: u8 = 0x6A;
    pub(crate) const GOTO: u8 = 0x70;
    pub(crate) const JSR: u8 = 0x71;
    pub(crate) const RET: u8 = 0x72;
    pub(crate) const STABLESWITCH: u8 = 0x73;
    pub(crate) const ITABLESWITCH: u8 = 0x74;
    pub(crate) const SLOOKUPSWITCH: u8 = 0x75;
    pub(crate) const ILOOKUPSWITCH: u8 = 0x76;
    pub(crate) const ARETURN: u8 = 0x77;
    pub(crate) const SRETURN: u8 = 0x78;
    pub(crate) const IRETURN: u8 = 0x79;
    pub(crate) const RETURN: u8 = 0x7A;
    pub(crate) const GETSTATIC_A: u8 = 0x7B;
    pub(crate) const PUTSTATIC_A: u8 = 0x7F;
    pub(crate) const GETFIELD_A: u8 = 0x83;
    pub(crate) const PUTFIELD_A: u8 = 0x87;
    pub(crate) const INVOKEVIRTUAL: u8 = 0x8B;
    pub(crate) const INVOKESPECIAL: u8 = 0x8C;
    pub(crate) const INVOKESTATIC: u8 = 0x8D;
    pub(crate) const INVOKEINTERFACE: u8 = 0x8E;
    pub(crate) const NEW: u8 = 0x8F;
    pub(crate) const NEWARRAY: u8 = 0x90;
    pub(crate) const ANEWARRAY: u8 = 0x91;
    pub(crate) const ARRAYLENGTH: u8 = 0x92;
    pub(crate) const ATHROW: u8 = 0x93;
    pub(crate) const CHECKCAST: u8 = 0x94;
    pub(crate) const INSTANCEOF: u8 = 0x95;
    /// From `ifeq` to `ifeq_w`, and so on as far as `goto` to `goto_w`.
    pub(crate) const WIDE_BRANCH: u8 = 0x98 - 0x60;
    /// From `sinc` to `sinc_w` and from `iinc` to `iinc_w`.
    pub(crate) const WIDE_INCREMENT: u8 = 0x96 - 0x59;
    /// From `getfield_a` to `getfield_a_w`.
    pub(crate) const GETFIELD_WIDE: u8 = 0xA9 - 0x83;
    /// From `getfield_a` to `getfield_a_this`.
    pub(crate) const GETFIELD_THIS: u8 = 0xAD - 0x83;
    /// From `putfield_a` to `putfield_a_w`.
    pub(crate) const PUTFIELD_WIDE: u8 = 0xB1 - 0x87;
    /// From `putfield_a` to `putfield_a_this`.
    pub(crate) const PUTFIELD_THIS: u8 = 0xB5 - 0x87;
}

/// A place to jump to: an instruction of the class file by its index, or one behind the last for each detour to an
/// exception handler.
pub(crate) type Label = usize;

/// An instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CardInstruction {
    /// An opcode alone.
    Plain(u8),
    /// With an operand of one byte.
    Byte(u8, u8),
    /// With an operand of two bytes.
    Short(u8, u16),
    /// `iipush`
    PushInt(i32),
    /// `sinc` or `iinc`, or their wide forms where the amount needs them.
    Increment {
        opcode: u8,
        local: u8,
        by: i16,
    },
    /// A branch with a wide form, by its narrow opcode.
    Branch(u8, Label),
    /// `jsr`
    JumpSubroutine(Label),
    /// With an index of two bytes into the constant pool.
    Reference(u8, Entry),
    /// `getfield` or `putfield` by the opcode of the narrow form: the narrow or wide form as the index demands.
    Field(u8, Entry),
    /// The same of `this`, by its own opcode.
    FieldOfThis(u8, Entry),
    InvokeInterface {
        arguments: u8,
        interface: Entry,
        token: u8,
    },
    /// `checkcast` or `instanceof`; without an entry for an array of numbers.
    TypeTest {
        opcode: u8,
        array_type: u8,
        class: Option<Entry>,
    },
    /// A table of labels from `low` on.
    TableSwitch {
        int: bool,
        default: Label,
        low: i32,
        labels: Vec<Label>,
    },
    /// Pairs that ascend by their key.
    LookupSwitch {
        int: bool,
        default: Label,
        pairs: Vec<(i32, Label)>,
    },
}

/// An instruction in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) instruction: CardInstruction,
    /// The instruction of the class file that it comes from.
    pub(crate) from: Label,
    /// Cells that it takes from the operand stack.
    pub(crate) taken: u16,
    /// Cells that it leaves there.
    pub(crate) left: u16,
}

impl CardInstruction {
    /// The entry of the constant pool that it names.
    pub(crate) const fn entry(&self) -> Option<Entry> {
        match self {
            Self::Reference(_, entry)
            | Self::Field(_, entry)
            | Self::FieldOfThis(_, entry)
            | Self::InvokeInterface { interface: entry, .. } => Some(*entry),
            Self::TypeTest { class, .. } => *class,
            _ => None,
        }
    }

    /// Whether only a card with the type int has it (JCVM specification §7, "int").
    pub(crate) const fn needs_int(&self) -> bool {
        match self {
            Self::Plain(opcode)
            | Self::Byte(opcode, _)
            | Self::Short(opcode, _)
            | Self::Increment { opcode, .. } => {
                matches!(
                    opcode,
                    0x09..=0x0F | 0x12..=0x14 | 0x17 | 0x20..=0x23 | 0x27 | 0x2A | 0x33..=0x36 | 0x3A | 0x42 | 0x44
                        | 0x46 | 0x48 | 0x4A | 0x4C | 0x4E | 0x50 | 0x52 | 0x54 | 0x56 | 0x58 | 0x5A
                        | 0x5C..=0x5F | 0x79
                ) || matches!(self, Self::Byte(opcode::NEWARRAY, 13))
            }
            Self::PushInt(_) => true,
            Self::TableSwitch { int, .. } | Self::LookupSwitch { int, .. } => *int,
            Self::TypeTest { array_type, .. } => *array_type == 13,
            _ => false,
        }
    }

    /// Where it can jump to.
    pub(crate) fn labels(&self) -> Vec<Label> {
        match self {
            Self::Branch(_, label) | Self::JumpSubroutine(label) => vec![*label],
            Self::TableSwitch { default, labels, .. } => [labels.as_slice(), &[*default]].concat(),
            Self::LookupSwitch { default, pairs, .. } => {
                pairs.iter().map(|(_, label)| *label).chain([*default]).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether the next instruction can follow it.
    pub(crate) const fn falls_through(&self) -> bool {
        !matches!(
            self,
            Self::Branch(opcode::GOTO, _)
                | Self::TableSwitch { .. }
                | Self::LookupSwitch { .. }
                | Self::Byte(opcode::RET, _)
                | Self::Plain(
                    opcode::ARETURN | opcode::SRETURN | opcode::IRETURN | opcode::RETURN | opcode::ATHROW
                )
        )
    }
}
