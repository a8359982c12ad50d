//! What is selected on each logical channel, as far as it can be seen from outside.

use cardamom_apdu::{Command, Response};

use super::{known_aid, tree};
use crate::trace::record::{CardEvent, Entry, Exchange, Record};

/// What the commands of a channel are read as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Application {
    /// The electronic deposit and purse of PBOC.
    Purse,
    /// Its terminal's security module.
    Psam,
    /// Anything else: GlobalPlatform, EMV and UICC commands are known.
    #[default]
    Other,
}

/// The selected application of each channel.
#[derive(Debug, Default)]
pub(super) struct Selections([Application; 20]);

impl Selections {
    pub(super) fn application(&self, channel: u8) -> Application {
        self.0.get(usize::from(channel)).copied().unwrap_or_default()
    }

    /// What the record changes. The card's own word counts more than what the commands look like.
    pub(super) fn follow(&mut self, record: &Record) {
        match &record.entry {
            Entry::PowerUp { .. } | Entry::Reset { .. } | Entry::PowerDown => *self = Self::default(),
            Entry::Exchange(exchange) => {
                // No answer, no change.
                let _ = self.follow_exchange(exchange);
            }
        }
        for event in &record.events {
            match event {
                CardEvent::Selected { channel, aid } => self.set(*channel, application_of(aid.as_bytes())),
                CardEvent::Deselected { channel, .. } => self.set(*channel, Application::Other),
                _ => {}
            }
        }
    }

    fn follow_exchange(&mut self, exchange: &Exchange) -> Option<()> {
        let command = Command::parse(&exchange.command).ok()?;
        let response = Response::parse(exchange.response.as_deref()?).ok()?;
        if response.status().is_error() || !command.class().is_interindustry() {
            return None;
        }
        let channel = command.class().channel();
        match (command.instruction(), command.p1()) {
            (0xA4, 0x04) => {
                // The whole name, if the card gives it: a part of it is enough to select by.
                let full_name = tree::application_name(response.data());
                let name = full_name.as_deref().unwrap_or(command.data());
                self.set(channel, application_of(name));
            }
            (0x70, 0x00) => {
                let opened = if command.p2() == 0 { *response.data().first()? } else { command.p2() };
                let application = if channel == 0 { Application::Other } else { self.application(channel) };
                self.set(opened, application);
            }
            (0x70, 0x80) => self.set(command.p2(), Application::Other),
            _ => {}
        }
        Some(())
    }

    fn set(&mut self, channel: u8, application: Application) {
        if let Some(place) = self.0.get_mut(usize::from(channel)) {
            *place = application;
        }
    }
}

fn application_of(name: &[u8]) -> Application {
    match name {
        known_aid::PURSE | known_aid::PURSE_LONG => Application::Purse,
        known_aid::PSAM | known_aid::PSAM_LONG => Application::Psam,
        _ => Application::Other,
    }
}
