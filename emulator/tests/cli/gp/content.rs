//! Packages, applets, security domains, data.

use super::*;

#[test]
fn applets_are_installed_locked_and_deleted() {
    let desk = Desk::with_cards(&["wallet"]);
    let transport_key = "811101404142434445464748494A4B4C4D4E4F";
    let other = "A0000000038698070102";
    let install = ["install", PURSE_PACKAGE, PURSE, other, "--parameters", transport_key];
    assert_eq!(gp(&desk, &install).succeeds(), format!("installed {other} {TEST_KEYS}\n"));
    let again = gp(&desk, &install).fails(1);
    assert!(
        again.contains("INSTALL [for install]: 6A80: the registry has an entry of this name already"),
        "{again}"
    );
    let issuer = gp(&desk, &["lock", "A000000151000000"]).fails(1);
    assert!(issuer.contains("set-status card-locked"), "{issuer}");
    let issuer = gp(&desk, &["delete", "A000000151000000"]).fails(1);
    assert!(issuer.contains("stays as it is") && !issuer.contains("--related"), "{issuer}");
    assert_eq!(gp(&desk, &["lock", other]).succeeds(), format!("locked {other} {TEST_KEYS}\n"));
    assert!(gp(&desk, &["list"]).succeeds().contains("LOCKED"));
    gp(&desk, &["unlock", other]).succeeds();
    let default = gp(&desk, &["make-default", other]).succeeds();
    assert!(default.contains("is selected after a reset"), "{default}");
    assert!(gp(&desk, &["list"]).succeeds().contains("privileges card-reset"));
    gp(&desk, &["update-registry", other, "--privileges", "card-lock"]).succeeds();
    assert!(gp(&desk, &["list"]).succeeds().contains("privileges card-lock\n"));
    let deleted = gp_in_reader(&desk, &["delete", other, PURSE, "--keys", "test"]).succeeds();
    assert_eq!(deleted, format!("deleted {other} {TEST_KEYS}\ndeleted {PURSE} {TEST_KEYS}\n"));
    assert!(!gp(&desk, &["list"]).succeeds().contains("applications"));
}

