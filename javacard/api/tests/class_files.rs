//! The compiled sources against the token tables, in both directions: each class, supertype, member, flag and
//! constant of the one is in the other, and nothing else that is public.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the helpers of a test may panic"
)]

#[path = "support/java.rs"]
mod java;

use cafebabe::attributes::AttributeData;
use cafebabe::constant_pool::LiteralConstant;
use cafebabe::{ClassFile, FieldInfo, MethodInfo};
use cardamom_java_card_api::{AccessFlags, ApiClass, ApiMethod, packages};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// The flags of members that both kinds of file have; `native` and `synchronized` are no part of the API.
const MEMBER: u16 = AccessFlags::PUBLIC
    | AccessFlags::PROTECTED
    | AccessFlags::STATIC
    | AccessFlags::FINAL
    | AccessFlags::ABSTRACT;

/// The flags of classes that both kinds of file have.
const CLASS: u16 = AccessFlags::PUBLIC | AccessFlags::FINAL | AccessFlags::INTERFACE | AccessFlags::ABSTRACT;

/// What javac made of itself.
const SYNTHETIC: u16 = 0x1000;

/// The classes of the table.
fn table() -> impl Iterator<Item = &'static ApiClass> {
    packages().iter().flat_map(|package| package.classes)
}

/// What others can see of a class file.
struct Seen {
    flags: u16,
    superclass: Option<String>,
    interfaces: Vec<String>,
    /// Name and descriptor to flags.
    methods: BTreeMap<(String, String), u16>,
    /// Name to descriptor, flags and constant value.
    fields: BTreeMap<String, (String, u16, Option<i32>)>,
}

fn seen(class: &ClassFile<'_>) -> Seen {
    // javac adds bridges to methods that return a more special type than the one they override: synthetic.
    let visible =
        |flags: u16| flags & (AccessFlags::PUBLIC | AccessFlags::PROTECTED) != 0 && flags & SYNTHETIC == 0;
    let method = |method: &MethodInfo<'_>| {
        ((method.name.to_string(), method.descriptor.to_string()), method.access_flags.bits() & MEMBER)
    };
    let field = |field: &FieldInfo<'_>| {
        let value = field.attributes.iter().find_map(|attribute| match attribute.data {
            AttributeData::ConstantValue(LiteralConstant::Integer(value)) => Some(value),
            _ => None,
        });
        (field.name.to_string(), (field.descriptor.to_string(), field.access_flags.bits() & MEMBER, value))
    };
    Seen {
        flags: class.access_flags.bits() & CLASS,
        superclass: class.super_class.as_ref().map(ToString::to_string),
        interfaces: class.interfaces.iter().map(ToString::to_string).collect(),
        methods: class.methods.iter().filter(|m| visible(m.access_flags.bits())).map(method).collect(),
        fields: class.fields.iter().filter(|f| visible(f.access_flags.bits())).map(field).collect(),
    }
}

/// The class files of the sources, and what to do with them.
struct Classes(BTreeMap<String, Seen>);

impl Classes {
    /// Compiles the sources, once for all tests.
    fn compile() -> &'static Self {
        static CLASSES: OnceLock<Classes> = OnceLock::new();
        CLASSES.get_or_init(Self::compile_now)
    }

    fn compile_now() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let compiled = java::compile(folder.path());
        Self(
            compiled
                .classes
                .iter()
                .map(|(name, bytes)| (name.clone(), seen(&cafebabe::parse_class(bytes).unwrap())))
                .collect(),
        )
    }

    /// The superclasses, `java/lang/Object` first, and the interfaces of them all.
    fn supertypes(&self, name: &str) -> (Vec<String>, BTreeSet<String>) {
        let class = &self.0[name];
        let (mut superclasses, mut interfaces) = match &class.superclass {
            None => (Vec::new(), BTreeSet::new()),
            Some(superclass) => {
                let (mut superclasses, interfaces) = self.supertypes(superclass);
                superclasses.push(superclass.clone());
                (superclasses, interfaces)
            }
        };
        for interface in &class.interfaces {
            interfaces.extend(self.supertypes(interface).1);
            interfaces.insert(interface.clone());
        }
        superclasses.dedup();
        (superclasses, interfaces)
    }

    /// The flags of an instance method where it is declared: in the class, or the nearest supertype.
    fn declared(&self, class: &ApiClass, name: &str, descriptor: &str) -> Option<u16> {
        let key = (name.to_owned(), descriptor.to_owned());
        let mut lookup = vec![class.name];
        if class.is_interface() {
            lookup.extend(class.interfaces);
        } else {
            lookup.extend(class.superclasses.iter().rev());
        }
        lookup.into_iter().find_map(|class| self.0[class].methods.get(&key).copied())
    }
}

