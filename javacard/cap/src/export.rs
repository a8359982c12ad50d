//! Component 10, Export: static members that other packages can link to (JCVM 3.0.5 §6.12).

use alloc::vec::Vec;

use crate::component::ComponentKind;
use crate::error::CapError;
use crate::reader::Reader;
use crate::writer::Writer;

/// The Export component.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportComponent {
    /// Public classes and interfaces, and shareable interfaces alone in a package that exports nothing else; at
    /// most 255. The index is the class token.
    pub classes: Vec<ClassExport>,
}

/// `class_export_info`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassExport {
    /// Offset of the class or interface in the Class component's info.
    pub class_offset: u16,
    /// Offsets of static fields in the static image; the index is the field token.
    pub static_field_offsets: Vec<u16>,
    /// Offsets of static methods and constructors in the Method component's info; the index is the method token.
    pub static_method_offsets: Vec<u16>,
}

impl ExportComponent {
    /// Reads the component's info.
    ///
    /// # Errors
    /// What an Export component does not obey.
    pub fn parse(info: &[u8]) -> Result<Self, CapError> {
        let mut reader = Reader::new(info, ComponentKind::Export);
        let count = reader.u8()?;
        let mut classes = Vec::new();
        for _ in 0..count {
            let class_offset = reader.u16()?;
            let field_count = reader.u8()?;
            let method_count = reader.u8()?;
            let static_field_offsets = read_offsets(&mut reader, field_count)?;
            let static_method_offsets = read_offsets(&mut reader, method_count)?;
            classes.push(ClassExport { class_offset, static_field_offsets, static_method_offsets });
        }
        reader.finish()?;
        Ok(Self { classes })
    }

    /// The component's info.
    ///
    /// # Errors
    /// [`TooMany`](crate::Rule::TooMany), [`TooLong`](crate::Rule::TooLong).
    pub fn write(&self) -> Result<Vec<u8>, CapError> {
        let mut writer = Writer::new(ComponentKind::Export);
        writer.count8(self.classes.len())?;
        for class in &self.classes {
            writer.u16(class.class_offset);
            writer.count8(class.static_field_offsets.len())?;
            writer.count8(class.static_method_offsets.len())?;
            for offset in class.static_field_offsets.iter().chain(&class.static_method_offsets) {
                writer.u16(*offset);
            }
        }
        writer.finish()
    }
}

fn read_offsets(reader: &mut Reader<'_>, count: u8) -> Result<Vec<u16>, CapError> {
    let mut offsets = Vec::new();
    for _ in 0..count {
        offsets.push(reader.u16()?);
    }
    Ok(offsets)
}
