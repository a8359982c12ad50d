//! Known answers for SCP02 from other implementations: osmocom/pysim, `tests/unittests/test_globalplatform.py`; and the
//! crate scll-backend-rustcrypto 1.0.5, `tests/scp02_kat.rs`, made with a reference that mirrors GlobalPlatformPro.

use cardamom_apdu::Command;
use cardamom_secure_channel::initialize_update::{Protocol, Response};
use cardamom_secure_channel::session::{CardSession, HostSession};
use cardamom_secure_channel::{SecurityLevel, TripleDesKey, key_check_value, scp02};

use crate::hex;

fn key(digits: &str) -> TripleDesKey {
    TripleDesKey::from_bytes(hex(digits).try_into().unwrap())
}

fn open(
    keys: &scp02::KeySet,
    counter: u16,
    host_challenge: [u8; 8],
    card_challenge: [u8; 6],
    level: u8,
) -> (Vec<u8>, HostSession, CardSession) {
    let card =
        scp02::CardHandshake::new(keys, scp02::Options::USUAL, counter, host_challenge, card_challenge);
    open_with(
        keys,
        scp02::Options::USUAL,
        counter,
        host_challenge,
        card_challenge,
        card.card_cryptogram(),
        level,
    )
}

fn open_with(
    keys: &scp02::KeySet,
    options: scp02::Options,
    counter: u16,
    host_challenge: [u8; 8],
    card_challenge: [u8; 6],
    card_cryptogram: [u8; 8],
    level: u8,
) -> (Vec<u8>, HostSession, CardSession) {
    let card = scp02::CardHandshake::new(keys, options, counter, host_challenge, card_challenge);
    let host =
        scp02::HostHandshake::new(keys, options, counter, host_challenge, card_challenge, card_cryptogram)
            .unwrap();
    let (sent, host) = host.external_authenticate(SecurityLevel::from_byte(level)).unwrap();
    let card = card.external_authenticate(&Command::parse(&sent).unwrap()).unwrap();
    (sent, HostSession::Scp02(host), CardSession::Scp02(card))
}

fn protects(host: &mut HostSession, card: &mut CardSession, plain: &str, protected: &str) {
    let (plain, protected) = (hex(plain), hex(protected));
    let plain = Command::parse(&plain).unwrap();
    assert_eq!(host.wrap(&plain).unwrap(), protected);
    let unwrapped = card.unwrap(&Command::parse(&protected).unwrap()).unwrap();
    assert_eq!(unwrapped.command().header(), plain.header());
    assert_eq!(unwrapped.command().data(), plain.data());
}

#[test]
fn a_session_that_pysim_recorded() {
    let keys = scp02::KeySet {
        encryption: key("100102030405060708090A0B0C0D0E0F"),
        mac: key("101102030405060708090A0B0C0D0E0F"),
        data_encryption: key("102102030405060708090A0B0C0D0E0F"),
    };
    let bytes = hex("00000000000000000000700200016B4524ABEE7CF32EA3838BC148F3");
    let response = Response::parse(&bytes).unwrap();
    assert_eq!(response.to_bytes(), bytes);
    let Protocol::Scp02 { counter, card_challenge, card_cryptogram } = response.protocol else {
        unreachable!("the response says SCP02");
    };
    let host_challenge = hex("40A62C37FA6304F8").try_into().unwrap();
    // The options of that card: C-MAC chained over encrypted initial values.
    let options = scp02::Options::from_byte(0x15).unwrap();
    let (sent, mut host, mut card) =
        open_with(&keys, options, counter, host_challenge, card_challenge, card_cryptogram, 0x01);
    assert_eq!(sent, hex("8482010010BA6961667737C5BCEBECE14C7D6A4376"));
    for (plain, protected) in [
        ("80F22002", "84F220020814DB34FA4341DCA8"),
        ("80CA006600", "84CA00660855ED7C5FF069512B00"),
        ("80F220020A4F0212345C054F9F70C5", "84F22002124F0212345C054F9F70C58FC1B380C4228AF8"),
        ("80F28002024F0000", "84F280020A4F003B95F09317DE6A4E00"),
    ] {
        protects(&mut host, &mut card, plain, protected);
    }
}

fn scll_keys() -> scp02::KeySet {
    let key = || key("404142434445464748494A4B4C4D4E4F");
    scp02::KeySet { encryption: key(), mac: key(), data_encryption: key() }
}

fn scll_session(level: u8) -> (Vec<u8>, HostSession, CardSession) {
    open(&scll_keys(), 1, [0, 1, 2, 3, 4, 5, 6, 7], [8, 9, 10, 11, 12, 13], level)
}

