//! Update of the deposit's overdraft limit (FMCOS 2.0 manual §8.12).

use cardamom_apdu::Command;
use cardamom_card_os::{Context, Error, KeyUsage};
use cardamom_secure_channel::edep::{
    Amount, InitializeUpdateCommand, InitializeUpdateResponse, Purse, TransactionRecord, TransactionType,
    UpdateOverdraftCommand, balance_after_overdraft_update, overdraft_mac1, overdraft_mac2, overdraft_tac,
};

use super::PurseApplet;
use super::keys::loaded;
use super::purse_state::{NONE, Proof, PurseState};
use super::reason::PurseReason;
use super::session::Session;
use super::transaction::{check_key_identifier, check_parameters, draw_random};

impl PurseApplet {
    /// INITIALIZE FOR UPDATE.
    pub(super) fn initialize_for_update(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
    ) -> Result<(), Error> {
        let message = InitializeUpdateCommand::from_bytes(command.data()).map_err(PurseReason::from)?;
        check_key_identifier(message.key_identifier)?;
        self.require_pin_for(context, Purse::Deposit)?;
        let state = self.state(context, Purse::Deposit)?;
        state.online_sequence.next().ok_or(PurseReason::CounterAtMaximum)?;
        let key = loaded(context, self.keys.overdraft, KeyUsage::DERIVE_SESSION_KEY)?;
        let random = draw_random(context)?;
        let session_key = key.key.online_session_key(random, state.online_sequence);
        let response = InitializeUpdateResponse {
            balance: state.balance,
            sequence: state.online_sequence,
            old_limit: state.overdraft_limit,
            key_version: key.version,
            algorithm: key.algorithm,
            random,
            mac1: overdraft_mac1(&session_key, state.balance, state.overdraft_limit, message.terminal),
        };
        let session = Session::OverdraftUpdate { terminal: message.terminal, key: session_key };
        self.session.keep(context, &session)?;
        context.respond(&response.to_bytes());
        Ok(())
    }

    /// UPDATE OVERDRAW LIMIT, `80 58 00 00`.
    pub(super) fn update_overdraw_limit(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        session: Session,
    ) -> Result<(), Error> {
        check_parameters(command, 0x00, 0x00)?;
        let Session::OverdraftUpdate { terminal, key } = session else {
            return Err(PurseReason::InvalidState.into());
        };
        let message = UpdateOverdraftCommand::from_bytes(command.data()).map_err(PurseReason::from)?;
        let old = self.state(context, Purse::Deposit)?;
        let next = old.online_sequence.next().ok_or(PurseReason::CounterAtMaximum)?;
        let tac_key = loaded(context, self.keys.tac, KeyUsage::SIGN)?.key.tac_key();
        self.check_mac(context, self.keys.overdraft, || {
            overdraft_mac2(&key, message.new_limit, terminal, message.at).verify(&message.mac2)
        })?;
        let balance = balance_after_overdraft_update(old.balance, old.overdraft_limit, message.new_limit)
            .ok_or(PurseReason::InsufficientBalance)?;
        let balance = self.check_balance_limit(context, Purse::Deposit, Some(balance))?;
        let tac =
            overdraft_tac(&tac_key, balance, old.online_sequence, message.new_limit, terminal, message.at);
        let transaction_type = TransactionType::OverdraftUpdate;
        let sequence = old.online_sequence.value();
        let state = PurseState {
            balance,
            online_sequence: next,
            overdraft_limit: message.new_limit,
            online_proof: Some(Proof { transaction_type, sequence, mac: NONE, tac }),
            ..old
        };
        let record = TransactionRecord {
            sequence,
            overdraft_limit: message.new_limit,
            amount: Amount::ZERO,
            transaction_type,
            terminal,
            at: message.at,
        };
        self.complete(context, Purse::Deposit, &state, &record, None)?;
        context.respond(&tac.to_bytes());
        Ok(())
    }
}
