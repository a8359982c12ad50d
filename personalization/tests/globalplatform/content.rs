//! Packages, applications and security domains.

use cardamom_card_os::globalplatform::IssuerSecurityDomain;
use cardamom_personalization::globalplatform::delete::Delete;
use cardamom_personalization::globalplatform::install::{Install, InstallParameters};
use cardamom_personalization::globalplatform::life_cycle::Kind;
use cardamom_personalization::globalplatform::load::{LoadOptions, Progress};
use cardamom_personalization::globalplatform::privileges::Privileges;
use cardamom_personalization::globalplatform::security_domain::NewSecurityDomain;
use cardamom_personalization::globalplatform::session::Session;

use crate::card::{DOMAIN, INSTANCE, ISSUER, MODULE, PACKAGE, TestCard, aid, load_file};

const LOADED: &str = "A0000000F002";
const APPLET: &str = "A0000000F00201";

fn install(package: &str, module: &str, instance: &str) -> Install {
    let parameters = InstallParameters::of(&[1, 2, 3]);
    Install::for_install(&aid(package), &aid(module), &aid(instance), Privileges::NONE, &parameters, true)
}

fn names(session: &mut Session<'_>) -> Vec<String> {
    session.registry().unwrap().entries().map(|entry| entry.aid.to_string()).collect()
}

#[test]
fn a_package_is_loaded_installed_and_deleted() {
    for (length, hash_length, announces_length, block_length) in [
        (10, None, false, None),
        (3000, Some(20), true, None),
        (900, Some(32), false, Some(1)),
        (300, Some(64), true, Some(10_000)),
    ] {
        let mut card = TestCard::new();
        let mut session = card.open();
        let file = load_file(LOADED, APPLET, length);
        let mut seen = Vec::new();
        let options = LoadOptions { hash_length, announces_length, block_length, ..LoadOptions::default() };
        let receipt = session.load(&file, &options, &mut |progress| seen.push(progress)).unwrap();
        assert_eq!(receipt, None);
        let all = seen.len();
        assert!(seen.iter().zip(1..).all(|(progress, done)| *progress == Progress { done, all }));
        let registry = session.registry().unwrap();
        let package = registry.find(&aid(LOADED)).unwrap();
        assert_eq!(package.kind(), Kind::LoadFile);
        assert_eq!(package.modules, [aid(APPLET)]);
        assert_eq!(package.version_text().as_deref(), Some("1.0"));
        assert_eq!(package.security_domain, Some(aid(ISSUER)));
        session.install(&install(LOADED, APPLET, INSTANCE), &[]).unwrap();
        // Not alone, while it has an instance; then with it.
        let error = session.delete(&Delete::new(&aid(LOADED), false), &[]).unwrap_err();
        assert!(error.to_string().starts_with("DELETE: 6985: it is selected, referred to"), "{error}");
        session.delete(&Delete::new(&aid(LOADED), true), &[]).unwrap();
        assert!(!names(&mut session).iter().any(|name| name == LOADED || name == INSTANCE));
    }
}

#[test]
fn refusals_tell_the_rule() {
    let mut card = TestCard::new();
    let mut session = card.open();
    let file = load_file(PACKAGE, APPLET, 10);
    let error = session.load(&file, &LoadOptions::default(), &mut |_| ()).unwrap_err();
    let told = "INSTALL [for load]: 6A80: the registry has an entry of this name already (GPCS 2.3.1 9.3.5)";
    assert_eq!(error.to_string(), told);
    assert!(error.advice().unwrap().contains("delete it first"));
    let error = session.install(&install(PACKAGE, APPLET, INSTANCE), &[]).unwrap_err();
    assert!(error.to_string().contains("6A88: the card has no such executable module"), "{error}");
    let error = session.delete(&Delete::new(&aid(INSTANCE), false), &[]).unwrap_err();
    assert!(error.to_string().starts_with("DELETE: 6A88"), "{error}");
    // The session goes on.
    assert_eq!(names(&mut session).len(), 3);
}

