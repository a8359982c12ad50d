//! Methods of interfaces (JCVM specification §4.3.7.5).

use super::Tokens;
use crate::classfile::Class;
use crate::diagnostic::Findings;
use crate::exports::ExportedClass;
use crate::package::{Known, Package};

/// Name and descriptor of every method of an interface in the order of the tokens: those of an earlier version,
/// then inherited ones, then its own.
pub(super) fn methods(
    package: &Package<'_>,
    tokens: &Tokens,
    class: &Class,
    before: Option<&ExportedClass>,
    findings: &mut Findings,
) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for interface in &class.interfaces {
        match package.known(interface) {
            Some(Known::Internal(index, _)) => {
                let of_interface = tokens.classes.get(index);
                all.extend(
                    of_interface.into_iter().flat_map(|tokens| tokens.interface_methods.iter().cloned()),
                );
            }
            Some(Known::External(_, interface)) => {
                let mut methods: Vec<_> = interface.interface_methods.iter().collect();
                methods.sort_by_key(|method| method.token);
                all.extend(methods.iter().map(|method| (method.name.clone(), method.descriptor.clone())));
            }
            None => {}
        }
    }
    let own = class.methods.iter().filter(|method| !method.access.is_static());
    all.extend(own.map(|method| (method.name.clone(), method.method_type.descriptor())));
    let mut ordered: Vec<(String, String)> = Vec::new();
    if let Some(before) = before {
        let mut old: Vec<_> = before.interface_methods.iter().collect();
        old.sort_by_key(|method| method.token);
        for method in old {
            let key = (method.name.clone(), method.descriptor.clone());
            if all.contains(&key) {
                ordered.push(key);
            } else {
                findings.error(
                    class.place(),
                    format!("the method {} of the export map is gone", method.name),
                    "put it back, or give the package a new major version and no export map",
                );
            }
        }
    }
    for key in all {
        if !ordered.contains(&key) {
            ordered.push(key);
        }
    }
    if ordered.len() > 255 {
        findings.error(
            class.place(),
            format!("the interface {} has more than 255 methods", class.display_name()),
            "make two interfaces of it",
        );
    }
    ordered
}
