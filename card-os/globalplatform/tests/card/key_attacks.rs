//! PUT KEY and DELETE [key] misused (attack catalogue A43): never half a key set, never a card that nobody can open.

use cardamom_apdu::hex;
use cardamom_globalplatform::security_domain::SecurityDomainParameters;
use cardamom_secure_channel::{TripleDesKey, key_check_value};

use crate::commands::{command, delete, key_field, put_key};
use crate::host::{Host, TEST_KEY, parameters};
use crate::observation::KEYS;

const NEW: &str = KEYS[1];

/// A card with AES keys of version FF alone.
fn factory_card() -> Host {
    let mut parameters = parameters(0x70);
    parameters.keys.retain(|key| key.version == 0xFF);
    let mut host = Host::with(&SecurityDomainParameters { ..parameters });
    host.open(0, TEST_KEY, 0x01);
    host
}

fn refused(host: &mut Host, plain: &str, wanted: &str) {
    let before = host.observe();
    assert_eq!(host.transmit(plain), wanted, "{plain}: {:?}", host.refusal());
    assert_eq!(host.observe(), before, "{plain}");
}

#[test]
fn a_wrong_key_check_value_anywhere_stores_nothing() {
    let mut host = factory_card();
    let one = key_field(host.session.as_ref().unwrap(), NEW);
    let wrong = format!("{}000000", &one[..one.len() - 6]);
    for which in 0..3 {
        let mut keys = vec![one.clone(); 3];
        keys[which].clone_from(&wrong);
        refused(&mut host, &command("80D80081", &format!("30{}", keys.concat())), "6982");
    }
    // None at all, and one of a wrong length.
    let bare = format!("{}00", &one[..one.len() - 8]);
    refused(&mut host, &command("80D80081", &format!("30{}", bare.repeat(3))), "6A80");
    let short = format!("{}02{}", &one[..one.len() - 8], &one[one.len() - 6..one.len() - 2]);
    refused(&mut host, &command("80D80081", &format!("30{}", short.repeat(3))), "6982");
    // Encrypted under another session's key.
    let other = hex::encode(&[0x5A; 16]);
    let foreign = format!("8810{other}{}", &one[one.len() - 8..]);
    refused(&mut host, &command("80D80081", &format!("30{}", foreign.repeat(3))), "6982");
    // The session goes on, and right is still right.
    let right = put_key(host.session.as_ref().unwrap(), 0, 0x30, NEW);
    host.ok(&right);
    host.open(0x30, NEW, 0x33);
}

#[test]
fn versions_and_identifiers_out_of_their_ranges_store_nothing() {
    let mut host = factory_card();
    let one = key_field(host.session.as_ref().unwrap(), NEW);
    for version in ["00", "80", "FF"] {
        refused(&mut host, &command("80D80081", &format!("{version}{}", one.repeat(3))), "6A80");
    }
    refused(&mut host, &command("80D800FE", &format!("30{}", one.repeat(3))), "6A80");
    refused(&mut host, &command("80D80001", &format!("30{}", one.repeat(3))), "6A80");
    refused(&mut host, "80D8008100", "6A80");
    refused(&mut host, &command("80D80081", "30"), "6A80");
    refused(&mut host, &command("80D84581", &format!("46{}", one.repeat(3))), "6A88");
}

#[test]
fn a_version_that_is_taken_is_replaced_by_name_only() {
    let mut host = factory_card();
    host.ok(&put_key(&host.session.clone().unwrap(), 0, 0x30, NEW));
    host.open(0x30, NEW, 0x01);
    host.ok(&put_key(&host.session.clone().unwrap(), 0, 0x31, TEST_KEY));
    let session = host.session.clone().unwrap();
    refused(&mut host, &put_key(&session, 0, 0x30, TEST_KEY), "6A80");
    refused(&mut host, &put_key(&session, 0x31, 0x30, TEST_KEY), "6A80");
    refused(&mut host, &put_key(&session, 0x7E, 0x35, TEST_KEY), "6A88");
    // By its name it is.
    host.ok(&put_key(&session, 0x30, 0x30, TEST_KEY));
    host.open(0x30, TEST_KEY, 0x01);
}

