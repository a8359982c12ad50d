//! Logical channels (ISO 7816-4 §5.4.1; JCRE 3.0.5 §4.1).

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::any::Any;
use core::fmt;

use cardamom_apdu::StatusWord;
use cardamom_apdu::chaining::ChainAssembler;

use crate::object::{ContextId, InstanceId};

/// How many channels a card has: the basic one and 19 more.
pub const CHANNEL_COUNT: u8 = 20;

/// What a security domain keeps in RAM for a logical channel: its secure-channel session. Dropped, and so wiped,
/// when the channel's applet is deselected, the channel closed or the card reset.
///
/// Implemented for everything that can be cloned, which snapshots of a card need.
pub trait ChannelState: Any + fmt::Debug + Send + Sync {
    /// A copy of it.
    fn boxed_clone(&self) -> Box<dyn ChannelState>;
}

impl<T: Any + Clone + fmt::Debug + Send + Sync> ChannelState for T {
    fn boxed_clone(&self) -> Box<dyn ChannelState> {
        Box::new(self.clone())
    }
}

impl Clone for Box<dyn ChannelState> {
    fn clone(&self) -> Self {
        // Of what is in the box: the box itself implements the trait too.
        (**self).boxed_clone()
    }
}

/// One logical channel.
#[derive(Clone, Debug, Default)]
pub(crate) struct Channel {
    pub(crate) open: bool,
    /// The selected instance and its context.
    pub(crate) selected: Option<(InstanceId, ContextId)>,
    /// What a privileged applet keeps in RAM for this channel while the selection lasts.
    pub(crate) state: Option<Box<dyn ChannelState>>,
    /// Commands of a chain collected so far.
    pub(crate) chain: Option<ChainAssembler>,
    /// What is left of a response.
    pub(crate) pending: Option<PendingResponse>,
}

/// The rest of a response, for GET RESPONSE.
#[derive(Clone, Debug)]
pub(crate) struct PendingResponse {
    pub(crate) data: Vec<u8>,
    /// The status word that ends it.
    pub(crate) status_word: StatusWord,
}

/// All channels; the basic one is always open.
#[derive(Clone, Debug)]
pub(crate) struct Channels {
    channels: Vec<Channel>,
}

impl Default for Channels {
    fn default() -> Self {
        let mut channels = Vec::with_capacity(usize::from(CHANNEL_COUNT));
        channels.push(Channel { open: true, ..Channel::default() });
        Self { channels }
    }
}

impl Channels {
    #[inline]
    pub(crate) fn get(&self, number: u8) -> Option<&Channel> {
        self.channels.get(usize::from(number)).filter(|channel| channel.open)
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, number: u8) -> Option<&mut Channel> {
        self.channels.get_mut(usize::from(number)).filter(|channel| channel.open)
    }

    /// The lowest number that is not open.
    pub(crate) fn lowest_closed(&self) -> Option<u8> {
        (1..CHANNEL_COUNT).find(|number| self.get(*number).is_none())
    }

    pub(crate) fn open(&mut self, number: u8) {
        if self.channels.len() <= usize::from(number) {
            self.channels.resize_with(usize::from(number) + 1, Channel::default);
        }
        if let Some(channel) = self.channels.get_mut(usize::from(number)) {
            *channel = Channel { open: true, ..Channel::default() };
        }
    }

    pub(crate) fn close(&mut self, number: u8) {
        if let Some(channel) = self.channels.get_mut(usize::from(number)) {
            *channel = Channel::default();
        }
    }

    /// The instances selected on channels other than `number`, with their contexts.
    pub(crate) fn selected_elsewhere(
        &self,
        number: u8,
    ) -> impl Iterator<Item = (InstanceId, ContextId)> + '_ {
        self.channels
            .iter()
            .zip(0u8..)
            .filter(move |(channel, other)| channel.open && *other != number)
            .filter_map(|(channel, _)| channel.selected)
    }

    /// Whether an instance is selected on any channel.
    pub(crate) fn is_selected(&self, instance: InstanceId) -> bool {
        self.channels.iter().any(|channel| channel.selected.is_some_and(|(id, _)| id == instance))
    }

    /// Whether an instance of a context is selected on any channel.
    pub(crate) fn is_context_selected(&self, context: ContextId) -> bool {
        self.channels.iter().any(|channel| channel.selected.is_some_and(|(_, other)| other == context))
    }
}
