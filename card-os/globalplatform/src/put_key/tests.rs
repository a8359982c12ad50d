use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use cardamom_apdu::hex::decode;
use proptest::prelude::*;

use cardamom_kernel::Reason;

use super::*;
use crate::key_set::KeyType;

/// What the data encryption key 00 to 0F (AES-128; for the last 00 to 1F) makes of the keys 40 to 4F, 50 to 5F, 60 to
/// 6F, 00 to 1F, and their check values: storeDataTest.c of kaoh/globalplatform.
const KEYS: [(&str, &str, &str); 4] = [
    ("404142434445464748494A4B4C4D4E4F", "D533E59B45A153ED7E5E9C5DFCFD4AAA", "504A77"),
    ("505152535455565758595A5B5C5D5E5F", "3EF0B1A5E3059DAB21FCE23A7B61C4CA", "F2A8DF"),
    ("606162636465666768696A6B6C6D6E6F", "ADDE68F7AD497268D31A0DDD5C74B08F", "D7D0E4"),
    (
        "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F",
        "5A6E045708FB7196F02E553D02C3A692C77147EBD5121DE8D0FAE7762423B6BF",
        "75E208",
    ),
];

/// Decryption of the ciphertexts above; of others, the identity.
fn decrypt(ciphertext: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let known = KEYS.iter().find(|(_, encrypted, _)| decode(encrypted).unwrap() == ciphertext);
    Some(Zeroizing::new(known.map_or(ciphertext.to_vec(), |(plain, ..)| decode(plain).unwrap())))
}

fn open(p1: u8, p2: u8, data: &str, block_length: usize) -> Result<(Vec<NewKey>, Vec<u8>), PutKeyReason> {
    let data = decode(data).unwrap();
    let request = PutKey::parse(&Command::new(0x80, 0xD8, p1, p2).with_data(&data))?;
    Ok((request.open(block_length, decrypt)?, request.response()))
}

fn key(identifier: u8, components: &[(KeyType, &str)]) -> NewKey {
    let components = components.iter().map(|(key_type, value)| KeyComponent {
        key_type: *key_type,
        value: Zeroizing::new(decode(value).unwrap()),
    });
    let identifier = KeyIdentifier::new(identifier).unwrap();
    NewKey { identifier, components: components.collect(), restriction: None }
}

/// The three keys of a set, each made of type, length and value by `frame`.
fn three(frame: impl Fn(&str) -> String) -> String {
    let mut data = String::from("01");
    for (_, encrypted, check_value) in KEYS.iter().take(3) {
        data += &(frame(encrypted) + "03" + check_value);
    }
    data
}

#[test]
fn both_forms_of_aes_keys_are_the_same_keys() {
    let expected: Vec<NewKey> = (1..)
        .zip(&KEYS[..3])
        .map(|(identifier, (plain, ..))| key(identifier, &[(KeyType::Aes, plain)]))
        .collect();
    let response = decode("01504A77F2A8DFD7D0E4").unwrap();
    // gpshell and yubikit; GlobalPlatformPro and scll.
    for data in [three(|value| String::from("8810") + value), three(|value| String::from("881110") + value)] {
        assert_eq!(open(0x00, 0x81, &data, 16), Ok((expected.clone(), response.clone())));
    }
}

#[test]
fn aes_256_in_both_forms_and_aes_192_in_its_one() {
    let (plain, encrypted, check_value) = KEYS[3];
    let expected = Ok(vec![key(1, &[(KeyType::Aes, plain)])]);
    for frame in ["8820", "882120"] {
        let data = String::from("02") + frame + encrypted + "03" + check_value;
        assert_eq!(open(0x00, 0x01, &data, 16).map(|(keys, _)| keys), expected);
    }
    // scll: 24 bytes, padded to two blocks before encryption.
    let data = String::from("02882118") + encrypted + "00";
    let expected = key(1, &[(KeyType::Aes, &plain[..48])]);
    assert_eq!(open(0x00, 0x01, &data, 16), Ok((vec![expected], vec![0x02])));
}

