//! Names for what a CAP file refers to by token and offset: of the API from its tables, of the package itself from
//! its Debug component, its manifest, or made from the offset.

use std::collections::BTreeMap;

use cardamom_apdu::Aid;
use cardamom_cap::CapFile;
use cardamom_cap::class::{ClassInfo, TypeInfo};
use cardamom_cap::constant_pool::{Constant, StaticRef, VirtualMethodToken};
use cardamom_cap::container::CapContainer;
use cardamom_cap::descriptor::{ClassDescriptor, MethodDescriptor, MethodFlags};
use cardamom_cap::package::{ClassRef, PackageToken};
use cardamom_java_card_api::{AccessFlags, ApiClass, ApiMethod, ApiPackage, Release};

use super::java_types::{cap_method_type, method_type, simple_name, with_dots};

const STATIC: u16 = 0x0008;

/// The names of a CAP file.
pub(super) struct Names<'a> {
    cap: &'a CapFile,
    types: BTreeMap<u16, &'a TypeInfo>,
    package: String,
    /// Names of applets from the manifest, by AID.
    applets: BTreeMap<Aid, String>,
    imports: Vec<Option<&'static ApiPackage>>,
}

/// The table of a package: of the latest release, which has all that earlier ones have.
pub(super) fn api_package(aid: &Aid) -> Option<&'static ApiPackage> {
    Release::ALL.iter().rev().find_map(|release| release.package_by_aid(aid.as_bytes()))
}

impl<'a> Names<'a> {
    pub(super) fn of(cap: &'a CapFile, container: Option<&CapContainer>) -> Self {
        let types = cap.class.types_with_offsets();
        let types = types.filter_map(|(offset, info)| Some((u16::try_from(offset).ok()?, info))).collect();
        let from_debug = || cap.debug.as_ref().and_then(|debug| debug.string(debug.package_name_index));
        let from_header =
            || std::str::from_utf8(&cap.header.package_name).ok().filter(|name| !name.is_empty());
        let from_container = || container.map(|container| container.package_path.as_str());
        let package = from_header().or_else(from_container).or_else(from_debug).unwrap_or_default();
        Self {
            cap,
            types,
            package: with_dots(package),
            applets: container.map(applet_names).unwrap_or_default(),
            imports: cap.import.packages.iter().map(|package| api_package(&package.aid)).collect(),
        }
    }

    /// The name of the package; empty if the file does not tell it.
    pub(super) fn package(&self) -> &str {
        &self.package
    }

