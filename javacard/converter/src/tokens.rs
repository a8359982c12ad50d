//! The numbers by which a CAP file knows classes, methods and fields (JCVM specification §4.3.7).

mod fields;
mod interfaces;
mod virtuals;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use self::fields::{FieldLayout, is_constant};
pub(crate) use self::virtuals::{Implementation, VirtualMethod};
use crate::classfile::{Class, Field};
use crate::diagnostic::Findings;
use crate::exports::{ExportedClass, ExportedPackage};
use crate::package::Package;

/// A method by the indices of its class and of itself.
pub(crate) type MethodIndex = (usize, usize);

/// The tokens of a package.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tokens {
    /// As the classes of the package are ordered.
    pub(crate) classes: Vec<ClassTokens>,
    /// The classes that other packages can name, by their token.
    pub(crate) exported: BTreeMap<u8, usize>,
}

/// The tokens of a class.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClassTokens {
    /// None of what only the package can name.
    pub(crate) token: Option<u8>,
    /// Static methods and constructors, by the index of the method, of those that other packages can name.
    pub(crate) static_methods: BTreeMap<usize, u8>,
    /// Static fields, by the index of the field.
    pub(crate) static_fields: BTreeMap<usize, u8>,
    /// Instance fields and their place in the object.
    pub(crate) instance: FieldLayout,
    /// Of a class: every instance method that is not private, inherited ones included.
    pub(crate) virtual_methods: Vec<VirtualMethod>,
    /// Of an interface: name and descriptor of each method, inherited ones included; the index is the token.
    pub(crate) interface_methods: Vec<(String, String)>,
}

impl ClassTokens {
    /// The token of a method of this interface.
    pub(crate) fn interface_method(&self, name: &str, descriptor: &str) -> Option<u8> {
        let index = self.interface_methods.iter().position(|(n, d)| n == name && d == descriptor)?;
        u8::try_from(index).ok()
    }

    /// An instance method of this class.
    pub(crate) fn virtual_method(&self, name: &str, descriptor: &str) -> Option<&VirtualMethod> {
        self.virtual_methods.iter().find(|method| method.name == name && method.descriptor == descriptor)
    }
}

/// Gives out the tokens. What an earlier version of the package exported keeps its token.
pub(crate) fn assign(
    package: &Package<'_>,
    is_library: bool,
    previous: Option<&ExportedPackage>,
    findings: &mut Findings,
) -> Tokens {
    let mut tokens = Tokens::default();
    let class_tokens = classes(package, is_library, previous, findings);
    for (index, class) in package.classes.iter().enumerate() {
        let before = previous.and_then(|previous| previous.class(&class.name));
        let mut of_class = ClassTokens { token: class_tokens.get(&index).copied(), ..ClassTokens::default() };
        statics(class, before, &mut of_class, findings);
        of_class.instance = fields::layout(class, before, findings);
        if class.access.is_interface() {
            of_class.interface_methods = interfaces::methods(package, &tokens, class, before, findings);
        } else {
            of_class.virtual_methods = virtuals::methods(package, &tokens, index, class, before, findings);
        }
        tokens.classes.push(of_class);
    }
    for (index, of_class) in tokens.classes.iter().enumerate() {
        let shared = package.class(index).is_some_and(|class| {
            is_library || (class.access.is_interface() && package.is_shareable(&class.name))
        });
        if let (Some(token), true) = (of_class.token, shared) {
            tokens.exported.insert(token, index);
        }
    }
    if let Some(previous) = previous {
        gone(package, previous, findings);
    }
    tokens
}

/// Of an applet package only the shareable interfaces can be named by others, so they come first.
fn classes(
    package: &Package<'_>,
    is_library: bool,
    previous: Option<&ExportedPackage>,
    findings: &mut Findings,
) -> BTreeMap<usize, u8> {
    let mut public: Vec<(usize, &Class)> =
        package.classes.iter().enumerate().filter(|(_, class)| class.access.is_public()).collect();
    if !is_library {
        public.sort_by_key(|(_, class)| !(class.access.is_interface() && package.is_shareable(&class.name)));
    }
    let before =
        |class: &Class| previous.and_then(|previous| previous.class(&class.name)).map(|class| class.token);
    let mut given = Given::new(public.iter().filter_map(|(_, class)| before(class)));
    let mut tokens = BTreeMap::new();
    for (index, class) in public {
        match given.give(before(class)) {
            Some(token) => {
                tokens.insert(index, token);
            }
            None => findings.error(
                class.place(),
                "the package has more than 255 public classes",
                "make two packages of it",
            ),
        }
    }
    tokens
}

