//! Packages: those of the card's software and those that were loaded.
//!
//! A loaded package is one object that holds the load file data block. It is written while [`InstanceId::STAGING`]
//! owns it and exists from the one write to the object table that gives it to the kernel; a load that was cut
//! short is swept at boot. Content (big endian): order (4), security domain (2), AID (length, value, padded to 17),
//! the load file data block.

use alloc::vec::Vec;

use cardamom_apdu::Aid;

use super::entry::Reader;
use crate::applet::{Module, Package};
use crate::engine::Rom;
use crate::error::{Error, Fault};
use crate::memory::{BootError, Memory};
use crate::object::{InstanceId, ObjectKind, ObjectRef};

const SECURITY_DOMAIN_OFFSET: usize = 4;
const AID_LENGTH: usize = 17;
/// Bytes before the load file data block.
pub(crate) const HEADER_LENGTH: usize = 6 + AID_LENGTH;

/// A package that was loaded.
#[derive(Clone, Debug)]
pub(crate) struct LoadedPackage {
    pub(crate) package: Package,
    pub(crate) object: ObjectRef,
    pub(crate) security_domain: InstanceId,
    order: u32,
}

/// What a package's object begins with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Header {
    pub(crate) order: u32,
    pub(crate) security_domain: InstanceId,
    pub(crate) aid: Aid,
}

impl Header {
    pub(crate) fn to_bytes(self) -> Vec<u8> {
        let aid = self.aid.as_bytes();
        let mut bytes = Vec::with_capacity(HEADER_LENGTH);
        bytes.extend_from_slice(&self.order.to_be_bytes());
        bytes.extend_from_slice(&self.security_domain.0.to_be_bytes());
        bytes.push(u8::try_from(aid.len()).unwrap_or(u8::MAX));
        bytes.extend_from_slice(aid);
        bytes.resize(HEADER_LENGTH, 0);
        bytes
    }

    fn read(content: &[u8]) -> Option<Self> {
        let mut reader = Reader(content.get(..HEADER_LENGTH)?);
        Some(Self { order: reader.u32()?, security_domain: InstanceId(reader.u16()?), aid: reader.aid()? })
    }
}

/// All loaded packages, oldest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct LoadedPackages(Vec<LoadedPackage>);

impl LoadedPackages {
    pub(super) fn boot(memory: &Memory, rom: &Rom) -> Result<Self, BootError> {
        let mut files = Vec::new();
        for (object, entry) in memory.objects() {
            if entry.kind == ObjectKind::LoadFile && entry.owner == InstanceId::KERNEL {
                let header =
                    Header::read(memory.content(&entry)?).ok_or(BootError::Damaged("a load file"))?;
                files.push((header, object));
            }
        }
        files.sort_by_key(|(header, _)| header.order);
        let mut packages = Self::default();
        for (header, object) in files {
            packages.open(memory, rom, header, object)?;
        }
        Ok(packages)
    }

    /// Opens a load file with its engine and adds the package.
    pub(crate) fn open(
        &mut self,
        memory: &Memory,
        rom: &Rom,
        header: Header,
        object: ObjectRef,
    ) -> Result<(), BootError> {
        let package = self.check(memory, rom, object)?;
        if package.aid != header.aid {
            return Err(BootError::Damaged("a load file's name"));
        }
        self.0.push(LoadedPackage {
            package,
            object,
            security_domain: header.security_domain,
            order: header.order,
        });
        Ok(())
    }

    /// What the engine makes of a load file.
    pub(crate) fn check(&self, memory: &Memory, rom: &Rom, object: ObjectRef) -> Result<Package, Error> {
        let entry = memory.entry(object)?;
        let block = memory.content(&entry)?.get(HEADER_LENGTH..).ok_or(Fault::IntegrityLost)?;
        let engine = rom.engine_for(block).ok_or(Fault::NoEngine)?;
        let known: Vec<_> = self.all(rom).cloned().collect();
        Ok(Package { privileged: false, ..engine.open(block, &known)? })
    }

    pub(crate) fn loaded(&self) -> &[LoadedPackage] {
        &self.0
    }

    /// The packages of the software and the loaded ones.
    pub(crate) fn all<'a>(&'a self, rom: &'a Rom) -> impl Iterator<Item = &'a Package> {
        rom.packages().iter().chain(self.0.iter().map(|loaded| &loaded.package))
    }

    pub(crate) fn module<'a>(
        &'a self,
        rom: &'a Rom,
        package: &Aid,
        module: &Aid,
    ) -> Option<(&'a Package, &'a Module)> {
        let package = self.all(rom).find(|candidate| candidate.aid == *package)?;
        package.module(module).map(|module| (package, module))
    }

    pub(crate) fn by_aid(&self, aid: &Aid) -> Option<&LoadedPackage> {
        self.0.iter().find(|loaded| loaded.package.aid == *aid)
    }

    pub(crate) fn remove(&mut self, aid: &Aid) {
        self.0.retain(|loaded| loaded.package.aid != *aid);
    }

    pub(crate) fn next_order(&self) -> u32 {
        self.0.iter().map(|loaded| loaded.order).max().map_or(0, |last| last.saturating_add(1))
    }

    /// Gives a package to another security domain.
    pub(crate) fn set_security_domain(
        &mut self,
        memory: &mut Memory,
        aid: &Aid,
        security_domain: InstanceId,
    ) -> Result<bool, Error> {
        let Some(loaded) = self.0.iter_mut().find(|loaded| loaded.package.aid == *aid) else {
            return Ok(false);
        };
        memory.write(loaded.object, SECURITY_DOMAIN_OFFSET, &security_domain.0.to_be_bytes())?;
        loaded.security_domain = security_domain;
        Ok(true)
    }

    /// Reads again what an aborted transaction may have taken back.
    pub(super) fn refresh(&mut self, memory: &Memory) -> Result<(), Error> {
        for loaded in &mut self.0 {
            let entry = memory.entry(loaded.object)?;
            let header = Header::read(memory.content(&entry)?).ok_or(Fault::IntegrityLost)?;
            loaded.security_domain = header.security_domain;
        }
        Ok(())
    }
}