#[test]
fn triple_des_keys_under_scp02() {
    // The check value that every client prints for the default key.
    let data = "0180 10 404142434445464748494A4B4C4D4E4F 03 8BAF47";
    let expected = key(1, &[(KeyType::Des, KEYS[0].0)]);
    assert_eq!(open(0xFF, 0x01, data, 8), Ok((vec![expected], decode("018BAF47").unwrap())));
    assert_eq!(open(0x00, 0x01, &data.replace("8BAF47", "8BAF48"), 8), Err(PutKeyReason::CheckValue));
    assert_eq!(PutKeyReason::CheckValue.status_word().value(), 0x6982);
}

#[test]
fn public_keys_travel_in_clear_text() {
    // The token key of RSA-1024 as the 1000bd article on PUT KEY has it (80D8 0001), its modulus shortened; a
    // modulus of 2048 bits as GlobalPlatformPro writes its length; a point with its curve as gp and yubikit.
    let (keys, response) =
        open(0x00, 0x01, "70 A1 10 DF15368A25624ABED28B44DFA27C2D87 A0 03 010001 00", 16).unwrap();
    assert_eq!(response, [0x70]);
    let expected = [
        (KeyType::RsaPublicModulus, "DF15368A25624ABED28B44DFA27C2D87"),
        (KeyType::RsaPublicExponent, "010001"),
    ];
    assert_eq!(keys, [key(1, &expected)]);
    let modulus = "C5".repeat(256);
    let (keys, _) = open(0x00, 0x01, &(String::from("70A1820100") + &modulus + "A00301000100"), 16).unwrap();
    assert_eq!(keys[0].components[0].value.len(), 256);
    let point = String::from("04") + &"AB".repeat(64);
    let (keys, response) = open(0x00, 0x10, &(String::from("73B041") + &point + "F0010000"), 16).unwrap();
    assert_eq!(response, [0x73]);
    let expected = [(KeyType::EcPublic, point.as_str()), (KeyType::EcParametersReference, "00")];
    assert_eq!(keys, [key(0x10, &expected)]);
}

#[test]
fn a_private_key_of_scp11_comes_encrypted() {
    let (plain, encrypted, _) = KEYS[3];
    let (keys, response) = open(0x00, 0x13, &(String::from("01B120") + encrypted + "F0010000"), 16).unwrap();
    assert_eq!(response, [0x01]);
    let expected = [(KeyType::EcPrivate, plain), (KeyType::EcParametersReference, "00")];
    assert_eq!(keys, [key(0x13, &expected)]);
}

/// gpshell gives the curve by its parameters when asked to, the cofactor optional.
#[test]
fn a_curve_may_come_as_its_parameters() {
    let p256 = [
        ("B2", "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF"),
        ("B3", "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFC"),
        ("B4", "5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B"),
        (
            "B5",
            "046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C2964FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5",
        ),
        ("B6", "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"),
    ];
    let point = String::from("04") + &"AB".repeat(64);
    let mut data = String::from("70B041") + &point;
    for (key_type, value) in p256 {
        data += &alloc::format!("{key_type}{:02X}{value}", value.len() / 2);
    }
    let expected = [(KeyType::EcPublic, point.as_str()), (KeyType::EcParametersReference, "00")];
    for cofactor in ["", "B70101", "B70400000001"] {
        let opened = open(0x00, 0x01, &(data.clone() + cofactor + "00"), 16);
        assert_eq!(opened.map(|(keys, _)| keys), Ok(vec![key(1, &expected)]));
    }
    let other = data.replace("5AC635D8", "5AC635D9") + "00";
    assert_eq!(open(0x00, 0x01, &other, 16), Err(PutKeyReason::Curve));
    assert_eq!(open(0x00, 0x01, &(data + "B7010200"), 16), Err(PutKeyReason::Curve));
}

#[test]
fn the_extended_format_carries_restrictions() {
    let (plain, encrypted, check_value) = KEYS[0];
    let data = String::from("30FF880010") + encrypted + "03" + check_value + "02180001 01";
    let (keys, _) = open(0x00, 0x01, &data, 16).unwrap();
    let restriction = KeyRestriction { usage: vec![0x18, 0x00], access: Some(0x01) };
    assert_eq!(keys, [NewKey { restriction: Some(restriction), ..key(1, &[(KeyType::Aes, plain)]) }]);
}

