//! `cardamom reader`

use std::net::ToSocketAddrs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::card_options::{CardOptions, NamedCard};
use super::error::CliError;
use super::interrupt::Interrupt;
use super::output::{of_file, print};
use crate::home::Home;
use crate::pcsc_service::{PcscService, SOCKET_VARIABLE};
use crate::reader::{Reader, ReaderSet};
use crate::vpcd::VpcdClient;

/// The label of readers without a card.
const EMPTY_LABEL: &str = "empty";

const AFTER_HELP: &str = "\
PC/SC programs find the readers through the variable that is printed:

  $ cardamom reader --card wallet --card badge
  export PCSCLITE_CSOCK_NAME=/tmp/cardamom-x1/pcscd.comm
  # Cardamom wallet 00 00: wallet
  # Cardamom badge 00 00: badge

  $ export PCSCLITE_CSOCK_NAME=/tmp/cardamom-x1/pcscd.comm
  $ opensc-tool -l

Neither pcscd nor any privilege is needed. With --vpcd the cards go into the readers of a pcscd
with the driver vpcd (Debian: apt install pcscd vsmartcard-vpcd) instead.

The readers are there until Ctrl-C, SIGTERM, or the end of standard input where that is a pipe.
To run one command with a reader of its own, see `cardamom with`.";

/// Put cards into virtual PC/SC readers
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Arguments {
    /// A card, by name or path, for a reader of its own; may be given several times
    #[arg(long = "card", value_name = "CARD", required_unless_present = "empty")]
    cards: Vec<String>,

    /// Readers without a card
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    empty: u8,

    /// Where PC/SC programs find the readers [default: a new private folder]
    #[arg(long, value_name = "PATH")]
    socket: Option<PathBuf>,

    /// Put the cards into the readers of a pcscd through its driver vpcd, which listens there; further cards
    /// go to the ports after it
    #[arg(long, value_name = "HOST:PORT", num_args = 0..=1, default_missing_value = "localhost:35963")]
    vpcd: Option<String>,

    #[command(flatten)]
    options: CardOptions,
}

pub(super) fn run(arguments: &Arguments, home: &Home) -> Result<ExitCode, CliError> {
    let interrupt = Interrupt::new().map_err(CliError::environment)?;
    let cards = arguments.options.open(&arguments.cards, home)?;
    let desk = Desk::new(cards, arguments.empty)?;
    // Dropped in the reverse order: first those who use the readers.
    let mut _folder = None;
    let mut _service = None;
    let mut _clients = Vec::new();
    if let Some(address) = &arguments.vpcd {
        _clients = connect(address, &desk)?;
    }
    let mut text = String::new();
    if arguments.vpcd.is_none() || arguments.socket.is_some() {
        let path = match &arguments.socket {
            // The variable is for programs in any folder.
            Some(path) => std::path::absolute(path).map_err(|error| of_file(path, &error))?,
            None => {
                let folder = private_folder()?;
                _folder.insert(folder).path().join("pcscd.comm")
            }
        };
        _service = Some(
            serve(&path, &desk)
                .map_err(|error| error.with_help("choose another place with --socket PATH"))?,
        );
        text = format!("export {SOCKET_VARIABLE}={}\n", shell_word(&path.to_string_lossy()));
    }
    for (reader, card) in &desk.readers {
        text.push_str(&format!("# {}: {}\n", reader.name(), card.as_deref().unwrap_or("empty")));
    }
    print(&text)?;
    interrupt.wait();
    Ok(ExitCode::SUCCESS)
}

/// Readers with cards in them, and empty ones. Dropping it switches the cards off.
pub(super) struct Desk {
    set: ReaderSet,
    /// Each reader with the name of its card.
    readers: Vec<(Reader, Option<String>)>,
}

impl Desk {
    pub(super) fn new(cards: Vec<NamedCard>, empty: u8) -> Result<Self, CliError> {
        let mut desk = Self { set: ReaderSet::new(), readers: Vec::new() };
        for NamedCard { name, card } in cards {
            let reader = desk.add(&name)?;
            reader.insert(card).map_err(CliError::environment)?;
            desk.readers.push((reader, Some(name)));
        }
        for _ in 0..empty {
            let reader = desk.add(EMPTY_LABEL)?;
            desk.readers.push((reader, None));
        }
        Ok(desk)
    }

    fn add(&self, label: &str) -> Result<Reader, CliError> {
        self.set.add(label).map_err(CliError::usage)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        for (reader, _) in &self.readers {
            drop(reader.remove());
        }
    }
}

/// Serves the readers on a socket at this path.
pub(super) fn serve(path: &Path, desk: &Desk) -> Result<PcscService, CliError> {
    PcscService::start(path, desk.set.clone())
        .map_err(|error| CliError::environment(format!("the socket {}: {error}", path.display())))
}

/// A folder for a socket that nobody else can reach.
pub(super) fn private_folder() -> Result<tempfile::TempDir, CliError> {
    tempfile::Builder::new().prefix("cardamom-").tempdir().map_err(CliError::environment)
}

fn connect(address: &str, desk: &Desk) -> Result<Vec<VpcdClient>, CliError> {
    let wrong = |reason: &dyn std::fmt::Display| {
        CliError::usage(format!("--vpcd {address}: {reason}"))
            .with_help("say HOST:PORT, as in localhost:35963")
    };
    let (host, port) = address.rsplit_once(':').ok_or_else(|| wrong(&"there is no port"))?;
    let port: u16 = port.parse().map_err(|error| wrong(&error))?;
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let mut clients = Vec::new();
    for (slot, (reader, _)) in (0..).zip(&desk.readers) {
        let port = port.checked_add(slot).ok_or_else(|| wrong(&"there are not so many ports"))?;
        let addresses: Vec<_> = (host, port).to_socket_addrs().map_err(|error| wrong(&error))?.collect();
        let client =
            VpcdClient::start(addresses.as_slice(), reader.clone()).map_err(CliError::environment)?;
        clients.push(client);
    }
    Ok(clients)
}

/// The text as one word of a shell command.
fn shell_word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+,:@%".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_for_the_shell() {
        assert_eq!(shell_word("/tmp/a-1/pcscd.comm"), "/tmp/a-1/pcscd.comm");
        assert_eq!(shell_word("/tmp/a b/it's"), r"'/tmp/a b/it'\''s'");
    }
}
