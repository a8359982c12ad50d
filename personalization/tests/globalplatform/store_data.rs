//! STORE DATA and INSTALL [for personalization].

use cardamom_personalization::globalplatform::install::{Install, InstallParameters};
use cardamom_personalization::globalplatform::privileges::Privileges;
use cardamom_personalization::globalplatform::store_data::{Encryption, StoreOptions, Structure, data_group};

use crate::card::{INSTANCE, MODULE, PACKAGE, TestCard, aid};

#[test]
fn the_security_domain_keeps_data_objects() {
    let mut card = TestCard::new();
    let mut session = card.open();
    let tlv = StoreOptions { structure: Structure::DataObjects, ..StoreOptions::default() };
    session.store_data(&[0x42, 3, 1, 2, 3], &tlv).unwrap();
    assert_eq!(session.get_data(0x42).unwrap().unwrap(), [0x42, 3, 1, 2, 3]);
    // In blocks of two bytes, and as a data group.
    session.store_data(&[0x45, 5, 1, 2, 3, 4, 5], &StoreOptions { block_length: Some(2), ..tlv }).unwrap();
    assert_eq!(session.get_data(0x45).unwrap().unwrap(), [0x45, 5, 1, 2, 3, 4, 5]);
    let groups = StoreOptions { structure: Structure::DataGroups, ..StoreOptions::default() };
    session.store_data(&data_group(0x0070, &[0x42, 1, 9]).unwrap(), &groups).unwrap();
    assert_eq!(session.get_data(0x42).unwrap().unwrap(), [0x42, 1, 9]);
    // Encrypted under the data encryption key: whole blocks.
    let encrypted = StoreOptions { encryption: Encryption::All, ..tlv };
    session.store_data(&[&[0x42, 14][..], &[7; 14]].concat(), &encrypted).unwrap();
    assert_eq!(session.get_data(0x42).unwrap().unwrap()[2..], [7; 14]);
    assert!(session.store_data(&[0x42, 1, 1], &encrypted).is_err(), "not whole blocks");
    let refused = session.store_data(&[0x51, 1, 1], &tlv).unwrap_err();
    assert!(refused.to_string().starts_with("STORE DATA of block 0: 6A88"), "{refused}");
    assert_eq!(session.get_data(0x5F50).unwrap(), None);
}

#[test]
fn an_application_is_personalized_through_its_security_domain() {
    let mut card = TestCard::new();
    let mut session = card.open();
    let install = Install::for_install(
        &aid(PACKAGE),
        &aid(MODULE),
        &aid(INSTANCE),
        Privileges::NONE,
        &InstallParameters::default(),
        true,
    );
    session.install(&install, &[]).unwrap();
    session.install(&Install::for_personalization(&aid(INSTANCE)), &[]).unwrap();
    // More than a block, each byte once.
    session.store_data(&[1; 1000], &StoreOptions::default()).unwrap();
    drop(session);
    // It answers with the sum of them.
    assert_eq!(card.send(&format!("00A4040007{INSTANCE}")), "000003E89000");
}
