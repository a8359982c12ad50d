//! The state machine of a transaction: what INITIALIZE left for the command after it. In CLEAR_ON_DESELECT RAM.

use cardamom_card_os::handle::Field;
use cardamom_card_os::object::Clear;
use cardamom_card_os::{Context, Error, Layout};
use cardamom_secure_channel::edep::{
    Amount, DebitType, Purse, Random, SessionKey, TerminalNumber, TransactionType,
};
use zeroize::Zeroizing;

/// A transaction under way.
#[derive(Clone, Debug)]
pub(super) enum Session {
    Idle,
    Load {
        purse: Purse,
        amount: Amount,
        terminal: TerminalNumber,
        key: SessionKey,
    },
    Unload {
        amount: Amount,
        terminal: TerminalNumber,
        key: SessionKey,
    },
    OverdraftUpdate {
        terminal: TerminalNumber,
        key: SessionKey,
    },
    /// The session key waits for the terminal's sequence.
    Debit {
        debit: DebitType,
        amount: Amount,
        terminal: TerminalNumber,
        random: Random,
    },
}

/// Type of the transaction (0: idle), amount (4), terminal (6), session key or challenge (8).
const LENGTH: usize = 19;

#[derive(Clone, Copy, Debug)]
pub(super) struct SessionMemory(Field<[u8; LENGTH]>);

impl SessionMemory {
    pub(super) fn lay_out(layout: &mut Layout<'_>) -> Result<Self, Error> {
        Ok(Self(layout.transient_field(Clear::OnDeselect)?))
    }

    /// The transaction under way, which is forgotten with that: whatever the command does, it does not go on unless
    /// it is kept again.
    pub(super) fn take(self, context: &mut Context<'_>) -> Result<Session, Error> {
        let bytes = Zeroizing::new(context.get(self.0)?);
        let session = Session::from_bytes(&bytes);
        if !matches!(session, Session::Idle) {
            context.set(self.0, &[0; LENGTH])?;
        }
        Ok(session)
    }

    pub(super) fn keep(self, context: &mut Context<'_>, session: &Session) -> Result<(), Error> {
        context.set(self.0, &*session.to_bytes())
    }
}

impl Session {
    fn from_bytes(bytes: &[u8; LENGTH]) -> Self {
        let [code, a0, a1, a2, a3, t0, t1, t2, t3, t4, t5, secret @ ..] = *bytes;
        let amount = Amount::from_bytes([a0, a1, a2, a3]);
        let terminal = TerminalNumber::from_bytes([t0, t1, t2, t3, t4, t5]);
        let [r0, r1, r2, r3, ..] = secret;
        let random = Random::from_bytes([r0, r1, r2, r3]);
        let key = SessionKey::from_bytes(secret);
        let debit = |debit| Self::Debit { debit, amount, terminal, random };
        match TransactionType::try_from(code) {
            Ok(TransactionType::DepositLoad) => Self::Load { purse: Purse::Deposit, amount, terminal, key },
            Ok(TransactionType::PurseLoad) => Self::Load { purse: Purse::Purse, amount, terminal, key },
            Ok(TransactionType::Unload) => Self::Unload { amount, terminal, key },
            Ok(TransactionType::OverdraftUpdate) => Self::OverdraftUpdate { terminal, key },
            Ok(TransactionType::CashWithdrawal) => debit(DebitType::CashWithdrawal),
            Ok(TransactionType::DepositPurchase) => debit(DebitType::DepositPurchase),
            Ok(TransactionType::PursePurchase) => debit(DebitType::PursePurchase),
            Ok(TransactionType::CompositePurchase) => debit(DebitType::CompositePurchase),
            Ok(TransactionType::CreditPurchase) | Err(_) => Self::Idle,
        }
    }

    fn to_bytes(&self) -> Zeroizing<[u8; LENGTH]> {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        let (code, amount, terminal, secret): (_, _, _, &[u8]) = match self {
            Self::Idle => return bytes,
            Self::Load { purse, amount, terminal, key } => {
                (purse.load_type(), *amount, terminal, key.expose())
            }
            Self::Unload { amount, terminal, key } => {
                (TransactionType::Unload, *amount, terminal, key.expose())
            }
            Self::OverdraftUpdate { terminal, key } => {
                (TransactionType::OverdraftUpdate, Amount::ZERO, terminal, key.expose())
            }
            Self::Debit { debit, amount, terminal, random } => {
                ((*debit).into(), *amount, terminal, &random.to_bytes())
            }
        };
        let fields: [&[u8]; 4] = [&[code.code()], &amount.to_bytes(), &terminal.to_bytes(), secret];
        for (place, byte) in bytes.iter_mut().zip(fields.into_iter().flatten()) {
            *place = *byte;
        }
        bytes
    }
}
