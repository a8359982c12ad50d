//! Messages as libpcsclite writes them, and as no one should.

use proptest::prelude::*;

use super::*;

fn message(command: u32, words: &[u32]) -> Vec<u8> {
    let size = u32::try_from(words.len() * 4).unwrap();
    [size, command].iter().chain(words).flat_map(|word| word.to_ne_bytes()).collect()
}

fn whole(bytes: &[u8]) -> Request<'_> {
    match decode(bytes).unwrap() {
        Decoded::Message(message) => message.request,
        Decoded::Incomplete { needed } => panic!("needs {needed} bytes"),
    }
}

#[test]
fn a_transmit_carries_its_command() {
    let mut bytes = message(0x09, &[7, 2, 16, 5, 3, 16, 258, 0]);
    let structure_only = bytes.len();
    assert_eq!(decode(&bytes), Ok(Decoded::Incomplete { needed: structure_only + 5 }));
    bytes.extend([0x00, 0xA4, 0x04, 0x00, 0x00, 0xFF]);
    let Decoded::Message(message) = decode(&bytes).unwrap() else { panic!("incomplete") };
    let command = &[0x00, 0xA4, 0x04, 0x00, 0x00][..];
    assert_eq!(message.request, Request::Transmit { card: 7, protocol: 2, room: 258, command });
    assert_eq!((message.structure.len(), message.length), (32, bytes.len() - 1));
}

#[test]
fn a_connect_names_its_reader() {
    let mut bytes = message(0x04, &[0; 38]);
    bytes[8 + 4..8 + 8].copy_from_slice(b"desk");
    bytes[8 + 132] = 2;
    bytes[8 + 136] = 3;
    let expected = Request::Connect { context: 0, reader: b"desk", share_mode: 2, protocols: 3 };
    if cfg!(target_endian = "little") {
        assert_eq!(whole(&bytes), expected);
    }
    let full = [vec![b'x'; 128]].concat();
    bytes[8 + 4..8 + 132].copy_from_slice(&full);
    assert!(matches!(whole(&bytes), Request::Connect { reader, .. } if reader.len() == 128));
}

#[test]
fn commands_without_structure() {
    assert_eq!(whole(&message(0x12, &[])), Request::GetReadersState);
    assert_eq!(whole(&message(0x17, &[])), Request::GetReadersStateArray);
    assert_eq!(whole(&message(0x11, &[4, 6, 0])), Request::Version { major: 4, minor: 6 });
}

#[test]
fn malformed_messages_are_told_from_incomplete_ones() {
    assert_eq!(decode(&[]), Ok(Decoded::Incomplete { needed: 8 }));
    assert_eq!(decode(&[0; 7]), Ok(Decoded::Incomplete { needed: 8 }));
    assert_eq!(decode(&[0; 8]), Err(MalformedMessage::UnknownCommand(0)));
    assert_eq!(decode(&message(0x18, &[])), Err(MalformedMessage::UnknownCommand(0x18)));
    let wrong = MalformedMessage::WrongSize { command: 0x09, size: 28 };
    assert_eq!(decode(&message(0x09, &[0; 7])), Err(wrong));
    let huge = [u32::MAX.to_ne_bytes(), 0x09_u32.to_ne_bytes()].concat();
    assert!(matches!(decode(&huge), Err(MalformedMessage::WrongSize { .. })));
    let long = MAX_APDU + 1;
    let transmit = message(0x09, &[0, 0, 0, long, 0, 0, 0, 0]);
    assert_eq!(decode(&transmit), Err(MalformedMessage::PayloadTooLong(long)));
    assert_eq!(
        decode(&message(0x09, &[0, 0, 0, MAX_APDU, 0, 0, 0, 0])),
        Ok(Decoded::Incomplete { needed: MAX_MESSAGE })
    );
    let mut attribute = [0; 70];
    attribute[68] = 265;
    assert_eq!(decode(&message(0x0F, &attribute)), Err(MalformedMessage::PayloadTooLong(265)));
}

proptest! {
    /// No bytes bring the decoder down, and what it says about lengths can be relied upon.
    #[test]
    fn arbitrary_bytes_never_panic(
        mut bytes in prop::collection::vec(any::<u8>(), 0..400),
        command in prop::option::of(0_u32..0x19),
    ) {
        if let (Some(command), Some(place)) = (command, bytes.get_mut(..8)) {
            place[4..].copy_from_slice(&command.to_ne_bytes());
            let size = structure_size(command).map_or(0, |size| u32::try_from(size).unwrap());
            place[..4].copy_from_slice(&size.to_ne_bytes());
        }
        match decode(&bytes) {
            Ok(Decoded::Message(message)) => prop_assert!(message.length <= bytes.len()),
            Ok(Decoded::Incomplete { needed }) => {
                prop_assert!(needed > bytes.len() && needed <= MAX_MESSAGE);
            }
            Err(_) => {}
        }
    }
}
