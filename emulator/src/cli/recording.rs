//! The options that say how a session is watched and kept.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::error::CliError;
use super::output::{create_private_file, of_file, stderr_has_colours};
use crate::trace::{JsonLines, Record, RecordSink, pcap, words};

/// How a session is watched and kept.
#[derive(Debug, Args)]
pub(super) struct RecordingOptions {
    /// Tell on standard error what passes, in words: commands, data, status words, reasons of refusals
    #[arg(long)]
    trace: bool,

    /// Show PINs and keys in the trace, which are hidden otherwise
    #[arg(long, requires = "trace")]
    show_secrets: bool,

    /// Write what passes into a capture file for Wireshark. With several cards, one file each: the card's name
    /// goes before the extension
    #[arg(long, value_name = "FILE")]
    pcap: Option<PathBuf>,

    /// Record what passes, for `cardamom trace`. It holds PINs and keys. With several cards, one file each
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
}

/// Where a card's records go.
pub(super) struct Recording {
    pub(super) sinks: Vec<Box<dyn RecordSink + Send>>,
}

impl RecordingOptions {
    /// Whether anything is asked for.
    pub(super) fn is_wanted(&self) -> bool {
        self.trace || self.pcap.is_some() || self.record.is_some()
    }

    /// Begins to record a card, which is one of several or the only one.
    pub(super) fn start(&self, card: &str, several: bool) -> Result<Recording, CliError> {
        let mut sinks: Vec<Box<dyn RecordSink + Send>> = Vec::new();
        if self.trace {
            let options = words::Options {
                colour: stderr_has_colours(),
                show_secrets: self.show_secrets,
                times: false,
            };
            let prefix = if several { format!("{card}: ") } else { String::new() };
            let printer = words::Printer::new(PrefixedLines::new(prefix), options);
            sinks.push(Box::new(ToldSink::new("the trace", printer)));
        }
        if let Some(path) = &self.pcap {
            let path = path_for(path, card, several);
            let writer = pcap::Writer::new(create_private_file(&path)?, pcap::LinkType::default());
            let writer = writer.map_err(|error| of_file(&path, &error))?;
            sinks.push(Box::new(ToldSink::new(&path.display().to_string(), writer)));
        }
        if let Some(path) = &self.record {
            let path = path_for(path, card, several);
            let lines = JsonLines::new(create_private_file(&path)?);
            sinks.push(Box::new(ToldSink::new(&path.display().to_string(), lines)));
        }
        Ok(Recording { sinks })
    }
}

/// A sink that tells when it fails: the card and the other sinks go on, and this one ends.
#[derive(Debug)]
struct ToldSink<S> {
    name: String,
    sink: Option<S>,
}

impl<S: RecordSink> ToldSink<S> {
    fn new(name: &str, sink: S) -> Self {
        Self { name: name.to_owned(), sink: Some(sink) }
    }
}

impl<S: RecordSink> RecordSink for ToldSink<S> {
    fn record(&mut self, record: &Record) -> io::Result<()> {
        if let Some(Err(error)) = self.sink.as_mut().map(|sink| sink.record(record)) {
            self.sink = None;
            // Where standard error itself is what failed, nobody can be told, and that is no reason to panic.
            let _ = writeln!(io::stderr(), "cardamom: {}: {error}: recording ends here", self.name);
        }
        Ok(())
    }
}

/// The file of one of several cards: `session.pcap` becomes `session.wallet.pcap`.
fn path_for(path: &Path, card: &str, several: bool) -> PathBuf {
    if !several {
        return path.to_owned();
    }
    match path.extension() {
        Some(extension) => {
            let mut extended = std::ffi::OsString::from(card);
            extended.push(".");
            extended.push(extension);
            path.with_extension(extended)
        }
        None => path.with_extension(card),
    }
}

/// Writes whole lines to standard error, each with a prefix.
#[derive(Debug)]
struct PrefixedLines {
    prefix: String,
    line: Vec<u8>,
}

impl PrefixedLines {
    fn new(prefix: String) -> Self {
        Self { prefix, line: Vec::new() }
    }
}

impl Write for PrefixedLines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.line.extend_from_slice(bytes);
        while let Some(end) = self.line.iter().position(|byte| *byte == b'\n') {
            let rest = self.line.split_off(end + 1);
            let line = std::mem::replace(&mut self.line, rest);
            let mut stderr = io::stderr().lock();
            stderr.write_all(self.prefix.as_bytes())?;
            stderr.write_all(&line)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sink_that_fails_ends_alone() {
        use crate::trace::{Recorder, Session, Timestamp};

        /// Output that takes nothing, as a pipe that nobody reads.
        struct Gone;

        impl RecordSink for Gone {
            fn record(&mut self, _: &Record) -> io::Result<()> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
        }

        let sinks: Vec<Box<dyn RecordSink>> =
            vec![Box::new(ToldSink::new("the trace", Gone)), Box::new(Session::default())];
        let mut recorder = Recorder::new(sinks);
        recorder.power_up(Timestamp::default(), &[0x3B, 0x00]).unwrap();
        recorder.power_down(Timestamp::default()).unwrap();
    }

    #[test]
    fn several_cards_have_a_file_each() {
        let path = |path, several| path_for(Path::new(path), "wallet", several);
        assert_eq!(path("a/session.pcap", false), Path::new("a/session.pcap"));
        assert_eq!(path("a/session.pcap", true), Path::new("a/session.wallet.pcap"));
        assert_eq!(path("session", true), Path::new("session.wallet"));
    }
}
