//! The package that is converted, and the classes of others that it can name.

use std::collections::{BTreeMap, BTreeSet};

use crate::classfile::{Access, Class, Field, Method};
use crate::diagnostic::Findings;
use crate::exports::{ExportedClass, ExportedPackage, SHAREABLE};
use crate::types::{package_of, simple_name};

/// The interface that makes an interface shareable (JCRE specification §6.2.4).
const SHAREABLE_INTERFACE: &str = "javacard/framework/Shareable";

/// A class of the package or of another one.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Known<'a> {
    /// Index in [`Package::classes`].
    Internal(usize, &'a Class),
    /// Index in [`Package::imports`].
    External(usize, &'a ExportedClass),
}

/// A package to convert.
#[derive(Debug)]
pub(crate) struct Package<'a> {
    /// The name, as in class files.
    pub(crate) name: String,
    /// Interfaces first, superclasses and superinterfaces before those that are made of them (JCVM specification
    /// §6.8).
    pub(crate) classes: Vec<Class>,
    by_name: BTreeMap<String, usize>,
    pub(crate) imports: &'a [ExportedPackage],
}

impl<'a> Package<'a> {
    /// Puts the classes in order. Findings: none at all, more than one package, one class twice, a circle.
    pub(crate) fn new(
        name: &str,
        mut classes: Vec<Class>,
        imports: &'a [ExportedPackage],
        findings: &mut Findings,
    ) -> Self {
        classes.sort_by(|one, other| one.name.cmp(&other.name));
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        classes.retain(|class| {
            if class.package() != name {
                findings.error_with_help(
                    class.place(),
                    format!(
                        "the class {} is not in the package {}",
                        class.display_name(),
                        name.replace('/', ".")
                    ),
                    "a CAP file holds one package: convert the other one first, and import its export file"
                        .to_owned(),
                );
                return false;
            }
            if let Some(other) = seen.insert(class.name.clone(), class.source.clone()) {
                findings.error_with_help(
                    class.place(),
                    format!("the class {} is there twice", class.display_name()),
                    format!("the other one comes from {other}: remove one of the two"),
                );
                return false;
            }
            true
        });
        let mut package = Self { name: name.to_owned(), classes, by_name: BTreeMap::new(), imports };
        package.order(findings);
        package.add_missing_abstract_methods();
        package
    }

