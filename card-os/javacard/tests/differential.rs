//! The same Java source on a Java virtual machine and on the card: converted, linked and interpreted, every method
//! gives the same value or throws the same exception.
//!
//! The sources are the converter's corpus and the ones under `java/`, which drive what of the corpus takes objects.
//! `java/Runner.java` calls on the machine what takes and gives numbers, and says with which arguments; the
//! calls are made here again, in the same order, so that static fields go the same way too.
#![allow(clippy::unwrap_used, clippy::panic, reason = "the helpers of a test may panic")]

#[path = "../../../javacard/converter/tests/support/class_writer.rs"]
mod class_writer;
#[path = "support/framework.rs"]
mod framework;
#[path = "../../../javacard/converter/tests/support/java.rs"]
mod java;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cardamom_apdu::Aid;
use cardamom_cap::CapFile;
use cardamom_cap::package::PackageVersion;
use cardamom_converter::{ClassFile, Converted, ExportedPackage, Project, convert};
use cardamom_java_card_api::Release;
use cardamom_javacard::heap::{Heap, ObjectKind, RamHeap};
use cardamom_javacard::interpreter::{Interpreter, Limits, Stop, Value};
use cardamom_javacard::link::create_statics;
use cardamom_javacard::program::{ClassId, PackageId, Program};

use framework::Framework;

fn sources(folders: &[PathBuf]) -> Vec<(String, String)> {
    let mut sources = Vec::new();
    for folder in folders {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            sources.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    sources.sort();
    sources
}

fn classes(folder: &str) -> Vec<ClassFile> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = here.join("../../javacard/converter/tests/corpus").join(folder);
    let sources = sources(&[corpus, here.join("tests/java").join(folder)]);
    let files: Vec<(&str, &str)> =
        sources.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    java::compile(&files)
}

fn converted(
    class_files: &[ClassFile],
    imports: &[ExportedPackage],
    number: u8,
    int_support: bool,
) -> Converted {
    let project = Project {
        aid: Aid::new(&[0xF0, 0, 0, 0, number]).unwrap(),
        version: PackageVersion { major: 1, minor: 0 },
        applets: Vec::new(),
        class_files,
        imports,
        export_map: None,
        int_support,
        debug: true,
    };
    let converted = convert(&project).unwrap_or_else(|findings| panic!("{findings:?}"));
    assert_eq!(cardamom_cap::check::check(&converted.cap), []);
    converted
}

