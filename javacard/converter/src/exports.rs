//! What other packages offer: their export files as the linker sees them (JCVM specification §5).

use cardamom_apdu::Aid;
use cardamom_cap::export_file::{self, ExportFlags};
use cardamom_cap::package::{PackageInfo, PackageVersion};
use cardamom_java_card_api::{ApiClass, ApiMethod, ApiPackage};

use crate::classfile::{Class, Constant, Field};
use crate::package::Known;
use crate::resolve::Resolver;
use crate::tokens::{ClassTokens, is_constant};

/// A package that can be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedPackage {
    /// The name, as in class files: `javacard/framework`.
    pub name: String,
    /// The AID, 5 to 16 bytes.
    pub aid: Vec<u8>,
    /// Major and minor version.
    pub version: (u8, u8),
    /// Public classes and interfaces.
    pub classes: Vec<ExportedClass>,
}

/// A class or an interface that can be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedClass {
    /// The token, 0 to 254.
    pub token: u8,
    /// The full name, as in class files.
    pub name: String,
    /// Access flags of the export file: those of class files, 0x0800 for shareable and 0x1000 for remote.
    pub access: u16,
    /// Superclasses in any order, java.lang.Object included.
    pub superclasses: Vec<String>,
    /// All interfaces that it implements or extends.
    pub interfaces: Vec<String>,
    /// Constructors and static methods.
    pub static_methods: Vec<ExportedMember>,
    /// Instance methods of a class, inherited ones included.
    pub virtual_methods: Vec<ExportedMember>,
    /// Methods of an interface, inherited ones included.
    pub interface_methods: Vec<ExportedMember>,
    /// Fields that are reached by a token.
    pub fields: Vec<ExportedMember>,
    /// Compile-time constants.
    pub constants: Vec<ExportedConstant>,
}

/// A method, or a field that is not a constant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedMember {
    /// The token.
    pub token: u8,
    /// The name; `<init>` of a constructor.
    pub name: String,
    /// The descriptor.
    pub descriptor: String,
    /// Access flags, as in class files.
    pub access: u16,
}

/// A compile-time constant, which has a value in the place of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedConstant {
    /// The name.
    pub name: String,
    /// The descriptor: `Z`, `B`, `S` or `I`.
    pub descriptor: String,
    /// The value.
    pub value: i32,
}

/// Set in [`ExportedClass::access`] of what can be shared across the firewall.
pub(crate) const SHAREABLE: u16 = 0x0800;
/// Set in [`ExportedClass::access`] of what can be called from afar.
pub(crate) const REMOTE: u16 = 0x1000;
const INTERFACE: u16 = 0x0200;
const STATIC: u16 = 0x0008;

impl ExportedPackage {
    /// A class by its full name.
    #[must_use]
    pub fn class(&self, name: &str) -> Option<&ExportedClass> {
        self.classes.iter().find(|class| class.name == name)
    }
}

impl ExportedClass {
    pub(crate) const fn is_interface(&self) -> bool {
        self.access & INTERFACE != 0
    }

    /// An instance method of a class, or a method of an interface.
    pub(crate) fn instance_method(&self, name: &str, descriptor: &str) -> Option<&ExportedMember> {
        let methods = if self.is_interface() { &self.interface_methods } else { &self.virtual_methods };
        methods.iter().find(|method| method.name == name && method.descriptor == descriptor)
    }

    pub(crate) fn static_method(&self, name: &str, descriptor: &str) -> Option<&ExportedMember> {
        self.static_methods.iter().find(|method| method.name == name && method.descriptor == descriptor)
    }

    pub(crate) fn field(&self, name: &str, descriptor: &str) -> Option<&ExportedMember> {
        self.fields.iter().find(|field| field.name == name && field.descriptor == descriptor)
    }

    pub(crate) fn constant(&self, name: &str) -> Option<&ExportedConstant> {
        self.constants.iter().find(|constant| constant.name == name)
    }
}

impl ExportedMember {
    pub(crate) const fn is_static(&self) -> bool {
        self.access & STATIC != 0
    }
}

impl From<&export_file::ExportedPackage> for ExportedPackage {
    fn from(package: &export_file::ExportedPackage) -> Self {
        Self {
            name: package.name.clone(),
            aid: package.info.aid.as_bytes().to_vec(),
            version: (package.info.version.major, package.info.version.minor),
            classes: package.classes.iter().map(ExportedClass::from).collect(),
        }
    }
}

