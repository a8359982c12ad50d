//! Logical lines of PCOM as tokens of the native language.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::super::ast::{Slice, VariableReference};
use super::super::super::diagnostic::Diagnostic;
use super::super::super::lexer::{Lexeme, Token, identifier, number};
use super::super::super::source::{Source, Span};

/// `<?>`: the length of the data that follows.
pub(super) const COUNT: &str = "<?>";

const SYMBOLS: [&str; 7] = [COUNT, "(", ")", "[", "]", ",", "|"];

pub(super) struct PcomLine<'s> {
    pub(super) lexemes: Result<Vec<Lexeme<'s>>, Diagnostic>,
    pub(super) span: Span,
    /// A comment that has the line for itself.
    pub(super) comment: Option<(&'s str, Span)>,
    /// Where the next line begins.
    pub(super) next: usize,
}

/// The logical line at `start`.
pub(super) fn line(source: &Source, start: usize) -> PcomLine<'_> {
    let text = source.text();
    let mut line =
        PcomLine { lexemes: Ok(Vec::new()), span: Span::new(start, start), comment: None, next: text.len() };
    let mut lexemes: Vec<Lexeme<'_>> = Vec::new();
    let mut at = start;
    let mut glued = false;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let physical = rest.split('\n').next().unwrap_or_default();
        let content = physical.trim_end();
        let after = at.saturating_add(physical.len()).saturating_add(1).min(text.len());
        let first = content.chars().next();
        match first {
            None => {
                line.next = after;
                break;
            }
            Some('\\') if content.len() == 1 => at = after,
            // `*****` is how some scripts draw headings.
            Some(';' | '*') => {
                if lexemes.is_empty() {
                    let span = Span::new(at, at.saturating_add(content.len()));
                    line.comment = Some((content.trim_start_matches(';'), span));
                }
                line.next = after;
                break;
            }
            Some(blank) if blank.is_whitespace() || blank == '\u{FEFF}' => {
                at = at.saturating_add(blank.len_utf8());
                glued = false;
                continue;
            }
            Some(_) => match token(source, content, at) {
                Ok((token, length)) => {
                    let span = Span::new(at, at.saturating_add(length));
                    line.span = if lexemes.is_empty() { span } else { line.span.to(span) };
                    lexemes.push(Lexeme { token, span, glued });
                    at = span.end;
                    glued = true;
                    continue;
                }
                Err(diagnostic) => {
                    line.lexemes = Err(diagnostic);
                    line.next = after;
                    return line;
                }
            },
        }
        glued = false;
    }
    line.lexemes = Ok(lexemes);
    line
}

/// The token at the start of `text`, and its length.
fn token<'s>(source: &'s Source, text: &'s str, at: usize) -> Result<(Token<'s>, usize), Diagnostic> {
    let error = |length: usize, message: String| {
        Diagnostic::new(source, Span::new(at, at.saturating_add(length)), message)
    };
    if let Some(rest) = text.strip_prefix('%') {
        let name = identifier(rest);
        if name.is_empty() {
            return Err(error(1, "`%` without the name of a variable".to_string()).with_help("write `%NAME`"));
        }
        return Ok((
            Token::Variable(VariableReference { name: variable_name(name), slice: None }),
            name.len() + 1,
        ));
    }
    for (mark, name) in [("W", "_sw"), ("R", "_resp")] {
        let Some(rest) = text.strip_prefix(mark) else { continue };
        if let Some(inner) = rest.strip_prefix('(') {
            let end = inner.find(')').unwrap_or(inner.len());
            let slice = inner.get(..end).and_then(parse_slice);
            let length = (end + 3).min(text.len());
            return match slice {
                Some(slice) if end < inner.len() => {
                    let reference = VariableReference { name: name.to_string(), slice: Some(slice) };
                    Ok((Token::Variable(reference), length))
                }
                _ => Err(error(length, format!("`{}` names no bytes", text.get(..length).unwrap_or(text)))
                    .with_help("write W(position;length) or R(position;length), positions counted from 1")),
            };
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            return Ok((Token::Variable(VariableReference { name: name.to_string(), slice: None }), 1));
        }
    }
    if let Some(symbol) = SYMBOLS.into_iter().find(|symbol| text.starts_with(symbol)) {
        return Ok((Token::Symbol(symbol), symbol.len()));
    }
    let length = text
        .char_indices()
        .skip(1)
        .find(|&(_, c)| c.is_whitespace() || "()[],|%;<".contains(c))
        .map_or(text.len(), |(at, _)| at);
    // A `\` at the end of a line continues it; elsewhere it belongs to a path.
    let word = text.get(..length).unwrap_or(text);
    let word =
        if length == text.len() && word.len() > 1 { word.strip_suffix('\\').unwrap_or(word) } else { word };
    Ok((Token::Word(word), word.len()))
}

/// Names with `_` first are the runner's own.
fn variable_name(name: &str) -> String {
    if name.starts_with('_') { format!("v{name}") } else { name.to_string() }
}

/// `2;1`: position from 1 and length; `2:3`: first and last position.
fn parse_slice(text: &str) -> Option<Slice> {
    let (first, second, is_length) = match text.split_once(';') {
        Some((first, second)) => (first, second, true),
        None => text.split_once(':').map(|(first, second)| (first, second, false))?,
    };
    let start = number::<usize>(first.trim())?.checked_sub(1)?;
    let second = number::<usize>(second.trim())?;
    let end = if is_length { start.checked_add(second)? } else { second };
    (end >= start).then_some(Slice { start, end: Some(end) })
}
