//! Commands held against the card's own reading of them.

use cardamom_apdu::hex::decode;
use cardamom_card_os::globalplatform::delete_command::DeleteCommand;
use cardamom_card_os::globalplatform::install_command::{
    Install as Read, InstallCommand, Parameters, token_data as card_token_data,
};
use proptest::prelude::*;

use super::*;
use crate::globalplatform::delete::Delete;

const PACKAGE: Aid = Aid::from_array([0xA0, 0, 0, 0, 1]);
const MODULE: Aid = Aid::from_array([0xA0, 0, 0, 0, 1, 1]);
const INSTANCE: Aid = Aid::from_array([0xA0, 0, 0, 0, 1, 2]);

/// What GlobalPlatformPro sends for `--install`, without the token.
#[test]
fn an_installation_is_written_as_others_write_it() {
    let install = Install::for_install(
        &PACKAGE,
        &MODULE,
        &INSTANCE,
        Privileges::CARD_RESET,
        &InstallParameters::default(),
        true,
    );
    let (p1, data) = install.with_token(&[]);
    assert_eq!(p1, 0x0C);
    assert_eq!(data, decode("05A000000001 06A00000000101 06A00000000102 0104 02C900 00").unwrap());
    assert_eq!(install.token_data()[..3], [0x0C, 0x00, 0x19]);
}

#[test]
fn the_card_reads_what_is_written() {
    let check = |install: &Install, expected: InstallCommand<'_>| {
        for token in [&[][..], &[7; 16], &[7; 256]] {
            let (p1, data) = install.with_token(token);
            let read = Read::parse(p1, 0, &data).unwrap();
            assert_eq!(read.command, expected);
            assert_eq!(read.token, token);
            assert_eq!(card_token_data(p1, 0, read.signed), install.token_data());
        }
    };
    let hash = [9; 32];
    let load = Install::for_load(&PACKAGE, &MODULE, &hash, &[0xEF, 0x00]);
    check(
        &load,
        InstallCommand::Load {
            load_file: PACKAGE,
            security_domain: Some(MODULE),
            hash: &hash,
            parameters: &[0xEF, 0x00],
        },
    );
    check(
        &Install::for_extradition(&PACKAGE, &INSTANCE, &MODULE),
        InstallCommand::Extradition { security_domain: MODULE, target: INSTANCE },
    );
    let card_reset = cardamom_card_os::Privileges::CARD_RESET;
    check(
        &Install::for_make_selectable(&INSTANCE, Privileges::CARD_RESET),
        InstallCommand::MakeSelectable { instance: INSTANCE, privileges: card_reset },
    );
    check(&Install::for_registry_update(&INSTANCE, Some(Privileges::CARD_RESET), None), {
        InstallCommand::RegistryUpdate {
            security_domain: None,
            instance: Some(INSTANCE),
            privileges: Some(card_reset),
            privileges_field: &[0x04],
            parameters: &[],
        }
    });
    let (p1, data) = Install::for_personalization(&INSTANCE).with_token(&[]);
    let read = Read::parse(p1, 0, &data).unwrap();
    assert_eq!(read.command, InstallCommand::Personalization { instance: INSTANCE });
}

proptest! {
    #[test]
    fn parameters_of_any_kind_are_read_back(
        application in proptest::collection::vec(any::<u8>(), 0..200),
        volatile: Option<u32>,
        non_volatile: Option<u32>,
    ) {
        let parameters = InstallParameters {
            application: application.clone(),
            volatile_memory: volatile,
            non_volatile_memory: non_volatile,
            more: Vec::new(),
        };
        let install = Install::for_install(&PACKAGE, &MODULE, &INSTANCE, Privileges::NONE, &parameters, false);
        let (p1, data) = install.with_token(&[]);
        let read = Read::parse(p1, 0, &data).unwrap();
        let InstallCommand::Install { parameters, selectable, .. } = read.command else { panic!() };
        prop_assert!(!selectable);
        let read = Parameters::parse(parameters).unwrap();
        prop_assert_eq!(read.application, application);
        prop_assert_eq!((read.volatile, read.non_volatile), (volatile, non_volatile));
    }

    #[test]
    fn deletions_are_read_back(related: bool, token in proptest::collection::vec(any::<u8>(), 0..300)) {
        let delete = Delete::new(&PACKAGE, related);
        let (p2, data) = delete.with_token(&token);
        let DeleteCommand::Content { aid, related: read, token: of_card, signed } =
            DeleteCommand::parse(p2, &data).unwrap() else { panic!() };
        prop_assert_eq!((aid, read, of_card), (PACKAGE, related, token.as_slice()));
        prop_assert_eq!(card_token_data(0, p2, signed), delete.token_data());
    }
}
