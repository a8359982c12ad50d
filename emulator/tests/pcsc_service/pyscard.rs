//! pyscard: the calls of PC/SC one by one, from a script in Python.

use std::path::PathBuf;

use crate::Desk;
use crate::process::{Program, run};
use crate::test_card::TestCard;

/// The interpreter that Debian's pyscard is installed for.
const PYTHON: &str = "/usr/bin/python3";

fn script(name: &str) -> String {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "pyscard", name].iter().collect();
    path.to_str().unwrap().to_owned()
}

#[test]
fn every_call_does_what_it_should() {
    let (desk, _) = Desk::with_card();
    desk.readers.add("empty").unwrap();
    let script = script("every_call.py");
    let arguments = [&script, "Cardamom desk 00 00", "Cardamom empty 00 00"];
    let output = run(&mut desk.client(PYTHON, &arguments));
    assert!(output.ends_with("done\n"), "{output}");
}

#[test]
fn a_removal_is_told_to_those_connected() {
    let (desk, reader) = Desk::with_card();
    let script = script("removal.py");
    let mut program = Program::start(&mut desk.client(PYTHON, &[&script, reader.name()]));
    program.wait_for_text("connected\n");
    drop(reader.remove());
    program.write("removed\n");
    program.wait_for_text("told of the removal\n");
    reader.insert(TestCard::new()).unwrap();
    program.write("inserted\n");
    let (status, output) = program.finish();
    assert!(status.success() && output.ends_with("done\n"), "{output}");
}
