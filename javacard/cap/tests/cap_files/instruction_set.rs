//! The instruction table against a table of opcodes, operands, lengths, stack effects and exceptions that was
//! taken from the specification on its own.

use cardamom_cap::instruction::{Instruction, Instructions, Operands, TypeOperand};
use cardamom_cap::opcode::{Opcode, OperandLayout, PoolUse, RuntimeException, StackCell, StackEffect};
use cardamom_cap::{Rule, type_descriptor::PrimitiveType};
use proptest::prelude::*;

const TABLE: &str = include_str!("../data/opcodes.tsv");

struct Row {
    number: u8,
    mnemonic: &'static str,
    operands: &'static str,
    length: usize,
    before: &'static str,
    after: &'static str,
    growth: &'static str,
    exceptions: &'static str,
}

fn rows() -> impl Iterator<Item = Row> {
    TABLE.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let columns: Vec<&str> = line.split('\t').chain(std::iter::repeat("")).take(10).collect();
        Row {
            number: columns[0].parse().unwrap(),
            mnemonic: columns[2],
            operands: columns[3],
            length: columns[4].parse().unwrap(),
            before: columns[5],
            after: columns[6],
            growth: columns[7],
            exceptions: columns[8],
        }
    })
}

/// The operands as the table writes them, without what stands in parentheses.
fn operands(layout: OperandLayout) -> &'static str {
    match layout {
        OperandLayout::None => "-",
        OperandLayout::Value8 => "i8 value",
        OperandLayout::Value16 => "i16 value",
        OperandLayout::Value32 => "i32 value",
        OperandLayout::Local => "u8 local",
        OperandLayout::LocalValue8 => "u8 local, i8 const",
        OperandLayout::LocalValue16 => "u8 local, i16 const",
        OperandLayout::Branch8 => "i8 branch",
        OperandLayout::Branch16 => "i16 branch",
        OperandLayout::ShortTable => "i16 default, i16 low, i16 high, i16 offset[high-low+1]",
        OperandLayout::IntTable => "i16 default, i32 low, i32 high, i16 offset[high-low+1]",
        OperandLayout::ShortLookup => "i16 default, u16 npairs, {i16 match, i16 offset}[npairs]",
        OperandLayout::IntLookup => "i16 default, u16 npairs, {i32 match, i16 offset}[npairs]",
        OperandLayout::Pool8(PoolUse::InstanceField) => "u8 cp (CONSTANT_InstanceFieldref)",
        OperandLayout::Pool16(PoolUse::Class) => "u16 cp (CONSTANT_Classref)",
        OperandLayout::Pool16(PoolUse::InstanceField) => "u16 cp (CONSTANT_InstanceFieldref)",
        OperandLayout::Pool16(PoolUse::StaticField) => "u16 cp (CONSTANT_StaticFieldref)",
        OperandLayout::Pool16(PoolUse::VirtualMethod) => "u16 cp (CONSTANT_VirtualMethodref)",
        OperandLayout::Pool16(PoolUse::StaticMethod) => "u16 cp (CONSTANT_StaticMethodref)",
        OperandLayout::Pool16(PoolUse::Special) => {
            "u16 cp (CONSTANT_StaticMethodref: <init>/private | CONSTANT_SuperMethodref)"
        }
        OperandLayout::InterfaceMethod => "u8 nargs, u16 cp (CONSTANT_Classref), u8 interface method token",
        OperandLayout::ArrayType => "u8 atype (10 boolean, 11 byte, 12 short, 13 int)",
        OperandLayout::TypedClass => "u8 atype",
        OperandLayout::DuplicateWords => "u8 mn (hi nibble m=1..4",
        OperandLayout::SwapWords => "u8 mn (m,n in 1..2)",
        OperandLayout::Pool8(_) => unreachable!("instance fields alone have short indexes"),
    }
}

fn cells(cells: &[StackCell]) -> String {
    let name = |cell: &StackCell| match cell {
        StackCell::Short => "s",
        StackCell::Int => "i i",
        StackCell::Reference => "ref",
        StackCell::Null => "null",
        StackCell::ReturnAddress => "retaddr",
        StackCell::ReferenceOrReturnAddress => "ref|retaddr",
        StackCell::Word => "w",
    };
    cells.iter().map(name).collect::<Vec<_>>().join(" ")
}

fn exception(exception: RuntimeException) -> &'static str {
    match exception {
        RuntimeException::Arithmetic => "Arithmetic",
        RuntimeException::ArrayIndexOutOfBounds => "ArrayIndexOutOfBounds",
        RuntimeException::ArrayStore => "ArrayStore",
        RuntimeException::ClassCast => "ClassCast",
        RuntimeException::NegativeArraySize => "NegativeArraySize",
        RuntimeException::NoResource => "SystemException.NO_RESOURCE",
        RuntimeException::NullPointer => "NullPointer",
        RuntimeException::Security => "Security",
    }
}

