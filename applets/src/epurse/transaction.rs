//! What all transactions share: initialising, checking the MAC, and the one atomic change.

use cardamom_apdu::Command;
use cardamom_card_os::{Context, Error};
use cardamom_secure_channel::edep::{Amount, DebitType, InitializeCommand, Purse, Random, TransactionRecord};

use super::PurseApplet;
use super::composite::CompositeUpdate;
use super::keys::KEY_IDENTIFIER;
use super::purse_state::PurseState;
use super::reason::PurseReason;
use crate::card_key::{CardKey, Verdict};
use crate::secure_messaging::AccessReason;

impl PurseApplet {
    /// INITIALIZE FOR …, `80 50`: P1 and P2 say for what.
    pub(super) fn initialize(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        let purse = Purse::try_from(command.p2()).map_err(PurseReason::from)?;
        match (command.p1(), purse) {
            (0x00, purse) => self.initialize_for_load(context, command, purse),
            (0x01, Purse::Deposit) => self.initialize_for_debit(context, command, DebitType::DepositPurchase),
            (0x01, Purse::Purse) => self.initialize_for_debit(context, command, DebitType::PursePurchase),
            (0x02, Purse::Deposit) => self.initialize_for_debit(context, command, DebitType::CashWithdrawal),
            (0x03, Purse::Purse) => self.initialize_for_debit(context, command, DebitType::CompositePurchase),
            (0x04, Purse::Deposit) => self.initialize_for_update(context, command),
            (0x05, Purse::Deposit) => self.initialize_for_unload(context, command),
            _ => Err(AccessReason::WrongParameters.into()),
        }
    }

    /// The data of INITIALIZE, with its key identifier checked, for a purse that the holder opened.
    pub(super) fn initialize_command(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        purse: Purse,
    ) -> Result<InitializeCommand, Error> {
        let message = InitializeCommand::from_bytes(command.data()).map_err(PurseReason::from)?;
        check_key_identifier(message.key_identifier)?;
        self.require_pin_for(context, purse)?;
        Ok(message)
    }

    /// The deposit is the holder's alone: it wants the PIN.
    pub(super) fn require_pin_for(&self, context: &mut Context<'_>, purse: Purse) -> Result<(), Error> {
        if purse == Purse::Deposit && !context.is_pin_validated(self.pin)? {
            return Err(PurseReason::PinNotVerified.into());
        }
        Ok(())
    }

    /// Checks a MAC that ends a transaction; the attempt is counted before.
    pub(super) fn check_mac(
        &self,
        context: &mut Context<'_>,
        key: CardKey,
        check: impl FnOnce() -> bool,
    ) -> Result<(), Error> {
        match key.attempt(context, self.mac_failure_limit, check)? {
            Verdict::Right => Ok(()),
            Verdict::Wrong { attempts_remaining: 0 } | Verdict::Exhausted => {
                Err(AccessReason::PermanentlyLocked.into())
            }
            Verdict::Wrong { .. } => Err(PurseReason::MacInvalid.into()),
        }
    }

    /// A balance that the purse may have.
    pub(super) fn check_balance_limit(
        &self,
        context: &mut Context<'_>,
        purse: Purse,
        balance: Option<Amount>,
    ) -> Result<Amount, Error> {
        let limit = context.get(self.balance_limits)?.of(purse);
        Ok(balance.filter(|balance| *balance <= limit).ok_or(PurseReason::BalanceLimit)?)
    }

    /// The one change of a transaction: the purse with its proof, the transaction record, and the composite records.
    pub(super) fn complete(
        &self,
        context: &mut Context<'_>,
        purse: Purse,
        state: &PurseState,
        record: &TransactionRecord,
        composite: Option<&CompositeUpdate>,
    ) -> Result<(), Error> {
        context.transaction(|context| {
            context.set(self.state_field(purse), state)?;
            context.append_record(self.transactions, &record.to_bytes())?;
            match composite {
                Some(update) => self.composite.apply(context, update),
                None => Ok(()),
            }
        })
    }
}

/// Refuses any key identifier but the one there is.
pub(super) fn check_key_identifier(identifier: u8) -> Result<(), PurseReason> {
    if identifier == KEY_IDENTIFIER { Ok(()) } else { Err(PurseReason::KeyIdentifier) }
}

/// The card's challenge for a transaction.
pub(super) fn draw_random(context: &mut Context<'_>) -> Result<Random, Error> {
    let mut bytes = [0; 4];
    context.random(&mut bytes)?;
    Ok(Random::from_bytes(bytes))
}

/// Refuses P1 and P2 other than these.
pub(super) fn check_parameters(command: &Command<'_>, p1: u8, p2: u8) -> Result<(), AccessReason> {
    if (command.p1(), command.p2()) == (p1, p2) { Ok(()) } else { Err(AccessReason::WrongParameters) }
}
