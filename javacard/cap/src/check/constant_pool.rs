//! Entries of the constant pool lead to what they name.

use super::Checker;
use crate::class::{ClassInfo, TypeInfo};
use crate::component::ComponentKind;
use crate::constant_pool::{Constant, ConstantPool, StaticRef, VirtualMethodToken};
use crate::error::Rule;
use crate::package::ClassRef;
use crate::static_field::REFERENCE_SIZE;

const POOL: ComponentKind = ComponentKind::ConstantPool;

impl<'a> Checker<'a> {
    pub(super) fn constant_pool(&mut self) {
        for (index, constant) in self.cap.constant_pool.entries.iter().enumerate() {
            let offset = ConstantPool::offset_of(index);
            match *constant {
                Constant::Class(class) => {
                    self.class_ref(class, POOL, offset);
                }
                Constant::InstanceField { class, token } => {
                    if let Some(class) = self.constant_class(class, offset) {
                        let is_field = token < class.declared_instance_size;
                        self.require(is_field, POOL, offset, Rule::FieldToken);
                    }
                }
                Constant::VirtualMethod { class, token } => {
                    if let Some(class) = self.constant_class(class, offset) {
                        self.virtual_method(class, token, offset);
                    } else if matches!(class, ClassRef::External { .. }) {
                        let is_visible = !token.is_package_visible();
                        self.require(is_visible, POOL, offset, Rule::VirtualMethodToken);
                    }
                }
                // The class makes the call: it is one of this package, and the method one of its superclass.
                Constant::SuperMethod { class, token } => {
                    let caller = self.constant_class(class, offset);
                    self.require(caller.is_some(), POOL, offset, Rule::SuperMethodClass);
                    if let Some(class) = caller.and_then(|class| class.super_class)
                        && let Some(class) = self.class_at(class)
                    {
                        self.virtual_method(class, token, offset);
                    }
                }
                Constant::StaticField(StaticRef::Internal(at)) => self.static_field(at, POOL, offset),
                Constant::StaticMethod(StaticRef::Internal(at)) => {
                    let is_method = self.is_method(at);
                    self.require(is_method, POOL, offset, Rule::MethodOffset);
                }
                Constant::StaticField(StaticRef::External { package, .. })
                | Constant::StaticMethod(StaticRef::External { package, .. }) => {
                    let is_imported = self.cap.import.package(package).is_some();
                    self.require(is_imported, POOL, offset, Rule::PackageToken);
                }
            }
        }
    }

    /// A reference that must lead to a class, not to an interface.
    fn constant_class(&mut self, class: ClassRef, offset: usize) -> Option<&'a ClassInfo> {
        let found = self.class_ref(class, POOL, offset);
        match found {
            Some(TypeInfo::Class(class)) => Some(class),
            Some(TypeInfo::Interface(_)) => {
                self.violation(POOL, offset, Rule::ClassKind);
                None
            }
            None => None,
        }
    }

    fn virtual_method(&mut self, class: &ClassInfo, token: VirtualMethodToken, offset: usize) {
        let end = self.method_table_end(class, token.is_package_visible());
        let is_method = end.is_none_or(|end| usize::from(token.number()) < end);
        self.require(is_method, POOL, offset, Rule::VirtualMethodToken);
    }

    /// An offset in the static image at which a field may be.
    pub(super) fn static_field(&mut self, at: u16, component: ComponentKind, offset: usize) {
        let image = &self.cap.static_field;
        let at = usize::from(at);
        let references = usize::from(image.reference_count).saturating_mul(REFERENCE_SIZE);
        let is_aligned = at >= references || at.is_multiple_of(REFERENCE_SIZE);
        let is_inside = at < image.image_size();
        self.require(is_aligned && is_inside, component, offset, Rule::StaticFieldOffset);
    }
}
