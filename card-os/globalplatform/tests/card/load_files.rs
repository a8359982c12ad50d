//! Load files of the tests, the engine that opens them, and LOAD misused.

use cardamom_apdu::{Aid, hex};
use cardamom_kernel::{Engine, Error, Fault, Package};

use crate::commands::{command, delete, install, lv};
use crate::host::{Host, TEST_KEY, echo_module};

pub(crate) const LOADED_PACKAGE: &str = "A0000000F200";
pub(crate) const LOADED_MODULE: &str = "A0000000F20001";
const MAGIC: &[u8] = b"TEST";

/// Opens load files of [`load_file`]: magic, then names with their lengths, of the package and a module.
pub(crate) struct TestEngine;

impl Engine for TestEngine {
    fn accepts(&self, load_file: &[u8]) -> bool {
        load_file.starts_with(MAGIC)
    }

    fn open(&self, load_file: &[u8], _: &[Package]) -> Result<Package, Error> {
        read(load_file).ok_or_else(|| Fault::NoEngine.into())
    }
}

fn read(load_file: &[u8]) -> Option<Package> {
    let mut rest = load_file.strip_prefix(MAGIC)?;
    let mut name = || {
        let (length, after) = rest.split_first()?;
        let (name, after) = after.split_at_checked(usize::from(*length))?;
        rest = after;
        Aid::new(name).ok()
    };
    let (package, module) = (name()?, name()?);
    Some(Package::new(package, (1, 0), vec![echo_module(module)]))
}

/// A load file, whole, of this many bytes of code.
pub(crate) fn load_file(package: &str, length: usize) -> Vec<u8> {
    let mut data =
        [MAGIC, &hex::decode(&lv(package)).unwrap(), &hex::decode(&lv(LOADED_MODULE)).unwrap()].concat();
    data.resize(length, 0x5A);
    let [.., high, low] = length.to_be_bytes();
    [&[0xC4, 0x82, high, low], &data[..]].concat()
}

/// INSTALL [for load] of the package.
pub(crate) fn install_for_load() -> String {
    command("80E60200", &format!("{}00000000", lv(LOADED_PACKAGE)))
}

/// LOAD commands of a load file.
pub(crate) fn load_commands(file: &[u8], block: usize) -> Vec<String> {
    let count = file.len().div_ceil(block);
    let one = |(number, data): (usize, &[u8])| {
        let last = if number + 1 == count { "80" } else { "00" };
        command(&format!("80E8{last}{:02X}", number & 0xFF), &hex::encode(data))
    };
    file.chunks(block).enumerate().map(one).collect()
}

fn card() -> Host {
    let mut host = Host::new();
    host.open(0, TEST_KEY, 0x01);
    host
}

/// Sends all but the last; the answer to that one.
fn send(host: &mut Host, commands: &[String]) -> String {
    let (last, others) = commands.split_last().unwrap();
    others.iter().for_each(|command| drop(host.ok(command)));
    host.transmit(last)
}

#[test]
fn a_load_file_comes_in_blocks_of_any_length_and_goes_to_the_byte() {
    for block in [1, 3, 7, 64, 200, 239] {
        let mut host = card();
        let before = host.observe();
        host.ok(&install_for_load());
        // More than 255 blocks number round.
        let commands = load_commands(&load_file(LOADED_PACKAGE, 600), block);
        assert_eq!(send(&mut host, &commands), "009000", "{block}");
        host.ok(&install("0C", LOADED_PACKAGE, LOADED_MODULE, "A0000000F20002", "00", ""));
        assert_eq!(host.transmit(&delete(LOADED_PACKAGE)), "6985");
        host.ok(&command("80E40080", &format!("4F{}", lv(LOADED_PACKAGE))));
        assert_eq!(host.observe(), before, "{block}");
    }
}

