//! CAP files with bytes changed: linked or refused, run or stopped, and never more than that.

use cardamom_cap::container::CapContainer;
use cardamom_cap::{CapFile, ComponentKind, RawComponent};
use cardamom_java_card_api::Release;
use cardamom_javacard::heap::{ArrayElement, Heap, RamHeap};
use cardamom_javacard::interpreter::{Interpreter, Limits, Stop, Value};
use cardamom_javacard::link::create_statics;
use cardamom_javacard::native::JavaLang;
use cardamom_javacard::program::{MethodBody, Program};

#[derive(Default, Debug)]
struct Ends {
    unreadable: usize,
    refused: usize,
    returned: usize,
    exceptions: usize,
    faults: usize,
}

/// Calls every method of a package with null, an array and small numbers.
fn run_all(
    program: &Program,
    cap: &CapFile,
    package: cardamom_javacard::program::PackageId,
    ends: &mut Ends,
) {
    let mut heap = RamHeap::new(10_000);
    if create_statics(cap, package, &mut heap).is_err() {
        return;
    }
    let element = ArrayElement::Primitive(cardamom_cap::type_descriptor::PrimitiveType::Byte);
    let array = heap.new_array(element, 10).unwrap();
    let limits = Limits { frames: 10, cells: 500, budget: 2000 };
    let mut interpreter = Interpreter::new(program, heap, JavaLang, limits);
    for id in program.package(package).unwrap().methods.values() {
        let method = program.method(*id).unwrap();
        if !matches!(method.body, MethodBody::Bytecode(_)) {
            continue;
        }
        let choices = [Value::Reference(Some(array)), Value::Short(2), Value::Reference(None)];
        for first in 0..choices.len() {
            let arguments = choices.iter().cycle().skip(first).take(method.arguments.into());
            match interpreter.call(*id, &arguments.copied().collect::<Vec<_>>()) {
                Ok(_) => ends.returned += 1,
                Err(Stop::Exception(_)) => ends.exceptions += 1,
                Err(Stop::Fault(_)) => ends.faults += 1,
            }
        }
    }
}

#[test]
fn changed_bytes() {
    let bytes = include_bytes!("../../../../javacard/cap/tests/data/bench-3.0.5.cap");
    let mut cap = CapContainer::read(bytes).unwrap().cap;
    cap.descriptor = None;
    let components = cap.to_components().unwrap();
    let mut api = Program::new();
    api.link_api(Release::V3_0_5.packages()).unwrap();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let targets = [
        ComponentKind::Method,
        ComponentKind::Method,
        ComponentKind::Method,
        ComponentKind::ConstantPool,
        ComponentKind::Class,
        ComponentKind::StaticField,
    ];
    let mut ends = Ends::default();
    for _ in 0..1500 {
        let target = targets[random(targets.len())];
        let mut changed = components.clone();
        for component in changed.iter_mut().filter(|component| component.kind == target) {
            for _ in 0..=random(3) {
                let place = random(component.info.len());
                component.info[place] = u8::try_from(random(256)).unwrap();
            }
        }
        let raw: Vec<RawComponent<'_>> = changed.iter().map(|component| component.raw()).collect();
        let Ok(cap) = CapFile::from_components(&raw) else {
            ends.unreadable += 1;
            continue;
        };
        let mut program = api.clone();
        match program.link(&cap) {
            Ok(package) => run_all(&program, &cap, package, &mut ends),
            Err(_) => ends.refused += 1,
        }
    }
    let Ends { unreadable, refused, returned, exceptions, faults } = ends;
    let all = [unreadable, refused, returned, exceptions, faults];
    assert!(all.iter().all(|count| *count > 0), "{all:?}");
}
