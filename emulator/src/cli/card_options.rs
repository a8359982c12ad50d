//! The options that name cards and say how they are used.

use std::collections::HashMap;
use std::path::Path;

use cardamom_applets::rom;
use clap::Args;

use super::error::CliError;
use super::recording::{Recording, RecordingOptions};
use crate::home::Home;
use crate::kernel_card::{EntropySource, KernelCard};
use crate::smart_card::SmartCard;
use crate::trace::{RecordSink, Recorder, TracedCard};

/// How cards are used.
#[derive(Debug, Args)]
pub(super) struct CardOptions {
    /// Make the cards' random numbers follow from a number, so that a session can be repeated
    #[arg(long)]
    pub(super) seed: Option<u64>,

    #[command(flatten)]
    pub(super) recording: RecordingOptions,
}

impl CardOptions {
    /// Opens these cards, each with its name, recorded as the options say.
    pub(super) fn open(&self, names: &[String], home: &Home) -> Result<Vec<NamedCard>, CliError> {
        let several = names.len() > 1;
        let mut recorded = HashMap::<String, u32>::new();
        names
            .iter()
            .map(|name| {
                let card = open_card(name, home, entropy_source(self.seed))?;
                let name = card.name().to_owned();
                // Cards of one name in different folders have records of their own.
                let number = recorded.entry(name.clone()).and_modify(|number| *number += 1).or_insert(1);
                let label = if *number == 1 { name.clone() } else { format!("{name}-{number}") };
                let card: Box<dyn SmartCard> = match self.recording.start(&label, several)? {
                    Recording { sinks } if sinks.is_empty() => Box::new(card),
                    Recording { sinks } => {
                        let recorder = Recorder::new(sinks);
                        let card = card.with_tracer(recorder.tracer());
                        Box::new(TracedCard::new(Box::new(card), recorder))
                    }
                };
                Ok(NamedCard { name, card })
            })
            .collect()
    }
}

impl CardOptions {
    /// Opens one card, recorded as the options say and into this sink too.
    pub(super) fn open_with(
        &self,
        name: &str,
        home: &Home,
        sink: Box<dyn RecordSink + Send>,
    ) -> Result<Box<dyn SmartCard>, CliError> {
        self.recorded(open_card(name, home, entropy_source(self.seed))?, sink)
    }

    /// A card, recorded as the options say and into this sink too.
    pub(super) fn recorded(
        &self,
        card: KernelCard,
        sink: Box<dyn RecordSink + Send>,
    ) -> Result<Box<dyn SmartCard>, CliError> {
        let Recording { mut sinks } = self.recording.start(card.name(), false)?;
        sinks.push(sink);
        let recorder = Recorder::new(sinks);
        let card = card.with_tracer(recorder.tracer());
        Ok(Box::new(TracedCard::new(Box::new(card), recorder)))
    }
}

/// A card and its name.
pub(super) struct NamedCard {
    pub(super) name: String,
    pub(super) card: Box<dyn SmartCard>,
}

/// Opens the card of this name or at this path.
pub(super) fn open_card(name: &str, home: &Home, entropy: EntropySource) -> Result<KernelCard, CliError> {
    let path = home.resolve(name)?;
    Ok(KernelCard::open(Path::new(&path), rom(), entropy)?.with_reports(home.reports()))
}

/// The randomness that `--seed` asks for.
pub(super) fn entropy_source(seed: Option<u64>) -> EntropySource {
    seed.map_or(EntropySource::OperatingSystem, EntropySource::Seeded)
}