    fn api(&self, package: PackageToken) -> Option<&'static ApiPackage> {
        self.imports.get(package.index()).copied().flatten()
    }

    /// The name of an imported package, or its AID.
    fn imported(&self, package: PackageToken) -> String {
        match (self.api(package), self.cap.import.package(package)) {
            (Some(api), _) => with_dots(api.name),
            (None, Some(info)) => info.aid.to_string(),
            (None, None) => format!("package{}", package.number()),
        }
    }

    fn api_class(&self, package: PackageToken, class: u8) -> Option<&'static ApiClass> {
        self.api(package)?.class_by_token(class)
    }

    /// The full name of a class or interface.
    pub(super) fn class(&self, class: ClassRef) -> String {
        match class {
            ClassRef::External { package, class } => match self.api_class(package, class) {
                Some(api) => with_dots(api.name),
                None => format!("{}.class{class}", self.imported(package)),
            },
            ClassRef::Internal(offset) => {
                let simple = self.debug_class(offset).or_else(|| self.applet_class(offset));
                let simple = simple.unwrap_or_else(|| match self.types.get(&offset) {
                    Some(TypeInfo::Interface(_)) => format!("interface@{offset}"),
                    _ => format!("class@{offset}"),
                });
                if self.package.is_empty() { simple } else { format!("{}.{simple}", self.package) }
            }
        }
    }

    /// The simple name of a class of this package that its Debug component tells.
    fn debug_class(&self, offset: u16) -> Option<String> {
        let debug = self.cap.debug.as_ref()?;
        let class = debug.classes.iter().find(|class| class.location == offset)?;
        Some(simple_name(debug.string(class.name_index)?).to_owned())
    }

    /// The simple name of an applet that the manifest tells: its class has the install method.
    fn applet_class(&self, offset: u16) -> Option<String> {
        let install = |class: &ClassDescriptor| {
            let applets = self.cap.applet.iter().flat_map(|component| &component.applets);
            let mut own = applets.filter(|applet| {
                class.methods.iter().any(|method| method.method_offset == applet.install_method_offset)
            });
            own.next().map(|applet| applet.aid)
        };
        let classes = &self.cap.descriptor.as_ref()?.classes;
        let class = classes.iter().find(|class| class.this_class == ClassRef::Internal(offset))?;
        Some(simple_name(self.applets.get(&install(class)?)?).to_owned())
    }

    /// The name of a method of this package with its arguments, and its result.
    pub(super) fn method(&self, offset: u16) -> (String, String) {
        if let Some(debug) = &self.cap.debug
            && let Some((_, method)) = debug.method_at(offset)
            && let (Some(name), Some(descriptor)) =
                (debug.string(method.name_index), debug.string(method.descriptor_index))
        {
            let (arguments, result) = method_type(descriptor);
            return (format!("{name}{arguments}"), result);
        }
        match self.described(offset) {
            Some((class, method)) => {
                let types = self.cap.descriptor.as_ref().map(|descriptor| &descriptor.types);
                let signature = types.and_then(|types| types.at(method.type_offset));
                let signature = signature.map(|signature| cap_method_type(signature, self));
                let (arguments, result) = signature.unwrap_or_default();
                (format!("{}{arguments}", self.described_name(class, method)), result)
            }
            None => (format!("method@{offset}"), String::new()),
        }
    }

    /// The class that has a method of this package.
    pub(super) fn class_of_method(&self, offset: u16) -> Option<ClassRef> {
        self.described(offset).map(|(class, _)| class.this_class)
    }

    fn described(&self, offset: u16) -> Option<(&'a ClassDescriptor, &'a MethodDescriptor)> {
        let classes = &self.cap.descriptor.as_ref()?.classes;
        let mut methods =
            classes.iter().flat_map(|class| class.methods.iter().map(move |method| (class, method)));
        methods.find(|(_, method)| method.method_offset == offset && offset != 0)
    }

    /// A method's name from what it is: a constructor, `install` of an applet, an override of an API method.
    fn described_name(&self, class: &ClassDescriptor, method: &MethodDescriptor) -> String {
        let offset = method.method_offset;
        let mut applets = self.cap.applet.iter().flat_map(|component| &component.applets);
        if method.flags.contains(MethodFlags::INIT) {
            return "<init>".to_owned();
        }
        if applets.any(|applet| applet.install_method_offset == offset) {
            return "install".to_owned();
        }
        let not_virtual =
            method.flags.contains(MethodFlags::STATIC) || method.flags.contains(MethodFlags::PRIVATE);
        let overridden = if not_virtual { None } else { self.inherited(class.this_class, method.token) };
        overridden.map_or_else(|| format!("method@{offset}"), |api| api.name.to_owned())
    }

    /// The class of this package at an offset.
    fn class_info(&self, offset: u16) -> Option<&'a ClassInfo> {
        match self.types.get(&offset)? {
            TypeInfo::Class(class) => Some(class),
            TypeInfo::Interface(_) => None,
        }
    }

    /// The API method that a class of this package inherits under this token.
    fn inherited(&self, class: ClassRef, token: u8) -> Option<&'static ApiMethod> {
        let mut class = class;
        // A cycle has no more steps than there are types.
        for _ in 0..=self.types.len() {
            match class {
                ClassRef::External { package, class } => {
                    return self.api_class(package, class)?.virtual_method_by_token(token);
                }
                ClassRef::Internal(offset) => class = self.class_info(offset)?.super_class?,
            }
        }
        None
    }

    fn virtual_method(&self, class: ClassRef, token: VirtualMethodToken) -> String {
        let mut next = Some(class);
        for _ in 0..=self.types.len() {
            let Some(ClassRef::Internal(offset)) = next else { break };
            let Some(info) = self.class_info(offset) else { break };
            if let Some(Some(method)) = info.method(token) {
                return format!("{}.{}", self.class(class), self.method(method).0);
            }
            next = info.super_class;
        }
        match self.inherited(class, token.0) {
            Some(api) => format!("{}.{}", self.class(class), api_method(api)),
            None => format!("{}.virtual{}", self.class(class), token.0),
        }
    }

    /// A method of an interface.
    pub(super) fn interface_method(&self, interface: ClassRef, token: u8) -> String {
        let api = match interface {
            ClassRef::External { package, class } => {
                self.api_class(package, class).and_then(|api| api.interface_method_by_token(token))
            }
            ClassRef::Internal(_) => None,
        };
        let name = api.map_or_else(|| format!("interface{token}"), api_method);
        format!("{}.{name}", self.class(interface))
    }

    /// An instance field.
    pub(super) fn instance_field(&self, class: ClassRef, token: u8) -> String {
        let name = match class {
            ClassRef::Internal(offset) => self.debug_field(|location, flags, contents| {
                location == offset && flags & STATIC == 0 && contents == u32::from(token)
            }),
            ClassRef::External { package, class } => self.api_class(package, class).and_then(|api| {
                let own = |access: AccessFlags| !access.contains(AccessFlags::STATIC);
                let field = api.fields.iter().find(|field| field.token == token && own(field.access));
                field.map(|field| field.name.to_owned())
            }),
        };
        format!("{}.{}", self.class(class), name.unwrap_or_else(|| format!("field{token}")))
    }

    /// A static field of this package.
    pub(super) fn static_field(&self, offset: u16) -> String {
        const FINAL: u16 = 0x0010;
        let is_field = |flags: u16, contents: u32| {
            flags & STATIC != 0 && flags & FINAL == 0 && contents == u32::from(offset)
        };
        let name = self.debug_field(|_, flags, contents| is_field(flags, contents));
        name.unwrap_or_else(|| format!("static@{offset}"))
    }

    /// The name of the first field in the Debug component that fits.
    fn debug_field(&self, fits: impl Fn(u16, u16, u32) -> bool) -> Option<String> {
        let debug = self.cap.debug.as_ref()?;
        let mut fields =
            debug.classes.iter().flat_map(|class| class.fields.iter().map(move |field| (class, field)));
        let found = fields.find(|(class, field)| fits(class.location, field.access_flags, field.contents))?;
        debug.string(found.1.name_index).map(str::to_owned)
    }

    /// What an entry of the constant pool stands for.
    pub(super) fn constant(&self, constant: &Constant) -> String {
        match *constant {
            Constant::Class(class) => self.class(class),
            Constant::InstanceField { class, token } => self.instance_field(class, token),
            Constant::VirtualMethod { class, token } => self.virtual_method(class, token),
            Constant::SuperMethod { class, token } => {
                let super_class = match class {
                    ClassRef::Internal(offset) => self.class_info(offset).and_then(|info| info.super_class),
                    ClassRef::External { .. } => None,
                };
                self.virtual_method(super_class.unwrap_or(class), token)
            }
            Constant::StaticField(StaticRef::Internal(offset)) => self.static_field(offset),
            Constant::StaticMethod(StaticRef::Internal(offset)) => {
                let (name, _) = self.method(offset);
                match self.class_of_method(offset) {
                    Some(class) => format!("{}.{name}", self.class(class)),
                    None => name,
                }
            }
            Constant::StaticField(StaticRef::External { package, class, token }) => {
                let api = self.api_class(package, class);
                let own = |access: AccessFlags| access.contains(AccessFlags::STATIC);
                let field = api.and_then(|api| {
                    api.fields.iter().find(|field| field.token == token && own(field.access))
                });
                let name = field.map_or_else(|| format!("static{token}"), |field| field.name.to_owned());
                format!("{}.{name}", self.class(ClassRef::External { package, class }))
            }
            Constant::StaticMethod(StaticRef::External { package, class, token }) => {
                let api = self.api_class(package, class).and_then(|api| api.static_method_by_token(token));
                let name = api.map_or_else(|| format!("method{token}"), api_method);
                format!("{}.{name}", self.class(ClassRef::External { package, class }))
            }
        }
    }
}

