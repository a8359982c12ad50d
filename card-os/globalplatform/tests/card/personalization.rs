//! Personalization support (GPCS 2.3.1 §7.3.3) and secure channel services for applications (§7.1).

use cardamom_apdu::{Command, hex};

use crate::commands::{command, install, lv, put_key};
use crate::host::{Host, SSD_MODULE, SSD_PACKAGE, TEST_KEY};
use crate::observation::KEYS;
use crate::worker::{WORKER_MODULE, WORKER_PACKAGE, card};

const WORKER: &str = "A0000000F30010";
const OTHER: &str = "A0000000F30011";
const DOMAIN: &str = "A00000015153500001";
const BELOW: &str = "A00000015153500002";
const ISSUER: &str = "A000000151000000";

/// A card with an application of the issuer's, and one of a security domain's own; a session with the issuer's.
fn bench(privileges: &str) -> Host {
    let mut host = card();
    host.open(0, TEST_KEY, 0x33);
    host.ok(&install("0C", WORKER_PACKAGE, WORKER_MODULE, WORKER, "00", ""));
    host.ok(&install("0C", SSD_PACKAGE, SSD_MODULE, DOMAIN, privileges, "C90481020370"));
    host.ok(&install("0C", WORKER_PACKAGE, WORKER_MODULE, OTHER, "00", ""));
    host.ok(&command("80E61000", &format!("{}00{}000000", lv(DOMAIN), lv(OTHER))));
    host.select(DOMAIN);
    host.open(0, TEST_KEY, 0x01);
    host.ok(&put_key(host.session.as_ref().unwrap(), 0, 0x30, KEYS[1]));
    host.select(ISSUER);
    host.open(0, TEST_KEY, 0x33);
    host
}

fn personalize(aid: &str) -> String {
    command("80E62000", &format!("0000{}000000", lv(aid)))
}

fn encrypted(host: &Host, data: &[u8]) -> String {
    hex::encode(&host.session.as_ref().unwrap().encrypt_data(data).unwrap())
}

/// What the application keeps, and the protection that it sees on its channel without a session.
fn kept(host: &mut Host, aid: &str) -> String {
    assert_eq!(host.select(aid), "9000");
    let told = host.ok("80B0000000");
    told.strip_suffix("00").unwrap().to_owned()
}

#[test]
fn data_groups_plain_and_encrypted_in_several_blocks() {
    let mut host = bench("808000");
    assert_eq!(host.ok(&personalize(WORKER)), "00");
    // What the application answers comes back.
    assert_eq!(host.ok(&command("80E20000", "010103AABBCC")), "00");
    let secret = encrypted(&host, &[0x11; 16]);
    assert_eq!(host.ok(&command("80E26001", &format!("800010{secret}"))), "01");
    let secret = encrypted(&host, &[0x22; 16]);
    assert_eq!(host.ok(&command("80E2E002", &format!("800110{secret}"))), "02");
    // After the last block, STORE DATA is the security domain's again.
    host.ok(&command("80E29000", "4203112233"));
    assert_eq!(host.ok("80CA004200"), "4203112233");
    let wanted = format!("AABBCC{}{}", "11".repeat(16), "22".repeat(16));
    assert_eq!(kept(&mut host, WORKER), wanted);
}

#[test]
fn personalization_ends_with_another_install_and_with_the_session() {
    let mut host = bench("808000");
    host.ok(&personalize(WORKER));
    host.ok(&command("80E20000", "010101AA"));
    // Another INSTALL: the rest is the domain's, which does not know it.
    assert_eq!(host.transmit(&personalize("A0000000F30099")), "6A88");
    assert_eq!(host.transmit(&command("80E28001", "010101BB")), "6A86");
    host.ok(&personalize(WORKER));
    host.open(0, TEST_KEY, 0x33);
    assert!(matches!(host.transmit(&command("80E28000", "010101BB")).as_str(), "6A80" | "6A88"));
    assert_eq!(kept(&mut host, WORKER), "AA");
}

