//! The PSAM with a purse.

use cardamom_applets::PSAM_AID;
use cardamom_card_os::{Card, SeededEntropy};
use cardamom_personalization::epurse::CardKey;
use cardamom_personalization::psam::{self, PsamData};
use cardamom_personalization::{InstallParameters, PersonalizationError, Step, send as send_step};
use cardamom_secure_channel::edep::{Amount, DebitType, InitializeOfflineResponse, KeyUsage, Purse};

use crate::support::host::{at, balance, command, initialize_debit, load};
use crate::support::issue::{
    TERMINAL, blank_card, factor, install, parameters, psam as issued_psam, psam_data, psam_with, purse,
    transmit, transport_key,
};
use crate::support::{bytes, select, send, send_hex};

/// `80 70` for this answer of a card.
pub(crate) fn init_sam(answer: &[u8], amount: u32, code: u8) -> Vec<u8> {
    let answer = InitializeOfflineResponse::from_bytes(answer).unwrap();
    let data = [
        &answer.random.to_bytes()[..],
        &answer.sequence.to_bytes(),
        &amount.to_be_bytes(),
        &[code],
        &at().to_bytes(),
        &[answer.key_version, answer.algorithm],
        &factor().to_bytes(),
    ]
    .concat();
    command([0x80, 0x70, 0x00, 0x00], &data, Some(8))
}

#[test]
fn a_purse_pays_a_psam() {
    let (mut purse, mut psam) = (purse(), issued_psam());
    load(&mut purse, Purse::Purse, 1000);
    for number in 0..3u32 {
        let answer = send(&mut purse, &initialize_debit(DebitType::PursePurchase, 100)).ok();
        let mac1 = send(&mut psam, &init_sam(&answer, 100, 6)).ok();
        assert_eq!(mac1[..4], number.to_be_bytes());
        let data = [&mac1[..4], &at().to_bytes(), &mac1[4..]].concat();
        let proof = send(&mut purse, &command([0x80, 0x54, 0x01, 0x00], &data, Some(8))).ok();
        send(&mut psam, &command([0x80, 0x72, 0x00, 0x00], &proof[4..], None)).ok();
        let again = send(&mut psam, &command([0x80, 0x72, 0x00, 0x00], &proof[4..], None));
        assert_eq!(again.status, 0x6901, "a MAC2 is checked once");
    }
    assert_eq!(balance(&mut purse, Purse::Purse), 700);
}

/// Administrative commands of the PSAM.
fn maintain(card: &mut Card, step: &Step) -> u16 {
    let key = psam_data().maintenance.key;
    match send_step(&mut transmit(card), &key, step) {
        Ok(_) => 0x9000,
        Err(PersonalizationError::Refused { status, .. }) => status.value(),
        Err(other) => panic!("{other:?}"),
    }
}

/// `80 70` with made-up values of a card: amount, type, date.
pub(crate) fn sale(amount: u32, code: u8, date: &str) -> Vec<u8> {
    let data = [
        &[1, 2, 3, 4, 0, 9][..],
        &amount.to_be_bytes(),
        &[code],
        &bytes(date),
        &[0x12, 0x00, 0x00, 1, 0],
        &factor().to_bytes(),
    ]
    .concat();
    command([0x80, 0x70, 0x00, 0x00], &data, Some(8))
}

/// ETC traces: `00B095000E`, `00B0960006`.
#[test]
fn files_of_a_psam() {
    let mut card = issued_psam();
    let public = psam_data().public_data.to_bytes();
    let fci = select(&mut card, &PSAM_AID).ok();
    assert_eq!(fci, [bytes("6F1E 8409 A00000000386980702 A511 9F0C0E"), public.to_vec()].concat());
    assert_eq!(send_hex(&mut card, "00 A4 00 00 02 DF01").ok(), fci);
    assert_eq!(send_hex(&mut card, "00 B0 95 00 0E").ok(), public);
    assert_eq!(send_hex(&mut card, "00 B0 96 00 06").ok(), TERMINAL.to_bytes());
    assert_eq!(send_hex(&mut card, "00 B0 97 00 01").status, 0x6A82);
    send_hex(&mut card, "00 A4 00 00 02 0016").ok();
    assert_eq!(send_hex(&mut card, "00 B0 00 04 02").ok(), TERMINAL.to_bytes()[4..]);
    assert_eq!(send_hex(&mut card, "00 D6 96 00 01 00").status, 0x6982);
    let update = Step::with_mac("UPDATE BINARY", [0x04, 0xD6, 0x96, 0x00], &[9; 6]);
    assert_eq!(maintain(&mut card, &update), 0x9000);
    assert_eq!(send_hex(&mut card, "00 B0 96 00 06").ok(), [9; 6]);
}

#[test]
fn what_a_psam_refuses() {
    let mut card = issued_psam();
    for code in [0x00, 0x01, 0x02, 0x03, 0x07, 0x08, 0x0A] {
        assert_eq!(send(&mut card, &sale(1, code, "20261122")).status, 0x6A80, "type {code:02X}");
    }
    assert_eq!(send(&mut card, &sale(1, 6, "20261131")).status, 0x6A80, "no such day");
    let good = sale(1, 6, "20261122");
    let mut changed = good.clone();
    changed[5 + 18] = 2;
    assert_eq!(send(&mut card, &changed).status, 0x9403, "key version");
    changed[5 + 18] = 1;
    changed[5 + 19] = 2;
    assert_eq!(send(&mut card, &changed).status, 0x9403, "algorithm");
    let two_levels = command([0x80, 0x70, 0, 0], &[&good[5..33], &[0; 8]].concat(), None);
    assert_eq!(send(&mut card, &two_levels).status, 0x6700);
    let no_levels = command([0x80, 0x70, 0, 0], &good[5..25], None);
    assert_eq!(send(&mut card, &no_levels).status, 0x6700);
    assert_eq!(send_hex(&mut card, "80 70 00 00 01 00").status, 0x6700);
    assert_eq!(send_hex(&mut card, "80 72 00 00 04 00000000").status, 0x6901);
    assert_eq!(send(&mut card, &good).ok()[..4], [0; 4], "no number was used up by what was refused");
    assert_eq!(send_hex(&mut card, "80 72 00 00 03 000000").status, 0x6700);
    assert_eq!(send_hex(&mut card, "80 99 00 00").status, 0x6D00);
    assert_eq!(send_hex(&mut card, "88 72 00 00").status, 0x6E00);
}

