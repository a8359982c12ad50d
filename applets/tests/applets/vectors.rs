//! Vectors of real cards, replayed against the applets byte for byte (sources: `secure-channel/tests/edep_vectors.rs`).

use cardamom_applets::PSAM_AID;
use cardamom_card_os::Card;
use cardamom_personalization::InstallParameters;
use cardamom_personalization::epurse::{CardKey, PurseData};
use cardamom_secure_channel::edep::{
    Amount, CompleteOnlineCommand, DiversificationFactor, InitializeOnlineResponse, Load, OfflineSequence,
    Purchase, Purse, Random, TerminalNumber, TerminalSequence, Timestamp, TripleDesKey, load_mac2,
    purchase_mac1,
};

use crate::support::entropy::ScriptedEntropy;
use crate::support::host::{at, command, verify_pin};
use crate::support::issue::{blank_card, install, parameters, purse_data, purse_with};
use crate::support::{array, bytes, select, send, send_hex};

fn key(hex: &str) -> TripleDesKey {
    TripleDesKey::from_bytes(array(hex))
}

/// A purse whose random numbers a test can give; none of the personalization's are scripted.
fn scripted(data: &PurseData) -> (Card, ScriptedEntropy) {
    let entropy = ScriptedEntropy::new();
    (purse_with(Box::new(entropy.clone()), &parameters(), data), entropy)
}

/// Vector A: MAC1 and MAC2 of a load of the deposit.
#[test]
fn a_deposit_load() {
    let mut data = purse_data();
    data.keys.load = CardKey::new(0, key("11223344556677888877665544332211"));
    let (mut card, entropy) = scripted(&data);
    verify_pin(&mut card);
    entropy.push(array("11223344"));
    let answer = send_hex(&mut card, "80 50 00 01 0B 01 00001000 001122334455 10").ok();
    assert_eq!(answer, bytes("00000000 0000 00 00 11223344 2988AE5A"));
    send_hex(&mut card, "80 52 00 00 0B 20111221 214822 3A845BF0 04").ok();
}

/// Vector C: the purse has gone through 23 loads and holds 1A.
#[test]
fn c_purse_load_of_a_real_card() {
    let load_key = key("3F013F013F013F013F013F013F013F01");
    let mut data = purse_data();
    data.keys.load = CardKey { version: 0, algorithm: 1, key: load_key.clone() };
    data.keys.tac = CardKey::new(0, key("34343434343434343434343434343434"));
    let (mut card, entropy) = scripted(&data);
    let terminal = TerminalNumber::from_bytes(array("112233445566"));
    for amount in [2, 2, 2].into_iter().chain([1; 20]) {
        let header = [0x80, 0x50, 0x00, 0x02];
        let field = [&[1][..], &u32::to_be_bytes(amount), &terminal.to_bytes()].concat();
        let answer = send(&mut card, &command(header, &field, Some(0x10))).ok();
        let answer = InitializeOnlineResponse::from_bytes(&answer).unwrap();
        let session = load_key.online_session_key(answer.random, answer.sequence);
        let load = Load { purse: Purse::Purse, amount: Amount::new(amount), terminal };
        let field = CompleteOnlineCommand { at: at(), mac2: load_mac2(&session, &load, at()) }.to_bytes();
        send(&mut card, &command([0x80, 0x52, 0x00, 0x00], &field, Some(4))).ok();
    }
    entropy.push(array("06B825D7"));
    let answer = send_hex(&mut card, "80 50 00 02 0B 01 00000001 112233445566 10").ok();
    assert_eq!(answer, bytes("0000001A 0017 00 01 06B825D7 684C81CE"));
    let tac = send_hex(&mut card, "80 52 00 00 0B 20170310 110734 9C8A0625 04").ok();
    assert_eq!(tac, bytes("16EAD516"));
}

