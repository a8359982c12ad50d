//! A card of the card OS in a reader, saved to disk as it goes.
//!
//! What a command changes in non-volatile memory is on disk before its response leaves the card: whoever has seen
//! the response can rely on it, whenever the process or the machine dies. Should the card's code panic, that is a
//! power cut: the card falls mute, the defect is reported with the commands that led there, and at the next
//! reset the card boots from its memory as it stands.

mod defect;
mod entropy;

use std::fmt;
use std::path::{Path, PathBuf};

use cardamom_card_os::nvm::Tear;
use cardamom_card_os::{BootError, Card, NoAnswer, Nvm, Rom};
use thiserror::Error;

use self::defect::History;
pub use self::entropy::EntropySource;
use crate::card_store::{CardStore, CardStoreError};
use crate::panic_guard::{PanicReport, guard};
use crate::smart_card::{CardError, ResetKind, SmartCard};
use crate::trace::EventTracer;

/// Why a stored card cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum KernelCardError {
    /// The memory was read and no card starts from it.
    #[error("the card at {path} does not start: {source}")]
    Boot {
        /// The card's file.
        path: PathBuf,
        /// What the card software says.
        source: BootError,
    },
    /// The card software panicked when it started from this memory.
    #[error("the card at {path} does not start: the card software failed: {report}")]
    Defect {
        /// The card's file.
        path: PathBuf,
        /// The panic.
        report: PanicReport,
    },
    /// The file cannot be used.
    #[error(transparent)]
    Store(#[from] CardStoreError),
}

/// A card of the card OS, in memory or on disk.
pub struct KernelCard {
    name: String,
    card: Card,
    rom: Rom,
    entropy: EntropySource,
    store: Option<CardStore>,
    /// Why RAM and disk may differ: the card starts anew from what is certain at the next reset.
    broken: Option<Breakdown>,
    history: History,
    reports: Option<PathBuf>,
    tracer: Option<EventTracer>,
}

/// What made a card useless until its next reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Breakdown {
    /// The card's code panicked: the memory of this process is what a power cut would have left.
    Panicked,
    /// The changes of a command did not reach the disk: they never happened.
    NotSaved,
}

impl KernelCard {
    /// A card that is kept in memory alone.
    #[must_use]
    pub fn in_memory(name: &str, card: Card, rom: Rom, entropy: EntropySource) -> Self {
        Self::assemble(name, card, rom, entropy, None)
    }

    /// The card in this file, switched off.
    ///
    /// # Errors
    /// [`KernelCardError`] says why there is no usable card in it.
    pub fn open(path: &Path, rom: Rom, mut entropy: EntropySource) -> Result<Self, KernelCardError> {
        let (store, nvm) = CardStore::open(path)?;
        let mut card = boot(nvm, &rom, &mut entropy, path)?;
        store.save(card.nvm_mut())?;
        let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        Ok(Self::assemble(&name, card, rom, entropy, Some(store)))
    }

    fn assemble(name: &str, card: Card, rom: Rom, entropy: EntropySource, store: Option<CardStore>) -> Self {
        Self {
            name: name.to_owned(),
            card,
            rom,
            entropy,
            store,
            broken: None,
            history: History::default(),
            reports: None,
            tracer: None,
        }
    }

    /// Where defect reports are written. Without it they go to standard error alone.
    #[must_use]
    pub fn with_reports(mut self, folder: PathBuf) -> Self {
        self.reports = Some(folder);
        self
    }

    /// Tells what happens inside the card to the recorder of this tracer.
    #[must_use]
    pub fn with_tracer(mut self, tracer: EventTracer) -> Self {
        self.card.set_tracer(Some(Box::new(tracer.clone())));
        self.tracer = Some(tracer);
        self
    }

    /// The card's name: that of its file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file that the card is kept in.
    #[must_use]
    pub fn store(&self) -> Option<&CardStore> {
        self.store.as_ref()
    }

    /// The card itself, to look at.
    #[must_use]
    pub fn card(&self) -> &Card {
        &self.card
    }

    /// Lets the power fail at a write to non-volatile memory, after `writes` more of them: for demonstrations and
    /// tests.
    pub fn cut_power_at(&mut self, writes: u64, tear: Tear) {
        self.card.nvm_mut().cut_power_at(writes, tear);
    }

    /// Takes back a power cut that has not happened.
    pub fn disarm_power_cut(&mut self) {
        self.card.nvm_mut().disarm_power_cut();
    }

