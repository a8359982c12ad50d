//! The converter of the Java Card Development Kit made two CAP files of `corpus/BenchApplet.java`, for 2.2.2 and
//! for 3.0.5. Ours are the same in meaning.
//!
//! What differs:
//! - The order of the constant pool: theirs sorts by kind of reference and use, ours puts instance fields first and
//!   the rest in the order of the code.
//! - Stores into fields of `this`: theirs are `aload_0` ... `putfield_t`, ours `putfield_t_this` without the load,
//!   one byte less each. So methods are shorter and, where branches reach further, `goto_w` becomes `goto`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "the helpers of a test may panic")]

#[path = "support/java.rs"]
mod java;

use std::collections::{BTreeMap, BTreeSet};

use cardamom_apdu::Aid;
use cardamom_cap::CapFile;
use cardamom_cap::constant_pool::{Constant, StaticRef};
use cardamom_cap::container::CapContainer;
use cardamom_cap::descriptor::{ClassDescriptor, MethodDescriptor};
use cardamom_cap::instruction::{Instruction, Instructions, Operands, TypeOperand};
use cardamom_cap::package::PackageVersion;
use cardamom_converter::{Applet, ExportedPackage, Project, convert};
use cardamom_java_card_api::Release;

const AID: [u8; 8] = [0xF0, 0x6A, 0x63, 0x42, 0x45, 0x4E, 0x43, 0x48];

fn ours(release: Release) -> CapFile {
    let classes = java::compile(&[("bench/BenchApplet.java", include_str!("corpus/BenchApplet.java"))]);
    let imports: Vec<ExportedPackage> =
        release.packages().iter().map(|package| ExportedPackage::from(*package)).collect();
    let applet = [AID.as_slice(), &[0x01]].concat();
    let project = Project {
        aid: Aid::new(&AID).unwrap(),
        version: PackageVersion { major: 1, minor: 0 },
        applets: vec![Applet { aid: Aid::new(&applet).unwrap(), class: "bench.BenchApplet".into() }],
        class_files: &classes,
        imports: &imports,
        export_map: None,
        int_support: false,
        debug: false,
    };
    let converted = convert(&project).unwrap();
    assert_eq!(converted.warnings, []);
    assert_eq!(converted.exports, None);
    converted.cap
}

fn methods(cap: &CapFile) -> &[MethodDescriptor] {
    &the_class(cap).methods
}

fn the_class(cap: &CapFile) -> &ClassDescriptor {
    let [class] = cap.descriptor.as_ref().unwrap().classes.as_slice() else { panic!("one class") };
    class
}

/// A constant with the number of a method in the place of its offset.
fn meaning(cap: &CapFile, constant: &Constant) -> Constant {
    match constant {
        Constant::StaticMethod(StaticRef::Internal(offset)) => {
            let place = methods(cap).iter().position(|method| method.method_offset == *offset).unwrap();
            Constant::StaticMethod(StaticRef::Internal(u16::try_from(place).unwrap()))
        }
        other => *other,
    }
}

/// What an instruction does, however it is spelt; none for what only loads `this`.
fn spelt_out(cap: &CapFile, instruction: &Instruction) -> Option<String> {
    let mnemonic = instruction.opcode.mnemonic();
    if mnemonic == "aload_0" {
        return None;
    }
    let mnemonic = mnemonic.strip_suffix("_this").or_else(|| mnemonic.strip_suffix("_w")).unwrap_or(mnemonic);
    let constant = instruction.pool_index().map(|index| meaning(cap, cap.constant_pool.get(index).unwrap()));
    let rest = match &instruction.operands {
        Operands::Branch(_) | Operands::Pool(_) | Operands::Type(TypeOperand::Object { .. }) => String::new(),
        Operands::TableSwitch { low, offsets, .. } => format!("{low} {}", offsets.len()),
        Operands::LookupSwitch { pairs, .. } => {
            format!("{:?}", pairs.iter().map(|(key, _)| key).collect::<Vec<_>>())
        }
        Operands::InterfaceMethod { arguments, token, .. } => format!("{arguments} {token}"),
        other => format!("{other:?}"),
    };
    Some(format!("{mnemonic} {constant:?} {rest}"))
}

