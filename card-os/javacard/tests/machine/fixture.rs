//! A small package with a method to be tried out.

use cardamom_apdu::Aid;
use cardamom_cap::class::{ClassComponent, ClassInfo, ImplementedInterface, InterfaceInfo, TypeInfo};
use cardamom_cap::constant_pool::{Constant, ConstantPool, StaticRef, VirtualMethodToken};
use cardamom_cap::directory::Directory;
use cardamom_cap::header::{Header, HeaderFlags};
use cardamom_cap::import::ImportComponent;
use cardamom_cap::method::{ExceptionHandler, MethodComponent, MethodHeader};
use cardamom_cap::package::{ClassRef, PackageInfo, PackageToken, PackageVersion};
use cardamom_cap::reference_location::ReferenceLocation;
use cardamom_cap::static_field::{ArrayInit, StaticFieldComponent};
use cardamom_cap::type_descriptor::PrimitiveType;
use cardamom_cap::{CapFile, CapFormat};
use cardamom_java_card_api::Release;
use cardamom_javacard::heap::{Heap, ObjectKind, RamHeap};
use cardamom_javacard::interpreter::{Fault, Interpreter, Limits, Stop, Value};
use cardamom_javacard::link::create_statics;
use cardamom_javacard::native::JavaLang;
use cardamom_javacard::program::Program;

use crate::assembler::assemble;

// The constant pool of the package. The class Point has the fields `next`, a reference, `x`, a short, and `wide`, an
// int; it implements an interface of one method, which gives `x`. The class Other has a short.
//
//  0 Point                  8 Object()              16 Object.equals
//  1 Other                  9 static array: 1 -2 3  17 Object
//  2 Throwable             10 static number 0       18 static method: the sum of two shorts
//  3 Point.next            11 the method itself     19 static method: divides by zero
//  4 Point.x               12 the interface         20 last byte of the static numbers
//  5 Point.wide            13 ArithmeticException   21 static number 12345678 (hexadecimal)
//  6 Point: gives x        14 Other's field         22 second cell of Point.wide
//  7 Point: gives 7        15 super.equals

/// A method to be tried out.
#[derive(Clone, Debug)]
pub(crate) struct Method {
    pub(crate) header: MethodHeader,
    pub(crate) code: Vec<u8>,
    /// Handlers: start, length, target and class, with places from the start of the code, and whether it is the last.
    pub(crate) handlers: Vec<(u16, u16, u16, u16, bool)>,
    pub(crate) limits: Limits,
    pub(crate) cells: usize,
}

/// What came of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Nothing,
    Short(i16),
    Int(i32),
    Null,
    Object,
    Throws(&'static str),
    Fault(Fault),
}

pub(crate) const AID: Aid = Aid::from_array([0xF0, 0, 0, 0, 9]);

fn external(class: u8) -> ClassRef {
    ClassRef::External { package: PackageToken::new(0).unwrap(), class }
}

impl Method {
    /// A method with 8 cells of stack and 8 of locals.
    pub(crate) fn new(text: &str) -> Self {
        Self::of_bytes(&assemble(text))
    }

    pub(crate) fn of_bytes(code: &[u8]) -> Self {
        Self {
            header: MethodHeader::new(8, 0, 8),
            code: code.to_vec(),
            handlers: Vec::new(),
            limits: Limits { frames: 20, cells: 1000, budget: 1000 },
            cells: 1000,
        }
    }

    pub(crate) fn stack(mut self, cells: u8) -> Self {
        self.header = MethodHeader::new(cells, self.header.nargs, self.header.max_locals);
        self
    }

    pub(crate) fn locals(mut self, cells: u8) -> Self {
        self.header = MethodHeader::new(self.header.max_stack, self.header.nargs, cells);
        self
    }

    pub(crate) fn handler(mut self, handler: (u16, u16, u16, u16, bool)) -> Self {
        self.handlers.push(handler);
        self
    }

    fn methods(&self) -> (MethodComponent, [u16; 5]) {
        let empty = ExceptionHandler {
            start_offset: 0,
            active_length: 0,
            is_last: true,
            handler_offset: 0,
            catch_type_index: 0,
        };
        let handlers = vec![empty; self.handlers.len()];
        let mut component = MethodComponent { handlers, methods: Vec::new() };
        let mut push = |header, code: &[u8]| component.push(header, code).unwrap();
        let get_x = push(MethodHeader::new(2, 1, 0), &assemble("getfield_s_this 4; sreturn"));
        let seven = push(MethodHeader::new(2, 1, 0), &assemble("bspush 7; sreturn"));
        let add = push(MethodHeader::new(2, 2, 0), &assemble("sload_0; sload_1; sadd; sreturn"));
        let divide = push(MethodHeader::new(2, 0, 0), &assemble("sconst_1; sconst_0; sdiv; sreturn"));
        let tried = push(self.header, &self.code);
        let code = tried + u16::try_from(self.header.length()).unwrap();
        for (slot, (start, length, target, catch, last)) in component.handlers.iter_mut().zip(&self.handlers)
        {
            *slot = ExceptionHandler {
                start_offset: code + start,
                active_length: *length,
                is_last: *last,
                handler_offset: code.saturating_add(*target),
                catch_type_index: *catch,
            };
        }
        (component, [get_x, seven, add, divide, tried])
    }

