//! `cardamom card delete`

use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};

use clap::Args;

use super::super::error::CliError;
use super::super::output::of_file;
use crate::card_store::{CardStore, CardStoreError};
use crate::home::Home;

/// Delete cards, with everything on them
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Their names or paths
    #[arg(required = true)]
    names: Vec<String>,

    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

pub(super) fn run(arguments: &Arguments, home: &Home) -> Result<(), CliError> {
    for name in &arguments.names {
        let path = home.resolve(name)?;
        match CardStore::open(&path) {
            Err(error @ (CardStoreError::InUse { .. } | CardStoreError::NotFound { .. })) => {
                return Err(error.into());
            }
            // What is no card at all is not ours to delete.
            Err(error @ CardStoreError::NotACardStore { .. }) => {
                return Err(CliError::environment(error).with_help("delete the file yourself"));
            }
            Ok(_) | Err(_) => {}
        }
        if arguments.yes || confirmed(name)? {
            fs::remove_file(&path).map_err(|error| of_file(&path, &error))?;
        }
    }
    Ok(())
}

fn confirmed(name: &str) -> Result<bool, CliError> {
    if !io::stdin().is_terminal() {
        return Err(CliError::usage(format!("card {name} is not deleted without being asked for"))
            .with_help("say --yes"));
    }
    let mut answer = String::new();
    let asked = write!(io::stderr(), "delete card {name} and everything on it? [y/N] ")
        .and_then(|()| io::stdin().lock().read_line(&mut answer));
    asked.map_err(CliError::environment)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
