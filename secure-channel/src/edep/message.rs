//! The data fields of the commands and responses of a transaction, for the end that writes and the end that
//! reads them alike. All lengths are fixed; every `from_bytes` refuses another length with
//! [`FormatError::Length`].

use super::amount::{Amount, OverdraftLimit};
use super::error::FormatError;
use super::field::{Fields, concatenate};
use super::mac::Mac4;
use super::random::Random;
use super::sequence::{OfflineSequence, OnlineSequence};
use super::terminal::{TerminalNumber, TerminalSequence};
use super::timestamp::Timestamp;

/// INITIALIZE FOR LOAD, UNLOAD, PURCHASE, CAPP PURCHASE and CASH WITHDRAW (`80 50`), data field: 11 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InitializeCommand {
    /// Identifier of the key to use.
    pub key_identifier: u8,
    /// The amount to move.
    pub amount: Amount,
    /// The terminal.
    pub terminal: TerminalNumber,
}

impl InitializeCommand {
    /// From the data field.
    ///
    /// # Errors
    /// [`FormatError::Length`].
    pub fn from_bytes(data: &[u8]) -> Result<Self, FormatError> {
        let mut fields = Fields::new(data);
        let [key_identifier] = fields.take()?;
        let amount = Amount::from_bytes(fields.take()?);
        let terminal = TerminalNumber::from_bytes(fields.take()?);
        fields.end()?;
        Ok(Self { key_identifier, amount, terminal })
    }

    /// The data field.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 11] {
        concatenate(&[&[self.key_identifier], &self.amount.to_bytes(), &self.terminal.to_bytes()])
    }
}

/// Response to INITIALIZE FOR LOAD (P1 00) and INITIALIZE FOR UNLOAD (P1 05): 16 bytes.
#[derive(Clone, Copy, Debug)]
pub struct InitializeOnlineResponse {
    /// The balance before the transaction.
    pub old_balance: Amount,
    /// The on-line sequence before the transaction.
    pub sequence: OnlineSequence,
    /// Version of the key that the session key is derived from.
    pub key_version: u8,
    /// Algorithm identifier of that key.
    pub algorithm: u8,
    /// The card's challenge.
    pub random: Random,
    /// [`load_mac1`](super::load_mac1) or [`unload_mac1`](super::unload_mac1).
    pub mac1: Mac4,
}

impl InitializeOnlineResponse {
    /// From the data field.
    ///
    /// # Errors
    /// [`FormatError::Length`].
    pub fn from_bytes(data: &[u8]) -> Result<Self, FormatError> {
        let mut fields = Fields::new(data);
        let old_balance = Amount::from_bytes(fields.take()?);
        let sequence = OnlineSequence::from_bytes(fields.take()?);
        let [key_version, algorithm] = fields.take()?;
        let random = Random::from_bytes(fields.take()?);
        let mac1 = Mac4::from_bytes(fields.take()?);
        fields.end()?;
        Ok(Self { old_balance, sequence, key_version, algorithm, random, mac1 })
    }

    /// The data field.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 16] {
        concatenate(&[
            &self.old_balance.to_bytes(),
            &self.sequence.to_bytes(),
            &[self.key_version, self.algorithm],
            &self.random.to_bytes(),
            &self.mac1.to_bytes(),
        ])
    }
}

/// CREDIT FOR LOAD (`80 52 00 00`) and DEBIT FOR UNLOAD (`80 54 03 00`), data field: 11 bytes. The response is
/// the TAC or MAC3 alone.
#[derive(Clone, Copy, Debug)]
pub struct CompleteOnlineCommand {
    /// Date and time of the host.
    pub at: Timestamp,
    /// [`load_mac2`](super::load_mac2) or [`unload_mac2`](super::unload_mac2).
    pub mac2: Mac4,
}

impl CompleteOnlineCommand {
    /// From the data field.
    ///
    /// # Errors
    /// [`FormatError::Length`], [`FormatError::Date`] or [`FormatError::Time`].
    pub fn from_bytes(data: &[u8]) -> Result<Self, FormatError> {
        let mut fields = Fields::new(data);
        let (at, mac2) = (fields.take()?, Mac4::from_bytes(fields.take()?));
        fields.end()?;
        Ok(Self { at: Timestamp::from_bytes(at)?, mac2 })
    }

    /// The data field.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 11] {
        concatenate(&[&self.at.to_bytes(), &self.mac2.to_bytes()])
    }
}

