//! Findings as people read them: with the line of the source.

use std::fs;
use std::io::Write as _;

use anstyle::{AnsiColor, Style};
use cardamom_converter::{Diagnostic, Severity};

use super::inputs::Inputs;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const FRAME: Style = AnsiColor::Blue.on_default().bold();
const BOLD: Style = Style::new().bold();

/// Tells findings on standard error.
pub(super) fn tell(findings: &[Diagnostic], inputs: &Inputs) {
    let mut stderr = anstream::stderr().lock();
    for finding in findings {
        // Where standard error is gone, nobody can be told.
        let _ = stderr.write_all(render(finding, inputs).as_bytes());
    }
}

fn render(finding: &Diagnostic, inputs: &Inputs) -> String {
    let (style, word) = match finding.severity {
        Severity::Error => (ERROR, "error"),
        Severity::Warning => (WARNING, "warning"),
    };
    let mut text = format!("{style}{word}{style:#}{BOLD}: {}{BOLD:#}\n", finding.message);
    let mut margin = 1;
    if let Some(place) = &finding.place {
        let source = inputs.source(&place.file);
        let shown = source.map_or_else(|| place.file.clone(), |path| path.display().to_string());
        let number = place.line.map(|line| line.to_string());
        margin = number.as_ref().map_or(1, String::len);
        let blank = " ".repeat(margin);
        match &number {
            Some(number) => text.push_str(&format!("{blank}{FRAME}-->{FRAME:#} {shown}:{number}\n")),
            None => text.push_str(&format!("{blank}{FRAME}-->{FRAME:#} {shown}\n")),
        }
        let line = place.line.and_then(|line| {
            let text = fs::read_to_string(source?).ok()?;
            text.lines().nth(usize::from(line).checked_sub(1)?).map(str::to_owned)
        });
        if let (Some(number), Some(line)) = (number, line) {
            let line = line.replace('\t', "    ");
            text.push_str(&format!(
                "{blank} {FRAME}|{FRAME:#}\n{FRAME}{number} |{FRAME:#} {}\n",
                line.trim_end()
            ));
            text.push_str(&format!("{blank} {FRAME}|{FRAME:#}\n"));
        }
    }
    if let Some(help) = &finding.help {
        let blank = " ".repeat(margin);
        text.push_str(&format!("{blank} {FRAME}={FRAME:#} {BOLD}help{BOLD:#}: {help}\n"));
    }
    text.push('\n');
    text
}
