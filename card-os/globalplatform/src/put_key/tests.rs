use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use cardamom_apdu::hex::decode;
use cardamom_kernel::Reason;
use proptest::prelude::*;

use super::*;

/// What the data encryption key 00 to 0F (AES-128; for the last 00 to 1F) makes of the keys 40 to 4F, 50 to 5F, 60 to
/// 6F, 00 to 1F, and their check values: storeDataTest.c of kaoh/globalplatform.
pub(crate) const KEYS: [(&str, &str, &str); 4] = [
    ("404142434445464748494A4B4C4D4E4F", "D533E59B45A153ED7E5E9C5DFCFD4AAA", "504A77"),
    ("505152535455565758595A5B5C5D5E5F", "3EF0B1A5E3059DAB21FCE23A7B61C4CA", "F2A8DF"),
    ("606162636465666768696A6B6C6D6E6F", "ADDE68F7AD497268D31A0DDD5C74B08F", "D7D0E4"),
    (
        "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F",
        "5A6E045708FB7196F02E553D02C3A692C77147EBD5121DE8D0FAE7762423B6BF",
        "75E208",
    ),
];

/// Decryption of the ciphertexts above; of others, the identity. As a session does, it refuses broken blocks.
pub(crate) fn decrypt(ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, SecureChannelError> {
    if ciphertext.is_empty() || !ciphertext.len().is_multiple_of(8) {
        return Err(SecureChannelError::DataLength);
    }
    let known = KEYS.iter().find(|(_, encrypted, _)| decode(encrypted).unwrap() == ciphertext);
    Ok(Zeroizing::new(known.map_or(ciphertext.to_vec(), |(plain, ..)| decode(plain).unwrap())))
}

fn put(p1: u8, p2: u8, data: &str) -> Result<PutKeyCommand, GlobalPlatformReason> {
    PutKeyCommand::parse(p1, p2, &decode(data).unwrap(), &decrypt)
}

/// Type and value, in hexadecimal, of the components of a command's keys.
fn components(command: &PutKeyCommand) -> Vec<Vec<(u8, String)>> {
    let text = |component: &KeyComponent| {
        (component.key_type, alloc::format!("{}", cardamom_apdu::hex::Hex(&component.value)))
    };
    command.keys.iter().map(|key| key.components.iter().map(text).collect()).collect()
}

fn one(key_type: u8, value: &str) -> Vec<Vec<(u8, String)>> {
    vec![vec![(key_type, String::from(value))]]
}

fn point() -> String {
    String::from("04") + &"AB".repeat(64)
}

#[test]
fn both_forms_of_aes_keys_are_the_same_keys() {
    // gpshell and yubikit; GlobalPlatformPro and scll.
    for frame in ["8810", "881110"] {
        let mut data = String::from("01");
        for (_, encrypted, check_value) in &KEYS[..3] {
            data += &(String::from(frame) + encrypted + "03" + check_value);
        }
        let command = put(0x00, 0x81, &data).unwrap();
        assert_eq!((command.replaced_version, command.version, command.identifier), (None, 1, 1));
        let expected: Vec<_> = KEYS[..3].iter().flat_map(|(plain, ..)| one(key_type::AES, plain)).collect();
        assert_eq!(components(&command), expected);
        assert_eq!(command.answer(), decode("01504A77F2A8DFD7D0E4").unwrap());
    }
}

#[test]
fn aes_256_in_both_forms_and_aes_192_in_its_one() {
    let (plain, encrypted, check_value) = KEYS[3];
    for frame in ["8820", "882120"] {
        let command =
            put(0x01, 0x01, &(String::from("02") + frame + encrypted + "03" + check_value)).unwrap();
        assert_eq!(components(&command), one(key_type::AES, plain));
        assert_eq!((command.replaced_version, command.version), (Some(1), 2));
    }
    // scll: 24 bytes, padded to two blocks before encryption. The check value is of the 24 bytes.
    let key = AesKey::new(&decode(&plain[..48]).unwrap()).unwrap();
    let check_value = cardamom_apdu::hex::Hex(&key_check_value::aes(&key)).to_string();
    let command = put(0x00, 0x01, &(String::from("02882118") + encrypted + "03" + &check_value)).unwrap();
    assert_eq!(components(&command), one(key_type::AES, &plain[..48]));
}

#[test]
fn triple_des_keys_are_checked() {
    // The check value that every client prints for the default key.
    let data = "018010 404142434445464748494A4B4C4D4E4F 03 8BAF47";
    let command = put(0x7F, 0x01, data).unwrap();
    assert_eq!(components(&command), one(key_type::DES, KEYS[0].0));
    assert_eq!(put(0x7F, 0x01, &data.replace("8BAF47", "8BAF48")), Err(GlobalPlatformReason::KeyCheckValue));
    assert_eq!(GlobalPlatformReason::KeyCheckValue.status_word().value(), 0x6982);
}

#[test]
fn public_keys_travel_in_clear_text() {
    // A token key as GlobalPlatformPro writes it, RSA-1024 and RSA-2048; a point with its curve as gp and yubikit.
    // 128 is written as 80, too: §11.8.2.3.1, and the article on PUT KEY at 1000bd.com/Article/Index/1064844.
    for (length, modulus) in
        [("8180", "C5".repeat(128)), ("80", "C5".repeat(128)), ("820100", "C5".repeat(256))]
    {
        let command = put(0x00, 0x01, &(String::from("70A1") + length + &modulus + "A00301000100")).unwrap();
        let expected =
            vec![(key_type::RSA_MODULUS, modulus), (key_type::RSA_EXPONENT, String::from("010001"))];
        assert_eq!(components(&command), [expected]);
        assert_eq!(command.answer(), [0x70]);
    }
    let command = put(0x00, 0x10, &(String::from("73B041") + &point() + "F0010000")).unwrap();
    let expected = vec![(key_type::EC_PUBLIC, point()), (key_type::EC_PARAMETERS, String::from("00"))];
    assert_eq!(components(&command), [expected]);
    assert_eq!((command.identifier, command.answer()), (0x10, vec![0x73]));
}

#[test]
fn a_private_key_of_scp11_comes_encrypted() {
    let (plain, encrypted, _) = KEYS[3];
    let command = put(0x00, 0x13, &(String::from("01B120") + encrypted + "F0010000")).unwrap();
    let expected =
        vec![(key_type::EC_PRIVATE, String::from(plain)), (key_type::EC_PARAMETERS, String::from("00"))];
    assert_eq!(components(&command), [expected]);
}

/// gpshell gives the curve by its parameters when asked to, the cofactor optional.
#[test]
fn a_curve_may_come_as_its_parameters() {
    let data = String::from("70B041")
        + &point()
        + "B220FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF\
        B320FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFC\
        B4205AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B\
        B541046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C2964FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5\
        B620FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551";
    for cofactor in ["", "B70101", "B70400000001"] {
        let command = put(0x00, 0x01, &(data.clone() + cofactor + "00")).unwrap();
        let expected = vec![(key_type::EC_PUBLIC, point()), (key_type::EC_PARAMETERS, String::from("00"))];
        assert_eq!(components(&command), [expected]);
    }
    let refused = |data: String| assert_eq!(put(0x00, 0x01, &data), Err(GlobalPlatformReason::KeyType));
    refused(data.replace("5AC635D8", "5AC635D9") + "00");
    refused(data.clone() + "B7010200");
    refused(data.clone() + "B70101B7010100");
    refused(data.replace("B320FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFC", "") + "00");
    refused(data + "F0010000");
}

#[test]
fn the_extended_format_carries_restrictions() {
    let (plain, encrypted, check_value) = KEYS[0];
    let key = String::from("FF8810") + encrypted + "03" + check_value + "021800 0101";
    let command = put(0x00, 0x81, &(String::from("30") + &key + &key)).unwrap();
    // All lengths are BER: Table 11-69.
    let rsa = String::from("70FFA18180") + &"C5".repeat(128) + "FFA003010001" + "00" + "0181" + "0101";
    let rsa = put(0x00, 0x01, &rsa).unwrap();
    assert_eq!(rsa.keys[0].restriction, Some(KeyRestriction { usage: vec![0x81], access: Some(0x01) }));
    assert_eq!(components(&rsa)[0].len(), 2);
    assert_eq!(components(&command), [one(key_type::AES, plain), one(key_type::AES, plain)].concat());
    let restriction = Some(KeyRestriction { usage: vec![0x18, 0x00], access: Some(0x01) });
    assert!(command.keys.iter().all(|key| key.restriction == restriction));
    let none = put(0x00, 0x01, &(String::from("30") + &key.replace("021800 0101", "0000"))).unwrap();
    assert_eq!(none.keys[0].restriction, Some(KeyRestriction { usage: vec![], access: None }));
}

#[test]
fn what_section_11_8_refuses() {
    use GlobalPlatformReason as R;
    let aes = String::from("8810") + KEYS[0].1 + "03" + KEYS[0].2;
    let one = String::from("01") + &aes;
    let refused = |p2, data: &str| put(0x00, p2, data).unwrap_err();
    assert_eq!(refused(0x81, ""), R::KeyVersionRange);
    assert_eq!(refused(0x81, &(String::from("00") + &aes)), R::KeyVersionRange);
    assert_eq!(refused(0x81, &(String::from("80") + &aes)), R::KeyVersionRange);
    assert_eq!(refused(0xFF, &(one.clone() + &aes)), R::KeyVersionRange);
    assert_eq!(refused(0x81, "01"), R::DataField);
    assert_eq!(refused(0x81, &one[..one.len() - 2]), R::DataField);
    assert_eq!(refused(0x01, &(one.clone() + &aes)), R::DataField);
    for bad in [one.replacen("88", "89", 1), one.replacen("88", "83", 1), String::from("0103")] {
        assert_eq!(refused(0x81, &bad), R::KeyType);
    }
    assert_eq!(refused(0x81, "0188080001020304050607 03 000000"), R::KeyType);
    assert_eq!(refused(0x81, &(String::from("01881111") + KEYS[0].1 + "03504A77")), R::KeyType);
    assert_eq!(refused(0x81, "018800 03000000"), R::KeyType);
    assert_eq!(refused(0x81, &(String::from("018810") + KEYS[0].1 + "00")), R::KeyCheckValueMissing);
    assert_eq!(refused(0x81, &(String::from("018810") + KEYS[0].1 + "02504A")), R::KeyCheckValue);
    // Two symmetric keys without a check value between them are no key.
    assert_eq!(refused(0x81, &(String::from("018810") + KEYS[0].1 + &aes)), R::KeyType);
    assert_eq!(refused(0x01, "70A00301000100"), R::KeyType);
    // A point without a curve, on a curve that is not supported, twice, and with a check value that nobody can check.
    let point = String::from("70B041") + &point();
    assert_eq!(refused(0x01, &(point.clone() + "00")), R::KeyType);
    assert_eq!(refused(0x01, &(point.clone() + "F0010100")), R::KeyType);
    assert_eq!(refused(0x01, &(point.clone() + &point[2..] + "F0010000")), R::KeyType);
    assert_eq!(refused(0x01, &(point + "F0010003AABBCC")), R::DataField);
    assert_eq!(refused(0x01, "70F0010000"), R::KeyType);
}

#[test]
fn values_are_not_shown() {
    let command = put(0x00, 0x01, "018010404142434445464748494A4B4C4D4E4F038BAF47").unwrap();
    let shown = alloc::format!("{command:?}");
    assert!(shown.contains("length: 16") && !shown.contains("64, 65"), "{shown}");
}

proptest! {
    #[test]
    fn no_command_breaks_it(
        p1: u8,
        p2: u8,
        data in proptest::collection::vec(
            prop_oneof![any::<u8>(), Just(0x88), Just(0x10), Just(0x00), Just(0xFF)], 0..80),
    ) {
        if let Ok(command) = PutKeyCommand::parse(p1, p2, &data, &decrypt) {
            prop_assert!((0x01..=0x7F).contains(&command.version));
            prop_assert!(usize::from(command.identifier) + command.keys.len() <= 0x80);
            prop_assert_eq!(command.answer()[0], command.version);
        }
    }
}
