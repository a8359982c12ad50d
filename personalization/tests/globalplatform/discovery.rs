//! What a card tells without keys.

use cardamom_personalization::globalplatform::discovery::{information, select};
use cardamom_personalization::globalplatform::error::GlobalPlatformError;

use crate::card::{DOMAIN, ISSUER, TestCard, aid};

#[test]
fn a_card_tells_what_it_is() {
    let mut card = TestCard::new();
    let selected = select(&mut card, None).unwrap();
    assert_eq!(selected.aid.to_string(), ISSUER);
    assert!(!selected.is_locked);
    let card = information(&mut card).unwrap();
    let recognition = card.recognition.unwrap();
    assert_eq!(recognition.version_text(), "2.3.1");
    let protocols: Vec<_> = recognition.protocols.iter().map(ToString::to_string).collect();
    assert_eq!(protocols, ["SCP03 i=70", "SCP02 i=55", "SCP11 i=9B (variants a, b, c)"]);
    assert_eq!(card.keys.len(), 6);
    assert!(card.keys.iter().any(|key| key.to_string() == "version FF identifier 01: AES-128"));
    assert_eq!(card.key_diversification_data.unwrap().len(), 10);
    assert!(card.production.is_some() && card.capabilities.is_some());
    assert_eq!(card.issuer_identification_number, None);
}

#[test]
fn a_card_without_security_domain_is_none_of_ours() {
    let mut card = |_: &[u8]| Ok::<_, String>(vec![0x6A, 0x82]);
    let error = select(&mut card, None).unwrap_err();
    assert!(matches!(error, GlobalPlatformError::NoSecurityDomain(_)));
    let error = select(&mut card, Some(&aid(DOMAIN))).unwrap_err();
    assert_eq!(error.to_string(), "SELECT: 6A82: file or application not found");
    assert!(error.advice().unwrap().contains("no application of this name"));
}

/// Another application is the one that is selected by default: the usual names are tried.
#[test]
fn a_default_application_is_not_taken_for_the_security_domain() {
    let mut selected = Vec::new();
    let mut card = |command: &[u8]| {
        selected.push(command[4]);
        Ok::<_, String>(match command.get(5..) {
            Some([0xA0, 0, 0, 1, 0x51, ..]) => vec![0x90, 0x00],
            Some([0xA0, ..]) => vec![0x6A, 0x82],
            _ => vec![0x6F, 0x07, 0x84, 0x05, 0xD2, 0x76, 0, 0, 1, 0x90, 0x00],
        })
    };
    let found = select(&mut card, None).unwrap();
    assert_eq!(found.aid.to_string(), ISSUER);
}

proptest::proptest! {
    /// Whatever a card answers, nothing breaks but the conversation.
    #[test]
    fn no_card_brings_the_desk_down(
        answers in proptest::collection::vec(proptest::collection::vec(proptest::prelude::any::<u8>(), 0..60), 1..12),
        good: bool,
    ) {
        use cardamom_personalization::globalplatform::key_hierarchy::KeyHierarchy;
        use cardamom_personalization::globalplatform::session::{SecureChannelOptions, Session};
        let mut answers = answers.into_iter().cycle();
        let mut card = |_: &[u8]| {
            let mut answer = answers.next().unwrap_or_default();
            if good {
                answer.extend([0x90, 0x00]);
            }
            Ok::<_, String>(answer)
        };
        let issuer = aid(ISSUER);
        if let Ok(selected) = select(&mut card, Some(&issuer)) {
            let _ = information(&mut card);
            let options = SecureChannelOptions::default();
            let _ = Session::open(&mut card, &selected, &KeyHierarchy::test(), &options, [0; 16]);
        }
        let _ = select(&mut card, None);
    }
}
