//! SCP11 on a card (Amendment F): what opens a session, what does not (attack catalogue A35, A41, A42), and what one is for.

use std::sync::Arc;

use cardamom_apdu::{Command, hex};
use cardamom_globalplatform::card_data::ScpOption;
use cardamom_globalplatform::life_cycle::CardLifeCycle;
use cardamom_globalplatform::security_domain::{
    self, ISSUER_SECURITY_DOMAIN_AID, SecureChannelServices, SecurityDomainParameters, issuer_installation,
};
use cardamom_kernel::{
    Applet, Card, Configuration, Context, Error, Geometry, Module, Package, Protocol, Rom, SeededEntropy,
};
use cardamom_secure_channel::SecurityLevel;
use cardamom_secure_channel::scp11::certificate::Usage;
use cardamom_secure_channel::scp11::{
    Agreement, CardIdentifiers, HostAgreement, HostHandshake, KeyLength, Variant,
};
use cardamom_secure_channel::session::HostSession;

use crate::commands::{command, delete, install, lv, put_key};
use crate::host::{Host, MODULE, PACKAGE, SSD_MODULE, SSD_PACKAGE, TEST_KEY, aid};
use crate::scp11::{
    VERSION, authority, begin, card_key, certificate, full, host_certificate, host_key, key, perform,
    protected, scp11_card, scp11_parameters, store_for,
};

const ISSUER: &str = "A000000151000000";
const GET_STATUS: &str = "80F28002024F0000";
const KEY_INFORMATION: &str = "80CA00E000";

#[test]
fn every_variant_opens_at_every_level_with_keys_of_every_length() {
    let mut host = scp11_card();
    for variant in Variant::ALL {
        for level in [0x33, 0x11, 0x03, 0x13] {
            for key_length in [KeyLength::Aes128, KeyLength::Aes192, KeyLength::Aes256] {
                let agreement =
                    Agreement { key_length, ..Agreement::new(variant, SecurityLevel::from_byte(level)) };
                host.open_scp11(&agreement);
                assert!(host.ok(KEY_INFORMATION).contains("C0061101B120F000"));
                if variant.authenticates_host() {
                    host.ok(GET_STATUS);
                }
            }
        }
    }
}

#[test]
fn keys_are_put_in_a_session_that_was_agreed_on() {
    let mut host = scp11_card();
    host.open_scp11(&full(Variant::A));
    // Encrypted under the key that was agreed on, too.
    host.ok(&put_key(host.session.as_ref().unwrap(), 0, 0x44, "505152535455565758595A5B5C5D5E5F"));
    host.open(0x44, "505152535455565758595A5B5C5D5E5F", 0x33);
    host.open_scp11(&full(Variant::C));
    host.ok(&command("80E40000", "D20144"));
}

/// SCP11b tells the host who the card is, and the card nothing of the host.
#[test]
fn a_host_that_nobody_knows_manages_nothing() {
    let mut host = scp11_card();
    host.open_scp11(&full(Variant::B));
    let before = host.observe();
    let session = host.session.clone().unwrap();
    let commands = [
        GET_STATUS.to_owned(),
        "80F0800700".to_owned(),
        command("80F10013", "05F00100"),
        install("0C", PACKAGE, MODULE, "A0000000F00105", "00", ""),
        "80E8800000".to_owned(),
        delete("A0000000F00101"),
        command("80E40000", "D20101"),
        put_key(&session, 0, 0x44, TEST_KEY),
        command("80E29000", "420142"),
        store_for(0x10, "", "7003930101"),
    ];
    for plain in &commands {
        assert_eq!(host.transmit(plain), "6982", "{plain}: {:?}", host.refusal());
    }
    assert_eq!(host.observe(), before);
    // It is a session all the same.
    assert!(host.ok(KEY_INFORMATION).contains("C0061001B040F000"));
}

