//! Sessions, and how they are kept.

use std::io::{self, BufRead, Write};

use thiserror::Error;

use super::record::Record;
use super::recorder::RecordSink;

/// What passed between a reader and a card, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// The records, oldest first.
    pub records: Vec<Record>,
}

/// Why a kept session cannot be read.
#[derive(Debug, Error)]
pub enum SessionError {
    /// The input could not be read.
    #[error("the session cannot be read: {0}")]
    Io(#[from] io::Error),
    /// A line is no record.
    #[error("line {line} of the session is no record: {source}")]
    Line {
        /// Number of the line, from 1.
        line: usize,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

impl Session {
    /// Reads a session that [`JsonLines`] wrote: one record a line, empty lines allowed.
    ///
    /// # Errors
    /// [`SessionError`] with the number of the line.
    pub fn read_json_lines(input: impl BufRead) -> Result<Self, SessionError> {
        let mut records = Vec::new();
        for (index, text) in input.lines().enumerate() {
            let text = text?;
            if text.trim().is_empty() {
                continue;
            }
            let record = serde_json::from_str(&text)
                .map_err(|source| SessionError::Line { line: index.saturating_add(1), source })?;
            records.push(record);
        }
        Ok(Self { records })
    }

    /// Writes the session as JSON lines.
    ///
    /// # Errors
    /// As the output fails.
    pub fn write_json_lines(&self, output: impl Write) -> io::Result<()> {
        self.replay(&mut JsonLines::new(output))
    }

    /// Gives every record to `sink`.
    ///
    /// # Errors
    /// As the sink fails; the rest is not given then.
    pub fn replay(&self, sink: &mut impl RecordSink) -> io::Result<()> {
        self.records.iter().try_for_each(|record| sink.record(record))
    }
}

impl RecordSink for Session {
    fn record(&mut self, record: &Record) -> io::Result<()> {
        self.records.push(record.clone());
        Ok(())
    }
}

/// Writes records as they come, one JSON object a line.
#[derive(Debug)]
pub struct JsonLines<W>(W);

impl<W: Write> JsonLines<W> {
    /// A writer to `output`, which is flushed after each record.
    pub const fn new(output: W) -> Self {
        Self(output)
    }
}

impl<W: Write> RecordSink for JsonLines<W> {
    fn record(&mut self, record: &Record) -> io::Result<()> {
        serde_json::to_writer(&mut self.0, record)?;
        self.0.write_all(b"\n")?;
        self.0.flush()
    }
}
