//! A profile as it is written.

use std::path::Path;

use cardamom_apdu::{Aid, hex};
use cardamom_secure_channel::SecurityLevel;
use serde::{Deserialize, Deserializer, de};

use super::{AppletOrder, DomainOrder, IssuanceProfile, IssuanceProfileError, KeySetOrder, LoadFileOrder};
use crate::globalplatform::card_data::ScpOption;
use crate::globalplatform::install::InstallParameters;
use crate::globalplatform::key_hierarchy::{Algorithm, KeyHierarchy};
use crate::globalplatform::life_cycle::CardLifeCycle;
use crate::globalplatform::load_file::LoadFile;
use crate::globalplatform::privileges::Privileges;
use crate::globalplatform::security_domain::NewSecurityDomain;

/// Commands and responses encrypted, with MACs.
pub(super) const USUAL_LEVEL: SecurityLevel = SecurityLevel::C_MAC
    .with(SecurityLevel::C_DECRYPTION)
    .with(SecurityLevel::R_MAC)
    .with(SecurityLevel::R_ENCRYPTION);

/// What names the test key in place of a key file.
const TEST: &str = "test";

// Tags of data objects (GPCS 2.3.1 §H).
const ISSUER_IDENTIFICATION_NUMBER: u16 = 0x0042;
const CARD_IMAGE_NUMBER: u16 = 0x0045;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ProfileFile {
    name: String,
    #[serde(default)]
    description: String,
    delivered_keys: Option<String>,
    delivered_version: Option<HexByte>,
    security_level: Option<HexByte>,
    #[serde(default)]
    delete_keys: Vec<KeyVersion>,
    #[serde(default, deserialize_with = "life_cycle")]
    life_cycle: Option<CardLifeCycle>,
    #[serde(default)]
    issuer: IssuerTable,
    #[serde(default, rename = "key-set")]
    key_sets: Vec<KeySetTable>,
    #[serde(default, rename = "load-file")]
    load_files: Vec<LoadFileTable>,
    #[serde(default, rename = "domain")]
    domains: Vec<DomainTable>,
    #[serde(default, rename = "applet")]
    applets: Vec<AppletTable>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct IssuerTable {
    identification_number: Option<HexBytes>,
    card_image_number: Option<HexBytes>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct KeySetTable {
    version: KeyVersion,
    #[serde(rename = "type")]
    algorithm: AlgorithmName,
    keys: String,
}

#[derive(Deserialize)]
enum AlgorithmName {
    #[serde(rename = "AES")]
    Aes,
    #[serde(rename = "DES")]
    Des,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct LoadFileTable {
    file: String,
    domain: Option<AidText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct DomainTable {
    aid: AidText,
    #[serde(default = "none", deserialize_with = "privileges")]
    privileges: Privileges,
    #[serde(default, deserialize_with = "protocols")]
    protocols: Vec<ScpOption>,
    #[serde(default = "yes")]
    accepts_extradition: bool,
    #[serde(default)]
    parameters: HexBytes,
    #[serde(default, rename = "key-set")]
    key_sets: Vec<KeySetTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct AppletTable {
    package: AidText,
    module: AidText,
    instance: Option<AidText>,
    #[serde(default = "none", deserialize_with = "privileges")]
    privileges: Privileges,
    domain: Option<AidText>,
    #[serde(default)]
    parameters: HexBytes,
    volatile_memory: Option<u32>,
    non_volatile_memory: Option<u32>,
    personalized_state: Option<HexByte>,
    #[serde(default)]
    data_groups: Vec<DataGroupTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct DataGroupTable {
    dgi: DataGroupIdentifier,
    value: HexBytes,
}

#[derive(Default)]
struct HexBytes(Vec<u8>);

impl<'de> Deserialize<'de> for HexBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        hex::decode(&String::deserialize(deserializer)?).map(Self).map_err(de::Error::custom)
    }
}

struct HexByte(u8);

impl<'de> Deserialize<'de> for HexByte {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match HexBytes::deserialize(deserializer)?.0.as_slice() {
            [byte] => Ok(Self(*byte)),
            _ => Err(de::Error::custom("it is one byte, two hexadecimal digits")),
        }
    }
}

/// Of keys that are put.
struct KeyVersion(u8);

impl<'de> Deserialize<'de> for KeyVersion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match HexByte::deserialize(deserializer)? {
            HexByte(version @ 0x01..=0x7F) => Ok(Self(version)),
            _ => Err(de::Error::custom("a key version is 01 to 7F")),
        }
    }
}

struct DataGroupIdentifier(u16);

impl<'de> Deserialize<'de> for DataGroupIdentifier {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match HexBytes::deserialize(deserializer)?.0.as_slice() {
            [high, low] => Ok(Self(u16::from_be_bytes([*high, *low]))),
            _ => Err(de::Error::custom("a data group identifier is two bytes")),
        }
    }
}

struct AidText(Aid);

impl<'de> Deserialize<'de> for AidText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map(Self).map_err(de::Error::custom)
    }
}

fn life_cycle<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<CardLifeCycle>, D::Error> {
    String::deserialize(deserializer)?.parse().map(Some).map_err(de::Error::custom)
}

