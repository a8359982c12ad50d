use std::collections::VecDeque;
use std::fs;

use cardamom_apdu::StatusWord;
use cardamom_apdu::hex;
use cardamom_apdu::script::{Outcome, ResetKind, ScriptCard, ScriptCardError, Source};

use super::{
    ApdutoolReporter, DumpReporter, FileLoader, HumanReporter, JsonReporter, JunitReporter, Reporter,
    RunError, RunOptions, run, run_file,
};

struct FakeCard {
    responses: VecDeque<&'static str>,
    clock: u64,
}

impl FakeCard {
    fn answering(responses: &[&'static str]) -> Self {
        Self { responses: responses.iter().copied().collect(), clock: 0 }
    }
}

impl ScriptCard for FakeCard {
    type Error = &'static str;

    fn power_up(&mut self) -> Result<Vec<u8>, ScriptCardError<Self::Error>> {
        Ok(vec![0x3B, 0x00])
    }

    fn reset(&mut self, _kind: ResetKind) -> Result<Vec<u8>, ScriptCardError<Self::Error>> {
        Ok(vec![0x3B, 0x00])
    }

    fn transmit(&mut self, _command: &[u8]) -> Result<Vec<u8>, ScriptCardError<Self::Error>> {
        let response = self.responses.pop_front().ok_or("the card is mute")?;
        self.clock += 1_500;
        Ok(hex::decode(response).unwrap())
    }

    fn now_micros(&mut self) -> Option<u64> {
        Some(self.clock)
    }
}

const SCRIPT: &str = "\
powerup
echo \"select & <check>\"
00A40400 #(A000) 00 [6FXX 8402 *] (9000) -> fci <1ms
  6F/84 == A001
80CA9F7F00
00B0 (9000)
";

fn report(make: impl FnOnce(&mut Vec<u8>) -> Box<dyn Reporter + '_>) -> (String, Outcome) {
    let mut out = Vec::new();
    let mut card = FakeCard::answering(&["6F048402A0009000", "6A88"]);
    let source = Source::new("a\"b.apdu", SCRIPT);
    let outcome =
        run(source, &mut card, &RunOptions::default(), &mut FileLoader, make(&mut out).as_mut()).unwrap();
    (String::from_utf8(out).unwrap(), outcome)
}

#[test]
fn people_read_what_happened() {
    let (text, outcome) = report(|out| Box::new(HumanReporter::new(out, false)));
    assert_eq!(
        text,
        "\
a\"b.apdu:1:1  power up: ATR 3B00
select & <check>
a\"b.apdu:3:1
  >> 00A4040002A00000
  << 6F048402A000 9000  success  1.500 ms, over its budget of 1.000 ms
  ok   [6FXX 8402 *]
  ok   (9000)
  FAIL 6F/84 == A001 at a\"b.apdu:4:3
       expected A001
       actual   A000
                   ^
  fci = 6F048402A000
a\"b.apdu:5:1
  >> 80CA9F7F00
  << 6A88  MEANING  1.500 ms
a\"b.apdu:6:1
  >> 00B0
  FAIL the card is mute
FAILED: 5 statements, 2 expectations met, 2 failures, 1 unexpected status words, 1 over their time budget
"
        .replace("MEANING", &StatusWord::new(0x6A88).meaning().to_string())
    );
    assert_eq!((outcome.statements, outcome.failed), (5, 2));
    let (coloured, _) = report(|out| Box::new(HumanReporter::new(out, true)));
    assert!(coloured.contains("\u{1b}[") && !text.contains('\u{1b}'));
}

#[test]
fn json_has_its_schema() {
    let (text, _) = report(|out| Box::new(JsonReporter::new(out)));
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["schema"], "cardamom-script-report/1");
    assert_eq!(json["script"], "a\"b.apdu");
    assert_eq!(json["steps"][0]["atr"], "3B00");
    assert_eq!(json["steps"][1]["message"], "select & <check>");
    let select = &json["steps"][2];
    assert_eq!(select["command"], "00A4040002A00000");
    assert_eq!((&select["data"], &select["sw"]), (&"6F048402A000".into(), &"9000".into()));
    assert_eq!((&select["duration_us"], &select["over_budget"]), (&1_500.into(), &true.into()));
    assert_eq!(select["variables"]["fci"], "6F048402A000");
    let check = &select["checks"][2];
    assert_eq!((&check["passed"], &check["line"], &check["position"]), (&false.into(), &4.into(), &3.into()));
    assert_eq!(json["steps"][3]["unexpected_status"], true);
    assert_eq!(json["steps"][4]["error"], "the card is mute");
    assert_eq!(json["outcome"]["success"], false);
    assert_eq!(json["outcome"]["failed"], 2);
}