#[test]
fn an_instance_is_installed_and_made_selectable_in_two_steps() {
    let mut card = TestCard::new();
    let mut session = card.open();
    let (package, module, instance) = (aid(PACKAGE), aid(MODULE), aid(INSTANCE));
    let parameters = InstallParameters {
        volatile_memory: Some(100),
        non_volatile_memory: Some(1000),
        ..InstallParameters::default()
    };
    let only = Install::for_install(&package, &module, &instance, Privileges::NONE, &parameters, false);
    session.install(&only, &[]).unwrap();
    let state = |session: &mut Session<'_>| {
        session.registry().unwrap().find(&aid(INSTANCE)).unwrap().life_cycle.to_string()
    };
    assert_eq!(state(&mut session), "INSTALLED");
    session.install(&Install::for_make_selectable(&instance, Privileges::NONE), &[]).unwrap();
    assert_eq!(state(&mut session), "SELECTABLE");
    session.install(&Install::for_make_selectable(&instance, Privileges::CARD_RESET), &[]).unwrap();
    let privileges = session.registry().unwrap().find(&instance).unwrap().privileges;
    assert!(privileges.contains(Privileges::CARD_RESET));
}

#[test]
fn a_registry_that_is_longer_than_an_answer_is_read_whole() {
    let mut card = TestCard::new();
    let mut session = card.open();
    let all: Vec<String> =
        (0..30).map(|number| format!("A0000000F0AA{number:02X}0000000000000000")).collect();
    for instance in &all {
        session.install(&install(PACKAGE, MODULE, instance), &[]).unwrap();
    }
    let registry = session.registry().unwrap();
    let listed: Vec<String> = registry.applications.iter().map(|entry| entry.aid.to_string()).collect();
    assert_eq!(listed, all);
    assert!(registry.applications.iter().all(|entry| entry.load_file == Some(aid(PACKAGE))));
}

#[test]
fn security_domains_are_made_and_given_applications() {
    let mut card = TestCard::new();
    let mut session = card.open();
    let domain = NewSecurityDomain::new(aid(DOMAIN));
    session.create_security_domain(&domain, &[]).unwrap();
    let closed =
        NewSecurityDomain { accepts_extradition: false, ..NewSecurityDomain::new(aid("A0000000F0D1")) };
    session.create_security_domain(&closed, &[]).unwrap();
    session.install(&install(PACKAGE, MODULE, INSTANCE), &[]).unwrap();
    let registry = session.registry().unwrap();
    assert_eq!(registry.find(&aid(DOMAIN)).unwrap().kind(), Kind::SecurityDomain);
    assert_eq!(registry.find(&aid(DOMAIN)).unwrap().life_cycle.to_string(), "SELECTABLE");
    let (issuer, instance) = (aid(ISSUER), aid(INSTANCE));
    session.install(&Install::for_extradition(&issuer, &instance, &aid(DOMAIN)), &[]).unwrap();
    let owner =
        |session: &mut Session<'_>| session.registry().unwrap().find(&aid(INSTANCE)).unwrap().security_domain;
    assert_eq!(owner(&mut session), Some(aid(DOMAIN)));
    let refused =
        session.install(&Install::for_extradition(&issuer, &instance, &closed.aid), &[]).unwrap_err();
    assert!(refused.to_string().contains("does not accept applications"), "{refused}");
    let back = Install::for_registry_update(&instance, None, Some(&issuer));
    session.install(&back, &[]).unwrap();
    assert_eq!(owner(&mut session), Some(issuer));
    // A session with the domain itself, under the keys of the one above as long as it has none.
    drop(session);
    let options = cardamom_personalization::globalplatform::session::SecureChannelOptions::default();
    let keys = cardamom_personalization::globalplatform::key_hierarchy::KeyHierarchy::test();
    let mut session = card.try_open(&keys, &options, Some(DOMAIN)).unwrap();
    assert_eq!(session.security_domain(), aid(DOMAIN));
    let refused = session.install(&install(PACKAGE, MODULE, "A0000000F00103"), &[]).unwrap_err();
    let told = "INSTALL [for install]: 6985: the security domain has neither Authorized nor Delegated Management \
                (GPCS 2.3.1 6.6.2.6, 9.1.3)";
    assert_eq!(refused.to_string(), told);
}

/// The issuer security domain may go by any name.
#[test]
fn the_issuer_security_domain_is_found_by_the_empty_name() {
    let issuer = IssuerSecurityDomain { aid: aid("A0000000F0EE"), ..IssuerSecurityDomain::with_test_keys() };
    let mut card = TestCard::with(&issuer);
    assert_eq!(card.open().security_domain(), aid("A0000000F0EE"));
}
