//! The protocol frame by frame.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};

use cardamom_emulator::reader::{Reader, ReaderSet};
use cardamom_emulator::vpcd::VpcdClient;

use crate::process::DEADLINE;
use crate::test_card::{ATR, TestCard};

/// A vpcd for one reader.
struct Vpcd {
    listener: TcpListener,
    reader: Reader,
    client: VpcdClient,
}

impl Vpcd {
    fn new() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let reader = ReaderSet::new().add("vpcd").unwrap();
        let client = VpcdClient::start(listener.local_addr().unwrap(), reader.clone()).unwrap();
        Self { listener, reader, client }
    }

    fn accept(&self) -> Connection {
        let (stream, _) = self.listener.accept().unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        Connection(stream)
    }
}

struct Connection(TcpStream);

impl Connection {
    fn send(&mut self, body: &[u8]) {
        let length = u16::try_from(body.len()).unwrap().to_be_bytes();
        self.0.write_all(&[&length, body].concat()).unwrap();
    }

    fn ask(&mut self, body: &[u8]) -> Vec<u8> {
        self.send(body);
        let mut length = [0; 2];
        self.0.read_exact(&mut length).unwrap();
        let mut answer = vec![0; usize::from(u16::from_be_bytes(length))];
        self.0.read_exact(&mut answer).unwrap();
        answer
    }

    fn is_closed(&mut self) -> bool {
        match self.0.read(&mut [0]) {
            Ok(count) => count == 0,
            Err(error) => error.kind() == ErrorKind::ConnectionReset,
        }
    }
}

#[test]
fn control_bytes_and_commands() {
    let vpcd = Vpcd::new();
    vpcd.reader.insert(TestCard::new()).unwrap();
    let mut connection = vpcd.accept();
    assert_eq!(connection.ask(&[0x04]), ATR);
    connection.send(&[0x01]);
    assert_eq!(connection.ask(&[0x80, 0x14, 0, 0]), [1, 0x90, 0x00]);
    assert_eq!(connection.ask(&[0x80, 0x14, 0, 0]), [2, 0x90, 0x00]);
    connection.send(&[0x02]);
    assert_eq!(connection.ask(&[0x80, 0x14, 0, 0]), [1, 0x90, 0x00]);
    connection.send(&[0x00]);
    assert_eq!(connection.ask(&[0x04]), ATR, "the card is there without power too");
    assert_eq!(connection.ask(&[0x80, 0x14, 0, 0]), [0x6F, 0x00], "every command gets an answer");
    connection.send(&[0x01]);
    assert_eq!(connection.ask(&[]), [0x67, 0x00]);
    assert_eq!(connection.ask(&[0x77]), [0x67, 0x00]);
    assert_eq!(connection.ask(&[0x80, 0x14, 0, 0]), [1, 0x90, 0x00]);
}

#[test]
fn the_longest_frames() {
    let vpcd = Vpcd::new();
    vpcd.reader.insert(TestCard::new()).unwrap();
    let mut connection = vpcd.accept();
    let data = vec![0x5A; 65_535 - 7];
    let length = u16::try_from(data.len()).unwrap().to_be_bytes();
    let command = [&[0x80, 0x10, 0, 0, 0], &length[..], &data].concat();
    assert!(connection.ask(&command) == [&data[..], &[0x90, 0x00]].concat());
    assert_eq!(connection.ask(&[0x80, 0x12, 0xFF, 0xFD]).len(), 65_535);
    // A frame cannot hold more.
    assert_eq!(connection.ask(&[0x80, 0x12, 0xFF, 0xFE]), [0x6F, 0x00]);
    assert_eq!(connection.ask(&[0x80, 0x12, 0x00, 0x00]), [0x6F, 0x00]);
}

#[test]
fn a_mute_card_is_removed_and_comes_back_reset() {
    let vpcd = Vpcd::new();
    vpcd.reader.insert(TestCard::new()).unwrap();
    for breaking in [0x18, 0x1A] {
        let mut connection = vpcd.accept();
        assert_eq!(connection.ask(&[0x80, 0x14, 0, 0]), [1, 0x90, 0x00]);
        assert_eq!(connection.ask(&[0x80, breaking, 0, 0]), [0x6F, 0x00]);
        assert!(connection.is_closed());
    }
    assert_eq!(vpcd.accept().ask(&[0x80, 0x14, 0, 0]), [1, 0x90, 0x00]);
}

#[test]
fn the_connection_follows_the_card() {
    let vpcd = Vpcd::new();
    for _ in 0..3 {
        vpcd.reader.insert(TestCard::new()).unwrap();
        let mut connection = vpcd.accept();
        assert_eq!(connection.ask(&[0x04]), ATR);
        drop(vpcd.reader.remove());
        assert!(connection.is_closed());
    }
}

#[test]
fn a_broken_connection_is_made_again_and_a_stop_ends_it() {
    let vpcd = Vpcd::new();
    vpcd.reader.insert(TestCard::new()).unwrap();
    drop(vpcd.accept());
    let mut connection = vpcd.accept();
    assert_eq!(connection.ask(&[0x04]), ATR);
    drop(vpcd.client);
    assert!(connection.is_closed());
    assert!(vpcd.reader.remove().is_some());
}

#[test]
fn it_stops_without_card_and_without_pcscd() {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap();
    let reader = ReaderSet::new().add("vpcd").unwrap();
    drop(VpcdClient::start(free, reader.clone()).unwrap());
    reader.insert(TestCard::new()).unwrap();
    drop(VpcdClient::start(free, reader).unwrap());
}