#[test]
fn what_the_application_refuses_reaches_the_host_and_the_session_goes_on() {
    let mut host = bench("808000");
    host.ok(&personalize(WORKER));
    // Half a block under the data encryption key.
    assert_eq!(
        host.transmit(&command("80E26000", "80000811223344556677 88".replace(' ', "").as_str())),
        "6A80"
    );
    host.ok(&command("80E28001", "010101CC"));
    assert_eq!(kept(&mut host, WORKER), "CC");
    // A domain that takes data passes on what it knows, and what it does not is refused.
    host.select(ISSUER);
    host.open(0, TEST_KEY, 0x33);
    host.ok(&personalize(DOMAIN));
    host.ok(&command("80E29000", "4203ABCDEF"));
    host.select(DOMAIN);
    assert_eq!(host.send("00CA004200"), "ABCDEF9000");
}

#[test]
fn another_domains_application_takes_a_trusted_path() {
    // The issuer has one: plain data arrives; its session is not the application's domain's.
    let mut host = bench("808000");
    host.ok(&personalize(OTHER));
    host.ok(&command("80E20000", "010101DD"));
    let secret = encrypted(&host, &[0x11; 16]);
    assert_eq!(host.transmit(&command("80E2E001", &format!("800010{secret}"))), "6982");
    // The issuer's session is as it was.
    assert!(host.ok("80F28002024F0000").starts_with("E3"));
    assert_eq!(kept(&mut host, OTHER), "DD");
    // A domain without it: what belongs to one below is not its to personalize, though it manages it.
    let mut host = bench("804000");
    host.ok(&install("0C", SSD_PACKAGE, SSD_MODULE, BELOW, "808000", "C90481020370"));
    host.ok(&command("80E61000", &format!("{}00{}000000", lv(DOMAIN), lv(BELOW))));
    host.select(DOMAIN);
    host.open(0x30, KEYS[1], 0x01);
    host.ok(&personalize(OTHER));
    host.ok(&command("80E61000", &format!("{}00{}000000", lv(BELOW), lv(OTHER))));
    assert_eq!(host.transmit(&personalize(OTHER)), "6985");
    // Nor what belongs to the issuer.
    assert_eq!(host.transmit(&personalize(WORKER)), "6985");
}

#[test]
fn an_application_opens_a_session_of_its_domain_itself() {
    for (aid, version, key) in [(WORKER, 0xFF, TEST_KEY), (WORKER, 0x20, TEST_KEY), (OTHER, 0x30, KEYS[1])] {
        let mut host = bench("808000");
        host.select(aid);
        assert_eq!(host.ok("80B0000000"), "00");
        let level = if version == 0x20 { 0x03 } else { 0x33 };
        host.open(version, key, level);
        // 80 authenticated, with what protects it.
        let told = host.ok("80B2000000");
        assert_eq!(told, format!("{:02X}", 0x80 | level), "{aid} {version:02X}");
        // It is the session's alone: a wrong MAC ends it.
        let mut forged = host.session.as_mut().unwrap().wrap(&Command::new(0x80, 0xB2, 0, 0)).unwrap();
        let last = forged.len() - 1;
        forged[last] ^= 1;
        assert!(host.send(&hex::encode(&forged)).ends_with("6982"));
        host.session = None;
        assert_eq!(host.ok("80B0000000"), "00");
    }
}

#[test]
fn a_session_ends_with_its_application() {
    let mut host = bench("808000");
    host.select(WORKER);
    host.open(0, TEST_KEY, 0x01);
    let before = host.session.clone();
    host.select(OTHER);
    host.session = before.clone();
    assert!(host.card_refuses("80B2000000"));
    host.session = None;
    host.select(WORKER);
    host.session = before;
    assert!(host.card_refuses("80B2000000"));
    // The application ends it itself.
    host.open(0, TEST_KEY, 0x01);
    assert_eq!(host.ok("80B2000000"), "81");
    let session = host.session.take();
    host.ok("80B40000");
    host.session = session;
    assert!(host.card_refuses("80B2000000"));
    // Wrong keys: the domain counts, whoever asked it.
    host.session = None;
    let answer = host.send("8050000008111111111111111100");
    assert!(answer.ends_with("9000"));
    assert_eq!(host.send("848201001000000000000000000000000000000000"), "6300");
}

#[test]
fn a_locked_domain_serves_no_application() {
    let mut host = bench("808000");
    host.ok(&command("80F04080", DOMAIN));
    host.select(OTHER);
    assert_eq!(host.try_open(0x30, KEYS[1], 0x01).unwrap_err(), "6985");
    host.select(WORKER);
    host.open(0, TEST_KEY, 0x01);
}

