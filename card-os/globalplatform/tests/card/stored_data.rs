//! STORE DATA for a security domain (GPCS 2.3.1 §11.11): objects and keys, in both structures, whole or not at all.

use crate::commands::{command, key_field, lv};
use crate::host::{Host, TEST_KEY};
use crate::observation::KEYS;

fn card() -> Host {
    let mut host = Host::new();
    host.open(0xFF, TEST_KEY, 0x01);
    host
}

#[test]
fn what_is_stored_is_told() {
    let mut host = card();
    for (tag, value) in [
        ("0042", "4213579F"),
        ("0045", "C0FFEE"),
        ("5F20", "00112233"),
        ("5F50", "68747470"),
        ("0066", "730906072A864886FC6B01"),
        ("0067", "8201FF"),
        ("00CF", "00112233445566778899"),
    ] {
        let short = tag.strip_prefix("00").unwrap_or(tag);
        host.ok(&command("80E29000", &format!("{short}{}", lv(value))));
        assert_eq!(host.ok(&format!("80CA{tag}00")), format!("{short}{}", lv(value)));
    }
    // SELECT tells the same of the card, and all that another says is gone when it is taken away.
    assert!(host.select("").contains("A50F730906072A864886FC6B019F6501FF"));
    host.open(0xFF, TEST_KEY, 0x01);
    host.ok(&command("80E29000", "6600 6700 5F2000".replace(' ', "").as_str()));
    assert_eq!(host.transmit("80CA5F2000"), "6A88");
    assert!(host.ok("80CA006600").contains("2A864886FC6B040370"));
    assert!(host.select("").contains("2A864886FC6B040370"));
}

#[test]
fn objects_come_in_a_data_group_too() {
    let mut host = card();
    host.ok(&command("80E28800", "00700B 4203112233 45045566 7788".replace(' ', "").as_str()));
    assert_eq!(host.ok("80CA004200"), "4203112233");
    assert_eq!(host.ok("80CA004500"), "450455667788");
    // Block by block.
    host.ok(&command("80E20800", "0070054203"));
    host.ok(&command("80E28801", "AABBCC"));
    assert_eq!(host.ok("80CA004200"), "4203AABBCC");
}

#[test]
fn a_wrong_object_keeps_the_others_out() {
    let mut host = card();
    let before = host.observe();
    for (plain, wanted) in [
        ("42011145012299 00", "6A88"),
        ("420111DF0100", "6A88"),
        ("420111 4502", "6A80"),
        ("420111CF0100", "6A80"),
        ("420111 4F08A000000151000001", "6A80"), // a name comes alone
        ("", "6A80"),
    ] {
        let plain = plain.replace(' ', "");
        let plain = if plain.is_empty() { "80E2900000".to_owned() } else { command("80E29000", &plain) };
        assert_eq!(host.transmit(&plain), wanted, "{plain}: {:?}", host.refusal());
        assert_eq!(host.observe(), before, "{plain}");
    }
}

/// Keys in data groups, as kaoh/globalplatform stores them.
#[test]
fn keys_come_in_data_groups() {
    let mut host = card();
    let new = KEYS[1];
    // For each: type, length in bytes, identifier, version, key check value; then the encrypted value of each.
    let store = |host: &Host, version: u8, key: &str| {
        let field = key_field(host.session.as_ref().unwrap(), key);
        let (encrypted, check) = (&field[4..36], &field[38..44]);
        let one =
            |identifier: u8| format!("B9118001888101108201{identifier:02X}8301{version:02X}8403{check}");
        let control: String = (1..=3).map(one).collect();
        let groups = format!("811310{encrypted}").repeat(3);
        command("80E28800", &format!("00B9{}{groups}", lv(&control)))
    };
    let plain = store(&host, 0x31, new);
    host.ok(&plain);
    host.open(0x31, new, 0x33);
    // In the place of those that are there.
    let plain = store(&host, 0x31, KEYS[2]);
    host.ok(&plain);
    assert!(host.try_open(0x31, new, 0x01).is_err());
    host.open(0x31, KEYS[2], 0x01);
    let before = host.observe();
    let right = store(&host, 0x32, new);
    let check = right.find("8403").unwrap() + 4;
    let wrong = format!("{}000000{}", &right[..check], &right[check + 6..]);
    assert_eq!(host.transmit(&wrong), "6982");
    assert_eq!(host.observe(), before);
}
