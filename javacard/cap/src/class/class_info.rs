//! A class (JCVM 3.0.5 §6.8).

use alloc::vec::Vec;

use super::{COUNT, FLAG_REMOTE, FLAG_SHAREABLE, first_byte};
use crate::constant_pool::VirtualMethodToken;
use crate::error::{CapError, Rule};
use crate::header::CapFormat;
use crate::package::ClassRef;
use crate::reader::Reader;
use crate::writer::Writer;

/// Stands in a method table for a method that a superclass in another package has.
const INHERITED: u16 = 0xFFFF;
/// Stands for no token.
const NO_TOKEN: u8 = 0xFF;

/// `class_info`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassInfo {
    /// Whether it implements a shareable interface.
    pub is_shareable: bool,
    /// Its superclass; none for `java.lang.Object` alone.
    pub super_class: Option<ClassRef>,
    /// Cells of 16 bits that the instance fields declared in this class take; an int takes two.
    pub declared_instance_size: u8,
    /// Token of the first instance field of this class that is a reference; none if there is no such field.
    pub first_reference_token: Option<u8>,
    /// How many fields of this class are references: they have consecutive tokens.
    pub reference_count: u8,
    /// Token of the first method of [`public_methods`](Self::public_methods): those below it are inherited unchanged.
    pub public_method_table_base: u8,
    /// Offsets of the headers of public and protected virtual methods in the Method component's info; none for a
    /// method that a superclass in another package has.
    pub public_methods: Vec<Option<u16>>,
    /// As the base of the public methods.
    pub package_method_table_base: u8,
    /// As the public methods, for those visible in their package alone.
    pub package_methods: Vec<Option<u16>>,
    /// Interfaces that it implements, those of its superclasses and superinterfaces too; at most 15.
    pub interfaces: Vec<ImplementedInterface>,
    /// What makes it remote; from format 2.2.
    pub remote: Option<RemoteInterfaces>,
    /// From format 2.3, and there always.
    pub token_map: Option<TokenMap>,
}

/// `implemented_interface_info`: how a class implements an interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImplementedInterface {
    /// The interface.
    pub interface: ClassRef,
    /// For each interface method token the token of the public virtual method that implements it.
    pub index: Vec<u8>,
}

/// `remote_interface_info`: what can be called by remote method invocation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RemoteInterfaces {
    /// The methods, by ascending hash.
    pub methods: Vec<RemoteMethod>,
    /// Makes the hashes of the methods distinct; mostly empty.
    pub hash_modifier: Vec<u8>,
    /// Name of the class, UTF-8.
    pub class_name: Vec<u8>,
    /// The remote interfaces.
    pub interfaces: Vec<ClassRef>,
}

/// `remote_method_info`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemoteMethod {
    /// First two bytes of the SHA-1 hash of the method's name and type.
    pub hash: u16,
    /// Offset of its signature in the Class component's info.
    pub signature_offset: u16,
    /// The virtual method.
    pub virtual_method_token: u8,
}

/// How virtual method tokens of a class relate to those of its superclass; format 2.3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenMap {
    /// A token for each public virtual method token, base and count of the public method table together; FF for a
    /// method that is new in this class.
    pub tokens: Vec<u8>,
    /// `CAP22_inheritable_public_method_token_count`
    pub inheritable_public_method_token_count: u8,
}

impl ClassInfo {
    /// The entry of a virtual method in the method tables. Outer none: it is in neither, being inherited
    /// unchanged or not there at all.
    #[must_use]
    pub fn method(&self, token: VirtualMethodToken) -> Option<Option<u16>> {
        let (base, methods) = if token.is_package_visible() {
            (self.package_method_table_base, &self.package_methods)
        } else {
            (self.public_method_table_base, &self.public_methods)
        };
        methods.get(usize::from(token.number().checked_sub(base)?)).copied()
    }

    /// Bytes of the structure.
    #[must_use]
    pub fn length(&self) -> usize {
        const FIXED: usize = 10;
        let tables = self.public_methods.len().saturating_add(self.package_methods.len()).saturating_mul(2);
        let interfaces: usize = self.interfaces.iter().map(|one| one.index.len().saturating_add(3)).sum();
        let remote = self.remote.as_ref().map_or(0, RemoteInterfaces::length);
        let map = self.token_map.as_ref().map_or(0, |map| map.tokens.len().saturating_add(1));
        [tables, interfaces, remote, map].into_iter().fold(FIXED, usize::saturating_add)
    }

    /// How many entries its token map has, if it has one.
    fn token_map_length(base: u8, count: usize) -> usize {
        usize::from(base).saturating_add(count)
    }

