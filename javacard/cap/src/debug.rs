//! Component 12, Debug: names, variables and lines; never loaded (JCVM 3.0.5 §6.14).

use alloc::vec::Vec;

use crate::component::ComponentKind;
use crate::error::CapError;
use crate::reader::Reader;
use crate::writer::Writer;

/// The Debug component. Names, types and files are indexes into its table of strings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DebugComponent {
    /// The strings, UTF-8.
    pub strings: Vec<Vec<u8>>,
    /// Name of the package.
    pub package_name_index: u16,
    /// Its classes and interfaces.
    pub classes: Vec<DebugClass>,
}

/// `class_debug_info`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DebugClass {
    /// Its name.
    pub name_index: u16,
    /// Access flags as a class file has them.
    pub access_flags: u16,
    /// Offset in the Class component's info.
    pub location: u16,
    /// Name of its superclass.
    pub superclass_name_index: u16,
    /// Its source file.
    pub source_file_index: u16,
    /// Names of its interfaces, at most 255.
    pub interface_name_indexes: Vec<u16>,
    /// Its fields.
    pub fields: Vec<DebugField>,
    /// Its methods.
    pub methods: Vec<DebugMethod>,
}

/// `field_debug_info`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DebugField {
    /// Its name.
    pub name_index: u16,
    /// Its type as a class file describes it.
    pub descriptor_index: u16,
    /// Access flags as a class file has them.
    pub access_flags: u16,
    /// For an instance field its token, for a static field its offset in the static image, for a constant its
    /// value.
    pub contents: u32,
}

/// `method_debug_info`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DebugMethod {
    /// Its name.
    pub name_index: u16,
    /// Its type as a class file describes it.
    pub descriptor_index: u16,
    /// Access flags as a class file has them.
    pub access_flags: u16,
    /// Offset of its header in the Method component's info.
    pub location: u16,
    /// Bytes of its header.
    pub header_size: u8,
    /// Bytes of its code.
    pub body_size: u16,
    /// Its local variables.
    pub variables: Vec<DebugVariable>,
    /// Where the code of each line is.
    pub lines: Vec<DebugLine>,
}

/// `variable_info`: a local variable. Places in code count from the first byte of the method's code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DebugVariable {
    /// Index of its first cell.
    pub index: u8,
    /// Its name.
    pub name_index: u16,
    /// Its type as a class file describes it.
    pub descriptor_index: u16,
    /// Where it begins to have a value.
    pub start_pc: u16,
    /// For how many bytes of code it has one.
    pub length: u16,
}

/// `line_info`: the code of a line of source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DebugLine {
    /// Its first byte.
    pub start_pc: u16,
    /// Its last byte.
    pub end_pc: u16,
    /// The line.
    pub source_line: u16,
}

impl DebugField {
    fn read(reader: &mut Reader<'_>) -> Result<Self, CapError> {
        Ok(Self {
            name_index: reader.u16()?,
            descriptor_index: reader.u16()?,
            access_flags: reader.u16()?,
            contents: reader.u32()?,
        })
    }

    fn put(&self, writer: &mut Writer) {
        writer.u16(self.name_index);
        writer.u16(self.descriptor_index);
        writer.u16(self.access_flags);
        writer.u32(self.contents);
    }
}

