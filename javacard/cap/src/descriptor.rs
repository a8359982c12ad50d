//! Component 11, Descriptor: classes, fields and methods with their types, for verification (JCVM 3.0.5 §6.13).

use alloc::vec::Vec;

use crate::component::ComponentKind;
use crate::constant_pool::StaticRef;
use crate::error::{CapError, Rule};
use crate::flags::flags;
use crate::package::ClassRef;
use crate::reader::Reader;
use crate::type_descriptor::{PrimitiveType, TypeDescriptor};
use crate::writer::Writer;

/// The Descriptor component.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DescriptorComponent {
    /// Classes and interfaces, at most 255.
    pub classes: Vec<ClassDescriptor>,
    /// The types that they name.
    pub types: TypeDescriptors,
}

flags! {
    /// Access flags of a class or an interface.
    ClassFlags: u8 {
        /// `ACC_PUBLIC`
        PUBLIC = 0x01, "public";
        /// `ACC_FINAL`
        FINAL = 0x10, "final";
        /// `ACC_INTERFACE`
        INTERFACE = 0x40, "interface";
        /// `ACC_ABSTRACT`
        ABSTRACT = 0x80, "abstract";
    }
}

flags! {
    /// Access flags of a field.
    FieldFlags: u8 {
        /// `ACC_PUBLIC`
        PUBLIC = 0x01, "public";
        /// `ACC_PRIVATE`
        PRIVATE = 0x02, "private";
        /// `ACC_PROTECTED`
        PROTECTED = 0x04, "protected";
        /// `ACC_STATIC`
        STATIC = 0x08, "static";
        /// `ACC_FINAL`
        FINAL = 0x10, "final";
    }
}

flags! {
    /// Access flags of a method.
    MethodFlags: u8 {
        /// `ACC_PUBLIC`
        PUBLIC = 0x01, "public";
        /// `ACC_PRIVATE`
        PRIVATE = 0x02, "private";
        /// `ACC_PROTECTED`
        PROTECTED = 0x04, "protected";
        /// `ACC_STATIC`
        STATIC = 0x08, "static";
        /// `ACC_FINAL`
        FINAL = 0x10, "final";
        /// `ACC_ABSTRACT`
        ABSTRACT = 0x40, "abstract";
        /// `ACC_INIT`: a constructor
        INIT = 0x80, "constructor";
    }
}

/// `class_descriptor_info`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassDescriptor {
    /// Class token; FF if it is not visible outside the package.
    pub token: u8,
    /// Access.
    pub flags: ClassFlags,
    /// Where it is in the Class component.
    pub this_class: ClassRef,
    /// Interfaces that it implements or extends, at most 255.
    pub interfaces: Vec<ClassRef>,
    /// Its fields.
    pub fields: Vec<FieldDescriptor>,
    /// Its methods.
    pub methods: Vec<MethodDescriptor>,
}

/// `field_descriptor_info`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldDescriptor {
    /// Field token; FF for a static field that is not visible outside the package.
    pub token: u8,
    /// Access. [`FieldFlags::STATIC`] is set if and only if `reference` is static.
    pub flags: FieldFlags,
    /// Which field.
    pub reference: FieldRef,
    /// Its type.
    pub field_type: FieldType,
}

/// Which field a descriptor describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldRef {
    /// A static field, by its offset in the static image.
    Static(StaticRef),
    /// An instance field.
    Instance {
        /// Its class.
        class: ClassRef,
        /// Its token.
        token: u8,
    },
}

/// The type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// A primitive type.
    Primitive(PrimitiveType),
    /// A reference: the offset of its descriptor among the [`TypeDescriptors`].
    Reference(u16),
}

/// Marks a primitive type.
const PRIMITIVE: u16 = 0x8000;

impl FieldType {
    fn read(reader: &mut Reader<'_>) -> Result<Self, CapError> {
        let at = reader.position();
        let bits = reader.u16()?;
        if bits & PRIMITIVE == 0 {
            return Ok(Self::Reference(bits));
        }
        let number = u8::try_from(bits & !PRIMITIVE).ok().and_then(PrimitiveType::from_number);
        number.map(Self::Primitive).ok_or_else(|| reader.error_at(at, Rule::FieldType))
    }

    const fn bits(self) -> u16 {
        match self {
            Self::Primitive(primitive) => PRIMITIVE | primitive.number() as u16,
            Self::Reference(offset) => offset,
        }
    }
}

/// `method_descriptor_info`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodDescriptor {
    /// Static or virtual method token; FF for a static or private method not visible outside the package.
    pub token: u8,
    /// Access.
    pub flags: MethodFlags,
    /// Offset of its header in the Method component's info; 0 for a method of an interface.
    pub method_offset: u16,
    /// Offset of its type among the [`TypeDescriptors`].
    pub type_offset: u16,
    /// Bytes of its code.
    pub bytecode_count: u16,
    /// How many exception handlers it has.
    pub handler_count: u16,
    /// Index of the first of them.
    pub handler_index: u16,
}

/// `type_descriptor_info`: types of constant pool entries, fields and methods.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeDescriptors {
    /// For each constant pool entry the offset of its type's descriptor; none for a class.
    pub constant_pool_types: Vec<Option<u16>>,
    /// The descriptors. Offsets count from the start of this structure.
    pub descriptors: Vec<TypeDescriptor>,
}

/// Stands for no type.
const NO_TYPE: u16 = 0xFFFF;

impl TypeDescriptors {
    /// The offset of the first descriptor.
    #[must_use]
    pub fn first_offset(&self) -> usize {
        self.constant_pool_types.len().saturating_mul(2).saturating_add(2)
    }

