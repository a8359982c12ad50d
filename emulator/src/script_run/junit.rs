//! JUnit XML, as continuous-integration servers read it.
//!
//! Written here rather than with a library: it is four elements, and the libraries bring clocks and random
//! numbers into a report that is otherwise the same for the same run.

use std::io::{self, Write};

use cardamom_apdu::hex::Hex;
use cardamom_apdu::script::{Action, Outcome, StepReport};

use super::{Reporter, action_words};

/// Writes one `testsuite` when the run has ended: a `testcase` for each step that could fail, with a
/// `failure` where an expectation was not met and an `error` where the step could not be carried out.
#[derive(Debug)]
pub struct JunitReporter<W> {
    out: W,
    script: String,
    steps: Vec<StepReport>,
}

impl<W: Write> JunitReporter<W> {
    /// A report into `out`.
    pub const fn new(out: W) -> Self {
        Self { out, script: String::new(), steps: Vec::new() }
    }

    fn case(&mut self, step: &StepReport) -> io::Result<()> {
        let name = format!("line {}: {}", step.location.line, step.text);
        write!(
            self.out,
            "    <testcase name=\"{}\" classname=\"{}\" time=\"{}\"",
            attribute(&name),
            attribute(&step.location.file),
            seconds(step.duration_micros.unwrap_or(0))
        )?;
        let detail = detail(step);
        let failed: Vec<_> =
            step.checks.iter().filter_map(|check| check.mismatch.as_ref().map(|m| (check, m))).collect();
        if failed.is_empty() && step.error.is_none() && detail.is_empty() {
            return writeln!(self.out, "/>");
        }
        writeln!(self.out, ">")?;
        if let Some(error) = &step.error {
            writeln!(self.out, "      <error message=\"{}\"/>", attribute(&error.to_string()))?;
        } else if !failed.is_empty() {
            let message =
                failed.iter().map(|(check, _)| check.expectation.as_str()).collect::<Vec<_>>().join("; ");
            let mut text = String::new();
            for (check, mismatch) in &failed {
                text.push_str(&format!(
                    "{} {}\nexpected {}\nactual   {}\n",
                    check.location, check.expectation, mismatch.expected, mismatch.actual
                ));
                if let Some(marker) = mismatch.marker() {
                    text.push_str(&format!("         {marker}\n"));
                }
            }
            writeln!(
                self.out,
                "      <failure message=\"{}\">{}</failure>",
                attribute(&message),
                escape(&text)
            )?;
        }
        if !detail.is_empty() {
            writeln!(self.out, "      <system-out>{}</system-out>", escape(&detail))?;
        }
        writeln!(self.out, "    </testcase>")
    }
}

impl<W: Write> Reporter for JunitReporter<W> {
    fn begin(&mut self, script: &str) -> io::Result<()> {
        script.clone_into(&mut self.script);
        Ok(())
    }

    fn step(&mut self, step: &StepReport) -> io::Result<()> {
        if matches!(step.action, Action::Command { .. }) || !step.checks.is_empty() || step.error.is_some() {
            self.steps.push(step.clone());
        }
        Ok(())
    }

    fn finish(&mut self, _outcome: &Outcome) -> io::Result<()> {
        let steps = std::mem::take(&mut self.steps);
        let errors = steps.iter().filter(|step| step.error.is_some()).count();
        let failures = steps.iter().filter(|step| step.is_failure()).count() - errors;
        let time = steps.iter().filter_map(|step| step.duration_micros).fold(0, u64::saturating_add);
        let sums = format!(
            "tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\" time=\"{}\"",
            steps.len(),
            seconds(time)
        );
        writeln!(self.out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(self.out, "<testsuites {sums}>")?;
        writeln!(self.out, "  <testsuite name=\"{}\" {sums}>", attribute(&self.script))?;
        for step in &steps {
            self.case(step)?;
        }
        writeln!(self.out, "  </testsuite>\n</testsuites>")?;
        self.out.flush()
    }
}

/// The bytes that were exchanged.
fn detail(step: &StepReport) -> String {
    match &step.action {
        Action::Command { command, response, .. } => format!(">> {}\n<< {}\n", Hex(command), Hex(response)),
        Action::PowerUp { atr } | Action::Reset { atr, .. } => {
            format!("{}: ATR {}\n", action_words(step), Hex(atr))
        }
        _ => String::new(),
    }
}

fn seconds(micros: u64) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

/// Text as it may stand in an attribute, where line ends would else become blanks.
fn attribute(text: &str) -> String {
    escape(text).replace('\n', "&#10;").replace('\t', "&#9;")
}

/// Text as it may stand in an element of XML 1.0. Characters that XML cannot hold are replaced.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(character),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            other => out.push(other),
        }
    }
    out
}
