use alloc::string::String;
use alloc::vec;

use cardamom_apdu::hex::decode;
use proptest::prelude::*;

use super::*;
use crate::key_set::{KeyIdentifier, KeyVersion};
use crate::put_key::key_type;
use crate::put_key::tests::{KEYS, decrypt};
use crate::store_data::{Blocks, Control};
use SecurityDomainData as Data;

fn stored(structure: Structure, data: &str) -> Result<Vec<Data>, GlobalPlatformReason> {
    read(structure, &decode(data).unwrap(), &decrypt)
}

/// What STORE DATA with this P1 and data, in one block, stores.
fn store(p1: u8, data: &str) -> Result<Vec<Data>, GlobalPlatformReason> {
    let control = Control::from_p1(p1)?;
    let data = Blocks::default().push(control, 0, &decode(data).unwrap())?.expect("one block");
    read(control.structure, &data, &decrypt)
}

const fn key(identifier: u8, version: u8) -> KeyReference {
    match (KeyIdentifier::new(identifier), KeyVersion::new(version)) {
        (Some(identifier), Some(version)) => KeyReference { identifier, version },
        _ => panic!("no key reference"),
    }
}

#[test]
fn what_globalplatformpro_sends() {
    // GPSession.renameISD; GPCommands.setPerso and setPrePerso.
    let name = Aid::from_array([0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00]);
    assert_eq!(store(0x90, "4F07A0000001510000"), Ok(vec![Data::Name(name)]));
    assert_eq!(
        store(0x80, "9F66082222407522222222"),
        Ok(vec![Data::Personalization([0x22, 0x22, 0x40, 0x75, 0x22, 0x22, 0x22, 0x22])])
    );
    assert_eq!(store(0x80, "9F67081111111111111111"), Ok(vec![Data::PrePersonalization([0x11; 8])]));
}

#[test]
fn objects_are_kept_as_they_come() {
    let objects = |pairs: &[(u16, &[u8])]| -> Vec<Data> {
        pairs.iter().map(|(tag, value)| Data::Object { tag: *tag, value: value.to_vec() }).collect()
    };
    let expected = objects(&[(0x42, &[1, 2, 3]), (0x45, &[4, 5]), (0x5F20, b"CA")]);
    assert_eq!(store(0x90, "4203010203 45020405 5F20024341"), Ok(expected.clone()));
    // The same in data groups: within the one for objects only.
    assert_eq!(store(0x88, "00700E 4203010203 45020405 5F20024341"), Ok(expected));
    assert_eq!(store(0x88, "004203010203"), Err(GlobalPlatformReason::StoreDataTag));
    assert_eq!(store(0x90, "4200"), Ok(objects(&[(0x42, &[])])));
    assert_eq!(store(0x90, "CF0A00112233445566778899").map(|stored| stored.len()), Ok(1));
}

/// `store_ca_issuer`, `store_certificate_bundle` and `store_allowlist` of yubikit; the last with the counter that
/// gpshell may send.
#[test]
fn what_scp11_keeps_with_a_key() {
    assert_eq!(
        store(0x90, "A60C 800100 4203AABBCC 83021001"),
        Ok(vec![Data::AuthorityIdentifier {
            key: key(0x10, 1),
            is_for_cards: false,
            identifier: vec![0xAA, 0xBB, 0xCC]
        }])
    );
    assert_eq!(
        store(0x90, "A60C 800101 4203AABBCC 83021301"),
        Ok(vec![Data::AuthorityIdentifier {
            key: key(0x13, 1),
            is_for_cards: true,
            identifier: vec![0xAA, 0xBB, 0xCC]
        }])
    );
    assert_eq!(
        store(0x90, "A604 83021301 BF2106 300130 300131"),
        Ok(vec![Data::Certificates { key: key(0x13, 1), certificates: decode("300130300131").unwrap() }])
    );
    let list = |counter, serial_numbers| {
        Ok(vec![Data::SerialNumbers { key: key(0x10, 1), counter, serial_numbers }])
    };
    assert_eq!(
        store(0x90, "A604 83021001 7007 9301 7F 9302 00FF"),
        list(None, vec![vec![0x7F], vec![0x00, 0xFF]])
    );
    assert_eq!(store(0x90, "A604 83021001 9202 0005 7000"), list(Some(5), vec![]));
    // Two templates in one command.
    assert_eq!(store(0x90, "A604 83021001 7000 A604 83021301 BF2100").map(|stored| stored.len()), Ok(2));
}

