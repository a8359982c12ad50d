//! Sessions over SCP11.

use cardamom_apdu::hex;
use cardamom_secure_channel::scp11::PrivateKey;
use cardamom_secure_channel::scp11::certificate::{NewCertificate, Usage};
use p256::pkcs8::{EncodePrivateKey, EncodePublicKey, LineEnding};

use super::*;

fn key(byte: u8) -> PrivateKey {
    PrivateKey::from_bytes(&[byte; 32]).unwrap()
}

fn pem(byte: u8) -> (String, String) {
    let key = p256::SecretKey::from_slice(&[byte; 32]).unwrap();
    let public = key.public_key().to_public_key_pem(LineEnding::LF).unwrap();
    (key.to_pkcs8_pem(LineEnding::LF).unwrap().to_string(), public)
}

fn certificate(authority: u8, subject: u8) -> String {
    let new = NewCertificate {
        serial_number: vec![7],
        authority: b"authority".to_vec(),
        subject: b"subject".to_vec(),
        usage: Usage::KeyAgreement,
        effective: None,
        expiration: [0x20, 0x99, 0x12, 0x31],
    };
    hex::encode(&new.sign(&key(subject).public_key(), &key(authority)))
}

/// A card whose key is 1, with a certificate of authority 2, which knows the authority 4 of hosts.
fn desk() -> Desk {
    let desk = Desk::new();
    let own = |identifier: &str| {
        let value = hex::encode(key(1).to_bytes().as_slice());
        format!("[[issuer.key]]\nversion = 0x01\nidentifier = {identifier}\ntype = 0xB1\nvalue = '{value}'\n")
    };
    let authority = hex::encode(&key(4).public_key().to_bytes());
    let protocols = "[issuer]\nprotocols = ['SCP03 i=70', 'SCP02 i=55', 'SCP11 i=9B']\n";
    let profile = format!(
        "name = 'scp11'\n{protocols}{}{}[[issuer.key]]\nversion = 0x01\nidentifier = 0x10\ntype = 0xB0\nvalue = '{authority}'\n",
        own("0x11"),
        own("0x13")
    );
    desk.write("scp11.toml", &profile);
    desk.run(&["card", "new", "wallet", "--profile", "./scp11.toml"]).succeeds();
    let certificate = certificate(2, 1);
    for identifier in ["11", "13"] {
        let store = format!("A6048302{identifier}01BF2181{:02X}{certificate}", certificate.len() / 2);
        gp(&desk, &["store-data", &store, "--structure", "tlv"]).succeeds();
    }
    desk
}

#[test]
fn a_host_with_a_certificate_manages_the_card() {
    let desk = desk();
    desk.write("card-authority.pem", &pem(2).1);
    write_private(&desk, "host.pem", &pem(3).0);
    desk.write("host.cert", &certificate(4, 3));
    let host = ["--host-key", "host.pem", "--host-certificate", "host.cert"];
    let card = ["--card-authority", "card-authority.pem"];
    let list = [&["list", "--scp11", "a", "--level", "33"], &host[..], &card].concat();
    for listed in [gp(&desk, &list), gp_in_reader(&desk, &list)] {
        let listed = listed.succeeds();
        assert!(
            listed.starts_with("security domain A000000151000000, SCP11a at level 33, key set 01\n"),
            "{listed}"
        );
        assert!(listed.contains(DOMAIN_PACKAGE), "{listed}");
    }
    let trusting = [&["create-domain", DOMAIN, "--scp11", "a", "--trust-card"], &host[..]].concat();
    assert_eq!(gp(&desk, &trusting).succeeds(), format!("made security domain {DOMAIN}\n"));

    desk.write("card-authority.pem", &pem(9).1);
    let forged = gp(&desk, &list).fails(3);
    assert!(forged.contains("the card's certificates: "), "{forged}");
    desk.write("host.cert", &certificate(9, 3));
    let unknown = gp(&desk, &trusting).fails(1);
    assert!(unknown.contains("PERFORM SECURITY OPERATION: 6"), "{unknown}");
}

#[test]
fn what_a_session_takes_is_told() {
    let desk = desk();
    let nobody = gp(&desk, &["list", "--scp11", "b"]).fails(2);
    assert!(nobody.contains("who vouches for the card"), "{nobody}");
    let no_key = gp(&desk, &["list", "--scp11", "a", "--trust-card"]).fails(2);
    assert!(no_key.contains("--host-key"), "{no_key}");
    // The card proves who it is to anyone, and shows its content to those that it knows.
    let anyone = gp(&desk, &["list", "--scp11", "b", "--trust-card"]).fails(1);
    assert!(anyone.contains("GET STATUS: 6982"), "{anyone}");
    desk.write("host.pem", "no key");
    let wrong = gp(&desk, &["list", "--scp11", "a", "--trust-card", "--host-key", "host.pem"]).fails(2);
    assert!(wrong.contains("host.pem: no private key on P-256"), "{wrong}");
}

#[test]
fn the_keys_for_it_are_put_on_a_card() {
    let desk = Desk::new();
    desk.run(&["card", "new", "wallet", "--profile", "scp11"]).succeeds();
    write_private(&desk, "card.pem", &pem(1).0);
    desk.write("authority.pem", &pem(4).1);
    write_private(&desk, "host.pem", &pem(3).0);
    desk.write("host.cert", &certificate(4, 3));
    let put = gp(&desk, &["put-key", "01", "--identifier", "11", "--private-key", "card.pem"]).succeeds();
    assert_eq!(put, format!("put key version 01: P-256 private key {TEST_KEYS}\n"));
    gp(&desk, &["put-key", "01", "--identifier", "10", "--public-key", "authority.pem"]).succeeds();
    let store = certificate(2, 1);
    let store = format!("A60483021101BF2181{:02X}{store}", store.len() / 2);
    gp(&desk, &["store-data", &store, "--structure", "tlv"]).succeeds();
    let host = ["--scp11", "a", "--trust-card", "--host-key", "host.pem", "--host-certificate", "host.cert"];
    assert!(gp(&desk, &[&["list"], &host[..]].concat()).succeeds().contains("SCP11a at level 03"));
}
