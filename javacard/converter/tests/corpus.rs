//! A corpus of Java sources that has every construct of the language that a card knows. Together with a class file
//! written by hand it makes every instruction but one: javac of today makes no subroutines (`jsr`, `ret`), and none of
//! any time made `swap` (`swap_x`).
//!
//! The disassembly was read once, line by line, and is kept in `corpus/*.txt`. `SNAPSHOTS=overwrite` writes it anew.
#![allow(clippy::unwrap_used, clippy::panic, reason = "the helpers of a test may panic")]

#[path = "support/class_writer.rs"]
mod class_writer;
#[path = "support/java.rs"]
mod java;
#[path = "support/listing.rs"]
mod listing;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cardamom_apdu::Aid;
use cardamom_cap::CapFile;
use cardamom_cap::instruction::Instructions;
use cardamom_cap::opcode::Opcode;
use cardamom_cap::package::PackageVersion;
use cardamom_converter::{ClassFile, Converted, Diagnostic, ExportedPackage, Project, convert};
use snapbox::data::DataFormat;
use snapbox::{Assert, Data};

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

/// The sources in a folder of the corpus.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut sources: Vec<(String, String)> = fs::read_dir(corpus().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap())
        })
        .collect();
    sources.sort();
    sources
}

fn class_files(folder: &str) -> Vec<ClassFile> {
    let sources = sources(folder);
    let files: Vec<(&str, &str)> =
        sources.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    java::compile(&files)
}

fn run(
    classes: &[ClassFile],
    imports: &[ExportedPackage],
    int_support: bool,
) -> Result<Converted, Vec<Diagnostic>> {
    convert(&Project {
        aid: Aid::new(&[0xF0, 0, 0, 0, 1]).unwrap(),
        version: PackageVersion { major: 1, minor: 0 },
        applets: Vec::new(),
        class_files: classes,
        imports,
        export_map: None,
        int_support,
        debug: true,
    })
}

fn converted(classes: &[ClassFile], int_support: bool) -> Converted {
    let converted = run(classes, &java::imports(), int_support).unwrap_or_else(|findings| {
        let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
        panic!("{}", told.join("\n"))
    });
    assert_eq!(cardamom_cap::check::check(&converted.cap), []);
    converted
}

/// The opcodes in the methods of a file.
fn opcodes(cap: &CapFile) -> BTreeSet<Opcode> {
    let debug = cap.debug.as_ref().unwrap();
    let mut opcodes = BTreeSet::new();
    for method in debug.classes.iter().flat_map(|class| &class.methods).filter(|method| method.location != 0)
    {
        let start = usize::from(method.location) + usize::from(method.header_size);
        let code = cap.method.bytes(start, start + usize::from(method.body_size)).unwrap();
        opcodes.extend(Instructions::of(code).map(|(_, instruction)| instruction.unwrap().opcode));
    }
    opcodes
}

fn assert_listing(converted: &Converted, name: &str) {
    let listing = listing::methods(&converted.cap, &java::imports());
    Assert::new()
        .action_env("SNAPSHOTS")
        .eq(listing, Data::read_from(&corpus().join(name), Some(DataFormat::Text)).raw());
}

#[test]
fn code_without_int() {
    let converted = converted(&class_files("short"), false);
    assert!(!converted.cap.header.flags.contains(cardamom_cap::header::HeaderFlags::INT));
    assert_listing(&converted, "short.txt");
}

#[test]
fn code_with_int() {
    let converted = converted(&class_files("int"), true);
    assert!(converted.cap.header.flags.contains(cardamom_cap::header::HeaderFlags::INT));
    assert_listing(&converted, "int.txt");
}

/// The short corpus means the same on a card with int: nothing of it becomes wider.
#[test]
fn int_support_widens_no_short_code() {
    let classes = class_files("short");
    let imports = java::imports();
    let narrow = converted(&classes, false).cap;
    let wide = converted(&classes, true).cap;
    assert_eq!(listing::methods(&narrow, &imports), listing::methods(&wide, &imports));
}

/// A class with more than 256 instance fields in all, so that their indices need two bytes.
fn many_fields() -> Vec<ClassFile> {
    let mut source = String::from("package corpus;\nclass Many {\n");
    let mut first = String::new();
    for number in 0..70 {
        for (of, prefix) in [("Object", "a"), ("byte", "b"), ("short", "s"), ("int", "i")] {
            // 70 times 5 cells do not fit one class: the ints are in another.
            if of == "int" {
                first.push_str(&format!("  int i{number};\n"));
            } else {
                source.push_str(&format!("  {of} {prefix}{number};\n"));
            }
        }
    }
    source.push_str("  void all(Many o, Wide w) {\n");
    for number in 0..70 {
        source.push_str(&format!("    o.a{number} = o.a{number}; o.b{number} = o.b{number}; o.s{number} = o.s{number}; w.i{number} = w.i{number};\n"));
    }
    source.push_str("  }\n}\n");
    let wide = format!("package corpus;\nclass Wide {{\n{first}}}\n");
    java::compile(&[("Many.java", &source), ("Wide.java", &wide)])
}

/// Loops whose bodies are too long for branches of one byte.
fn long_branches() -> Vec<ClassFile> {
    let body =
        "      total += 1000; total -= n; total ^= 77; total *= 3; total += a[0]; total /= 5;\n".repeat(8);
    let conditions = [
        "n == 0",
        "n != 0",
        "n < 0",
        "n >= 0",
        "n > 0",
        "n <= 0",
        "n == total",
        "n != total",
        "n < total",
        "n >= total",
        "n > total",
        "n <= total",
        "o == null",
        "o != null",
        "o == a",
        "o != a",
    ];
    let mut source = String::from("package corpus;\nclass Far {\n");
    for (number, condition) in conditions.iter().enumerate() {
        source.push_str(&format!(
            "  static short far{number}(short n, byte[] a, Object o) {{\n    short total = 1;\n    if ({condition}) {{\n{body}    }} else {{\n{body}    }}\n    return total;\n  }}\n"
        ));
    }
    source.push_str("}\n");
    java::compile(&[("Far.java", &source)])
}

/// Instructions that no Java source makes, and why.
const NEVER: [(Opcode, &str); 1] =
    [(Opcode::Nop, "javac has none, and what other compilers have is left out")];

#[test]
fn every_instruction_is_made() {
    let mut made = BTreeSet::new();
    made.extend(opcodes(&converted(&class_files("short"), false).cap));
    made.extend(opcodes(&converted(&class_files("int"), true).cap));
    made.extend(opcodes(&converted(&many_fields(), true).cap));
    made.extend(opcodes(&converted(&long_branches(), false).cap));
    made.extend(opcodes(&converted(&class_writer::old_class(), false).cap));
    let missing: Vec<&str> = Opcode::ALL
        .iter()
        .filter(|opcode| !made.contains(opcode) && NEVER.iter().all(|(never, _)| never != *opcode))
        .map(|opcode| opcode.mnemonic())
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
    for (never, reason) in NEVER {
        assert!(!made.contains(&never), "{} is made: {reason}", never.mnemonic());
    }
}

#[test]
fn what_other_compilers_make() {
    let converted = converted(&class_writer::old_class(), false);
    assert_listing(&converted, "old.txt");
}
