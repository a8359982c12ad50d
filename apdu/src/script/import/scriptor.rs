//! Files of pcsc-tools `scriptor`.
//!
//! A line is a command APDU in hexadecimal (spaced or packed), `reset`, `exit`, or a `#` comment; `\`
//! continues a line. Unlike scriptor, which ends its run at any line that contains "exit" (a comment too),
//! `exit` and `reset` are taken as whole lines only.

use alloc::string::String;
use alloc::vec::Vec;

use super::super::ast::{ResetKind, Script, Statement};
use super::super::diagnostic::Diagnostic;
use super::super::lexer;
use super::super::parser::{Cursor, expression};
use super::super::source::Source;
use super::{Importer, command, trimmed_lines};

pub(super) fn import(source: &Source) -> Result<Script, Vec<Diagnostic>> {
    let mut importer = Importer::default();
    let mut skip_to = 0;
    for (line, span) in trimmed_lines(source.text()) {
        if span.start < skip_to || line.is_empty() {
            continue;
        }
        let lower: String = line.to_ascii_lowercase();
        if line.starts_with('#') {
            importer.comment(line, span);
        } else if lower == "reset" {
            importer.push(Statement::Reset { kind: ResetKind::Warm, atr: None }, span);
        } else if lower == "exit" {
            importer.push(Statement::Exit, span);
        } else {
            let (parsed, next) = lexer::line_at(source, span.start);
            skip_to = next;
            let bytes = parsed.and_then(|line| {
                let mut cursor = Cursor::new(source, &line.lexemes, line.span.end);
                let mut bytes = Vec::new();
                while let Some((word, span)) = cursor.word() {
                    bytes.extend(expression::hex_bytes(&cursor, word, span)?);
                }
                cursor.finish("command").map_err(|diagnostic| {
                    diagnostic.with_help("a line of a scriptor file is `reset`, `exit` or hexadecimal bytes")
                })?;
                Ok((bytes, line.span))
            });
            match bytes {
                Ok((bytes, span)) if !bytes.is_empty() => {
                    importer.push(Statement::Exchange(command(&bytes)), span);
                }
                Ok(_) => {}
                Err(diagnostic) => importer.diagnostics.push(diagnostic),
            }
        }
    }
    importer.finish()
}
