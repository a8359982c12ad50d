//! Component 13, StaticResources: files of a package, format 2.3 (JCVM 3.1 chapter 6).

use alloc::vec::Vec;

use crate::component::ComponentKind;
use crate::error::CapError;
use crate::reader::Reader;
use crate::writer::Writer;

/// The StaticResources component.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StaticResources {
    /// The resources.
    pub resources: Vec<StaticResource>,
}

/// A resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaticResource {
    /// Its number.
    pub id: u16,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl StaticResources {
    /// Reads the component's info.
    ///
    /// # Errors
    /// What a StaticResources component does not obey.
    pub fn parse(info: &[u8]) -> Result<Self, CapError> {
        let mut reader = Reader::new(info, ComponentKind::StaticResources);
        let count = reader.u16()?;
        let mut sizes = Vec::new();
        for _ in 0..count {
            sizes.push((reader.u16()?, reader.u32()?));
        }
        let mut resources = Vec::new();
        for (id, size) in sizes {
            let size = usize::try_from(size).unwrap_or(usize::MAX);
            resources.push(StaticResource { id, bytes: reader.bytes(size)?.to_vec() });
        }
        reader.finish()?;
        Ok(Self { resources })
    }

    /// The component's info.
    ///
    /// # Errors
    /// [`TooMany`](crate::Rule::TooMany), [`TooLong`](crate::Rule::TooLong).
    pub fn write(&self) -> Result<Vec<u8>, CapError> {
        let mut writer = Writer::new(ComponentKind::StaticResources);
        writer.count16(self.resources.len())?;
        for resource in &self.resources {
            let size = u32::try_from(resource.bytes.len());
            writer.u16(resource.id);
            writer.u32(size.map_err(|_| writer.error(crate::Rule::TooLong))?);
        }
        for resource in &self.resources {
            writer.bytes(&resource.bytes);
        }
        writer.finish()
    }
}