/// What the Java virtual machine says: class, method, descriptor, arguments and result of each call.
fn told_by_java(classes: &[ClassFile]) -> String {
    let folder = tempfile::tempdir().unwrap();
    for class in classes {
        let path = folder.path().join(&class.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &class.bytes).unwrap();
    }
    let runner = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/java/Runner.java");
    let compiled = Command::new("javac").arg("-d").arg(folder.path()).arg(runner).status().unwrap();
    assert!(compiled.success());
    let names = classes.iter().map(|class| class.path.trim_end_matches(".class").replace('/', "."));
    let path = std::env::join_paths([folder.path(), java::api()]).unwrap();
    let mut machine = Command::new("java");
    machine.arg("-XX:TieredStopAtLevel=1").arg("-cp").arg(path).arg("Runner").args(names);
    let output = machine.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Where methods and classes are, by what they are called.
struct Names {
    methods: BTreeMap<(String, String, String), u16>,
    classes: BTreeMap<u16, String>,
}

impl Names {
    fn of(cap: &CapFile) -> Self {
        let debug = cap.debug.as_ref().unwrap();
        let text = |index| debug.string(index).unwrap().to_owned();
        let mut names = Self { methods: BTreeMap::new(), classes: BTreeMap::new() };
        for class in &debug.classes {
            names.classes.insert(class.location, text(class.name_index));
            for method in &class.methods {
                let key = (text(class.name_index), text(method.name_index), text(method.descriptor_index));
                names.methods.insert(key, method.location);
            }
        }
        names
    }
}

/// A package as it is on the card.
struct Linked {
    id: PackageId,
    names: Names,
}

fn class_name(program: &Program, linked: &[Linked], id: ClassId) -> String {
    let class = program.class(id).unwrap();
    if let Some(name) = class.api_name {
        return name.to_owned();
    }
    let package = linked.iter().find(|one| one.id == class.package).unwrap();
    let places = &program.package(class.package).unwrap().classes;
    let (location, _) = places.iter().find(|(_, class)| **class == id).unwrap();
    package.names.classes.get(location).unwrap().clone()
}

fn arguments(descriptor: &str, text: &str) -> Vec<Value> {
    let types = descriptor.trim_start_matches('(').chars().take_while(|letter| *letter != ')');
    let numbers = text.split(',').filter(|number| !number.is_empty());
    let value = |(letter, number): (char, &str)| match letter {
        'I' => Value::Int(number.parse().unwrap()),
        _ => Value::Short(number.parse().unwrap()),
    };
    types.zip(numbers).map(value).collect()
}

struct Totals {
    methods: usize,
    calls: usize,
    exceptions: usize,
}

fn compare(class_files: &[ClassFile], caps: &[&CapFile]) -> Totals {
    let mut program = Program::new();
    program.link_api(Release::V3_0_5.packages()).unwrap();
    let mut heap = RamHeap::new(10_000_000);
    let mut linked = Vec::new();
    for cap in caps {
        let id = program.link(cap).unwrap();
        create_statics(cap, id, &mut heap).unwrap();
        linked.push(Linked { id, names: Names::of(cap) });
    }
    let limits = Limits { budget: 1_000_000, ..Limits::default() };
    let mut interpreter = Interpreter::new(&program, heap, Framework::default(), limits);
    let mut totals = Totals { methods: 0, calls: 0, exceptions: 0 };
    let mut methods = BTreeSet::new();
    let mut differences = Vec::new();
    for line in told_by_java(class_files).lines() {
        let [class, method, descriptor, given, expected] =
            line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let key = (class.to_owned(), method.to_owned(), descriptor.to_owned());
        let place = linked.iter().find_map(|one| Some((one.id, *one.names.methods.get(&key)?)));
        let (package, location) = place.unwrap_or_else(|| panic!("no method {key:?}"));
        let id = program.method_at(package, location).unwrap();
        let found = match interpreter.call(id, &arguments(descriptor, given)) {
            Ok(Some(Value::Short(value))) => value.to_string(),
            Ok(Some(Value::Int(value))) => value.to_string(),
            Ok(other) => format!("{other:?}"),
            Err(Stop::Exception(exception)) => match interpreter.heap().kind(exception).unwrap() {
                ObjectKind::Object(class) => class_name(&program, &linked, class),
                ObjectKind::Array(_) => panic!("an array was thrown"),
            },
            Err(Stop::Fault(report)) => format!("{} at {:#06x}", report.fault, report.offset),
        };
        totals.calls += 1;
        totals.exceptions += usize::from(expected.contains('/'));
        if found != expected {
            differences
                .push(format!("{class}.{method}{descriptor} {given}: {expected} in Java, {found} here"));
        }
        methods.insert(key);
    }
    totals.methods = methods.len();
    let shown = differences.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
    assert!(differences.is_empty(), "{} of {} differ\n{shown}", differences.len(), totals.calls);
    totals
}

fn compare_folder(folder: &str, int_support: bool) -> Totals {
    let class_files = classes(folder);
    let converted = converted(&class_files, &java::imports(), 1, int_support);
    let totals = compare(&class_files, &[&converted.cap]);
    println!("{} methods, {} calls, {} exceptions", totals.methods, totals.calls, totals.exceptions);
    totals
}

#[test]
fn short_code() {
    let totals = compare_folder("short", false);
    assert!(totals.methods > 50 && totals.exceptions > 100);
}

#[test]
fn int_code() {
    let totals = compare_folder("int", true);
    assert!(totals.methods > 20);
}

/// Code without int does the same on a card that has it.
#[test]
fn short_code_with_int_support() {
    compare_folder("short", true);
}

/// Subroutines and `swap`, which javac of today does not make.
#[test]
fn old_class_files() {
    let old = class_writer::old_class();
    let source = include_str!("java/old/DriveOld.java");
    let drive = java::compile_with(&[("corpus/DriveOld.java", source)], &["-g"], &old);
    let all = [old, drive].concat();
    let converted = converted(&all, &java::imports(), 1, false);
    let totals = compare(&all, &[&converted.cap]);
    println!("{} methods, {} calls, {} exceptions", totals.methods, totals.calls, totals.exceptions);
    assert_eq!(totals.methods, 2);
}

/// A package that extends, implements and calls what is in another one.
#[test]
fn two_packages() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/java");
    let compile = |folder: &str, others: &[ClassFile]| {
        let sources = sources(&[here.join(folder)]);
        let files: Vec<(&str, &str)> =
            sources.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        java::compile_with(&files, &["-g"], others)
    };
    let library_classes = compile("library", &[]);
    let client_classes = compile("client", &library_classes);
    let mut imports = java::imports();
    let library = converted(&library_classes, &imports, 1, false);
    imports.push(library.exports.unwrap());
    let client = converted(&client_classes, &imports, 2, false);
    let all = [library_classes, client_classes].concat();
    let totals = compare(&all, &[&library.cap, &client.cap]);
    println!("{} methods, {} calls, {} exceptions", totals.methods, totals.calls, totals.exceptions);
    assert!(totals.methods >= 6);
}