impl From<&export_file::ExportedClass> for ExportedClass {
    fn from(class: &export_file::ExportedClass) -> Self {
        let is_interface = class.flags.contains(ExportFlags::INTERFACE);
        let methods = |is_static: bool| {
            let wanted = class.methods.iter().filter(move |method| method.is_static() == is_static);
            let member = |method: &export_file::ExportedMethod| ExportedMember {
                token: method.token,
                name: method.name.clone(),
                descriptor: method.descriptor.clone(),
                access: method.flags.bits(),
            };
            wanted.map(member).collect::<Vec<_>>()
        };
        let (virtual_methods, interface_methods) =
            if is_interface { (Vec::new(), methods(false)) } else { (methods(false), Vec::new()) };
        // Of an interface an export file counts the superinterfaces among the superclasses.
        let (superclasses, superinterfaces): (Vec<String>, Vec<String>) =
            class.supers.iter().cloned().partition(|name| !is_interface || name == OBJECT);
        let mut interfaces = class.interfaces.clone();
        for name in superinterfaces {
            if !interfaces.contains(&name) {
                interfaces.push(name);
            }
        }
        let fields = class.fields.iter().filter_map(|field| {
            Some(ExportedMember {
                token: field.token?,
                name: field.name.clone(),
                descriptor: field.descriptor.clone(),
                access: field.flags.bits(),
            })
        });
        let constants = class.fields.iter().filter_map(|field| {
            Some(ExportedConstant {
                name: field.name.clone(),
                descriptor: field.descriptor.clone(),
                value: field.constant?,
            })
        });
        Self {
            token: class.token,
            name: class.name.clone(),
            access: class.flags.bits(),
            superclasses,
            interfaces,
            static_methods: methods(true),
            virtual_methods,
            interface_methods,
            fields: fields.collect(),
            constants: constants.collect(),
        }
    }
}

const OBJECT: &str = "java/lang/Object";

impl ExportedPackage {
    /// The package as an export file describes it. None when its AID is none.
    #[must_use]
    pub fn to_export_file(&self, is_library: bool) -> Option<export_file::ExportedPackage> {
        let (major, minor) = self.version;
        let aid = Aid::new(&self.aid).ok()?;
        Some(export_file::ExportedPackage {
            name: self.name.clone(),
            info: PackageInfo { version: PackageVersion { major, minor }, aid },
            is_library,
            classes: self.classes.iter().map(ExportedClass::to_export_file).collect(),
        })
    }
}

impl ExportedClass {
    fn to_export_file(&self) -> export_file::ExportedClass {
        let methods = self.static_methods.iter().chain(&self.virtual_methods).chain(&self.interface_methods);
        let fields = self.fields.iter().map(|field| export_file::ExportedField {
            token: Some(field.token),
            flags: ExportFlags(field.access),
            name: field.name.clone(),
            descriptor: field.descriptor.clone(),
            constant: None,
        });
        // Public, static and final.
        let constants = self.constants.iter().map(|constant| export_file::ExportedField {
            token: None,
            flags: ExportFlags(0x0019),
            name: constant.name.clone(),
            descriptor: constant.descriptor.clone(),
            constant: Some(constant.value),
        });
        export_file::ExportedClass {
            token: self.token,
            flags: ExportFlags(self.access),
            name: self.name.clone(),
            supers: self.superclasses.clone(),
            interfaces: self.interfaces.clone(),
            fields: fields.chain(constants).collect(),
            methods: methods
                .map(|method| export_file::ExportedMethod {
                    token: method.token,
                    flags: ExportFlags(method.access),
                    name: method.name.clone(),
                    descriptor: method.descriptor.clone(),
                })
                .collect(),
            inheritable_public_method_token_count: 0,
        }
    }
}

impl From<&ApiPackage> for ExportedPackage {
    fn from(package: &ApiPackage) -> Self {
        Self {
            name: package.name.to_owned(),
            aid: package.aid.to_vec(),
            version: (package.version.major, package.version.minor),
            classes: package.classes.iter().map(ExportedClass::from).collect(),
        }
    }
}

impl From<&ApiClass> for ExportedClass {
    fn from(class: &ApiClass) -> Self {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let methods = |methods: &[ApiMethod]| {
            let member = |method: &ApiMethod| ExportedMember {
                token: method.token,
                name: method.name.to_owned(),
                descriptor: method.descriptor.to_owned(),
                access: method.access.0,
            };
            methods.iter().map(member).collect()
        };
        Self {
            token: class.token,
            name: class.name.to_owned(),
            access: class.access.0,
            superclasses: names(class.superclasses),
            interfaces: names(class.interfaces),
            static_methods: methods(class.static_methods),
            virtual_methods: methods(class.virtual_methods),
            interface_methods: methods(class.interface_methods),
            fields: class
                .fields
                .iter()
                .map(|field| ExportedMember {
                    token: field.token,
                    name: field.name.to_owned(),
                    descriptor: field.descriptor.to_owned(),
                    access: field.access.0,
                })
                .collect(),
            constants: class
                .constants
                .iter()
                .map(|constant| ExportedConstant {
                    name: constant.name.to_owned(),
                    descriptor: constant.descriptor.to_owned(),
                    value: constant.value,
                })
                .collect(),
        }
    }
}

