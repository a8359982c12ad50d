//! Holders' accounts, and what was authorised against them.

use super::refusal::Refusal;
use cardamom_secure_channel::edep::{Amount, DiversificationFactor, OnlineSequence, OverdraftLimit, Purse};
use std::collections::BTreeMap;

/// The account behind a card.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Account {
    /// What the holder has, in the smallest unit.
    pub balance: u64,
    /// The highest overdraft limit that the card may get.
    pub maximum_overdraft: OverdraftLimit,
}

/// An on-line transaction, as far as money is concerned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Transaction {
    Load(Amount),
    Unload(Amount),
    Overdraft(OverdraftLimit),
}

/// The one place of an on-line transaction: a card completes at most one under a sequence of a purse.
pub(super) type Slot = (DiversificationFactor, Purse, OnlineSequence);

#[derive(Clone, Copy, Debug)]
struct Authorisation {
    transaction: Transaction,
    /// Whether the card has proved that it did the transaction.
    proved: bool,
}

/// The accounts by card, in memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Accounts {
    accounts: BTreeMap<DiversificationFactor, Account>,
    authorisations: BTreeMap<Slot, Authorisation>,
}

impl Accounts {
    pub(super) fn open(&mut self, card: DiversificationFactor, account: Account) {
        self.accounts.insert(card, account);
    }

    pub(super) fn get(&self, card: DiversificationFactor) -> Result<&Account, Refusal> {
        self.accounts.get(&card).ok_or(Refusal::UnknownCard)
    }

    /// Records the authorisation of a transaction and takes the amount of a load from the account.
    ///
    /// A repeated request changes nothing: the card can complete the slot once, however many MAC2 it is given.
    /// For the same reason no other transaction is authorised in a slot, even if the first one seems abandoned:
    /// its MAC2 may still reach the card, and a MAC1 does not show when it was made.
    pub(super) fn authorise(&mut self, slot: Slot, transaction: Transaction) -> Result<(), Refusal> {
        let (card, purse, sequence) = slot;
        let account = self.accounts.get_mut(&card).ok_or(Refusal::UnknownCard)?;
        let first = (card, purse, OnlineSequence::new(0));
        let last = (card, purse, OnlineSequence::new(u16::MAX));
        if let Some(((_, _, highest), known)) = self.authorisations.range(first..=last).next_back() {
            if *highest > sequence {
                return Err(Refusal::SequenceStale { highest: *highest });
            }
            if *highest == sequence {
                return if known.transaction == transaction { Ok(()) } else { Err(Refusal::SequenceInUse) };
            }
        }
        if let Transaction::Load(amount) = transaction {
            account.balance = account
                .balance
                .checked_sub(amount.units().into())
                .ok_or(Refusal::InsufficientFunds { available: account.balance })?;
        }
        self.authorisations.insert(slot, Authorisation { transaction, proved: false });
        Ok(())
    }

    /// Records that the card has done an authorised transaction, and credits the account with an unload. Once:
    /// a repeated proof changes nothing.
    pub(super) fn prove(&mut self, slot: Slot, transaction: Transaction) -> Result<(), Refusal> {
        let account = self.accounts.get_mut(&slot.0).ok_or(Refusal::UnknownCard)?;
        let authorisation = self
            .authorisations
            .get_mut(&slot)
            .filter(|known| known.transaction == transaction)
            .ok_or(Refusal::NotAuthorised)?;
        if authorisation.proved {
            return Ok(());
        }
        if let Transaction::Unload(amount) = transaction {
            account.balance =
                account.balance.checked_add(amount.units().into()).ok_or(Refusal::BalanceOutOfRange)?;
        }
        authorisation.proved = true;
        Ok(())
    }
}
