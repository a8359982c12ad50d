//! CAP files of the same applet, by the converter of the Java Card Development Kit for 2.2.2 and 3.0.5 and by ours:
//! the commands that compute give what the same computation gives in Rust.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the helpers of a test may panic"
)]

#[path = "support/framework.rs"]
mod framework;
#[path = "../../../javacard/converter/tests/support/java.rs"]
mod java;

use cardamom_apdu::Aid;
use cardamom_cap::CapFile;
use cardamom_cap::container::CapContainer;
use cardamom_cap::package::PackageVersion;
use cardamom_cap::type_descriptor::PrimitiveType;
use cardamom_converter::{Applet, Project, convert};
use cardamom_java_card_api::Release;
use cardamom_javacard::heap::{ArrayElement, Heap, ObjectKind, RamHeap, Reference, Slot};
use cardamom_javacard::interpreter::{Interpreter, Limits, Stop, Value};
use cardamom_javacard::link::create_statics;
use cardamom_javacard::program::{MethodId, Program};

use framework::Framework;

/// Token of `Applet.process`.
const PROCESS: u8 = 7;
/// `ISO7816.SW_INS_NOT_SUPPORTED`
const INS_NOT_SUPPORTED: u16 = 0x6D00;

/// The applet's state, and what its commands do.
struct Model {
    buffer: [i8; 256],
    field: i16,
}

impl Model {
    fn command(&mut self, instruction: u8, turns: i16) -> i16 {
        let mut sum = 0_i16;
        match instruction {
            0x10 => {
                for turn in (0..turns).flat_map(|_| 0..1000_i16) {
                    let place = usize::from(turn.to_be_bytes()[1]);
                    self.buffer[place] = self.buffer[place].wrapping_add(sum.to_be_bytes()[1].cast_signed());
                    let next = self.buffer[(place + 7) & 0xFF];
                    sum = sum.wrapping_mul(31).wrapping_add(next.into()).wrapping_add(turn);
                }
            }
            0x11 => sum = turns.wrapping_mul(1000),
            0x12 if turns > 0 => self.buffer.copy_within(..128, 128),
            0x13 => {
                self.field = self.field.wrapping_add(turns.wrapping_mul(1000));
                sum = self.field;
            }
            0x14 if turns > 0 => self.buffer = [0; 256],
            0x15 if turns > 0 => {
                self.field = turns - 1;
                self.buffer[0] = self.field.to_be_bytes()[1].cast_signed();
            }
            _ => {}
        }
        sum
    }
}

struct Card<'p> {
    interpreter: Interpreter<'p, RamHeap, Framework>,
    applet: Reference,
    apdu: Reference,
    buffer: Reference,
    process: MethodId,
}

impl<'p> Card<'p> {
    fn install(program: &'p Program, heap: RamHeap, install: MethodId) -> Self {
        let mut heap = heap;
        let buffer = heap.new_array(ArrayElement::Primitive(PrimitiveType::Byte), 133).unwrap();
        let class = program.api_class("javacard/framework/APDU").unwrap();
        let apdu = heap.new_object(class, &program.layouts(class)).unwrap();
        let framework = Framework { buffer: Some(buffer), ..Framework::default() };
        let mut interpreter = Interpreter::new(program, heap, framework, Limits::default());
        let arguments = [Value::Reference(None), Value::Short(0), Value::Short(0)];
        assert_eq!(interpreter.call(install, &arguments), Ok(None));
        let applet = interpreter.natives().applet.unwrap();
        let ObjectKind::Object(class) = interpreter.heap().kind(applet).unwrap() else { panic!("an array") };
        let process = program.class(class).unwrap().public_method(PROCESS).unwrap();
        Self { interpreter, applet, apdu, buffer, process }
    }

    fn command(&mut self, instruction: u8, turns: i16) -> Result<i16, Stop> {
        let [high, low] = turns.to_be_bytes();
        for (index, byte) in (0..).zip([0x80, instruction, high, low]) {
            self.interpreter.heap_mut().store(self.buffer, index, Slot::Primitive(byte.into())).unwrap();
        }
        let arguments = [self.applet, self.apdu].map(|object| Value::Reference(Some(object)));
        self.interpreter.call(self.process, &arguments)?;
        assert_eq!(self.interpreter.natives().sent, Some((0, 2)));
        let byte = |index| match self.interpreter.heap().load(self.buffer, index).unwrap() {
            Slot::Primitive(value) => value.to_be_bytes()[3],
            Slot::Reference(_) => panic!("a reference"),
        };
        Ok(i16::from_be_bytes([byte(0), byte(1)]))
    }
}

fn check(cap: &CapFile) {
    let mut program = Program::new();
    program.link_api(Release::V3_0_5.packages()).unwrap();
    let package = program.link(cap).unwrap();
    let mut heap = RamHeap::new(1_000_000);
    create_statics(cap, package, &mut heap).unwrap();
    let install = cap.applet.as_ref().unwrap().applets[0].install_method_offset;
    let install = program.method_at(package, install).unwrap();
    let mut card = Card::install(&program, heap, install);
    let mut model = Model { buffer: [0; 256], field: 0 };
    for (instruction, turns) in [
        (0x10, 1),
        (0x10, 3),
        (0x11, 2),
        (0x12, 1),
        (0x10, 2),
        (0x13, 2),
        (0x13, 40),
        (0x15, 300),
        (0x10, 1),
        (0x13, 1),
        (0x14, 2),
        (0x10, 5),
        (0x11, 0),
        (0x12, 0),
        (0x14, 0),
        (0x15, -1),
    ] {
        let expected = model.command(instruction, turns);
        assert_eq!(card.command(instruction, turns), Ok(expected), "{instruction:#x} {turns}");
    }
    // Unknown: an ISOException with its reason.
    let Err(Stop::Exception(exception)) = card.command(0x77, 0) else { panic!("no exception") };
    let reason = card.interpreter.heap().load(exception, 0);
    assert_eq!(reason, Ok(Slot::Primitive(i32::from(INS_NOT_SUPPORTED.cast_signed()))));
}

#[test]
fn converted_by_the_kit() {
    for bytes in [
        include_bytes!("../../../javacard/cap/tests/data/bench-2.2.2.cap").as_slice(),
        include_bytes!("../../../javacard/cap/tests/data/bench-3.0.5.cap").as_slice(),
    ] {
        check(&CapContainer::read(bytes).unwrap().cap);
    }
}

/// Loaders leave the Descriptor out: then methods are where others say so.
#[test]
fn without_descriptor() {
    let bytes = include_bytes!("../../../javacard/cap/tests/data/bench-3.0.5.cap");
    let mut cap = CapContainer::read(bytes).unwrap().cap;
    cap.descriptor = None;
    cap.debug = None;
    check(&cap);
}

#[test]
fn converted_by_us() {
    let source = include_str!("../../../javacard/converter/tests/corpus/BenchApplet.java");
    let class_files = java::compile(&[("bench/BenchApplet.java", source)]);
    let project = Project {
        aid: Aid::new(&[0xF0, 0, 0, 0, 1]).unwrap(),
        version: PackageVersion { major: 1, minor: 0 },
        applets: vec![Applet {
            aid: Aid::new(&[0xF0, 0, 0, 0, 1, 1]).unwrap(),
            class: "bench.BenchApplet".into(),
        }],
        class_files: &class_files,
        imports: &java::imports(),
        export_map: None,
        int_support: false,
        debug: false,
    };
    check(&convert(&project).unwrap().cap);
}
