//! Where everything lies in the components of a CAP file: offsets in the place of names.

mod static_image;

use std::collections::BTreeMap;

pub(crate) use self::static_image::{StaticImage, component_length};
use crate::classfile::{Class, Method};
use crate::compile::CompiledMethod;
use crate::diagnostic::Findings;
use crate::exports::{ExportedClass, ExportedMember};
use crate::package::Known;
use crate::resolve::{ClassReference, Entry, Resolver, StaticReference};
use crate::static_init::InitialValue;
use crate::tokens::{FieldLayout, MethodIndex, VirtualMethod, is_constant};
use crate::types::{MethodType, Type};

/// A package with all of its offsets.
#[derive(Debug)]
pub(crate) struct Linked<'a> {
    pub(crate) resolver: Resolver<'a>,
    pub(crate) methods: BTreeMap<MethodIndex, CompiledMethod>,
    /// Imported packages, by their index among those that could be; the place is the token.
    pub(crate) imports: Vec<usize>,
    /// In order.
    pub(crate) pool: Vec<Entry>,
    pub(crate) pool_indices: BTreeMap<Entry, usize>,
    /// By class: offset in the Class component.
    pub(crate) class_offsets: Vec<usize>,
    /// By class.
    pub(crate) shapes: Vec<ClassShape>,
    /// Offset of the method header in the Method component.
    pub(crate) method_offsets: BTreeMap<MethodIndex, usize>,
    pub(crate) statics: StaticImage,
}

/// What the Class component tells of a class or of an interface.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClassShape {
    pub(crate) is_interface: bool,
    pub(crate) shareable: bool,
    /// Of an interface: all that it extends.
    pub(crate) superinterfaces: Vec<ClassReference>,
    /// Of a class.
    pub(crate) superclass: Option<ClassReference>,
    pub(crate) layout: FieldLayout,
    pub(crate) public: MethodTable,
    pub(crate) package: MethodTable,
    /// Of a class: by interface, the public token of the method for each token of the interface.
    pub(crate) interfaces: Vec<(ClassReference, Vec<u8>)>,
}

/// A table of methods by token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MethodTable {
    /// The first token.
    pub(crate) base: u8,
    /// None where a class of another package has the method.
    pub(crate) methods: Vec<Option<MethodIndex>>,
}

/// Length of a method header (JCVM specification §6.9.2).
pub(crate) fn header_length(method: &CompiledMethod) -> usize {
    if needs_extended_header(method) { 4 } else { 2 }
}

/// Whether one of the numbers of a method header needs more than four bits.
pub(crate) fn needs_extended_header(method: &CompiledMethod) -> bool {
    let (stack, locals) =
        method.code.as_ref().map_or((0, 0), |(card, assembled)| (assembled.max_stack, card.locals));
    method.parameters > 15 || stack > 15 || locals > 15
}

/// Lays everything out.
pub(crate) fn link<'a>(
    resolver: Resolver<'a>,
    methods: BTreeMap<MethodIndex, CompiledMethod>,
    pool_indices: BTreeMap<Entry, usize>,
    initial: &BTreeMap<(usize, usize), InitialValue>,
    class_base: usize,
    findings: &mut Findings,
) -> Linked<'a> {
    let mut pool: Vec<(usize, Entry)> = pool_indices.iter().map(|(entry, index)| (*index, *entry)).collect();
    pool.sort_unstable();
    let pool: Vec<Entry> = pool.into_iter().map(|(_, entry)| entry).collect();
    if pool.len() > 65535 {
        findings.error(None, "the package names more than 65535 things", "make two packages of it");
    }
    let shapes: Vec<ClassShape> =
        (0..resolver.package.classes.len()).filter_map(|index| shape(resolver, index, findings)).collect();
    let mut class_offsets = Vec::new();
    let mut end = class_base;
    for shape in &shapes {
        class_offsets.push(end);
        end += shape.length();
    }
    if end > 0x7FFF {
        findings.error(
            None,
            "the classes of the package take more than 32767 bytes",
            "make two packages of it",
        );
    }
    let handlers: usize =
        methods.values().filter_map(|method| method.code.as_ref()).map(|(_, code)| code.handlers.len()).sum();
    if handlers > 255 {
        findings.error(
            None,
            format!("the package has {handlers} exception handlers, and a card knows 255"),
            "make two packages of it, or catch exceptions in fewer places",
        );
    }
    let mut end = 1 + 8 * handlers;
    let mut method_offsets = BTreeMap::new();
    for (index, method) in &methods {
        method_offsets.insert(*index, end);
        let code = method.code.as_ref().map_or(0, |(_, assembled)| assembled.bytecodes.len());
        end += header_length(method) + code;
    }
    if end > 65535 {
        findings.error(
            None,
            format!("the methods of the package take {end} bytes, and a CAP file holds 65535"),
            "make two packages of it",
        );
    }
    let statics = StaticImage::lay_out(resolver.package, initial, findings);
    let mut linked = Linked {
        resolver,
        methods,
        imports: Vec::new(),
        pool,
        pool_indices,
        class_offsets,
        shapes,
        method_offsets,
        statics,
    };
    linked.imports = linked.find_imports();
    if linked.imports.len() > 128 {
        findings.error(None, "more than 128 packages are imported", "make two packages of it");
    }
    linked
}

