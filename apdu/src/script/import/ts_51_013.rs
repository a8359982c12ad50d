//! Scripts of 3GPP TS 51.013 annex B (formerly TS 11.13).
//!
//! A statement begins with three letters: `CMD` a command with `[data]` and `(status)` expected of it,
//! `RST` reset, `INI` terminal profile and the proactive session after it, `OFF` power off, `REM` a
//! comment, `SWI` a branch on the last status word. The annex describes `SWI` as labelled lists of
//! statements; here the labels are status words with a colon, on lines of their own or before a statement,
//! and the lists end at `END`, at the next `SWI`, or with the file. A status word without a label passes by.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::ast::{Case, ResetKind, Script, Statement, Switch};
use super::super::diagnostic::Diagnostic;
use super::super::lexer::{self, Lexeme, Token};
use super::super::parser::{Cursor, exchange, expression, mask};
use super::super::pattern::StatusPattern;
use super::super::source::{Source, Span, Spanned};
use super::Importer;

pub(super) fn import(source: &Source) -> Result<Script, Vec<Diagnostic>> {
    let mut reader = Reader { source, importer: Importer::default(), switch: None };
    let mut at = 0;
    while at < source.text().len() {
        at = reader.logical_line(at);
    }
    reader.end_switch();
    reader.importer.finish()
}

struct OpenSwitch {
    span: Span,
    /// Something in it was reported: that it has no label is not reported as well.
    faulty: bool,
    cases: Vec<Case>,
    label: Option<Vec<StatusPattern>>,
    /// The statements around the switch.
    outer: Vec<Spanned<Statement>>,
}

struct Reader<'s> {
    source: &'s Source,
    importer: Importer,
    switch: Option<OpenSwitch>,
}

