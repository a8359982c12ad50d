//! What is wrong with a program, where, and what to do instead.

use std::fmt;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The CAP file is written, and may not do what its author expects.
    Warning,
}

/// A place in the sources.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The source file as its package names it (`com/example/Wallet.java`), or the class file where that does
    /// not tell.
    pub file: String,
    /// The line, from 1; none where the class file does not tell (compiled with `-g:none`) or the whole file is
    /// meant.
    pub line: Option<u16>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.file),
            None => f.write_str(&self.file),
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Where it is; none where it belongs to the project as a whole.
    pub place: Option<Place>,
    /// What is wrong: one sentence without a full stop.
    pub message: String,
    /// What to do instead.
    pub help: Option<String>,
}

impl fmt::Display for Diagnostic {
    /// In one or two lines: `FILE:LINE: error: MESSAGE` and `help: WHAT TO DO`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{severity}: {}", self.message)?;
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

/// Findings in the order in which they will be told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    list: Vec<Diagnostic>,
}

impl Findings {
    /// An error; the same one in the same place is told once.
    pub(crate) fn error(
        &mut self,
        place: Option<Place>,
        message: impl Into<String>,
        help: impl Into<Option<&'static str>>,
    ) {
        self.push(Severity::Error, place, message.into(), help.into().map(str::to_owned));
    }

    /// An error whose help is made up.
    pub(crate) fn error_with_help(&mut self, place: Option<Place>, message: impl Into<String>, help: String) {
        self.push(Severity::Error, place, message.into(), Some(help));
    }

    /// A warning.
    pub(crate) fn warning(
        &mut self,
        place: Option<Place>,
        message: impl Into<String>,
        help: impl Into<Option<&'static str>>,
    ) {
        self.push(Severity::Warning, place, message.into(), help.into().map(str::to_owned));
    }

    fn push(&mut self, severity: Severity, place: Option<Place>, message: String, help: Option<String>) {
        let finding = Diagnostic { severity, place, message, help };
        if !self.list.contains(&finding) {
            self.list.push(finding);
        }
    }

    /// Whether nothing may be written.
    pub(crate) fn has_errors(&self) -> bool {
        self.list.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// All findings, by file and line.
    pub(crate) fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.list.sort_by(|one, other| one.place.cmp(&other.place));
        self.list
    }
}
