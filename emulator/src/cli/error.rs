//! What is told when a command fails: what, what to do, and the exit code.

use std::fmt;
use std::io::Write;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};

use crate::card_store::{CardStoreError, InvalidCardName};
use crate::kernel_card::KernelCardError;
use crate::profile::ProfileError;

/// Exit code when a script's expectation was not met.
pub(super) const EXIT_MISMATCH: u8 = 1;
/// Exit code when the command line, a script or a profile is wrong.
pub(super) const EXIT_USAGE: u8 = 2;
/// Exit code when a card, a reader or a file cannot be used.
pub(super) const EXIT_ENVIRONMENT: u8 = 3;

/// Exit code when a card, a PSAM or the issuer refuses a transaction.
pub(super) const EXIT_REFUSED: u8 = 1;
/// Exit code when the answer of a card was lost: what it did is not known yet.
pub(super) const EXIT_UNKNOWN: u8 = 4;
/// Exit code when a transaction was set aside.
pub(super) const EXIT_SET_ASIDE: u8 = 5;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HELP: Style = AnsiColor::Cyan.on_default().bold();

/// A failed command.
#[derive(Debug)]
pub(super) struct CliError {
    message: String,
    help: Option<String>,
    code: u8,
}

impl CliError {
    /// The command line, a script or a profile is wrong.
    pub(super) fn usage(message: impl fmt::Display) -> Self {
        Self { message: message.to_string(), help: None, code: EXIT_USAGE }
    }

    /// A card, a reader or a file cannot be used.
    pub(super) fn environment(message: impl fmt::Display) -> Self {
        Self { message: message.to_string(), help: None, code: EXIT_ENVIRONMENT }
    }

    /// Adds what to do.
    pub(super) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With another exit code.
    pub(super) fn with_code(mut self, code: u8) -> Self {
        self.code = code;
        self
    }

    /// Tells the user, and gives the exit code.
    pub(super) fn report(&self) -> ExitCode {
        self.print();
        ExitCode::from(self.code)
    }

    /// Tells the user.
    pub(super) fn print(&self) {
        let mut stderr = anstream::stderr().lock();
        // Where standard error is gone, nobody can be told.
        let _ = writeln!(stderr, "{ERROR}error:{ERROR:#} {}", self.message);
        if let Some(help) = &self.help {
            let _ = writeln!(stderr, "{HELP}help:{HELP:#} {help}");
        }
    }
}

impl From<InvalidCardName> for CliError {
    fn from(error: InvalidCardName) -> Self {
        Self::usage(error)
    }
}

impl From<CardStoreError> for CliError {
    fn from(error: CardStoreError) -> Self {
        let help = match &error {
            CardStoreError::AlreadyExists { .. } => Some("take another name, or delete that card first"),
            CardStoreError::Damaged { .. } | CardStoreError::DamagedPage { .. } => Some(
                "take a copy that was made with `cardamom card export`: `cardamom card import FILE NAME`",
            ),
            CardStoreError::InUse { .. } => Some("stop the `cardamom reader` or `cardamom with` that has it"),
            CardStoreError::NotFound { .. } => {
                Some("`cardamom card list` tells which cards there are, `cardamom card new NAME` makes one")
            }
            CardStoreError::Version { .. } => Some("use the version of Cardamom that made it"),
            CardStoreError::Io { .. } | CardStoreError::NotACardStore { .. } => None,
        };
        Self { message: error.to_string(), help: help.map(str::to_owned), code: EXIT_ENVIRONMENT }
    }
}

impl From<KernelCardError> for CliError {
    fn from(error: KernelCardError) -> Self {
        match error {
            KernelCardError::Store(error) => error.into(),
            other => Self::environment(other),
        }
    }
}

impl From<ProfileError> for CliError {
    fn from(error: ProfileError) -> Self {
        Self::usage(error)
    }
}