/// What a package offers to others: all public classes of a library, the shareable interfaces of an applet package.
/// None when that is nothing.
pub(crate) fn of_package(
    resolver: Resolver<'_>,
    aid: Aid,
    version: PackageVersion,
) -> Option<ExportedPackage> {
    let mut classes = Vec::new();
    for (token, index) in &resolver.tokens.exported {
        let class = resolver.package.class(*index)?;
        let tokens = resolver.tokens.classes.get(*index)?;
        classes.push(exported_class(resolver, *token, class, tokens));
    }
    if classes.is_empty() {
        return None;
    }
    let PackageVersion { major, minor } = version;
    Some(ExportedPackage {
        name: resolver.package.name.clone(),
        aid: aid.as_bytes().to_vec(),
        version: (major, minor),
        classes,
    })
}

fn exported_class(resolver: Resolver<'_>, token: u8, class: &Class, tokens: &ClassTokens) -> ExportedClass {
    let package = resolver.package;
    let mut superclasses = Vec::new();
    for known in package.superclasses(&class.name).iter().skip(1) {
        match known {
            Known::Internal(_, above) => superclasses.push(above.name.clone()),
            Known::External(_, above) => {
                superclasses.push(above.name.clone());
                superclasses.extend(above.superclasses.iter().rev().cloned());
            }
        }
    }
    superclasses.reverse();
    let is_interface = class.access.is_interface();
    let interfaces = if is_interface {
        package.declared_interfaces(class)
    } else {
        package.all_interfaces(&class.name).into_iter().collect()
    };
    // Public, protected, static, final, interface, abstract.
    let mut access = class.access.0 & 0x0611;
    if package.is_shareable(&class.name) {
        access |= SHAREABLE;
    }
    let member = |token: u8, name: &str, descriptor: String, access: u16| ExportedMember {
        token,
        name: name.to_owned(),
        descriptor,
        access: access & 0x041D,
    };
    let static_methods = tokens.static_methods.iter().filter_map(|(index, token)| {
        let method = class.methods.get(*index)?;
        Some(member(*token, &method.name, method.method_type.descriptor(), method.access.0))
    });
    let virtual_methods =
        tokens.virtual_methods.iter().filter(|method| !method.is_package_visible()).map(|method| {
            let access = package.superclasses(&class.name).iter().find_map(|known| match known {
                Known::Internal(_, above) => above
                    .methods
                    .iter()
                    .find(|one| one.name == method.name && one.method_type.descriptor() == method.descriptor)
                    .map(|one| one.access.0),
                Known::External(_, above) => {
                    above.instance_method(&method.name, &method.descriptor).map(|one| one.access)
                }
            });
            member(method.token, &method.name, method.descriptor.clone(), access.unwrap_or(1))
        });
    // Public and abstract, as all methods of interfaces are.
    let interface_methods = (0..=u8::MAX)
        .zip(&tokens.interface_methods)
        .map(|(token, (name, descriptor))| member(token, name, descriptor.clone(), 0x0401));
    let visible = |field: &&(usize, &Field)| field.1.access.is_public_or_protected();
    let fields: Vec<(usize, &Field)> = class.fields.iter().enumerate().collect();
    let of_token = fields.iter().filter(visible).filter_map(|(index, field)| {
        let token = tokens.static_fields.get(index).or_else(|| tokens.instance.tokens.get(index))?;
        Some(member(*token, &field.name, field.field_type.descriptor(), field.access.0))
    });
    let constants = fields.iter().filter(visible).filter_map(|(_, field)| match field.constant {
        Some(Constant::Int(value)) if is_constant(field) => Some(ExportedConstant {
            name: field.name.clone(),
            descriptor: field.field_type.descriptor(),
            value,
        }),
        _ => None,
    });
    ExportedClass {
        token,
        name: class.name.clone(),
        access,
        superclasses,
        interfaces,
        static_methods: static_methods.collect(),
        virtual_methods: virtual_methods.collect(),
        interface_methods: interface_methods.collect(),
        fields: of_token.collect(),
        constants: constants.collect(),
    }
}
