use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use super::*;

const FILE: &str = r#"
name = "Acme"
[[key-set]]
version = "30"
diversification = "kdf3"
key = "000102030405060708090A0B0C0D0E0F"
[[key-set]]
encryption = "101112131415161718191A1B1C1D1E1F"
mac = "F02122232425262728292A2B2C2D2E2F"
data-encryption = "303132333435363738393A3B3C3D3E3F"
"#;

#[test]
fn well_known_keys_are_known() {
    for key in ["404142434445464748494A4B4C4D4E4F", "00000000000000000000000000000000"] {
        assert!(is_well_known(&cardamom_apdu::hex::decode(key).unwrap()), "{key}");
    }
    let long: Vec<u8> = (0x40..0x60).collect();
    assert!(is_well_known(&long) && is_well_known(b"GEMXPRESSOSAMPLE"));
    assert!(!is_well_known(b"a key of our own") && !is_well_known(&[]));
}

#[test]
fn a_key_file_names_its_key_sets() {
    let hierarchy = KeyHierarchy::from_toml("file", FILE).unwrap();
    assert_eq!(
        hierarchy.to_string(),
        "Acme; version 30, diversification kdf3; version any, diversification none"
    );
    assert!(hierarchy.has_test_keys());
    assert_eq!(hierarchy.master_keys(0x30).unwrap().version(), Some(0x30));
    assert_eq!(hierarchy.master_keys(0x31).unwrap().version(), None);
    let keys = hierarchy.master_keys(1).unwrap().card_keys(Algorithm::TripleDes, &[0; 10]).unwrap();
    assert_eq!(keys.expose()[1][0], 0xF0);
    let kdf3 = hierarchy.master_keys(0x30).unwrap();
    let wrong = kdf3.card_keys(Algorithm::TripleDes, &[0; 10]).unwrap_err();
    assert_eq!(wrong.to_string(), "the diversification kdf3 makes no keys for SCP02");
    assert!(!format!("{hierarchy:?}").contains("101112"));
}

#[test]
fn a_wrong_key_file_tells_the_line_and_no_key() {
    let error = |text: &str| KeyHierarchy::from_toml("x", text).unwrap_err();
    let short = error("[[key-set]]\nkey = '4041424344'\n");
    assert!(short.starts_with("line 2: a key is 16, 24 or 32 bytes") && !short.contains("4041"), "{short}");
    let named = error("[[key-set]]\nkay = '404142434445464748494A4B4C4D4E4F'\n");
    assert!(named.contains("kay") && !named.contains("4041"), "{named}");
    assert!(
        error("[[key-set]]\nversion='80'\nkey='404142434445464748494A4B4C4D4E4F'\n").contains("01 to 7F")
    );
    assert!(error("[[key-set]]\nmac='404142434445464748494A4B4C4D4E4F'\n").contains("either `key`"));
    assert!(error("key-set = []").contains("no [[key-set]]"));
    let twice = "[[key-set]]\nkey='404142434445464748494A4B4C4D4E4F'\n".repeat(2);
    assert!(error(&twice).contains("same version"));
    assert!(error("[[key-set]]\ndiversification='kdf4'\n").contains("none, emv, visa2 and kdf3"));
}

#[test]
fn a_key_file_that_others_can_read_is_refused() {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), FILE).unwrap();
    for mode in [0o644, 0o640, 0o604, 0o620] {
        fs::set_permissions(file.path(), Permissions::from_mode(mode)).unwrap();
        let refused = KeyHierarchy::from_file(file.path()).unwrap_err();
        assert!(matches!(refused, KeyFileError::Permissions { .. }), "{mode:o}");
    }
    fs::set_permissions(file.path(), Permissions::from_mode(0o600)).unwrap();
    assert_eq!(KeyHierarchy::from_file(file.path()).unwrap().name(), "Acme");
    assert!(matches!(KeyHierarchy::from_file("/nonexistent".as_ref()), Err(KeyFileError::Io { .. })));
}

proptest::proptest! {
    #[test]
    fn no_text_brings_it_down(text in "\\PC*") {
        let _ = KeyHierarchy::from_toml("x", &text);
        let _ = KeyHierarchy::from_toml("x", &format!("[[key-set]]\n{text}"));
    }
}
