//! Scripts against a card that answers from a list.

use cardamom_apdu::script::{
    Action, FailOn, Feature, Mismatch, Options, Outcome, Program, Source, StepError, run,
};

use crate::fake_card::{FakeCard, Files, Recorder, run_with};

fn sent(text: &str, responses: &[&str]) -> Vec<String> {
    let mut card = FakeCard::answering(responses);
    let (_, steps) = run_with(text, &mut card, &Options::default());
    for step in &steps {
        assert_eq!(step.error, None, "{text}");
    }
    card.sent
}

fn outcome(text: &str, responses: &[&str]) -> Outcome {
    run_with(text, &mut FakeCard::answering(responses), &Options::default()).0
}

#[test]
fn lengths_are_put_in() {
    // ISO/IEC 7816-3 section 12.1.3: Lc of one byte, of three when that is too small, none without data.
    assert_eq!(sent("00A40400 #(A000000003) 00", &["9000"]), ["00A4040005A00000000300"]);
    let long = format!("00D60000 #({})", "AB".repeat(256));
    assert_eq!(sent(&long, &["9000"])[0][..16], *"00D60000000100AB");
    // ISO/IEC 7816-4 section 5.2.2: BER-TLV lengths.
    assert_eq!(
        sent("00CB3FFF #(5C#(5FC102) 7F49#(86#(04)))", &["9000"]),
        ["00CB3FFF0B5C035FC1027F4903860104"]
    );
    let tlv = format!("00D6 53#({}) 53#({})", "00".repeat(128), "00".repeat(256));
    let bytes = &sent(&tlv, &["9000"])[0];
    assert!(bytes.starts_with("00D6538180") && bytes.contains("53820100"));
    assert_eq!(sent("80E60C00 #(#(A000) #())", &["9000"]), ["80E60C000402A00000"]);
}

#[test]
fn variables_carry_responses_into_commands() {
    let text = "\
set k = 0102
00A40400 #(%k ${k[1..]}) -> fci (9000)
  6F/84 -> aid  sw -> status
00B00000 ${_resp[1..2]} ${_sw}
80F24000 #(4F#(${aid})) ${fci[0..1]} ${status}
";
    assert_eq!(
        sent(text, &["6F048402A0019000", "AA6105", "9000"]),
        ["00A4040003010202", "00B00000049000", "80F24000044F02A0016F9000"]
    );
}

#[test]
fn options_set_variables() {
    let mut options = Options::default();
    options.variables.insert("aid".into(), vec![0xA0]);
    let mut card = FakeCard::answering(&["9000"]);
    run_with("00A40400 #(${aid})", &mut card, &options);
    assert_eq!(card.sent, ["00A4040001A0"]);
}

#[test]
fn variables_that_are_missing_fail_their_statement_only() {
    let mut card = FakeCard::answering(&["9000"]);
    let (outcome, steps) = run_with(
        "00A4 ${no}\nset a = ${_sw[0..9]}\n00A4\nset a = ${_sw[0..9]}",
        &mut card,
        &Options::default(),
    );
    assert_eq!(steps[0].error, Some(StepError::UnknownVariable("no".into())));
    assert_eq!(steps[1].error, Some(StepError::UnknownVariable("_sw".into())));
    assert_eq!(steps[2].error, None);
    assert_eq!(steps[3].error, Some(StepError::SliceOutOfRange { name: "_sw".into(), end: 9, length: 2 }));
    assert_eq!((outcome.statements, outcome.failed), (4, 3));
}

#[test]
fn expectations_are_judged() {
    let fci = "6F0A8402A001A5049F6501059000";
    let table = [
        ("00A4 [6F0A 84XX *] (9000)", true),
        ("00A4 [6F0B *]", false),
        ("00A4 [6F0A]", false),
        ("00A4 (6A82, 9XXX)", true),
        ("00A4 (6A82)", false),
        ("00A4\n  6F/84 == A0XX", true),
        ("00A4\n  6F/84 == A002", false),
        ("00A4\n  6F/84 != A002", true),
        ("00A4\n  6F/84 != A0 *", false),
        ("00A4\n  6F/85 != A002", false),
        ("00A4\n  6F/A5/9F65 exists", true),
        ("00A4\n  6F/A5/9F66 exists", false),
        ("00A4\n  6F/A5/9F66 !exists", true),
        ("00A4\n  6F/A5 !exists", false),
        ("00A4\n  6F/84 =~ ^A0", true),
        ("00A4\n  6F/84 =~ ^01", false),
        ("00A4\n  data !~ 9F66", true),
        ("00A4\n  data !~ 9F65", false),
        ("00A4\n  len == 12", true),
        ("00A4\n  len < 12", false),
        ("00A4\n  len <= 12", true),
        ("00A4\n  len > 12", false),
        ("00A4\n  len >= 12", true),
        ("00A4\n  len != 12", false),
        ("00A4\n  sw == 90XX", true),
        ("00A4\n  sw == 6XXX", false),
        ("00A4\n  6F/85 -> a", false),
        ("00A4\n  data == ${a}", false),
        ("set a = 6F0A\n00A4 [${a} *]", true),
    ];
    for (text, passes) in table {
        let outcome = outcome(text, &[fci]);
        assert_eq!(outcome.failed, u64::from(!passes), "{text}");
        assert_eq!(outcome.is_success(), passes);
    }
}

