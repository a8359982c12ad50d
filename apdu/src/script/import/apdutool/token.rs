//! Tokens of apdutool files, comments taken out and `#define`s put in.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::super::diagnostic::Diagnostic;
use super::super::super::source::{Source, Span};
use super::{KEYWORDS, Strictness};

/// How deep one `#define` may use another.
const MAX_EXPANSION: usize = 16;

/// The most tokens that a use of a `#define` may come to.
const MAX_EXPANDED: usize = 1 << 16;

/// A piece of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A keyword, number or AID, as it is written.
    Word(String),
    /// A character in quotes.
    Character(char),
    /// A text in quotes.
    Text(String),
}

/// A token and where it stands; one that came out of a `#define` stands where that was used.
pub(super) type Placed = (Token, Span);

/// The tokens of each statement, and what could not be read. Empty statements are left out.
pub(super) fn statements(source: &Source, strictness: Strictness) -> (Vec<Vec<Placed>>, Vec<Diagnostic>) {
    let mut scanner =
        Scanner { source, text: source.text(), at: 0, diagnostics: Vec::new(), defines: BTreeMap::new() };
    let mut statements = Vec::new();
    let mut current: Vec<Placed> = Vec::new();
    while let Some(item) = scanner.next_item() {
        match item {
            Item::Token(token, span) => scanner.expand(token, span, 0, &mut current),
            Item::End => {
                let statement = core::mem::take(&mut current);
                if !statement.is_empty() {
                    statements.push(statement);
                }
            }
        }
    }
    if let (Some((_, first)), Some((_, last))) = (current.first(), current.last()) {
        if strictness == Strictness::Strict {
            let diagnostic = Diagnostic::new(source, first.to(*last), "this statement has no end");
            scanner.diagnostics.push(diagnostic.with_help("end it with `;`"));
        } else {
            statements.push(current);
        }
    }
    (statements, scanner.diagnostics)
}

enum Item {
    Token(Token, Span),
    End,
}

struct Scanner<'s> {
    source: &'s Source,
    text: &'s str,
    at: usize,
    diagnostics: Vec<Diagnostic>,
    defines: BTreeMap<String, Vec<Token>>,
}

impl Scanner<'_> {
    fn error(&mut self, span: Span, message: &str, help: &str) {
        self.diagnostics.push(Diagnostic::new(self.source, span, message).with_help(help));
    }

    fn next_item(&mut self) -> Option<Item> {
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let first = rest.chars().next()?;
            let start = self.at;
            let line = rest.split('\n').next().unwrap_or_default();
            if first.is_whitespace() || first == '\u{FEFF}' {
                self.at += first.len_utf8();
            } else if rest.starts_with("//") && !is_aid(rest) {
                self.at += line.len();
            } else if rest.starts_with("/*") {
                let end = rest.find("*/").map(|end| end + 2);
                self.at += end.unwrap_or(rest.len());
                if end.is_none() {
                    self.error(Span::new(start, start + 2), "this comment has no end", "close it with `*/`");
                }
            } else if first == '#' {
                self.at += line.len();
                self.define(line, start);
            } else if first == ';' {
                self.at += 1;
                return Some(Item::End);
            } else {
                let (token, length) = token(rest, line);
                self.at += length;
                let span = Span::new(start, self.at);
                match token {
                    Some(token) => return Some(Item::Token(token, span)),
                    None => self.error(span, "this quote has no end", "close it on the same line"),
                }
            }
        }
    }

    /// `#define NAME text`.
    fn define(&mut self, line: &str, start: usize) {
        const HELP: &str = "write `#define NAME text`; a name begins with a letter and is no keyword";
        let span = Span::new(start, start + line.trim_end().len());
        let Some(rest) = line.strip_prefix("#define").filter(|rest| rest.starts_with(char::is_whitespace))
        else {
            self.error(span, "`#` begins nothing but `#define`", HELP);
            return;
        };
        let rest = rest.trim_start();
        let name = rest.split(char::is_whitespace).next().unwrap_or_default();
        let mut text = rest.get(name.len()..).unwrap_or_default().trim();
        if let Some((before, _)) = text.split_once("//").filter(|_| !text.contains("//aid/")) {
            text = before.trim_end();
        }
        let reserved = KEYWORDS.contains(&name.to_ascii_lowercase().as_str());
        if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') || reserved {
            self.error(span, "this `#define` has no proper name", HELP);
            return;
        }
        let mut tokens = Vec::new();
        while let Some(first) = text.chars().next() {
            if first.is_whitespace() {
                text = text.trim_start();
                continue;
            }
            let (read, length) = token(text, text);
            match read {
                Some(read) => tokens.push(read),
                None => self.error(span, "a quote in this `#define` has no end", HELP),
            }
            text = text.get(length.max(1)..).unwrap_or_default();
        }
        self.defines.insert(name.to_string(), tokens);
    }

    /// Puts the token, or what it is defined as, into the statement.
    fn expand(&mut self, token: Token, span: Span, depth: usize, into: &mut Vec<Placed>) {
        if let Token::Word(word) = &token
            && let Some(replacement) = self.defines.get(word).cloned()
        {
            if depth >= MAX_EXPANSION || into.len() > MAX_EXPANDED {
                self.error(
                    span,
                    "this `#define` does not end",
                    "do not define names by each other in a circle",
                );
                return;
            }
            for token in replacement {
                let known = self.diagnostics.len();
                self.expand(token, span, depth + 1, into);
                if self.diagnostics.len() > known {
                    return;
                }
            }
            return;
        }
        into.push((token, span));
    }
}

fn is_aid(text: &str) -> bool {
    text.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("//aid/"))
}

/// The token at the start of `rest` and its length; no token where a quote has no end on its `line`.
fn token(rest: &str, line: &str) -> (Option<Token>, usize) {
    let first = rest.chars().next().unwrap_or(' ');
    if first == '"' {
        let Some(end) = line.get(1..).and_then(|inner| inner.find('"')) else { return (None, line.len()) };
        return (Some(Token::Text(line.get(1..=end).unwrap_or_default().to_string())), end + 2);
    }
    if first == '\'' {
        let mut characters = line.chars().skip(1);
        return match (characters.next(), characters.next()) {
            (Some(character), Some('\'')) => (Some(Token::Character(character)), 2 + character.len_utf8()),
            _ => (None, line.len()),
        };
    }
    let length = rest
        .char_indices()
        .skip(1)
        .find(|&(at, c)| {
            c.is_whitespace()
                || ";\"'".contains(c)
                || (rest.get(at..).is_some_and(|r| r.starts_with("/*")))
                || (!is_aid(rest) && rest.get(at..).is_some_and(|r| r.starts_with("//")))
        })
        .map_or(rest.len(), |(at, _)| at);
    (Some(Token::Word(rest.get(..length).unwrap_or_default().to_string())), length)
}
