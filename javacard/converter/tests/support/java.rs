//! javac of a JDK on the path (Debian: `default-jdk-headless`), against the sources of the API.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use cardamom_converter::{ClassFile, ExportedPackage};
use cardamom_java_card_api::{Release, compiler_sources, sources};

fn run(javac: &mut Command) -> String {
    let output = javac
        .output()
        .unwrap_or_else(|error| panic!("javac of a JDK is needed (Debian: default-jdk-headless): {error}"));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "javac failed:\n{said}");
    said
}

fn write(folder: &Path, files: impl Iterator<Item = (&'static str, &'static str)>) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        paths.push(path);
    }
    paths
}

/// The class files of the API, compiled once and kept below `target`.
pub(crate) fn api() -> &'static Path {
    static API: OnceLock<PathBuf> = OnceLock::new();
    API.get_or_init(|| {
        let mut hasher = DefaultHasher::new();
        sources().chain(compiler_sources()).for_each(|source| source.hash(&mut hasher));
        let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let kept = target.join(format!("java-card-api-{:016x}", hasher.finish()));
        if !kept.exists() {
            let new = tempfile::tempdir_in(target).unwrap();
            let files = write(&new.path().join("java"), sources());
            write(&new.path().join("compiler"), compiler_sources());
            let mut javac = Command::new("javac");
            javac.args(["-source", "8", "-target", "8", "-nowarn", "-Xlint:-options", "-proc:none"]);
            javac
                .args(["-implicit:none", "-bootclasspath", "", "-sourcepath"])
                .arg(new.path().join("compiler"));
            javac.arg("-d").arg(new.path().join("classes")).args(files);
            run(&mut javac);
            // Another test program may have been faster.
            if fs::rename(new.path(), &kept).is_ok() {
                let _ = new.keep();
            }
        }
        kept.join("classes")
    })
}

/// Compiles sources, each with its path, and gives the class files, sorted by path.
pub(crate) fn compile(files: &[(&str, &str)]) -> Vec<ClassFile> {
    compile_with(files, &["-g"], &[])
}

/// As [`compile`], with other options of javac and more class files to compile against.
pub(crate) fn compile_with(files: &[(&str, &str)], options: &[&str], others: &[ClassFile]) -> Vec<ClassFile> {
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for (path, text) in files {
        let path = folder.path().join("src").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        paths.push(path);
    }
    for other in others {
        let path = folder.path().join("others").join(&other.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &other.bytes).unwrap();
    }
    let out = folder.path().join("classes");
    fs::create_dir(&out).unwrap();
    let mut javac = Command::new("javac");
    javac.args([
        "-source",
        "8",
        "-target",
        "8",
        "-nowarn",
        "-Xlint:-options",
        "-proc:none",
        "-implicit:none",
    ]);
    javac
        .args(options)
        .arg("-bootclasspath")
        .arg(api())
        .arg("-sourcepath")
        .arg(api().with_file_name("compiler"));
    javac.arg("-classpath").arg(folder.path().join("others")).arg("-d").arg(&out).args(paths);
    run(&mut javac);
    let mut classes = Vec::new();
    collect(&out, &out, &mut classes);
    classes.sort_by(|one: &ClassFile, other| one.path.cmp(&other.path));
    classes
}

/// Compiles sources against the whole JDK, as nobody should.
pub(crate) fn compile_plain(files: &[(&str, &str)]) -> Vec<ClassFile> {
    let folder = tempfile::tempdir().unwrap();
    let mut javac = Command::new("javac");
    javac.args(["-source", "8", "-target", "8", "-nowarn", "-Xlint:-options", "-g", "-d"]);
    javac.arg(folder.path().join("classes"));
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::write(&path, text).unwrap();
        javac.arg(path);
    }
    run(&mut javac);
    let out = folder.path().join("classes");
    let mut classes = Vec::new();
    collect(&out, &out, &mut classes);
    classes
}

fn collect(root: &Path, folder: &Path, classes: &mut Vec<ClassFile>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, classes);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            classes.push(ClassFile { path: name, bytes: fs::read(&path).unwrap() });
        }
    }
}

/// The packages of the API that can be imported.
pub(crate) fn imports() -> Vec<ExportedPackage> {
    Release::V3_0_5.packages().iter().map(|package| ExportedPackage::from(*package)).collect()
}
