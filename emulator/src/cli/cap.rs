//! `cardamom cap`: CAP files and export files.

mod show;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::error::CliError;

/// Look into CAP files and export files
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Show(show::Arguments),
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, CliError> {
    match &arguments.command {
        Command::Show(arguments) => show::run(arguments),
    }?;
    Ok(ExitCode::SUCCESS)
}
