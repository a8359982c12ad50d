//! What holds for every session, whatever its protocol, options, keys and level.

use cardamom_apdu::{Command, StatusWord};
use cardamom_secure_channel::initialize_update::Response;
use cardamom_secure_channel::session::{CardSession, HostSession};
use cardamom_secure_channel::{AesKey, SecurityLevel, TripleDesKey, scp02, scp03};
use proptest::prelude::*;

/// How a session is opened.
#[derive(Clone, Debug)]
enum Kind {
    Scp02 { options: u8, level: u8 },
    Scp03 { options: u8, key_length: usize, level: u8 },
}

const SCP02: [(u8, u8); 9] = [
    (0x15, 1),
    (0x15, 3),
    (0x55, 1),
    (0x55, 3),
    (0x75, 0x11),
    (0x75, 0x13),
    (0x05, 1),
    (0x45, 3),
    (0x25, 0x13),
];
const SCP03: [(u8, u8); 10] = [
    (0x00, 1),
    (0x10, 3),
    (0x20, 0x11),
    (0x30, 0x13),
    (0x60, 0x33),
    (0x70, 0x33),
    (0x71, 0x33),
    (0x78, 0x13),
    (0x01, 1),
    (0x31, 0x11),
];

fn kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![
        prop::sample::select(&SCP02[..]).prop_map(|(options, level)| Kind::Scp02 { options, level }),
        (prop::sample::select(&SCP03[..]), prop::sample::select(vec![16, 24, 32]))
            .prop_map(|((options, level), key_length)| Kind::Scp03 { options, key_length, level }),
    ]
}

fn open(kind: &Kind) -> (HostSession, CardSession) {
    match *kind {
        Kind::Scp02 { options, level } => {
            let key = |byte| TripleDesKey::from_bytes([byte; 16]);
            let keys = scp02::KeySet { encryption: key(1), mac: key(2), data_encryption: key(4) };
            let options = scp02::Options::from_byte(options).unwrap();
            let card = scp02::CardHandshake::new(&keys, options, 7, [1; 8], [2; 6]);
            let cryptogram = card.card_cryptogram();
            let host = scp02::HostHandshake::new(&keys, options, 7, [1; 8], [2; 6], cryptogram).unwrap();
            let (sent, host) = host.external_authenticate(SecurityLevel::from_byte(level)).unwrap();
            let card = card.external_authenticate(&Command::parse(&sent).unwrap()).unwrap();
            (HostSession::Scp02(host), CardSession::Scp02(card))
        }
        Kind::Scp03 { options, key_length, level } => {
            let key = |byte| AesKey::new(&vec![byte; key_length]).unwrap();
            let keys = scp03::KeySet { encryption: key(1), mac: key(2), data_encryption: key(4) };
            let options = scp03::Options::from_byte(options).unwrap();
            let challenge = vec![9; options.length()];
            let card = scp03::CardHandshake::new(&keys, options, &challenge, &challenge).unwrap();
            let cryptogram = card.card_cryptogram().to_vec();
            let host =
                scp03::HostHandshake::new(&keys, options, &challenge, &challenge, &cryptogram).unwrap();
            let (sent, host) = host.external_authenticate(SecurityLevel::from_byte(level)).unwrap();
            let card = card.external_authenticate(&Command::parse(&sent).unwrap()).unwrap();
            (HostSession::Scp03(host), CardSession::Scp03(card))
        }
    }
}

