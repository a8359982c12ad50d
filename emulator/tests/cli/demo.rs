//! `cardamom demo`

use crate::cardamom::Desk;

#[test]
fn it_shows_everything_and_conserves_the_money() {
    let desk = Desk::new();
    let shown = desk.run(&["demo"]).succeeds();
    for line in [
        "reader     Cardamom wallet 00 00",
        "LOAD OF THE PURSE",
        "PURCHASE WITH THE PURSE",
        "balance    37.66",
        "the card was debited, and proves it:",
        "recovered: the card's answer had been lost",
        "the card was not debited: it still holds 32.66. Pay again:",
        "together     100.00",
        "nothing was lost, nothing was paid twice",
    ] {
        assert!(shown.contains(line), "{line:?} is missing in:\n{shown}");
    }
    assert!(!shown.contains('\u{1b}'), "no colours but on a terminal");
    assert!(!desk.has_sockets(), "nothing is left behind");
}

#[test]
fn what_is_kept_can_be_used_afterwards() {
    let desk = Desk::new();
    desk.run(&["demo", "--keep", "kept"]).succeeds();
    let home = desk.path("kept");
    let list = desk.run(&["--home", home.to_str().unwrap(), "card", "list"]).succeeds();
    assert!(list.contains("wallet") && list.contains("psam"), "{list}");
    let journal = desk.run(&["--home", home.to_str().unwrap(), "terminal", "journal"]).succeeds();
    assert!(journal.ends_with("3 purchases of 25.00, 0 pending, 0 set aside\n"), "{journal}");
    assert!(desk.run(&["demo", "--keep", "kept"]).fails(2).contains("not empty"));
}
