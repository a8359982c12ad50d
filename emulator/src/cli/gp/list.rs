//! `cardamom gp list`

use std::fmt::Write as _;

use cardamom_personalization::globalplatform::life_cycle::Kind;
use cardamom_personalization::globalplatform::registry::{Registry, RegistryEntry};
use cardamom_personalization::globalplatform::session::Session;
use clap::Args;
use serde::Serialize;

use super::super::error::CliError;
use super::super::output::{print, print_json};
use super::describe::{named, session_line};
use super::target::Target;
use crate::home::Home;

/// List security domains, applets and packages
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    home: impl FnOnce() -> Result<Home, CliError>,
) -> Result<(), CliError> {
    let mut desk = arguments.target.open(home)?;
    let mut session = desk.session()?;
    let registry = session.registry()?;
    if arguments.json {
        return print_json(&json(&session, &registry));
    }
    print(&text(&session, &registry))
}

fn text(session: &Session<'_>, registry: &Registry) -> String {
    let mut text = session_line(session);
    let domains = registry.applications.iter().filter(|entry| entry.kind() == Kind::SecurityDomain);
    let applets = registry.applications.iter().filter(|entry| entry.kind() == Kind::Application);
    section(&mut text, "issuer security domain", registry.issuer.iter());
    section(&mut text, "security domains", domains);
    section(&mut text, "applications", applets);
    section(&mut text, "packages", registry.packages.iter());
    text
}

fn section<'a>(text: &mut String, title: &str, entries: impl Iterator<Item = &'a RegistryEntry>) {
    for (index, entry) in entries.enumerate() {
        // Writing to a String cannot fail.
        if index == 0 {
            let _ = writeln!(text, "\n{title}");
        }
        let version = entry.version_text().map_or_else(String::new, |version| format!(" {version}"));
        let _ = writeln!(text, "  {}", named(&entry.aid));
        let _ = writeln!(text, "      {}{version}", entry.life_cycle);
        if let Some(load_file) = &entry.load_file {
            let _ = writeln!(text, "      from package {load_file}");
        }
        for module in &entry.modules {
            let _ = writeln!(text, "      module {module}");
        }
        if let Some(domain) = &entry.security_domain
            && *domain != entry.aid
        {
            let _ = writeln!(text, "      belongs to {domain}");
        }
        if entry.kind() != Kind::LoadFile {
            let _ = writeln!(text, "      privileges {}", entry.privileges);
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct JsonRegistry {
    security_domain: String,
    protocol: String,
    level: String,
    key_version: String,
    test_keys: bool,
    entries: Vec<JsonEntry>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct JsonEntry {
    kind: &'static str,
    aid: String,
    life_cycle: String,
    life_cycle_byte: String,
    privileges: Vec<&'static str>,
    package: Option<String>,
    version: Option<String>,
    modules: Vec<String>,
    security_domain: Option<String>,
}

fn json(session: &Session<'_>, registry: &Registry) -> JsonRegistry {
    JsonRegistry {
        security_domain: session.security_domain().to_string(),
        protocol: session.protocol(),
        level: session.security_level().to_string(),
        key_version: format!("{:02X}", session.key_version()),
        test_keys: session.uses_test_keys(),
        entries: registry.entries().map(json_entry).collect(),
    }
}

fn json_entry(entry: &RegistryEntry) -> JsonEntry {
    JsonEntry {
        kind: match entry.kind() {
            Kind::Application => "application",
            Kind::IssuerSecurityDomain => "issuer-security-domain",
            Kind::LoadFile => "package",
            Kind::SecurityDomain => "security-domain",
        },
        aid: entry.aid.to_string(),
        life_cycle: entry.life_cycle.to_string(),
        life_cycle_byte: format!("{:02X}", entry.life_cycle.byte),
        privileges: entry.privileges.names(),
        package: entry.load_file.as_ref().map(ToString::to_string),
        version: entry.version_text(),
        modules: entry.modules.iter().map(ToString::to_string).collect(),
        security_domain: entry.security_domain.as_ref().map(ToString::to_string),
    }
}
