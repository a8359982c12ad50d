//! Indented lines: assertions on the response above.

use alloc::format;
use alloc::vec::Vec;

use super::super::ast::{Assertion, Comparison, ContentTest, Subject};
use super::super::diagnostic::Diagnostic;
use super::super::lexer::{Lexeme, Token};
use super::super::pattern::{DataPattern, HexMatcher, PatternPart};
use super::super::source::{Span, Spanned};
use super::{Cursor, exchange, mask};
use crate::tlv::TlvPath;

const OPERATORS: [&str; 10] = ["==", "!=", "=~", "!~", "<", "<=", ">", ">=", "->", "!exists"];

fn is_operator(lexeme: &Lexeme<'_>) -> bool {
    match lexeme.token {
        Token::Symbol(symbol) => OPERATORS.contains(&symbol),
        Token::Word(word) => word == "exists",
        _ => false,
    }
}

/// Does an assertion begin here: a subject and an operator? `00A40400 <50ms` is a command with a budget.
pub(crate) fn begins(lexemes: &[Lexeme<'_>]) -> bool {
    let [subject, operator, ..] = lexemes else { return false };
    let Token::Word(subject) = subject.token else { return false };
    is_operator(operator) && (["len", "data", "sw"].contains(&subject) || !operator.is_symbol("<"))
}

/// All assertions of a line.
pub(crate) fn parse(cursor: &mut Cursor<'_, '_>) -> Result<Vec<Spanned<Assertion>>, Diagnostic> {
    let mut assertions = Vec::new();
    while cursor.peek().is_some() {
        let start = cursor.next_span();
        let assertion = one(cursor)?;
        let end = cursor
            .at
            .checked_sub(1)
            .and_then(|last| cursor.lexemes.get(last))
            .map_or(start, |last| last.span);
        assertions.push(Spanned::new(assertion, start.to(end)));
    }
    Ok(assertions)
}

fn one(cursor: &mut Cursor<'_, '_>) -> Result<Assertion, Diagnostic> {
    const HELP: &str = "write `6F/84 == A0*`, `6F/A5 exists`, `data =~ ^06`, `sw == 9000` or `len == 42`";
    let place = cursor.next_span();
    let Some((word, subject_span)) = cursor.word() else {
        return Err(cursor.error(place, "an assertion begins with what it looks at").with_help(HELP));
    };
    let Some(operator) = cursor.peek().filter(|lexeme| is_operator(lexeme)) else {
        return Err(cursor.error(cursor.next_span(), "an operator is missing").with_help(HELP));
    };
    let operator_span = operator.span;
    let symbol = match operator.token {
        Token::Symbol(symbol) => symbol,
        _ => "exists",
    };
    cursor.advance();
    if word == "len" {
        return length(cursor, symbol, operator_span);
    }
    let subject = match word {
        "data" => Subject::Data,
        "sw" => Subject::Status,
        path => Subject::Path(path.parse::<TlvPath>().map_err(|error| {
            cursor.error(subject_span, format!("`{path}` is no TLV path: {error}")).with_help(HELP)
        })?),
    };
    let test = match symbol {
        "==" => ContentTest::Equal(pattern(cursor, &subject)?),
        "!=" => ContentTest::NotEqual(pattern(cursor, &subject)?),
        "=~" => ContentTest::Matches(matcher(cursor)?),
        "!~" => ContentTest::DoesNotMatch(matcher(cursor)?),
        "->" => return Ok(Assertion::Capture(subject, exchange::variable_name(cursor)?)),
        "exists" | "!exists" => {
            let Subject::Path(path) = subject else {
                return Err(cursor
                    .error(subject_span.to(operator_span), format!("`{word}` is always there"))
                    .with_help("`exists` asks for a TLV path: 6F/84 exists"));
            };
            return Ok(if symbol == "exists" { Assertion::Exists(path) } else { Assertion::Absent(path) });
        }
        _ => {
            return Err(cursor
                .error(operator_span, format!("`{symbol}` compares lengths only"))
                .with_help("compare bytes with ==, !=, =~ or !~; lengths as `len <= 42`"));
        }
    };
    Ok(Assertion::Content(subject, test))
}

fn length(cursor: &mut Cursor<'_, '_>, symbol: &str, span: Span) -> Result<Assertion, Diagnostic> {
    let comparison = match symbol {
        "==" => Comparison::Equal,
        "!=" => Comparison::NotEqual,
        "<" => Comparison::Less,
        "<=" => Comparison::LessOrEqual,
        ">" => Comparison::Greater,
        ">=" => Comparison::GreaterOrEqual,
        _ => {
            return Err(cursor
                .error(span, format!("`{symbol}` does not compare lengths"))
                .with_help("use ==, !=, <, <=, > or >="));
        }
    };
    let number = exchange::number(cursor, "length", u64::from(u32::MAX))?;
    Ok(Assertion::Length(comparison, u32::try_from(number).unwrap_or(u32::MAX)))
}

/// The bytes up to the next assertion of the line.
fn pattern(cursor: &mut Cursor<'_, '_>, subject: &Subject) -> Result<DataPattern, Diagnostic> {
    let start = cursor.next_span();
    let mut pattern = DataPattern::default();
    let mut empty = true;
    while cursor.peek().is_some() && !next_assertion(cursor) {
        // `[]` is how no data at all is written.
        if empty && cursor.peek().is_some_and(|lexeme| lexeme.is_symbol("[")) {
            return Ok(mask::bracketed(cursor)?.value);
        }
        mask::term(cursor, &mut pattern)?;
        empty = false;
    }
    if empty {
        return Err(cursor
            .error(start, "bytes to compare with are missing")
            .with_help("write hexadecimal digits, X for any; `[]` for no bytes"));
    }
    let sure = !pattern.open && pattern.parts.len() == 1;
    if let (Subject::Status, true, Some(PatternPart::Masked(bytes))) = (subject, sure, pattern.parts.first())
        && bytes.len() != 2
    {
        return Err(cursor
            .error(start, "a status word has two bytes")
            .with_help("write four digits, X for any: sw == 61XX"));
    }
    Ok(pattern)
}

fn next_assertion(cursor: &Cursor<'_, '_>) -> bool {
    matches!(cursor.peek(), Some(Lexeme { token: Token::Word(_), .. }))
        && cursor.peek_second().is_some_and(is_operator)
}

fn matcher(cursor: &mut Cursor<'_, '_>) -> Result<HexMatcher, Diagnostic> {
    const HELP: &str = "use hexadecimal digits, `.` for any digit, `^` for the start, `$` for the end";
    let place = cursor.next_span();
    let Some((word, span)) = cursor.word() else {
        return Err(cursor.error(place, "an expression to search for is missing").with_help(HELP));
    };
    HexMatcher::parse(word)
        .ok_or_else(|| cursor.error(span, format!("`{word}` cannot be searched for")).with_help(HELP))
}