#[test]
fn junit_is_escaped() {
    let (text, _) = report(|out| Box::new(JunitReporter::new(out)));
    assert_eq!(
        text,
        "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<testsuites tests=\"3\" failures=\"1\" errors=\"1\" time=\"0.003000\">
  <testsuite name=\"a&quot;b.apdu\" tests=\"3\" failures=\"1\" errors=\"1\" time=\"0.003000\">
    <testcase name=\"line 3: 00A40400 #(A000) 00 [6FXX 8402 *] (9000) -&gt; fci &lt;1ms\" classname=\"a&quot;b.apdu\" time=\"0.001500\">
      <failure message=\"6F/84 == A001\">a&quot;b.apdu:4:3 6F/84 == A001
expected A001
actual   A000
            ^
</failure>
      <system-out>&gt;&gt; 00A4040002A00000
&lt;&lt; 6F048402A0009000
</system-out>
    </testcase>
    <testcase name=\"line 5: 80CA9F7F00\" classname=\"a&quot;b.apdu\" time=\"0.001500\">
      <system-out>&gt;&gt; 80CA9F7F00
&lt;&lt; 6A88
</system-out>
    </testcase>
    <testcase name=\"line 6: 00B0 (9000)\" classname=\"a&quot;b.apdu\" time=\"0.000000\">
      <error message=\"the card is mute\"/>
      <system-out>&gt;&gt; 00B0
&lt;&lt; 
</system-out>
    </testcase>
  </testsuite>
</testsuites>
"
    );
}

#[test]
fn apdutool_lines() {
    let (text, _) = report(|out| Box::new(ApdutoolReporter::new(out)));
    assert_eq!(
        text,
        "\
select & <check>
CLA: 00, INS: a4, P1: 04, P2: 00, Lc: 02, a0, 00, Le: 06, 6f, 04, 84, 02, a0, 00, SW1: 90, SW2: 00
CLA: 80, INS: ca, P1: 9f, P2: 7f, Lc: 00, Le: 00, SW1: 6a, SW2: 88
"
    );
}

#[test]
fn a_dump_can_be_run_again() {
    let (text, _) = report(|out| Box::new(DumpReporter::new(out)));
    assert_eq!(
        text,
        "# ATR: 3B00\n# select & <check>\n00A4040002A00000\n# 2ms\n6F048402A0009000\n80CA9F7F00\n# 2ms\n6A88\n"
    );
    let replay = |responses: &[&'static str]| {
        let source = Source::new("dump", text.clone());
        let mut card = FakeCard::answering(responses);
        run(source, &mut card, &RunOptions::default(), &mut FileLoader, &mut DumpReporter::new(Vec::new()))
            .unwrap()
    };
    assert_eq!(replay(&["6F048402A0009000", "6A88"]).passed, 4);
    assert_eq!(replay(&["6F048402A0019000", "6A88"]).failed, 1);
}

#[test]
fn includes_are_relative_to_their_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    fs::create_dir(path("sub")).unwrap();
    fs::write(path("main.apdu"), "include sub/a.apdu\n").unwrap();
    fs::write(path("sub/a.apdu"), "include b.apdu\n00A4 (9000)\n").unwrap();
    fs::write(path("sub/b.apdu"), b"# caf\xE9\n00B0 (9000)\n").unwrap();
    let mut reporter = DumpReporter::new(Vec::new());
    let mut run_main = |responses: &[&'static str]| {
        run_file(
            &path("main.apdu"),
            &mut FakeCard::answering(responses),
            &RunOptions::default(),
            &mut reporter,
        )
    };
    assert_eq!(run_main(&["9000", "9000"]).unwrap().passed, 2);

    fs::write(path("sub/b.apdu"), "include ../main.apdu\n00G0\ninclude none.apdu\n").unwrap();
    let Err(RunError::Script(errors)) = run_main(&[]) else { panic!("the script is wrong") };
    let text = errors.to_string();
    assert!(text.contains("no hexadecimal digit") && text.contains("2 | 00G0\n  |   ^"), "{text}");

    fs::write(path("sub/b.apdu"), "include ../main.apdu\ninclude none.apdu\n").unwrap();
    let Err(RunError::Script(errors)) = run_main(&[]) else { panic!("the script is wrong") };
    let text = errors.to_string();
    assert!(text.contains("includes itself") && text.contains("cannot include `none.apdu`"), "{text}");
    assert!(matches!(
        run_file(&path("absent"), &mut FakeCard::answering(&[]), &RunOptions::default(), &mut reporter),
        Err(RunError::Read { .. })
    ));
}

#[test]
fn a_report_that_cannot_be_written_is_an_error() {
    let mut small = [0_u8; 4];
    let result = run(
        Source::new("t", "00A4\n00A4\n"),
        &mut FakeCard::answering(&["9000", "9000"]),
        &RunOptions::default(),
        &mut FileLoader,
        &mut DumpReporter::new(&mut small[..]),
    );
    assert!(matches!(result, Err(RunError::Report(_))));
}
