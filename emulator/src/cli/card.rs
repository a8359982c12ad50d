//! `cardamom card`: the cards on disk.

mod delete;
mod export;
mod import;
mod list;
mod new;
mod show;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::error::CliError;
use crate::home::Home;

/// Make, look at, copy and delete cards
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::Arguments),
    List(list::Arguments),
    Show(show::Arguments),
    Export(export::Arguments),
    Import(import::Arguments),
    Delete(delete::Arguments),
}

pub(super) fn run(arguments: Arguments, home: &Home) -> Result<ExitCode, CliError> {
    match arguments.command {
        Command::New(arguments) => new::run(&arguments, home),
        Command::List(arguments) => list::run(&arguments, home),
        Command::Show(arguments) => show::run(&arguments, home),
        Command::Export(arguments) => export::run(&arguments, home),
        Command::Import(arguments) => import::run(&arguments, home),
        Command::Delete(arguments) => delete::run(&arguments, home),
    }?;
    Ok(ExitCode::SUCCESS)
}
