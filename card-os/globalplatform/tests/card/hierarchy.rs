//! Security domains below security domains (GPCS 2.3.1 §7.2, §9.1.3): who manages what, extradition, and privileges that reach
//! further.

use crate::commands::{command, delete, install, lv, put_key};
use crate::discovery::all;
use crate::host::{Host, MODULE, PACKAGE, SSD_MODULE, SSD_PACKAGE, TEST_KEY};
use crate::load_files::{LOADED_MODULE, LOADED_PACKAGE, load_commands, load_file};
use crate::observation::KEYS;

const ISSUER: &str = "A000000151000000";
const LEFT: &str = "A00000015153500001";
const BELOW: &str = "A00000015153500002";
const RIGHT: &str = "A00000015153500003";
const OURS: &str = "A0000000F00102";
const DEEPER: &str = "A0000000F00103";
const THEIRS: &str = "A0000000F00104";
const LOADED: &str = "A0000000F20002";
/// A security domain that manages content on its own authority.
const AUTHORIZED: &str = "804000";

fn domain(aid: &str, privileges: &str, more: &str) -> String {
    install("0C", SSD_PACKAGE, SSD_MODULE, aid, privileges, &format!("C9{}", lv(&format!("81020370{more}"))))
}

/// A security domain that the registry takes for none would be managed by nobody's rules.
#[test]
fn a_security_domain_has_the_privilege_of_one() {
    let mut host = Host::new();
    host.open(0, TEST_KEY, 0x33);
    for privileges in ["00", "10", "000100"] {
        assert_eq!(host.transmit(&domain(LEFT, privileges, "")), "6A80", "{privileges}");
    }
    host.ok(&domain(LEFT, "80", ""));
}

fn extradite(target: &str, to: &str) -> String {
    command("80E61000", &format!("{}00{}000000", lv(to), lv(target)))
}

fn update(target: &str, privileges: &str) -> String {
    command("80E64000", &format!("0000{}{}0000", lv(target), lv(privileges)))
}

fn load(host: &mut Host, domain: &str) -> String {
    let answer = host.transmit(&command("80E60200", &format!("{}{}000000", lv(LOADED_PACKAGE), lv(domain))));
    if answer != "009000" {
        return answer;
    }
    let blocks = load_commands(&load_file(LOADED_PACKAGE, 300), 200);
    let (last, others) = blocks.split_last().unwrap();
    others.iter().for_each(|block| drop(host.ok(block)));
    host.transmit(last)
}

/// Gives a domain keys of its own, and opens a session with it.
fn enter(host: &mut Host, aid: &str) {
    host.select(aid);
    if host.try_open(0x30, KEYS[1], 0x01).is_err() {
        host.open(0, TEST_KEY, 0x01);
        host.ok(&put_key(host.session.as_ref().unwrap(), 0, 0x30, KEYS[1]));
    }
    host.open(0x30, KEYS[1], 0x01);
}

fn issuer(host: &mut Host) {
    host.select(ISSUER);
    host.open(0, TEST_KEY, 0x01);
}

/// The issuer's; LEFT with BELOW under it; RIGHT with a load file. An application of each.
fn card(left: &str) -> Host {
    let mut host = Host::new();
    issuer(&mut host);
    host.ok(&domain(LEFT, left, ""));
    host.ok(&domain(RIGHT, AUTHORIZED, ""));
    assert_eq!(load(&mut host, RIGHT), "009000");
    enter(&mut host, RIGHT);
    host.ok(&install("0C", LOADED_PACKAGE, LOADED_MODULE, THEIRS, "00", ""));
    issuer(&mut host);
    host.ok(&domain(BELOW, AUTHORIZED, ""));
    host.ok(&extradite(BELOW, LEFT));
    for (aid, to) in [(OURS, LEFT), (DEEPER, BELOW)] {
        host.ok(&install("0C", PACKAGE, MODULE, aid, "00", ""));
        host.ok(&extradite(aid, to));
    }
    enter(&mut host, LEFT);
    host
}