    pub(super) fn read(reader: &mut Reader<'_>, first: u8, format: CapFormat) -> Result<Self, CapError> {
        let super_class = ClassRef::from_bits(reader.u16()?);
        let declared_instance_size = reader.u8()?;
        let first_reference_token = match reader.u8()? {
            NO_TOKEN => None,
            token => Some(token),
        };
        let reference_count = reader.u8()?;
        let public_method_table_base = reader.u8()?;
        let public_count = reader.u8()?;
        let package_method_table_base = reader.u8()?;
        let package_count = reader.u8()?;
        let public_methods = read_method_table(reader, public_count)?;
        let package_methods = read_method_table(reader, package_count)?;
        let mut interfaces = Vec::new();
        for _ in 0..first & COUNT {
            let interface = ClassRef::read(reader)?;
            interfaces.push(ImplementedInterface { interface, index: reader.counted()?.to_vec() });
        }
        let remote = if first & FLAG_REMOTE != 0 { Some(RemoteInterfaces::read(reader)?) } else { None };
        let token_map = if format >= CapFormat::V2_3 {
            let length = Self::token_map_length(public_method_table_base, public_methods.len());
            let tokens = reader.bytes(length)?.to_vec();
            Some(TokenMap { tokens, inheritable_public_method_token_count: reader.u8()? })
        } else {
            None
        };
        Ok(Self {
            is_shareable: first & FLAG_SHAREABLE != 0,
            super_class,
            declared_instance_size,
            first_reference_token,
            reference_count,
            public_method_table_base,
            public_methods,
            package_method_table_base,
            package_methods,
            interfaces,
            remote,
            token_map,
        })
    }

    pub(super) fn put(&self, writer: &mut Writer) -> Result<(), CapError> {
        let shareable = if self.is_shareable { FLAG_SHAREABLE } else { 0 };
        let remote = if self.remote.is_some() { FLAG_REMOTE } else { 0 };
        writer.u8(first_byte(writer, shareable | remote, self.interfaces.len())?);
        writer.u16(self.super_class.map_or(ClassRef::NONE, ClassRef::bits));
        writer.u8(self.declared_instance_size);
        writer.u8(self.first_reference_token.unwrap_or(NO_TOKEN));
        writer.u8(self.reference_count);
        writer.u8(self.public_method_table_base);
        writer.count8(self.public_methods.len())?;
        writer.u8(self.package_method_table_base);
        writer.count8(self.package_methods.len())?;
        for method in self.public_methods.iter().chain(&self.package_methods) {
            writer.u16(method.unwrap_or(INHERITED));
        }
        for implemented in &self.interfaces {
            implemented.interface.put(writer);
            writer.counted(&implemented.index)?;
        }
        if let Some(remote) = &self.remote {
            remote.put(writer)?;
        }
        if let Some(map) = &self.token_map {
            let length = Self::token_map_length(self.public_method_table_base, self.public_methods.len());
            if map.tokens.len() != length {
                return Err(writer.error(Rule::TokenMapLength));
            }
            writer.bytes(&map.tokens);
            writer.u8(map.inheritable_public_method_token_count);
        }
        Ok(())
    }
}

fn read_method_table(reader: &mut Reader<'_>, count: u8) -> Result<Vec<Option<u16>>, CapError> {
    let mut methods = Vec::new();
    for _ in 0..count {
        methods.push(match reader.u16()? {
            INHERITED => None,
            offset => Some(offset),
        });
    }
    Ok(methods)
}

impl RemoteInterfaces {
    fn length(&self) -> usize {
        const FIXED: usize = 4;
        let methods = self.methods.len().saturating_mul(5);
        let interfaces = self.interfaces.len().saturating_mul(2);
        [methods, self.hash_modifier.len(), self.class_name.len(), interfaces]
            .into_iter()
            .fold(FIXED, usize::saturating_add)
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CapError> {
        let count = reader.u8()?;
        let mut methods = Vec::new();
        for _ in 0..count {
            methods.push(RemoteMethod {
                hash: reader.u16()?,
                signature_offset: reader.u16()?,
                virtual_method_token: reader.u8()?,
            });
        }
        let hash_modifier = reader.counted()?.to_vec();
        let class_name = reader.counted()?.to_vec();
        let count = reader.u8()?;
        let mut interfaces = Vec::new();
        for _ in 0..count {
            interfaces.push(ClassRef::read(reader)?);
        }
        Ok(Self { methods, hash_modifier, class_name, interfaces })
    }

    fn put(&self, writer: &mut Writer) -> Result<(), CapError> {
        writer.count8(self.methods.len())?;
        for method in &self.methods {
            writer.u16(method.hash);
            writer.u16(method.signature_offset);
            writer.u8(method.virtual_method_token);
        }
        writer.counted(&self.hash_modifier)?;
        writer.counted(&self.class_name)?;
        writer.count8(self.interfaces.len())?;
        for interface in &self.interfaces {
            interface.put(writer);
        }
        Ok(())
    }
}
