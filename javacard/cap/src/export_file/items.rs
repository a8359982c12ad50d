//! The items of an export file.

use alloc::vec::Vec;

use super::{ExportFlags, ExportFormat};
use crate::error::{CapError, Rule};
use crate::package::PackageInfo;
use crate::reader::Reader;
use crate::writer::Writer;

const UTF8: u8 = 1;
const INTEGER: u8 = 3;
const CLASS: u8 = 7;
const PACKAGE: u8 = 13;

/// An entry of an export file's constant pool.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ExportConstant {
    /// `CONSTANT_Utf8`, tag 1: text, UTF-8 as class files have it.
    Utf8(Vec<u8>),
    /// `CONSTANT_Integer`, tag 3: the value of a constant.
    Integer(i32),
    /// `CONSTANT_Classref`, tag 7: the index of a class's full name, with `/` between its parts.
    Class(u16),
    /// `CONSTANT_Package`, tag 13.
    Package {
        /// 1 for a library: a package without applets.
        flags: u8,
        /// The index of its name, with `/` between its parts.
        name_index: u16,
        /// Version and AID.
        info: PackageInfo,
    },
}

impl ExportConstant {
    /// `ACC_LIBRARY`
    pub const LIBRARY: u8 = 0x01;

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, CapError> {
        let at = reader.position();
        match reader.u8()? {
            UTF8 => {
                let length = reader.u16()?;
                Ok(Self::Utf8(reader.bytes(usize::from(length))?.to_vec()))
            }
            INTEGER => Ok(Self::Integer(reader.u32()?.cast_signed())),
            CLASS => reader.u16().map(Self::Class),
            PACKAGE => {
                let flags = reader.u8()?;
                let name_index = reader.u16()?;
                Ok(Self::Package { flags, name_index, info: PackageInfo::read(reader)? })
            }
            _ => Err(reader.error_at(at, Rule::ExportFileConstantTag)),
        }
    }

    pub(super) fn put(&self, writer: &mut Writer) -> Result<(), CapError> {
        match self {
            Self::Utf8(text) => {
                writer.u8(UTF8);
                writer.count16(text.len())?;
                writer.bytes(text);
            }
            Self::Integer(value) => {
                writer.u8(INTEGER);
                writer.u32(value.cast_unsigned());
            }
            Self::Class(name_index) => {
                writer.u8(CLASS);
                writer.u16(*name_index);
            }
            Self::Package { flags, name_index, info } => {
                writer.u8(PACKAGE);
                writer.u8(*flags);
                writer.u16(*name_index);
                info.put(writer)?;
            }
        }
        Ok(())
    }
}

/// `class_info`: a class or an interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportClass {
    /// Its token.
    pub token: u8,
    /// Access.
    pub flags: ExportFlags,
    /// Its name: index of an [`ExportConstant::Class`].
    pub name_index: u16,
    /// All its superclasses, or superinterfaces of an interface.
    pub supers: Vec<u16>,
    /// All interfaces that it implements, at most 255.
    pub interfaces: Vec<u16>,
    /// Its fields that others can see.
    pub fields: Vec<ExportField>,
    /// Its methods that others can see.
    pub methods: Vec<ExportMethod>,
    /// `CAP22_inheritable_public_method_token_count`; in format 2.3, and not written in others.
    pub inheritable_public_method_token_count: u8,
}

/// `field_info`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportField {
    /// Its token; FF for a constant.
    pub token: u8,
    /// Access.
    pub flags: ExportFlags,
    /// Its name.
    pub name_index: u16,
    /// Its type as a class file describes it.
    pub descriptor_index: u16,
    /// The value of a constant, and what else there may be.
    pub attributes: Vec<ExportAttribute>,
}

/// `attribute_info`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportAttribute {
    /// Its name.
    pub name_index: u16,
    /// What is in it; for `ConstantValue` the index of an [`ExportConstant::Integer`].
    pub bytes: Vec<u8>,
}

/// `method_info`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportMethod {
    /// Its token: static methods and constructors, virtual methods and interface methods count each for
    /// themselves.
    pub token: u8,
    /// Access.
    pub flags: ExportFlags,
    /// Its name.
    pub name_index: u16,
    /// Its type as a class file describes it.
    pub descriptor_index: u16,
}

impl ExportField {
    fn read(reader: &mut Reader<'_>) -> Result<Self, CapError> {
        let token = reader.u8()?;
        let flags = ExportFlags(reader.u16()?);
        let name_index = reader.u16()?;
        let descriptor_index = reader.u16()?;
        let count = reader.u16()?;
        let mut attributes = Vec::new();
        for _ in 0..count {
            let name_index = reader.u16()?;
            let length = usize::try_from(reader.u32()?).unwrap_or(usize::MAX);
            attributes.push(ExportAttribute { name_index, bytes: reader.bytes(length)?.to_vec() });
        }
        Ok(Self { token, flags, name_index, descriptor_index, attributes })
    }

    fn put(&self, writer: &mut Writer) -> Result<(), CapError> {
        writer.u8(self.token);
        writer.u16(self.flags.bits());
        writer.u16(self.name_index);
        writer.u16(self.descriptor_index);
        writer.count16(self.attributes.len())?;
        for attribute in &self.attributes {
            writer.u16(attribute.name_index);
            let length = u32::try_from(attribute.bytes.len());
            writer.u32(length.map_err(|_| writer.error(Rule::TooMany))?);
            writer.bytes(&attribute.bytes);
        }
        Ok(())
    }
}

impl ExportClass {
    pub(super) fn read(reader: &mut Reader<'_>, format: ExportFormat) -> Result<Self, CapError> {
        let token = reader.u8()?;
        let flags = ExportFlags(reader.u16()?);
        let name_index = reader.u16()?;
        let mut supers = Vec::new();
        for _ in 0..reader.u16()? {
            supers.push(reader.u16()?);
        }
        let mut interfaces = Vec::new();
        for _ in 0..reader.u8()? {
            interfaces.push(reader.u16()?);
        }
        let mut fields = Vec::new();
        for _ in 0..reader.u16()? {
            fields.push(ExportField::read(reader)?);
        }
        let mut methods = Vec::new();
        for _ in 0..reader.u16()? {
            methods.push(ExportMethod {
                token: reader.u8()?,
                flags: ExportFlags(reader.u16()?),
                name_index: reader.u16()?,
                descriptor_index: reader.u16()?,
            });
        }
        let inheritable_public_method_token_count =
            if format >= ExportFormat::V2_3 { reader.u8()? } else { 0 };
        Ok(Self {
            token,
            flags,
            name_index,
            supers,
            interfaces,
            fields,
            methods,
            inheritable_public_method_token_count,
        })
    }

    pub(super) fn put(&self, writer: &mut Writer, format: ExportFormat) -> Result<(), CapError> {
        writer.u8(self.token);
        writer.u16(self.flags.bits());
        writer.u16(self.name_index);
        writer.count16(self.supers.len())?;
        for index in &self.supers {
            writer.u16(*index);
        }
        writer.count8(self.interfaces.len())?;
        for index in &self.interfaces {
            writer.u16(*index);
        }
        writer.count16(self.fields.len())?;
        for field in &self.fields {
            field.put(writer)?;
        }
        writer.count16(self.methods.len())?;
        for method in &self.methods {
            writer.u8(method.token);
            writer.u16(method.flags.bits());
            writer.u16(method.name_index);
            writer.u16(method.descriptor_index);
        }
        if format >= ExportFormat::V2_3 {
            writer.u8(self.inheritable_public_method_token_count);
        }
        Ok(())
    }
}
