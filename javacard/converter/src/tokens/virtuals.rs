//! Instance methods (JCVM specification §4.3.7.4).

use super::{MethodIndex, Tokens};
use crate::classfile::Class;
use crate::diagnostic::Findings;
use crate::exports::ExportedClass;
use crate::package::{Known, Package};

/// Set in the token of a method that only the package can see.
pub(crate) const PACKAGE_VISIBLE: u8 = 0x80;

/// Which code answers to a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Implementation {
    /// That of a method of this package.
    Internal(MethodIndex),
    /// That of a superclass in another package.
    External,
}

/// An instance method as a class has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VirtualMethod {
    pub(crate) name: String,
    pub(crate) descriptor: String,
    /// Below 0x80 for public and protected methods.
    pub(crate) token: u8,
    pub(crate) implementation: Implementation,
}

impl VirtualMethod {
    pub(crate) const fn is_package_visible(&self) -> bool {
        self.token & PACKAGE_VISIBLE != 0
    }
}

/// The instance methods of a class: those of its superclass, with what it overrides, then its own.
pub(super) fn methods(
    package: &Package<'_>,
    tokens: &Tokens,
    index: usize,
    class: &Class,
    before: Option<&ExportedClass>,
    findings: &mut Findings,
) -> Vec<VirtualMethod> {
    let mut all = inherited(package, tokens, class);
    let mut next_public = next(&all, 0);
    let old_methods = before.into_iter().flat_map(|before| &before.virtual_methods);
    next_public = old_methods.fold(next_public, |next, old| next.max(u16::from(old.token) + 1));
    let mut next_package = next(&all, PACKAGE_VISIBLE);
    for (place, method) in class.methods.iter().enumerate() {
        let access = method.access;
        if access.is_static() || access.is_private() || method.name.starts_with('<') {
            continue;
        }
        let implementation = Implementation::Internal((index, place));
        let descriptor = method.method_type.descriptor();
        let mut is_public = false;
        let mut is_known = false;
        for overridden in &mut all {
            if overridden.name == method.name && overridden.descriptor == descriptor {
                overridden.implementation = implementation;
                is_public |= !overridden.is_package_visible();
                is_known = true;
            }
        }
        let wants_public = access.is_public_or_protected();
        if is_known && (is_public || !wants_public) {
            continue;
        }
        let old = before.and_then(|before| before.instance_method(&method.name, &descriptor));
        let token = if let (Some(old), true) = (old, wants_public) {
            u16::from(old.token)
        } else if wants_public {
            next_public += 1;
            next_public - 1
        } else {
            next_package += 1;
            next_package - 1
        };
        let limit = if wants_public { u16::from(PACKAGE_VISIBLE) } else { 0x100 };
        match u8::try_from(token) {
            Ok(token) if u16::from(token) < limit => {
                let name = method.name.clone();
                all.push(VirtualMethod { name, descriptor, token, implementation });
            }
            _ => {
                findings.error(
                    class.place_of(method, 0),
                    format!("the class {} has more than 128 instance methods", class.display_name()),
                    "make some of them private or static, or move them to another class",
                );
                return all;
            }
        }
    }
    all
}

/// One more than the last token, public or package visible.
fn next(methods: &[VirtualMethod], visibility: u8) -> u16 {
    methods
        .iter()
        .filter(|method| method.token & PACKAGE_VISIBLE == visibility)
        .map(|method| u16::from(method.token) + 1)
        .max()
        .unwrap_or_else(|| visibility.into())
}

fn inherited(package: &Package<'_>, tokens: &Tokens, class: &Class) -> Vec<VirtualMethod> {
    match class.superclass.as_ref().and_then(|name| package.known(name)) {
        Some(Known::Internal(index, _)) => {
            tokens.classes.get(index).map(|tokens| tokens.virtual_methods.clone()).unwrap_or_default()
        }
        Some(Known::External(_, superclass)) => superclass
            .virtual_methods
            .iter()
            .map(|method| VirtualMethod {
                name: method.name.clone(),
                descriptor: method.descriptor.clone(),
                token: method.token,
                implementation: Implementation::External,
            })
            .collect(),
        None => Vec::new(),
    }
}
