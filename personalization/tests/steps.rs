//! What the issuer's desk sends; that cards accept it is tested with the applets.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

use cardamom_apdu::{Aid, StatusWord};
use cardamom_personalization::epurse::PublicData;
use cardamom_personalization::{InstallParameters, PersonalizationError, ProveOrder, Step, personalize};
use cardamom_secure_channel::edep::{FormatError, TripleDesKey};

const AID: Aid = Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0x03]);

fn key() -> TripleDesKey {
    TripleDesKey::from_bytes([0xFF; 16])
}

#[test]
fn install_parameters_are_tlv() {
    let parameters =
        InstallParameters { prove_order: ProveOrder::TacFirst, ..InstallParameters::new(7, key()) };
    let expected = [&[0x81, 17, 7][..], &[0xFF; 16], &[0x82, 1, 3, 0x83, 1, 10, 0x84, 1, 1]].concat();
    assert_eq!(*parameters.to_bytes(), expected);
}

/// FMCOS 2.0 manual §8.3 example 1.
#[test]
fn public_data_of_the_manual() {
    let file = [
        0x11, 0x11, 0x22, 0x22, 0x33, 0x33, 0x00, 0x06, 0x03, 0x01, 0x00, 0x06, 0x19, 0x98, 0x08, 0x17, 0x00,
        0x00, 0x00, 0x30, 0x19, 0x98, 0x08, 0x15, 0x19, 0x99, 0x12, 0x31, 0x55, 0x66,
    ];
    let data = PublicData::from_bytes(&file).unwrap();
    assert_eq!(data.to_bytes(), file);
    assert_eq!(data.diversification_factor().to_bytes(), [0x19, 0x98, 0x08, 0x17, 0x00, 0x00, 0x00, 0x30]);
    assert_eq!(PublicData::from_bytes(&file[..29]), Err(FormatError::Length));
    assert_eq!(PublicData::from_bytes(&[file.as_slice(), &[0]].concat()), Err(FormatError::Length));
    assert_eq!(PublicData::from_bytes(&[0; 30]), Err(FormatError::Date), "a blank card");
}

/// The command is that of klks/fmcos-python, examples/test_mac.py: UPDATE BINARY under a known challenge.
#[test]
fn a_step_is_sent_under_the_challenge_of_the_card() {
    let data =
        [0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0x00, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF];
    let step = Step::with_mac("UPDATE BINARY", [0x04, 0xD6, 0x00, 0x00], &data);
    let mut sent = Vec::new();
    let mut answers =
        vec![vec![0x90, 0x00], vec![0x44, 0xA4, 0x7D, 0xEB, 0x90, 0x00], vec![0x67, 0x00], vec![0x61, 0x10]];
    personalize(
        &mut |command: &[u8]| {
            sent.push(command.to_vec());
            Ok::<_, ()>(answers.pop().unwrap())
        },
        &AID,
        &key(),
        std::slice::from_ref(&step),
    )
    .unwrap();
    assert_eq!(sent[0], [&[0x00, 0xA4, 0x04, 0x00, 5], AID.as_bytes()].concat());
    assert_eq!(sent[1], [0x84, 0x44, 0x00, 0x00], "is it personalized already?");
    assert_eq!(sent[2], [0x00, 0x84, 0x00, 0x00, 0x04]);
    assert_eq!(sent[3], [&[0x04, 0xD6, 0x00, 0x00, 0x14][..], &data, &[0xF2, 0xF6, 0x22, 0x31]].concat());
}

#[test]
fn failures_name_the_step() {
    let step = Step::encrypted("WRITE KEY", [0x84, 0xD4, 0x01, 0x01], &[1]);
    let run = |mut answers: Vec<Result<Vec<u8>, &'static str>>| {
        personalize(&mut |_: &[u8]| answers.remove(0), &AID, &key(), std::slice::from_ref(&step))
    };
    let refused =
        |status| Err(PersonalizationError::Refused { step: "SELECT", status: StatusWord::new(status) });
    assert_eq!(run(vec![Ok(vec![0x6A, 0x82])]), refused(0x6A82));
    assert_eq!(run(vec![Err("gone")]), Err(PersonalizationError::Transmission("gone")));
    assert_eq!(run(vec![Ok(vec![0x90])]), Err(PersonalizationError::Malformed { step: "SELECT" }));
    let (selected, not_yet) = (Ok(vec![0x90, 0]), Ok(vec![0x67, 0]));
    let already = run(vec![selected.clone(), Ok(vec![0x69, 0x85])]);
    assert_eq!(already, Err(PersonalizationError::AlreadyPersonalized));
    let challenge = PersonalizationError::Malformed { step: "GET CHALLENGE" };
    let short = Ok(vec![1, 2, 3, 0x90, 0]);
    assert_eq!(run(vec![selected.clone(), not_yet.clone(), short]), Err(challenge));
    let last = run(vec![selected, not_yet, Ok(vec![1, 2, 3, 4, 0x90, 0]), Ok(vec![0x69, 0x88])]);
    assert_eq!(last.unwrap_err().to_string(), "WRITE KEY: the card answered 6988");
    assert!(!format!("{step:?}").contains("data"));
}