#[test]
fn the_card_has_the_last_word_on_parameters() {
    let mut host = scp11_card();
    let (command, _) = begin(&full(Variant::B), 0x20).unwrap();
    let send = |host: &mut Host, from: usize, bytes: &[u8]| {
        let mut changed = command.clone();
        changed[from..from + bytes.len()].copy_from_slice(bytes);
        hex::encode(host.card.transmit(&changed).unwrap())
    };
    assert!(send(&mut host, 0, &[]).ends_with("9000"));
    assert_eq!(send(&mut host, 1, &[0x82]), "6A80", "MUTUAL AUTHENTICATE");
    assert_eq!(send(&mut host, 2, &[0x02]), "6A88", "no such version");
    assert!(send(&mut host, 2, &[0x00]).ends_with("9000"), "any version");
    assert_eq!(send(&mut host, 3, &[0x11]), "6A80", "a key of another variant");
    assert_eq!(send(&mut host, 10, &[0x01]), "6A80", "another variant");
    assert_eq!(send(&mut host, 13, &[0x00]), "6A80", "no protection");
    assert_eq!(send(&mut host, 20, &[0x81]), "6A80");
    // Not the card's own key, and no point that is none.
    assert_eq!(send(&mut host, 23, &card_key().public_key().to_bytes()), "6A80");
    let mut point = key(0x20).public_key().to_bytes();
    point[64] ^= 1;
    assert_eq!(send(&mut host, 23, &point), "6A80");
    assert!(host.refusal().unwrap().contains("no point"));
    // What i does not say there is not.
    for (options, opened) in [(0x81, Variant::A), (0x82, Variant::B), (0x90, Variant::C)] {
        let mut parameters = scp11_parameters();
        parameters.protocols = vec![ScpOption { protocol: 0x11, options }];
        let mut host = Host::with(&parameters);
        for variant in Variant::ALL {
            host.send(&perform(0x10, VERSION, &host_certificate(), false));
            assert_eq!(host.agree(&full(variant), 0x20).is_ok(), variant == opened);
        }
        assert_eq!(host.send(&perform(0x10, VERSION, &host_certificate(), true)), "6A86", "no chains");
    }
    let mut host = Host::new();
    assert_eq!(hex::encode(host.card.transmit(&command).unwrap()), "6D00");
    assert_eq!(host.send(&perform(0x10, VERSION, &host_certificate(), false)), "6D00");
}

#[test]
fn no_two_sessions_have_the_same_keys() {
    let mut host = scp11_card();
    for variant in [Variant::A, Variant::B] {
        let begin_again = |host: &mut Host| {
            host.send(&perform(0x10, VERSION, &host_certificate(), false));
            host.agree(&full(variant), 0x20).unwrap()
        };
        let mut first = begin_again(&mut host);
        let recorded = protected(&mut first, KEY_INFORMATION);
        begin_again(&mut host);
        assert_eq!(hex::encode(host.card.transmit(&recorded).unwrap()), "6982");
        // Nor after the power was gone: the card draws other keys.
        host.card.power_on().unwrap();
        begin_again(&mut host);
        assert_eq!(hex::encode(host.card.transmit(&recorded).unwrap()), "6982");
    }
}

#[test]
fn a_session_ends_where_another_begins_or_fails() {
    let mut host = scp11_card();
    host.open_scp11(&full(Variant::A));
    assert_eq!(host.send("8088011300"), "6A80");
    assert_eq!(host.transmit(GET_STATUS), "6982");
    host.open_scp11(&full(Variant::A));
    assert_eq!(host.send(&perform(0x10, VERSION, &host_certificate(), false)), "9000");
    assert_eq!(host.transmit(GET_STATUS), "6982");
    // A command that is not protected, or changed.
    for changed in [false, true] {
        host.open_scp11(&full(Variant::A));
        let mut bytes = protected(host.session.as_mut().unwrap(), GET_STATUS);
        if changed {
            bytes[8] ^= 1;
        } else {
            bytes = hex::decode(GET_STATUS).unwrap();
        }
        assert_eq!(hex::encode(host.card.transmit(&bytes).unwrap()), "6982");
        assert_eq!(host.transmit(GET_STATUS), "6982");
    }
}

