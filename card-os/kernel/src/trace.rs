//! What the card tells about itself to whoever assembled it. Nothing of it shows on the wire.

use alloc::vec::Vec;

use cardamom_apdu::{Aid, StatusWord};

use crate::error::Fault;

/// Something that happened inside the card.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// An applet became the selected one of a channel.
    Selected {
        /// Logical channel, 0 to 19.
        channel: u8,
        /// The instance.
        aid: Aid,
    },
    /// An applet ceased to be selected.
    Deselected {
        /// Logical channel, 0 to 19.
        channel: u8,
        /// The instance.
        aid: Aid,
    },
    /// A secure channel session took its protection off a command.
    Unwrapped {
        /// The command APDU as it was before it was protected.
        command: Vec<u8>,
    },
    /// A secure channel session protected a response.
    Wrapped {
        /// The response APDU as it was before, with its status word.
        response: Vec<u8>,
    },
    /// A command was refused, and this is why.
    Refused {
        /// The applet that refused; `None` when the kernel did.
        applet: Option<Aid>,
        /// What the terminal was told.
        status_word: StatusWord,
        /// The rule behind it, with its section.
        rule: &'static str,
    },
    /// The kernel stopped an applet.
    Stopped {
        /// The applet; `None` when it was the kernel itself.
        applet: Option<Aid>,
        /// What it did.
        fault: Fault,
    },
    /// A transaction that an applet left open was undone.
    TransactionAborted,
    /// Power was lost during a command.
    PowerLost,
    /// The card started.
    Started {
        /// A transaction that a power cut had interrupted was undone.
        recovered: bool,
    },
}

/// A listener to the card's events.
pub trait Tracer: Send {
    /// One event. Must not call the card.
    fn event(&mut self, event: &Event);
}
