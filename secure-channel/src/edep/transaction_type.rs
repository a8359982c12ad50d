//! The kinds of transaction and the two purses they move.

use super::error::FormatError;

/// What a transaction did: the type byte of every MAC, TAC and transaction record (JR/T 0025.1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum TransactionType {
    /// Load of the electronic deposit.
    DepositLoad = 0x01,
    /// Load of the electronic purse.
    PurseLoad = 0x02,
    /// Unload of the electronic deposit, back to the holder's account.
    Unload = 0x03,
    /// Cash withdrawal from the electronic deposit.
    CashWithdrawal = 0x04,
    /// Purchase with the electronic deposit.
    DepositPurchase = 0x05,
    /// Purchase with the electronic purse.
    PursePurchase = 0x06,
    /// Update of the overdraft limit of the electronic deposit.
    OverdraftUpdate = 0x07,
    /// Purchase on credit.
    CreditPurchase = 0x08,
    /// Composite (CAPP) purchase with the electronic purse: a purchase together with an update of a file.
    CompositePurchase = 0x09,
}

impl TransactionType {
    /// The type byte.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }
}

impl TryFrom<u8> for TransactionType {
    type Error = FormatError;

    fn try_from(code: u8) -> Result<Self, FormatError> {
        Ok(match code {
            0x01 => Self::DepositLoad,
            0x02 => Self::PurseLoad,
            0x03 => Self::Unload,
            0x04 => Self::CashWithdrawal,
            0x05 => Self::DepositPurchase,
            0x06 => Self::PursePurchase,
            0x07 => Self::OverdraftUpdate,
            0x08 => Self::CreditPurchase,
            0x09 => Self::CompositePurchase,
            _ => return Err(FormatError::TransactionType),
        })
    }
}

/// One of the two purses of the application.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Purse {
    /// The electronic deposit (ED): protected by the PIN, may be unloaded and overdrawn.
    Deposit = 0x01,
    /// The electronic purse (EP): for small amounts, spent without a PIN.
    Purse = 0x02,
}

impl Purse {
    /// The P2 byte that selects the purse in a command.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The type of a load of this purse.
    #[must_use]
    pub const fn load_type(self) -> TransactionType {
        match self {
            Self::Deposit => TransactionType::DepositLoad,
            Self::Purse => TransactionType::PurseLoad,
        }
    }
}

impl TryFrom<u8> for Purse {
    type Error = FormatError;

    fn try_from(code: u8) -> Result<Self, FormatError> {
        match code {
            0x01 => Ok(Self::Deposit),
            0x02 => Ok(Self::Purse),
            _ => Err(FormatError::Purse),
        }
    }
}

/// The transactions that DEBIT FOR PURCHASE / CASH WITHDRAW completes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DebitType {
    /// Cash withdrawal from the electronic deposit.
    CashWithdrawal,
    /// Purchase with the electronic deposit.
    DepositPurchase,
    /// Purchase with the electronic purse.
    PursePurchase,
    /// Composite (CAPP) purchase with the electronic purse.
    CompositePurchase,
}

impl DebitType {
    /// The purse that is debited.
    #[must_use]
    pub const fn purse(self) -> Purse {
        match self {
            Self::CashWithdrawal | Self::DepositPurchase => Purse::Deposit,
            Self::PursePurchase | Self::CompositePurchase => Purse::Purse,
        }
    }
}

impl From<DebitType> for TransactionType {
    fn from(debit: DebitType) -> Self {
        match debit {
            DebitType::CashWithdrawal => Self::CashWithdrawal,
            DebitType::DepositPurchase => Self::DepositPurchase,
            DebitType::PursePurchase => Self::PursePurchase,
            DebitType::CompositePurchase => Self::CompositePurchase,
        }
    }
}