#[test]
fn a_blocked_or_terminated_card_opens_none() {
    let mut parameters = scp11_parameters();
    parameters.tries = Some(2);
    let mut host = Host::with(&parameters);
    host.open(0, TEST_KEY, 0x01);
    host.ok("80F0800700");
    host.ok("80F0800F00");
    host.ok("80F0807F00");
    // Locked: as with any other protocol.
    host.open_scp11(&full(Variant::A));
    host.session = None;
    for _ in 0..2 {
        assert!(host.try_open(0xFF, "00000000000000000000000000000000", 0x01).is_err());
        host.send("84820100101111111111111111111111111111111111");
    }
    assert_eq!(host.send(&perform(0x10, VERSION, &host_certificate(), false)), "6983");
    assert_eq!(host.agree(&full(Variant::B), 0x20).unwrap_err(), "6983");
    let mut host = scp11_card();
    host.open(0, TEST_KEY, 0x01);
    host.ok("80F080FF00");
    host.session = None;
    assert_eq!(host.agree(&full(Variant::B), 0x20).unwrap_err(), "6985");
}

#[test]
fn keys_that_are_on_no_curve_are_not_put() {
    let mut host = scp11_card();
    host.open(0, TEST_KEY, 0x01);
    let before = host.observe();
    let mut point = key(0x20).public_key().to_bytes();
    point[64] ^= 1;
    let point = hex::encode(&point);
    assert_eq!(host.transmit(&command("80D80020", &format!("02B041{point}F0010000"))), "6A80");
    for scalar in ["00".repeat(32), "FF".repeat(32)] {
        let encrypted = host.session.as_ref().unwrap().encrypt_data(&hex::decode(&scalar).unwrap()).unwrap();
        let data = format!("02B120{}F0010000", hex::encode(&encrypted));
        assert_eq!(host.transmit(&command("80D80013", &data)), "6A80");
    }
    for (header, data) in [
        ("80F10012", "05F00100"), // no key of a session
        ("80F18013", "05F00100"),
        ("80F10013", "05F00101"), // another curve
        ("80F10013", "05"),
        ("80F10013", "00F00100"), // no version
        ("80F10013", "80F00100"),
        ("80F10013", "01F00100"), // taken
        ("80F10313", "05F00100"), // nothing to replace
    ] {
        let answer = host.transmit(&command(header, data));
        assert!(["6A80", "6A86", "6A88"].contains(&answer.as_str()), "{header} {data} {answer}");
    }
    assert_eq!(host.observe(), before);
}

#[test]
fn identifiers_go_into_the_keys() {
    let mut host = scp11_card();
    let agreement = |variant| Agreement { host_identifier: Some(b"host".to_vec()), ..full(variant) };
    let open = |host: &mut Host, variant: Variant, identifiers: &CardIdentifiers| {
        host.send(&perform(0x10, VERSION, &host_certificate(), false));
        let own = match variant {
            Variant::A => HostAgreement::A(host_key()),
            Variant::B => HostAgreement::B,
            Variant::C => HostAgreement::C(host_key()),
        };
        let (command, handshake) = HostHandshake::with_identifiers(
            &agreement(variant),
            VERSION,
            variant.key_identifier(),
            &card_key().public_key(),
            own,
            key(0x20),
            identifiers,
        )
        .unwrap();
        let answer = host.card.transmit(&command).unwrap().to_vec();
        match answer.strip_suffix(&[0x90, 0x00]) {
            Some(data) => {
                host.session = Some(HostSession::Scp03(handshake.open(data).unwrap()));
                host.ok(KEY_INFORMATION);
                host.session = None;
                String::new()
            }
            None => hex::encode(&answer),
        }
    };
    let known = CardIdentifiers { provider: vec![0x42; 8], image: vec![0x45; 10], group: b"group".to_vec() };
    assert_eq!(open(&mut host, Variant::A, &known), "");
    assert_eq!(open(&mut host, Variant::B, &known), "");
    // The group is what the certificate of the card's key says.
    assert_eq!(open(&mut host, Variant::C, &known), "6A88");
    let of_card =
        certificate(9, "maker", "group", Usage::KeyAgreement).sign(&card_key().public_key(), &key(0x70));
    host.open(0, TEST_KEY, 0x01);
    host.ok(&store_for(0x15, "", &format!("BF2181{}", lv(&hex::encode(&of_card)))));
    host.session = None;
    assert_eq!(open(&mut host, Variant::C, &known), "");
    host.select(ISSUER);
    let asked = host.send(&command("80CABF21", "A60483021501"));
    assert_eq!(asked, format!("BF2181{}9000", lv(&hex::encode(&of_card))));
}

