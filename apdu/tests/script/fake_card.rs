//! A card that answers from a list, and an observer that remembers.

use std::collections::VecDeque;

use cardamom_apdu::script::import::Format;
use cardamom_apdu::script::{
    Event, LoadedFile, Loader, Observer, Options, Outcome, Program, ResetKind, ScriptCard, ScriptCardError,
    Source, StepReport, run,
};

/// Answers each command with the next response of its list and keeps what it was sent.
#[derive(Default)]
pub(crate) struct FakeCard {
    pub(crate) responses: VecDeque<Vec<u8>>,
    pub(crate) sent: Vec<String>,
    pub(crate) clock: u64,
    /// Microseconds that each command takes.
    pub(crate) takes: u64,
}

impl FakeCard {
    pub(crate) fn answering(responses: &[&str]) -> Self {
        let responses = responses.iter().map(|text| cardamom_apdu::hex::decode(text).unwrap()).collect();
        Self { responses, ..Self::default() }
    }
}

impl ScriptCard for FakeCard {
    type Error = &'static str;

    fn power_up(&mut self) -> Result<Vec<u8>, ScriptCardError<Self::Error>> {
        Ok(vec![0x3B, 0x00])
    }

    fn reset(&mut self, _kind: ResetKind) -> Result<Vec<u8>, ScriptCardError<Self::Error>> {
        Ok(vec![0x3B, 0x01, 0x02])
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ScriptCardError<Self::Error>> {
        self.clock += self.takes;
        self.sent.push(cardamom_apdu::hex::encode(command));
        Ok(self.responses.pop_front().ok_or("the card is mute")?)
    }

    fn now_micros(&mut self) -> Option<u64> {
        Some(self.clock)
    }
}

/// Keeps all steps.
#[derive(Default)]
pub(crate) struct Recorder {
    pub(crate) steps: Vec<StepReport>,
    pub(crate) files: Vec<String>,
}

impl Observer for Recorder {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Step(step) => self.steps.push(step.clone()),
            Event::FileBegins { name } => self.files.push(format!("+{name}")),
            Event::FileEnds { name } => self.files.push(format!("-{name}")),
        }
    }
}

/// A handful of files.
pub(crate) struct Files(pub(crate) Vec<(&'static str, &'static str)>);

impl Loader for Files {
    fn load(&mut self, _from: &str, path: &str) -> Result<LoadedFile, String> {
        let found = self.0.iter().find(|(name, _)| *name == path);
        let (name, text) = found.ok_or_else(|| "no such file".to_owned())?;
        Ok(LoadedFile { name: (*name).to_owned(), text: (*text).to_owned() })
    }
}

pub(crate) fn run_with(text: &str, card: &mut FakeCard, options: &Options) -> (Outcome, Vec<StepReport>) {
    let program =
        Program::load(Source::new("main.apdu", text), Some(Format::Native), &mut Files(Vec::new())).unwrap();
    let mut recorder = Recorder::default();
    let outcome = run(&program, card, options, &mut recorder);
    (outcome, recorder.steps)
}
