//! An interface (JCVM 3.0.5 §6.8).

use alloc::vec::Vec;

use super::{COUNT, FLAG_INTERFACE, FLAG_REMOTE, FLAG_SHAREABLE, first_byte};
use crate::error::CapError;
use crate::package::ClassRef;
use crate::reader::Reader;
use crate::writer::Writer;

/// `interface_info`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InterfaceInfo {
    /// Whether it is `javacard.framework.Shareable` or extends it.
    pub is_shareable: bool,
    /// All interfaces that it extends, at most 15.
    pub superinterfaces: Vec<ClassRef>,
    /// Its name in UTF-8 if it is remote; from format 2.2.
    pub remote_name: Option<Vec<u8>>,
}

impl InterfaceInfo {
    /// Bytes of the structure.
    #[must_use]
    pub fn length(&self) -> usize {
        let name = self.remote_name.as_ref().map_or(0, |name| name.len().saturating_add(1));
        self.superinterfaces.len().saturating_mul(2).saturating_add(1).saturating_add(name)
    }

    pub(super) fn read(reader: &mut Reader<'_>, first: u8) -> Result<Self, CapError> {
        let mut superinterfaces = Vec::new();
        for _ in 0..first & COUNT {
            superinterfaces.push(ClassRef::read(reader)?);
        }
        let remote_name = if first & FLAG_REMOTE != 0 { Some(reader.counted()?.to_vec()) } else { None };
        Ok(Self { is_shareable: first & FLAG_SHAREABLE != 0, superinterfaces, remote_name })
    }

    pub(super) fn put(&self, writer: &mut Writer) -> Result<(), CapError> {
        let shareable = if self.is_shareable { FLAG_SHAREABLE } else { 0 };
        let remote = if self.remote_name.is_some() { FLAG_REMOTE } else { 0 };
        let flags = FLAG_INTERFACE | shareable | remote;
        writer.u8(first_byte(writer, flags, self.superinterfaces.len())?);
        for interface in &self.superinterfaces {
            interface.put(writer);
        }
        match &self.remote_name {
            Some(name) => writer.counted(name),
            None => Ok(()),
        }
    }
}
