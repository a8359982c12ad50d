//! `cardamom trace`, and recording

use crate::cardamom::Desk;

#[test]
fn a_recorded_session_is_told_and_repeated() {
    let desk = Desk::with_cards(&["wallet"]);
    desk.write("select.apdu", "00A4040005A000000999 (6A82)\n00A4040009A00000000386980701 (9000)\n");
    let arguments =
        ["script", "select.apdu", "--card", "wallet", "--record", "session.jsonl", "--pcap", "session.pcap"];
    desk.run(&arguments).succeeds();
    let words = desk.run(&["trace", "session.jsonl"]).succeeds();
    assert!(words.contains("SELECT by name") && words.contains("why: "), "{words}");
    let script = desk.run(&["trace", "session.jsonl", "--as", "script"]).succeeds();
    desk.write("again.apdu", &script);
    desk.run(&["script", "again.apdu", "--card", "wallet"]).succeeds();
    desk.run(&["trace", "session.jsonl", "--as", "pcap", "--output", "again.pcap"]).succeeds();
    let capture = std::fs::read(desk.path("again.pcap")).unwrap();
    assert_eq!(capture[..4], [0xD4, 0xC3, 0xB2, 0xA1]);
    assert_eq!(capture, std::fs::read(desk.path("session.pcap")).unwrap());
}

#[test]
fn a_trace_goes_to_standard_error_while_the_card_works() {
    let desk = Desk::with_cards(&["wallet"]);
    desk.write("select.apdu", "00A4040009A00000000386980701 (9000)\n");
    let ended = desk.run(&["script", "select.apdu", "--card", "wallet", "--trace"]);
    assert!(ended.stderr.contains("> 00 A4 04 00  SELECT by name"), "{ended:?}");
    assert!(!ended.stderr.contains('\u{1B}'), "{ended:?}");
}

#[test]
fn what_is_no_session_is_refused() {
    let desk = Desk::new();
    desk.write("letter", "{}\nhello\n");
    let error = desk.run(&["trace", "letter"]).fails(2);
    assert!(error.contains("line 1"), "{error}");
    desk.run(&["trace", "missing"]).fails(3);
}
