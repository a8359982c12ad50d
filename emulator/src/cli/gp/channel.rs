//! The way to the card of `cardamom gp`: in this process, or in a reader.

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use cardamom_applets::rom;
use cardamom_card_os::{Card, Nvm};
use cardamom_personalization::globalplatform::card_channel::{CardChannel, TransmissionError};
use pcsc::Disposition;

use super::super::card_options::{CardOptions, entropy_source, open_card};
use super::super::error::CliError;
use super::super::recording::Recording;
use super::super::script::pcsc_reader::choose;
use crate::home::Home;
use crate::kernel_card::KernelCard;
use crate::smart_card::{ResetKind, SmartCard};
use crate::terminal::{CardConnection, PcscConnection, reader_names};
use crate::trace::{CardEvent, Record, RecordSink, Recorder, Timestamp};

/// The rule that the last command was refused by.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct LastRefusal(Arc<Mutex<Option<String>>>);

impl LastRefusal {
    fn set(&self, rule: Option<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = rule;
    }

    fn take(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl RecordSink for LastRefusal {
    fn record(&mut self, record: &Record) -> io::Result<()> {
        self.set(record.events.iter().rev().find_map(|event| match event {
            CardEvent::Refused { rule, .. } => Some(rule.clone()),
            CardEvent::Stopped { fault, .. } => Some(format!("the applet was stopped: {fault}")),
            _ => None,
        }));
        Ok(())
    }
}

/// A card that commands are sent to.
pub(in super::super) enum Channel {
    /// One of Cardamom, in this process. It tells why it refuses.
    InProcess { card: Box<dyn SmartCard>, refusal: LastRefusal },
    /// One in a reader.
    Reader { connection: PcscConnection, recorder: Option<Recorder<Vec<Box<dyn RecordSink + Send>>>> },
}

impl Channel {
    /// The card of this name, powered.
    pub(in super::super) fn in_process(
        name: &str,
        options: &CardOptions,
        home: &Home,
    ) -> Result<Self, CliError> {
        let refusal = LastRefusal::default();
        let mut card = options.open_with(name, home, Box::new(refusal.clone()))?;
        card.power_on(ResetKind::Cold).map_err(CliError::environment)?;
        Ok(Self::InProcess { card, refusal })
    }

    /// A copy of the card of this name, in memory and powered: what is done to it leaves the card as it is.
    pub(in super::super) fn rehearsal(
        name: &str,
        options: &CardOptions,
        home: &Home,
    ) -> Result<Self, CliError> {
        let entropy = entropy_source(options.seed);
        let memory = open_card(name, home, entropy)?.card().nvm().bytes().to_vec();
        let copy = Card::open(Nvm::from_bytes(memory), rom(), entropy.source());
        let copy = KernelCard::in_memory(name, copy.map_err(CliError::environment)?, rom(), entropy);
        let refusal = LastRefusal::default();
        let mut card = options.recorded(copy, Box::new(refusal.clone()))?;
        card.power_on(ResetKind::Cold).map_err(CliError::environment)?;
        Ok(Self::InProcess { card, refusal })
    }

    /// The card in the reader of this name, or in the only one with this in its name.
    pub(in super::super) fn reader(name: &str, options: &CardOptions) -> Result<Self, CliError> {
        if options.seed.is_some() {
            return Err(CliError::usage("--seed is for cards of Cardamom"));
        }
        let of_service = |error| {
            CliError::environment(error).with_help("start pcscd, or use a card of Cardamom with --card NAME")
        };
        let reader = choose(&reader_names().map_err(of_service)?, name)?;
        // The session ends with the reset.
        let connection =
            PcscConnection::open(&reader, Disposition::ResetCard).map_err(CliError::environment)?;
        let Recording { sinks } = options.recording.start(&reader, false)?;
        let recorder = (!sinks.is_empty()).then(|| Recorder::new(sinks));
        Ok(Self::Reader { connection, recorder })
    }
}

impl CardChannel for Channel {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransmissionError> {
        let mut response = Vec::new();
        match self {
            Self::InProcess { card, .. } => {
                card.transmit(command, &mut response).map_err(TransmissionError::new)?;
            }
            Self::Reader { connection, recorder } => {
                let (time, start) = (Timestamp::now(), Instant::now());
                let outcome = connection.transmit(command, &mut response);
                let micros = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
                if let Some(recorder) = recorder {
                    let answer = outcome.is_ok().then_some(response.as_slice());
                    // A sink that fails tells by itself.
                    let _ = recorder.exchange(time, micros, command, answer);
                }
                outcome.map_err(TransmissionError::new)?;
            }
        }
        Ok(response)
    }

    fn refusal(&mut self) -> Option<String> {
        match self {
            Self::InProcess { refusal, .. } => refusal.take(),
            Self::Reader { .. } => None,
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        if let Self::InProcess { card, .. } = self {
            card.power_off();
        }
    }
}

impl fmt::Debug for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InProcess { .. } => "InProcess",
            Self::Reader { .. } => "Reader",
        })
    }
}
