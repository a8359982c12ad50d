//! Running script files and reporting on them.
//!
//! The language and its interpreter are [`cardamom_apdu::script`]; this module adds the file system and
//! five forms of report. One call does all:
//!
//! ```
//! # use cardamom_apdu::script::{ResetKind, ScriptCard, ScriptCardError};
//! # struct Card;
//! # impl ScriptCard for Card {
//! #     type Error = std::convert::Infallible;
//! #     fn power_up(&mut self) -> Result<Vec<u8>, ScriptCardError<Self::Error>> { Ok(vec![0x3B, 0x00]) }
//! #     fn reset(&mut self, _: ResetKind) -> Result<Vec<u8>, ScriptCardError<Self::Error>> { Ok(vec![0x3B, 0x00]) }
//! #     fn transmit(&mut self, _: &[u8]) -> Result<Vec<u8>, ScriptCardError<Self::Error>> { Ok(vec![0x90, 0x00]) }
//! # }
//! # let mut card = Card;
//! use cardamom_apdu::script::Source;
//! use cardamom_emulator::script_run::{DumpReporter, FileLoader, RunOptions, run};
//!
//! let mut out = Vec::new();
//! let source = Source::new("hello.apdu", "00A4040000 (9000)\n");
//! let outcome = run(source, &mut card, &RunOptions::default(), &mut FileLoader, &mut DumpReporter::new(&mut out))?;
//! assert!(outcome.is_success());
//! assert_eq!(out, b"00A4040000\n9000\n");
//! # Ok::<(), cardamom_emulator::script_run::RunError>(())
//! ```

mod apdutool_output;
mod dump;
mod human;
mod json;
mod junit;
mod secure_card;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use cardamom_apdu::script::import::Format;
use cardamom_apdu::script::{
    Diagnostic, Event, LoadedFile, Loader, Observer, Options, Outcome, Program, ScriptCard, Source,
    StepReport,
};

pub use apdutool_output::ApdutoolReporter;
pub use dump::DumpReporter;
pub use human::HumanReporter;
pub use json::{JsonReporter, SCHEMA as JSON_SCHEMA};
pub use junit::JunitReporter;
pub use secure_card::{ScriptKeys, SecureCard, SecureCardError};

/// How a script is read and run.
#[derive(Clone, Debug, Default)]
pub struct RunOptions {
    /// The format that the script is written in; told from its text where `None`.
    pub format: Option<Format>,
    /// How it is run.
    pub script: Options,
}

/// Why there is no outcome.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The script could not be read from its file.
    #[error("cannot read {}: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        #[source]
        error: io::Error,
    },
    /// The script, or a file that it includes, is wrong. Nothing was sent to the card.
    #[error(transparent)]
    Script(#[from] ScriptErrors),
    /// The report could not be written. The run went on to its end.
    #[error("cannot write the report: {0}")]
    Report(#[from] io::Error),
}

/// All that is wrong with a script and the files that it includes.
#[derive(Clone, Debug)]
pub struct ScriptErrors {
    errors: Vec<(Diagnostic, Source)>,
}

impl ScriptErrors {
    /// The diagnostics with the texts that they are about.
    #[must_use]
    pub fn diagnostics(&self) -> &[(Diagnostic, Source)] {
        &self.errors
    }
}

impl fmt::Display for ScriptErrors {
    /// Each diagnostic with its line underlined.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (diagnostic, source)) in self.errors.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            f.write_str(diagnostic.render(source).trim_end())?;
        }
        Ok(())
    }
}

impl std::error::Error for ScriptErrors {}

/// Writes a report while a script runs.
pub trait Reporter {
    /// The script was read and its first statement comes next.
    ///
    /// # Errors
    ///
    /// The report cannot be written.
    fn begin(&mut self, script: &str) -> io::Result<()> {
        let _ = script;
        Ok(())
    }

    /// A statement was carried out.
    ///
    /// # Errors
    ///
    /// The report cannot be written.
    fn step(&mut self, step: &StepReport) -> io::Result<()>;

    /// The run has ended.
    ///
    /// # Errors
    ///
    /// The report cannot be written.
    fn finish(&mut self, outcome: &Outcome) -> io::Result<()>;
}

