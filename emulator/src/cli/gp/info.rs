//! `cardamom gp info`

use std::fmt::Write as _;

use cardamom_apdu::hex;
use cardamom_personalization::globalplatform::card_data::CardRecognition;
use cardamom_personalization::globalplatform::discovery::{CardInformation, Selected, information};
use clap::Args;
use serde::Serialize;

use super::super::error::CliError;
use super::super::output::{print, print_json};
use super::target::Location;
use crate::home::Home;

/// Tell what a card is: versions, protocols, keys, serial numbers. Needs no keys
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    location: Location,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    home: impl FnOnce() -> Result<Home, CliError>,
) -> Result<(), CliError> {
    let mut channel = arguments.location.open(home)?;
    let selected = arguments.location.select(&mut channel)?;
    let card = information(&mut channel)?;
    if arguments.json { print_json(&json(&selected, &card)) } else { print(&text(&selected, &card)) }
}

fn text(selected: &Selected, card: &CardInformation) -> String {
    let mut text = String::new();
    let mut line = |label: &str, value: &str| {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{label:<18}{value}");
    };
    line("security domain", &selected.aid.to_string());
    if selected.is_locked {
        line("state", "the card is locked");
    }
    match &card.recognition {
        Some(recognition) => {
            line("GlobalPlatform", &recognition.version_text());
            for (index, option) in recognition.protocols.iter().enumerate() {
                line(if index == 0 { "protocols" } else { "" }, &option.to_string());
            }
        }
        None => line("GlobalPlatform", "the card does not tell its version"),
    }
    for (index, key) in card.keys.iter().enumerate() {
        line(if index == 0 { "keys" } else { "" }, &key.to_string());
    }
    let objects = [
        ("issuer (42)", &card.issuer_identification_number),
        ("card image (45)", &card.card_image_number),
        ("diversified (CF)", &card.key_diversification_data),
    ];
    for (label, value) in objects {
        if let Some(value) = value {
            line(label, &hex::encode(value));
        }
    }
    if let Some(counter) = card.sequence_counter {
        line("sequence counter", &counter.to_string());
    }
    if let Some(length) = selected.information.maximum_length {
        line("command data", &format!("{length} bytes at most"));
    }
    if let Some(capabilities) = &card.capabilities {
        for (index, (option, lengths)) in capabilities.protocols.iter().enumerate() {
            let lengths: Vec<_> = lengths.iter().map(|bits| format!("AES-{bits}")).collect();
            let lengths =
                if lengths.is_empty() { String::new() } else { format!(", {}", lengths.join(", ")) };
            line(if index == 0 { "can open" } else { "" }, &format!("{option}{lengths}"));
        }
        if !capabilities.load_file_hashes.is_empty() {
            line("load file hashes", &capabilities.load_file_hashes.join(", "));
        }
    }
    if let Some(production) = &card.production {
        let known = production.fields();
        let known =
            known.iter().filter(|(_, value)| value != "unknown" && value.bytes().any(|digit| digit != b'0'));
        for (index, (name, value)) in known.enumerate() {
            line(if index == 0 { "production (9F7F)" } else { "" }, &format!("{name}: {value}"));
        }
    }
    text
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct JsonInformation {
    security_domain: String,
    locked: bool,
    version: Option<String>,
    protocols: Vec<JsonProtocol>,
    keys: Vec<JsonKey>,
    issuer_identification_number: Option<String>,
    card_image_number: Option<String>,
    key_diversification_data: Option<String>,
    sequence_counter: Option<u32>,
    production_data: Option<String>,
}

#[derive(Serialize)]
struct JsonProtocol {
    scp: String,
    i: String,
}

#[derive(Serialize)]
struct JsonKey {
    version: String,
    identifier: String,
    components: Vec<JsonComponent>,
}

#[derive(Serialize)]
struct JsonComponent {
    #[serde(rename = "type")]
    key_type: String,
    length: Option<u16>,
}

fn json(selected: &Selected, card: &CardInformation) -> JsonInformation {
    let byte = |byte: u8| format!("{byte:02X}");
    let encoded = |value: &Option<Vec<u8>>| value.as_deref().map(hex::encode);
    let recognition = card.recognition.clone().unwrap_or_default();
    JsonInformation {
        security_domain: selected.aid.to_string(),
        locked: selected.is_locked,
        version: card.recognition.as_ref().map(CardRecognition::version_text),
        protocols: recognition
            .protocols
            .iter()
            .map(|option| JsonProtocol { scp: byte(option.protocol), i: byte(option.options) })
            .collect(),
        keys: card
            .keys
            .iter()
            .map(|key| JsonKey {
                version: byte(key.version),
                identifier: byte(key.identifier),
                components: key
                    .components
                    .iter()
                    .map(|part| JsonComponent { key_type: byte(part.key_type), length: part.length })
                    .collect(),
            })
            .collect(),
        issuer_identification_number: encoded(&card.issuer_identification_number),
        card_image_number: encoded(&card.card_image_number),
        key_diversification_data: encoded(&card.key_diversification_data),
        sequence_counter: card.sequence_counter,
        production_data: card.production.as_ref().map(|data| hex::encode(data.as_bytes())),
    }
}
