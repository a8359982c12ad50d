//! What a purse may do, computed from the bytes that it is sent: the issuer's view, written apart from the applet.

use cardamom_apdu::Command;
use cardamom_secure_channel::edep::{
    Amount, CompleteOnlineCommand, DebitCommand, InitializeCommand, InitializeOfflineResponse,
    InitializeOnlineResponse, InitializeUpdateCommand, InitializeUpdateResponse, Load, OfflineSequence,
    OnlineSequence, OverdraftLimit, Purchase, Purse, Random, TerminalNumber, Timestamp, TransactionRecord,
    Unload, UpdateOverdraftCommand, load_mac1, load_mac2, load_tac, overdraft_mac1, overdraft_mac2,
    overdraft_tac, purchase_mac1, purchase_mac2, purchase_tac, unload_mac1, unload_mac2, unload_mac3,
};

use super::issue::{BALANCE_LIMITS, LOAD_KEY, OVERDRAFT_KEY, PURCHASE_KEY, TAC_KEY, UNLOAD_KEY, key};
use super::observation::{Money, push_record};
use super::script::Kind;
use crate::finding::{Finding, Oracle, ensure};

/// Proof that a transaction does not have.
const NONE: [u8; 4] = [0; 4];

/// A transaction that INITIALIZE began.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pending {
    pub(crate) kind: Kind,
    pub(crate) amount: Amount,
    pub(crate) terminal: TerminalNumber,
    pub(crate) random: Random,
    /// The sequence before the transaction.
    pub(crate) sequence: u16,
}

/// What the last command of a transaction does, if its MAC is right and the money is there.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) kind: Kind,
    pub(crate) sequence: u16,
    /// The money after it.
    pub(crate) money: Money,
    /// The data of the answer.
    pub(crate) answer: Vec<u8>,
    /// What GET TRANSACTION PROVE answers from then on.
    pub(crate) proof: Vec<u8>,
}

/// Whether this command would end a transaction.
pub(crate) fn is_final(command: &Command<'_>) -> bool {
    command.class().without_channel().byte() == 0x80 && matches!(command.instruction(), 0x52 | 0x54 | 0x58)
}

/// Reads the INITIALIZE and its answer, which must tell the money as it is and prove the card.
///
/// # Errors
/// [`Oracle::ConservationOfValue`], [`Oracle::SequenceReuse`].
pub(crate) fn initialized(
    command: &Command<'_>,
    answer: &[u8],
    money: &Money,
) -> Result<Option<Pending>, Finding> {
    let header = (command.p1(), command.p2());
    let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.parameters() == header) else {
        return Err(Finding::new(Oracle::ConservationOfValue, format!("INITIALIZE for {header:02X?}")));
    };
    let malformed = |_| Finding::new(Oracle::ConservationOfValue, format!("{kind:?} with {command:?}"));
    let purse = index(kind);
    let tell = |told: u32, is: [u32; 2], sequence: u16, sequences: [u16; 2]| {
        let is = is.get(purse).copied();
        ensure(Some(told) == is, Oracle::ConservationOfValue, || format!("{told} told, {is:?} there"))?;
        let right = sequences.get(purse) == Some(&sequence);
        ensure(right, Oracle::SequenceReuse, || format!("{kind:?}: sequence {sequence} of {sequences:?}"))
    };
    let (amount, terminal, random, sequence, genuine);
    if kind == Kind::Overdraft {
        let request = InitializeUpdateCommand::from_bytes(command.data()).map_err(malformed)?;
        let response = InitializeUpdateResponse::from_bytes(answer).map_err(malformed)?;
        tell(response.balance.units(), money.balances, response.sequence.value(), money.online)?;
        let session = key(OVERDRAFT_KEY).online_session_key(response.random, response.sequence);
        let mac1 = overdraft_mac1(&session, response.balance, response.old_limit, request.terminal);
        genuine = mac1.verify(&response.mac1);
        (amount, terminal) = (Amount::ZERO, request.terminal);
        (random, sequence) = (response.random, response.sequence.value());
    } else {
        let request = InitializeCommand::from_bytes(command.data()).map_err(malformed)?;
        (amount, terminal) = (request.amount, request.terminal);
        if kind.debit().is_some() {
            let response = InitializeOfflineResponse::from_bytes(answer).map_err(malformed)?;
            tell(response.old_balance.units(), money.balances, response.sequence.value(), money.offline)?;
            genuine = true;
            (random, sequence) = (response.random, response.sequence.value());
        } else {
            let response = InitializeOnlineResponse::from_bytes(answer).map_err(malformed)?;
            tell(response.old_balance.units(), money.balances, response.sequence.value(), money.online)?;
            let mac1 = if kind == Kind::Unload {
                let session = key(UNLOAD_KEY).online_session_key(response.random, response.sequence);
                unload_mac1(&session, response.old_balance, &Unload { amount, terminal })
            } else {
                let session = key(LOAD_KEY).online_session_key(response.random, response.sequence);
                let load = Load { purse: kind.purse(), amount, terminal };
                load_mac1(&session, response.old_balance, &load)
            };
            genuine = mac1.verify(&response.mac1);
            (random, sequence) = (response.random, response.sequence.value());
        }
    }
    ensure(genuine, Oracle::ConservationOfValue, || format!("{kind:?}: MAC1 is not the card's"))?;
    Ok(Some(Pending { kind, amount, terminal, random, sequence }))
}