fn privileges<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Privileges, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
}

const fn none() -> Privileges {
    Privileges::NONE
}

const fn yes() -> bool {
    true
}

/// `"SCP03 i=70"`, each.
fn protocols<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<ScpOption>, D::Error> {
    let read = |text: &str| {
        let (protocol, options) = text.strip_prefix("SCP")?.split_once(" i=")?;
        let byte = |digits: &str| u8::from_str_radix(digits, 16).ok().filter(|_| digits.len() == 2);
        Some(ScpOption { protocol: byte(protocol)?, options: byte(options)? })
    };
    Vec::<String>::deserialize(deserializer)?
        .iter()
        .map(|text| {
            let wrong = || format!("{text:?} is not a secure channel protocol such as \"SCP03 i=70\"");
            read(text).ok_or_else(|| de::Error::custom(wrong()))
        })
        .collect()
}

pub(super) fn parse(
    origin: &str,
    text: &str,
    folder: &Path,
) -> Result<IssuanceProfile, IssuanceProfileError> {
    let syntax = |message: &str| IssuanceProfileError::Syntax {
        name: origin.to_owned(),
        message: message.trim_end().to_owned(),
    };
    let file: ProfileFile = toml::from_str(text).map_err(|error| syntax(&error.to_string()))?;
    let key_sets = |tables: Vec<KeySetTable>| {
        tables.into_iter().map(|table| table.read(folder)).collect::<Result<Vec<_>, _>>()
    };
    let objects = [
        (ISSUER_IDENTIFICATION_NUMBER, file.issuer.identification_number),
        (CARD_IMAGE_NUMBER, file.issuer.card_image_number),
    ];
    let level = file.security_level.map_or(USUAL_LEVEL, |HexByte(byte)| SecurityLevel::from_byte(byte));
    let domains: Result<Vec<_>, IssuanceProfileError> = file
        .domains
        .into_iter()
        .map(|domain| {
            Ok(DomainOrder {
                domain: NewSecurityDomain {
                    privileges: domain.privileges.with(Privileges::SECURITY_DOMAIN),
                    protocols: domain.protocols,
                    accepts_extradition: domain.accepts_extradition,
                    more: domain.parameters.0,
                    ..NewSecurityDomain::new(domain.aid.0)
                },
                key_sets: key_sets(domain.key_sets)?,
            })
        })
        .collect();
    Ok(IssuanceProfile {
        name: file.name,
        description: file.description,
        delivered_keys: keys(file.delivered_keys.as_deref().unwrap_or(TEST), folder)?,
        delivered_version: file.delivered_version.map(|HexByte(version)| version),
        security_level: level,
        life_cycle: file.life_cycle,
        data: objects.into_iter().filter_map(|(tag, value)| Some((tag, value?.0))).collect(),
        key_sets: key_sets(file.key_sets)?,
        deleted_key_versions: file.delete_keys.into_iter().map(|KeyVersion(version)| version).collect(),
        load_files: file.load_files.into_iter().map(|table| table.read(folder)).collect::<Result<_, _>>()?,
        domains: domains?,
        applets: file.applets.into_iter().map(AppletTable::read).collect(),
    })
}

/// The keys in a key file, or the test key.
fn keys(name: &str, folder: &Path) -> Result<KeyHierarchy, IssuanceProfileError> {
    if name == TEST {
        return Ok(KeyHierarchy::test());
    }
    Ok(KeyHierarchy::from_file(&folder.join(name))?)
}

impl KeySetTable {
    fn read(self, folder: &Path) -> Result<KeySetOrder, IssuanceProfileError> {
        Ok(KeySetOrder {
            version: self.version.0,
            algorithm: match self.algorithm {
                AlgorithmName::Aes => Algorithm::Aes,
                AlgorithmName::Des => Algorithm::TripleDes,
            },
            keys: keys(&self.keys, folder)?,
        })
    }
}

impl LoadFileTable {
    fn read(self, folder: &Path) -> Result<LoadFileOrder, IssuanceProfileError> {
        let path = folder.join(self.file);
        let file = LoadFile::read(&path).map_err(|source| IssuanceProfileError::LoadFile { path, source })?;
        Ok(LoadFileOrder { file, domain: self.domain.map(|AidText(aid)| aid) })
    }
}

impl AppletTable {
    fn read(self) -> AppletOrder {
        AppletOrder {
            package: self.package.0,
            module: self.module.0,
            // As Java Card tools do: an instance is called like its applet when nobody says otherwise.
            instance: self.instance.map_or(self.module.0, |AidText(aid)| aid),
            privileges: self.privileges,
            parameters: InstallParameters {
                application: self.parameters.0,
                volatile_memory: self.volatile_memory,
                non_volatile_memory: self.non_volatile_memory,
                more: Vec::new(),
            },
            domain: self.domain.map(|AidText(aid)| aid),
            personalized_state: self.personalized_state.map(|HexByte(state)| state),
            data_groups: self.data_groups.into_iter().map(|group| (group.dgi.0, group.value.0)).collect(),
        }
    }
}
