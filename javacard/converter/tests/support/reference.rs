//! The reference interpreter of the card, for static methods of numbers.

use cardamom_cap::CapFile;
use cardamom_java_card_api::Release;
use cardamom_javacard::heap::RamHeap;
use cardamom_javacard::interpreter::{Interpreter, Limits, Stop, Value};
use cardamom_javacard::link::create_statics;
use cardamom_javacard::native::JavaLang;
use cardamom_javacard::program::{PackageId, Program};

use crate::interpreter::Ended;

/// A card with one package.
pub(crate) struct Card {
    program: Program,
    package: PackageId,
    cap: CapFile,
}

impl Card {
    pub(crate) fn new(cap: &CapFile) -> Self {
        let mut program = Program::new();
        program.link_api(Release::V3_0_5.packages()).unwrap();
        let package = program.link(cap).unwrap();
        Self { program, package, cap: cap.clone() }
    }

    /// Calls the method of a name with each of these arguments.
    pub(crate) fn run(&self, name: &str, arguments: impl Iterator<Item = Vec<Value>>) -> Vec<Ended> {
        let debug = self.cap.debug.as_ref().unwrap();
        let mut methods = debug.classes.iter().flat_map(|class| &class.methods);
        let method = methods.find(|method| debug.string(method.name_index) == Some(name)).unwrap();
        let id = self.program.method_at(self.package, method.location).unwrap();
        let mut heap = RamHeap::new(1000);
        create_statics(&self.cap, self.package, &mut heap).unwrap();
        let mut interpreter = Interpreter::new(&self.program, heap, JavaLang, Limits::default());
        arguments
            .map(|arguments| match interpreter.call(id, &arguments) {
                Ok(Some(Value::Short(value))) => Ended::Value(value.into()),
                Ok(Some(Value::Int(value))) => Ended::Value(value),
                // Nothing else in these methods throws.
                Err(Stop::Exception(_)) => Ended::DivisionByZero,
                other => panic!("{name} {arguments:?}: {other:?}"),
            })
            .collect()
    }
}
