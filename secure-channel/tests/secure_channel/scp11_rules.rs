//! SCP11, both ends against each other: what opens, and what does not.

use cardamom_apdu::{Command, StatusWord};
use cardamom_secure_channel::scp11::certificate::{CertificateError, Chain, Entity, NewCertificate, Usage};
use cardamom_secure_channel::scp11::{
    Agreement, CardAgreement, CardHandshake, CardIdentifiers, HostAgreement, HostHandshake, KeyLength,
    PrivateKey, PublicKey, Variant,
};
use cardamom_secure_channel::session::{CardSession, HostSession};
use cardamom_secure_channel::{SecureChannelError, SecurityLevel};
use proptest::prelude::*;

use crate::hex;

const LEVELS: [u8; 4] = [0x33, 0x11, 0x03, 0x13];

fn key(byte: u8) -> PrivateKey {
    PrivateKey::from_bytes(&[byte; 32]).unwrap()
}

fn card_static() -> PrivateKey {
    key(1)
}

fn host_static() -> PrivateKey {
    key(2)
}

fn agreement(variant: Variant) -> Agreement {
    Agreement::new(variant, SecurityLevel::from_byte(0x33))
}

fn host_side(variant: Variant) -> HostAgreement {
    match variant {
        Variant::A => HostAgreement::A(host_static()),
        Variant::B => HostAgreement::B,
        Variant::C => HostAgreement::C(host_static()),
    }
}

fn card_side(variant: Variant) -> CardAgreement {
    let (ephemeral, host) = (key(4), host_static().public_key());
    match variant {
        Variant::A => CardAgreement::A { ephemeral, host },
        Variant::B => CardAgreement::B { ephemeral },
        Variant::C => CardAgreement::C { host },
    }
}

fn identifiers() -> CardIdentifiers {
    CardIdentifiers { provider: vec![0x42; 8], image: vec![0x45; 10], group: b"group".to_vec() }
}

/// The command, and the host that has sent it.
fn begin(agreement: &Agreement) -> (Vec<u8>, HostHandshake) {
    HostHandshake::with_identifiers(
        agreement,
        0x01,
        agreement.variant.key_identifier(),
        &card_static().public_key(),
        host_side(agreement.variant),
        key(3),
        &identifiers(),
    )
    .unwrap()
}

fn answer(command: &[u8]) -> Result<(Vec<u8>, CardSession), SecureChannelError> {
    let handshake = CardHandshake::parse(&Command::parse(command).unwrap())?;
    let own = card_side(handshake.agreement().variant);
    let (response, session) = handshake.agree(&card_static(), own, Some(&identifiers()))?;
    Ok((response, CardSession::Scp03(session)))
}

