//! The life-cycle states of applications and security domains (GPCS 2.3.1 §5.3) against the commands that they bear on.

use crate::commands::{command, delete, install, lv, put_key};
use crate::host::{Host, MODULE, PACKAGE, SSD_MODULE, SSD_PACKAGE, TEST_KEY, aid};

const CONTENT: &str = "A0000000F00102";

/// The state of the content.
fn state(host: &Host) -> Option<u8> {
    host.card.instances().iter().find(|it| it.aid == aid(CONTENT)).map(|it| it.life_cycle)
}

/// A card with the content in a state, and a session with the issuer security domain.
fn bench(is_domain: bool, wanted: u8) -> Host {
    let mut host = Host::new();
    host.open(0, TEST_KEY, 0x01);
    let unlocked = wanted & 0x7F;
    let p1 = if unlocked == 0x03 { "04" } else { "0C" };
    if is_domain {
        host.ok(&install(p1, SSD_PACKAGE, SSD_MODULE, CONTENT, "808000", "C90481020370"));
    } else {
        host.ok(&install(p1, PACKAGE, MODULE, CONTENT, "00", ""));
    }
    if unlocked == 0x0F {
        host.select(CONTENT);
        host.open(0, TEST_KEY, 0x01);
        host.ok(&put_key(host.session.as_ref().unwrap(), 0, 0x30, TEST_KEY));
        host.select("A000000151000000");
        host.open(0, TEST_KEY, 0x01);
    }
    if wanted & 0x80 != 0 {
        host.ok(&command("80F04080", CONTENT));
    }
    assert_eq!(state(&host), Some(wanted));
    host
}

/// What is sent, the answer in each state, and the change of state of what is accepted.
type Row<const N: usize> = (&'static str, [&'static str; N], fn(u8) -> Option<u8>);

fn send(host: &mut Host, what: &str) -> String {
    match what {
        "SELECT" => host.select(CONTENT),
        "INSTALL" => host.transmit(&install("0C", PACKAGE, MODULE, CONTENT, "00", "")),
        "MAKE SELECTABLE" => host.transmit(&command("80E60800", &format!("0000{}01000000", lv(CONTENT)))),
        "PERSONALIZATION" => host.transmit(&command("80E62000", &format!("0000{}000000", lv(CONTENT)))),
        "DELETE" => host.transmit(&delete(CONTENT)),
        status => host.transmit(&command(&format!("80F040{status}"), CONTENT)),
    }
}

fn check<const N: usize>(is_domain: bool, states: [u8; N], rows: &[Row<N>]) {
    for (what, answers, change) in rows {
        for (from, wanted) in states.into_iter().zip(answers) {
            let mut host = bench(is_domain, from);
            let before = host.observe();
            let answer = send(&mut host, what);
            let refusal = host.refusal();
            assert_eq!(&answer[answer.len() - 4..], *wanted, "{what} in {from:02X}: {refusal:?}");
            if *wanted == "9000" {
                assert_eq!(state(&host), change(from), "{what} in {from:02X}");
            } else {
                assert_eq!(host.observe(), before, "{what} in {from:02X}");
            }
        }
    }
}

const SAME: fn(u8) -> Option<u8> = Some;
const LOCKED: fn(u8) -> Option<u8> = |state| Some(state | 0x80);
const UNLOCKED: fn(u8) -> Option<u8> = |state| Some(state & 0x7F);
const SELECTABLE: fn(u8) -> Option<u8> = |_| Some(0x07);
const GONE: fn(u8) -> Option<u8> = |_| None;

#[test]
fn applications() {
    let states = [0x03, 0x07, 0x83, 0x87];
    let rows: [Row<4>; 11] = [
        ("SELECT", ["6A82", "9000", "6A82", "6A82"], SAME),
        ("80", ["9000", "9000", "6A80", "6A80"], LOCKED),
        ("83", ["9000", "9000", "6A80", "6A80"], LOCKED),
        ("00", ["6A80", "6A80", "9000", "9000"], UNLOCKED),
        // Of something locked, b8 = 0 unlocks whatever the other bits (§11.10.2.2).
        ("07", ["6A80", "6A80", "9000", "9000"], UNLOCKED),
        ("0F", ["6A80", "6A80", "9000", "9000"], UNLOCKED),
        ("03", ["6A80", "6A80", "9000", "9000"], UNLOCKED),
        ("MAKE SELECTABLE", ["9000", "6A80", "6A80", "6A80"], SELECTABLE),
        ("INSTALL", ["6A80"; 4], SAME),
        ("PERSONALIZATION", ["9000", "9000", "6985", "6985"], SAME),
        ("DELETE", ["9000"; 4], GONE),
    ];
    check(false, states, &rows);
}

#[test]
fn security_domains() {
    let states = [0x03, 0x07, 0x0F, 0x83, 0x87, 0x8F];
    let rows: [Row<6>; 9] = [
        ("SELECT", ["6A82", "9000", "9000", "6A82", "6A82", "6A82"], SAME),
        ("80", ["9000", "9000", "9000", "6A80", "6A80", "6A80"], LOCKED),
        ("00", ["6A80", "6A80", "6A80", "9000", "9000", "9000"], UNLOCKED),
        ("07", ["6A80", "6A80", "6A80", "9000", "9000", "9000"], UNLOCKED),
        // PERSONALIZED by itself alone (§5.3.2.3).
        ("0F", ["6A80", "6985", "6A80", "9000", "9000", "9000"], UNLOCKED),
        ("MAKE SELECTABLE", ["9000", "6A80", "6A80", "6A80", "6A80", "6A80"], SELECTABLE),
        ("INSTALL", ["6A80"; 6], SAME),
        ("PERSONALIZATION", ["9000", "9000", "9000", "6985", "6985", "6985"], SAME),
        ("DELETE", ["9000"; 6], GONE),
    ];
    check(true, states, &rows);
}
