//! `cardamom card`

use serde_json::Value;

use crate::cardamom::{Desk, bytes, without_durations};

const SELECT_PURSE: &str = "00A4040009A00000000386980701";

#[test]
fn a_new_card_is_listed_and_shown() {
    let desk = Desk::new();
    let list = desk.run(&["card", "list"]);
    assert!(list.stderr.contains("there are no cards"), "{list:?}");
    assert_eq!(list.succeeds(), "");
    let made = desk.run(&["card", "new", "wallet"]).succeeds();
    assert!(made.starts_with("made card wallet with profile purse in "), "{made}");
    desk.run(&["card", "new", "empty", "--profile", "blank"]).succeeds();

    let list = desk.run(&["card", "list"]).succeeds();
    let rows: Vec<Vec<&str>> = list.lines().map(|line| line.split_whitespace().take(3).collect()).collect();
    assert_eq!(
        rows,
        [["NAME", "STATE", "PROFILE"], ["empty", "ready", "blank"], ["wallet", "ready", "purse"]]
    );

    let json: Value =
        serde_json::from_str(&desk.run(&["card", "list", "--format", "json"]).succeeds()).unwrap();
    assert_eq!(json[1]["name"], "wallet");
    assert_eq!(json[1]["state"], "ready");

    let shown = desk.run(&["card", "show", "wallet"]).succeeds();
    assert!(shown.contains("protocols: T=1"), "{shown}");
    assert!(shown.contains("state     OP_READY"), "{shown}");
    assert!(shown.contains("applets   A000000151000000"), "{shown}");
    assert!(shown.contains("          A00000000386980701"), "{shown}");
    let json = desk.run(&["card", "show", "wallet", "--format", "json"]).succeeds();
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["life-cycle"], "OP_READY");
    assert_eq!(json["applets"][1]["aid"], "A00000000386980701");
    assert_eq!(json["applets"][1]["security-domain"], "A000000151000000");
    assert_eq!(json["memory"]["nvm"], 256 * 1024);
}

#[test]
fn a_card_is_a_path_as_well_as_a_name() {
    let desk = Desk::new();
    desk.run(&["card", "new", "./here.card"]).succeeds();
    assert!(desk.path("here.card").is_file());
    desk.run(&["card", "show", "here.card"]).succeeds();
    assert_eq!(desk.run(&["card", "list"]).stdout, "");
}

#[test]
fn a_wrong_name_is_refused() {
    let desk = Desk::new();
    let error = desk.run(&["card", "new", "my card"]).fails(2);
    assert!(error.contains("a card's name has 1 to 64 letters"), "{error}");
}

#[test]
fn an_unknown_card_is_told_with_what_to_do() {
    let error = Desk::new().run(&["card", "show", "wallet"]).fails(3);
    assert!(error.contains("there is no card at"), "{error}");
    assert!(error.contains("help: `cardamom card list`"), "{error}");
}

#[test]
fn a_card_is_not_made_twice() {
    let desk = Desk::with_cards(&["wallet"]);
    let before = bytes(&desk.card("wallet"));
    assert!(desk.run(&["card", "new", "wallet"]).fails(3).contains("there is a card at"));
    assert_eq!(bytes(&desk.card("wallet")), before);
}

#[test]
fn a_damaged_card_is_told_and_nothing_else() {
    let desk = Desk::with_cards(&["wallet", "other"]);
    let whole = bytes(&desk.card("wallet"));
    std::fs::write(desk.card("wallet"), &whole[..whole.len() / 3]).unwrap();
    let error = desk.run(&["card", "show", "wallet"]).fails(3);
    assert!(error.contains("is damaged") || error.contains("is not a card"), "{error}");
    std::fs::write(desk.card("wallet"), "hello").unwrap();
    let error = desk.run(&["card", "show", "wallet"]).fails(3);
    assert!(error.contains("is not a card"), "{error}");
    let list = desk.run(&["card", "list"]).succeeds();
    assert!(list.contains("other   ready"), "{list}");
    assert!(list.contains("wallet  unusable"), "{list}");
}

#[test]
fn a_profile_of_ones_own_makes_a_card() {
    let desk = Desk::new();
    desk.write(
        "badge.toml",
        "name = \"badge\"\nhistorical-bytes = \"48 69\"\n[memory]\nnvm = 32_768\nobjects = 256\n",
    );
    desk.run(&["card", "new", "badge", "--profile", "badge.toml"]).succeeds();
    let shown = desk.run(&["card", "show", "badge"]).succeeds();
    assert!(shown.contains("ATR       3B828131FE454869"), "{shown}");
    assert!(shown.contains("memory    32768 bytes"), "{shown}");
}