#[test]
fn mismatches_point_at_the_first_difference() {
    let mut card = FakeCard::answering(&["6F1A8407009000"]);
    let (_, steps) = run_with("00A4 [6FXX 8408 *] (61XX)", &mut card, &Options::default());
    let mismatch = steps[0].checks[0].mismatch.clone().unwrap();
    assert_eq!(
        mismatch,
        Mismatch { expected: "6FXX8408*".into(), actual: "6F1A840700".into(), position: Some(7) }
    );
    assert_eq!(mismatch.marker().unwrap(), "       ^");
    assert_eq!(steps[0].checks[0].expectation, "[6FXX 8408 *]");
    assert_eq!(steps[0].checks[0].location.to_string(), "main.apdu:1:6");
    assert_eq!(steps[0].checks[1].mismatch.as_ref().unwrap().position, Some(0));
}

#[test]
fn strict_fails_what_nobody_expected() {
    // Only a status word that the command states no expectation on counts.
    let text = "00A4\n00A4 (6A82)\n00A4\n  sw == 6A82\n00A4\n00A4";
    let responses = ["6A82", "6A82", "6A82", "6105", "9000"];
    let report = outcome(text, &responses);
    assert_eq!((report.failed, report.unexpected_status), (0, 1));
    let strict = outcome(&format!("fail-on: strict\n{text}"), &responses);
    assert_eq!((strict.failed, strict.unexpected_status), (1, 1));
    let options = Options { fail_on: FailOn::Strict, ..Options::default() };
    let (strict, _) = run_with(text, &mut FakeCard::answering(&responses), &options);
    assert_eq!(strict.failed, 1);
    let relaxed = outcome("fail-on: strict\nfail-on: report\n00A4", &["6A82"]);
    assert_eq!(relaxed.failed, 0);
}

#[test]
fn time_budgets_are_reported() {
    let slow = || FakeCard { takes: 2_000, ..FakeCard::answering(&["9000", "9000"]) };
    let text = "00A4 <1ms\n00A4 <2ms";
    let (outcome, steps) = run_with(text, &mut slow(), &Options::default());
    assert_eq!((outcome.over_budget, outcome.failed), (1, 0));
    assert_eq!((steps[0].duration_micros, steps[0].is_over_budget()), (Some(2_000), true));
    let options = Options { fail_over_budget: true, ..Options::default() };
    assert_eq!(run_with(text, &mut slow(), &options).0.failed, 1);
}

#[test]
fn channels_are_put_into_the_class_byte() {
    // ISO/IEC 7816-4 section 5.4.1; a reset goes back to the basic channel.
    let text = "channel 2\n00A4\nchannel 4\n80F2\nchannel 0\n00A4\nchannel 1\nreset\n00A4";
    assert_eq!(sent(text, &["9000"; 4]), ["02A4", "C0F2", "00A4", "00A4"]);
    let (_, steps) = run_with("channel 1\nFFA4", &mut FakeCard::default(), &Options::default());
    assert_eq!(steps[1].error, Some(StepError::ChannelNotInClass { class: 0xFF, channel: 1 }));
}

#[test]
fn answers_to_reset_are_checked() {
    let (outcome, steps) = run_with(
        "powerup [3B00]\nreset cold [3B FF]\nset a = ${_atr}",
        &mut FakeCard::default(),
        &Options::default(),
    );
    assert_eq!((outcome.passed, outcome.failed), (1, 1));
    assert!(matches!(&steps[0].action, Action::PowerUp { atr } if *atr == [0x3B, 0x00]));
    assert_eq!(steps[2].variables, [("a".to_owned(), vec![0x3B, 0x01, 0x02])]);
}

#[test]
fn what_the_runner_cannot_do_fails_its_statement() {
    let text = "scp03 keys=default\nsecure 80F2\ninsert 1\nremove\npowerdown\nsleep 1\ncontactless\n00A4";
    let (outcome, steps) = run_with(text, &mut FakeCard::answering(&["9000"]), &Options::default());
    let missing: Vec<_> = steps.iter().filter_map(|step| step.error.clone()).collect();
    assert_eq!(
        missing,
        [
            Feature::SecureChannels,
            Feature::SecureChannels,
            Feature::Insertion,
            Feature::Insertion,
            Feature::PowerDown,
            Feature::Sleep,
            Feature::InterfaceChoice,
        ]
        .map(StepError::NotSupported)
    );
    assert_eq!(missing[0].to_string(), "secure channels are not available in this runner");
    assert_eq!((outcome.statements, outcome.failed), (8, 7));
}

