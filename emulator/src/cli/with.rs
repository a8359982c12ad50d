//! `cardamom with`

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitCode, ExitStatus};
use std::sync::{Arc, Mutex};
use std::thread;

use clap::Args;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::Signals;

use super::card_options::CardOptions;
use super::error::CliError;
use super::reader::{Desk, private_folder, serve};
use crate::home::Home;
use crate::pcsc_service::SOCKET_VARIABLE;
use crate::reader::lock;

/// Exit code when Cardamom itself fails, as of env(1).
const EXIT_OWN_FAILURE: u8 = 125;
/// Exit code when the command is there and cannot be run.
const EXIT_CANNOT_RUN: u8 = 126;
/// Exit code when there is no such command.
const EXIT_NO_COMMAND: u8 = 127;

const AFTER_HELP: &str = "\
Examples:
  cardamom with --card wallet -- opensc-tool --atr
  cardamom with --card wallet --card terminal --trace -- ./purchase.py
  cardamom with --card wallet -- sh                  a shell that has the reader

The exit code is the command's. It is 125 when Cardamom itself fails, 126 when the command cannot
be run, 127 when there is none, 128 + N when signal N ended it.";

/// Run a command that finds cards in PC/SC readers of its own
///
/// The readers are there for the command and what it starts alone, and gone after it.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Arguments {
    /// A card, by name or path, for a reader of its own; may be given several times
    #[arg(long = "card", value_name = "CARD", required_unless_present = "empty")]
    cards: Vec<String>,

    /// Readers without a card
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    empty: u8,

    #[command(flatten)]
    options: CardOptions,

    /// The command and its arguments
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    command: Vec<OsString>,
}

pub(super) fn run(arguments: &Arguments, home: Result<Home, CliError>) -> ExitCode {
    match home.and_then(|home| run_command(arguments, &home)) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            error.print();
            ExitCode::from(EXIT_OWN_FAILURE)
        }
    }
}

fn run_command(arguments: &Arguments, home: &Home) -> Result<u8, CliError> {
    let Some((program, rest)) = arguments.command.split_first() else {
        return Err(CliError::usage("there is no command to run"));
    };
    let forwarder = SignalForwarder::new().map_err(CliError::environment)?;
    let cards = arguments.options.open(&arguments.cards, home)?;
    let desk = Desk::new(cards, arguments.empty)?;
    let folder = private_folder()?;
    let service = serve(&folder.path().join("pcscd.comm"), &desk)
        .map_err(|error| error.with_help("choose another folder for temporary files with TMPDIR"))?;
    let spawned = Command::new(program).args(rest).env(SOCKET_VARIABLE, service.path()).spawn();
    match spawned {
        Ok(child) => Ok(exit_code(forwarder.wait(child).map_err(CliError::environment)?)),
        Err(error) => {
            CliError::environment(format!("{}: {error}", program.to_string_lossy())).print();
            Ok(if error.kind() == io::ErrorKind::NotFound { EXIT_NO_COMMAND } else { EXIT_CANNOT_RUN })
        }
    }
}

pub(super) fn exit_code(status: ExitStatus) -> u8 {
    let code = status.code().or_else(|| status.signal().map(|signal| 128_i32.saturating_add(signal)));
    code.and_then(|code| u8::try_from(code).ok()).unwrap_or(EXIT_OWN_FAILURE)
}

/// Hands signals on to the command, so that this process lives until the command has ended and can clean up.
pub(super) struct SignalForwarder {
    target: Arc<Mutex<Target>>,
}

#[derive(Default)]
struct Target {
    child: Option<Pid>,
    /// What came before there was a child.
    waiting: Vec<Signal>,
}

impl SignalForwarder {
    pub(super) fn new() -> io::Result<Self> {
        let target = Arc::<Mutex<Target>>::default();
        let mut signals = Signals::new([SIGINT, SIGQUIT, SIGTERM, SIGHUP])?;
        // What a terminal sends at Ctrl-C and Ctrl-\ the command gets by itself.
        let has_terminal = io::stdin().is_terminal() || io::stderr().is_terminal();
        let its_target = Arc::clone(&target);
        thread::Builder::new().name("signals".into()).spawn(move || {
            for number in signals.forever() {
                let signal = match number {
                    SIGINT | SIGQUIT if has_terminal => continue,
                    SIGINT => Signal::INT,
                    SIGQUIT => Signal::QUIT,
                    SIGHUP => Signal::HUP,
                    _ => Signal::TERM,
                };
                let mut target = lock(&its_target);
                match target.child {
                    // A command that has just ended needs no signal.
                    Some(child) => drop(kill_process(child, signal)),
                    None => target.waiting.push(signal),
                }
            }
        })?;
        Ok(Self { target })
    }

    /// Waits for the command, handing signals on to it meanwhile.
    pub(super) fn wait(&self, mut child: Child) -> io::Result<ExitStatus> {
        let pid = Pid::from_child(&child);
        {
            let mut target = lock(&self.target);
            target.child = Some(pid);
            for signal in target.waiting.drain(..) {
                // A command that has just ended needs no signal.
                let _ = kill_process(pid, signal);
            }
        }
        // The process keeps its number until it is reaped; nothing may be sent to that number after.
        while let Err(error) = waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT) {
            if error != rustix::io::Errno::INTR {
                return Err(error.into());
            }
        }
        lock(&self.target).child = None;
        child.wait()
    }
}
