//! Masks of data and lists of status words.

use alloc::format;
use alloc::vec::Vec;

use super::super::diagnostic::Diagnostic;
use super::super::lexer::Token;
use super::super::pattern::{DataPattern, MaskedByte, PatternPart, StatusPattern};
use super::super::source::{Span, Spanned};
use super::Cursor;

/// `[ .. ]`, the bracket being next.
pub(crate) fn bracketed(cursor: &mut Cursor<'_, '_>) -> Result<Spanned<DataPattern>, Diagnostic> {
    let start = cursor.next_span();
    cursor.advance();
    let mut pattern = DataPattern::default();
    loop {
        if let Some(end) = cursor.take("]") {
            return Ok(Spanned::new(pattern, start.to(end)));
        }
        if cursor.peek().is_none() {
            let error = cursor.error(start.to(cursor.rest_span()), "`[` is not closed");
            return Err(error.with_help("end the expected data with `]`"));
        }
        term(cursor, &mut pattern)?;
    }
}

/// One piece of a mask: hexadecimal digits with `X`, a variable, or the `*` at its end.
pub(crate) fn term(cursor: &mut Cursor<'_, '_>, pattern: &mut DataPattern) -> Result<(), Diagnostic> {
    let span = cursor.next_span();
    let Some(lexeme) = cursor.peek() else {
        return Err(cursor.error(span, "expected bytes are missing"));
    };
    if pattern.open {
        return Err(cursor
            .error(span, "nothing may follow `*`")
            .with_help("`*` stands for any rest of the data; write XX for one byte of any value"));
    }
    match &lexeme.token {
        Token::Word(word) => {
            for byte in masked_bytes(cursor, word, span)? {
                pattern.push(byte);
            }
        }
        Token::Variable(variable) => pattern.parts.push(PatternPart::Variable(variable.clone())),
        Token::Symbol("*") => pattern.open = true,
        Token::Symbol("#(") | Token::Text(_) | Token::Symbol(_) => {
            return Err(cursor
                .error(span, "this cannot stand in expected data")
                .with_help("use hexadecimal digits, X for any digit, `${name}`, and `*` at the end"));
        }
    }
    cursor.advance();
    Ok(())
}

fn masked_bytes(cursor: &Cursor<'_, '_>, word: &str, span: Span) -> Result<Vec<MaskedByte>, Diagnostic> {
    let mut nibbles = Vec::new();
    for (offset, character) in word.char_indices() {
        let Some(nibble) = masked_nibble(character) else {
            let at = span.start.saturating_add(offset);
            let place = Span::new(at, at.saturating_add(character.len_utf8()));
            return Err(cursor
                .error(place, format!("`{character}` is neither a hexadecimal digit nor X"))
                .with_help("write bytes as two digits each, X for a digit of any value"));
        };
        nibbles.push(nibble);
    }
    if !nibbles.len().is_multiple_of(2) {
        return Err(cursor
            .error(span, format!("{} digits are no whole number of bytes", nibbles.len()))
            .with_help("write two digits a byte, XX for a byte of any value"));
    }
    Ok(nibbles
        .chunks_exact(2)
        .filter_map(|pair| match pair {
            [high, low] => Some(MaskedByte::from_nibbles(*high, *low)),
            _ => None,
        })
        .collect())
}

/// `Some(None)` is a wildcard.
#[expect(clippy::option_option, reason = "the outer option is the failure, the inner one the wildcard")]
pub(crate) fn masked_nibble(character: char) -> Option<Option<u8>> {
    if character.eq_ignore_ascii_case(&'X') {
        return Some(None);
    }
    character.to_digit(16).and_then(|digit| u8::try_from(digit).ok()).map(Some)
}

/// A status word of four digits.
pub(crate) fn status_pattern(digits: &str) -> Option<StatusPattern> {
    let nibbles = digits.chars().map(masked_nibble).collect::<Option<Vec<_>>>()?;
    <[Option<u8>; 4]>::try_from(nibbles).ok().map(StatusPattern::from_nibbles)
}

/// `( .. )`, the parenthesis being next.
pub(crate) fn parenthesized(cursor: &mut Cursor<'_, '_>) -> Result<Spanned<Vec<StatusPattern>>, Diagnostic> {
    let start = cursor.next_span();
    cursor.advance();
    let list = status_list(cursor, true)?;
    match cursor.take(")") {
        Some(end) => Ok(Spanned::new(list, start.to(end))),
        None => Err(cursor
            .error(start.to(cursor.rest_span()), "`(` is not closed")
            .with_help("end the list of status words with `)`")),
    }
}

/// Status words separated by `,` or `|`, up to `)` or the end of the line.
pub(crate) fn status_list(
    cursor: &mut Cursor<'_, '_>,
    in_parentheses: bool,
) -> Result<Vec<StatusPattern>, Diagnostic> {
    let mut list = Vec::new();
    loop {
        let mut digits = alloc::string::String::new();
        let start = cursor.next_span();
        let mut span = start;
        // `91 33` is one status word: 3GPP TS 51.013 writes them so.
        while let Some((word, word_span)) = cursor.word() {
            digits.push_str(word);
            span = span.to(word_span);
        }
        if digits.is_empty() {
            return Err(cursor
                .error(start, "a status word is missing")
                .with_help("write four digits, X for any: (9000, 61XX)"));
        }
        let Some(status) = status_pattern(&digits) else {
            return Err(cursor
                .error(span, format!("`{digits}` is no status word"))
                .with_help("write four hexadecimal digits, X for any; separate several with `,` or `|`"));
        };
        list.push(status);
        if cursor.take(",").or_else(|| cursor.take("|")).is_some() {
            continue;
        }
        match cursor.peek() {
            None => return Ok(list),
            Some(lexeme) if in_parentheses && lexeme.is_symbol(")") => return Ok(list),
            Some(lexeme) => {
                return Err(cursor
                    .error(lexeme.span, "this cannot stand in a list of status words")
                    .with_help("separate status words with `,` or `|`: (9000, 61XX)"));
            }
        }
    }
}