/// test_build_store_data_keys_scp03 of storeDataTest.c of kaoh/globalplatform.
#[test]
fn a_key_set_in_data_groups() {
    let data = String::from("00B930 B710 800188 810110 830101 960101 97020003")
        + "B908 820101 8403504A77 B908 820102 8403F2A8DF B908 820103 8403D7D0E4"
        + &KEYS[..3].iter().map(|(_, encrypted, _)| String::from("811310") + encrypted).collect::<String>();
    let stored = store(0x88, &data).unwrap();
    let [Data::Keys(keys)] = stored.as_slice() else { panic!("{stored:?}") };
    for ((version, identifier, key), (expected, (plain, ..))) in keys.iter().zip((1..).zip(&KEYS)) {
        assert_eq!((*version, *identifier), (1, expected));
        assert_eq!(key.components[0].key_type, key_type::AES);
        assert_eq!(key.components[0].value.as_slice(), decode(plain).unwrap());
    }
    assert_eq!(keys.len(), 3);
    // A wrong check value, a key too few, a key too many.
    let wrong = data.replace("8403D7D0E4", "8403D7D0E5");
    assert_eq!(store(0x88, &wrong), Err(GlobalPlatformReason::KeyCheckValue));
    let malformed = Err(GlobalPlatformReason::StoreDataStructure);
    assert_eq!(store(0x88, &data[..data.len() - 38]), malformed);
    assert_eq!(store(0x88, &(data.clone() + "811310" + KEYS[0].1)), malformed);
}

/// Tables 11-94 and 11-95; 11-102 to 11-105, the curve in a template of its own, and as pySim has it in the key's.
#[test]
fn asymmetric_keys_in_data_groups() {
    let (point, modulus) = (String::from("04") + &"AB".repeat(64), "C5".repeat(128));
    let (plain, encrypted, _) = KEYS[3];
    let keys = |control: &str, groups: &str| -> Result<Vec<(u8, u8, NewKey)>, GlobalPlatformReason> {
        let length = decode(control).unwrap().len();
        match store(0x88, &alloc::format!("00B9{length:02X}{control}{groups}"))?.as_slice() {
            [Data::Keys(keys)] => Ok(keys.clone()),
            other => panic!("{other:?}"),
        }
    };
    let (public, private) = (String::from("003641") + &point, String::from("813720") + encrypted);
    let curve = "B906 8001F0 850100";
    for control in [
        String::from("B90F 950182 8001B0 810141 820110 830101")
            + curve
            + "B90F 950142 8001B1 810120 820113 830102"
            + curve,
        String::from(
            "B912 950182 8001B0 810141 820110 830101 850100 B912 950142 8001B1 810120 820113 830102 850100",
        ),
    ] {
        let keys = keys(&control, &(public.clone() + &private)).unwrap();
        let [(1, 0x10, public), (2, 0x13, private)] = keys.as_slice() else { panic!("{keys:?}") };
        assert_eq!(public.components[0].value.as_slice(), decode(&point).unwrap());
        assert_eq!(private.components[0].value.as_slice(), decode(plain).unwrap());
        for (key, usage) in [(public, 0x82), (private, 0x42)] {
            assert_eq!(key.components[1].key_type, key_type::EC_PARAMETERS);
            assert_eq!(
                key.restriction.as_ref().map(|restriction| restriction.usage.clone()),
                Some(vec![usage])
            );
        }
    }
    let rsa = "B90F 950181 8001A1 810180 820101 830170 B90F 950181 8001A0 810103 820101 830170";
    let keys_of_rsa = keys(rsa, &(String::from("001080") + &modulus + "001103010001")).unwrap();
    let [(0x70, 1, token)] = keys_of_rsa.as_slice() else { panic!("{keys_of_rsa:?}") };
    assert_eq!(token.components.len(), 2);
    // A group of another type, and a key that comes twice.
    let malformed = GlobalPlatformReason::StoreDataStructure;
    let one = "B912 950182 8001B0 810141 820110 830101 850100";
    assert_eq!(keys(one, &private).unwrap_err(), malformed);
    let other = one.replace("820110", "820111");
    let twice = String::from(one) + &other + one;
    assert_eq!(keys(&twice, &(public.clone() + &public + &public)).unwrap_err(), malformed);
    assert_eq!(keys(curve, "").unwrap_err(), malformed);
}

