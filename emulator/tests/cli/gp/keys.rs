//! Keys: files, wrong ones, new ones, test keys.

use super::*;

#[test]
fn wrong_keys_are_explained() {
    let desk = Desk::with_cards(&["wallet"]);
    let key = "7A1B9C4D2E8F60517263849506A7B8C9";
    let wrong = gp(&desk, &["list", "--key", key]).fails(1);
    assert!(wrong.contains("the card's key set FF (SCP03) is not the key given"), "{wrong}");
    assert!(
        wrong.contains("it does verify under the well-known test key 40 to 4F as it is (none)"),
        "{wrong}"
    );
    let test = "404142434445464748494A4B4C4D4E4F";
    let arguments = ["list", "--key", test, "--kdf", "visa2", "--key-version", "20"];
    let wrong = gp_in_reader(&desk, &arguments).fails(1);
    assert!(wrong.contains("it does verify under the same key as it is (none)"), "{wrong}");
    assert!(wrong.contains("EXTERNAL AUTHENTICATE was not sent"), "{wrong}");
    let arguments = ["list", "--key", test, "--kdf", "kdf3", "--key-version", "20"];
    let wrong = gp(&desk, &arguments).fails(2);
    assert!(wrong.contains("the diversification kdf3 makes no keys for SCP02"), "{wrong}");
    let unknown = gp(&desk, &["list", "--key-version", "11"]).fails(1);
    assert!(unknown.contains("INITIALIZE UPDATE: 6A88: the security domain has no such key"), "{unknown}");
    assert!(unknown.contains("`cardamom gp info` tells"), "{unknown}");
}

#[test]
fn a_card_gets_keys_of_its_own() {
    let desk = Desk::with_cards(&["wallet"]);
    desk.write("acme.toml", ACME);
    let readable = gp(&desk, &["put-key", "30", "--new-keys", "acme.toml"]);
    // Whatever the umask of whoever runs this.
    if readable.code != Some(0) {
        assert!(readable.fails(2).contains("chmod 600 acme.toml"));
        write_private(&desk, "acme.toml", ACME);
        let put = gp(&desk, &["put-key", "30", "--new-keys", "acme.toml"]).succeeds();
        // What else opens sessions is told: a card comes with the test key in two key sets.
        let told = format!(
            "put key version 30: AES-128, AES-128, AES-128 {TEST_KEYS}\n\
             key set 20 stays and opens sessions still: `cardamom gp delete-key 20`\n"
        );
        assert_eq!(put, told);
    }
    write_private(&desk, "acme.toml", ACME);
    let ours = ["--keys", "acme.toml"];
    let list = gp(&desk, &[&["list"], &ours[..]].concat()).succeeds();
    assert!(
        list.starts_with("security domain A000000151000000, SCP03 i=70 at level 03, key set 30\n"),
        "{list}"
    );
    let list = gp_in_reader(&desk, &[&["list"], &ours[..]].concat()).succeeds();
    assert!(list.contains("key set 30\n"), "{list}");
    assert!(gp(&desk, &["list"]).fails(1).contains("is not the test key"));
    let again = gp(&desk, &[&["put-key", "30", "--new-keys", "acme.toml"], &ours[..]].concat()).fails(1);
    assert!(again.contains("PUT KEY: 6A80: there is a key set of this version already"), "{again}");
    assert!(again.contains("--replaces"), "{again}");
    let other = "9A1B9C4D2E8F60517263849506A7B8C9";
    let replace = ["put-key", "31", "--replaces", "30", "--new-key", other, "--new-kdf", "kdf3"];
    gp(&desk, &[&replace, &ours[..]].concat()).succeeds();
    let new = ["--key", other, "--kdf", "kdf3", "--key-version", "31"];
    gp(&desk, &[&["list"], &new[..]].concat()).succeeds();
    // For SCP02, and away with it.
    let des = ["put-key", "21", "--type", "des", "--new-key", other];
    assert!(gp(&desk, &[&des, &new[..]].concat()).succeeds().contains("triple DES, triple DES, triple DES"));
    let list = gp(&desk, &["list", "--key", other, "--key-version", "21"]).succeeds();
    assert!(list.contains("SCP02 i=55"), "{list}");
    assert_eq!(
        gp(&desk, &[&["delete-key", "21"], &new[..]].concat()).succeeds(),
        "deleted keys of version 21\n"
    );
    gp(&desk, &["list", "--key", other, "--key-version", "21"]).fails(1);
}

#[test]
fn test_keys_do_not_serve_an_issued_card() {
    let desk = Desk::with_cards(&["wallet"]);
    let secured = gp(&desk, &["set-status", "secured"]).succeeds();
    assert_eq!(secured, format!("the card is SECURED {TEST_KEYS}\n"));
    let refused = gp(&desk, &["list"]).fails(1);
    assert!(refused.contains("the card is SECURED and still has test keys"), "{refused}");
    assert!(refused.contains("--allow-test-keys"), "{refused}");
    assert!(
        gp(&desk, &["list", "--allow-test-keys"]).succeeds().contains("test keys, which everybody knows")
    );
}

#[test]
fn a_wrong_key_file_is_shown_without_its_keys() {
    let desk = Desk::with_cards(&["wallet"]);
    write_private(&desk, "wrong.toml", "[[key-set]]\nkey = '7A1B9C4D2E8F'\n");
    let wrong = gp(&desk, &["list", "--keys", "wrong.toml"]).fails(2);
    assert!(wrong.contains("wrong.toml: line 2: a key is 16, 24 or 32 bytes"), "{wrong}");
    assert!(!wrong.contains("7A1B"), "{wrong}");
    assert!(gp(&desk, &["list", "--keys", "nowhere.toml"]).fails(3).contains("nowhere.toml"));
}
