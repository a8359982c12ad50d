//! The rules of sessions that are not a matter of single values.

use cardamom_apdu::{Class, Command, StatusWord};
use cardamom_secure_channel::session::{CardSession, HostSession};
use cardamom_secure_channel::{AesKey, SecureChannelError, SecurityLevel, TripleDesKey, scp02, scp03};

use crate::opening::{Kind, open};

const STORE_DATA: Command<'_> = Command::new(0x80, 0xE2, 0x80, 0x00);

fn scp02(options: u8, level: u8) -> (HostSession, CardSession) {
    open(&Kind::Scp02 { options, level })
}

fn scp03(options: u8, level: u8) -> (HostSession, CardSession) {
    open(&Kind::Scp03 { options, key_length: 16, level })
}

/// What the host sends, taken by the card.
fn pass(host: &mut HostSession, card: &mut CardSession, command: &Command<'_>) {
    let sent = host.wrap(command).unwrap();
    let plain = card.unwrap(&Command::parse(&sent).unwrap()).unwrap();
    assert_eq!((plain.command().header(), plain.command().data()), (command.header(), command.data()));
}

/// What the card answers, taken by the host: what went over the line, without status word.
fn answer(host: &mut HostSession, card: &mut CardSession, data: &[u8], status: StatusWord) -> Vec<u8> {
    let sent = card.wrap_response(data, status).unwrap();
    let received = host.unwrap(&[sent.as_slice(), &status.to_bytes()].concat()).unwrap();
    assert_eq!(received, [data, &status.to_bytes()].concat());
    sent
}

#[test]
fn sessions_cross_threads_and_tell_no_keys() {
    fn crosses<T: Send + Sync + Clone + core::fmt::Debug>(_: &T) {}
    for kind in [
        Kind::Scp02 { options: 0x75, level: 0x13 },
        Kind::Scp03 { options: 0x70, key_length: 16, level: 0x33 },
    ] {
        let (mut host, mut card) = open(&kind);
        crosses(&host);
        crosses(&card);
        let secret = [0xA7; 20];
        pass(&mut host, &mut card, &STORE_DATA.with_data(&secret));
        let shown = format!("{host:?} {card:?}");
        assert!(!shown.contains("167, 167"), "{shown}");
        assert!(!shown.contains("1, 1, 1, 1") && !shown.contains("2, 2, 2, 2"), "{shown}");
    }
}

/// GPCS 2.3.1 §10.6: without C-MAC in the level commands go as they are, and only so.
#[test]
fn without_a_level_there_is_no_secure_messaging() {
    for (mut host, mut card) in [scp02(0x15, 0), scp03(0x70, 0), scp02(0x75, 0x10)] {
        assert!(!card.is_ended());
        let command = STORE_DATA.with_data(&[1, 2, 3]);
        assert_eq!(host.wrap(&command).unwrap(), command.to_bytes().unwrap());
        card.unwrap(&command).unwrap();
        for class in [0x84, 0x8C, 0xE0] {
            let mut card = card.clone();
            let protected = command.with_class(Class::new(class));
            assert_eq!(card.unwrap(&protected).err(), Some(SecureChannelError::MessagingNotExpected));
            assert!(card.is_ended());
        }
    }
}

/// ISO 7816-4 secure messaging is not that of GlobalPlatform (GPCS 2.3.1 Table 11-11).
#[test]
fn secure_messaging_of_another_kind_is_refused() {
    for (mut host, card) in [scp02(0x55, 3), scp03(0x70, 3)] {
        let sent = host.wrap(&STORE_DATA).unwrap();
        for class in [0x80, 0x88, 0x8C] {
            let mut card = card.clone();
            let changed = Command::parse(&sent).unwrap().with_class(Class::new(class));
            assert_eq!(card.unwrap(&changed).err(), Some(SecureChannelError::MacMissing));
            assert!(card.is_ended());
        }
    }
}

