//! Export files: from names to bytes and back.

use cardamom_apdu::Aid;
use cardamom_cap::Rule;
use cardamom_cap::export_file::{
    ExportFile, ExportFileError, ExportFlags, ExportFormat, ExportedClass, ExportedField, ExportedMethod,
    ExportedPackage,
};
use cardamom_cap::package::{PackageInfo, PackageVersion};
use proptest::prelude::*;

fn purse() -> ExportedPackage {
    let public = ExportFlags::PUBLIC;
    ExportedPackage {
        name: "com/example/purse".into(),
        info: PackageInfo {
            version: PackageVersion { major: 1, minor: 2 },
            aid: "A0000001515055525345".parse().unwrap(),
        },
        is_library: false,
        classes: vec![ExportedClass {
            token: 0,
            flags: public
                .with(ExportFlags::INTERFACE)
                .with(ExportFlags::ABSTRACT)
                .with(ExportFlags::SHAREABLE),
            name: "com/example/purse/Loyalty".into(),
            supers: vec!["javacard/framework/Shareable".into()],
            interfaces: vec![],
            fields: vec![ExportedField {
                token: None,
                flags: public.with(ExportFlags::STATIC).with(ExportFlags::FINAL),
                name: "MAXIMUM".into(),
                descriptor: "S".into(),
                constant: Some(-7),
            }],
            methods: vec![ExportedMethod {
                token: 0,
                flags: public.with(ExportFlags::ABSTRACT),
                name: "grant".into(),
                descriptor: "(S)V".into(),
            }],
            inheritable_public_method_token_count: 0,
        }],
    }
}

#[test]
fn a_package_is_read_as_it_was_written() {
    for format in [ExportFormat::V2_1, ExportFormat::V2_2, ExportFormat::V2_3] {
        let file = purse().to_export_file(format).unwrap();
        let bytes = file.write().unwrap();
        assert_eq!(bytes[..4], [0x00, 0xFA, 0xCA, 0xDE]);
        assert_eq!((bytes[5], bytes[4]), format.version());
        let again = ExportFile::parse(&bytes).unwrap();
        assert_eq!(again, file);
        assert_eq!(again.package().unwrap(), purse());
    }
}

/// The layout, byte by byte.
#[test]
fn a_small_file_has_these_bytes() {
    let package = ExportedPackage {
        name: "p".into(),
        info: PackageInfo {
            version: PackageVersion { major: 1, minor: 0 },
            aid: Aid::from_array([1, 2, 3, 4, 5]),
        },
        is_library: true,
        classes: vec![],
    };
    let bytes = package.to_export_file(ExportFormat::V2_2).unwrap().write().unwrap();
    let expected = [
        0x00, 0xFA, 0xCA, 0xDE, 2, 2, // magic, minor, major
        0, 2, // constants
        1, 0, 1, b'p', // Utf8
        13, 1, 0, 0, 0, 1, 5, 1, 2, 3, 4, 5, // Package: library, name 0, version 1.0, AID
        0, 1, // this package
        0, // classes
    ];
    assert_eq!(bytes, expected);
}

#[test]
fn an_index_that_leads_nowhere_is_told() {
    let mut file = purse().to_export_file(ExportFormat::V2_2).unwrap();
    file.classes[0].name_index = 99;
    let expected = ExportFileError { offset: 99, rule: Rule::ExportFileConstant };
    assert_eq!(file.package(), Err(expected));
    let text = "export file, constant 99: the entry of the constant pool is missing or of another kind (JCVM chapter 5)";
    assert_eq!(expected.to_string(), text);
}

#[test]
fn what_is_no_export_file_is_refused() {
    let rule = |bytes: &[u8]| ExportFile::parse(bytes).unwrap_err().rule;
    assert_eq!(rule(&[]), Rule::Truncated);
    assert_eq!(rule(&[0xDE, 0xCA, 0xFF, 0xED, 2, 2]), Rule::ExportFileMagic);
    assert_eq!(rule(&[0x00, 0xFA, 0xCA, 0xDE, 9, 2]), Rule::Format);
    assert_eq!(rule(&[0x00, 0xFA, 0xCA, 0xDE, 2, 2, 0, 1, 2]), Rule::ExportFileConstantTag);
    let mut longer = purse().to_export_file(ExportFormat::V2_3).unwrap().write().unwrap();
    longer.push(0);
    assert_eq!(rule(&longer), Rule::TrailingBytes);
}

proptest! {
    #[test]
    fn damaged_files_are_read_as_they_stand_or_refused(
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        length in any::<prop::sample::Index>(),
    ) {
        let mut bytes = purse().to_export_file(ExportFormat::V2_3).unwrap().write().unwrap();
        for (index, byte) in flips {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        bytes.truncate(length.index(bytes.len()).max(8));
        if let Ok(file) = ExportFile::parse(&bytes) {
            prop_assert_eq!(file.write().unwrap(), bytes);
            let _ = file.package();
        }
    }

    #[test]
    fn arbitrary_bytes_are_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut file = vec![0x00, 0xFA, 0xCA, 0xDE, 1, 2];
        file.extend(bytes);
        if let Ok(parsed) = ExportFile::parse(&file) {
            prop_assert_eq!(parsed.write().unwrap(), file);
        }
    }
}
