use super::*;
use alloc::vec;
use proptest::prelude::*;

fn parsed(bytes: &[u8]) -> (Vec<u8>, Option<u32>, bool) {
    let command = Command::parse(bytes).unwrap();
    (command.data().to_vec(), command.expected_length(), command.is_extended())
}

/// ISO/IEC 7816-3 §12.1.3, the seven forms.
#[test]
fn the_seven_forms() {
    assert_eq!(parsed(&[0, 1, 2, 3]), (vec![], None, false));
    assert_eq!(parsed(&[0, 1, 2, 3, 5]), (vec![], Some(5), false));
    assert_eq!(parsed(&[0, 1, 2, 3, 0]), (vec![], Some(256), false));
    assert_eq!(parsed(&[0, 1, 2, 3, 2, 8, 9]), (vec![8, 9], None, false));
    assert_eq!(parsed(&[0, 1, 2, 3, 2, 8, 9, 0]), (vec![8, 9], Some(256), false));
    assert_eq!(parsed(&[0, 1, 2, 3, 0, 1, 0]), (vec![], Some(256), true));
    assert_eq!(parsed(&[0, 1, 2, 3, 0, 0, 0]), (vec![], Some(65_536), true));
    assert_eq!(parsed(&[0, 1, 2, 3, 0, 0, 2, 8, 9]), (vec![8, 9], None, true));
    assert_eq!(parsed(&[0, 1, 2, 3, 0, 0, 2, 8, 9, 0, 0]), (vec![8, 9], Some(65_536), true));
}

#[test]
fn wrong_lengths_are_refused_where_they_are_wrong() {
    for (bytes, error) in [
        (&[][..], CommandError::HeaderTruncated { length: 0 }),
        (&[0, 1, 2], CommandError::HeaderTruncated { length: 3 }),
        (&[0, 1, 2, 3, 2, 8], CommandError::DataTruncated { position: 6, missing: 1 }),
        (&[0, 1, 2, 3, 1, 8, 9, 7], CommandError::TrailingBytes { position: 7 }),
        (&[0, 1, 2, 3, 0, 1], CommandError::LengthFieldTruncated { position: 6 }),
        (&[0, 1, 2, 3, 0, 0, 0, 1], CommandError::DataLengthZero),
        (&[0, 1, 2, 3, 0, 1, 0, 1], CommandError::DataTruncated { position: 8, missing: 255 }),
        (&[0, 1, 2, 3, 0, 0, 1, 8, 0], CommandError::LengthFieldTruncated { position: 9 }),
        (&[0, 1, 2, 3, 0, 0, 1, 8, 0, 0, 0], CommandError::TrailingBytes { position: 10 }),
    ] {
        assert_eq!(Command::parse(bytes), Err(error), "{bytes:02X?}");
        assert_eq!(error.status_word().value(), 0x6700);
    }
}

/// ISO/IEC 7816-4 §5.4.1: the value FF is invalid (PPS).
#[test]
fn class_ff_is_refused_both_ways() {
    assert_eq!(Command::parse(&[0xFF, 0, 0, 0]), Err(CommandError::InvalidClass));
    assert_eq!(Command::new(0xFF, 0, 0, 0).to_bytes(), Err(CommandError::InvalidClass));
    assert_eq!(CommandError::InvalidClass.status_word().value(), 0x6E00);
}

#[test]
fn the_short_form_is_taken_while_it_fits() {
    let long = vec![7; 70_000];
    let command = Command::new(0, 1, 2, 3);
    assert_eq!(
        command.with_data(&long[..255]).with_expected_length(256).to_bytes().unwrap().len(),
        4 + 1 + 255 + 1
    );
    assert_eq!(command.with_data(&long[..256]).to_bytes().unwrap().len(), 4 + 3 + 256);
    assert_eq!(command.with_expected_length(257).to_bytes().unwrap(), [0, 1, 2, 3, 0, 1, 1]);
    assert_eq!(command.with_expected_length(65_536).to_bytes().unwrap(), [0, 1, 2, 3, 0, 0, 0]);
    assert_eq!(command.with_expected_length(1).extended().to_bytes().unwrap(), [0, 1, 2, 3, 0, 0, 1]);
    assert_eq!(command.extended().to_bytes().unwrap(), [0, 1, 2, 3]);
    assert_eq!(command.with_data(&long).to_bytes(), Err(CommandError::DataTooLong { length: 70_000 }));
    assert_eq!(
        command.with_expected_length(65_537).to_bytes(),
        Err(CommandError::ExpectedLengthTooLarge { expected_length: 65_537 })
    );
}

/// Bytes that are often, not always, a command: a header, a plausible length field, some data.
fn near_commands() -> impl Strategy<Value = Vec<u8>> {
    let field = prop_oneof![
        Just(vec![]),
        (0u8..5).prop_map(|length| vec![length]),
        (0u8..5).prop_map(|length| vec![0, 0, length]),
    ];
    (any::<[u8; 4]>(), field, proptest::collection::vec(any::<u8>(), 0..8))
        .prop_map(|(header, field, rest)| [&header[..], &field, &rest].concat())
}

proptest! {
    #[test]
    fn what_is_parsed_encodes_to_the_same_bytes(bytes in prop_oneof![near_commands(), any::<Vec<u8>>()]) {
        match Command::parse(&bytes) {
            Ok(command) => prop_assert_eq!(command.to_bytes().unwrap(), bytes),
            Err(error) => prop_assert!(error.position().unwrap() <= bytes.len()),
        }
    }

    #[test]
    fn what_is_built_parses_to_the_same_command(
        class in 0u8..0xFF,
        instruction: u8,
        data in prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..300),
            prop_oneof![Just(65_535), Just(256), Just(255)].prop_map(|length| vec![7; length]),
        ],
        expected in prop_oneof![0u32..300, 65_530u32..=65_536],
        extended: bool,
    ) {
        let mut command =
            Command::new(class, instruction, 1, 2).with_data(&data).with_expected_length(expected);
        if extended {
            command = command.extended();
        }
        let bytes = command.to_bytes().unwrap();
        prop_assert_eq!(Command::parse(&bytes), Ok(command));
    }
}