#[test]
fn every_opcode_is_as_the_specification_has_it() {
    let mut seen = 0;
    for row in rows() {
        let Some(opcode) = Opcode::from_number(row.number) else {
            assert!(row.mnemonic.starts_with("impdep"), "{}", row.mnemonic);
            continue;
        };
        seen += 1;
        let definition = opcode.definition();
        assert_eq!(opcode.number(), row.number);
        assert_eq!(definition.mnemonic, row.mnemonic);
        assert_eq!(Opcode::from_mnemonic(row.mnemonic), Some(opcode));
        assert!(
            row.operands.starts_with(operands(definition.operands)),
            "{}: {}",
            row.mnemonic,
            row.operands
        );
        assert_eq!(definition.operands.instruction_length().unwrap_or(0), row.length, "{}", row.mnemonic);
        let exceptions: Vec<&str> = definition.exceptions.iter().copied().map(exception).collect();
        assert_eq!(exceptions.join(" "), row.exceptions, "{}", row.mnemonic);
        if let StackEffect::Fixed { pops, pushes } = definition.stack {
            let before = row.before.replace("arrayref", "ref").replace("idx", "s").replace(['1', '2'], "");
            let after = row.after.replace(['1', '2'], "");
            // Behind athrow stands what the handler finds.
            let after = if opcode == Opcode::Athrow { String::new() } else { after };
            assert_eq!(cells(pops), before, "{}", row.mnemonic);
            assert_eq!(cells(pushes), after, "{}", row.mnemonic);
        }
        if let Ok(growth) = row.growth.parse::<isize>() {
            assert_eq!(definition.stack.growth(), Some(growth), "{}", row.mnemonic);
        }
    }
    assert_eq!(seen, 185);
    assert_eq!(Opcode::ALL.len(), 185);
}

#[test]
fn what_is_no_instruction_is_told_apart() {
    assert_eq!(Instruction::decode(&[185], 0), Err(Rule::UnknownOpcode));
    assert_eq!(Instruction::decode(&[0xFD], 0), Err(Rule::UnknownOpcode));
    assert_eq!(Instruction::decode(&[0xFE], 0), Err(Rule::ReservedOpcode));
    assert_eq!(Instruction::decode(&[0xFF], 0), Err(Rule::ReservedOpcode));
    assert_eq!(Instruction::decode(&[0x11, 0x00], 0), Err(Rule::InstructionCutOff));
    assert_eq!(Instruction::decode(&[0x00], 1), Err(Rule::InstructionCutOff));
    // newarray of 9, checkcast to an array of primitives with a class
    assert_eq!(Instruction::decode(&[0x90, 9], 0), Err(Rule::ArrayTypeOperand));
    assert_eq!(Instruction::decode(&[0x94, 11, 0, 1], 0), Err(Rule::ArrayTypeOperand));
    // dup_x of 5 words, and to 1 below what it duplicates; swap_x of 3
    for words in [[0x3F, 0x50], [0x3F, 0x21], [0x3F, 0x16], [0x40, 0x31], [0x40, 0x10]] {
        assert_eq!(Instruction::decode(&words, 0), Err(Rule::WordsOperand));
    }
    // stableswitch from 1 to 0
    assert_eq!(Instruction::decode(&[0x73, 0, 9, 0, 1, 0, 0], 0), Err(Rule::SwitchBounds));
    // itableswitch over all ints
    let all = [0x74, 0, 9, 0x80, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF];
    assert_eq!(Instruction::decode(&all, 0), Err(Rule::InstructionCutOff));
}

#[test]
fn operands_that_do_not_fit_are_not_encoded() {
    for instruction in [
        Instruction::with(Opcode::Bspush, Operands::Value(128)),
        Instruction::with(Opcode::Goto, Operands::Branch(-129)),
        Instruction::with(Opcode::GetfieldA, Operands::Pool(256)),
        Instruction::with(Opcode::Nop, Operands::Value(0)),
        Instruction::with(Opcode::SwapX, Operands::Words { m: 3, n: 1 }),
    ] {
        let mut code = vec![0x7A];
        assert_eq!(instruction.encode_into(&mut code), Err(Rule::OperandForm));
        assert_eq!(code, [0x7A]);
    }
}

#[test]
fn instructions_read_as_assembly() {
    let text = |bytes: &[u8]| Instruction::decode(bytes, 0).unwrap().to_string();
    assert_eq!(text(&[0x10, 0xFF]), "bspush -1");
    assert_eq!(text(&[0x59, 2, 1]), "sinc 2 +1");
    assert_eq!(text(&[0x70, 0xFE]), "goto -2");
    assert_eq!(text(&[0x94, 11, 0, 0]), "checkcast byte[]");
    assert_eq!(text(&[0x8E, 2, 0, 7, 3]), "invokeinterface 2 #7 3");
    assert_eq!(text(&[0x75, 0, 20, 0, 1, 0xFF, 0xFF, 0, 10]), "slookupswitch -1: +10, default: +20");
}

