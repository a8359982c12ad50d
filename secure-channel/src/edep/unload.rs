//! Unload: value moves from the electronic deposit back to the holder's account (FMCOS 2.0 manual §8.10).

use super::amount::Amount;
use super::key::SessionKey;
use super::mac::Mac4;
use super::sequence::OnlineSequence;
use super::terminal::TerminalNumber;
use super::timestamp::Timestamp;
use super::transaction_type::TransactionType;

const TYPE: [u8; 1] = [TransactionType::Unload.code()];

/// What is unloaded, where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unload {
    /// The amount that is taken from the deposit.
    pub amount: Amount,
    /// The terminal at which the holder stands.
    pub terminal: TerminalNumber,
}

/// MAC1, card to host: the card is genuine and holds `old_balance`.
/// Over old balance ‖ amount ‖ type ‖ terminal.
#[must_use]
pub fn unload_mac1(session: &SessionKey, old_balance: Amount, unload: &Unload) -> Mac4 {
    session.mac(&[&old_balance.to_bytes(), &unload.amount.to_bytes(), &TYPE, &unload.terminal.to_bytes()])
}

/// MAC2, host to card: the issuer agrees to take the amount back.
/// Over amount ‖ type ‖ terminal ‖ date ‖ time.
#[must_use]
pub fn unload_mac2(session: &SessionKey, unload: &Unload, at: Timestamp) -> Mac4 {
    session.mac(&[&unload.amount.to_bytes(), &TYPE, &unload.terminal.to_bytes(), &at.to_bytes()])
}

/// MAC3, card to host: the deposit has been debited and holds `new_balance`; only now may the account be
/// credited. `sequence` is the value before the unload.
/// Over new balance ‖ sequence ‖ amount ‖ type ‖ terminal ‖ date ‖ time.
#[must_use]
pub fn unload_mac3(
    session: &SessionKey,
    new_balance: Amount,
    sequence: OnlineSequence,
    unload: &Unload,
    at: Timestamp,
) -> Mac4 {
    session.mac(&[
        &new_balance.to_bytes(),
        &sequence.to_bytes(),
        &unload.amount.to_bytes(),
        &TYPE,
        &unload.terminal.to_bytes(),
        &at.to_bytes(),
    ])
}
