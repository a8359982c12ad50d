//! libpcsclite looks for its socket once per process, so each test that uses it runs in a process of its own.

use std::env;
use std::process::Command;

use cardamom_emulator::pcsc_service::{PcscService, SOCKET_VARIABLE};
use cardamom_emulator::reader::ReaderSet;

use crate::process::run;

/// Tells a test that it is in its own process.
const OWN_PROCESS: &str = "CARDAMOM_TEST_OWN_PROCESS";

/// Starts this process again with nothing but the test of this path, and the variable that names the socket. `body`
/// runs there, beside the service.
pub(crate) fn in_own_process(test: &str, body: impl FnOnce(&ReaderSet)) {
    if env::var_os(OWN_PROCESS).is_some() {
        let path = env::var_os(SOCKET_VARIABLE).unwrap();
        let readers = ReaderSet::new();
        let _service = PcscService::start(path.as_ref(), readers.clone()).unwrap();
        body(&readers);
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let mut again = Command::new(env::current_exe().unwrap());
    again.args([test, "--exact", "--nocapture"]);
    again.env(OWN_PROCESS, test).env(SOCKET_VARIABLE, directory.path().join("pcscd.comm"));
    let output = run(&mut again);
    assert!(output.contains("1 passed"), "{output}");
}
