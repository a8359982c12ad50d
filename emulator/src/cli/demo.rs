//! `cardamom demo`

use std::env;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use clap::Args;

use super::error::CliError;
use super::output::{of_file, stdout_has_colours};
use super::reader::private_folder;
use super::with::{SignalForwarder, exit_code};
use crate::demo;
use crate::pcsc_service::SOCKET_VARIABLE;

/// See a purse issued, loaded and paid with, and nothing lost when the power fails
///
/// Everything happens in a temporary folder, with readers of its own.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Keep cards, issuer and journal in this folder, which must be empty or new
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,

    /// The folder of the demonstration, in the process that has the PC/SC socket from its start
    #[arg(long, hide = true)]
    inside: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, CliError> {
    if let Some(home) = &arguments.inside {
        let socket = env::var_os(SOCKET_VARIABLE).map(PathBuf::from);
        let socket = socket.ok_or_else(|| CliError::usage(format!("{SOCKET_VARIABLE} is not set")))?;
        return match demo::run(home, &socket, &mut io::stdout(), stdout_has_colours()) {
            Ok(()) => Ok(ExitCode::SUCCESS),
            Err(error) => Err(CliError::environment(format!("the demonstration failed: {error}"))),
        };
    }
    let folder = private_folder()?;
    let home = arguments.keep.clone().unwrap_or_else(|| folder.path().join("home"));
    if fs::read_dir(&home).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(CliError::usage(format!("{}: the folder is not empty", home.display())));
    }
    fs::create_dir_all(&home).map_err(|error| of_file(&home, &error))?;
    // libpcsclite reads the variable once, when a process first uses it: the demonstration is a process of its own.
    let forwarder = SignalForwarder::new().map_err(CliError::environment)?;
    let child = Command::new(env::current_exe().map_err(CliError::environment)?)
        .arg("demo")
        .arg("--inside")
        .arg(&home)
        .env(SOCKET_VARIABLE, folder.path().join("pcscd.comm"))
        .spawn()
        .map_err(CliError::environment)?;
    Ok(ExitCode::from(exit_code(forwarder.wait(child).map_err(CliError::environment)?)))
}
