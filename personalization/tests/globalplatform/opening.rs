//! Sessions: each protocol with all its options, each level, keys of each length; and sessions that do not open.

use cardamom_card_os::globalplatform::key_set::KeyType;
use cardamom_card_os::globalplatform::life_cycle::CardLifeCycle;
use cardamom_card_os::globalplatform::{IssuerSecurityDomain, key_set};
use cardamom_personalization::globalplatform::error::GlobalPlatformError;
use cardamom_personalization::globalplatform::key_hierarchy::{
    Algorithm, KeyHierarchy, MasterKeys, TEST_KEY,
};
use cardamom_personalization::globalplatform::session::{Challenge, ProtocolChoice, SecureChannelOptions};
use cardamom_secure_channel::SecurityLevel;
use cardamom_secure_channel::diversification::Diversification;

use crate::card::{ISSUER, TestCard, aid};

fn level(byte: u8) -> SecureChannelOptions {
    SecureChannelOptions { level: SecurityLevel::from_byte(byte), ..SecureChannelOptions::default() }
}

const SECRET: [u8; 32] = *b"thirty-two bytes nobody guesses!";

#[test]
fn scp03_opens_with_all_options_levels_and_key_lengths() {
    for options in [0x00, 0x10, 0x20, 0x30, 0x60, 0x70, 0x01, 0x71] {
        for length in [16, 24, 32] {
            let key = &SECRET[..length];
            let hierarchy =
                KeyHierarchy::new("ours", vec![MasterKeys::one(None, Diversification::None, key)]);
            let levels = match options & 0xF0 {
                0x00 | 0x10 => &[0x00, 0x01, 0x03][..],
                0x20 | 0x30 => &[0x00, 0x01, 0x03, 0x11, 0x13],
                _ => &[0x00, 0x01, 0x03, 0x11, 0x13, 0x33],
            };
            for byte in levels {
                let mut card = TestCard::scp03(options, key);
                let mut session = card.try_open(&hierarchy, &level(*byte), None).unwrap();
                assert_eq!(session.protocol(), format!("SCP03 i={options:02X}"));
                assert_eq!((session.key_version(), session.security_level().to_byte()), (0x30, *byte));
                let expected = if options & 0x10 == 0 { Challenge::Random } else { Challenge::Predicted };
                assert_eq!(session.challenge(), expected);
                assert!(!session.uses_test_keys());
                // Several commands, with answers and without.
                for _ in 0..3 {
                    let registry = session.registry().unwrap();
                    assert_eq!(registry.issuer.unwrap().aid, aid(ISSUER), "{options:02X} {byte:02X}");
                    assert_eq!(registry.packages.len(), 2);
                }
            }
        }
    }
}

#[test]
fn scp02_opens_with_all_options_and_levels() {
    for options in [0x15, 0x55, 0x05, 0x45, 0x35, 0x75] {
        for byte in [0x00, 0x01, 0x03, 0x11, 0x13] {
            if byte & 0x10 != 0 && options & 0x20 == 0 {
                continue;
            }
            let mut card = TestCard::scp02(options);
            let mut session = card.try_open(&KeyHierarchy::test(), &level(byte), None).unwrap();
            assert_eq!(session.protocol(), format!("SCP02 i={options:02X}"));
            let expected = if options & 0x40 == 0 { Challenge::Random } else { Challenge::Predicted };
            assert_eq!(session.challenge(), expected);
            assert!(session.uses_test_keys());
            for _ in 0..3 {
                assert_eq!(session.registry().unwrap().packages.len(), 2, "{options:02X} {byte:02X}");
            }
        }
    }
}

#[test]
fn a_level_that_the_options_do_not_allow_does_not_open() {
    let mut card = TestCard::scp02(0x15);
    let error = card.try_open(&KeyHierarchy::test(), &level(0x33), None).unwrap_err();
    assert!(matches!(error, GlobalPlatformError::SecureChannel { .. }), "{error}");
    assert!(!card.instructions.contains(&0x82));
}