#[test]
fn a_domain_manages_what_is_below_it() {
    let mut host = card(AUTHORIZED);
    let entries = host.ok("80F24002024F0000");
    for (aid, domain) in [(OURS, LEFT), (DEEPER, BELOW), (BELOW, LEFT), (LEFT, ISSUER)] {
        let entry = entries.split("E3").find(|entry| entry.contains(&format!("4F{}", lv(aid)))).unwrap();
        assert!(entry.ends_with(&format!("CC{}", lv(domain))), "{entry}");
    }
    assert!(!entries.contains(RIGHT) && !entries.contains(THEIRS));
    // Locks and unlocks, directly or not; gives away what is below; deletes it.
    for aid in [OURS, DEEPER, BELOW] {
        host.ok(&command("80F04080", aid));
        host.ok(&command("80F04000", aid));
    }
    host.ok(&extradite(DEEPER, LEFT));
    host.ok(&extradite(DEEPER, BELOW));
    host.ok(&delete(DEEPER));
    host.ok(&delete(BELOW));
    host.ok(&delete(OURS));
    // What it installs is its own.
    host.ok(&install("0C", PACKAGE, MODULE, DEEPER, "00", ""));
    assert!(host.ok("80F24002024F0000").ends_with(&format!("CC{}", lv(LEFT))));
}

#[test]
fn a_domain_manages_nothing_else() {
    let mut host = card(AUTHORIZED);
    let before = host.observe();
    let refused = [
        ("delete", delete(THEIRS)),
        ("delete a domain", delete(RIGHT)),
        ("delete its load file", delete(LOADED_PACKAGE)),
        ("delete both", command("80E40080", &format!("4F{}", lv(LOADED_PACKAGE)))),
        ("lock", command("80F04080", THEIRS)),
        ("lock all of a domain", command("80F06080", RIGHT)),
        ("lock the domain above", command("80F04080", ISSUER)),
        ("make selectable", command("80E60800", &format!("0000{}010000", lv(THEIRS)))),
        ("take", extradite(THEIRS, LEFT)),
        ("take the load file", extradite(LOADED_PACKAGE, LEFT)),
        ("take the domain above", extradite(ISSUER, LEFT)),
        ("leave", extradite(LEFT, RIGHT)),
        ("privileges", update(THEIRS, "000000")),
        ("the issuer's privileges", update(ISSUER, "9E5E80")),
        ("personalize", command("80E62000", &format!("0000{}000000", lv(THEIRS)))),
        ("install from it", install("0C", LOADED_PACKAGE, LOADED_MODULE, LOADED, "00", "")),
        ("load for it", command("80E60200", &format!("{}{}000000", lv("A0000000F2FF"), lv(RIGHT)))),
        ("lock the card", "80F0807F00".to_owned()),
        ("terminate the card", "80F080FF00".to_owned()),
        ("more for itself", update(LEFT, "80FE80")),
    ];
    for (what, attempt) in refused {
        let answer = host.transmit(&attempt);
        assert!(matches!(answer.as_str(), "6985" | "6A80"), "{what}: {answer}");
        assert_eq!(host.observe(), before, "{what}");
    }
    // Less for itself it can do.
    host.ok(&update(LEFT, "800000"));
    assert_eq!(host.transmit(&delete(OURS)), "6985");
}

#[test]
fn without_a_management_privilege_nothing_is_managed() {
    let mut host = card("800000");
    let before = host.observe();
    let refused = [
        delete(OURS),
        extradite(OURS, BELOW),
        update(OURS, "000000"),
        install("0C", PACKAGE, MODULE, LOADED, "00", ""),
        command("80E60800", &format!("0000{}010000", lv(OURS))),
        command("80E60200", &format!("{}00000000", lv("A0000000F2FF"))),
        "80E80000010000".to_owned(),
    ];
    for attempt in refused {
        assert_eq!(host.transmit(&attempt), "6985", "{attempt}");
        assert_eq!(host.observe(), before, "{attempt}");
    }
    // Its own keys and data, personalization and locking of its applications remain.
    host.ok(&command("80E29000", "4203112233"));
    host.ok(&command("80E62000", &format!("0000{}000000", lv(OURS))));
    host.ok(&command("80F04080", OURS));
}

