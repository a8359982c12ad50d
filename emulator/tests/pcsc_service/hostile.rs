//! Clients that break the protocol or die, cards that break down, sockets in the way.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::thread;

use cardamom_emulator::pcsc_service::PcscService;
use cardamom_emulator::reader::ReaderSet;

use crate::Desk;
use crate::process::{DEADLINE, Program, run};
use crate::test_card::TestCard;
use crate::wire::{RawClient, message};

#[test]
fn a_malformed_message_ends_its_own_connection_only() {
    let (desk, reader) = Desk::with_card();
    let mut bystander = Program::start(&mut desk.client("stdbuf", &["-o0", "pcsc_scan", "-n"]));
    bystander.wait_for_text("Card inserted");
    let size = |size: u32, command: u32| [size.to_ne_bytes(), command.to_ne_bytes()].concat();
    for bytes in [
        vec![0xFF; 4096],
        vec![0; 8],
        size(u32::MAX, 0x09),
        size(12, 0x99),
        size(0, 0x04),
        size(8, 0x12),
        message(0x09, &[1, 2, 16, u32::MAX, 3, 16, 258, 0]),
        // Handles that are not this client's.
        message(0x09, &[1, 2, 16, 0, 3, 16, 258, 0]),
        message(0x0B, &[1, 0]),
        message(0x06, &[0, 0, 0]),
    ] {
        let mut client = RawClient::new(&desk);
        client.send(&bytes);
        assert!(client.is_closed(), "{bytes:02X?}");
    }
    run(&mut desk.client("opensc-tool", &["-r", "0", "-a"]));
    // Still waiting for changes, and told of them.
    let at = bystander.seen().len();
    drop(reader.remove());
    bystander.wait_for_text_from(at, "Card removed");
}

#[test]
fn a_client_that_goes_in_the_middle_of_a_message_is_forgotten() {
    let (desk, _) = Desk::with_card();
    let whole = message(0x09, &[1, 2, 16, 5, 3, 16, 258, 0]);
    for length in 0..whole.len() {
        RawClient::new(&desk).send(&whole[..length]);
    }
    run(&mut desk.client("opensc-tool", &["-r", "0", "-a"]));
}

/// The card finishes the command; the dead client's transaction ends and the card is reset for the next.
#[test]
fn a_client_killed_in_the_middle_of_an_apdu() {
    let desk = Desk::new();
    let reader = desk.readers.add("desk").unwrap();
    let (card, hold) = TestCard::with_hold();
    reader.insert(card).unwrap();
    let script: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "pyscard", "hold.py"].iter().collect();
    let arguments = [script.to_str().unwrap(), reader.name()];
    let mut client = Program::start(&mut desk.client("/usr/bin/python3", &arguments));
    if hold.entered.recv_timeout(DEADLINE).is_err() {
        panic!("the client did not send its command:\n{}", client.finish().1);
    }
    client.kill();
    hold.release.send(()).unwrap();
    let commands = ["-r", "0", "-c", "default", "-s", "8014000001"];
    let output = run(&mut desk.client("opensc-tool", &commands));
    assert!(output.contains("\n01 "), "the count begins anew: {output}");
}

#[test]
fn a_card_that_breaks_down_is_mute_until_it_is_reset() {
    let (desk, reader) = Desk::with_card();
    for breaking in ["80180000", "801A0000"] {
        let send =
            |apdu| desk.client("opensc-tool", &["-r", "0", "-c", "default", "-s", apdu]).output().unwrap();
        assert!(!String::from_utf8_lossy(&send(breaking).stdout).contains("SW1=0x90"));
        // No one is connected: the next one to connect powers the card up.
        assert!(String::from_utf8_lossy(&send("8014000001").stdout).contains("SW1=0x90, SW2=0x00"));
    }
    assert!(reader.remove().is_some());
}

#[test]
fn the_socket_is_private_and_goes_with_the_service() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("pcscd.comm");
    let start = || PcscService::start(&path, ReaderSet::new());
    let service = start().unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(start().unwrap_err().kind(), io::ErrorKind::AddrInUse);
    drop(service);
    assert!(!path.exists());
    // What a killed service leaves.
    drop(UnixListener::bind(&path).unwrap());
    assert!(path.exists());
    drop(start().unwrap());
    assert!(!path.exists());
    fs::write(&path, "not a socket").unwrap();
    assert_eq!(start().unwrap_err().kind(), io::ErrorKind::AlreadyExists);
    assert_eq!(fs::read(&path).unwrap(), b"not a socket");
}

#[test]
fn another_services_socket_is_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("pcscd.comm");
    let service = PcscService::start(&path, ReaderSet::new()).unwrap();
    fs::remove_file(&path).unwrap();
    let other = PcscService::start(&path, ReaderSet::new()).unwrap();
    drop(service);
    assert!(path.exists());
    drop(other);
}

/// Clients that wait for a change, for a transaction and for nothing do not keep the service from ending.
#[test]
fn the_service_ends_while_clients_wait() {
    let (desk, _) = Desk::with_card();
    let mut scan = Program::start(&mut desk.client("stdbuf", &["-o0", "pcsc_scan", "-n"]));
    scan.wait_for_text("Card inserted");
    let mut idle = RawClient::new(&desk);
    let (sender, receiver) = channel();
    let Desk { service, .. } = desk;
    thread::spawn(move || {
        drop(service);
        sender.send(()).unwrap();
    });
    receiver.recv_timeout(DEADLINE).expect("the service ends");
    assert!(idle.is_closed());
}
