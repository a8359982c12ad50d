//! What passed between a reader and a card, kept and told.
//!
//! A [`Record`] is one thing that a reader did with a card (power, reset, a command and its response) with
//! what the card told about itself meanwhile; a [`Session`] is many of them in order, kept as JSON lines.
//! Records are shown in three ways:
//!
//! | Module | Shows them as |
//! |---|---|
//! | [`words`] | text for people: names of instructions, fields, BER-TLV trees, status words, reasons of refusals |
//! | [`script`] | a script that repeats the session and expects the same answers |
//! | [`pcap`] | a capture file with GSMTAP headers, which Wireshark opens |
//!
//! [`Recorder`] makes records and gives them to a [`RecordSink`]; [`TracedCard`] does so for every use of a
//! [`SmartCard`](crate::smart_card::SmartCard). Whatever a record holds, malformed commands included, no
//! module here panics on it.
//!
//! Records hold commands as they were sent, PINs and keys included. Only [`words`] hides them.
//!
//! ```
//! use cardamom_emulator::trace::{Recorder, Session, Timestamp, words};
//!
//! let mut recorder = Recorder::new(Session::default());
//! recorder.power_up(Timestamp::default(), &[0x3B, 0x00])?;
//! recorder.exchange(Timestamp::default(), 0, &[0x00, 0xA4, 0x04, 0x00], Some(&[0x6A, 0x82]))?;
//! let text = words::to_text(recorder.sink(), words::Options::default());
//! assert!(text.contains("< 6A 82  file or application not found"));
//! # Ok::<(), std::io::Error>(())
//! ```

mod hexadecimal;
pub mod pcap;
mod record;
mod recorder;
pub mod script;
mod session;
mod traced_card;
pub mod words;

pub use record::{CardEvent, Entry, Exchange, Record, Timestamp};
pub use recorder::{EventTracer, RecordSink, Recorder};
pub use session::{JsonLines, Session, SessionError};
pub use traced_card::TracedCard;

#[cfg(test)]
mod tests;
