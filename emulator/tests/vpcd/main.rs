//! The vpcd client with a real pcscd, which each test starts on a socket and ports of its own, and with a vpcd
//! that the test plays itself.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic, its helpers too"
)]

#[allow(dead_code, reason = "shared with other tests")]
#[path = "../support/process.rs"]
mod process;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "../support/test_card.rs"]
mod test_card;

mod frames;

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use cardamom_emulator::pcsc_service::SOCKET_VARIABLE;
use cardamom_emulator::reader::{Reader, ReaderSet};
use cardamom_emulator::vpcd::VpcdClient;
use tempfile::TempDir;

use process::{Program, run, run_with_input};
use test_card::TestCard;

/// The first of the two readers of vpcd.
const READER: &str = "Cardamom vpcd 00 00";

/// Between the choice of free ports and their use no other test may choose.
static PORTS: Mutex<()> = Mutex::new(());

/// A pcscd with the driver vpcd. It is killed when this is dropped.
struct Pcscd {
    port: u16,
    socket: PathBuf,
    daemon: Program,
    _directory: TempDir,
}

impl Pcscd {
    fn start() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let socket = directory.path().join("pcscd.comm");
        let configuration = directory.path().join("reader.conf.d");
        fs::create_dir(&configuration).unwrap();
        let _alone = PORTS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let port = free_ports();
        let entry = format!(
            "FRIENDLYNAME \"Cardamom vpcd\"\nDEVICENAME /dev/null:{port}\n\
             LIBPATH /usr/lib/pcsc/drivers/serial/libifdvpcd.so\nCHANNELID {port}\n"
        );
        fs::write(configuration.join("vpcd"), entry).unwrap();
        let script: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "support", "pcscd.py"].iter().collect();
        let mut command = Command::new("/usr/bin/python3");
        let mut daemon = Program::start(command.arg(script).arg(&socket).arg(&configuration));
        daemon.wait_for_text("listening\n");
        let mut pcscd = Self { port, socket, daemon, _directory: directory };
        // The first answer comes when the readers are there.
        let output = run(&mut pcscd.client("pcsc_scan", &["-r"]));
        assert!(output.contains(READER), "{output}\n{}", pcscd.output());
        pcscd
    }

    fn client(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).env(SOCKET_VARIABLE, &self.socket);
        command
    }

    fn output(&mut self) -> String {
        self.daemon.seen()
    }

    /// A card in vpcd's first reader, once pcscd has seen it.
    fn insert(&self) -> (VpcdClient, Reader) {
        let reader = ReaderSet::new().add("vpcd").unwrap();
        let client = VpcdClient::start((Ipv4Addr::LOCALHOST, self.port), reader.clone()).unwrap();
        let mut scan = self.scan();
        scan.wait_for_text("Card removed");
        reader.insert(TestCard::new()).unwrap();
        scan.wait_for_text("Card inserted");
        (client, reader)
    }

    fn scan(&self) -> Program {
        Program::start(&mut self.client("stdbuf", &["-o0", "pcsc_scan", "-n"]))
    }
}

/// A free port whose successor is free too: vpcd has two readers.
fn free_ports() -> u16 {
    (0..1000)
        .find_map(|_| {
            let first = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
            let port = first.local_addr().ok()?.port();
            TcpListener::bind((Ipv4Addr::UNSPECIFIED, port.checked_add(1)?)).ok().map(|_| port)
        })
        .expect("two free ports")
}

#[test]
fn opensc_tool_finds_and_uses_the_card() {
    let pcscd = Pcscd::start();
    let _card = pcscd.insert();
    let output = run(&mut pcscd.client("opensc-tool", &["-l"]));
    let line = output.lines().find(|line| line.contains(READER)).unwrap();
    assert!(line.contains("Yes"), "{output}");
    let output = run(&mut pcscd.client("opensc-tool", &["-r", "0", "-a"]));
    assert!(output.contains("3b:84:80:01:74:65:73:74:15"), "{output}");
    let commands = ["-r", "0", "-c", "default", "-s", "80100000021122", "-s", "00CA0000"];
    let output = run(&mut pcscd.client("opensc-tool", &commands));
    assert!(output.contains("11 22") && output.contains("SW1=0x6D, SW2=0x00"), "{output}");
}

#[test]
fn scriptor_runs_a_script_with_a_reset() {
    let pcscd = Pcscd::start();
    let _card = pcscd.insert();
    let script = "80 14 00 00 01\n80 14 00 00 01\nreset\n80 14 00 00 01\n";
    let output = run_with_input(&mut pcscd.client("scriptor", &["-r", READER]), script);
    let answers: Vec<&str> = output.lines().filter(|line| line.starts_with('<')).collect();
    for (answer, expected) in answers.iter().zip(["< 01 90 00", "< 02 90 00", "< OK", "< 01 90 00"]) {
        assert!(answer.starts_with(expected), "{answer:?}, not {expected:?}, in:\n{output}");
    }
    assert_eq!(answers.len(), 4, "{output}");
}

#[test]
fn pyscard_sends_long_commands_and_sees_a_card_break_down() {
    let pcscd = Pcscd::start();
    let _card = pcscd.insert();
    let script: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "pyscard", "vpcd.py"].iter().collect();
    let arguments = [path(&script), READER];
    let output = run(&mut pcscd.client("/usr/bin/python3", &arguments));
    assert!(output.ends_with("done\n"), "{output}");
}

#[test]
fn cards_come_and_go() {
    let pcscd = Pcscd::start();
    let (client, reader) = pcscd.insert();
    let mut scan = pcscd.scan();
    // pcscd counts insertions and removals; the other reader stays at 0.
    let seen = |count: u32| {
        let state = if count % 2 == 1 { "inserted" } else { "removed" };
        format!("Event number: {count}\n  Card state: Card {state}")
    };
    scan.wait_for_text(&seen(1));
    for count in [2, 4, 6] {
        drop(reader.remove());
        scan.wait_for_text(&seen(count));
        reader.insert(TestCard::new()).unwrap();
        scan.wait_for_text(&seen(count + 1));
    }
    drop(client);
    scan.wait_for_text(&seen(8));
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}
