//! Component 4, Import: the packages that are imported (JCVM 3.0.5 §6.6).

use alloc::vec::Vec;

use crate::component::ComponentKind;
use crate::error::{CapError, Rule};
use crate::package::{PackageInfo, PackageToken};
use crate::reader::Reader;
use crate::writer::Writer;

/// The Import component.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportComponent {
    /// The packages, at most 128; the index is the package token.
    pub packages: Vec<PackageInfo>,
}

impl ImportComponent {
    /// Most packages that can be imported: tokens have 7 bits.
    pub const MAXIMUM: usize = 128;

    /// The package of this token.
    #[must_use]
    pub fn package(&self, token: PackageToken) -> Option<&PackageInfo> {
        self.packages.get(token.index())
    }

    /// Reads the component's info.
    ///
    /// # Errors
    /// What an Import component does not obey.
    pub fn parse(info: &[u8]) -> Result<Self, CapError> {
        let mut reader = Reader::new(info, ComponentKind::Import);
        let count = reader.u8()?;
        reader.require(usize::from(count) <= Self::MAXIMUM, 0, Rule::TooMany)?;
        let mut packages = Vec::new();
        for _ in 0..count {
            packages.push(PackageInfo::read(&mut reader)?);
        }
        reader.finish()?;
        Ok(Self { packages })
    }

    /// The component's info.
    ///
    /// # Errors
    /// [`Rule::TooMany`] for more than 128 packages.
    pub fn write(&self) -> Result<Vec<u8>, CapError> {
        let mut writer = Writer::new(ComponentKind::Import);
        if self.packages.len() > Self::MAXIMUM {
            return Err(writer.error(Rule::TooMany));
        }
        writer.count8(self.packages.len())?;
        for package in &self.packages {
            package.put(&mut writer)?;
        }
        writer.finish()
    }
}