#[test]
fn extradition_takes_a_domain_that_accepts_and_one_that_lets_go() {
    let mut host = Host::new();
    issuer(&mut host);
    host.ok(&domain(LEFT, "808000", "82020000"));
    host.ok(&domain(RIGHT, "808000", "8202202087020000"));
    host.ok(&domain(BELOW, "808000", "82022020"));
    host.ok(&install("0C", PACKAGE, MODULE, OURS, "00", ""));
    assert_eq!(load(&mut host, ISSUER), "009000");
    let before = host.observe();
    let refused = [
        (OURS, LEFT, "6985"),
        (LOADED_PACKAGE, LEFT, "6985"),
        // To what is no domain, or nothing.
        (OURS, OURS, "6A88"),
        (OURS, LOADED_PACKAGE, "6A88"),
        (OURS, "A0000000F009", "6A88"),
        ("A0000000F009", RIGHT, "6A88"),
        // What is in ROM stays, and so does the issuer's.
        (PACKAGE, RIGHT, "6985"),
        (ISSUER, RIGHT, "6985"),
        // Nothing goes below itself.
        (RIGHT, RIGHT, "6985"),
    ];
    for (target, to, wanted) in refused {
        assert_eq!(host.transmit(&extradite(target, to)), wanted, "{target} {to}: {:?}", host.refusal());
        if target == to && target == RIGHT {
            assert!(host.refusal().unwrap().contains("below itself"), "{:?}", host.refusal());
        }
        assert_eq!(host.observe(), before, "{target} {to}");
    }
    host.ok(&extradite(BELOW, RIGHT));
    assert_eq!(host.transmit(&extradite(RIGHT, BELOW)), "6985");
    host.ok(&extradite(OURS, BELOW));
    host.ok(&extradite(LOADED_PACKAGE, BELOW));
    // RIGHT keeps what it has.
    assert_eq!(host.transmit(&extradite(BELOW, ISSUER)), "6985");
    host.ok(&extradite(OURS, ISSUER));
    // A locked domain takes nothing.
    host.ok(&command("80F04080", BELOW));
    assert_eq!(host.transmit(&extradite(OURS, BELOW)), "6985");
    host.ok(&command("80F04000", BELOW));
    host.ok(&extradite(OURS, BELOW));
    // The same by registry update, with privileges as one.
    let both = |to: &str, privileges: &str| {
        command("80E64000", &format!("{}00{}{}0000", lv(to), lv(OURS), lv(privileges)))
    };
    let before = host.observe();
    assert_eq!(host.transmit(&both(LEFT, "000100")), "6985");
    assert_eq!(host.transmit(&both(ISSUER, "400000")), "6A80");
    assert_eq!(host.observe(), before);
    host.ok(&both(ISSUER, "000100"));
    let entry = host.ok("80F24002074F05A0000000F0");
    assert!(entry.contains("C503000100") && entry.ends_with(&format!("CC{}", lv(ISSUER))), "{entry}");
}

#[test]
fn an_application_that_was_given_away_is_not_deleted_with_its_load_file() {
    let mut host = card(AUTHORIZED);
    // RIGHT has the load file; one of its applications goes to the issuer.
    enter(&mut host, RIGHT);
    host.ok(&install("0C", LOADED_PACKAGE, LOADED_MODULE, LOADED, "00", ""));
    issuer(&mut host);
    host.ok(&extradite(LOADED, ISSUER));
    enter(&mut host, RIGHT);
    let before = host.observe();
    let related = command("80E40080", &format!("4F{}", lv(LOADED_PACKAGE)));
    assert_eq!(host.transmit(&related), "6985");
    assert_eq!(host.transmit(&delete(LOADED_PACKAGE)), "6985");
    assert_eq!(host.observe(), before);
    // Global Delete reaches it.
    issuer(&mut host);
    host.ok(&related);
    assert_eq!(host.transmit("80F21002024F0000").matches(LOADED_PACKAGE).count(), 0);
}

#[test]
fn deletion_of_domains_and_all_below_them() {
    let mut host = card(AUTHORIZED);
    issuer(&mut host);
    let before = host.observe();
    assert_eq!(host.transmit(&delete(LEFT)), "6985");
    assert_eq!(host.transmit(&delete(BELOW)), "6985");
    assert_eq!(host.transmit(&delete(ISSUER)), "6985");
    assert_eq!(host.transmit(&delete(PACKAGE)), "6985");
    assert_eq!(host.transmit(&delete(SSD_PACKAGE)), "6985");
    assert_eq!(host.transmit(&delete("A0000000F009")), "6A88");
    assert_eq!(host.observe(), before);
    host.ok(&command("80E40080", &format!("4F{}", lv(LEFT))));
    let left = host.ok("80F24002024F0000");
    assert!(![LEFT, BELOW, OURS, DEEPER].iter().any(|aid| left.contains(aid)), "{left}");
    assert!(left.contains(THEIRS) && left.contains(RIGHT));
}

