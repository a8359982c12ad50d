//! Messages about a script, with the place underlined.

use alloc::string::{String, ToString};
use core::fmt::Write;

use super::source::{Source, Span};

/// What is wrong at one place of a script, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// The bytes of the file that are meant.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What would be right, where that can be said.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic on `span` of `source`.
    #[must_use]
    pub fn new(source: &Source, span: Span, message: impl Into<String>) -> Self {
        let position = source.position(span.start);
        Self {
            file: source.name().to_string(),
            line: position.line,
            column: position.column,
            span,
            message: message.into(),
            help: None,
        }
    }

    /// The same with advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Message, `file:line:column`, the line itself and the place underlined, in the manner of rustc.
    ///
    /// `source` must be the text that the diagnostic is about. Where the place spans several lines, its
    /// part on the first line is underlined.
    #[must_use]
    pub fn render(&self, source: &Source) -> String {
        let line = source.line(self.line);
        let number = self.line.to_string();
        let gutter = " ".repeat(number.len());
        let before = usize::try_from(self.column).unwrap_or(usize::MAX).saturating_sub(1);
        // Tabs stay tabs in the padding, so that the carets stand below the text whatever a tab's width.
        let padding: String = line.chars().take(before).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        let rest = line.chars().count().saturating_sub(before);
        let carets = source.slice(self.span).chars().count().min(rest).max(1);

        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = writeln!(out, "error: {}", self.message);
        let _ = writeln!(out, "{gutter}--> {}:{}:{}", self.file, self.line, self.column);
        let _ = writeln!(out, "{gutter} |");
        let _ = writeln!(out, "{number} | {line}");
        let _ = writeln!(out, "{gutter} | {padding}{}", "^".repeat(carets));
        if let Some(help) = &self.help {
            let _ = writeln!(out, "{gutter} = help: {help}");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn place_is_underlined() {
        let source = Source::new("a.apdu", "reset\n\t00A4 0G\n");
        let diagnostic = Diagnostic::new(&source, Span::new(12, 14), "`0G` is not hexadecimal")
            .with_help("use 0-9 and A-F");
        assert_eq!(
            diagnostic.render(&source),
            "error: `0G` is not hexadecimal\n --> a.apdu:2:7\n  |\n2 | \t00A4 0G\n  | \t     ^^\n  = help: use 0-9 and A-F\n"
        );
    }

    #[test]
    fn place_at_the_end_of_the_file_has_one_caret() {
        let source = Source::new("a.apdu", "é (");
        let diagnostic = Diagnostic::new(&source, Span::new(4, 4), "unfinished");
        assert_eq!(
            diagnostic.render(&source),
            "error: unfinished\n --> a.apdu:1:4\n  |\n1 | é (\n  |    ^\n"
        );
    }

    #[test]
    fn place_over_several_lines_is_cut_at_the_first() {
        let source = Source::new("a", "ab\ncd");
        assert!(Diagnostic::new(&source, Span::new(1, 5), "m").render(&source).contains("1 | ab\n  |  ^\n"));
    }
}
