//! What holds for every session, whatever its protocol, options, keys and level.

use cardamom_apdu::{Command, StatusWord};
use cardamom_secure_channel::SecurityLevel;
use cardamom_secure_channel::initialize_update::Response;
use cardamom_secure_channel::session::CardSession;
use proptest::prelude::*;

use crate::opening::{Kind, handshakes, open, scp02_kinds, scp03_kinds};

fn kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![
        prop::sample::select(scp02_kinds()),
        prop::sample::select([16, 24, 32].map(scp03_kinds).concat()),
    ]
}

fn is_refused(card: &CardSession, bytes: &[u8]) -> bool {
    let mut card = card.clone();
    match Command::parse(bytes) {
        Ok(command) => card.unwrap(&command).is_err() && card.is_ended(),
        Err(_) => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn commands_and_responses_arrive(
        kind in kinds(),
        exchanges in prop::collection::vec(
            (any::<[u8; 3]>(), prop::collection::vec(any::<u8>(), 0..400), prop::collection::vec(any::<u8>(), 0..300)),
            1..5,
        ),
        channel in 0u8..20,
        extended in any::<bool>(),
        expected in prop::option::of(1u32..=65536),
    ) {
        let (mut host, mut card) = open(&kind);
        for ([instruction, p1, p2], data, answer) in exchanges {
            let class = cardamom_apdu::Class::new(0x80).with_channel(channel).unwrap();
            let mut command = Command::new(class.byte(), instruction, p1, p2).with_data(&data);
            if extended {
                command = command.extended();
            }
            if let Some(expected) = expected {
                command = command.with_expected_length(expected);
            }
            let protected = host.wrap(&command).unwrap();
            let plain = card.unwrap(&Command::parse(&protected).unwrap()).unwrap();
            prop_assert_eq!(plain.command().header(), command.header());
            prop_assert_eq!(plain.command().data(), command.data());
            prop_assert_eq!(plain.command().expected_length(), command.expected_length());
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
    ) {
        let (mut host, card) = open(&kind);
        let command = Command::new(0x80, 0xE2, 0x80, 0x00).with_data(&data);
        let first = host.wrap(&command).unwrap();
        let second = host.wrap(&command).unwrap();
        // Any bit but those of the logical channel, which the MAC leaves out.
        let class = Command::parse(&first).unwrap().class().byte();
        for at in 0..first.len() * 8 {
            let mut changed = first.clone();
            changed[at / 8] ^= 0x80 >> (at % 8);
            let channel_only = Command::parse(&changed)
                .is_ok_and(|other| at < 8 && other.class().without_channel().byte() == class);
            prop_assert!(channel_only || is_refused(&card, &changed), "bit {at}");
        }
        let protected = Command::parse(&first).unwrap();
        for length in 0..protected.data().len() {
            let cut = protected.with_data(&protected.data()[..length]).to_bytes().unwrap();
            prop_assert!(is_refused(&card, &cut), "cut at {length}");
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
    ) {
        let (mut host, mut card) = open(&kind);
        prop_assume!(host.security_level().contains(SecurityLevel::R_MAC));
        let protected = host.wrap(&Command::new(0x80, 0xCA, 0, 0x66)).unwrap();
        card.unwrap(&Command::parse(&protected).unwrap()).unwrap();
        let mut sent = card.wrap_response(&data, StatusWord::NO_ERROR).unwrap();
        sent.extend_from_slice(&[0x90, 0x00]);
        for at in 0..sent.len() * 8 {
            let (mut host, mut changed) = (host.clone(), sent.clone());
            changed[at / 8] ^= 0x80 >> (at % 8);
            prop_assert!(host.unwrap(&changed).is_err(), "bit {at}");
            prop_assert!(host.is_ended());
        }
        prop_assert!(host.clone().unwrap(&sent[1..]).is_err());
        prop_assert!(host.unwrap(&[0x90, 0x00]).is_err());
    }

    #[test]
    fn arbitrary_bytes_do_not_panic(
        kind in kinds(),
        header in any::<[u8; 4]>(),
        messaging in any::<bool>(),
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        status in any::<u16>(),
    ) {
        let (mut host, mut card) = open(&kind);
        let [class, instruction, p1, p2] = header;
        let class = if messaging { 0x84 } else { class };
        let command = Command::new(class, instruction, p1, p2).with_data(&bytes);
        let _ = card.clone().unwrap(&command);
        let _ = card.clone().wrap_response(&bytes, StatusWord::from(status));
        let _ = host.clone().wrap(&command);
        let _ = host.clone().unwrap(&bytes);
        let _ = host.decrypt_data(&bytes);
        let _ = card.encrypt_data(&bytes);
        if let Ok(command) = Command::parse(&bytes) {
            let _ = card.unwrap(&command);
        }
        let _ = host.unwrap(&bytes);
        let authenticate = Command::new(0x84, 0x82, p1, 0).with_data(&bytes);
        let (scp02, scp03) = handshakes();
        let _ = scp02.external_authenticate(&authenticate);
        let _ = scp03.external_authenticate(&authenticate);
        let _ = Response::parse(&bytes);
    }

    #[test]
    fn responses_to_initialize_update_are_kept(
        data in any::<[u8; 10]>(),
        key_version in any::<u8>(),
        i in prop::sample::select(vec![0x00, 0x10, 0x20, 0x30, 0x60, 0x70, 0x01, 0x11, 0x21, 0x31, 0x61, 0x71]),
        scp02 in any::<bool>(),
        rest in prop::collection::vec(any::<u8>(), 35),
    ) {
        let length = if i & 1 == 1 { 16 } else { 8 };
        let expected = match (scp02, i & 0x10) {
            (true, _) => 28,
            (false, 0) => 13 + 2 * length,
            (false, _) => 16 + 2 * length,
        };
        let protocol = if scp02 { vec![2] } else { vec![3, i] };
        let mut bytes = [&data[..], &[key_version], &protocol, &rest].concat();
        bytes.truncate(expected);
        let response = Response::parse(&bytes).unwrap();
        prop_assert_eq!(response.key_diversification_data, data);
        prop_assert_eq!(response.key_version, key_version);
        prop_assert_eq!(response.to_bytes(), bytes.clone());
        prop_assert!(Response::parse(&bytes[..bytes.len() - 1]).is_err());
        bytes.push(0);
        prop_assert!(Response::parse(&bytes).is_err());
    }
}