/// Response to INITIALIZE FOR PURCHASE (P1 01), CASH WITHDRAW (02) and CAPP PURCHASE (03): 15 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InitializeOfflineResponse {
    /// The balance before the transaction.
    pub old_balance: Amount,
    /// The off-line sequence before the transaction.
    pub sequence: OfflineSequence,
    /// The overdraft limit; zero for the electronic purse.
    pub overdraft_limit: OverdraftLimit,
    /// Version of the purchase key, by which the PSAM finds its master key.
    pub key_version: u8,
    /// Algorithm identifier of that key.
    pub algorithm: u8,
    /// The card's challenge.
    pub random: Random,
}

impl InitializeOfflineResponse {
    /// From the data field.
    ///
    /// # Errors
    /// [`FormatError::Length`].
    pub fn from_bytes(data: &[u8]) -> Result<Self, FormatError> {
        let mut fields = Fields::new(data);
        let old_balance = Amount::from_bytes(fields.take()?);
        let sequence = OfflineSequence::from_bytes(fields.take()?);
        let overdraft_limit = OverdraftLimit::from_bytes(fields.take()?);
        let [key_version, algorithm] = fields.take()?;
        let random = Random::from_bytes(fields.take()?);
        fields.end()?;
        Ok(Self { old_balance, sequence, overdraft_limit, key_version, algorithm, random })
    }

    /// The data field.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 15] {
        concatenate(&[
            &self.old_balance.to_bytes(),
            &self.sequence.to_bytes(),
            &self.overdraft_limit.to_bytes(),
            &[self.key_version, self.algorithm],
            &self.random.to_bytes(),
        ])
    }
}

/// DEBIT FOR PURCHASE / CASH WITHDRAW (`80 54 01 00`), data field: 15 bytes.
#[derive(Clone, Copy, Debug)]
pub struct DebitCommand {
    /// The transaction's number at the terminal.
    pub terminal_sequence: TerminalSequence,
    /// Date and time of the terminal.
    pub at: Timestamp,
    /// [`purchase_mac1`](super::purchase_mac1).
    pub mac1: Mac4,
}

impl DebitCommand {
    /// From the data field.
    ///
    /// # Errors
    /// [`FormatError::Length`], [`FormatError::Date`] or [`FormatError::Time`].
    pub fn from_bytes(data: &[u8]) -> Result<Self, FormatError> {
        let mut fields = Fields::new(data);
        let terminal_sequence = TerminalSequence::from_bytes(fields.take()?);
        let (at, mac1) = (fields.take()?, Mac4::from_bytes(fields.take()?));
        fields.end()?;
        Ok(Self { terminal_sequence, at: Timestamp::from_bytes(at)?, mac1 })
    }

    /// The data field.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 15] {
        concatenate(&[&self.terminal_sequence.to_bytes(), &self.at.to_bytes(), &self.mac1.to_bytes()])
    }
}

/// Response to DEBIT FOR PURCHASE / CASH WITHDRAW: 8 bytes, TAC first.
#[derive(Clone, Copy, Debug)]
pub struct DebitResponse {
    /// [`purchase_tac`](super::purchase_tac), for the issuer.
    pub tac: Mac4,
    /// [`purchase_mac2`](super::purchase_mac2), for the PSAM.
    pub mac2: Mac4,
}

impl DebitResponse {
    /// From the data field.
    ///
    /// # Errors
    /// [`FormatError::Length`].
    pub fn from_bytes(data: &[u8]) -> Result<Self, FormatError> {
        let mut fields = Fields::new(data);
        let (tac, mac2) = (Mac4::from_bytes(fields.take()?), Mac4::from_bytes(fields.take()?));
        fields.end()?;
        Ok(Self { tac, mac2 })
    }

    /// The data field.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 8] {
        concatenate(&[&self.tac.to_bytes(), &self.mac2.to_bytes()])
    }
}

/// INITIALIZE FOR UPDATE (`80 50 04 01`), data field: 7 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InitializeUpdateCommand {
    /// Identifier of the overdraft key to use.
    pub key_identifier: u8,
    /// The terminal.
    pub terminal: TerminalNumber,
}

impl InitializeUpdateCommand {
    /// From the data field.
    ///
    /// # Errors
    /// [`FormatError::Length`].
    pub fn from_bytes(data: &[u8]) -> Result<Self, FormatError> {
        let mut fields = Fields::new(data);
        let [key_identifier] = fields.take()?;
        let terminal = TerminalNumber::from_bytes(fields.take()?);
        fields.end()?;
        Ok(Self { key_identifier, terminal })
    }

    /// The data field.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 7] {
        concatenate(&[&[self.key_identifier], &self.terminal.to_bytes()])
    }
}

