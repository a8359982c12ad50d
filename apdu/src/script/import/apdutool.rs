//! apdutool `.scr` files of the Java Card development kit.
//!
//! Statements end in `;` and go over lines as they like; keywords are in any case; `//` and `/* */` are
//! comments; `#define NAME text` replaces NAME from there on. Numbers are `0x..`, decimal, octal with a
//! leading 0, or a character `'a'`.
//!
//! A command is CLA INS P1 P2 LC, LC bytes of data, LE; after `extended on` LC and LE have two bytes each.
//! Strictly, both LC and LE are there and LC is right. Leniently, both may be missing, LC is not checked,
//! and a command without any `0x` whose numbers all have two digits is hexadecimal.

mod statement;
mod token;

use alloc::vec::Vec;

use super::super::ast::Script;
use super::super::diagnostic::Diagnostic;
use super::super::source::Source;

/// How closely a file must follow apdutool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strictness {
    Strict,
    Lenient,
}

/// Keywords that begin a statement.
const KEYWORDS: [&str; 12] = [
    "powerup",
    "powerdown",
    "delay",
    "echo",
    "output",
    "extended",
    "contacted",
    "contactless",
    "select",
    "send",
    "open",
    "close",
];

pub(super) fn import(source: &Source, strictness: Strictness) -> Result<Script, Vec<Diagnostic>> {
    let mut reader = statement::Reader::new(source, strictness);
    let (statements, diagnostics) = token::statements(source, strictness);
    reader.importer.diagnostics = diagnostics;
    for tokens in &statements {
        reader.statement(tokens);
    }
    reader.importer.finish()
}

/// Does this line have the look of an apdutool statement: a keyword or a `0x` number first and a `;` last,
/// or nothing but `0x` numbers?
pub(super) fn is_statement(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let mut words =
        code.split(|c: char| c.is_whitespace() || c == ';').filter(|word| !word.is_empty()).peekable();
    let Some(first) = words.peek().copied() else { return false };
    code.ends_with(';') && (first.starts_with("0x") || KEYWORDS.contains(&first))
        || words.all(|word| word.starts_with("0x"))
}
