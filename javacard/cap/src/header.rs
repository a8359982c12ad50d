//! Component 1, Header: the format of the file and the package in it (JCVM 3.0.5 §6.3).

use alloc::vec::Vec;
use core::fmt;

use crate::component::ComponentKind;
use crate::error::{CapError, Rule};
use crate::flags::flags;
use crate::package::PackageInfo;
use crate::reader::Reader;
use crate::writer::Writer;

const MAGIC: u32 = 0xDECA_FFED;

/// The format of a CAP file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CapFormat {
    /// 2.1: all but remote method invocation.
    V2_1,
    /// 2.2: package names, remote method invocation, the Debug component.
    V2_2,
    /// 2.3 in its compact form: maps of tokens, static resources.
    V2_3,
}

impl CapFormat {
    /// Major and minor version.
    #[must_use]
    pub const fn version(self) -> (u8, u8) {
        match self {
            Self::V2_1 => (2, 1),
            Self::V2_2 => (2, 2),
            Self::V2_3 => (2, 3),
        }
    }

    const fn from_version(major: u8, minor: u8) -> Option<Self> {
        match (major, minor) {
            (2, 1) => Some(Self::V2_1),
            (2, 2) => Some(Self::V2_2),
            (2, 3) => Some(Self::V2_3),
            _ => None,
        }
    }
}

impl fmt::Display for CapFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (major, minor) = self.version();
        write!(f, "{major}.{minor}")
    }
}

flags! {
    /// What the Header says of the package.
    HeaderFlags: u8 {
        /// `ACC_INT`: it uses the type int.
        INT = 0x01, "int";
        /// `ACC_EXPORT`: it has an Export component.
        EXPORT = 0x02, "export";
        /// `ACC_APPLET`: it has an Applet component.
        APPLET = 0x04, "applet";
        /// `ACC_EXTENDED`: the file has the extended format.
        EXTENDED = 0x08, "extended";
    }
}

/// The Header component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Format of the file.
    pub format: CapFormat,
    /// What the package has.
    pub flags: HeaderFlags,
    /// The package.
    pub package: PackageInfo,
    /// The name of the package with `/` between its parts, UTF-8; from format 2.2, may be empty. Format 2.1 has
    /// none, and it is not written there.
    pub package_name: Vec<u8>,
}

impl Header {
    /// Reads the component's info.
    ///
    /// # Errors
    /// What a Header does not obey.
    pub fn parse(info: &[u8]) -> Result<Self, CapError> {
        let mut reader = Reader::new(info, ComponentKind::Header);
        let magic = reader.u32()?;
        reader.require(magic == MAGIC, 0, Rule::Magic)?;
        let at = reader.position();
        let minor = reader.u8()?;
        let major = reader.u8()?;
        let format =
            CapFormat::from_version(major, minor).ok_or_else(|| reader.error_at(at, Rule::Format))?;
        let at = reader.position();
        let flags = HeaderFlags(reader.u8()?);
        reader.require(!flags.contains(HeaderFlags::EXTENDED), at, Rule::ExtendedFormat)?;
        let package = PackageInfo::read(&mut reader)?;
        let package_name = if format >= CapFormat::V2_2 { reader.counted()?.to_vec() } else { Vec::new() };
        reader.finish()?;
        Ok(Self { format, flags, package, package_name })
    }

    /// The component's info.
    ///
    /// # Errors
    /// [`Rule::TooMany`] for a name beyond 255 bytes.
    pub fn write(&self) -> Result<Vec<u8>, CapError> {
        let mut writer = Writer::new(ComponentKind::Header);
        let (major, minor) = self.format.version();
        writer.u32(MAGIC);
        writer.u8(minor);
        writer.u8(major);
        writer.u8(self.flags.bits());
        self.package.put(&mut writer)?;
        if self.format >= CapFormat::V2_2 {
            writer.counted(&self.package_name)?;
        }
        writer.finish()
    }
}
