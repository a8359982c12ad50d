//! PUT KEY and DELETE [key].

use cardamom_personalization::globalplatform::discovery::information;
use cardamom_personalization::globalplatform::key_hierarchy::{Algorithm, KeyHierarchy, MasterKeys};
use cardamom_personalization::globalplatform::put_key::{AesForm, KeyPlace, NewKey};
use cardamom_personalization::globalplatform::session::SecureChannelOptions;
use cardamom_personalization::globalplatform::signing::SigningKey;
use cardamom_secure_channel::diversification::Diversification;
use cardamom_secure_channel::{AesKey, TripleDesKey};

use crate::card::TestCard;

const SECRET: [u8; 32] = *b"thirty-two bytes nobody guesses!";

fn place(replaces: Option<u8>, version: u8) -> KeyPlace {
    KeyPlace { replaces, version, identifier: 1 }
}

/// From the keys of SCP02 and from those of SCP03.
fn versions() -> [SecureChannelOptions; 2] {
    [0x20, 0xFF]
        .map(|version| SecureChannelOptions { key_version: Some(version), ..SecureChannelOptions::default() })
}

#[test]
fn key_sets_of_all_kinds_are_put_and_open_sessions() {
    for options in versions() {
        for (length, algorithm) in
            [(16, Algorithm::Aes), (24, Algorithm::Aes), (32, Algorithm::Aes), (16, Algorithm::TripleDes)]
        {
            for form in [AesForm::Prefixed, AesForm::Bare] {
                let mut card = TestCard::new();
                let data = {
                    let mut session = card.try_open(&KeyHierarchy::test(), &options, None).unwrap();
                    let data = session.diversification_data();
                    let masters = MasterKeys::one(Some(0x31), Diversification::None, &SECRET[..length]);
                    let keys = NewKey::of_set(&masters.card_keys(algorithm, &data).unwrap());
                    session.put_keys(place(None, 0x31), &keys, form).unwrap();
                    data
                };
                assert_eq!(data.len(), 10);
                let ours = MasterKeys::one(Some(0x31), Diversification::None, &SECRET[..length]);
                let hierarchy = KeyHierarchy::new("ours", vec![ours]);
                let mut session = card.try_open(&hierarchy, &SecureChannelOptions::default(), None).unwrap();
                assert_eq!(session.key_version(), 0x31);
                // And replaced by others.
                let masters = MasterKeys::one(Some(0x31), Diversification::None, &SECRET[16..]);
                let keys = NewKey::of_set(&masters.card_keys(algorithm, &data).unwrap());
                let again = session.put_keys(place(None, 0x31), &keys, form).unwrap_err();
                assert!(
                    again.to_string().starts_with("PUT KEY: 6A80: there is a key set of this version"),
                    "{again}"
                );
                session.put_keys(place(Some(0x31), 0x32), &keys, form).unwrap();
            }
        }
    }
}

#[test]
fn diversified_keys_are_put_and_found_again() {
    let masters = MasterKeys::one(Some(0x30), Diversification::Kdf3, &SECRET);
    let mut card = TestCard::new();
    let mut session = card.open();
    let keys = masters.card_keys(Algorithm::Aes, &session.diversification_data()).unwrap();
    session.put_keys(place(None, 0x30), &NewKey::of_set(&keys), AesForm::Prefixed).unwrap();
    drop(session);
    let hierarchy = KeyHierarchy::new("ours", vec![masters]);
    card.try_open(&hierarchy, &SecureChannelOptions::default(), None).unwrap().registry().unwrap();
}

#[test]
fn public_keys_and_single_keys_are_put() {
    let mut card = TestCard::new();
    let mut session = card.open();
    let rsa = |length| NewKey::Rsa { modulus: vec![0xC1; length], exponent: vec![1, 0, 1] };
    let keys = [
        (0x70, rsa(128)),
        (0x74, rsa(256)),
        (0x75, rsa(512)),
        (0x73, SigningKey::ec(&[7; 32]).unwrap().card_key()),
        (0x71, NewKey::Aes(AesKey::new(&SECRET).unwrap())),
        (0x72, NewKey::TripleDes(TripleDesKey::from_bytes([9; 16]))),
    ];
    for (version, key) in &keys {
        session.put_keys(place(None, *version), std::slice::from_ref(key), AesForm::Prefixed).unwrap();
    }
    session.delete_keys(Some(0x72), Some(1)).unwrap();
    let gone = session.delete_keys(Some(0x72), None).unwrap_err();
    assert!(gone.to_string().starts_with("DELETE [key]: 6A88"), "{gone}");
    assert!(session.delete_keys(None, None).unwrap_err().to_string().contains("neither a key version"));
    drop(session);
    let told = information(&mut card).unwrap().keys;
    let of = |version| told.iter().find(|key| key.version == version).map(ToString::to_string);
    assert!(of(0x74).unwrap().contains("RSA public modulus, 256 bytes or more"));
    assert!(of(0x73).unwrap().contains("elliptic-curve public key"));
    assert!(of(0x71).unwrap().contains("AES-256"));
    assert_eq!(of(0x72), None);
}

#[test]
fn what_cannot_be_a_key_is_not_sent() {
    let mut card = TestCard::new();
    let mut session = card.open();
    let key = [NewKey::Aes(AesKey::new(&SECRET).unwrap())];
    for wrong in [place(None, 0), place(None, 0x80), KeyPlace { identifier: 0x80, ..place(None, 1) }] {
        assert!(session.put_keys(wrong, &key, AesForm::Bare).is_err());
    }
    assert!(session.put_keys(place(None, 1), &[], AesForm::Bare).is_err());
    let missing = session.put_keys(place(Some(0x44), 0x44), &key, AesForm::Bare).unwrap_err();
    assert!(missing.to_string().starts_with("PUT KEY: 6A88"), "{missing}");
    drop(session);
    assert_eq!(card.instructions.iter().filter(|instruction| **instruction == 0xD8).count(), 1);
}

/// A key that does not fit into one command goes in several, whatever protects the session.
#[test]
fn long_keys_are_put_in_parts_at_every_level() {
    use cardamom_secure_channel::SecurityLevel;
    let key = NewKey::Rsa { modulus: vec![0xC1; 512], exponent: vec![1, 0, 1] };
    for (version, levels) in [(0x20, &[0x00, 0x01, 0x03][..]), (0xFF, &[0x00, 0x01, 0x03, 0x11, 0x13, 0x33])]
    {
        for level in levels {
            let options = SecureChannelOptions {
                key_version: Some(version),
                level: SecurityLevel::from_byte(*level),
                ..SecureChannelOptions::default()
            };
            let mut card = TestCard::new();
            let mut session = card.try_open(&KeyHierarchy::test(), &options, None).unwrap();
            session.put_keys(place(None, 0x73), std::slice::from_ref(&key), AesForm::Prefixed).unwrap();
            // The session goes on.
            session.registry().unwrap();
            drop(session);
            assert_eq!(card.instructions.iter().filter(|instruction| **instruction == 0xD8).count(), 3);
        }
    }
}
