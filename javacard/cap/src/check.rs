//! Rules between components: sizes, offsets, tokens and code that have to agree (JCVM 3.0.5 chapters 4, 6 and 7).
//!
//! Parsing sees to the rules within a component; this module to the others. What needs types, as whether an
//! operand on the stack is a reference, is for a verifier.

mod class;
mod code;
mod constant_pool;
mod descriptor;
mod directory;
mod export;

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::cap_file::CapFile;
use crate::class::{ClassInfo, TypeInfo};
use crate::component::ComponentKind;
use crate::error::{CapError, Rule};
use crate::method_table::{MethodEntry, MethodTable};
use crate::package::ClassRef;

/// Most violations that are told.
pub const MAXIMUM_VIOLATIONS: usize = 100;

/// Everything that this CAP file violates, in the order of the checks; at most [`MAXIMUM_VIOLATIONS`]. Empty for a
/// well-formed file.
///
/// The Directory is held against the other components only as far as they are there: loaders leave the Descriptor
/// and the Debug component out.
#[must_use]
pub fn check(cap: &CapFile) -> Vec<CapError> {
    let mut checker = Checker::new(cap);
    checker.directory();
    checker.classes();
    checker.constant_pool();
    checker.applets_and_exports();
    checker.descriptor();
    checker.code();
    checker.violations
}

/// What is checked, and what was found.
struct Checker<'a> {
    cap: &'a CapFile,
    types: BTreeMap<usize, &'a TypeInfo>,
    /// The methods; none if it is not clear where they are, which is a violation of its own.
    methods: Option<MethodTable>,
    violations: Vec<CapError>,
}

impl<'a> Checker<'a> {
    fn new(cap: &'a CapFile) -> Self {
        let (methods, violations) = match MethodTable::of(cap) {
            Ok(methods) => (Some(methods), Vec::new()),
            Err(error) => (None, [error].to_vec()),
        };
        Self { cap, types: cap.class.types_with_offsets().collect(), methods, violations }
    }

    fn violation(&mut self, component: ComponentKind, offset: usize, rule: Rule) {
        let violation = CapError::new(component, offset, rule);
        if self.violations.len() < MAXIMUM_VIOLATIONS && !self.violations.contains(&violation) {
            self.violations.push(violation);
        }
    }

    fn require(&mut self, condition: bool, component: ComponentKind, offset: usize, rule: Rule) {
        if !condition {
            self.violation(component, offset, rule);
        }
    }

    /// Checks that a reference leads to a class or interface, and gives what it leads to if that is in the package.
    fn class_ref(
        &mut self,
        class: ClassRef,
        component: ComponentKind,
        offset: usize,
    ) -> Option<&'a TypeInfo> {
        match class {
            ClassRef::Internal(at) => {
                let found = self.types.get(&usize::from(at)).copied();
                self.require(found.is_some(), component, offset, Rule::ClassOffset);
                found
            }
            ClassRef::External { package, .. } => {
                let is_imported = self.cap.import.package(package).is_some();
                self.require(is_imported, component, offset, Rule::PackageToken);
                None
            }
        }
    }

    /// The class at an offset, without a word if there is none.
    fn class_at(&self, class: ClassRef) -> Option<&'a ClassInfo> {
        match class {
            ClassRef::Internal(at) => match self.types.get(&usize::from(at))? {
                TypeInfo::Class(class) => Some(class),
                TypeInfo::Interface(_) => None,
            },
            ClassRef::External { .. } => None,
        }
    }

    /// The method at this offset of the Method component's info.
    fn method_at(&self, offset: u16) -> Option<MethodEntry> {
        self.methods.as_ref()?.at(usize::from(offset)).copied()
    }

    /// Whether a method begins at this offset, or might as far as is known.
    fn is_method(&self, offset: u16) -> bool {
        self.methods.is_none() || self.method_at(offset).is_some()
    }
}
