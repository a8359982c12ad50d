//! Instructions as text, one after the other with semicolons between them.

use cardamom_cap::instruction::{Instruction, Operands, TypeOperand};
use cardamom_cap::opcode::{Opcode, OperandLayout};
use cardamom_cap::type_descriptor::PrimitiveType;

fn array_type(number: i32) -> PrimitiveType {
    PrimitiveType::from_number(u8::try_from(number - 8).unwrap()).unwrap()
}

fn operands(layout: OperandLayout, numbers: &[i32], pairs: Vec<(i32, i16)>) -> Operands {
    let short = |number: &i32| i16::try_from(*number).unwrap();
    let index = |number: &i32| u16::try_from(*number).unwrap();
    let byte = |number: &i32| u8::try_from(*number).unwrap();
    match (layout, numbers) {
        (OperandLayout::None, []) => Operands::None,
        (OperandLayout::Value8 | OperandLayout::Value16 | OperandLayout::Value32, [value]) => {
            Operands::Value(*value)
        }
        (OperandLayout::Local, [local]) => Operands::Local(byte(local)),
        (OperandLayout::LocalValue8 | OperandLayout::LocalValue16, [local, value]) => {
            Operands::LocalValue { local: byte(local), value: short(value) }
        }
        (OperandLayout::Branch8 | OperandLayout::Branch16, [branch]) => Operands::Branch(short(branch)),
        (OperandLayout::ShortTable | OperandLayout::IntTable, [default, low, offsets @ ..]) => {
            Operands::TableSwitch {
                default: short(default),
                low: *low,
                offsets: offsets.iter().map(short).collect(),
            }
        }
        (OperandLayout::ShortLookup | OperandLayout::IntLookup, [default]) => {
            Operands::LookupSwitch { default: short(default), pairs }
        }
        (OperandLayout::Pool8(_) | OperandLayout::Pool16(_), [entry]) => Operands::Pool(index(entry)),
        (OperandLayout::InterfaceMethod, [arguments, interface, token]) => Operands::InterfaceMethod {
            arguments: byte(arguments),
            interface: index(interface),
            token: byte(token),
        },
        (OperandLayout::ArrayType, [atype]) => Operands::ArrayType(array_type(*atype)),
        (OperandLayout::TypedClass, [0, class]) => {
            Operands::Type(TypeOperand::Object { class: index(class) })
        }
        (OperandLayout::TypedClass, [14, class]) => {
            Operands::Type(TypeOperand::ReferenceArray { class: index(class) })
        }
        (OperandLayout::TypedClass, [atype]) => Operands::Type(TypeOperand::Array(array_type(*atype))),
        (OperandLayout::DuplicateWords | OperandLayout::SwapWords, [m, n]) => {
            Operands::Words { m: byte(m), n: byte(n) }
        }
        other => panic!("operands {other:?}"),
    }
}

fn instruction(text: &str) -> Instruction {
    let mut words = text.split_whitespace();
    let mnemonic = words.next().unwrap();
    let opcode = Opcode::from_mnemonic(mnemonic).unwrap_or_else(|| panic!("no instruction {mnemonic}"));
    let (mut numbers, mut pairs) = (Vec::new(), Vec::new());
    for word in words {
        match word.split_once(':') {
            Some((key, offset)) => pairs.push((key.parse().unwrap(), offset.parse().unwrap())),
            None => numbers.push(word.parse().unwrap()),
        }
    }
    Instruction::with(opcode, operands(opcode.operands(), &numbers, pairs))
}

/// The instructions of a text.
pub(crate) fn instructions(text: &str) -> Vec<Instruction> {
    text.split(';').map(str::trim).filter(|one| !one.is_empty()).map(instruction).collect()
}

/// Their bytes.
pub(crate) fn assemble(text: &str) -> Vec<u8> {
    instructions(text).iter().flat_map(|one| one.encode().unwrap_or_else(|_| panic!("{one}"))).collect()
}
