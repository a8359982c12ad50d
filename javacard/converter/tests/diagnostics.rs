//! What a card cannot do is told with its place and what to do instead, and nothing is given out.
#![allow(clippy::unwrap_used, clippy::panic, reason = "the helpers of a test may panic")]

#[path = "support/java.rs"]
mod java;

use cardamom_apdu::Aid;
use cardamom_cap::package::PackageVersion;
use cardamom_converter::{Applet, ClassFile, Diagnostic, ExportedPackage, Project, Severity, convert};

fn aid(last: u8) -> Aid {
    Aid::new(&[0xF0, 0, 0, 0, 1, last]).unwrap()
}

struct Options<'a> {
    applets: &'a [&'a str],
    int: bool,
    imports: Vec<ExportedPackage>,
    export_map: Option<ExportedPackage>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self { applets: &[], int: false, imports: java::imports(), export_map: None }
    }
}

fn findings_of(classes: &[ClassFile], options: &Options<'_>) -> Vec<Diagnostic> {
    let applets = options.applets.iter().zip(1..);
    let project = Project {
        aid: aid(0),
        version: PackageVersion { major: 1, minor: 0 },
        applets: applets.map(|(class, last)| Applet { aid: aid(last), class: (*class).to_owned() }).collect(),
        class_files: classes,
        imports: &options.imports,
        export_map: options.export_map.as_ref(),
        int_support: options.int,
        debug: false,
    };
    match convert(&project) {
        Ok(converted) => converted.warnings,
        Err(findings) => {
            assert!(findings.iter().any(|finding| finding.severity == Severity::Error));
            findings
        }
    }
}

/// The findings of a class X, whose members are given; the first of them is in line 3.
fn members(members: &str) -> Vec<String> {
    members_of_each(&[members]).concat()
}

/// The same for several classes X, which are compiled together, in packages of their own.
fn members_of_each(cases: &[&str]) -> Vec<Vec<String>> {
    let sources: Vec<(String, String)> = (0..)
        .zip(cases)
        .map(|(number, case): (u32, _)| {
            let text = source(case).replacen("package x;", &format!("package x{number}x;"), 1);
            (format!("x{number}x/X.java"), text)
        })
        .collect();
    let files: Vec<(&str, &str)> =
        sources.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let classes = java::compile(&files);
    (0..cases.len())
        .map(|number| {
            let package = format!("x{number}x");
            let is_own = |class: &&ClassFile| class.path.starts_with(&format!("{package}/"));
            let own: Vec<ClassFile> = classes.iter().filter(is_own).cloned().collect();
            let told = told(&findings_of(&own, &Options::default()));
            told.iter().map(|line| line.replace(&package, "x")).collect()
        })
        .collect()
}

fn source(members: &str) -> String {
    format!("package x;\npublic class X {{\n{members}\n}}\n")
}

/// Place and message of each.
fn told(findings: &[Diagnostic]) -> Vec<String> {
    let tell = |finding: &Diagnostic| {
        let place = finding.place.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
        assert!(finding.severity == Severity::Warning || finding.help.is_some(), "{finding}");
        format!("{place}: {}", finding.message)
    };
    findings.iter().map(tell).collect()
}

#[test]
fn intermediate_values_that_may_overflow() {
    let cases = [
        (
            "short f(short a, short b) { return (short) ((a + b) / 2); }",
            "an intermediate value may not fit a short: it can be -65536 to 65534",
        ),
        (
            "short f(short a, short b) { return (short) ((a * b) >> 8); }",
            "an intermediate value may not fit a short: it can be -1073709056 to 1073741824",
        ),
        (
            "boolean f(short a, short b) { return a + b > 0; }",
            "an intermediate value may not fit a short: it can be -65536 to 65534",
        ),
        ("boolean f(short a) { return a > 0x8000; }", "the number 32768 does not fit a short"),
        (
            "byte f(byte[] a, short b, short c) { return a[b + c]; }",
            "an array index may not fit a short: it can be -65536 to 65534",
        ),
        (
            "byte[] f(short a) { return new byte[a + 1]; }",
            "the length of an array may not fit a short: it can be -32767 to 32768",
        ),
        (
            "short f(short a) { return (short) ((a & 0xFFFF) >>> 4); }",
            "an intermediate value may not fit a short: it can be 0 to 65535",
        ),
    ];
    let codes: Vec<&str> = cases.iter().map(|(code, _)| *code).collect();
    for ((code, message), all) in cases.iter().zip(members_of_each(&codes)) {
        assert!(all.contains(&format!("x/X.java:3: {message}")), "{code}: {all:?}");
    }
}

