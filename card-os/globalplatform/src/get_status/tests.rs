use alloc::vec;

use cardamom_apdu::Aid;
use cardamom_apdu::hex::decode;
use cardamom_kernel::Privileges;
use proptest::prelude::*;

use super::*;

const PACKAGE: Aid = Aid::from_array([0xD2, 0x76, 0x00, 0x00, 0x05, 0xAA, 0xFF, 0xCA, 0xFE, 0x00, 0x01]);
const DOMAIN: Aid = Aid::from_array([
    0xA0, 0x00, 0x00, 0x05, 0x59, 0x10, 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x89, 0x00, 0x00, 0x02, 0x00,
]);

fn application(aid: Aid) -> RegistryEntry<'static> {
    RegistryEntry {
        aid,
        life_cycle: 0x07,
        privileges: Some(Privileges::NONE),
        implicit_selection: &[],
        load_file: None,
        version: None,
        modules: &[],
        security_domain: None,
    }
}

fn parse(p1: u8, p2: u8, data: &[u8]) -> Result<GetStatus<'_>, GetStatusReason> {
    GetStatus::parse(&Command::new(0x80, 0xF2, p1, p2).with_data(data))
}

/// The first entry of statusTest.c of kaoh/globalplatform, as an eUICC gave it.
#[test]
fn an_entry_that_gpshell_reads() {
    let entry = RegistryEntry {
        life_cycle: 0x0F,
        privileges: Privileges::from_bytes(&[0x82, 0xFC, 0x80]),
        load_file: Some(PACKAGE),
        security_domain: Some(DOMAIN),
        ..application(DOMAIN)
    };
    let answer = parse(0x40, 0x02, &[0x4F, 0x00]).unwrap().answer([entry], 0, 256).unwrap();
    let expected = "E33A4F10A0000005591010FFFFFFFF89000002009F70010FC50382FC80C40BD276000005AAFFCAFE0001CC10A0000005591010FFFFFFFF8900000200";
    assert_eq!(answer, Answer { data: decode(expected).unwrap(), next: None });
    assert_eq!(answer.status_word(), StatusWord::NO_ERROR);
}

/// TestParseTags.testParsePartialISD of GlobalPlatformPro, as a JCOP card gave it.
#[test]
fn an_issuer_security_domain_that_gp_reads() {
    let isd = Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00]);
    let entry = RegistryEntry {
        life_cycle: 0x01,
        privileges: Privileges::from_bytes(&[0x9E, 0xFE, 0x80]),
        implicit_selection: &[0x40, 0x41, 0x42, 0x43, 0x80, 0x81, 0x82, 0x83],
        load_file: Some(PACKAGE),
        version: Some((0x00, 0x01)),
        security_domain: Some(isd),
        ..application(isd)
    };
    let answer = parse(0x80, 0x02, &[0x4F, 0x00]).unwrap().answer([entry], 0, 256).unwrap();
    let expected = "E3464F08A0000000030000009F700101C5039EFE80CF0140CF0141CF0142CF0143CF0180CF0181CF0182CF0183C40BD276000005AAFFCAFE0001CE020001CC08A000000003000000";
    assert_eq!(answer.data, decode(expected).unwrap());
}

#[test]
fn the_tag_list_of_pysim_leaves_the_rest_away() {
    let data = decode("4F005C054F9F70C5CC").unwrap();
    let entry =
        RegistryEntry { load_file: Some(PACKAGE), security_domain: Some(DOMAIN), ..application(PACKAGE) };
    let answer = parse(0x40, 0x02, &data).unwrap().answer([entry], 0, 256).unwrap();
    let expected = "E3284F0BD276000005AAFFCAFE00019F700107C503000000CC10A0000005591010FFFFFFFF8900000200";
    assert_eq!(answer.data, decode(expected).unwrap());
}

