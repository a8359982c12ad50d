//! What a run tells of itself.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::super::ast::{FailOn, Interface, ResetKind, SecureChannel};
use super::card::Feature;

/// Is told what happens while a script runs.
pub trait Observer {
    /// Something happened.
    fn event(&mut self, event: Event<'_>);
}

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// A file begins: the script itself or one that it includes.
    FileBegins {
        /// The file's name.
        name: &'a str,
    },
    /// That file has ended.
    FileEnds {
        /// The file's name.
        name: &'a str,
    },
    /// A statement was carried out, or one command APDU of a statement that sends several.
    Step(&'a StepReport),
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The file's name.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// What a statement did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepReport {
    /// Where the statement stands.
    pub location: Location,
    /// The statement's text, its first line.
    pub text: String,
    /// What was done.
    pub action: Action,
    /// The expectations, in order.
    pub checks: Vec<CheckReport>,
    /// The variables that were set.
    pub variables: Vec<(String, Vec<u8>)>,
    /// How long the card took in microseconds, where time is measured.
    pub duration_micros: Option<u64>,
    /// The time budget in microseconds, where there is one.
    pub budget_micros: Option<u64>,
    /// The status word was neither 9000 nor 61XX, and nothing was expected of it.
    pub unexpected_status: bool,
    /// Why the statement could not be carried out.
    pub error: Option<StepError>,
}

impl StepReport {
    /// Did an expectation fail, or could the statement not be carried out?
    #[must_use]
    pub fn is_failure(&self) -> bool {
        self.error.is_some() || self.checks.iter().any(|check| check.mismatch.is_some())
    }

    /// Did the card take longer than its budget?
    #[must_use]
    pub fn is_over_budget(&self) -> bool {
        matches!((self.duration_micros, self.budget_micros), (Some(took), Some(budget)) if took > budget)
    }
}

/// What was done in a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A command APDU was sent. `command` is empty if it could not be built, `response` if none came.
    Command {
        /// The command APDU.
        command: Vec<u8>,
        /// The response APDU, status word last.
        response: Vec<u8>,
        /// It went through the secure channel; the bytes are those before wrapping and after unwrapping.
        secure: bool,
    },
    /// The card was powered up.
    PowerUp {
        /// Answer to reset.
        atr: Vec<u8>,
    },
    /// The card was reset.
    Reset {
        /// Warm or cold.
        kind: ResetKind,
        /// Answer to reset.
        atr: Vec<u8>,
    },
    /// The card was powered down.
    PowerDown,
    /// A card was inserted.
    Insert(u8),
    /// The card was removed.
    Remove,
    /// The interface was chosen.
    Interface(Interface),
    /// The logical channel of the commands that follow.
    Channel(u8),
    /// Milliseconds waited.
    Sleep(u64),
    /// A text for the reader of the report.
    Echo(String),
    /// A variable was set; [`StepReport::variables`] tells which.
    Set,
    /// What counts as a failure from here on.
    FailOn(FailOn),
    /// A secure channel was asked for.
    SecureChannel(SecureChannel),
    /// A `switch` chose: the number of the case from 0, the number of cases for `else`, or none.
    Switch(Option<usize>),
    /// A file was to be included.
    Include(String),
    /// The script ended the run.
    Exit,
}

/// An expectation and how it fared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckReport {
    /// What was expected, as the script says it: `(9000, 61XX)`, `6F/84 == A0 *`.
    pub expectation: String,
    /// Where it stands.
    pub location: Location,
    /// Why it was not met, or `None` if it was.
    pub mismatch: Option<Mismatch>,
}

/// Why an expectation was not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// What would have been right: bytes in hexadecimal with X for any digit, or words.
    pub expected: String,
    /// What came, in the same form.
    pub actual: String,
    /// The character, counted from 0, at which `actual` departs from `expected`, where that makes sense.
    pub position: Option<usize>,
}

impl Mismatch {
    /// A line with a caret below the first difference, to be printed under `actual`.
    #[must_use]
    pub fn marker(&self) -> Option<String> {
        self.position.map(|position| {
            let mut marker = " ".repeat(position);
            marker.push('^');
            marker
        })
    }
}

/// Why a statement could not be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepError {
    /// The card or the reader failed; in its own words.
    Card(String),
    /// The runner cannot do this.
    NotSupported(Feature),
    /// The response was shorter than a status word; its length.
    TruncatedResponse(usize),
    /// A variable that was never set.
    UnknownVariable(String),
    /// A slice that reaches beyond the value of its variable.
    SliceOutOfRange {
        /// The variable.
        name: String,
        /// The byte after the last one asked for.
        end: usize,
        /// How many bytes the value has.
        length: usize,
    },
    /// More bytes than a length field or a variable can hold; how many.
    TooLong(usize),
    /// The class byte cannot carry the logical channel.
    ChannelNotInClass {
        /// The class byte.
        class: u8,
        /// The logical channel.
        channel: u8,
    },
    /// A `switch` before any response.
    NoResponse,
    /// A proactive session that did not end.
    EndlessProactiveSession,
    /// A proactive command that is none (ETSI TS 102 223 section 6.6).
    MalformedProactiveCommand,
    /// A file that the program does not have.
    NotIncluded(String),
}

impl fmt::Display for StepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Card(reason) => f.write_str(reason),
            Self::NotSupported(feature) => feature.fmt(f),
            Self::TruncatedResponse(length) => {
                write!(f, "the card answered {length} bytes, which is no status word")
            }
            Self::UnknownVariable(name) => write!(f, "the variable `{name}` was not set"),
            Self::SliceOutOfRange { name, end, length } => {
                write!(f, "`{name}` has {length} bytes, so there is no slice of it up to byte {end}")
            }
            Self::TooLong(length) => write!(f, "{length} bytes are too many for their place"),
            Self::ChannelNotInClass { class, channel } => {
                write!(f, "the class byte {class:02X} cannot carry logical channel {channel}")
            }
            Self::NoResponse => f.write_str("there is no response to switch on"),
            Self::EndlessProactiveSession => f.write_str("the proactive session does not end"),
            Self::MalformedProactiveCommand => f.write_str("the fetched data is no proactive command"),
            Self::NotIncluded(path) => write!(f, "the file `{path}` was not loaded with the script"),
        }
    }
}

impl core::error::Error for StepError {}