impl DebugMethod {
    /// The line of source at this place of the method's code.
    #[must_use]
    pub fn line_at(&self, pc: u16) -> Option<u16> {
        self.lines
            .iter()
            .find(|line| (line.start_pc..=line.end_pc).contains(&pc))
            .map(|line| line.source_line)
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CapError> {
        let mut method = Self {
            name_index: reader.u16()?,
            descriptor_index: reader.u16()?,
            access_flags: reader.u16()?,
            location: reader.u16()?,
            header_size: reader.u8()?,
            body_size: reader.u16()?,
            variables: Vec::new(),
            lines: Vec::new(),
        };
        let variable_count = reader.u16()?;
        let line_count = reader.u16()?;
        for _ in 0..variable_count {
            method.variables.push(DebugVariable {
                index: reader.u8()?,
                name_index: reader.u16()?,
                descriptor_index: reader.u16()?,
                start_pc: reader.u16()?,
                length: reader.u16()?,
            });
        }
        for _ in 0..line_count {
            method.lines.push(DebugLine {
                start_pc: reader.u16()?,
                end_pc: reader.u16()?,
                source_line: reader.u16()?,
            });
        }
        Ok(method)
    }

    fn put(&self, writer: &mut Writer) -> Result<(), CapError> {
        writer.u16(self.name_index);
        writer.u16(self.descriptor_index);
        writer.u16(self.access_flags);
        writer.u16(self.location);
        writer.u8(self.header_size);
        writer.u16(self.body_size);
        writer.count16(self.variables.len())?;
        writer.count16(self.lines.len())?;
        for variable in &self.variables {
            writer.u8(variable.index);
            writer.u16(variable.name_index);
            writer.u16(variable.descriptor_index);
            writer.u16(variable.start_pc);
            writer.u16(variable.length);
        }
        for line in &self.lines {
            writer.u16(line.start_pc);
            writer.u16(line.end_pc);
            writer.u16(line.source_line);
        }
        Ok(())
    }
}

impl DebugClass {
    fn read(reader: &mut Reader<'_>) -> Result<Self, CapError> {
        let mut class = Self {
            name_index: reader.u16()?,
            access_flags: reader.u16()?,
            location: reader.u16()?,
            superclass_name_index: reader.u16()?,
            source_file_index: reader.u16()?,
            ..Self::default()
        };
        let interface_count = reader.u8()?;
        let field_count = reader.u16()?;
        let method_count = reader.u16()?;
        for _ in 0..interface_count {
            class.interface_name_indexes.push(reader.u16()?);
        }
        for _ in 0..field_count {
            class.fields.push(DebugField::read(reader)?);
        }
        for _ in 0..method_count {
            class.methods.push(DebugMethod::read(reader)?);
        }
        Ok(class)
    }

    fn put(&self, writer: &mut Writer) -> Result<(), CapError> {
        writer.u16(self.name_index);
        writer.u16(self.access_flags);
        writer.u16(self.location);
        writer.u16(self.superclass_name_index);
        writer.u16(self.source_file_index);
        writer.count8(self.interface_name_indexes.len())?;
        writer.count16(self.fields.len())?;
        writer.count16(self.methods.len())?;
        for index in &self.interface_name_indexes {
            writer.u16(*index);
        }
        for field in &self.fields {
            field.put(writer);
        }
        self.methods.iter().try_for_each(|method| method.put(writer))
    }
}

impl DebugComponent {
    /// The string of this index, if it is UTF-8.
    #[must_use]
    pub fn string(&self, index: u16) -> Option<&str> {
        core::str::from_utf8(self.strings.get(usize::from(index))?).ok()
    }

    /// The class of a method, and the method, by the offset of its header in the Method component's info.
    #[must_use]
    pub fn method_at(&self, location: u16) -> Option<(&DebugClass, &DebugMethod)> {
        // Methods of interfaces have no place of their own: their location is 0.
        let methods =
            self.classes.iter().flat_map(|class| class.methods.iter().map(move |method| (class, method)));
        methods.into_iter().find(|(_, method)| location != 0 && method.location == location)
    }

    /// Reads the component's info.
    ///
    /// # Errors
    /// What a Debug component does not obey.
    pub fn parse(info: &[u8]) -> Result<Self, CapError> {
        let mut reader = Reader::new(info, ComponentKind::Debug);
        let mut component = Self::default();
        let string_count = reader.u16()?;
        for _ in 0..string_count {
            let length = reader.u16()?;
            component.strings.push(reader.bytes(usize::from(length))?.to_vec());
        }
        component.package_name_index = reader.u16()?;
        let class_count = reader.u16()?;
        for _ in 0..class_count {
            component.classes.push(DebugClass::read(&mut reader)?);
        }
        reader.finish()?;
        Ok(component)
    }

    /// The component's info.
    ///
    /// # Errors
    /// [`TooMany`](crate::Rule::TooMany), [`TooLong`](crate::Rule::TooLong).
    pub fn write(&self) -> Result<Vec<u8>, CapError> {
        let mut writer = Writer::new(ComponentKind::Debug);
        writer.count16(self.strings.len())?;
        for string in &self.strings {
            writer.count16(string.len())?;
            writer.bytes(string);
        }
        writer.u16(self.package_name_index);
        writer.count16(self.classes.len())?;
        self.classes.iter().try_for_each(|class| class.put(&mut writer))?;
        writer.finish()
    }
}
