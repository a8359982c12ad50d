//! One arm an opcode (JCVM 3.0.5 §7.5).

use core::ops::{BitAnd, BitOr, BitXor};

use cardamom_cap::instruction::Instruction;
use cardamom_cap::opcode::Opcode;

use super::arrays::ElementKind;
use super::fields::FieldKind;
use super::trap::Trap;
use super::{Interpreter, Value, arithmetic, branches, stack};
use crate::heap::Heap;
use crate::native::Natives;

/// Where it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// At the next instruction.
    Instruction,
    /// So many bytes from the opcode.
    Branch(i16),
    /// At the instruction of this index.
    Index(usize),
    /// Where the method is that runs now.
    Frame,
    /// Nowhere: the first method came back.
    Finished(Option<Value>),
}

impl<'p, H: Heap, N: Natives<H>> Interpreter<'p, H, N> {
    /// Does what an instruction says.
    pub(super) fn dispatch(&mut self, instruction: &Instruction) -> Result<Next, Trap> {
        match instruction.opcode {
            Opcode::Nop => Ok(Next::Instruction),
            Opcode::AconstNull => {
                self.frame()?.push_reference(None)?;
                Ok(Next::Instruction)
            }
            Opcode::SconstM1 => Ok(stack::push_short(self.frame()?, -1)?),
            Opcode::Sconst0 => Ok(stack::push_short(self.frame()?, 0)?),
            Opcode::Sconst1 => Ok(stack::push_short(self.frame()?, 1)?),
            Opcode::Sconst2 => Ok(stack::push_short(self.frame()?, 2)?),
            Opcode::Sconst3 => Ok(stack::push_short(self.frame()?, 3)?),
            Opcode::Sconst4 => Ok(stack::push_short(self.frame()?, 4)?),
            Opcode::Sconst5 => Ok(stack::push_short(self.frame()?, 5)?),
            Opcode::IconstM1 => Ok(stack::push_int(self.frame()?, -1)?),
            Opcode::Iconst0 => Ok(stack::push_int(self.frame()?, 0)?),
            Opcode::Iconst1 => Ok(stack::push_int(self.frame()?, 1)?),
            Opcode::Iconst2 => Ok(stack::push_int(self.frame()?, 2)?),
            Opcode::Iconst3 => Ok(stack::push_int(self.frame()?, 3)?),
            Opcode::Iconst4 => Ok(stack::push_int(self.frame()?, 4)?),
            Opcode::Iconst5 => Ok(stack::push_int(self.frame()?, 5)?),
            Opcode::Bspush | Opcode::Sspush => Ok(stack::push_short_operand(self.frame()?, instruction)?),
            Opcode::Bipush | Opcode::Sipush | Opcode::Iipush => {
                Ok(stack::push_int(self.frame()?, stack::number(instruction)?)?)
            }
            Opcode::Aload | Opcode::Aload0 | Opcode::Aload1 | Opcode::Aload2 | Opcode::Aload3 => {
                Ok(stack::load_reference(self.frame()?, instruction)?)
            }
            Opcode::Sload | Opcode::Sload0 | Opcode::Sload1 | Opcode::Sload2 | Opcode::Sload3 => {
                Ok(stack::load_short(self.frame()?, instruction)?)
            }
            Opcode::Iload | Opcode::Iload0 | Opcode::Iload1 | Opcode::Iload2 | Opcode::Iload3 => {
                Ok(stack::load_int(self.frame()?, instruction)?)
            }
            Opcode::Astore | Opcode::Astore0 | Opcode::Astore1 | Opcode::Astore2 | Opcode::Astore3 => {
                Ok(stack::store_reference(self.frame()?, instruction)?)
            }
            Opcode::Sstore | Opcode::Sstore0 | Opcode::Sstore1 | Opcode::Sstore2 | Opcode::Sstore3 => {
                Ok(stack::store_short(self.frame()?, instruction)?)
            }
            Opcode::Istore | Opcode::Istore0 | Opcode::Istore1 | Opcode::Istore2 | Opcode::Istore3 => {
                Ok(stack::store_int(self.frame()?, instruction)?)
            }
            Opcode::Sinc | Opcode::SincW => Ok(stack::increment_short(self.frame()?, instruction)?),
            Opcode::Iinc | Opcode::IincW => Ok(stack::increment_int(self.frame()?, instruction)?),
            Opcode::Aaload => self.load_element(ElementKind::Reference),
            Opcode::Baload => self.load_element(ElementKind::Byte),
            Opcode::Saload => self.load_element(ElementKind::Short),
            Opcode::Iaload => self.load_element(ElementKind::Int),
            Opcode::Aastore => self.store_element(ElementKind::Reference),
            Opcode::Bastore => self.store_element(ElementKind::Byte),
            Opcode::Sastore => self.store_element(ElementKind::Short),
            Opcode::Iastore => self.store_element(ElementKind::Int),
            Opcode::Pop => Ok(stack::pop(self.frame()?, 1)?),
            Opcode::Pop2 => Ok(stack::pop(self.frame()?, 2)?),
            Opcode::Dup => Ok(stack::duplicate(self.frame()?, 1, 0)?),
            Opcode::Dup2 => Ok(stack::duplicate(self.frame()?, 2, 0)?),
            Opcode::DupX => Ok(stack::duplicate_words(self.frame()?, instruction)?),
            Opcode::SwapX => Ok(stack::swap_words(self.frame()?, instruction)?),
            Opcode::Sadd => arithmetic::short_binary(self.frame()?, i16::wrapping_add),
            Opcode::Ssub => arithmetic::short_binary(self.frame()?, i16::wrapping_sub),
            Opcode::Smul => arithmetic::short_binary(self.frame()?, i16::wrapping_mul),
            Opcode::Sdiv => arithmetic::short_division(self.frame()?, i16::wrapping_div),
            Opcode::Srem => arithmetic::short_division(self.frame()?, i16::wrapping_rem),
            Opcode::Sand => arithmetic::short_binary(self.frame()?, BitAnd::bitand),
            Opcode::Sor => arithmetic::short_binary(self.frame()?, BitOr::bitor),
            Opcode::Sxor => arithmetic::short_binary(self.frame()?, BitXor::bitxor),
            Opcode::Sshl => arithmetic::short_shift(self.frame()?, i32::wrapping_shl),
            Opcode::Sshr => arithmetic::short_shift(self.frame()?, i32::wrapping_shr),
            Opcode::Sushr => arithmetic::short_shift(self.frame()?, arithmetic::shift_unsigned),
            Opcode::Iadd => arithmetic::int_binary(self.frame()?, i32::wrapping_add),
            Opcode::Isub => arithmetic::int_binary(self.frame()?, i32::wrapping_sub),
            Opcode::Imul => arithmetic::int_binary(self.frame()?, i32::wrapping_mul),
            Opcode::Idiv => arithmetic::int_division(self.frame()?, i32::wrapping_div),
            Opcode::Irem => arithmetic::int_division(self.frame()?, i32::wrapping_rem),
            Opcode::Iand => arithmetic::int_binary(self.frame()?, BitAnd::bitand),
            Opcode::Ior => arithmetic::int_binary(self.frame()?, BitOr::bitor),
            Opcode::Ixor => arithmetic::int_binary(self.frame()?, BitXor::bitxor),
            Opcode::Ishl => arithmetic::int_shift(self.frame()?, i32::wrapping_shl),
            Opcode::Ishr => arithmetic::int_shift(self.frame()?, i32::wrapping_shr),
            Opcode::Iushr => arithmetic::int_shift(self.frame()?, arithmetic::shift_unsigned),
            Opcode::Sneg => arithmetic::short_unary(self.frame()?, i16::wrapping_neg),
            Opcode::Ineg => arithmetic::negate_int(self.frame()?),
            Opcode::S2b => arithmetic::short_unary(self.frame()?, |value| arithmetic::low_byte(value.into())),
            Opcode::S2i => arithmetic::widen(self.frame()?),
            Opcode::I2b => arithmetic::narrow(self.frame()?, arithmetic::low_byte),
            Opcode::I2s => arithmetic::narrow(self.frame()?, arithmetic::low_half),
            Opcode::Icmp => Ok(arithmetic::compare(self.frame()?)?),
            Opcode::Ifeq | Opcode::IfeqW => Ok(branches::if_zero(self.frame()?, instruction, i16::eq)?),
            Opcode::Ifne | Opcode::IfneW => Ok(branches::if_zero(self.frame()?, instruction, i16::ne)?),
            Opcode::Iflt | Opcode::IfltW => Ok(branches::if_zero(self.frame()?, instruction, i16::lt)?),
            Opcode::Ifge | Opcode::IfgeW => Ok(branches::if_zero(self.frame()?, instruction, i16::ge)?),
            Opcode::Ifgt | Opcode::IfgtW => Ok(branches::if_zero(self.frame()?, instruction, i16::gt)?),
            Opcode::Ifle | Opcode::IfleW => Ok(branches::if_zero(self.frame()?, instruction, i16::le)?),
            Opcode::Ifnull | Opcode::IfnullW => Ok(branches::if_null(self.frame()?, instruction, true)?),
            Opcode::Ifnonnull | Opcode::IfnonnullW => {
                Ok(branches::if_null(self.frame()?, instruction, false)?)
            }
            Opcode::IfAcmpeq | Opcode::IfAcmpeqW => {
                Ok(branches::if_same(self.frame()?, instruction, PartialEq::eq)?)
            }
            Opcode::IfAcmpne | Opcode::IfAcmpneW => {
                Ok(branches::if_same(self.frame()?, instruction, PartialEq::ne)?)
            }
            Opcode::IfScmpeq | Opcode::IfScmpeqW => {
                Ok(branches::if_compared(self.frame()?, instruction, i16::eq)?)
            }
            Opcode::IfScmpne | Opcode::IfScmpneW => {
                Ok(branches::if_compared(self.frame()?, instruction, i16::ne)?)
            }
            Opcode::IfScmplt | Opcode::IfScmpltW => {
                Ok(branches::if_compared(self.frame()?, instruction, i16::lt)?)
            }
            Opcode::IfScmpge | Opcode::IfScmpgeW => {
                Ok(branches::if_compared(self.frame()?, instruction, i16::ge)?)
            }
            Opcode::IfScmpgt | Opcode::IfScmpgtW => {
                Ok(branches::if_compared(self.frame()?, instruction, i16::gt)?)
            }
            Opcode::IfScmple | Opcode::IfScmpleW => {
                Ok(branches::if_compared(self.frame()?, instruction, i16::le)?)
            }
            Opcode::Goto | Opcode::GotoW => Ok(branches::goto(instruction)?),
            Opcode::Jsr => Ok(branches::jump_subroutine(self.frame()?, instruction)?),
            Opcode::Ret => Ok(branches::return_subroutine(self.frame()?, instruction)?),
            Opcode::Stableswitch | Opcode::Slookupswitch => {
                Ok(branches::switch_short(self.frame()?, instruction)?)
            }
            Opcode::Itableswitch | Opcode::Ilookupswitch => {
                Ok(branches::switch_int(self.frame()?, instruction)?)
            }
            Opcode::Areturn => {
                let value = self.frame()?.pop_reference()?;
                self.finish(Some(Value::Reference(value)))
            }
            Opcode::Sreturn => {
                let value = self.frame()?.pop_short()?;
                self.finish(Some(Value::Short(value)))
            }
            Opcode::Ireturn => {
                let value = self.frame()?.pop_int()?;
                self.finish(Some(Value::Int(value)))
            }
            Opcode::Return => self.finish(None),
            Opcode::GetstaticA => self.get_static(instruction, FieldKind::Reference),
            Opcode::GetstaticB => self.get_static(instruction, FieldKind::Byte),
            Opcode::GetstaticS => self.get_static(instruction, FieldKind::Short),
            Opcode::GetstaticI => self.get_static(instruction, FieldKind::Int),
            Opcode::PutstaticA => self.put_static(instruction, FieldKind::Reference),
            Opcode::PutstaticB => self.put_static(instruction, FieldKind::Byte),
            Opcode::PutstaticS => self.put_static(instruction, FieldKind::Short),
            Opcode::PutstaticI => self.put_static(instruction, FieldKind::Int),
            Opcode::GetfieldA | Opcode::GetfieldAW => self.get_field(instruction, FieldKind::Reference),
            Opcode::GetfieldB | Opcode::GetfieldBW => self.get_field(instruction, FieldKind::Byte),
            Opcode::GetfieldS | Opcode::GetfieldSW => self.get_field(instruction, FieldKind::Short),
            Opcode::GetfieldI | Opcode::GetfieldIW => self.get_field(instruction, FieldKind::Int),
            Opcode::PutfieldA | Opcode::PutfieldAW => self.put_field(instruction, FieldKind::Reference),
            Opcode::PutfieldB | Opcode::PutfieldBW => self.put_field(instruction, FieldKind::Byte),
            Opcode::PutfieldS | Opcode::PutfieldSW => self.put_field(instruction, FieldKind::Short),
            Opcode::PutfieldI | Opcode::PutfieldIW => self.put_field(instruction, FieldKind::Int),
            Opcode::GetfieldAThis => self.get_field_this(instruction, FieldKind::Reference),
            Opcode::GetfieldBThis => self.get_field_this(instruction, FieldKind::Byte),
            Opcode::GetfieldSThis => self.get_field_this(instruction, FieldKind::Short),
            Opcode::GetfieldIThis => self.get_field_this(instruction, FieldKind::Int),
            Opcode::PutfieldAThis => self.put_field_this(instruction, FieldKind::Reference),
            Opcode::PutfieldBThis => self.put_field_this(instruction, FieldKind::Byte),
            Opcode::PutfieldSThis => self.put_field_this(instruction, FieldKind::Short),
            Opcode::PutfieldIThis => self.put_field_this(instruction, FieldKind::Int),
            Opcode::Invokevirtual => self.invoke_virtual(instruction),
            Opcode::Invokespecial => self.invoke_special(instruction),
            Opcode::Invokestatic => self.invoke_static(instruction),
            Opcode::Invokeinterface => self.invoke_interface(instruction),
            Opcode::New => self.new_object(instruction),
            Opcode::Newarray => self.new_array(instruction),
            Opcode::Anewarray => {
                let class = self.class_constant(instruction)?;
                self.new_reference_array(class)
            }
            Opcode::Arraylength => self.array_length(),
            Opcode::Athrow => self.throw(),
            Opcode::Checkcast => self.check_cast(instruction),
            Opcode::Instanceof => self.instance_of(instruction),
        }
    }
}
