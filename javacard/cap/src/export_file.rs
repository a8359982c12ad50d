//! Export files: what a package offers to others, with names and tokens (JCVM 3.0.5 chapter 5).
//!
//! [`ExportFile`] is the file as it stands, constant pool and all; [`ExportedPackage`] is what it means.

mod exported_package;
mod items;

use alloc::vec::Vec;
use core::error::Error;
use core::fmt;

pub use self::exported_package::{ExportedClass, ExportedField, ExportedMethod, ExportedPackage};
pub use self::items::{ExportAttribute, ExportClass, ExportConstant, ExportField, ExportMethod};

use crate::component::ComponentKind;
use crate::error::{CapError, Rule};
use crate::flags::flags;
use crate::reader::Reader;
use crate::writer::Writer;

const MAGIC: u32 = 0x00FA_CADE;

/// The format of an export file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExportFormat {
    /// 2.1
    V2_1,
    /// 2.2: remote interfaces.
    V2_2,
    /// 2.3: referenced packages, counts of inheritable tokens.
    V2_3,
}

impl ExportFormat {
    /// Major and minor version.
    #[must_use]
    pub const fn version(self) -> (u8, u8) {
        match self {
            Self::V2_1 => (2, 1),
            Self::V2_2 => (2, 2),
            Self::V2_3 => (2, 3),
        }
    }
}

impl fmt::Display for ExportFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (major, minor) = self.version();
        write!(f, "{major}.{minor}")
    }
}

flags! {
    /// Access flags in an export file, as in a class file, and two of Java Card.
    ExportFlags: u16 {
        /// `ACC_PUBLIC`
        PUBLIC = 0x0001, "public";
        /// `ACC_PROTECTED`
        PROTECTED = 0x0004, "protected";
        /// `ACC_STATIC`
        STATIC = 0x0008, "static";
        /// `ACC_FINAL`
        FINAL = 0x0010, "final";
        /// `ACC_INTERFACE`
        INTERFACE = 0x0200, "interface";
        /// `ACC_ABSTRACT`
        ABSTRACT = 0x0400, "abstract";
        /// `ACC_SHAREABLE`
        SHAREABLE = 0x0800, "shareable";
        /// `ACC_REMOTE`
        REMOTE = 0x1000, "remote";
    }
}

/// An export file. Written again, it has the bytes that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportFile {
    /// Its format.
    pub format: ExportFormat,
    /// Names, numbers and packages, which the rest refers to by index.
    pub constant_pool: Vec<ExportConstant>,
    /// The package: index of an [`ExportConstant::Package`].
    pub this_package: u16,
    /// Packages whose types occur; in format 2.3, and not written in others.
    pub referenced_packages: Vec<u16>,
    /// Its classes and interfaces, at most 255.
    pub classes: Vec<ExportClass>,
}

impl ExportFile {
    /// Reads an export file.
    ///
    /// # Errors
    /// [`ExportFileError`]
    pub fn parse(bytes: &[u8]) -> Result<Self, ExportFileError> {
        // The reader tells offsets; that it is no component does not matter to it.
        let mut reader = Reader::new(bytes, ComponentKind::Export);
        Self::read(&mut reader).and_then(|file| reader.finish().map(|()| file)).map_err(ExportFileError::from)
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CapError> {
        let magic = reader.u32()?;
        reader.require(magic == MAGIC, 0, Rule::ExportFileMagic)?;
        let at = reader.position();
        let minor = reader.u8()?;
        let format = match (reader.u8()?, minor) {
            (2, 1) => ExportFormat::V2_1,
            (2, 2) => ExportFormat::V2_2,
            (2, 3) => ExportFormat::V2_3,
            _ => return Err(reader.error_at(at, Rule::Format)),
        };
        let count = reader.u16()?;
        let mut constant_pool = Vec::new();
        for _ in 0..count {
            constant_pool.push(ExportConstant::read(reader)?);
        }
        let this_package = reader.u16()?;
        let mut referenced_packages = Vec::new();
        if format >= ExportFormat::V2_3 {
            let count = reader.u8()?;
            for _ in 0..count {
                referenced_packages.push(reader.u16()?);
            }
        }
        let count = reader.u8()?;
        let mut classes = Vec::new();
        for _ in 0..count {
            classes.push(ExportClass::read(reader, format)?);
        }
        Ok(Self { format, constant_pool, this_package, referenced_packages, classes })
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// [`Rule::TooMany`] where a count has no room.
    pub fn write(&self) -> Result<Vec<u8>, ExportFileError> {
        let mut writer = Writer::new(ComponentKind::Export);
        self.put(&mut writer)?;
        Ok(writer.into_bytes())
    }

    fn put(&self, writer: &mut Writer) -> Result<(), CapError> {
        let (major, minor) = self.format.version();
        writer.u32(MAGIC);
        writer.u8(minor);
        writer.u8(major);
        writer.count16(self.constant_pool.len())?;
        for constant in &self.constant_pool {
            constant.put(writer)?;
        }
        writer.u16(self.this_package);
        if self.format >= ExportFormat::V2_3 {
            writer.count8(self.referenced_packages.len())?;
            for package in &self.referenced_packages {
                writer.u16(*package);
            }
        }
        writer.count8(self.classes.len())?;
        self.classes.iter().try_for_each(|class| class.put(writer, self.format))
    }
}

/// A rule that an export file does not follow, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportFileError {
    /// Bytes from the start of the file; for names and numbers that are missing, the index in the constant pool.
    pub offset: usize,
    /// What does not hold there.
    pub rule: Rule,
}

impl From<CapError> for ExportFileError {
    fn from(error: CapError) -> Self {
        Self { offset: error.offset, rule: error.rule }
    }
}

impl fmt::Display for ExportFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.rule == Rule::ExportFileConstant { "constant" } else { "offset" };
        write!(f, "export file, {place} {}: {} (JCVM chapter 5)", self.offset, self.rule)
    }
}

impl Error for ExportFileError {}
