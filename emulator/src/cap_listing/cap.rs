//! What is in a CAP file.

use std::collections::BTreeMap;

use cardamom_cap::CapFile;
use cardamom_cap::check::check;
use cardamom_cap::class::{ClassInfo, TypeInfo};
use cardamom_cap::constant_pool::{Constant, StaticRef};
use cardamom_cap::container::CapContainer;
use cardamom_cap::descriptor::{ClassDescriptor, FieldRef, FieldType};
use cardamom_cap::instruction::{Instruction, Instructions, Operands, TypeOperand};
use cardamom_cap::method_table::{MethodEntry, MethodTable};
use cardamom_cap::package::{ClassRef, PackageInfo};
use serde::Serialize;

use super::java_types::{cap_type, with_dots};
use super::names::{Names, api_package};

/// What is in a CAP file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct CapListing {
    pub(super) format: String,
    pub(super) package: Package,
    pub(super) flags: Vec<&'static str>,
    pub(super) imports: Vec<Package>,
    pub(super) applets: Vec<Applet>,
    pub(super) components: Vec<Component>,
    pub(super) static_fields: StaticFields,
    pub(super) classes: Vec<Class>,
    /// Methods that no class is known to have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) methods: Vec<Method>,
    /// Rules that the file does not follow.
    pub(super) violations: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct Package {
    pub(super) name: Option<String>,
    pub(super) aid: String,
    pub(super) version: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Applet {
    pub(super) aid: String,
    pub(super) class: Option<String>,
    pub(super) install_method: u16,
}

#[derive(Debug, Serialize)]
pub(super) struct Component {
    pub(super) name: String,
    pub(super) size: usize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct StaticFields {
    pub(super) image_size: usize,
    pub(super) references: u16,
    pub(super) arrays: Vec<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Class {
    pub(super) name: String,
    pub(super) offset: usize,
    pub(super) token: Option<u8>,
    pub(super) access: Vec<&'static str>,
    pub(super) is_interface: bool,
    pub(super) superclass: Option<String>,
    pub(super) interfaces: Vec<String>,
    pub(super) instance_cells: Option<u8>,
    pub(super) fields: Vec<Field>,
    pub(super) methods: Vec<Method>,
}

#[derive(Debug, Serialize)]
pub(super) struct Field {
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) field_type: String,
    pub(super) access: Vec<&'static str>,
    pub(super) place: String,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Method {
    pub(super) name: String,
    pub(super) result: String,
    pub(super) token: Option<u8>,
    pub(super) access: Vec<&'static str>,
    pub(super) offset: usize,
    pub(super) max_stack: u8,
    pub(super) arguments: u8,
    pub(super) max_locals: u8,
    pub(super) handlers: Vec<Handler>,
    pub(super) code: Vec<CodeLine>,
}

#[derive(Debug, Serialize)]
pub(super) struct Handler {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) handler: u16,
    pub(super) catches: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct CodeLine {
    pub(super) offset: usize,
    pub(super) instruction: String,
    /// What the entry of the constant pool stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) refers_to: Option<String>,
    /// The line of source that begins here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<u16>,
}

impl CapListing {
    /// What is in this file.
    pub(super) fn of(cap: &CapFile, container: Option<&CapContainer>) -> Self {
        let names = Names::of(cap, container);
        let table = MethodTable::of(cap).unwrap_or_default();
        let lister = Lister { cap, names: &names };
        let mut methods: BTreeMap<usize, Method> =
            table.methods.iter().map(|entry| (entry.offset, lister.method(entry))).collect();
        let classes = lister.classes(&mut methods);
        let components = cap.to_components().unwrap_or_default();
        Self {
            format: cap.header.format.to_string(),
            package: Package {
                name: Some(names.package().to_owned()).filter(|name| !name.is_empty()),
                ..package(&cap.header.package)
            },
            flags: cap.header.flags.names().collect(),
            imports: cap.import.packages.iter().map(package).collect(),
            applets: lister.applets(),
            components: components
                .iter()
                .map(|component| Component {
                    name: component_name(component.kind),
                    size: component.info.len(),
                })
                .collect(),
            static_fields: StaticFields {
                image_size: cap.static_field.image_size(),
                references: cap.static_field.reference_count,
                arrays: cap.static_field.arrays.iter().map(array_name).collect(),
            },
            classes,
            methods: methods.into_values().collect(),
            violations: check(cap).iter().map(ToString::to_string).collect(),
        }
    }
}

fn component_name(kind: cardamom_cap::ComponentKind) -> String {
    match kind {
        cardamom_cap::ComponentKind::Custom(tag) => format!("custom {tag}"),
        kind => kind.name().to_owned(),
    }
}

fn array_name(array: &cardamom_cap::static_field::ArrayInit) -> String {
    format!("{}[{}]", array.element.name(), array.values.len() / array.element.size())
}

fn package(info: &PackageInfo) -> Package {
    Package {
        name: api_package(&info.aid).map(|api| with_dots(api.name)),
        aid: info.aid.to_string(),
        version: info.version.to_string(),
    }
}

/// Lists the parts of a CAP file.
struct Lister<'a> {
    cap: &'a CapFile,
    names: &'a Names<'a>,
}

impl Lister<'_> {
    fn applets(&self) -> Vec<Applet> {
        let applets = self.cap.applet.iter().flat_map(|component| &component.applets);
        let list = applets.map(|applet| Applet {
            aid: applet.aid.to_string(),
            class: self
                .names
                .class_of_method(applet.install_method_offset)
                .map(|class| self.names.class(class)),
            install_method: applet.install_method_offset,
        });
        list.collect()
    }

    /// The classes; each takes its methods out of those that are given.
    fn classes(&self, methods: &mut BTreeMap<usize, Method>) -> Vec<Class> {
        let described = |offset: usize| {
            let classes = &self.cap.descriptor.as_ref()?.classes;
            let offset = ClassRef::Internal(u16::try_from(offset).ok()?);
            classes.iter().find(|class| class.this_class == offset)
        };
        let mut list = Vec::new();
        for (offset, info) in self.cap.class.types_with_offsets() {
            let descriptor = described(offset);
            let reference = u16::try_from(offset).map_or(ClassRef::Internal(0), ClassRef::Internal);
            let (is_interface, superclass, interfaces, instance_cells) = match info {
                TypeInfo::Interface(interface) => (true, None, interface.superinterfaces.clone(), None),
                TypeInfo::Class(class) => {
                    let interfaces = class.interfaces.iter().map(|implemented| implemented.interface);
                    (false, class.super_class, interfaces.collect(), Some(class.declared_instance_size))
                }
            };
            let mut class = Class {
                name: self.names.class(reference),
                offset,
                token: descriptor.map(|class| class.token).filter(|token| *token != 0xFF),
                access: descriptor.map(|class| class.flags.names().collect()).unwrap_or_default(),
                is_interface,
                superclass: superclass.map(|class| self.names.class(class)),
                interfaces: interfaces.into_iter().map(|one| self.names.class(one)).collect(),
                instance_cells,
                fields: descriptor.map(|class| self.fields(class)).unwrap_or_default(),
                methods: Vec::new(),
            };
            match (descriptor, info) {
                (Some(descriptor), _) => class.methods = self.described_methods(descriptor, methods),
                (None, TypeInfo::Class(info)) => class.methods = own_methods(info, methods),
                (None, TypeInfo::Interface(_)) => {}
            }
            list.push(class);
        }
        list
    }

    fn fields(&self, class: &ClassDescriptor) -> Vec<Field> {
        let types = self.cap.descriptor.as_ref().map(|descriptor| &descriptor.types);
        let list = class.fields.iter().map(|field| {
            let field_type = match field.field_type {
                FieldType::Primitive(primitive) => primitive.name().to_owned(),
                FieldType::Reference(offset) => {
                    let descriptor = types.and_then(|types| types.at(offset));
                    let one = descriptor.and_then(|descriptor| descriptor.types.first());
                    one.map_or_else(|| format!("type@{offset}"), |one| cap_type(*one, self.names))
                }
            };
            let (name, place) = match field.reference {
                FieldRef::Instance { class, token } => {
                    (self.names.instance_field(class, token), format!("token {token}"))
                }
                FieldRef::Static(StaticRef::Internal(offset)) => {
                    (self.names.static_field(offset), format!("static image {offset}"))
                }
                FieldRef::Static(reference) => {
                    (self.names.constant(&Constant::StaticField(reference)), String::new())
                }
            };
            let name = name.rsplit('.').next().unwrap_or(&name).to_owned();
            Field { name, field_type, access: field.flags.names().collect(), place }
        });
        list.collect()
    }

    fn described_methods(
        &self,
        class: &ClassDescriptor,
        methods: &mut BTreeMap<usize, Method>,
    ) -> Vec<Method> {
        let mut list = Vec::new();
        for descriptor in &class.methods {
            let mut method = if descriptor.method_offset == 0 {
                let name = self.names.interface_method(class.this_class, descriptor.token);
                Method { name: name.rsplit('.').next().unwrap_or(&name).to_owned(), ..Method::default() }
            } else {
                methods.remove(&usize::from(descriptor.method_offset)).unwrap_or_default()
            };
            method.token = Some(descriptor.token).filter(|token| *token != 0xFF);
            method.access = descriptor.flags.names().filter(|name| *name != "constructor").collect();
            list.push(method);
        }
        list
    }

    fn method(&self, entry: &MethodEntry) -> Method {
        let (name, result) =
            u16::try_from(entry.offset).map(|offset| self.names.method(offset)).unwrap_or_default();
        let start = entry.code_start();
        let own = start..entry.end;
        let handlers = self.cap.method.handlers.iter();
        let handlers = handlers.filter(|handler| own.contains(&usize::from(handler.start_offset)));
        Method {
            name,
            result,
            offset: entry.offset,
            max_stack: entry.header.max_stack,
            arguments: entry.header.nargs,
            max_locals: entry.header.max_locals,
            handlers: handlers
                .map(|handler| Handler {
                    start: handler.start_offset.into(),
                    end: handler.end_offset(),
                    handler: handler.handler_offset,
                    catches: match handler.catch_type_index {
                        0 => "everything".to_owned(),
                        index => self.constant(index),
                    },
                })
                .collect(),
            code: self.code(entry),
            ..Method::default()
        }
    }

    fn constant(&self, index: u16) -> String {
        let constant = self.cap.constant_pool.get(index);
        constant.map_or_else(|| format!("#{index}"), |constant| self.names.constant(constant))
    }

    fn code(&self, entry: &MethodEntry) -> Vec<CodeLine> {
        let start = entry.code_start();
        let code = self.cap.method.bytes(start, entry.end).unwrap_or_default();
        let code = if entry.header.is_abstract { &[] } else { code };
        let debug = self.cap.debug.as_ref();
        let location = u16::try_from(entry.offset).unwrap_or_default();
        let debug = debug.and_then(|debug| debug.method_at(location)).map(|(_, method)| method);
        let mut last_line = None;
        let lines = Instructions::of(code).map(|(offset, instruction)| {
            let at = start.saturating_add(offset);
            let line = u16::try_from(offset).ok().and_then(|pc| debug?.line_at(pc));
            let new_line = line.filter(|_| line != last_line);
            last_line = line.or(last_line);
            let (instruction, refers_to) = match instruction {
                Ok(instruction) => (assembly(at, &instruction), self.refers_to(&instruction)),
                Err(rule) => (format!("({rule})"), None),
            };
            CodeLine { offset: at, instruction, refers_to, line: new_line }
        });
        lines.collect()
    }

    fn refers_to(&self, instruction: &Instruction) -> Option<String> {
        match instruction.operands {
            Operands::InterfaceMethod { interface, token, .. } => {
                match self.cap.constant_pool.get(interface) {
                    Some(Constant::Class(class)) => Some(self.names.interface_method(*class, token)),
                    _ => Some(self.constant(interface)),
                }
            }
            Operands::Type(TypeOperand::ReferenceArray { class }) => {
                Some(format!("{}[]", self.constant(class)))
            }
            _ => instruction.pool_index().map(|index| self.constant(index)),
        }
    }
}

/// Methods of the class's tables, for want of a Descriptor.
fn own_methods(class: &ClassInfo, methods: &mut BTreeMap<usize, Method>) -> Vec<Method> {
    let offsets = class.public_methods.iter().chain(&class.package_methods).flatten();
    offsets.filter_map(|offset| methods.remove(&usize::from(*offset))).collect()
}

/// An instruction with places as offsets of the Method component's info.
fn assembly(at: usize, instruction: &Instruction) -> String {
    let target = |branch: i16| match at.checked_add_signed(branch.into()) {
        Some(target) => target.to_string(),
        None => format!("{branch:+}"),
    };
    let mnemonic = instruction.opcode.mnemonic();
    match &instruction.operands {
        Operands::Branch(branch) => format!("{mnemonic} {}", target(*branch)),
        Operands::TableSwitch { default, low, offsets } => {
            let cases =
                (*low..).zip(offsets).map(|(number, offset)| format!("{number}: {}", target(*offset)));
            let cases: Vec<String> = cases.collect();
            format!("{mnemonic} {}, default: {}", cases.join(", "), target(*default))
        }
        Operands::LookupSwitch { default, pairs } => {
            let cases = pairs.iter().map(|(number, offset)| format!("{number}: {}, ", target(*offset)));
            format!("{mnemonic} {}default: {}", cases.collect::<String>(), target(*default))
        }
        _ => instruction.to_string(),
    }
}
