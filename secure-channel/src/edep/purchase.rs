//! Purchase, composite purchase and cash withdrawal: value leaves the card at a terminal, off line
//! (FMCOS 2.0 manual §8.8, §8.9, §8.11).

use super::amount::Amount;
use super::key::{SessionKey, TacKey};
use super::mac::Mac4;
use super::terminal::{TerminalNumber, TerminalSequence};
use super::timestamp::Timestamp;
use super::transaction_type::{DebitType, TransactionType};

/// What is paid, how, where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Purchase {
    /// The kind of debit; it says which purse pays.
    pub debit: DebitType,
    /// The amount that is taken.
    pub amount: Amount,
    /// The terminal that is paid.
    pub terminal: TerminalNumber,
}

impl Purchase {
    fn type_code(&self) -> [u8; 1] {
        [TransactionType::from(self.debit).code()]
    }
}

/// MAC1, PSAM to card: the terminal is genuine. Over amount ‖ type ‖ terminal ‖ date ‖ time.
#[must_use]
pub fn purchase_mac1(session: &SessionKey, purchase: &Purchase, at: Timestamp) -> Mac4 {
    session.mac(&[
        &purchase.amount.to_bytes(),
        &purchase.type_code(),
        &purchase.terminal.to_bytes(),
        &at.to_bytes(),
    ])
}

/// MAC2, card to PSAM: the card has been debited. Over the amount.
#[must_use]
pub fn purchase_mac2(session: &SessionKey, amount: Amount) -> Mac4 {
    session.mac(&[&amount.to_bytes()])
}

/// TAC, card to issuer: the proof on which the issuer pays the acquirer.
/// Over amount ‖ type ‖ terminal ‖ terminal sequence ‖ date ‖ time.
#[must_use]
pub fn purchase_tac(
    key: &TacKey,
    purchase: &Purchase,
    terminal_sequence: TerminalSequence,
    at: Timestamp,
) -> Mac4 {
    key.mac(&[
        &purchase.amount.to_bytes(),
        &purchase.type_code(),
        &purchase.terminal.to_bytes(),
        &terminal_sequence.to_bytes(),
        &at.to_bytes(),
    ])
}
