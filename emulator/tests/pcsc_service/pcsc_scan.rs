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
    let at = scan.wait_for_text("Card inserted");
    // It misses a reader that comes between two of its waits.
    let (at, second) = (0..10)
        .find_map(|number| {
            let reader = desk.readers.add(&format!("number {number}")).unwrap();
            let seen = scan.text_within(Duration::from_secs(3), at, reader.name());
            if seen.is_none() {
                desk.readers.detach(&reader);
            }
            seen.map(|at| (at, reader))
        })
        .expect("a reader that is seen");
    second.insert(TestCard::new()).unwrap();
    scan.wait_for_text_from(at, "Card inserted");
}