#[test]
fn global_privileges_reach_everything() {
    // Global Lock: locks and unlocks what is not its own, and not the issuer's.
    let mut host = card("800800");
    host.ok(&command("80F04080", THEIRS));
    host.ok(&command("80F04000", THEIRS));
    assert_eq!(host.transmit(&command("80F04080", ISSUER)), "6985");
    assert_eq!(host.transmit(&delete(THEIRS)), "6985");
    // Global Registry: sees all, and no more.
    let mut host = card("800400");
    let (seen, _) = all(&mut host, "40", 2, "4F00");
    assert!([LEFT, BELOW, RIGHT, OURS, DEEPER, THEIRS].iter().all(|aid| seen.contains(aid)), "{seen}");
    assert!(host.ok("80F22002024F0000").contains(LOADED_PACKAGE));
    assert!(host.ok("80F28002024F0000").contains(ISSUER));
    assert_eq!(host.transmit(&command("80F04080", THEIRS)), "6985");
    // Without it: only its own.
    let mut host = card("800000");
    assert_eq!(host.transmit("80F22002024F0000"), "6A88");
    assert_eq!(host.transmit("80F28002024F0000"), "6A88");
    // Global Delete: deletes without any management privilege.
    let mut host = card("801000");
    host.ok(&delete(THEIRS));
    host.ok(&delete(LOADED_PACKAGE));
    assert_eq!(host.transmit(&delete(ISSUER)), "6985");
    assert_eq!(host.transmit(&extradite(RIGHT, LEFT)), "6985");
}

#[test]
fn nobody_below_the_issuer_gives_more_over_the_card_than_he_has() {
    let mut host = card(AUTHORIZED);
    let before = host.observe();
    for privileges in ["10", "08", "02", "C1", "802000", "801000", "800800", "800400", "000200", "800080"] {
        let answer = host.transmit(&match privileges {
            "10" | "08" | "02" | "000200" => install("0C", PACKAGE, MODULE, LOADED, privileges, ""),
            _ => domain(LOADED, privileges, ""),
        });
        assert_eq!(answer, "6985", "{privileges}");
        assert_eq!(host.observe(), before, "{privileges}");
    }
    assert_eq!(host.transmit(&update(BELOW, "805000")), "6985");
    assert!(host.refusal().unwrap().contains("only when it has them"));
    assert_eq!(host.observe(), before);
    // Its own hierarchy's: management, DAP blocks, and being selected after a reset; and what the issuer gave stays.
    host.ok(&update(BELOW, "C04000"));
    host.ok(&install("0C", PACKAGE, MODULE, LOADED, "04", ""));
    issuer(&mut host);
    host.ok(&update(BELOW, "805000"));
    enter(&mut host, LEFT);
    host.ok(&update(BELOW, "801000"));
    // With the privilege it gives it.
    issuer(&mut host);
    host.ok(&update(LEFT, "804800"));
    enter(&mut host, LEFT);
    host.ok(&update(BELOW, "800800"));
}

#[test]
fn privileges_that_go_together() {
    let mut host = Host::new();
    issuer(&mut host);
    let before = host.observe();
    // Of a security domain alone, and what excludes each other (§6.6.1, Table 6-1).
    let tasks = ["40", "20", "41", "008000", "004000", "002000", "000080", "000040"];
    for privileges in tasks {
        let answer = host.transmit(&install("0C", PACKAGE, MODULE, OURS, privileges, ""));
        assert_eq!(answer, "6A80", "{privileges}");
    }
    for privileges in ["A04000", "818000", "8000", "80000001", "80000F", "000001"] {
        assert_eq!(host.transmit(&domain(LEFT, privileges, "")), "6A80", "{privileges}");
    }
    assert_eq!(host.observe(), before);
    for privileges in ["80", "C0", "C1", "A0", "90", "88", "82", "800000", "80FF80", "A0BF80"] {
        host.ok(&domain(LEFT, privileges, ""));
        host.ok(&delete(LEFT));
    }
    for privileges in ["00", "10", "08", "02", "000100", "001C00", "000030"] {
        host.ok(&install("0C", PACKAGE, MODULE, OURS, privileges, ""));
        host.ok(&delete(OURS));
    }
    assert_eq!(host.observe(), before);
    // An application does not become a security domain, nor the other way round.
    host.ok(&install("0C", PACKAGE, MODULE, OURS, "00", ""));
    host.ok(&domain(LEFT, "80", ""));
    let before = host.observe();
    assert_eq!(host.transmit(&update(OURS, "80")), "6A80");
    assert_eq!(host.transmit(&update(LEFT, "00")), "6A80");
    assert_eq!(host.transmit(&update("A0000000F009", "00")), "6A88");
    assert_eq!(host.observe(), before);
    host.ok(&update(LEFT, "C0FE80"));
    host.ok(&update(LEFT, "80"));
}

