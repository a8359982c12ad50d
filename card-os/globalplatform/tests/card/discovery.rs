//! What a card tells: SELECT (GPCS 2.3.1 §11.9), GET DATA (§11.3), GET STATUS (§11.4).

use crate::commands::{command, delete, install, lv};
use crate::host::{Host, MODULE, PACKAGE, SSD_MODULE, SSD_PACKAGE, TEST_KEY};

const ISSUER: &str = "A000000151000000";
const DOMAIN: &str = "A00000015153500001";

fn card() -> Host {
    let mut host = Host::new();
    host.open(0, TEST_KEY, 0x01);
    host
}

fn with_applications(count: u8) -> Host {
    let mut host = card();
    for number in 0..count {
        host.ok(&install("0C", PACKAGE, MODULE, &format!("A0000000F001{number:02X}55"), "00", ""));
    }
    host
}

#[test]
fn data_objects_whole_and_values_alone() {
    let mut host = Host::new();
    let tags = ["0042", "0045", "0066", "0067", "00C1", "00C2", "00E0", "2F00", "9F7F", "FF21"];
    for tag in tags {
        for instruction in ["CA", "CB"] {
            let whole = host.ok(&format!("80{instruction}{tag}00"));
            let value = host.ok(&format!("00{instruction}{tag}00"));
            let name = tag.strip_prefix("00").unwrap_or(tag);
            assert!(whole.starts_with(name) && whole.ends_with(&value), "{whole} {value}");
            let length = (whole.len() - value.len() - name.len()) / 2;
            assert!((1..=3).contains(&length) && !value.is_empty(), "{whole} {value}");
        }
    }
    assert_eq!(host.ok("80CA004200"), format!("4208{}", "42".repeat(8)));
    assert_eq!(host.ok("80CA9F7F00"), format!("9F7F2A{}", "CA".repeat(42)));
    // The list of applications may come with a tag list.
    assert_eq!(host.ok("80CA2F00025C0000"), format!("2F000C610A4F08{ISSUER}"));
    for absent in ["5F50", "00D3", "00D4", "0000", "FFFF", "9F7E", "BF0C"] {
        assert_eq!(host.send(&format!("80CA{absent}00")), "6A88", "{absent}");
        assert_eq!(host.send(&format!("00CA{absent}00")), "6A88", "{absent}");
    }
    for class in ["A0", "C0", "E0", "FF"] {
        let answer = host.send(&format!("{class}CA006600"));
        assert!(!answer.is_empty(), "{class}: {answer}");
    }
    // GET DATA is all that an interindustry class is for.
    for instruction in ["F2", "E6", "E4", "D8", "F0", "E8"] {
        assert_eq!(host.send(&format!("00{instruction}000000")), "6E00", "{instruction}");
    }
    // A security domain has no files: what is not by name, SELECT does not do.
    assert_eq!(host.send("00A40000023F00"), "6A86");
    assert_eq!(host.send("00A40004022F0000"), "6A86");
    assert_eq!(host.send("80AA000000"), "6D00");
}

#[test]
fn resources_tell_the_free_memory() {
    let mut host = with_applications(0);
    let resources = host.ok("80CAFF2100");
    let free = host.card.free_memory();
    let tail =
        format!("8204{:08X}8304{:08X}", free.persistent, free.transient_reset + free.transient_deselect);
    assert_eq!(resources, format!("FF210F810101{tail}"));
    host.ok(&install("0C", PACKAGE, MODULE, "A0000000F00155", "00", ""));
    assert!(host.ok("80CAFF2100").starts_with("FF210F810102"));
}

#[test]
fn a_domain_lists_the_applications_that_belong_to_it() {
    let mut host = with_applications(2);
    host.ok(&install("0C", SSD_PACKAGE, SSD_MODULE, DOMAIN, "808000", "C90481020370"));
    let aid = "A0000000F0010055";
    host.ok(&command("80E61000", &format!("{}00{}000000", lv(DOMAIN), lv(aid))));
    let all = host.ok("80CA2F0000");
    assert_eq!(all.matches("4F").count(), 4, "{all}");
    host.select(DOMAIN);
    assert_eq!(host.ok("80CA2F0000"), format!("2F000C610A4F08{aid}"));
    // It has no keys of its own yet: clients ask before they put the first ones (GlobalPlatformPro, `gp --lock`).
    assert_eq!(host.send("80CA00E000"), "E0009000");
    // Without keys there is no sequence counter.
    assert_eq!(host.send("80CA00C100"), "6A88");
}

#[test]
fn select_by_a_part_of_the_name_and_the_next_one() {
    let mut host = with_applications(3);
    let name = |number: u8| format!("A0000000F001{number:02X}55");
    assert_eq!(host.select("A0000000F001"), format!("{}9000", name(0)));
    for number in [1, 2] {
        assert_eq!(host.send("00A4040206A0000000F00100"), format!("{}9000", name(number)));
    }
    assert_eq!(host.send("00A4040206A0000000F00100"), "6A82");
    // It stays selected.
    assert_eq!(host.send("80AA000000"), format!("{}9000", name(2)));
    assert_eq!(host.send("00A4040107A0000000F0010000"), "6A86");
    // The security domain answers what is no application, and its session goes on.
    host.select(ISSUER);
    host.open(0, TEST_KEY, 0x01);
    assert_eq!(host.send("00A4040007A0000000F0FFFF00"), "6A82");
    assert!(host.ok("80F28002024F0000").starts_with("E3"));
    // A locked application is passed over.
    host.ok(&command("80F04080", &name(0)));
    assert_eq!(host.select("A0000000F001"), format!("{}9000", name(1)));
}

