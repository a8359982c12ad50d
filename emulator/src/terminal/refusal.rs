//! A card's refusals in the words of a till.

use std::fmt;

use cardamom_apdu::StatusWord;
use thiserror::Error;

use super::connection::ConnectionError;

/// A command did not succeed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CommandError {
    /// No answer came: whether the card carried the command out is unknown.
    #[error("{command}: no answer: {source}")]
    NoAnswer {
        /// The command's name.
        command: &'static str,
        /// Why not.
        source: ConnectionError,
    },
    /// The card says no.
    #[error("{command} is refused: {} ({status})", Explained(*status))]
    Refused {
        /// The command's name.
        command: &'static str,
        /// The card's status word.
        status: StatusWord,
    },
    /// The card says yes, and its answer makes no sense.
    #[error("{command}: the card's answer is not one of this protocol")]
    Malformed {
        /// The command's name.
        command: &'static str,
    },
}

impl CommandError {
    /// The status word of a refusal.
    #[must_use]
    pub const fn status(&self) -> Option<StatusWord> {
        match self {
            Self::Refused { status, .. } => Some(*status),
            _ => None,
        }
    }
}

/// A status word of purse or PSAM, explained to who stands at the till.
struct Explained(StatusWord);

impl fmt::Display for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0.value() {
            0x63C1 => "the PIN is wrong, one try is left",
            0x6901 => "this is not the command that the card waits for",
            0x6982 => "the holder's PIN is needed",
            0x6983 => "the PIN is blocked after too many wrong ones",
            0x6985 => "the card does not do this now: it is not personalized, or the balance would pass its limit",
            0x6A81 => "the application is blocked by its issuer",
            0x6A82 => "the card has no such application or file",
            0x6D00 | 0x6E00 => "the card does not know this command: it is another kind of card",
            0x9302 => "the MAC is wrong: card and terminal do not have keys of the same issuer, or data were changed",
            0x9303 => "the application is locked for good",
            0x9401 => "not enough money on the card",
            0x9402 => "the card's transaction counter is used up: the card has to be replaced",
            0x9403 => "there is no key of this index",
            0x9406 => "there is no proof of this transaction",
            value => {
                return match self.0.as_tries_remaining() {
                    Some(0) => f.write_str("wrong, and no try is left"),
                    Some(tries) if value != 0x63C1 => write!(f, "wrong, {tries} tries are left"),
                    _ => self.0.meaning().fmt(f),
                };
            }
        })
    }
}