impl Reader<'_> {
    /// Reads the logical line at `start` and tells where the next begins.
    fn logical_line(&mut self, start: usize) -> usize {
        let rest = self.source.text().get(start..).unwrap_or_default();
        let physical = rest.split('\n').next().unwrap_or_default();
        let content = physical.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        let begin = start.saturating_add(physical.len().saturating_sub(content.len()));
        let after = start.saturating_add(physical.len()).saturating_add(1);
        if content.is_empty() {
            return after;
        }
        if let Some(comment) =
            content.strip_prefix("REM").filter(|text| !text.starts_with(char::is_alphanumeric))
        {
            let span = Span::new(begin, begin.saturating_add(content.trim_end().len()));
            self.importer.comment(comment, span);
            return after;
        }
        let (line, next) = lexer::line_at(self.source, begin);
        let result = line.and_then(|line| self.statement(&line.lexemes, line.span));
        if let Err(diagnostic) = result {
            if let Some(switch) = &mut self.switch {
                switch.faulty = true;
            }
            self.importer.diagnostics.push(diagnostic);
        }
        next.max(after.min(self.source.text().len()))
    }

    fn statement(&mut self, lexemes: &[Lexeme<'_>], span: Span) -> Result<(), Diagnostic> {
        let Some(lexeme) = lexemes.first() else { return Ok(()) };
        let Token::Word(word) = lexeme.token else {
            return Err(self.unknown(lexeme.span));
        };
        let mut cursor = Cursor::new(self.source, lexemes, span.end);
        if let Some(count) = label_length(lexemes) {
            self.label(lexemes.get(..count).unwrap_or_default())?;
            return self.statement(lexemes.get(count..).unwrap_or_default(), span);
        }
        cursor.advance();
        let statement = match word {
            "CMD" => Statement::Exchange(exchange::parse(&mut cursor, false)?),
            "RST" => Statement::Reset { kind: ResetKind::Cold, atr: None },
            "OFF" => Statement::PowerDown,
            "INI" => {
                let place = cursor.rest_span();
                let profile = expression::expression(&mut cursor)?;
                if profile.parts.is_empty() {
                    return Err(cursor
                        .error(place, "the terminal profile is missing")
                        .with_help("write `INI FF FF FF`"));
                }
                // TS 51.013 is for the GSM SIM, whose class byte is A0 (TS 51.011).
                Statement::TerminalProfile { class: 0xA0, profile: Spanned::new(profile, place) }
            }
            "SWI" => {
                self.end_switch();
                let outer = core::mem::take(&mut self.importer.statements);
                self.switch = Some(OpenSwitch { span, faulty: false, cases: Vec::new(), label: None, outer });
                return self.statement(lexemes.get(1..).unwrap_or_default(), span);
            }
            "END" if self.switch.is_some() => {
                self.end_switch();
                return cursor.finish(word);
            }
            _ => return Err(self.unknown(lexeme.span)),
        };
        cursor.finish(word)?;
        if matches!(&self.switch, Some(OpenSwitch { label: None, .. })) {
            return Err(cursor
                .error(span, "a statement before the first label of `SWI`")
                .with_help("begin with a status word and a colon: `9000:`"));
        }
        self.importer.push(statement, span);
        Ok(())
    }

    fn unknown(&self, span: Span) -> Diagnostic {
        Diagnostic::new(
            self.source,
            span,
            format!("`{}` is no statement of TS 51.013", self.source.slice(span)),
        )
        .with_help("statements begin with CMD, RST, INI, OFF, SWI or REM; `\\` continues a line")
    }

    /// `9000:` or `91 XX:`, `9000, 9FXX:`; the last word has the colon.
    fn label(&mut self, lexemes: &[Lexeme<'_>]) -> Result<(), Diagnostic> {
        let span =
            lexemes.iter().fold(lexemes.first().map_or(Span::default(), |l| l.span), |all, l| all.to(l.span));
        let mut status = Vec::new();
        let mut digits = String::new();
        for lexeme in lexemes {
            match lexeme.token {
                Token::Word(word) => digits.push_str(word.trim_end_matches(':')),
                _ => self.end_of_status(&mut digits, &mut status, span)?,
            }
        }
        self.end_of_status(&mut digits, &mut status, span)?;
        let body = core::mem::take(&mut self.importer.statements);
        let Some(switch) = &mut self.switch else {
            self.importer.statements = body;
            return Err(Diagnostic::new(self.source, span, "a label outside of `SWI`")
                .with_help("begin the branch with a line `SWI`"));
        };
        if let Some(label) = switch.label.replace(status) {
            switch.cases.push(Case { status: label, body });
        }
        Ok(())
    }

    fn end_of_status(
        &self,
        digits: &mut String,
        status: &mut Vec<StatusPattern>,
        span: Span,
    ) -> Result<(), Diagnostic> {
        let pattern = mask::status_pattern(digits).ok_or_else(|| {
            Diagnostic::new(self.source, span, format!("`{digits}` is no status word"))
                .with_help("a label of `SWI` is four hexadecimal digits, X for any, and a colon")
        })?;
        digits.clear();
        status.push(pattern);
        Ok(())
    }

    fn end_switch(&mut self) {
        let Some(mut switch) = self.switch.take() else { return };
        let body = core::mem::replace(&mut self.importer.statements, switch.outer);
        match switch.label {
            Some(label) => switch.cases.push(Case { status: label, body }),
            None => {
                // Comments only: nothing else is let in before the first label.
                self.importer.statements.extend(body);
            }
        }
        if switch.cases.is_empty() && switch.faulty {
            return;
        }
        if switch.cases.is_empty() {
            self.importer.diagnostics.push(
                Diagnostic::new(self.source, switch.span, "`SWI` without a label")
                    .with_help("go on with a status word and a colon: `9000:`"),
            );
            return;
        }
        let statement = Statement::Switch(Switch { cases: switch.cases, otherwise: Some(Vec::new()) });
        self.importer.push(statement, switch.span);
    }
}

/// How many tokens the label at the start of the line has, if there is one.
fn label_length(lexemes: &[Lexeme<'_>]) -> Option<usize> {
    let end = lexemes.iter().position(|lexeme| match lexeme.token {
        Token::Word(word) => word.ends_with(':'),
        _ => false,
    })?;
    let count = end.checked_add(1)?;
    let label = lexemes.get(..count)?.iter().all(|lexeme| match lexeme.token {
        Token::Word(word) => word.chars().all(|c| mask::masked_nibble(c).is_some() || c == ':'),
        _ => lexeme.is_symbol(",") || lexeme.is_symbol("|"),
    });
    label.then_some(count)
}
