//! Delegated management (GPCS 2.3.1 §9.2.2, §11.1.6, C.4, C.5): tokens of every kind for every command that takes one,
//! forged ones, and receipts.

use cardamom_apdu::hex;
use cardamom_secure_channel::AesKey;

use crate::commands::{command, lv, put_key};
use crate::host::{Host, MODULE, PACKAGE, SSD_MODULE, SSD_PACKAGE, TEST_KEY};
use crate::load_files::{LOADED_MODULE, LOADED_PACKAGE, load_commands, load_file};
use crate::observation::KEYS;
use crate::signing::Kind;

const DELEGATE: &str = "A00000015153500001";
const BELOW: &str = "A00000015153500002";
const APPLICATION: &str = "A0000000F00102";
const LOADED: &str = "A0000000F20002";
const ISSUER: &str = "A000000151000000";
/// IIN and CIN of the card, one after the other.
const UNIQUE: &str = "424242424242424245454545454545454545";

/// A card with a delegate and a security domain below it, a token key and a receipt key; a session with the delegate.
fn card(kind: Kind, receipts: Option<Kind>) -> Host {
    let mut host = Host::new();
    host.open(0, TEST_KEY, 0x01);
    host.ok(&host_install(SSD_PACKAGE, SSD_MODULE, DELEGATE, "A08000"));
    host.ok(&host_install(SSD_PACKAGE, SSD_MODULE, BELOW, "808000"));
    host.ok(&command("80E61000", &format!("{}00{}000000", lv(DELEGATE), lv(BELOW))));
    put(&mut host, kind, 0x70);
    if let Some(receipts) = receipts {
        put(&mut host, receipts, 0x71);
    }
    host.select(DELEGATE);
    host.open(0, TEST_KEY, 0x01);
    host.ok(&put_key(host.session.as_ref().unwrap(), 0, 0x30, KEYS[1]));
    host.open(0x30, KEYS[1], 0x33);
    host
}

fn host_install(package: &str, module: &str, instance: &str, privileges: &str) -> String {
    crate::commands::install("0C", package, module, instance, privileges, "C90481020370")
}

/// PUT KEY of a key that verifies.
pub(crate) fn put(host: &mut Host, kind: Kind, version: u8) {
    let field = kind.key_field(host.session.as_ref().unwrap(), version);
    host.ok_long("80D80001", &field);
}

/// A command that takes a token, without it: header and the fields before the token.
#[derive(Clone, Debug)]
struct Delegated {
    header: &'static str,
    signed: String,
    /// What its receipt is about.
    about: String,
}

impl Delegated {
    /// What its token is over: P1, P2, the length of the fields, the fields (C.4).
    fn signed_data(&self) -> Vec<u8> {
        let fields = hex::decode(&self.signed).unwrap();
        let mut data = hex::decode(&self.header[4..]).unwrap();
        match u8::try_from(fields.len()) {
            Ok(length) => data.push(length),
            Err(_) => data.extend([&[0][..], &u16::try_from(fields.len()).unwrap().to_be_bytes()].concat()),
        }
        data.extend(fields);
        data
    }

    fn data(&self, token: &[u8]) -> String {
        let length = match token.len() {
            length @ ..0x80 => format!("{length:02X}"),
            length @ ..0x100 => format!("81{length:02X}"),
            length => format!("82{length:04X}"),
        };
        let tag = if self.header.starts_with("80E4") { "9E" } else { "" };
        format!("{}{tag}{length}{}", self.signed, hex::encode(token))
    }

    fn send(&self, host: &mut Host, token: &[u8]) -> String {
        host.transmit_long(self.header, &self.data(token))
    }
}

fn load(parameters: &str) -> Delegated {
    let hash = hex::encode(&hash());
    Delegated {
        header: "80E60200",
        signed: format!("{}{}{}{}", lv(LOADED_PACKAGE), lv(DELEGATE), lv(&hash), lv(parameters)),
        about: format!("{}{}", lv(LOADED_PACKAGE), lv(DELEGATE)),
    }
}

fn hash() -> Vec<u8> {
    use sha2::Digest;
    sha2::Sha256::digest(&load_file(LOADED_PACKAGE, 300)[4..]).to_vec()
}

