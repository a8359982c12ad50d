//! `cardamom script`

use std::process::Stdio;

use serde_json::Value;

use crate::cardamom::{Desk, without_durations};

const GOOD: &str = "00A4040005 A000000003 (9000)  [6F *]\n0084000004 (9000)\n";
const MISMATCH: &str = "00A40400 05 A000000003 (9000)\n80CA9F7F00 (9000)\n";
const WRONG: &str = "00A40400 05 A000000003 (9000)\n80CAXX\n";

fn desk() -> Desk {
    let desk = Desk::with_cards(&["wallet"]);
    desk.write("good.apdu", GOOD);
    desk.write("mismatch.apdu", MISMATCH);
    desk.write("wrong.apdu", WRONG);
    desk
}

#[test]
fn the_exit_code_tells_how_it_went() {
    let desk = desk();
    let good = desk.run(&["script", "good.apdu", "--card", "wallet"]).succeeds();
    assert!(good.contains("passed") || good.contains("PASSED"), "{good}");
    let mismatch = desk.run(&["script", "mismatch.apdu", "--card", "wallet"]);
    assert_eq!(mismatch.code, Some(1), "{mismatch:?}");
    assert!(mismatch.stdout.contains("FAIL (9000) at mismatch.apdu:2:12"), "{mismatch:?}");
    assert_eq!(mismatch.stderr, "");
    let wrong = desk.run(&["script", "wrong.apdu", "--card", "wallet"]).fails(2);
    assert!(wrong.contains("wrong.apdu:2:5") && wrong.contains("2 | 80CAXX"), "{wrong}");
    let missing = desk.run(&["script", "missing.apdu", "--card", "wallet"]).fails(2);
    assert!(missing.contains("missing.apdu"), "{missing}");
    desk.run(&["script", "good.apdu", "--card", "nothing"]).fails(3);
    assert_eq!(desk.run(&["script", "good.apdu"]).code, Some(2), "no card is named");
}

#[test]
fn nothing_is_coloured_without_a_terminal() {
    let ended = desk().run(&["script", "mismatch.apdu", "--card", "wallet"]);
    assert!(!ended.stdout.contains('\u{1B}'), "{ended:?}");
}

#[test]
fn json_is_json_and_junit_is_xml() {
    let desk = desk();
    let json = desk.run(&["script", "mismatch.apdu", "--card", "wallet", "--format", "json"]);
    assert_eq!(json.code, Some(1));
    let json: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(json["outcome"]["success"], false);
    assert_eq!(json["steps"][1]["checks"][0]["passed"], false);

    let arguments =
        ["script", "mismatch.apdu", "--card", "wallet", "--format", "junit", "--output", "report.xml"];
    let junit = desk.run(&arguments);
    assert_eq!((junit.code, junit.stdout.as_str()), (Some(1), ""));
    let junit = std::fs::read_to_string(desk.path("report.xml")).unwrap();
    assert!(junit.starts_with("<?xml"), "{junit}");
    assert_eq!(junit.matches("<testcase ").count(), 2, "{junit}");
    assert_eq!(junit.matches("<failure ").count(), 1, "{junit}");
    assert_eq!(junit.matches("</testcase>").count() + junit.matches("/>").count(), 2, "{junit}");
}

#[test]
fn several_scripts_have_a_report_each() {
    let desk = desk();
    let error = desk.run(&["script", "good.apdu", "mismatch.apdu", "--card", "wallet", "--format", "json"]);
    assert!(error.fails(2).contains("--output FOLDER"));
    let arguments = [
        "script",
        "good.apdu",
        "mismatch.apdu",
        "--card",
        "wallet",
        "--format",
        "json",
        "--output",
        "reports",
    ];
    assert_eq!(desk.run(&arguments).code, Some(1));
    for (name, success) in [("good.json", true), ("mismatch.json", false)] {
        let report = std::fs::read(desk.path("reports").join(name)).unwrap();
        let report: Value = serde_json::from_slice(&report).unwrap();
        assert_eq!(report["outcome"]["success"], success, "{name}");
    }
}

