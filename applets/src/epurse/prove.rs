//! GET TRANSACTION PROVE and GET BALANCE (FMCOS 2.0 manual §8.13, §8.14).

use cardamom_apdu::Command;
use cardamom_card_os::{Context, Error};
use cardamom_secure_channel::edep::{FormatError, Purse, TransactionType};

use super::PurseApplet;
use super::reason::PurseReason;
use crate::secure_messaging::AccessReason;

impl PurseApplet {
    /// GET TRANSACTION PROVE, `80 5A 00` type, data: the sequence before the transaction, as INITIALIZE answered it
    /// and as the transaction record has it. Kept for each purse are the last on-line and the last off-line
    /// transaction. A MAC or TAC that the type does not have is zeros.
    pub(super) fn get_transaction_prove(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
    ) -> Result<(), Error> {
        if command.p1() != 0 {
            return Err(AccessReason::WrongParameters.into());
        }
        let transaction_type =
            TransactionType::try_from(command.p2()).map_err(|_| AccessReason::WrongParameters)?;
        let sequence = <[u8; 2]>::try_from(command.data())
            .map_err(|_| PurseReason::Malformed(FormatError::Length))
            .map(u16::from_be_bytes)?;
        let (purse, is_online) = match transaction_type {
            TransactionType::DepositLoad | TransactionType::Unload | TransactionType::OverdraftUpdate => {
                (Purse::Deposit, true)
            }
            TransactionType::PurseLoad => (Purse::Purse, true),
            TransactionType::CashWithdrawal | TransactionType::DepositPurchase => (Purse::Deposit, false),
            TransactionType::PursePurchase | TransactionType::CompositePurchase => (Purse::Purse, false),
            TransactionType::CreditPurchase => return Err(PurseReason::ProofNotAvailable.into()),
        };
        let state = self.state(context, purse)?;
        let proof = if is_online { state.online_proof } else { state.offline_proof }
            .filter(|proof| proof.transaction_type == transaction_type && proof.sequence == sequence)
            .ok_or(PurseReason::ProofNotAvailable)?;
        let parts = if self.tac_first { [proof.tac, proof.mac] } else { [proof.mac, proof.tac] };
        for part in parts {
            context.respond(&part.to_bytes());
        }
        Ok(())
    }

    /// GET BALANCE, `80 5C 00` purse.
    pub(super) fn get_balance(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        if command.p1() != 0 {
            return Err(AccessReason::WrongParameters.into());
        }
        let purse = Purse::try_from(command.p2()).map_err(PurseReason::from)?;
        if !command.data().is_empty() {
            return Err(AccessReason::WrongLength.into());
        }
        self.require_pin_for(context, purse)?;
        let state = self.state(context, purse)?;
        context.respond(&state.balance.to_bytes());
        Ok(())
    }
}
