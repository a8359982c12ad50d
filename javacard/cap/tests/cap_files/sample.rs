//! A small package that has one of everything.

use cardamom_apdu::Aid;
use cardamom_cap::applet::{AppletComponent, AppletInfo};
use cardamom_cap::class::{
    ClassComponent, ClassInfo, ImplementedInterface, InterfaceInfo, RemoteInterfaces, RemoteMethod, TokenMap,
    TypeInfo,
};
use cardamom_cap::constant_pool::{Constant, ConstantPool, StaticRef, VirtualMethodToken};
use cardamom_cap::debug::{DebugClass, DebugComponent, DebugField, DebugLine, DebugMethod, DebugVariable};
use cardamom_cap::descriptor::{
    ClassDescriptor, ClassFlags, DescriptorComponent, FieldDescriptor, FieldFlags, FieldRef, FieldType,
    MethodDescriptor, MethodFlags, TypeDescriptors,
};
use cardamom_cap::directory::{CustomComponentInfo, Directory};
use cardamom_cap::export::{ClassExport, ExportComponent};
use cardamom_cap::header::{Header, HeaderFlags};
use cardamom_cap::import::ImportComponent;
use cardamom_cap::method::{ExceptionHandler, MethodComponent, MethodHeader};
use cardamom_cap::package::{ClassRef, PackageInfo, PackageToken, PackageVersion};
use cardamom_cap::reference_location::ReferenceLocation;
use cardamom_cap::static_field::{ArrayInit, StaticFieldComponent};
use cardamom_cap::static_resources::{StaticResource, StaticResources};
use cardamom_cap::type_descriptor::{PrimitiveType, Type, TypeDescriptor};
use cardamom_cap::{CapFile, CapFormat, CustomComponent};

const AID: Aid = Aid::from_array([0xA0, 0, 0, 1, 0x51, 0xCA, 0xFE]);
const CUSTOM_TAG: u8 = 0x80;

fn external(package: u8, class: u8) -> ClassRef {
    ClassRef::External { package: PackageToken::new(package).unwrap(), class }
}

/// The package: a shareable interface, an applet that implements it, two methods, a handler, static fields.
pub fn sample(format: CapFormat) -> CapFile {
    let class = class(format);
    let offsets: Vec<u16> =
        class.types_with_offsets().map(|(offset, _)| offset.try_into().unwrap()).collect();
    let (interface, applet) = (ClassRef::Internal(offsets[0]), ClassRef::Internal(offsets[1]));
    let mut cap = CapFile {
        header: Header {
            format,
            flags: HeaderFlags::APPLET.with(HeaderFlags::EXPORT),
            package: PackageInfo { version: PackageVersion { major: 1, minor: 0 }, aid: AID },
            package_name: if format >= CapFormat::V2_2 { b"com/example/purse".to_vec() } else { vec![] },
        },
        directory: Directory {
            custom: vec![CustomComponentInfo { tag: CUSTOM_TAG, size: 0, aid: AID }],
            ..Directory::default()
        },
        applet: Some(AppletComponent { applets: vec![AppletInfo { aid: AID, install_method_offset: 9 }] }),
        import: imports(),
        constant_pool: ConstantPool {
            entries: vec![
                Constant::VirtualMethod { class: applet, token: VirtualMethodToken(7) },
                Constant::StaticField(StaticRef::Internal(0)),
                Constant::StaticMethod(StaticRef::Internal(9)),
                Constant::InstanceField { class: applet, token: 0 },
                Constant::SuperMethod { class: applet, token: VirtualMethodToken(1) },
                Constant::Class(external(0, 1)),
            ],
        },
        class,
        method: methods(),
        static_field: StaticFieldComponent {
            reference_count: 2,
            arrays: vec![ArrayInit { element: PrimitiveType::Short, values: vec![0, 1, 0xFF, 0xFE] }],
            default_value_count: 2,
            non_default_values: vec![0, 1],
        },
        reference_location: ReferenceLocation { byte_indexes: vec![19], byte2_indexes: vec![7, 15, 22] },
        export: Some(ExportComponent {
            classes: vec![
                ClassExport { class_offset: offsets[0], ..ClassExport::default() },
                ClassExport {
                    class_offset: offsets[1],
                    static_field_offsets: vec![4],
                    static_method_offsets: vec![9],
                },
            ],
        }),
        descriptor: Some(descriptor(interface, applet)),
        debug: (format >= CapFormat::V2_2).then(|| debug(offsets[1])),
        static_resources: (format >= CapFormat::V2_3)
            .then(|| StaticResources { resources: vec![StaticResource { id: 1, bytes: vec![7; 300] }] }),
        custom: vec![CustomComponent { tag: CUSTOM_TAG, info: vec![1, 2, 3] }],
    };
    cap.update_directory().unwrap();
    cap
}

