//! Unload of the deposit (FMCOS 2.0 manual §8.10).

use cardamom_apdu::Command;
use cardamom_card_os::{Context, Error, KeyUsage};
use cardamom_secure_channel::edep::{
    Amount, CompleteOnlineCommand, InitializeOnlineResponse, Purse, SessionKey, TerminalNumber,
    TransactionRecord, TransactionType, Unload, unload_mac1, unload_mac2, unload_mac3,
};

use super::PurseApplet;
use super::keys::loaded;
use super::purse_state::{NONE, Proof, PurseState};
use super::reason::PurseReason;
use super::session::Session;
use super::transaction::draw_random;

impl PurseApplet {
    /// INITIALIZE FOR UNLOAD. The overdraft is the bank's: it cannot be unloaded.
    pub(super) fn initialize_for_unload(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
    ) -> Result<(), Error> {
        let message = self.initialize_command(context, command, Purse::Deposit)?;
        let state = self.state(context, Purse::Deposit)?;
        state.online_sequence.next().ok_or(PurseReason::CounterAtMaximum)?;
        own_balance_after(&state, message.amount)?;
        let key = loaded(context, self.keys.unload, KeyUsage::DERIVE_SESSION_KEY)?;
        let random = draw_random(context)?;
        let session_key = key.key.online_session_key(random, state.online_sequence);
        let unload = Unload { amount: message.amount, terminal: message.terminal };
        let response = InitializeOnlineResponse {
            old_balance: state.balance,
            sequence: state.online_sequence,
            key_version: key.version,
            algorithm: key.algorithm,
            random,
            mac1: unload_mac1(&session_key, state.balance, &unload),
        };
        let session = Session::Unload { amount: unload.amount, terminal: unload.terminal, key: session_key };
        self.session.keep(context, &session)?;
        context.respond(&response.to_bytes());
        Ok(())
    }

    /// DEBIT FOR UNLOAD, `80 54 03 00`.
    pub(super) fn debit_for_unload(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        amount: Amount,
        terminal: TerminalNumber,
        key: &SessionKey,
    ) -> Result<(), Error> {
        let message = CompleteOnlineCommand::from_bytes(command.data()).map_err(PurseReason::from)?;
        let old = self.state(context, Purse::Deposit)?;
        let next = old.online_sequence.next().ok_or(PurseReason::CounterAtMaximum)?;
        let balance = own_balance_after(&old, amount)?;
        let unload = Unload { amount, terminal };
        self.check_mac(context, self.keys.unload, || {
            unload_mac2(key, &unload, message.at).verify(&message.mac2)
        })?;
        let mac3 = unload_mac3(key, balance, old.online_sequence, &unload, message.at);
        let transaction_type = TransactionType::Unload;
        let sequence = old.online_sequence.value();
        let state = PurseState {
            balance,
            online_sequence: next,
            online_proof: Some(Proof { transaction_type, sequence, mac: mac3, tac: NONE }),
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
        self.complete(context, Purse::Deposit, &state, &record, None)?;
        context.respond(&mac3.to_bytes());
        Ok(())
    }
}

/// The balance after the holder's own money, which is what the balance holds beyond the overdraft limit, has been
/// lowered by `amount`.
fn own_balance_after(state: &PurseState, amount: Amount) -> Result<Amount, PurseReason> {
    let balance = state.balance.checked_sub(amount).ok_or(PurseReason::InsufficientBalance)?;
    if balance < state.overdraft_limit.amount() {
        return Err(PurseReason::InsufficientBalance);
    }
    Ok(balance)
}
