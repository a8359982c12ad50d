//! DAP Verification and Mandated DAP Verification (GPCS 2.3.1 §9.2.1, §11.6.2.3, C.2, C.3).

use cardamom_apdu::hex;
use sha2::Digest;

use crate::commands::{command, install, lv, put_key};
use crate::host::{Host, SSD_MODULE, SSD_PACKAGE, TEST_KEY};
use crate::load_files::{LOADED_PACKAGE, load_commands, load_file};
use crate::observation::KEYS;
use crate::signing::Kind;

const VERIFIER: &str = "A00000015153500001";
const CONTROLLER: &str = "A00000015153500002";
const ISSUER: &str = "A000000151000000";
const DAP: &str = "C08000";
const MANDATED: &str = "C18000";

/// A security domain with these privileges and a key of this kind to verify with; the issuer's session goes on.
fn verifier(host: &mut Host, aid: &str, privileges: &str, kind: Kind) {
    host.ok(&install("0C", SSD_PACKAGE, SSD_MODULE, aid, privileges, "C90481020370"));
    host.select(aid);
    host.open(0, TEST_KEY, 0x01);
    crate::delegated_management::put(host, kind, 0x73);
    host.ok(&put_key(host.session.as_ref().unwrap(), 0, 0x30, KEYS[1]));
    host.select(ISSUER);
    host.open(0, TEST_KEY, 0x01);
}

fn card() -> Host {
    let mut host = Host::new();
    host.open(0, TEST_KEY, 0x01);
    host
}

fn file() -> Vec<u8> {
    load_file(LOADED_PACKAGE, 600)
}

/// The hash of the load file data block, of this length.
fn hash(length: usize) -> Vec<u8> {
    let data = &file()[4..];
    match length {
        20 => sha1::Sha1::digest(data).to_vec(),
        32 => sha2::Sha256::digest(data).to_vec(),
        48 => sha2::Sha384::digest(data).to_vec(),
        _ => sha2::Sha512::digest(data).to_vec(),
    }
}

fn dap_block(domain: &str, signature: &[u8]) -> Vec<u8> {
    let object = |tag: u8, value: &[u8]| {
        let length = match u8::try_from(value.len()) {
            Ok(length @ ..0x80) => vec![length],
            Ok(length) => vec![0x81, length],
            Err(_) => [&[0x82][..], &u16::try_from(value.len()).unwrap().to_be_bytes()].concat(),
        };
        [&[tag][..], &length, value].concat()
    };
    let name = hex::decode(domain).unwrap();
    object(0xE2, &[object(0x4F, &name), object(0xC3, signature)].concat())
}

/// Loads the file for a security domain, behind these DAP blocks; the answer to the last command.
fn load(host: &mut Host, domain: &str, hash: &[u8], blocks: &[Vec<u8>], block: usize) -> String {
    let data = format!("{}{}{}0000", lv(LOADED_PACKAGE), lv(domain), lv(&hex::encode(hash)));
    host.ok(&command("80E60200", &data));
    let commands = load_commands(&[blocks.concat(), file()].concat(), block);
    let (last, others) = commands.split_last().unwrap();
    others.iter().for_each(|command| drop(host.ok(command)));
    host.transmit(last)
}

fn unload(host: &mut Host) {
    host.ok(&command("80E40000", &format!("4F{}", lv(LOADED_PACKAGE))));
}

#[test]
fn every_kind_of_key_and_every_hash() {
    for kind in Kind::ALL {
        let mut host = card();
        verifier(&mut host, VERIFIER, DAP, kind);
        let (before, free) = (host.observe(), host.card.free_memory());
        for length in [20, 32, 48, 64] {
            let hash = hash(length);
            let signature = kind.sign(&hash);
            for block in [5, 100, 239] {
                let answer = load(&mut host, VERIFIER, &hash, &[dap_block(VERIFIER, &signature)], block);
                assert_eq!(answer, "009000", "{kind:?} {length}: {:?}", host.refusal());
                unload(&mut host);
            }
            // Missing, of another hash, forged, cut short.
            let mut forged = signature.clone();
            forged[3] ^= 0x10;
            let short = &signature[..signature.len() - 1];
            for (wrong, wanted) in [
                (vec![], "6985"),
                (vec![dap_block(VERIFIER, &kind.sign(&file()[4..]))], "6985"),
                (vec![dap_block(VERIFIER, &forged)], "6985"),
                (vec![dap_block(VERIFIER, short)], "6985"),
                (vec![dap_block(VERIFIER, &[])], "6985"),
                (vec![dap_block(VERIFIER, &signature), dap_block(VERIFIER, &forged)], "6985"),
            ] {
                let answer = load(&mut host, VERIFIER, &hash, &wrong, 200);
                assert_eq!(answer, wanted, "{kind:?} {length}: {:?}", host.refusal());
                assert_eq!(host.card.free_memory(), free);
                assert_eq!(host.observe(), before);
            }
        }
    }
}

