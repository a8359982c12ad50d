//! The issuer security domain as a profile writes it.

use cardamom_apdu::Aid;
use cardamom_card_os::globalplatform::card_data::ScpOption;
use cardamom_card_os::globalplatform::key_set::KeyType;
use cardamom_card_os::globalplatform::life_cycle::CardLifeCycle;
use cardamom_card_os::globalplatform::security_domain::{ISSUER_SECURITY_DOMAIN_AID, InitialKey};
use cardamom_card_os::globalplatform::{IssuerSecurityDomain, key_set};
use serde::{Deserialize, Deserializer, de};
use zeroize::Zeroizing;

use super::{HexBytes, aid};

/// The table `[issuer]`. What it leaves out is that of a card with test keys.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct IssuerTable {
    #[serde(deserialize_with = "aid")]
    aid: Aid,
    #[serde(deserialize_with = "life_cycle")]
    life_cycle: CardLifeCycle,
    #[serde(deserialize_with = "protocols")]
    protocols: Vec<ScpOption>,
    #[serde(deserialize_with = "tries")]
    tries: Option<u8>,
    identification_number: Option<HexBytes>,
    card_image_number: Option<HexBytes>,
    #[serde(deserialize_with = "ten_bytes")]
    diversification_data: Option<Vec<u8>>,
    #[serde(deserialize_with = "production_data")]
    production_data: Option<Vec<u8>>,
    #[serde(rename = "key-set")]
    key_sets: Option<Vec<KeySetTable>>,
    #[serde(rename = "key")]
    keys: Vec<KeyTable>,
}

/// A table `[[issuer.key-set]]`: the three keys of a secure channel.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct KeySetTable {
    version: u8,
    #[serde(rename = "type")]
    kind: KeySetType,
    #[serde(deserialize_with = "key_values")]
    keys: Vec<Zeroizing<Vec<u8>>>,
}

#[derive(Clone, Copy, Deserialize)]
enum KeySetType {
    #[serde(rename = "AES")]
    Aes,
    #[serde(rename = "DES")]
    Des,
}

/// A table `[[issuer.key]]`: a key of any type (GPCS 2.3.1 Table 11-16).
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct KeyTable {
    version: u8,
    identifier: u8,
    #[serde(rename = "type", deserialize_with = "key_type")]
    key_type: KeyType,
    value: HexBytes,
}

impl Default for IssuerTable {
    fn default() -> Self {
        Self {
            aid: ISSUER_SECURITY_DOMAIN_AID,
            life_cycle: CardLifeCycle::OpReady,
            protocols: IssuerSecurityDomain::with_test_keys().protocols,
            tries: None,
            identification_number: None,
            card_image_number: None,
            diversification_data: None,
            production_data: None,
            key_sets: None,
            keys: Vec::new(),
        }
    }
}

impl IssuerTable {
    pub(super) fn read(self) -> IssuerSecurityDomain {
        let mut keys = match self.key_sets {
            None => IssuerSecurityDomain::with_test_keys().keys,
            Some(sets) => sets.iter().flat_map(KeySetTable::keys).collect(),
        };
        keys.extend(self.keys.into_iter().map(|key| InitialKey {
            version: key.version,
            identifier: key.identifier,
            key_type: key.key_type.to_byte(),
            value: key.value.0.into(),
        }));
        IssuerSecurityDomain {
            aid: self.aid,
            life_cycle: self.life_cycle,
            protocols: self.protocols,
            tries: self.tries,
            identification_number: self.identification_number.map(|HexBytes(bytes)| bytes),
            card_image_number: self.card_image_number.map(|HexBytes(bytes)| bytes),
            diversification_data: self.diversification_data,
            production_data: self.production_data,
            keys,
        }
    }
}

impl KeySetTable {
    fn keys(&self) -> Vec<InitialKey> {
        let key_type = match self.kind {
            KeySetType::Aes => KeyType::Aes,
            KeySetType::Des => KeyType::Des,
        };
        let values: Vec<&[u8]> = self.keys.iter().map(|key| key.as_slice()).collect();
        key_set(self.version, key_type, &values)
    }
}

fn life_cycle<'de, D: Deserializer<'de>>(deserializer: D) -> Result<CardLifeCycle, D::Error> {
    match String::deserialize(deserializer)?.as_str() {
        "OP_READY" => Ok(CardLifeCycle::OpReady),
        "INITIALIZED" => Ok(CardLifeCycle::Initialized),
        "SECURED" => Ok(CardLifeCycle::Secured),
        "CARD_LOCKED" => Ok(CardLifeCycle::CardLocked),
        "TERMINATED" => Ok(CardLifeCycle::Terminated),
        _ => Err(de::Error::custom("a card is OP_READY, INITIALIZED, SECURED, CARD_LOCKED or TERMINATED")),
    }
}

/// `"SCP03 i=70"`, each.
fn protocols<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<ScpOption>, D::Error> {
    let read = |text: &String| {
        let (protocol, options) = text.strip_prefix("SCP")?.split_once(" i=")?;
        let byte = |digits: &str| u8::from_str_radix(digits, 16).ok().filter(|_| digits.len() == 2);
        Some(ScpOption { protocol: byte(protocol)?, options: byte(options)? })
    };
    let texts = Vec::<String>::deserialize(deserializer)?;
    texts
        .iter()
        .map(|text| {
            read(text).ok_or_else(|| {
                let message = format!("{text:?} is not a secure channel protocol such as \"SCP03 i=70\"");
                de::Error::custom(message)
            })
        })
        .collect()
}

fn tries<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    match u8::deserialize(deserializer)? {
        0 => Err(de::Error::custom("a security domain bears 1 to 255 failed authentications")),
        tries => Ok(Some(tries)),
    }
}

fn key_type<'de, D: Deserializer<'de>>(deserializer: D) -> Result<KeyType, D::Error> {
    let byte = u8::deserialize(deserializer)?;
    KeyType::from_byte(byte)
        .ok_or_else(|| de::Error::custom(format!("{byte:02X} is not a key type (GPCS 2.3.1 Table 11-16)")))
}

/// One value for all three keys, or three.
fn key_values<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Zeroizing<Vec<u8>>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Values {
        One(HexBytes),
        Three([HexBytes; 3]),
    }
    let values = match Values::deserialize(deserializer) {
        Ok(Values::One(value)) => vec![value],
        Ok(Values::Three(values)) => values.into(),
        Err(_) => return Err(de::Error::custom("a key set has one value for all its keys, or three values")),
    };
    let values: Vec<_> = values.into_iter().map(|HexBytes(bytes)| Zeroizing::new(bytes)).collect();
    if values.iter().any(|value| !matches!(value.len(), 16 | 24 | 32)) {
        return Err(de::Error::custom("a key has 16, 24 or 32 bytes"));
    }
    Ok(values)
}

fn ten_bytes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<u8>>, D::Error> {
    of_length(deserializer, 10, "key diversification data has 10 bytes")
}

fn production_data<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<u8>>, D::Error> {
    of_length(deserializer, 42, "card production life cycle data has 42 bytes")
}

fn of_length<'de, D: Deserializer<'de>>(
    deserializer: D,
    length: usize,
    rule: &'static str,
) -> Result<Option<Vec<u8>>, D::Error> {
    let HexBytes(bytes) = HexBytes::deserialize(deserializer)?;
    if bytes.len() == length { Ok(Some(bytes)) } else { Err(de::Error::custom(rule)) }
}
