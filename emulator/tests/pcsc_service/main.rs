//! The built-in PC/SC service with clients that others wrote, each test with a service of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic, its helpers too"
)]

#[path = "../support/own_process.rs"]
mod own_process;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "../support/process.rs"]
mod process;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "../support/test_card.rs"]
mod test_card;

mod hostile;
mod opensc_tool;
mod pcsc_scan;
mod pyscard;
mod rust_client;
mod scriptor;
mod wire;

use std::process::Command;

use cardamom_emulator::pcsc_service::{PcscService, SOCKET_VARIABLE};
use cardamom_emulator::reader::{Reader, ReaderSet};
use tempfile::TempDir;

/// A service on a private socket.
struct Desk {
    readers: ReaderSet,
    service: PcscService,
    _directory: TempDir,
}

impl Desk {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let readers = ReaderSet::new();
        let service = PcscService::start(&directory.path().join("pcscd.comm"), readers.clone()).unwrap();
        Self { readers, service, _directory: directory }
    }

    /// With one reader, a test card in it.
    fn with_card() -> (Self, Reader) {
        let desk = Self::new();
        let reader = desk.readers.add("desk").unwrap();
        reader.insert(test_card::TestCard::new()).unwrap();
        (desk, reader)
    }

    /// A program as a client of this service.
    fn client(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).env(SOCKET_VARIABLE, self.service.path());
        command
    }
}
