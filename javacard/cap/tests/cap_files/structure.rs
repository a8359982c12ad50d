//! The checks between components: a file of another converter passes, and each attack on the structure is named.

use cardamom_cap::check::check;
use cardamom_cap::constant_pool::{Constant, StaticRef, VirtualMethodToken};
use cardamom_cap::container::CapContainer;
use cardamom_cap::descriptor::MethodFlags;
use cardamom_cap::header::HeaderFlags;
use cardamom_cap::instruction::Instruction;
use cardamom_cap::method::ExceptionHandler;
use cardamom_cap::method_table::MethodTable;
use cardamom_cap::opcode::Opcode;
use cardamom_cap::package::{ClassRef, PackageToken};
use cardamom_cap::{CapFile, CapFormat, ComponentKind, Rule};

use crate::sample::sample;

fn bench() -> CapFile {
    CapContainer::read(include_bytes!("../data/bench-3.0.5.cap")).unwrap().cap
}

/// The first instruction with this opcode: its offset in the Method component's info, and itself.
fn find(cap: &CapFile, opcode: Opcode) -> (usize, Instruction) {
    let table = MethodTable::of(cap).unwrap();
    for method in table.methods {
        let code = cap.method.bytes(method.code_start(), method.end).unwrap();
        let mut offset = 0;
        while offset < code.len() {
            let instruction = Instruction::decode(code, offset).unwrap();
            if instruction.opcode == opcode {
                return (method.code_start() + offset, instruction);
            }
            offset += instruction.length();
        }
    }
    panic!("no {opcode}");
}

/// Writes over bytes of the Method component's info.
fn patch(cap: &mut CapFile, offset: usize, bytes: &[u8]) {
    let start = offset - cap.method.first_method_offset();
    cap.method.methods[start..start + bytes.len()].copy_from_slice(bytes);
}

fn replace_byte(cap: &mut CapFile, opcode: Opcode, at: usize, byte: u8) {
    let (offset, _) = find(cap, opcode);
    patch(cap, offset + at, &[byte]);
}

/// The index of the first constant pool entry that fits.
fn constant(cap: &CapFile, fits: impl Fn(&Constant) -> bool) -> usize {
    cap.constant_pool.entries.iter().position(fits).unwrap()
}

#[test]
fn files_of_another_converter_pass() {
    for bytes in [&include_bytes!("../data/bench-2.2.2.cap")[..], include_bytes!("../data/bench-3.0.5.cap")] {
        let mut cap = CapContainer::read(bytes).unwrap().cap;
        assert_eq!(check(&cap), []);
        cap.descriptor = None;
        assert_eq!(check(&cap), [], "without a Descriptor");
    }
    for format in [CapFormat::V2_1, CapFormat::V2_2, CapFormat::V2_3] {
        assert_eq!(check(&sample(format)), []);
    }
}