#[test]
fn the_protocol_is_a_choice() {
    let choose = |protocol: &str| {
        let protocol: ProtocolChoice = protocol.parse().unwrap();
        let version = if protocol.number() == 2 { 0x20 } else { 0xFF };
        SecureChannelOptions {
            protocol: Some(protocol),
            key_version: Some(version),
            ..SecureChannelOptions::default()
        }
    };
    for (text, opened) in [("02", "SCP02 i=55"), ("03", "SCP03 i=70"), ("02:15", "SCP02 i=15")] {
        let mut card = TestCard::new();
        let session = card.try_open(&KeyHierarchy::test(), &choose(text), None).unwrap();
        assert_eq!(session.protocol(), opened);
    }
    let options = SecureChannelOptions { key_version: Some(0xFF), ..choose("02") };
    let error = TestCard::new().try_open(&KeyHierarchy::test(), &options, None).map(drop).unwrap_err();
    assert_eq!(error.to_string(), "the card opens SCP03 with these keys, not SCP02");
}

#[test]
fn wrong_keys_are_noticed_before_the_card_counts_anything() {
    let master = |diversification| {
        KeyHierarchy::new("ours", vec![MasterKeys::one(None, diversification, &SECRET[..16])])
    };
    let issuer = IssuerSecurityDomain::with_test_keys();
    let mut card = TestCard::new();
    let error = card.try_open(&master(Diversification::None), &level(3), None).map(drop).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the card's key set FF (SCP03) is not ours: its cryptogram does not verify"
    );
    let advice = error.advice().unwrap();
    assert!(advice.contains("the well-known test key 40 to 4F as it is (none)"), "{advice}");
    assert!(!card.instructions.contains(&0x82), "EXTERNAL AUTHENTICATE was not sent");

    // A card with diversified keys, and the same key tried as it is.
    let data = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    let keys = MasterKeys::one(None, Diversification::Kdf3, &SECRET[..16]);
    let keys = keys.card_keys(Algorithm::Aes, &data).unwrap();
    let mut card = TestCard::with(&IssuerSecurityDomain {
        diversification_data: Some(data.to_vec()),
        keys: key_set(0x30, KeyType::Aes, &keys.expose()),
        ..issuer
    });
    let error = card.try_open(&master(Diversification::None), &level(3), None).map(drop).unwrap_err();
    let advice = error.advice().unwrap();
    assert!(advice.contains("it does verify under the same key diversified by kdf3"), "{advice}");
    let session = card.try_open(&master(Diversification::Kdf3), &level(3), None).unwrap();
    assert_eq!(session.diversification_data(), data);
    // Wrong altogether.
    let other =
        KeyHierarchy::new("x", vec![MasterKeys::one(None, Diversification::None, b"another key, 16.")]);
    let error = card.try_open(&other, &level(3), None).map(drop).unwrap_err();
    assert!(error.advice().unwrap().contains("diversification data is 00010203040506070809"));
}

#[test]
fn each_diversification_opens_the_cards_that_it_is_for() {
    let data = [0xCA, 0x0D, 2, 3, 4, 5, 6, 7, 8, 9];
    for (diversification, algorithm) in [
        (Diversification::None, Algorithm::Aes),
        (Diversification::Kdf3, Algorithm::Aes),
        (Diversification::None, Algorithm::TripleDes),
        (Diversification::EmvCps11, Algorithm::TripleDes),
        (Diversification::Visa2, Algorithm::TripleDes),
    ] {
        let masters = [&SECRET[..16], &SECRET[8..24], &SECRET[16..]];
        let masters = MasterKeys::three(Some(0x21), diversification, masters);
        let keys = masters.card_keys(algorithm, &data).unwrap();
        let key_type = if algorithm == Algorithm::Aes { KeyType::Aes } else { KeyType::Des };
        let mut card = TestCard::with(&IssuerSecurityDomain {
            diversification_data: Some(data.to_vec()),
            keys: key_set(0x21, key_type, &keys.expose()),
            ..IssuerSecurityDomain::with_test_keys()
        });
        let hierarchy = KeyHierarchy::new("ours", vec![masters]);
        card.try_open(&hierarchy, &level(3), None).unwrap().registry().unwrap();
    }
}

