//! Loading.

use cardamom_secure_channel::edep::{Amount, CompleteOnlineCommand, Load};

use super::error::TerminalError;
use super::issuer_host::{HostError, IssuerHost};
use super::pending::{Pending, PendingLoad, SetAside, SetAsideReason, Slot};
use super::purse_card::PurseCard;
use super::recovery::Recovery;
use super::refusal::CommandError;
use super::{LoadOrder, Outcome, Terminal};

impl Terminal {
    /// Loads a purse from its holder's account.
    ///
    /// A load of this purse that is still pending is settled first. If the card has done it, that is all:
    /// [`Outcome::EarlierCompleted`]. If it has not, the account may have been charged all the same; the issuer
    /// then does not charge the next load of the same amount, and no other is possible before it.
    ///
    /// # Errors
    /// [`TerminalError`]. After [`TerminalError::AnswerLost`] and [`TerminalError::IssuerUnavailable`] the same
    /// card has to be presented again, to this method or to [`Terminal::recover`].
    pub fn load(
        &self,
        card: &mut PurseCard<'_>,
        host: &mut dyn IssuerHost,
        order: &LoadOrder,
    ) -> Result<Outcome, TerminalError> {
        let LoadOrder { purse, amount, terminal, at } = *order;
        if amount == Amount::ZERO {
            return Err(TerminalError::AmountZero);
        }
        let slot = Slot { card: card.serial(), purse, online: true };
        if let Some(Pending::Load(earlier)) = self.pending_in(slot)? {
            match self.settle_load(card, Some(host), &earlier)? {
                Recovery::Completed(receipt) => return Ok(Outcome::EarlierCompleted(receipt)),
                Recovery::SetAside(set_aside) => return Err(TerminalError::SetAside(Box::new(set_aside))),
                Recovery::NotDone(_) => {}
            }
        }
        if !card.is_valid_on(at.date) {
            return Err(TerminalError::CardNotValid);
        }
        let answer = card.initialize_for_load(&Load { purse, amount, terminal })?;
        let load = PendingLoad { card: card.serial(), purse, amount, terminal, answer, at };
        let pending = Pending::Load(load);
        // Before the issuer is asked: from then on the account may have been charged.
        self.journal.begin(&pending)?;
        let mac2 = match host.authorise_load(&load.request()) {
            Ok(mac2) => mac2,
            Err(HostError::Refused(refusal)) => {
                self.journal.discard(&pending)?;
                return Err(TerminalError::Issuer(refusal));
            }
            Err(error) => return Err(error.into()),
        };
        match card.credit_for_load(&CompleteOnlineCommand { at, mac2 }) {
            Ok(tac) => match host.confirm_load(&load.request(), tac) {
                Ok(()) => {
                    let receipt = load.receipt(tac, false);
                    self.journal.complete(&pending, &receipt)?;
                    Ok(Outcome::Done(receipt))
                }
                Err(HostError::Refused(_)) => {
                    let set_aside = SetAside { pending, reason: SetAsideReason::TacRefused, tac: Some(tac) };
                    self.journal.put_aside(&set_aside)?;
                    Err(TerminalError::SetAside(Box::new(set_aside)))
                }
                Err(error) => Err(error.into()),
            },
            Err(source @ CommandError::NoAnswer { .. }) => {
                Err(TerminalError::AnswerLost { pending: Box::new(pending), source })
            }
            // The card is still there: it can say at once whether it was credited.
            Err(refusal) => match self.settle_load(card, Some(host), &load) {
                Ok(Recovery::Completed(receipt)) => Ok(Outcome::Done(receipt)),
                Ok(Recovery::NotDone(_)) => Err(refusal.into()),
                Ok(Recovery::SetAside(set_aside)) => Err(TerminalError::SetAside(Box::new(set_aside))),
                Err(_) => Err(TerminalError::AnswerLost { pending: Box::new(pending), source: refusal }),
            },
        }
    }
}
