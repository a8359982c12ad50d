//! What happens to the purse.

use cardamom_kernel::Tear;
use cardamom_secure_channel::edep::{DebitType, Purse, TransactionType};
use serde::{Deserialize, Serialize};

use crate::power_cut::PowerCut;

/// The acts, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PurseScript {
    pub(crate) acts: Vec<Act>,
}

/// A step, and what goes wrong in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Act {
    pub(crate) step: Step,
    pub(crate) spoil: Option<Spoil>,
    pub(crate) cut: Option<Cut>,
}

/// One byte of the last command of a step is changed on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Spoil {
    /// Which one, modulo the length.
    pub(crate) at: u8,
    pub(crate) flip: u8,
}

/// Power is cut in the last command of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cut {
    /// Writes that are still done.
    pub(crate) writes: u8,
    /// What becomes of the next one: [`Tear::ALL`], modulo 3.
    pub(crate) tear: u8,
    /// The same while the card recovers.
    pub(crate) recovery: Option<(u8, u8)>,
}

impl From<Cut> for PowerCut {
    fn from(Cut { writes, tear, recovery }: Cut) -> Self {
        let kind = |number: u8| *Tear::ALL.get(usize::from(number % 3)).unwrap_or(&Tear::NotDone);
        let recovery = recovery.map(|(writes, tear)| (writes, kind(tear)));
        Self { writes, tear: kind(tear), recovery }
    }
}

/// Something that one of the card's partners does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Step {
    /// The holder, the terminal or the host moves money.
    Transact {
        kind: Kind,
        amount: u32,
        minute: u8,
        extent: Extent,
    },
    Balance {
        deposit: bool,
    },
    /// GET TRANSACTION PROVE of the transaction so many before the next one.
    Prove {
        kind: Kind,
        back: u8,
    },
    Verify(PinChoice),
    ChangePin {
        old: PinChoice,
        new: u8,
    },
    ReloadPin {
        new: u8,
    },
    UnblockPin(PinChoice),
    /// APPLICATION BLOCK.
    Block {
        permanently: bool,
    },
    /// APPLICATION UNBLOCK.
    Unblock,
    /// CARD BLOCK.
    BlockCard,
    /// EXTERNAL AUTHENTICATE or INTERNAL AUTHENTICATE.
    Authenticate {
        external: bool,
    },
    /// READ BINARY or READ RECORD.
    Read {
        file: u8,
        record: u8,
    },
    /// UPDATE BINARY by the issuer.
    Update {
        file: u8,
        offset: u8,
        data: Vec<u8>,
    },
    Reset,
    /// Any command.
    Raw(Vec<u8>),
    /// A command that was sent before, as it was: so many back.
    Replay {
        back: u8,
    },
}

/// A PIN that somebody enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PinChoice {
    /// The right one.
    Right,
    /// One of the PINs of this world, right or not.
    Number(u8),
}

/// How far a transaction goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Extent {
    /// To its end.
    Whole,
    /// INITIALIZE only.
    Initialize,
    /// Another command comes in between: the last one must be refused.
    Interrupted,
    /// The last command is sent twice: the second must be refused.
    Twice,
}

/// The kinds of transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Kind {
    LoadDeposit,
    LoadPurse,
    PurchaseDeposit,
    PurchasePurse,
    Withdraw,
    Composite,
    Unload,
    /// The amount is the new overdraft limit.
    Overdraft,
}

impl Kind {
    pub(crate) const ALL: [Self; 8] = [
        Self::LoadDeposit,
        Self::LoadPurse,
        Self::PurchaseDeposit,
        Self::PurchasePurse,
        Self::Withdraw,
        Self::Composite,
        Self::Unload,
        Self::Overdraft,
    ];

    /// P1 and P2 of INITIALIZE.
    pub(crate) const fn parameters(self) -> (u8, u8) {
        match self {
            Self::LoadDeposit => (0x00, 0x01),
            Self::LoadPurse => (0x00, 0x02),
            Self::PurchaseDeposit => (0x01, 0x01),
            Self::PurchasePurse => (0x01, 0x02),
            Self::Withdraw => (0x02, 0x01),
            Self::Composite => (0x03, 0x02),
            Self::Overdraft => (0x04, 0x01),
            Self::Unload => (0x05, 0x01),
        }
    }

    /// The type byte of proofs and records.
    pub(crate) const fn transaction_type(self) -> TransactionType {
        match self {
            Self::LoadDeposit => TransactionType::DepositLoad,
            Self::LoadPurse => TransactionType::PurseLoad,
            Self::PurchaseDeposit => TransactionType::DepositPurchase,
            Self::PurchasePurse => TransactionType::PursePurchase,
            Self::Withdraw => TransactionType::CashWithdrawal,
            Self::Composite => TransactionType::CompositePurchase,
            Self::Unload => TransactionType::Unload,
            Self::Overdraft => TransactionType::OverdraftUpdate,
        }
    }

    /// The purse whose balance changes.
    pub(crate) const fn purse(self) -> Purse {
        match self {
            Self::LoadPurse | Self::PurchasePurse | Self::Composite => Purse::Purse,
            _ => Purse::Deposit,
        }
    }

    /// The debit, if it is one that a terminal completes off line.
    pub(crate) const fn debit(self) -> Option<DebitType> {
        match self {
            Self::PurchaseDeposit => Some(DebitType::DepositPurchase),
            Self::PurchasePurse => Some(DebitType::PursePurchase),
            Self::Withdraw => Some(DebitType::CashWithdrawal),
            Self::Composite => Some(DebitType::CompositePurchase),
            _ => None,
        }
    }
}
