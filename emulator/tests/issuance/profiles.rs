//! What profiles say, and what becomes of it.

use std::path::Path;

use cardamom_personalization::globalplatform::key_hierarchy::KeyHierarchy;
use cardamom_personalization::globalplatform::life_cycle::CardLifeCycle;
use cardamom_personalization::issuance::{IssuanceError, IssuanceProfile};
use snapbox::{assert_data_eq, str};

use crate::world::{Issued, blank_card, channel, issue_with, profile, profile_in};

#[test]
fn a_card_has_what_its_profile_says() {
    let profile = profile();
    let mut card = blank_card();
    issue_with(&mut channel(&mut card), &profile, &mut ()).unwrap();
    assert_data_eq!(
        Issued::on(&mut card, &profile).text(),
        str![[r#"
issuer security domain A000000151000000 SECURED [security-domain, card-lock, card-terminate, card-reset, cvm-management, trusted-path, authorized-management, token-verification, global-delete, global-lock, global-registry, final-application, receipt-generation] package A0000001515350 of A000000151000000
security domain A000000151535001 PERSONALIZED [security-domain] package A0000001515350 of A000000151000000
application A0000000F00101 SELECTABLE (0F) [none] package A0000000F001 of A000000151535001
application A00000000386980701 SELECTABLE [card-reset] package A00000000386980700 of A000000151000000
package A0000001515350 LOADED [none] of A000000151000000
package A00000000386980700 LOADED [none] of A000000151000000
package A0000000F001 LOADED [none] of A000000151000000
package A0000000F002 LOADED [none] of A000000151535001
42123456
00010203
version 21 identifier 01: triple DES, 16 bytes
version 21 identifier 02: triple DES, 16 bytes
version 21 identifier 03: triple DES, 16 bytes
version 30 identifier 01: AES-128
version 30 identifier 02: AES-128
version 30 identifier 03: AES-128
version 31 identifier 01: AES-128
version 31 identifier 02: AES-128
version 31 identifier 03: AES-128
version 32 identifier 01: AES-256
version 32 identifier 02: AES-256
version 32 identifier 03: AES-256
DEADBEEF9000
"#]]
    );
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
fn keys_that_everybody_knows_do_not_stay_beside_those_of_the_issuer() {
    let mut profile = profile();
    let deleted = std::mem::take(&mut profile.deleted_key_versions);
    let mut card = blank_card();
    let error = issue_with(&mut channel(&mut card), &profile, &mut ()).unwrap_err();
    assert!(
        matches!(&error, IssuanceError::TestKeysStay { versions, .. } if *versions == deleted),
        "{error}"
    );
    assert!(error.to_string().ends_with("everybody knows: 20"), "{error}");
    // Nothing was done.
    assert_eq!(card.instances().len(), 1);
    // A security domain's own keys count, too.
    profile.deleted_key_versions = deleted;
    profile.domains[0].key_sets[0].keys = KeyHierarchy::test();
    let error = issue_with(&mut channel(&mut card), &profile, &mut ()).unwrap_err();
    assert!(matches!(error, IssuanceError::TestKeys { .. }), "{error}");
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

#[test]
fn the_profile_of_the_page_is_one() {
    let page = include_str!("../../../docs/issuance.md");
    let text = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = tempfile::tempdir().unwrap();
    // Keys and a load file, by the names that the page gives them.
    let _ = profile_in(folder.path());
    for (from, to) in [
        ("issuer.toml", "acme.keys.toml"),
        ("partner.toml", "partner.keys.toml"),
        ("hello.cap", "wallet.cap"),
    ] {
        std::fs::rename(folder.path().join(from), folder.path().join(to)).unwrap();
    }
    let profile = IssuanceProfile::parse("acme.toml", text, folder.path()).unwrap();
    assert_eq!(profile.tasks().len(), 11);
}