fn expect<T: PartialEq + std::fmt::Debug>(errors: &mut Vec<String>, what: String, compiled: T, table: T) {
    if compiled != table {
        errors.push(format!("{what}: compiled {compiled:?}, in the table {table:?}"));
    }
}

fn strings(names: &[&str]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

#[test]
fn the_classes_are_those_of_the_table() {
    let classes = Classes::compile();
    let compiled: BTreeSet<_> = classes.0.keys().map(String::as_str).collect();
    let table: BTreeSet<_> = table().map(|class| class.name).collect();
    let missing: Vec<_> = table.difference(&compiled).collect();
    let extra: Vec<_> = compiled.difference(&table).collect();
    assert!(
        missing.is_empty() && extra.is_empty(),
        "without source: {missing:?}; not in the table: {extra:?}"
    );
}

#[test]
fn supertypes_and_flags_are_those_of_the_table() {
    let classes = Classes::compile();
    let mut errors = Vec::new();
    for class in table() {
        let name = class.name;
        let (superclasses, interfaces) = classes.supertypes(name);
        let is = |interface: &str| name == interface || interfaces.contains(interface);
        let mut flags = classes.0[name].flags;
        if is("javacard/framework/Shareable") {
            flags |= AccessFlags::SHAREABLE;
        }
        if is("java/rmi/Remote") {
            flags |= AccessFlags::REMOTE;
        }
        expect(&mut errors, format!("flags of {name}"), flags, class.access.0);
        expect(&mut errors, format!("superclasses of {name}"), superclasses, strings(class.superclasses));
        let table = class.interfaces.iter().map(ToString::to_string).collect();
        expect(&mut errors, format!("interfaces of {name}"), interfaces, table);
    }
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn methods_are_those_of_the_table() {
    let classes = Classes::compile();
    let mut errors = Vec::new();
    for class in table() {
        let instance: Vec<&ApiMethod> = class.virtual_methods.iter().chain(class.interface_methods).collect();
        for method in &instance {
            let what = format!("{}.{}{}", class.name, method.name, method.descriptor);
            let declared = classes.declared(class, method.name, method.descriptor);
            expect(&mut errors, what, declared, Some(method.access.0));
        }
        for method in class.static_methods {
            let what = format!("{}.{}{}", class.name, method.name, method.descriptor);
            let key = (method.name.to_owned(), method.descriptor.to_owned());
            expect(
                &mut errors,
                what,
                classes.0[class.name].methods.get(&key).copied(),
                Some(method.access.0),
            );
        }
        for ((name, descriptor), flags) in &classes.0[class.name].methods {
            let mut table = instance.iter().copied().chain(class.static_methods);
            if !table.any(|method| method.name == name && method.descriptor == descriptor) {
                errors.push(format!(
                    "{}.{name}{descriptor} with flags {flags:#06x} is not in the table",
                    class.name
                ));
            }
        }
    }
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn fields_and_constants_are_those_of_the_table() {
    let classes = Classes::compile();
    let constant = AccessFlags::PUBLIC | AccessFlags::STATIC | AccessFlags::FINAL;
    let mut errors = Vec::new();
    for class in table() {
        let mut table: BTreeMap<_, _> = class
            .fields
            .iter()
            .map(|field| (field.name.to_owned(), (field.descriptor.to_owned(), field.access.0, None)))
            .collect();
        table.extend(class.constants.iter().map(|field| {
            (field.name.to_owned(), (field.descriptor.to_owned(), constant, Some(field.value)))
        }));
        expect(&mut errors, format!("fields of {}", class.name), &classes.0[class.name].fields, &table);
    }
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}