    /// A class by its full name.
    pub(crate) fn known(&self, name: &str) -> Option<Known<'_>> {
        if let Some(index) = self.by_name.get(name) {
            return self.classes.get(*index).map(|class| Known::Internal(*index, class));
        }
        let package = package_of(name);
        let index = self.imports.iter().position(|import| import.name == package)?;
        let class = self.imports.get(index)?.class(name)?;
        Some(Known::External(index, class))
    }

    pub(crate) fn class(&self, index: usize) -> Option<&Class> {
        self.classes.get(index)
    }

    pub(crate) fn method(&self, class: usize, method: usize) -> Option<&Method> {
        self.classes.get(class)?.methods.get(method)
    }

    pub(crate) fn field(&self, class: usize, field: usize) -> Option<&Field> {
        self.classes.get(class)?.fields.get(field)
    }

    /// A class and its superclasses, as far as they are of this package; then the first one of another.
    pub(crate) fn superclasses(&self, name: &str) -> Vec<Known<'_>> {
        let mut chain = Vec::new();
        let mut next = Some(name.to_owned());
        while let Some(name) = next.take() {
            let Some(known) = self.known(&name) else { break };
            chain.push(known);
            if let Known::Internal(_, class) = known {
                next.clone_from(&class.superclass);
            }
            // Circles were told before.
            if chain.len() > self.classes.len() + 1 {
                break;
            }
        }
        chain
    }

    /// The interfaces that a class or an interface names, and all that those extend; sorted by first mention.
    pub(crate) fn declared_interfaces(&self, class: &Class) -> Vec<String> {
        let mut found = Vec::new();
        let mut open: Vec<String> = class.interfaces.iter().rev().cloned().collect();
        while let Some(name) = open.pop() {
            if found.contains(&name) {
                continue;
            }
            match self.known(&name) {
                Some(Known::Internal(_, interface)) => {
                    open.extend(interface.interfaces.iter().rev().cloned());
                }
                Some(Known::External(_, interface)) => {
                    open.extend(interface.interfaces.iter().rev().filter(|other| **other != name).cloned());
                }
                None => {}
            }
            found.push(name);
        }
        found
    }

    /// Every interface that a class implements, those of its superclasses included.
    pub(crate) fn all_interfaces(&self, name: &str) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        for known in self.superclasses(name) {
            match known {
                Known::Internal(_, class) => all.extend(self.declared_interfaces(class)),
                Known::External(_, class) => all.extend(class.interfaces.iter().cloned()),
            }
        }
        all
    }

    /// Whether a class or an interface is shareable (JCVM specification §6.8.2).
    pub(crate) fn is_shareable(&self, name: &str) -> bool {
        if name == SHAREABLE_INTERFACE || self.all_interfaces(name).contains(SHAREABLE_INTERFACE) {
            return true;
        }
        self.superclasses(name).iter().any(|known| match known {
            Known::Internal(..) => false,
            Known::External(_, class) => class.access & SHAREABLE != 0,
        })
    }

    /// Whether a class is another one or below it.
    pub(crate) fn is_subclass(&self, name: &str, of: &str) -> bool {
        self.superclasses(name).iter().any(|known| match known {
            Known::Internal(_, class) => class.name == of,
            Known::External(_, class) => {
                class.name == of || class.superclasses.iter().any(|other| other == of)
            }
        })
    }

    fn order(&mut self, findings: &mut Findings) {
        let names: BTreeSet<String> = self.classes.iter().map(|class| class.name.clone()).collect();
        let mut rest = std::mem::take(&mut self.classes);
        rest.sort_by_key(|class| !class.access.is_interface());
        let mut placed = BTreeSet::new();
        while !rest.is_empty() {
            let ready = rest.iter().position(|class| {
                class
                    .superclass
                    .iter()
                    .chain(&class.interfaces)
                    .all(|name| !names.contains(name) || placed.contains(name))
            });
            let Some(ready) = ready else {
                for class in &rest {
                    findings.error(
                        class.place(),
                        format!("the class {} is its own superclass", class.display_name()),
                        None,
                    );
                }
                return;
            };
            let class = rest.remove(ready);
            placed.insert(class.name.clone());
            self.by_name.insert(class.name.clone(), self.classes.len());
            self.classes.push(class);
        }
    }

    /// An abstract class need not say which methods of its interfaces it leaves to its subclasses. A card finds a
    /// method by its token, so it must have one here.
    fn add_missing_abstract_methods(&mut self) {
        for index in 0..self.classes.len() {
            let Some(class) = self.classes.get(index) else { continue };
            if !class.access.is_abstract() || class.access.is_interface() {
                continue;
            }
            let mut missing: Vec<Method> = Vec::new();
            for interface in self.declared_interfaces(class) {
                let methods: Vec<(String, String)> = match self.known(&interface) {
                    Some(Known::Internal(_, interface)) => interface
                        .methods
                        .iter()
                        .filter(|method| !method.access.is_static())
                        .map(|method| (method.name.clone(), method.method_type.descriptor()))
                        .collect(),
                    Some(Known::External(_, interface)) => interface
                        .interface_methods
                        .iter()
                        .map(|method| (method.name.clone(), method.descriptor.clone()))
                        .collect(),
                    None => Vec::new(),
                };
                for (name, descriptor) in methods {
                    let is_there = self.superclasses(&class.name).iter().any(|known| match known {
                        Known::Internal(_, class) => class.has_method(&name, &descriptor),
                        Known::External(_, class) => class.instance_method(&name, &descriptor).is_some(),
                    }) || missing
                        .iter()
                        .any(|method| method.name == name && method.method_type.descriptor() == descriptor);
                    let Some(method_type) = crate::types::MethodType::parse(&descriptor) else { continue };
                    if !is_there {
                        // public abstract synthetic
                        missing.push(Method { name, access: Access(0x1401), method_type, code: None });
                    }
                }
            }
            if let Some(class) = self.classes.get_mut(index) {
                class.methods.extend(missing);
            }
        }
    }
}

impl Class {
    fn has_method(&self, name: &str, descriptor: &str) -> bool {
        self.methods.iter().any(|method| method.name == name && method.method_type.descriptor() == descriptor)
    }

    /// The name without package and outer class, for messages.
    pub(crate) fn short_name(&self) -> &str {
        simple_name(&self.name)
    }
}
