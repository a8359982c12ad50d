//! `cardamom with`

use std::os::unix::process::ExitStatusExt;

use rustix::process::Signal;

use crate::cardamom::{Desk, Running};

#[test]
fn the_exit_code_is_the_commands_and_nothing_is_left() {
    let desk = Desk::with_cards(&["wallet"]);
    let run = |command: &[&str]| {
        let arguments = [&["with", "--card", "wallet", "--"], command].concat();
        let ended = desk.run(&arguments);
        assert!(!desk.has_sockets(), "{ended:?}");
        ended
    };
    assert_eq!(run(&["true"]).code, Some(0));
    assert_eq!(run(&["sh", "-c", "exit 42"]).code, Some(42));
    assert_eq!(run(&["sh", "-c", "kill -TERM $$"]).code, Some(128 + 15));
    assert_eq!(run(&["/nonexistent/command"]).code, Some(127));
    assert_eq!(run(&["/"]).code, Some(126));
    let socket =
        run(&["sh", "-c", "test -S \"$PCSCLITE_CSOCK_NAME\" && stat -c %a \"$PCSCLITE_CSOCK_NAME\""]);
    assert_eq!(socket.succeeds(), "600\n");
}

#[test]
fn what_goes_wrong_before_the_command_has_a_code_of_its_own() {
    let error = Desk::new().run(&["with", "--card", "wallet", "--", "true"]).fails(125);
    assert!(error.contains("there is no card"), "{error}");
}

#[test]
fn a_pc_sc_program_finds_all_cards() {
    let desk = Desk::with_cards(&["wallet"]);
    desk.run(&["card", "new", "terminal", "--profile", "psam"]).succeeds();
    let cards = ["with", "--card", "wallet", "--card", "terminal", "--empty", "1", "--"];
    let list = desk.run(&[&cards[..], &["opensc-tool", "-l"]].concat()).succeeds();
    for reader in ["Cardamom wallet 00 00", "Cardamom terminal 00 00", "Cardamom empty 00 00"] {
        assert!(list.contains(reader), "{list}");
    }
    let select = ["opensc-tool", "-r", "1", "-c", "default", "-s", "00A4040009A00000000386980702"];
    let answer = desk.run(&[&cards[..], &select].concat()).succeeds();
    assert!(answer.contains("SW1=0x90, SW2=0x00"), "{answer}");
}

#[test]
fn a_script_runs_through_the_reader_as_in_process() {
    let desk = Desk::with_cards(&["wallet"]);
    desk.write(
        "select.apdu",
        "powerup [3B *]\n00A4040009A00000000386980701 (9000)\nreset\n00A4040005A000000999 (6A82)\n",
    );
    let program = env!("CARGO_BIN_EXE_cardamom");
    let inner = [program, "script", "select.apdu", "--reader", "cardamom wallet"];
    desk.run(&[&["with", "--card", "wallet", "--"], &inner[..]].concat()).succeeds();
    let inner = [program, "script", "select.apdu", "--reader", "omnikey"];
    let missing = desk.run(&[&["with", "--card", "wallet", "--"], &inner[..]].concat());
    assert!(missing.fails(3).contains("the readers are \"Cardamom wallet 00 00\""));
    let traced = desk.run(&["script", "select.apdu", "--reader", "wallet", "--trace"]);
    assert!(traced.fails(2).contains("are for cards of Cardamom"));
}

#[test]
fn the_card_is_in_use_meanwhile_and_free_afterwards() {
    let desk = Desk::with_cards(&["wallet"]);
    let program = env!("CARGO_BIN_EXE_cardamom");
    let inner = ["with", "--card", "wallet", "--", program, "card", "show", "wallet"];
    let error = desk.run(&inner).fails(3);
    assert!(error.contains("wallet.card is in use by another program"), "{error}");
    let list = desk.run(&["with", "--card", "wallet", "--", program, "card", "list"]).succeeds();
    assert!(list.contains("wallet  in use"), "{list}");
    desk.run(&["card", "show", "wallet"]).succeeds();
}

#[test]
fn a_signal_reaches_the_command_and_nothing_is_left() {
    let desk = Desk::with_cards(&["wallet"]);
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let script = "trap 'echo told; exit 7' TERM INT HUP; echo ready; while :; do sleep 0.05; done";
        let mut program =
            Running::start(desk.command(&["with", "--card", "wallet", "--", "sh", "-c", script]));
        program.wait_for("ready");
        program.signal(signal);
        program.wait_for("told");
        let status = program.wait();
        assert_eq!((status.code(), status.signal()), (Some(7), None), "{signal:?}");
        assert!(!desk.has_sockets());
    }
    desk.run(&["card", "show", "wallet"]).succeeds();
}