fn imports() -> ImportComponent {
    let package = |aid: &str, major, minor| PackageInfo {
        version: PackageVersion { major, minor },
        aid: aid.parse().unwrap(),
    };
    ImportComponent { packages: vec![package("A0000000620001", 1, 0), package("A0000000620101", 1, 3)] }
}

fn class(format: CapFormat) -> ClassComponent {
    let is_remote = format >= CapFormat::V2_2;
    let signature = TypeDescriptor { types: vec![Type::Primitive(PrimitiveType::Short), Type::Void] };
    let interface = InterfaceInfo {
        is_shareable: true,
        superinterfaces: vec![external(1, 2)],
        remote_name: is_remote.then(|| b"Purse".to_vec()),
    };
    let first = if is_remote { 2 + u16::try_from(signature.length()).unwrap() } else { 0 };
    let class = ClassInfo {
        is_shareable: true,
        super_class: Some(external(1, 3)),
        declared_instance_size: 3,
        first_reference_token: Some(0),
        reference_count: 1,
        public_method_table_base: 7,
        public_methods: vec![Some(12), None],
        package_method_table_base: 0,
        package_methods: vec![],
        interfaces: vec![ImplementedInterface { interface: ClassRef::Internal(first), index: vec![7] }],
        remote: is_remote.then(|| RemoteInterfaces {
            methods: vec![RemoteMethod { hash: 0xBEEF, signature_offset: 2, virtual_method_token: 7 }],
            hash_modifier: vec![],
            class_name: b"PurseApplet".to_vec(),
            interfaces: vec![ClassRef::Internal(first)],
        }),
        token_map: (format >= CapFormat::V2_3)
            .then(|| TokenMap { tokens: vec![0xFF; 9], inheritable_public_method_token_count: 9 }),
    };
    ClassComponent {
        signature_pool: is_remote.then(|| vec![signature]),
        types: vec![TypeInfo::Interface(interface), TypeInfo::Class(class)],
    }
}

fn methods() -> MethodComponent {
    let handler = ExceptionHandler {
        start_offset: 21,
        active_length: 3,
        is_last: true,
        handler_offset: 25,
        catch_type_index: 5,
    };
    let mut methods = MethodComponent { handlers: vec![handler], methods: vec![] };
    assert_eq!(methods.push(MethodHeader::new(0, 3, 0), &[0x7A]).unwrap(), 9);
    #[rustfmt::skip]
    let code = [
        0x7B, 0, 1, // 14: getstatic_a #1
        0x3B,       // 17: pop
        0xAD, 3,    // 18: getfield_a_this #3
        0x3B,       // 20: pop
        0x8D, 0, 2, // 21: invokestatic #2
        0x7A,       // 24: return
        0x3B,       // 25: pop
        0x7A,       // 26: return
    ];
    assert_eq!(methods.push(MethodHeader::new(1, 2, 0), &code).unwrap(), 12);
    methods
}

