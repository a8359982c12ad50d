//! What an oracle says when it is not content.

use std::fmt;

/// The rules that every input is held to. Numbers are those of `docs/fuzzing.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oracle {
    /// O2: an answer is well formed and not longer than was asked for.
    WellFormedAnswer,
    /// O3: a refusal changes nothing but the counters that it declares.
    RefusalChangesNothing,
    /// O4: value is neither made nor lost.
    ConservationOfValue,
    /// O5: no schedule of guesses, resets and power cuts gives more PIN guesses than the limit.
    PinGuesses,
    /// O6: after a power cut the card is as before the command or as after it, and starts.
    BeforeOrAfter,
    /// O7: no transaction number proves two different transactions, and counters never go back.
    SequenceReuse,
    /// What wants the PIN, or a session, is not done without it.
    Access,
    /// The registry is consistent.
    Registry,
    /// All memory is free or somebody's.
    Memory,
    /// Keys open sessions, or are not there; the issuer's security domain has some.
    Keys,
    /// What is right and possible is done: a purse that refuses everything is safe and useless.
    Progress,
    /// O12: the same input gives the same trace.
    Deterministic,
    /// What is written is read back.
    RoundTrip,
    /// An error says where it is, inside of the input.
    Position,
}

impl Oracle {
    /// Its number and name, as `docs/fuzzing.md` lists them.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::WellFormedAnswer => "O2 well-formed answer",
            Self::RefusalChangesNothing => "O3 refusal changes nothing",
            Self::ConservationOfValue => "O4 conservation of value",
            Self::PinGuesses => "O5 PIN guesses",
            Self::BeforeOrAfter => "O6 before or after",
            Self::SequenceReuse => "O7 sequence reuse",
            Self::Access => "access",
            Self::Registry => "registry",
            Self::Memory => "memory",
            Self::Keys => "keys",
            Self::Progress => "progress",
            Self::Deterministic => "O12 deterministic",
            Self::RoundTrip => "round trip",
            Self::Position => "position of an error",
        }
    }
}

/// An oracle was violated. (O1, no panic, needs no words: the panic is the finding.)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub oracle: Oracle,
    /// What happened instead.
    pub what: String,
}

impl Finding {
    /// A finding against `oracle`.
    #[must_use]
    pub fn new(oracle: Oracle, what: impl Into<String>) -> Self {
        Self { oracle, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.oracle.name(), self.what)
    }
}

impl std::error::Error for Finding {}

/// A finding against `oracle` unless `holds`.
///
/// # Errors
/// The finding.
pub(crate) fn ensure(holds: bool, oracle: Oracle, what: impl FnOnce() -> String) -> Result<(), Finding> {
    if holds { Ok(()) } else { Err(Finding::new(oracle, what())) }
}