impl ClassShape {
    /// Bytes in the Class component (JCVM specification §6.8).
    fn length(&self) -> usize {
        if self.is_interface {
            return 1 + 2 * self.superinterfaces.len();
        }
        let interfaces: usize = self.interfaces.iter().map(|(_, tokens)| 3 + tokens.len()).sum();
        10 + 2 * (self.public.methods.len() + self.package.methods.len()) + interfaces
    }
}

fn shape(resolver: Resolver<'_>, index: usize, findings: &mut Findings) -> Option<ClassShape> {
    let package = resolver.package;
    let class = package.class(index)?;
    let tokens = resolver.tokens.classes.get(index)?;
    // What is missing was told before.
    let reference = |name: &String| resolver.class(name).ok();
    let interfaces = package.declared_interfaces(class);
    let shareable = package.is_shareable(&class.name);
    if interfaces.len() > 15 {
        findings.error(
            class.place(),
            format!("{} has more than 15 interfaces", class.display_name()),
            "extend and implement fewer of them",
        );
    }
    if class.access.is_interface() {
        let superinterfaces = interfaces.iter().filter_map(reference).collect();
        return Some(ClassShape { is_interface: true, shareable, superinterfaces, ..ClassShape::default() });
    }
    let mut implemented = Vec::new();
    for name in &interfaces {
        let Some(interface) = reference(name) else { continue };
        let mut public_tokens = Vec::new();
        for (method, descriptor) in resolver.interface_methods(name) {
            match tokens.virtual_method(&method, &descriptor).filter(|found| !found.is_package_visible()) {
                Some(found) => public_tokens.push(found.token),
                None => {
                    let interface = name.replace('/', ".");
                    findings.error(
                        class.place(),
                        format!("{} does not implement {interface}.{method}", class.display_name()),
                        "is the export file older or newer than the classes that javac saw?",
                    );
                }
            }
        }
        implemented.push((interface, public_tokens));
    }
    let superclass = class.superclass.as_ref();
    let from_package =
        superclass.is_some_and(|name| matches!(package.known(name), Some(Known::Internal(..))));
    let public: Vec<&VirtualMethod> =
        tokens.virtual_methods.iter().filter(|method| !method.is_package_visible()).collect();
    let hidden: Vec<&VirtualMethod> =
        tokens.virtual_methods.iter().filter(|method| method.is_package_visible()).collect();
    Some(ClassShape {
        is_interface: false,
        shareable,
        superinterfaces: Vec::new(),
        superclass: superclass.and_then(reference),
        layout: tokens.instance.clone(),
        public: table(&public, index),
        package: if from_package || !hidden.is_empty() {
            table(&hidden, index)
        } else {
            MethodTable::default()
        },
        interfaces: implemented,
    })
}

/// The methods from the first one that the class declares to the last that it has.
fn table(methods: &[&VirtualMethod], class: usize) -> MethodTable {
    use crate::tokens::Implementation;
    let number = |method: &VirtualMethod| method.token & 0x7F;
    let is_own = |method: &&&VirtualMethod| matches!(method.implementation, Implementation::Internal((of, _)) if of == class);
    let next = methods.iter().map(|method| number(method) + 1).max().unwrap_or(0);
    let base = methods.iter().filter(is_own).map(|method| number(method)).min().unwrap_or(next);
    let methods = (base..next)
        .map(|token| {
            methods.iter().find(|method| number(method) == token).and_then(|method| {
                match method.implementation {
                    Implementation::Internal(index) => Some(index),
                    Implementation::External => None,
                }
            })
        })
        .collect();
    MethodTable { base, methods }
}

