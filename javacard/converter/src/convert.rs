//! The whole way of a package.

use std::collections::BTreeMap;

use cardamom_apdu::Aid;
use cardamom_cap::package::PackageVersion;
use cardamom_cap::{CapError, CapFile, CapFormat, ComponentKind};

use crate::checks::{check, unreadable};
use crate::classfile::{Class, ClassFileError};
use crate::compile::{compile, instance_fields, pool};
use crate::components::{Identity, WriteError, write};
use crate::diagnostic::{Diagnostic, Findings};
use crate::exports::ExportedPackage;
use crate::link::link;
use crate::package::Package;
use crate::resolve::Resolver;
use crate::static_init::initial_values;
use crate::tokens::{MethodIndex, assign};

/// A class file.
#[derive(Clone, Debug)]
pub struct ClassFile {
    /// Where it comes from, for messages.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// An applet of the package.
#[derive(Clone, Debug)]
pub struct Applet {
    /// The AID: it begins with the RID of the package (JCVM specification §4.2).
    pub aid: Aid,
    /// The class that extends `javacard.framework.Applet`: with its package or without, with dots or slashes.
    pub class: String,
}

/// What is to be converted, and how.
#[derive(Clone, Debug)]
pub struct Project<'a> {
    /// The AID of the package.
    pub aid: Aid,
    /// The version of the package.
    pub version: PackageVersion,
    /// Its applets. A package without any is a library, and all of its public classes are exported.
    pub applets: Vec<Applet>,
    /// The class files of the package.
    pub class_files: &'a [ClassFile],
    /// The packages that it may import, those of the API included.
    pub imports: &'a [ExportedPackage],
    /// An earlier version of the package: what it exported keeps its tokens (Java Card Development Kit calls it
    /// an export map).
    pub export_map: Option<&'a ExportedPackage>,
    /// Whether the type int may be used: few cards have it.
    pub int_support: bool,
    /// Whether to add a Debug component, with names and lines. It makes the file one of format 2.2; a card never
    /// gets it.
    pub debug: bool,
}

/// A package for a card.
#[derive(Clone, Debug)]
pub struct Converted {
    /// The CAP file.
    pub cap: CapFile,
    /// The package, as class files write it: `com/example/wallet`.
    pub package: String,
    /// What other packages can import; none of an applet package without shareable interfaces.
    pub exports: Option<ExportedPackage>,
    /// What is to be thought of.
    pub warnings: Vec<Diagnostic>,
}

/// Converts a package.
///
/// # Errors
/// All that stands in the way, by file and line, warnings included.
pub fn convert(project: &Project<'_>) -> Result<Converted, Vec<Diagnostic>> {
    let mut findings = Findings::default();
    match run(project, &mut findings) {
        Some((cap, package, exports)) if !findings.has_errors() => {
            Ok(Converted { cap, package, exports, warnings: findings.into_sorted() })
        }
        _ => {
            if !findings.has_errors() {
                findings.error(
                    None,
                    "the package cannot be converted",
                    "report it: this is a fault of Cardamom",
                );
            }
            Err(findings.into_sorted())
        }
    }
}

fn run(project: &Project<'_>, findings: &mut Findings) -> Option<(CapFile, String, Option<ExportedPackage>)> {
    let mut classes = Vec::new();
    for file in project.class_files {
        match Class::read(&file.bytes) {
            Ok(class) => classes.push(class),
            Err(ClassFileError::NoClass) => {}
            Err(error) => unreadable(&file.path, &error, findings),
        }
    }
    let Some(name) = package_name(&classes) else {
        findings.error(None, "there is no class to convert", "give the class files of one package");
        return None;
    };
    if name.is_empty() {
        findings.error(
            classes.first().and_then(Class::place),
            "the classes are in no package",
            "begin each source file with `package ...;`: a CAP file is made of a package",
        );
        return None;
    }
    if project.imports.iter().any(|import| import.name == name) {
        let dotted = name.replace('/', ".");
        findings.error(None, format!("the package {dotted} is one of those to import"), "rename it");
        return None;
    }
    let package = Package::new(&name, classes, project.imports, findings);
    if findings.has_errors() {
        return None;
    }
    check(&package, project.int_support, findings);
    if findings.has_errors() {
        return None;
    }
    let is_library = project.applets.is_empty();
    let tokens = assign(&package, is_library, project.export_map, findings);
    let resolver = Resolver { package: &package, tokens: &tokens };
    let mut initial = BTreeMap::new();
    for (index, class) in package.classes.iter().enumerate() {
        for (field, value) in initial_values(resolver, class, findings) {
            initial.insert((index, field), value);
        }
    }
    let applets = crate::checks::applets(resolver, project, findings);
    let fields = instance_fields(resolver);
    let methods = compile(resolver, project.int_support, &fields, findings);
    if findings.has_errors() {
        return None;
    }
    let format = if project.debug { CapFormat::V2_2 } else { CapFormat::V2_1 };
    // From format 2.2 on the Class component begins with the length of the pool of signatures.
    let class_base = if format == CapFormat::V2_1 { 0 } else { 2 };
    let indices = pool(&methods, &fields);
    let linked = link(resolver, methods, indices, &initial, class_base, findings);
    if findings.has_errors() {
        return None;
    }
    let identity = Identity {
        aid: project.aid,
        version: project.version,
        applets,
        uses_int: linked.uses_int(),
        format,
        debug: project.debug,
    };
    match write(&linked, &identity) {
        Ok(cap) => {
            for fault in cardamom_cap::check::check(&cap) {
                let message = format!("the CAP file breaks a rule: {fault}");
                findings.error(None, message, "report it: this is a fault of Cardamom");
            }
            let exports = crate::exports::of_package(resolver, project.aid, project.version);
            Some((cap, name, exports))
        }
        Err(error) => {
            let help = match error {
                WriteError::Cap(CapError { component: ComponentKind::Debug, .. }) => {
                    "leave names and lines out (`debug = false`), or make two packages of it"
                }
                _ => "make two packages of it",
            };
            findings.error(None, format!("the CAP file cannot be written: {error}"), help);
            None
        }
    }
}

/// The package of most of the classes; of equal ones the first.
fn package_name(classes: &[Class]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for class in classes {
        *counts.entry(class.package()).or_default() += 1;
    }
    let most = counts.values().max()?;
    counts.iter().find(|(_, count)| *count == most).map(|(name, _)| (*name).to_owned())
}

/// An applet with its install method.
pub(crate) type InstalledApplet = (Aid, MethodIndex);
