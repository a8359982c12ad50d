//! From command bytes to the applet and back (JCRE 3.0.5 §4.3 to §4.8).

use alloc::sync::Arc;
use core::mem;

use cardamom_apdu::chaining::ChainAssembler;
use cardamom_apdu::{Command, CommandError, SecureMessaging, StatusWord};

use super::{Card, NoAnswer, Protocol};
use crate::applet::{Applet, CommandChaining};
use crate::channel::PendingResponse;
use crate::error::Error;
use crate::kernel::Frame;
use crate::life_cycle::CardState;
use crate::object::InstanceId;
use crate::reason::KernelReason;
use crate::trace::Event;

const INSTRUCTION_MANAGE_CHANNEL: u8 = 0x70;
const INSTRUCTION_SELECT: u8 = 0xA4;
const INSTRUCTION_GET_RESPONSE: u8 = 0xC0;

/// Data that the commands of a chain may carry together, as much as one extended command.
const MAXIMUM_CHAIN_LENGTH: usize = 65_535;

/// Data that a command without Le is answered at most, as in `APDU.setOutgoing` (JCRE 3.0.5 §9.3).
const DEFAULT_EXPECTED_LENGTH: u32 = 256;

impl Card {
    /// Processes one command APDU and gives the response APDU, in the card's own buffer.
    ///
    /// # Errors
    /// [`NoAnswer`] when the card is off, or power was cut meanwhile.
    pub fn transmit(&mut self, bytes: &[u8]) -> Result<&[u8], NoAnswer> {
        if !self.powered {
            return Err(NoAnswer::Unpowered);
        }
        self.kernel.begin_command();
        let result = match Command::parse(bytes) {
            Ok(command) => self.dispatch(&command),
            Err(CommandError::InvalidClass) => Err(KernelReason::InvalidClass.into()),
            Err(_) => Err(KernelReason::Malformed.into()),
        };
        self.finish(result)
    }

    fn dispatch(&mut self, command: &Command<'_>) -> Result<(), Error> {
        let class = command.class();
        if !class.is_valid() {
            return Err(KernelReason::InvalidClass.into());
        }
        let number = class.channel();
        if number > 0 && self.kernel.channels.get(number).is_none() && is_select_by_name(command) {
            return self.select_on_closed_channel(number, command);
        }
        let channel = self.kernel.channels.get_mut(number).ok_or(KernelReason::ChannelNotOpen)?;
        if let Some(pending) = channel.pending.take()
            && command.instruction() == INSTRUCTION_GET_RESPONSE
        {
            return self.get_response(number, command, pending);
        }
        let applet = self.selected_applet(number);
        let by_applet = applet.as_ref().is_some_and(|(_, applet)| {
            applet.command_chaining() == CommandChaining::ByApplet && !is_for_kernel(command)
        });
        let channel = self.kernel.channels.get_mut(number).ok_or(KernelReason::ChannelNotOpen)?;
        if by_applet {
            channel.chain = None;
        }
        if by_applet || (!class.is_chained() && channel.chain.is_none()) {
            return self.execute(number, applet, command);
        }
        let mut chain = channel.chain.take().unwrap_or_else(|| ChainAssembler::new(MAXIMUM_CHAIN_LENGTH));
        match chain.push(*command).map_err(KernelReason::Chain)? {
            Some(whole) => self.execute(number, applet, &whole)?,
            None => channel.chain = Some(chain),
        }
        Ok(())
    }

    fn execute(
        &mut self,
        number: u8,
        applet: Option<(Frame, Arc<dyn Applet>)>,
        command: &Command<'_>,
    ) -> Result<(), Error> {
        if is_for_kernel(command) {
            match command.instruction() {
                INSTRUCTION_MANAGE_CHANNEL => self.manage_channel(number, command)?,
                _ if self.select_by_name(number, command)? => {}
                _ => match applet {
                    Some((frame, applet)) if self.check_card_state(frame.instance).is_ok() => {
                        self.process(number, frame, &*applet, command, false)?;
                    }
                    _ => return Err(KernelReason::ApplicationNotFound.into()),
                },
            }
        } else {
            let (frame, applet) = applet.ok_or(KernelReason::NoAppletSelected)?;
            self.check_card_state(frame.instance)?;
            self.process(number, frame, &*applet, command, false)?;
        }
        self.limit_response(number, command);
        Ok(())
    }

    /// On a locked card only the Final Application is served, even where another was selected before.
    fn check_card_state(&self, id: InstanceId) -> Result<(), Error> {
        let registry = &self.kernel.registry;
        let reason = match registry.card_state() {
            CardState::Operational => return Ok(()),
            CardState::Locked => KernelReason::CardLocked,
            CardState::Terminated => KernelReason::CardTerminated,
        };
        let serves = registry.by_id(id).is_some_and(|instance| registry.is_final_application(instance));
        if serves { Ok(()) } else { Err(reason.into()) }
    }

