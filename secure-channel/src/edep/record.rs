//! The transaction record of EF 0018.

use super::amount::{Amount, OverdraftLimit};
use super::error::FormatError;
use super::field::{Fields, concatenate};
use super::terminal::TerminalNumber;
use super::timestamp::Timestamp;
use super::transaction_type::TransactionType;

/// One of the last ten transactions of the card, as READ RECORD returns it: 23 bytes
/// sequence 2 ‖ overdraft limit 3 ‖ amount 4 ‖ type 1 ‖ terminal 6 ‖ date 4 ‖ time 3.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TransactionRecord {
    /// The sequence of the purse before the transaction: on-line or off-line as the type says.
    pub sequence: u16,
    /// The overdraft limit at the time; zero for the electronic purse.
    pub overdraft_limit: OverdraftLimit,
    /// The amount moved; zero for an overdraft update.
    pub amount: Amount,
    /// What the transaction did.
    pub transaction_type: TransactionType,
    /// Where.
    pub terminal: TerminalNumber,
    /// When.
    pub at: Timestamp,
}

impl TransactionRecord {
    /// Length of the record, in bytes.
    pub const LENGTH: usize = 23;

    /// From the bytes of a record.
    ///
    /// # Errors
    /// [`FormatError`]: not 23 bytes, an unknown type, or no date and time (an empty record has neither).
    pub fn from_bytes(record: &[u8]) -> Result<Self, FormatError> {
        let mut fields = Fields::new(record);
        let record = Self {
            sequence: u16::from_be_bytes(fields.take()?),
            overdraft_limit: OverdraftLimit::from_bytes(fields.take()?),
            amount: Amount::from_bytes(fields.take()?),
            transaction_type: {
                let [code] = fields.take()?;
                TransactionType::try_from(code)?
            },
            terminal: TerminalNumber::from_bytes(fields.take()?),
            at: Timestamp::from_bytes(fields.take()?)?,
        };
        fields.end()?;
        Ok(record)
    }

    /// The 23 bytes of the record.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 23] {
        concatenate(&[
            &self.sequence.to_be_bytes(),
            &self.overdraft_limit.to_bytes(),
            &self.amount.to_bytes(),
            &[self.transaction_type.code()],
            &self.terminal.to_bytes(),
            &self.at.to_bytes(),
        ])
    }
}
