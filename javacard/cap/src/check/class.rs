//! The Class component: order, inheritance, sizes and method tables.

use super::Checker;
use crate::class::{ClassInfo, InterfaceInfo, TypeInfo};
use crate::component::ComponentKind;
use crate::error::Rule;
use crate::package::ClassRef;

const CLASS: ComponentKind = ComponentKind::Class;
/// Virtual method tokens have 7 bits.
const MAXIMUM_METHODS: usize = 128;

impl Checker<'_> {
    pub(super) fn classes(&mut self) {
        let mut class_seen = false;
        for (offset, info) in self.cap.class.types_with_offsets() {
            match info {
                TypeInfo::Interface(interface) => {
                    self.require(!class_seen, CLASS, offset, Rule::InterfaceOrder);
                    self.interface(interface, offset);
                }
                TypeInfo::Class(class) => {
                    class_seen = true;
                    self.class(class, offset);
                }
            }
        }
    }

    fn interface(&mut self, interface: &InterfaceInfo, offset: usize) {
        for super_interface in &interface.superinterfaces {
            self.interface_ref(*super_interface, offset);
            if let ClassRef::Internal(at) = super_interface {
                self.require(usize::from(*at) < offset, CLASS, offset, Rule::SuperclassOrder);
            }
        }
    }

    /// A reference that must lead to an interface.
    fn interface_ref(&mut self, interface: ClassRef, offset: usize) {
        let found = self.class_ref(interface, CLASS, offset);
        self.require(!matches!(found, Some(TypeInfo::Class(_))), CLASS, offset, Rule::InterfaceKind);
    }

    fn class(&mut self, class: &ClassInfo, offset: usize) {
        if let Some(super_class) = class.super_class {
            let found = self.class_ref(super_class, CLASS, offset);
            self.require(!matches!(found, Some(TypeInfo::Interface(_))), CLASS, offset, Rule::SuperclassKind);
            if let ClassRef::Internal(at) = super_class {
                self.require(usize::from(at) < offset, CLASS, offset, Rule::SuperclassOrder);
            }
        }
        let fits = match class.first_reference_token {
            Some(first) => {
                let end = usize::from(first).saturating_add(usize::from(class.reference_count));
                class.reference_count > 0 && end <= usize::from(class.declared_instance_size)
            }
            None => class.reference_count == 0,
        };
        self.require(fits, CLASS, offset, Rule::InstanceSize);
        let tables = [
            (class.public_method_table_base, &class.public_methods, false),
            (class.package_method_table_base, &class.package_methods, true),
        ];
        let inherits_from_outside = self.has_external_superclass(class);
        for (base, methods, is_package) in tables {
            let end = usize::from(base).saturating_add(methods.len());
            self.require(end <= MAXIMUM_METHODS, CLASS, offset, Rule::MethodTableRange);
            if let Some(super_class) = class.super_class.and_then(|at| self.class_at(at))
                && let Some(super_end) = self.method_table_end(super_class, is_package)
            {
                let joins = usize::from(base) <= super_end && end >= super_end || methods.is_empty();
                self.require(joins, CLASS, offset, Rule::MethodTableBase);
            }
            for method in methods {
                match method {
                    Some(method) => {
                        let is_method = self.is_method(*method);
                        self.require(is_method, CLASS, offset, Rule::MethodOffset);
                    }
                    None => {
                        self.require(inherits_from_outside, CLASS, offset, Rule::MethodTableInherited);
                    }
                }
            }
        }
        let public_end = self.method_table_end(class, false);
        for implemented in &class.interfaces {
            self.interface_ref(implemented.interface, offset);
            let is_method = |token: &u8| public_end.is_none_or(|end| usize::from(*token) < end);
            let are_methods = implemented.index.iter().all(is_method);
            self.require(are_methods, CLASS, offset, Rule::InterfaceIndex);
        }
    }

    /// The token behind the last virtual method of a class, inherited ones included; none if a class of another
    /// package has to know.
    pub(super) fn method_table_end(&self, class: &ClassInfo, is_package: bool) -> Option<usize> {
        let mut class = class;
        // A cycle has no more steps than there are types.
        for _ in 0..=self.types.len() {
            let (base, methods) = if is_package {
                (class.package_method_table_base, &class.package_methods)
            } else {
                (class.public_method_table_base, &class.public_methods)
            };
            if !methods.is_empty() {
                return Some(usize::from(base).saturating_add(methods.len()));
            }
            match class.super_class {
                Some(ClassRef::External { .. }) if is_package => return Some(0),
                Some(super_class) => class = self.class_at(super_class)?,
                None => return Some(0),
            }
        }
        None
    }

    /// Whether one of its superclasses is in another package.
    fn has_external_superclass(&self, class: &ClassInfo) -> bool {
        let mut next = class.super_class;
        // A cycle has no more steps than there are types.
        for _ in 0..=self.types.len() {
            match next {
                Some(ClassRef::External { .. }) => return true,
                Some(internal) => next = self.class_at(internal).and_then(|class| class.super_class),
                None => return false,
            }
        }
        false
    }
}
