//! Classes and interfaces: full method tables, layouts of fields, tables of interfaces.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use cardamom_cap::ComponentKind;
use cardamom_cap::class::{ClassInfo, InterfaceInfo, TypeInfo};

use super::{LinkError, LinkRule, Linker};
use crate::program::{
    Class, ClassId, ClassKind, ExportedClass, InstanceLayout, MethodId, PackageId, Program,
};

const CLASS: ComponentKind = ComponentKind::Class;
/// Virtual method tokens have 7 bits.
const MAXIMUM_METHODS: usize = 128;

impl Program {
    pub(super) fn add_class(&mut self, class: Class) -> Option<ClassId> {
        let id = u16::try_from(self.classes.len()).ok()?;
        self.classes.push(class);
        Some(ClassId(id))
    }

    /// The method table of a class as a subclass in a package inherits it.
    fn inherited_methods(&self, class: ClassId, package: Option<PackageId>) -> Vec<Option<MethodId>> {
        let Some(class) = self.class(class) else { return Vec::new() };
        match (&class.kind, package) {
            (ClassKind::Class { public_methods, .. }, None) => public_methods.clone(),
            (ClassKind::Class { package_methods, .. }, Some(package)) if class.package == package => {
                package_methods.clone()
            }
            _ => Vec::new(),
        }
    }
}

/// A method table as a class states it.
struct Table<'a> {
    base: u8,
    methods: &'a [Option<u16>],
}

