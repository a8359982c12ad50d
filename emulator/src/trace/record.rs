//! One thing that happened between reader and card.

use std::time::{Duration, SystemTime};

use cardamom_apdu::Aid;
use cardamom_card_os::{Event, Fault};
use serde::{Deserialize, Serialize};

use super::hexadecimal;

/// A moment: microseconds since 1970-01-01 00:00:00 UTC. The host supplies it; a card has no clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(u64);

impl Timestamp {
    /// The moment so many microseconds after 1970 began.
    #[must_use]
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970 began.
    #[must_use]
    pub const fn micros(self) -> u64 {
        self.0
    }

    /// The moment at which it is called, by the host's clock.
    #[must_use]
    pub fn now() -> Self {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
        Self(u64::try_from(since.as_micros()).unwrap_or(u64::MAX))
    }
}

/// One thing that a reader did with a card, and what the card told about itself meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// When it began.
    pub time: Timestamp,
    /// What the reader did.
    #[serde(flatten)]
    pub entry: Entry,
    /// What the card told, in the order in which it did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<CardEvent>,
}

/// What a reader does with a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "kebab-case")]
pub enum Entry {
    /// A cold reset: power was applied, or taken and applied again (ISO 7816-3 §6.2.2).
    PowerUp {
        /// The answer to reset, from TS on; empty if the card gave none.
        #[serde(with = "hexadecimal")]
        atr: Vec<u8>,
    },
    /// A warm reset (ISO 7816-3 §6.2.3).
    Reset {
        /// The answer to reset, from TS on; empty if the card gave none.
        #[serde(with = "hexadecimal")]
        atr: Vec<u8>,
    },
    /// The power was taken.
    PowerDown,
    /// A command and its response.
    Exchange(Exchange),
}

/// A command and its response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// The command APDU as sent, well formed or not.
    #[serde(with = "hexadecimal")]
    pub command: Vec<u8>,
    /// The response APDU with SW1 SW2 at its end; `None` if the card gave no answer.
    #[serde(with = "hexadecimal::optional", default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Vec<u8>>,
    /// Microseconds from command to response, as the host measured them.
    #[serde(default)]
    pub micros: u64,
}

/// What a card tells about itself to whoever assembled it: [`Event`], in a form that can be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum CardEvent {
    /// An applet became the selected one of a channel.
    Selected {
        /// Logical channel, 0 to 19.
        channel: u8,
        /// The instance.
        #[serde(with = "hexadecimal")]
        aid: Aid,
    },
    /// An applet ceased to be selected.
    Deselected {
        /// Logical channel, 0 to 19.
        channel: u8,
        /// The instance.
        #[serde(with = "hexadecimal")]
        aid: Aid,
    },
    /// A secure channel session took its protection off the command.
    Unwrapped {
        /// The command APDU as it was before it was protected.
        #[serde(with = "hexadecimal")]
        command: Vec<u8>,
    },
    /// A secure channel session protected the response.
    Wrapped {
        /// The response APDU as it was before, with its status word.
        #[serde(with = "hexadecimal")]
        response: Vec<u8>,
    },
    /// A command was refused.
    Refused {
        /// The applet that refused; `None` when the kernel did.
        #[serde(with = "hexadecimal::optional", default, skip_serializing_if = "Option::is_none")]
        applet: Option<Aid>,
        /// What the terminal was told.
        status_word: u16,
        /// The rule behind it, with its section.
        rule: String,
    },
    /// The kernel stopped an applet.
    Stopped {
        /// The applet; `None` when it was the kernel itself.
        #[serde(with = "hexadecimal::optional", default, skip_serializing_if = "Option::is_none")]
        applet: Option<Aid>,
        /// What it did, with the contexts involved if it was stopped by the firewall.
        fault: String,
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
    /// Anything else.
    Other {
        /// What happened, in words.
        text: String,
    },
}

impl From<&Event> for CardEvent {
    fn from(event: &Event) -> Self {
        match *event {
            Event::Unwrapped { ref command } => Self::Unwrapped { command: command.clone() },
            Event::Wrapped { ref response } => Self::Wrapped { response: response.clone() },
            Event::Selected { channel, aid } => Self::Selected { channel, aid },
            Event::Deselected { channel, aid } => Self::Deselected { channel, aid },
            Event::Refused { applet, status_word, rule } => {
                Self::Refused { applet, status_word: status_word.value(), rule: rule.to_owned() }
            }
            Event::Stopped { applet, fault } => Self::Stopped { applet, fault: describe_fault(fault) },
            Event::TransactionAborted => Self::TransactionAborted,
            Event::PowerLost => Self::PowerLost,
            Event::Started { recovered } => Self::Started { recovered },
            ref other => Self::Other { text: format!("{other:?}") },
        }
    }
}

fn describe_fault(fault: Fault) -> String {
    match fault {
        Fault::ForeignContext { current, owner, object } => {
            let (current, owner) = (current.number(), owner.number());
            format!("{}: context {current} asked for {object} of context {owner}", fault.rule())
        }
        _ => fault.rule().to_owned(),
    }
}
