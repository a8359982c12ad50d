//! `cardamom gp` over the virtual reader, with a card that takes load files.

use std::process::{Command, Output};

use cardamom_emulator::pcsc_service::{PcscService, SOCKET_VARIABLE};
use cardamom_emulator::reader::ReaderSet;

use crate::card::{Keys, card};
use crate::hello::cap_file;

const PACKAGE: [u8; 9] = [0xF0, 0x00, 0x00, 0x00, 0x62, 0x03, 0x01, 0x0C, 0x01];
const APPLET: [u8; 10] = [0xF0, 0x00, 0x00, 0x00, 0x62, 0x03, 0x01, 0x0C, 0x01, 0x01];
const PACKAGE_NAME: &str = "F00000006203010C01";
const APPLET_NAME: &str = "F00000006203010C0101";
const DOMAIN: &str = "A000000151000001";
const KEY: &str = "7A1B9C4D2E8F60517263849506A7B8C9";

/// The command, with the card in a reader and a folder of its own.
struct Bench {
    folder: tempfile::TempDir,
    _service: PcscService,
}

impl Bench {
    fn new(keys: Keys) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let readers = ReaderSet::new();
        readers.add("gp").unwrap().insert(Box::new(card(keys, 1))).unwrap();
        let service = PcscService::start(&folder.path().join("pcscd.comm"), readers).unwrap();
        std::fs::write(folder.path().join("hello.cap"), cap_file(&PACKAGE, &APPLET)).unwrap();
        Self { folder, _service: service }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_cardamom"))
            .arg("gp")
            .args(arguments)
            .args(["--reader", "gp", "--keys", "test"])
            .current_dir(self.folder.path())
            .env(SOCKET_VARIABLE, self.folder.path().join("pcscd.comm"))
            .output()
            .unwrap()
    }

    fn succeeds(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    }
}

#[test]
fn a_package_is_loaded_with_its_applets_and_deleted() {
    for keys in [Keys::Scp03(0x70), Keys::Scp03(0x71), Keys::Scp02(0x55)] {
        let bench = Bench::new(keys);
        let loaded =
            bench.succeeds(&["load", "hello.cap", "--install", "--hash", "sha256", "--announce-length"]);
        assert!(loaded.starts_with(&format!("loaded package {PACKAGE_NAME} 1.0, ")), "{loaded}");
        assert!(loaded.contains(&format!("installed {APPLET_NAME} (with test keys")), "{loaded}");
        let list = bench.succeeds(&["list"]);
        assert!(
            list.contains(&format!("  {APPLET_NAME}\n      SELECTABLE\n      from package {PACKAGE_NAME}\n")),
            "{list}"
        );
        let again = bench.refused(&["load", "hello.cap"]);
        assert!(again.contains("INSTALL [for load]: 6A80") && again.contains("delete it first"), "{again}");
        let alone = bench.refused(&["delete", PACKAGE_NAME]);
        assert!(alone.contains("DELETE: 6985") && alone.contains("delete its instances first"), "{alone}");
        bench.succeeds(&["delete", PACKAGE_NAME, "--related"]);
        assert!(!bench.succeeds(&["list"]).contains(PACKAGE_NAME));
        // In blocks of a byte or two, and of a size that is too large for the session.
        for block in ["7", "255"] {
            bench.succeeds(&["load", "hello.cap", "--block", block]);
            bench.succeeds(&["delete", PACKAGE_NAME]);
        }
    }
}

#[test]
fn a_security_domain_verifies_what_is_loaded() {
    let bench = Bench::new(Keys::Scp03(0x70));
    bench.succeeds(&["create-domain", DOMAIN, "--privileges", "mandated-dap-verification"]);
    bench.succeeds(&["put-key", "73", "--single", "--new-key", KEY, "--domain", DOMAIN]);
    let missing = bench.refused(&["load", "hello.cap"]);
    assert!(missing.contains("6985") && missing.contains("a DAP block is missing or wrong"), "{missing}");
    std::fs::write(bench.folder.path().join("dap.key"), "00112233445566778899AABBCCDDEEFF").unwrap();
    let signed = ["load", "hello.cap", "--dap-key", "dap.key", "--dap-domain", DOMAIN];
    assert!(bench.refused(&signed).contains("6985"));
    std::fs::write(bench.folder.path().join("dap.key"), KEY).unwrap();
    bench.succeeds(&signed);
    assert!(bench.succeeds(&["list"]).contains(PACKAGE_NAME));
}
