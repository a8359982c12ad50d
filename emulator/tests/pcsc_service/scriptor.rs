//! scriptor, of pcsc-tools.

use crate::Desk;
use crate::process::run_with_input;

#[test]
fn runs_a_script_with_a_reset() {
    let (desk, _) = Desk::with_card();
    let mut scriptor = desk.client("scriptor", &["-r", "Cardamom desk 00 00"]);
    let script = "80 14 00 00 01\n80 14 00 00 01\nreset\n80 14 00 00 01\n00 CA 9F 7F 00\n";
    let output = run_with_input(&mut scriptor, script);
    let answers: Vec<&str> = output.lines().filter(|line| line.starts_with('<')).collect();
    let expected =
        ["< 01 90 00 : Normal", "< 02 90 00 : Normal", "< OK", "< 01 90 00 : Normal", "< 6D 00 : Ins"];
    assert_eq!(answers.len(), expected.len(), "{output}");
    for (answer, expected) in answers.iter().zip(expected) {
        assert!(answer.starts_with(expected), "{answer:?}, not {expected:?}, in:\n{output}");
    }
}
