//! The protocol message by message, for versions whose client library is not at hand.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;

use crate::Desk;
use crate::process::DEADLINE;
use crate::test_card::TestCard;

/// A client that writes what it is told.
pub(crate) struct RawClient(UnixStream);

impl RawClient {
    pub(crate) fn new(desk: &Desk) -> Self {
        let stream = UnixStream::connect(desk.service.path()).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        Self(stream)
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        // The service may have closed the connection already.
        let _ = self.0.write_all(bytes);
    }

    fn request(&mut self, command: u32, words: &[u32]) {
        self.send(&message(command, words));
    }

    fn words<const COUNT: usize>(&mut self) -> [u32; COUNT] {
        [(); COUNT].map(|()| {
            let mut word = [0; 4];
            self.0.read_exact(&mut word).unwrap();
            u32::from_ne_bytes(word)
        })
    }

    fn skip(&mut self, count: usize) {
        self.0.read_exact(&mut vec![0; count]).unwrap();
    }

    /// Whether the service closes the connection.
    pub(crate) fn is_closed(&mut self) -> bool {
        match self.0.read(&mut [0]) {
            Ok(count) => count == 0,
            Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
        }
    }
}

pub(crate) fn message(command: u32, words: &[u32]) -> Vec<u8> {
    let size = u32::try_from(words.len() * 4).unwrap();
    [size, command].iter().chain(words).flat_map(|word| word.to_ne_bytes()).collect()
}

#[test]
fn the_clients_own_version_is_agreed_upon() {
    let desk = Desk::new();
    for minor in [4, 5, 6] {
        let mut client = RawClient::new(&desk);
        client.request(0x11, &[4, minor, 0]);
        assert_eq!(client.words(), [4, minor, 0]);
    }
    for (major, minor) in [(4, 3), (4, 7), (3, 4), (5, 0)] {
        let mut client = RawClient::new(&desk);
        client.request(0x11, &[major, minor, 0]);
        assert_eq!(client.words(), [4, 6, 0x8010_001E], "{major}:{minor}");
        // It asks again with the version it was told.
        client.request(0x11, &[4, 6, 0]);
        assert_eq!(client.words(), [4, 6, 0]);
    }
}

#[test]
fn version_4_6_gets_as_many_readers_as_there_are_and_never_fewer_than_before() {
    let desk = Desk::new();
    let mut client = RawClient::new(&desk);
    client.request(0x11, &[4, 6, 0]);
    assert_eq!(client.words(), [4, 6, 0]);
    client.request(0x16, &[]);
    assert_eq!(client.words(), [16]);
    let readers: Vec<_> = (0..20).map(|_| desk.readers.add("many").unwrap()).collect();
    readers.iter().for_each(|reader| desk.readers.detach(reader));
    desk.readers.add("one").unwrap();
    client.request(0x16, &[]);
    assert_eq!(client.words(), [20]);
    client.request(0x17, &[]);
    client.skip(20 * 184);
    client.request(0x12, &[]);
    client.skip(16 * 184);
    client.request(0x15, &[]);
    assert_eq!(client.words(), [41, 0]);
}

#[test]
fn version_4_6_gets_the_event_only_after_the_states_it_asks_for() {
    let desk = Desk::new();
    let reader = desk.readers.add("desk").unwrap();
    let mut client = RawClient::new(&desk);
    client.request(0x11, &[4, 6, 0]);
    assert_eq!(client.words(), [4, 6, 0]);
    client.request(0x13, &[]);
    client.request(0x16, &[]);
    assert_eq!(client.words(), [16]);
    reader.insert(TestCard::new()).unwrap();
    client.request(0x17, &[]);
    client.skip(128);
    let [events, state, sharing] = client.words();
    assert_eq!((events, state, sharing), (1, 0x34, 0));
    client.skip(16 * 184 - 140);
    assert_eq!(client.words(), [0, 0], "the event");
    // No registration is left: nothing is said to the end of it.
    client.request(0x14, &[]);
    client.request(0x13, &[]);
    client.request(0x16, &[]);
    assert_eq!(client.words(), [16]);
    client.request(0x17, &[]);
    client.skip(16 * 184);
    client.request(0x14, &[]);
    assert_eq!(client.words(), [0, 0], "the end of the registration");
}

#[test]
fn version_4_4_gets_the_states_at_once_and_the_event_later() {
    let desk = Desk::new();
    let reader = desk.readers.add("desk").unwrap();
    let mut client = RawClient::new(&desk);
    client.request(0x11, &[4, 4, 0]);
    assert_eq!(client.words(), [4, 4, 0]);
    client.request(0x13, &[]);
    client.skip(16 * 184);
    reader.insert(TestCard::new()).unwrap();
    assert_eq!(client.words(), [0, 0]);
}

#[test]
fn a_cancellation_comes_on_a_connection_of_its_own() {
    let desk = Desk::new();
    let mut client = RawClient::new(&desk);
    client.request(0x11, &[4, 4, 0]);
    client.skip(12);
    client.request(0x01, &[0, 0, 0]);
    let [_, context, code] = client.words();
    assert_eq!(code, 0);
    client.request(0x13, &[]);
    client.skip(16 * 184);
    let mut other = RawClient::new(&desk);
    other.request(0x0D, &[context, 0]);
    assert_eq!(other.words(), [context, 0]);
    assert_eq!(client.words(), [0, 0x8010_0002]);
    other.request(0x0D, &[context ^ 1, 0]);
    assert_eq!(other.words(), [context ^ 1, 0x8010_0003]);
}

#[test]
fn a_message_in_single_bytes_is_understood() {
    let desk = Desk::new();
    let mut client = RawClient::new(&desk);
    for byte in message(0x11, &[4, 5, 0]) {
        client.send(&[byte]);
    }
    assert_eq!(client.words(), [4, 5, 0]);
    let two = [message(0x15, &[]), message(0x15, &[])].concat();
    client.send(&two);
    assert_eq!(client.words(), [0, 0, 0, 0]);
}
