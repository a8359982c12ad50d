//! From the instructions of noak to ours.

use noak::reader::attributes::{ArrayType, Code as RawCode, RawInstruction as Raw};
use noak::reader::cpool::{self, Item};

use super::instruction::{
    ArithmeticOperation as Arithmetic, ArrayElement as Element, Comparison, Instruction, MemberName,
    StackOperation as Stack, Unsupported,
};
use super::read::{Pool, Result, broken, damaged};
use crate::types::{MethodType, Type};

/// The instructions of a method with their byte offsets, and the offsets alone, ascending.
pub(super) type Decoded = (Vec<(u16, Instruction)>, Vec<u32>);

/// Decodes the code of a method.
pub(super) fn decode<'input>(pool: &Pool<'input>, code: &RawCode<'input>) -> Result<Decoded> {
    let mut raw = Vec::new();
    for instruction in code.raw_instructions() {
        let (offset, instruction) = instruction.map_err(damaged)?;
        raw.push((offset.as_u32(), instruction));
    }
    let offsets: Vec<u32> = raw.iter().map(|(offset, _)| *offset).collect();
    let mut instructions = Vec::with_capacity(raw.len());
    for (offset, instruction) in &raw {
        let narrow = u16::try_from(*offset).map_err(|_| broken("a method is longer than 65535 bytes"))?;
        let decoder = Decoder { pool, offsets: &offsets, offset: *offset };
        instructions.push((narrow, decoder.instruction(instruction)?));
    }
    if instructions.last().is_none_or(|(_, last)| last.falls_through()) {
        return Err(broken("the code of a method does not end"));
    }
    Ok((instructions, offsets))
}

/// The index of the instruction at an offset.
pub(super) fn index_of(offsets: &[u32], offset: i64) -> Result<usize> {
    u32::try_from(offset)
        .ok()
        .and_then(|offset| offsets.binary_search(&offset).ok())
        .ok_or_else(|| broken("a jump or a range does not meet an instruction"))
}

struct Decoder<'a, 'input> {
    pool: &'a Pool<'input>,
    offsets: &'a [u32],
    offset: u32,
}

