//! What is said of wrong scripts, and where.

use cardamom_apdu::script::import::{Format, import};
use cardamom_apdu::script::{Source, parse};

fn rendered(text: &str) -> String {
    let source = Source::new("test.apdu", text);
    let diagnostics = parse(&source).expect_err("the script is wrong");
    diagnostics.iter().map(|diagnostic| diagnostic.render(&source)).collect()
}

#[test]
fn errors_are_underlined() {
    assert_eq!(
        rendered("reset\n00A4040 #(A0)\n"),
        "error: 7 digits are no whole number of bytes\n --> test.apdu:2:1\n  |\n2 | 00A4040 #(A0)\n  | ^^^^^^^\n  = help: write two digits a byte, with a leading 0 where needed\n"
    );
    assert_eq!(
        rendered("00A40400 (90000)\n"),
        "error: `90000` is no status word\n --> test.apdu:1:11\n  |\n1 | 00A40400 (90000)\n  |           ^^^^^\n  = help: write four hexadecimal digits, X for any; separate several with `,` or `|`\n"
    );
}

#[test]
fn each_wrong_line_is_reported() {
    let text = "powerupp\n00A4040G\nset _sw = 00\n00A40400 (9000)\necho \"open\n00A40400 [6F * 00]\n";
    let diagnostics = parse(&Source::new("t", text)).unwrap_err();
    let lines: Vec<u32> = diagnostics.iter().map(|diagnostic| diagnostic.line).collect();
    assert_eq!(lines, [1, 2, 3, 5, 6]);
}

#[test]
fn every_error_says_what_is_wrong_and_what_is_right() {
    // Text, the part that is underlined, what is said of it, what the help says.
    let table = [
        ("powerupp", "powerupp", "is no statement", "did you mean `powerup`?"),
        ("rsete", "rsete", "is no statement", "begin with a command"),
        ("rseet", "rseet", "is no statement", "did you mean `reset`?"),
        ("echp x", "echp", "is no statement", "did you mean `echo`?"),
        ("00A4 0x40", "x", "no hexadecimal digit", "without 0x"),
        ("00A4 XX", "X", "no hexadecimal digit", "in expected data only"),
        ("00A40400 [6F", "[6F", "not closed", "`]`"),
        ("00A40400 #(6F", "#(6F", "not closed", "`)`"),
        ("00A40400 (9000", "(9000", "not closed", "`)`"),
        ("00A40400 ()", ")", "status word is missing", "9000"),
        ("00A40400 (9000) (6A82)", "(", "a second list", ""),
        ("00A40400 [6F * 00]", "00", "nothing may follow `*`", "XX"),
        ("00A40400 [6G]", "G", "neither a hexadecimal digit nor X", "X for a digit"),
        ("00A40400 [XXX]", "XXX", "3 digits", "two digits"),
        ("00A40400#(A0)", "00A40400", "no BER-TLV tag", "blank before `#(`"),
        ("00A40400 -> 9-9", "9-9", "no name of a variable", "letters"),
        ("00A40400 -> _sw", "_sw", "set by the runner", "reserved"),
        ("00A40400 <50", "50", "no duration", "<50ms"),
        ("00A40400 (9000) 00", "00", "bytes after the status words", "comes first"),
        ("00A40400 ${a", "${a", "not closed", "${name}"),
        ("00A40400 ${a[4..2]}", "${a[4..2]}", "ends at byte 2", "counted from 0"),
        ("00A40400 ${}", "${}", "names no variable", "${name}"),
        ("00A4 \\ 00", "\\", "inside a line", "last character"),
        ("00A4 ! 00", "!", "no meaning", "operator"),
        ("channel 20", "20", "no logical channel", "0 to 19"),
        ("sleep", "", "is missing", "decimal"),
        ("insert 1 2", "2", "nothing may follow", "one statement"),
        ("set k 00", "00", "`=` is missing", "set k ="),
        ("include", "", "name of a file is missing", "include common.apdu"),
        ("fail-on: never", "never", "strict", "9000"),
        ("reset hot", "hot", "warm or cold", "reset cold"),
        ("terminal-profile", "", "missing", "FFFFFF"),
        ("scp03 =3", "=", "a parameter is a name", "keys=default"),
        ("end", "end", "outside", "switch"),
        ("switch\ncase 9000\n", "switch", "no `end`", "end"),
        ("switch\n00A4\nend", "00A4", "before the first `case`", "case 9000"),
        ("switch\nelse\ncase 9000\nend", "case 9000", "after `else`", "last"),
        ("secure", "", "command APDU is missing", "hexadecimal"),
        ("  len == 4", "len == 4", "without a command", "line above"),
        ("00A4\n  len =~ 4", "=~", "does not compare lengths", "<="),
        ("00A4\n  data < 4", "<", "compares lengths only", "len <= 42"),
        ("00A4\n  sw == 900000", "900000", "two bytes", "61XX"),
        ("00A4\n  sw exists", "sw exists", "always there", "TLV path"),
        ("00A4\n  6G/84 exists", "6G/84", "no TLV path", "6F/A5"),
        ("00A4\n  data == ", "", "missing", "[]"),
        ("00A4\n  data =~ 0^6", "0^6", "cannot be searched for", "`^` for the start"),
        ("(9000)", "(", "no statement begins", "hexadecimal"),
    ];
    for (text, place, message, help) in table {
        let source = Source::new("t", text);
        let diagnostics = parse(&source).expect_err(text);
        let first = &diagnostics[0];
        assert_eq!(source.slice(first.span), place, "{text:?}: {first:?}");
        assert!(first.message.contains(message), "{text:?}: {first:?}");
        assert!(first.help.as_deref().unwrap_or_default().contains(help), "{text:?}: {first:?}");
    }
}

