//! What led to a defect of the card software, kept to be repeated.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use cardamom_apdu::hex::Hex;

use crate::panic_guard::PanicReport;

/// Bytes of commands that are kept at most.
const MAX_KEPT: usize = 1024 * 1024;

/// The commands since the card was last reset, the latest of them when they are too many.
#[derive(Debug, Default)]
pub(super) struct History {
    commands: VecDeque<Sent>,
    length: usize,
    dropped: u64,
}

#[derive(Debug)]
struct Sent {
    command: Vec<u8>,
    /// The last two bytes of the response; `None` while there is none.
    status_word: Option<[u8; 2]>,
}

impl History {
    /// The card is being reset.
    pub(super) fn begin(&mut self) {
        *self = Self::default();
    }

    /// A command is being sent.
    pub(super) fn command(&mut self, command: &[u8]) {
        self.length += command.len();
        self.commands.push_back(Sent { command: command.to_vec(), status_word: None });
        while self.length > MAX_KEPT && self.commands.len() > 1 {
            if let Some(oldest) = self.commands.pop_front() {
                self.length -= oldest.command.len();
                self.dropped += 1;
            }
        }
    }

    /// The last command was answered.
    pub(super) fn response(&mut self, response: &[u8]) {
        if let Some(last) = self.commands.back_mut() {
            last.status_word = response.last_chunk().copied();
        }
    }

    /// The commands as a script that can be run again.
    pub(super) fn to_script(&self, card: &str, report: &PanicReport) -> String {
        let mut script = String::new();
        // Writing to a String cannot fail.
        let _ = writeln!(script, "# The card software of Cardamom {} failed.", env!("CARGO_PKG_VERSION"));
        let _ = writeln!(script, "# Card: {card}");
        for line in report.to_string().lines() {
            let _ = writeln!(script, "# {line}");
        }
        if self.dropped > 0 {
            let _ = writeln!(script, "# {} earlier commands are left out.", self.dropped);
        }
        let _ = writeln!(script, "powerup");
        for Sent { command, status_word } in &self.commands {
            let _ = match status_word {
                Some(status_word) => writeln!(script, "{} ({})", Hex(command), Hex(status_word)),
                None => writeln!(script, "{} # no answer", Hex(command)),
            };
        }
        script
    }

    /// Writes the script into a new file of this folder, where there is one, and gives its path.
    pub(super) fn write_report(
        &self,
        card: &str,
        report: &PanicReport,
        folder: Option<&Path>,
    ) -> io::Result<Option<PathBuf>> {
        let Some(folder) = folder else { return Ok(None) };
        fs::create_dir_all(folder)?;
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let path = folder.join(format!("{card}-{}.{:03}.apdu", now.as_secs(), now.subsec_millis()));
        // PINs and keys may be in the commands.
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        file.write_all(self.to_script(card, report).as_bytes())?;
        Ok(Some(path))
    }
}