/// Response to INITIALIZE FOR UPDATE: 19 bytes.
#[derive(Clone, Copy, Debug)]
pub struct InitializeUpdateResponse {
    /// The balance before the update.
    pub balance: Amount,
    /// The on-line sequence before the update.
    pub sequence: OnlineSequence,
    /// The limit before the update.
    pub old_limit: OverdraftLimit,
    /// Version of the overdraft key.
    pub key_version: u8,
    /// Algorithm identifier of that key.
    pub algorithm: u8,
    /// The card's challenge.
    pub random: Random,
    /// [`overdraft_mac1`](super::overdraft_mac1).
    pub mac1: Mac4,
}

impl InitializeUpdateResponse {
    /// From the data field.
    ///
    /// # Errors
    /// [`FormatError::Length`].
    pub fn from_bytes(data: &[u8]) -> Result<Self, FormatError> {
        let mut fields = Fields::new(data);
        let balance = Amount::from_bytes(fields.take()?);
        let sequence = OnlineSequence::from_bytes(fields.take()?);
        let old_limit = OverdraftLimit::from_bytes(fields.take()?);
        let [key_version, algorithm] = fields.take()?;
        let random = Random::from_bytes(fields.take()?);
        let mac1 = Mac4::from_bytes(fields.take()?);
        fields.end()?;
        Ok(Self { balance, sequence, old_limit, key_version, algorithm, random, mac1 })
    }

    /// The data field.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 19] {
        concatenate(&[
            &self.balance.to_bytes(),
            &self.sequence.to_bytes(),
            &self.old_limit.to_bytes(),
            &[self.key_version, self.algorithm],
            &self.random.to_bytes(),
            &self.mac1.to_bytes(),
        ])
    }
}

/// UPDATE OVERDRAW LIMIT (`80 58 00 00`), data field: 14 bytes. The response is the TAC alone.
#[derive(Clone, Copy, Debug)]
pub struct UpdateOverdraftCommand {
    /// The limit to set.
    pub new_limit: OverdraftLimit,
    /// Date and time of the host.
    pub at: Timestamp,
    /// [`overdraft_mac2`](super::overdraft_mac2).
    pub mac2: Mac4,
}

impl UpdateOverdraftCommand {
    /// From the data field.
    ///
    /// # Errors
    /// [`FormatError::Length`], [`FormatError::Date`] or [`FormatError::Time`].
    pub fn from_bytes(data: &[u8]) -> Result<Self, FormatError> {
        let mut fields = Fields::new(data);
        let new_limit = OverdraftLimit::from_bytes(fields.take()?);
        let (at, mac2) = (fields.take()?, Mac4::from_bytes(fields.take()?));
        fields.end()?;
        Ok(Self { new_limit, at: Timestamp::from_bytes(at)?, mac2 })
    }

    /// The data field.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 14] {
        concatenate(&[&self.new_limit.to_bytes(), &self.at.to_bytes(), &self.mac2.to_bytes()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads and writes each message with these bytes; a date and time stand where the layout has them.
    macro_rules! reads_what_it_writes {
        ($($test:ident: $message:ty, $length:literal, $timestamp_at:expr;)*) => {
            proptest! {$(
                #[test]
                fn $test(mut data: [u8; $length], other in prop::collection::vec(any::<u8>(), 0..32)) {
                    let timestamp_at: Option<usize> = $timestamp_at;
                    if let Some(at) = timestamp_at {
                        data[at..at + 7].copy_from_slice(&[0x20, 0x26, 0x11, 0x22, 0x23, 0x59, 0x00]);
                    }
                    prop_assert_eq!(<$message>::from_bytes(&data).unwrap().to_bytes(), data);
                    if other.len() != $length {
                        prop_assert_eq!(<$message>::from_bytes(&other).err(), Some(FormatError::Length));
                    }
                }
            )*}
        };
    }

    reads_what_it_writes! {
        initialize: InitializeCommand, 11, None;
        initialize_online_response: InitializeOnlineResponse, 16, None;
        complete_online: CompleteOnlineCommand, 11, Some(0);
        initialize_offline_response: InitializeOfflineResponse, 15, None;
        debit: DebitCommand, 15, Some(4);
        debit_response: DebitResponse, 8, None;
        initialize_update: InitializeUpdateCommand, 7, None;
        initialize_update_response: InitializeUpdateResponse, 19, None;
        update_overdraft: UpdateOverdraftCommand, 14, Some(3);
    }

    #[test]
    fn a_wrong_date_is_refused_with_6a80() {
        let error = CompleteOnlineCommand::from_bytes(&[0xFF; 11]).unwrap_err();
        assert_eq!((error, error.status_word()), (FormatError::Date, 0x6A80));
    }
}