#[test]
fn the_deprecated_format_is_that_of_gpcs_2_2_1() {
    let modules = [DOMAIN];
    let entry =
        RegistryEntry { life_cycle: 0x01, privileges: None, modules: &modules, ..application(PACKAGE) };
    let files = parse(0x20, 0x00, &[0x4F, 0x00]).unwrap().answer([entry], 0, 256).unwrap();
    assert_eq!(files.data, decode("0BD276000005AAFFCAFE00010100").unwrap());
    let with_modules = parse(0x10, 0x00, &[0x4F, 0x00]).unwrap().answer([entry], 0, 256).unwrap();
    let expected = "0BD276000005AAFFCAFE000101000110A0000005591010FFFFFFFF8900000200";
    assert_eq!(with_modules.data, decode(expected).unwrap());
    let entry = RegistryEntry { privileges: Some(Privileges::CARD_RESET), ..application(PACKAGE) };
    let applications = parse(0x40, 0x00, &[0x4F, 0x00]).unwrap().answer([entry], 0, 256).unwrap();
    assert_eq!(applications.data, decode("0BD276000005AAFFCAFE00010704").unwrap());
}

#[test]
fn modules_are_given_when_asked_for() {
    let modules = [DOMAIN];
    let entry =
        RegistryEntry { privileges: None, modules: &modules, version: Some((1, 2)), ..application(PACKAGE) };
    let files = parse(0x20, 0x02, &[0x4F, 0x00]).unwrap().answer([entry], 0, 256).unwrap();
    assert_eq!(files.data, decode("E3154F0BD276000005AAFFCAFE00019F700107CE020102").unwrap());
    let with_modules = parse(0x10, 0x02, &[0x4F, 0x00]).unwrap().answer([entry], 0, 256).unwrap();
    let expected = "E3274F0BD276000005AAFFCAFE00019F700107CE0201028410A0000005591010FFFFFFFF8900000200";
    assert_eq!(with_modules.data, decode(expected).unwrap());
}

#[test]
fn the_issuer_security_domain_is_given_whatever_the_search() {
    for search in ["", "4F00", "4F02D276", "9F70010F"] {
        let data = decode(search).unwrap();
        assert!(parse(0x80, 0x02, &data).unwrap().matches(&application(DOMAIN)), "{search}");
    }
}

#[test]
fn a_tag_list_without_the_aid_leaves_it_away() {
    let answer = parse(0x40, 0x02, &[0x4F, 0x00, 0x5C, 0x02, 0x9F, 0x70]).unwrap();
    let answer = answer.answer([application(DOMAIN)], 0, 256).unwrap();
    assert_eq!(answer.data, decode("E3049F700107").unwrap());
}

#[test]
fn searches_select() {
    let security_domain = RegistryEntry {
        privileges: Some(Privileges::DELEGATED_MANAGEMENT),
        life_cycle: 0x0F,
        security_domain: Some(DOMAIN),
        ..application(DOMAIN)
    };
    let applet = RegistryEntry { load_file: Some(PACKAGE), ..application(PACKAGE) };
    let found = |search: &str| {
        let data = decode(search).unwrap();
        let request = parse(0x40, 0x02, &data).unwrap();
        [request.matches(&security_domain), request.matches(&applet)]
    };
    assert_eq!(found("4F00"), [true, true]);
    assert_eq!(found("4F02A000"), [true, false]);
    assert_eq!(found("4F0BD276000005AAFFCAFE0001"), [false, true]);
    assert_eq!(found("4F00 9F700107"), [false, true]);
    assert_eq!(found("4F00 C50180"), [true, false]);
    assert_eq!(found("4F00 C503800000 9F700107"), [false, false]);
    assert_eq!(found("4F00 C40BD276000005AAFFCAFE0001"), [false, true]);
    assert_eq!(found("4F00 CC10A0000005591010FFFFFFFF8900000200"), [true, false]);
}

