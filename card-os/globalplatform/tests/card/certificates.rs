//! Certificates of hosts (Amendment F §7.5): which the card takes, which not, and what it keeps with the keys of
//! authorities.

use cardamom_apdu::hex;
use cardamom_secure_channel::scp11::Variant;
use cardamom_secure_channel::scp11::certificate::Usage;

use crate::commands::{command, lv};
use crate::host::{Host, TEST_KEY};
use crate::scp11::{
    VERSION, authority, begin, certificate, full, host_certificate, host_key, key, perform, scp11_card,
    store_for,
};

const ISSUER: &str = "A000000151000000";
const GET_STATUS: &str = "80F28002024F0000";

#[test]
fn a_session_takes_a_certificate_that_was_verified() {
    let mut host = scp11_card();
    for variant in [Variant::A, Variant::C] {
        let missing = |host: &mut Host, what: &str| {
            assert_eq!(host.agree(&full(variant), 0x20).unwrap_err(), "6A88", "{what}");
        };
        let good = perform(0x10, VERSION, &host_certificate(), false);
        missing(&mut host, "none");
        assert_eq!(host.send(&good), "9000");
        host.session = Some(host.agree(&full(variant), 0x20).unwrap());
        host.ok(GET_STATUS);
        missing(&mut host, "the one of the session before");
        assert_eq!(host.send(&good), "9000");
        host.select(ISSUER);
        missing(&mut host, "the one before SELECT");
        assert_eq!(host.send(&good), "9000");
        let wrong = certificate(1, "authority", "host", Usage::KeyAgreement)
            .sign(&host_key().public_key(), &key(0x66));
        assert_eq!(host.send(&perform(0x10, VERSION, &wrong, false)), "6600");
        missing(&mut host, "the one before a wrong one");
        assert_eq!(host.send(&good), "9000");
        assert_eq!(host.send("0070000001"), "019000");
        assert!(host.send("01A4040008A00000015100000000").ends_with("9000"));
        assert_eq!(host.agree_on(1, &full(variant), 0x20).unwrap_err(), "6A88");
        assert!(host.agree(&full(variant), 0x20).is_ok());
        assert_eq!(host.send("00708001"), "9000");
        // An attempt that fails uses it up.
        assert_eq!(host.send(&good), "9000");
        let (mut bad, _) = begin(&full(variant), 0x20).unwrap();
        bad[30] ^= 1;
        assert_eq!(hex::encode(host.card.transmit(&bad).unwrap()), "6A80");
        missing(&mut host, "the one of an attempt that failed");
    }
}

#[test]
fn certificates_of_strangers_are_refused() {
    let mut host = scp11_card();
    let host_public = host_key().public_key();
    let of = |usage| certificate(1, "authority", "host", usage).sign(&host_public, &authority());
    let mut damaged = host_certificate();
    *damaged.last_mut().unwrap() ^= 1;
    let mut send = |identifier, version, certificate: &[u8], more| {
        let answer = host.send(&perform(identifier, version, certificate, more));
        assert_eq!(host.agree(&full(Variant::A), 0x20).unwrap_err(), "6A88");
        answer
    };
    assert_eq!(send(0x10, VERSION, &damaged, false), "6600");
    assert_eq!(send(0x10, VERSION, &of(Usage::Authority), false), "6600");
    assert_eq!(send(0x10, VERSION, &of(Usage::KeyAgreement), true), "6600");
    assert_eq!(send(0x10, 0x02, &host_certificate(), false), "6A88");
    assert_eq!(send(0x11, VERSION, &host_certificate(), false), "6A88", "no authority's key");
    assert_eq!(send(0x20, VERSION, &host_certificate(), false), "6A88");
    assert_eq!(send(0x00, 0x00, &host_certificate(), false), "6A88", "no authority of this name");
    for malformed in [&[0x30, 0x00][..], &[0x7F, 0x21, 0x00], &host_certificate()[1..], &[0; 300]] {
        assert_eq!(send(0x10, VERSION, malformed, false), "6A80");
    }
}

