//! opensc-tool, of OpenSC.

use crate::Desk;
use crate::process::run;
use crate::test_card::TestCard;

#[test]
fn lists_readers_with_and_without_card() {
    let (desk, _) = Desk::with_card();
    desk.readers.add("empty").unwrap();
    let output = run(&mut desk.client("opensc-tool", &["-l"]));
    let line = |name: &str| output.lines().find(|line| line.contains(name)).unwrap().to_owned();
    assert!(line("Cardamom desk 00 00").contains("Yes"), "{output}");
    assert!(line("Cardamom empty 00 00").contains("No"), "{output}");
}

#[test]
fn lists_sixteen_readers() {
    let desk = Desk::new();
    for number in 0..17 {
        desk.readers.add(&format!("numbered {number}")).unwrap();
    }
    let output = run(&mut desk.client("opensc-tool", &["-l"]));
    assert!(output.contains("Cardamom numbered 15 00 00"), "{output}");
}

#[test]
fn shows_the_answer_to_reset() {
    let (desk, _) = Desk::with_card();
    let output = run(&mut desk.client("opensc-tool", &["-r", "0", "-a"]));
    assert!(output.contains("3b:84:80:01:74:65:73:74:15"), "{output}");
}

#[test]
fn sends_commands() {
    let (desk, _) = Desk::with_card();
    let commands = ["-r", "0", "-c", "default", "-s", "80100000021122", "-s", "00A4040000", "-s", "00CA0000"];
    let output = run(&mut desk.client("opensc-tool", &commands));
    assert!(output.contains("11 22"), "{output}");
    assert!(output.contains("SW1=0x90, SW2=0x00"), "{output}");
    assert!(output.contains("SW1=0x6D, SW2=0x00"), "{output}");
}

#[test]
fn finds_no_card_in_an_empty_reader() {
    let desk = Desk::new();
    let reader = desk.readers.add("empty").unwrap();
    let mut client = desk.client("opensc-tool", &["-r", "0", "-a"]);
    let output = client.output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("not present"), "{output:?}");
    reader.insert(TestCard::new()).unwrap();
    run(&mut client);
}
