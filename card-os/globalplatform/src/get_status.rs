//! GET STATUS (GPCS 2.3.1 §11.4).

use alloc::vec::Vec;

use cardamom_apdu::Aid;
use cardamom_apdu::tlv::Reader;
use cardamom_kernel::Privileges;

use crate::data_object::{object, template};
use crate::reason::GlobalPlatformReason;

/// What is asked for (Table 11-33).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subset {
    /// 80: the issuer security domain.
    IssuerSecurityDomain,
    /// 40: applications and supplementary security domains.
    Applications,
    /// 20: executable load files.
    LoadFiles,
    /// 10: executable load files with their modules.
    LoadFilesAndModules,
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetStatusCommand<'a> {
    /// What is asked for.
    pub subset: Subset,
    /// The rest of an answer that did not fit (P2 b1).
    pub next: bool,
    /// Answer in data objects (P2 b2) instead of the deprecated form.
    pub data_objects: bool,
    /// First bytes of the names asked for.
    pub name: &'a [u8],
    /// Tags asked for, when not all are wanted.
    pub tags: Option<Vec<u32>>,
}

impl<'a> GetStatusCommand<'a> {
    /// Reads a request.
    ///
    /// # Errors
    /// [`GlobalPlatformReason::Parameters`], [`GlobalPlatformReason::DataField`].
    pub fn parse(p1: u8, p2: u8, data: &'a [u8]) -> Result<Self, GlobalPlatformReason> {
        let subset = match p1 {
            0x80 => Subset::IssuerSecurityDomain,
            0x40 => Subset::Applications,
            0x20 => Subset::LoadFiles,
            0x10 => Subset::LoadFilesAndModules,
            _ => return Err(GlobalPlatformReason::Parameters),
        };
        if p2 & !0x03 != 0 {
            return Err(GlobalPlatformReason::Parameters);
        }
        let (mut name, mut tags) = (None, None);
        for object in Reader::new(data) {
            let object = object.map_err(|_| GlobalPlatformReason::DataField)?;
            match object.tag().number() {
                0x4F if object.value().len() <= 16 => name = Some(object.value()),
                0x5C => tags = Some(tag_list(object.value())?),
                _ => return Err(GlobalPlatformReason::DataField),
            }
        }
        Ok(Self {
            subset,
            next: p2 & 0x01 != 0,
            data_objects: p2 & 0x02 != 0,
            name: name.ok_or(GlobalPlatformReason::DataField)?,
            tags,
        })
    }
}

fn tag_list(bytes: &[u8]) -> Result<Vec<u32>, GlobalPlatformReason> {
    let mut tags = Vec::new();
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        let (tag, after) = match (first & 0x1F, after.split_first()) {
            (0x1F, Some((second, after))) => (u32::from(*first) << 8 | u32::from(*second), after),
            (0x1F, None) => return Err(GlobalPlatformReason::DataField),
            _ => (u32::from(*first), after),
        };
        tags.push(tag);
        rest = after;
    }
    Ok(tags)
}

/// An entry of the registry as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// 4F.
    pub aid: Aid,
    /// 9F70.
    pub life_cycle: u8,
    /// C5; `None` for load files.
    pub privileges: Option<Privileges>,
    /// C4: the load file of an application.
    pub load_file: Option<Aid>,
    /// CE: version of a load file, major and minor.
    pub version: Option<(u8, u8)>,
    /// 84: modules of a load file.
    pub modules: Vec<Aid>,
    /// CC.
    pub security_domain: Option<Aid>,
}

impl Entry {
    /// As the data object E3 (Table 11-36), with the objects that are wanted.
    #[must_use]
    pub fn to_data_object(&self, tags: Option<&[u32]>) -> Vec<u8> {
        let wanted = |tag: u32| tags.is_none_or(|tags| tags.contains(&tag));
        let mut objects = Vec::new();
        let mut add = |tag: u32, value: &[u8]| {
            if wanted(tag) {
                objects.push(object(tag, value));
            }
        };
        add(0x4F, self.aid.as_bytes());
        add(0x9F70, &[self.life_cycle]);
        if let Some(privileges) = self.privileges {
            add(0xC5, &privileges.to_bytes());
        }
        if let Some(load_file) = self.load_file {
            add(0xC4, load_file.as_bytes());
        }
        if let Some((major, minor)) = self.version {
            add(0xCE, &[major, minor]);
        }
        for module in &self.modules {
            add(0x84, module.as_bytes());
        }
        if let Some(domain) = self.security_domain {
            add(0xCC, domain.as_bytes());
        }
        template(0xE3, &objects)
    }

    /// In the deprecated form (Tables 11-34 and 11-35): AID with its length, life cycle, first byte of the
    /// privileges, and for load files with modules their number and names.
    #[must_use]
    pub fn to_bytes(&self, with_modules: bool) -> Vec<u8> {
        let named = |aid: &Aid| {
            let bytes = aid.as_bytes();
            let mut named = Vec::from([u8::try_from(bytes.len()).unwrap_or(0)]);
            named.extend_from_slice(bytes);
            named
        };
        let mut bytes = named(&self.aid);
        let [first, ..] = self.privileges.unwrap_or(Privileges::NONE).to_bytes();
        bytes.extend_from_slice(&[self.life_cycle, first]);
        if with_modules {
            bytes.push(u8::try_from(self.modules.len()).unwrap_or(u8::MAX));
            for module in &self.modules {
                bytes.extend(named(module));
            }
        }
        bytes
    }
}
