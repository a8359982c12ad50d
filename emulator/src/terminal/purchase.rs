//! Paying.

use cardamom_apdu::StatusWord;
use cardamom_secure_channel::edep::{Amount, DebitCommand, DebitResponse, Purchase};

use super::error::TerminalError;
use super::pending::{Pending, PendingPurchase, SetAside, SetAsideReason, Slot};
use super::purse_card::PurseCard;
use super::receipt::{Confirmation, Receipt};
use super::recovery::Recovery;
use super::refusal::CommandError;
use super::secure_access_module::{Mac2Verdict, SecureAccessModule};
use super::{Outcome, Payment, Terminal};

impl Terminal {
    /// Takes a payment from the purse.
    ///
    /// A purchase of this card that is still pending is settled first. If the card has done it, that is all:
    /// [`Outcome::EarlierCompleted`].
    ///
    /// # Errors
    /// [`TerminalError`]. After [`TerminalError::AnswerLost`] the same card has to be presented again, to this
    /// method or to [`Terminal::recover`]; after [`TerminalError::SetAside`] the goods should not be handed out.
    /// Otherwise nothing was taken.
    pub fn pay(
        &self,
        card: &mut PurseCard<'_>,
        sam: &mut SecureAccessModule<'_>,
        payment: &Payment,
    ) -> Result<Outcome, TerminalError> {
        let Payment { debit, amount, at } = *payment;
        if amount == Amount::ZERO {
            return Err(TerminalError::AmountZero);
        }
        let slot = Slot { card: card.serial(), purse: debit.purse(), online: false };
        if let Some(Pending::Purchase(earlier)) = self.pending_in(slot)? {
            match self.settle_purchase(card, Some(sam), &earlier)? {
                Recovery::Completed(receipt) => return Ok(Outcome::EarlierCompleted(receipt)),
                Recovery::SetAside(set_aside) => return Err(TerminalError::SetAside(Box::new(set_aside))),
                Recovery::NotDone(_) => {}
            }
        }
        if !card.is_valid_on(at.date) {
            return Err(TerminalError::CardNotValid);
        }
        let purchase = Purchase { debit, amount, terminal: sam.terminal_number()? };
        let answer =
            card.initialize_for_purchase(&purchase).map_err(|error| not_enough(card, &purchase, error))?;
        let authorisation = sam.initialize_for_purchase(card.serial(), &purchase, &answer, at)?;
        let pending = PendingPurchase {
            card: card.serial(),
            debit,
            amount,
            terminal: purchase.terminal,
            terminal_sequence: authorisation.terminal_sequence.value(),
            at,
            card_sequence: answer.sequence.value(),
            old_balance: answer.old_balance,
            key_version: answer.key_version,
        };
        self.journal.begin(&Pending::Purchase(pending))?;
        let command =
            DebitCommand { terminal_sequence: authorisation.terminal_sequence, at, mac1: authorisation.mac1 };
        match card.debit(&command) {
            Ok(response) => Ok(Outcome::Done(self.complete_purchase(sam, &pending, &response)?)),
            Err(source @ CommandError::NoAnswer { .. }) => {
                Err(TerminalError::AnswerLost { pending: Box::new(Pending::Purchase(pending)), source })
            }
            // The card is still there: it can say at once whether it was debited.
            Err(refusal) => match self.settle_purchase(card, Some(sam), &pending) {
                Ok(Recovery::Completed(receipt)) => Ok(Outcome::Done(receipt)),
                Ok(Recovery::NotDone(_)) => Err(refusal.into()),
                Ok(Recovery::SetAside(set_aside)) => Err(TerminalError::SetAside(Box::new(set_aside))),
                Err(_) => {
                    let pending = Box::new(Pending::Purchase(pending));
                    Err(TerminalError::AnswerLost { pending, source: refusal })
                }
            },
        }
    }

    /// The card says that it was debited: the PSAM checks that the card is genuine.
    fn complete_purchase(
        &self,
        sam: &mut SecureAccessModule<'_>,
        pending: &PendingPurchase,
        response: &DebitResponse,
    ) -> Result<Receipt, TerminalError> {
        let reason = match sam.check_mac2(response.mac2) {
            Ok(Mac2Verdict::Right) => {
                let receipt = pending.receipt(response.tac, Confirmation::Psam, false);
                self.journal.complete(&Pending::Purchase(*pending), &receipt)?;
                return Ok(receipt);
            }
            Ok(Mac2Verdict::Wrong) => SetAsideReason::Mac2Wrong,
            Ok(Mac2Verdict::NotAwaited) | Err(_) => SetAsideReason::Mac2NotChecked,
        };
        let set_aside = SetAside { pending: Pending::Purchase(*pending), reason, tac: Some(response.tac) };
        self.journal.put_aside(&set_aside)?;
        Err(TerminalError::SetAside(Box::new(set_aside)))
    }
}

/// Says how much there is, where the card says that there is not enough.
fn not_enough(card: &mut PurseCard<'_>, purchase: &Purchase, error: CommandError) -> TerminalError {
    if error.status() == Some(StatusWord::INSUFFICIENT_BALANCE)
        && let Ok(held) = card.balance(purchase.debit.purse())
    {
        return TerminalError::NotEnough { held, asked: purchase.amount };
    }
    error.into()
}
