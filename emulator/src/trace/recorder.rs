//! Making records.

use std::io;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use cardamom_card_os::{Event, Tracer};

use super::record::{CardEvent, Entry, Exchange, Record, Timestamp};

/// Takes records as they happen.
pub trait RecordSink {
    /// Takes one record.
    ///
    /// # Errors
    /// As whatever the sink writes to fails.
    fn record(&mut self, record: &Record) -> io::Result<()>;
}

impl<S: RecordSink + ?Sized> RecordSink for Box<S> {
    fn record(&mut self, record: &Record) -> io::Result<()> {
        (**self).record(record)
    }
}

/// Several sinks that all take every record.
impl<S: RecordSink> RecordSink for Vec<S> {
    fn record(&mut self, record: &Record) -> io::Result<()> {
        self.iter_mut().try_for_each(|sink| sink.record(record))
    }
}

/// What a card told and no record has taken up yet.
type Pending = Arc<Mutex<Vec<CardEvent>>>;

/// Makes records of what a reader does with one card and gives them to a sink.
///
/// Each method is called after the fact, so that whatever the card told in between, through
/// [`Recorder::tracer`], becomes part of the same record.
#[derive(Debug)]
pub struct Recorder<S> {
    pending: Pending,
    sink: S,
}

impl<S: RecordSink> Recorder<S> {
    /// A recorder for this sink.
    pub fn new(sink: S) -> Self {
        Self { pending: Pending::default(), sink }
    }

    /// What the card is given to tell its events to. Without it records hold no events.
    #[must_use]
    pub fn tracer(&self) -> EventTracer {
        EventTracer(Arc::clone(&self.pending))
    }

    /// Records a cold reset; `atr` is empty if the card gave no answer.
    ///
    /// # Errors
    /// As the sink fails.
    pub fn power_up(&mut self, time: Timestamp, atr: &[u8]) -> io::Result<()> {
        self.record(time, Entry::PowerUp { atr: atr.to_vec() })
    }

    /// Records a warm reset; `atr` is empty if the card gave no answer.
    ///
    /// # Errors
    /// As the sink fails.
    pub fn reset(&mut self, time: Timestamp, atr: &[u8]) -> io::Result<()> {
        self.record(time, Entry::Reset { atr: atr.to_vec() })
    }

    /// Records that the power was taken.
    ///
    /// # Errors
    /// As the sink fails.
    pub fn power_down(&mut self, time: Timestamp) -> io::Result<()> {
        self.record(time, Entry::PowerDown)
    }

    /// Records a command that was sent at `time` and the response, `micros` microseconds later; `None` if
    /// the card gave no answer.
    ///
    /// # Errors
    /// As the sink fails.
    pub fn exchange(
        &mut self,
        time: Timestamp,
        micros: u64,
        command: &[u8],
        response: Option<&[u8]>,
    ) -> io::Result<()> {
        let exchange = Exchange { command: command.to_vec(), response: response.map(<[u8]>::to_vec), micros };
        self.record(time, Entry::Exchange(exchange))
    }

    /// The sink.
    pub const fn sink(&self) -> &S {
        &self.sink
    }

    /// The sink, when recording is over.
    pub fn into_sink(self) -> S {
        self.sink
    }

    fn record(&mut self, time: Timestamp, entry: Entry) -> io::Result<()> {
        let events = mem::take(&mut *self.pending.lock().unwrap_or_else(PoisonError::into_inner));
        self.sink.record(&Record { time, entry, events })
    }
}

/// Keeps what a card tells until its [`Recorder`] makes the next record.
#[derive(Clone, Debug)]
pub struct EventTracer(Pending);

impl Tracer for EventTracer {
    fn event(&mut self, event: &Event) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(CardEvent::from(event));
    }
}