/// Name and arguments.
fn api_method(method: &ApiMethod) -> String {
    format!("{}{}", method.name, method_type(method.descriptor).0)
}

/// The names of applets in a manifest: lines `Java-Card-Applet-n-Name` and `Java-Card-Applet-n-AID`.
fn applet_names(container: &CapContainer) -> BTreeMap<Aid, String> {
    let manifest = container.others.iter().find(|entry| entry.path == "META-INF/MANIFEST.MF");
    let text = manifest.map(|entry| String::from_utf8_lossy(&entry.bytes)).unwrap_or_default();
    // A long value goes on in lines that begin with a space.
    let text = text.replace("\r\n", "\n").replace("\n ", "");
    let mut names = BTreeMap::<&str, &str>::new();
    let mut aids = BTreeMap::<&str, Aid>::new();
    for line in text.lines() {
        let Some((key, value)) = line.split_once(':') else { continue };
        let Some(key) = key.strip_prefix("Java-Card-Applet-") else { continue };
        if let Some(number) = key.strip_suffix("-Name") {
            names.insert(number, value.trim());
        } else if let Some(number) = key.strip_suffix("-AID")
            && let Ok(aid) = value.replace("0x", "").replace(':', "").trim().parse()
        {
            aids.insert(number, aid);
        }
    }
    aids.into_iter().filter_map(|(number, aid)| Some((aid, (*names.get(number)?).to_owned()))).collect()
}
