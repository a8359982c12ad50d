//! A card whose every use is recorded.

use std::fmt;
use std::io;
use std::time::Instant;

use super::record::Timestamp;
use super::recorder::{RecordSink, Recorder};
use crate::smart_card::{CardError, ResetKind, SmartCard};

/// A card that behaves as the one inside it, with everything that a reader does recorded.
///
/// A sink that fails does not disturb the card: recording ends, and [`TracedCard::failure`] tells why.
pub struct TracedCard<S> {
    card: Box<dyn SmartCard>,
    recorder: Recorder<S>,
    failure: Option<io::Error>,
}

impl<S: RecordSink + Send> TracedCard<S> {
    /// The card, recorded. The card should tell its events to [`Recorder::tracer`] of this recorder.
    #[must_use]
    pub fn new(card: Box<dyn SmartCard>, recorder: Recorder<S>) -> Self {
        Self { card, recorder, failure: None }
    }

    /// Why recording ended; `None` while it goes on.
    #[must_use]
    pub const fn failure(&self) -> Option<&io::Error> {
        self.failure.as_ref()
    }

    fn record(&mut self, write: impl FnOnce(&mut Recorder<S>) -> io::Result<()>) {
        if self.failure.is_none() {
            self.failure = write(&mut self.recorder).err();
        }
    }
}

impl<S: RecordSink + Send> SmartCard for TracedCard<S> {
    fn power_on(&mut self, reset: ResetKind) -> Result<Vec<u8>, CardError> {
        let time = Timestamp::now();
        let result = self.card.power_on(reset);
        let atr = result.as_deref().unwrap_or_default();
        self.record(|recorder| match reset {
            ResetKind::Cold => recorder.power_up(time, atr),
            ResetKind::Warm => recorder.reset(time, atr),
        });
        result
    }

    fn transmit(&mut self, command: &[u8], response: &mut Vec<u8>) -> Result<(), CardError> {
        let (time, start) = (Timestamp::now(), Instant::now());
        let result = self.card.transmit(command, response);
        let micros = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
        let answer = result.is_ok().then_some(response.as_slice());
        self.record(|recorder| recorder.exchange(time, micros, command, answer));
        result
    }

    fn power_off(&mut self) {
        let time = Timestamp::now();
        self.card.power_off();
        self.record(|recorder| recorder.power_down(time));
    }
}

impl<S: fmt::Debug> fmt::Debug for TracedCard<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TracedCard")
            .field("recorder", &self.recorder)
            .field("failure", &self.failure)
            .finish_non_exhaustive()
    }
}