#[test]
fn sessions_of_another_implementation() {
    let challenge = [8, 9, 10, 11, 12, 13];
    let card = scp02::CardHandshake::new(
        &scll_keys(),
        scp02::Options::USUAL,
        1,
        [0, 1, 2, 3, 4, 5, 6, 7],
        challenge,
    );
    assert_eq!(card.card_cryptogram().to_vec(), hex("9D8DA672F05C4E45"));
    let (sent, mut host, mut card) = scll_session(0x03);
    assert_eq!(sent, hex("8482030010E87E4C9E45C47F7937BA873E0E37B968"));
    protects(&mut host, &mut card, "80E60000050102030405", "84E60000106614336AF48EC608A398D78A712FC7A1");
    protects(&mut host, &mut card, "80E80000020102", "84E800001046C90C13F2F9216F53DE2ADCE0E27621");
    let (sent, mut host, mut card) = scll_session(0x01);
    assert_eq!(sent, hex("8482010010E87E4C9E45C47F79AD804734CE044FFC"));
    protects(&mut host, &mut card, "80E60000050102030405", "84E600000D0102030405C846BEA70DDCD2D8");
}

#[test]
fn key_check_value_and_sensitive_data_of_another_implementation() {
    assert_eq!(key_check_value::triple_des(&scll_keys().mac), [0x8B, 0xAF, 0x47]);
    let (_, host, card) = scll_session(0x01);
    let new_key = hex("0F0E0D0C0B0A09080706050403020100");
    let encrypted = host.encrypt_data(&new_key).unwrap();
    assert_eq!(*encrypted, hex("FAC6D80E61620CF9E342B787B95AFEA4"));
    assert_eq!(*card.decrypt_data(&encrypted).unwrap(), new_key);
}

/// An R-MAC session that begins in a session with C-MACs. Its R-MACs were computed from §E.4.5 with pyca/cryptography:
/// the C-MAC of EXTERNAL AUTHENTICATE is the first initial value, BEGIN R-MAC SESSION counts, END R-MAC SESSION does
/// not, and a second R-MAC session is as the first.
#[test]
fn response_macs_of_an_r_mac_session() {
    let options = scp02::Options::from_byte(0x75).unwrap();
    let (host_challenge, card_challenge) = ([0, 1, 2, 3, 4, 5, 6, 7], [8, 9, 10, 11, 12, 13]);
    let cryptogram = hex("9D8DA672F05C4E45").try_into().unwrap();
    let (_, mut host, mut card) =
        open_with(&scll_keys(), options, 1, host_challenge, card_challenge, cryptogram, 0x01);
    let pass = |host: &mut HostSession, card: &mut CardSession, plain: &str| {
        let sent = host.wrap(&Command::parse(&hex(plain)).unwrap()).unwrap();
        card.unwrap(&Command::parse(&sent).unwrap()).unwrap();
    };
    for _ in 0..2 {
        pass(&mut host, &mut card, "807A10010302AABB");
        card.begin_r_mac_session(SecurityLevel::R_MAC).unwrap();
        assert_eq!(card.wrap_response(&[], 0x9000.into()).unwrap(), []);
        for (data, mac) in [("010203", "8B701B25C984FD4F"), ("", "304381542E9B6F2A")] {
            pass(&mut host, &mut card, "80CA0066");
            let answered = card.wrap_response(&hex(data), 0x9000.into()).unwrap();
            assert_eq!(answered, [hex(data), hex(mac)].concat());
        }
        pass(&mut host, &mut card, "8078000300");
        let mac = card.end_r_mac_session(true).unwrap();
        assert_eq!(mac.to_vec(), hex("304381542E9B6F2A"));
        assert_eq!(card.wrap_response(&mac, 0x9000.into()).unwrap(), mac);
    }
}

/// With response MAC: GPCS 2.3.1 §E.4.5, Lc is 00 where a command has no data.
#[test]
fn response_macs_of_another_implementation() {
    for (command, answered) in
        [("80CA006E00", "9F7F2A4100B1377A5F0D69"), ("80CA0066", "9F7F2A9F4939A75D408104")]
    {
        let (_, mut host, mut card) = {
            let options = scp02::Options::from_byte(0x75).unwrap();
            let card = scp02::CardHandshake::new(
                &scll_keys(),
                options,
                1,
                [0, 1, 2, 3, 4, 5, 6, 7],
                [8, 9, 10, 11, 12, 13],
            );
            let cryptogram = card.card_cryptogram();
            open_with(
                &scll_keys(),
                options,
                1,
                [0, 1, 2, 3, 4, 5, 6, 7],
                [8, 9, 10, 11, 12, 13],
                cryptogram,
                0x13,
            )
        };
        let bytes = hex(command);
        let protected = host.wrap(&Command::parse(&bytes).unwrap()).unwrap();
        card.unwrap(&Command::parse(&protected).unwrap()).unwrap();
        let data = hex("9F7F2A");
        assert_eq!(card.wrap_response(&data, 0x9000.into()).unwrap(), hex(answered));
        let received = [hex(answered), vec![0x90, 0x00]].concat();
        assert_eq!(host.unwrap(&received).unwrap(), [data, vec![0x90, 0x00]].concat());
    }
}
