//! `cardamom new-applet` and `cardamom build`. They need javac of a JDK (Debian: default-jdk-headless).

use std::path::{Path, PathBuf};

use cardamom_cap::CapFile;
use cardamom_cap::container::CapContainer;
use cardamom_cap::export_file::ExportFile;

use crate::cardamom::{Desk, Ended};

const TUTORIAL: &str = include_str!("../../../docs/first-applet.md");

/// Runs `cardamom build` with the compiled API kept for all of these tests.
fn build(desk: &Desk, arguments: &[&str]) -> Ended {
    let mut command = desk.command(&[&["build"], arguments].concat());
    command.env("XDG_CACHE_HOME", Path::new(env!("CARGO_TARGET_TMPDIR")).join("java-card-api"));
    Ended::of(command.output().unwrap())
}

fn cap(path: PathBuf) -> CapFile {
    let cap = CapContainer::read(&std::fs::read(path).unwrap()).unwrap().cap;
    assert_eq!(cardamom_cap::check::check(&cap), []);
    cap
}

#[test]
fn a_new_applet_builds_as_the_tutorial_tells() {
    let desk = Desk::new();
    let made = desk.run(&["new-applet", "wallet"]).succeeds();
    assert!(TUTORIAL.contains(&made), "{made}");
    let built = build(&desk, &["wallet"]).succeeds();
    assert!(TUTORIAL.contains(&built), "{built}");
    let cap = cap(desk.path("wallet/wallet.cap"));
    let applet = &cap.applet.unwrap().applets[0];
    assert_eq!(applet.aid.to_string(), "F04361726477616C6C657401");
    assert!(cap.debug.is_some());

    // The same sources give the same file.
    let first = std::fs::read(desk.path("wallet/wallet.cap")).unwrap();
    build(&desk, &["wallet"]).succeeds();
    assert_eq!(std::fs::read(desk.path("wallet/wallet.cap")).unwrap(), first);

    // The script of the project is one.
    assert!(desk.path("wallet/test.apdu").exists());

    let again = desk.run(&["new-applet", "wallet"]);
    assert_eq!(again.code, Some(3), "{}", again.stderr);
}

#[test]
fn an_error_names_its_line_and_nothing_is_written() {
    let desk = Desk::new();
    desk.run(&["new-applet", "wallet"]).succeeds();
    let source = desk.path("wallet/src/com/example/wallet/WalletApplet.java");
    let text = std::fs::read_to_string(&source).unwrap();
    let wrong = text.replace("(short) (counter + amount)", "(short) ((counter + amount) / 2)");
    assert_ne!(wrong, text);
    std::fs::write(&source, wrong).unwrap();
    let ended = build(&desk, &["wallet"]);
    assert_eq!(ended.code, Some(2));
    assert!(TUTORIAL.contains(ended.stderr.trim_end()), "{}", ended.stderr);
    assert!(!desk.path("wallet/wallet.cap").exists());

    // What javac itself refuses is told by javac.
    std::fs::write(&source, text.replace("counter = sum;", "counter = sum")).unwrap();
    let ended = build(&desk, &["wallet"]);
    assert_eq!(ended.code, Some(2));
    assert!(
        ended.stderr.contains("WalletApplet.java:") && ended.stderr.contains("';' expected"),
        "{}",
        ended.stderr
    );
}