fn agreements() -> impl Strategy<Value = Agreement> {
    (
        prop::sample::select(&Variant::ALL[..]),
        prop::sample::select(&LEVELS[..]),
        prop::sample::select(&[KeyLength::Aes128, KeyLength::Aes192, KeyLength::Aes256][..]),
        prop::option::of(prop::collection::vec(any::<u8>(), 0..=255)),
    )
        .prop_map(|(variant, level, key_length, host_identifier)| Agreement {
            variant,
            level: SecurityLevel::from_byte(level),
            key_length,
            host_identifier,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_agreed_on_opens(agreement in agreements(), data in prop::collection::vec(any::<u8>(), 0..200)) {
        let (command, host) = begin(&agreement);
        let (response, mut card) = answer(&command).unwrap();
        let mut host = HostSession::Scp03(host.open(&response).unwrap());
        prop_assert_eq!(card.security_level(), agreement.level);
        for _ in 0..2 {
            let command = Command::new(0x80, 0xE2, 0x90, 0x00).with_data(&data);
            let sent = host.wrap(&command).unwrap();
            let plain = card.unwrap(&Command::parse(&sent).unwrap()).unwrap();
            prop_assert_eq!(plain.command().data(), &data);
            let mut back = card.wrap_response(&data, StatusWord::NO_ERROR).unwrap();
            back.extend([0x90, 0x00]);
            prop_assert_eq!(host.unwrap(&back).unwrap(), [data.clone(), vec![0x90, 0x00]].concat());
        }
        let secret = [0x5A; 32];
        let decrypted = card.decrypt_data(&host.encrypt_data(&secret).unwrap()).unwrap();
        prop_assert_eq!(decrypted.as_slice(), secret);
    }

    /// Whoever changes any bit of either message is found out by the host.
    #[test]
    fn nobody_changes_the_agreement(agreement in agreements(), bit in any::<prop::sample::Index>(), of_response: bool) {
        let (mut command, host) = begin(&agreement);
        let flip = |bytes: &mut [u8]| {
            let bit = bit.index(bytes.len() * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
        };
        if of_response {
            let (mut response, _) = answer(&command).unwrap();
            flip(&mut response);
            prop_assert!(host.open(&response).is_err());
        } else {
            // The data; the header says which key, and the card finds that one or none.
            let from = if agreement.host_identifier.as_ref().is_some_and(|host| host.len() > 100) { 7 } else { 5 };
            let end = command.len() - if from == 7 { 2 } else { 1 };
            prop_assume!(command[4] != 0 || from == 7);
            flip(&mut command[from..end]);
            if let Ok(parsed) = Command::parse(&command)
                && let Ok(handshake) = CardHandshake::parse(&parsed)
            {
                let own = card_side(handshake.agreement().variant);
                if let Ok((response, _)) = handshake.agree(&card_static(), own, Some(&identifiers())) {
                    prop_assert!(host.open(&response).is_err());
                }
            }
        }
    }

    #[test]
    fn no_data_breaks_it(data in prop::collection::vec(any::<u8>(), 0..160), instruction: u8, p2: u8) {
        let command = Command::new(0x80, instruction, 0x01, p2).with_data(&data);
        let _ = CardHandshake::parse(&command);
        let _ = Chain::new(card_static().public_key()).entity(&data);
        let _ = begin(&agreement(Variant::A)).1.open(&data);
    }

    #[test]
    fn keys_survive_their_encoding(bytes: [u8; 32]) {
        if let Some(key) = PrivateKey::from_bytes(&bytes) {
            prop_assert_eq!(*key.to_bytes(), bytes);
            let public = key.public_key();
            prop_assert_eq!(PublicKey::from_bytes(&public.to_bytes()), Some(public));
        }
    }
}

#[test]
fn a_session_needs_the_static_key_of_the_card() {
    for variant in Variant::ALL {
        let (command, host) = begin(&agreement(variant));
        let handshake = CardHandshake::parse(&Command::parse(&command).unwrap()).unwrap();
        let (response, _) = handshake.agree(&key(9), card_side(variant), None).unwrap();
        assert_eq!(host.open(&response).unwrap_err(), SecureChannelError::ReceiptWrong);
    }
}

/// A host with another key than that of the certificate gets no session: the receipt is wrong for it, and its commands
/// are for the card.
#[test]
fn a_session_needs_the_static_key_of_the_host() {
    for variant in [Variant::A, Variant::C] {
        let own = if variant == Variant::A { HostAgreement::A(key(8)) } else { HostAgreement::C(key(8)) };
        let agreement = agreement(variant);
        let card_key = card_static().public_key();
        let (command, host) =
            HostHandshake::new(&agreement, 1, variant.key_identifier(), &card_key, own, key(3)).unwrap();
        let (response, _) = answer(&command).unwrap();
        assert_eq!(host.open(&response).unwrap_err(), SecureChannelError::ReceiptWrong);
    }
}

#[test]
fn points_that_are_none_are_refused() {
    let good = key(3).public_key().to_bytes();
    let mut off_the_curve = good;
    off_the_curve[64] ^= 1;
    let compressed = [&[0x02], &good[1..33]].concat();
    let hybrid = [&[0x06], &good[1..]].concat();
    // The coordinate is the prime of the field; the identity in its two encodings.
    let too_great = hex(&format!(
        "04{}{}",
        "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF",
        "00".repeat(32)
    ));
    let bad = [
        &off_the_curve[..],
        &compressed,
        &hybrid,
        &too_great,
        &[0x00],
        &[0x04; 1],
        &[0; 65],
        &good[..64],
        &[],
    ];
    for point in bad {
        assert_eq!(PublicKey::from_bytes(point), None, "{point:02X?}");
        let (command, host) = begin(&agreement(Variant::A));
        let (response, _) = answer(&command).unwrap();
        let replaced = |data: &[u8], rest: &[u8]| {
            let mut data = data.to_vec();
            data.extend([0x5F, 0x49, u8::try_from(point.len()).unwrap()]);
            data.extend_from_slice(point);
            data.extend_from_slice(rest);
            data
        };
        let data = replaced(&command[5..20], &[]);
        let command = Command::new(0x80, 0x82, 0x01, 0x11).with_data(&data);
        assert_eq!(CardHandshake::parse(&command).unwrap_err(), SecureChannelError::PointNotOnCurve);
        let response = replaced(&[], &response[68..]);
        assert_eq!(host.open(&response).unwrap_err(), SecureChannelError::PointNotOnCurve);
    }
    assert!(PrivateKey::from_bytes(&[0; 32]).is_none());
    assert!(PrivateKey::from_bytes(&[0xFF; 32]).is_none());
}

#[test]
fn a_key_that_comes_back_is_refused() {
    // The card's own key as the host's ephemeral one.
    for variant in Variant::ALL {
        let (command, _) = HostHandshake::new(
            &agreement(variant),
            1,
            variant.key_identifier(),
            &key(7).public_key(),
            host_side(variant),
            card_static(),
        )
        .unwrap();
        assert_eq!(answer(&command).unwrap_err(), SecureChannelError::KeyReflected);
    }
    // The host's own keys as the card's ephemeral one.
    for own in [key(3), host_static()] {
        let (command, host) = begin(&agreement(Variant::A));
        let (mut response, _) = answer(&command).unwrap();
        response[3..68].copy_from_slice(&own.public_key().to_bytes());
        assert_eq!(host.open(&response).unwrap_err(), SecureChannelError::KeyReflected);
    }
    // The certificate of the host is one for the card's key.
    let (command, _) = begin(&agreement(Variant::C));
    let handshake = CardHandshake::parse(&Command::parse(&command).unwrap()).unwrap();
    let own = CardAgreement::C { host: card_static().public_key() };
    assert_eq!(handshake.agree(&card_static(), own, None).unwrap_err(), SecureChannelError::KeyReflected);
}

#[test]
fn a_receipt_is_of_this_agreement() {
    let (command, host) = begin(&agreement(Variant::B));
    let (response, _) = answer(&command).unwrap();
    let mut changed = response.clone();
    *changed.last_mut().unwrap() ^= 1;
    assert_eq!(host.clone().open(&changed).unwrap_err(), SecureChannelError::ReceiptWrong);
    for malformed in
        [&response[..response.len() - 1], &response[..68], &[&response[..], &[0x86, 0x00]].concat()]
    {
        assert_eq!(host.clone().open(malformed).unwrap_err(), SecureChannelError::ResponseMalformed);
    }
    // The answer to another host, or to this one at another time.
    let other = begin(&Agreement { key_length: KeyLength::Aes256, ..agreement(Variant::B) }).0;
    assert_eq!(host.open(&answer(&other).unwrap().0).unwrap_err(), SecureChannelError::ReceiptWrong);
}

/// Somebody between host and card asks for less protection than the host did.
#[test]
fn protection_is_not_taken_away_on_the_way() {
    let (mut command, host) = begin(&agreement(Variant::A));
    let place = command.windows(3).position(|window| window == [0x95, 0x01, 0x3C]).unwrap();
    command[place + 2] = 0x34;
    let (response, card) = answer(&command).unwrap();
    assert_eq!(card.security_level(), SecurityLevel::from_byte(0x11));
    assert_eq!(host.open(&response).unwrap_err(), SecureChannelError::ReceiptWrong);
}

#[test]
fn parameters_that_are_none_are_refused() {
    let parse = |instruction, p2, template: &str| {
        let template = hex(template);
        let mut data = vec![0xA6, u8::try_from(template.len()).unwrap()];
        data.extend(template);
        data.extend([0x5F, 0x49, 0x41]);
        data.extend(key(3).public_key().to_bytes());
        let command = Command::new(0x80, instruction, 0x01, p2).with_data(&data);
        CardHandshake::parse(&command).map(|handshake| handshake.agreement().clone())
    };
    let good = "900211019501 3C 800188 810110".replace(' ', "");
    assert_eq!(parse(0x82, 0x11, &good), Ok(agreement(Variant::A)));
    // As kaoh/globalplatform sends it to a card whose i is 9B: what is reserved is not looked at.
    assert_eq!(parse(0x82, 0x11, &good.replace("1101", "1199")), Ok(agreement(Variant::A)));
    let wrong = Err(SecureChannelError::KeyAgreementParameters);
    // Instruction and identifier of the key must be those of the variant.
    assert_eq!(parse(0x88, 0x11, &good), wrong);
    assert_eq!(parse(0x82, 0x15, &good), wrong);
    assert_eq!(parse(0x82, 0x13, &good.replace("1101", "1100")), wrong);
    for (from, to) in [
        ("1101", "1102"), // no variant
        ("1101", "0301"), // another protocol
        ("013C", "0100"), // nothing protected
        ("013C", "0104"), // no level
        ("0188", "0180"), // triple DES
        ("0110", "0111"), // no length of AES
        ("810110", "81020010"),
        ("800188", ""),
        ("810110", "8101108401AA"), // an identifier that is not asked for
    ] {
        assert_eq!(parse(0x82, 0x11, &good.replace(from, to)), wrong, "{from} {to}");
    }
    let malformed = Err(SecureChannelError::KeyAgreementMalformed);
    assert_eq!(parse(0x82, 0x11, &good.replace("810110", "810110810110")), malformed);
    assert_eq!(parse(0x82, 0x11, &good.replace("810110", "810110DF0100")), malformed);
    assert_eq!(parse(0x82, 0x11, &good.replace("810110", "8102")), malformed);
    let levels = |level| {
        let agreement = Agreement::new(Variant::B, SecurityLevel::from_byte(level));
        HostHandshake::new(&agreement, 1, 0x13, &key(7).public_key(), HostAgreement::B, key(3)).map(drop)
    };
    for level in 0..=0xFF {
        let expected =
            if LEVELS.contains(&level) { Ok(()) } else { Err(SecureChannelError::LevelNotSupported) };
        assert_eq!(levels(level), expected, "{level:02X}");
    }
}

#[test]
fn identifiers_make_other_keys() {
    let with = |variant| Agreement { host_identifier: Some(b"host".to_vec()), ..agreement(variant) };
    for variant in Variant::ALL {
        let (command, host) = begin(&with(variant));
        let handshake = CardHandshake::parse(&Command::parse(&command).unwrap()).unwrap();
        assert_eq!(
            handshake.clone().agree(&card_static(), card_side(variant), None).unwrap_err(),
            SecureChannelError::IdentifierMissing
        );
        let other = CardIdentifiers { group: vec![1], provider: vec![2], ..identifiers() };
        let (response, _) = handshake.agree(&card_static(), card_side(variant), Some(&other)).unwrap();
        assert_eq!(host.open(&response).unwrap_err(), SecureChannelError::ReceiptWrong);
    }
}

fn certificate(serial: u8, authority: &str, subject: &str, usage: Usage) -> NewCertificate {
    NewCertificate {
        serial_number: vec![serial],
        authority: authority.into(),
        subject: subject.into(),
        usage,
        effective: Some([0x20, 0x26, 0x01, 0x01]),
        expiration: [0x20, 0x99, 0x12, 0x31],
    }
}

#[test]
fn a_chain_of_certificates_leads_to_the_host() {
    let (root, middle, host) = (key(0x11), key(0x12), host_static());
    let below = certificate(1, "root", "middle", Usage::Authority).sign(&middle.public_key(), &root);
    let last = certificate(2, "middle", "host", Usage::KeyAgreement).sign(&host.public_key(), &middle);
    let chain = Chain::new(root.public_key());
    let entity = chain.authority(&below).unwrap().entity(&last).unwrap();
    let expected = Entity { key: host.public_key(), serial_number: vec![2], subject: b"host".to_vec() };
    assert_eq!(entity, expected);
    // Out of order, a link missing, another authority.
    assert_eq!(chain.entity(&last).unwrap_err(), CertificateError::SignatureWrong);
    assert_eq!(chain.authority(&last).unwrap_err(), CertificateError::SignatureWrong);
    assert_eq!(chain.entity(&below).unwrap_err(), CertificateError::Usage);
    assert_eq!(Chain::new(middle.public_key()).authority(&last).unwrap_err(), CertificateError::Usage);
    let stranger = certificate(2, "stranger", "host", Usage::KeyAgreement).sign(&host.public_key(), &middle);
    let middle_chain = chain.authority(&below).unwrap();
    assert_eq!(middle_chain.entity(&stranger).unwrap_err(), CertificateError::ChainBroken);
}

#[test]
fn every_changed_bit_of_a_certificate_is_noticed() {
    let (root, host) = (key(0x11), host_static());
    let good = certificate(1, "root", "host", Usage::KeyAgreement).sign(&host.public_key(), &root);
    let chain = Chain::new(root.public_key());
    chain.entity(&good).unwrap();
    for bit in 0..good.len() * 8 {
        let mut changed = good.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(chain.entity(&changed).is_err(), "bit {bit}");
    }
    for length in 0..good.len() {
        assert!(chain.entity(&good[..length]).is_err());
    }
    let longer = [&good[..], &[0]].concat();
    assert_eq!(chain.entity(&longer).unwrap_err(), CertificateError::Malformed);
}