#[test]
fn no_put_key_locks_the_issuer_out() {
    // A key that is none of a secure channel, as the first: the keys that the card came with stay (§7.5.2).
    let mut host = factory_card();
    let generator = "046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C2964FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5";
    let ec = format!("B041{generator}F00100");
    let token_key = command("80D80001", &format!("70{ec}00"));
    host.ok(&token_key);
    host.open(0xFF, TEST_KEY, 0x01);
    // One key of three.
    let one = key_field(host.session.as_ref().unwrap(), NEW);
    host.ok(&command("80D80001", &format!("30{one}")));
    host.open(0xFF, TEST_KEY, 0x01);
    // The rest of the set: now the initial keys go.
    let one = key_field(host.session.as_ref().unwrap(), NEW);
    host.ok(&command("80D80082", &format!("30{}", one.repeat(2))));
    assert_eq!(host.try_open(0xFF, TEST_KEY, 0x01).unwrap_err(), "6A88");
    host.open(0x30, NEW, 0x01);
    // One key moved to another version would leave two halves.
    let one = key_field(host.session.as_ref().unwrap(), TEST_KEY);
    refused(&mut host, &command("80D83001", &format!("31{one}")), "6A80");
    // Replaced by something else: a set of triple DES on a card that speaks both, no.
    let des = one.replacen("8810", "8010", 1);
    assert_ne!(host.transmit(&command("80D83001", &format!("30{des}"))), "9000");
    host.open(0x30, NEW, 0x33);
    // On a card that speaks SCP03 alone, keys of SCP02 are no way in.
    let mut parameters = parameters(0x70);
    parameters.keys.retain(|key| key.version == 0xFF);
    parameters.protocols.retain(|option| option.protocol == 0x03);
    let mut other = Host::with(&parameters);
    other.open(0, TEST_KEY, 0x01);
    let one = key_field(other.session.as_ref().unwrap(), NEW).replacen("8810", "8010", 1);
    let check =
        key_check_value::triple_des(&TripleDesKey::from_bytes(hex::decode(NEW).unwrap().try_into().unwrap()));
    let one = format!("{}{}", &one[..one.len() - 6], hex::encode(&check));
    other.ok(&command("80D80081", &format!("20{}", one.repeat(3))));
    other.open(0xFF, TEST_KEY, 0x01);
    // The last keys stay.
    refused(&mut host, &command("80E40000", "D20130"), "6985");
    refused(&mut host, &command("80E40000", "D00101"), "6985");
    refused(&mut host, &command("80E40000", "D00101D20130"), "6985");
    refused(&mut host, &command("80E40000", "D20131"), "6A88");
    refused(&mut host, &command("80E40000", "D2023030"), "6A80");
    refused(&mut host, &delete("A000000151000000"), "6985");
}

#[test]
fn keys_that_went_are_nowhere_in_memory() {
    let mut host = factory_card();
    let secret = |host: &Host, key: &str| {
        let key = hex::decode(key).unwrap();
        host.card.nvm().bytes().windows(key.len()).any(|window| window == key)
    };
    assert!(secret(&host, TEST_KEY));
    host.ok(&put_key(&host.session.clone().unwrap(), 0, 0x30, NEW));
    assert!(!secret(&host, TEST_KEY), "the initial keys");
    host.open(0x30, NEW, 0x01);
    host.ok(&put_key(&host.session.clone().unwrap(), 0x30, 0x31, KEYS[2]));
    assert!(!secret(&host, NEW), "replaced");
    host.open(0x31, KEYS[2], 0x01);
    host.ok(&put_key(&host.session.clone().unwrap(), 0, 0x32, NEW));
    host.open(0x32, NEW, 0x01);
    host.ok(&command("80E40000", "D20131"));
    assert!(!secret(&host, KEYS[2]), "deleted");
}

#[test]
fn keys_that_open_nothing_do_not_stay_alone() {
    // Triple DES keys are there, yet the card speaks SCP03 only.
    let mut parameters = parameters(0x70);
    parameters.protocols.retain(|option| option.protocol == 0x03);
    let mut host = Host::with(&parameters);
    host.open(0, TEST_KEY, 0x01);
    refused(&mut host, &command("80E40000", "D201FF"), "6985");
    host.ok(&command("80E40000", "D20120"));
}
