//! The ZIP container of a CAP file (JCVM 3.0.5 §6.1.1): components are `<package>/javacard/<name>.cap`.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::error::Error;
use core::fmt;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::cap_file::CapFile;
use crate::component::{ComponentKind, FRAME_LENGTH, RawComponent};
use crate::error::{CapError, Rule};

/// Bytes that the entries of a container may have together when they are unpacked.
pub const MAXIMUM_UNPACKED: u64 = 64 << 20;
/// Most entries of a container.
pub const MAXIMUM_ENTRIES: usize = 10_000;

const FOLDER: &str = "javacard";
const MANIFEST: &str = "META-INF/MANIFEST.MF";

/// A CAP file in its container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapContainer {
    /// The components.
    pub cap: CapFile,
    /// The package with `/` between its parts: the folder in which the folder `javacard` is.
    pub package_path: String,
    /// All other files, in their order: the manifest, `APPLET-INF`, class files.
    pub others: Vec<ContainerEntry>,
}

/// A file in a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContainerEntry {
    /// Its path.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl CapContainer {
    /// Reads a container.
    ///
    /// # Errors
    /// [`ContainerError`]
    pub fn read(bytes: &[u8]) -> Result<Self, ContainerError> {
        let (entries, others) = read_entries(bytes)?.into_iter().partition(is_component);
        let entries: Vec<ContainerEntry> = entries;
        let package = |entry: &ContainerEntry| package_of(&entry.path).to_string();
        let package_path = package(entries.first().ok_or(ContainerError::NoComponents)?);
        if entries.iter().any(|entry| package(entry) != package_path) {
            return Err(ContainerError::SeveralPackages);
        }
        let components: Vec<RawComponent<'_>> = entries.iter().map(component_of).collect::<Result<_, _>>()?;
        Ok(Self { cap: CapFile::from_components(&components)?, package_path, others })
    }

    /// Writes the container. The same content has the same bytes: entries are not compressed, have no time of
    /// their own, and stand in a fixed order, the manifest first.
    ///
    /// # Errors
    /// [`ContainerError`]
    pub fn write(&self) -> Result<Vec<u8>, ContainerError> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::default());
        let mut add = |path: &str, bytes: &[u8]| -> Result<(), ContainerError> {
            writer.start_file(path, options)?;
            writer.write_all(bytes).map_err(|error| ContainerError::Zip(error.to_string()))
        };
        let (manifest, others): (Vec<_>, Vec<_>) =
            self.others.iter().partition(|entry| entry.path == MANIFEST);
        for entry in manifest {
            add(&entry.path, &entry.bytes)?;
        }
        for component in self.cap.to_components()? {
            let path = match component.kind {
                ComponentKind::Custom(tag) => format!("{}/{FOLDER}/Custom{tag}.cap", self.package_path),
                kind => format!("{}/{FOLDER}/{}.cap", self.package_path, kind.name()),
            };
            add(path.trim_start_matches('/'), &component.raw().write()?)?;
        }
        for entry in others {
            add(&entry.path, &entry.bytes)?;
        }
        Ok(writer.finish()?.into_inner())
    }
}

/// The files of a container.
fn read_entries(bytes: &[u8]) -> Result<Vec<ContainerEntry>, ContainerError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    if archive.len() > MAXIMUM_ENTRIES {
        return Err(ContainerError::TooLarge);
    }
    let mut entries = Vec::new();
    let mut left = MAXIMUM_UNPACKED;
    for index in 0..archive.len() {
        let file = archive.by_index(index)?;
        if file.is_dir() {
            continue;
        }
        let path = file.name().to_string();
        let mut bytes = Vec::new();
        // One byte more than allowed tells a file that is too large, whatever its entry says of it.
        let mut limited = file.take(left.saturating_add(1));
        limited.read_to_end(&mut bytes).map_err(|error| ContainerError::Zip(error.to_string()))?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        left = left.checked_sub(length).ok_or(ContainerError::TooLarge)?;
        entries.push(ContainerEntry { path, bytes });
    }
    Ok(entries)
}

/// The folder above the folder `javacard`, and the file's name in it.
fn split(path: &str) -> Option<(&str, &str)> {
    let (folder, name) = path.rsplit_once('/')?;
    let package = folder.strip_suffix(FOLDER)?;
    (package.is_empty() || package.ends_with('/')).then(|| (package.trim_end_matches('/'), name))
}

fn package_of(path: &str) -> &str {
    split(path).map_or("", |(package, _)| package)
}

fn is_component(entry: &ContainerEntry) -> bool {
    split(&entry.path).is_some_and(|(_, name)| name.ends_with(".cap") || name.ends_with(".capx"))
}

/// The component in a file, which has its name.
fn component_of(entry: &ContainerEntry) -> Result<RawComponent<'_>, CapError> {
    let name = split(&entry.path).map_or("", |(_, name)| name);
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    let named = ComponentKind::STANDARD.into_iter().find(|kind| kind.name() == stem);
    if name.ends_with(".capx") {
        let kind = named.unwrap_or(ComponentKind::Header);
        return Err(CapError::new(kind, 0, Rule::ExtendedFormat));
    }
    let expected = named.unwrap_or(ComponentKind::Custom(0x80));
    let (component, rest) = RawComponent::parse_first(&entry.bytes, expected)?;
    let is_custom = matches!(component.kind, ComponentKind::Custom(_));
    if named.map_or(!is_custom, |named| named != component.kind) {
        return Err(CapError::new(expected, 0, Rule::TagMismatch));
    }
    if !rest.is_empty() {
        let offset = component.info.len().saturating_add(FRAME_LENGTH);
        return Err(CapError::new(component.kind, offset, Rule::TrailingBytes));
    }
    Ok(component)
}

/// Why bytes are not a CAP file in a container.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ContainerError {
    /// A component does not obey a rule.
    Cap(CapError),
    /// There is no component in it.
    NoComponents,
    /// There are components of more than one package.
    SeveralPackages,
    /// More than [`MAXIMUM_UNPACKED`] bytes or [`MAXIMUM_ENTRIES`] entries.
    TooLarge,
    /// The container cannot be read or written as a ZIP file; what is wrong with it.
    Zip(String),
}

impl From<CapError> for ContainerError {
    fn from(error: CapError) -> Self {
        Self::Cap(error)
    }
}

impl From<zip::result::ZipError> for ContainerError {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Zip(error.to_string())
    }
}

impl fmt::Display for ContainerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cap(error) => error.fmt(f),
            Self::NoComponents => f.write_str("there is no component `<package>/javacard/*.cap` in it"),
            Self::SeveralPackages => f.write_str("there are components of more than one package in it"),
            Self::TooLarge => f.write_str("it has too many entries, or is too large when unpacked"),
            Self::Zip(reason) => write!(f, "not a ZIP file that can be read: {reason}"),
        }
    }
}

impl Error for ContainerError {}
