//! The card holder verification method (GPCS 2.3.1 §8.2): its states, who may change it, and that no schedule of power cuts
//! or aborts gives more tries.

use cardamom_apdu::hex;
use cardamom_kernel::Tear;

use crate::commands::{command, delete, install};
use crate::host::{Host, TEST_KEY};
use crate::worker::{WORKER_MODULE, WORKER_PACKAGE, card};

const MANAGER: &str = "A0000000F30010";
const OTHER: &str = "A0000000F30011";
const INACTIVE: &str = "00";
const ACTIVE: &str = "01";
const INVALID: &str = "02";
const VALIDATED: &str = "03";
const BLOCKED: &str = "04";

/// A card with an application that may manage it and one that may not; the manager is selected.
fn bench() -> Host {
    let mut host = card();
    host.open(0, TEST_KEY, 0x01);
    host.ok(&install("0C", WORKER_PACKAGE, WORKER_MODULE, MANAGER, "02", ""));
    host.ok(&install("0C", WORKER_PACKAGE, WORKER_MODULE, OTHER, "00", ""));
    host.select(MANAGER);
    host
}

/// The same with the value 12 and three tries.
fn ready() -> Host {
    let mut host = bench();
    host.ok("80240001023132");
    host.ok("80260003");
    host
}

fn state(host: &mut Host, wanted: &str, tries: u8) {
    assert_eq!(host.ok("8028000000"), format!("{wanted}{tries:02X}"));
}

fn verify(host: &mut Host, digits: &str) -> bool {
    let data: String = digits.bytes().map(|byte| format!("{byte:02X}")).collect();
    host.ok(&command("80200001", &data)) == "01"
}

#[test]
fn it_is_active_with_a_value_and_a_limit() {
    let mut host = bench();
    state(&mut host, INACTIVE, 0);
    // Nothing can be done with it before.
    for refused in ["80200001023132", "802A0000", "802C0000", "802E0000"] {
        assert_eq!(host.send(refused), "6985", "{refused}");
    }
    host.ok("80240001023132");
    state(&mut host, INACTIVE, 0);
    assert_eq!(host.send("80260000"), "6A80");
    host.ok("80260003");
    state(&mut host, ACTIVE, 3);
}

#[test]
fn its_states_follow_what_is_presented() {
    let mut host = ready();
    state(&mut host, ACTIVE, 3);
    assert!(!verify(&mut host, "13"));
    state(&mut host, INVALID, 2);
    assert!(verify(&mut host, "12"));
    state(&mut host, VALIDATED, 3);
    // Another application sees the same: it is the card's.
    host.select(OTHER);
    state(&mut host, VALIDATED, 3);
    host.ok("802C0000");
    state(&mut host, ACTIVE, 3);
    for tries in [2, 1] {
        assert!(!verify(&mut host, "21"));
        state(&mut host, INVALID, tries);
    }
    host.ok("802C0000");
    state(&mut host, ACTIVE, 1);
    assert!(!verify(&mut host, "21"));
    state(&mut host, BLOCKED, 0);
    assert!(!verify(&mut host, "12"));
    assert_eq!(host.send("802C0000"), "6985");
    host.select(MANAGER);
    host.ok("802E0000");
    state(&mut host, ACTIVE, 3);
    host.ok("802A0000");
    state(&mut host, BLOCKED, 0);
    // A new value opens it again.
    host.ok("80240001023232");
    state(&mut host, ACTIVE, 3);
    assert!(!verify(&mut host, "12"));
    assert!(verify(&mut host, "22"));
    // A reset forgets that it was verified, and not the tries.
    assert!(!verify(&mut host, "12"));
    host.card.power_on().unwrap();
    host.select(MANAGER);
    state(&mut host, ACTIVE, 2);
}

#[test]
fn digits_in_either_format_and_bytes() {
    let mut host = ready();
    assert_eq!(host.ok("802000020112 00"), "01");
    assert_eq!(host.ok("802000030112 00"), "00");
    assert_eq!(host.ok("8020000302010200"), "00");
    // What is no value of its format is a try.
    assert_eq!(host.ok("8020000101AA00"), "00");
    state(&mut host, BLOCKED, 0);
    host.ok("8024000302ABCD");
    assert_eq!(host.ok("8020000302ABCD00"), "01");
    let seventeen = format!("8024000111{}", "31".repeat(17));
    for malformed in ["802400010141", "80240002011A", "80240003", &seventeen] {
        assert_eq!(host.send(malformed), "6A80", "{malformed}");
    }
    assert_eq!(host.ok("8020000302ABCD00"), "01");
    state(&mut host, VALIDATED, 3);
}

