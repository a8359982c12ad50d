//! How results are told.

use cardamom_apdu::Aid;
use cardamom_personalization::globalplatform::session::{Challenge, Session};

use super::super::error::CliError;
use super::super::output::print;
use crate::trace::words::aid_name;

/// What is told after something was done, when the session was opened with keys that everybody knows.
const TEST_KEYS: &str = " (with test keys, which everybody knows)";

/// Tells what was done.
pub(super) fn done(session: &Session<'_>, what: &str) -> Result<(), CliError> {
    let mark = if session.uses_test_keys() { TEST_KEYS } else { "" };
    print(&format!("{what}{mark}\n"))
}

/// The session in a line.
pub(super) fn session_line(session: &Session<'_>) -> String {
    let test = if session.uses_test_keys() { ": test keys, which everybody knows" } else { "" };
    let challenge = match session.challenge() {
        Challenge::Unexpected => "; its challenge is not the pseudo-random one that i promises",
        Challenge::Predicted | Challenge::Random => "",
    };
    format!(
        "security domain {}, {} at level {}, key set {:02X}{test}{challenge}\n",
        session.security_domain(),
        session.protocol(),
        session.security_level(),
        session.key_version(),
    )
}

/// A name, with what it is if that is known.
pub(super) fn named(aid: &Aid) -> String {
    match aid_name(aid.as_bytes()) {
        Some(name) => format!("{aid}  {name}"),
        None => aid.to_string(),
    }
}