/// The life of an application, each step with a token.
fn life() -> Vec<Delegated> {
    let both = |package: &str, instance: &str| format!("{}{}", lv(package), lv(instance));
    vec![
        load("EF04C6021000"),
        Delegated {
            header: "80E60400",
            signed: format!("{}{}{}0100{}", lv(LOADED_PACKAGE), lv(LOADED_MODULE), lv(LOADED), lv("C900")),
            about: both(LOADED_PACKAGE, LOADED),
        },
        Delegated {
            header: "80E60800",
            signed: format!("0000{}010000", lv(LOADED)),
            about: both(LOADED_PACKAGE, LOADED),
        },
        Delegated {
            header: "80E60C00",
            signed: format!("{}{}{}010000", lv(PACKAGE), lv(MODULE), lv(APPLICATION)),
            about: both(PACKAGE, APPLICATION),
        },
        Delegated {
            header: "80E61000",
            signed: format!("{}00{}0000", lv(BELOW), lv(APPLICATION)),
            about: format!("{}{}{}", lv(DELEGATE), lv(APPLICATION), lv(BELOW)),
        },
        Delegated {
            header: "80E64000",
            signed: format!("0000{}0300010000", lv(APPLICATION)),
            about: format!("{}{}000300010000", lv(BELOW), lv(APPLICATION)),
        },
        Delegated { header: "80E40000", signed: format!("4F{}", lv(APPLICATION)), about: lv(APPLICATION) },
        Delegated {
            header: "80E40080",
            signed: format!("4F{}", lv(LOADED_PACKAGE)),
            about: lv(LOADED_PACKAGE),
        },
    ]
}

/// Checks a receipt as GlobalPlatformPro does: length, receipt with its length, and what is confirmed.
fn check_receipt(answer: &str, counter: u16, about: &str) {
    let confirmed = format!("02{counter:04X}{:02X}{UNIQUE}", UNIQUE.len() / 2);
    let key = AesKey::new(&hex::decode(KEYS[2]).unwrap()).unwrap();
    let receipt = key.cmac(&[&hex::decode(&format!("{confirmed}{about}")).unwrap()]);
    let structure = format!("{}{confirmed}", lv(&hex::encode(&receipt)));
    assert_eq!(answer, lv(&structure));
}

#[test]
fn every_command_with_a_token_of_every_kind() {
    for kind in Kind::ALL {
        let mut host = card(kind, Some(Kind::Aes));
        let (before, free) = (host.observe(), host.card.free_memory());
        for (step, counter) in life().into_iter().zip(1_u16..) {
            let answer = step.send(&mut host, &kind.sign(&step.signed_data()));
            let answer = answer
                .strip_suffix("9000")
                .unwrap_or_else(|| panic!("{kind:?} {step:?}: {answer} {:?}", host.refusal()));
            let answer = if step.header == "80E60200" {
                // The receipt of a load comes with the last block.
                assert_eq!(answer, "00");
                let blocks = load_commands(&load_file(LOADED_PACKAGE, 300), 200);
                let (last, others) = blocks.split_last().unwrap();
                others.iter().for_each(|block| assert_eq!(host.ok(block), "00"));
                host.ok(last)
            } else {
                answer.to_owned()
            };
            check_receipt(&answer, counter, &step.about);
        }
        assert_eq!(host.observe(), before, "{kind:?}");
        assert_eq!(host.card.free_memory(), free, "{kind:?}");
        host.select(ISSUER);
        assert_eq!(host.ok("80CA00C200"), "C2020008");
    }
}

#[test]
fn a_token_is_for_one_command_alone() {
    for kind in Kind::ALL {
        let mut host = card(kind, Some(Kind::Aes));
        let mut steps = life();
        let install = steps.remove(3);
        let before = host.observe();
        let token = kind.sign(&install.signed_data());
        let mut refuse = |what: &str, step: &Delegated, token: &[u8]| {
            let answer = step.send(&mut host, token);
            assert!(matches!(answer.as_str(), "6985" | "6A80"), "{kind:?} {what}: {answer}");
            assert_eq!(host.observe(), before, "{kind:?} {what}");
        };
        refuse("none", &install, &[]);
        refuse("cut short", &install, &token[..token.len() - 1]);
        refuse("one byte more", &install, &[&token[..], &[0]].concat());
        for at in [0, token.len() / 2, token.len() - 1] {
            let mut forged = token.clone();
            forged[at] ^= 1;
            refuse("a bit changed", &install, &forged);
        }
        refuse("zeros", &install, &vec![0; token.len()]);
        let renamed =
            |from: &str, to: &str| Delegated { signed: install.signed.replace(from, to), ..install.clone() };
        refuse("for another instance", &renamed(APPLICATION, "A0000000F00103"), &token);
        refuse("for more privileges", &renamed("0100", "0104"), &token);
        // INSTALL [for install] alone, with the token for both.
        refuse("another P1", &Delegated { header: "80E60400", ..install.clone() }, &token);
        // Over the fields alone, or over the whole command with the header of transport.
        let fields = hex::decode(&install.signed).unwrap();
        refuse("without P1, P2, Lc", &install, &kind.sign(&fields));
        let other = steps[1].signed_data();
        refuse("of another command", &install, &kind.sign(&other));
        // The right one is still right.
        assert!(install.send(&mut host, &token).ends_with("9000"));
    }
}

#[test]
fn a_token_replayed_finds_nothing_to_do() {
    let mut host = card(Kind::P256, Some(Kind::Aes));
    let install = life().remove(3);
    let token = Kind::P256.sign(&install.signed_data());
    assert!(install.send(&mut host, &token).ends_with("9000"));
    let before = host.observe();
    assert_eq!(install.send(&mut host, &token), "6A80");
    assert_eq!(host.observe(), before);
}

