//! The Descriptor component (JCVM specification §6.13).

use std::collections::BTreeMap;

use cardamom_cap::constant_pool::StaticRef;
use cardamom_cap::descriptor::{
    ClassDescriptor, ClassFlags, DescriptorComponent, FieldDescriptor, FieldFlags, FieldRef, FieldType,
    MethodDescriptor, MethodFlags, TypeDescriptors,
};
use cardamom_cap::type_descriptor::{Type as CapType, TypeDescriptor};

use super::{WriteError, narrow, primitive};
use crate::classfile::{Access, Field, Method};
use crate::link::{EntryType, Linked};
use crate::resolve::ClassReference;
use crate::tokens::is_constant;
use crate::types::{MethodType, Type};

/// Stands for the token of what only the package or the class can name.
const NO_TOKEN: u8 = 0xFF;

pub(super) fn write(linked: &Linked<'_>) -> Result<DescriptorComponent, WriteError> {
    let mut types = TypeTable::new(linked);
    let mut constant_pool_types = Vec::new();
    for entry in &linked.pool {
        constant_pool_types.push(match linked.entry_type(entry) {
            None => None,
            Some(EntryType::Field(of)) => Some(types.field(&of)?),
            Some(EntryType::Method(of)) => Some(types.method(&of)?),
        });
    }
    let mut classes = Vec::new();
    let mut handler_index = 0;
    for index in 0..linked.shapes.len() {
        classes.push(class(linked, index, &mut types, &mut handler_index)?);
    }
    Ok(DescriptorComponent {
        classes,
        types: TypeDescriptors { constant_pool_types, descriptors: types.descriptors },
    })
}

fn class(
    linked: &Linked<'_>,
    index: usize,
    types: &mut TypeTable<'_>,
    handler_index: &mut usize,
) -> Result<ClassDescriptor, WriteError> {
    let class = linked.resolver.package.class(index).ok_or(WriteError::Offset)?;
    let shape = linked.shapes.get(index).ok_or(WriteError::Offset)?;
    let tokens = linked.resolver.tokens.classes.get(index).ok_or(WriteError::Offset)?;
    let mut flags = ClassFlags::default();
    for (is_set, flag) in [
        (class.access.is_public(), ClassFlags::PUBLIC),
        (class.access.is_final(), ClassFlags::FINAL),
        (class.access.is_interface(), ClassFlags::INTERFACE),
        (class.access.is_abstract(), ClassFlags::ABSTRACT),
    ] {
        flags = if is_set { flags.with(flag) } else { flags };
    }
    let this_class = ClassReference::Internal(index);
    let mut interfaces = Vec::new();
    for interface in
        shape.superinterfaces.iter().chain(shape.interfaces.iter().map(|(interface, _)| interface))
    {
        interfaces.push(linked.class_ref(*interface)?);
    }
    let mut fields = Vec::new();
    // Static fields, then instance fields by their place in the object, as other converters have them.
    let mut stored: Vec<(usize, &Field)> =
        class.fields.iter().enumerate().filter(|(_, field)| !is_constant(field)).collect();
    stored.sort_by_key(|(number, _)| tokens.instance.tokens.get(number));
    for (number, field) in stored {
        let (token, reference) = if field.access.is_static() {
            let token = tokens.static_fields.get(&number).copied().unwrap_or(NO_TOKEN);
            (token, FieldRef::Static(StaticRef::Internal(linked.field_offset(index, number)?)))
        } else {
            let token = *tokens.instance.tokens.get(&number).ok_or(WriteError::Offset)?;
            (token, FieldRef::Instance { class: linked.class_ref(this_class)?, token })
        };
        let field_type = if field.field_type.is_reference() {
            FieldType::Reference(types.field(&field.field_type)?)
        } else {
            FieldType::Primitive(primitive(&field.field_type))
        };
        fields.push(FieldDescriptor { token, flags: field_flags(field), reference, field_type });
    }
    let mut methods = Vec::new();
    for (number, method, offset) in linked.class_methods(index) {
        if method.name == "<clinit>" {
            continue;
        }
        let descriptor = method.method_type.descriptor();
        let token = if class.access.is_interface() {
            tokens.interface_method(&method.name, &descriptor).ok_or(WriteError::Offset)?
        } else if method.access.is_static() || method.name == "<init>" {
            tokens.static_methods.get(&number).copied().unwrap_or(NO_TOKEN)
        } else if method.access.is_private() {
            NO_TOKEN
        } else {
            let found = tokens.virtual_methods.iter().rev();
            let mut found = found.filter(|found| found.name == method.name && found.descriptor == descriptor);
            found.next().ok_or(WriteError::Offset)?.token
        };
        let assembled = linked.methods.get(&(index, number)).and_then(|method| method.code.as_ref());
        let handlers = assembled.map_or(0, |(_, assembled)| assembled.handlers.len());
        methods.push(MethodDescriptor {
            token,
            flags: method_flags(method),
            method_offset: narrow(offset.unwrap_or(0))?,
            type_offset: types.method(&method.method_type)?,
            bytecode_count: narrow(assembled.map_or(0, |(_, assembled)| assembled.bytecodes.len()))?,
            handler_count: narrow(handlers)?,
            handler_index: if handlers == 0 { 0 } else { narrow(*handler_index)? },
        });
        *handler_index += handlers;
    }
    Ok(ClassDescriptor {
        token: tokens.token.unwrap_or(NO_TOKEN),
        flags,
        this_class: linked.class_ref(this_class)?,
        interfaces,
        fields,
        methods,
    })
}

