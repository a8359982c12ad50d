//! R12: every command in every state of the life cycle; and the purse behind the transports that a card may have.

use cardamom_applets::EPURSE_AID;
use cardamom_card_os::{Card, Protocol, SeededEntropy};
use cardamom_personalization::{epurse, personalize, send as send_step};
use cardamom_secure_channel::edep::{Purse, Random, wrap_command};

use crate::support::host::{command, credit_for_load, initialize_load};
use crate::support::issue::{
    blank_card, blank_card_of, card_key, install, parameters, purse, purse_data, transmit, transport_key,
};
use crate::support::{bytes, select, send, send_hex};

/// A command, and whether it is for an application that is not personalized, and for one that is temporarily blocked.
const COMMANDS: [(&str, bool, bool); 32] = [
    ("00 A4 00 00 02 3F01", true, false),
    ("00 20 00 00 03 123456", false, false),
    ("00 82 00 00 08 0000000000000000", false, false),
    ("00 84 00 00 04", true, true),
    ("00 88 00 00 08 0000000000000000", false, false),
    ("00 B0 95 00 00", true, false),
    ("04 B0 95 00 04 00000000", true, false),
    ("00 B2 01 BC 00", false, false),
    ("04 B2 01 BC 04 00000000", false, false),
    ("00 D6 95 00 01 00", true, false),
    ("04 D6 95 00 05 00 00000000", true, false),
    ("84 D6 95 00 0C 0000000000000000 00000000", true, false),
    ("00 DC 01 BC 02 AA 00", true, false),
    ("04 DC 01 BC 06 AA 00 00000000", true, false),
    ("84 DC 01 BC 0C 0000000000000000 00000000", true, false),
    ("04 DA 01 01 0C 0000000000000000 00000000", true, false),
    ("84 DA 00 3A 0C 0000000000000000 00000000", true, false),
    ("84 D4 01 01 0C 0000000000000000 00000000", true, false),
    ("84 44 00 00 04 00000000", true, false),
    ("80 50 00 02 0B 01 00000001 001122334455", false, false),
    ("80 52 00 00 0B 20261122 143005 00000000", false, false),
    ("80 54 01 00 0F 00000000 20261122 143005 00000000", false, false),
    ("80 58 00 00 0E 000000 20261122 143005 00000000", false, false),
    ("80 5A 00 06 02 0000", false, true),
    ("80 5C 00 02 04", false, false),
    ("80 5E 01 00 06 123456 FF 4321", false, false),
    ("80 DC AA B8 03 AA 01 00", false, false),
    ("84 16 00 00 04 00000000", false, true),
    ("84 18 00 00 04 00000000", false, true),
    ("84 1E 00 00 04 00000000", false, true),
    ("84 24 00 00 0C 0000000000000000 00000000", false, false),
    ("80 F0 00 00", false, false),
];

#[test]
fn each_command_in_each_state() {
    let mut installed = blank_card(Box::new(SeededEntropy::new(1)));
    install(&mut installed, EPURSE_AID, &parameters());
    select(&mut installed, &EPURSE_AID).ok();
    let in_state = |step: Option<cardamom_personalization::Step>| {
        let mut card = purse();
        if let Some(step) = step {
            send_step(&mut transmit(&mut card), &card_key(0x36), &step).unwrap();
        }
        card
    };
    let mut personalized = in_state(None);
    let mut temporarily = in_state(Some(epurse::block_temporarily()));
    let mut permanently = in_state(Some(epurse::block_permanently()));
    for (command, for_personalization, for_blocked) in COMMANDS {
        let status = |card: &mut Card| {
            let start = card.snapshot();
            let status = send_hex(card, command).status;
            card.restore(&start);
            status
        };
        let not_personalized = status(&mut installed) == 0x6985;
        assert_eq!(not_personalized, !for_personalization, "{command}: {:04X}", status(&mut installed));
        let only_in_personalization = ["84 DA", "84 44"].iter().any(|start| command.starts_with(start));
        assert_eq!(status(&mut personalized) == 0x6985, only_in_personalization, "{command}");
        assert!(!matches!(status(&mut personalized), 0x6A81 | 0x9303), "{command}");
        assert_eq!(status(&mut temporarily) != 0x6A81, for_blocked, "{command}");
        assert_eq!(status(&mut permanently), 0x9303, "{command}");
    }
}

/// The class byte carries the logical channel, and the MAC of a protected command covers it.
#[test]
fn the_purse_on_another_logical_channel() {
    let mut card = purse();
    card.power_on().unwrap();
    assert_eq!(send_hex(&mut card, "00 70 00 00 01").ok(), [1]);
    let name = EPURSE_AID.as_bytes();
    send(&mut card, &command([0x01, 0xA4, 0x04, 0x00], name, None)).ok();
    let mut initialize = initialize_load(Purse::Purse, 9);
    initialize[0] = 0x81;
    let answer = send(&mut card, &initialize).ok();
    let mut credit = credit_for_load(Purse::Purse, 9, &answer);
    credit[0] = 0x81;
    send(&mut card, &credit).ok();
    assert_eq!(send_hex(&mut card, "81 5C 00 02 04").ok(), [0, 0, 0, 9]);

    let challenge = Random::from_bytes(send_hex(&mut card, "01 84 00 00 04").ok().try_into().unwrap());
    let mut step = epurse::block_temporarily();
    step.header.cla = 0x85;
    let block = wrap_command(&card_key(0x36), challenge, step.header, &step.data, step.protection).unwrap();
    send(&mut card, &block).ok();
    assert_eq!(send_hex(&mut card, "81 5C 00 02 04").status, 0x6A81);
}

/// With T=0 the answer to a command with data is fetched; that ends no transaction.
#[test]
fn the_purse_over_t0() {
    let mut card = blank_card_of(Protocol::T0, Box::new(SeededEntropy::new(1)));
    install(&mut card, EPURSE_AID, &parameters());
    personalize(&mut transmit(&mut card), &EPURSE_AID, &transport_key(), &purse_data().steps()).unwrap();
    assert_eq!(send(&mut card, &initialize_load(Purse::Purse, 9)).status, 0x6110);
    let answer = send(&mut card, &bytes("00 C0 00 00 10")).ok();
    assert_eq!(send(&mut card, &credit_for_load(Purse::Purse, 9, &answer)).status, 0x6104);
    assert_eq!(send(&mut card, &bytes("00 C0 00 00 04")).ok().len(), 4);
    assert_eq!(send_hex(&mut card, "80 5C 00 02 04").ok(), [0, 0, 0, 9]);
}
