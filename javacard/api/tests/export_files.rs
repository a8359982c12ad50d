//! Export files are written, read back, and say what the tables say.
#![allow(clippy::unwrap_used, clippy::panic, reason = "the helpers of a test may panic")]

use cardamom_cap::export_file::{ExportFile, ExportFormat, ExportedClass};
use cardamom_java_card_api::{ApiClass, ApiMethod, ApiPackage, Release, export_file};

fn packages() -> impl Iterator<Item = &'static ApiPackage> {
    Release::ALL.into_iter().flat_map(|release| release.packages().iter().copied())
}

/// A method: scope, token, name, descriptor, flags.
fn methods(class: &ApiClass) -> Vec<(bool, u8, String, String, u16)> {
    let row = |is_static: bool| {
        move |method: &ApiMethod| {
            (is_static, method.token, method.name.to_owned(), method.descriptor.to_owned(), method.access.0)
        }
    };
    let instance = class.virtual_methods.iter().chain(class.interface_methods);
    class.static_methods.iter().map(row(true)).chain(instance.map(row(false))).collect()
}

fn compare(read: &ExportedClass, class: &ApiClass) {
    assert_eq!((read.token, read.flags.0, read.name.as_str()), (class.token, class.access.0, class.name));
    assert_eq!(read.supers, class.superclasses, "{}", class.name);
    assert_eq!(read.interfaces, class.interfaces, "{}", class.name);
    let read_methods: Vec<_> = read
        .methods
        .iter()
        .map(|method| {
            let (name, descriptor) = (method.name.clone(), method.descriptor.clone());
            (method.is_static(), method.token, name, descriptor, method.flags.0)
        })
        .collect();
    assert_eq!(read_methods, methods(class), "{}", class.name);
    assert_eq!(read.fields.len(), class.fields.len() + class.constants.len(), "{}", class.name);
    for field in &read.fields {
        if let Some(token) = field.token {
            let own = class.field(&field.name).unwrap();
            assert_eq!(
                (token, field.descriptor.as_str(), field.flags.0),
                (own.token, own.descriptor, own.access.0)
            );
            assert_eq!(field.constant, None);
        } else {
            let own = class.constant(&field.name).unwrap();
            assert_eq!((field.constant, field.descriptor.as_str()), (Some(own.value), own.descriptor));
        }
    }
}

#[test]
fn every_package_has_an_export_file_that_says_the_same() {
    for package in packages() {
        let bytes = export_file(package).unwrap().write().unwrap();
        let file = ExportFile::parse(&bytes).unwrap();
        assert_eq!(file.format, ExportFormat::V2_1);
        assert_eq!(file.write().unwrap(), bytes);

        let read = file.package().unwrap();
        assert_eq!(read.name, package.name);
        assert_eq!(read.info.aid.as_bytes(), package.aid);
        assert_eq!(
            (read.info.version.major, read.info.version.minor),
            (package.version.major, package.version.minor)
        );
        assert!(read.is_library);
        assert_eq!(read.classes.len(), package.classes.len());
        for class in package.classes {
            compare(read.class(class.name).unwrap(), class);
        }
    }
}

/// The first bytes of any export file (JCVM specification §5.5): magic number, minor and major version.
#[test]
fn an_export_file_begins_as_the_specification_says() {
    let package = Release::V3_0_5.package("javacard/framework").unwrap();
    let bytes = export_file(package).unwrap().write().unwrap();
    assert!(bytes.starts_with(&[0x00, 0xFA, 0xCA, 0xDE, 1, 2]));
}
