//! Blocking and unblocking the application (FMCOS 2.0 manual §8.1 to §8.3).

use cardamom_apdu::Command;
use cardamom_card_os::{Context, Error};

use super::PurseApplet;
use super::transaction::check_parameters;
use crate::life_cycle::LifeCycle;
use crate::secure_messaging::{AccessReason, SecureMessaging};

impl PurseApplet {
    /// APPLICATION BLOCK, `84 1E 00` 00 temporarily, 01 permanently.
    pub(super) fn application_block(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        messaging: &SecureMessaging,
        life_cycle: LifeCycle,
    ) -> Result<(), Error> {
        let blocked = match (command.p1(), command.p2()) {
            (0x00, 0x00) => LifeCycle::TemporarilyBlocked,
            (0x00, 0x01) => LifeCycle::PermanentlyBlocked,
            _ => return Err(AccessReason::WrongParameters.into()),
        };
        messaging.authorise(context, command)?;
        move_to(context, life_cycle, blocked)
    }

    /// APPLICATION UNBLOCK, `84 18 00 00`: answered 9000 whether or not the application was blocked.
    pub(super) fn application_unblock(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        messaging: &SecureMessaging,
        life_cycle: LifeCycle,
    ) -> Result<(), Error> {
        check_parameters(command, 0x00, 0x00)?;
        messaging.authorise(context, command)?;
        move_to(context, life_cycle, LifeCycle::Personalized)
    }

    /// CARD BLOCK, `84 16 00 00`: this application is blocked permanently. Other applications of the card are their
    /// own masters.
    pub(super) fn card_block(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        messaging: &SecureMessaging,
    ) -> Result<(), Error> {
        check_parameters(command, 0x00, 0x00)?;
        messaging.authorise(context, command)?;
        context.set_life_cycle(LifeCycle::PermanentlyBlocked.code())
    }
}

fn move_to(context: &mut Context<'_>, from: LifeCycle, to: LifeCycle) -> Result<(), Error> {
    if from == to { Ok(()) } else { context.set_life_cycle(to.code()) }
}
