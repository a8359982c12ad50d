//! `cardamom cap show`

use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::super::error::CliError;
use super::super::output::{Form, of_file, print, print_json};
use crate::cap_listing::Listing;

const AFTER_HELP: &str = "\
Examples:
  cardamom cap show wallet.cap
  cardamom cap show javacard/framework.exp
  cardamom cap show wallet.cap --json | jq '.classes[].methods[].name'";

/// Print what is in a CAP file or an export file: classes, methods, disassembly with names
///
/// A CAP file is read in its ZIP container or as the components that LOAD sends. Names of the API come from tables
/// of Java Card 3.2, GlobalPlatform and ETSI; names of the package itself from its Debug component where it has one.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Arguments {
    /// The file
    file: PathBuf,

    /// How
    #[arg(long, value_enum, default_value_t)]
    format: Form,

    /// For programs: the same as `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), CliError> {
    let path = &arguments.file;
    let bytes = fs::read(path).map_err(|error| of_file(path, &error))?;
    let listing = Listing::read(&bytes);
    let listing = listing.map_err(|error| CliError::environment(format!("{}: {error}", path.display())))?;
    match arguments.format {
        Form::Text if !arguments.json => print(&listing.to_string()),
        _ => print_json(&listing),
    }
}
