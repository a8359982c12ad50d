//! Statements that begin with a keyword, and command APDUs, which do not.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::ast::{FailOn, HexExpression, Interface, ResetKind, SecureChannel, Statement};
use super::super::diagnostic::Diagnostic;
use super::super::lexer::{self, Token};
use super::super::pattern::DataPattern;
use super::super::source::Spanned;
use super::{Cursor, exchange, expression, mask};

/// The keywords that begin a statement.
const KEYWORDS: [&str; 25] = [
    "powerup",
    "reset",
    "powerdown",
    "insert",
    "remove",
    "contacted",
    "contactless",
    "channel",
    "sleep",
    "include",
    "echo",
    "set",
    "fail-on",
    "terminal-profile",
    "secure",
    "scp02",
    "scp03",
    "scp11",
    "scp80",
    "scp81",
    "switch",
    "case",
    "else",
    "end",
    "exit",
];

/// One statement, the whole line.
pub(crate) fn parse(cursor: &mut Cursor<'_, '_>) -> Result<Statement, Diagnostic> {
    let Some(first) = cursor.peek() else { return Ok(Statement::Comment(String::new())) };
    let span = first.span;
    let word = match first.token {
        Token::Word(word) => word,
        Token::Variable(_) => return exchange::parse(cursor, false).map(Statement::Exchange),
        Token::Text(_) | Token::Symbol(_) => {
            return Err(cursor
                .error(span, "no statement begins like this")
                .with_help("begin with a command APDU in hexadecimal or a keyword such as `reset`"));
        }
    };
    let keyword = word.to_ascii_lowercase();
    let keyword = keyword.strip_suffix(':').unwrap_or(&keyword);
    if !KEYWORDS.contains(&keyword) {
        if word.starts_with(|c: char| c.is_ascii_hexdigit()) && !looks_like_name(word) {
            return exchange::parse(cursor, false).map(Statement::Exchange);
        }
        return Err(unknown(cursor, word));
    }
    cursor.advance();
    let statement = match keyword {
        "powerup" => Statement::PowerUp { atr: answer_to_reset(cursor)? },
        "reset" => {
            let kind = match cursor.peek().map(|lexeme| &lexeme.token) {
                Some(Token::Word(word)) if word.eq_ignore_ascii_case("cold") => ResetKind::Cold,
                Some(Token::Word(word)) if word.eq_ignore_ascii_case("warm") => ResetKind::Warm,
                Some(Token::Word(_)) => {
                    return Err(cursor
                        .error(cursor.rest_span(), "a reset is warm or cold")
                        .with_help("write `reset`, `reset warm` or `reset cold`"));
                }
                _ => ResetKind::Warm,
            };
            if matches!(cursor.peek().map(|lexeme| &lexeme.token), Some(Token::Word(_))) {
                cursor.advance();
            }
            Statement::Reset { kind, atr: answer_to_reset(cursor)? }
        }
        "powerdown" => Statement::PowerDown,
        "insert" => Statement::Insert(small_number(cursor, "card number", 255)?),
        "remove" => Statement::Remove,
        "contacted" => Statement::Interface(Interface::Contacted),
        "contactless" => Statement::Interface(Interface::Contactless),
        "channel" => Statement::Channel(small_number(cursor, "logical channel", 19)?),
        "sleep" => Statement::Sleep(exchange::number(cursor, "number of milliseconds", 86_400_000)?),
        "include" => Statement::Include(file_name(cursor)?),
        "echo" => Statement::Echo(text(cursor)),
        "set" => assignment(cursor)?,
        "fail-on" => fail_on(cursor)?,
        "terminal-profile" => terminal_profile(cursor)?,
        "secure" => Statement::Exchange(exchange::parse(cursor, true)?),
        "exit" => Statement::Exit,
        protocol => match protocol.strip_prefix("scp").and_then(lexer::number::<u8>) {
            Some(protocol) => {
                Statement::SecureChannel(SecureChannel { protocol, parameters: parameters(cursor)? })
            }
            None => return Err(unknown(cursor, word)),
        },
    };
    cursor.finish(keyword)?;
    Ok(statement)
}

