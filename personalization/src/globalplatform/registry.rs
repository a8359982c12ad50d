//! What is on the card: GET STATUS (GPCS 2.3.1 §11.4).

use std::fmt;

use cardamom_apdu::tlv::Reader;
use cardamom_apdu::{Aid, StatusWord};

use super::error::GlobalPlatformError;
use super::life_cycle::{CardLifeCycle, Kind, LifeCycle};
use super::privileges::Privileges;
use super::session::Session;
use super::step::Step;

/// An entry of the registry. What it does not have, or the card does not tell, is `None` or empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryEntry {
    /// Its name.
    pub aid: Aid,
    /// Its life-cycle state, and what it is.
    pub life_cycle: LifeCycle,
    /// Privileges of an application or a security domain.
    pub privileges: Privileges,
    /// Interfaces and channels on which it is selected by itself (§11.1.7).
    pub implicit_selection: Vec<u8>,
    /// The package that an application comes from.
    pub load_file: Option<Aid>,
    /// Version of a package, as in 1.0.
    pub version: Option<Vec<u8>>,
    /// The modules of a package.
    pub modules: Vec<Aid>,
    /// The security domain that it belongs to.
    pub security_domain: Option<Aid>,
}

impl RegistryEntry {
    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.life_cycle.kind
    }

    /// The version of a package, as in `1.0`.
    #[must_use]
    pub fn version_text(&self) -> Option<String> {
        let version = self.version.as_ref()?;
        Some(version.iter().map(u8::to_string).collect::<Vec<_>>().join("."))
    }
}

/// What a security domain sees of the card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registry {
    /// The issuer security domain; none when another one is asked that does not see it.
    pub issuer: Option<RegistryEntry>,
    /// Applications and supplementary security domains.
    pub applications: Vec<RegistryEntry>,
    /// Packages with their modules.
    pub packages: Vec<RegistryEntry>,
}

impl Registry {
    /// All entries: issuer security domain, applications, packages.
    pub fn entries(&self) -> impl Iterator<Item = &RegistryEntry> {
        self.issuer.iter().chain(&self.applications).chain(&self.packages)
    }

    /// The entry of this name.
    #[must_use]
    pub fn find(&self, aid: &Aid) -> Option<&RegistryEntry> {
        self.entries().find(|entry| entry.aid == *aid)
    }
}

/// What GET STATUS is asked for (P1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subset {
    Issuer = 0x80,
    Applications = 0x40,
    LoadFiles = 0x20,
    LoadFilesAndModules = 0x10,
}

/// An answer to GET STATUS is not a list of entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegistryMalformed;

impl fmt::Display for RegistryMalformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is no list of templates E3 (GPCS 2.3.1 Table 11-36)")
    }
}

/// Reads the entries of an answer in the TLV format; `kind` is what they are, and those with the Security Domain
/// privilege among applications are security domains.
///
/// # Errors
/// [`RegistryMalformed`].
pub fn parse_entries(kind: Kind, bytes: &[u8]) -> Result<Vec<RegistryEntry>, RegistryMalformed> {
    let mut entries = Vec::new();
    for template in Reader::new(bytes) {
        let template = template.map_err(|_| RegistryMalformed)?;
        if template.tag().number() != 0xE3 {
            return Err(RegistryMalformed);
        }
        entries.push(parse_entry(kind, template.objects())?);
    }
    Ok(entries)
}

fn parse_entry(kind: Kind, objects: Reader<'_>) -> Result<RegistryEntry, RegistryMalformed> {
    let (mut aid, mut state) = (None, 0);
    let mut entry = RegistryEntry {
        aid: Aid::from_array([0; 5]),
        life_cycle: LifeCycle { kind, byte: 0 },
        privileges: Privileges::NONE,
        implicit_selection: Vec::new(),
        load_file: None,
        version: None,
        modules: Vec::new(),
        security_domain: None,
    };
    for object in objects {
        let object = object.map_err(|_| RegistryMalformed)?;
        let name = || Aid::new(object.value()).ok();
        match object.tag().number() {
            0x4F => aid = name(),
            // Some cards give the state of other logical channels in a second byte.
            0x9F70 => state = object.value().first().copied().unwrap_or(0),
            0xC5 => {
                entry.privileges = Privileges::from_bytes(object.value()).ok_or(RegistryMalformed)?;
            }
            0xC4 => entry.load_file = name(),
            0xCC => entry.security_domain = name(),
            0xCE => entry.version = Some(object.value().to_vec()),
            0xCF => entry.implicit_selection.extend_from_slice(object.value()),
            0x84 => entry.modules.extend(name()),
            _ => {}
        }
    }
    let kind = match kind {
        Kind::Application if entry.privileges.contains(Privileges::SECURITY_DOMAIN) => Kind::SecurityDomain,
        kind => kind,
    };
    Ok(RegistryEntry {
        aid: aid.ok_or(RegistryMalformed)?,
        life_cycle: LifeCycle { kind, byte: state },
        ..entry
    })
}