/// Vectors D and D1: load and purchase of one real card.
#[test]
fn d_purse_load_and_purchase_of_a_real_card() {
    let blog_key = key("00112233445566778899AABBCCDDEEFF");
    let mut data = purse_data();
    data.keys.load = CardKey::new(1, blog_key.clone());
    data.keys.purchase = CardKey::new(0, blog_key.clone());
    data.keys.tac = CardKey::new(0, blog_key);
    let (mut card, entropy) = scripted(&data);

    entropy.push(array("E0B84748"));
    let answer = send_hex(&mut card, "80 50 00 02 0B 01 00002000 001122334455 10").ok();
    assert_eq!(answer, bytes("00000000 0000 01 00 E0B84748 EA411F90"));

    entropy.push(array("C903814D"));
    let answer = send_hex(&mut card, "80 50 00 02 0B 01 00002000 001122334455 10").ok();
    assert_eq!(answer, bytes("00000000 0000 01 00 C903814D 03976C22"));
    let tac = send_hex(&mut card, "80 52 00 00 0B 20161216 105800 8AFA5718 04").ok();
    assert_eq!(tac, bytes("FA00066D"));

    entropy.push(array("584633C9"));
    let answer = send_hex(&mut card, "80 50 01 02 0B 01 00000001 001122334455 0F").ok();
    assert_eq!(answer, bytes("00002000 0000 000000 00 00 584633C9"));
    let proof = send_hex(&mut card, "80 54 01 00 0F 00000000 20161216 134600 D45737C5 08").ok();
    assert_eq!(proof, bytes("8AF270DC 66B54A6B"));
    assert_eq!(send_hex(&mut card, "80 5A 00 06 02 0000 08").ok(), bytes("66B54A6B 8AF270DC"));
}

/// Vectors F and E: the PSAM takes the purchase key from the very command of the source, and diversifies it as the
/// source does.
#[test]
fn f_and_e_purchase_key_of_a_psam() {
    let master = key("00112233445566778899AABBCCDDEEFF");
    let entropy = ScriptedEntropy::new();
    let mut card = blank_card(Box::new(entropy.clone()));
    install(&mut card, PSAM_AID, &InstallParameters::new(0, master.clone()));
    select(&mut card, &PSAM_AID).ok();
    entropy.push(array("5D72B3FD"));
    assert_eq!(send_hex(&mut card, "00 84 00 00 04").ok(), bytes("5D72B3FD"));
    send_hex(&mut card, "84 D4 00 00 1C DCC0BB5793ABFCA2CA8C1624822F6E01A86A0B5CBED191DD 8A9D4ADB").ok();

    let maintenance = CardKey::new(0, key("11111111111111112222222222222222"));
    let mut transmit = crate::support::issue::transmit(&mut card);
    for step in [
        cardamom_personalization::psam::write_key(
            cardamom_secure_channel::edep::KeyUsage::from_byte(0x01),
            &maintenance,
        ),
        cardamom_personalization::Step::with_mac("ACTIVATE FILE", [0x84, 0x44, 0x00, 0x00], &[]),
    ] {
        cardamom_personalization::send(&mut transmit, &master, &step).unwrap();
    }
    drop(transmit);
    let answer = send_hex(
        &mut card,
        "80 70 00 00 1C 584633C9 0000 00000001 06 20161216 134600 00 00 1122334455667788 08",
    )
    .ok();
    let card_key = master.diversify(&DiversificationFactor::from_bytes(array("1122334455667788")));
    assert_eq!(*card_key.expose(), array("496BD7A3513644533100B54E71196528"));
    let session = card_key.offline_session_key(
        Random::from_bytes(array("584633C9")),
        OfflineSequence::new(0),
        TerminalSequence::new(0),
    );
    let purchase = Purchase {
        debit: cardamom_secure_channel::edep::DebitType::PursePurchase,
        amount: Amount::new(1),
        terminal: TerminalNumber::from_bytes([0; 6]),
    };
    let at = Timestamp::from_bytes(array("20161216134600")).unwrap();
    assert_eq!(answer, [[0; 4], purchase_mac1(&session, &purchase, at).to_bytes()].concat());
}