/// Avoine and Ferreira, TCHES 2018: whatever the last byte decrypts to, the card says and does the same.
#[test]
fn wrong_padding_and_wrong_mac_are_one_error() {
    for options in [0x15, 0x55] {
        let (mut host, card) = scp02(options, 3);
        let sent = host.wrap(&STORE_DATA.with_data(&[0x5A; 12])).unwrap();
        for change in 1..=255 {
            let mut changed = sent.clone();
            // The last byte of the first of two encrypted blocks shows in the last byte of the second.
            changed[5 + 7] ^= change;
            let mut card = card.clone();
            assert_eq!(
                card.unwrap(&Command::parse(&changed).unwrap()).err(),
                Some(SecureChannelError::MacWrong)
            );
            assert!(card.is_ended());
        }
        // Data that is no whole blocks is a wrong MAC, too.
        let mut card = card.clone();
        let odd = Command::new(0x84, 0xE2, 0x80, 0).with_data(&sent[5..sent.len() - 1]);
        assert_eq!(card.unwrap(&odd).err(), Some(SecureChannelError::MacWrong));
    }
}

/// GPCS 2.3.1 §11.1.5.1: security comes before segmentation.
#[test]
fn a_chain_is_protected_as_one_command() {
    let data = [0x33; 600];
    for (mut host, mut card) in [scp02(0x55, 3), scp03(0x70, 0x33), scp03(0x71, 0x33)] {
        let sent = host.wrap(&STORE_DATA.with_data(&data)).unwrap();
        let whole = Command::parse(&sent).unwrap();
        let assembled: Vec<u8> = whole.data().chunks(200).flatten().copied().collect();
        let [class, instruction, p1, p2] = whole.header();
        let assembled = Command::new(class, instruction, p1, p2).with_data(&assembled);
        assert_eq!(card.unwrap(&assembled).unwrap().command().data(), data);
    }
}

#[test]
fn extended_form_arrives() {
    for (mut host, mut card) in [scp02(0x55, 3), scp03(0x70, 0x33), scp03(0x70, 1)] {
        pass(&mut host, &mut card, &STORE_DATA.with_data(&[1; 20]).extended());
        pass(&mut host, &mut card, &STORE_DATA.with_data(&[1; 20]).with_expected_length(1000));
        pass(&mut host, &mut card, &STORE_DATA.with_expected_length(65536));
    }
}

/// Amendment D §6.2.5: a response with an error status word carries nothing, and the session goes on.
#[test]
fn errors_are_answered_with_the_status_word_alone() {
    for (mut host, mut card) in [scp02(0x75, 0x13), scp03(0x70, 0x33)] {
        pass(&mut host, &mut card, &STORE_DATA);
        assert_eq!(card.wrap_response(&[1, 2, 3], 0x6A80.into()).unwrap(), []);
        assert_eq!(answer(&mut host, &mut card, &[], 0x6A88.into()), []);
        pass(&mut host, &mut card, &STORE_DATA);
        assert!(answer(&mut host, &mut card, &[1, 2, 3], 0x6310.into()).len() > 8);
        pass(&mut host, &mut card, &STORE_DATA);
        assert!(host.clone().unwrap(&[1, 2, 3, 0x6A, 0x88]).is_err());
        assert!(host.clone().unwrap(&[1, 2, 3, 0x90, 0x00]).is_err());
        assert!(host.unwrap(&[0x90]).is_err() && host.is_ended());
    }
}