#[test]
fn importers_say_what_is_wrong() {
    let table = [
        (Format::Scriptor, "00A4 (9000)\n", "(9000)", "reset"),
        (Format::Apdu4j, "00A40400\n", "00A40400", "turns"),
        (Format::Apdu4j, "00A40400\n90\n", "90", "turns"),
        (Format::Ts51013, "CMP A0\n", "CMP", "CMD"),
        (Format::Ts51013, "9000: CMD A0A40000\n", "9000:", "SWI"),
        (Format::Ts51013, "SWI\nCMD A0A40000\n", "CMD A0A40000", "9000:"),
        (Format::Pcom, ".SET_BUFFER I 00\n", ".SET_BUFFER", ".DEFINE"),
        (Format::Pcom, ".DEFINE W(2;1) 00\n", ".DEFINE", "%NAME"),
        (Format::Pcom, "A0C0 0000 W(0;1)\n", "W(0;1)", "counted from 1"),
        (Format::Pcom, "A0B0000001 [(80 | 8A)] (9000)\n", "(", "hexadecimal"),
        (Format::ApdutoolStrict, "A4 0x00 0x00 0x00 0x00 0x00;", "A4", "0xA4"),
        (Format::ApdutoolStrict, "powerap;", "powerap", "a statement begins"),
        (Format::ApdutoolStrict, "0x00 A4 0x00 0x00 0x00 0x00;", "A4", "0xA4"),
        (
            Format::ApdutoolStrict,
            "0x00 0xA4 0x04 0x00 0x02 0x3F 0x00;",
            "0x00 0xA4 0x04 0x00 0x02 0x3F 0x00",
            "mandatory",
        ),
        (Format::ApdutoolStrict, "0x00 0xA4 0x04 0x00;", "0x00 0xA4 0x04 0x00", "mandatory"),
        (Format::ApdutoolStrict, "powerup", "powerup", "`;`"),
        (Format::ApdutoolStrict, "0x00 256 0 0 0 0;", "256", "0 to 255"),
        (Format::ApdutoolStrict, "delay x;", "delay x", "milliseconds"),
        (Format::ApdutoolStrict, "select //aid/A0/-;", "//aid/A0/-", "5 to 16"),
        (Format::ApdutoolStrict, "open channel 20;", "20", "0 to 19"),
        (Format::ApdutoolStrict, "#define A B\n#define B A\nA;", "A", "circle"),
        (Format::ApdutoolStrict, "/* open", "/*", "*/"),
    ];
    for (format, text, place, help) in table {
        let source = Source::new("t", text);
        let diagnostics = import(&source, format).expect_err(text);
        let first = &diagnostics[0];
        assert_eq!(source.slice(first.span), place, "{text:?}: {first:?}");
        assert!(first.help.as_deref().unwrap_or_default().contains(help), "{text:?}: {first:?}");
    }
}
