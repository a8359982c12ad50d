//! A card of the card OS on disk: what it keeps, whatever happens to the process.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic, its helpers too"
)]

#[path = "support/ledger_applet.rs"]
mod ledger_applet;

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use cardamom_card_os::{Entropy, SeededEntropy};
use cardamom_emulator::card_store::{CardMetadata, CardStore, CardStoreError};
use cardamom_emulator::kernel_card::{EntropySource, KernelCard, KernelCardError};
use cardamom_emulator::smart_card::{CardError, ResetKind, SmartCard};
use cardamom_emulator::trace::{CardEvent, Recorder, Session, Timestamp};

const INCREMENT: [u8; 5] = [0x80, 0x10, 0, 0, 0];
const READ: [u8; 5] = [0x80, 0x12, 0, 0, 0];
const RANDOM: [u8; 5] = [0x80, 0x14, 0, 0, 0];
const BREAK_DOWN: [u8; 4] = [0x80, 0x16, 0, 0];

fn new_card(folder: &Path) -> PathBuf {
    let path = folder.join("ledger.card");
    let mut card = ledger_applet::card();
    CardStore::create(&path, &CardMetadata::now("ledger"), card.nvm_mut()).unwrap();
    path
}

fn open(path: &Path) -> KernelCard {
    KernelCard::open(path, ledger_applet::rom(), EntropySource::Seeded(1)).unwrap()
}

fn transmit(card: &mut KernelCard, command: &[u8]) -> Result<Vec<u8>, CardError> {
    let mut response = vec![0xFF];
    card.transmit(command, &mut response).map(|()| response)
}

/// The two numbers of the ledger.
fn numbers(card: &mut KernelCard) -> (u32, u32) {
    let response = transmit(card, &READ).unwrap();
    let number = |at: usize| u32::from_be_bytes(response[at..at + 4].try_into().unwrap());
    assert_eq!(response[8..], [0x90, 0x00]);
    (number(0), number(4))
}

#[test]
fn a_card_keeps_its_state_over_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = new_card(folder.path());
    let mut card = open(&path);
    assert_eq!(transmit(&mut card, &READ), Err(CardError::Unpowered));
    assert_eq!(card.power_on(ResetKind::Cold).unwrap(), ledger_applet::ATR);
    assert_eq!(transmit(&mut card, &INCREMENT).unwrap(), [0, 0, 0, 1, 0x90, 0x00]);
    assert_eq!(transmit(&mut card, &INCREMENT).unwrap(), [0, 0, 0, 2, 0x90, 0x00]);
    drop(card);
    let mut card = open(&path);
    card.power_on(ResetKind::Cold).unwrap();
    assert_eq!(numbers(&mut card), (2, 2));
}

#[test]
fn an_open_card_cannot_be_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = new_card(folder.path());
    let _card = open(&path);
    let again = KernelCard::open(&path, ledger_applet::rom(), EntropySource::OperatingSystem);
    assert!(matches!(again, Err(KernelCardError::Store(CardStoreError::InUse { .. }))));
}

#[test]
fn a_card_of_other_software_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = new_card(folder.path());
    let opened = KernelCard::open(&path, [].into(), EntropySource::OperatingSystem);
    assert!(matches!(opened, Err(KernelCardError::Boot { .. })), "{opened:?}");
}

#[test]
fn a_panic_is_a_power_cut_with_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let path = new_card(folder.path());
    let reports = folder.path().join("reports");
    let mut card = open(&path).with_reports(reports.clone());
    card.power_on(ResetKind::Cold).unwrap();
    transmit(&mut card, &INCREMENT).unwrap();
    assert_eq!(transmit(&mut card, &BREAK_DOWN), Err(CardError::Mute));
    assert_eq!(transmit(&mut card, &READ), Err(CardError::Mute), "mute until it is reset");
    card.power_on(ResetKind::Cold).unwrap();
    assert_eq!(numbers(&mut card), (1, 1), "the transaction that the panic broke is undone");
    transmit(&mut card, &INCREMENT).unwrap();
    drop(card);
    let mut card = open(&path);
    card.power_on(ResetKind::Cold).unwrap();
    assert_eq!(numbers(&mut card), (2, 2));

    let files: Vec<_> = fs::read_dir(&reports).unwrap().collect();
    let [Ok(file)] = files.as_slice() else { panic!("one report, not {files:?}") };
    let report = fs::read_to_string(file.path()).unwrap();
    assert!(report.contains("the ledger breaks down"), "{report}");
    let script: Vec<&str> = report.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(script, ["powerup", "8010000000 (9000)", "80160000 # no answer"]);
}