/// The flags of a class file that fields and methods of CAP files have too.
fn visibility<T: Copy + Default>(access: Access, flags: [T; 5], with: impl Fn(T, T) -> T) -> T {
    let [public, private, protected, is_static, is_final] = flags;
    [
        (access.is_public(), public),
        (access.is_private(), private),
        (access.is_protected(), protected),
        (access.is_static(), is_static),
        (access.is_final(), is_final),
    ]
    .into_iter()
    .filter(|(is_set, _)| *is_set)
    .fold(T::default(), |all, (_, flag)| with(all, flag))
}

fn field_flags(field: &Field) -> FieldFlags {
    use FieldFlags as F;
    visibility(field.access, [F::PUBLIC, F::PRIVATE, F::PROTECTED, F::STATIC, F::FINAL], F::with)
}

fn method_flags(method: &Method) -> MethodFlags {
    use MethodFlags as F;
    let mut flags =
        visibility(method.access, [F::PUBLIC, F::PRIVATE, F::PROTECTED, F::STATIC, F::FINAL], F::with);
    if method.access.is_abstract() {
        flags = flags.with(F::ABSTRACT);
    }
    if method.name == "<init>" {
        flags = flags.with(F::INIT);
    }
    flags
}

/// The types that were named so far, each once.
struct TypeTable<'a> {
    linked: &'a Linked<'a>,
    offsets: BTreeMap<EntryType, u16>,
    descriptors: Vec<TypeDescriptor>,
    end: usize,
}

impl<'a> TypeTable<'a> {
    /// The descriptors stand behind the types of the constant pool.
    fn new(linked: &'a Linked<'a>) -> Self {
        let end = 2 + 2 * linked.pool.len();
        Self { linked, offsets: BTreeMap::new(), descriptors: Vec::new(), end }
    }

    fn field(&mut self, of: &Type) -> Result<u16, WriteError> {
        let key = EntryType::Field(of.clone());
        let types = vec![self.cap_type(of)?];
        self.offset(key, types)
    }

    fn method(&mut self, of: &MethodType) -> Result<u16, WriteError> {
        let key = EntryType::Method(of.clone());
        let mut types = Vec::new();
        for parameter in &of.parameters {
            types.push(self.cap_type(parameter)?);
        }
        types.push(match &of.result {
            None => CapType::Void,
            Some(result) => self.cap_type(result)?,
        });
        self.offset(key, types)
    }

    fn offset(&mut self, key: EntryType, types: Vec<CapType>) -> Result<u16, WriteError> {
        // A field of a type and a method without parameters that returns it have one descriptor.
        let same = match &key {
            EntryType::Field(of) => {
                EntryType::Method(MethodType { parameters: Vec::new(), result: Some(of.clone()) })
            }
            EntryType::Method(of) => match (&of.parameters.is_empty(), &of.result) {
                (true, Some(result)) => EntryType::Field(result.clone()),
                _ => key.clone(),
            },
        };
        if let Some(offset) = self.offsets.get(&key).or_else(|| self.offsets.get(&same)) {
            return Ok(*offset);
        }
        let offset = narrow(self.end)?;
        let descriptor = TypeDescriptor { types };
        self.end += descriptor.length();
        self.descriptors.push(descriptor);
        self.offsets.insert(key, offset);
        Ok(offset)
    }

    fn cap_type(&self, of: &Type) -> Result<CapType, WriteError> {
        let class = |name: &str| {
            let class = self.linked.resolver.class(name).map_err(|_| WriteError::Offset)?;
            self.linked.class_ref(class)
        };
        Ok(match of {
            Type::Class(name) => CapType::Reference(class(name)?),
            Type::Array(component) => match component.as_ref() {
                Type::Class(name) => CapType::ReferenceArray(class(name)?),
                component => CapType::Array(primitive(component)),
            },
            of => CapType::Primitive(primitive(of)),
        })
    }
}
