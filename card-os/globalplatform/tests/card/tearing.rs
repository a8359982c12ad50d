//! Power is cut at every write of a command, in each way that a write is torn, and again at every write of the recovery: the
//! card is then as before the command or as after it, keys, registry, data and free memory to the byte; and no key that went
//! is left anywhere in memory.

use cardamom_apdu::{Command, hex};
use cardamom_kernel::{NoAnswer, Tear};

use crate::commands::{command, delete, install, lv, put_key};
use crate::host::{Host, MODULE, PACKAGE, SSD_MODULE, SSD_PACKAGE, TEST_KEY, parameters};
use crate::load_files::{LOADED_MODULE, LOADED_PACKAGE, install_for_load, load_commands, load_file};
use crate::observation::{KEYS, Observation};

const APPLICATION: &str = "A0000000F00102";
const INSTALLED: &str = "A0000000F00103";
const LOADED: &str = "A0000000F20002";
const DOMAIN: &str = "A00000015153500001";
const ISSUER: &str = "A000000151000000";

/// A card with a loaded package and its instance, a security domain with an application, one application not selectable; a
/// session with the issuer's.
fn card() -> Host {
    let mut parameters = parameters(0x70);
    parameters.keys.retain(|key| key.version == 0xFF);
    let mut host = Host::with(&parameters);
    host.open(0, TEST_KEY, 0x01);
    host.ok(&install("0C", SSD_PACKAGE, SSD_MODULE, DOMAIN, "808000", "C90481020370"));
    host.ok(&install("0C", PACKAGE, MODULE, APPLICATION, "00", ""));
    host.ok(&command("80E61000", &format!("{}00{}000000", lv(DOMAIN), lv(APPLICATION))));
    host.ok(&install("04", PACKAGE, MODULE, INSTALLED, "00", ""));
    host.ok(&install_for_load());
    load_commands(&load_file(LOADED_PACKAGE, 300), 200).iter().for_each(|block| drop(host.ok(block)));
    host.ok(&install("0C", LOADED_PACKAGE, LOADED_MODULE, LOADED, "00", ""));
    host
}

/// What is on the card after a reset.
fn look(host: &mut Host) -> Observation {
    host.card.nvm_mut().disarm_power_cut();
    host.card.power_on().unwrap();
    let seen = host.observe();
    for key in KEYS {
        let is_used =
            seen.domains.iter().any(|domain| domain.opened.iter().any(|(_, opened)| *opened == key));
        let bytes = hex::decode(key).unwrap();
        let is_kept = host.card.nvm().bytes().windows(bytes.len()).any(|window| window == bytes);
        // A domain that cannot be selected tells nothing of its keys, and with two of three no session opens.
        let is_whole = |template: &str| template.matches("C004").count().is_multiple_of(3);
        let is_told = seen.domains.iter().all(|domain| domain.data.len() > 1 && is_whole(&domain.data[0]));
        assert!(is_used || !is_kept || !is_told, "{key} opens nothing and is left in memory: {seen:#?}");
    }
    seen
}

/// Cuts power in a command that is sent as it is. It must be accepted when nothing is cut.
fn sweep_bytes(host: &mut Host, what: &str, bytes: &[u8], changes: bool) {
    let start = host.card.snapshot();
    let before = look(host);
    host.card.restore(&start);
    let first = host.card.nvm().writes();
    let answer = hex::encode(host.card.transmit(bytes).unwrap());
    assert!(answer.ends_with("9000"), "{what}: {answer} {:?}", host.refusal());
    let writes = host.card.nvm().writes() - first;
    let after = look(host);
    assert_eq!(before != after, changes, "{what}");
    for tear in Tear::ALL {
        let mut is_done = false;
        for write in 0..writes {
            host.card.restore(&start);
            host.card.nvm_mut().cut_power_at(write, tear);
            assert_eq!(host.card.transmit(bytes), Err(NoAnswer::PowerCut), "{what}");
            let torn = host.card.snapshot();
            let first = host.card.nvm().writes();
            host.card.power_on().unwrap();
            let recovery = host.card.nvm().writes() - first;
            for cut_recovery in std::iter::once(None).chain((0..recovery).map(Some)) {
                host.card.restore(&torn);
                if let Some(write) = cut_recovery {
                    host.card.nvm_mut().cut_power_at(write, tear);
                    assert!(host.card.power_on().is_err(), "{what}");
                }
                let seen = look(host);
                assert!(
                    seen == before || seen == after,
                    "{what}, {tear:?} at write {write} of {writes}, recovery cut at {cut_recovery:?}: {seen:#?} {before:#?} {after:#?}"
                );
                let done = changes && seen == after;
                assert!(done || !is_done || cut_recovery.is_some(), "{what}: {tear:?} at {write} undoes it");
                is_done |= done && cut_recovery.is_none();
            }
        }
    }
    host.card.restore(&start);
}

/// Cuts power in a command of the session.
fn sweep(host: &mut Host, what: &str, plain: &str) {
    sweep_plain(host, what, plain, true);
}

fn sweep_plain(host: &mut Host, what: &str, plain: &str, changes: bool) {
    let plain = hex::decode(plain).unwrap();
    let bytes = host.session.clone().unwrap().wrap(&Command::parse(&plain).unwrap()).unwrap();
    sweep_bytes(host, what, &bytes, changes);
}

