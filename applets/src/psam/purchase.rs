//! A purchase at the PSAM: MAC1 for the card, then the card's MAC2.

use cardamom_apdu::Command;
use cardamom_card_os::handle::Field;
use cardamom_card_os::object::Clear;
use cardamom_card_os::{Context, Error, Layout};
use cardamom_secure_channel::edep::{
    Amount, DebitType, FormatError, Mac4, OfflineSequence, Purchase, Random, SessionKey, TerminalNumber,
    TerminalSequence, Timestamp, TransactionType, purchase_mac1, purchase_mac2,
};
use zeroize::Zeroizing;

use super::reason::PsamReason;
use super::{PsamApplet, TERMINAL_NUMBER_LENGTH, check_parameters};
use crate::card_key::{Verdict, attempt};
use crate::secure_messaging::AccessReason;

/// A purchase whose MAC2 is awaited.
#[derive(Debug)]
pub(super) struct PendingPurchase {
    amount: Amount,
    session_key: SessionKey,
}

/// Pending (1: yes), amount (4), session key (8).
const LENGTH: usize = 13;

#[derive(Clone, Copy, Debug)]
pub(super) struct PurchaseMemory(Field<[u8; LENGTH]>);

impl PurchaseMemory {
    pub(super) fn lay_out(layout: &mut Layout<'_>) -> Result<Self, Error> {
        Ok(Self(layout.transient_field(Clear::OnDeselect)?))
    }

    /// The purchase whose MAC2 is awaited; it is not awaited any more after that.
    pub(super) fn take(self, context: &mut Context<'_>) -> Result<Option<PendingPurchase>, Error> {
        let bytes = Zeroizing::new(context.get(self.0)?);
        let [is_pending, a, b, c, d, session_key @ ..] = *bytes;
        if is_pending == 0 {
            return Ok(None);
        }
        context.set(self.0, &[0; LENGTH])?;
        Ok(Some(PendingPurchase {
            amount: Amount::from_bytes([a, b, c, d]),
            session_key: SessionKey::from_bytes(session_key),
        }))
    }

    fn keep(self, context: &mut Context<'_>, amount: Amount, session_key: &SessionKey) -> Result<(), Error> {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        let fields: [&[u8]; 3] = [&[1], &amount.to_bytes(), session_key.expose()];
        for (place, byte) in bytes.iter_mut().zip(fields.into_iter().flatten()) {
            *place = *byte;
        }
        context.set(self.0, &*bytes)
    }
}

/// The data of `80 70` before the factors.
struct InitializeForPurchase<'a> {
    random: Random,
    sequence: OfflineSequence,
    amount: Amount,
    debit: DebitType,
    at: Timestamp,
    key_version: u8,
    factors: &'a [u8],
}

impl<'a> InitializeForPurchase<'a> {
    fn from_bytes(data: &'a [u8]) -> Result<Self, PsamReason> {
        let (fields, factors) = data.split_first_chunk::<20>().ok_or(FormatError::Length)?;
        let [r0, r1, r2, r3, s0, s1, a0, a1, a2, a3, code, at @ .., key_version, algorithm] = *fields;
        let debit = match TransactionType::try_from(code) {
            Ok(TransactionType::CashWithdrawal) => DebitType::CashWithdrawal,
            Ok(TransactionType::DepositPurchase) => DebitType::DepositPurchase,
            Ok(TransactionType::PursePurchase) => DebitType::PursePurchase,
            Ok(TransactionType::CompositePurchase) => DebitType::CompositePurchase,
            _ => return Err(PsamReason::TransactionType),
        };
        // 00 and 01 both derive the session key with triple DES.
        if algorithm > 1 {
            return Err(PsamReason::KeyMissing);
        }
        Ok(Self {
            random: Random::from_bytes([r0, r1, r2, r3]),
            sequence: OfflineSequence::from_bytes([s0, s1]),
            amount: Amount::from_bytes([a0, a1, a2, a3]),
            debit,
            at: Timestamp::from_bytes(at)?,
            key_version,
            factors,
        })
    }
}

impl PsamApplet {
    /// INIT SAM FOR PURCHASE, `80 70 00 00`.
    pub(super) fn initialize_for_purchase(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
    ) -> Result<(), Error> {
        check_parameters(command, 0x00, 0x00)?;
        let message = InitializeForPurchase::from_bytes(command.data())?;
        if context.failures(self.mac2_failures)? >= u32::from(self.mac_failure_limit) {
            return Err(PsamReason::Blocked.into());
        }
        let key = self.keys.purchase_key(context, message.key_version, message.factors)?;
        let total = context.get(self.daily_total)?.with_sale(message.at.date, message.amount)?;
        let number = TerminalSequence::new(context.counter(self.terminal_sequence)?);
        number.next().ok_or(PsamReason::CounterAtMaximum)?;
        let terminal = context.bytes(self.terminal_number)?.first_chunk::<TERMINAL_NUMBER_LENGTH>();
        let terminal = TerminalNumber::from_bytes(terminal.copied().unwrap_or_default());

        // From here on the number is used up, whatever happens.
        context.increment(self.terminal_sequence)?;
        if let Some(total) = total {
            context.set(self.daily_total, &total)?;
        }
        let session_key = key.offline_session_key(message.random, message.sequence, number);
        let purchase = Purchase { debit: message.debit, amount: message.amount, terminal };
        self.purchase.keep(context, message.amount, &session_key)?;
        context.respond(&number.to_bytes());
        context.respond(&purchase_mac1(&session_key, &purchase, message.at).to_bytes());
        Ok(())
    }

    /// CREDIT SAM FOR PURCHASE, `80 72 00 00` MAC2.
    pub(super) fn credit_for_purchase(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        pending: Option<PendingPurchase>,
    ) -> Result<(), Error> {
        check_parameters(command, 0x00, 0x00)?;
        let pending = pending.ok_or(PsamReason::PurchaseNotInitialised)?;
        let received = <[u8; 4]>::try_from(command.data()).map_err(|_| AccessReason::WrongLength)?;
        let received = Mac4::from_bytes(received);
        let verdict = attempt(context, self.mac2_failures, self.mac_failure_limit, || {
            purchase_mac2(&pending.session_key, pending.amount).verify(&received)
        })?;
        match verdict {
            Verdict::Right => Ok(()),
            Verdict::Wrong { .. } => Err(PsamReason::MacInvalid.into()),
            Verdict::Exhausted => Err(PsamReason::Blocked.into()),
        }
    }
}
