//! EXTERNAL and INTERNAL AUTHENTICATE (FMCOS 2.0 manual ch. 7).

use cardamom_apdu::Command;
use cardamom_card_os::{Context, Error, KeyUsage};
use cardamom_secure_channel::edep::Challenge;
use subtle::ConstantTimeEq;

use super::PurseApplet;
use super::keys::loaded;
use super::reason::PurseReason;
use super::transaction::check_parameters;
use crate::card_key::Verdict;
use crate::secure_messaging::AccessReason;

impl PurseApplet {
    /// EXTERNAL AUTHENTICATE, `00 82 00 00`: the other side encrypts the challenge. It may then read the
    /// transaction file. Too many failures in a row block the key, not the application.
    pub(super) fn external_authenticate(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        challenge: Option<Challenge>,
    ) -> Result<(), Error> {
        check_parameters(command, 0x00, 0x00)?;
        let received = <[u8; 8]>::try_from(command.data()).map_err(|_| AccessReason::WrongLength)?;
        let challenge = challenge.ok_or(AccessReason::ChallengeMissing)?;
        let card_key = self.keys.external_authentication;
        let key = loaded(context, card_key, KeyUsage::EXTERNAL_AUTHENTICATE)?.key;
        // As with a PIN: an attempt that fails takes back what an earlier one gave.
        context.set(self.externally_authenticated, &false)?;
        let verdict = card_key.attempt(context, self.mac_failure_limit, || {
            key.authentication_cryptogram(challenge.to_bytes()).ct_eq(&received).into()
        })?;
        match verdict {
            Verdict::Right => context.set(self.externally_authenticated, &true),
            Verdict::Wrong { attempts_remaining } => {
                Err(PurseReason::AuthenticationFailed { attempts_remaining }.into())
            }
            Verdict::Exhausted => Err(PurseReason::AuthenticationKeyBlocked.into()),
        }
    }

    /// INTERNAL AUTHENTICATE, `00 88 00 00`: the card encrypts eight bytes.
    pub(super) fn internal_authenticate(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
    ) -> Result<(), Error> {
        check_parameters(command, 0x00, 0x00)?;
        let challenge = <[u8; 8]>::try_from(command.data()).map_err(|_| AccessReason::WrongLength)?;
        let key = loaded(context, self.keys.internal_authentication, KeyUsage::INTERNAL_AUTHENTICATE)?.key;
        context.respond(&key.authentication_cryptogram(challenge));
        Ok(())
    }
}
