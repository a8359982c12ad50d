//! `cardamom reader`

use std::process::Command;

use rustix::process::Signal;

use crate::cardamom::{Desk, Running};

/// The value of the variable in the line for the shell.
fn socket(output: &str) -> String {
    let line = output.lines().find_map(|line| line.strip_prefix("export PCSCLITE_CSOCK_NAME="));
    line.unwrap_or_else(|| panic!("no variable in {output}")).to_owned()
}

fn start(desk: &Desk, arguments: &[&str]) -> Running {
    let mut program = Running::start(desk.command(&[&["reader"], arguments].concat()));
    program.wait_for("# Cardamom ");
    program
}

#[test]
fn readers_are_served_until_the_end_of_standard_input() {
    let desk = Desk::with_cards(&["wallet", "badge"]);
    let mut program = start(&desk, &["--card", "wallet", "--card", "badge"]);
    program.wait_for("# Cardamom badge 00 00: badge");
    let socket = socket(program.seen());
    let list = Command::new("opensc-tool").arg("-l").env("PCSCLITE_CSOCK_NAME", &socket).output().unwrap();
    let list = String::from_utf8(list.stdout).unwrap();
    assert!(list.contains("Cardamom wallet 00 00") && list.contains("Cardamom badge 00 00"), "{list}");
    program.close_stdin();
    assert_eq!(program.wait().code(), Some(0));
    assert!(!desk.has_sockets());
}

#[test]
fn a_signal_ends_it_cleanly() {
    let desk = Desk::with_cards(&["wallet"]);
    for signal in [Signal::TERM, Signal::INT] {
        let program = start(&desk, &["--card", "wallet", "--socket", "here.comm"]);
        let exported = format!("export PCSCLITE_CSOCK_NAME={}\n", desk.path("here.comm").display());
        assert!(program.seen().contains(&exported), "a path for programs in any folder: {}", program.seen());
        program.signal(signal);
        assert_eq!(program.wait().code(), Some(0));
        assert!(!desk.path("here.comm").exists());
    }
}

#[test]
fn a_killed_reader_lets_go_of_card_and_socket() {
    let desk = Desk::with_cards(&["wallet"]);
    let program = start(&desk, &["--card", "wallet", "--socket", "here.comm"]);
    let error = desk.run(&["reader", "--card", "wallet"]).fails(3);
    assert!(error.contains("in use"), "{error}");
    program.kill();
    let mut program = start(&desk, &["--card", "wallet", "--socket", "here.comm"]);
    program.close_stdin();
    assert_eq!(program.wait().code(), Some(0));
}

#[test]
fn a_place_where_a_service_runs_is_refused() {
    let desk = Desk::with_cards(&["wallet", "badge"]);
    let _program = start(&desk, &["--card", "wallet", "--socket", "here.comm"]);
    let error = desk.run(&["reader", "--card", "badge", "--socket", "here.comm"]).fails(3);
    assert!(error.contains("here.comm") && error.contains("--socket"), "{error}");
}
