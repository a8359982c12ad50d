//! What became of a transaction whose answer was lost: the card is asked, and believed as far as it can prove it.
//!
//! | GET TRANSACTION PROVE | further evidence | outcome |
//! |---|---|---|
//! | proof | PSAM: MAC2 right; load: issuer: TAC right | completed |
//! | proof | purchase: the card's log has this very transaction under the sequence | completed |
//! | proof | the log has another transaction under the sequence | not done |
//! | proof | none | set aside, with the TAC |
//! | 9406 | the card is still at the sequence | not done |
//! | 9406 | it is further; the log has another transaction under the sequence | not done |
//! | 9406 | it is further; the log has this very transaction, or cannot tell | set aside |
//!
//! 9406 alone does not mean that the money is still there: a card keeps the proof of its last transaction only, and
//! may have been at another terminal since.

use cardamom_apdu::StatusWord;
use cardamom_secure_channel::edep::{Purse, TransactionRecord, TransactionType};

use super::Terminal;
use super::error::TerminalError;
use super::issuer_host::{HostError, IssuerHost};
use super::pending::{Pending, PendingLoad, PendingPurchase, SetAside, SetAsideReason, Slot};
use super::purse_card::{Proof, PurseCard};
use super::receipt::{Confirmation, Receipt};
use super::refusal::CommandError;
use super::secure_access_module::{Mac2Verdict, SecureAccessModule};

/// What became of a transaction whose answer was lost.
#[derive(Clone, Copy, Debug)]
pub enum Recovery {
    /// The card has done it and proves it.
    Completed(Receipt),
    /// The card has certainly not done it: it may be done again. The account may have been charged for a load; the
    /// next load of the same amount is then not charged.
    NotDone(Pending),
    /// The card cannot say any more.
    SetAside(SetAside),
}

/// What the card's transaction log says about a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Logged {
    /// It belongs to this very transaction.
    Ours,
    /// It belongs to another one.
    Other,
    /// It is not there, or the log cannot be read.
    Nothing,
}

impl Terminal {
    /// Settles all transactions of this card that are pending, so that none is afterwards, and says what became of
    /// each. Purchases are confirmed by the PSAM, if it is there and still waits for the card's MAC2, or by the
    /// card's transaction log, which wants the PIN. Loads want the issuer.
    ///
    /// # Errors
    /// [`TerminalError`]: the card, the issuer or the journal failed. What is not settled stays pending.
    pub fn recover(
        &self,
        card: &mut PurseCard<'_>,
        mut sam: Option<&mut SecureAccessModule<'_>>,
        mut host: Option<&mut dyn IssuerHost>,
    ) -> Result<Vec<Recovery>, TerminalError> {
        let mut settled = Vec::new();
        for pending in self.journal.pending_of(card.serial())? {
            settled.push(match pending {
                Pending::Purchase(purchase) => self.settle_purchase(card, sam.as_deref_mut(), &purchase)?,
                Pending::Load(load) => match &mut host {
                    Some(host) => self.settle_load(card, Some(&mut **host), &load)?,
                    None => self.settle_load(card, None, &load)?,
                },
            });
        }
        Ok(settled)
    }

    pub(super) fn pending_in(&self, slot: Slot) -> Result<Option<Pending>, TerminalError> {
        let pending = self.journal.pending_of(slot.card)?;
        Ok(pending.into_iter().find(|pending| pending.slot() == slot))
    }

    pub(super) fn settle_purchase(
        &self,
        card: &mut PurseCard<'_>,
        sam: Option<&mut SecureAccessModule<'_>>,
        purchase: &PendingPurchase,
    ) -> Result<Recovery, TerminalError> {
        let pending = Pending::Purchase(*purchase);
        let recovery = match card.prove_purchase(purchase.debit, purchase.sequence())? {
            Some(proof) => self.proved_purchase(card, sam, purchase, proof)?,
            None => match card.initialize_for_purchase(&purchase.purchase()) {
                Ok(answer) if answer.sequence == purchase.sequence() => Recovery::NotDone(pending),
                // A purse that no longer holds the amount has been used elsewhere.
                Err(error) if error.status() != Some(StatusWord::INSUFFICIENT_BALANCE) => {
                    return Err(error.into());
                }
                _ => without_proof(pending, logged_purchase(card, purchase)?),
            },
        };
        self.record(&pending, recovery)
    }

    fn proved_purchase(
        &self,
        card: &mut PurseCard<'_>,
        sam: Option<&mut SecureAccessModule<'_>>,
        purchase: &PendingPurchase,
        proof: Proof,
    ) -> Result<Recovery, TerminalError> {
        let pending = Pending::Purchase(*purchase);
        let completed = |by| Recovery::Completed(purchase.receipt(proof.tac, by, true));
        // A PSAM waits for the last purchase only; asked for another it would count a wrong MAC.
        let sam = if self.is_latest(purchase)? { sam } else { None };
        let verdict = sam.and_then(|sam| sam.check_mac2(proof.mac).ok());
        if verdict == Some(Mac2Verdict::Right) {
            return Ok(completed(Confirmation::Psam));
        }
        let reason = match (logged_purchase(card, purchase)?, verdict) {
            (Logged::Other, _) => return Ok(Recovery::NotDone(pending)),
            (_, Some(Mac2Verdict::Wrong)) => SetAsideReason::Mac2Wrong,
            (Logged::Ours, _) => return Ok(completed(Confirmation::CardLog)),
            (Logged::Nothing, _) => SetAsideReason::ProofNotChecked,
        };
        Ok(Recovery::SetAside(SetAside { pending, reason, tac: Some(proof.tac) }))
    }

