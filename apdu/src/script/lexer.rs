//! Logical lines and tokens of the native language.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::ast::{Slice, VariableReference};
use super::diagnostic::Diagnostic;
use super::source::{Source, Span};

/// A token of the native language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token<'s> {
    /// Anything without blanks and special characters: a keyword, hexadecimal digits, a TLV path.
    Word(&'s str),
    /// A quoted text, its escapes resolved.
    Text(String),
    /// `${name[1..2]}` or `%name`.
    Variable(VariableReference),
    /// A special character or operator, as it is written.
    Symbol(&'static str),
}

/// A token, where it stands, and whether it follows the token before without a blank.
#[derive(Clone, Debug)]
pub(crate) struct Lexeme<'s> {
    pub(crate) token: Token<'s>,
    pub(crate) span: Span,
    pub(crate) glued: bool,
}

impl Lexeme<'_> {
    pub(crate) fn is_symbol(&self, symbol: &str) -> bool {
        matches!(self.token, Token::Symbol(own) if own == symbol)
    }
}

/// A logical line: physical lines joined by `\` at their ends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line<'s> {
    /// Begins with a blank.
    pub(crate) indented: bool,
    pub(crate) lexemes: Vec<Lexeme<'s>>,
    /// The text of a comment that has the line for itself.
    pub(crate) comment: Option<&'s str>,
    /// From the first token to the end of the last, or of the comment.
    pub(crate) span: Span,
}

/// Longest first, so that `<=` is not read as `<`.
const SYMBOLS: [&str; 18] =
    ["!exists", "#(", "->", "==", "!=", "=~", "!~", "<=", ">=", "<", ">", "=", "(", ")", "[", "]", ",", "|"];

/// The logical line that begins at `start`, and where the next one begins.
pub(crate) fn line_at(source: &Source, start: usize) -> (Result<Line<'_>, Diagnostic>, usize) {
    let mut lexer = Lexer { source, text: source.text(), at: start };
    let line = lexer.line();
    if line.is_err() {
        lexer.skip_logical_line();
    }
    (line, lexer.at)
}

/// Splits a script into logical lines. A line that cannot be split is reported and left out.
pub(crate) fn lines<'s>(source: &'s Source, diagnostics: &mut Vec<Diagnostic>) -> Vec<Line<'s>> {
    let mut lexer = Lexer { source, text: source.text(), at: 0 };
    // A byte order mark is no part of the first statement.
    if lexer.text.starts_with('\u{FEFF}') {
        lexer.at = '\u{FEFF}'.len_utf8();
    }
    let mut lines = Vec::new();
    while lexer.at < lexer.text.len() {
        match lexer.line() {
            Ok(line) => lines.push(line),
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                lexer.skip_logical_line();
            }
        }
    }
    lines
}

struct Lexer<'s> {
    source: &'s Source,
    text: &'s str,
    at: usize,
}

