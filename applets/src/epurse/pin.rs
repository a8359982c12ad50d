//! The holder's PIN (FMCOS 2.0 manual §7.10, §8.4 to §8.6).

use cardamom_apdu::Command;
use cardamom_card_os::{Context, Error, KeyUsage, PinVerdict};
use cardamom_secure_channel::edep::{Challenge, FormatError, Mac4, Pin, Protection, reload_pin_mac};

use super::PurseApplet;
use super::keys::loaded;
use super::reason::PurseReason;
use super::transaction::check_parameters;
use crate::secure_messaging::{AccessReason, SecureMessaging};

/// Between the old and the new PIN of CHANGE PIN.
const SEPARATOR: u8 = 0xFF;

impl PurseApplet {
    /// VERIFY, `00 20 00 00`. Without data: 9000 if the PIN was verified, else 63Cx with the tries left.
    pub(super) fn verify_pin(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        check_parameters(command, 0x00, 0x00)?;
        if command.data().is_empty() {
            if context.is_pin_validated(self.pin)? {
                return Ok(());
            }
            return Err(match context.pin_tries_remaining(self.pin)? {
                0 => PurseReason::PinBlocked.into(),
                tries_remaining => PurseReason::PinWrong { tries_remaining }.into(),
            });
        }
        let pin = Pin::from_bytes(command.data()).map_err(|_| AccessReason::WrongLength)?;
        self.present_pin(context, pin.expose())
    }

    /// CHANGE PIN (`80 5E 01 00`) and RELOAD PIN (`80 5E 00 00`).
    pub(super) fn change_or_reload_pin(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
    ) -> Result<(), Error> {
        match (command.p1(), command.p2()) {
            (0x00, 0x00) => self.reload_pin(context, command),
            (0x01, 0x00) => self.change_pin(context, command),
            _ => Err(AccessReason::WrongParameters.into()),
        }
    }

    fn change_pin(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        let mut parts = command.data().splitn(2, |byte| *byte == SEPARATOR);
        let (Some(old), Some(new)) = (parts.next(), parts.next()) else {
            return Err(PurseReason::Malformed(FormatError::Pin).into());
        };
        let [old, new] = [old, new].map(|pin| Pin::from_bytes(pin).map_err(PurseReason::from));
        let (old, new) = (old?, new?);
        self.present_pin(context, old.expose())?;
        context.set_pin(self.pin, new.expose())
    }

    fn reload_pin(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        let (pin, mac) = command.data().split_last_chunk().ok_or(AccessReason::WrongLength)?;
        let pin = Pin::from_bytes(pin).map_err(|_| AccessReason::WrongLength)?;
        let received = Mac4::from_bytes(*mac);
        let key = loaded(context, self.keys.pin_reload, KeyUsage::VERIFY_MAC)?.key;
        self.check_mac(context, self.keys.pin_reload, || reload_pin_mac(&key, &pin).verify(&received))?;
        context.set_pin(self.pin, pin.expose())
    }

    /// PIN UNBLOCK, `84 24 00 00`, under DPUK: the try counter is filled again for whoever knows the PIN.
    pub(super) fn pin_unblock(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        challenge: Option<Challenge>,
    ) -> Result<(), Error> {
        check_parameters(command, 0x00, 0x00)?;
        let messaging =
            SecureMessaging { key: self.keys.pin_unblock, failure_limit: self.mac_failure_limit, challenge };
        let pin = messaging.unwrap(context, command, Protection::EncryptedMac)?;
        if context.unblock_pin_with(self.pin, &pin)? { Ok(()) } else { Err(PurseReason::PinFormat.into()) }
    }

    fn present_pin(&self, context: &mut Context<'_>, pin: &[u8]) -> Result<(), Error> {
        match context.verify_pin(self.pin, pin)? {
            PinVerdict::Right => Ok(()),
            PinVerdict::Wrong { tries_remaining } => Err(PurseReason::PinWrong { tries_remaining }.into()),
            PinVerdict::Blocked => Err(PurseReason::PinBlocked.into()),
        }
    }
}
