//! The Descriptor agrees with what it describes.

use alloc::collections::{BTreeMap, BTreeSet};

use super::Checker;
use crate::class::TypeInfo;
use crate::component::ComponentKind;
use crate::constant_pool::StaticRef;
use crate::descriptor::{
    ClassDescriptor, ClassFlags, DescriptorComponent, FieldDescriptor, FieldRef, FieldType, MethodDescriptor,
    MethodFlags,
};
use crate::error::Rule;
use crate::package::ClassRef;
use crate::type_descriptor::{Type, TypeDescriptor};

const DESCRIPTOR: ComponentKind = ComponentKind::Descriptor;
/// Bytes of a class without its lists, of a field and of a method.
const CLASS_LENGTH: usize = 9;
const FIELD_LENGTH: usize = 7;
const METHOD_LENGTH: usize = 12;

/// The types of a Descriptor by offset.
type Types<'a> = BTreeMap<usize, &'a TypeDescriptor>;

impl Checker<'_> {
    pub(super) fn descriptor(&mut self) {
        let Some(descriptor) = &self.cap.descriptor else { return };
        let types: Types<'_> = descriptor.types.with_offsets().collect();
        let mut described = BTreeSet::new();
        let mut offset = 1_usize;
        for class in &descriptor.classes {
            if let ClassRef::Internal(at) = class.this_class {
                let is_new = described.insert(at);
                self.require(is_new, DESCRIPTOR, offset, Rule::DescriptorClasses);
            }
            offset = self.described_class(class, &types, offset);
        }
        let all = described.len() == self.types.len();
        self.require(all, DESCRIPTOR, 0, Rule::DescriptorClasses);
        self.described_pool(descriptor, &types, offset);
    }

    fn described_pool(&mut self, descriptor: &DescriptorComponent, types: &Types<'_>, start: usize) {
        let pool_types = &descriptor.types.constant_pool_types;
        let agrees = pool_types.len() == self.cap.constant_pool.entries.len();
        self.require(agrees, DESCRIPTOR, start, Rule::DescriptorPoolCount);
        let mut offset = start.saturating_add(2);
        for at in pool_types {
            let is_type = at.is_none_or(|at| types.contains_key(&usize::from(at)));
            self.require(is_type, DESCRIPTOR, offset, Rule::TypeOffset);
            offset = offset.saturating_add(2);
        }
        for descriptor in &descriptor.types.descriptors {
            for one in &descriptor.types {
                if let Type::Reference(class) | Type::ReferenceArray(class) = one {
                    self.class_ref(*class, DESCRIPTOR, offset);
                }
            }
            offset = offset.saturating_add(descriptor.length());
        }
    }

    /// Gives the offset behind the class.
    fn described_class(&mut self, class: &ClassDescriptor, types: &Types<'_>, start: usize) -> usize {
        let info = self.class_ref(class.this_class, DESCRIPTOR, start.saturating_add(2));
        let is_interface = class.flags.contains(ClassFlags::INTERFACE);
        let agrees = info.is_none_or(|info| matches!(info, TypeInfo::Interface(_)) == is_interface);
        self.require(agrees, DESCRIPTOR, start.saturating_add(1), Rule::DescriptorKind);
        let mut offset = start.saturating_add(CLASS_LENGTH);
        for interface in &class.interfaces {
            let found = self.class_ref(*interface, DESCRIPTOR, offset);
            let is_interface = !matches!(found, Some(TypeInfo::Class(_)));
            self.require(is_interface, DESCRIPTOR, offset, Rule::InterfaceKind);
            offset = offset.saturating_add(2);
        }
        for field in &class.fields {
            self.described_field(field, types, offset);
            offset = offset.saturating_add(FIELD_LENGTH);
        }
        for method in &class.methods {
            if is_interface {
                let has_no_code = method.method_offset == 0 && method.bytecode_count == 0;
                self.require(has_no_code, DESCRIPTOR, offset, Rule::InterfaceMethod);
                let is_type = types.contains_key(&usize::from(method.type_offset));
                self.require(is_type, DESCRIPTOR, offset, Rule::TypeOffset);
            } else {
                self.described_method(method, types, offset);
            }
            offset = offset.saturating_add(METHOD_LENGTH);
        }
        offset
    }

    fn described_field(&mut self, field: &FieldDescriptor, types: &Types<'_>, offset: usize) {
        match field.reference {
            FieldRef::Static(StaticRef::Internal(at)) => self.static_field(at, DESCRIPTOR, offset),
            FieldRef::Static(StaticRef::External { .. }) => {
                self.violation(DESCRIPTOR, offset, Rule::StaticFieldOffset);
            }
            FieldRef::Instance { class, token } => {
                self.class_ref(class, DESCRIPTOR, offset);
                if let Some(class) = self.class_at(class) {
                    let is_field = token < class.declared_instance_size;
                    self.require(is_field, DESCRIPTOR, offset, Rule::FieldToken);
                }
            }
        }
        if let FieldType::Reference(at) = field.field_type {
            let is_type = types.contains_key(&usize::from(at));
            self.require(is_type, DESCRIPTOR, offset, Rule::TypeOffset);
        }
    }

    fn described_method(&mut self, method: &MethodDescriptor, types: &Types<'_>, offset: usize) {
        let signature = types.get(&usize::from(method.type_offset)).copied();
        self.require(signature.is_some(), DESCRIPTOR, offset, Rule::TypeOffset);
        let Some(entry) = self.method_at(method.method_offset) else {
            if self.is_method(method.method_offset) {
                return;
            }
            return self.violation(DESCRIPTOR, offset, Rule::MethodOffset);
        };
        let is_abstract = method.flags.contains(MethodFlags::ABSTRACT);
        let agrees = entry.header.is_abstract == is_abstract && is_abstract == (method.bytecode_count == 0);
        self.require(agrees, DESCRIPTOR, offset, Rule::CodeMissing);
        if let Some(signature) = signature {
            let receiver = if method.flags.contains(MethodFlags::STATIC) { 0_usize } else { 1 };
            let arguments = signature.types.split_last().map_or(&[][..], |(_, arguments)| arguments);
            let cells = arguments.iter().map(|one| one.cells()).fold(receiver, usize::saturating_add);
            let agrees = usize::from(entry.header.nargs) == cells;
            self.require(agrees, DESCRIPTOR, offset, Rule::ArgumentCells);
        }
        let first = usize::from(method.handler_index);
        let last = first.saturating_add(usize::from(method.handler_count));
        match self.cap.method.handlers.get(first..last) {
            Some(handlers) => {
                let own = entry.code_start()..entry.end;
                let are_own = handlers.iter().all(|handler| own.contains(&usize::from(handler.start_offset)));
                self.require(are_own, DESCRIPTOR, offset, Rule::HandlerRange);
            }
            // Without a handler the index means nothing.
            None => self.require(method.handler_count == 0, DESCRIPTOR, offset, Rule::HandlerRange),
        }
    }
}
