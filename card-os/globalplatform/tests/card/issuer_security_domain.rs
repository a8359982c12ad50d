//! The issuer security domain: sessions, and content management through them.

use crate::host::{Host, MODULE, PACKAGE, SSD_MODULE, SSD_PACKAGE, TEST_KEY};

const INSTANCE: &str = "A0000000F00102";

fn lv(digits: &str) -> String {
    format!("{:02X}{digits}", digits.len() / 2)
}

fn command(header: &str, data: &str) -> String {
    format!("{header}{:02X}{data}00", data.len() / 2)
}

fn install(
    p1: &str,
    package: &str,
    module: &str,
    instance: &str,
    privileges: &str,
    parameters: &str,
) -> String {
    let data = format!("{}{}{}{}{}00", lv(package), lv(module), lv(instance), lv(privileges), lv(parameters));
    command(&format!("80E6{p1}00"), &data)
}

#[test]
fn select_finds_it_under_its_names() {
    let mut host = Host::new();
    for name in ["A000000151000000", "A0000001510000", "", "A000000003000000", "A0000000030000"] {
        let answer = host.select(name);
        assert!(answer.starts_with("6F") && answer.ends_with("9000"), "{name}: {answer}");
        assert!(answer.contains("8408A000000151000000"), "{answer}");
    }
}

#[test]
fn sessions_open_at_every_level() {
    let mut host = Host::new();
    for level in [0x00, 0x01, 0x03, 0x11, 0x13, 0x33] {
        host.open(0, TEST_KEY, level);
        assert!(host.ok("80F28002024F0000").starts_with("E3"));
        let data = host.ok("80CA00E000");
        assert!(data.starts_with("E0"), "{data}");
    }
    for level in [0x00, 0x01, 0x03] {
        host.open(0x20, TEST_KEY, level);
        assert!(host.ok("80F22002024F0000").contains(PACKAGE));
    }
}

#[test]
fn a_wrong_key_is_refused_and_counted() {
    let mut host = Host::new();
    for _ in 0..10 {
        // The host would see that the card's cryptogram is wrong; it goes on all the same.
        let answer = host.send("8050000008 1111111111111111 00");
        assert!(answer.ends_with("9000"));
        assert_eq!(host.send("8482010010 00000000000000000000000000000000"), "6300");
    }
    assert_eq!(host.send("8050000008 1111111111111111 00"), "6983");
}

#[test]
fn applications_come_and_go() {
    let mut host = Host::new();
    let free = host.card.free_memory();
    host.open(0, TEST_KEY, 0x33);
    host.ok(&install("0C", PACKAGE, MODULE, INSTANCE, "00", "C900"));
    assert!(host.ok("80F24002024F0000").contains(INSTANCE));
    assert_eq!(host.transmit(&install("0C", PACKAGE, MODULE, INSTANCE, "00", "C900")), "6A80");
    assert_eq!(
        host.transmit(&install("0C", PACKAGE, "A0000000F001FF", "A0000000F00103", "00", "C900")),
        "6A88"
    );
    assert_eq!(host.select(INSTANCE), format!("{INSTANCE}9000"));
    host.select("A000000151000000");
    host.open(0, TEST_KEY, 0x01);
    // Locked, and back.
    host.ok(&command("80F04080", INSTANCE));
    host.session = None;
    assert_eq!(host.select(INSTANCE), "6A82");
    host.select("A000000151000000");
    host.open(0, TEST_KEY, 0x01);
    host.ok(&command("80F04000", INSTANCE));
    host.ok(&command("80E40000", &format!("4F{}", lv(INSTANCE))));
    assert_eq!(host.transmit("80F24002024F0000"), "6A88");
    host.select("A000000151000000");
    assert_eq!(host.card.free_memory(), free);
}