impl Linker<'_> {
    pub(super) fn classes(&mut self) -> Result<(), LinkError> {
        for (offset, info) in self.cap.class.types_with_offsets() {
            let class = match info {
                TypeInfo::Interface(interface) => self.interface(interface, offset)?,
                TypeInfo::Class(class) => self.class(class, offset)?,
            };
            let error = LinkError::new(CLASS, offset, LinkRule::TooMany);
            let id = self.program.add_class(class).ok_or(error)?;
            self.package.classes.insert(u16::try_from(offset).map_err(|_| error)?, id);
        }
        Ok(())
    }

    /// Whether it is an interface, if there is such a class.
    fn is_interface(&self, id: ClassId) -> bool {
        self.program.class(id).is_some_and(Class::is_interface)
    }

    fn interface(&self, info: &InterfaceInfo, offset: usize) -> Result<Class, LinkError> {
        let mut superinterfaces = Vec::new();
        for reference in &info.superinterfaces {
            let id = self.class_ref(*reference, CLASS, offset)?;
            if !self.is_interface(id) {
                return Err(LinkError::new(CLASS, offset, LinkRule::ClassKind));
            }
            superinterfaces.push(id);
        }
        Ok(Class {
            package: self.id,
            api_name: None,
            super_class: None,
            is_shareable: info.is_shareable,
            kind: ClassKind::Interface { superinterfaces },
        })
    }

    fn class(&self, info: &ClassInfo, offset: usize) -> Result<Class, LinkError> {
        let error = |rule| LinkError::new(CLASS, offset, rule);
        let super_class = info.super_class.ok_or_else(|| error(LinkRule::SuperclassMissing))?;
        let super_class = self.class_ref(super_class, CLASS, offset)?;
        let above = self.program.class(super_class).and_then(Class::layout);
        let layout = layout(info, above.ok_or_else(|| error(LinkRule::ClassKind))?).map_err(error)?;
        let public = Table { base: info.public_method_table_base, methods: &info.public_methods };
        let public_methods =
            self.method_table(&public, self.program.inherited_methods(super_class, None), offset)?;
        let package = Table { base: info.package_method_table_base, methods: &info.package_methods };
        let package_methods =
            self.method_table(&package, self.program.inherited_methods(super_class, Some(self.id)), offset)?;
        let mut interfaces = BTreeMap::new();
        for implemented in &info.interfaces {
            let id = self.class_ref(implemented.interface, CLASS, offset)?;
            if !self.is_interface(id) {
                return Err(error(LinkRule::ClassKind));
            }
            let is_method = |token: &u8| public_methods.get(usize::from(*token)).is_some_and(Option::is_some);
            if !implemented.index.iter().all(is_method) {
                return Err(error(LinkRule::InterfaceIndex));
            }
            interfaces.insert(id, implemented.index.clone());
        }
        Ok(Class {
            package: self.id,
            api_name: None,
            super_class: Some(super_class),
            is_shareable: info.is_shareable,
            kind: ClassKind::Class { layout, public_methods, package_methods, interfaces },
        })
    }

    /// A full method table: what is inherited, then what the class states.
    fn method_table(
        &self,
        table: &Table<'_>,
        inherited: Vec<Option<MethodId>>,
        offset: usize,
    ) -> Result<Vec<Option<MethodId>>, LinkError> {
        let error = |rule| LinkError::new(CLASS, offset, rule);
        if table.methods.is_empty() {
            return Ok(inherited);
        }
        let base = usize::from(table.base);
        let end = base.saturating_add(table.methods.len());
        if base > inherited.len() || end < inherited.len() || end > MAXIMUM_METHODS {
            return Err(error(LinkRule::MethodTable));
        }
        let mut methods: Vec<Option<MethodId>> = inherited.iter().take(base).copied().collect();
        for (token, stated) in (base..).zip(table.methods) {
            let above = inherited.get(token).copied().flatten();
            let method = match stated {
                None => above.ok_or_else(|| error(LinkRule::MethodInherited))?,
                Some(at) => {
                    let method = self.package.methods.get(at).copied();
                    method.ok_or_else(|| error(LinkRule::MethodOffset))?
                }
            };
            if above.is_some_and(|above| self.arguments(above) != self.arguments(method)) {
                return Err(error(LinkRule::MethodArguments));
            }
            methods.push(Some(method));
        }
        Ok(methods)
    }

    fn arguments(&self, method: MethodId) -> Option<u8> {
        self.program.method(method).map(|method| method.arguments)
    }

    pub(super) fn exports(&mut self) -> Result<(), LinkError> {
        let classes = self.cap.export.iter().flat_map(|component| &component.classes);
        for (token, export) in (0..=u8::MAX).zip(classes) {
            let error = |rule| LinkError::new(ComponentKind::Export, usize::from(token), rule);
            let class = self.package.classes.get(&export.class_offset).copied();
            let class = class.ok_or_else(|| error(LinkRule::ClassOffset))?;
            let static_fields = (0..=u8::MAX).zip(export.static_field_offsets.iter().copied()).collect();
            let mut static_methods = BTreeMap::new();
            for (token, at) in (0..=u8::MAX).zip(&export.static_method_offsets) {
                let method = self.package.methods.get(at).copied();
                static_methods.insert(token, method.ok_or_else(|| error(LinkRule::MethodOffset))?);
            }
            self.package.exports.insert(token, ExportedClass { class, static_fields, static_methods });
        }
        Ok(())
    }
}

/// The fields of a class below those of its superclass.
fn layout(info: &ClassInfo, above: InstanceLayout) -> Result<InstanceLayout, LinkRule> {
    let first = info.first_reference_token.unwrap_or(0);
    let end = first.checked_add(info.reference_count).ok_or(LinkRule::InstanceSize)?;
    let states_first = info.first_reference_token.is_some() == (info.reference_count > 0);
    if end > info.declared_instance_size || !states_first {
        return Err(LinkRule::InstanceSize);
    }
    let layout = InstanceLayout {
        base: above.size(),
        declared: info.declared_instance_size,
        first_reference: first,
        references: info.reference_count,
    };
    // JCVM 3.0.5 §2.2.4.3 allows an instance 255 cells.
    if layout.size() > u8::MAX.into() { Err(LinkRule::InstanceSize) } else { Ok(layout) }
}
