//! Writing results: to standard output or into a file.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;

use super::error::CliError;

/// The form of a list or a description.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

/// Prints to standard output. A reader of it that has gone away is no failure.
pub(super) fn print(text: &str) -> Result<(), CliError> {
    print_bytes(text.as_bytes())
}

/// Prints bytes to standard output, as [`print`] does.
pub(super) fn print_bytes(bytes: &[u8]) -> Result<(), CliError> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome.map_err(|error| CliError::environment(format!("standard output: {error}"))),
    }
}

/// Prints a value as JSON to standard output.
pub(super) fn print_json(value: &impl serde::Serialize) -> Result<(), CliError> {
    let mut text = serde_json::to_string_pretty(value).map_err(CliError::environment)?;
    text.push('\n');
    print(&text)
}

/// Makes a file to write into, or standard output for none and for `-`.
pub(super) fn create(path: Option<&Path>) -> Result<Box<dyn Write + Send>, CliError> {
    match path {
        Some(path) if path != Path::new("-") => Ok(Box::new(create_file(path)?)),
        _ => Ok(Box::new(Stdout)),
    }
}

/// Standard output. A reader of it that has gone away is no failure.
struct Stdout;

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match io::stdout().write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(bytes.len()),
            outcome => outcome,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match io::stdout().flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            outcome => outcome,
        }
    }
}

/// Makes a file to write into.
pub(super) fn create_file(path: &Path) -> Result<BufWriter<File>, CliError> {
    File::create(path).map(BufWriter::new).map_err(|error| of_file(path, &error))
}

/// Makes a file to write into that only its owner can read, for what may hold keys.
pub(super) fn create_private_file(path: &Path) -> Result<BufWriter<File>, CliError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options.open(path).map(BufWriter::new).map_err(|error| of_file(path, &error))
}

/// A file that cannot be used.
pub(super) fn of_file(path: &Path, error: &io::Error) -> CliError {
    CliError::environment(format!("{}: {error}", path.display()))
}

/// Whether what is written to standard output is to have colours: it is a terminal, and NO_COLOR is not set.
pub(super) fn stdout_has_colours() -> bool {
    AutoStream::choice(&io::stdout()) != ColorChoice::Never
}

/// As [`stdout_has_colours`], for standard error.
pub(super) fn stderr_has_colours() -> bool {
    AutoStream::choice(&io::stderr()) != ColorChoice::Never
}

/// Whether standard output is a terminal.
pub(super) fn stdout_is_terminal() -> bool {
    io::stdout().is_terminal()
}