#[test]
fn only_the_privileged_change_it() {
    let mut host = ready();
    host.select(OTHER);
    for refused in ["80240001023333", "80260009", "802A0000", "802E0000"] {
        assert_eq!(host.send(refused), "6982", "{refused}");
        state(&mut host, ACTIVE, 3);
    }
    assert!(verify(&mut host, "12"));
}

#[test]
fn an_abort_gives_no_try_back() {
    let mut host = ready();
    for tries in [2, 1, 0] {
        // The wrong value, in a transaction that the application aborts.
        host.ok("80208001023133");
        assert!(host.ok("8028000000").ends_with(&format!("{tries:02X}")));
    }
    state(&mut host, BLOCKED, 0);
    // And an aborted change neither unblocks nor changes it.
    host.ok("80248001023333");
    host.ok("80268009");
    state(&mut host, BLOCKED, 0);
    host.ok("802E0000");
    assert!(verify(&mut host, "12"));
}

/// Somebody who does not know the value cuts power at the same write of each try.
#[test]
fn no_schedule_of_power_cuts_gives_more_tries() {
    let mut host = ready();
    let wrong = hex::decode("80200001023939").unwrap();
    let start = host.card.snapshot();
    let first = host.card.nvm().writes();
    host.card.transmit(&wrong).unwrap();
    let writes = host.card.nvm().writes() - first;
    assert!(writes > 0);
    for tear in Tear::ALL {
        for write in 0..writes {
            host.card.restore(&start);
            for _ in 0..20 {
                host.card.nvm_mut().cut_power_at(write, tear);
                // No answer tells whether it was right.
                assert!(host.card.transmit(&wrong).is_err());
                host.card.nvm_mut().disarm_power_cut();
                host.card.power_on().unwrap();
                host.select(MANAGER);
            }
            let tries = host.ok("8028000000");
            let tries = u8::from_str_radix(&tries[2..], 16).unwrap();
            assert!(tries <= 3, "{tear:?} {write}");
            // Whatever was cut: at most as many wrong tries as the limit are answered, and then it is blocked.
            for _ in 0..tries {
                assert!(!verify(&mut host, "99"));
            }
            state(&mut host, BLOCKED, 0);
        }
    }
}

#[test]
fn a_change_is_whole_or_not_done_wherever_power_is_cut() {
    // Each command, what it is sent to, and what the card then is: state and tries, and the value that is right.
    type Seen = (String, bool, bool);
    fn look(host: &mut Host) -> Seen {
        host.card.nvm_mut().disarm_power_cut();
        host.card.power_on().unwrap();
        host.select(MANAGER);
        let start = host.card.snapshot();
        let state = host.ok("8028000000");
        let old = state.starts_with("01") && verify(host, "12");
        host.card.restore(&start);
        let new = state.starts_with("01") && verify(host, "34");
        host.card.restore(&start);
        (state, old, new)
    }
    for change in ["80240001023334", "80260005", "802A0000", "802E0000"] {
        let mut host = ready();
        assert!(!verify(&mut host, "99"));
        let start = host.card.snapshot();
        let before = look(&mut host);
        host.card.restore(&start);
        let first = host.card.nvm().writes();
        host.ok(change);
        let writes = host.card.nvm().writes() - first;
        let after = look(&mut host);
        assert_ne!(before, after);
        for tear in Tear::ALL {
            for write in 0..writes {
                host.card.restore(&start);
                host.card.nvm_mut().cut_power_at(write, tear);
                assert!(host.card.transmit(&hex::decode(change).unwrap()).is_err());
                let seen = look(&mut host);
                // The counter follows the value or the limit, and never goes over it.
                let between = (seen.1, seen.2) == (after.1, after.2) && seen.0[2..] <= *"02";
                assert!(seen == before || seen == after || between, "{change} {tear:?} {write}: {seen:?}");
            }
        }
    }
}

#[test]
fn it_outlives_its_manager() {
    let mut host = ready();
    host.select("A000000151000000");
    let free = host.card.free_memory();
    host.open(0, TEST_KEY, 0x01);
    host.ok(&delete(MANAGER));
    host.ok(&install("0C", WORKER_PACKAGE, WORKER_MODULE, MANAGER, "02", ""));
    host.select(OTHER);
    assert_eq!(host.card.free_memory(), free);
    assert!(verify(&mut host, "12"));
}
