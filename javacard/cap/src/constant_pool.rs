//! Component 5, ConstantPool: what the code refers to (JCVM 3.0.5 §6.7).

use alloc::vec::Vec;
use core::fmt;

use crate::component::ComponentKind;
use crate::error::{CapError, Rule};
use crate::package::{ClassRef, PackageToken};
use crate::reader::Reader;
use crate::writer::Writer;

/// The ConstantPool component.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConstantPool {
    /// The entries, at most 65535. Code names them by index.
    pub entries: Vec<Constant>,
}

/// An entry of the constant pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Constant {
    /// `CONSTANT_Classref`, tag 1.
    Class(ClassRef),
    /// `CONSTANT_InstanceFieldref`, tag 2.
    InstanceField {
        /// The class that declares the field.
        class: ClassRef,
        /// Its field token.
        token: u8,
    },
    /// `CONSTANT_VirtualMethodref`, tag 3.
    VirtualMethod {
        /// The class through which the method is called.
        class: ClassRef,
        /// Its token.
        token: VirtualMethodToken,
    },
    /// `CONSTANT_SuperMethodref`, tag 4.
    SuperMethod {
        /// The class that makes the call: the method is looked up from its superclass on.
        class: ClassRef,
        /// Token of the method.
        token: VirtualMethodToken,
    },
    /// `CONSTANT_StaticFieldref`, tag 5. Internal: an offset into the static image.
    StaticField(StaticRef),
    /// `CONSTANT_StaticMethodref`, tag 6: static and private methods and constructors. Internal: an offset of a
    /// method header in the Method component's info.
    StaticMethod(StaticRef),
}

/// The token of a virtual method (JCVM 3.0.5 §4.3.7.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VirtualMethodToken(pub u8);

impl VirtualMethodToken {
    /// Set for methods that are visible in their package alone.
    const PACKAGE_VISIBLE: u8 = 0x80;

    /// Whether the method is visible in its package alone: its number counts in the package method table.
    #[must_use]
    pub const fn is_package_visible(self) -> bool {
        self.0 & Self::PACKAGE_VISIBLE != 0
    }

    /// Its number without that mark, 0 to 127.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0 & !Self::PACKAGE_VISIBLE
    }
}

/// Where a static field or method is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StaticRef {
    /// In this package, at an offset.
    Internal(u16),
    /// In an imported package.
    External {
        /// Which package.
        package: PackageToken,
        /// The class.
        class: u8,
        /// The field or method.
        token: u8,
    },
}

impl StaticRef {
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, CapError> {
        let offset = reader.position();
        let (first, second, third) = (reader.u8()?, reader.u8()?, reader.u8()?);
        match PackageToken::new(first & PackageToken::MAXIMUM) {
            Some(package) if first & 0x80 != 0 => Ok(Self::External { package, class: second, token: third }),
            _ if first == 0 => Ok(Self::Internal(u16::from_be_bytes([second, third]))),
            _ => Err(reader.error_at(offset, Rule::Padding)),
        }
    }

    pub(crate) fn bytes(self) -> [u8; 3] {
        match self {
            Self::Internal(offset) => {
                let [high, low] = offset.to_be_bytes();
                [0, high, low]
            }
            Self::External { package, class, token } => [0x80 | package.number(), class, token],
        }
    }
}

impl Constant {
    /// Bytes of an entry.
    pub const LENGTH: usize = 4;

