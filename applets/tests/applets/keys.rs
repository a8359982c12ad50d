//! R10: each key does its own command and no other.

use cardamom_applets::EPURSE_AID;
use cardamom_card_os::{Card, CardSnapshot};
use cardamom_personalization::epurse::{block_temporarily, unblock_pin, write_key};
use cardamom_personalization::{PersonalizationError, Step, send as send_step};
use cardamom_secure_channel::edep::{
    Amount, CompleteOnlineCommand, DebitCommand, DebitType, InitializeOfflineResponse,
    InitializeOnlineResponse, InitializeUpdateResponse, Load, OverdraftLimit, Pin, Purchase, Purse,
    TerminalSequence, TripleDesKey, Unload, UpdateOverdraftCommand, load_mac2, overdraft_mac2, purchase_mac1,
    purchase_tac, reload_pin_mac, unload_mac2,
};

use crate::support::host::{
    at, command, initialize_debit, initialize_load, initialize_unload, initialize_update, load, pay,
    verify_pin,
};
use crate::support::issue::{PIN, TERMINAL, card_key, master_key, psam, purse, transmit, transport_key};
use crate::support::{send, send_hex};

/// The types of all keys of a purse; 00 stands for the transport key.
const KEYS: [u8; 11] = [0x00, 0x30, 0x34, 0x36, 0x37, 0x38, 0x39, 0x3C, 0x3D, 0x3E, 0x3F];

fn key(key_type: u8) -> TripleDesKey {
    if key_type == 0 { transport_key() } else { card_key(key_type) }
}

fn protected(card: &mut Card, key: &TripleDesKey, step: &Step) -> bool {
    match send_step(&mut transmit(card), key, step) {
        Ok(_) => true,
        Err(PersonalizationError::Refused { .. }) => false,
        Err(other) => panic!("{other:?}"),
    }
}

fn completes(card: &mut Card, header: [u8; 4], data: &[u8]) -> bool {
    send(card, &command(header, data, None)).status == 0x9000
}

type Command = fn(&mut Card, &TripleDesKey) -> bool;

