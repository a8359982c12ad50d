//! Purchase, composite purchase, cash withdrawal (FMCOS 2.0 manual §8.8, §8.9, §8.11), and which transaction a
//! DEBIT ends.

use cardamom_apdu::Command;
use cardamom_card_os::{Context, Error, KeyUsage};
use cardamom_secure_channel::edep::{
    DebitCommand, DebitResponse, DebitType, InitializeOfflineResponse, Purchase, Random, TransactionRecord,
    purchase_mac1, purchase_mac2, purchase_tac,
};

use super::PurseApplet;
use super::keys::loaded;
use super::purse_state::{Proof, PurseState};
use super::reason::PurseReason;
use super::session::Session;
use super::transaction::draw_random;
use crate::secure_messaging::AccessReason;

impl PurseApplet {
    /// INITIALIZE FOR PURCHASE, CASH WITHDRAW and CAPP PURCHASE.
    pub(super) fn initialize_for_debit(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        debit: DebitType,
    ) -> Result<(), Error> {
        let purse = debit.purse();
        let message = self.initialize_command(context, command, purse)?;
        let state = self.state(context, purse)?;
        state.offline_sequence.next().ok_or(PurseReason::CounterAtMaximum)?;
        state.balance.checked_sub(message.amount).ok_or(PurseReason::InsufficientBalance)?;
        let key = loaded(context, self.keys.purchase, KeyUsage::DERIVE_SESSION_KEY)?;
        let random = draw_random(context)?;
        let response = InitializeOfflineResponse {
            old_balance: state.balance,
            sequence: state.offline_sequence,
            overdraft_limit: state.overdraft_limit,
            key_version: key.version,
            algorithm: key.algorithm,
            random,
        };
        self.composite_cache.clear(context)?;
        let session = Session::Debit { debit, amount: message.amount, terminal: message.terminal, random };
        self.session.keep(context, &session)?;
        context.respond(&response.to_bytes());
        Ok(())
    }

    /// DEBIT, `80 54`: P1 01 for a purchase or cash withdrawal, 03 for an unload.
    pub(super) fn debit(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        session: Session,
    ) -> Result<(), Error> {
        match ((command.p1(), command.p2()), session) {
            ((0x01, 0x00), Session::Debit { debit, amount, terminal, random }) => {
                self.debit_for_purchase(context, command, Purchase { debit, amount, terminal }, random)
            }
            ((0x03, 0x00), Session::Unload { amount, terminal, key }) => {
                self.debit_for_unload(context, command, amount, terminal, &key)
            }
            ((0x01 | 0x03, 0x00), _) => Err(PurseReason::InvalidState.into()),
            _ => Err(AccessReason::WrongParameters.into()),
        }
    }

    fn debit_for_purchase(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        purchase: Purchase,
        random: Random,
    ) -> Result<(), Error> {
        let message = DebitCommand::from_bytes(command.data()).map_err(PurseReason::from)?;
        let purse = purchase.debit.purse();
        let Purchase { amount, terminal, .. } = purchase;
        let old = self.state(context, purse)?;
        let next = old.offline_sequence.next().ok_or(PurseReason::CounterAtMaximum)?;
        let balance = old.balance.checked_sub(amount).ok_or(PurseReason::InsufficientBalance)?;
        let composite = match purchase.debit {
            DebitType::CompositePurchase => {
                Some(self.composite_cache.take(context)?.ok_or(PurseReason::CompositeDataMissing)?)
            }
            _ => None,
        };
        let tac_key = loaded(context, self.keys.tac, KeyUsage::SIGN)?.key.tac_key();
        let key = loaded(context, self.keys.purchase, KeyUsage::DERIVE_SESSION_KEY)?.key;
        let session_key = key.offline_session_key(random, old.offline_sequence, message.terminal_sequence);
        self.check_mac(context, self.keys.purchase, || {
            purchase_mac1(&session_key, &purchase, message.at).verify(&message.mac1)
        })?;
        let response = DebitResponse {
            tac: purchase_tac(&tac_key, &purchase, message.terminal_sequence, message.at),
            mac2: purchase_mac2(&session_key, amount),
        };
        let transaction_type = purchase.debit.into();
        let sequence = old.offline_sequence.value();
        let proof = Proof { transaction_type, sequence, mac: response.mac2, tac: response.tac };
        let state = PurseState { balance, offline_sequence: next, offline_proof: Some(proof), ..old };
        let record = TransactionRecord {
            sequence,
            overdraft_limit: old.overdraft_limit,
            amount,
            transaction_type,
            terminal,
            at: message.at,
        };
        self.complete(context, purse, &state, &record, composite.as_ref())?;
        context.respond(&response.to_bytes());
        Ok(())
    }
}
