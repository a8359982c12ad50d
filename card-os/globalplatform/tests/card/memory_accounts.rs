//! Memory comes back to the byte (GPCS 2.3.1 §9.3.5, §9.5): whatever is installed, loaded, abandoned or refused at any step.

use crate::commands::{command, delete, install, lv, put_key};
use crate::host::{Host, MODULE, PACKAGE, SSD_MODULE, SSD_PACKAGE, TEST_KEY};
use crate::load_files::{LOADED_MODULE, LOADED_PACKAGE, install_for_load, load_commands, load_file};
use crate::observation::KEYS;

const APPLICATION: &str = "A0000000F00102";
const DOMAIN: &str = "A00000015153500001";
const LOADED: &str = "A0000000F20002";
const ISSUER: &str = "A000000151000000";

fn card() -> Host {
    let mut host = Host::new();
    host.open(0, TEST_KEY, 0x01);
    host
}

#[test]
fn a_hundred_lives_leave_nothing() {
    let mut host = card();
    let free = host.card.free_memory();
    for round in 0..100 {
        host.ok(&install_for_load());
        load_commands(&load_file(LOADED_PACKAGE, 400), 200).iter().for_each(|block| drop(host.ok(block)));
        host.ok(&install("0C", LOADED_PACKAGE, LOADED_MODULE, LOADED, "00", ""));
        host.ok(&install("0C", PACKAGE, MODULE, APPLICATION, "00", "C90A00112233445566778899"));
        host.ok(&install("0C", SSD_PACKAGE, SSD_MODULE, DOMAIN, "808000", "C90481020370"));
        host.ok(&command("80E40080", &format!("4F{}", lv(LOADED_PACKAGE))));
        host.ok(&delete(APPLICATION));
        host.ok(&delete(DOMAIN));
        assert_eq!(host.card.free_memory(), free, "{round}");
    }
    host.card.power_on().unwrap();
    assert_eq!(host.card.free_memory(), free);
}

#[test]
fn a_domain_goes_with_its_keys_and_data() {
    let mut host = card();
    let free = host.card.free_memory();
    host.ok(&install("0C", SSD_PACKAGE, SSD_MODULE, DOMAIN, "808000", "C90481020370"));
    host.select(DOMAIN);
    host.open(0, TEST_KEY, 0x01);
    host.ok(&put_key(host.session.as_ref().unwrap(), 0, 0x30, KEYS[1]));
    host.open(0x30, KEYS[1], 0x01);
    host.ok(&put_key(host.session.as_ref().unwrap(), 0, 0x31, KEYS[2]));
    host.ok(&command("80E29000", &format!("42{}", lv(&"5A".repeat(100)))));
    let with_data = host.card.free_memory();
    // Replaced by something longer, shorter, nothing.
    host.ok(&command("80E29000", &format!("4281{}", lv(&"5A".repeat(150)))));
    assert!(host.card.free_memory().persistent < with_data.persistent);
    host.ok(&command("80E29000", "4200"));
    host.ok(&command("80E40000", "D20130"));
    host.select(ISSUER);
    host.open(0, TEST_KEY, 0x01);
    host.ok(&delete(DOMAIN));
    host.select(ISSUER);
    assert_eq!(host.card.free_memory(), free);
}

#[test]
fn a_refusal_at_any_step_takes_nothing() {
    let mut host = card();
    host.ok(&install("0C", PACKAGE, MODULE, APPLICATION, "00", ""));
    let free = host.card.free_memory();
    let refused = [
        install("0C", PACKAGE, MODULE, APPLICATION, "00", ""),
        install("0C", PACKAGE, MODULE, PACKAGE, "00", ""),
        install("0C", PACKAGE, "A0000000F001FF", LOADED, "00", ""),
        install("0C", "A0000000F0FF", MODULE, LOADED, "00", ""),
        install("0C", PACKAGE, MODULE, LOADED, "40", ""),
        // More memory than there is, and less than it takes.
        install("0C", PACKAGE, MODULE, LOADED, "00", "EF06C8047FFFFFFFC900"),
        install("0C", PACKAGE, MODULE, LOADED, "00", "EF04C8020001C900"),
        install("0C", PACKAGE, MODULE, LOADED, "00", "EF04C8020020C900"),
        install("0C", SSD_PACKAGE, SSD_MODULE, DOMAIN, "808000", "EF04C8020100C90481020370"),
        // A protocol that is none; keys for a domain that is not the issuer's.
        install("0C", SSD_PACKAGE, SSD_MODULE, DOMAIN, "808000", "C90481020955"),
        install(
            "0C",
            SSD_PACKAGE,
            SSD_MODULE,
            DOMAIN,
            "808000",
            "C909C1073001880102030 4".replace(' ', "").as_str(),
        ),
        install("0C", SSD_PACKAGE, SSD_MODULE, DOMAIN, "808000", "C902C1FF"),
        command("80E60200", &format!("{}0000{}00", lv(LOADED_PACKAGE), lv("EF06C6047FFFFFFF"))),
        command("80E60200", &format!("{}00000000", lv(APPLICATION))),
        delete("A0000000F009"),
    ];
    for attempt in refused {
        let answer = host.transmit(&attempt);
        assert!(matches!(answer.as_str(), "6A80" | "6A84" | "6A88" | "6985"), "{attempt}: {answer}");
        assert_eq!(host.card.free_memory(), free, "{attempt}");
    }
}

#[test]
fn a_load_cut_off_anywhere_gives_its_memory_back() {
    let blocks = load_commands(&load_file(LOADED_PACKAGE, 900), 100);
    for sent in 0..blocks.len() {
        let mut host = card();
        let free = host.card.free_memory();
        host.ok(&install_for_load());
        for block in &blocks[..sent] {
            host.ok(block);
        }
        assert_eq!(sent > 0, host.card.free_memory() != free);
        match sent % 4 {
            0 => drop(host.ok(&install("0C", PACKAGE, MODULE, APPLICATION, "00", ""))),
            1 => host.open(0, TEST_KEY, 0x01),
            2 => drop(host.select(ISSUER)),
            _ => host.card.power_on().map(|_| ()).unwrap(),
        }
        if sent % 4 == 0 {
            host.ok(&delete(APPLICATION));
        }
        assert_eq!(host.card.free_memory(), free, "{sent}");
    }
}

#[test]
fn a_full_card_refuses_and_goes_on() {
    let mut host = card();
    let free = host.card.free_memory();
    let mut installed = Vec::new();
    let last = loop {
        let aid = format!("A00000015153500{:03X}", installed.len());
        let aid = if aid.len() % 2 == 0 { aid } else { format!("{aid}0") };
        let answer = host.transmit(&install("0C", SSD_PACKAGE, SSD_MODULE, &aid, "808000", "C90481020370"));
        if answer != "009000" {
            break answer;
        }
        installed.push(aid);
        assert!(installed.len() < 1000);
    };
    assert_eq!(last, "6A84");
    assert!(installed.len() > 50, "{}", installed.len());
    let full = host.card.free_memory();
    let another = install("0C", SSD_PACKAGE, SSD_MODULE, "A00000015153500FFF", "808000", "C90481020370");
    assert_eq!(host.transmit(&another), "6A84");
    assert_eq!(host.card.free_memory(), full);
    host.card.power_on().unwrap();
    host.open(0, TEST_KEY, 0x01);
    for aid in &installed {
        host.ok(&delete(aid));
    }
    assert_eq!(host.card.free_memory(), free);
}