/// Each command that a key stands behind: its name, the type of the key that it is for, and whether it works with a
/// given one.
fn commands() -> [(&'static str, u8, Command); 12] {
    [
        ("load", 0x3F, |card, key| {
            let answer = send(card, &initialize_load(Purse::Purse, 7)).ok();
            let answer = InitializeOnlineResponse::from_bytes(&answer).unwrap();
            let session = key.online_session_key(answer.random, answer.sequence);
            let load = Load { purse: Purse::Purse, amount: Amount::new(7), terminal: TERMINAL };
            let mac2 = load_mac2(&session, &load, at());
            completes(card, [0x80, 0x52, 0, 0], &CompleteOnlineCommand { at: at(), mac2 }.to_bytes())
        }),
        ("purchase", 0x3E, |card, key| {
            let answer = send(card, &initialize_debit(DebitType::PursePurchase, 7)).ok();
            let answer = InitializeOfflineResponse::from_bytes(&answer).unwrap();
            let terminal_sequence = TerminalSequence::new(5);
            let session = key.offline_session_key(answer.random, answer.sequence, terminal_sequence);
            let purchase =
                Purchase { debit: DebitType::PursePurchase, amount: Amount::new(7), terminal: TERMINAL };
            let mac1 = purchase_mac1(&session, &purchase, at());
            completes(
                card,
                [0x80, 0x54, 1, 0],
                &DebitCommand { terminal_sequence, at: at(), mac1 }.to_bytes(),
            )
        }),
        ("unload", 0x3D, |card, key| {
            let answer = send(card, &initialize_unload(7)).ok();
            let answer = InitializeOnlineResponse::from_bytes(&answer).unwrap();
            let session = key.online_session_key(answer.random, answer.sequence);
            let mac2 = unload_mac2(&session, &Unload { amount: Amount::new(7), terminal: TERMINAL }, at());
            completes(card, [0x80, 0x54, 3, 0], &CompleteOnlineCommand { at: at(), mac2 }.to_bytes())
        }),
        ("overdraft update", 0x3C, |card, key| {
            let answer = send(card, &initialize_update()).ok();
            let answer = InitializeUpdateResponse::from_bytes(&answer).unwrap();
            let session = key.online_session_key(answer.random, answer.sequence);
            let new_limit = OverdraftLimit::new(9).unwrap();
            let mac2 = overdraft_mac2(&session, new_limit, TERMINAL, at());
            let data = UpdateOverdraftCommand { new_limit, at: at(), mac2 }.to_bytes();
            completes(card, [0x80, 0x58, 0, 0], &data)
        }),
        ("TAC", 0x34, |card, key| {
            let purchase =
                Purchase { debit: DebitType::PursePurchase, amount: Amount::new(7), terminal: TERMINAL };
            let proof = pay(card, DebitType::PursePurchase, 7, 9);
            purchase_tac(&key.tac_key(), &purchase, TerminalSequence::new(9), at()).verify(&proof.tac)
        }),
        ("RELOAD PIN", 0x38, |card, key| {
            let pin = Pin::from_bytes(&PIN).unwrap();
            let data = [&PIN[..], &reload_pin_mac(key, &pin).to_bytes()].concat();
            completes(card, [0x80, 0x5E, 0, 0], &data)
        }),
        ("PIN UNBLOCK", 0x37, |card, key| {
            protected(card, key, &unblock_pin(&Pin::from_bytes(&PIN).unwrap()))
        }),
        ("APPLICATION BLOCK", 0x36, |card, key| protected(card, key, &block_temporarily())),
        ("UPDATE BINARY", 0x36, |card, key| {
            protected(card, key, &Step::with_mac("UPDATE BINARY", [0x04, 0xD6, 0x96, 0], &[1]))
        }),
        ("WRITE KEY", 0x36, |card, key| {
            let new = cardamom_personalization::epurse::CardKey::new(9, card_key(9));
            protected(card, key, &write_key(0x3F, &new))
        }),
        ("EXTERNAL AUTHENTICATE", 0x39, |card, key| {
            let challenge = send_hex(card, "00 84 00 00 08").ok();
            let cryptogram = key.authentication_cryptogram(challenge.try_into().unwrap());
            completes(card, [0x00, 0x82, 0, 0], &cryptogram)
        }),
        ("INTERNAL AUTHENTICATE", 0x30, |card, key| {
            let answer = send(card, &command([0x00, 0x88, 0, 0], b"8 bytes.", None)).ok();
            answer == key.authentication_cryptogram(*b"8 bytes.")
        }),
    ]
}

fn card() -> (Card, CardSnapshot) {
    let mut card = purse();
    verify_pin(&mut card);
    load(&mut card, Purse::Purse, 100);
    load(&mut card, Purse::Deposit, 100);
    let snapshot = card.snapshot();
    (card, snapshot)
}

#[test]
fn each_key_of_a_purse_works_for_its_command_alone() {
    let (mut card, fresh) = card();
    for (name, declared, works) in commands() {
        for key_type in KEYS {
            card.restore(&fresh);
            assert_eq!(
                works(&mut card, &key(key_type)),
                key_type == declared,
                "{name} with key {key_type:02X}"
            );
        }
    }
}

/// R5: the transport key has served when personalization ends, and stays nowhere.
#[test]
fn the_transport_key_is_gone_after_personalization() {
    let key = transport_key();
    for card in [purse(), psam()] {
        assert!(!card.nvm().bytes().windows(8).any(|part| part == &key.expose()[..8]));
    }
}

/// No answer of the card contains a key, and the card's memory does, so that this test would see one.
#[test]
fn no_answer_contains_a_key() {
    let (mut card, _) = card();
    let secrets: Vec<_> = KEYS[1..].iter().map(|key_type| *key(*key_type).expose()).collect();
    let contains = |bytes: &[u8], secret: &[u8; 16]| bytes.windows(8).any(|part| part == &secret[..8]);
    assert!(secrets.iter().all(|secret| contains(card.nvm().bytes(), secret)));
    let mut answers = Vec::new();
    for instruction in 0..=u8::MAX {
        for class in [0x00, 0x80, 0x04, 0x84] {
            for p1 in [0x00, 0x01, 0x95, 0x96, 0x97, 0x98] {
                for p2 in [0x00, 0x01, 0xAC, 0xBC, 0xC4] {
                    answers.extend(card.transmit(&[class, instruction, p1, p2, 0x00]).unwrap());
                }
            }
        }
    }
    for secret in secrets {
        assert!(!contains(&answers, &secret));
    }
    assert_eq!(send(&mut card, &command([0x00, 0xA4, 4, 0], EPURSE_AID.as_bytes(), None)).status, 0x9000);
}

/// `80 1A` derives MAC and encryption keys of cards, and no purchase key; each serves for its kind alone.
#[test]
fn keys_of_a_psam_work_for_their_kind_alone() {
    let mut card = psam();
    let factor = crate::support::issue::factor();
    let mut derive = |usage, version, factors: &[u8]| {
        send(&mut card, &command([0x80, 0x1A, usage, version], factors, None)).status
    };
    for usage in [0x22, 0x21, 0x01, 0x02, 0x00, 0x46, 0x25] {
        assert_eq!(derive(usage, 1, &factor.to_bytes()), 0x9403, "usage {usage:02X}");
    }
    assert_eq!(derive(0x27, 2, &factor.to_bytes()), 0x9403, "no such version");
    assert_eq!(derive(0x27, 1, &[0; 7]), 0x6700);
    assert_eq!(derive(0x27, 1, &[0; 16]), 0x6700, "one level");
    assert_eq!(derive(0x27, 1, &[]), 0x6700);

    let data = *b"somedata\x80\0\0\0\0\0\0\0";
    let cipher = command([0x80, 0xFA, 0x00, 0x00], &data, None);
    let mac = command([0x80, 0xFA, 0x05, 0x00], &[&[9; 8][..], &data].concat(), None);
    assert_eq!(send(&mut card, &cipher).status, 0x6901, "no key yet");
    for (usage, master, can_cipher, can_mac) in
        [(0x27, 0x77, true, false), (0x26, 0x66, false, true), (0x28, 0x88, true, true)]
    {
        send(&mut card, &command([0x80, 0x1A, usage, 1], &factor.to_bytes(), None)).ok();
        let key = master_key(master).diversify(&factor);
        let answer = send(&mut card, &cipher);
        if can_cipher {
            let mut expected = data;
            key.encrypt_blocks(&mut expected).unwrap();
            assert_eq!(answer.ok(), expected);
        } else {
            assert_eq!(answer.status, 0x6901);
        }
        let answer = send(&mut card, &mac);
        if can_mac {
            assert_eq!(answer.ok(), key.mac_of_padded([9; 8], &data).unwrap().to_bytes());
        } else {
            assert_eq!(answer.status, 0x6901);
        }
    }
    assert_eq!(send_hex(&mut card, "80 FA 00 00 07 00000000000000").status, 0x6700);
    assert_eq!(send_hex(&mut card, "80 FA 05 00 07 00000000000000").status, 0x6700);
    let unpadded = command([0x80, 0xFA, 0x05, 0x00], &[7; 16], None);
    assert_eq!(send(&mut card, &unpadded).status, 0x6A80);
    assert_eq!(send_hex(&mut card, "80 FA 01 00 08 0000000000000000").status, 0x6A86);
    card.power_on().unwrap();
    crate::support::select(&mut card, &cardamom_applets::PSAM_AID).ok();
    assert_eq!(send(&mut card, &cipher).status, 0x6901, "a temporary key is forgotten at reset");
}