/// All of a GET STATUS, and in how many answers it came.
pub(crate) fn all(host: &mut Host, p1: &str, p2: u8, data: &str) -> (String, usize) {
    let mut answer = host.transmit(&command(&format!("80F2{p1}{p2:02X}"), data));
    let (mut whole, mut count) = (String::new(), 1);
    while let Some(part) = answer.strip_suffix("6310") {
        whole.push_str(part);
        count += 1;
        answer = host.transmit(&command(&format!("80F2{p1}{:02X}", p2 | 1), data));
    }
    whole.push_str(answer.strip_suffix("9000").unwrap_or_else(|| panic!("{answer}")));
    (whole, count)
}

#[test]
fn get_status_in_both_formats_with_as_many_answers_as_it_takes() {
    let mut host = with_applications(40);
    let (old, count) = all(&mut host, "40", 0, "4F00");
    let expected: String = (0..40).map(|number| format!("08A0000000F001{number:02X}550700")).collect();
    assert_eq!(old, expected);
    assert!(count > 1);
    let (new, count) = all(&mut host, "40", 2, "4F00");
    let expected: String = (0..40)
        .map(|number| {
            let entry =
                format!("4F08A0000000F001{number:02X}559F700107C503000000C4{}CC{}", lv(PACKAGE), lv(ISSUER));
            format!("E3{}", lv(&entry))
        })
        .collect();
    assert_eq!(new, expected);
    assert!(count > 5);
    // At the highest level, where an answer has the least room.
    host.open(0, TEST_KEY, 0x33);
    assert_eq!(all(&mut host, "40", 2, "4F00").0, expected);
    // Tags that are asked for, in the entry's order.
    let (some, _) = all(&mut host, "40", 2, "4F005C034F9F70");
    assert_eq!(some.matches("E3").count(), 40);
    assert!(some.starts_with("E30E4F08A0000000F00100559F700107E3"), "{some}");
}

#[test]
fn get_status_of_load_files_and_of_the_issuers() {
    let mut host = card();
    assert_eq!(all(&mut host, "80", 0, "4F00").0, format!("08{ISSUER}019E"));
    assert!(all(&mut host, "80", 2, "4F00").0.contains("9F700101C5039EFE80"));
    let files = format!("{}0100{}0100", lv(SSD_PACKAGE), lv(PACKAGE));
    assert_eq!(all(&mut host, "20", 0, "4F00").0, files);
    let modules = format!("{}010001{}{}010001{}", lv(SSD_PACKAGE), lv(SSD_MODULE), lv(PACKAGE), lv(MODULE));
    assert_eq!(all(&mut host, "10", 0, "4F00").0, modules);
    let (new, _) = all(&mut host, "10", 2, "4F00");
    assert!(
        new.contains(&format!("4F{}9F700101CE02010084{}CC{}", lv(PACKAGE), lv(MODULE), lv(ISSUER))),
        "{new}"
    );
    // Nothing of the kind, and nothing that can be asked.
    assert_eq!(host.transmit("80F24002024F0000"), "6A88");
    for (wrong, answer) in [
        ("80F20002024F0000", "6A86"),
        ("80F26002024F0000", "6A86"),
        ("80F2400200", "6A80"),
        ("80F24002025C4F00", "6A80"),
        ("80F24002034F05A000", "6A80"),
    ] {
        assert_eq!(host.transmit(wrong), answer, "{wrong}");
    }
    host.session = None;
    assert_eq!(host.send("80F28002024F0000"), "6982");
}

#[test]
fn get_status_finds_what_is_searched() {
    let mut host = with_applications(3);
    host.ok(&install("0C", SSD_PACKAGE, SSD_MODULE, DOMAIN, "808000", "C90481020370"));
    host.ok(&command(
        "80E61000",
        &format!("{}00A0000000F0010155000000", lv(DOMAIN)).replacen("00A0", "0008A0", 1),
    ));
    host.ok(&command("80F04080", "A0000000F0010055"));
    let mut names = |data: &str| -> Vec<String> {
        let (found, _) = all(&mut host, "40", 0, data);
        let bytes = cardamom_apdu::hex::decode(&found).unwrap();
        let mut rest = &bytes[..];
        let mut names = Vec::new();
        while let Some((length, after)) = rest.split_first() {
            let (name, after) = after.split_at(usize::from(*length));
            names.push(cardamom_apdu::hex::encode(name));
            rest = &after[2..];
        }
        names
    };
    assert_eq!(names("4F06A0000000F001").len(), 3);
    assert_eq!(names("4F08A0000000F0010155"), ["A0000000F0010155"]);
    assert_eq!(names("4F009F700187"), ["A0000000F0010055"]);
    assert_eq!(names("4F00C50180"), [DOMAIN]);
    assert_eq!(names(&format!("4F00CC{}", lv(DOMAIN))), ["A0000000F0010155"]);
    assert_eq!(names(&format!("4F00C4{}", lv(SSD_PACKAGE))), [DOMAIN]);
    assert_eq!(host.transmit(&command("80F24002", "4F06A0000000F002")), "6A88");
    assert_eq!(host.transmit(&delete(DOMAIN)), "6985");
}
