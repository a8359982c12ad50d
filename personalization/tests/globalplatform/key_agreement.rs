//! Sessions over SCP11.

use cardamom_card_os::globalplatform::IssuerSecurityDomain;
use cardamom_card_os::globalplatform::card_data::ScpOption;
use cardamom_card_os::globalplatform::key_set::KeyType;
use cardamom_card_os::globalplatform::security_domain::InitialKey;
use cardamom_personalization::globalplatform::discovery::select;
use cardamom_personalization::globalplatform::error::GlobalPlatformError;
use cardamom_personalization::globalplatform::key_hierarchy::KeyHierarchy;
use cardamom_personalization::globalplatform::put_key::{AesForm, KeyPlace, NewKey};
use cardamom_personalization::globalplatform::session::{
    CardKey, HostIdentity, KeyAgreement, SecureChannelOptions, Session,
};
use cardamom_personalization::globalplatform::store_data::{StoreOptions, Structure};
use cardamom_secure_channel::SecurityLevel;
use cardamom_secure_channel::scp11::certificate::{NewCertificate, Usage};
use cardamom_secure_channel::scp11::{KeyLength, PrivateKey, Variant};

use crate::card::TestCard;

const VERSION: u8 = 0x01;

fn key(byte: u8) -> PrivateKey {
    PrivateKey::from_bytes(&[byte; 32]).unwrap()
}

fn certificate(authority: &PrivateKey, subject: &PrivateKey) -> Vec<u8> {
    let new = NewCertificate {
        serial_number: vec![7],
        authority: b"authority".to_vec(),
        subject: b"subject".to_vec(),
        usage: Usage::KeyAgreement,
        effective: None,
        expiration: [0x20, 0x99, 0x12, 0x31],
    };
    new.sign(&subject.public_key(), authority)
}

/// The card's key is 1, its authority's 2, the host's 3, the host's authority's 4.
fn card() -> TestCard {
    let mut issuer = IssuerSecurityDomain::with_test_keys();
    issuer.protocols.push(ScpOption::SCP11);
    let initial = |identifier, key_type: KeyType, value: &[u8]| InitialKey {
        version: VERSION,
        identifier,
        key_type: key_type.to_byte(),
        value: value.to_vec().into(),
    };
    for variant in Variant::ALL {
        issuer.keys.push(initial(variant.key_identifier(), KeyType::EcPrivate, key(1).to_bytes().as_slice()));
    }
    issuer.keys.push(initial(0x10, KeyType::EcPublic, &key(4).public_key().to_bytes()));
    let mut card = TestCard::with(&issuer);
    let mut session = card.open();
    for variant in Variant::ALL {
        let certificate = certificate(&key(2), &key(1));
        let length = u8::try_from(certificate.len()).unwrap();
        let store = [&[0xBF, 0x21, 0x81, length][..], &certificate].concat();
        let data = [&[0xA6, 4, 0x83, 2, variant.key_identifier(), VERSION][..], &store].concat();
        let options = StoreOptions { structure: Structure::DataObjects, ..StoreOptions::default() };
        session.store_data(&data, &options).unwrap();
    }
    drop(session);
    card
}

fn agreement(variant: Variant) -> KeyAgreement {
    KeyAgreement {
        key_version: VERSION,
        variant,
        level: SecurityLevel::from_byte(0x33),
        key_length: KeyLength::Aes128,
        card: CardKey::Certified(key(2).public_key()),
        host: Some(HostIdentity {
            key: key(3),
            certificates: vec![certificate(&key(4), &key(3))],
            authority_version: VERSION,
            authority_identifier: 0x10,
        }),
    }
}

fn open<'a>(card: &'a mut TestCard, agreement: &KeyAgreement) -> Result<Session<'a>, GlobalPlatformError> {
    let selected = select(card, None)?;
    Session::agree(card, &selected, agreement, key(0x55))
}

#[test]
fn sessions_open_with_certificates_on_both_sides() {
    let mut card = card();
    for (variant, name) in [(Variant::A, "SCP11a"), (Variant::C, "SCP11c")] {
        for level in [0x33, 0x13, 0x11, 0x03] {
            for key_length in [KeyLength::Aes128, KeyLength::Aes192, KeyLength::Aes256] {
                let level = SecurityLevel::from_byte(level);
                let wanted = KeyAgreement { level, key_length, ..agreement(variant) };
                let mut session = open(&mut card, &wanted).unwrap();
                assert_eq!(session.protocol(), name);
                assert_eq!(session.registry().unwrap().packages.len(), 2);
            }
        }
    }
}

/// SCP11b authenticates the card alone: it opens, and the card's content is not shown to everyone.
#[test]
fn a_host_without_certificate_sees_what_everyone_sees() {
    let mut card = card();
    let mut session = open(&mut card, &KeyAgreement { host: None, ..agreement(Variant::B) }).unwrap();
    assert_eq!(session.protocol(), "SCP11b");
    assert!(session.get_data(0x0066).unwrap().is_some());
    assert!(open(&mut card, &KeyAgreement { host: None, ..agreement(Variant::A) }).is_err());
}

#[test]
fn another_card_and_another_host_are_noticed() {
    let mut card = card();
    let other = CardKey::Certified(key(9).public_key());
    let error =
        open(&mut card, &KeyAgreement { card: other, ..agreement(Variant::A) }).map(drop).unwrap_err();
    assert!(matches!(error, GlobalPlatformError::Certificate(_)), "{error}");
    let other = CardKey::Known(key(9).public_key());
    let error =
        open(&mut card, &KeyAgreement { card: other, ..agreement(Variant::A) }).map(drop).unwrap_err();
    assert!(matches!(error, GlobalPlatformError::SecureChannel { .. }), "{error}");
    let known = CardKey::Known(key(1).public_key());
    open(&mut card, &KeyAgreement { card: known, ..agreement(Variant::A) }).unwrap();
    open(&mut card, &KeyAgreement { card: CardKey::Unverified, ..agreement(Variant::A) }).unwrap();
    let mut forged = agreement(Variant::A);
    forged.host.as_mut().unwrap().certificates = vec![certificate(&key(9), &key(3))];
    let error = open(&mut card, &forged).map(drop).unwrap_err();
    assert!(error.to_string().starts_with("PERFORM SECURITY OPERATION: 6"), "{error}");
    let missing = KeyAgreement { key_version: 0x44, ..agreement(Variant::B) };
    let error = open(&mut card, &missing).map(drop).unwrap_err();
    assert!(error.to_string().starts_with("GET DATA BF21: 6A88"), "{error}");
}

/// The card's key and its authority's come with PUT KEY, at every level and under either cipher.
#[test]
fn keys_for_it_are_put() {
    for version in [0x20, 0xFF] {
        let mut card = TestCard::new();
        let options = SecureChannelOptions { key_version: Some(version), ..SecureChannelOptions::default() };
        let mut session = card.try_open(&KeyHierarchy::test(), &options, None).unwrap();
        let place = |identifier| KeyPlace { replaces: None, version: VERSION, identifier };
        session.put_keys(place(0x11), &[NewKey::EcPrivate(key(1))], AesForm::Prefixed).unwrap();
        let authority = NewKey::Ec(key(4).public_key().to_bytes().to_vec());
        session.put_keys(place(0x10), &[authority], AesForm::Prefixed).unwrap();
        drop(session);
        let known = CardKey::Known(key(1).public_key());
        let mut session = open(&mut card, &KeyAgreement { card: known, ..agreement(Variant::A) }).unwrap();
        session.registry().unwrap();
    }
}