/// What is provably the same in short passes without a cast.
#[test]
fn intermediate_values_that_do_not_matter() {
    let codes = [
        "short f(short a, short b) { return (short) (a + b); }",
        "short f(short a, short b, short c) { return (short) (a * b + c - 7); }",
        "byte f(byte[] a, short b) { return a[b + 1]; }",
        "byte f(byte[] a, short b) { return a[b - 1]; }",
        "byte f(byte[] a, byte b, byte c) { return a[b + c]; }",
        "byte f(byte[] a, short b, short c) { return a[b + c & 0x7F]; }",
        "short f(byte a, byte b) { return (short) ((a + b) / 2); }",
        "boolean f(byte a, byte b) { return a + b > 100; }",
        "boolean f(short a) { return (a & 0x8000) != 0; }",
        "short f(byte[] a) { short r = 0; for (byte b : a) r += b; return r; }",
        "void f(byte[] a, short i, short v) { a[i] = (byte) (v >> 8); a[i + 1] = (byte) v; }",
        "short f(byte[] a, short i) { return (short) ((a[i] & 0xFF) << 8 | a[i + 1] & 0xFF); }",
        "short f(byte a) { switch (a & 0xF0) { case 0x10: return 1; case 0xF0: return 2; default: return 3; } }",
    ];
    for (code, all) in codes.iter().zip(members_of_each(&codes)) {
        assert_eq!(all, Vec::<String>::new(), "{code}");
    }
}

#[test]
fn what_no_card_has() {
    let cases = [
        ("long f;", &["x/X.java: the field X.f has the type long, which no card has"][..]),
        ("char f(char c) { return c; }", &["x/X.java:3: x.X.f(char) has the type char, which no card has"]),
        ("int f;", &["x/X.java: the field X.f has the type int, and int support is off"]),
        ("byte[][] f;", &["x/X.java: the field X.f is an array of arrays, which no card has"]),
        (
            "void f() { Object o = new byte[2][3]; }",
            &["x/X.java:3: an array of arrays is made, which no card has"],
        ),
        ("static native void f();", &["x/X.java: x.X.f() is native"]),
        ("synchronized void f() { }", &["x/X.java:3: x.X.f() is synchronized"]),
        ("void f(Object o) { synchronized (o) { } }", &["x/X.java:3: a synchronized block is used"]),
        (
            "void f(short s) { double d = s; s = (short) (d * 1.5); }",
            &[
                "x/X.java:3: a value of type double is used, which no card has",
                "x/X.java:3: the local variable d has the type double, which no card has",
            ],
        ),
        (
            "void f() { for (int i = 0; i < 3; i++) { } }",
            &["x/X.java:3: the local variable i has the type int, and int support is off"],
        ),
        (
            "protected void finalize() { }",
            &["x/X.java:3: x.X.finalize() is a finalizer, which a card never calls"],
        ),
        (
            "interface I { default void f() { } }",
            &["x/X.java:3: x.X$I.f() is a default or static method of an interface"],
        ),
        (
            "static byte[] a = make(); static byte[] make() { return null; }",
            &["x/X.java:3: a static initializer calls a method, which no card does"],
        ),
        (
            "static Object o = new X();",
            &["x/X.java:3: a static initializer makes an object of the class x.X, which no card does"],
        ),
        (
            "static byte[] a = { 1, 2 };\nstatic byte[] b = a;",
            &["x/X.java:4: a static initializer reads a variable, which no card does"],
        ),
        (
            "interface I { byte[] A = { 1 }; }",
            &["x/X.java:3: the interface x.X$I has a field that is not a constant number"],
        ),
    ];
    let codes: Vec<&str> = cases.iter().map(|(code, _)| *code).collect();
    for ((code, messages), all) in cases.iter().zip(members_of_each(&codes)) {
        for message in *messages {
            assert!(all.iter().any(|one| one == message), "{code}: {all:#?}");
        }
    }
}

#[test]
fn strings_and_lambdas_of_a_whole_jdk() {
    // The API has no such classes, so this is compiled against the JDK.
    let code = "package x;\npublic class X {\n  Object f() { return \"text\"; }\n  Object g() { return X.class; }\n  Runnable h() { return () -> { }; }\n}\n";
    let classes = java::compile_plain(&[("X.java", code)]);
    let all = told(&findings_of(&classes, &Options::default()));
    assert!(all.contains(&"x/X.java:3: a string is used, which no card has".to_owned()), "{all:#?}");
    assert!(
        all.contains(&"x/X.java:4: a class literal is used: a card has no reflection".to_owned()),
        "{all:#?}"
    );
    assert!(all.contains(&"x/X.java:5: a card has no class java.lang.Runnable".to_owned()), "{all:#?}");
    let lambda = "x/X.java:5: a lambda expression, a method reference or a string concatenation is used";
    assert!(all.contains(&lambda.to_owned()), "{all:#?}");
}

