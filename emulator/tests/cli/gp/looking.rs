//! `cardamom gp info` and `list`, and how commands are written.

use super::*;

#[test]
fn a_card_is_described_without_keys() {
    let desk = Desk::with_cards(&["wallet"]);
    for info in [gp(&desk, &["info"]), gp_in_reader(&desk, &["info"])] {
        let info = info.succeeds();
        for line in [
            "security domain   A000000151000000",
            "GlobalPlatform    2.3.1",
            "protocols         SCP03 i=70",
            "version FF identifier 01: AES-128",
            "version 20 identifier 03: triple DES, 16 bytes",
            "can open          SCP03 i=70, AES-128, AES-192, AES-256",
        ] {
            assert!(info.contains(line), "{line}: {info}");
        }
    }
    let json: serde_json::Value = serde_json::from_str(&gp(&desk, &["info", "--json"]).succeeds()).unwrap();
    assert_eq!(json["security-domain"], ISSUER);
    assert_eq!(json["protocols"][0]["i"], "70");
    assert_eq!(json["keys"].as_array().unwrap().len(), 6);
}

#[test]
fn the_content_is_listed_in_process_and_in_a_reader() {
    let desk = Desk::with_cards(&["wallet"]);
    let list = gp(&desk, &["list"]).succeeds();
    snapbox::assert_data_eq!(
        &list,
        snapbox::str![[r#"
security domain A000000151000000, SCP03 i=70 at level 03, key set FF: test keys, which everybody knows

issuer security domain
  A000000151000000  GlobalPlatform issuer security domain
      OP_READY
      from package A0000001515350
      privileges [..]

applications
  A00000000386980701  PBOC electronic purse
      SELECTABLE
      from package A00000000386980700
      belongs to A000000151000000
      privileges none

packages
  A0000001515350  GlobalPlatform security domain package
...
  A00000000386980700
      LOADED 1.0
      module A00000000386980701
      module A00000000386980702
      belongs to A000000151000000

"#]]
    );
    assert_eq!(gp_in_reader(&desk, &["list", "--keys", "test"]).succeeds(), list);
    let json: serde_json::Value = serde_json::from_str(&gp(&desk, &["list", "--json"]).succeeds()).unwrap();
    assert_eq!(json["test-keys"], true);
    assert_eq!(json["entries"][0]["kind"], "issuer-security-domain");
    assert_eq!(json["entries"][1]["aid"], PURSE);
}

#[test]
fn every_protocol_and_level_lists_the_same() {
    let desk = Desk::with_cards(&["wallet"]);
    let body = |list: String| list.split_once('\n').unwrap().1.to_owned();
    let expected = body(gp(&desk, &["list"]).succeeds());
    for (version, levels) in [("FF", &["00", "01", "03", "11", "13", "33"][..]), ("20", &["00", "01", "03"])]
    {
        for level in levels {
            let list = gp(&desk, &["list", "--key-version", version, "--level", level]).succeeds();
            assert_eq!(body(list), expected, "{version} {level}");
        }
    }
    let error = gp(&desk, &["list", "--key-version", "20", "--level", "33"]).fails(3);
    assert!(error.contains("does not allow this security level"), "{error}");
    let error = gp(&desk, &["list", "--scp", "02"]).fails(1);
    assert!(error.contains("the card opens SCP03 with these keys, not SCP02"), "{error}");
    gp(&desk, &["list", "--scp", "02:55", "--key-version", "20"]).succeeds();
}

/// A card that speaks T=0 keeps its answers until they are fetched.
#[test]
fn a_card_with_t_0_is_listed() {
    let desk = Desk::new();
    desk.write("t0.toml", "name = 'old'\nprotocol = 'T=0'\n");
    desk.run(&["card", "new", "wallet", "--profile", "./t0.toml"]).succeeds();
    let list = gp(&desk, &["list", "--level", "33"]).succeeds();
    assert!(list.contains("level 33") && list.contains(DOMAIN_PACKAGE), "{list}");
    assert!(gp_in_reader(&desk, &["list", "--keys", "test"]).succeeds().contains(DOMAIN_PACKAGE));
}

#[test]
fn a_session_can_be_watched() {
    let desk = Desk::with_cards(&["wallet"]);
    for ended in
        [gp(&desk, &["list", "--trace"]), gp_in_reader(&desk, &["list", "--trace", "--keys", "test"])]
    {
        assert_eq!(ended.code, Some(0), "{ended:?}");
        assert!(ended.stderr.contains("INITIALIZE UPDATE"), "{ended:?}");
        assert!(ended.stderr.contains("GET STATUS"), "{ended:?}");
    }
    let inside = gp(&desk, &["list", "--trace"]).stderr;
    assert!(inside.contains("in the session"), "{inside}");
}

#[test]
fn what_is_wrong_on_the_command_line_is_told_before_a_card_is_touched() {
    let desk = Desk::with_cards(&["wallet"]);
    let nowhere = desk.run(&["gp", "list"]);
    assert_eq!(nowhere.code, Some(2), "{nowhere:?}");
    let both = desk.run(&["gp", "list", "--card", "wallet", "--reader", "x"]);
    assert_eq!(both.code, Some(2), "{both:?}");
    let without = desk.run(&["gp", "list", "--reader", "x"]).fails(2);
    assert!(without.contains("a card in a reader wants keys"), "{without}");
    for wrong in [
        &["list", "--key", "40"][..],
        &["list", "--key-version", "300"],
        &["list", "--level", "x"],
        &["list", "--scp", "01"],
        &["list", "--key", "404142434445464748494A4B4C4D4E4F", "--kdf", "kdf4"],
        &["list", "--domain", "A0"],
        &["install", "A000000001"],
        &["install", "A000000001", "A000000002", "--privileges", "card-rest"],
        &["install", "A000000001", "A000000002", "--parameters", "C"],
        &["create-domain", DOMAIN, "--protocol", "03"],
        &["put-key", "30"],
        &["store-data", "4"],
        &["set-status", "issued"],
        &["delete"],
        &["load", "file", "--dap-key", "x"],
    ] {
        assert_eq!(gp(&desk, wrong).code, Some(2), "{wrong:?}");
    }
    let missing = desk.run(&["gp", "list", "--card", "other"]).fails(3);
    assert!(missing.contains("there is no card"), "{missing}");
    let terminated = gp(&desk, &["set-status", "terminated"]).fails(2);
    assert!(terminated.contains("say --yes"), "{terminated}");
    for command in ["info", "list", "load", "install", "delete", "put-key", "create-domain", "store-data"] {
        desk.run(&["gp", command, "--help"]).succeeds();
    }
}

#[test]
fn locked_and_terminated_cards_say_so() {
    let desk = Desk::with_cards(&["wallet"]);
    let set = |state: &str| gp(&desk, &["set-status", state, "--yes", "--allow-test-keys"]);
    set("secured").succeeds();
    set("card-locked").succeeds();
    assert!(gp(&desk, &["info"]).succeeds().contains("state             the card is locked\n"));
    assert!(gp(&desk, &["list", "--allow-test-keys"]).succeeds().contains("CARD_LOCKED"));
    let locked = gp(&desk, &["delete", PURSE, "--allow-test-keys"]).fails(1);
    assert!(locked.contains("DELETE: 6985: not in this life-cycle state of the card"), "{locked}");
    set("secured").succeeds();
    let back = set("initialized").fails(1);
    assert!(back.contains("SET STATUS: 6A80: the card goes from OP_READY"), "{back}");
    set("terminated").succeeds();
    let over = gp(&desk, &["info"]).fails(3);
    assert!(over.contains("no issuer security domain can be selected"), "{over}");
}

/// A key on the command line counts more than what the environment says.
#[test]
fn the_environment_names_a_key_file() {
    let desk = Desk::with_cards(&["wallet"]);
    let list = |arguments: &[&str]| {
        let arguments = [&["gp", "list", "--card", "wallet"], arguments].concat();
        desk.command(&arguments).env("CARDAMOM_KEYS", "nowhere.toml").output().unwrap()
    };
    assert_eq!(list(&[]).status.code(), Some(3));
    assert_eq!(list(&["--key", "404142434445464748494A4B4C4D4E4F"]).status.code(), Some(0));
    assert_eq!(list(&["--keys", "test"]).status.code(), Some(0));
}