fn statics(class: &Class, before: Option<&ExportedClass>, tokens: &mut ClassTokens, findings: &mut Findings) {
    if !class.access.is_public() {
        return;
    }
    let methods: Vec<(usize, Option<u8>)> = class
        .methods
        .iter()
        .enumerate()
        .filter(|(_, method)| {
            method.access.is_public_or_protected()
                && (method.access.is_static() || method.name == "<init>")
                && method.name != "<clinit>"
        })
        .map(|(index, method)| {
            let old = before
                .and_then(|before| before.static_method(&method.name, &method.method_type.descriptor()));
            (index, old.map(|old| old.token))
        })
        .collect();
    let fields: Vec<(usize, Option<u8>)> = class
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| {
            field.access.is_public_or_protected() && field.access.is_static() && !is_constant(field)
        })
        .map(|(index, field)| {
            let old = before.and_then(|before| before.field(&field.name, &field.field_type.descriptor()));
            (index, old.map(|old| old.token))
        })
        .collect();
    for (members, into, what) in [
        (methods, &mut tokens.static_methods, "static methods and constructors"),
        (fields, &mut tokens.static_fields, "static fields"),
    ] {
        let mut given = Given::new(members.iter().filter_map(|(_, old)| *old));
        for (index, old) in members {
            match given.give(old) {
                Some(token) => {
                    into.insert(index, token);
                }
                None => findings.error(
                    class.place(),
                    format!("the class {} has more than 255 public {what}", class.display_name()),
                    "make two classes of it",
                ),
            }
        }
    }
}

/// Classes and members that an earlier version had, and that whoever linked to it would miss.
fn gone(package: &Package<'_>, previous: &ExportedPackage, findings: &mut Findings) {
    const HELP: &str = "put it back, or give the package a new major version and no export map";
    for old in &previous.classes {
        let mut public = package.classes.iter().filter(|class| class.access.is_public());
        let Some(class) = public.find(|class| class.name == old.name) else {
            let name = old.name.replace('/', ".");
            findings.error(None, format!("the class {name} of the export map is gone"), HELP);
            continue;
        };
        let inherited: BTreeSet<(&str, String)> = package
            .superclasses(&class.name)
            .iter()
            .filter_map(|known| match known {
                crate::package::Known::Internal(_, class) => Some(class),
                crate::package::Known::External(..) => None,
            })
            .flat_map(|class| &class.methods)
            .filter(|method| method.access.is_public_or_protected())
            .map(|method| (method.name.as_str(), method.method_type.descriptor()))
            .collect();
        let own = |name: &str, descriptor: &str| {
            class
                .methods
                .iter()
                .filter(|method| method.access.is_public_or_protected())
                .any(|method| method.name == name && method.method_type.descriptor() == descriptor)
        };
        for method in &old.static_methods {
            if !own(&method.name, &method.descriptor) {
                let message = format!("the method {} of the export map is gone", method.name);
                findings.error(class.place(), message, HELP);
            }
        }
        for method in &old.virtual_methods {
            let is_there = inherited.contains(&(method.name.as_str(), method.descriptor.clone()))
                || package.superclasses(&class.name).iter().any(|known| match known {
                    crate::package::Known::Internal(..) => false,
                    crate::package::Known::External(_, class) => {
                        class.instance_method(&method.name, &method.descriptor).is_some()
                    }
                });
            if !is_there {
                let message = format!("the method {} of the export map is gone", method.name);
                findings.error(class.place(), message, HELP);
            }
        }
        for field in &old.fields {
            let is_there = |new: &Field| {
                new.access.is_public_or_protected()
                    && new.name == field.name
                    && new.field_type.descriptor() == field.descriptor
            };
            if !class.fields.iter().any(is_there) {
                findings.error(
                    class.place(),
                    format!("the field {} of the export map is gone", field.name),
                    HELP,
                );
            }
        }
    }
}

/// Tokens that are taken; new ones follow the last.
struct Given {
    next: u16,
}

impl Given {
    fn new(kept: impl Iterator<Item = u8>) -> Self {
        Self { next: kept.map(|token| u16::from(token) + 1).max().unwrap_or(0) }
    }

    /// The old token, or the next one. None when all 255 are taken.
    fn give(&mut self, old: Option<u8>) -> Option<u8> {
        if old.is_some() {
            return old;
        }
        let token = u8::try_from(self.next).ok().filter(|token| *token < u8::MAX)?;
        self.next += 1;
        Some(token)
    }
}
