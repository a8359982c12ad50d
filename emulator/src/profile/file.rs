//! A profile as it is written.

mod issuer;

use cardamom_apdu::Aid;
use cardamom_apdu::atr::{Atr, Protocol as AtrProtocol};
use cardamom_apdu::hex;
use cardamom_card_os::{Configuration, Geometry, Protocol};
use serde::{Deserialize, Deserializer, de};

use self::issuer::IssuerTable;
use super::{HISTORICAL_BYTES, Profile, ProfileApplet, ProfileError, usual_atr};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ProfileFile {
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    protocol: ProtocolName,
    historical_bytes: Option<HexBytes>,
    atr: Option<HexBytes>,
    #[serde(default)]
    memory: MemoryTable,
    #[serde(default)]
    issuer: IssuerTable,
    #[serde(default, rename = "applet")]
    applets: Vec<AppletTable>,
}

#[derive(Clone, Copy, Default, Deserialize)]
enum ProtocolName {
    #[serde(rename = "T=0")]
    T0,
    #[default]
    #[serde(rename = "T=1")]
    T1,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct MemoryTable {
    nvm: usize,
    journal: usize,
    objects: usize,
    transient_reset: usize,
    transient_deselect: usize,
}

impl Default for MemoryTable {
    fn default() -> Self {
        let geometry = Geometry::STANDARD;
        Self {
            nvm: geometry.nvm_length,
            journal: geometry.journal_length,
            objects: geometry.object_count,
            transient_reset: geometry.transient_reset_length,
            transient_deselect: geometry.transient_deselect_length,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct AppletTable {
    #[serde(deserialize_with = "aid")]
    package: Aid,
    #[serde(deserialize_with = "aid")]
    module: Aid,
    #[serde(deserialize_with = "aid")]
    instance: Aid,
    #[serde(default)]
    default_selected: bool,
    #[serde(default)]
    parameters: HexBytes,
}

#[derive(Default)]
struct HexBytes(Vec<u8>);

impl<'de> Deserialize<'de> for HexBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        hex::decode(&text).map(Self).map_err(de::Error::custom)
    }
}

fn aid<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Aid, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
}

pub(super) fn parse(origin: &str, text: &str) -> Result<Profile, ProfileError> {
    let name = || origin.to_owned();
    let file: ProfileFile = toml::from_str(text).map_err(|error| ProfileError::Syntax {
        name: name(),
        message: error.to_string().trim_end().to_owned(),
    })?;
    let (protocol, offered, protocol_name) = match file.protocol {
        ProtocolName::T0 => (Protocol::T0, AtrProtocol::T0, "T=0"),
        ProtocolName::T1 => (Protocol::T1, AtrProtocol::T1, "T=1"),
    };
    let atr = match (file.atr, file.historical_bytes) {
        (Some(_), Some(_)) => {
            let message = "it has either `atr` or `historical-bytes`, not both".to_owned();
            return Err(ProfileError::Syntax { name: name(), message });
        }
        (Some(HexBytes(atr)), None) => Atr::parse(&atr),
        (None, Some(HexBytes(historical_bytes))) => usual_atr(protocol, &historical_bytes),
        (None, None) => usual_atr(protocol, &HISTORICAL_BYTES),
    };
    let atr = atr.map_err(|source| ProfileError::Atr { name: name(), source })?;
    if !atr.protocols().any(|protocol| protocol == offered) {
        return Err(ProfileError::AtrProtocol { name: name(), protocol: protocol_name });
    }
    let geometry = Geometry {
        nvm_length: file.memory.nvm,
        journal_length: file.memory.journal,
        object_count: file.memory.objects,
        transient_reset_length: file.memory.transient_reset,
        transient_deselect_length: file.memory.transient_deselect,
    };
    let issuer = file.issuer.read();
    let applets = file.applets.into_iter().map(|applet| ProfileApplet {
        package: applet.package,
        module: applet.module,
        instance: applet.instance,
        default_selected: applet.default_selected,
        parameters: applet.parameters.0,
    });
    Ok(Profile {
        name: file.name,
        description: file.description,
        configuration: Configuration { geometry, atr: atr.as_bytes().to_vec(), protocol },
        issuer,
        applets: applets.collect(),
    })
}
