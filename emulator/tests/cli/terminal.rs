//! `cardamom issue` and `cardamom terminal`, through PC/SC.

use crate::cardamom::{Desk, Ended};

const AT: [&str; 2] = ["--at", "2026-11-22T12:34:56"];

/// A desk with an issued purse and an issued PSAM.
fn issued() -> Desk {
    let desk = Desk::with_cards(&["wallet"]);
    desk.run(&["card", "new", "sam", "--profile", "psam"]).succeeds();
    let purse = ["issue", "purse", "--card", "wallet", "--serial", "1234", "--holder", "A HOLDER"];
    let rest = ["--pin", "1234", "--account", "100.00", "--create-test-issuer"];
    let said = desk.run(&[&purse[..], &rest, &AT].concat()).succeeds();
    assert!(said.contains("test keys") && said.contains("issued purse 00000000000000001234"), "{said}");
    desk.run(&["issue", "psam", "--card", "sam", "--serial", "1", "--terminal", "000000004711"]).succeeds();
    desk
}

/// Runs `cardamom terminal` with both cards in readers.
fn terminal(desk: &Desk, arguments: &[&str]) -> Ended {
    let cardamom = env!("CARGO_BIN_EXE_cardamom");
    let with = ["with", "--card", "wallet", "--card", "sam", "--", cardamom, "terminal"];
    desk.run(&[&with[..], arguments].concat())
}

const READERS: [&str; 4] = ["--reader", "wallet", "--sam-reader", "sam"];

#[test]
fn a_purse_is_issued_loaded_and_paid_with() {
    let desk = issued();
    let load = terminal(&desk, &[&["load", "50.00", "--reader", "wallet"][..], &AT].concat()).succeeds();
    assert!(load.contains("new balance         50.00"), "{load}");
    let pay = terminal(&desk, &[&["pay", "12.34"][..], &READERS, &AT, &["--json"]].concat()).succeeds();
    let receipt: serde_json::Value = serde_json::from_str(&pay).unwrap();
    assert_eq!(receipt["amount"], "12.34");
    assert_eq!(receipt["balance"], "37.66");
    assert_eq!(receipt["terminal"], "000000004711");
    assert_eq!(receipt["at"], "2026-11-22T12:34:56");
    assert_eq!(receipt["confirmed_by"], "psam");
    assert_eq!(terminal(&desk, &["balance", "--reader", "wallet"]).succeeds(), "37.66\n");
    let log = terminal(&desk, &["log", "--reader", "wallet", "--pin", "1234"]).succeeds();
    let lines: Vec<_> = log.lines().collect();
    assert_eq!(lines.len(), 2, "{log}");
    assert!(lines[0].contains("12.34  purchase with the purse no. 0 at terminal 000000004711"), "{log}");
    assert!(lines[1].contains("50.00  load of the purse"), "{log}");
    // The card proves its last purchase with the TAC of the receipt.
    let prove = terminal(&desk, &["prove", "0", "--reader", "wallet"]).succeeds();
    assert!(prove.contains(receipt["tac"].as_str().unwrap()), "{prove}");
    let recover = terminal(&desk, &[&["recover"][..], &READERS].concat()).succeeds();
    assert_eq!(recover, "nothing is pending with this card\n");
}

#[test]
fn refusals_are_told_in_words_and_move_nothing() {
    let desk = issued();
    terminal(&desk, &[&["load", "5.00", "--reader", "wallet"][..], &AT].concat()).succeeds();
    let pay = |amount| terminal(&desk, &[&["pay", amount][..], &READERS, &AT].concat());
    assert!(
        pay("5.01").fails(1).contains("not enough money on the card: it holds 5.00, 5.01 is asked (9401)")
    );
    assert!(pay("0").fails(1).contains("the amount is zero"));
    for amount in ["5.1", "5,00", "-5", "5.001", "99999999999"] {
        assert_eq!(pay(amount).code, Some(2), "{amount}");
    }
    let load = terminal(&desk, &[&["load", "95.01", "--reader", "wallet"][..], &AT].concat());
    assert!(load.fails(1).contains("the holder's account holds 95.00"));
    let log = terminal(&desk, &["log", "--reader", "wallet"]).fails(1);
    assert!(log.contains("the holder's PIN is needed (6982)") && log.contains("--pin"), "{log}");
    let wrong = terminal(&desk, &["log", "--reader", "wallet", "--pin", "0000"]).fails(1);
    assert!(wrong.contains("2 tries are left (63C2)"), "{wrong}");
    let reader = terminal(&desk, &["balance", "--reader", "till"]).fails(3);
    assert!(
        reader.contains("no reader is called \"till\"") && reader.contains("Cardamom wallet"),
        "{reader}"
    );
    let same = terminal(&desk, &["pay", "1.00", "--reader", "sam", "--sam-reader", "wallet"]).fails(1);
    assert!(same.contains("no such application"), "{same}");
    assert_eq!(terminal(&desk, &["balance", "--reader", "wallet"]).succeeds(), "5.00\n");
}

#[test]
fn a_card_is_issued_once_and_a_serial_number_given_once() {
    let desk = issued();
    let issue = |card, serial| {
        let arguments =
            ["issue", "purse", "--card", card, "--serial", serial, "--holder", "B", "--pin", "1234"];
        desk.run(&arguments)
    };
    assert!(issue("wallet", "1234").fails(2).contains("issued already"));
    assert!(issue("wallet", "1235").fails(1).contains("issued already"));
    desk.run(&["card", "new", "other"]).succeeds();
    assert!(issue("other", "1234").fails(2).contains("issued already"));
    issue("other", "1236").succeeds();
}

#[test]
fn without_an_issuer_nothing_is_issued() {
    let desk = Desk::with_cards(&["wallet"]);
    let error = desk
        .run(&["issue", "purse", "--card", "wallet", "--serial", "1", "--holder", "A", "--pin", "1234"])
        .fails(3);
    assert!(error.contains("there is no issuer") && error.contains("--create-test-issuer"), "{error}");
}
