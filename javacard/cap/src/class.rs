//! Component 6, Class: classes and interfaces, without their members' code (JCVM 3.0.5 §6.8).

mod class_info;
mod interface_info;

use alloc::vec::Vec;

pub use self::class_info::{ClassInfo, ImplementedInterface, RemoteInterfaces, RemoteMethod, TokenMap};
pub use self::interface_info::InterfaceInfo;

use crate::component::ComponentKind;
use crate::error::{CapError, Rule};
use crate::header::CapFormat;
use crate::reader::Reader;
use crate::type_descriptor::{TypeDescriptor, read_descriptors};
use crate::writer::Writer;

/// `ACC_INTERFACE` in the upper half of a structure's first byte.
const FLAG_INTERFACE: u8 = 0x80;
/// `ACC_SHAREABLE`
const FLAG_SHAREABLE: u8 = 0x40;
/// `ACC_REMOTE`
const FLAG_REMOTE: u8 = 0x20;
/// The bit that has no meaning.
const FLAG_RESERVED: u8 = 0x10;
/// How many interfaces the structure names.
const COUNT: u8 = 0x0F;

/// The Class component. Others refer to what is in it by its offset in the component's info.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassComponent {
    /// Signatures of remote methods; empty without remote method invocation. Format 2.1 has no such item: none.
    pub signature_pool: Option<Vec<TypeDescriptor>>,
    /// Interfaces, then classes; a superclass before its subclasses.
    pub types: Vec<TypeInfo>,
}

/// A class or an interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeInfo {
    /// `interface_info`
    Interface(InterfaceInfo),
    /// `class_info`
    Class(ClassInfo),
}

impl TypeInfo {
    /// Bytes of the structure.
    #[must_use]
    pub fn length(&self) -> usize {
        match self {
            Self::Interface(interface) => interface.length(),
            Self::Class(class) => class.length(),
        }
    }

    fn read(reader: &mut Reader<'_>, format: CapFormat) -> Result<Self, CapError> {
        let at = reader.position();
        let first = reader.u8()?;
        reader.require(first & FLAG_RESERVED == 0, at, Rule::InterfaceFlags)?;
        reader.require(first & FLAG_REMOTE == 0 || format >= CapFormat::V2_2, at, Rule::InterfaceFlags)?;
        if first & FLAG_INTERFACE != 0 {
            InterfaceInfo::read(reader, first).map(Self::Interface)
        } else {
            ClassInfo::read(reader, first, format).map(Self::Class)
        }
    }
}

impl ClassComponent {
    /// What is in it, each with its offset in the component's info.
    pub fn types_with_offsets(&self) -> impl Iterator<Item = (usize, &TypeInfo)> {
        self.types.iter().scan(self.first_offset(), |next, info| {
            let offset = *next;
            *next = next.saturating_add(info.length());
            Some((offset, info))
        })
    }

    /// The class or interface at this offset of the component's info.
    #[must_use]
    pub fn type_at(&self, offset: u16) -> Option<&TypeInfo> {
        self.types_with_offsets().find(|(at, _)| *at == usize::from(offset)).map(|(_, info)| info)
    }

    /// The class at this offset of the component's info.
    #[must_use]
    pub fn class_at(&self, offset: u16) -> Option<&ClassInfo> {
        match self.type_at(offset)? {
            TypeInfo::Class(class) => Some(class),
            TypeInfo::Interface(_) => None,
        }
    }

    /// The offset of the first class or interface.
    #[must_use]
    pub fn first_offset(&self) -> usize {
        let pool = |pool: &Vec<TypeDescriptor>| pool.iter().map(TypeDescriptor::length).sum::<usize>();
        self.signature_pool.as_ref().map_or(0, |signatures| pool(signatures).saturating_add(2))
    }

    /// Reads the component's info.
    ///
    /// # Errors
    /// What a Class component does not obey.
    pub fn parse(info: &[u8], format: CapFormat) -> Result<Self, CapError> {
        let mut reader = Reader::new(info, ComponentKind::Class);
        let signature_pool = if format >= CapFormat::V2_2 {
            let length = reader.u16()?;
            Some(read_descriptors(&mut reader, usize::from(length))?)
        } else {
            None
        };
        let mut types = Vec::new();
        while !reader.is_empty() {
            types.push(TypeInfo::read(&mut reader, format)?);
        }
        Ok(Self { signature_pool, types })
    }

    /// The component's info.
    ///
    /// # Errors
    /// [`Rule::TooMany`], [`Rule::TooLong`], [`Rule::TokenMapLength`].
    pub fn write(&self) -> Result<Vec<u8>, CapError> {
        let mut writer = Writer::new(ComponentKind::Class);
        if let Some(signatures) = &self.signature_pool {
            writer.count16(self.first_offset().saturating_sub(2))?;
            for signature in signatures {
                signature.put(&mut writer)?;
            }
        }
        for info in &self.types {
            match info {
                TypeInfo::Interface(interface) => interface.put(&mut writer)?,
                TypeInfo::Class(class) => class.put(&mut writer)?,
            }
        }
        writer.finish()
    }
}

/// The first byte of a structure: flags, and how many interfaces follow.
fn first_byte(writer: &Writer, flags: u8, interfaces: usize) -> Result<u8, CapError> {
    match u8::try_from(interfaces) {
        Ok(count) if count <= COUNT => Ok(flags | count),
        _ => Err(writer.error(Rule::TooMany)),
    }
}
