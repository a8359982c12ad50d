//! Bytes: literals, variables, `#( )` and `tag#( )`.

use alloc::format;
use alloc::vec::Vec;

use super::super::ast::{HexExpression, HexPart};
use super::super::diagnostic::Diagnostic;
use super::super::lexer::Token;
use super::super::source::Span;
use super::{Cursor, MAX_NESTING};
use crate::tlv::Tag;

/// Is the next token a piece of an expression? (If it is a word, it is taken for hexadecimal digits.)
pub(crate) fn begins(cursor: &Cursor<'_, '_>) -> bool {
    cursor.peek().is_some_and(|lexeme| {
        matches!(lexeme.token, Token::Word(_) | Token::Variable(_) | Token::Symbol("#("))
    })
}

/// As many pieces as there are.
pub(crate) fn expression(cursor: &mut Cursor<'_, '_>) -> Result<HexExpression, Diagnostic> {
    let mut expression = HexExpression::default();
    while begins(cursor) {
        part(cursor, &mut expression, 0)?;
    }
    Ok(expression)
}

/// One piece, appended to `expression`.
pub(crate) fn part(
    cursor: &mut Cursor<'_, '_>,
    expression: &mut HexExpression,
    depth: usize,
) -> Result<(), Diagnostic> {
    let Some(lexeme) = cursor.advance() else { return Ok(()) };
    match &lexeme.token {
        Token::Word(word) => {
            let bytes = hex_bytes(cursor, word, lexeme.span)?;
            if cursor.peek().is_some_and(|next| next.is_symbol("#(") && next.glued) {
                let tag = word.parse::<Tag>().map_err(|_| {
                    cursor.error(lexeme.span, format!("`{word}` is no BER-TLV tag")).with_help(
                        "`tag#(..)` builds a data object; put a blank before `#(` to send a length",
                    )
                })?;
                let value = nested(cursor, depth)?;
                expression.parts.push(HexPart::Tlv { tag, value });
            } else {
                expression.push_bytes(&bytes);
            }
        }
        Token::Variable(variable) => expression.parts.push(HexPart::Variable(variable.clone())),
        Token::Symbol("#(") => {
            cursor.at = cursor.at.saturating_sub(1);
            let inner = nested(cursor, depth)?;
            expression.parts.push(HexPart::LengthPrefixed(inner));
        }
        Token::Symbol(_) | Token::Text(_) => {
            return Err(cursor
                .error(lexeme.span, "this cannot stand among bytes")
                .with_help("use hexadecimal digits, `${name}`, `#( )` and `tag#( )`"));
        }
    }
    Ok(())
}

/// `#( .. )`, the opening being next.
fn nested(cursor: &mut Cursor<'_, '_>, depth: usize) -> Result<HexExpression, Diagnostic> {
    let start = cursor.next_span();
    cursor.advance();
    if depth >= MAX_NESTING {
        return Err(cursor.error(start, format!("`#(` nested more than {MAX_NESTING} deep")));
    }
    let mut inner = HexExpression::default();
    loop {
        if cursor.take(")").is_some() {
            return Ok(inner);
        }
        if cursor.peek().is_none() {
            return Err(cursor
                .error(start.to(cursor.rest_span()), "`#(` is not closed")
                .with_help("end the bytes whose length is sent with `)`"));
        }
        part(cursor, &mut inner, depth.saturating_add(1))?;
    }
}

/// Two hexadecimal digits a byte.
pub(crate) fn hex_bytes(cursor: &Cursor<'_, '_>, word: &str, span: Span) -> Result<Vec<u8>, Diagnostic> {
    let mut nibbles = Vec::with_capacity(word.len());
    for (offset, character) in word.char_indices() {
        let nibble = character.to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let Some(nibble) = nibble else {
            let at = span.start.saturating_add(offset);
            let place = Span::new(at, at.saturating_add(character.len_utf8()));
            let error = cursor.error(place, format!("`{character}` is no hexadecimal digit"));
            return Err(if character.eq_ignore_ascii_case(&'x') {
                error.with_help("write bytes without 0x; wildcards stand in expected data only: [6F XX]")
            } else {
                error.with_help("write bytes as two digits each, 0-9 and A-F")
            });
        };
        nibbles.push(nibble);
    }
    if !nibbles.len().is_multiple_of(2) {
        return Err(cursor
            .error(span, format!("{} digits are no whole number of bytes", nibbles.len()))
            .with_help("write two digits a byte, with a leading 0 where needed"));
    }
    Ok(nibbles.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, nibble| (byte << 4) | nibble)).collect())
}
