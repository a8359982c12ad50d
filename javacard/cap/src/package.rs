//! What names a package, and what points into one.

use core::fmt;

use cardamom_apdu::Aid;

use crate::error::{CapError, Rule};
use crate::reader::Reader;
use crate::writer::Writer;

/// The version of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PackageVersion {
    /// Changes where binary compatibility is lost.
    pub major: u8,
    /// Changes with compatible additions.
    pub minor: u8,
}

impl PackageVersion {
    /// Whether a package of this version serves one that was built against `required`: same major version, and a
    /// minor version that is not lower (JCVM 3.0.5 §4.5).
    #[must_use]
    pub const fn serves(self, required: Self) -> bool {
        self.major == required.major && self.minor >= required.minor
    }
}

impl fmt::Display for PackageVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// `package_info`: a package's identity (JCVM 3.0.5 §6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PackageInfo {
    /// Its version.
    pub version: PackageVersion,
    /// Its AID.
    pub aid: Aid,
}

impl PackageInfo {
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, CapError> {
        let minor = reader.u8()?;
        let major = reader.u8()?;
        Ok(Self { version: PackageVersion { major, minor }, aid: reader.aid()? })
    }

    pub(crate) fn put(&self, writer: &mut Writer) -> Result<(), CapError> {
        writer.u8(self.version.minor);
        writer.u8(self.version.major);
        writer.aid(&self.aid)
    }
}

/// Names an imported package within a CAP file: its index in the Import component, 0 to 127 (JCVM 3.0.5 §4.3.7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PackageToken(u8);

impl PackageToken {
    /// The highest.
    pub const MAXIMUM: u8 = 0x7F;

    /// The token of this number.
    #[must_use]
    pub const fn new(number: u8) -> Option<Self> {
        if number <= Self::MAXIMUM { Some(Self(number)) } else { None }
    }

    /// Its number, 0 to 127.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Its index in the Import component.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// `class_ref`: a class or interface of this package or of an imported one (JCVM 3.0.5 §6.7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClassRef {
    /// Of this package: the offset of its structure in the Class component's info, 0 to 7FFF.
    Internal(u16),
    /// Of an imported package.
    External {
        /// Which package.
        package: PackageToken,
        /// The class token in it, 0 to 254.
        class: u8,
    },
}

impl ClassRef {
    /// No class reference: the superclass of `java.lang.Object`.
    pub(crate) const NONE: u16 = 0xFFFF;

    /// The reference with this encoding; none for FFFF.
    #[must_use]
    pub const fn from_bits(bits: u16) -> Option<Self> {
        let [high, class] = bits.to_be_bytes();
        if bits == Self::NONE {
            return None;
        }
        match PackageToken::new(high & PackageToken::MAXIMUM) {
            Some(package) if bits >= 0x8000 => Some(Self::External { package, class }),
            _ => Some(Self::Internal(bits)),
        }
    }

    /// Its encoding.
    #[must_use]
    pub const fn bits(self) -> u16 {
        match self {
            Self::Internal(offset) => offset & 0x7FFF,
            Self::External { package, class } => u16::from_be_bytes([0x80 | package.0, class]),
        }
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, CapError> {
        let offset = reader.position();
        let bits = reader.u16()?;
        Self::from_bits(bits).ok_or_else(|| reader.error_at(offset, Rule::ClassReference))
    }

    pub(crate) fn put(self, writer: &mut Writer) {
        writer.u16(self.bits());
    }
}