#[test]
fn a_load_file_is_for_the_issuer_by_any_of_its_names() {
    for name in ["A000000151000000", "A000000003000000"] {
        let mut host = card();
        host.ok(&command("80E60200", &format!("{}{}000000", lv(LOADED_PACKAGE), lv(name))));
        let commands = load_commands(&load_file(LOADED_PACKAGE, 600), 200);
        assert_eq!(send(&mut host, &commands), "009000");
        // The registry has one name for it.
        assert!(host.ok("80F22002024F00").contains("CC08A000000151000000"), "{name}");
    }
    let stranger = command("80E60200", &format!("{}{}000000", lv(LOADED_PACKAGE), lv("A000000003000001")));
    assert_eq!(card().transmit(&stranger), "6A88");
}

#[test]
fn a_load_that_goes_wrong_leaves_nothing() {
    let right = load_commands(&load_file(LOADED_PACKAGE, 600), 200);
    let file = load_file(LOADED_PACKAGE, 600);
    let longer = load_commands(&[&file[..], &[0; 10]].concat(), 200);
    let shorter = load_commands(&file[..500], 200);
    let mut other_name = load_file("A0000000F2AA", 600);
    let names = load_commands(&other_name, 200);
    other_name[4] = b'X';
    let unknown = load_commands(&other_name, 200);
    let mut huge = file.clone();
    huge[1..5].copy_from_slice(&[0x83, 0xFF, 0xFF, 0xFF]);
    let p1 = |command: &String, p1: &str| command.replacen("80E800", &format!("80E8{p1}"), 1);
    let attacks: Vec<(&str, Vec<String>, &[&str])> = vec![
        ("a block left out", vec![right[0].clone(), right[2].clone()], &["6985"]),
        ("a block twice", vec![right[0].clone(), right[0].clone()], &["6985"]),
        ("not from the first", vec![right[1].clone()], &["6985"]),
        ("reserved P1", vec![right[0].clone(), p1(&right[1], "40")], &["6A86"]),
        ("last too early", vec![right[0].clone(), p1(&right[1], "80")], &["6A80"]),
        ("longer than announced", longer, &["6A80"]),
        ("shorter than announced", shorter, &["6A80"]),
        ("longer than memory", load_commands(&huge, 200), &["6A84"]),
        ("another name", names, &["6A80"]),
        ("no engine for it", unknown, &["6985", "6A80"]),
        ("no load file", vec![command("80E80000", "300100")], &["6A80"]),
        ("ciphered", vec![command("80E80000", "D4820010AA")], &["6A80"]),
        ("length of four bytes", vec![command("80E80000", "C48400000010AA")], &["6A80"]),
        (
            "a DAP block of nobody",
            vec![command("80E80000", "E20A4F05A0000000F1C30101"), command("80E88001", "C40101")],
            &["6A80"],
        ),
    ];
    for (what, commands, wanted) in attacks {
        let mut host = card();
        let before = host.observe();
        host.ok(&install_for_load());
        let (last, others) = commands.split_last().unwrap();
        let mut answer = String::new();
        for command in others.iter().chain([last]) {
            answer = host.transmit(command);
            if !answer.ends_with("9000") {
                break;
            }
        }
        assert!(wanted.contains(&answer.as_str()), "{what}: {answer} {:?}", host.refusal());
        assert_eq!(host.observe(), before, "{what}");
        // The load is over; a new one begins with INSTALL.
        assert_eq!(host.transmit(&right[0]), "6985", "{what}");
        host.ok(&install_for_load());
        assert_eq!(send(&mut host, &right), "009000", "{what}");
    }
}

#[test]
fn a_load_ends_with_its_session() {
    let blocks = load_commands(&load_file(LOADED_PACKAGE, 600), 200);
    let before = card().observe();
    let ways: [fn(&mut Host); 4] = [
        |host| drop(host.select("A000000151000000")),
        |host| host.card.power_on().map(|_| ()).unwrap(),
        |host| drop(host.send("80CA006600")),
        |host| host.ok(&install_for_load()).clear(),
    ];
    for way in ways {
        let mut host = card();
        host.ok(&install_for_load());
        host.ok(&blocks[0]);
        way(&mut host);
        let mut after = host.observe();
        after.domains[0].data.clone_from(&before.domains[0].data);
        assert_eq!(after, before);
        if host.session.is_some() {
            assert_ne!(host.transmit(&blocks[1]), "009000");
        }
    }
}
