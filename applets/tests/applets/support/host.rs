//! The other end of the purse's protocol: terminal, PSAM and issuer in one, with the card's keys at hand.

use cardamom_card_os::Card;
use cardamom_secure_channel::edep::{
    Amount, CompleteOnlineCommand, DebitCommand, DebitResponse, DebitType, InitializeCommand,
    InitializeOfflineResponse, InitializeOnlineResponse, InitializeUpdateCommand, InitializeUpdateResponse,
    Load, Mac4, OverdraftLimit, Purchase, Purse, TerminalSequence, Timestamp, Unload, UpdateOverdraftCommand,
    load_mac1, load_mac2, overdraft_mac2, purchase_mac1, unload_mac1, unload_mac2,
};

use super::issue::{PIN, TERMINAL, card_key};
use super::{Answer, send};

pub(crate) fn at() -> Timestamp {
    Timestamp::from_bytes([0x20, 0x26, 0x11, 0x22, 0x14, 0x30, 0x05]).unwrap()
}

/// Header, data and Le as a command.
pub(crate) fn command(header: [u8; 4], data: &[u8], le: Option<u8>) -> Vec<u8> {
    let mut bytes = header.to_vec();
    if !data.is_empty() {
        bytes.push(u8::try_from(data.len()).unwrap());
        bytes.extend_from_slice(data);
    }
    bytes.extend(le);
    bytes
}

pub(crate) fn verify_pin(card: &mut Card) {
    send(card, &command([0x00, 0x20, 0x00, 0x00], &PIN, None)).ok();
}

pub(crate) fn balance(card: &mut Card, purse: Purse) -> u32 {
    let data = send(card, &command([0x80, 0x5C, 0x00, purse.code()], &[], Some(4))).ok();
    u32::from_be_bytes(data.try_into().unwrap())
}

fn initialize_data(amount: u32) -> [u8; 11] {
    InitializeCommand { key_identifier: 1, amount: Amount::new(amount), terminal: TERMINAL }.to_bytes()
}

/// INITIALIZE FOR LOAD: P2 is the purse.
pub(crate) fn initialize_load(purse: Purse, amount: u32) -> Vec<u8> {
    command([0x80, 0x50, 0x00, purse.code()], &initialize_data(amount), Some(0x10))
}

/// INITIALIZE FOR PURCHASE, CASH WITHDRAW or CAPP PURCHASE.
pub(crate) fn initialize_debit(debit: DebitType, amount: u32) -> Vec<u8> {
    let p1 = match debit {
        DebitType::DepositPurchase | DebitType::PursePurchase => 1,
        DebitType::CashWithdrawal => 2,
        DebitType::CompositePurchase => 3,
    };
    command([0x80, 0x50, p1, debit.purse().code()], &initialize_data(amount), Some(0x0F))
}

pub(crate) fn initialize_unload(amount: u32) -> Vec<u8> {
    command([0x80, 0x50, 0x05, 0x01], &initialize_data(amount), Some(0x10))
}

pub(crate) fn initialize_update() -> Vec<u8> {
    let data = InitializeUpdateCommand { key_identifier: 1, terminal: TERMINAL }.to_bytes();
    command([0x80, 0x50, 0x04, 0x01], &data, Some(0x13))
}

/// The CREDIT FOR LOAD that fits the card's answer to INITIALIZE FOR LOAD, whose MAC1 it checks.
pub(crate) fn credit_for_load(purse: Purse, amount: u32, answer: &[u8]) -> Vec<u8> {
    let answer = InitializeOnlineResponse::from_bytes(answer).unwrap();
    let session = card_key(0x3F).online_session_key(answer.random, answer.sequence);
    let load = Load { purse, amount: Amount::new(amount), terminal: TERMINAL };
    assert!(load_mac1(&session, answer.old_balance, &load).verify(&answer.mac1), "MAC1 of the load");
    let data = CompleteOnlineCommand { at: at(), mac2: load_mac2(&session, &load, at()) }.to_bytes();
    command([0x80, 0x52, 0x00, 0x00], &data, Some(4))
}

/// The DEBIT that fits the card's answer to INITIALIZE.
pub(crate) fn debit(debit: DebitType, amount: u32, terminal_sequence: u32, answer: &[u8]) -> Vec<u8> {
    let answer = InitializeOfflineResponse::from_bytes(answer).unwrap();
    let terminal_sequence = TerminalSequence::new(terminal_sequence);
    let session = card_key(0x3E).offline_session_key(answer.random, answer.sequence, terminal_sequence);
    let purchase = Purchase { debit, amount: Amount::new(amount), terminal: TERMINAL };
    let mac1 = purchase_mac1(&session, &purchase, at());
    let data = DebitCommand { terminal_sequence, at: at(), mac1 }.to_bytes();
    command([0x80, 0x54, 0x01, 0x00], &data, Some(8))
}

/// The DEBIT FOR UNLOAD that fits the card's answer to INITIALIZE FOR UNLOAD, whose MAC1 it checks.
pub(crate) fn debit_for_unload(amount: u32, answer: &[u8]) -> Vec<u8> {
    let answer = InitializeOnlineResponse::from_bytes(answer).unwrap();
    let session = card_key(0x3D).online_session_key(answer.random, answer.sequence);
    let unload = Unload { amount: Amount::new(amount), terminal: TERMINAL };
    assert!(unload_mac1(&session, answer.old_balance, &unload).verify(&answer.mac1), "MAC1 of the unload");
    let data = CompleteOnlineCommand { at: at(), mac2: unload_mac2(&session, &unload, at()) }.to_bytes();
    command([0x80, 0x54, 0x03, 0x00], &data, Some(4))
}

/// The UPDATE OVERDRAW LIMIT that fits the card's answer to INITIALIZE FOR UPDATE.
pub(crate) fn update_overdraw_limit(limit: u32, answer: &[u8]) -> Vec<u8> {
    let answer = InitializeUpdateResponse::from_bytes(answer).unwrap();
    let session = card_key(0x3C).online_session_key(answer.random, answer.sequence);
    let new_limit = OverdraftLimit::new(limit).unwrap();
    let mac2 = overdraft_mac2(&session, new_limit, TERMINAL, at());
    let data = UpdateOverdraftCommand { new_limit, at: at(), mac2 }.to_bytes();
    command([0x80, 0x58, 0x00, 0x00], &data, Some(4))
}

/// Loads; gives the TAC.
#[track_caller]
pub(crate) fn load(card: &mut Card, purse: Purse, amount: u32) -> Mac4 {
    let answer = send(card, &initialize_load(purse, amount)).ok();
    let tac = send(card, &credit_for_load(purse, amount, &answer)).ok();
    Mac4::from_bytes(tac.try_into().unwrap())
}

/// Purchases or withdraws cash.
#[track_caller]
pub(crate) fn pay(card: &mut Card, kind: DebitType, amount: u32, terminal_sequence: u32) -> DebitResponse {
    let answer = send(card, &initialize_debit(kind, amount)).ok();
    let proof = send(card, &debit(kind, amount, terminal_sequence, &answer)).ok();
    DebitResponse::from_bytes(&proof).unwrap()
}

/// GET TRANSACTION PROVE.
pub(crate) fn prove(card: &mut Card, transaction_type: u8, sequence: u16) -> Answer {
    send(card, &command([0x80, 0x5A, 0x00, transaction_type], &sequence.to_be_bytes(), Some(8)))
}