#[test]
fn a_domain_with_keys_of_its_own_takes_keys_from_nobody_above_it() {
    let mut host = bench("808000");
    // A public key for SCP11 or DAP blocks needs no decryption: only the domain's own sessions may bring one.
    let point = "046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C2964FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5";
    let key = |identifier: &str, version: &str| {
        let control = format!("B90F8001B081014182{}83{}850100", lv(identifier), lv(version));
        command("80E28800", &format!("00B9{}0036{}", lv(&control), lv(point)))
    };
    let authority = command("80E29000", "A60842024F4383021030");
    let list = command("80E29000", "A6048302103070039301 11".replace(' ', "").as_str());
    let before = host.observe();
    for attempt in [key("01", "73"), key("10", "31"), authority, list] {
        host.ok(&personalize(DOMAIN));
        assert_eq!(host.transmit(&attempt), "6985", "{attempt}");
        assert!(host.refusal().unwrap().contains("keys of its own"), "{:?}", host.refusal());
        assert_eq!(host.observe(), before);
    }
    // As long as it has none, the issuer brings it what it needs.
    host.ok(&install("0C", SSD_PACKAGE, SSD_MODULE, BELOW, "808000", "C90481020370"));
    host.ok(&personalize(BELOW));
    host.ok(&key("10", "31"));
}

#[test]
fn only_the_issuer_takes_another_name() {
    let mut host = bench("808000");
    let name = "A0000000031010";
    let rename = command("80E29000", &format!("4F{}", lv(name)));
    host.ok(&personalize(DOMAIN));
    assert_eq!(host.transmit(&rename), "6A88");
    host.select(DOMAIN);
    host.open(0x30, KEYS[1], 0x01);
    assert_eq!(host.transmit(&rename), "6A88");
    assert_eq!(host.send(&format!("00A40400{}00", lv(name))), "6A82");
}

#[test]
fn a_locked_domain_does_nothing_in_a_session_that_is_open_still() {
    let mut host = bench("804000");
    host.send("0070000001");
    host.send(&format!("01A40400{}00", lv(DOMAIN)));
    let mut session = host.try_open_on(1, 0x30, KEYS[1], 0x01).unwrap();
    let mut on_channel = |host: &mut Host, command: &str| {
        let bytes = hex::decode(command).unwrap();
        let command = Command::parse(&bytes).unwrap();
        let protected = session.wrap(&command).unwrap();
        let answer = host.card.transmit(&protected).unwrap().to_vec();
        hex::encode(&answer)
    };
    assert!(on_channel(&mut host, "81F24002024F0000").ends_with("9000"));
    host.open(0, TEST_KEY, 0x01);
    host.ok(&command("80F04080", DOMAIN));
    let before = host.observe();
    for attempt in [
        install("0C", WORKER_PACKAGE, WORKER_MODULE, "A0000000F30012", "00", ""),
        command("80E29000", "420311 2233".replace(' ', "").as_str()),
        command("80F04080", OTHER),
    ] {
        assert_eq!(on_channel(&mut host, &attempt.replacen("80", "81", 1)), "6985", "{attempt}");
        assert_eq!(host.observe(), before);
    }
    // Unlocked it goes on.
    host.ok(&command("80F04000", DOMAIN));
    assert!(on_channel(&mut host, "81F24002024F0000").ends_with("9000"));
}

#[test]
fn no_application_takes_a_sequence_counter_back() {
    for version in [0xFF, 0x20] {
        let mut host = bench("808000");
        host.select(WORKER);
        let (authenticate, _) = host.handshake(0, version, TEST_KEY, 0x01).unwrap();
        // In a transaction that it aborts, the application passes on what would step a counter.
        let update = format!("8050{version:02X}0008111111111111111100");
        assert_eq!(host.send(&command("80B60000", &update)), "6985");
        assert_eq!(host.send(&command("80B60000", &hex::encode(&authenticate))), "6985");
        assert!(host.refusal().unwrap().contains("transaction"), "{:?}", host.refusal());
        host.open(version, TEST_KEY, 0x01);
    }
}
