//! `cardamom man`

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory};

use super::error::CliError;
use super::output::of_file;

/// Write manual pages, one for each command
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder to write them into, for example ~/.local/share/man/man1
    folder: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, CliError> {
    let failed = |error| of_file(&arguments.folder, &error);
    fs::create_dir_all(&arguments.folder).map_err(failed)?;
    clap_mangen::generate_to(super::Arguments::command(), &arguments.folder).map_err(failed)?;
    Ok(ExitCode::SUCCESS)
}
