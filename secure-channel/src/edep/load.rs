//! Load: value moves from the holder's account into a purse of the card (FMCOS 2.0 manual §8.7).

use super::amount::Amount;
use super::key::{SessionKey, TacKey};
use super::mac::Mac4;
use super::sequence::OnlineSequence;
use super::terminal::TerminalNumber;
use super::timestamp::Timestamp;
use super::transaction_type::Purse;

/// What is loaded, where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Load {
    /// The purse that is credited.
    pub purse: Purse,
    /// The amount that is added.
    pub amount: Amount,
    /// The terminal at which the holder stands.
    pub terminal: TerminalNumber,
}

/// MAC1, card to host: the card is genuine and holds `old_balance`.
/// Over old balance ‖ amount ‖ type ‖ terminal.
#[must_use]
pub fn load_mac1(session: &SessionKey, old_balance: Amount, load: &Load) -> Mac4 {
    session.mac(&[
        &old_balance.to_bytes(),
        &load.amount.to_bytes(),
        &[load.purse.load_type().code()],
        &load.terminal.to_bytes(),
    ])
}

/// MAC2, host to card: the issuer has taken the amount from the account.
/// Over amount ‖ type ‖ terminal ‖ date ‖ time.
#[must_use]
pub fn load_mac2(session: &SessionKey, load: &Load, at: Timestamp) -> Mac4 {
    session.mac(&[
        &load.amount.to_bytes(),
        &[load.purse.load_type().code()],
        &load.terminal.to_bytes(),
        &at.to_bytes(),
    ])
}

/// TAC, card to host: the card has credited itself and holds `new_balance`. `sequence` is the value before
/// the load. Over new balance ‖ sequence ‖ amount ‖ type ‖ terminal ‖ date ‖ time.
#[must_use]
pub fn load_tac(
    key: &TacKey,
    new_balance: Amount,
    sequence: OnlineSequence,
    load: &Load,
    at: Timestamp,
) -> Mac4 {
    key.mac(&[
        &new_balance.to_bytes(),
        &sequence.to_bytes(),
        &load.amount.to_bytes(),
        &[load.purse.load_type().code()],
        &load.terminal.to_bytes(),
        &at.to_bytes(),
    ])
}
