//! What memory can do to a card: counters at their end (R7), and bytes that changed by themselves (R14). Only here
//! do tests reach behind the front door, into the bytes of the memory.

use std::panic::{AssertUnwindSafe, catch_unwind};

use cardamom_applets::{EPURSE_AID, PSAM_AID, rom};
use cardamom_card_os::{Card, Nvm, SeededEntropy};
use cardamom_secure_channel::edep::{DebitType, Purse};

use crate::psam::sale;
use crate::support::host::{
    balance, initialize_debit, initialize_load, initialize_unload, initialize_update, load, pay, verify_pin,
};
use crate::support::issue::{psam, purse};
use crate::support::{Answer, bytes, select, send};

/// The card in this memory, on.
fn card_in(memory: Vec<u8>) -> Option<Card> {
    let mut card = Card::open(Nvm::from_bytes(memory), rom(), Box::new(SeededEntropy::new(4))).ok()?;
    card.power_on().ok()?;
    Some(card)
}

/// Replaces the one place where `old` with its CRC-32 stands by `new` with its own.
fn replace(memory: &mut [u8], old: &[u8], new: &[u8]) {
    let with_checksum = |content: &[u8]| [content, &crc32fast::hash(content).to_be_bytes()].concat();
    let (old, new) = (with_checksum(old), with_checksum(new));
    let places: Vec<_> = (0..memory.len()).filter(|at| memory[*at..].starts_with(&old)).collect();
    let [place] = places[..] else { panic!("{} places", places.len()) };
    memory[place..][..new.len()].copy_from_slice(&new);
}

/// A purse's state without proofs: purse, balance, sequences, overdraft limit.
fn state(purse: Purse, balance: u32, online: u16, offline: u16) -> Vec<u8> {
    [
        &[purse.code()][..],
        &balance.to_be_bytes(),
        &online.to_be_bytes(),
        &offline.to_be_bytes(),
        &[0; 3],
        &[0; 22],
    ]
    .concat()
}

#[test]
fn a_purse_at_the_end_of_its_counters_is_closed() {
    let card = purse();
    let mut memory = card.nvm().bytes().to_vec();
    for purse in [Purse::Deposit, Purse::Purse] {
        replace(&mut memory, &state(purse, 0, 0, 0), &state(purse, 500, 0xFFFE, 0xFFFE));
    }
    let mut card = card_in(memory).unwrap();
    select(&mut card, &EPURSE_AID).ok();
    load(&mut card, Purse::Purse, 1);
    assert_eq!(send(&mut card, &initialize_load(Purse::Purse, 1)).status, 0x9402);
    pay(&mut card, DebitType::PursePurchase, 1, 0);
    for kind in [DebitType::PursePurchase, DebitType::CompositePurchase] {
        assert_eq!(send(&mut card, &initialize_debit(kind, 1)).status, 0x9402);
    }
    assert_eq!(balance(&mut card, Purse::Purse), 500, "it can still be read");
    verify_pin(&mut card);
    pay(&mut card, DebitType::CashWithdrawal, 1, 0);
    load(&mut card, Purse::Deposit, 1);
    for command in [
        initialize_load(Purse::Deposit, 1),
        initialize_unload(1),
        initialize_update(),
        initialize_debit(DebitType::DepositPurchase, 1),
        initialize_debit(DebitType::CashWithdrawal, 1),
    ] {
        assert_eq!(send(&mut card, &command).status, 0x9402, "{command:02X?}");
    }
}

#[test]
fn a_psam_at_the_end_of_its_counter_is_closed() {
    let mut card = psam();
    for _ in 0..3 {
        send(&mut card, &sale(1, 6, "20261122")).ok();
    }
    let mut memory = card.nvm().bytes().to_vec();
    // A counter's copy: its own sequence, and its value.
    replace(&mut memory, &bytes("00000004 00000003"), &bytes("00000004 FFFFFFFE"));
    let mut card = card_in(memory).unwrap();
    select(&mut card, &PSAM_AID).ok();
    assert_eq!(send(&mut card, &sale(1, 6, "20261122")).ok()[..4], 0xFFFF_FFFEu32.to_be_bytes());
    assert_eq!(send(&mut card, &sale(1, 6, "20261122")).status, 0x9402);
}

/// Whatever one byte of memory becomes: the balance is right, or there is none.
#[test]
fn a_changed_byte_never_gives_a_wrong_balance() {
    let mut card = purse();
    verify_pin(&mut card);
    load(&mut card, Purse::Deposit, 1111);
    load(&mut card, Purse::Purse, 2222);
    let memory = card.nvm().bytes().to_vec();
    let used: Vec<_> = (0..memory.len()).filter(|at| memory[*at] != 0).collect();
    assert!(used.len() > 500);
    for at in used {
        for flip in [0x01, 0x80, 0xFF] {
            let mut damaged = memory.clone();
            damaged[at] ^= flip;
            // Faults of the harness aside, nothing may panic.
            let seen = catch_unwind(AssertUnwindSafe(|| {
                let mut card = card_in(damaged)?;
                select(&mut card, &EPURSE_AID);
                let purse = Answer::new(card.transmit(&bytes("80 5C 00 02 04")).ok()?);
                card.transmit(&bytes("00 20 00 00 03 123456")).ok()?;
                let deposit = Answer::new(card.transmit(&bytes("80 5C 00 01 04")).ok()?);
                Some((purse, deposit))
            }))
            .unwrap_or_else(|_| panic!("byte {at} ^ {flip:02X}: the card panicked"));
            let Some((purse, deposit)) = seen else { continue };
            for (answer, right) in [(purse, 2222u32), (deposit, 1111)] {
                assert!(
                    answer.status != 0x9000 || answer.data == right.to_be_bytes(),
                    "byte {at} ^ {flip:02X}: {answer:02X?}"
                );
            }
        }
    }
}
