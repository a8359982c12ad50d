//! The components of a CAP file: tags, names and the frame around each (JCVM 3.0.5 §6.1).

use alloc::vec::Vec;
use core::fmt;

use crate::error::{CapError, Rule};
use crate::reader::Reader;

/// Bytes of a component's tag and size.
pub const FRAME_LENGTH: usize = 3;

/// Which component. Ordered by tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ComponentKind {
    /// Tag 1: identity of the package, format of the file.
    Header,
    /// Tag 2: sizes of the components.
    Directory,
    /// Tag 3: applets and their install methods.
    Applet,
    /// Tag 4: packages that are imported.
    Import,
    /// Tag 5: references to classes, methods and fields.
    ConstantPool,
    /// Tag 6: classes and interfaces.
    Class,
    /// Tag 7: exception handlers and code.
    Method,
    /// Tag 8: the image of the static fields.
    StaticField,
    /// Tag 9: where in the code constant pool indexes stand.
    ReferenceLocation,
    /// Tag 10: static members that other packages can link to.
    Export,
    /// Tag 11: types, for verification.
    Descriptor,
    /// Tag 12: names and lines, for debuggers; from format 2.2.
    Debug,
    /// Tag 13: resources; from format 2.3.
    StaticResources,
    /// Tags 128 to 255: components of vendors.
    Custom(u8),
}

impl ComponentKind {
    /// All but the custom ones, by tag.
    pub const STANDARD: [Self; 13] = [
        Self::Header,
        Self::Directory,
        Self::Applet,
        Self::Import,
        Self::ConstantPool,
        Self::Class,
        Self::Method,
        Self::StaticField,
        Self::ReferenceLocation,
        Self::Export,
        Self::Descriptor,
        Self::Debug,
        Self::StaticResources,
    ];

    /// The component of this tag.
    #[must_use]
    pub fn from_tag(tag: u8) -> Option<Self> {
        match tag {
            0x80.. => Some(Self::Custom(tag)),
            _ => Self::STANDARD.get(usize::from(tag).checked_sub(1)?).copied(),
        }
    }

    /// Its tag.
    #[must_use]
    pub const fn tag(self) -> u8 {
        match self {
            Self::Header => 1,
            Self::Directory => 2,
            Self::Applet => 3,
            Self::Import => 4,
            Self::ConstantPool => 5,
            Self::Class => 6,
            Self::Method => 7,
            Self::StaticField => 8,
            Self::ReferenceLocation => 9,
            Self::Export => 10,
            Self::Descriptor => 11,
            Self::Debug => 12,
            Self::StaticResources => 13,
            Self::Custom(tag) => tag,
        }
    }

    /// Its name, as its file has it without `.cap`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Header => "Header",
            Self::Directory => "Directory",
            Self::Applet => "Applet",
            Self::Import => "Import",
            Self::ConstantPool => "ConstantPool",
            Self::Class => "Class",
            Self::Method => "Method",
            Self::StaticField => "StaticField",
            Self::ReferenceLocation => "RefLocation",
            Self::Export => "Export",
            Self::Descriptor => "Descriptor",
            Self::Debug => "Debug",
            Self::StaticResources => "StaticResources",
            Self::Custom(_) => "custom",
        }
    }

    /// The section of the Java Card Virtual Machine specification that lays it out.
    #[must_use]
    pub const fn section(self) -> &'static str {
        match self {
            Self::Header => "JCVM §6.3",
            Self::Directory => "JCVM §6.4",
            Self::Applet => "JCVM §6.5",
            Self::Import => "JCVM §6.6",
            Self::ConstantPool => "JCVM §6.7",
            Self::Class => "JCVM §6.8",
            Self::Method => "JCVM §6.9",
            Self::StaticField => "JCVM §6.10",
            Self::ReferenceLocation => "JCVM §6.11",
            Self::Export => "JCVM §6.12",
            Self::Descriptor => "JCVM §6.13",
            Self::Debug => "JCVM §6.14",
            Self::StaticResources => "JCVM 3.1 chapter 6",
            Self::Custom(_) => "JCVM §6.1.2",
        }
    }
}

impl fmt::Display for ComponentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Custom(tag) => write!(f, "component {tag}"),
            kind => write!(f, "{} component", kind.name()),
        }
    }
}

/// A component as it stands in a file: its tag, and the bytes after tag and size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawComponent<'a> {
    /// Which.
    pub kind: ComponentKind,
    /// The `info` item: all that follows tag and size. Offsets in errors and in other components are into it.
    pub info: &'a [u8],
}

impl<'a> RawComponent<'a> {
    /// Takes the component at the start of these bytes, which are named as `expected` in errors, and gives what
    /// follows it.
    ///
    /// # Errors
    /// [`Rule::UnknownTag`], [`Rule::Truncated`].
    pub fn parse_first(bytes: &'a [u8], expected: ComponentKind) -> Result<(Self, &'a [u8]), CapError> {
        let mut reader = Reader::new(bytes, expected);
        let tag = reader.u8()?;
        let kind = ComponentKind::from_tag(tag).ok_or_else(|| reader.error_at(0, Rule::UnknownTag))?;
        let mut reader = Reader::new(bytes, kind);
        reader.skip(1)?;
        let size = reader.u16()?;
        let info = reader.bytes(usize::from(size))?;
        Ok((Self { kind, info }, reader.rest()))
    }

    /// Tag, size and info.
    ///
    /// # Errors
    /// [`Rule::TooLong`] beyond 65535 bytes.
    pub fn write(&self) -> Result<Vec<u8>, CapError> {
        let size = u16::try_from(self.info.len());
        let size = size.map_err(|_| CapError::new(self.kind, 1, Rule::TooLong))?;
        let mut bytes = Vec::with_capacity(FRAME_LENGTH.saturating_add(self.info.len()));
        bytes.push(self.kind.tag());
        bytes.extend_from_slice(&size.to_be_bytes());
        bytes.extend_from_slice(self.info);
        Ok(bytes)
    }
}