#[test]
fn p1_and_p2_tell_what_happens() {
    let (_, encrypted, check_value) = KEYS[0];
    let data = decode(&(String::from("318810") + encrypted + "03" + check_value)).unwrap();
    let request = |p1, p2| PutKey::parse(&Command::new(0x80, 0xD8, p1, p2).with_data(&data)).unwrap();
    let added = request(0x80, 0x7F);
    assert!(added.more_follow && added.replaced.is_none());
    assert!(added.identifiers().eq(KeyIdentifier::new(0x7F)));
    let replaced = request(0x30, 0x81);
    assert!(!replaced.more_follow);
    assert_eq!(
        (replaced.replaced, replaced.version),
        (KeyVersion::new(0x30), KeyVersion::new(0x31).unwrap())
    );
}

#[test]
fn what_section_11_8_refuses() {
    let aes = String::from("8810") + KEYS[0].1 + "03" + KEYS[0].2;
    let one = String::from("01") + &aes;
    let refused = |p2, data: &str| open(0x00, p2, data, 16).unwrap_err();
    assert_eq!(refused(0x81, ""), PutKeyReason::Truncated);
    assert_eq!(refused(0x81, "01"), PutKeyReason::Truncated);
    assert_eq!(refused(0x81, &one[..one.len() - 2]), PutKeyReason::Truncated);
    assert_eq!(refused(0x81, &(String::from("00") + &aes)), PutKeyReason::Version);
    assert_eq!(refused(0x81, &(String::from("80") + &aes)), PutKeyReason::Version);
    assert_eq!(refused(0x01, &(one.clone() + &aes)), PutKeyReason::SeveralKeys);
    assert_eq!(refused(0xFF, &(one.clone() + &aes)), PutKeyReason::Identifier);
    assert_eq!(refused(0x81, &one.replacen("88", "89", 1)), PutKeyReason::KeyType);
    assert_eq!(refused(0x81, &one.replacen("88", "83", 1)), PutKeyReason::KeyType);
    assert_eq!(refused(0x81, "0103"), PutKeyReason::KeyType);
    assert_eq!(refused(0x81, "018808000102030405060700"), PutKeyReason::Encryption);
    assert_eq!(refused(0x81, &(String::from("01881111") + KEYS[0].1 + "00")), PutKeyReason::Encryption);
    assert_eq!(refused(0x81, &(String::from("0188110F") + KEYS[0].1 + "00")), PutKeyReason::KeyLength);
    assert_eq!(refused(0x81, &(String::from("01880000"))), PutKeyReason::Encryption);
    assert_eq!(
        refused(0x81, &(String::from("018810") + KEYS[0].1 + "02504A")),
        PutKeyReason::CheckValueUnexpected
    );
    assert_eq!(refused(0x81, &one.replace("504A77", "504A78")), PutKeyReason::CheckValue);
    assert_eq!(refused(0x01, "70A101C500"), PutKeyReason::Components);
    assert_eq!(refused(0x01, "70A101C5A101C500"), PutKeyReason::Components);
    assert_eq!(refused(0x01, "70B00104F0010200"), PutKeyReason::Curve);
    assert_eq!(refused(0x01, "70B00104F0010000"), PutKeyReason::KeyLength);
    assert_eq!(refused(0x01, "70F0010000"), PutKeyReason::Components);
}

#[test]
fn secrets_are_not_shown() {
    let (keys, _) = open(0x00, 0x81, &three(|value| String::from("8810") + value), 16).unwrap();
    let shown = alloc::format!("{keys:?}");
    assert!(shown.contains("length: 16") && !shown.contains("40, 41") && !shown.contains("64, 65"));
}

proptest! {
    #[test]
    fn no_request_breaks_it(
        p1: u8,
        p2: u8,
        block_length in 0usize..17,
        data in proptest::collection::vec(prop_oneof![any::<u8>(), Just(0x88), Just(0x10), Just(0xFF)], 0..80),
    ) {
        if let Ok(request) = PutKey::parse(&Command::new(0x80, 0xD8, p1, p2).with_data(&data)) {
            let _ = request.open(block_length, |bytes| Some(Zeroizing::new(bytes.to_vec())));
            prop_assert!(!request.response().is_empty());
        }
    }
}
