//! SET STATUS.

use cardamom_personalization::globalplatform::discovery::select;
use cardamom_personalization::globalplatform::install::{Install, InstallParameters};
use cardamom_personalization::globalplatform::life_cycle::CardLifeCycle;
use cardamom_personalization::globalplatform::privileges::Privileges;
use cardamom_personalization::globalplatform::security_domain::NewSecurityDomain;
use cardamom_personalization::globalplatform::session::Session;

use crate::card::{DOMAIN, INSTANCE, ISSUER, MODULE, PACKAGE, TestCard, aid};

fn state(session: &mut Session<'_>, name: &str) -> String {
    session.registry().unwrap().find(&aid(name)).unwrap().life_cycle.to_string()
}

#[test]
fn applications_are_locked_and_unlocked() {
    let mut card = TestCard::new();
    let mut session = card.open();
    session.create_security_domain(&NewSecurityDomain::new(aid(DOMAIN)), &[]).unwrap();
    let install = Install::for_install(
        &aid(PACKAGE),
        &aid(MODULE),
        &aid(INSTANCE),
        Privileges::NONE,
        &InstallParameters::default(),
        true,
    );
    session.install(&install, &[]).unwrap();
    for name in [INSTANCE, DOMAIN] {
        session.set_locked(&aid(name), true).unwrap();
        assert_eq!(state(&mut session, name), "LOCKED");
        let twice = session.set_locked(&aid(name), true).unwrap_err();
        assert!(twice.to_string().starts_with("SET STATUS: 6A80: "), "{twice}");
        session.set_locked(&aid(name), false).unwrap();
        assert_eq!(state(&mut session, name), "SELECTABLE");
    }
    session.install(&Install::for_extradition(&aid(ISSUER), &aid(INSTANCE), &aid(DOMAIN)), &[]).unwrap();
    session.set_locked_with_applications(&aid(DOMAIN), true).unwrap();
    assert_eq!(
        (state(&mut session, INSTANCE), state(&mut session, DOMAIN)),
        ("LOCKED".into(), "LOCKED".into())
    );
    session.set_locked_with_applications(&aid(DOMAIN), false).unwrap();
    assert_eq!(state(&mut session, INSTANCE), "SELECTABLE");
    let unknown = session.set_locked(&aid("A0000000F0FF"), true).unwrap_err();
    assert!(unknown.to_string().starts_with("SET STATUS: 6A88"), "{unknown}");
}

#[test]
fn the_card_goes_through_its_life() {
    let mut card = TestCard::new();
    let mut session = card.open();
    for next in [CardLifeCycle::Initialized, CardLifeCycle::Secured, CardLifeCycle::CardLocked] {
        session.set_card_status(next).unwrap();
        assert_eq!(session.card_life_cycle().unwrap(), Some(next));
    }
    drop(session);
    assert!(select(&mut card, None).unwrap().is_locked);
}

#[test]
fn a_security_domain_says_itself_that_it_is_personalized() {
    let mut card = TestCard::new();
    card.open().create_security_domain(&NewSecurityDomain::new(aid(DOMAIN)), &[]).unwrap();
    let keys = cardamom_personalization::globalplatform::key_hierarchy::KeyHierarchy::test();
    let options = cardamom_personalization::globalplatform::session::SecureChannelOptions::default();
    let mut session = card.try_open(&keys, &options, Some(DOMAIN)).unwrap();
    session.set_application_status(&aid(DOMAIN), 0x0F).unwrap();
    assert_eq!(state(&mut card.open(), DOMAIN), "PERSONALIZED");
}