/// GPCS 2.3.1 §E.4.5: BEGIN R-MAC SESSION counts in the R-MAC, END R-MAC SESSION does not.
#[test]
fn r_mac_sessions_begin_and_end() {
    let begin = Command::new(0x80, 0x7A, 0x10, 0x01).with_data(&[2, 0xAA, 0xBB]);
    let end = Command::new(0x80, 0x78, 0x00, 0x03).with_expected_length(256);
    let get_data = Command::new(0x80, 0xCA, 0x00, 0x66);
    let ok = StatusWord::NO_ERROR;
    for level in [SecurityLevel::R_MAC, SecurityLevel::NONE] {
        let (mut host, mut card) = scp02(0x75, 1);
        assert_eq!(card.end_r_mac_session(true), Err(SecureChannelError::ResponseMacSession));
        pass(&mut host, &mut card, &begin);
        host.begin_r_mac_session(level).unwrap();
        card.begin_r_mac_session(level).unwrap();
        assert_eq!(answer(&mut host, &mut card, &[], ok), []);
        assert_eq!(card.security_level(), SecurityLevel::C_MAC.with(level));
        assert_eq!(card.begin_r_mac_session(level), Err(SecureChannelError::ResponseMacSession));

        let mut last = Vec::new();
        for data in [&[1, 2, 3][..], &[]] {
            pass(&mut host, &mut card, &get_data);
            last = answer(&mut host, &mut card, data, ok).split_off(data.len());
            assert_eq!(last.len(), if level == SecurityLevel::R_MAC { 8 } else { 0 });
        }
        for ends in [false, true] {
            pass(&mut host, &mut card, &end);
            host.end_r_mac_session(ends).unwrap();
            let mac = card.end_r_mac_session(ends).unwrap();
            assert!(level != SecurityLevel::R_MAC || mac == last[..]);
            let mut deceived = host.clone();
            assert!(deceived.unwrap(&[0, 0, 0, 0, 0, 0, 0, 0, 0x90, 0]).is_err());
            assert_eq!(answer(&mut host, &mut card, &mac, ok), mac);
        }
        assert_eq!(card.security_level(), SecurityLevel::C_MAC);
        pass(&mut host, &mut card, &get_data);
        assert_eq!(answer(&mut host, &mut card, &[9], ok), [9]);
        assert!(card.end_r_mac_session(true).is_err() && !card.is_ended());
    }
    let refused = Err(SecureChannelError::LevelNotSupported);
    assert_eq!(scp02(0x55, 1).1.begin_r_mac_session(SecurityLevel::R_MAC), refused);
    assert_eq!(scp02(0x75, 1).1.begin_r_mac_session(SecurityLevel::C_MAC), refused);
    assert_eq!(scp03(0x70, 1).1.begin_r_mac_session(SecurityLevel::R_MAC), refused);
}

#[test]
fn an_ended_session_gives_nothing() {
    for (mut host, mut card) in [scp02(0x75, 0x13), scp03(0x70, 0x33)] {
        assert!(card.unwrap(&Command::new(0x80, 0xF2, 0x80, 0x02)).is_err());
        assert!(card.is_ended());
        assert_eq!(card.security_level(), SecurityLevel::NONE);
        let ended = Some(SecureChannelError::Ended);
        assert_eq!(card.decrypt_data(&[0; 16]).err(), ended);
        assert_eq!(card.encrypt_data(&[0; 16]).err(), ended);
        assert_eq!(card.wrap_response(&[], StatusWord::NO_ERROR).err(), ended);
        assert_eq!(card.unwrap(&STORE_DATA).err(), ended);
        assert_eq!(host.decrypt_data(&[0; 7]).err(), Some(SecureChannelError::DataLength));
        host.end();
        assert_eq!(host.wrap(&STORE_DATA).err(), ended);
        assert_eq!(host.unwrap(&[0x90, 0x00]).err(), ended);
    }
}

#[test]
fn options_allow_only_their_levels() {
    let level = SecurityLevel::from_byte;
    let scp03 = |options| scp03::Options::from_byte(options).unwrap();
    assert!(!scp03(0x10).allows(level(0x11)) && !scp03(0x30).allows(level(0x33)));
    assert!(!scp03(0x70).allows(level(0x02)) && !scp03(0x70).allows(level(0x10)));
    assert_eq!(scp03::Options::from_byte(0x40), None);
    // One base key, C-MAC on the unmodified command, implicit initiation, initial value over the name.
    for i in [0x14, 0x17, 0x11, 0x1A, 0x1D] {
        assert_eq!(scp02::Options::from_byte(i), None);
    }
    assert!(!scp02::Options::from_byte(0x55).unwrap().allows(level(0x11)));
    assert!(!scp02::Options::from_byte(0x75).unwrap().allows(level(0x33)));
}