#[test]
fn a_card_in_memory_survives_a_panic_as_well() {
    let mut card = KernelCard::in_memory(
        "ledger",
        ledger_applet::card(),
        ledger_applet::rom(),
        EntropySource::OperatingSystem,
    );
    card.power_on(ResetKind::Cold).unwrap();
    transmit(&mut card, &INCREMENT).unwrap();
    assert_eq!(transmit(&mut card, &BREAK_DOWN), Err(CardError::Mute));
    card.power_on(ResetKind::Warm).unwrap();
    assert_eq!(numbers(&mut card), (1, 1));
}

#[test]
fn a_seed_decides_what_is_random() {
    let folder = tempfile::tempdir().unwrap();
    let path = new_card(folder.path());
    let random = |source| {
        let mut card = KernelCard::open(&path, ledger_applet::rom(), source).unwrap();
        card.power_on(ResetKind::Cold).unwrap();
        transmit(&mut card, &RANDOM).unwrap()
    };
    let seeded = random(EntropySource::Seeded(7));
    assert_eq!(seeded, random(EntropySource::Seeded(7)));
    assert_ne!(seeded, random(EntropySource::Seeded(8)));
    assert_ne!(random(EntropySource::OperatingSystem), random(EntropySource::OperatingSystem));
    let mut expected = [0; 16];
    SeededEntropy::new(7).fill(&mut expected);
    assert_eq!(seeded[..8], expected[..8]);
}

#[test]
fn a_recorder_hears_the_card_even_after_a_breakdown() {
    let recorder = Recorder::new(Session::default());
    let source = EntropySource::OperatingSystem;
    let mut card = KernelCard::in_memory("ledger", ledger_applet::card(), ledger_applet::rom(), source)
        .with_tracer(recorder.tracer());
    card.power_on(ResetKind::Cold).unwrap();
    transmit(&mut card, &BREAK_DOWN).unwrap_err();
    card.power_on(ResetKind::Cold).unwrap();
    transmit(&mut card, &[0x80, 0xEE, 0, 0]).unwrap();
    let mut recorder = recorder;
    recorder.power_down(Timestamp::default()).unwrap();
    let events = &recorder.sink().records[0].events;
    let starts = events.iter().filter(|event| matches!(event, CardEvent::Started { .. })).count();
    assert_eq!(starts, 2, "{events:?}");
    assert!(matches!(events.last(), Some(CardEvent::Refused { .. })), "{events:?}");
}

const CHILD_VARIABLE: &str = "CARDAMOM_TEST_LEDGER";

/// Not a test by itself: what `kill_9_leaves_the_state_before_or_after_a_command` starts in a process of its own.
#[test]
#[ignore = "started by another test"]
fn child_that_increments_for_ever() {
    let Some(path) = env::var_os(CHILD_VARIABLE) else { return };
    let mut card = open(Path::new(&path));
    card.power_on(ResetKind::Cold).unwrap();
    loop {
        let response = transmit(&mut card, &INCREMENT).unwrap();
        let number = u32::from_be_bytes(response[..4].try_into().unwrap());
        let mut out = std::io::stdout().lock();
        writeln!(out, "\nanswered {number}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn kill_9_leaves_the_state_before_or_after_a_command() {
    let folder = tempfile::tempdir().unwrap();
    let path = new_card(folder.path());
    let mut moments = SeededEntropy::new(9);
    let mut last = 0;
    for _ in 0..25 {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "child_that_increments_for_ever", "--ignored", "--nocapture"])
            .env(CHILD_VARIABLE, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut answers = lines
            .filter_map(|line| line.unwrap().strip_prefix("answered ").map(|n| n.parse::<u32>().unwrap()));
        // Some answers, then any moment within the next ones.
        let mut random = [0; 4];
        moments.fill(&mut random);
        for _ in 0..=random[0] % 8 {
            last = answers.next().expect("the child answers");
        }
        std::thread::sleep(Duration::from_micros(u64::from(u16::from_be_bytes([random[1] % 32, random[2]]))));
        child.kill().unwrap();
        child.wait().unwrap();
        last = answers.last().unwrap_or(last);

        let mut card = open(&path);
        card.power_on(ResetKind::Cold).unwrap();
        let (first, second) = numbers(&mut card);
        assert_eq!(first, second, "a transaction is whole");
        assert!(first == last || first == last + 1, "answered {last}, found {first}");
        last = first;
    }
    assert!(last >= 25);
}
