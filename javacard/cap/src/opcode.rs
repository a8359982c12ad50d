//! The instruction set (JCVM 3.0.5 chapter 7) as one table: decoder, encoder, disassembler, verifier and engine are
//! derived from it, so that they agree.

mod operand_layout;
mod stack_effect;

use core::fmt;

pub use self::operand_layout::{OperandLayout, PoolUse};
pub use self::stack_effect::{RuntimeException, StackCell, StackEffect};

macro_rules! effect {
    (fixed [$($pop:ident),*] [$($push:ident),*]) => {
        StackEffect::Fixed { pops: &[$(StackCell::$pop),*], pushes: &[$(StackCell::$push),*] }
    };
    (invoke) => { StackEffect::Invoke };
    (duplicate) => { StackEffect::DuplicateWords };
    (swap) => { StackEffect::SwapWords };
}

macro_rules! instruction_set {
    ($($number:literal $name:ident $mnemonic:literal ($($layout:tt)*) ($($effect:tt)*) [$($exception:ident),*];)*) => {
        /// An opcode.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Opcode {
            $(#[doc = concat!("`", $mnemonic, "`")] $name = $number,)*
        }

        impl Opcode {
            /// The instruction set, by number without a gap.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name, operands and effect.
            #[must_use]
            pub const fn definition(self) -> &'static Definition {
                match self {
                    $(Self::$name => const {
                        &Definition {
                            mnemonic: $mnemonic,
                            operands: OperandLayout::$($layout)*,
                            stack: effect!($($effect)*),
                            exceptions: &[$(RuntimeException::$exception),*],
                        }
                    },)*
                }
            }
        }
    };
}

/// What an opcode means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Its name. JCVM 3.0.5 §7.5 describes the instructions in the order of their names.
    pub mnemonic: &'static str,
    /// What follows the opcode.
    pub operands: OperandLayout,
    /// What it does to the operand stack.
    pub stack: StackEffect,
    /// What it may throw, beside what a method that it calls throws.
    pub exceptions: &'static [RuntimeException],
}

impl Opcode {
    /// The opcode of this number. None for B9 to FD, which are not assigned, and for `impdep1` and `impdep2` (FE
    /// and FF), which do not occur in a CAP file.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// Its number.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Its name.
    #[must_use]
    pub const fn mnemonic(self) -> &'static str {
        self.definition().mnemonic
    }

    /// What follows it.
    #[must_use]
    pub const fn operands(self) -> OperandLayout {
        self.definition().operands
    }

    /// The opcode of this name.
    #[must_use]
    pub fn from_mnemonic(mnemonic: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|opcode| opcode.mnemonic() == mnemonic)
    }

    /// Whether control never passes to the instruction behind it: a jump, a switch, a return or a throw.
    #[must_use]
    pub const fn ends_flow(self) -> bool {
        matches!(
            self,
            Self::Goto
                | Self::GotoW
                | Self::Ret
                | Self::Stableswitch
                | Self::Itableswitch
                | Self::Slookupswitch
                | Self::Ilookupswitch
                | Self::Areturn
                | Self::Sreturn
                | Self::Ireturn
                | Self::Return
                | Self::Athrow
        )
    }

    /// Whether it works on values of the type int, which a card need not support: then the package must say so
    /// (`ACC_INT`, JCVM 3.0.5 §6.3).
    #[must_use]
    pub fn uses_int(self) -> bool {
        let has_int = |cells: &[StackCell]| cells.contains(&StackCell::Int);
        match self.definition().stack {
            StackEffect::Fixed { pops, pushes } => {
                has_int(pops) || has_int(pushes) || matches!(self, Self::Iinc | Self::IincW)
            }
            StackEffect::Invoke | StackEffect::DuplicateWords | StackEffect::SwapWords => false,
        }
    }
}

impl fmt::Display for Opcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.mnemonic())
    }
}