    /// Writes what changed to disk.
    fn save(&mut self) -> Result<(), CardError> {
        let Some(store) = &self.store else {
            // Nobody else asks which pages changed.
            self.card.nvm_mut().take_changed_pages();
            return Ok(());
        };
        if !self.card.nvm().has_changed_pages() {
            return Ok(());
        }
        store.save(self.card.nvm_mut()).map_err(|error| {
            self.broken = Some(Breakdown::NotSaved);
            eprintln!("cardamom: {error}: the card falls mute, and this command has not happened");
            CardError::Mute
        })
    }

    /// The card's code panicked: saves what it left, and tells.
    fn report_defect(&mut self, report: &PanicReport) {
        self.broken = Some(Breakdown::Panicked);
        eprintln!("cardamom: the card software failed in card {}: {report}", self.name);
        eprintln!("cardamom: this is a defect of Cardamom; the card takes it for a power cut");
        match self.history.write_report(&self.name, report, self.reports.as_deref()) {
            Ok(Some(path)) => eprintln!("cardamom: what led there is in {}", path.display()),
            Ok(None) => eprint!("{}", self.history.to_script(&self.name, report)),
            Err(error) => {
                eprintln!("cardamom: the report was not written: {error}");
                eprint!("{}", self.history.to_script(&self.name, report));
            }
        }
        // A failure to save is told by `save`; the next reset then starts from the disk.
        let _ = self.save();
    }

    /// Starts the card software anew after a breakdown.
    fn recover(&mut self) -> Result<(), CardError> {
        let Some(breakdown) = self.broken else { return Ok(()) };
        let failed = |error: &dyn fmt::Display| {
            eprintln!("cardamom: {error}");
            CardError::Mute
        };
        let (nvm, path) = match (&self.store, breakdown) {
            (Some(store), Breakdown::NotSaved) => {
                (store.load().map_err(|error| failed(&error))?, store.path().to_owned())
            }
            (Some(store), Breakdown::Panicked) => {
                (Nvm::from_bytes(self.card.nvm().bytes().to_vec()), store.path().to_owned())
            }
            (None, _) => (Nvm::from_bytes(self.card.nvm().bytes().to_vec()), PathBuf::from(&self.name)),
        };
        let mut card = boot(nvm, &self.rom, &mut self.entropy, &path).map_err(|error| failed(&error))?;
        if let Some(tracer) = &self.tracer {
            card.set_tracer(Some(Box::new(tracer.clone())));
        }
        self.card = card;
        self.broken = None;
        Ok(())
    }
}

/// Starts a card from this memory.
fn boot(nvm: Nvm, rom: &Rom, entropy: &mut EntropySource, path: &Path) -> Result<Card, KernelCardError> {
    let source = entropy.next_source();
    let booted = guard(|| Card::open(nvm, Rom::clone(rom), source));
    let path = || path.to_owned();
    booted
        .map_err(|report| KernelCardError::Defect { path: path(), report })?
        .map_err(|source| KernelCardError::Boot { path: path(), source })
}

impl SmartCard for KernelCard {
    fn power_on(&mut self, _: ResetKind) -> Result<Vec<u8>, CardError> {
        self.recover()?;
        self.history.begin();
        let card = &mut self.card;
        let outcome = guard(|| card.power_on().map(<[u8]>::to_vec));
        let answer = match outcome {
            Err(report) => {
                self.report_defect(&report);
                Err(CardError::Mute)
            }
            Ok(Err(error)) => {
                eprintln!("cardamom: card {} does not start: {error}", self.name);
                Err(CardError::Mute)
            }
            Ok(Ok(atr)) => Ok(atr),
        };
        self.save().and(answer)
    }

    fn transmit(&mut self, command: &[u8], response: &mut Vec<u8>) -> Result<(), CardError> {
        response.clear();
        if self.broken.is_some() {
            return Err(CardError::Mute);
        }
        self.history.command(command);
        let card = &mut self.card;
        let outcome = guard(|| match card.transmit(command) {
            Ok(bytes) => {
                response.extend_from_slice(bytes);
                Ok(())
            }
            Err(NoAnswer::PowerCut) => Err(CardError::Mute),
            Err(NoAnswer::Unpowered) => Err(CardError::Unpowered),
        });
        let outcome = match outcome {
            Ok(outcome) => self.save().and(outcome),
            Err(report) => {
                self.report_defect(&report);
                Err(CardError::Mute)
            }
        };
        if outcome.is_err() {
            response.clear();
        }
        self.history.response(response);
        outcome
    }

    fn power_off(&mut self) {
        if self.broken.is_none() {
            let card = &mut self.card;
            if let Err(report) = guard(|| card.power_off()) {
                self.report_defect(&report);
            }
            // Told by `save` when it fails; the next reset then starts from the disk.
            let _ = self.save();
        }
    }
}

impl fmt::Debug for KernelCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KernelCard")
            .field("name", &self.name)
            .field("store", &self.store)
            .finish_non_exhaustive()
    }
}
