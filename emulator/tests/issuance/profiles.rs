//! What profiles say, and what becomes of it.

use std::path::Path;

use cardamom_personalization::globalplatform::key_hierarchy::KeyHierarchy;
use cardamom_personalization::globalplatform::life_cycle::CardLifeCycle;
use cardamom_personalization::issuance::{IssuanceError, IssuanceProfile};

use snapbox::{assert_data_eq, str};

use crate::world::{Issued, blank_card, channel, issue_with, profile};

#[test]
fn a_card_has_what_its_profile_says() {
    let profile = profile();
    let mut card = blank_card();
    issue_with(&mut channel(&mut card), &profile, &mut ()).unwrap();
    assert_data_eq!(Issued::on(&mut card, &profile).text(), str![""]);
}

#[test]
fn a_card_with_keys_that_everybody_knows_is_not_given_to_its_holder() {
    let mut profile = IssuanceProfile::new("careless", KeyHierarchy::test());
    profile.life_cycle = Some(CardLifeCycle::Secured);
    let mut card = blank_card();
    let error = issue_with(&mut channel(&mut card), &profile, &mut ()).unwrap_err();
    assert!(matches!(error, IssuanceError::TestKeys { .. }), "{error}");
    profile.life_cycle = Some(CardLifeCycle::Initialized);
    issue_with(&mut channel(&mut card), &profile, &mut ()).unwrap();
}

#[test]
fn something_else_of_the_same_name_is_left_alone() {
    let mut profile = profile();
    profile.life_cycle = None;
    let mut card = blank_card();
    issue_with(&mut channel(&mut card), &profile, &mut ()).unwrap();
    profile.applets[1].package = crate::keeper::PACKAGE;
    let error = issue_with(&mut channel(&mut card), &profile, &mut ()).unwrap_err().to_string();
    assert!(error.contains("package: A0000000038698070"), "{error}");
}

#[test]
fn a_wrong_profile_is_shown_where_it_is_wrong() {
    let error = |text: &str| IssuanceProfile::parse("x.toml", text, Path::new("")).unwrap_err().to_string();
    for (text, expected) in [
        ("name = 1", "1 | name = 1"),
        ("name = 'x'\ncolour = 'red'", "unknown field `colour`"),
        ("name = 'x'\nlife-cycle = 'new'", "a card is op-ready, initialized, secured"),
        ("name = 'x'\n[[key-set]]\nversion='80'\ntype='AES'\nkeys='test'", "a key version is 01 to 7F"),
        ("name = 'x'\n[[key-set]]\nversion='30'\ntype='RSA'\nkeys='test'", "expected `AES` or `DES`"),
        (
            "name = 'x'\n[[key-set]]\nversion='30'\ntype='AES'\nkeys='nowhere.toml'",
            "nowhere.toml: No such file",
        ),
        ("name = 'x'\n[[domain]]\naid='A0'", "5 to 16 bytes"),
        ("name = 'x'\n[[domain]]\naid='A000000001'\nprotocols=['03']", "is not a secure channel protocol"),
        ("name = 'x'\n[[load-file]]\nfile='nowhere.cap'", "nowhere.cap"),
    ] {
        assert!(error(text).contains(expected), "{}", error(text));
    }
}
