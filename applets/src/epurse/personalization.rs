//! Bringing keys, PIN and limits into the card, and the end of that.

use cardamom_apdu::Command;
use cardamom_card_os::handle::Storable;
use cardamom_card_os::{Context, Error};
use cardamom_secure_channel::edep::{Amount, KeyRecord, Pin, Protection, Purse};

use super::PurseApplet;
use super::keys::KEY_IDENTIFIER;
use super::reason::PurseReason;
use super::transaction::check_parameters;
use crate::install_parameters;
use crate::life_cycle::LifeCycle;
use crate::secure_messaging::{AccessReason, SecureMessaging};

/// The highest balance that each purse may have. At first as high as four bytes go.
#[derive(Clone, Copy, Debug)]
pub(super) struct BalanceLimits {
    deposit: Amount,
    purse: Amount,
}

impl BalanceLimits {
    pub(super) const fn of(&self, purse: Purse) -> Amount {
        match purse {
            Purse::Deposit => self.deposit,
            Purse::Purse => self.purse,
        }
    }
}

impl Default for BalanceLimits {
    fn default() -> Self {
        Self { deposit: Amount::new(u32::MAX), purse: Amount::new(u32::MAX) }
    }
}

impl Storable for BalanceLimits {
    const LENGTH: usize = 8;

    fn read(bytes: &[u8]) -> Option<Self> {
        let [a, b, c, d, purse @ ..] = *<&[u8; 8]>::try_from(bytes).ok()?;
        Some(Self { deposit: Amount::from_bytes([a, b, c, d]), purse: Amount::from_bytes(purse) })
    }

    fn write(&self, bytes: &mut [u8]) {
        let fields = [self.deposit.to_bytes(), self.purse.to_bytes()];
        for (place, byte) in bytes.iter_mut().zip(fields.as_flattened()) {
            *place = *byte;
        }
    }
}

impl PurseApplet {
    /// WRITE KEY, `84 D4 01` identifier: key type ‖ version ‖ algorithm ‖ 16 bytes, encrypted. The
    /// algorithm is 00 or 01, triple DES both: of a key that says otherwise no terminal makes anything.
    pub(super) fn write_key(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        messaging: &SecureMessaging,
    ) -> Result<(), Error> {
        check_parameters(command, 0x01, KEY_IDENTIFIER)?;
        let plain = messaging.unwrap(context, command, Protection::EncryptedMac)?;
        let record = KeyRecord::from_bytes(&plain).map_err(PurseReason::from)?;
        let key = self.keys.of_type(record.usage.to_byte())?;
        if record.algorithm > 1 {
            return Err(PurseReason::AlgorithmUnknown.into());
        }
        key.set(context, record.version, record.algorithm, &record.key)
    }

    /// PUT DATA of the PIN, `84 DA 00 3A`, encrypted; before the end of personalization only.
    pub(super) fn put_pin(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        messaging: &SecureMessaging,
        life_cycle: LifeCycle,
    ) -> Result<(), Error> {
        check_parameters(command, 0x00, 0x3A)?;
        if life_cycle != LifeCycle::Installed {
            return Err(PurseReason::AlreadyPersonalized.into());
        }
        let plain = messaging.unwrap(context, command, Protection::EncryptedMac)?;
        let pin = Pin::from_bytes(&plain).map_err(PurseReason::from)?;
        context.set_pin(self.pin, pin.expose())
    }

    /// PUT DATA of the balance limits, `04 DA 01 01`: deposit 4 ‖ purse 4. Not below what the purses hold.
    pub(super) fn put_balance_limits(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        messaging: &SecureMessaging,
    ) -> Result<(), Error> {
        check_parameters(command, 0x01, 0x01)?;
        let plain = messaging.unwrap(context, command, Protection::Mac)?;
        let limits = match plain.len() {
            BalanceLimits::LENGTH => BalanceLimits::read(&plain).ok_or(AccessReason::WrongLength)?,
            _ => return Err(AccessReason::WrongLength.into()),
        };
        for purse in [Purse::Deposit, Purse::Purse] {
            if self.state(context, purse)?.balance > limits.of(purse) {
                return Err(PurseReason::BalanceLimit.into());
            }
        }
        context.set(self.balance_limits, &limits)
    }

    /// ACTIVATE FILE, `84 44 00 00` (ISO 7816-9: from initialisation to operation): ends personalization for good,
    /// and takes the transport key out of memory.
    pub(super) fn end_personalization(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        messaging: &SecureMessaging,
        life_cycle: LifeCycle,
    ) -> Result<(), Error> {
        check_parameters(command, 0x00, 0x00)?;
        if life_cycle != LifeCycle::Installed {
            return Err(PurseReason::AlreadyPersonalized.into());
        }
        messaging.authorise(context, command)?;
        if !self.keys.are_complete(context)? || !context.is_pin_set(self.pin)? {
            return Err(PurseReason::PersonalizationIncomplete.into());
        }
        install_parameters::end_personalization(context, self.keys.transport)
    }
}
