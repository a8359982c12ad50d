//! What can fail at the issuer's desk.

mod advice;

use std::fmt;

use cardamom_apdu::StatusWord;
use cardamom_secure_channel::SecureChannelError;
use cardamom_secure_channel::scp11::certificate::CertificateError;

use super::card_channel::TransmissionError;
use super::key_hierarchy::KeyError;
use super::load_file::LoadFileError;
use super::step::Step;

/// Why something was not done. [`GlobalPlatformError::advice`] tells what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GlobalPlatformError {
    /// The card's certificates do not verify.
    #[error("the card's certificates: {0}")]
    Certificate(CertificateError),
    /// The card challenge is not the one that keys, counter and name of the security domain give, although the
    /// protocol options say so.
    #[error(
        "INITIALIZE UPDATE: the card challenge is not the pseudo-random one that i = {options:02X} promises"
    )]
    ChallengeUnexpected {
        /// "i".
        options: u8,
    },
    /// There are no keys for this card.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The card's cryptogram does not verify: it has other keys.
    #[error(transparent)]
    KeysWrong(Box<KeysWrong>),
    /// The file is no load file.
    #[error(transparent)]
    LoadFile(#[from] LoadFileError),
    /// A response is not one to the command.
    #[error("{step}: the response is not understood: {what}")]
    Malformed {
        /// The command.
        step: Step,
        /// What is wrong.
        what: &'static str,
    },
    /// No name of an issuer security domain could be selected. What the card said to the last one.
    #[error("no issuer security domain can be selected under any of the usual names; the last one: {0}")]
    NoSecurityDomain(Box<Refusal>),
    /// The card speaks another protocol than was asked for.
    #[error("the card opens SCP{offered:02} with these keys, not SCP{wanted:02}")]
    ProtocolUnexpected {
        /// Asked for.
        wanted: u8,
        /// What the card answers with.
        offered: u8,
    },
    /// The card refused a command.
    #[error(transparent)]
    Refused(Box<Refusal>),
    /// Secure messaging failed on this side.
    #[error("{step}: {source}")]
    SecureChannel {
        /// The command.
        step: Step,
        /// What is wrong.
        source: SecureChannelError,
    },
    /// The session was opened with a key that everybody knows, and the card is issued.
    #[error("the card is {state} and still has test keys, which everybody knows")]
    TestKeys {
        /// The card's state.
        state: &'static str,
    },
    /// A command does not fit.
    #[error("{step}: the data is too long for a command")]
    TooLong {
        /// The command.
        step: Step,
    },
    /// No response came.
    #[error("{step}: {source}")]
    Transmission {
        /// The command.
        step: Step,
        /// Why.
        source: TransmissionError,
    },
    /// What is to be sent makes no sense.
    #[error("{step}: {what}")]
    Unsendable {
        /// The command.
        step: Step,
        /// What is wrong.
        what: &'static str,
    },
}

impl GlobalPlatformError {
    pub(super) fn refused(step: Step, status: StatusWord, reason: Option<String>) -> Self {
        Self::Refused(Box::new(Refusal { step, status, reason }))
    }

    /// The status word, when it was the card that refused.
    #[must_use]
    pub fn status(&self) -> Option<StatusWord> {
        match self {
            Self::Refused(refusal) => Some(refusal.status),
            _ => None,
        }
    }

    /// What usually is behind it and what to do; several lines may come. `None` where nothing is known.
    #[must_use]
    pub fn advice(&self) -> Option<String> {
        advice::advice(self)
    }
}

/// A card refused a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The command.
    pub step: Step,
    /// The status word.
    pub status: StatusWord,
    /// The rule behind it with its section, where the card's channel can tell.
    pub reason: Option<String>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { step, status, reason } = self;
        match reason {
            Some(reason) => write!(f, "{step}: {status}: {reason}"),
            None => write!(f, "{step}: {status}: {}", status.meaning()),
        }
    }
}

impl std::error::Error for Refusal {}

/// A card has other keys than were tried with it. The keys were compared on this side: EXTERNAL AUTHENTICATE was not
/// sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeysWrong {
    /// Version of the key set.
    pub key_version: u8,
    /// 2 or 3.
    pub protocol: u8,
    /// What its keys may be diversified with.
    pub diversification_data: [u8; 10],
    /// What was tried, in words.
    pub tried: String,
    /// Other keys that the card's cryptogram does verify under, in words.
    pub right: Vec<String>,
}

impl fmt::Display for KeysWrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the card's key set {:02X} (SCP{:02}) is not {}: its cryptogram does not verify",
            self.key_version, self.protocol, self.tried
        )
    }
}

impl std::error::Error for KeysWrong {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_explained_by_the_card_or_else_by_what_it_usually_means() {
        let refused = |reason: Option<&str>| {
            GlobalPlatformError::refused(
                Step::InstallForInstall,
                StatusWord::CONDITIONS_NOT_SATISFIED,
                reason.map(str::to_owned),
            )
        };
        let by_itself = refused(None);
        assert_eq!(by_itself.to_string(), "INSTALL [for install]: 6985: conditions of use not satisfied");
        assert!(by_itself.advice().unwrap().contains("exists already"));
        let explained = refused(Some("the rule (1.2)"));
        assert_eq!(explained.to_string(), "INSTALL [for install]: 6985: the rule (1.2)");
        assert_eq!(explained.advice(), None);
    }

    #[test]
    fn a_counted_failure_says_how_many_are_left() {
        let counted =
            |status| GlobalPlatformError::refused(Step::ExternalAuthenticate, StatusWord::new(status), None);
        assert!(counted(0x63C4).advice().unwrap().contains("allows 4 more"));
        assert!(counted(0x6300).advice().unwrap().contains("counted a failed authentication"));
        assert!(counted(0x6983).advice().unwrap().contains("for good"));
    }
}
