//! Load (FMCOS 2.0 manual §8.7).

use cardamom_apdu::Command;
use cardamom_card_os::{Context, Error, KeyUsage};
use cardamom_secure_channel::edep::{
    CompleteOnlineCommand, InitializeOnlineResponse, Load, Purse, TransactionRecord, load_mac1, load_mac2,
    load_tac,
};

use super::PurseApplet;
use super::keys::loaded;
use super::purse_state::{NONE, Proof, PurseState};
use super::reason::PurseReason;
use super::session::Session;
use super::transaction::{check_parameters, draw_random};

impl PurseApplet {
    /// INITIALIZE FOR LOAD.
    pub(super) fn initialize_for_load(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        purse: Purse,
    ) -> Result<(), Error> {
        let message = self.initialize_command(context, command, purse)?;
        let state = self.state(context, purse)?;
        state.online_sequence.next().ok_or(PurseReason::CounterAtMaximum)?;
        self.check_balance_limit(context, purse, state.balance.checked_add(message.amount))?;
        let key = loaded(context, self.keys.load, KeyUsage::DERIVE_SESSION_KEY)?;
        let random = draw_random(context)?;
        let session_key = key.key.online_session_key(random, state.online_sequence);
        let load = Load { purse, amount: message.amount, terminal: message.terminal };
        let response = InitializeOnlineResponse {
            old_balance: state.balance,
            sequence: state.online_sequence,
            key_version: key.version,
            algorithm: key.algorithm,
            random,
            mac1: load_mac1(&session_key, state.balance, &load),
        };
        let session = Session::Load { purse, amount: load.amount, terminal: load.terminal, key: session_key };
        self.session.keep(context, &session)?;
        context.respond(&response.to_bytes());
        Ok(())
    }

    /// CREDIT FOR LOAD, `80 52 00 00`.
    pub(super) fn credit_for_load(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        session: Session,
    ) -> Result<(), Error> {
        check_parameters(command, 0x00, 0x00)?;
        let Session::Load { purse, amount, terminal, key } = session else {
            return Err(PurseReason::InvalidState.into());
        };
        let message = CompleteOnlineCommand::from_bytes(command.data()).map_err(PurseReason::from)?;
        let old = self.state(context, purse)?;
        let next = old.online_sequence.next().ok_or(PurseReason::CounterAtMaximum)?;
        let balance = self.check_balance_limit(context, purse, old.balance.checked_add(amount))?;
        let tac_key = loaded(context, self.keys.tac, KeyUsage::SIGN)?.key.tac_key();
        let load = Load { purse, amount, terminal };
        self.check_mac(context, self.keys.load, || load_mac2(&key, &load, message.at).verify(&message.mac2))?;
        let tac = load_tac(&tac_key, balance, old.online_sequence, &load, message.at);
        let transaction_type = purse.load_type();
        let sequence = old.online_sequence.value();
        let state = PurseState {
            balance,
            online_sequence: next,
            online_proof: Some(Proof { transaction_type, sequence, mac: NONE, tac }),
            ..old
        };
        let record = TransactionRecord {
            sequence,
            overdraft_limit: old.overdraft_limit,
            amount,
            transaction_type,
            terminal,
            at: message.at,
        };
        self.complete(context, purse, &state, &record, None)?;
        context.respond(&tac.to_bytes());
        Ok(())
    }
}