/// A key that verifies DAP blocks or tokens vouches for no host, whoever has its other half.
#[test]
fn keys_of_other_uses_are_no_authorities() {
    let mut host = scp11_card();
    host.open(0, TEST_KEY, 0x01);
    let point = hex::encode(&authority().public_key().to_bytes());
    host.ok(&command("80D80001", &format!("73B041{point}F0010000")));
    host.ok(&command("80D80021", &format!("73B041{point}F0010000")));
    host.session = None;
    assert_eq!(host.send(&perform(0x01, 0x73, &host_certificate(), false)), "6A88");
    assert_eq!(host.send(&perform(0x21, 0x73, &host_certificate(), false)), "9000");
}

#[test]
fn certificates_with_authorizations_are_not_taken() {
    let mut host = scp11_card();
    // 93 0101 42 01 5F20 01 95 02 5F24 04 BF20 00 7F49 .. 5F37 ..: signed or not, its restrictions would be ignored.
    let point = hex::encode(&host_key().public_key().to_bytes());
    let objects = format!(
        "930101420161 5F200168 95020080 5F240420991231 BF2000 7F4946B041{point}F00100 5F3740{}",
        "11".repeat(64)
    )
    .replace(' ', "");
    let restricted = hex::decode(&format!("7F2181{}", lv(&objects))).unwrap();
    assert_eq!(host.send(&perform(0x10, VERSION, &restricted, false)), "6A81");
    assert!(host.refusal().unwrap().contains("BF20"));
}

#[test]
fn a_chain_of_certificates_leads_to_the_host() {
    let mut host = scp11_card();
    let (one, two) = (key(0x41), key(0x42));
    let first = certificate(1, "authority", "one", Usage::Authority).sign(&one.public_key(), &authority());
    let second = certificate(2, "one", "two", Usage::Authority).sign(&two.public_key(), &one);
    let last = certificate(3, "two", "host", Usage::KeyAgreement).sign(&host_key().public_key(), &two);
    let send =
        |host: &mut Host, certificate: &[u8], more| host.send(&perform(0x10, VERSION, certificate, more));
    let whole = |host: &mut Host| {
        assert_eq!(send(host, &first, true), "9000");
        assert_eq!(send(host, &second, true), "9000");
        assert_eq!(send(host, &last, false), "9000");
    };
    whole(&mut host);
    host.session = Some(host.agree(&full(Variant::A), 0x20).unwrap());
    host.ok(GET_STATUS);
    host.session = None;
    // Links left away, in another order, or not to the end.
    assert_eq!(send(&mut host, &first, true), "9000");
    assert_eq!(send(&mut host, &last, false), "6600");
    assert_eq!(send(&mut host, &second, true), "6600");
    assert_eq!(send(&mut host, &first, true), "9000");
    assert_eq!(host.agree(&full(Variant::A), 0x20).unwrap_err(), "6A88");
    assert_eq!(send(&mut host, &second, true), "6600", "the chain ended at the attempt");
    // The authority is named again with each certificate, and stays the same.
    assert_eq!(send(&mut host, &first, true), "9000");
    assert_eq!(host.send(&perform(0x20, VERSION, &second, true)), "6A88");
    assert_eq!(send(&mut host, &second, true), "6600");
    // In parts, as P1 b8 says: kaoh/globalplatform sends it so.
    let digits = hex::encode(&host_certificate());
    let (head, tail) = digits.split_at(120);
    assert_eq!(host.send(&command("802A8110", head)), "9000");
    assert_eq!(host.agree(&full(Variant::A), 0x20).unwrap_err(), "6A88");
    assert_eq!(host.send(&command("802A0110", tail)), "6A80", "the parts follow each other");
    assert_eq!(host.send(&command("802A8110", head)), "9000");
    assert_eq!(host.send(&command("802A0110", tail)), "9000");
    assert!(host.agree(&full(Variant::A), 0x20).is_ok());
    // In a chain of commands (ISO 7816-4 5.3.3).
    assert_eq!(host.send(&command("902A0110", head)), "9000");
    assert_eq!(host.send(&command("802A0110", tail)), "9000");
    assert!(host.agree(&full(Variant::A), 0x20).is_ok());
}