/// A MAC2 that is wrong too often in a row blocks the PSAM until it is unblocked.
#[test]
fn wrong_mac2s_block() {
    let parameters = InstallParameters { mac_failure_limit: 3, ..parameters() };
    let mut card = psam_with(&parameters, &psam_data());
    for _ in 0..3 {
        send(&mut card, &sale(1, 6, "20261122")).ok();
        assert_eq!(send_hex(&mut card, "80 72 00 00 04 00000000").status, 0x9302);
    }
    assert_eq!(send(&mut card, &sale(1, 6, "20261122")).status, 0x6A81);
    card.power_on().unwrap();
    select(&mut card, &PSAM_AID).ok();
    assert_eq!(send(&mut card, &sale(1, 6, "20261122")).status, 0x6A81);
    assert_eq!(maintain(&mut card, &psam::unblock()), 0x9000);
    let answer = send(&mut card, &sale(1, 6, "20261122")).ok();
    assert_eq!(answer[..4], 3u32.to_be_bytes());

    for left in (0..3).rev() {
        send_hex(&mut card, "00 84 00 00 04").ok();
        let status = send_hex(&mut card, "84 18 00 00 04 00000000").status;
        assert_eq!(status, if left == 0 { 0x9303 } else { 0x6988 });
    }
    assert_eq!(send(&mut card, &sale(1, 6, "20261122")).status, 0x9303);
}

/// Design decision: an optional total by day.
#[test]
fn a_psam_may_have_a_daily_limit() {
    let mut card = psam_with(&parameters(), &PsamData { daily_limit: Amount::new(100), ..psam_data() });
    let mut sells = |amount, date| send(&mut card, &sale(amount, 6, date)).status;
    assert_eq!(sells(101, "20261122"), 0x6985);
    assert_eq!(sells(60, "20261122"), 0x9000);
    assert_eq!(sells(41, "20261122"), 0x6985);
    assert_eq!(sells(40, "20261122"), 0x9000);
    assert_eq!(sells(1, "20261122"), 0x6985);
    assert_eq!(sells(u32::MAX, "20261122"), 0x6985);
    assert_eq!(sells(100, "20261123"), 0x9000, "a new day");
    assert_eq!(sells(0, "20261122"), 0x6985, "a day that is over");
    assert_eq!(maintain(&mut card, &psam::daily_limit(Amount::new(5))), 0x9000);
    assert_eq!(send(&mut card, &sale(5, 6, "20261122")).status, 0x9000);
    assert_eq!(send(&mut card, &sale(1, 6, "20261122")).status, 0x6985);
    assert_eq!(maintain(&mut card, &psam::daily_limit(Amount::ZERO)), 0x9000);
    assert_eq!(send(&mut card, &sale(u32::MAX, 6, "20000101")).status, 0x9000, "none");
}

#[test]
fn personalization_of_a_psam() {
    let mut card = blank_card(Box::new(SeededEntropy::new(3)));
    install(&mut card, PSAM_AID, &parameters());
    select(&mut card, &PSAM_AID).ok();
    assert_eq!(send(&mut card, &sale(1, 6, "20261122")).status, 0x6985);
    assert_eq!(send_hex(&mut card, "80 1A 27 01 08 0000000000000000").status, 0x6985);
    let under_transport =
        |card: &mut Card, step: &Step| match send_step(&mut transmit(card), &transport_key(), step) {
            Ok(_) => 0x9000,
            Err(PersonalizationError::Refused { status, .. }) => status.value(),
            Err(other) => panic!("{other:?}"),
        };
    let steps = psam_data().steps();
    let (end, others) = steps.split_last().unwrap();
    assert_eq!(under_transport(&mut card, end), 0x6985);
    for step in others {
        assert_eq!(under_transport(&mut card, step), 0x9000, "{step:?}");
    }
    assert_eq!(under_transport(&mut card, end), 0x9000);
    assert_eq!(under_transport(&mut card, &others[0]), 0x6988, "the transport key is worth nothing now");
    assert_eq!(maintain(&mut card, end), 0x6985);
    let key =
        |usage, version| psam::write_key(KeyUsage::from_byte(usage), &CardKey::new(version, transport_key()));
    for (usage, version, status) in [
        (0x22, 2, 0x9000),
        (0x22, 3, 0x9000),
        (0x42, 4, 0x9000),
        (0x22, 5, 0x6A84),
        (0x42, 1, 0x9000),
        (0x02, 1, 0x6A80),
        (0x20, 1, 0x6A80),
        (0x23, 1, 0x6A80),
    ] {
        assert_eq!(maintain(&mut card, &key(usage, version)), status, "{usage:02X} {version}");
    }
    assert_eq!(send(&mut card, &sale(1, 6, "20261122")).status, 0x6700, "version 1 has two levels now");
}