fn code(cap: &CapFile, method: &MethodDescriptor) -> Vec<String> {
    let offset = usize::from(method.method_offset);
    let start = offset + cap.method.header_at(offset).unwrap().length();
    let bytes = cap.method.bytes(start, start + usize::from(method.bytecode_count)).unwrap();
    Instructions::of(bytes).filter_map(|(_, instruction)| spelt_out(cap, &instruction.unwrap())).collect()
}

fn check(theirs: &[u8], release: Release) {
    let theirs = CapContainer::read(theirs).unwrap().cap;
    let ours = ours(release);
    assert_eq!(ours.header, theirs.header);
    assert_eq!(ours.import, theirs.import, "the same packages, in the same order");
    assert_eq!(ours.static_field, theirs.static_field);
    assert_eq!(ours.export, theirs.export);

    let constants = |cap: &CapFile| -> BTreeSet<Constant> {
        cap.constant_pool.entries.iter().map(|constant| meaning(cap, constant)).collect()
    };
    assert_eq!(constants(&ours), constants(&theirs));
    assert_eq!(ours.constant_pool.entries.len(), theirs.constant_pool.entries.len());

    // Classes, fields and methods with their tokens, flags and types; offsets apart.
    let (our_class, their_class) = (the_class(&ours), the_class(&theirs));
    assert_eq!((our_class.token, our_class.flags), (their_class.token, their_class.flags));
    assert_eq!(our_class.interfaces, their_class.interfaces);
    assert_eq!(our_class.fields.len(), their_class.fields.len());
    for (our, their) in our_class.fields.iter().zip(&their_class.fields) {
        assert_eq!((our.token, our.flags, &our.reference), (their.token, their.flags, &their.reference));
    }
    assert_eq!(our_class.methods.len(), their_class.methods.len());
    for (our, their) in our_class.methods.iter().zip(&their_class.methods) {
        assert_eq!(
            (our.token, our.flags, our.handler_count),
            (their.token, their.flags, their.handler_count)
        );
        let types = |cap: &CapFile, method: &MethodDescriptor| {
            cap.descriptor.as_ref().unwrap().types.at(method.type_offset).unwrap().clone()
        };
        assert_eq!(types(&ours, our), types(&theirs, their));
        let header = |cap: &CapFile, method: &MethodDescriptor| {
            cap.method.header_at(method.method_offset.into()).unwrap()
        };
        assert_eq!(header(&ours, our).nargs, header(&theirs, their).nargs);
        assert_eq!(header(&ours, our).max_locals, header(&theirs, their).max_locals);
        assert!(header(&ours, our).max_stack <= header(&theirs, their).max_stack);
        assert_eq!(code(&ours, our), code(&theirs, their));
        assert!(our.bytecode_count <= their.bytecode_count);
    }

    // The Class component, with the numbers of methods in the place of their offsets.
    let numbered = |cap: &CapFile| {
        let numbers: BTreeMap<u16, u16> =
            (0_u16..).zip(methods(cap)).map(|(number, method)| (method.method_offset, number)).collect();
        let mut class = cap.class.class_at(0).unwrap().clone();
        for method in class.public_methods.iter_mut().chain(&mut class.package_methods).flatten() {
            *method = *numbers.get(method).unwrap();
        }
        class
    };
    assert_eq!(numbered(&ours), numbered(&theirs));

    // The applet is installed by the same method.
    let install = |cap: &CapFile| {
        let [applet] = cap.applet.as_ref().unwrap().applets.as_slice() else { panic!("one applet") };
        let place =
            methods(cap).iter().position(|method| method.method_offset == applet.install_method_offset);
        (applet.aid, place.unwrap())
    };
    assert_eq!(install(&ours), install(&theirs));

    // As many references of either length as the code has, fields in the short form.
    assert_eq!(ours.reference_location.byte_indexes.len(), theirs.reference_location.byte_indexes.len());
    assert_eq!(ours.reference_location.byte2_indexes.len(), theirs.reference_location.byte2_indexes.len());
}

#[test]
fn the_same_as_the_kit_for_3_0_5() {
    check(include_bytes!("../../cap/tests/data/bench-3.0.5.cap"), Release::V3_0_5);
}

#[test]
fn the_same_as_the_kit_for_2_2_2() {
    check(include_bytes!("../../cap/tests/data/bench-2.2.2.cap"), Release::V2_2_2);
}