#[test]
fn methods_that_are_too_large() {
    let statement = "    a[0] = (byte) (a[1] + a[2] * a[3] - a[4]);\n".repeat(2000);
    let all = members(&format!("  void f(byte[] a) {{\n{statement}  }}"));
    assert_eq!(all, ["x/X.java:4: x.X.f(byte[]) takes more than 32767 bytes"]);

    let variables: String = (0..300).map(|n| format!("    short v{n} = a;\n")).collect();
    let all = members(&format!("  void f(short a) {{\n{variables}  }}"));
    assert!(all.iter().any(|one| one.contains("cells of parameters and local variables")), "{all:#?}");

    let fields: String = (0..256).map(|n| format!("  short f{n};\n")).collect();
    let all = members(&fields);
    assert_eq!(all, ["x/X.java: the fields of x.X take more than 255 cells of two bytes"]);

    let methods: String = (0..130).map(|n| format!("  public void m{n}() {{ }}\n")).collect();
    let all = members(&methods);
    assert!(
        all.iter().any(|one| one.ends_with("the class x.X has more than 128 instance methods")),
        "{all:#?}"
    );
}

#[test]
fn packages_and_names() {
    let library =
        java::compile(&[("L.java", "package lib;\npublic class L { public static void f() { } }\n")]);
    let user = java::compile_with(
        &[("X.java", "package x;\nclass X { void f() {\n    lib.L.f();\n} }\n")],
        &["-g"],
        &library,
    );
    let all = told(&findings_of(&user, &Options::default()));
    assert_eq!(all, ["x/X.java:3: the package lib is not imported, and lib.L is used"]);

    let both = [library.clone(), user.clone()].concat();
    let all = told(&findings_of(&both, &Options::default()));
    assert_eq!(all, ["x/X.java: the class x.X is not in the package lib"]);

    let twice = [library.clone(), library.clone()].concat();
    let all = told(&findings_of(&twice, &Options::default()));
    assert_eq!(all, ["lib/L.java: the class lib.L is there twice"]);

    assert_eq!(told(&findings_of(&[], &Options::default())), ["-: there is no class to convert"]);

    let unnamed = java::compile(&[("U.java", "class U { }\n")]);
    assert_eq!(told(&findings_of(&unnamed, &Options::default())), ["U.java: the classes are in no package"]);

    let clash = java::compile(&[("U.java", "package javacard.security;\nclass U { }\n")]);
    let all = told(&findings_of(&clash, &Options::default()));
    assert_eq!(all, ["-: the package javacard.security is one of those to import"]);
}

#[test]
fn applets() {
    let applet = |body: &str| {
        let code = format!(
            "package x;\nimport javacard.framework.*;\npublic class X extends Applet {{\n  public void process(APDU a) {{ }}\n{body}\n}}\n"
        );
        java::compile(&[("X.java", &code)])
    };
    let install = "  public static void install(byte[] b, short o, byte l) { new X().register(); }";
    let named = Options { applets: &["X"], ..Options::default() };
    assert_eq!(told(&findings_of(&applet(install), &named)), Vec::<String>::new());
    assert_eq!(told(&findings_of(&applet(""), &named)), ["x/X.java: x.X has no install method"]);
    let all = told(&findings_of(&applet(install), &Options::default()));
    assert_eq!(all, ["x/X.java: x.X is an applet, and the package does not name it as one"]);
    let other = Options { applets: &["Y"], ..Options::default() };
    let all = told(&findings_of(&applet(install), &other));
    assert!(all.contains(&"-: the applet class Y is not in the package".to_owned()), "{all:#?}");
    let plain = java::compile(&[("X.java", "package x;\npublic class X { }\n")]);
    assert_eq!(told(&findings_of(&plain, &named)), ["x/X.java: x.X cannot be installed"]);
}

/// Without `-g` there are no lines, but the file is still told, and the code is the same.
#[test]
fn class_files_without_debugging_information() {
    let code = source("short f(short a, short b) { return (short) ((a + b) / 2); }");
    let bare = java::compile_with(&[("X.java", &code)], &["-g:none"], &[]);
    let all = told(&findings_of(&bare, &Options::default()));
    let message = "an intermediate value may not fit a short: it can be -65536 to 65534";
    assert!(all.contains(&format!("x/X.class: {message}")), "{all:#?}");
}

#[test]
fn later_class_files_and_broken_ones() {
    let mut classes = java::compile(&[("X.java", &source("void f() { }"))]);
    let [class] = classes.as_mut_slice() else { panic!("one class") };
    *class.bytes.get_mut(7).unwrap() = 61;
    let all = told(&findings_of(&classes, &Options::default()));
    assert!(all.iter().any(|one| one.ends_with("the class file has version 61")), "{all:#?}");
    let [class] = classes.as_mut_slice() else { panic!("one class") };
    *class.bytes.get_mut(7).unwrap() = 52;
    class.bytes.truncate(100);
    let all = told(&findings_of(&classes, &Options::default()));
    assert!(all.iter().any(|one| one.contains("the class file is damaged")), "{all:#?}");
}