#[test]
fn a_card_in_process_says_why_it_refuses_and_one_in_a_reader_what_it_usually_means() {
    let desk = Desk::with_cards(&["wallet"]);
    gp(&desk, &["create-domain", DOMAIN]).succeeds();
    let install = ["install", DOMAIN_PACKAGE, DOMAIN_MODULE, "A000000151000009", "--domain", DOMAIN];
    let inside = gp(&desk, &install).fails(1);
    snapbox::assert_data_eq!(
        &inside,
        snapbox::str![[r#"
error: INSTALL [for install]: 6985: the security domain has neither Authorized nor Delegated Management (GPCS 2.3.1 6.6.2.6, 9.1.3)

"#]]
    );
    let outside = gp_in_reader(&desk, &[&install[..], &["--keys", "test"]].concat()).fails(1);
    snapbox::assert_data_eq!(
        &outside,
        snapbox::str![[r#"
error: INSTALL [for install]: 6985: conditions of use not satisfied
help: an application of this name exists already, or this security domain may not give these privileges, or the application refused

"#]]
    );
    let rom = gp(&desk, &["delete", PURSE_PACKAGE, "--related"]).fails(1);
    assert_eq!(rom, "error: DELETE: 6985: it is part of the card's software (GPCS 2.3.1 9.5.2)\n");
    let nobody = gp(&desk, &["delete", "A0000000FF"]).fails(1);
    assert!(nobody.contains("DELETE: 6A88"), "{nobody}");
    let nowhere = gp(&desk, &["list", "--domain", "A0000000FF"]).fails(1);
    assert!(nowhere.contains("SELECT: 6A82"), "{nowhere}");
}

#[test]
fn security_domains_are_made_and_given_applets() {
    let desk = Desk::with_cards(&["wallet"]);
    let made = gp(&desk, &["create-domain", DOMAIN, "--privileges", "authorized-management"]).succeeds();
    assert_eq!(made, format!("made security domain {DOMAIN} {TEST_KEYS}\n"));
    gp(&desk, &["extradite", PURSE, DOMAIN]).succeeds();
    let list = gp(&desk, &["list", "--domain", DOMAIN]).succeeds();
    assert!(list.contains(&format!("belongs to {DOMAIN}")), "{list}");
    // It has keys of its own then, and its own say in what belongs to it.
    let key = "7A1B9C4D2E8F60517263849506A7B8C9";
    gp(&desk, &["put-key", "30", "--new-key", key, "--domain", DOMAIN]).succeeds();
    let own = ["--domain", DOMAIN, "--key", key];
    gp(&desk, &[&["delete", PURSE], &own[..]].concat()).succeeds();
    gp(&desk, &[&["lock", DOMAIN, "--with-applications"][..]].concat()).succeeds();
    let locked = gp(&desk, &["list"]).succeeds();
    assert!(locked.contains("LOCKED"), "{locked}");
    gp(&desk, &["unlock", DOMAIN, "--with-applications"]).succeeds();
    let closed = "A000000151000002";
    gp(&desk, &["create-domain", closed, "--no-extradition-to"]).succeeds();
    let refused = gp(&desk, &["extradite", DOMAIN, closed]).fails(1);
    assert!(refused.contains("the security domain does not accept applications"), "{refused}");
}

#[test]
fn data_is_stored_with_the_security_domain() {
    let desk = Desk::with_cards(&["wallet"]);
    let stored = gp(&desk, &["store-data", "42031122FF", "--structure", "tlv"]).succeeds();
    assert_eq!(stored, format!("stored 5 bytes with {ISSUER} {TEST_KEYS}\n"));
    assert!(gp(&desk, &["info"]).succeeds().contains("issuer (42)       1122FF"));
    desk.write("image.hex", "45 04 CA0D\n0001\n");
    gp(&desk, &["store-data", "@image.hex", "--structure", "tlv", "--block", "3"]).succeeds();
    assert!(gp(&desk, &["info"]).succeeds().contains("card image (45)   CA0D0001"));
    let refused = gp(&desk, &["store-data", "990101", "--structure", "tlv"]).fails(1);
    assert!(refused.contains("STORE DATA of block 0: 6A88"), "{refused}");
    let nobody = gp(&desk, &["store-data", "00", "--application", "A0000000FF"]).fails(1);
    assert!(nobody.contains("INSTALL [for personalization]: 6A88"), "{nobody}");
}

/// Header and Applet components, and nothing that an engine would take.
const LOAD_FILE: &str =
    "010010DECAFFED0102040001 06A0000000F001 03000B 0107A0000000F001010000 07000400000000";

#[test]
fn a_load_file_is_described_and_a_refusal_told() {
    let desk = Desk::with_cards(&["wallet"]);
    let bytes = cardamom_apdu::hex::decode(LOAD_FILE).unwrap();
    std::fs::write(desk.path("hello.ijc"), bytes).unwrap();
    let described = gp(&desk, &["load", "hello.ijc", "--dry-run", "--to", DOMAIN]).succeeds();
    for line in [
        "package A0000000F001 1.0, 40 bytes\n",
        "applet A0000000F00101\n",
        "SHA-256 ",
        "a token is computed over 0200",
    ] {
        assert!(described.contains(line), "{described}");
    }
    let refused = gp(&desk, &["load", "hello.ijc"]).fails(1);
    assert!(refused.starts_with("error: LOAD of block 0: 6"), "{refused}");
    desk.write("text.cap", "hello, world");
    let text = gp(&desk, &["load", "text.cap"]).fails(2);
    assert!(text.contains("text.cap: the component at byte 0 does not end"), "{text}");
    gp(&desk, &["load", "nowhere.cap"]).fails(3);
}

#[test]
fn dry_runs_send_nothing() {
    let desk = Desk::with_cards(&["wallet"]);
    let install = gp(&desk, &["install", PURSE_PACKAGE, PURSE, DOMAIN, "--dry-run"]).succeeds();
    snapbox::assert_data_eq!(
        &install,
        snapbox::str![[r#"
INSTALL [for install], before secure messaging:
80E60C00 09A0000000038698070009A0000000038698070108A000000151000001010002C90000
a token is computed over 0C002209A0000000038698070009A0000000038698070108A000000151000001010002C900

"#]]
    );
    let delete = gp(&desk, &["delete", PURSE, "--dry-run"]).succeeds();
    assert!(delete.contains("80E40000 4F09A00000000386980701\n"), "{delete}");
    assert!(gp(&desk, &["list"]).succeeds().contains(PURSE));
}

#[test]
fn content_is_managed_with_tokens() {
    let desk = Desk::with_cards(&["wallet"]);
    // AES keys, for tokens and for receipts.
    let (token_key, receipt_key) = ("7A1B9C4D2E8F60517263849506A7B8C9", "8A1B9C4D2E8F60517263849506A7B8C9");
    gp(&desk, &["put-key", "70", "--single", "--new-key", token_key]).succeeds();
    gp(&desk, &["put-key", "71", "--single", "--new-key", receipt_key]).succeeds();
    gp(&desk, &["create-domain", DOMAIN, "--privileges", "delegated-management"]).succeeds();
    write_private(&desk, "token.key", token_key);
    let instance = "A000000151000009";
    let install = ["install", DOMAIN_PACKAGE, DOMAIN_MODULE, instance, "--domain", DOMAIN];
    let install = [&install[..], &["--privileges", "security-domain"]].concat();
    let missing = gp(&desk, &install).fails(1);
    assert!(missing.contains("delegated management needs a token"), "{missing}");
    let token = ["--token-key", "token.key", "--receipt-key", receipt_key];
    let installed = gp(&desk, &[&install[..], &token].concat()).succeeds();
    assert_eq!(installed, format!("installed {instance} {TEST_KEYS}\nreceipt 1 is right\n"));
    let delete = ["delete", instance, "--domain", DOMAIN, "--token-key", "token.key"];
    let deleted = gp(&desk, &delete).succeeds();
    assert!(deleted.contains("(counter 2, not checked)"), "{deleted}");
    let wrong = [&install[..], &["--token", "00112233445566778899AABBCCDDEEFF"]].concat();
    let wrong = gp(&desk, &wrong).fails(1);
    assert!(wrong.contains("the token is not one for this command"), "{wrong}");
}
