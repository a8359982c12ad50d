//! A line with a command APDU.

use alloc::format;
use alloc::string::{String, ToString};

use super::super::ast::Exchange;
use super::super::diagnostic::Diagnostic;
use super::super::lexer::{self, Token};
use super::super::source::Span;
use super::{Cursor, expression, mask};

/// The command APDU at the cursor and everything that follows on its line.
pub(crate) fn parse(cursor: &mut Cursor<'_, '_>, secure: bool) -> Result<Exchange, Diagnostic> {
    let mut exchange = Exchange { secure, ..Exchange::default() };
    let mut clause: Option<&str> = None;
    if let Some(span) = cursor.peek().filter(|lexeme| lexeme.is_symbol("#(")).map(|lexeme| lexeme.span) {
        return Err(cursor
            .error(span, "a command APDU begins with its header, not with a length")
            .with_help("write CLA INS P1 P2 first: 00A40400 #(A000000003) 00"));
    }
    while let Some(lexeme) = cursor.peek() {
        let span = lexeme.span;
        match lexeme.token {
            Token::Symbol("[") => {
                once(cursor, exchange.data.is_some(), "expected data")?;
                exchange.data = Some(mask::bracketed(cursor)?);
                clause = Some("the expected data");
            }
            Token::Symbol("(") => {
                once(cursor, !exchange.status.value.is_empty(), "list of status words")?;
                exchange.status = mask::parenthesized(cursor)?;
                clause = Some("the status words");
            }
            Token::Symbol("->") => {
                once(cursor, exchange.capture.is_some(), "capture")?;
                cursor.advance();
                exchange.capture = Some(variable_name(cursor)?);
                clause = Some("the capture");
            }
            Token::Symbol("<") => {
                once(cursor, exchange.budget_micros.is_some(), "time budget")?;
                cursor.advance();
                exchange.budget_micros = Some(duration(cursor)?);
                clause = Some("the time budget");
            }
            _ => match clause {
                None => expression::part(cursor, &mut exchange.command, 0)?,
                Some(clause) => {
                    return Err(cursor
                        .error(span, format!("bytes after {clause}"))
                        .with_help("the command APDU comes first: 00A40400 00 [data] (9000) -> name <50ms"));
                }
            },
        }
    }
    if exchange.command.parts.is_empty() {
        return Err(cursor
            .error(cursor.rest_span(), "a command APDU is missing")
            .with_help("write it in hexadecimal: 00A4040000"));
    }
    Ok(exchange)
}

fn once(cursor: &Cursor<'_, '_>, already: bool, what: &str) -> Result<(), Diagnostic> {
    if already {
        Err(cursor.error(cursor.next_span(), format!("a second {what} on one command")))
    } else {
        Ok(())
    }
}

/// The name of a variable that may be set.
pub(crate) fn variable_name(cursor: &mut Cursor<'_, '_>) -> Result<String, Diagnostic> {
    let place = cursor.next_span();
    let Some((name, span)) = cursor.word() else {
        return Err(cursor.error(place, "the name of a variable is missing"));
    };
    if name.starts_with('_') {
        return Err(cursor
            .error(span, format!("`{name}` is set by the runner"))
            .with_help("names that begin with `_` are reserved; choose another"));
    }
    if lexer::identifier(name).len() != name.len() {
        return Err(cursor
            .error(span, format!("`{name}` is no name of a variable"))
            .with_help("a name has ASCII letters, digits and `_`"));
    }
    Ok(name.to_string())
}

/// `50ms`, `200us` or `2s`, in microseconds.
fn duration(cursor: &mut Cursor<'_, '_>) -> Result<u64, Diagnostic> {
    const HELP: &str = "write a time budget as <50ms, <200us or <2s";
    let place = cursor.next_span();
    let Some((word, span)) = cursor.word() else {
        return Err(cursor.error(place, "a duration is missing").with_help(HELP));
    };
    parse_duration(word).ok_or_else(|| cursor.error(span, format!("`{word}` is no duration")).with_help(HELP))
}

fn parse_duration(word: &str) -> Option<u64> {
    let split = word.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, unit) = word.split_at_checked(split)?;
    let factor = match unit {
        "us" => 1,
        "ms" => 1_000,
        "s" => 1_000_000,
        _ => return None,
    };
    lexer::number::<u64>(digits)?.checked_mul(factor)
}

/// A number from 0 to `max` in decimal.
pub(crate) fn number(cursor: &mut Cursor<'_, '_>, what: &str, max: u64) -> Result<u64, Diagnostic> {
    let place = cursor.next_span();
    let word = cursor.word();
    let span: Span = word.map_or(place, |(_, span)| span);
    word.and_then(|(word, _)| lexer::number::<u64>(word)).filter(|number| *number <= max).ok_or_else(|| {
        let message = match word {
            Some((word, _)) => format!("`{word}` is no {what}"),
            None => format!("the {what} is missing"),
        };
        cursor.error(span, message).with_help(format!("write a decimal number from 0 to {max}"))
    })
}