    /// The package with it, and the offset of its header.
    pub(crate) fn package(&self) -> (CapFile, u16) {
        let (method, [get_x, seven, add, divide, tried]) = self.methods();
        let class = classes(get_x, seven);
        let places: Vec<ClassRef> = class
            .types_with_offsets()
            .map(|(offset, _)| ClassRef::Internal(offset.try_into().unwrap()))
            .collect();
        let [interface, point, other] = places.try_into().unwrap();
        let field = |class, token| Constant::InstanceField { class, token };
        let called = |class, token| Constant::VirtualMethod { class, token: VirtualMethodToken(token) };
        let own = |offset| Constant::StaticMethod(StaticRef::Internal(offset));
        let number = |offset| Constant::StaticField(StaticRef::Internal(offset));
        let java_lang = PackageToken::new(0).unwrap();
        let object = StaticRef::External { package: java_lang, class: 0, token: 0 };
        let entries = vec![
            Constant::Class(point),
            Constant::Class(other),
            Constant::Class(external(1)),
            field(point, 0),
            field(point, 1),
            field(point, 2),
            called(point, 1),
            called(point, 0x80),
            Constant::StaticMethod(object),
            number(0),
            number(2),
            own(tried),
            Constant::Class(interface),
            Constant::Class(external(9)),
            field(other, 0),
            Constant::SuperMethod { class: point, token: VirtualMethodToken(0) },
            called(external(0), 0),
            Constant::Class(external(0)),
            own(add),
            own(divide),
            number(9),
            number(6),
            field(point, 3),
        ];
        let version = PackageVersion { major: 1, minor: 0 };
        let cap = CapFile {
            header: Header {
                format: CapFormat::V2_1,
                flags: HeaderFlags::INT,
                package: PackageInfo { version, aid: AID },
                package_name: Vec::new(),
            },
            directory: Directory::default(),
            applet: None,
            import: ImportComponent {
                packages: vec![PackageInfo { version, aid: "A0000000620001".parse().unwrap() }],
            },
            constant_pool: ConstantPool { entries },
            class,
            method,
            static_field: StaticFieldComponent {
                reference_count: 1,
                arrays: vec![ArrayInit { element: PrimitiveType::Byte, values: vec![1, 0xFE, 3] }],
                default_value_count: 4,
                non_default_values: vec![0x12, 0x34, 0x56, 0x78],
            },
            reference_location: ReferenceLocation::default(),
            export: None,
            descriptor: None,
            debug: None,
            static_resources: None,
            custom: Vec::new(),
        };
        (cap, tried)
    }

    /// Links the package and calls the method.
    pub(crate) fn call(&self) -> Outcome {
        let (cap, offset) = self.package();
        let mut program = Program::new();
        program.link_api(Release::V3_0_5.packages()).unwrap();
        let package = program.link(&cap).unwrap();
        let mut heap = RamHeap::new(self.cells);
        create_statics(&cap, package, &mut heap).unwrap();
        let mut interpreter = Interpreter::new(&program, heap, JavaLang, self.limits);
        let method = program.method_at(package, offset).unwrap();
        match interpreter.call(method, &[]) {
            Ok(None) => Outcome::Nothing,
            Ok(Some(Value::Short(value))) => Outcome::Short(value),
            Ok(Some(Value::Int(value))) => Outcome::Int(value),
            Ok(Some(Value::Reference(None))) => Outcome::Null,
            Ok(Some(Value::Reference(Some(_)))) => Outcome::Object,
            Err(Stop::Fault(report)) => Outcome::Fault(report.fault),
            Err(Stop::Exception(exception)) => match interpreter.heap().kind(exception).unwrap() {
                ObjectKind::Object(class) => {
                    Outcome::Throws(program.class(class).unwrap().api_name.unwrap_or("?"))
                }
                ObjectKind::Array(_) => panic!("an array was thrown"),
            },
        }
    }
}

fn classes(get_x: u16, seven: u16) -> ClassComponent {
    let interface = InterfaceInfo::default();
    let point = ClassInfo {
        super_class: Some(external(0)),
        declared_instance_size: 4,
        first_reference_token: Some(0),
        reference_count: 1,
        public_method_table_base: 1,
        public_methods: vec![Some(get_x)],
        package_methods: vec![Some(seven)],
        interfaces: vec![ImplementedInterface { interface: ClassRef::Internal(0), index: vec![1] }],
        ..ClassInfo::default()
    };
    let other =
        ClassInfo { super_class: Some(external(0)), declared_instance_size: 1, ..ClassInfo::default() };
    ClassComponent {
        signature_pool: None,
        types: vec![TypeInfo::Interface(interface), TypeInfo::Class(point), TypeInfo::Class(other)],
    }
}

/// Calls a method of this text.
pub(crate) fn run(text: &str) -> Outcome {
    Method::new(text).call()
}

/// Calls each method and compares.
pub(crate) fn check(cases: &[(&str, Outcome)]) {
    for (text, expected) in cases {
        assert_eq!(run(text), *expected, "{text}");
    }
}
