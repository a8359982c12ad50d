//! What is a kind of what (JCVM 3.0.5 §7.5, `checkcast`).

use alloc::vec::Vec;

use cardamom_cap::constant_pool::VirtualMethodToken;

use super::{Class, ClassId, ClassKind, InstanceLayout, MethodId, Program};
use crate::heap::{ArrayElement, ObjectKind};

impl Program {
    /// A class and its superclasses, from below.
    pub(crate) fn line(&self, id: ClassId) -> impl Iterator<Item = (ClassId, &Class)> {
        let with_id = |id| self.class(id).map(|class| (id, class));
        // A superclass is linked before its subclass, so the way up ends.
        core::iter::successors(with_id(id), move |(_, class)| class.super_class.and_then(with_id))
    }

    /// The instance fields of a class and its superclasses, from below; none of an interface.
    #[must_use]
    pub fn layouts(&self, class: ClassId) -> Vec<InstanceLayout> {
        self.line(class).filter_map(|(_, class)| class.layout()).collect()
    }

    /// Whether a class or interface is another one, extends it or implements it.
    #[must_use]
    pub fn is_subtype(&self, class: ClassId, of: ClassId) -> bool {
        if class == of || self.is_object(of) {
            return true;
        }
        self.line(class).any(|(id, class)| {
            id == of
                || match &class.kind {
                    ClassKind::Class { interfaces, .. } => interfaces
                        .keys()
                        .any(|interface| *interface == of || self.extends_interface(*interface, of)),
                    ClassKind::Interface { superinterfaces } => superinterfaces.contains(&of),
                }
        })
    }

    fn extends_interface(&self, interface: ClassId, of: ClassId) -> bool {
        let class = self.class(interface).map(|class| &class.kind);
        matches!(class, Some(ClassKind::Interface { superinterfaces }) if superinterfaces.contains(&of))
    }

    /// Whether it is `java.lang.Object`.
    pub(crate) fn is_object(&self, id: ClassId) -> bool {
        self.class(id).is_some_and(|class| class.super_class.is_none() && !class.is_interface())
    }

    /// Whether an object or array can stand where this class or interface is asked for.
    #[must_use]
    pub fn is_instance(&self, kind: ObjectKind, of: ClassId) -> bool {
        match kind {
            ObjectKind::Object(class) => self.is_subtype(class, of),
            // Arrays are objects, and implement no interface: Java Card has neither Cloneable nor Serializable.
            ObjectKind::Array(_) => self.is_object(of),
        }
    }

    /// Whether an object or array can stand where an array of these elements is asked for.
    #[must_use]
    pub fn is_array_instance(&self, kind: ObjectKind, of: ArrayElement) -> bool {
        match (kind, of) {
            (ObjectKind::Array(ArrayElement::Reference(one)), ArrayElement::Reference(other)) => {
                self.is_subtype(one, other)
            }
            (ObjectKind::Array(one), other) => one == other,
            (ObjectKind::Object(_), _) => false,
        }
    }

    /// The method that a call of this token through `through` reaches on an object of class `receiver`.
    ///
    /// A method visible in its package alone counts in the table of that package: a subclass in another package
    /// gives the same tokens to methods of its own (JCVM 3.0.5 §4.3.7.6).
    #[must_use]
    pub fn virtual_method(
        &self,
        receiver: ClassId,
        through: ClassId,
        token: VirtualMethodToken,
    ) -> Option<MethodId> {
        if !token.is_package_visible() {
            return self.class(receiver)?.public_method(token.number());
        }
        let package = self.class(through)?.package;
        let (_, class) = self.line(receiver).find(|(_, class)| class.package == package)?;
        class.package_method(token.number())
    }

    /// The method that a call of this token of an interface reaches on an object of class `receiver`.
    #[must_use]
    pub fn interface_method(&self, receiver: ClassId, interface: ClassId, token: u8) -> Option<MethodId> {
        let public = self.line(receiver).find_map(|(_, class)| match &class.kind {
            ClassKind::Class { interfaces, .. } => {
                interfaces.get(&interface)?.get(usize::from(token)).copied()
            }
            ClassKind::Interface { .. } => None,
        })?;
        self.class(receiver)?.public_method(public)
    }
}