#[test]
fn the_signed_length_has_three_bytes_where_one_does_not_hold_it() {
    // The fields are longer than 255 bytes, and with the token the command comes in three parts.
    let mut host = card(Kind::Rsa2048, Some(Kind::Aes));
    let parameters = lv(&format!("C981F0{}", "5A".repeat(240)));
    let long = Delegated {
        header: "80E60C00",
        signed: format!("{}{}{}010081{parameters}", lv(PACKAGE), lv(MODULE), lv(APPLICATION)),
        about: format!("{}{}", lv(PACKAGE), lv(APPLICATION)),
    };
    let data = long.signed_data();
    assert_eq!(data[2], 0);
    let before = host.observe();
    // The first byte of the length left out, and the length of the last part alone.
    for wrong in [[&data[..2], &data[3..]].concat(), [&data[..2], &data[4..]].concat()] {
        assert_eq!(long.send(&mut host, &Kind::Rsa2048.sign(&wrong)), "6985");
        assert_eq!(host.observe(), before);
    }
    let answer = long.send(&mut host, &Kind::Rsa2048.sign(&data));
    check_receipt(answer.strip_suffix("9000").unwrap(), 1, &long.about);
}

#[test]
fn without_the_keys_of_the_issuer() {
    // No receipt key: the answer says so with a length of 00.
    let mut host = card(Kind::Aes, None);
    let install = life().remove(3);
    assert_eq!(install.send(&mut host, &Kind::Aes.sign(&install.signed_data())), "009000");
    // No token key: no token is right.
    host.select(ISSUER);
    host.open(0, TEST_KEY, 0x01);
    host.ok("80E4000003D2017000");
    host.select(DELEGATE);
    host.open(0x30, KEYS[1], 0x33);
    let before = host.observe();
    let delete = life().remove(6);
    assert_eq!(delete.send(&mut host, &Kind::Aes.sign(&delete.signed_data())), "6985");
    assert_eq!(host.observe(), before);
}

#[test]
fn a_delegated_load_tells_the_hash() {
    let mut host = card(Kind::Aes, Some(Kind::Aes));
    let before = host.observe();
    let without = Delegated {
        header: "80E60200",
        signed: format!("{}{}0000", lv(LOADED_PACKAGE), lv(DELEGATE)),
        about: String::new(),
    };
    assert_eq!(without.send(&mut host, &Kind::Aes.sign(&without.signed_data())), "6A80");
    // What was signed is what must come.
    let load = load("");
    assert_eq!(load.send(&mut host, &Kind::Aes.sign(&load.signed_data())), "009000");
    let mut file = load_file(LOADED_PACKAGE, 300);
    *file.last_mut().unwrap() ^= 1;
    let blocks = load_commands(&file, 200);
    host.ok(&blocks[0]);
    assert_eq!(host.transmit(&blocks[1]), "6A80");
    assert_eq!(host.observe(), before);
}

#[test]
fn authorized_management_takes_a_token_too_but_a_right_one() {
    let mut host = card(Kind::P256, Some(Kind::Aes));
    host.select(ISSUER);
    host.open(0, TEST_KEY, 0x01);
    let install = life().remove(3);
    let before = host.observe();
    assert_eq!(install.send(&mut host, &[0x5A; 64]), "6985");
    assert_eq!(host.observe(), before);
    // On its own authority all the same: no receipt.
    assert_eq!(install.send(&mut host, &Kind::P256.sign(&install.signed_data())), "009000");
}

#[test]
fn another_domain_verifies_tokens_and_makes_receipts() {
    let mut host = Host::new();
    host.open(0, TEST_KEY, 0x01);
    host.ok(&host_install(SSD_PACKAGE, SSD_MODULE, DELEGATE, "A08000"));
    host.ok(&host_install(SSD_PACKAGE, SSD_MODULE, BELOW, "80A080"));
    // The issuer gives the two privileges away.
    let kept = "9E DE 00".replace(' ', "");
    host.ok(&command("80E64000", &format!("0000{}{}0000", lv(ISSUER), lv(&kept))));
    host.select(BELOW);
    host.open(0, TEST_KEY, 0x01);
    put(&mut host, Kind::P256, 0x70);
    put(&mut host, Kind::Aes, 0x71);
    host.ok(&command("80E29000", "4203112233"));
    host.select(DELEGATE);
    host.open(0, TEST_KEY, 0x01);
    let (install, delete) = (life().remove(3), life().remove(6));
    for (step, counter) in [(&install, "0001"), (&delete, "0002"), (&install, "0003")] {
        let answer = step.send(&mut host, &Kind::P256.sign(&step.signed_data()));
        assert!(answer.contains(&format!("02{counter}03112233")), "{answer}: {:?}", host.refusal());
    }
    // The counter is the holder's, whoever is served.
    host.select(BELOW);
    assert_eq!(host.ok("80CA00C200"), "C2020003");
    host.select(ISSUER);
    assert_eq!(host.send("80CA00C200"), "6A88");
}
