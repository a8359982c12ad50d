//! yubikit, of PyPI's yubikey-manager, manages the keys of a card as if it were a YubiKey: its `SecurityDomainSession`
//! over pyscard, SCP03 and SCP11.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use cardamom_emulator::pcsc_service::{PcscService, SOCKET_VARIABLE};
use cardamom_emulator::reader::ReaderSet;

use crate::card::{Keys, card};
use crate::process::run;

/// The interpreter that Debian's pyscard and cryptography are installed for.
const PYTHON: &str = "/usr/bin/python3";
/// What judges, pinned.
const YUBIKIT: &str = "yubikey-manager==5.9.2";

/// The interpreter of a virtual environment with yubikit.
fn interpreter() -> &'static Path {
    static INTERPRETER: OnceLock<PathBuf> = OnceLock::new();
    INTERPRETER.get_or_init(make_interpreter)
}

/// Makes it, once for a target directory, and puts it in its place whole: a half-made one is never seen.
fn make_interpreter() -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let place = directory.join(format!("venv-{}", YUBIKIT.replace("==", "-")));
    let python = place.join("bin/python");
    if !python.exists() {
        let own = tempfile::Builder::new().prefix("venv-").tempdir_in(directory).unwrap();
        run(Command::new(PYTHON).args(["-m", "venv", "--system-site-packages"]).arg(own.path()));
        // Of its dependencies yubikit's security domain wants pyscard and cryptography alone, and Debian has those.
        run(Command::new(own.path().join("bin/python")).args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            YUBIKIT,
        ]));
        // Another process may have been first.
        if fs::rename(own.path(), &place).is_ok() {
            let _ = own.keep();
        }
    }
    python
}

/// Lets the script play a scene with a new card.
fn plays(scene: &str) {
    let directory = tempfile::tempdir().unwrap();
    let readers = ReaderSet::new();
    let service = PcscService::start(&directory.path().join("pcscd.comm"), readers.clone()).unwrap();
    let reader = readers.add("gp").unwrap();
    reader.insert(Box::new(card(Keys::Scp03AndScp11, 1))).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/globalplatform/manage_keys.py");
    let mut client = Command::new(interpreter());
    client.arg(script).args([scene, reader.name()]).env(SOCKET_VARIABLE, service.path());
    let output = run(&mut client);
    assert!(output.ends_with("done\n"), "{output}");
}

macro_rules! scenes {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            plays(stringify!($name));
        })*
    };
}

scenes! {
    tells_of_itself
    changes_its_scp03_keys
    opens_scp11b
    opens_scp11a
    opens_scp11c
    refuses_strangers
    checks_chains
    allows_by_serial_number
    keeps_certificates
    imports_and_deletes_keys
    sends_short_commands
}