#[test]
fn card_reset_and_final_application_are_one_applications() {
    for (privilege, holder) in [("04", "040000"), ("000200", "000200")] {
        let mut host = Host::new();
        issuer(&mut host);
        host.ok(&install("0C", PACKAGE, MODULE, OURS, privilege, ""));
        let before = host.observe();
        assert_eq!(host.transmit(&install("0C", PACKAGE, MODULE, THEIRS, privilege, "")), "6985");
        assert_eq!(host.observe(), before);
        host.ok(&install("0C", PACKAGE, MODULE, THEIRS, "00", ""));
        assert_eq!(host.transmit(&update(THEIRS, holder)), "6985");
        // The holder can be told again what it has, and give it back.
        host.ok(&update(OURS, holder));
        host.ok(&update(OURS, "000000"));
        host.ok(&update(THEIRS, holder));
        host.ok(&delete(THEIRS));
        host.ok(&update(OURS, holder));
    }
}

#[test]
fn the_application_with_card_reset_is_selected_by_itself() {
    let mut host = Host::new();
    issuer(&mut host);
    host.ok(&install("04", PACKAGE, MODULE, OURS, "00", ""));
    // Other privileges are not given by making selectable.
    let make = |privileges: &str| command("80E60800", &format!("0000{}01{privileges}0000", lv(OURS)));
    assert_eq!(host.transmit(&make("02")), "6985");
    // The issuer security domain is selectable and is selected when no application is (GlobalPlatformPro
    // `--make-default` of it).
    let refused = command("80E60800", &format!("0000{}01040000", lv(ISSUER)));
    assert_eq!(host.transmit(&refused), "6985");
    assert!(host.refusal().unwrap().starts_with("the issuer security domain stays as it is"));
    host.ok(&make("04"));
    host.card.power_on().unwrap();
    host.session = None;
    assert_eq!(host.send("80AA000000"), format!("{OURS}9000"));
    // SELECT without a name is the issuer's all the same (§11.9.2.3): so clients find it that do not know its name.
    assert!(host.select("").contains(ISSUER));
    // Locked, it is the issuer's again; and after it gave it back.
    issuer(&mut host);
    host.ok(&command("80F04080", OURS));
    host.card.power_on().unwrap();
    host.session = None;
    assert_eq!(host.send("80AA000000"), "6D00");
    issuer(&mut host);
    host.ok(&command("80F04000", OURS));
    host.ok(&update(OURS, "00"));
    host.card.power_on().unwrap();
    host.session = None;
    assert_eq!(host.send("80AA000000"), "6D00");
}

#[test]
fn the_final_application_alone_is_served_on_a_locked_card() {
    let mut host = Host::new();
    issuer(&mut host);
    host.ok(&domain(LEFT, "900200", ""));
    for state in ["07", "0F", "7F"] {
        host.ok(&format!("80F080{state}00"));
    }
    host.card.power_on().unwrap();
    assert_eq!(host.select(ISSUER), "6A82");
    let answer = host.select(LEFT);
    assert!(answer.starts_with("6F") && answer.ends_with("6283"), "{answer}");
    // It has Card Lock, and unlocks.
    host.open(0, TEST_KEY, 0x01);
    host.ok("80F0800F00");
    assert!(host.select(ISSUER).ends_with("9000"));
}

#[test]
fn a_delegate_does_not_make_itself_free() {
    use crate::delegated_management::put;
    use crate::signing::Kind;
    let mut host = card("A00000");
    issuer(&mut host);
    put(&mut host, Kind::Aes, 0x70);
    enter(&mut host, LEFT);
    let before = host.observe();
    for privileges in ["804000", "801000", "800080"] {
        // Even with a token that the issuer signed by mistake.
        let fields = format!("0000{}{}00", lv(LEFT), lv(privileges));
        let bytes = cardamom_apdu::hex::decode(&fields).unwrap();
        let signed = [&[0x40, 0x00, u8::try_from(bytes.len()).unwrap()][..], &bytes].concat();
        let token = cardamom_apdu::hex::encode(&Kind::Aes.sign(&signed));
        let answer = host.transmit(&command("80E64000", &format!("{fields}{}", lv(&token))));
        assert_eq!(answer, "6985", "{privileges}");
        assert_eq!(host.observe(), before);
    }
}

#[test]
fn a_domain_far_below_opens_sessions_with_what_the_issuer_has() {
    let mut host = Host::new();
    issuer(&mut host);
    let name = |depth: usize| format!("A000000151535001{depth:02X}");
    // Without protocols or keys of their own.
    for depth in 0..12 {
        host.ok(&install("0C", SSD_PACKAGE, SSD_MODULE, &name(depth), "808000", ""));
        if depth > 0 {
            host.ok(&extradite(&name(depth), &name(depth - 1)));
        }
    }
    host.select(&name(11));
    host.open(0, TEST_KEY, 0x01);
    assert!(host.ok("80CA006600").contains("2A864886FC6B040370"));
}