#[test]
fn a_wrong_profile_is_shown_where_it_is_wrong() {
    let desk = Desk::new();
    desk.write("badge.toml", "name = \"badge\"\nprotocol = \"T=7\"\n");
    let error = desk.run(&["card", "new", "badge", "--profile", "badge.toml"]).fails(2);
    assert!(error.contains("2 | protocol = \"T=7\""), "{error}");
    let error = desk.run(&["card", "new", "badge", "--profile", "nothing"]).fails(2);
    assert!(error.contains("the profiles are purse, psam, blank"), "{error}");
    assert!(!desk.card("badge").exists());
}

#[test]
fn a_card_goes_out_and_comes_in_as_one_image() {
    let desk = Desk::with_cards(&["wallet"]);
    desk.run(&["card", "export", "wallet", "wallet.image"]).succeeds();
    let error = desk.run(&["card", "export", "wallet", "wallet.image"]).fails(3);
    assert!(error.contains("wallet.image"), "an image is not overwritten: {error}");
    desk.run(&["card", "import", "wallet.image", "copy"]).succeeds();
    desk.run(&["card", "export", "copy", "copy.image"]).succeeds();
    assert_eq!(bytes(&desk.path("wallet.image")), bytes(&desk.path("copy.image")));

    let mut image = bytes(&desk.path("wallet.image"));
    image[5000] ^= 1;
    std::fs::write(desk.path("wrong.image"), image).unwrap();
    let error = desk.run(&["card", "import", "wrong.image", "wrong"]).fails(3);
    assert!(error.contains("checksum"), "{error}");
    assert!(!desk.card("wrong").exists());
}

#[test]
fn a_card_is_deleted_when_that_is_meant() {
    let desk = Desk::with_cards(&["wallet"]);
    assert!(desk.run(&["card", "delete", "wallet"]).fails(2).contains("--yes"));
    assert!(desk.card("wallet").exists());
    desk.run(&["card", "delete", "--yes", "wallet"]).succeeds();
    assert!(!desk.card("wallet").exists());
    desk.write("letter.card", "not a card");
    assert!(desk.run(&["card", "delete", "--yes", "./letter.card"]).fails(3).contains("is not a card"));
    assert!(desk.path("letter.card").exists());
}

#[test]
fn what_a_card_was_told_it_knows_after_a_restart() {
    let desk = Desk::with_cards(&["wallet"]);
    // Ten wrong MACs lock the purse (PBOC purse profile: limit 10); the tenth is told so itself.
    let wrong_mac = "0084000004 (9000)\n04DA01010C 000003E8000003E8 00000000 (6988)\n";
    desk.write("wrong.apdu", &format!("{SELECT_PURSE} (9000)\n{wrong_mac}"));
    desk.write("locked.apdu", &format!("{SELECT_PURSE} (9303)\n"));
    desk.write("last.apdu", &format!("{SELECT_PURSE} (9000)\n{}", wrong_mac.replace("6988", "9303")));
    for _ in 0..9 {
        desk.run(&["script", "wrong.apdu", "--card", "wallet"]).succeeds();
    }
    desk.run(&["script", "last.apdu", "--card", "wallet"]).succeeds();
    desk.run(&["script", "locked.apdu", "--card", "wallet"]).succeeds();
}

#[test]
fn a_seed_makes_the_same_card_again() {
    let desk = Desk::with_cards(&["wallet"]);
    desk.write("challenge.apdu", &format!("{SELECT_PURSE} (9000)\n0084000008 (9000)\n"));
    let run = |seed: &str| {
        let arguments = ["script", "challenge.apdu", "--card", "wallet", "--format", "dump", "--seed", seed];
        without_durations(&desk.run(&arguments).succeeds())
    };
    assert_eq!(run("1"), run("1"));
    assert_ne!(run("1"), run("2"));
}

#[test]
fn the_command_explains_itself() {
    let desk = Desk::new();
    let help = desk.run(&["--help"]).succeeds();
    assert!(help.contains("Examples:") && help.contains("Exit codes:"), "{help}");
    for command in ["card", "reader", "with", "script", "trace", "completions", "man"] {
        desk.run(&[command, "--help"]).succeeds();
    }
    assert!(desk.run(&["completions", "bash"]).succeeds().contains("_cardamom"));
    desk.run(&["man", "pages"]).succeeds();
    assert!(desk.path("pages").join("cardamom-card-new.1").is_file());
}
