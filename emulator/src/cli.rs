//! The `cardamom` command. Each subcommand is a file of [`cli`](self).
//!
//! | Exit code | Meaning |
//! |---|---|
//! | 0 | done |
//! | 1 | a script's expectation was not met, or a card refused |
//! | 2 | the command line, a script or a profile is wrong; nothing was done |
//! | 3 | a card, a reader or a file cannot be used |
//!
//! `cardamom terminal` has codes of its own, which its help tells.
//!
//! `cardamom with` has the exit codes of the command that it runs, and those of env(1): 125 when Cardamom itself
//! fails, 126 when the command cannot be run, 127 when there is none of that name; 128 and the number of the
//! signal when a signal ended it.

mod build;
mod cap;
mod card;
mod card_options;
mod completions;
mod demo;
mod error;
mod gp;
mod interrupt;
mod issue;
mod man;
mod new_applet;
mod output;
mod reader;
mod recording;
mod script;
mod terminal;
mod trace;
mod with;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::error::CliError;
use crate::home::{HOME_VARIABLE, Home};

const AFTER_HELP: &str = "\
Examples:
  cardamom demo                                  see the main things in a few seconds
  cardamom card new wallet                       make a card
  cardamom with --card wallet -- opensc-tool -a  use it with any PC/SC program
  cardamom reader --card wallet --trace          keep it in a virtual reader and watch
  cardamom script test.apdu --card wallet        run a script against it
  cardamom script test.apdu --reader Omnikey     or against a card in a real reader
  cardamom gp list --card wallet                 what is on it; `cardamom gp` manages it
  cardamom issue purse --help                    make a holder's purse of a card
  cardamom terminal pay --help                   be paid with it
  cardamom new-applet wallet                     begin a Java Card applet
  cardamom build wallet                          and make a CAP file of it

Exit codes: 0 done, 1 a script's expectation was not met or a card refused, 2 the command line, a
script or a profile is wrong, 3 a card, a reader or a file cannot be used.";

/// Smart cards in software: make them, put them into virtual PC/SC readers, script and watch them
#[derive(Debug, Parser)]
#[command(name = "cardamom", version, max_term_width = 100, after_help = AFTER_HELP, arg_required_else_help = true)]
struct Arguments {
    /// Where cards are kept [default: the folder `cardamom` in the XDG data folder]
    #[arg(long, global = true, value_name = "FOLDER", env = HOME_VARIABLE, hide_env_values = true)]
    home: Option<PathBuf>,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Card(card::Arguments),
    Cap(cap::Arguments),
    Reader(reader::Arguments),
    With(with::Arguments),
    Script(script::Arguments),
    Trace(trace::Arguments),
    Issue(issue::Arguments),
    Gp(Box<gp::Arguments>),
    Terminal(terminal::Arguments),
    Demo(demo::Arguments),
    NewApplet(new_applet::Arguments),
    Build(build::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(arguments).unwrap_or_else(|error| error.report())
}

fn run(arguments: Arguments) -> Result<ExitCode, CliError> {
    let home = || match &arguments.home {
        Some(path) => Ok(Home::new(path)),
        None => Home::from_environment().map_err(|error| {
            CliError::environment(error).with_help("say where with --home FOLDER or CARDAMOM_HOME")
        }),
    };
    match arguments.command {
        Command::Cap(arguments) => cap::run(&arguments),
        Command::Card(arguments) => card::run(arguments, &home()?),
        Command::Reader(arguments) => reader::run(&arguments, &home()?),
        Command::With(arguments) => Ok(with::run(&arguments, home())),
        Command::Script(arguments) => script::run(arguments, home),
        Command::Trace(arguments) => trace::run(&arguments),
        Command::Issue(arguments) => issue::run(&arguments, &home()?),
        Command::Gp(arguments) => gp::run(&arguments, home),
        Command::Terminal(arguments) => terminal::run(&arguments, &home()?),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::NewApplet(arguments) => new_applet::run(&arguments),
        Command::Build(arguments) => build::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