impl Linked<'_> {
    /// The packages that are named anywhere, in the order of their first mention; java.lang in any case, because
    /// every class is made of java.lang.Object in the end.
    fn find_imports(&self) -> Vec<usize> {
        let mut imports = Vec::new();
        let mut note = |index: usize| {
            if !imports.contains(&index) {
                imports.push(index);
            }
        };
        let package_of = |class: &ClassReference| match class {
            ClassReference::External(package, _) => Some(*package),
            ClassReference::Internal(_) => None,
        };
        for shape in &self.shapes {
            let named = shape.superclass.iter().chain(&shape.superinterfaces);
            named.filter_map(package_of).for_each(&mut note);
            shape.interfaces.iter().filter_map(|(class, _)| package_of(class)).for_each(&mut note);
        }
        for entry in &self.pool {
            let package = match entry {
                Entry::Class(class)
                | Entry::InstanceField(class, _)
                | Entry::VirtualMethod(class, _)
                | Entry::SuperMethod(class, _) => package_of(class),
                Entry::StaticField(StaticReference::External(package, ..))
                | Entry::StaticMethod(StaticReference::External(package, ..)) => Some(*package),
                Entry::StaticField(_) | Entry::StaticMethod(_) => None,
            };
            package.into_iter().for_each(&mut note);
        }
        let package = self.resolver.package;
        let mut types: Vec<Type> = Vec::new();
        for class in &package.classes {
            types.extend(
                class.fields.iter().filter(|field| !is_constant(field)).map(|field| field.field_type.clone()),
            );
            types.extend(class.methods.iter().flat_map(|method| method.method_type.types().cloned()));
        }
        for entry in &self.pool {
            match self.entry_type(entry) {
                Some(EntryType::Field(of)) => types.push(of),
                Some(EntryType::Method(of)) => types.extend(of.types().cloned()),
                None => {}
            }
        }
        let classes = types.iter().filter_map(|of| self.resolver.class_of_type(of).ok().flatten());
        classes.filter_map(|class| package_of(&class)).for_each(&mut note);
        let lang = package.imports.iter().position(|import| import.name == "java/lang");
        lang.into_iter().for_each(&mut note);
        imports
    }

    /// Whether a card needs the type int for it (JCVM specification §2.2.3.1).
    pub(crate) fn uses_int(&self) -> bool {
        let package = self.resolver.package;
        let has_int = |of: &Type| match of {
            Type::Int => true,
            Type::Array(component) => **component == Type::Int,
            _ => false,
        };
        let in_fields = package.classes.iter().flat_map(|class| &class.fields);
        let in_methods = package.classes.iter().flat_map(|class| &class.methods);
        in_fields.filter(|field| !is_constant(field)).any(|field| has_int(&field.field_type))
            || in_methods.flat_map(|method| method.method_type.types()).any(has_int)
            || self.pool.iter().filter_map(|entry| self.entry_type(entry)).any(|of| match of {
                EntryType::Field(of) => has_int(&of),
                EntryType::Method(of) => of.types().any(has_int),
            })
            || self
                .methods
                .values()
                .filter_map(|method| method.code.as_ref())
                .flat_map(|(card, _)| &card.items)
                .any(|item| item.instruction.needs_int())
    }

    /// The type of the field or method that an entry names; none of a class.
    pub(crate) fn entry_type(&self, entry: &Entry) -> Option<EntryType> {
        let package = self.resolver.package;
        let external = |index: usize, token: u8| -> Option<&ExportedClass> {
            package.imports.get(index)?.classes.iter().find(|class| class.token == token)
        };
        let field_of =
            |member: Option<&ExportedMember>| Some(EntryType::Field(Type::parse(&member?.descriptor)?));
        let method_of = |member: Option<&ExportedMember>| {
            Some(EntryType::Method(MethodType::parse(&member?.descriptor)?))
        };
        match *entry {
            Entry::Class(_) => None,
            Entry::InstanceField(ClassReference::Internal(class), token) => {
                let tokens = &self.resolver.tokens.classes.get(class)?.instance.tokens;
                let (field, _) = tokens.iter().find(|(_, candidate)| **candidate == token)?;
                Some(EntryType::Field(package.field(class, *field)?.field_type.clone()))
            }
            Entry::InstanceField(ClassReference::External(index, class), token) => field_of(
                external(index, class)?
                    .fields
                    .iter()
                    .find(|field| field.token == token && !field.is_static()),
            ),
            Entry::VirtualMethod(ClassReference::Internal(class), token)
            | Entry::SuperMethod(ClassReference::Internal(class), token) => {
                let methods = &self.resolver.tokens.classes.get(class)?.virtual_methods;
                let found = methods.iter().find(|method| method.token == token)?;
                MethodType::parse(&found.descriptor).map(EntryType::Method)
            }
            Entry::VirtualMethod(ClassReference::External(index, class), token)
            | Entry::SuperMethod(ClassReference::External(index, class), token) => {
                method_of(external(index, class)?.virtual_methods.iter().find(|method| method.token == token))
            }
            Entry::StaticField(StaticReference::Internal(class, field)) => {
                Some(EntryType::Field(package.field(class, field)?.field_type.clone()))
            }
            Entry::StaticField(StaticReference::External(index, class, token)) => field_of(
                external(index, class)?.fields.iter().find(|field| field.token == token && field.is_static()),
            ),
            Entry::StaticMethod(StaticReference::Internal(class, method)) => {
                Some(EntryType::Method(package.method(class, method)?.method_type.clone()))
            }
            Entry::StaticMethod(StaticReference::External(index, class, token)) => {
                method_of(external(index, class)?.static_methods.iter().find(|method| method.token == token))
            }
        }
    }

    /// The classes with their methods and the places of those in the Method component, as far as they have one.
    pub(crate) fn class_methods(
        &self,
        class_index: usize,
    ) -> impl Iterator<Item = (usize, &Method, Option<usize>)> {
        let class: Option<&Class> = self.resolver.package.class(class_index);
        class.into_iter().flat_map(|class| class.methods.iter().enumerate()).map(move |(index, method)| {
            (index, method, self.method_offsets.get(&(class_index, index)).copied())
        })
    }
}

/// The type of a field or of a method.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EntryType {
    Field(Type),
    Method(MethodType),
}