#[test]
fn keys_are_put_and_the_initial_ones_go() {
    let mut host = Host::new();
    host.open(0xFF, TEST_KEY, 0x01);
    let key = "505152535455565758595A5B5C5D5E5F";
    let session = host.session.as_ref().unwrap();
    let encrypted = session.encrypt_data(&cardamom_apdu::hex::decode(key).unwrap()).unwrap();
    let encrypted = cardamom_apdu::hex::encode(&encrypted);
    let aes = cardamom_secure_channel::AesKey::new(&cardamom_apdu::hex::decode(key).unwrap()).unwrap();
    let check = cardamom_apdu::hex::encode(&cardamom_secure_channel::key_check_value::aes(&aes));
    let one = format!("8810{encrypted}03{check}");
    let data = format!("30{}", one.repeat(3));
    assert_eq!(host.transmit(&command("80D80081", &data.replace(&check, "000000"))), "6982");
    assert_eq!(host.ok(&command("80D80081", &data)), format!("30{}", check.repeat(3)));
    assert!(!host.ok("80CA00E000").contains("C00401FF"));
    assert_eq!(host.try_open(0xFF, TEST_KEY, 1).unwrap_err(), "6A88");
    host.open(0x30, key, 0x33);
    // With a length before the key, as replaced keys of a new version.
    let encrypted = host.session.as_ref().unwrap().encrypt_data(&[0x41; 16]).unwrap();
    let aes = cardamom_secure_channel::AesKey::new(&[0x41; 16]).unwrap();
    let check = cardamom_apdu::hex::encode(&cardamom_secure_channel::key_check_value::aes(&aes));
    let one = format!("881110{}03{check}", cardamom_apdu::hex::encode(&encrypted));
    host.ok(&command("80D83081", &format!("31{}", one.repeat(3))));
    host.open(0x31, &"41".repeat(16), 0x33);
    assert_eq!(host.transmit(&command("80E40000", "D20130")), "6A88");
}

#[test]
fn a_supplementary_security_domain_is_made_keyed_and_given_an_application() {
    let mut host = Host::new();
    let domain = "A0000001515350FF";
    host.open(0, TEST_KEY, 0x03);
    host.ok(&install(
        "0C",
        SSD_PACKAGE,
        SSD_MODULE,
        domain,
        "80C000",
        "C90C8102037082022020 8702 2020".replace(' ', "").as_str(),
    ));
    host.ok(&install("0C", PACKAGE, MODULE, INSTANCE, "00", ""));
    let entry = host.ok("80F24002024F0000");
    assert!(entry.contains(&format!("4F08{domain}9F700107")), "{entry}");
    host.ok(&command("80E61000", &format!("{}00{}0000 00", lv(domain), lv(INSTANCE)).replace(' ', "")));
    assert!(host.select(domain).ends_with("9000"));
    // Without keys of its own it is opened with those of the domain above.
    host.open(0, TEST_KEY, 0x01);
    assert!(host.ok("80F24002024F0000").contains(INSTANCE));
    let encrypted = host.session.as_ref().unwrap().encrypt_data(&[0x41; 16]).unwrap();
    let aes = cardamom_secure_channel::AesKey::new(&[0x41; 16]).unwrap();
    let check = cardamom_apdu::hex::encode(&cardamom_secure_channel::key_check_value::aes(&aes));
    let one = format!("8810{}03{check}", cardamom_apdu::hex::encode(&encrypted));
    host.ok(&command("80D80081", &format!("30{}", one.repeat(3))));
    assert_eq!(host.try_open(0xFF, TEST_KEY, 1).unwrap_err(), "6A88");
    host.open(0x30, &"41".repeat(16), 0x33);
    host.ok(&command("80E40000", &format!("4F{}", lv(INSTANCE))));
    host.select("A000000151000000");
    host.open(0, TEST_KEY, 0x01);
    let entry = host.ok("80F24002024F0000");
    assert!(entry.contains(&format!("4F08{domain}9F70010F")), "{entry}");
    host.ok(&command("80E40000", &format!("4F{}", lv(domain))));
}

#[test]
fn the_card_is_locked_and_comes_back() {
    let mut host = Host::new();
    host.open(0, TEST_KEY, 0x01);
    host.ok(&install("0C", PACKAGE, MODULE, INSTANCE, "00", ""));
    assert_eq!(host.transmit("80F0800100"), "6A80");
    host.ok("80F0800700");
    host.ok("80F0800F00");
    host.ok("80F0807F00");
    assert_eq!(host.transmit(&install("0C", PACKAGE, MODULE, "A0000000F00109", "00", "")), "6985");
    assert_eq!(host.select(INSTANCE), "6A82");
    assert!(host.select("A000000151000000").ends_with("6283"));
    assert_eq!(host.send("0070000001"), "6985");
    host.open(0, TEST_KEY, 0x01);
    host.ok("80F0800F00");
    assert_eq!(host.select(INSTANCE), format!("{INSTANCE}9000"));
}

/// Its keys may be those of the security domain above, diversified with what that one tells.
#[test]
fn a_security_domain_without_diversification_data_tells_that_of_the_one_above() {
    let mut host = Host::new();
    let domain = "A0000001515350FF";
    host.open(0, TEST_KEY, 0x01);
    host.ok(&install("0C", SSD_PACKAGE, SSD_MODULE, domain, "80", ""));
    host.select(domain);
    let answer = host.send("8050000008 1111111111111111 00");
    assert!(answer.starts_with("CFCFCFCFCFCFCFCFCFCF") && answer.ends_with("9000"), "{answer}");
}