type Attack = (&'static str, fn(&mut CapFile), ComponentKind, Rule);

/// Attacks on the structure of a CAP file that were made on cards and their verifiers, each with what names it.
const ATTACKS: &[Attack] = &[
    // static access outside the package image
    (
        "a static field outside the image",
        |cap| {
            let index = constant(cap, |one| matches!(one, Constant::StaticField(StaticRef::Internal(_))));
            cap.constant_pool.entries[index] = Constant::StaticField(StaticRef::Internal(0x7000));
        },
        ComponentKind::ConstantPool,
        Rule::StaticFieldOffset,
    ),
    (
        "a static reference at an odd offset",
        |cap| {
            let index = constant(cap, |one| matches!(one, Constant::StaticField(StaticRef::Internal(_))));
            cap.constant_pool.entries[index] = Constant::StaticField(StaticRef::Internal(1));
        },
        ComponentKind::ConstantPool,
        Rule::StaticFieldOffset,
    ),
    (
        "a static reference read as a short",
        |cap| replace_byte(cap, Opcode::GetstaticA, 0, Opcode::GetstaticS.number()),
        ComponentKind::Method,
        Rule::StaticAccess,
    ),
    // field access outside the object
    (
        "an instance field beyond its class",
        |cap| {
            let index = constant(cap, |one| matches!(one, Constant::InstanceField { .. }));
            cap.constant_pool.entries[index] =
                Constant::InstanceField { class: ClassRef::Internal(0), token: 15 };
        },
        ComponentKind::ConstantPool,
        Rule::FieldToken,
    ),
    (
        "an index that the ReferenceLocation component leaves out",
        |cap| {
            cap.reference_location.byte_indexes.pop();
        },
        ComponentKind::Method,
        Rule::ReferenceMissing,
    ),
    (
        "a location that is no index",
        |cap| {
            let last = cap.reference_location.byte2_indexes.last_mut().unwrap();
            *last += 1;
        },
        ComponentKind::Method,
        Rule::ReferenceExtra,
    ),
    // the linker as an oracle
    (
        "a static method in the middle of code",
        |cap| {
            let index = constant(cap, |one| matches!(one, Constant::StaticMethod(StaticRef::Internal(_))));
            cap.constant_pool.entries[index] = Constant::StaticMethod(StaticRef::Internal(60));
        },
        ComponentKind::ConstantPool,
        Rule::MethodOffset,
    ),
    (
        "a package that is not imported",
        |cap| {
            let index =
                constant(cap, |one| matches!(one, Constant::StaticMethod(StaticRef::External { .. })));
            let package = PackageToken::new(9).unwrap();
            cap.constant_pool.entries[index] =
                Constant::StaticMethod(StaticRef::External { package, class: 0, token: 0 });
        },
        ComponentKind::ConstantPool,
        Rule::PackageToken,
    ),
    (
        "an index beyond the constant pool",
        |cap| replace_byte(cap, Opcode::Invokestatic, 1, 0x70),
        ComponentKind::Method,
        Rule::PoolIndex,
    ),
    (
        "a field's index for a method",
        |cap| {
            let (offset, _) = find(cap, Opcode::Invokestatic);
            let index = constant(cap, |one| matches!(one, Constant::InstanceField { .. }));
            patch(cap, offset + 1, &u16::try_from(index).unwrap().to_be_bytes());
        },
        ComponentKind::Method,
        Rule::PoolKind,
    ),
    // native calls
    (
        "a native instruction",
        |cap| replace_byte(cap, Opcode::Return, 0, 0xFE),
        ComponentKind::Method,
        Rule::ReservedOpcode,
    ),
    (
        "an opcode that there is not",
        |cap| replace_byte(cap, Opcode::Return, 0, 200),
        ComponentKind::Method,
        Rule::UnknownOpcode,
    ),
    (
        "a native flag in a method header",
        |cap| {
            let offset = MethodTable::of(cap).unwrap().methods[0].offset;
            let first = cap.method.methods[offset - cap.method.first_method_offset()];
            patch(cap, offset, &[first | 0x20]);
        },
        ComponentKind::Method,
        Rule::MethodFlags,
    ),
    // locals out of the frame
    (
        "a local variable beyond the frame",
        |cap| replace_byte(cap, Opcode::Sstore, 1, 0xFF),
        ComponentKind::Method,
        Rule::LocalIndex,
    ),
    (
        "more arguments in the header than in the type",
        |cap| {
            let method = MethodTable::of(cap).unwrap().methods[0];
            let second = cap.method.methods[method.offset + 1 - cap.method.first_method_offset()];
            patch(cap, method.offset + 1, &[second + 0x10]);
        },
        ComponentKind::Descriptor,
        Rule::ArgumentCells,
    ),
    // words that are not there
    (
        "dup_x of five words",
        |cap| {
            let (offset, _) = find(cap, Opcode::Bspush);
            patch(cap, offset, &[Opcode::DupX.number(), 0x50]);
        },
        ComponentKind::Method,
        Rule::WordsOperand,
    ),
    // control flow
    (
        "a jump into an operand",
        |cap| {
            let (offset, _) = find(cap, Opcode::Goto);
            patch(cap, offset + 1, &[1]);
        },
        ComponentKind::Method,
        Rule::BranchTarget,
    ),
    (
        "a jump out of the component",
        |cap| {
            let (offset, _) = find(cap, Opcode::Stableswitch);
            patch(cap, offset + 1, &[0x80, 0]);
        },
        ComponentKind::Method,
        Rule::BranchTarget,
    ),
    (
        "the end of a method without a return",
        |cap| {
            let method = MethodTable::of(cap).unwrap().methods[0];
            patch(cap, method.end - 1, &[0]);
        },
        ComponentKind::Method,
        Rule::FallsOffEnd,
    ),
    (
        "a handler that covers the code of no method",
        |cap| cap.method.handlers[0].start_offset = 0,
        ComponentKind::Method,
        Rule::HandlerRange,
    ),
    (
        "a handler that reaches into another method",
        |cap| cap.method.handlers[0].active_length = ExceptionHandler::MAXIMUM_ACTIVE_LENGTH,
        ComponentKind::Method,
        Rule::HandlerRange,
    ),
    (
        "a handler's code in another method",
        |cap| {
            let other = MethodTable::of(cap).unwrap().methods[0].code_start();
            cap.method.handlers[0].handler_offset = u16::try_from(other).unwrap();
        },
        ComponentKind::Method,
        Rule::HandlerRange,
    ),
    (
        "a handler's code between instructions",
        |cap| {
            let (offset, _) = find_in_handler_method(cap);
            cap.method.handlers[0].handler_offset = u16::try_from(offset + 1).unwrap();
        },
        ComponentKind::Method,
        Rule::HandlerInstruction,
    ),
    (
        "a handler whose catch type the ReferenceLocation component leaves out",
        |cap| cap.reference_location.byte2_indexes.retain(|location| *location != 7),
        ComponentKind::Method,
        Rule::ReferenceMissing,
    ),
    (
        "a handler that catches no class",
        |cap| {
            let index = constant(cap, |one| matches!(one, Constant::StaticField(_)));
            cap.method.handlers[0].catch_type_index = u16::try_from(index).unwrap();
        },
        ComponentKind::Method,
        Rule::CatchType,
    ),
    // virtual dispatch confusion
    (
        "a virtual method beyond the table",
        |cap| {
            let token = VirtualMethodToken(60);
            let index = constant(cap, |one| matches!(one, Constant::VirtualMethod { .. }));
            cap.constant_pool.entries[index] =
                Constant::VirtualMethod { class: ClassRef::Internal(0), token };
        },
        ComponentKind::ConstantPool,
        Rule::VirtualMethodToken,
    ),
    (
        "a package-visible method of another package",
        |cap| {
            let class = ClassRef::External { package: PackageToken::new(0).unwrap(), class: 3 };
            let token = VirtualMethodToken(0x80);
            let index = constant(cap, |one| matches!(one, Constant::VirtualMethod { .. }));
            cap.constant_pool.entries[index] = Constant::VirtualMethod { class, token };
        },
        ComponentKind::ConstantPool,
        Rule::VirtualMethodToken,
    ),
    (
        "a method table that leads into code",
        |cap| class(cap).public_methods[0] = Some(61),
        ComponentKind::Class,
        Rule::MethodOffset,
    ),
    (
        "references beyond the instance",
        |cap| class(cap).reference_count = 200,
        ComponentKind::Class,
        Rule::InstanceSize,
    ),
    (
        "a class that is its own superclass",
        |cap| class(cap).super_class = Some(ClassRef::Internal(0)),
        ComponentKind::Class,
        Rule::SuperclassOrder,
    ),
    (
        "a superclass that there is not",
        |cap| class(cap).super_class = Some(ClassRef::Internal(3)),
        ComponentKind::Class,
        Rule::ClassOffset,
    ),
    (
        "an inherited method without a superclass",
        |cap| {
            class(cap).super_class = None;
            class(cap).public_methods[0] = None;
        },
        ComponentKind::Class,
        Rule::MethodTableInherited,
    ),
    (
        "more virtual methods than tokens",
        |cap| class(cap).public_method_table_base = 128,
        ComponentKind::Class,
        Rule::MethodTableRange,
    ),
    (
        "an interface method that is no method of the class",
        |cap| {
            let interface = ClassRef::External { package: PackageToken::new(0).unwrap(), class: 1 };
            class(cap)
                .interfaces
                .push(cardamom_cap::class::ImplementedInterface { interface, index: vec![99] });
        },
        ComponentKind::Class,
        Rule::InterfaceIndex,
    ),
    // sizes, counts and offsets
    (
        "a Directory with another size",
        |cap| cap.directory.sizes[6] += 1,
        ComponentKind::Directory,
        Rule::DirectorySize,
    ),
    (
        "a Directory with another number of applets",
        |cap| cap.directory.applet_count = 2,
        ComponentKind::Directory,
        Rule::DirectoryCount,
    ),
    (
        "a Directory with another static image",
        |cap| cap.directory.static_field_size.image_size = 0xFFFF,
        ComponentKind::Directory,
        Rule::DirectoryStaticField,
    ),
    (
        "an applet that the Header denies",
        |cap| cap.header.flags = HeaderFlags(0),
        ComponentKind::Header,
        Rule::HeaderApplet,
    ),
    (
        "an int that the Header denies",
        |cap| {
            let (offset, _) = find(cap, Opcode::Sconst0);
            patch(cap, offset, &[Opcode::Iconst0.number()]);
        },
        ComponentKind::Header,
        Rule::HeaderInt,
    ),
    (
        "an install method in the middle of code",
        |cap| cap.applet.as_mut().unwrap().applets[0].install_method_offset += 1,
        ComponentKind::Applet,
        Rule::InstallMethod,
    ),
    (
        "an applet with the RID of another company",
        |cap| cap.applet.as_mut().unwrap().applets[0].aid = "A000000003101001".parse().unwrap(),
        ComponentKind::Applet,
        Rule::AppletRid,
    ),
    (
        "a package that imports itself",
        |cap| cap.import.packages[0].aid = cap.header.package.aid,
        ComponentKind::Import,
        Rule::ImportSelf,
    ),
    (
        "a package imported twice",
        |cap| cap.import.packages[1] = cap.import.packages[0],
        ComponentKind::Import,
        Rule::ImportRepeated,
    ),
    (
        "methods that overlap in the Descriptor",
        |cap| cap.descriptor.as_mut().unwrap().classes[0].methods[0].bytecode_count += 4,
        ComponentKind::Method,
        Rule::MethodBounds,
    ),
    (
        "a type between types",
        |cap| cap.descriptor.as_mut().unwrap().classes[0].methods[0].type_offset += 1,
        ComponentKind::Descriptor,
        Rule::TypeOffset,
    ),
    (
        "a method with code that the Descriptor calls abstract",
        |cap| {
            let method = &mut cap.descriptor.as_mut().unwrap().classes[0].methods[0];
            method.flags = method.flags.with(MethodFlags::ABSTRACT);
        },
        ComponentKind::Descriptor,
        Rule::CodeMissing,
    ),
    (
        "handlers that the Descriptor gives to another method",
        |cap| {
            let method = &mut cap.descriptor.as_mut().unwrap().classes[1].methods[0];
            (method.handler_index, method.handler_count) = (0, 1);
        },
        ComponentKind::Descriptor,
        Rule::HandlerRange,
    ),
    (
        "a class that the Descriptor does not describe",
        |cap| cap.descriptor.as_mut().unwrap().classes.clear(),
        ComponentKind::Descriptor,
        Rule::DescriptorClasses,
    ),
    (
        "a constant without a type",
        |cap| {
            cap.descriptor.as_mut().unwrap().types.constant_pool_types.pop();
        },
        ComponentKind::Descriptor,
        Rule::DescriptorPoolCount,
    ),
];

fn class(cap: &mut CapFile) -> &mut cardamom_cap::class::ClassInfo {
    match &mut cap.class.types[0] {
        cardamom_cap::class::TypeInfo::Class(class) => class,
        cardamom_cap::class::TypeInfo::Interface(_) => panic!("the bench has one class and no interface"),
    }
}

/// An instruction of more than one byte in the method of the first handler.
fn find_in_handler_method(cap: &CapFile) -> (usize, Instruction) {
    let start = usize::from(cap.method.handlers[0].start_offset);
    let bytes = cap.method.bytes(start, cap.method.end_offset()).unwrap();
    let mut offset = 0;
    loop {
        let instruction = Instruction::decode(bytes, offset).unwrap();
        if instruction.length() > 1 {
            return (start + offset, instruction);
        }
        offset += instruction.length();
    }
}

#[test]
fn each_attack_on_the_structure_is_named() {
    let mut missed = Vec::new();
    for (name, attack, component, rule) in ATTACKS {
        let mut cap = if name.contains("handler") { sample(CapFormat::V2_2) } else { bench() };
        attack(&mut cap);
        let violations = check(&cap);
        let found =
            violations.iter().any(|violation| violation.component == *component && violation.rule == *rule);
        if !found {
            missed.push(format!("{name}: {violations:?}"));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn a_violation_tells_component_offset_and_rule() {
    let mut cap = bench();
    cap.directory.sizes[6] += 1;
    let text = check(&cap)[0].to_string();
    assert_eq!(
        text,
        "Directory component, offset 12: the Directory tells another size than the component has (JCVM §6.4)"
    );
}