    /// What kind of entry it is.
    #[must_use]
    pub const fn kind(&self) -> ConstantKind {
        match self {
            Self::Class(_) => ConstantKind::Class,
            Self::InstanceField { .. } => ConstantKind::InstanceField,
            Self::VirtualMethod { .. } => ConstantKind::VirtualMethod,
            Self::SuperMethod { .. } => ConstantKind::SuperMethod,
            Self::StaticField(_) => ConstantKind::StaticField,
            Self::StaticMethod(_) => ConstantKind::StaticMethod,
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CapError> {
        let offset = reader.position();
        match reader.u8()? {
            1 => {
                let class = ClassRef::read(reader)?;
                let at = reader.position();
                let padding = reader.u8()?;
                reader.require(padding == 0, at, Rule::Padding)?;
                Ok(Self::Class(class))
            }
            2 => Ok(Self::InstanceField { class: ClassRef::read(reader)?, token: reader.u8()? }),
            3 => Ok(Self::VirtualMethod {
                class: ClassRef::read(reader)?,
                token: VirtualMethodToken(reader.u8()?),
            }),
            4 => Ok(Self::SuperMethod {
                class: ClassRef::read(reader)?,
                token: VirtualMethodToken(reader.u8()?),
            }),
            5 => StaticRef::read(reader).map(Self::StaticField),
            6 => StaticRef::read(reader).map(Self::StaticMethod),
            _ => Err(reader.error_at(offset, Rule::ConstantTag)),
        }
    }

    /// Tag and three bytes.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; Self::LENGTH] {
        let class_and_token = |class: ClassRef, token| {
            let [high, low] = class.bits().to_be_bytes();
            [high, low, token]
        };
        let [a, b, c] = match *self {
            Self::Class(class) => class_and_token(class, 0),
            Self::InstanceField { class, token } => class_and_token(class, token),
            Self::VirtualMethod { class, token } | Self::SuperMethod { class, token } => {
                class_and_token(class, token.0)
            }
            Self::StaticField(reference) | Self::StaticMethod(reference) => reference.bytes(),
        };
        [self.kind().tag(), a, b, c]
    }
}

/// Kinds of constant pool entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConstantKind {
    /// `CONSTANT_Classref`
    Class,
    /// `CONSTANT_InstanceFieldref`
    InstanceField,
    /// `CONSTANT_VirtualMethodref`
    VirtualMethod,
    /// `CONSTANT_SuperMethodref`
    SuperMethod,
    /// `CONSTANT_StaticFieldref`
    StaticField,
    /// `CONSTANT_StaticMethodref`
    StaticMethod,
}

impl ConstantKind {
    /// Its tag, 1 to 6 (JCVM 3.0.5 §6.7).
    #[must_use]
    pub const fn tag(self) -> u8 {
        match self {
            Self::Class => 1,
            Self::InstanceField => 2,
            Self::VirtualMethod => 3,
            Self::SuperMethod => 4,
            Self::StaticField => 5,
            Self::StaticMethod => 6,
        }
    }

    /// Its name in the specification.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Class => "CONSTANT_Classref",
            Self::InstanceField => "CONSTANT_InstanceFieldref",
            Self::VirtualMethod => "CONSTANT_VirtualMethodref",
            Self::SuperMethod => "CONSTANT_SuperMethodref",
            Self::StaticField => "CONSTANT_StaticFieldref",
            Self::StaticMethod => "CONSTANT_StaticMethodref",
        }
    }
}

impl fmt::Display for ConstantKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl ConstantPool {
    /// The entry of this index.
    #[must_use]
    pub fn get(&self, index: u16) -> Option<&Constant> {
        self.entries.get(usize::from(index))
    }

    /// The offset of the entry of this index in the component's info.
    #[must_use]
    pub const fn offset_of(index: usize) -> usize {
        index.saturating_mul(Constant::LENGTH).saturating_add(2)
    }

    /// Reads the component's info.
    ///
    /// # Errors
    /// What a ConstantPool component does not obey.
    pub fn parse(info: &[u8]) -> Result<Self, CapError> {
        let mut reader = Reader::new(info, ComponentKind::ConstantPool);
        let count = reader.u16()?;
        let mut entries = Vec::new();
        for _ in 0..count {
            entries.push(Constant::read(&mut reader)?);
        }
        reader.finish()?;
        Ok(Self { entries })
    }

    /// The component's info.
    ///
    /// # Errors
    /// [`Rule::TooLong`] beyond 16383 entries.
    pub fn write(&self) -> Result<Vec<u8>, CapError> {
        let mut writer = Writer::new(ComponentKind::ConstantPool);
        writer.count16(self.entries.len())?;
        for entry in &self.entries {
            writer.bytes(&entry.to_bytes());
        }
        writer.finish()
    }
}
