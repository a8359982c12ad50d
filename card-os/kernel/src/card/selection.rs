//! Selecting applets and managing channels (JCRE 3.0.5 §4.4 to §4.7; ISO 7816-4 §7.1.1, §7.1.2).

use alloc::sync::Arc;

use cardamom_apdu::{Command, SecureMessaging, StatusWord};

use super::Card;
use crate::error::Error;
use crate::life_cycle::CardState;
use crate::object::{ContextId, InstanceId};
use crate::reason::KernelReason;
use crate::trace::Event;

impl Card {
    /// SELECT by name. `false`: no application has this name, and the command is for the applet that stays
    /// selected (JCRE 3.0.5 §4.5.2).
    pub(super) fn select_by_name(&mut self, number: u8, command: &Command<'_>) -> Result<bool, Error> {
        let current = self.kernel.channels.get(number).and_then(|channel| channel.selected).map(|(id, _)| id);
        let after = match command.p2() & 0x03 {
            0x00 => None,
            0x02 if current.is_some() => current,
            0x02 => return Err(KernelReason::ApplicationNotFound.into()),
            _ => return Err(KernelReason::SelectParameters.into()),
        };
        let is_terminated = self.kernel.registry.card_state() == CardState::Terminated;
        let found = if command.data().is_empty() && !is_terminated {
            self.kernel.registry.select_unnamed()
        } else {
            self.kernel.registry.select(command.data(), after)
        };
        let Some(id) = found.map(|instance| instance.id) else {
            return if after.is_some() { Err(KernelReason::ApplicationNotFound.into()) } else { Ok(false) };
        };
        self.check_multi_selectable(number, id)?;
        self.deselect(number)?;
        self.select(number, id)?;
        let Some((frame, applet)) = self.selected_applet(number) else { return Ok(true) };
        self.process(number, frame, &*applet, command, true)?;
        if self.kernel.registry.card_state() != CardState::Operational {
            // GPCS 2.3.1 §11.9.3.2, Table 11-82.
            self.kernel.status_word = StatusWord::from(0x6283);
        }
        Ok(true)
    }

    /// SELECT by name on a channel that is not open opens it, when an application has that name (JCRE 3.0.5
    /// §4.5.2).
    pub(super) fn select_on_closed_channel(
        &mut self,
        number: u8,
        command: &Command<'_>,
    ) -> Result<(), Error> {
        if self.kernel.registry.select(command.data(), None).is_none() {
            return Err(KernelReason::ChannelNotOpen.into());
        }
        self.kernel.channels.open(number);
        let outcome = self.select_by_name(number, command);
        if self.kernel.channels.get(number).is_some_and(|channel| channel.selected.is_none()) {
            self.kernel.channels.close(number);
        }
        outcome?;
        self.limit_response(number, command);
        Ok(())
    }

    /// MANAGE CHANNEL (ISO 7816-4 §7.1.2; JCRE 3.0.5 §4.4, §4.7).
    pub(super) fn manage_channel(&mut self, number: u8, command: &Command<'_>) -> Result<(), Error> {
        if command.class().secure_messaging() != SecureMessaging::None {
            return Err(KernelReason::ChannelSecureMessaging.into());
        }
        match (command.p1(), command.p2()) {
            (0x00, 0..=19) if self.kernel.registry.card_state() != CardState::Operational => {
                Err(KernelReason::CardLocked.into())
            }
            (0x00, requested @ 0..=19) => {
                let opened = match requested {
                    0 => self.kernel.channels.lowest_closed().ok_or(KernelReason::ChannelNotAvailable)?,
                    _ if self.kernel.channels.get(requested).is_some() => {
                        return Err(KernelReason::ChannelNotAvailable.into());
                    }
                    _ => requested,
                };
                // From the basic channel the default applet is selected on the new one, from another channel
                // the applet of that channel.
                let inherited = match number {
                    0 => self.kernel.registry.default_selected().map(|instance| instance.id),
                    _ => self
                        .kernel
                        .channels
                        .get(number)
                        .and_then(|channel| channel.selected)
                        .map(|(id, _)| id),
                };
                if let Some(id) = inherited {
                    self.check_multi_selectable(opened, id)?;
                }
                self.kernel.channels.open(opened);
                if let Some(id) = inherited
                    && let Err(error) = self.select(opened, id)
                {
                    self.kernel.channels.close(opened);
                    return Err(error);
                }
                self.kernel.response.clear();
                if requested == 0 {
                    self.kernel.response.push(opened);
                }
                Ok(())
            }
            (0x80, 0) if number == 0 => Err(KernelReason::BasicChannelClosed.into()),
            (0x80, requested @ 0..=19) => {
                let closed = if requested == 0 { number } else { requested };
                if self.kernel.channels.get(closed).is_none() {
                    // Already as asked for: a warning (JCRE 3.0.5 §4.7.2).
                    self.kernel.status_word = StatusWord::from(0x6200);
                    return Ok(());
                }
                self.deselect(closed)?;
                self.kernel.channels.close(closed);
                Ok(())
            }
            _ => Err(KernelReason::ManageChannelParameters.into()),
        }
    }

