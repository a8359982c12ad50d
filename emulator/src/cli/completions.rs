//! `cardamom completions`

use std::process::ExitCode;

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use super::error::CliError;
use super::output::print_bytes;

const AFTER_HELP: &str = "\
Examples:
  cardamom completions bash > ~/.local/share/bash-completion/completions/cardamom
  cardamom completions fish > ~/.config/fish/completions/cardamom.fish";

/// Print a script with which a shell completes this command
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, CliError> {
    let mut script = Vec::new();
    generate(arguments.shell, &mut super::Arguments::command(), "cardamom", &mut script);
    print_bytes(&script)?;
    Ok(ExitCode::SUCCESS)
}