/// An instruction of this opcode.
fn instruction(opcode: Opcode) -> BoxedStrategy<Instruction> {
    let primitive = || {
        prop_oneof![
            Just(PrimitiveType::Boolean),
            Just(PrimitiveType::Byte),
            Just(PrimitiveType::Short),
            Just(PrimitiveType::Int)
        ]
    };
    let offsets = || proptest::collection::vec(any::<i16>(), 1..20);
    let operands = match opcode.operands() {
        OperandLayout::None => Just(Operands::None).boxed(),
        OperandLayout::Value8 => any::<i8>().prop_map(|value| Operands::Value(value.into())).boxed(),
        OperandLayout::Value16 => any::<i16>().prop_map(|value| Operands::Value(value.into())).boxed(),
        OperandLayout::Value32 => any::<i32>().prop_map(Operands::Value).boxed(),
        OperandLayout::Local => any::<u8>().prop_map(Operands::Local).boxed(),
        OperandLayout::LocalValue8 => (any::<u8>(), any::<i8>())
            .prop_map(|(local, value)| Operands::LocalValue { local, value: value.into() })
            .boxed(),
        OperandLayout::LocalValue16 => (any::<u8>(), any::<i16>())
            .prop_map(|(local, value)| Operands::LocalValue { local, value })
            .boxed(),
        OperandLayout::Branch8 => any::<i8>().prop_map(|branch| Operands::Branch(branch.into())).boxed(),
        OperandLayout::Branch16 => any::<i16>().prop_map(Operands::Branch).boxed(),
        OperandLayout::ShortTable => (any::<i16>(), -1000..1000_i32, offsets())
            .prop_map(|(default, low, offsets)| Operands::TableSwitch { default, low, offsets })
            .boxed(),
        OperandLayout::IntTable => (any::<i16>(), i32::MIN..i32::MAX - 20, offsets())
            .prop_map(|(default, low, offsets)| Operands::TableSwitch { default, low, offsets })
            .boxed(),
        OperandLayout::ShortLookup => {
            (any::<i16>(), proptest::collection::vec((any::<i16>(), any::<i16>()), 0..20))
                .prop_map(|(default, pairs)| Operands::LookupSwitch {
                    default,
                    pairs: pairs.into_iter().map(|(number, offset)| (number.into(), offset)).collect(),
                })
                .boxed()
        }
        OperandLayout::IntLookup => {
            (any::<i16>(), proptest::collection::vec((any::<i32>(), any::<i16>()), 0..20))
                .prop_map(|(default, pairs)| Operands::LookupSwitch { default, pairs })
                .boxed()
        }
        OperandLayout::Pool8(_) => any::<u8>().prop_map(|index| Operands::Pool(index.into())).boxed(),
        OperandLayout::Pool16(_) => any::<u16>().prop_map(Operands::Pool).boxed(),
        OperandLayout::InterfaceMethod => (any::<u8>(), any::<u16>(), any::<u8>())
            .prop_map(|(arguments, interface, token)| Operands::InterfaceMethod {
                arguments,
                interface,
                token,
            })
            .boxed(),
        OperandLayout::ArrayType => primitive().prop_map(Operands::ArrayType).boxed(),
        OperandLayout::TypedClass => prop_oneof![
            any::<u16>().prop_map(|class| TypeOperand::Object { class }),
            any::<u16>().prop_map(|class| TypeOperand::ReferenceArray { class }),
            primitive().prop_map(TypeOperand::Array),
        ]
        .prop_map(Operands::Type)
        .boxed(),
        OperandLayout::DuplicateWords => (1..=4_u8, 0..=4_u8, any::<bool>())
            .prop_map(|(m, below, in_place)| Operands::Words { m, n: if in_place { 0 } else { m + below } })
            .boxed(),
        OperandLayout::SwapWords => (1..=2_u8, 1..=2_u8).prop_map(|(m, n)| Operands::Words { m, n }).boxed(),
    };
    operands.prop_map(move |operands| Instruction::with(opcode, operands)).boxed()
}

proptest! {
    #[test]
    fn every_instruction_is_decoded_as_it_was_encoded(
        instructions in proptest::collection::vec(
            proptest::sample::select(Opcode::ALL).prop_flat_map(instruction),
            0..40,
        )
    ) {
        let mut code = Vec::new();
        for instruction in &instructions {
            let start = code.len();
            instruction.encode_into(&mut code).unwrap();
            prop_assert_eq!(code.len() - start, instruction.length());
        }
        let decoded: Result<Vec<_>, _> = Instructions::of(&code).map(|(_, instruction)| instruction).collect();
        prop_assert_eq!(decoded.unwrap(), instructions);
    }

    #[test]
    fn arbitrary_code_is_decoded_to_what_it_is_or_refused(code in proptest::collection::vec(any::<u8>(), 0..200)) {
        for (offset, instruction) in Instructions::of(&code) {
            if let Ok(instruction) = instruction {
                let encoded = instruction.encode().unwrap();
                prop_assert_eq!(&code[offset..offset + encoded.len()], encoded);
            }
        }
    }
}
