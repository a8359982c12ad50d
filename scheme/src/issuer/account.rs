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

impl Transaction {
    /// What the account is charged with when it is authorised, in the smallest unit.
    fn charge(self) -> u64 {
        match self {
            Self::Load(amount) => amount.units().into(),
            Self::Unload(_) | Self::Overdraft(_) => 0,
        }
    }
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
    /// Of those in one slot at most one is a load, and at most one is proved.
    authorisations: BTreeMap<Slot, Vec<Authorisation>>,
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
    ///
    /// Once a load is authorised no other transaction is in its slot, even if the load seems abandoned: its MAC2 may
    /// still reach the card, and a MAC1 does not show when it was made. The card can always repeat the load. An
    /// unload or a new overdraft limit it may not be able to repeat, once its holder has spent from the deposit; but
    /// they take nothing from the account before they are proved, and so do not keep others out.
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
                let excludes = |known: &Authorisation| known.proved || known.transaction.charge() > 0;
                if known.iter().any(|known| excludes(known) && known.transaction != transaction) {
                    return Err(Refusal::SequenceInUse);
                }
                if known.iter().any(|known| known.transaction == transaction) {
                    return Ok(());
                }
            }
        }
        account.balance = account
            .balance
            .checked_sub(transaction.charge())
            .ok_or(Refusal::InsufficientFunds { available: account.balance })?;
        let authorisation = Authorisation { transaction, proved: false };
        self.authorisations.entry(slot).or_default().push(authorisation);
        Ok(())
    }

    /// Records that the card has done an authorised transaction, credits the account with an unload, and gives back
    /// what a load took that was authorised in the same slot and will never be done. Once: a repeated proof changes
    /// nothing.
    pub(super) fn prove(&mut self, slot: Slot, transaction: Transaction) -> Result<(), Refusal> {
        let account = self.accounts.get_mut(&slot.0).ok_or(Refusal::UnknownCard)?;
        let known = self.authorisations.get_mut(&slot).ok_or(Refusal::NotAuthorised)?;
        if known.iter().any(|known| known.proved && known.transaction != transaction) {
            return Err(Refusal::NotAuthorised);
        }
        let never_done = known.iter().filter(|known| known.transaction != transaction);
        let given_back = never_done.map(|known| known.transaction.charge()).sum();
        let authorisation =
            known.iter_mut().find(|known| known.transaction == transaction).ok_or(Refusal::NotAuthorised)?;
        if authorisation.proved {
            return Ok(());
        }
        let credit = match transaction {
            Transaction::Unload(amount) => u64::from(amount.units()),
            Transaction::Load(_) | Transaction::Overdraft(_) => 0,
        };
        account.balance = account
            .balance
            .checked_add(credit)
            .and_then(|balance| balance.checked_add(given_back))
            .ok_or(Refusal::BalanceOutOfRange)?;
        authorisation.proved = true;
        Ok(())
    }
}