    /// After a reset, and on no command's behalf: an applet that declines is not selected, and that is all.
    pub(super) fn select_default_applet(&mut self, number: u8) -> Result<(), Error> {
        let Some(id) = self.kernel.registry.default_selected().map(|instance| instance.id) else {
            return Ok(());
        };
        match self.select(number, id) {
            Err(Error::PowerLost) => Err(Error::PowerLost),
            _ => {
                self.kernel.begin_command();
                Ok(())
            }
        }
    }

    /// Selects an instance on a channel where none is.
    fn select(&mut self, number: u8, id: InstanceId) -> Result<(), Error> {
        let (frame, applet) = self.applet(id).ok_or(KernelReason::ApplicationNotFound)?;
        let applet = Arc::clone(&applet);
        let outcome = self.kernel.run(number, frame, true, |context| applet.select(context));
        self.kernel.response.clear();
        self.kernel.status_word = StatusWord::NO_ERROR;
        match outcome {
            Ok(()) => {}
            Err(Error::PowerLost) => return Err(Error::PowerLost),
            Err(_) => {
                self.clear_on_deselect(number, frame.context);
                return Err(KernelReason::SelectDeclined.into());
            }
        }
        if let Some(channel) = self.kernel.channels.get_mut(number) {
            channel.selected = Some((id, frame.context));
        }
        self.kernel.trace(Event::Selected { channel: number, aid: frame.aid });
        Ok(())
    }

    /// Deselects whatever is selected on a channel. What the applet does wrong in `deselect` changes nothing.
    fn deselect(&mut self, number: u8) -> Result<(), Error> {
        let Some((frame, applet)) = self.selected_applet(number) else { return Ok(()) };
        let outcome = self.kernel.run(number, frame, false, |context| {
            applet.deselect(context);
            Ok(())
        });
        if outcome == Err(Error::PowerLost) {
            return outcome;
        }
        self.kernel.begin_command();
        if let Some(channel) = self.kernel.channels.get_mut(number) {
            channel.selected = None;
            channel.state = None;
            channel.chain = None;
        }
        self.clear_on_deselect(number, frame.context);
        self.kernel.trace(Event::Deselected { channel: number, aid: frame.aid });
        Ok(())
    }

    /// Clears a context's CLEAR_ON_DESELECT objects, unless it is selected on another channel.
    fn clear_on_deselect(&mut self, number: u8, context: ContextId) {
        let mut elsewhere = self.kernel.channels.selected_elsewhere(number);
        if !elsewhere.any(|(_, other)| other == context) {
            self.kernel.memory.clear_on_deselect(context);
        }
    }

    /// JCRE 3.0.5 §4.2: an applet may be selected while one of its package is selected on another channel only
    /// if both are multi-selectable.
    fn check_multi_selectable(&self, number: u8, id: InstanceId) -> Result<(), Error> {
        let Some((frame, applet)) = self.applet(id) else { return Ok(()) };
        let mut others = self
            .kernel
            .channels
            .selected_elsewhere(number)
            .filter(|(_, context)| *context == frame.context)
            .filter_map(|(other, _)| self.applet(other))
            .peekable();
        if others.peek().is_none() {
            return Ok(());
        }
        if applet.is_multi_selectable() && others.all(|(_, other)| other.is_multi_selectable()) {
            return Ok(());
        }
        Err(KernelReason::NotMultiSelectable.into())
    }
}