impl<'s> Lexer<'s> {
    fn rest(&self) -> &'s str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn error(&self, start: usize, end: usize, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.source, Span::new(start, end), message)
    }

    fn line(&mut self) -> Result<Line<'s>, Diagnostic> {
        let mut line = Line { indented: self.rest().starts_with([' ', '\t']), ..Line::default() };
        let mut glued = false;
        loop {
            let start = self.at;
            let rest = self.rest();
            let Some(first) = rest.chars().next() else { break };
            if first == '\n' {
                self.at += 1;
                break;
            }
            if first == '\\' {
                self.continuation()?;
                glued = false;
                continue;
            }
            if first.is_whitespace() {
                self.at += first.len_utf8();
                glued = false;
                continue;
            }
            // At the start of a line `#(` is a comment too: scriptor files have such comments, and no
            // statement starts so.
            let opens_comment = rest.starts_with("//")
                || first == '#' && (line.lexemes.is_empty() || !rest.starts_with("#("));
            if opens_comment {
                let comment = rest.split('\n').next().unwrap_or_default();
                self.at += comment.len();
                if line.lexemes.is_empty() {
                    line.comment = Some(comment.trim_start_matches(['#', '/']).trim());
                    line.span = Span::new(start, start + comment.trim_end().len());
                }
                continue;
            }
            let token = self.token(first, start)?;
            let span = Span::new(start, self.at);
            line.span = if line.lexemes.is_empty() { span } else { line.span.to(span) };
            line.lexemes.push(Lexeme { token, span, glued });
            glued = true;
        }
        Ok(line)
    }

    /// A `\` that ends a physical line.
    fn continuation(&mut self) -> Result<(), Diagnostic> {
        let start = self.at;
        let after = self.rest().get(1..).unwrap_or_default();
        let line = after.split('\n').next().unwrap_or_default();
        if !line.trim().is_empty() {
            return Err(self
                .error(start, start + 1, "`\\` inside a line")
                .with_help("`\\` continues a statement and must be the last character of its line"));
        }
        self.at = (start + 1 + line.len() + 1).min(self.text.len());
        Ok(())
    }

    fn token(&mut self, first: char, start: usize) -> Result<Token<'s>, Diagnostic> {
        let rest = self.rest();
        if first == '"' {
            return self.quoted(start);
        }
        if rest.starts_with("${") {
            return self.braced_variable(start);
        }
        if first == '%' {
            let name = identifier(rest.get(1..).unwrap_or_default());
            if name.is_empty() {
                return Err(self
                    .error(start, start + 1, "`%` without the name of a variable")
                    .with_help("write `%NAME` or `${NAME}`"));
            }
            self.at += 1 + name.len();
            return Ok(Token::Variable(VariableReference { name: name.to_string(), slice: None }));
        }
        if first == '*' {
            self.at += 1;
            return Ok(Token::Symbol("*"));
        }
        if let Some(symbol) = SYMBOLS.into_iter().find(|symbol| rest.starts_with(symbol)) {
            self.at += symbol.len();
            return Ok(Token::Symbol(symbol));
        }
        let length = word_length(rest);
        if length == 0 {
            return Err(self
                .error(start, start + first.len_utf8(), format!("`{first}` has no meaning here"))
                .with_help("an operator is one of ==, !=, =~, !~, <, <=, >, >=, ->, exists, !exists"));
        }
        self.at += length;
        Ok(Token::Word(rest.get(..length).unwrap_or_default()))
    }

    fn quoted(&mut self, start: usize) -> Result<Token<'s>, Diagnostic> {
        let mut text = String::new();
        let mut characters = self.rest().char_indices().skip(1);
        while let Some((offset, character)) = characters.next() {
            match character {
                '"' => {
                    self.at += offset + 1;
                    return Ok(Token::Text(text));
                }
                '\n' => break,
                '\\' => match characters.next() {
                    Some((_, 'n')) => text.push('\n'),
                    Some((_, 't')) => text.push('\t'),
                    Some((_, 'r')) => text.push('\r'),
                    Some((_, escaped @ ('"' | '\\'))) => text.push(escaped),
                    other => {
                        let end = other.map_or(offset + 1, |(at, escaped)| at + escaped.len_utf8());
                        return Err(self
                            .error(start + offset, start + end, "unknown escape in a quoted text")
                            .with_help("the escapes are \\\", \\\\, \\n, \\r and \\t"));
                    }
                },
                other => text.push(other),
            }
        }
        let line = self.rest().split('\n').next().unwrap_or_default().trim_end();
        Err(self
            .error(start, start + line.len(), "the quoted text has no end")
            .with_help("close it with `\"` on the same line"))
    }

    fn braced_variable(&mut self, start: usize) -> Result<Token<'s>, Diagnostic> {
        const HELP: &str = "write `${name}`, or `${name[2..4]}` for the bytes 2 and 3, counted from 0";
        let line = self.rest().split('\n').next().unwrap_or_default();
        let Some(length) = line.find('}') else {
            let end = start + line.trim_end().len();
            return Err(self.error(start, end, "`${` is not closed").with_help(HELP));
        };
        let end = start + length + 1;
        let inner = line.get(2..length).unwrap_or_default();
        let reference = parse_reference(inner)
            .ok_or_else(|| self.error(start, end, "this names no variable").with_help(HELP))?;
        if let Some(Slice { start: from, end: Some(to) }) = reference.slice
            && from > to
        {
            return Err(self
                .error(start, end, format!("the slice ends at byte {to}, before its start {from}"))
                .with_help(HELP));
        }
        self.at = end;
        Ok(Token::Variable(reference))
    }

    /// After an error: to the line after this one, over continued lines.
    fn skip_logical_line(&mut self) {
        loop {
            let line = self.rest().split('\n').next().unwrap_or_default();
            self.at = (self.at + line.len() + 1).min(self.text.len());
            if !line.trim_end().ends_with('\\') || self.at >= self.text.len() {
                return;
            }
        }
    }
}

fn parse_reference(text: &str) -> Option<VariableReference> {
    let name = identifier(text);
    let slice = text.get(name.len()..)?;
    if name.is_empty() {
        return None;
    }
    let name = name.to_string();
    if slice.is_empty() {
        return Some(VariableReference { name, slice: None });
    }
    let (from, to) = slice.strip_prefix('[')?.strip_suffix(']')?.split_once("..")?;
    let start = if from.is_empty() { 0 } else { number(from)? };
    let end = if to.is_empty() { None } else { Some(number(to)?) };
    let slice = (start != 0 || end.is_some()).then_some(Slice { start, end });
    Some(VariableReference { name, slice })
}

/// Decimal digits only: no sign.
pub(crate) fn number<T: core::str::FromStr>(text: &str) -> Option<T> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// The name at the start of `text`: ASCII letters, digits and `_`.
pub(crate) fn identifier(text: &str) -> &str {
    let length = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    text.get(..length).unwrap_or_default()
}

/// Length of the word at the start of `text`.
fn word_length(text: &str) -> usize {
    text.char_indices()
        .find(|&(at, character)| {
            let rest = text.get(at..).unwrap_or_default();
            character.is_whitespace()
                || "#()[],|*\"=!<>%\\".contains(character)
                || ["->", "//", "${"].iter().any(|stop| rest.starts_with(stop))
        })
        .map_or(text.len(), |(at, _)| at)
}