#[test]
fn the_hash_is_the_files() {
    let mut host = card();
    verifier(&mut host, VERIFIER, DAP, Kind::P256);
    let before = host.observe();
    for length in [20, 32, 48, 64] {
        let mut other = hash(length);
        other[length - 1] ^= 1;
        // Right signature over a hash that is not the file's.
        let blocks = [dap_block(VERIFIER, &Kind::P256.sign(&other))];
        assert_eq!(load(&mut host, VERIFIER, &other, &blocks, 200), "6A80");
        // And the same for somebody who verifies nothing.
        assert_eq!(load(&mut host, ISSUER, &other, &[], 200), "6A80");
        assert_eq!(host.observe(), before);
    }
    // A hash of no algorithm, and none where a DAP block needs one.
    let data = format!("{}{}{}0000", lv(LOADED_PACKAGE), lv(ISSUER), lv(&"5A".repeat(24)));
    assert_eq!(host.transmit(&command("80E60200", &data)), "6A80");
    let blocks = [dap_block(VERIFIER, &Kind::P256.sign(&hash(32)))];
    assert_eq!(load(&mut host, VERIFIER, &[], &blocks, 200), "6A80");
    assert_eq!(host.observe(), before);
}

#[test]
fn mandated_means_every_load_file() {
    let mut host = card();
    verifier(&mut host, VERIFIER, DAP, Kind::Aes);
    verifier(&mut host, CONTROLLER, MANDATED, Kind::P256);
    let before = host.observe();
    let hash = hash(32);
    let of_verifier = || dap_block(VERIFIER, &Kind::Aes.sign(&hash));
    let of_controller = || dap_block(CONTROLLER, &Kind::P256.sign(&hash));
    let refused: [(&str, &str, Vec<Vec<u8>>); 6] = [
        ("for the issuer, without", ISSUER, vec![]),
        ("for the verifier, with its own alone", VERIFIER, vec![of_verifier()]),
        ("for the verifier, without its own", VERIFIER, vec![of_controller()]),
        ("signed by the other", ISSUER, vec![dap_block(CONTROLLER, &Kind::Aes.sign(&hash))]),
        (
            "names exchanged",
            VERIFIER,
            vec![dap_block(CONTROLLER, &Kind::Aes.sign(&hash)), dap_block(VERIFIER, &Kind::P256.sign(&hash))],
        ),
        ("one right, one wrong", VERIFIER, vec![of_controller(), dap_block(VERIFIER, &[0; 16])]),
    ];
    for (what, domain, blocks) in refused {
        assert_eq!(load(&mut host, domain, &hash, &blocks, 150), "6985", "{what}");
        assert_eq!(host.observe(), before, "{what}");
    }
    let accepted = [
        (ISSUER, vec![of_controller()]),
        // More than must be is verified, too.
        (ISSUER, vec![of_controller(), of_verifier()]),
        (VERIFIER, vec![of_controller(), of_verifier()]),
        (VERIFIER, vec![of_verifier(), of_controller()]),
        (CONTROLLER, vec![of_controller()]),
    ];
    for (domain, blocks) in accepted {
        assert_eq!(load(&mut host, domain, &hash, &blocks, 150), "009000", "{:?}", host.refusal());
        unload(&mut host);
    }
    assert_eq!(host.observe(), before);
}

#[test]
fn who_verifies_nothing_has_no_dap_block() {
    let mut host = card();
    host.ok(&install("0C", SSD_PACKAGE, SSD_MODULE, VERIFIER, "808000", "C90481020370"));
    // The privilege without a key.
    host.ok(&install("0C", SSD_PACKAGE, SSD_MODULE, CONTROLLER, DAP, "C90481020370"));
    let before = host.observe();
    let hash = hash(32);
    for domain in [VERIFIER, CONTROLLER, ISSUER, "A0000000F1"] {
        let blocks = [dap_block(domain, &Kind::Aes.sign(&hash))];
        assert_eq!(load(&mut host, ISSUER, &hash, &blocks, 200), "6A80", "{domain}");
        assert_eq!(host.observe(), before);
    }
}

#[test]
fn a_locked_domain_verifies_nothing() {
    let mut host = card();
    verifier(&mut host, CONTROLLER, MANDATED, Kind::Aes);
    let hash = hash(32);
    let blocks = [dap_block(CONTROLLER, &Kind::Aes.sign(&hash))];
    host.ok(&command("80F04080", CONTROLLER));
    let before = host.observe();
    assert_eq!(load(&mut host, ISSUER, &hash, &blocks, 200), "6A80");
    assert_eq!(host.observe(), before);
    host.ok(&command("80F04000", CONTROLLER));
    assert_eq!(load(&mut host, ISSUER, &hash, &blocks, 200), "009000");
}
