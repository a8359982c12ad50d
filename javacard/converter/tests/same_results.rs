//! Thousands of random methods give on a card what they give in Java: the translation to short and int arithmetic is
//! held against the Java virtual machine itself.
#![allow(clippy::unwrap_used, clippy::panic, reason = "the helpers of a test may panic")]

#[path = "support/interpreter.rs"]
mod interpreter;
#[path = "support/java.rs"]
mod java;
#[path = "support/reference.rs"]
mod reference;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use cardamom_apdu::Aid;
use cardamom_cap::CapFile;
use cardamom_cap::package::PackageVersion;
use cardamom_converter::{Project, convert};
use cardamom_javacard::interpreter::Value;
use interpreter::Ended;
use reference::Card;

/// A generator of pseudo-random numbers: the linear congruential one of Knuth's MMIX, by its upper half.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 32).unwrap()
    }

    fn below(&mut self, limit: u32) -> u32 {
        self.next() % limit
    }

    fn choose<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let place = usize::try_from(self.below(u32::try_from(from.len()).unwrap())).unwrap();
        from.get(place).unwrap()
    }
}

const CONSTANTS: [&str; 12] =
    ["0", "1", "-1", "3", "8", "100", "0xFF", "256", "0x7FFF", "-32768", "0x8000", "0xFFFF"];

/// An expression of type int, of numbers of these names.
fn expression(random: &mut Random, names: &[&str], depth: u32) -> String {
    if depth == 0 || random.below(8) == 0 {
        return if random.below(3) == 0 {
            random.choose(&CONSTANTS).to_owned()
        } else {
            random.choose(names).to_owned()
        };
    }
    let inner = |random: &mut Random| expression(random, names, depth - 1);
    match random.below(10) {
        0 | 1 => format!("(short) ({})", inner(random)),
        2 => format!("(byte) ({})", inner(random)),
        3 => format!("{}({})", random.choose(&["-", "~"]), inner(random)),
        4 => {
            let (a, b, c, d) = (inner(random), inner(random), inner(random), inner(random));
            format!("({a} {} {b} ? {c} : {d})", random.choose(&["==", "!=", "<", "<=", ">", ">="]))
        }
        5 | 6 => format!("({} {} {})", inner(random), random.choose(&["&", "|", "^"]), inner(random)),
        7 => format!(
            "({} {} {})",
            inner(random),
            random.choose(&["<<", ">>", ">>>"]),
            random.choose(&CONSTANTS)
        ),
        8 => format!("({} {} {})", inner(random), random.choose(&["/", "%", ">>", "*"]), inner(random)),
        _ => format!("({} {} {})", inner(random), random.choose(&["+", "-"]), inner(random)),
    }
}

/// One method in one line.
fn method(random: &mut Random, number: usize, int: bool) -> String {
    let numbers = ["a", "b", "c", "d"];
    let mut names: Vec<&str> = numbers.to_vec();
    let (result, parameters) = if int {
        ("int", "short a, byte b, int c, short d")
    } else {
        ("short", "short a, byte b, short c, byte d")
    };
    let mut body = format!("short x = (short) ({});", expression(random, &names, 3));
    names.push("x");
    if int {
        let _ = write!(body, " int y = {};", expression(random, &names, 3));
        names.push("y");
        let _ = write!(body, " y += {}; y++;", expression(random, &names, 2));
    }
    let _ = write!(body, " x += {}; x--;", expression(random, &names, 2));
    let _ = write!(body, " for (byte i = 0; i < 3; i++) x = (short) ({});", expression(random, &names, 2));
    names.push("i");
    let names: Vec<&str> = names.into_iter().filter(|name| *name != "i").collect();
    let _ = write!(body, " return ({result}) ({});", expression(random, &names, 3));
    format!("static {result} f{number}({parameters}) {{ {body} }}")
}

/// Methods that a class has: a card knows no more than 256 static ones.
const IN_A_CLASS: usize = 200;

/// The methods in nested classes C0, C1 and so on, each method in a line of its own from line 3 on.
fn source(methods: &[String]) -> String {
    let classes = methods.chunks(IN_A_CLASS).enumerate();
    let classes: Vec<String> = classes
        .map(|(number, methods)| format!("static class C{number} {{ {} }}", methods.join("\n")))
        .collect();
    format!("package x;\npublic class X {{\n{}\n}}\n", classes.join("\n"))
}

/// The CAP file of the methods that the converter takes, and those; the others are left out.
fn translated(mut methods: Vec<String>, int: bool, javac: &[&str]) -> (CapFile, Vec<String>) {
    let imports = java::imports();
    loop {
        let classes = java::compile_with(&[("X.java", &source(&methods))], javac, &[]);
        let converted = convert(&Project {
            aid: Aid::new(&[0xF0, 0, 0, 0, 1]).unwrap(),
            version: PackageVersion { major: 1, minor: 0 },
            applets: Vec::new(),
            class_files: &classes,
            imports: &imports,
            export_map: None,
            int_support: int,
            debug: true,
        });
        match converted {
            Ok(converted) => return (converted.cap, methods),
            Err(findings) => {
                let lines: BTreeSet<usize> = findings
                    .iter()
                    .filter_map(|finding| Some(finding.place.as_ref()?.line?.into()))
                    .collect();
                assert!(!lines.is_empty(), "{findings:?}");
                let mut line = 2;
                methods.retain(|_| {
                    line += 1;
                    !lines.contains(&line)
                });
            }
        }
    }
}

