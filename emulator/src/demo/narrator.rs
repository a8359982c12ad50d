//! Telling what happens.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

const STEP: Style = AnsiColor::Cyan.on_default().bold();
const BYTES: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Yellow.on_default();

/// Writes numbered steps and what belongs to them.
pub(super) struct Narrator<'a> {
    out: &'a mut dyn Write,
    colours: bool,
    steps: u32,
}

impl<'a> Narrator<'a> {
    pub(super) fn new(out: &'a mut dyn Write, colours: bool) -> Self {
        Self { out, colours, steps: 0 }
    }

    /// Begins a step.
    pub(super) fn step(&mut self, title: &str) -> io::Result<()> {
        self.steps += 1;
        let title = format!("{}. {title}", self.steps);
        if self.steps > 1 {
            writeln!(self.out)?;
        }
        self.line(STEP, "", &title)
    }

    /// A line of the step.
    pub(super) fn say(&mut self, line: &str) -> io::Result<()> {
        self.line(Style::new(), "   ", line)
    }

    /// Something went as it should.
    pub(super) fn good(&mut self, line: &str) -> io::Result<()> {
        self.line(GOOD, "   ", line)
    }

    /// Something went wrong, as was to be shown.
    pub(super) fn bad(&mut self, line: &str) -> io::Result<()> {
        self.line(BAD, "   ", line)
    }

    /// Bytes on the wire.
    pub(super) fn bytes(&mut self, line: &str) -> io::Result<()> {
        self.line(BYTES, "     ", line)
    }

    /// Lines of somebody else.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        text.lines().try_for_each(|line| self.line(Style::new(), "     ", line.trim_end()))
    }

    fn line(&mut self, style: Style, indent: &str, line: &str) -> io::Result<()> {
        if line.is_empty() {
            writeln!(self.out)
        } else if self.colours {
            writeln!(self.out, "{indent}{style}{line}{style:#}")
        } else {
            writeln!(self.out, "{indent}{line}")
        }
    }
}