/// The card opens no session for a wrong EXTERNAL AUTHENTICATE, whatever bit of it is wrong.
#[test]
fn only_external_authenticate_as_the_host_made_it_opens_a_session() {
    let key = |byte| TripleDesKey::from_bytes([byte; 16]);
    let keys = scp02::KeySet { encryption: key(1), mac: key(2), data_encryption: key(4) };
    let options = scp02::Options::USUAL;
    let card = scp02::CardHandshake::new(&keys, options, 7, [1; 8], [2; 6]);
    let host = scp02::HostHandshake::new(&keys, options, 7, [1; 8], [2; 6], card.card_cryptogram()).unwrap();
    let (sent, _) = host.external_authenticate(SecurityLevel::C_MAC).unwrap();
    for bit in 0..sent.len() * 8 {
        let mut changed = sent.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let Ok(command) = Command::parse(&changed) else { continue };
        let same_but_channel = command.class().without_channel().byte() == sent[0] && bit / 8 == 0;
        assert_eq!(card.clone().external_authenticate(&command).is_ok(), same_but_channel, "bit {bit}");
    }
    let key = |byte| AesKey::new(&[byte; 24]).unwrap();
    let keys = scp03::KeySet { encryption: key(1), mac: key(2), data_encryption: key(4) };
    for (i, length) in [(0x70, 8), (0x71, 16)] {
        let (options, challenge) = (scp03::Options::from_byte(i).unwrap(), vec![3; length]);
        let card = scp03::CardHandshake::new(&keys, options, &challenge, &challenge).unwrap();
        let cryptogram = card.card_cryptogram();
        let host = scp03::HostHandshake::new(&keys, options, &challenge, &challenge, cryptogram).unwrap();
        let (sent, _) = host.external_authenticate(SecurityLevel::from_byte(0x33)).unwrap();
        for bit in 0..sent.len() * 8 {
            let mut changed = sent.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            let Ok(command) = Command::parse(&changed) else { continue };
            let same_but_channel = command.class().without_channel().byte() == sent[0] && bit / 8 == 0;
            assert_eq!(card.clone().external_authenticate(&command).is_ok(), same_but_channel, "bit {bit}");
        }
        let mut wrong = cryptogram.to_vec();
        wrong[0] ^= 1;
        assert!(scp03::HostHandshake::new(&keys, options, &challenge, &challenge, &wrong).is_err());
        assert!(scp03::CardHandshake::new(&keys, options, &challenge[1..], &challenge).is_err());
    }
}

/// A level is what the card's options allow, however right cryptogram and MAC are.
#[test]
fn a_level_beyond_the_options_of_the_card_opens_no_session() {
    let key = |byte| TripleDesKey::from_bytes([byte; 16]);
    let keys = scp02::KeySet { encryption: key(1), mac: key(2), data_encryption: key(4) };
    let [cards, hosts] = [0x55, 0x75].map(|i| scp02::Options::from_byte(i).unwrap());
    let card = scp02::CardHandshake::new(&keys, cards, 7, [1; 8], [2; 6]);
    let host = scp02::HostHandshake::new(&keys, hosts, 7, [1; 8], [2; 6], card.card_cryptogram()).unwrap();
    let (sent, _) = host.external_authenticate(SecurityLevel::from_byte(0x13)).unwrap();
    let refused = Some(SecureChannelError::LevelNotSupported);
    assert_eq!(card.external_authenticate(&Command::parse(&sent).unwrap()).err(), refused);

    let key = |byte| AesKey::new(&[byte; 16]).unwrap();
    let keys = scp03::KeySet { encryption: key(1), mac: key(2), data_encryption: key(4) };
    let hosts = scp03::Options::from_byte(0x70).unwrap();
    for (i, level) in [(0x00, 0x11), (0x10, 0x13), (0x30, 0x33)] {
        let cards = scp03::Options::from_byte(i).unwrap();
        let card = scp03::CardHandshake::new(&keys, cards, &[1; 8], &[2; 8]).unwrap();
        let host = scp03::HostHandshake::new(&keys, hosts, &[1; 8], &[2; 8], card.card_cryptogram()).unwrap();
        let (sent, _) = host.external_authenticate(SecurityLevel::from_byte(level)).unwrap();
        assert_eq!(card.external_authenticate(&Command::parse(&sent).unwrap()).err(), refused);
    }
}

/// The keys of a key set are of one length (Amendment D §6.2).
#[test]
fn keys_of_several_lengths_are_no_key_set() {
    let key = |length| AesKey::new(&vec![1; length]).unwrap();
    let keys = scp03::KeySet { encryption: key(16), mac: key(32), data_encryption: key(16) };
    let options = scp03::Options::from_byte(0x70).unwrap();
    let opened = scp03::CardHandshake::new(&keys, options, &[1; 8], &[2; 8]);
    assert_eq!(opened.err(), Some(SecureChannelError::KeyLength));
    assert!(AesKey::new(&[1; 20]).is_none());
}