/// An application opens sessions with the keys of its security domain, by whatever protocol.
struct Greeter;

impl Applet for Greeter {
    fn process(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        match command.instruction() {
            0x2A | 0x50 | 0x82 | 0x88 => {
                let answer = context.process_security(command)?;
                context.respond(&answer);
            }
            0xF0 => {
                let plain = context.unwrap(command)?;
                let level = context.security_level()?.to_byte();
                let answer = context.wrap(&[plain.get(5).copied().unwrap_or(0), level, 0x90, 0x00])?;
                context.respond(&answer);
            }
            _ => {}
        }
        Ok(())
    }
}

fn with_greeter(parameters: &SecurityDomainParameters) -> Host {
    let configuration = Configuration {
        geometry: Geometry::STANDARD,
        atr: vec![0x3B, 0x80, 0x01, 0x81],
        protocol: Protocol::T1,
    };
    let module = Module::new(aid(MODULE), |_| Ok(Arc::new(Greeter)));
    let rom = Rom::new(vec![security_domain::package(), Package::new(aid(PACKAGE), (1, 0), vec![module])]);
    let mut card = Card::new(&configuration, rom, Box::new(SeededEntropy::new(1))).unwrap();
    let parameters = parameters.to_bytes();
    let issuer = issuer_installation(ISSUER_SECURITY_DOMAIN_AID, CardLifeCycle::OpReady, &parameters);
    card.install(&issuer).unwrap();
    let mut host = Host::of(card);
    host.open(0xFF, TEST_KEY, 0x01);
    host.ok(&install("0C", PACKAGE, MODULE, MODULE, "00", ""));
    host
}

#[test]
fn an_application_is_told_whether_the_host_is_known() {
    let mut host = with_greeter(&scp11_parameters());
    for (variant, level) in [(Variant::A, "B3"), (Variant::B, "33"), (Variant::C, "B3")] {
        host.select(MODULE);
        host.open_scp11(&full(variant));
        assert_eq!(host.ok("80F000000177"), format!("77{level}"));
    }
    host.select(MODULE);
    host.open(0xFF, TEST_KEY, 0x33);
    assert_eq!(host.ok("80F000000177"), "77B3");
}

/// A supplementary security domain opens sessions with keys of its own, and not with those of the one above.
#[test]
fn a_supplementary_security_domain_has_its_own_keys() {
    let mut host = scp11_card();
    let domain = "A0000001515350FF";
    host.open(0xFF, TEST_KEY, 0x01);
    host.ok(&install(
        "0C",
        SSD_PACKAGE,
        SSD_MODULE,
        domain,
        "800000",
        "C90981020370 8103119B02".replace(' ', "").as_str(),
    ));
    assert!(host.select(domain).contains("2A864886FC6B04119B02"));
    assert_eq!(host.agree(&full(Variant::B), 0x20).unwrap_err(), "6A88");
    host.open(0xFF, TEST_KEY, 0x01);
    let encrypted = host.session.as_ref().unwrap().encrypt_data(card_key().to_bytes().as_slice()).unwrap();
    let private = format!("01B120{}F0010000", hex::encode(&encrypted));
    host.ok(&command("80D80011", &private));
    let point = hex::encode(&authority().public_key().to_bytes());
    host.ok(&command("80D80010", &format!("01B041{point}F0010000")));
    host.open_scp11(&full(Variant::A));
    host.ok(&store_for(0x10, "", "7003930101"));
    // It has become personalized (GPCS 2.3.1 5.3.2.3).
    host.select(ISSUER);
    host.open(0xFF, TEST_KEY, 0x01);
    assert!(host.ok("80F24002024F0000").contains(&format!("4F08{domain}9F70010F")));
}