/// What the command that ends a transaction must do. Nothing where it does not fit the transaction, its MAC is wrong
/// or the money does not allow it: then it must be refused.
pub(crate) fn outcome(pending: &Pending, command: &Command<'_>, money: &Money) -> Option<Outcome> {
    let Pending { kind, amount, terminal, random, sequence } = *pending;
    let expected = match kind {
        Kind::LoadDeposit | Kind::LoadPurse => [0x52, 0x00, 0x00],
        Kind::Unload => [0x54, 0x03, 0x00],
        Kind::Overdraft => [0x58, 0x00, 0x00],
        _ => [0x54, 0x01, 0x00],
    };
    let [_, header @ ..] = command.header();
    if header != expected {
        return None;
    }
    let purse = index(kind);
    let old = *money.balances.get(purse)?;
    let tac_key = key(TAC_KEY).tac_key();
    let online = OnlineSequence::new(sequence);
    let (at, right, balance, mac, tac);
    let mut limit = money.overdraft_limit;
    match kind {
        Kind::LoadDeposit | Kind::LoadPurse => {
            let request = CompleteOnlineCommand::from_bytes(command.data()).ok()?;
            let session = key(LOAD_KEY).online_session_key(random, online);
            let load = Load { purse: kind.purse(), amount, terminal };
            at = request.at;
            right = load_mac2(&session, &load, at).verify(&request.mac2);
            balance = old.checked_add(amount.units())?;
            mac = NONE;
            tac = load_tac(&tac_key, Amount::new(balance), online, &load, at).to_bytes();
        }
        Kind::Unload => {
            let request = CompleteOnlineCommand::from_bytes(command.data()).ok()?;
            let session = key(UNLOAD_KEY).online_session_key(random, online);
            let unload = Unload { amount, terminal };
            at = request.at;
            right = unload_mac2(&session, &unload, at).verify(&request.mac2);
            balance = old.checked_sub(amount.units()).filter(|rest| *rest >= limit)?;
            mac = unload_mac3(&session, Amount::new(balance), online, &unload, at).to_bytes();
            tac = NONE;
        }
        Kind::Overdraft => {
            let request = UpdateOverdraftCommand::from_bytes(command.data()).ok()?;
            let session = key(OVERDRAFT_KEY).online_session_key(random, online);
            at = request.at;
            right = overdraft_mac2(&session, request.new_limit, terminal, at).verify(&request.mac2);
            let new_limit = request.new_limit.amount().units();
            balance = (old.checked_add(new_limit)?).checked_sub(limit)?;
            limit = new_limit;
            mac = NONE;
            tac = overdraft_tac(&tac_key, Amount::new(balance), online, request.new_limit, terminal, at)
                .to_bytes();
        }
        Kind::PurchaseDeposit | Kind::PurchasePurse | Kind::Withdraw | Kind::Composite => {
            let request = DebitCommand::from_bytes(command.data()).ok()?;
            let offline = OfflineSequence::new(sequence);
            let session = key(PURCHASE_KEY).offline_session_key(random, offline, request.terminal_sequence);
            let purchase = Purchase { debit: kind.debit()?, amount, terminal };
            at = request.at;
            right = purchase_mac1(&session, &purchase, at).verify(&request.mac1);
            balance = old.checked_sub(amount.units())?;
            mac = purchase_mac2(&session, amount).to_bytes();
            tac = purchase_tac(&tac_key, &purchase, request.terminal_sequence, at).to_bytes();
        }
    }
    let rises = kind.debit().is_none() && kind != Kind::Unload;
    if !right || (rises && balance > *BALANCE_LIMITS.get(purse)?) {
        return None;
    }
    let answer = match kind {
        Kind::Unload => mac.to_vec(),
        _ if kind.debit().is_some() => [tac, mac].concat(),
        _ => tac.to_vec(),
    };
    let record = record(pending, at, limit)?;
    let money = after(pending, balance, limit, money, &record)?;
    Some(Outcome { kind, sequence, money, answer, proof: [mac, tac].concat() })
}

/// The record of a transaction. A purse has no overdraft.
fn record(pending: &Pending, at: Timestamp, limit: u32) -> Option<TransactionRecord> {
    let limit = if pending.kind.purse() == Purse::Deposit { limit } else { 0 };
    Some(TransactionRecord {
        sequence: pending.sequence,
        overdraft_limit: OverdraftLimit::new(limit)?,
        amount: pending.amount,
        transaction_type: pending.kind.transaction_type(),
        terminal: pending.terminal,
        at,
    })
}

fn after(
    pending: &Pending,
    balance: u32,
    limit: u32,
    money: &Money,
    record: &TransactionRecord,
) -> Option<Money> {
    let mut after = money.clone();
    let purse = index(pending.kind);
    *after.balances.get_mut(purse)? = balance;
    let sequences = if pending.kind.debit().is_some() { &mut after.offline } else { &mut after.online };
    let place = sequences.get_mut(purse)?;
    // The session was for this sequence and no other.
    if *place != pending.sequence {
        return None;
    }
    *place = place.checked_add(1)?;
    after.overdraft_limit = limit;
    push_record(&mut after.records, record);
    Some(after)
}

fn index(kind: Kind) -> usize {
    match kind.purse() {
        Purse::Deposit => 0,
        Purse::Purse => 1,
    }
}
