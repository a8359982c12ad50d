//! What gpshell and GlobalPlatformPro said with cards, once over the virtual reader, cards say again, byte for byte.
//!
//! Each folder of `transcripts` has the profile of a card and scripts that begin with a new card of it. The scripts hold
//! the client's host challenges, so a card that draws the same random numbers makes the same session of them. They name
//! the commands that they were recorded of; the client itself is not needed.

use std::fs;
use std::path::{Path, PathBuf};

use cardamom_apdu::script::{self, ScriptCard, ScriptCardError};
use cardamom_emulator::kernel_card::KernelCard;
use cardamom_emulator::script_run::{HumanReporter, RunOptions, run_file};
use cardamom_emulator::smart_card::{CardError, ResetKind, SmartCard};

use crate::card::card_of;

/// Whose random numbers the cards drew.
const SEED: u64 = 1;

struct Replayed(KernelCard);

type Answer = Result<Vec<u8>, ScriptCardError<CardError>>;

impl ScriptCard for Replayed {
    type Error = CardError;

    fn power_up(&mut self) -> Answer {
        Ok(self.0.power_on(ResetKind::Cold)?)
    }

    fn reset(&mut self, kind: script::ResetKind) -> Answer {
        let kind = match kind {
            script::ResetKind::Warm => ResetKind::Warm,
            script::ResetKind::Cold => ResetKind::Cold,
        };
        Ok(self.0.power_on(kind)?)
    }

    fn transmit(&mut self, command: &[u8]) -> Answer {
        let mut response = Vec::new();
        self.0.transmit(command, &mut response)?;
        Ok(response)
    }

    fn power_down(&mut self) -> Result<(), ScriptCardError<CardError>> {
        self.0.power_off();
        Ok(())
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

#[test]
fn every_recorded_session_goes_the_same_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/globalplatform/transcripts");
    let (mut scripts, mut passed) = (0, 0);
    for cards in entries(&folder) {
        for path in entries(&cards) {
            if path.extension().is_none_or(|extension| extension != "apdu") {
                continue;
            }
            let mut card = Replayed(card_of(&cards.join("card.toml"), SEED));
            let mut report = Vec::new();
            let mut reporter = HumanReporter::new(&mut report, false);
            let outcome = run_file(&path, &mut card, &RunOptions::default(), &mut reporter).unwrap();
            let report = String::from_utf8_lossy(&report);
            assert!(outcome.is_success(), "{}:\n{report}", path.display());
            scripts += 1;
            passed += outcome.passed;
        }
    }
    assert!(scripts >= 30 && passed > 3000, "{scripts} scripts, {passed} expectations");
}
