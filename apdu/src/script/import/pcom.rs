//! PCOM scripts.
//!
//! A line is a directive that begins with a dot, or a command APDU with `[data]` and `(status)` expected of
//! it. `;` begins a comment, `\` continues a line. `%NAME` is a variable, `W(p;n)` are n bytes of the last
//! status word from position p (counted from 1), `R(p;n)` those of the last response, `W(p:q)` and `R(p:q)`
//! the bytes p to q; `<?>` is the length of the data that follows it.
//!
//! Directives that do nothing to a card (`.DISPLAY`, `.UNDEFINE`, ..) are kept as comments. Those that
//! compute (`.SET_BUFFER`, `.LOAD` of a library, ..) are reported as not supported.

mod lexer;

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::super::ast::{ResetKind, Script, Statement};
use super::super::diagnostic::Diagnostic;
use super::super::lexer::{Lexeme, Token};
use super::super::parser::{Cursor, exchange, expression, mask};
use super::super::source::{Source, Span, Spanned};
use super::Importer;

/// Directives without an effect on the card or on the commands that follow.
const WITHOUT_EFFECT: [&str; 9] = [
    ".ALLUNDEFINE",
    ".DISPLAY",
    ".GET_PROTOCOL_PARAMETERS",
    ".INSERT",
    ".LIST_OFF",
    ".LIST_ON",
    ".MESSAGE",
    ".UNDEFINE",
    ".UNLOAD",
];

pub(super) fn import(source: &Source) -> Result<Script, Vec<Diagnostic>> {
    let mut importer = Importer::default();
    let mut at = 0;
    while at < source.text().len() {
        let line = lexer::line(source, at);
        at = line.next;
        if let Some((comment, span)) = line.comment {
            importer.comment(comment, span);
        }
        let statement = match line.lexemes {
            Ok(lexemes) if lexemes.is_empty() => continue,
            Ok(lexemes) => statement(source, lexemes, line.span),
            Err(diagnostic) => Err(diagnostic),
        };
        match statement {
            Ok(statement) => importer.push(statement, line.span),
            Err(diagnostic) => importer.diagnostics.push(diagnostic),
        }
    }
    importer.finish()
}

fn statement(source: &Source, lexemes: Vec<Lexeme<'_>>, span: Span) -> Result<Statement, Diagnostic> {
    let directive = match lexemes.first().map(|lexeme| &lexeme.token) {
        Some(Token::Word(word)) if word.starts_with('.') => *word,
        _ => {
            let lexemes = close_counted_data(lexemes, span);
            return exchange::parse(&mut Cursor::new(source, &lexemes, span.end), false)
                .map(Statement::Exchange);
        }
    };
    let mut cursor = Cursor::new(source, &lexemes, span.end);
    let place = cursor.next_span();
    cursor.advance();
    match directive.to_ascii_uppercase().as_str() {
        ".POWER_ON" => power_on(&mut cursor),
        ".POWER_OFF" => Ok(Statement::PowerDown),
        ".CALL" => {
            let place = cursor.rest_span();
            // Options such as /LIST_OFF concern the listing only.
            let path = source.slice(place).split_whitespace().take_while(|word| !word.starts_with('/'));
            let path = path.collect::<Vec<_>>().join(" ").replace('\\', "/");
            if path.is_empty() {
                return Err(cursor
                    .error(place, "the name of a file is missing")
                    .with_help("write `.CALL file`"));
            }
            Ok(Statement::Include(path))
        }
        ".DEFINE" => {
            // W(..) and R(..) are variables of the runner, and not to be defined.
            let variable = match cursor.advance().map(|lexeme| &lexeme.token) {
                Some(Token::Variable(variable)) if !variable.name.starts_with('_') => variable,
                _ => {
                    return Err(cursor
                        .error(place, "`.DEFINE` names no variable")
                        .with_help("write `.DEFINE %NAME 0102`"));
                }
            };
            let place = cursor.rest_span();
            let value = Spanned::new(expression::expression(&mut cursor)?, place);
            cursor.finish(".DEFINE")?;
            Ok(Statement::Set { name: variable.name.clone(), value })
        }
        known if WITHOUT_EFFECT.contains(&known) => Ok(Statement::Comment(source.slice(span).to_string())),
        unknown => Err(cursor
            .error(place, format!("the directive `{unknown}` is not supported"))
            .with_help("supported are .POWER_ON, .POWER_OFF, .CALL and .DEFINE")),
    }
}

fn power_on(cursor: &mut Cursor<'_, '_>) -> Result<Statement, Diagnostic> {
    let mut kind = ResetKind::Warm;
    let mut atr = None;
    while let Some(lexeme) = cursor.peek() {
        match lexeme.token {
            Token::Word(option) if option.starts_with('/') => {
                if option.eq_ignore_ascii_case("/COLD") {
                    kind = ResetKind::Cold;
                }
                cursor.advance();
            }
            Token::Symbol("[") => atr = Some(mask::bracketed(cursor)?),
            // An answer to reset has no status word: what stands here is of no consequence.
            Token::Symbol("(") => {
                mask::parenthesized(cursor)?;
            }
            _ => {
                return Err(cursor
                    .error(lexeme.span, "this is no option of `.POWER_ON`")
                    .with_help("write `.POWER_ON`, `.POWER_ON /COLD` or `.POWER_ON [3B XX]`"));
            }
        }
    }
    Ok(Statement::Reset { kind, atr })
}

/// `<?>` opens counted data, which ends where the expectations begin.
fn close_counted_data<'s>(lexemes: Vec<Lexeme<'s>>, span: Span) -> Vec<Lexeme<'s>> {
    let mut out = Vec::with_capacity(lexemes.len());
    let mut open = 0_usize;
    let close = |out: &mut Vec<Lexeme<'s>>, open: &mut usize, at: usize| {
        for _ in 0..core::mem::take(open) {
            out.push(Lexeme { token: Token::Symbol(")"), span: Span::new(at, at), glued: false });
        }
    };
    for mut lexeme in lexemes {
        if lexeme.is_symbol(lexer::COUNT) {
            lexeme.token = Token::Symbol("#(");
            lexeme.glued = false;
            open = open.saturating_add(1);
        } else if lexeme.is_symbol("[") || lexeme.is_symbol("(") {
            close(&mut out, &mut open, lexeme.span.start);
        }
        out.push(lexeme);
    }
    close(&mut out, &mut open, span.end);
    out
}