#[rustfmt::skip]
instruction_set! {
    // number, name, mnemonic, operands, effect on the stack, what it throws
    0x00 Nop "nop" (None) (fixed [] []) [];
    0x01 AconstNull "aconst_null" (None) (fixed [] [Null]) [];
    0x02 SconstM1 "sconst_m1" (None) (fixed [] [Short]) [];
    0x03 Sconst0 "sconst_0" (None) (fixed [] [Short]) [];
    0x04 Sconst1 "sconst_1" (None) (fixed [] [Short]) [];
    0x05 Sconst2 "sconst_2" (None) (fixed [] [Short]) [];
    0x06 Sconst3 "sconst_3" (None) (fixed [] [Short]) [];
    0x07 Sconst4 "sconst_4" (None) (fixed [] [Short]) [];
    0x08 Sconst5 "sconst_5" (None) (fixed [] [Short]) [];
    0x09 IconstM1 "iconst_m1" (None) (fixed [] [Int]) [];
    0x0A Iconst0 "iconst_0" (None) (fixed [] [Int]) [];
    0x0B Iconst1 "iconst_1" (None) (fixed [] [Int]) [];
    0x0C Iconst2 "iconst_2" (None) (fixed [] [Int]) [];
    0x0D Iconst3 "iconst_3" (None) (fixed [] [Int]) [];
    0x0E Iconst4 "iconst_4" (None) (fixed [] [Int]) [];
    0x0F Iconst5 "iconst_5" (None) (fixed [] [Int]) [];
    0x10 Bspush "bspush" (Value8) (fixed [] [Short]) [];
    0x11 Sspush "sspush" (Value16) (fixed [] [Short]) [];
    0x12 Bipush "bipush" (Value8) (fixed [] [Int]) [];
    0x13 Sipush "sipush" (Value16) (fixed [] [Int]) [];
    0x14 Iipush "iipush" (Value32) (fixed [] [Int]) [];
    0x15 Aload "aload" (Local) (fixed [] [Reference]) [];
    0x16 Sload "sload" (Local) (fixed [] [Short]) [];
    0x17 Iload "iload" (Local) (fixed [] [Int]) [];
    0x18 Aload0 "aload_0" (None) (fixed [] [Reference]) [];
    0x19 Aload1 "aload_1" (None) (fixed [] [Reference]) [];
    0x1A Aload2 "aload_2" (None) (fixed [] [Reference]) [];
    0x1B Aload3 "aload_3" (None) (fixed [] [Reference]) [];
    0x1C Sload0 "sload_0" (None) (fixed [] [Short]) [];
    0x1D Sload1 "sload_1" (None) (fixed [] [Short]) [];
    0x1E Sload2 "sload_2" (None) (fixed [] [Short]) [];
    0x1F Sload3 "sload_3" (None) (fixed [] [Short]) [];
    0x20 Iload0 "iload_0" (None) (fixed [] [Int]) [];
    0x21 Iload1 "iload_1" (None) (fixed [] [Int]) [];
    0x22 Iload2 "iload_2" (None) (fixed [] [Int]) [];
    0x23 Iload3 "iload_3" (None) (fixed [] [Int]) [];
    0x24 Aaload "aaload" (None) (fixed [Reference, Short] [Reference]) [NullPointer, ArrayIndexOutOfBounds, Security];
    0x25 Baload "baload" (None) (fixed [Reference, Short] [Short]) [NullPointer, ArrayIndexOutOfBounds, Security];
    0x26 Saload "saload" (None) (fixed [Reference, Short] [Short]) [NullPointer, ArrayIndexOutOfBounds, Security];
    0x27 Iaload "iaload" (None) (fixed [Reference, Short] [Int]) [NullPointer, ArrayIndexOutOfBounds, Security];
    0x28 Astore "astore" (Local) (fixed [ReferenceOrReturnAddress] []) [];
    0x29 Sstore "sstore" (Local) (fixed [Short] []) [];
    0x2A Istore "istore" (Local) (fixed [Int] []) [];
    0x2B Astore0 "astore_0" (None) (fixed [ReferenceOrReturnAddress] []) [];
    0x2C Astore1 "astore_1" (None) (fixed [ReferenceOrReturnAddress] []) [];
    0x2D Astore2 "astore_2" (None) (fixed [ReferenceOrReturnAddress] []) [];
    0x2E Astore3 "astore_3" (None) (fixed [ReferenceOrReturnAddress] []) [];
    0x2F Sstore0 "sstore_0" (None) (fixed [Short] []) [];
    0x30 Sstore1 "sstore_1" (None) (fixed [Short] []) [];
    0x31 Sstore2 "sstore_2" (None) (fixed [Short] []) [];
    0x32 Sstore3 "sstore_3" (None) (fixed [Short] []) [];
    0x33 Istore0 "istore_0" (None) (fixed [Int] []) [];
    0x34 Istore1 "istore_1" (None) (fixed [Int] []) [];
    0x35 Istore2 "istore_2" (None) (fixed [Int] []) [];
    0x36 Istore3 "istore_3" (None) (fixed [Int] []) [];
    0x37 Aastore "aastore" (None) (fixed [Reference, Short, Reference] []) [NullPointer, ArrayIndexOutOfBounds, ArrayStore, Security];
    0x38 Bastore "bastore" (None) (fixed [Reference, Short, Short] []) [NullPointer, ArrayIndexOutOfBounds, Security];
    0x39 Sastore "sastore" (None) (fixed [Reference, Short, Short] []) [NullPointer, ArrayIndexOutOfBounds, Security];
    0x3A Iastore "iastore" (None) (fixed [Reference, Short, Int] []) [NullPointer, ArrayIndexOutOfBounds, Security];
    0x3B Pop "pop" (None) (fixed [Word] []) [];
    0x3C Pop2 "pop2" (None) (fixed [Word, Word] []) [];
    0x3D Dup "dup" (None) (fixed [Word] [Word, Word]) [];
    0x3E Dup2 "dup2" (None) (fixed [Word, Word] [Word, Word, Word, Word]) [];
    0x3F DupX "dup_x" (DuplicateWords) (duplicate) [];
    0x40 SwapX "swap_x" (SwapWords) (swap) [];
    0x41 Sadd "sadd" (None) (fixed [Short, Short] [Short]) [];
    0x42 Iadd "iadd" (None) (fixed [Int, Int] [Int]) [];
    0x43 Ssub "ssub" (None) (fixed [Short, Short] [Short]) [];
    0x44 Isub "isub" (None) (fixed [Int, Int] [Int]) [];
    0x45 Smul "smul" (None) (fixed [Short, Short] [Short]) [];
    0x46 Imul "imul" (None) (fixed [Int, Int] [Int]) [];
    0x47 Sdiv "sdiv" (None) (fixed [Short, Short] [Short]) [Arithmetic];
    0x48 Idiv "idiv" (None) (fixed [Int, Int] [Int]) [Arithmetic];
    0x49 Srem "srem" (None) (fixed [Short, Short] [Short]) [Arithmetic];
    0x4A Irem "irem" (None) (fixed [Int, Int] [Int]) [Arithmetic];
    0x4B Sneg "sneg" (None) (fixed [Short] [Short]) [];
    0x4C Ineg "ineg" (None) (fixed [Int] [Int]) [];
    0x4D Sshl "sshl" (None) (fixed [Short, Short] [Short]) [];
    0x4E Ishl "ishl" (None) (fixed [Int, Int] [Int]) [];
    0x4F Sshr "sshr" (None) (fixed [Short, Short] [Short]) [];
    0x50 Ishr "ishr" (None) (fixed [Int, Int] [Int]) [];
    0x51 Sushr "sushr" (None) (fixed [Short, Short] [Short]) [];
    0x52 Iushr "iushr" (None) (fixed [Int, Int] [Int]) [];
    0x53 Sand "sand" (None) (fixed [Short, Short] [Short]) [];
    0x54 Iand "iand" (None) (fixed [Int, Int] [Int]) [];
    0x55 Sor "sor" (None) (fixed [Short, Short] [Short]) [];
    0x56 Ior "ior" (None) (fixed [Int, Int] [Int]) [];
    0x57 Sxor "sxor" (None) (fixed [Short, Short] [Short]) [];
    0x58 Ixor "ixor" (None) (fixed [Int, Int] [Int]) [];
    0x59 Sinc "sinc" (LocalValue8) (fixed [] []) [];
    0x5A Iinc "iinc" (LocalValue8) (fixed [] []) [];
    0x5B S2b "s2b" (None) (fixed [Short] [Short]) [];
    0x5C S2i "s2i" (None) (fixed [Short] [Int]) [];
    0x5D I2b "i2b" (None) (fixed [Int] [Short]) [];
    0x5E I2s "i2s" (None) (fixed [Int] [Short]) [];
    0x5F Icmp "icmp" (None) (fixed [Int, Int] [Short]) [];
    0x60 Ifeq "ifeq" (Branch8) (fixed [Short] []) [];
    0x61 Ifne "ifne" (Branch8) (fixed [Short] []) [];
    0x62 Iflt "iflt" (Branch8) (fixed [Short] []) [];
    0x63 Ifge "ifge" (Branch8) (fixed [Short] []) [];
    0x64 Ifgt "ifgt" (Branch8) (fixed [Short] []) [];
    0x65 Ifle "ifle" (Branch8) (fixed [Short] []) [];
    0x66 Ifnull "ifnull" (Branch8) (fixed [Reference] []) [];
    0x67 Ifnonnull "ifnonnull" (Branch8) (fixed [Reference] []) [];
    0x68 IfAcmpeq "if_acmpeq" (Branch8) (fixed [Reference, Reference] []) [];
    0x69 IfAcmpne "if_acmpne" (Branch8) (fixed [Reference, Reference] []) [];
    0x6A IfScmpeq "if_scmpeq" (Branch8) (fixed [Short, Short] []) [];
    0x6B IfScmpne "if_scmpne" (Branch8) (fixed [Short, Short] []) [];
    0x6C IfScmplt "if_scmplt" (Branch8) (fixed [Short, Short] []) [];
    0x6D IfScmpge "if_scmpge" (Branch8) (fixed [Short, Short] []) [];
    0x6E IfScmpgt "if_scmpgt" (Branch8) (fixed [Short, Short] []) [];
    0x6F IfScmple "if_scmple" (Branch8) (fixed [Short, Short] []) [];
    0x70 Goto "goto" (Branch8) (fixed [] []) [];
    0x71 Jsr "jsr" (Branch16) (fixed [] [ReturnAddress]) [];
    0x72 Ret "ret" (Local) (fixed [] []) [];
    0x73 Stableswitch "stableswitch" (ShortTable) (fixed [Short] []) [];
    0x74 Itableswitch "itableswitch" (IntTable) (fixed [Int] []) [];
    0x75 Slookupswitch "slookupswitch" (ShortLookup) (fixed [Short] []) [];
    0x76 Ilookupswitch "ilookupswitch" (IntLookup) (fixed [Int] []) [];
    0x77 Areturn "areturn" (None) (fixed [Reference] []) [];
    0x78 Sreturn "sreturn" (None) (fixed [Short] []) [];
    0x79 Ireturn "ireturn" (None) (fixed [Int] []) [];
    0x7A Return "return" (None) (fixed [] []) [];
    0x7B GetstaticA "getstatic_a" (Pool16(PoolUse::StaticField)) (fixed [] [Reference]) [Security];
    0x7C GetstaticB "getstatic_b" (Pool16(PoolUse::StaticField)) (fixed [] [Short]) [Security];
    0x7D GetstaticS "getstatic_s" (Pool16(PoolUse::StaticField)) (fixed [] [Short]) [Security];
    0x7E GetstaticI "getstatic_i" (Pool16(PoolUse::StaticField)) (fixed [] [Int]) [Security];
    0x7F PutstaticA "putstatic_a" (Pool16(PoolUse::StaticField)) (fixed [Reference] []) [Security];
    0x80 PutstaticB "putstatic_b" (Pool16(PoolUse::StaticField)) (fixed [Short] []) [Security];
    0x81 PutstaticS "putstatic_s" (Pool16(PoolUse::StaticField)) (fixed [Short] []) [Security];
    0x82 PutstaticI "putstatic_i" (Pool16(PoolUse::StaticField)) (fixed [Int] []) [Security];
    0x83 GetfieldA "getfield_a" (Pool8(PoolUse::InstanceField)) (fixed [Reference] [Reference]) [NullPointer, Security];
    0x84 GetfieldB "getfield_b" (Pool8(PoolUse::InstanceField)) (fixed [Reference] [Short]) [NullPointer, Security];
    0x85 GetfieldS "getfield_s" (Pool8(PoolUse::InstanceField)) (fixed [Reference] [Short]) [NullPointer, Security];
    0x86 GetfieldI "getfield_i" (Pool8(PoolUse::InstanceField)) (fixed [Reference] [Int]) [NullPointer, Security];
    0x87 PutfieldA "putfield_a" (Pool8(PoolUse::InstanceField)) (fixed [Reference, Reference] []) [NullPointer, Security];
    0x88 PutfieldB "putfield_b" (Pool8(PoolUse::InstanceField)) (fixed [Reference, Short] []) [NullPointer, Security];
    0x89 PutfieldS "putfield_s" (Pool8(PoolUse::InstanceField)) (fixed [Reference, Short] []) [NullPointer, Security];
    0x8A PutfieldI "putfield_i" (Pool8(PoolUse::InstanceField)) (fixed [Reference, Int] []) [NullPointer, Security];
    0x8B Invokevirtual "invokevirtual" (Pool16(PoolUse::VirtualMethod)) (invoke) [NullPointer, Security];
    0x8C Invokespecial "invokespecial" (Pool16(PoolUse::Special)) (invoke) [NullPointer, Security];
    0x8D Invokestatic "invokestatic" (Pool16(PoolUse::StaticMethod)) (invoke) [];
    0x8E Invokeinterface "invokeinterface" (InterfaceMethod) (invoke) [NullPointer, Security];
    0x8F New "new" (Pool16(PoolUse::Class)) (fixed [] [Reference]) [NoResource];
    0x90 Newarray "newarray" (ArrayType) (fixed [Short] [Reference]) [NegativeArraySize, NoResource];
    0x91 Anewarray "anewarray" (Pool16(PoolUse::Class)) (fixed [Short] [Reference]) [NegativeArraySize, NoResource];
    0x92 Arraylength "arraylength" (None) (fixed [Reference] [Short]) [NullPointer, Security];
    0x93 Athrow "athrow" (None) (fixed [Reference] []) [NullPointer, Security];
    0x94 Checkcast "checkcast" (TypedClass) (fixed [Reference] [Reference]) [ClassCast, Security];
    0x95 Instanceof "instanceof" (TypedClass) (fixed [Reference] [Short]) [Security];
    0x96 SincW "sinc_w" (LocalValue16) (fixed [] []) [];
    0x97 IincW "iinc_w" (LocalValue16) (fixed [] []) [];
    0x98 IfeqW "ifeq_w" (Branch16) (fixed [Short] []) [];
    0x99 IfneW "ifne_w" (Branch16) (fixed [Short] []) [];
    0x9A IfltW "iflt_w" (Branch16) (fixed [Short] []) [];
    0x9B IfgeW "ifge_w" (Branch16) (fixed [Short] []) [];
    0x9C IfgtW "ifgt_w" (Branch16) (fixed [Short] []) [];
    0x9D IfleW "ifle_w" (Branch16) (fixed [Short] []) [];
    0x9E IfnullW "ifnull_w" (Branch16) (fixed [Reference] []) [];
    0x9F IfnonnullW "ifnonnull_w" (Branch16) (fixed [Reference] []) [];
    0xA0 IfAcmpeqW "if_acmpeq_w" (Branch16) (fixed [Reference, Reference] []) [];
    0xA1 IfAcmpneW "if_acmpne_w" (Branch16) (fixed [Reference, Reference] []) [];
    0xA2 IfScmpeqW "if_scmpeq_w" (Branch16) (fixed [Short, Short] []) [];
    0xA3 IfScmpneW "if_scmpne_w" (Branch16) (fixed [Short, Short] []) [];
    0xA4 IfScmpltW "if_scmplt_w" (Branch16) (fixed [Short, Short] []) [];
    0xA5 IfScmpgeW "if_scmpge_w" (Branch16) (fixed [Short, Short] []) [];
    0xA6 IfScmpgtW "if_scmpgt_w" (Branch16) (fixed [Short, Short] []) [];
    0xA7 IfScmpleW "if_scmple_w" (Branch16) (fixed [Short, Short] []) [];
    0xA8 GotoW "goto_w" (Branch16) (fixed [] []) [];
    0xA9 GetfieldAW "getfield_a_w" (Pool16(PoolUse::InstanceField)) (fixed [Reference] [Reference]) [NullPointer, Security];
    0xAA GetfieldBW "getfield_b_w" (Pool16(PoolUse::InstanceField)) (fixed [Reference] [Short]) [NullPointer, Security];
    0xAB GetfieldSW "getfield_s_w" (Pool16(PoolUse::InstanceField)) (fixed [Reference] [Short]) [NullPointer, Security];
    0xAC GetfieldIW "getfield_i_w" (Pool16(PoolUse::InstanceField)) (fixed [Reference] [Int]) [NullPointer, Security];
    0xAD GetfieldAThis "getfield_a_this" (Pool8(PoolUse::InstanceField)) (fixed [] [Reference]) [NullPointer, Security];
    0xAE GetfieldBThis "getfield_b_this" (Pool8(PoolUse::InstanceField)) (fixed [] [Short]) [NullPointer, Security];
    0xAF GetfieldSThis "getfield_s_this" (Pool8(PoolUse::InstanceField)) (fixed [] [Short]) [NullPointer, Security];
    0xB0 GetfieldIThis "getfield_i_this" (Pool8(PoolUse::InstanceField)) (fixed [] [Int]) [NullPointer, Security];
    0xB1 PutfieldAW "putfield_a_w" (Pool16(PoolUse::InstanceField)) (fixed [Reference, Reference] []) [NullPointer, Security];
    0xB2 PutfieldBW "putfield_b_w" (Pool16(PoolUse::InstanceField)) (fixed [Reference, Short] []) [NullPointer, Security];
    0xB3 PutfieldSW "putfield_s_w" (Pool16(PoolUse::InstanceField)) (fixed [Reference, Short] []) [NullPointer, Security];
    0xB4 PutfieldIW "putfield_i_w" (Pool16(PoolUse::InstanceField)) (fixed [Reference, Int] []) [NullPointer, Security];
    0xB5 PutfieldAThis "putfield_a_this" (Pool8(PoolUse::InstanceField)) (fixed [Reference] []) [NullPointer, Security];
    0xB6 PutfieldBThis "putfield_b_this" (Pool8(PoolUse::InstanceField)) (fixed [Short] []) [NullPointer, Security];
    0xB7 PutfieldSThis "putfield_s_this" (Pool8(PoolUse::InstanceField)) (fixed [Short] []) [NullPointer, Security];
    0xB8 PutfieldIThis "putfield_i_this" (Pool8(PoolUse::InstanceField)) (fixed [Int] []) [NullPointer, Security];
}