/// Is this rather a misspelt keyword than misspelt hexadecimal? `echoo` begins with a hexadecimal digit.
fn looks_like_name(word: &str) -> bool {
    word.chars().filter(|c| !c.is_ascii_hexdigit()).count() > 1
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn unknown(cursor: &Cursor<'_, '_>, word: &str) -> Diagnostic {
    let lower = word.to_ascii_lowercase();
    let near = KEYWORDS.iter().find(|keyword| is_near(&lower, keyword));
    let help = match near {
        Some(keyword) => format!("did you mean `{keyword}`?"),
        None => "begin with a command APDU in hexadecimal or a keyword such as `reset`".to_string(),
    };
    cursor.error(cursor.next_span(), format!("`{word}` is no statement")).with_help(help)
}

/// One letter wrong, missing, too many, or two swapped.
fn is_near(word: &str, keyword: &str) -> bool {
    let word: Vec<char> = word.chars().collect();
    let keyword: Vec<char> = keyword.chars().collect();
    let common = word.iter().zip(&keyword).take_while(|(a, b)| a == b).count();
    let rest = |letters: &[char], skip: usize| -> Vec<char> {
        letters.iter().skip(common + skip).copied().collect()
    };
    rest(&word, 1) == rest(&keyword, 1)
        || rest(&word, 1) == rest(&keyword, 0)
        || rest(&word, 0) == rest(&keyword, 1)
        || (rest(&word, 2) == rest(&keyword, 2)
            && word.get(common) == keyword.get(common + 1)
            && word.get(common + 1) == keyword.get(common))
}

fn answer_to_reset(cursor: &mut Cursor<'_, '_>) -> Result<Option<Spanned<DataPattern>>, Diagnostic> {
    if cursor.peek().is_some_and(|lexeme| lexeme.is_symbol("[")) {
        mask::bracketed(cursor).map(Some)
    } else {
        Ok(None)
    }
}

fn small_number(cursor: &mut Cursor<'_, '_>, what: &str, max: u64) -> Result<u8, Diagnostic> {
    exchange::number(cursor, what, max).map(|number| u8::try_from(number).unwrap_or(u8::MAX))
}

/// A quoted text, or the rest of the line as it stands.
fn text(cursor: &mut Cursor<'_, '_>) -> String {
    if let (Some(Token::Text(text)), None) = (cursor.peek().map(|lexeme| &lexeme.token), cursor.peek_second())
    {
        cursor.advance();
        return text.clone();
    }
    let span = cursor.rest_span();
    cursor.at = cursor.lexemes.len();
    cursor.source.slice(span).to_string()
}

fn file_name(cursor: &mut Cursor<'_, '_>) -> Result<String, Diagnostic> {
    let span = cursor.rest_span();
    let name = text(cursor);
    if name.is_empty() {
        return Err(cursor
            .error(span, "the name of a file is missing")
            .with_help("write `include common.apdu`; quote a name with special characters"));
    }
    Ok(name)
}

fn assignment(cursor: &mut Cursor<'_, '_>) -> Result<Statement, Diagnostic> {
    let name = exchange::variable_name(cursor)?;
    if cursor.take("=").is_none() {
        return Err(cursor
            .error(cursor.next_span(), "`=` is missing")
            .with_help(format!("write `set {name} = A000000003`")));
    }
    Ok(Statement::Set { name, value: bytes_to_the_end(cursor)? })
}

fn bytes_to_the_end(cursor: &mut Cursor<'_, '_>) -> Result<Spanned<HexExpression>, Diagnostic> {
    let span = cursor.rest_span();
    Ok(Spanned::new(expression::expression(cursor)?, span))
}

fn fail_on(cursor: &mut Cursor<'_, '_>) -> Result<Statement, Diagnostic> {
    let place = cursor.next_span();
    match cursor.word().map(|(word, _)| word) {
        Some("strict") => Ok(Statement::FailOn(FailOn::Strict)),
        Some("report") => Ok(Statement::FailOn(FailOn::Report)),
        _ => Err(cursor.error(place, "what to fail on is `strict` or `report`").with_help(
            "strict: also fail on a status word other than 9000 and 61XX that no expectation names",
        )),
    }
}

fn terminal_profile(cursor: &mut Cursor<'_, '_>) -> Result<Statement, Diagnostic> {
    let mut class = 0x80;
    let named = matches!(cursor.peek().map(|lexeme| &lexeme.token), Some(Token::Word("class")));
    if named && cursor.peek_second().is_some_and(|lexeme| lexeme.is_symbol("=")) {
        cursor.advance();
        cursor.advance();
        let place = cursor.next_span();
        let byte = cursor.word().and_then(|(word, span)| expression::hex_bytes(cursor, word, span).ok());
        let Some([byte]) = byte.as_deref() else {
            return Err(cursor.error(place, "a class is one byte").with_help("write class=80 or class=A0"));
        };
        class = *byte;
    }
    let profile = bytes_to_the_end(cursor)?;
    if profile.value.parts.is_empty() {
        return Err(cursor
            .error(profile.span, "the terminal profile is missing")
            .with_help("write `terminal-profile FFFFFF`"));
    }
    Ok(Statement::TerminalProfile { class, profile })
}

fn parameters(cursor: &mut Cursor<'_, '_>) -> Result<Vec<(String, String)>, Diagnostic> {
    let mut parameters = Vec::new();
    while cursor.peek().is_some() {
        let place = cursor.next_span();
        let Some((name, _)) = cursor.word() else {
            return Err(cursor
                .error(place, "a parameter is a name, or a name and a value")
                .with_help("write `scp03 keys=default level=33`"));
        };
        let mut value = String::new();
        if cursor.take("=").is_some() {
            let place = cursor.next_span();
            match cursor.advance().map(|lexeme| &lexeme.token) {
                Some(Token::Word(word)) => value = (*word).to_string(),
                Some(Token::Text(text)) => value.clone_from(text),
                _ => return Err(cursor.error(place, format!("the value of `{name}` is missing"))),
            }
        }
        parameters.push((name.to_string(), value));
    }
    Ok(parameters)
}