#[test]
fn a_library_and_an_applet_that_imports_it() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path("lib")).unwrap();
    std::fs::create_dir_all(desk.path("app")).unwrap();
    let library = "package lib;\n\
         public class Money {\n\
             public static final short LIMIT = 500;\n\
             public static short last;\n\
             protected short value;\n\
             public Money(short value) { this.value = value; }\n\
             public static short twice(short a) { last = a; return (short) (a * 2); }\n\
             public short get() { return value; }\n\
         }\n";
    desk.write("lib/Money.java", library);
    let told =
        build(&desk, &["lib", "--package-aid", "F000000001", "--package-version", "1.2", "-o", "money.cap"]);
    assert!(told.succeeds().contains("  exports   money.exp\n"));
    let exports =
        ExportFile::parse(&std::fs::read(desk.path("money.exp")).unwrap()).unwrap().package().unwrap();
    assert!(exports.is_library);
    let money = exports.class("lib/Money").unwrap();
    assert_eq!(money.supers, ["java/lang/Object"]);
    let tokens: Vec<(&str, u8)> =
        money.methods.iter().map(|method| (method.name.as_str(), method.token)).collect();
    assert_eq!(tokens, [("<init>", 0), ("twice", 1), ("equals", 0), ("get", 1)]);

    let user = "package app;\nimport lib.Money;\n\
         class Purse extends Money {\n\
             Purse() { super(Money.LIMIT); }\n\
             short all() { value++; return (short) (Money.twice(get()) + Money.last); }\n\
         }\n";
    desk.write("app/Purse.java", user);
    // The classes of the library, for javac.
    let classes = desk.path("classes");
    let javac = std::process::Command::new("javac")
        .args(["-source", "8", "-target", "8", "-Xlint:-options", "-d"])
        .arg(&classes)
        .arg(desk.path("lib/Money.java"))
        .output()
        .unwrap();
    assert!(javac.status.success());
    let arguments = ["app", "--package-aid", "F000000002", "--classpath", "classes", "-o", "app.cap"];
    let without = build(&desk, &arguments);
    assert_eq!(without.code, Some(2));
    assert!(without.stderr.contains("the package lib is not imported"), "{}", without.stderr);
    let told = build(&desk, &[arguments.as_slice(), &["--export", "money.exp", "--ijc", "app.ijc"]].concat())
        .succeeds();
    assert!(told.contains("  imports   lib 1.2, java.lang 1.0\n"), "{told}");
    let cap = cap(desk.path("app.cap"));
    assert_eq!(cap.import.packages[0].aid.to_string(), "F000000001");
    let loaded = CapFile::from_load_file(&std::fs::read(desk.path("app.ijc")).unwrap()).unwrap();
    assert_eq!((&loaded.method, loaded.descriptor), (&cap.method, None));

    // A later version keeps the tokens, however its source is ordered, and what is gone is told.
    let later =
        library.replace("public short get()", "public short first() { return 1; }\npublic short get()");
    desk.write("lib/Money.java", &later);
    let arguments = ["lib", "--package-aid", "F000000001", "--package-version", "1.3", "-o", "later.cap"];
    build(&desk, &[arguments.as_slice(), &["--export-map", "money.exp"]].concat()).succeeds();
    let exports =
        ExportFile::parse(&std::fs::read(desk.path("later.exp")).unwrap()).unwrap().package().unwrap();
    let money = exports.class("lib/Money").unwrap();
    let token = |name: &str| money.methods.iter().find(|method| method.name == name).unwrap().token;
    assert_eq!((token("get"), token("first")), (1, 2));
    desk.write("lib/Money.java", &library.replace("public short get()", "public short take()"));
    let gone = build(&desk, &[arguments.as_slice(), &["--export-map", "money.exp"]].concat());
    assert_eq!(gone.code, Some(2));
    assert!(gone.stderr.contains("the method get of the export map is gone"), "{}", gone.stderr);
}

#[test]
fn shareable_interfaces_of_an_applet_package_are_exported_alone() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path("src")).unwrap();
    desk.write(
        "src/Loyal.java",
        "package loyal;\nimport javacard.framework.*;\n\
         public class Loyal extends Applet implements Points {\n\
             public static void install(byte[] b, short o, byte l) { new Loyal().register(); }\n\
             public void process(APDU apdu) { }\n\
             public short add(short points) { return points; }\n\
             public Shareable getShareableInterfaceObject(AID client, byte parameter) { return this; }\n\
         }\n",
    );
    desk.write(
        "src/Points.java",
        "package loyal;\nimport javacard.framework.Shareable;\n\
         public interface Points extends Shareable { short add(short points); }\n",
    );
    build(
        &desk,
        &[
            "src",
            "--package-aid",
            "F000000003",
            "--applet",
            "F00000000301",
            "Loyal",
            "--api",
            "2.2.2",
            "-o",
            "loyal.cap",
        ],
    )
    .succeeds();
    let cap = cap(desk.path("loyal.cap"));
    assert_eq!(cap.export.unwrap().classes.len(), 1);
    assert_eq!(cap.import.packages[0].version.to_string(), "1.3", "framework of 2.2.2");
    let exports =
        ExportFile::parse(&std::fs::read(desk.path("loyal.exp")).unwrap()).unwrap().package().unwrap();
    let names: Vec<&str> = exports.classes.iter().map(|class| class.name.as_str()).collect();
    assert_eq!((names, exports.is_library), (vec!["loyal/Points"], false));
}

#[test]
fn what_is_missing_is_told() {
    let desk = Desk::new();
    let ended = build(&desk, &[]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("there is no cardamom.toml in this folder"), "{}", ended.stderr);
    let ended = build(&desk, &["nowhere"]);
    assert_eq!(ended.code, Some(3));
    std::fs::create_dir_all(desk.path("empty")).unwrap();
    let ended = build(&desk, &["empty"]);
    assert!(ended.stderr.contains("there is no Java source in empty"), "{}", ended.stderr);
    desk.run(&["new-applet", "purse"]).succeeds();
    let ended = build(&desk, &["purse", "--javac", "no-such-javac"]);
    assert_eq!(ended.code, Some(3));
    assert!(ended.stderr.contains("install a JDK"), "{}", ended.stderr);
}
