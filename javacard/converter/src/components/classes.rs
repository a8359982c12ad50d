//! The Class component (JCVM specification §6.8).

use cardamom_cap::CapFormat;
use cardamom_cap::class::{ClassComponent, ClassInfo, ImplementedInterface, InterfaceInfo, TypeInfo};

use super::WriteError;
use crate::link::{ClassShape, Linked, MethodTable};
use crate::resolve::ClassReference;

pub(super) fn write(linked: &Linked<'_>, format: CapFormat) -> Result<ClassComponent, WriteError> {
    let signature_pool = match format {
        CapFormat::V2_1 => None,
        _ => Some(Vec::new()),
    };
    let mut types = Vec::new();
    for shape in &linked.shapes {
        types.push(type_info(linked, shape)?);
    }
    Ok(ClassComponent { signature_pool, types })
}

fn type_info(linked: &Linked<'_>, shape: &ClassShape) -> Result<TypeInfo, WriteError> {
    let reference = |class: &ClassReference| linked.class_ref(*class);
    if shape.is_interface {
        return Ok(TypeInfo::Interface(InterfaceInfo {
            is_shareable: shape.shareable,
            superinterfaces: shape.superinterfaces.iter().map(reference).collect::<Result<_, _>>()?,
            remote_name: None,
        }));
    }
    let mut interfaces = Vec::new();
    for (interface, tokens) in &shape.interfaces {
        interfaces.push(ImplementedInterface { interface: reference(interface)?, index: tokens.clone() });
    }
    Ok(TypeInfo::Class(ClassInfo {
        is_shareable: shape.shareable,
        super_class: shape.superclass.as_ref().map(reference).transpose()?,
        declared_instance_size: shape.layout.size,
        first_reference_token: shape.layout.first_reference,
        reference_count: shape.layout.references,
        public_method_table_base: shape.public.base,
        public_methods: offsets(linked, &shape.public)?,
        package_method_table_base: shape.package.base,
        package_methods: offsets(linked, &shape.package)?,
        interfaces,
        remote: None,
        token_map: None,
    }))
}

fn offsets(linked: &Linked<'_>, table: &MethodTable) -> Result<Vec<Option<u16>>, WriteError> {
    table.methods.iter().map(|method| method.map(|method| linked.method_offset(method)).transpose()).collect()
}