#[test]
fn card_errors_and_truncated_responses_fail() {
    let mut card = FakeCard::answering(&["90"]);
    let (_, steps) = run_with("00A4\n00A4 (9000)", &mut card, &Options::default());
    assert_eq!(steps[0].error, Some(StepError::TruncatedResponse(1)));
    assert_eq!(steps[1].error, Some(StepError::Card("the card is mute".into())));
}

#[test]
fn a_run_ends_at_exit_or_when_told_at_the_first_failure() {
    assert_eq!(outcome("00A4\nexit\n00A4", &["9000"]).statements, 2);
    let options = Options { stop_on_failure: true, ..Options::default() };
    let mut card = FakeCard::answering(&["6A82"]);
    assert_eq!(run_with("00A4 (9000)\n00A4", &mut card, &options).0.statements, 1);
}

#[test]
fn a_switch_goes_by_the_last_status_word() {
    let text = "00A4\nswitch\ncase 9FXX, 61XX\n00C00000 ${_sw[1..2]}\ncase 9000\nend\n00B0";
    assert_eq!(sent(text, &["9F22", "9000", "9000"]), ["00A4", "00C0000022", "00B0"]);
    assert_eq!(sent(text, &["9000", "9000"]), ["00A4", "00B0"]);
    let (outcome, steps) = run_with(text, &mut FakeCard::answering(&["6A82", "9000"]), &Options::default());
    assert_eq!(outcome.failed, 1);
    assert_eq!(steps[1].action, Action::Switch(None));
    assert_eq!(steps[1].checks[0].mismatch.as_ref().unwrap().expected, "9FXX or 61XX or 9000");
    let (_, steps) = run_with("switch\nelse\nend", &mut FakeCard::default(), &Options::default());
    assert_eq!(steps[0].error, Some(StepError::NoResponse));
}

#[test]
fn a_terminal_profile_fetches_until_the_session_ends() {
    // ETSI TS 102 223 section 6.6.1: D0 L 81 03 number type qualifier; answered by a TERMINAL RESPONSE.
    let mut card = FakeCard::answering(&["910B", "D009810301250082028182009000", "9000"]);
    let (outcome, steps) = run_with("terminal-profile class=A0 FFFF", &mut card, &Options::default());
    assert_eq!(card.sent, ["A010000002FFFF", "A01200000B", "A01400000C810301250082028281830100"]);
    assert_eq!((outcome.statements, outcome.passed, outcome.failed, steps.len()), (1, 1, 0, 3));
    let mut card = FakeCard::answering(&["910B", "D1009000"]);
    let (_, steps) = run_with("terminal-profile FF", &mut card, &Options::default());
    assert_eq!(steps[1].error, Some(StepError::MalformedProactiveCommand));
}

#[test]
fn a_variable_that_doubles_ends_in_an_error() {
    let text = format!("set a = 00\n{}", "set a = ${a} ${a}\n".repeat(64));
    let (outcome, _) = run_with(&text, &mut FakeCard::default(), &Options::default());
    assert!(outcome.failed > 0);
}

#[test]
fn files_include_files() {
    let files = || {
        Files(vec![
            ("a.apdu", "include b.pcom\n00A1"),
            ("b.pcom", ".DEFINE %V 0102\n.CALL c.pcom"),
            ("c.pcom", "00C1 %V (9000)"),
            ("x.apdu", "include y.apdu"),
            ("y.apdu", "echo y\ninclude x.apdu"),
        ])
    };
    let load = |text: &str| Program::load(Source::new("main", text), None, &mut files());
    let program = load("include a.apdu\ninclude a.apdu\n00A2").unwrap();
    assert_eq!(program.files().len(), 4);
    let mut card = FakeCard::answering(&["9000"; 5]);
    let mut recorder = Recorder::default();
    run(&program, &mut card, &Options::default(), &mut recorder);
    assert_eq!(card.sent, ["00C10102", "00A1", "00C10102", "00A1", "00A2"]);
    assert_eq!(recorder.files[..4], ["+main", "+a.apdu", "+b.pcom", "+c.pcom"]);

    let errors = load("include x.apdu").unwrap_err();
    assert_eq!(errors[0].0.message, "`x.apdu` includes itself: main -> x.apdu -> y.apdu -> x.apdu");
    assert_eq!((errors[0].0.file.as_str(), errors[0].0.line), ("y.apdu", 2));
    let errors = load("include none").unwrap_err();
    assert_eq!(errors[0].0.message, "cannot include `none`: no such file");
}

#[test]
fn includes_have_a_limit() {
    struct Endless(u32);
    impl cardamom_apdu::script::Loader for Endless {
        fn load(&mut self, _: &str, _: &str) -> Result<cardamom_apdu::script::LoadedFile, String> {
            self.0 += 1;
            Ok(cardamom_apdu::script::LoadedFile { name: self.0.to_string(), text: "include next".into() })
        }
    }
    let errors = Program::load(Source::new("main", "include next"), None, &mut Endless(0)).unwrap_err();
    assert_eq!(errors[0].0.message, "files include files more than 16 deep");
}
