//! How responses leave the card, and how long commands come in.

use cardamom_kernel::{Configuration, Protocol};
use proptest::prelude::*;

use crate::support::*;

/// Answers P1 × 256 + P2 bytes.
const LONG: Process = |_, context, command| {
    let length = usize::from(u16::from_be_bytes([command.p1(), command.p2()]));
    context.respond(&vec![0x5A; length]);
    Ok(())
};

/// Answers the length of its data.
const COUNT: Process = |_, context, command| {
    context.respond(&u32::try_from(command.data().len()).unwrap().to_be_bytes());
    Ok(())
};

#[test]
fn what_exceeds_the_expected_length_waits_for_get_response() {
    let mut card = selected(LONG);
    assert_eq!(send(&mut card, "8010000401"), "5A6103", "ISO 7816-4 5.3.4");
    assert_eq!(send(&mut card, "00C0000001"), "5A6102");
    assert_eq!(send(&mut card, "00C0000002"), "5A5A9000");
    assert_eq!(send(&mut card, "00C0000001"), "9000", "nothing is pending: the applet's own command");
    assert_eq!(send(&mut card, "8010000401"), "5A6103");
    assert_eq!(send(&mut card, "8010000000"), "9000");
    assert_eq!(send(&mut card, "00C0000003"), "9000", "any other command forgets what was pending");
}

#[test]
fn a_long_response_travels_whole_in_an_extended_exchange() {
    let mut card = selected(LONG);
    let answer = card.transmit(&hex("8010FFFF000000")).unwrap();
    assert_eq!(answer.len(), 65_537);
    let answer = card.transmit(&hex("8010012C00")).unwrap();
    assert_eq!(answer.len(), 258);
    assert_eq!(answer[256..], [0x61, 44]);
}

#[test]
fn with_t0_a_command_with_data_gets_its_answer_through_get_response() {
    let configuration = Configuration { protocol: Protocol::T0, ..configuration() };
    let behaviour = Behaviour { process: COUNT, ..Behaviour::default() };
    let mut card = blank_with(&configuration, behaviour, Behaviour::default());
    card.install(&installation(MODULE_A, MODULE_A)).unwrap();
    card.power_on().unwrap();
    assert_eq!(send(&mut card, &select_command(0, &MODULE_A)), "6106");
    assert_eq!(send(&mut card, "00C0000006"), format!("{MODULE_A}9000"));
    assert_eq!(send(&mut card, "8010000003010203"), "6104");
    assert_eq!(send(&mut card, "00C0000004"), "000000039000");
}

#[test]
fn a_chain_of_commands_reaches_the_applet_as_one() {
    let mut card = selected(COUNT);
    assert_eq!(send(&mut card, "901000000401020304"), "9000", "ISO 7816-4 5.3.3");
    assert_eq!(send(&mut card, "901000000401020304"), "9000");
    assert_eq!(send(&mut card, "80100000020102"), "0000000A9000");
    assert_eq!(send(&mut card, "80100000020102"), "000000029000", "a chain ends");
}

#[test]
fn another_command_inside_of_a_chain_breaks_it() {
    let mut card = selected(COUNT);
    assert_eq!(send(&mut card, "901000000401020304"), "9000");
    assert_eq!(send(&mut card, "80110000020102"), "6883");
    assert_eq!(send(&mut card, "80100000020102"), "000000029000");
}

#[test]
fn lengths_that_contradict_each_other_are_answered_6700() {
    let mut card = selected(COUNT);
    for command in ["", "80", "801000", "80100000050102", "801000000000", "8010000000000201"] {
        assert_eq!(send(&mut card, command), "6700", "{command}");
    }
    assert_eq!(send(&mut card, "FF100000"), "6E00", "a class byte that may not be");
    assert_eq!(send(&mut card, "80100000"), "000000009000");
}

proptest! {
    /// Any bytes get an answer that ends with a status word, and an answer no longer than they asked for.
    #[test]
    fn arbitrary_bytes_are_answered(commands in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..20)) {
        let mut card = selected(COUNT);
        for command in commands {
            let answer = card.transmit(&command).unwrap();
            prop_assert!(answer.len() >= 2);
            prop_assert!(matches!(answer[answer.len() - 2] >> 4, 6 | 9));
        }
    }
}