#[test]
fn what_section_11_4_2_refuses() {
    for p1 in [0x00, 0xC0, 0x30, 0x0F] {
        assert_eq!(parse(p1, 0x02, &[0x4F, 0x00]), Err(GetStatusReason::Subset));
    }
    assert_eq!(parse(0x80, 0x03, &[0x4F, 0x00]), Err(GetStatusReason::NextIssuerSecurityDomain));
    assert_eq!(parse(0x40, 0x02, &[0x4F, 0x00, 0xC5, 0x02, 0x80, 0x00]), Err(GetStatusReason::Criterion));
    assert_eq!(
        parse(0x40, 0x02, &[&[0x4F, 0x11][..], &[0xA0; 17]].concat()),
        Err(GetStatusReason::Criterion)
    );
    assert_eq!(parse(0x40, 0x02, &[]), Err(GetStatusReason::AidMissing));
    assert_eq!(parse(0x40, 0x02, &[0x5C, 0x01, 0x4F]), Err(GetStatusReason::AidMissing));
    assert_eq!(parse(0x40, 0x02, &[0x4F, 0x01]), Err(GetStatusReason::Malformed));
    assert_eq!(parse(0x40, 0x02, &[0x4F, 0x00, 0x5C, 0x01, 0x9F]), Err(GetStatusReason::Malformed));
    // Reserved bits and search criteria that are not supported are ignored.
    assert_eq!(parse(0x4F, 0xFE, &[0x4F, 0x00, 0x80, 0x00]), parse(0x40, 0x02, &[0x4F, 0x00]));
    let request = parse(0x40, 0x02, &[0x4F, 0x00]).unwrap();
    assert_eq!(request.answer([], 0, 256), Err(GetStatusReason::NothingFound));
    assert_eq!(request.answer([application(DOMAIN)], 1, 256), Err(GetStatusReason::NothingFound));
}

#[test]
fn the_next_occurrence_is_of_the_same_search() {
    let first = parse(0x40, 0x02, &[0x4F, 0x00]).unwrap();
    assert!(parse(0x40, 0x03, &[0x4F, 0x00]).unwrap().continues(&first));
    assert!(!parse(0x40, 0x02, &[0x4F, 0x00]).unwrap().continues(&first));
    assert!(!parse(0x20, 0x03, &[0x4F, 0x00]).unwrap().continues(&first));
    assert!(!parse(0x40, 0x01, &[0x4F, 0x00]).unwrap().continues(&first));
    assert!(!parse(0x40, 0x03, &[0x4F, 0x01, 0xA0]).unwrap().continues(&first));
}

proptest! {
    /// However small the limit, the parts together are the whole, no part is empty, and each but one with a single
    /// entry keeps the limit.
    #[test]
    fn parts_make_the_whole(count in 1usize..20, limit in 0usize..300, deprecated: bool) {
        let aids: Vec<Aid> = (0..count).map(|index| {
            let mut bytes = vec![0xA0; 5 + index % 12];
            bytes[4] = u8::try_from(index).unwrap();
            Aid::new(&bytes).unwrap()
        }).collect();
        let entries = || aids.iter().map(|aid| application(*aid));
        let request = parse(0x40, if deprecated { 0 } else { 2 }, &[0x4F, 0x00]).unwrap();
        let whole = request.answer(entries(), 0, usize::MAX).unwrap();
        prop_assert_eq!(whole.next, None);
        let mut parts = Vec::new();
        let mut start = Some(0);
        while let Some(from) = start {
            let part = request.answer(entries(), from, limit).unwrap();
            prop_assert!(part.next.is_none_or(|next| next > from));
            prop_assert!(part.data.len() <= limit || part.next.unwrap_or(count) == from + 1);
            parts.extend_from_slice(&part.data);
            start = part.next;
        }
        prop_assert_eq!(parts, whole.data);
    }

    #[test]
    fn no_request_breaks_it(p1: u8, p2 in 0u8..4, data in proptest::collection::vec(any::<u8>(), 0..40)) {
        if let Ok(request) = parse(p1, p2, &data) {
            let _ = request.answer([application(DOMAIN)], 0, 256);
        }
    }
}
