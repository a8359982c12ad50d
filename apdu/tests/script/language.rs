//! Each construct of the native language, by its normal form.

use cardamom_apdu::script::{Source, parse};

fn normal(text: &str) -> String {
    match parse(&Source::new("test.apdu", text)) {
        Ok(script) => script.to_string(),
        Err(diagnostics) => panic!("{text:?}: {diagnostics:#?}"),
    }
}

#[test]
fn constructs_have_one_normal_form() {
    let table = [
        // scriptor files: spaced and packed bytes, comments, continuation, reset and exit.
        ("00 a4 04 00\n", "00A40400\n"),
        ("00A4040000", "00A4040000\n"),
        ("00A4 \\\n  0400 \\\r\n 00\n", "00A4040000\n"),
        ("\u{FEFF}reset\r\nEXIT\r\n", "reset warm\nexit\n"),
        ("#(a comment of scriptor)\n\n", "# (a comment of scriptor)\n"),
        ("// text \\\n00A40400 # more\n", "# text \\\n00A40400\n"),
        ("  00A40400\n", "00A40400\n"),
        // The reader.
        ("powerup", "powerup\n"),
        ("powerup [3B *]", "powerup [3B *]\n"),
        ("reset cold [3B XX]", "reset cold [3BXX]\n"),
        ("powerdown\ninsert 1\nremove", "powerdown\ninsert 1\nremove\n"),
        ("contacted\ncontactless", "contacted\ncontactless\n"),
        ("channel 19\nsleep 250", "channel 19\nsleep 250\n"),
        // Other statements.
        ("include sub/common.apdu", "include sub/common.apdu\n"),
        ("include \"a // b.apdu\"", "include \"a // b.apdu\"\n"),
        ("echo hello, world", "echo \"hello, world\"\n"),
        (r#"echo "a \"b\" \\ \n""#, "echo \"a \\\"b\\\" \\\\ \\n\"\n"),
        ("set k = 01 02 ${a}", "set k = 0102 ${a}\n"),
        ("set k =", "set k =\n"),
        ("fail-on: strict\nfail-on report", "fail-on: strict\nfail-on: report\n"),
        ("terminal-profile FFFF", "terminal-profile class=80 FFFF\n"),
        ("terminal-profile class=A0 FF", "terminal-profile class=A0 FF\n"),
        ("scp03 keys=default level=33 verbose", "scp03 keys=default level=33 verbose\n"),
        ("secure 80F28000 #(4F#()) (9000)", "secure 80F28000 #(4F#()) (9000)\n"),
        // Bytes.
        ("00A40400 #(A0 00) 00", "00A40400 #(A000) 00\n"),
        ("00CB3FFF #(5C#(5FC102) 7F49#(86#(${q}))) 00", "00CB3FFF #(5C#(5FC102) 7F49#(86#(${q}))) 00\n"),
        ("80E60200 #(#(A000) #()) 00", "80E60200 #(#(A000) #()) 00\n"),
        (
            "%SELECT %_sw ${_resp[2..3]} ${x[2..]} ${y[..4]} ${z[..]}",
            "${SELECT} ${_sw} ${_resp[2..3]} ${x[2..]} ${y[0..4]} ${z}\n",
        ),
        // Expectations, in any order.
        ("00A40400 [6F XX 84 0X *] (9000,61xx | 62 83)", "00A40400 [6FXX840X *] (9000, 61XX, 6283)\n"),
        ("00A40400 (9000) -> fci <50ms []", "00A40400 [] (9000) -> fci <50ms\n"),
        ("00A40400 [*] <2s", "00A40400 [*] <2000ms\n"),
        ("00A40400 [${a}] <1500us", "00A40400 [${a}] <1500us\n"),
        // Assertions, several on a line.
        (
            "00A40400\n  6F/84 == A0 00 00  6F/A5/9F65 exists 66/73/60 =~ ^06 len >= 42\n\tsw != 6Axx\n",
            "00A40400\n  6F/84 == A00000\n  6F/A5/9F65 exists\n  66/73/60 =~ ^06\n  len >= 42\n  sw != 6AXX\n",
        ),
        (
            "00A40400\n # between\n  data == []  data != A0 *  6F !exists  data !~ 00$ 6F/84 -> aid data -> all\n",
            "00A40400\n  data == []\n  data != A0 *\n  6F !exists\n  data !~ 00$\n  6F/84 -> aid\n  data -> all\n# between\n",
        ),
        // Branches.
        (
            "00C0\nswitch\ncase 9000, 61XX\n  00B0\n   len == 0\nelse\n  exit\nend",
            "00C0\nswitch\ncase 9000, 61XX\n00B0\n  len == 0\nelse\nexit\nend\n",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(normal(text), expected, "{text:?}");
        assert_eq!(normal(expected), expected, "the normal form is its own normal form");
    }
}

#[test]
fn keywords_are_whole_words() {
    // scriptor ends its run at a comment with "exit" in it; here only the statement does that.
    assert_eq!(normal("# do not exit here\n00A40400"), "# do not exit here\n00A40400\n");
    assert!(parse(&Source::new("t", "resetx\n")).is_err());
}

#[test]
fn the_examples_of_the_manual_are_true() {
    let manual = include_str!("../../../docs/scripts.md");
    let blocks: Vec<&str> = manual.split("```\n").skip(1).step_by(2).collect();
    assert_eq!(blocks.len(), 4);
    for block in &blocks[..3] {
        normal(block);
    }
    let text = "powerup\n\n00A40400 #(A000) 00   (90000)\n";
    let source = Source::new("select.apdu", text);
    assert_eq!(parse(&source).unwrap_err()[0].render(&source), blocks[3]);
}