fn is_refused(card: &CardSession, bytes: &[u8]) -> bool {
    let mut card = card.clone();
    match Command::parse(bytes) {
        Ok(command) => card.unwrap(&command).is_err() && card.is_ended(),
        Err(_) => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn commands_and_responses_arrive(
        kind in kinds(),
        exchanges in prop::collection::vec(
            (any::<[u8; 3]>(), prop::collection::vec(any::<u8>(), 0..400), prop::collection::vec(any::<u8>(), 0..300)),
            1..5,
        ),
        channel in 0u8..20,
    ) {
        let (mut host, mut card) = open(&kind);
        for ([instruction, p1, p2], data, answer) in exchanges {
            let class = cardamom_apdu::Class::new(0x80).with_channel(channel).unwrap();
            let command = Command::new(class.byte(), instruction, p1, p2).with_data(&data);
            let protected = host.wrap(&command).unwrap();
            let plain = card.unwrap(&Command::parse(&protected).unwrap()).unwrap();
            prop_assert_eq!(plain.command().header(), command.header());
            prop_assert_eq!(plain.command().data(), command.data());
            for status in [0x9000, 0x6310, 0x6A88_u16] {
                let answer = if status == 0x6A88 { &[][..] } else { answer.as_slice() };
                // Each response belongs to one command: only the first is taken further.
                let (mut card, mut host) = (card.clone(), host.clone());
                let mut sent = card.wrap_response(answer, StatusWord::from(status)).unwrap();
                sent.extend_from_slice(&status.to_be_bytes());
                let received = host.unwrap(&sent).unwrap();
                prop_assert_eq!(received, [answer, &status.to_be_bytes()].concat());
            }
            let sent = [card.wrap_response(&answer, StatusWord::NO_ERROR).unwrap(), vec![0x90, 0]].concat();
            host.unwrap(&sent).unwrap();
        }
    }

    #[test]
    fn a_changed_replayed_reordered_or_truncated_command_ends_the_session(
        kind in kinds(),
        data in prop::collection::vec(any::<u8>(), 0..60),
        bit in any::<prop::sample::Index>(),
    ) {
        let (mut host, card) = open(&kind);
        let command = Command::new(0x80, 0xE2, 0x80, 0x00).with_data(&data);
        let first = host.wrap(&command).unwrap();
        let second = host.wrap(&command).unwrap();
        // Any bit but those of the logical channel, which the MAC leaves out, and of Lc, which parsing checks.
        let mut changed = first.clone();
        let at = bit.index(changed.len() * 8);
        changed[at / 8] ^= 0x80 >> (at % 8);
        let channel_only = at / 8 == 0 && Command::parse(&changed).is_ok_and(|other| {
            other.class().without_channel() == Command::parse(&first).unwrap().class()
        });
        // Bits 3 and 4 of CLA together say which kind of secure messaging; chaining is the kernel's.
        let is_class = at / 8 == 0;
        if !channel_only && !is_class {
            prop_assert!(is_refused(&card, &changed), "bit {at}");
        }
        prop_assert!(is_refused(&card, &second), "reordered");
        let mut after = card.clone();
        after.unwrap(&Command::parse(&first).unwrap()).unwrap();
        prop_assert!(is_refused(&after, &first), "replayed");
        let truncated = Command::new(0x84, 0xE2, 0x80, 0x00);
        prop_assert!(is_refused(&card, &truncated.to_bytes().unwrap()), "without MAC");
        prop_assert!(is_refused(&card, &command.to_bytes().unwrap()), "downgraded");
    }

    #[test]
    fn a_changed_response_is_refused_by_the_host(
        kind in kinds(),
        data in prop::collection::vec(any::<u8>(), 0..60),
        bit in any::<prop::sample::Index>(),
    ) {
        let (mut host, mut card) = open(&kind);
        prop_assume!(host.security_level().contains(SecurityLevel::R_MAC));
        let protected = host.wrap(&Command::new(0x80, 0xCA, 0, 0x66)).unwrap();
        card.unwrap(&Command::parse(&protected).unwrap()).unwrap();
        let mut sent = card.wrap_response(&data, StatusWord::NO_ERROR).unwrap();
        let at = bit.index(sent.len() * 8);
        sent[at / 8] ^= 0x80 >> (at % 8);
        sent.extend_from_slice(&[0x90, 0x00]);
        prop_assert!(host.unwrap(&sent).is_err());
        prop_assert!(host.is_ended());
    }

    #[test]
    fn arbitrary_bytes_do_not_panic(kind in kinds(), bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let (mut host, mut card) = open(&kind);
        if let Ok(command) = Command::parse(&bytes) {
            let _ = card.unwrap(&command);
        }
        let _ = host.unwrap(&bytes);
        let _ = Response::parse(&bytes);
        let _ = host.decrypt_data(&bytes);
    }
}

#[test]
fn an_ended_session_gives_nothing() {
    let (_, mut card) = open(&Kind::Scp03 { options: 0x70, key_length: 16, level: 0x33 });
    assert!(card.unwrap(&Command::new(0x80, 0xF2, 0x80, 0x02)).is_err());
    assert_eq!(card.security_level(), SecurityLevel::NONE);
    assert!(card.decrypt_data(&[0; 16]).is_err());
    assert!(card.wrap_response(&[], StatusWord::NO_ERROR).is_err());
}

#[test]
fn options_allow_only_their_levels() {
    let level = SecurityLevel::from_byte;
    let scp03 = |options| scp03::Options::from_byte(options).unwrap();
    assert!(!scp03(0x10).allows(level(0x11)) && !scp03(0x30).allows(level(0x33)));
    assert!(!scp03(0x70).allows(level(0x02)) && !scp03(0x70).allows(level(0x10)));
    assert_eq!(scp03::Options::from_byte(0x40), None);
    assert_eq!(scp02::Options::from_byte(0x14), None);
    assert!(!scp02::Options::from_byte(0x55).unwrap().allows(level(0x11)));
}