impl Session<'_> {
    /// What the security domain sees of the card.
    ///
    /// # Errors
    /// [`GlobalPlatformError`].
    pub fn registry(&mut self) -> Result<Registry, GlobalPlatformError> {
        let issuer = self.status(Subset::Issuer, Kind::IssuerSecurityDomain)?.into_iter().next();
        let applications = self.status(Subset::Applications, Kind::Application)?;
        Ok(Registry { issuer, applications, packages: self.packages()? })
    }

    /// The card's state, where the security domain sees it.
    ///
    /// # Errors
    /// [`GlobalPlatformError`].
    pub fn card_life_cycle(&mut self) -> Result<Option<CardLifeCycle>, GlobalPlatformError> {
        let issuer = self.status(Subset::Issuer, Kind::IssuerSecurityDomain)?.into_iter().next();
        Ok(issuer.and_then(|entry| CardLifeCycle::from_byte(entry.life_cycle.byte)))
    }

    /// The packages that the security domain sees, with their modules where the card tells them.
    ///
    /// # Errors
    /// [`GlobalPlatformError`].
    pub fn packages(&mut self) -> Result<Vec<RegistryEntry>, GlobalPlatformError> {
        match self.status(Subset::LoadFilesAndModules, Kind::LoadFile) {
            // Cards need not know this form.
            Err(GlobalPlatformError::Refused(refusal))
                if matches!(refusal.status, StatusWord::INCORRECT_P1_P2 | StatusWord::WRONG_DATA) =>
            {
                self.status(Subset::LoadFiles, Kind::LoadFile)
            }
            outcome => outcome,
        }
    }

    fn status(&mut self, subset: Subset, kind: Kind) -> Result<Vec<RegistryEntry>, GlobalPlatformError> {
        let step = Step::GetStatus;
        let mut bytes = Vec::new();
        // TLV format; the first, then the next ones.
        let mut control = 0x02;
        loop {
            let answer = self.transmit(step, [0x80, 0xF2, subset as u8, control], &[0x4F, 0x00])?;
            match answer.status {
                StatusWord::NO_ERROR | StatusWord::MORE_DATA_AVAILABLE => bytes.extend(answer.data.iter()),
                StatusWord::REFERENCED_DATA_NOT_FOUND => break,
                status => return Err(self.refused(step, status)),
            }
            if answer.status == StatusWord::NO_ERROR {
                break;
            }
            if answer.data.is_empty() || bytes.len() > 65_536 {
                let what = "the card always has more entries";
                return Err(GlobalPlatformError::Malformed { step, what });
            }
            control = 0x03;
        }
        parse_entries(kind, &bytes).map_err(|_| GlobalPlatformError::Malformed {
            step,
            what: "it is no list of templates E3 (GPCS 2.3.1 Table 11-36)",
        })
    }
}

#[cfg(test)]
mod tests {
    use cardamom_apdu::hex::decode;

    use super::*;

    /// An answer in the form of Table 11-36.
    #[test]
    fn entries_are_read_with_what_they_have() {
        let bytes =
            decode("E326 4F08A000000151000001 9F70010F C503804000 C407A0000001515350 CC08A000000151000000")
                .unwrap();
        let entries = parse_entries(Kind::Application, &bytes).unwrap();
        let [entry] = entries.as_slice() else { panic!("{entries:?}") };
        assert_eq!(entry.kind(), Kind::SecurityDomain);
        assert_eq!(entry.life_cycle.to_string(), "PERSONALIZED");
        assert_eq!(entry.privileges.to_string(), "security-domain, authorized-management");
        assert_eq!(entry.load_file.unwrap().to_string(), "A0000001515350");
        let bytes = decode("E316 4F05A000000001 9F7001 01 CE020103 84 05A000000002").unwrap();
        let [package] = &parse_entries(Kind::LoadFile, &bytes).unwrap()[..] else { panic!() };
        assert_eq!((package.version_text().as_deref(), package.modules.len()), (Some("1.3"), 1));
    }

    #[test]
    fn what_is_no_list_of_entries_is_refused() {
        for bytes in ["E305", "E303 4F01A0", "610A 4F05A000000001", "E3039F700107"] {
            assert!(parse_entries(Kind::Application, &decode(bytes).unwrap()).is_err(), "{bytes}");
        }
        assert_eq!(parse_entries(Kind::Application, &[]), Ok(Vec::new()));
    }

    proptest::proptest! {
        #[test]
        fn no_answer_brings_the_parser_down(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
            let _ = parse_entries(Kind::Application, &bytes);
        }
    }
}