#[test]
fn serial_numbers_are_allowed_or_not() {
    let mut host = scp11_card();
    let good = perform(0x10, VERSION, &host_certificate(), false);
    let store = |host: &mut Host, objects: &str| {
        host.open(0, TEST_KEY, 0x01);
        let answer = host.transmit(&store_for(0x10, "", objects));
        host.session = None;
        answer
    };
    assert_eq!(store(&mut host, "7006930102930103"), "9000");
    assert_eq!(host.send(&good), "6640");
    assert!(host.refusal().unwrap().contains("serial number"));
    assert_eq!(store(&mut host, "700793010293020001"), "9000");
    assert_eq!(host.send(&good), "9000");
    // A list with a counter is not followed by an older one, nor by one without.
    assert_eq!(store(&mut host, "920200057003930107"), "9000");
    for older in ["920200047003930101", "7003930101", "7000"] {
        assert_eq!(store(&mut host, older), "6985", "{older}");
    }
    assert_eq!(host.send(&good), "6640");
    assert_eq!(store(&mut host, "920200057003930101"), "9000");
    assert_eq!(host.send(&good), "9000");
    // An empty one allows all, and still has its counter.
    assert_eq!(store(&mut host, "920200067000"), "9000");
    assert_eq!(host.send(&good), "9000");
    assert_eq!(store(&mut host, "920200057003930107"), "6985");
}

#[test]
fn authorities_are_found_and_told() {
    let mut host = scp11_card();
    assert_eq!(host.send("80CAFF3300"), "6A88");
    host.open(0, TEST_KEY, 0x01);
    let name = hex::encode(b"authority");
    host.ok(&store_for(0x10, &format!("80010042{}", lv(&name)), ""));
    host.ok(&store_for(0x13, "8001014202CCDD", ""));
    host.select(ISSUER);
    assert_eq!(host.send("80CAFF3300"), format!("FF330F42{}830210019000", lv(&name)));
    assert_eq!(host.send("00CAFF3400"), "4202CCDD830213019000");
    assert_eq!(host.send(&command("80CA0083", &format!("A60B42{}", lv(&name)))), "830210019000");
    assert_eq!(host.send(&command("80CA0083", "A6044202CCDD")), "6A88", "it is one for cards");
    assert_eq!(host.send(&command("80CA0083", "A60483021001")), "6A80");
    // Whichever authority the certificate names.
    assert_eq!(host.send(&perform(0, 0, &host_certificate(), false)), "9000");
    assert!(host.agree(&full(Variant::A), 0x20).is_ok());
    host.open(0, TEST_KEY, 0x01);
    host.ok(&store_for(0x10, "80010042 00".replace(' ', "").as_str(), ""));
    host.select(ISSUER);
    assert_eq!(host.send("80CAFF3300"), "6A88");
}

#[test]
fn what_belongs_to_a_key_goes_with_it() {
    let mut host = scp11_card();
    let free = host.card.free_memory();
    host.open(0, TEST_KEY, 0x01);
    let point = hex::encode(&authority().public_key().to_bytes());
    for replaced in [false, true] {
        host.ok(&command("80D80020", &format!("01B041{point}F0010000")));
        host.ok(&store_for(0x20, "8001004202AABB", ""));
        host.ok(&store_for(0x20, "", "7003930101"));
        host.ok(&store_for(0x20, "", "BF21027F21"));
        if replaced {
            host.ok(&command("80D80120", &format!("02B041{point}F0010000")));
            host.ok(&command("80E40000", "D00120D20102"));
        } else {
            host.ok(&command("80E40000", "D00120"));
        }
        assert_eq!(host.transmit("80CAFF3300"), "6A88");
        assert_eq!(host.transmit(&command("80CABF21", "A60483022001")), "6A88");
    }
    assert_eq!(host.card.free_memory(), free);
}
