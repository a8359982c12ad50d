//! What issuing does, as a script, does the same to another card.

use std::fmt;

use cardamom_apdu::script::{ResetKind, ScriptCard, ScriptCardError, Source};
use cardamom_card_os::{Card, NoAnswer};
use cardamom_emulator::script_run::{DumpReporter, FileLoader, RunOptions, ScriptKeys, SecureCard, run};
use cardamom_personalization::issuance::ScriptRecorder;

use crate::world::{Issued, blank_card, channel, issue_with, profile};

struct Runner<'a>(&'a mut Card);

#[derive(Debug)]
struct Mute(NoAnswer);

impl fmt::Display for Mute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl ScriptCard for Runner<'_> {
    type Error = Mute;

    fn power_up(&mut self) -> Result<Vec<u8>, ScriptCardError<Mute>> {
        Ok(self.0.power_on().unwrap().to_vec())
    }

    fn reset(&mut self, _: ResetKind) -> Result<Vec<u8>, ScriptCardError<Mute>> {
        self.power_up()
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ScriptCardError<Mute>> {
        Ok(self.0.transmit(command).map_err(Mute)?.to_vec())
    }
}

#[test]
fn a_script_of_the_issuance_issues_another_card() {
    let profile = profile();
    let mut first = blank_card();
    let script = {
        let mut channel = channel(&mut first);
        let mut recorder = ScriptRecorder::new(&mut channel, "everything, as it was issued");
        issue_with(&mut recorder, &profile, &mut ()).unwrap();
        recorder.into_script()
    };
    assert!(script.starts_with("# everything, as it was issued\n\n00A40400"), "{script}");
    assert!(script.contains("\nscp03 keys=test version=FF level=33\nsecure 80D80081"), "{script}");
    assert!(script.contains("\nscp03 keys=issuer-toml version=31 level=33\n"), "{script}");

    let mut second = blank_card();
    let mut keys = ScriptKeys::default();
    keys.insert("issuer-toml", profile.key_sets[0].keys.clone());
    keys.insert("partner-toml", profile.domains[0].key_sets[0].keys.clone());
    let mut card = SecureCard::new(Runner(&mut second), keys);
    let mut report = Vec::new();
    let outcome = run(
        Source::new("issuance.apdu", script),
        &mut card,
        &RunOptions::default(),
        &mut FileLoader,
        &mut DumpReporter::new(&mut report),
    );
    assert!(outcome.unwrap().is_success(), "{}", String::from_utf8_lossy(&report));
    assert_eq!(Issued::on(&mut second, &profile), Issued::on(&mut first, &profile));
}
