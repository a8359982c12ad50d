//! GET CHALLENGE and the challenge that the next command may answer.

use cardamom_apdu::Command;
use cardamom_card_os::handle::Field;
use cardamom_card_os::object::Clear;
use cardamom_card_os::{Context, Error, Layout};
use cardamom_secure_channel::edep::Challenge;

use crate::secure_messaging::AccessReason;

/// Where the challenge is kept for the next command, and no longer. RAM: length (1), challenge (8).
#[derive(Clone, Copy, Debug)]
pub(crate) struct ChallengeMemory(Field<[u8; 9]>);

impl ChallengeMemory {
    pub(crate) fn lay_out(layout: &mut Layout<'_>) -> Result<Self, Error> {
        Ok(Self(layout.transient_field(Clear::OnDeselect)?))
    }

    /// GET CHALLENGE, `00 84 00 00 Le`: Le is 04 or 08.
    pub(crate) fn get_challenge(self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        if (command.p1(), command.p2()) != (0, 0) {
            return Err(AccessReason::WrongParameters.into());
        }
        let length = match (command.data(), command.expected_length()) {
            ([], Some(4) | None) => 4,
            ([], Some(8)) => 8,
            _ => return Err(AccessReason::ChallengeLength.into()),
        };
        let mut memory = [0; 9];
        let [kept_length, challenge @ ..] = &mut memory;
        *kept_length = length;
        let drawn = challenge.get_mut(..usize::from(length)).unwrap_or_default();
        context.random(drawn)?;
        context.respond(drawn);
        context.set(self.0, &memory)
    }

    /// The challenge of the command before this one, which is forgotten with that.
    pub(crate) fn take(self, context: &mut Context<'_>) -> Result<Option<Challenge>, Error> {
        let [length, challenge @ ..] = context.get(self.0)?;
        if length == 0 {
            return Ok(None);
        }
        context.set(self.0, &[0; 9])?;
        Ok(Some(Challenge::from_bytes(challenge)))
    }
}
