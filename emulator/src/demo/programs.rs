//! PC/SC programs that others wrote.

use std::io;
use std::io::Write;
use std::process::{Command, Stdio};

use super::DemoError;
use super::narrator::Narrator;

/// Program, arguments, input.
const PROGRAMS: [(&str, &[&str], &str); 3] = [
    ("opensc-tool", &["--list-readers"], ""),
    ("pcsc_scan", &["-r"], ""),
    ("scriptor", &["-r", "Cardamom wallet 00 00"], SCRIPT),
];

/// Select the purse, read its balance.
const SCRIPT: &str = "00 A4 04 00 09 A0 00 00 00 03 86 98 07 01 00\n80 5C 00 02 04\n";

/// Runs those that are installed and shows what they print.
pub(super) fn show(tell: &mut Narrator<'_>) -> Result<(), DemoError> {
    for (program, arguments, input) in PROGRAMS {
        tell.say(&format!("$ {program} {}", arguments.join(" ")))?;
        let started = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut child = match started {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                tell.text("(not installed here)")?;
                continue;
            }
            started => started?,
        };
        if let Some(mut stdin) = child.stdin.take() {
            // A program that reads nothing may have ended already.
            let _ = stdin.write_all(input.as_bytes());
        }
        let output = child.wait_with_output()?;
        tell.text(String::from_utf8_lossy(&output.stdout).trim_end())?;
        if !output.status.success() {
            // Not what is shown here: the demonstration goes on.
            tell.bad(&format!("{program} failed: {}", output.status))?;
        }
    }
    Ok(())
}
