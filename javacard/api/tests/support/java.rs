//! javac and jar, from a JDK on the path (Debian: `default-jdk-headless`), for the tests that compile the sources.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Writes sources below a folder.
pub(crate) fn write(folder: &Path, sources: impl Iterator<Item = (&'static str, &'static str)>) {
    for (path, text) in sources {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Runs a tool of the JDK to its end.
pub(crate) fn run(tool: &str, configure: impl FnOnce(&mut Command)) -> Output {
    let mut command = Command::new(tool);
    configure(&mut command);
    command
        .output()
        .unwrap_or_else(|error| panic!("{tool} of a JDK is needed (Debian: default-jdk-headless): {error}"))
}

/// What a compilation of all sources gives: what javac said, and the class files by name.
pub(crate) struct Compiled {
    /// javac's output: empty if it has nothing to say.
    pub(crate) messages: String,
    /// The class files, by their names: `javacard/framework/Applet`.
    pub(crate) classes: BTreeMap<String, Vec<u8>>,
}

/// Compiles all sources into `classes` below a folder, as the documentation of `compiler_sources` tells.
///
/// All lints are on but three: `options` says that release 8 is old; `serial` and `overrides` speak of classes
/// and methods (`java.io.Serializable`, `Object.hashCode`) that a card does not have. The documentation's are on too:
/// each element and each parameter has its sentence.
pub(crate) fn compile(folder: &Path) -> Compiled {
    write(&folder.join("java"), cardamom_java_card_api::sources());
    write(&folder.join("compiler"), cardamom_java_card_api::compiler_sources());
    let out = folder.join("classes");
    fs::create_dir(&out).unwrap();
    let output = run("javac", |javac| {
        javac.args(["-source", "8", "-target", "8", "-Xlint:all,-options,-serial,-overrides"]);
        javac.args(["-Xdoclint:all", "-proc:none", "-implicit:none", "-bootclasspath", ""]);
        javac.arg("-sourcepath").arg(folder.join("compiler")).arg("-d").arg(&out);
        javac.args(cardamom_java_card_api::sources().map(|(path, _)| folder.join("java").join(path)));
    });
    let mut classes = BTreeMap::new();
    collect(&out, &out, &mut classes);
    let messages = [output.stdout, output.stderr].concat();
    Compiled { messages: String::from_utf8_lossy(&messages).into_owned(), classes }
}

fn collect(root: &Path, folder: &Path, classes: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, classes);
        } else {
            let name = path.strip_prefix(root).unwrap().with_extension("");
            classes.insert(name.to_str().unwrap().to_owned(), fs::read(&path).unwrap());
        }
    }
}
