//! `cardamom card show`

use std::fmt::Write as _;

use cardamom_apdu::atr::Atr;
use cardamom_apdu::hex::Hex;
use cardamom_card_os::globalplatform::life_cycle::CardLifeCycle;
use cardamom_card_os::{Card, Privileges, Protocol};
use clap::Args;
use serde::Serialize;

use super::super::card_options::open_card;
use super::super::error::CliError;
use super::super::output::{Form, print, print_json};
use crate::home::Home;
use crate::kernel_card::EntropySource;

/// Tell what is on a card
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Its name or path
    name: String,

    /// How
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Description {
    name: String,
    file: String,
    profile: String,
    created: String,
    atr: String,
    protocol: &'static str,
    /// The life-cycle state of the card; none without an issuer security domain.
    life_cycle: Option<String>,
    memory: Memory,
    applets: Vec<Applet>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Memory {
    nvm: usize,
    free: usize,
    free_transient_reset: usize,
    free_transient_deselect: usize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Applet {
    aid: String,
    module: String,
    package: String,
    context: u8,
    life_cycle: String,
    privileges: String,
    security_domain: String,
    memory: usize,
}

pub(super) fn run(arguments: &Arguments, home: &Home) -> Result<(), CliError> {
    let card = open_card(&arguments.name, home, EntropySource::OperatingSystem)?;
    let description = describe(&arguments.name, &card);
    match arguments.format {
        Form::Json => print_json(&description),
        Form::Text => print(&text(&description)),
    }
}

fn describe(name: &str, stored: &crate::kernel_card::KernelCard) -> Description {
    let card: &Card = stored.card();
    let (file, profile, created) = stored.store().map_or_else(Default::default, |store| {
        let metadata = store.metadata();
        let created = humantime::format_rfc3339_seconds(metadata.created).to_string();
        (store.path().display().to_string(), metadata.profile.clone(), created)
    });
    let free = card.free_memory();
    let instances = card.instances();
    let issuer = instances.first().filter(|first| first.privileges.contains(Privileges::SECURITY_DOMAIN));
    let life_cycle = issuer.and_then(|issuer| CardLifeCycle::from_byte(issuer.life_cycle));
    let applets = instances.iter().map(|instance| Applet {
        aid: instance.aid.to_string(),
        module: instance.module.to_string(),
        package: instance.package.to_string(),
        context: instance.context.number(),
        life_cycle: format!("{:02X}", instance.life_cycle),
        privileges: Hex(&instance.privileges.to_bytes()).to_string(),
        security_domain: instance.security_domain.to_string(),
        memory: instance.usage.persistent,
    });
    Description {
        name: name.to_owned(),
        file,
        profile,
        created,
        atr: Hex(card.atr()).to_string(),
        protocol: match card.protocol() {
            Protocol::T0 => "T=0",
            Protocol::T1 => "T=1",
        },
        life_cycle: life_cycle.map(|state| state.to_string()),
        memory: Memory {
            nvm: card.geometry().nvm_length,
            free: free.persistent,
            free_transient_reset: free.transient_reset,
            free_transient_deselect: free.transient_deselect,
        },
        applets: applets.collect(),
    }
}

fn text(card: &Description) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(text, "card      {}", card.name);
    let _ = writeln!(text, "file      {}", card.file);
    let _ = writeln!(text, "profile   {}", card.profile);
    let _ = writeln!(text, "created   {}", card.created);
    let _ = writeln!(text, "ATR       {}", card.atr);
    if let Ok(atr) = card.atr.parse::<Atr>() {
        for line in atr.describe().to_string().lines() {
            let _ = writeln!(text, "          {line}");
        }
    }
    let _ = writeln!(text, "protocol  {}", card.protocol);
    if let Some(state) = &card.life_cycle {
        let _ = writeln!(text, "state     {state}");
    }
    let _ = writeln!(text, "memory    {} bytes, {} free", card.memory.nvm, card.memory.free);
    if card.applets.is_empty() {
        let _ = writeln!(text, "applets   none");
    }
    for (index, applet) in card.applets.iter().enumerate() {
        let label = if index == 0 { "applets" } else { "" };
        let _ = writeln!(
            text,
            "{label:8}  {}  applet {}, package {}, context {}, life cycle {}, privileges {}, of {}, {} bytes",
            applet.aid,
            applet.module,
            applet.package,
            applet.context,
            applet.life_cycle,
            applet.privileges,
            applet.security_domain,
            applet.memory
        );
    }
    text
}
