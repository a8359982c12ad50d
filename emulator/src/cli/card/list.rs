//! `cardamom card list`

use std::fmt::Write as _;

use clap::Args;
use serde::Serialize;

use super::super::error::CliError;
use super::super::output::{Form, of_file, print, print_json};
use crate::card_store::{CardStore, CardStoreError};
use crate::home::Home;

/// List the cards
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// How
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

/// A card in the list.
#[derive(Debug, Serialize)]
struct Line {
    name: String,
    state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    Ready,
    InUse,
    Unusable,
}

impl State {
    const fn word(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::InUse => "in use",
            Self::Unusable => "unusable",
        }
    }
}

pub(super) fn run(arguments: &Arguments, home: &Home) -> Result<(), CliError> {
    let names = home.card_names().map_err(|error| of_file(&home.cards(), &error))?;
    let lines: Vec<Line> = names
        .iter()
        .map(|name| match CardStore::open(&home.card_path(name)) {
            Ok((store, _)) => Line {
                name: name.to_string(),
                state: State::Ready,
                profile: Some(store.metadata().profile.clone()),
                created: Some(humantime::format_rfc3339_seconds(store.metadata().created).to_string()),
                problem: None,
            },
            Err(error) => Line {
                name: name.to_string(),
                state: if matches!(error, CardStoreError::InUse { .. }) {
                    State::InUse
                } else {
                    State::Unusable
                },
                profile: None,
                created: None,
                problem: Some(error.to_string()),
            },
        })
        .collect();
    match arguments.format {
        Form::Json => print_json(&lines),
        Form::Text if lines.is_empty() => {
            eprintln!("there are no cards in {}; `cardamom card new NAME` makes one", home.cards().display());
            Ok(())
        }
        Form::Text => print(&table(&lines)),
    }
}

fn table(lines: &[Line]) -> String {
    let width = lines.iter().map(|line| line.name.len()).max().unwrap_or(0).max(4);
    let mut text = format!("{:width$}  STATE     PROFILE     CREATED\n", "NAME");
    for line in lines {
        let profile = line.profile.as_deref().unwrap_or("-");
        let created = line.created.as_deref().unwrap_or("-");
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:width$}  {:8}  {profile:10}  {created}", line.name, line.state.word());
    }
    text
}
