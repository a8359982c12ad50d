//! A report for people.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use cardamom_apdu::StatusWord;
use cardamom_apdu::hex::Hex;
use cardamom_apdu::script::{Action, CheckReport, Outcome, StepReport};

use super::{Reporter, action_words};

/// Writes each step as it happens, failures with what was expected and where the difference is, and a sum.
#[derive(Debug)]
pub struct HumanReporter<W> {
    out: W,
    colours: bool,
}

impl<W: Write> HumanReporter<W> {
    /// A report into `out`, with ANSI colours or without.
    pub const fn new(out: W, colours: bool) -> Self {
        Self { out, colours }
    }

    fn paint(&mut self, style: Style, text: &str) -> io::Result<()> {
        if self.colours {
            write!(self.out, "{style}{text}{style:#}")
        } else {
            self.out.write_all(text.as_bytes())
        }
    }

    fn check(&mut self, check: &CheckReport) -> io::Result<()> {
        let Some(mismatch) = &check.mismatch else {
            write!(self.out, "  ")?;
            self.paint(GOOD, "ok  ")?;
            return writeln!(self.out, " {}", check.expectation);
        };
        write!(self.out, "  ")?;
        self.paint(BAD, "FAIL")?;
        writeln!(self.out, " {} at {}", check.expectation, check.location)?;
        writeln!(self.out, "       expected {}", mismatch.expected)?;
        writeln!(self.out, "       actual   {}", mismatch.actual)?;
        if let Some(marker) = mismatch.marker() {
            write!(self.out, "                ")?;
            self.paint(BAD, &marker)?;
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn response(&mut self, step: &StepReport, response: &[u8]) -> io::Result<()> {
        let Some((data, status)) = response.split_last_chunk::<2>() else { return Ok(()) };
        let status = StatusWord::new(u16::from_be_bytes(*status));
        write!(self.out, "  << ")?;
        if !data.is_empty() {
            write!(self.out, "{} ", Hex(data))?;
        }
        let style = if step.unexpected_status { WARNING } else { Style::new() };
        self.paint(style, &format!("{:04X}", status.value()))?;
        self.paint(DIM, &format!("  {}", status.meaning()))?;
        if let Some(micros) = step.duration_micros {
            let took = format!("  {}.{:03} ms", micros / 1000, micros % 1000);
            self.paint(if step.is_over_budget() { WARNING } else { DIM }, &took)?;
        }
        if let Some(budget) = step.budget_micros.filter(|_| step.is_over_budget()) {
            self.paint(WARNING, &format!(", over its budget of {}.{:03} ms", budget / 1000, budget % 1000))?;
        }
        writeln!(self.out)
    }
}

const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default();
const DIM: Style = Style::new().dimmed();

impl<W: Write> Reporter for HumanReporter<W> {
    fn step(&mut self, step: &StepReport) -> io::Result<()> {
        if let Action::Echo(text) = &step.action {
            return writeln!(self.out, "{text}");
        }
        self.paint(DIM, &step.location.to_string())?;
        match &step.action {
            Action::Command { command, response, secure } => {
                writeln!(self.out, "{}", if *secure { "  secure" } else { "" })?;
                if !command.is_empty() {
                    writeln!(self.out, "  >> {}", Hex(command))?;
                }
                self.response(step, response)?;
            }
            Action::PowerUp { atr } | Action::Reset { atr, .. } if step.error.is_none() => {
                writeln!(self.out, "  {}: ATR {}", action_words(step), Hex(atr))?;
            }
            _ => writeln!(self.out, "  {}", action_words(step))?,
        }
        for check in &step.checks {
            self.check(check)?;
        }
        for (name, value) in &step.variables {
            writeln!(self.out, "  {name} = {}", Hex(value))?;
        }
        if let Some(error) = &step.error {
            write!(self.out, "  ")?;
            self.paint(BAD, "FAIL")?;
            writeln!(self.out, " {error}")?;
        }
        Ok(())
    }

    fn finish(&mut self, outcome: &Outcome) -> io::Result<()> {
        let (style, word) = if outcome.is_success() { (GOOD, "passed") } else { (BAD, "FAILED") };
        self.paint(style, word)?;
        write!(
            self.out,
            ": {} statements, {} expectations met, {} failures",
            outcome.statements, outcome.passed, outcome.failed
        )?;
        if outcome.unexpected_status > 0 {
            write!(self.out, ", {} unexpected status words", outcome.unexpected_status)?;
        }
        if outcome.over_budget > 0 {
            write!(self.out, ", {} over their time budget", outcome.over_budget)?;
        }
        writeln!(self.out)?;
        self.out.flush()
    }
}
