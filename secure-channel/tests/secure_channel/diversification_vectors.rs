//! Known answers for key diversification: martinpaljak/GlobalPlatformPro,
//! `library/src/test/java/pro/javacard/gp/test/TestPlaintextKeys.java` (key check values) and `TestSCP03.java` (a key).

use cardamom_secure_channel::diversification::{Diversification, UnknownDiversification};
use cardamom_secure_channel::{AesKey, TripleDesKey, key_check_value};

use crate::hex;

const DATA: [u8; 10] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

fn master() -> Vec<u8> {
    (0x40..0x60).collect()
}

#[test]
fn triple_des() {
    let master = TripleDesKey::from_bytes(master()[..16].try_into().unwrap());
    for (diversification, expected) in [
        (Diversification::EmvCps11, ["C33013", "6F4CA6", "BB8179"]),
        (Diversification::Visa2, ["2BE598", "58DA38", "3C328E"]),
        (Diversification::None, ["8BAF47"; 3]),
    ] {
        let keys = diversification.triple_des_keys(&master, &DATA).unwrap();
        let values = [keys.encryption, keys.mac, keys.data_encryption];
        assert_eq!(values.map(|key| key_check_value::triple_des(&key).to_vec()), expected.map(hex));
    }
    assert!(Diversification::Kdf3.triple_des_keys(&master, &DATA).is_none());
}

#[test]
fn aes() {
    for (length, expected) in [
        (16, ["E79C05", "D1BD77", "3FDE8C"]),
        (24, ["1DE8EA", "47C00C", "C04D76"]),
        (32, ["2972D2", "036F94", "5D57B8"]),
    ] {
        let master = AesKey::new(&master()[..length]).unwrap();
        let keys = Diversification::Kdf3.aes_keys(&master, &DATA).unwrap();
        let values = [keys.encryption, keys.mac, keys.data_encryption];
        assert_eq!(values.map(|key| key_check_value::aes(&key).to_vec()), expected.map(hex));
        assert!(Diversification::EmvCps11.aes_keys(&master, &DATA).is_none());
        assert!(Diversification::Visa2.aes_keys(&master, &DATA).is_none());
        assert_eq!(Diversification::None.aes_keys(&master, &DATA).unwrap().mac.expose(), master.expose());
    }
    let data = hex("D9B1DE5D0362DEDCE4FB").try_into().unwrap();
    let master =
        AesKey::new(&hex("8C72C72CF908411653018807950D82FBAD947562F0828A0B10B8B9606ABF3BCD")).unwrap();
    assert_eq!(
        Diversification::Kdf3.aes_keys(&master, &data).unwrap().encryption.expose(),
        hex("9AAC5D0B3601F89438A0D9D0B6B256CFB47E6462DFA5228D3420C4AC7C224781")
    );
}

#[test]
fn names_are_read_as_they_are_written() {
    for name in ["none", "emv", "visa2", "kdf3"] {
        assert_eq!(name.parse::<Diversification>().unwrap().to_string(), name);
    }
    assert_eq!("visa".parse::<Diversification>(), Err(UnknownDiversification));
}
