//! Update of the overdraft limit of the electronic deposit (FMCOS 2.0 manual §8.12).
//!
//! The balance of the deposit includes the overdraft: raising the limit raises the balance by as much.

use super::amount::{Amount, OverdraftLimit};
use super::key::{SessionKey, TacKey};
use super::mac::Mac4;
use super::sequence::OnlineSequence;
use super::terminal::TerminalNumber;
use super::timestamp::Timestamp;
use super::transaction_type::TransactionType;

const TYPE: [u8; 1] = [TransactionType::OverdraftUpdate.code()];

/// The balance after the limit went from `old_limit` to `new_limit`: balance − old limit + new limit.
///
/// `None` where the holder has used more of the overdraft than the new limit allows (status word 9401), or
/// where the sum does not fit four bytes.
#[must_use]
pub fn balance_after_overdraft_update(
    balance: Amount,
    old_limit: OverdraftLimit,
    new_limit: OverdraftLimit,
) -> Option<Amount> {
    let balance = u64::from(balance.units()) + u64::from(new_limit.amount().units());
    let balance = balance.checked_sub(u64::from(old_limit.amount().units()))?;
    u32::try_from(balance).ok().map(Amount::new)
}

/// MAC1, card to host: the card is genuine and has this balance and limit.
/// Over balance ‖ old limit ‖ type ‖ terminal.
#[must_use]
pub fn overdraft_mac1(
    session: &SessionKey,
    balance: Amount,
    old_limit: OverdraftLimit,
    terminal: TerminalNumber,
) -> Mac4 {
    session.mac(&[&balance.to_bytes(), &old_limit.to_bytes(), &TYPE, &terminal.to_bytes()])
}

/// MAC2, host to card: the issuer sets the limit. Over new limit ‖ type ‖ terminal ‖ date ‖ time.
#[must_use]
pub fn overdraft_mac2(
    session: &SessionKey,
    new_limit: OverdraftLimit,
    terminal: TerminalNumber,
    at: Timestamp,
) -> Mac4 {
    session.mac(&[&new_limit.to_bytes(), &TYPE, &terminal.to_bytes(), &at.to_bytes()])
}

/// TAC, card to host: the limit is set. `sequence` is the value before the update.
/// Over new balance ‖ sequence ‖ new limit ‖ type ‖ terminal ‖ date ‖ time.
///
/// The manual says that the key is "DTK directly"; cards use left half XOR right half here as in every other
/// TAC, as the terminal program fmcos-python, tested with cards, does.
#[must_use]
pub fn overdraft_tac(
    key: &TacKey,
    new_balance: Amount,
    sequence: OnlineSequence,
    new_limit: OverdraftLimit,
    terminal: TerminalNumber,
    at: Timestamp,
) -> Mac4 {
    key.mac(&[
        &new_balance.to_bytes(),
        &sequence.to_bytes(),
        &new_limit.to_bytes(),
        &TYPE,
        &terminal.to_bytes(),
        &at.to_bytes(),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_balance_moves_with_the_limit() {
        let limit = |units| OverdraftLimit::new(units).unwrap();
        let after =
            |balance, old, new| balance_after_overdraft_update(Amount::new(balance), limit(old), limit(new));
        assert_eq!(after(1000, 0, 500), Some(Amount::new(1500)));
        assert_eq!(after(1500, 500, 0), Some(Amount::new(1000)));
        assert_eq!(after(499, 500, 0), None, "one unit of the overdraft is in use");
        assert_eq!(after(u32::MAX, 1, 1), Some(Amount::new(u32::MAX)));
        assert_eq!(after(u32::MAX, 0, 1), None);
        assert_eq!(OverdraftLimit::new(0x0100_0000), None);
    }
}
