//! Keys of cards, derived for a while, and what is done with them.

use cardamom_apdu::Command;
use cardamom_card_os::handle::Field;
use cardamom_card_os::object::Clear;
use cardamom_card_os::{Context, Error, Layout};
use cardamom_secure_channel::edep::{FormatError, KeyUsage, TripleDesKey};
use zeroize::Zeroizing;

use super::PsamApplet;
use super::keys::{ENCRYPTION, MAC, MAC_AND_ENCRYPTION};
use super::reason::PsamReason;
use crate::secure_messaging::AccessReason;

/// Kind (0: none), key (16).
const LENGTH: usize = 17;

#[derive(Clone, Copy, Debug)]
pub(super) struct TemporaryKeyMemory(Field<[u8; LENGTH]>);

impl TemporaryKeyMemory {
    pub(super) fn lay_out(layout: &mut Layout<'_>) -> Result<Self, Error> {
        Ok(Self(layout.transient_field(Clear::OnDeselect)?))
    }

    fn get(self, context: &mut Context<'_>) -> Result<(u8, TripleDesKey), Error> {
        let bytes = Zeroizing::new(context.get(self.0)?);
        let [kind, key @ ..] = *bytes;
        Ok((kind, TripleDesKey::from_bytes(key)))
    }

    fn set(self, context: &mut Context<'_>, kind: u8, key: &TripleDesKey) -> Result<(), Error> {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        let [first, value @ ..] = &mut *bytes;
        *first = kind;
        value.copy_from_slice(key.expose());
        context.set(self.0, &*bytes)
    }
}

impl PsamApplet {
    /// DELIVERY KEY, `80 1A` usage, version; data: the factors. Purchase keys cannot be derived so.
    pub(super) fn derive_temporary_key(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
    ) -> Result<(), Error> {
        let usage = KeyUsage::from_byte(command.p1());
        let key = self.keys.auxiliary_key(context, usage, command.p2(), command.data())?;
        self.temporary_key.set(context, usage.kind(), &key)
    }

    /// CIPHER DATA, `80 FA`: P1 00 encrypts, 05 computes a MAC from the initial value that the data begin with.
    pub(super) fn cipher_data(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        let (kind, key) = self.temporary_key.get(context)?;
        match (command.p1(), command.p2()) {
            (0x00, 0x00) => {
                if !matches!(kind, ENCRYPTION | MAC_AND_ENCRYPTION) {
                    return Err(PsamReason::TemporaryKeyMissing.into());
                }
                let mut data = command.data().to_vec();
                key.encrypt_blocks(&mut data).map_err(PsamReason::from)?;
                context.respond(&data);
            }
            (0x05, 0x00) => {
                if !matches!(kind, MAC | MAC_AND_ENCRYPTION) {
                    return Err(PsamReason::TemporaryKeyMissing.into());
                }
                let (initial_value, data) =
                    command.data().split_first_chunk().ok_or(PsamReason::Malformed(FormatError::Length))?;
                let mac = key.mac_of_padded(*initial_value, data).map_err(PsamReason::from)?;
                context.respond(&mac.to_bytes());
            }
            _ => return Err(AccessReason::WrongParameters.into()),
        }
        Ok(())
    }
}
