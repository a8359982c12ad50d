//! The output of apdutool, for comparison with `.expected.out` files.

use std::io::{self, Write};

use cardamom_apdu::Command;
use cardamom_apdu::script::{Action, Outcome, StepReport};

use super::Reporter;

/// Writes a line as apdutool does for each command: all of it in lower-case hexadecimal, Lc with the data
/// sent, Le with the number of bytes that came and those bytes, and the status word.
///
/// ```text
/// CLA: 80, INS: 10, P1: 00, P2: 00, Lc: 02, 01, 02, Le: 01, ff, SW1: 90, SW2: 00
/// ```
#[derive(Debug)]
pub struct ApdutoolReporter<W> {
    out: W,
}

impl<W: Write> ApdutoolReporter<W> {
    /// Lines into `out`.
    pub const fn new(out: W) -> Self {
        Self { out }
    }

    fn field(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        // Lengths above 255 are those of extended APDUs and have two bytes.
        let width = if bytes.len() > 0xFF { 4 } else { 2 };
        write!(self.out, ", {name}: {:0width$x}", bytes.len())?;
        bytes.iter().try_for_each(|byte| write!(self.out, ", {byte:02x}"))
    }
}

impl<W: Write> Reporter for ApdutoolReporter<W> {
    fn step(&mut self, step: &StepReport) -> io::Result<()> {
        let (command, response) = match &step.action {
            Action::Command { command, response, .. } => (command, response),
            Action::Echo(text) => return writeln!(self.out, "{text}"),
            _ => return Ok(()),
        };
        let ([cla, ins, p1, p2, ..], Some((data, [sw1, sw2]))) =
            (command.as_slice(), response.split_last_chunk::<2>())
        else {
            return Ok(());
        };
        write!(self.out, "CLA: {cla:02x}, INS: {ins:02x}, P1: {p1:02x}, P2: {p2:02x}")?;
        let sent = Command::parse(command).map(|command| command.data().to_vec()).unwrap_or_default();
        self.field("Lc", &sent)?;
        self.field("Le", data)?;
        writeln!(self.out, ", SW1: {sw1:02x}, SW2: {sw2:02x}")
    }

    fn finish(&mut self, _outcome: &Outcome) -> io::Result<()> {
        self.out.flush()
    }
}
