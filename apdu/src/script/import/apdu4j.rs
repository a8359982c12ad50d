//! Recordings of apdu4j: a command APDU, `# 24ms`, the response APDU.
//!
//! Each pair becomes a command of which exactly that response is expected. The durations are those of the
//! recorded card and no promise of this one: they are left out.

use alloc::vec::Vec;

use super::super::ast::{Script, Statement};
use super::super::diagnostic::Diagnostic;
use super::super::pattern::DataPattern;
use super::super::source::{Source, Span, Spanned};
use super::{Importer, command, expecting, trimmed_lines};
use crate::hex;

/// Is this a comment that tells how long a response took?
pub(super) fn is_duration(line: &str) -> bool {
    line.strip_prefix('#').and_then(|rest| rest.trim().strip_suffix("ms")).is_some_and(|number| {
        let number = number.trim();
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

pub(super) fn import(source: &Source) -> Result<Script, Vec<Diagnostic>> {
    let mut importer = Importer::default();
    let mut pending: Option<(Vec<u8>, Span)> = None;
    for (line, span) in trimmed_lines(source.text()) {
        if line.is_empty() || is_duration(line) {
            continue;
        }
        if line.starts_with('#') {
            importer.comment(line, span);
            continue;
        }
        let bytes = match hex::decode(line) {
            Ok(bytes) => bytes,
            Err(error) => {
                let diagnostic = Diagnostic::new(source, span, alloc::format!("not hexadecimal: {error}"));
                importer
                    .diagnostics
                    .push(diagnostic.with_help("a line is a command APDU, or the response to it"));
                // What was meant, a command or its response, is counted all the same.
                pending = if pending.is_some() { None } else { Some((Vec::new(), span)) };
                continue;
            }
        };
        match pending.take() {
            None => pending = Some((bytes, span)),
            Some((sent, sent_span)) => match bytes.split_last_chunk::<2>() {
                Some((data, status)) => {
                    let status = u16::from_be_bytes(*status);
                    let mut exchange = expecting(command(&sent), status, span);
                    exchange.data = Some(Spanned::new(DataPattern::exact(data), span));
                    importer.push(Statement::Exchange(exchange), sent_span.to(span));
                }
                None => importer.diagnostics.push(
                    Diagnostic::new(source, span, "a response has at least a status word")
                        .with_help("commands and responses take turns, one a line"),
                ),
            },
        }
    }
    if let Some((_, span)) = pending {
        let diagnostic = Diagnostic::new(source, span, "this command has no response");
        importer.diagnostics.push(diagnostic.with_help("commands and responses take turns, one a line"));
    }
    importer.finish()
}