#[test]
fn put_key_and_delete_key() {
    let mut host = card();
    let first = put_key(host.session.as_ref().unwrap(), 0, 0x30, KEYS[1]);
    sweep(&mut host, "the owner's first keys", &first);
    host.ok(&first);
    host.open(0x30, KEYS[1], 0x01);
    let new = put_key(host.session.as_ref().unwrap(), 0, 0x31, KEYS[2]);
    sweep(&mut host, "another key set", &new);
    let replaced = put_key(host.session.as_ref().unwrap(), 0x30, 0x31, KEYS[2]);
    sweep(&mut host, "a key set replaced under another version", &replaced);
    let same = put_key(host.session.as_ref().unwrap(), 0x30, 0x30, KEYS[2]);
    sweep(&mut host, "a key set replaced under its version", &same);
    host.ok(&new);
    sweep(&mut host, "a key set deleted", &command("80E40000", "D20131"));
    sweep(&mut host, "a key deleted", &command("80E40000", "D00103D20131"));
}

#[test]
fn the_first_keys_of_a_security_domain() {
    let mut host = card();
    host.select(DOMAIN);
    host.open(0, TEST_KEY, 0x01);
    let first = put_key(host.session.as_ref().unwrap(), 0, 0x30, KEYS[1]);
    sweep(&mut host, "its first keys, and PERSONALIZED", &first);
}

#[test]
fn installation() {
    let mut host = card();
    let application = "A0000000F00104";
    for p1 in ["04", "0C"] {
        sweep(&mut host, p1, &install(p1, PACKAGE, MODULE, application, "00", "C903010203"));
    }
    let parameters = "C90C810203708202202087022020";
    let domain = install("0C", SSD_PACKAGE, SSD_MODULE, "A00000015153500002", "80C000", parameters);
    sweep(&mut host, "a security domain", &domain);
    let loaded = install("0C", LOADED_PACKAGE, LOADED_MODULE, application, "04", "");
    sweep(&mut host, "of a loaded package", &loaded);
    sweep(&mut host, "made selectable", &command("80E60800", &format!("0000{}01000000", lv(INSTALLED))));
    sweep(
        &mut host,
        "made selectable and default",
        &command("80E60800", &format!("0000{}01040000", lv(INSTALLED))),
    );
    sweep(&mut host, "extradited", &command("80E61000", &format!("{}00{}000000", lv(DOMAIN), lv(LOADED))));
    sweep(
        &mut host,
        "a package extradited",
        &command("80E61000", &format!("{}00{}000000", lv(DOMAIN), lv(LOADED_PACKAGE))),
    );
    sweep(&mut host, "privileges", &command("80E64000", &format!("0000{}01040000", lv(LOADED))));
    let both = command("80E64000", &format!("{}00{}01040000", lv(DOMAIN), lv(LOADED)));
    sweep(&mut host, "security domain and privileges in one registry update", &both);
}

#[test]
fn load() {
    let package = "A0000000F2AA";
    let mut host = card();
    let begin = command("80E60200", &format!("{}00000000", lv(package)));
    let blocks = load_commands(&load_file(package, 500), 200);
    sweep_plain(&mut host, "INSTALL [for load]", &begin, false);
    host.ok(&begin);
    for (number, block) in blocks.iter().enumerate() {
        let is_last = number + 1 == blocks.len();
        sweep_plain(&mut host, &format!("block {number}"), block, is_last);
        host.ok(block);
    }
}

#[test]
fn deletion() {
    let mut host = card();
    sweep(&mut host, "an instance", &delete(LOADED));
    sweep(
        &mut host,
        "a package and its instances",
        &command("80E40080", &format!("4F{}", lv(LOADED_PACKAGE))),
    );
    sweep(
        &mut host,
        "a security domain and what belongs to it",
        &command("80E40080", &format!("4F{}", lv(DOMAIN))),
    );
    host.ok(&delete(LOADED));
    sweep(&mut host, "a package", &delete(LOADED_PACKAGE));
}

#[test]
fn set_status() {
    let mut host = card();
    sweep(&mut host, "an application locked", &command("80F04080", LOADED));
    sweep(&mut host, "a security domain and its applications locked", &command("80F06080", DOMAIN));
    for state in ["07", "0F", "7F"] {
        sweep(&mut host, state, &format!("80F080{state}00"));
        host.ok(&format!("80F080{state}00"));
    }
    sweep(&mut host, "TERMINATED", "80F080FF00");
    host.ok("80F0800F00");
    host.ok(&command("80F06080", DOMAIN));
    sweep(&mut host, "unlocked", &command("80F06000", DOMAIN));
}

#[test]
fn store_data() {
    let mut host = card();
    sweep(&mut host, "two objects, new and longer", &command("80E29000", "420911223344556677889945021122"));
    sweep(&mut host, "an object of the same length", &command("80E29000", "42080000000000000000"));
    sweep(&mut host, "another name", &command("80E29000", "4F06A00000000001"));
    host.ok(&command("80E21000", "420411"));
    sweep(&mut host, "the last of two blocks", &command("80E29001", "223344"));
}

#[test]
fn initiation() {
    for version in [0xFF, 0x20] {
        let mut host = Host::new();
        // SCP03 with pseudo-random challenges steps its counter here, SCP02 when the session is open.
        let initialize = hex::decode(&format!("8050{version:02X}0008111111111111111100")).unwrap();
        sweep_bytes(&mut host, "INITIALIZE UPDATE", &initialize, version == 0xFF);
        let (authenticate, _) = host.handshake(0, version, TEST_KEY, 0x01).unwrap();
        sweep_bytes(&mut host, "EXTERNAL AUTHENTICATE", &authenticate, false);
        // What was recorded before the cut does not open a session after it.
        host.card.nvm_mut().cut_power_at(1, Tear::NotDone);
        assert!(host.card.transmit(&authenticate).is_err());
        host.card.nvm_mut().disarm_power_cut();
        host.card.power_on().unwrap();
        host.select(ISSUER);
        assert_eq!(hex::encode(host.card.transmit(&authenticate).unwrap()), "6985");
        host.open(version, TEST_KEY, 0x03);
    }
}