    /// Lets the applet process a command in its own context.
    pub(super) fn process(
        &mut self,
        number: u8,
        frame: Frame,
        applet: &dyn Applet,
        command: &Command<'_>,
        selecting: bool,
    ) -> Result<(), Error> {
        self.kernel.run(number, frame, selecting, |context| applet.process(context, command))
    }

    /// The response with its status word, or none when power went.
    fn finish(&mut self, result: Result<(), Error>) -> Result<&[u8], NoAnswer> {
        let power_lost = self.kernel.memory.nvm().is_power_lost();
        let status_word = match result {
            Ok(()) => self.kernel.status_word,
            Err(error) => {
                self.kernel.response.clear();
                self.trace_refusal_of_kernel(&error);
                error.status_word().unwrap_or(StatusWord::UNKNOWN)
            }
        };
        if power_lost {
            self.kernel.trace(Event::PowerLost);
            self.power_off();
            return Err(NoAnswer::PowerCut);
        }
        self.kernel.response.extend_from_slice(&status_word.to_bytes());
        Ok(&self.kernel.response)
    }

    /// What an applet refused was traced when it ran; this is for what never reached one.
    fn trace_refusal_of_kernel(&mut self, error: &Error) {
        if let (Error::Refused(refusal), false) = (error, self.kernel.refusal_traced) {
            let event = Event::Refused { applet: None, status_word: refusal.status_word, rule: refusal.rule };
            self.kernel.trace(event);
        }
    }

    /// Keeps of the response what the terminal expects now, and the rest for GET RESPONSE.
    pub(super) fn limit_response(&mut self, number: u8, command: &Command<'_>) {
        let length = self.kernel.response.len();
        if length == 0 {
            return;
        }
        let limit = match (self.protocol, command.expected_length(), command.data().is_empty()) {
            // With T=0 a command that carries data gets none back in the same exchange (ISO 7816-3 §12.2.4).
            (Protocol::T0, _, false) | (Protocol::T0, None, true) => 0,
            (_, Some(expected), _) => expected,
            (Protocol::T1, None, _) => DEFAULT_EXPECTED_LENGTH,
        };
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        if length <= limit {
            return;
        }
        if let Some(channel) = self.kernel.channels.get_mut(number) {
            let data = self.kernel.response.split_off(limit);
            let status_word = mem::replace(&mut self.kernel.status_word, bytes_remaining(data.len()));
            channel.pending = Some(PendingResponse { data, status_word });
        }
    }

    fn get_response(
        &mut self,
        number: u8,
        command: &Command<'_>,
        mut pending: PendingResponse,
    ) -> Result<(), Error> {
        if command.p1() != 0 || command.p2() != 0 || !command.data().is_empty() {
            if let Some(channel) = self.kernel.channels.get_mut(number) {
                channel.pending = Some(pending);
            }
            return Err(KernelReason::GetResponseParameters.into());
        }
        let expected = usize::try_from(command.expected_length().unwrap_or(DEFAULT_EXPECTED_LENGTH));
        let given = expected.unwrap_or(usize::MAX).min(pending.data.len());
        self.kernel.response.extend(pending.data.drain(..given));
        if pending.data.is_empty() {
            self.kernel.status_word = pending.status_word;
        } else {
            self.kernel.status_word = bytes_remaining(pending.data.len());
            if let Some(channel) = self.kernel.channels.get_mut(number) {
                channel.pending = Some(pending);
            }
        }
        Ok(())
    }

    /// The applet selected on a channel, ready to run.
    #[inline]
    pub(super) fn selected_applet(&self, number: u8) -> Option<(Frame, Arc<dyn Applet>)> {
        let (id, _) = self.kernel.channels.get(number)?.selected?;
        self.applet(id)
    }

    pub(super) fn applet(&self, id: InstanceId) -> Option<(Frame, Arc<dyn Applet>)> {
        let instance = self.kernel.registry.by_id(id)?;
        let frame = Frame { instance: id, context: instance.context, aid: instance.aid };
        Some((frame, Arc::clone(&instance.applet)))
    }
}

/// MANAGE CHANNEL, and SELECT by name, are the kernel's (JCRE 3.0.5 §4.5, §4.6).
fn is_for_kernel(command: &Command<'_>) -> bool {
    let is_manage_channel =
        command.class().is_interindustry() && command.instruction() == INSTRUCTION_MANAGE_CHANNEL;
    is_manage_channel || is_select_by_name(command)
}

/// Under secure messaging a SELECT is the selected applet's to unwrap.
fn is_select_by_name(command: &Command<'_>) -> bool {
    command.class().is_interindustry()
        && command.instruction() == INSTRUCTION_SELECT
        && command.p1() == 0x04
        && command.class().secure_messaging() == SecureMessaging::None
}

fn bytes_remaining(count: usize) -> StatusWord {
    // 00 stands for 256 or more.
    StatusWord::bytes_remaining(u8::try_from(count).unwrap_or(0))
}