#[test]
fn what_a_security_domain_does_not_store() {
    let tag = Err(GlobalPlatformReason::StoreDataTag);
    let structure = Err(GlobalPlatformReason::StoreDataStructure);
    for data in ["8000", "E000", "9F7F00", "BF2100", "7000", "00"] {
        assert_eq!(store(0x90, data), if data == "00" { structure.clone() } else { tag.clone() }, "{data}");
    }
    assert_eq!(store(0x90, "B900"), tag);
    assert_eq!(store(0x88, "01010100"), tag);
    assert_eq!(store(0x90, "4F04A0000000"), Err(GlobalPlatformReason::AidLength));
    for data in [
        "4202",
        "9F660122",
        "CF0100",
        "A600",
        "A603830113",
        "A6048302 1301",
        "A60483021301 BF2100 7000",
        "A604 83021001 7003 920101",
        "A604 83021001 7002 9300",
        "A60A 800102 4200 83021001",
    ] {
        assert_eq!(store(0x90, data), structure, "{data}");
    }
    assert_eq!(Control::from_p1(0xC0), Err(GlobalPlatformReason::Parameters));
    assert_eq!(Control::from_p1(0x98), Err(GlobalPlatformReason::Parameters));
}

proptest! {
    /// However a command is cut into blocks, the data is the same.
    #[test]
    fn blocks_join(data in proptest::collection::vec(any::<u8>(), 1..600), length in 1usize..256) {
        let mut blocks = Blocks::default();
        let chunks: Vec<&[u8]> = data.chunks(length).collect();
        for (number, chunk) in (0u8..=255).cycle().zip(&chunks).take(chunks.len() - 1) {
            let control = Control::from_p1(0x10).unwrap();
            prop_assert_eq!(blocks.push(control, number, chunk).unwrap(), None);
        }
        let last = u8::try_from((chunks.len() - 1) % 256).unwrap();
        let joined = blocks.push(Control::from_p1(0x90).unwrap(), last, chunks[chunks.len() - 1]).unwrap();
        prop_assert_eq!(joined.map(|joined| joined.to_vec()), Some(data));
    }

    #[test]
    fn no_data_breaks_it(
        groups: bool,
        data in proptest::collection::vec(
            prop_oneof![any::<u8>(), Just(0x00), Just(0xA6), Just(0xB9), Just(0x83), Just(0x02)], 0..60),
    ) {
        let structure = if groups { Structure::DataGroups } else { Structure::DataObjects };
        if let Ok(stored) = read(structure, &data, &decrypt) {
            prop_assert!(!stored.is_empty());
        }
    }
}

#[test]
fn blocks_come_in_their_order() {
    let (more, last) = (Control::from_p1(0x00).unwrap(), Control::from_p1(0x80).unwrap());
    let mut blocks = Blocks::default();
    assert_eq!(blocks.push(last, 1, &[]), Err(GlobalPlatformReason::BlockNumber));
    assert_eq!(blocks.push(more, 0, &[1]), Ok(None));
    assert_eq!(blocks.push(more, 0, &[1]), Err(GlobalPlatformReason::BlockNumber));
    assert_eq!(blocks.push(more, 1, &[0; 16_384]), Err(GlobalPlatformReason::NotEnoughMemory));
    assert_eq!(stored(Structure::Unsaid, "4200").map(|stored| stored.len()), Ok(1));
}