    pub(super) fn settle_load(
        &self,
        card: &mut PurseCard<'_>,
        host: Option<&mut dyn IssuerHost>,
        load: &PendingLoad,
    ) -> Result<Recovery, TerminalError> {
        let pending = Pending::Load(*load);
        let recovery = match card.prove_load(load.purse, load.answer.sequence)? {
            Some(Proof { tac, .. }) => {
                match host.ok_or(TerminalError::IssuerNeeded)?.confirm_load(&load.request(), tac) {
                    Ok(()) => Recovery::Completed(load.receipt(tac, true)),
                    Err(HostError::Refused(_)) if logged_load(card, load)? == Logged::Other => {
                        Recovery::NotDone(pending)
                    }
                    Err(HostError::Refused(_)) => {
                        let reason = SetAsideReason::TacRefused;
                        Recovery::SetAside(SetAside { pending, reason, tac: Some(tac) })
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            None if card.initialize_for_load(&load.load())?.sequence == load.answer.sequence => {
                Recovery::NotDone(pending)
            }
            None => without_proof(pending, logged_load(card, load)?),
        };
        self.record(&pending, recovery)
    }

    /// Whether no purchase with a higher number is pending.
    fn is_latest(&self, purchase: &PendingPurchase) -> Result<bool, TerminalError> {
        let is_later = |pending: &Pending| match pending {
            Pending::Purchase(other) => other.terminal_sequence > purchase.terminal_sequence,
            Pending::Load(_) => false,
        };
        Ok(!self.journal.pending()?.iter().any(is_later))
    }

    fn record(&self, pending: &Pending, recovery: Recovery) -> Result<Recovery, TerminalError> {
        match &recovery {
            Recovery::Completed(receipt) => self.journal.complete(pending, receipt)?,
            Recovery::NotDone(pending) => self.journal.discard(pending)?,
            Recovery::SetAside(set_aside) => self.journal.put_aside(set_aside)?,
        }
        Ok(recovery)
    }
}

/// The card has no proof and has gone on since.
const fn without_proof(pending: Pending, logged: Logged) -> Recovery {
    let reason = match logged {
        Logged::Other => return Recovery::NotDone(pending),
        Logged::Ours => SetAsideReason::ProofGone,
        Logged::Nothing => SetAsideReason::Unknown,
    };
    Recovery::SetAside(SetAside { pending, reason, tac: None })
}

fn logged_purchase(card: &mut PurseCard<'_>, purchase: &PendingPurchase) -> Result<Logged, CommandError> {
    let PendingPurchase { debit, amount, terminal, at, card_sequence, .. } = *purchase;
    let types: &[TransactionType] = match debit.purse() {
        Purse::Deposit => &[TransactionType::DepositPurchase, TransactionType::CashWithdrawal],
        Purse::Purse => &[TransactionType::PursePurchase, TransactionType::CompositePurchase],
    };
    logged(card, types, card_sequence, |record| {
        (record.transaction_type, record.amount, record.terminal, record.at)
            == (debit.into(), amount, terminal, at)
    })
}

fn logged_load(card: &mut PurseCard<'_>, load: &PendingLoad) -> Result<Logged, CommandError> {
    let PendingLoad { purse, amount, terminal, at, .. } = *load;
    let types: &[TransactionType] = match purse {
        Purse::Deposit => {
            &[TransactionType::DepositLoad, TransactionType::Unload, TransactionType::OverdraftUpdate]
        }
        Purse::Purse => &[TransactionType::PurseLoad],
    };
    logged(card, types, load.answer.sequence.value(), |record| {
        (record.transaction_type, record.amount, record.terminal, record.at)
            == (purse.load_type(), amount, terminal, at)
    })
}

/// What the log has under this sequence, among the types that count it.
fn logged(
    card: &mut PurseCard<'_>,
    types: &[TransactionType],
    sequence: u16,
    is_ours: impl Fn(&TransactionRecord) -> bool,
) -> Result<Logged, CommandError> {
    let records = match card.transactions() {
        Ok(records) => records,
        // Without the PIN the log stays closed.
        Err(CommandError::Refused { .. }) => return Ok(Logged::Nothing),
        Err(error) => return Err(error),
    };
    let is_it =
        |record: &&TransactionRecord| record.sequence == sequence && types.contains(&record.transaction_type);
    Ok(match records.iter().find(is_it) {
        Some(record) if is_ours(record) => Logged::Ours,
        Some(_) => Logged::Other,
        None => Logged::Nothing,
    })
}