    /// The descriptors, each with its offset.
    pub fn with_offsets(&self) -> impl Iterator<Item = (usize, &TypeDescriptor)> {
        self.descriptors.iter().scan(self.first_offset(), |next, descriptor| {
            let offset = *next;
            *next = next.saturating_add(descriptor.length());
            Some((offset, descriptor))
        })
    }

    /// The descriptor at this offset.
    #[must_use]
    pub fn at(&self, offset: u16) -> Option<&TypeDescriptor> {
        self.with_offsets().find(|(at, _)| *at == usize::from(offset)).map(|(_, descriptor)| descriptor)
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CapError> {
        let count = reader.u16()?;
        let mut constant_pool_types = Vec::new();
        for _ in 0..count {
            constant_pool_types.push(match reader.u16()? {
                NO_TYPE => None,
                offset => Some(offset),
            });
        }
        let mut descriptors = Vec::new();
        while !reader.is_empty() {
            descriptors.push(TypeDescriptor::read(reader)?);
        }
        Ok(Self { constant_pool_types, descriptors })
    }

    fn put(&self, writer: &mut Writer) -> Result<(), CapError> {
        writer.count16(self.constant_pool_types.len())?;
        for offset in &self.constant_pool_types {
            writer.u16(offset.unwrap_or(NO_TYPE));
        }
        self.descriptors.iter().try_for_each(|descriptor| descriptor.put(writer))
    }
}

impl FieldDescriptor {
    fn read(reader: &mut Reader<'_>) -> Result<Self, CapError> {
        let token = reader.u8()?;
        let flags = FieldFlags(reader.u8()?);
        let reference = if flags.contains(FieldFlags::STATIC) {
            FieldRef::Static(StaticRef::read(reader)?)
        } else {
            FieldRef::Instance { class: ClassRef::read(reader)?, token: reader.u8()? }
        };
        Ok(Self { token, flags, reference, field_type: FieldType::read(reader)? })
    }

    fn put(&self, writer: &mut Writer) -> Result<(), CapError> {
        let is_static = matches!(self.reference, FieldRef::Static(_));
        if is_static != self.flags.contains(FieldFlags::STATIC) {
            return Err(writer.error(Rule::FieldReference));
        }
        writer.u8(self.token);
        writer.u8(self.flags.bits());
        match self.reference {
            FieldRef::Static(reference) => writer.bytes(&reference.bytes()),
            FieldRef::Instance { class, token } => {
                class.put(writer);
                writer.u8(token);
            }
        }
        writer.u16(self.field_type.bits());
        Ok(())
    }
}

impl MethodDescriptor {
    fn read(reader: &mut Reader<'_>) -> Result<Self, CapError> {
        Ok(Self {
            token: reader.u8()?,
            flags: MethodFlags(reader.u8()?),
            method_offset: reader.u16()?,
            type_offset: reader.u16()?,
            bytecode_count: reader.u16()?,
            handler_count: reader.u16()?,
            handler_index: reader.u16()?,
        })
    }

    fn put(&self, writer: &mut Writer) {
        writer.u8(self.token);
        writer.u8(self.flags.bits());
        writer.u16(self.method_offset);
        writer.u16(self.type_offset);
        writer.u16(self.bytecode_count);
        writer.u16(self.handler_count);
        writer.u16(self.handler_index);
    }
}

impl ClassDescriptor {
    fn read(reader: &mut Reader<'_>) -> Result<Self, CapError> {
        let token = reader.u8()?;
        let flags = ClassFlags(reader.u8()?);
        let this_class = ClassRef::read(reader)?;
        let interface_count = reader.u8()?;
        let field_count = reader.u16()?;
        let method_count = reader.u16()?;
        let mut interfaces = Vec::new();
        for _ in 0..interface_count {
            interfaces.push(ClassRef::read(reader)?);
        }
        let mut fields = Vec::new();
        for _ in 0..field_count {
            fields.push(FieldDescriptor::read(reader)?);
        }
        let mut methods = Vec::new();
        for _ in 0..method_count {
            methods.push(MethodDescriptor::read(reader)?);
        }
        Ok(Self { token, flags, this_class, interfaces, fields, methods })
    }

    fn put(&self, writer: &mut Writer) -> Result<(), CapError> {
        writer.u8(self.token);
        writer.u8(self.flags.bits());
        self.this_class.put(writer);
        writer.count8(self.interfaces.len())?;
        writer.count16(self.fields.len())?;
        writer.count16(self.methods.len())?;
        for interface in &self.interfaces {
            interface.put(writer);
        }
        for field in &self.fields {
            field.put(writer)?;
        }
        for method in &self.methods {
            method.put(writer);
        }
        Ok(())
    }
}

impl DescriptorComponent {
    /// Reads the component's info.
    ///
    /// # Errors
    /// What a Descriptor component does not obey.
    pub fn parse(info: &[u8]) -> Result<Self, CapError> {
        let mut reader = Reader::new(info, ComponentKind::Descriptor);
        let count = reader.u8()?;
        let mut classes = Vec::new();
        for _ in 0..count {
            classes.push(ClassDescriptor::read(&mut reader)?);
        }
        Ok(Self { classes, types: TypeDescriptors::read(&mut reader)? })
    }

    /// The component's info.
    ///
    /// # Errors
    /// [`Rule::TooMany`], [`Rule::TooLong`], [`Rule::FieldReference`].
    pub fn write(&self) -> Result<Vec<u8>, CapError> {
        let mut writer = Writer::new(ComponentKind::Descriptor);
        writer.count8(self.classes.len())?;
        for class in &self.classes {
            class.put(&mut writer)?;
        }
        self.types.put(&mut writer)?;
        writer.finish()
    }
}