#[test]
fn unknown_key_versions_are_told() {
    let options = SecureChannelOptions { key_version: Some(0x11), ..level(3) };
    let error = TestCard::new().try_open(&KeyHierarchy::test(), &options, None).map(drop).unwrap_err();
    assert!(error.to_string().starts_with("INITIALIZE UPDATE: 6A88: the security domain has no such key"));
    assert!(error.advice().unwrap().contains("00E0"));
    let hierarchy =
        KeyHierarchy::new("ours", vec![MasterKeys::one(Some(0x11), Diversification::None, &TEST_KEY)]);
    let options = SecureChannelOptions { key_version: Some(0xFF), ..level(3) };
    let error = TestCard::new().try_open(&hierarchy, &options, None).map(drop).unwrap_err();
    assert_eq!(error.to_string(), "ours has no key set of version FF");
}

#[test]
fn test_keys_do_not_open_an_issued_card_unless_asked() {
    let issued =
        IssuerSecurityDomain { life_cycle: CardLifeCycle::Secured, ..IssuerSecurityDomain::with_test_keys() };
    let mut card = TestCard::with(&issued);
    let error = card.try_open(&KeyHierarchy::test(), &level(3), None).map(drop).unwrap_err();
    assert_eq!(error.to_string(), "the card is SECURED and still has test keys, which everybody knows");
    let allowed = SecureChannelOptions { allows_test_keys: true, ..level(3) };
    assert!(card.try_open(&KeyHierarchy::test(), &allowed, None).unwrap().uses_test_keys());
}

/// Whatever a card answers to INITIALIZE UPDATE, the desk says what is wrong with it.
#[test]
fn nonsense_does_not_open() {
    for answer in ["9000", "00 9000", "6985", "6700", &"00".repeat(28)] {
        let answer = cardamom_apdu::hex::decode(answer).unwrap();
        let mut card = |command: &[u8]| {
            Ok::<_, String>(if command[1] == 0x50 { answer.clone() } else { vec![0x90, 0x00] })
        };
        let selected =
            cardamom_personalization::globalplatform::discovery::select(&mut card, Some(&aid(ISSUER)))
                .unwrap();
        let opened = cardamom_personalization::globalplatform::session::Session::open(
            &mut card,
            &selected,
            &KeyHierarchy::test(),
            &level(3),
            [0; 16],
        );
        assert!(opened.is_err());
    }
}

/// A card whose challenges are not what its counter and name give is told, and refused where that is asked for.
#[test]
fn a_challenge_that_is_not_the_promised_one_is_noticed() {
    use cardamom_personalization::globalplatform::discovery::{Selected, select};
    use cardamom_personalization::globalplatform::session::Session;
    for version in [0x20, 0xFF] {
        let options = SecureChannelOptions { key_version: Some(version), ..level(3) };
        let mut card = TestCard::new();
        // The card makes its challenge with its own name, and the desk thinks that it has another.
        let selected = select(&mut card, None).unwrap();
        let renamed = Selected { aid: aid("A0000000F0FF"), ..selected };
        let keys = KeyHierarchy::test();
        let session = Session::open(&mut card, &renamed, &keys, &options, [1; 16]).unwrap();
        assert_eq!(session.challenge(), Challenge::Unexpected);
        drop(session);
        let strict = SecureChannelOptions { requires_predicted_challenge: true, ..options };
        let error = Session::open(&mut card, &renamed, &keys, &strict, [2; 16]).map(drop).unwrap_err();
        assert!(matches!(error, GlobalPlatformError::ChallengeUnexpected { .. }), "{error}");
        assert!(error.advice().is_some());
    }
}
