//! GET STATUS (GPCS 2.3.1 §11.4): request, search, and the response in parts.
//!
//! The caller offers the entries of the registry that the request's [`Subset`] names, in an order that does not
//! change between commands; [`GetStatus::answer`] selects those that match, encodes as many as fit, and says where
//! to go on when the host asks for the next occurrence.

mod entry;
mod reason;

use alloc::vec::Vec;

use cardamom_apdu::tlv::{Reader, Tag};
use cardamom_apdu::{Command, StatusWord};

pub use entry::{Format, RegistryEntry, TagList};
pub use reason::GetStatusReason;

const AID: Tag = Tag::literal::<0x4F>();
const TAG_LIST: Tag = Tag::literal::<0x5C>();
const PRIVILEGES: Tag = Tag::literal::<0xC5>();
const LIFE_CYCLE: Tag = Tag::literal::<0x9F70>();
const LOAD_FILE: Tag = Tag::literal::<0xC4>();
const SECURITY_DOMAIN: Tag = Tag::literal::<0xCC>();

/// Which entries of the registry are asked for (P1, Table 11-33). Only one at a time is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subset {
    /// P1 `80`: the issuer security domain.
    IssuerSecurityDomain,
    /// P1 `40`: applications and supplementary security domains.
    Applications,
    /// P1 `20`: executable load files.
    LoadFiles,
    /// P1 `10`: executable load files with their modules.
    LoadFilesAndModules,
}

/// A search criterion of the data field (§11.4.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Criterion<'a> {
    /// `4F`: the first bytes of the AID; none for all.
    Aid(&'a [u8]),
    /// `9F70`: the life-cycle state.
    LifeCycle(u8),
    /// `C5`: privileges that are all there.
    Privileges(&'a [u8]),
    /// `C4`: the AID of the executable load file.
    LoadFile(&'a [u8]),
    /// `CC`: the AID of the security domain that it belongs to.
    SecurityDomain(&'a [u8]),
}

impl Criterion<'_> {
    fn matches(self, entry: &RegistryEntry<'_>) -> bool {
        match self {
            Self::Aid(prefix) => entry.aid.starts_with(prefix),
            Self::LifeCycle(state) => entry.life_cycle == state,
            Self::Privileges(wanted) => entry.privileges.is_some_and(|privileges| {
                privileges.to_bytes().iter().zip(wanted).all(|(held, wanted)| held & wanted == *wanted)
            }),
            Self::LoadFile(aid) => entry.load_file.is_some_and(|load_file| load_file.as_bytes() == aid),
            Self::SecurityDomain(aid) => entry.security_domain.is_some_and(|domain| domain.as_bytes() == aid),
        }
    }
}

/// What GET STATUS asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetStatus<'a> {
    /// Which entries.
    pub subset: Subset,
    /// P2 b1: the next occurrences, after a response that ended with 6310.
    pub is_next: bool,
    /// P2 b2: how they are encoded.
    pub format: Format,
    criteria: Vec<Criterion<'a>>,
    tags: TagList<'a>,
}

impl<'a> GetStatus<'a> {
    /// Reads the request.
    ///
    /// # Errors
    /// [`GetStatusReason`]: 6A86 for P1 or P2, 6A80 for the data field.
    pub fn parse(command: &Command<'a>) -> Result<Self, GetStatusReason> {
        // The other bits of P1 and P2 are reserved, and ignored (§11.1).
        let subset = match command.p1() & 0xF0 {
            0x80 => Subset::IssuerSecurityDomain,
            0x40 => Subset::Applications,
            0x20 => Subset::LoadFiles,
            0x10 => Subset::LoadFilesAndModules,
            _ => return Err(GetStatusReason::Subset),
        };
        let is_next = command.p2() & 0x01 != 0;
        let format = if command.p2() & 0x02 == 0 { Format::Deprecated } else { Format::Tlv };
        if is_next && subset == Subset::IssuerSecurityDomain {
            return Err(GetStatusReason::NextIssuerSecurityDomain);
        }
        let mut criteria = Vec::new();
        let mut tags = TagList::default();
        for object in Reader::new(command.data()) {
            let object = object.map_err(|_| GetStatusReason::Malformed)?;
            let value = object.value();
            criteria.push(match object.tag() {
                AID if value.len() <= cardamom_apdu::Aid::MAX_LENGTH => Criterion::Aid(value),
                LIFE_CYCLE => match value {
                    [state] | [state, _] => Criterion::LifeCycle(*state),
                    _ => return Err(GetStatusReason::Criterion),
                },
                PRIVILEGES if matches!(value.len(), 1 | 3) => Criterion::Privileges(value),
                LOAD_FILE => Criterion::LoadFile(value),
                SECURITY_DOMAIN => Criterion::SecurityDomain(value),
                TAG_LIST => {
                    tags = TagList::parse(value).ok_or(GetStatusReason::Malformed)?;
                    continue;
                }
                AID | PRIVILEGES => return Err(GetStatusReason::Criterion),
                // What is not supported is ignored.
                _ => continue,
            });
        }
        if subset == Subset::IssuerSecurityDomain {
            // There is one, and it is given whatever the search criteria (§11.4.2.1).
            criteria.clear();
        } else if !matches!(criteria.first(), Some(Criterion::Aid(_))) {
            return Err(GetStatusReason::AidMissing);
        }
        Ok(Self { subset, is_next, format, criteria, tags })
    }

    /// Whether this is the same search as `first`, of which it asks for the next occurrences: all but P2 b1 is the
    /// same.
    #[must_use]
    pub fn continues(&self, first: &GetStatus<'_>) -> bool {
        self.is_next
            && self.subset == first.subset
            && self.format == first.format
            && self.criteria == first.criteria
            && self.tags == first.tags
    }

    /// Whether an entry is asked for.
    #[must_use]
    pub fn matches(&self, entry: &RegistryEntry<'_>) -> bool {
        self.criteria.iter().all(|criterion| criterion.matches(entry))
    }

    /// The response: the entries from `start` on that match, as many as fit into `limit` bytes, and never a part of
    /// one. An entry that is longer than `limit` by itself is given whole.
    ///
    /// `start` counts the entries that match: 0 for the first command, then the answer's `next`.
    ///
    /// # Errors
    /// [`GetStatusReason::NothingFound`] (6A88).
    pub fn answer<'e>(
        &self,
        entries: impl IntoIterator<Item = RegistryEntry<'e>>,
        start: usize,
        limit: usize,
    ) -> Result<Answer, GetStatusReason> {
        let mut data = Vec::new();
        for (index, entry) in entries.into_iter().filter(|entry| self.matches(entry)).enumerate().skip(start)
        {
            let before = data.len();
            entry.encode_into(&mut data, self.subset, self.format, &self.tags);
            if before > 0 && data.len() > limit {
                data.truncate(before);
                return Ok(Answer { data, next: Some(index) });
            }
        }
        if data.is_empty() { Err(GetStatusReason::NothingFound) } else { Ok(Answer { data, next: None }) }
    }
}

/// A response to GET STATUS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The data field.
    pub data: Vec<u8>,
    /// Where the next command goes on, when there is more.
    pub next: Option<usize>,
}

impl Answer {
    /// 6310 when there is more, else 9000.
    #[must_use]
    pub const fn status_word(&self) -> StatusWord {
        if self.next.is_some() { StatusWord::MORE_DATA_AVAILABLE } else { StatusWord::NO_ERROR }
    }
}

#[cfg(test)]
mod tests;
