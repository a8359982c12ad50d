//! Whatever is given for a class file or an export file, the converter answers with findings or with a CAP file that obeys the rules.
#![allow(clippy::unwrap_used, clippy::panic, reason = "the helpers of a test may panic")]

#[path = "support/class_writer.rs"]
mod class_writer;
#[path = "support/java.rs"]
mod java;

use std::sync::OnceLock;

use cardamom_apdu::Aid;
use cardamom_cap::export_file::ExportFile;
use cardamom_cap::package::PackageVersion;
use cardamom_converter::{ClassFile, ExportedPackage, Project, convert};
use cardamom_java_card_api::{Release, export_file};
use proptest::prelude::*;

fn imports() -> &'static [ExportedPackage] {
    static IMPORTS: OnceLock<Vec<ExportedPackage>> = OnceLock::new();
    IMPORTS.get_or_init(java::imports)
}

/// Class files of every kind of code.
fn seeds() -> &'static [ClassFile] {
    static SEEDS: OnceLock<Vec<ClassFile>> = OnceLock::new();
    SEEDS.get_or_init(|| {
        let short = java::compile(&[
            ("Flow.java", include_str!("corpus/short/Flow.java")),
            ("Objects.java", include_str!("corpus/short/Objects.java")),
            ("Shapes.java", include_str!("corpus/short/Shapes.java")),
        ]);
        let int = java::compile(&[("Ints.java", include_str!("corpus/int/Ints.java"))]);
        [short, int, class_writer::old_class()].concat()
    })
}

fn run(class_files: &[ClassFile]) {
    run_with(class_files, imports());
}

fn run_with(class_files: &[ClassFile], imports: &[ExportedPackage]) {
    let project = Project {
        aid: Aid::new(&[0xF0, 0, 0, 0, 1]).unwrap(),
        version: PackageVersion { major: 1, minor: 0 },
        applets: Vec::new(),
        class_files,
        imports,
        export_map: None,
        int_support: true,
        debug: true,
    };
    match convert(&project) {
        Ok(converted) => assert_eq!(cardamom_cap::check::check(&converted.cap), []),
        Err(findings) => {
            assert!(!findings.is_empty());
            // A fault of ours would be told as such.
            for finding in findings {
                assert!(!finding.message.contains("breaks a rule"), "{finding}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        run(&[ClassFile { path: "X.class".into(), bytes: bytes.clone() }]);
        let with_magic = [&[0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 52], bytes.as_slice()].concat();
        run(&[ClassFile { path: "X.class".into(), bytes: with_magic }]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn mutated_class_files(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in prop::option::weighted(0.1, any::<prop::sample::Index>()),
    ) {
        let mut files = seeds().to_vec();
        let file = which.get_mut(&mut files);
        for (place, value) in changes {
            *place.get_mut(&mut file.bytes) = value;
        }
        if let Some(cut) = cut {
            let length = cut.index(file.bytes.len());
            file.bytes.truncate(length);
        }
        run(&files);
        run(std::slice::from_ref(which.get(&files)));
    }

    #[test]
    fn mutated_export_files(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let framework = Release::V3_0_5.package("javacard/framework").unwrap();
        let mut bytes = export_file(framework).unwrap().write().unwrap();
        for (place, value) in changes {
            *place.get_mut(&mut bytes) = value;
        }
        let package = ExportFile::parse(&bytes).and_then(|file| file.package());
        if let Ok(package) = package {
            let mutated = ExportedPackage::from(&package);
            let mut imports = imports().to_vec();
            imports.retain(|import| import.name != "javacard/framework");
            imports.push(mutated);
            run_with(seeds(), &imports);
        }
    }
}