fn descriptor(interface: ClassRef, applet: ClassRef) -> DescriptorComponent {
    let mut types = TypeDescriptors {
        constant_pool_types: vec![None; 6],
        descriptors: vec![
            TypeDescriptor {
                types: vec![
                    Type::Array(PrimitiveType::Byte),
                    Type::Primitive(PrimitiveType::Short),
                    Type::Primitive(PrimitiveType::Byte),
                    Type::Void,
                ],
            },
            TypeDescriptor { types: vec![Type::Reference(external(1, 10)), Type::Void] },
            TypeDescriptor { types: vec![Type::ReferenceArray(external(0, 0))] },
        ],
    };
    let offsets: Vec<u16> = types.with_offsets().map(|(offset, _)| offset.try_into().unwrap()).collect();
    types.constant_pool_types =
        vec![Some(offsets[1]), Some(offsets[2]), Some(offsets[0]), Some(offsets[2]), Some(offsets[1]), None];
    let public = MethodFlags::PUBLIC;
    DescriptorComponent {
        classes: vec![
            ClassDescriptor {
                token: 0,
                flags: ClassFlags::PUBLIC.with(ClassFlags::INTERFACE).with(ClassFlags::ABSTRACT),
                this_class: interface,
                interfaces: vec![external(1, 2)],
                fields: vec![],
                methods: vec![MethodDescriptor {
                    token: 0,
                    flags: public.with(MethodFlags::ABSTRACT),
                    method_offset: 0,
                    type_offset: offsets[1],
                    bytecode_count: 0,
                    handler_count: 0,
                    handler_index: 0,
                }],
            },
            ClassDescriptor {
                token: 1,
                flags: ClassFlags::PUBLIC,
                this_class: applet,
                interfaces: vec![interface],
                fields: vec![
                    FieldDescriptor {
                        token: 0,
                        flags: FieldFlags::PUBLIC.with(FieldFlags::STATIC),
                        reference: FieldRef::Static(StaticRef::Internal(4)),
                        field_type: FieldType::Primitive(PrimitiveType::Short),
                    },
                    FieldDescriptor {
                        token: 0,
                        flags: FieldFlags::PRIVATE,
                        reference: FieldRef::Instance { class: applet, token: 0 },
                        field_type: FieldType::Reference(offsets[2]),
                    },
                ],
                methods: vec![
                    MethodDescriptor {
                        token: 0,
                        flags: public.with(MethodFlags::STATIC),
                        method_offset: 9,
                        type_offset: offsets[0],
                        bytecode_count: 1,
                        handler_count: 0,
                        handler_index: 0,
                    },
                    MethodDescriptor {
                        token: 7,
                        flags: public,
                        method_offset: 12,
                        type_offset: offsets[1],
                        bytecode_count: 13,
                        handler_count: 1,
                        handler_index: 0,
                    },
                ],
            },
        ],
        types,
    }
}

fn debug(applet: u16) -> DebugComponent {
    let strings =
        ["com/example/purse", "PurseApplet", "Applet", "Purse.java", "process", "(LAPDU;)V", "apdu"];
    DebugComponent {
        strings: strings.iter().map(|text| text.as_bytes().to_vec()).collect(),
        package_name_index: 0,
        classes: vec![DebugClass {
            name_index: 1,
            access_flags: 1,
            location: applet,
            superclass_name_index: 2,
            source_file_index: 3,
            interface_name_indexes: vec![0],
            fields: vec![DebugField { name_index: 6, descriptor_index: 5, access_flags: 2, contents: 0 }],
            methods: vec![DebugMethod {
                name_index: 4,
                descriptor_index: 5,
                access_flags: 1,
                location: 12,
                header_size: 2,
                body_size: 13,
                variables: vec![DebugVariable {
                    index: 1,
                    name_index: 6,
                    descriptor_index: 5,
                    start_pc: 0,
                    length: 13,
                }],
                lines: vec![
                    DebugLine { start_pc: 0, end_pc: 6, source_line: 30 },
                    DebugLine { start_pc: 7, end_pc: 12, source_line: 31 },
                ],
            }],
        }],
    }
}