const SPECIAL: [i32; 10] = [0, 1, -1, 127, -128, 255, 256, 32767, -32768, 12345];

fn arguments(int: bool) -> Vec<[i32; 4]> {
    let mut random = Random(77);
    (0..40)
        .map(|_| {
            let mut any = || {
                if random.below(2) == 0 {
                    let place = usize::try_from(random.below(10)).unwrap();
                    *SPECIAL.get(place).unwrap()
                } else {
                    random.next().cast_signed()
                }
            };
            let [a, b, c, d] = [any(), any(), any(), any()];
            let short = |value: i32| (value << 16) >> 16;
            let byte = |value: i32| (value << 24) >> 24;
            if int { [short(a), byte(b), c, short(d)] } else { [short(a), byte(b), short(c), byte(d)] }
        })
        .collect()
}

/// What the methods give in Java: a line for each method and each set of arguments.
fn in_java(methods: &[String], arguments: &[[i32; 4]], int: bool) -> Vec<Ended> {
    let folder = tempfile::tempdir().unwrap();
    let mut calls = String::new();
    let cast = if int { ["short", "byte", "int", "short"] } else { ["short", "byte", "short", "byte"] };
    let [first, second, third, fourth] = cast;
    for (number, method) in methods.iter().enumerate() {
        let name = method.split(['(', ' ']).nth(2).unwrap();
        let name = format!("C{}.{name}", number / IN_A_CLASS);
        let _ = writeln!(
            calls,
            "        for (int[] v : A) try {{ o.append(X.{name}(({first}) v[0], ({second}) v[1], ({third}) v[2], ({fourth}) v[3])).append('\\n'); }} catch (ArithmeticException e) {{ o.append(\"E\\n\"); }}"
        );
    }
    // A method of Java has its limits too: each hundred methods have a runner of their own.
    let lines: Vec<&str> = calls.lines().collect();
    let mut runners = String::new();
    let mut main = String::new();
    for (number, chunk) in lines.chunks(100).enumerate() {
        let _ =
            writeln!(runners, "    static void r{number}(StringBuilder o) {{\n{}\n    }}", chunk.join("\n"));
        let _ = writeln!(main, "        r{number}(o);");
    }
    let values: Vec<String> =
        arguments.iter().map(|[a, b, c, d]| format!("{{{a}, {b}, {c}, {d}}}")).collect();
    let runner = format!(
        "class Runner {{\n    static final int[][] A = {{ {} }};\n{runners}    public static void main(String[] a) {{\n        StringBuilder o = new StringBuilder();\n{main}        System.out.print(o);\n    }}\n}}\n",
        values.join(", ")
    );
    fs::write(folder.path().join("Runner.java"), runner).unwrap();
    fs::write(folder.path().join("X.java"), source(methods).replace("package x;\n", "\n")).unwrap();
    let javac = Command::new("javac")
        .args(["-nowarn", "-d"])
        .arg(folder.path())
        .args([folder.path().join("Runner.java"), folder.path().join("X.java")])
        .output()
        .unwrap();
    assert!(javac.status.success(), "{}", String::from_utf8_lossy(&javac.stderr));
    let output = Command::new("java").arg("-cp").arg(folder.path()).arg("Runner").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| if line == "E" { Ended::DivisionByZero } else { Ended::Value(line.parse().unwrap()) })
        .collect()
}

/// Arguments as the card's interpreter takes them.
fn card_values(values: [i32; 4], int: bool) -> Vec<Value> {
    let short = |value: i32| Value::Short(i16::try_from((value << 16) >> 16).unwrap());
    let [a, b, c, d] = values;
    vec![short(a), short(b), if int { Value::Int(c) } else { short(c) }, short(d)]
}

/// The number of methods that were compared.
fn compare(count: usize, int: bool, javac: &[&str]) -> usize {
    let mut random = Random(2026);
    let methods = (0..count).map(|number| method(&mut random, number, int)).collect();
    let (cap, methods) = translated(methods, int, javac);
    let arguments = arguments(int);
    let mut expected = in_java(&methods, &arguments, int).into_iter();
    let card = Card::new(&cap);
    for method in &methods {
        let name = method.split(['(', ' ']).nth(2).unwrap();
        let mut on_card =
            card.run(name, arguments.iter().map(|values| card_values(*values, int))).into_iter();
        let (code, cells) = interpreter::method(&cap, name);
        for values in &arguments {
            let [a, b, c, d] = *values;
            let short = |value: i32| i16::try_from((value << 16) >> 16).unwrap();
            let cells_of: Vec<i16> = if int {
                vec![short(a), short(b), short(c >> 16), short(c), short(d)]
            } else {
                vec![short(a), short(b), short(c), short(d)]
            };
            let got = interpreter::run(&code, cells, &cells_of);
            let expected = expected.next().unwrap();
            assert_eq!(got, expected, "{method}\nwith {values:?}");
            assert_eq!(on_card.next(), Some(expected), "{method}\nwith {values:?} on the card");
        }
    }
    assert_eq!(expected.next(), None);
    methods.len()
}

#[test]
fn short_arithmetic() {
    let compared = compare(600, false, &["-g"]);
    assert!(compared > 60, "the converter takes {compared} methods of 600");
}

#[test]
fn int_arithmetic() {
    assert_eq!(compare(600, true, &["-g"]), 600, "with int support nothing is refused");
}

/// Where the class file does not tell that a variable is an int, it is as narrow as its use allows.
#[test]
fn int_arithmetic_in_variables_of_unknown_type() {
    assert_eq!(compare(300, true, &["-g:none"]), 300);
}