#[test]
fn several_cards_are_inserted_in_turn() {
    let desk = Desk::with_cards(&["wallet"]);
    desk.run(&["card", "new", "terminal", "--profile", "psam"]).succeeds();
    desk.write(
        "both.apdu",
        "00A4040009A00000000386980701 (9000)\ninsert 1\n00A4040009A00000000386980701 (6A82)\n\
         00A4040009A00000000386980702 (9000)\n",
    );
    desk.run(&["script", "both.apdu", "--card", "wallet", "--card", "terminal"]).succeeds();
}

#[test]
fn a_variable_can_be_set_from_outside() {
    let desk = Desk::with_cards(&["wallet"]);
    desk.write("select.apdu", "00A40400 #(${aid}) (9000)\n");
    let arguments = ["script", "select.apdu", "--card", "wallet", "--set", "aid=A00000000386980701"];
    desk.run(&arguments).succeeds();
    let error = desk.run(&["script", "select.apdu", "--card", "wallet", "--set", "aid=A0Z"]);
    assert_eq!(error.code, Some(2), "{error:?}");
}

#[test]
fn a_script_may_come_through_a_pipe() {
    let desk = Desk::with_cards(&["wallet"]);
    let mut child = desk
        .command(&["script", "-", "--card", "wallet", "--format", "dump"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"00A4040005A000000999\n").unwrap();
    let output = child.wait_with_output().unwrap();
    let dump = without_durations(&String::from_utf8(output.stdout).unwrap());
    assert_eq!(dump, "00A4040005A000000999\n6A82\n");
}

#[test]
fn scripts_of_other_tools_are_converted() {
    let desk = Desk::new();
    desk.write("old.scr", "powerup;\n0x00 0xA4 0x04 0x00 0x05 0xA0 0x00 0x00 0x01 0x51 0x7F;\npowerdown;\n");
    let native = desk.run(&["script", "convert", "old.scr"]).succeeds();
    assert_eq!(native, "powerup\n00A4040005A0000001517F\npowerdown\n");
    desk.write("bad.scr", "powerup;\nsend nowhere;\n");
    assert!(desk.run(&["script", "convert", "bad.scr"]).fails(2).contains("bad.scr:2"));
}

#[test]
fn scripts_of_one_name_do_not_overwrite_each_others_report() {
    let desk = desk();
    for folder in ["a", "b"] {
        std::fs::create_dir(desk.path(folder)).unwrap();
        desk.write(&format!("{folder}/same.apdu"), GOOD);
    }
    let scripts = ["script", "a/same.apdu", "b/same.apdu", "--card", "wallet"];
    let refused = desk.run(&[&scripts[..], &["--format", "junit", "--output", "reports"]].concat()).fails(2);
    assert!(refused.contains("same name"), "{refused}");
    desk.run(&scripts).succeeds();
}

#[test]
fn a_script_opens_secure_channels() {
    let desk = Desk::with_cards(&["wallet"]);
    desk.write(
        "gp.apdu",
        "00A4040000 (9000)\n\
         scp03 keys=test level=33\n\
         secure 80CA9F7F00 [9F7F2A *] (9000)\n\
         secure 80E40000 #(4F#(A0000000FF)) 00 (6A88)\n\
         scp02 version=20 level=03 domain=A000000151000000\n\
         secure 80F28002024F0000 [E3 *] (9000)\n\
         scp03 keys=404142434445464748494A4B4C4D4E4F kdf=none i=70 level=01\n\
         secure 80F28002024F0000 [E3 *] (9000)\n",
    );
    let report = desk.run(&["script", "gp.apdu", "--card", "wallet"]).succeeds();
    assert!(report.contains("secure"), "{report}");
    for (statement, expected) in [
        ("secure 80CA9F7F00", "no secure channel is open"),
        ("scp03\nreset\nsecure 80CA9F7F00", "no secure channel is open"),
        ("scp03 keys=acme", "nobody told the keys acme"),
        ("scp03 colour=red", "scp03 has no parameter colour"),
        ("scp80", "scp80 is not available in scripts"),
        ("scp02 version=20 level=33", "security level"),
        ("scp03 keys=505142434445464748494A4B4C4D4E4F", "its cryptogram does not verify"),
        ("channel 1\nscp03", "on the basic channel"),
    ] {
        desk.write("wrong.apdu", statement);
        let ended = desk.run(&["script", "wrong.apdu", "--card", "wallet"]);
        assert!(ended.stdout.contains(expected), "{ended:?}");
        assert_eq!(ended.code, Some(1), "{ended:?}");
    }
}
