//! Reading CAP files: a package of 100 KB, and the checks of its structure.

use std::hint::black_box;
use std::time::Duration;

use cardamom_apdu::Aid;
use cardamom_benches::{measure, report_time};
use cardamom_cap::check::check;
use cardamom_cap::class::{ClassComponent, ClassInfo, TypeInfo};
use cardamom_cap::constant_pool::{Constant, ConstantPool, StaticRef};
use cardamom_cap::debug::{DebugClass, DebugComponent, DebugLine, DebugMethod};
use cardamom_cap::descriptor::{
    ClassDescriptor, ClassFlags, DescriptorComponent, MethodDescriptor, MethodFlags, TypeDescriptors,
};
use cardamom_cap::directory::Directory;
use cardamom_cap::header::{Header, HeaderFlags};
use cardamom_cap::import::ImportComponent;
use cardamom_cap::load_file::LoadFileOptions;
use cardamom_cap::method::{MethodComponent, MethodHeader};
use cardamom_cap::package::{ClassRef, PackageInfo, PackageVersion};
use cardamom_cap::reference_location::ReferenceLocation;
use cardamom_cap::static_field::StaticFieldComponent;
use cardamom_cap::type_descriptor::{Type, TypeDescriptor};
use cardamom_cap::{CapFile, CapFormat};

/// Static methods of the package; with them it has about 100 KB.
const METHODS: u16 = 1400;
/// Calls in each of them.
const CALLS: u16 = 10;

/// A package of static methods that call the first of them.
fn package() -> Result<CapFile, Box<dyn std::error::Error>> {
    let mut method = MethodComponent::default();
    let mut locations = Vec::new();
    let mut described = Vec::new();
    let mut debug = Vec::new();
    let types = TypeDescriptors {
        constant_pool_types: vec![Some(4)],
        descriptors: vec![TypeDescriptor { types: vec![Type::Void] }],
    };
    let code: Vec<u8> = (0..CALLS).flat_map(|_| [0x8D, 0, 0]).chain([0x7A]).collect();
    let bytecode_count = CALLS * 3 + 1;
    for _ in 0..METHODS {
        let header = MethodHeader::new(0, 0, 0);
        let offset = method.push(header, &code)?;
        locations.extend((0..CALLS).map(|call| offset + 3 + call * 3));
        described.push(MethodDescriptor {
            token: 0xFF,
            flags: MethodFlags::PRIVATE.with(MethodFlags::STATIC),
            method_offset: offset,
            type_offset: 4,
            bytecode_count,
            handler_count: 0,
            handler_index: 0,
        });
        debug.push(DebugMethod {
            location: offset,
            header_size: 2,
            body_size: bytecode_count,
            lines: vec![DebugLine { start_pc: 0, end_pc: bytecode_count - 1, source_line: 1 }],
            ..DebugMethod::default()
        });
    }
    let mut cap = CapFile {
        header: Header {
            format: CapFormat::V2_2,
            flags: HeaderFlags::default(),
            package: PackageInfo {
                version: PackageVersion { major: 1, minor: 0 },
                aid: Aid::from_array([0xF0, 1, 2, 3, 4]),
            },
            package_name: b"bench".to_vec(),
        },
        directory: Directory::default(),
        applet: None,
        import: ImportComponent::default(),
        constant_pool: ConstantPool { entries: vec![Constant::StaticMethod(StaticRef::Internal(1))] },
        class: ClassComponent {
            signature_pool: Some(vec![]),
            types: vec![TypeInfo::Class(ClassInfo::default())],
        },
        method,
        static_field: StaticFieldComponent::default(),
        reference_location: ReferenceLocation { byte_indexes: vec![], byte2_indexes: locations },
        export: None,
        descriptor: Some(DescriptorComponent {
            classes: vec![ClassDescriptor {
                token: 0xFF,
                flags: ClassFlags::default(),
                this_class: ClassRef::Internal(2),
                interfaces: vec![],
                fields: vec![],
                methods: described,
            }],
            types,
        }),
        debug: Some(DebugComponent {
            strings: vec![b"bench".to_vec()],
            package_name_index: 0,
            classes: vec![DebugClass { location: 2, methods: debug, ..DebugClass::default() }],
        }),
        static_resources: None,
        custom: vec![],
    };
    cap.update_directory()?;
    Ok(cap)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let cap = package()?;
    let violations = check(&cap);
    if let Some(violation) = violations.first() {
        return Err((*violation).into());
    }
    let bytes = cap.to_load_file(LoadFileOptions::EVERYTHING)?;
    let size = bytes.len() / 1000;
    let parse = measure(50, || {
        black_box(CapFile::from_load_file(black_box(&bytes)).is_ok());
    });
    report_time(&format!("CAP file of {size} KB: read"), parse, Duration::from_millis(5));
    let checked = measure(10, || {
        black_box(check(black_box(&cap)).len());
    });
    report_time(&format!("CAP file of {size} KB: check"), checked, Duration::from_millis(20));
    let written = measure(50, || {
        black_box(cap.to_load_file(LoadFileOptions::EVERYTHING).is_ok());
    });
    report_time(&format!("CAP file of {size} KB: write"), written, Duration::from_millis(5));
    Ok(())
}
