//! pcsc_scan, of pcsc-tools: it waits for changes and says what it sees.

use std::time::Duration;

use crate::Desk;
use crate::process::{Program, run};
use crate::test_card::TestCard;

#[test]
fn lists_readers() {
    let (desk, _) = Desk::with_card();
    let output = run(&mut desk.client("pcsc_scan", &["-r"]));
    assert!(output.contains("Cardamom desk 00 00"), "{output}");
}

#[test]
fn sees_cards_come_and_go() {
    let desk = Desk::new();
    let reader = desk.readers.add("desk").unwrap();
    // Its output goes through the C library's buffer, which would hold it back.
    let mut scan = Program::start(&mut desk.client("stdbuf", &["-o0", "pcsc_scan", "-n"]));
    let mut at = scan.wait_for_text("Card removed");
    for _ in 0..3 {
        reader.insert(TestCard::new()).unwrap();
        at = scan.wait_for_text_from(at, "Card inserted");
        at = scan.wait_for_text_from(at, "3B 84 80 01 74 65 73 74 15");
        drop(reader.remove());
        at = scan.wait_for_text_from(at, "Card removed");
    }
}

#[test]
fn sees_readers_come_and_go() {
    let (desk, _) = Desk::with_card();
    let mut scan = Program::start(&mut desk.client("stdbuf", &["-o0", "pcsc_scan", "-n"]));
    let mut at = scan.wait_for_text("Card inserted");
    // It counts readers: it misses one that comes, or one that goes while another comes, between two waits.
    let second = loop {
        let reader = desk.readers.add("second").unwrap();
        if let Some(seen) = scan.text_within(Duration::from_secs(2), at, reader.name()) {
            at = seen;
            break reader;
        }
        desk.readers.detach(&reader);
        at = scan.wait_for_text_from(at, "Card inserted");
    };
    second.insert(TestCard::new()).unwrap();
    scan.wait_for_text_from(at, "Card inserted");
}
