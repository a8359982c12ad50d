//! Recordings in the form of apdu4j: command, duration, response.

use std::io::{self, Write};

use cardamom_apdu::hex::Hex;
use cardamom_apdu::script::{Action, Outcome, StepReport};

use super::Reporter;

/// Writes each command APDU, `# 24ms` where time is measured, and the response APDU, a line each.
///
/// Such a file can be run again: it is imported as commands of which exactly these responses are expected.
#[derive(Debug)]
pub struct DumpReporter<W> {
    out: W,
}

impl<W: Write> DumpReporter<W> {
    /// A recording into `out`.
    pub const fn new(out: W) -> Self {
        Self { out }
    }
}

impl<W: Write> Reporter for DumpReporter<W> {
    fn step(&mut self, step: &StepReport) -> io::Result<()> {
        match &step.action {
            // Without a response there is nothing that could be replayed.
            Action::Command { command, response, .. } if !response.is_empty() => {
                writeln!(self.out, "{}", Hex(command))?;
                if let Some(micros) = step.duration_micros {
                    writeln!(self.out, "# {}ms", micros.div_ceil(1000))?;
                }
                writeln!(self.out, "{}", Hex(response))
            }
            Action::PowerUp { atr } | Action::Reset { atr, .. } => writeln!(self.out, "# ATR: {}", Hex(atr)),
            Action::Echo(text) => text.lines().try_for_each(|line| writeln!(self.out, "# {line}")),
            _ => Ok(()),
        }
    }

    fn finish(&mut self, _outcome: &Outcome) -> io::Result<()> {
        self.out.flush()
    }
}