impl<'input> Decoder<'_, 'input> {
    fn target(&self, distance: impl Into<i64>) -> Result<usize> {
        index_of(self.offsets, i64::from(self.offset) + distance.into())
    }

    fn field(&self, index: cpool::Index<cpool::FieldRef<'input>>) -> Result<MemberName<Type>> {
        let field = self.pool.field(index)?;
        let (name, descriptor) = self.pool.name_and_type(field.name_and_type)?;
        let member_type = Type::parse(&descriptor).ok_or_else(|| broken("the type of a field is none"))?;
        Ok(MemberName { class: self.class(field.class)?, name, member_type })
    }

    fn method_name(
        &self,
        class: cpool::Index<cpool::Class<'input>>,
        name_and_type: cpool::Index<cpool::NameAndType<'input>>,
    ) -> Result<MemberName<MethodType>> {
        let (name, descriptor) = self.pool.name_and_type(name_and_type)?;
        let member_type =
            MethodType::parse(&descriptor).ok_or_else(|| broken("the type of a method is none"))?;
        // Methods of arrays (`array.equals(x)`) are those of java.lang.Object.
        let class = match self.pool.class_type(class)? {
            Type::Class(name) => name,
            _ => "java/lang/Object".to_owned(),
        };
        Ok(MemberName { class, name, member_type })
    }

    fn method(&self, index: cpool::Index<cpool::MethodRef<'input>>) -> Result<MemberName<MethodType>> {
        let method = self.pool.method(index)?;
        self.method_name(method.class, method.name_and_type)
    }

    fn any_method(&self, index: cpool::Index<Item<'input>>) -> Result<MemberName<MethodType>> {
        match self.pool.item(index)? {
            Item::MethodRef(method) => self.method_name(method.class, method.name_and_type),
            Item::InterfaceMethodRef(method) => self.method_name(method.class, method.name_and_type),
            _ => Err(broken("a call does not name a method")),
        }
    }

    fn class(&self, index: cpool::Index<cpool::Class<'input>>) -> Result<String> {
        match self.pool.class_type(index)? {
            Type::Class(name) => Ok(name),
            _ => Err(broken("an array type stands where a class is wanted")),
        }
    }

    fn constant(&self, index: cpool::Index<Item<'input>>) -> Result<Instruction> {
        Ok(match self.pool.item(index)? {
            Item::Integer(integer) => Instruction::Constant(integer.value),
            Item::Float(_) => number("float"),
            Item::Long(_) => number("long"),
            Item::Double(_) => number("double"),
            Item::String(_) => Instruction::Unsupported(Unsupported::StringLiteral),
            Item::Class(_) => Instruction::Unsupported(Unsupported::ClassLiteral),
            Item::MethodHandle(_) | Item::MethodType(_) | Item::Dynamic(_) => {
                Instruction::Unsupported(Unsupported::InvokeDynamic)
            }
            _ => return Err(broken("a constant that is none is loaded")),
        })
    }

    fn array_of(&self, component: Type) -> Instruction {
        match component {
            Type::Array(_) => Instruction::Unsupported(Unsupported::ArrayOfArrays),
            component => Instruction::NewArray(component),
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each instruction, in the order of their numbers")]
    fn instruction(&self, raw: &Raw<'input>) -> Result<Instruction> {
        use Instruction as I;
        Ok(match raw {
            Raw::Nop => I::Nop,
            Raw::AConstNull => I::Null,
            Raw::IConstM1 => I::Constant(-1),
            Raw::IConst0 => I::Constant(0),
            Raw::IConst1 => I::Constant(1),
            Raw::IConst2 => I::Constant(2),
            Raw::IConst3 => I::Constant(3),
            Raw::IConst4 => I::Constant(4),
            Raw::IConst5 => I::Constant(5),
            Raw::BIPush { value } => I::Constant((*value).into()),
            Raw::SIPush { value } => I::Constant((*value).into()),
            Raw::LdC { index } | Raw::LdCW { index } | Raw::LdC2W { index } => self.constant(*index)?,
            Raw::ILoad { index } => I::LoadInt((*index).into()),
            Raw::ILoadW { index } => I::LoadInt(*index),
            Raw::ILoad0 => I::LoadInt(0),
            Raw::ILoad1 => I::LoadInt(1),
            Raw::ILoad2 => I::LoadInt(2),
            Raw::ILoad3 => I::LoadInt(3),
            Raw::ALoad { index } => I::LoadReference((*index).into()),
            Raw::ALoadW { index } => I::LoadReference(*index),
            Raw::ALoad0 => I::LoadReference(0),
            Raw::ALoad1 => I::LoadReference(1),
            Raw::ALoad2 => I::LoadReference(2),
            Raw::ALoad3 => I::LoadReference(3),
            Raw::IALoad => I::ArrayLoad(Element::Int),
            Raw::AALoad => I::ArrayLoad(Element::Reference),
            Raw::BALoad => I::ArrayLoad(Element::Byte),
            Raw::SALoad => I::ArrayLoad(Element::Short),
            Raw::IStore { index } => I::StoreInt((*index).into()),
            Raw::IStoreW { index } => I::StoreInt(*index),
            Raw::IStore0 => I::StoreInt(0),
            Raw::IStore1 => I::StoreInt(1),
            Raw::IStore2 => I::StoreInt(2),
            Raw::IStore3 => I::StoreInt(3),
            Raw::AStore { index } => I::StoreReference((*index).into()),
            Raw::AStoreW { index } => I::StoreReference(*index),
            Raw::AStore0 => I::StoreReference(0),
            Raw::AStore1 => I::StoreReference(1),
            Raw::AStore2 => I::StoreReference(2),
            Raw::AStore3 => I::StoreReference(3),
            Raw::IAStore => I::ArrayStore(Element::Int),
            Raw::AAStore => I::ArrayStore(Element::Reference),
            Raw::BAStore => I::ArrayStore(Element::Byte),
            Raw::SAStore => I::ArrayStore(Element::Short),
            Raw::Pop => I::Stack(Stack::Pop),
            Raw::Pop2 => I::Stack(Stack::Pop2),
            Raw::Dup => I::Stack(Stack::Dup),
            Raw::DupX1 => I::Stack(Stack::DupX1),
            Raw::DupX2 => I::Stack(Stack::DupX2),
            Raw::Dup2 => I::Stack(Stack::Dup2),
            Raw::Dup2X1 => I::Stack(Stack::Dup2X1),
            Raw::Dup2X2 => I::Stack(Stack::Dup2X2),
            Raw::Swap => I::Stack(Stack::Swap),
            Raw::IAdd => I::Arithmetic(Arithmetic::Add),
            Raw::ISub => I::Arithmetic(Arithmetic::Subtract),
            Raw::IMul => I::Arithmetic(Arithmetic::Multiply),
            Raw::IDiv => I::Arithmetic(Arithmetic::Divide),
            Raw::IRem => I::Arithmetic(Arithmetic::Remainder),
            Raw::INeg => I::Negate,
            Raw::IShL => I::Arithmetic(Arithmetic::ShiftLeft),
            Raw::IShR => I::Arithmetic(Arithmetic::ShiftRight),
            Raw::IUShR => I::Arithmetic(Arithmetic::ShiftRightUnsigned),
            Raw::IAnd => I::Arithmetic(Arithmetic::And),
            Raw::IOr => I::Arithmetic(Arithmetic::Or),
            Raw::IXor => I::Arithmetic(Arithmetic::ExclusiveOr),
            Raw::IInc { index, value } => I::Increment((*index).into(), (*value).into()),
            Raw::IIncW { index, value } => I::Increment(*index, *value),
            Raw::I2B => I::ToByte,
            Raw::I2S => I::ToShort,
            Raw::IfEq { offset } => I::If(Comparison::Equal, self.target(*offset)?),
            Raw::IfNe { offset } => I::If(Comparison::NotEqual, self.target(*offset)?),
            Raw::IfLt { offset } => I::If(Comparison::Less, self.target(*offset)?),
            Raw::IfGe { offset } => I::If(Comparison::GreaterOrEqual, self.target(*offset)?),
            Raw::IfGt { offset } => I::If(Comparison::Greater, self.target(*offset)?),
            Raw::IfLe { offset } => I::If(Comparison::LessOrEqual, self.target(*offset)?),
            Raw::IfICmpEq { offset } => I::IfCompare(Comparison::Equal, self.target(*offset)?),
            Raw::IfICmpNe { offset } => I::IfCompare(Comparison::NotEqual, self.target(*offset)?),
            Raw::IfICmpLt { offset } => I::IfCompare(Comparison::Less, self.target(*offset)?),
            Raw::IfICmpGe { offset } => I::IfCompare(Comparison::GreaterOrEqual, self.target(*offset)?),
            Raw::IfICmpGt { offset } => I::IfCompare(Comparison::Greater, self.target(*offset)?),
            Raw::IfICmpLe { offset } => I::IfCompare(Comparison::LessOrEqual, self.target(*offset)?),
            Raw::IfACmpEq { offset } => I::IfReferences(Comparison::Equal, self.target(*offset)?),
            Raw::IfACmpNe { offset } => I::IfReferences(Comparison::NotEqual, self.target(*offset)?),
            Raw::IfNull { offset } => I::IfNull(Comparison::Equal, self.target(*offset)?),
            Raw::IfNonNull { offset } => I::IfNull(Comparison::NotEqual, self.target(*offset)?),
            Raw::Goto { offset } => I::Goto(self.target(*offset)?),
            Raw::GotoW { offset } => I::Goto(self.target(*offset)?),
            Raw::JSr { offset } => I::JumpSubroutine(self.target(*offset)?),
            Raw::JSrW { offset } => I::JumpSubroutine(self.target(*offset)?),
            Raw::Ret { index } => I::ReturnFromSubroutine((*index).into()),
            Raw::RetW { index } => I::ReturnFromSubroutine(*index),
            Raw::TableSwitch(table) => {
                // The iterator of noak counts one beyond the last key.
                if table.high() == i32::MAX {
                    return Err(broken("a switch has a case beyond the largest int"));
                }
                let mut cases = Vec::new();
                for pair in table.pairs() {
                    cases.push((pair.key(), self.target(pair.offset())?));
                }
                I::Switch { default: self.target(table.default_offset())?, cases, is_table: true }
            }
            Raw::LookupSwitch(table) => {
                let mut cases = Vec::new();
                for pair in table.pairs() {
                    cases.push((pair.key(), self.target(pair.offset())?));
                }
                if !cases.is_sorted_by(|(one, _), (other, _)| one < other) {
                    return Err(broken("the cases of a switch do not ascend"));
                }
                I::Switch { default: self.target(table.default_offset())?, cases, is_table: false }
            }
            Raw::Return => I::Return,
            Raw::IReturn => I::ReturnInt,
            Raw::AReturn => I::ReturnReference,
            Raw::GetStatic { index } => I::GetStatic(self.field(*index)?),
            Raw::PutStatic { index } => I::PutStatic(self.field(*index)?),
            Raw::GetField { index } => I::GetField(self.field(*index)?),
            Raw::PutField { index } => I::PutField(self.field(*index)?),
            Raw::InvokeVirtual { index } => I::InvokeVirtual(self.method(*index)?),
            Raw::InvokeSpecial { index } => I::InvokeSpecial(self.any_method(*index)?),
            Raw::InvokeStatic { index } => I::InvokeStatic(self.any_method(*index)?),
            Raw::InvokeInterface { index, .. } => {
                let method = self.pool.interface_method(*index)?;
                I::InvokeInterface(self.method_name(method.class, method.name_and_type)?)
            }
            Raw::InvokeDynamic { .. } => I::Unsupported(Unsupported::InvokeDynamic),
            Raw::New { index } => I::New(self.class(*index)?),
            Raw::NewArray { atype } => match atype {
                ArrayType::Boolean => I::NewArray(Type::Boolean),
                ArrayType::Byte => I::NewArray(Type::Byte),
                ArrayType::Short => I::NewArray(Type::Short),
                ArrayType::Int => I::NewArray(Type::Int),
                ArrayType::Char => number("char"),
                ArrayType::Float => number("float"),
                ArrayType::Double => number("double"),
                ArrayType::Long => number("long"),
            },
            Raw::ANewArray { index } => self.array_of(self.pool.class_type(*index)?),
            Raw::MultiANewArray { .. } => I::Unsupported(Unsupported::ArrayOfArrays),
            Raw::ArrayLength => I::ArrayLength,
            Raw::AThrow => I::Throw,
            Raw::CheckCast { index } => I::CheckCast(self.pool.class_type(*index)?),
            Raw::InstanceOf { index } => I::InstanceOf(self.pool.class_type(*index)?),
            Raw::MonitorEnter | Raw::MonitorExit => I::Unsupported(Unsupported::Monitor),
            other => number(number_of(other)),
        })
    }
}

const fn number(name: &'static str) -> Instruction {
    Instruction::Unsupported(Unsupported::Number(name))
}

/// The type that an instruction which is left over works on.
fn number_of(raw: &Raw<'_>) -> &'static str {
    match raw {
        Raw::CALoad | Raw::CAStore | Raw::I2C => "char",
        Raw::FAdd
        | Raw::FALoad
        | Raw::FAStore
        | Raw::FCmpG
        | Raw::FCmpL
        | Raw::FConst0
        | Raw::FConst1
        | Raw::FConst2
        | Raw::FDiv
        | Raw::FLoad { .. }
        | Raw::FLoadW { .. }
        | Raw::FLoad0
        | Raw::FLoad1
        | Raw::FLoad2
        | Raw::FLoad3
        | Raw::FMul
        | Raw::FNeg
        | Raw::FRem
        | Raw::FReturn
        | Raw::FStore { .. }
        | Raw::FStoreW { .. }
        | Raw::FStore0
        | Raw::FStore1
        | Raw::FStore2
        | Raw::FStore3
        | Raw::FSub
        | Raw::F2D
        | Raw::F2I
        | Raw::F2L
        | Raw::I2F
        | Raw::L2F
        | Raw::D2F => "float",
        Raw::DAdd
        | Raw::DALoad
        | Raw::DAStore
        | Raw::DCmpG
        | Raw::DCmpL
        | Raw::DConst0
        | Raw::DConst1
        | Raw::DDiv
        | Raw::DLoad { .. }
        | Raw::DLoadW { .. }
        | Raw::DLoad0
        | Raw::DLoad1
        | Raw::DLoad2
        | Raw::DLoad3
        | Raw::DMul
        | Raw::DNeg
        | Raw::DRem
        | Raw::DReturn
        | Raw::DStore { .. }
        | Raw::DStoreW { .. }
        | Raw::DStore0
        | Raw::DStore1
        | Raw::DStore2
        | Raw::DStore3
        | Raw::DSub
        | Raw::D2I
        | Raw::D2L
        | Raw::I2D
        | Raw::L2D => "double",
        _ => "long",
    }
}