/// Runs `source` on `card` and reports.
///
/// # Errors
///
/// [`RunError::Script`] before anything is sent, [`RunError::Report`] when the report could not be written.
/// Failed expectations are no error: see [`Outcome::is_success`].
pub fn run<C: ScriptCard + ?Sized>(
    source: Source,
    card: &mut C,
    options: &RunOptions,
    loader: &mut dyn Loader,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, RunError> {
    let name = source.name().to_owned();
    let program = Program::load(source, options.format, loader).map_err(|errors| ScriptErrors { errors })?;
    let mut bridge = Bridge { reporter, result: Ok(()) };
    bridge.attempt(|reporter| reporter.begin(&name));
    let outcome = cardamom_apdu::script::run(&program, card, &options.script, &mut bridge);
    bridge.attempt(|reporter| reporter.finish(&outcome));
    bridge.result?;
    Ok(outcome)
}

/// Runs the script in the file at `path`, includes being relative to the files that hold them.
///
/// # Errors
///
/// As [`run`], and [`RunError::Read`].
pub fn run_file<C: ScriptCard + ?Sized>(
    path: &Path,
    card: &mut C,
    options: &RunOptions,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, RunError> {
    let text = read_text(path).map_err(|error| RunError::Read { path: path.to_owned(), error })?;
    run(Source::new(path.display().to_string(), text), card, options, &mut FileLoader, reporter)
}

/// Finds included files beside the file that includes them.
#[derive(Clone, Copy, Debug, Default)]
pub struct FileLoader;

impl Loader for FileLoader {
    fn load(&mut self, from: &str, path: &str) -> Result<LoadedFile, String> {
        let beside = Path::new(from).parent().unwrap_or(Path::new("")).join(path);
        let text = read_text(&beside).map_err(|error| error.to_string())?;
        // `a.apdu` and `../x/a.apdu` may be one file: cycles are found by name.
        let name = beside.canonicalize().map_err(|error| error.to_string())?;
        Ok(LoadedFile { name: name.display().to_string(), text })
    }
}

/// Scripts are ASCII at heart; comments in an old eight-bit encoding must not keep one from running.
fn read_text(path: &Path) -> io::Result<String> {
    std::fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// Hands steps to a reporter and keeps its first error.
struct Bridge<'r> {
    reporter: &'r mut dyn Reporter,
    result: io::Result<()>,
}

impl Bridge<'_> {
    fn attempt(&mut self, write: impl FnOnce(&mut dyn Reporter) -> io::Result<()>) {
        if self.result.is_ok() {
            self.result = write(self.reporter);
        }
    }
}

impl Observer for Bridge<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Step(step) => self.attempt(|reporter| reporter.step(step)),
            Event::FileBegins { .. } | Event::FileEnds { .. } => {}
        }
    }
}

/// What was done, in few words.
fn action_words(step: &StepReport) -> String {
    use cardamom_apdu::script::{Action, FailOn, Interface, ResetKind};
    match &step.action {
        Action::Command { secure: false, .. } => "command".into(),
        Action::Command { secure: true, .. } => "secure command".into(),
        Action::PowerUp { .. } => "power up".into(),
        Action::Reset { kind: ResetKind::Warm, .. } => "warm reset".into(),
        Action::Reset { kind: ResetKind::Cold, .. } => "cold reset".into(),
        Action::PowerDown => "power down".into(),
        Action::Insert(card) => format!("insert card {card}"),
        Action::Remove => "remove card".into(),
        Action::Interface(Interface::Contacted) => "contact interface".into(),
        Action::Interface(Interface::Contactless) => "contactless interface".into(),
        Action::Channel(channel) => format!("logical channel {channel}"),
        Action::Sleep(milliseconds) => format!("sleep {milliseconds} ms"),
        Action::Echo(_) => "echo".into(),
        Action::Set => "set variable".into(),
        Action::FailOn(FailOn::Report) => "report unexpected status words".into(),
        Action::FailOn(FailOn::Strict) => "fail on unexpected status words".into(),
        Action::SecureChannel(request) => format!("open secure channel SCP{:02}", request.protocol),
        Action::Switch(Some(case)) => format!("switch: case {}", case + 1),
        Action::Switch(None) => "switch: no case".into(),
        Action::Include(file) => format!("include {file}"),
        Action::Exit => "exit".into(),
    }
}
