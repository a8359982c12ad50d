//! Scripts of other tools, read into the same syntax tree.
//!
//! | Format | Written for |
//! |---|---|
//! | [`Format::Native`] | this runner; most scriptor files are valid as they are |
//! | [`Format::Scriptor`] | `scriptor` and `gscriptor` of pcsc-tools |
//! | [`Format::Apdutool`], [`Format::ApdutoolStrict`] | `apdutool` of the Java Card development kit, and jCardSim |
//! | [`Format::Ts51013`] | 3GPP TS 51.013 annex B (SIM API for Java Card conformance) |
//! | [`Format::Pcom`] | PCOM, a tool of SIM makers |
//! | [`Format::Apdu4j`] | recordings of apdu4j: commands, durations and responses |

mod apdu4j;
mod apdutool;
mod pcom;
mod scriptor;
mod ts_51_013;

use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use super::ast::{Exchange, HexExpression, Script, Statement};
use super::diagnostic::Diagnostic;
use super::parser;
use super::pattern::StatusPattern;
use super::source::{Source, Span, Spanned};

/// The form that a script is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The language of this module.
    Native,
    /// pcsc-tools scriptor.
    Scriptor,
    /// apdutool `.scr`, read leniently: also bytes in bare hexadecimal, and LC and LE left out.
    Apdutool,
    /// apdutool `.scr` by the letter.
    ApdutoolStrict,
    /// 3GPP TS 51.013 annex B.
    Ts51013,
    /// PCOM.
    Pcom,
    /// A recording of apdu4j.
    Apdu4j,
}

impl Format {
    /// All formats, in the order of their declaration.
    pub const ALL: [Self; 7] = [
        Self::Native,
        Self::Scriptor,
        Self::Apdutool,
        Self::ApdutoolStrict,
        Self::Ts51013,
        Self::Pcom,
        Self::Apdu4j,
    ];

    /// The name by which a user chooses the format.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Scriptor => "scriptor",
            Self::Apdutool => "apdutool",
            Self::ApdutoolStrict => "apdutool-strict",
            Self::Ts51013 => "51.013",
            Self::Pcom => "pcom",
            Self::Apdu4j => "apdu4j",
        }
    }

    /// The format that the text has marks of, or `None` where it has none: then it is native, or has the
    /// format of the file that includes it.
    ///
    /// The first line with a mark decides: `.POWER_ON`, `.DEFINE` and other words after a dot, or a `;`
    /// comment, are PCOM; `CMD`, `RST`, `INI`, `OFF`, `SWI` and `REM` are TS 51.013; statements of
    /// apdutool end in `;`; `# 24ms` between two lines of hexadecimal is a recording.
    #[must_use]
    pub fn detect(text: &str) -> Option<Self> {
        let mut after_bytes = false;
        for line in text.lines() {
            let line = line.trim_start_matches('\u{FEFF}').trim();
            let word = line.split(|c: char| c.is_whitespace() || "([".contains(c)).next().unwrap_or_default();
            let directive = word.strip_prefix('.').is_some_and(|rest| {
                !rest.is_empty() && rest.chars().all(|c| c.is_ascii_uppercase() || c == '_')
            });
            if directive || line.starts_with(';') {
                return Some(Self::Pcom);
            }
            if ["CMD", "RST", "INI", "OFF", "SWI", "REM"].contains(&word) {
                return Some(Self::Ts51013);
            }
            if line.starts_with("/*") || line.starts_with("#define") || apdutool::is_statement(line) {
                return Some(Self::Apdutool);
            }
            if after_bytes && apdu4j::is_duration(line) {
                return Some(Self::Apdu4j);
            }
            if !line.is_empty() {
                after_bytes = line.chars().all(|c| c.is_ascii_hexdigit() || c == ' ');
            }
        }
        None
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A text that names no [`Format`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownFormat;

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a script format is one of ")?;
        for (index, format) in Format::ALL.into_iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            f.write_str(format.name())?;
        }
        Ok(())
    }
}

impl core::error::Error for UnknownFormat {}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        Self::ALL.into_iter().find(|format| format.name().eq_ignore_ascii_case(text)).ok_or(UnknownFormat)
    }
}

/// Reads a script in the given format.
///
/// # Errors
///
/// Every line that is wrong, in the order of the file.
pub fn import(source: &Source, format: Format) -> Result<Script, Vec<Diagnostic>> {
    match format {
        Format::Native => parser::parse(source),
        Format::Scriptor => scriptor::import(source),
        Format::Apdutool => apdutool::import(source, apdutool::Strictness::Lenient),
        Format::ApdutoolStrict => apdutool::import(source, apdutool::Strictness::Strict),
        Format::Ts51013 => ts_51_013::import(source),
        Format::Pcom => pcom::import(source),
        Format::Apdu4j => apdu4j::import(source),
    }
}

/// Statements and diagnostics of a file that is being read.
#[derive(Default)]
struct Importer {
    statements: Vec<Spanned<Statement>>,
    diagnostics: Vec<Diagnostic>,
}

impl Importer {
    fn push(&mut self, statement: Statement, span: Span) {
        self.statements.push(Spanned::new(statement, span));
    }

    fn comment(&mut self, text: &str, span: Span) {
        let text = text.trim();
        // A comment is one line, and keeps its first character apart from the mark.
        self.push(Statement::Comment(text.trim_start_matches(['#', '/']).trim().into()), span);
    }

    fn finish(self) -> Result<Script, Vec<Diagnostic>> {
        if self.diagnostics.is_empty() {
            Ok(Script { statements: self.statements })
        } else {
            let mut diagnostics = self.diagnostics;
            diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
            Err(diagnostics)
        }
    }
}

/// The physical lines of a text with the spans of their trimmed contents.
fn trimmed_lines(text: &str) -> impl Iterator<Item = (&str, Span)> {
    let mut at = 0_usize;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at = at.saturating_add(line.len());
        let content = line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        let from = start.saturating_add(line.len().saturating_sub(content.len()));
        let content = content.trim_end();
        (content, Span::new(from, from.saturating_add(content.len())))
    })
}

/// A command of literal bytes, of which nothing is expected.
fn command(bytes: &[u8]) -> Exchange {
    Exchange { command: HexExpression::literal(bytes), ..Exchange::default() }
}

/// A command of literal bytes with one accepted status word.
fn expecting(mut exchange: Exchange, status: u16, span: Span) -> Exchange {
    exchange.status = Spanned::new(Vec::from([StatusPattern::exact(status)]), span);
    exchange
}
