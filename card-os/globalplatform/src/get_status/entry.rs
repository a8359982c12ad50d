//! An entry of the registry, as GET STATUS gives it.

use alloc::vec::Vec;

use cardamom_apdu::Aid;
use cardamom_apdu::tlv::{Tag, append_object};
use cardamom_kernel::Privileges;

use super::{AID, LIFE_CYCLE, LOAD_FILE, PRIVILEGES, SECURITY_DOMAIN, Subset};

const ENTRY: Tag = Tag::literal::<0xE3>();
const IMPLICIT_SELECTION: Tag = Tag::literal::<0xCF>();
const VERSION: Tag = Tag::literal::<0xCE>();
const MODULE: Tag = Tag::literal::<0x84>();

/// How entries are encoded (P2 b2, Table 11-34).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Deprecated, and left to the card: as GPCS 2.2.1 has it, length and AID, life-cycle state, one byte of
    /// privileges, and with [`Subset::LoadFilesAndModules`] the number of modules and length and AID of each (there,
    /// Tables 11-35 and 11-37).
    Deprecated,
    /// A template `E3` an entry (Tables 11-36 and 11-37).
    Tlv,
}

/// An entry of the registry: an application, a security domain or an executable load file. Fields that it does not
/// have are `None` or empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegistryEntry<'a> {
    /// Its AID (`4F`).
    pub aid: Aid,
    /// Its life-cycle state (`9F70`); of the issuer security domain, the card's.
    pub life_cycle: u8,
    /// Privileges of an application or a security domain (`C5`).
    pub privileges: Option<Privileges>,
    /// Interfaces and channels on which it is selected by itself (`CF`, one object a parameter; §11.1.7).
    pub implicit_selection: &'a [u8],
    /// The executable load file that an application comes from (`C4`).
    pub load_file: Option<Aid>,
    /// Version of an executable load file (`CE`): major and minor.
    pub version: Option<(u8, u8)>,
    /// Modules of an executable load file (`84`), given with [`Subset::LoadFilesAndModules`].
    pub modules: &'a [Aid],
    /// The security domain that it belongs to (`CC`).
    pub security_domain: Option<Aid>,
}

/// The tags that are asked for (`5C`), and no others are given; all when there is no list, or it is empty (§11.4.2.3,
/// §11.4.3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TagList<'a>(&'a [u8]);

impl<'a> TagList<'a> {
    /// The list of these tags, one after the other; `None` if they are not tags of one or two bytes.
    pub(super) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let list = Self(bytes);
        list.tags().all(|tag| tag.is_some()).then_some(list)
    }

    /// The tags; `None` in the place of one that is cut off.
    fn tags(self) -> impl Iterator<Item = Option<u32>> {
        let mut rest = self.0;
        core::iter::from_fn(move || match rest {
            [] => None,
            [first, second, after @ ..] if first & 0x1F == 0x1F => {
                rest = after;
                Some(Some(u32::from(u16::from_be_bytes([*first, *second]))))
            }
            [first, after @ ..] => {
                rest = after;
                Some((first & 0x1F != 0x1F).then_some(u32::from(*first)))
            }
        })
    }

    fn contains(self, tag: Tag) -> bool {
        self.0.is_empty() || self.tags().any(|listed| listed == Some(tag.number()))
    }
}

impl RegistryEntry<'_> {
    /// Appends the entry.
    pub(super) fn encode_into(
        &self,
        output: &mut Vec<u8>,
        subset: Subset,
        format: Format,
        tags: &TagList<'_>,
    ) {
        let modules = if subset == Subset::LoadFilesAndModules { self.modules } else { &[] };
        match format {
            Format::Deprecated => self.encode_deprecated(output, subset, modules),
            Format::Tlv => self.encode_tlv(output, modules, *tags),
        }
    }

    fn encode_deprecated(&self, output: &mut Vec<u8>, subset: Subset, modules: &[Aid]) {
        let [privileges, ..] = self.privileges.unwrap_or(Privileges::NONE).to_bytes();
        append_length_and_aid(output, &self.aid);
        output.extend_from_slice(&[self.life_cycle, privileges]);
        if subset == Subset::LoadFilesAndModules {
            // The count is one byte; a load file cannot have more than 255 applets.
            output.push(u8::try_from(modules.len()).unwrap_or(u8::MAX));
            modules
                .iter()
                .take(usize::from(u8::MAX))
                .for_each(|module| append_length_and_aid(output, module));
        }
    }

    fn encode_tlv(&self, output: &mut Vec<u8>, modules: &[Aid], tags: TagList<'_>) {
        let mut value = Vec::with_capacity(64);
        let mut append = |tag: Tag, bytes: &[u8]| {
            if tags.contains(tag) {
                append_object(&mut value, tag, bytes);
            }
        };
        append(AID, self.aid.as_bytes());
        append(LIFE_CYCLE, &[self.life_cycle]);
        if let Some(privileges) = self.privileges {
            append(PRIVILEGES, &privileges.to_bytes());
        }
        for parameter in self.implicit_selection {
            append(IMPLICIT_SELECTION, &[*parameter]);
        }
        if let Some(load_file) = self.load_file {
            append(LOAD_FILE, load_file.as_bytes());
        }
        if let Some((major, minor)) = self.version {
            append(VERSION, &[major, minor]);
        }
        for module in modules {
            append(MODULE, module.as_bytes());
        }
        if let Some(security_domain) = self.security_domain {
            append(SECURITY_DOMAIN, security_domain.as_bytes());
        }
        append_object(output, ENTRY, &value);
    }
}

fn append_length_and_aid(output: &mut Vec<u8>, aid: &Aid) {
    // An AID has at most 16 bytes.
    output.push(u8::try_from(aid.as_bytes().len()).unwrap_or(u8::MAX));
    output.extend_from_slice(aid.as_bytes());
}
