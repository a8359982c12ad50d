//! Scripts of other tools, by what they are in the native language.

use cardamom_apdu::script::Source;
use cardamom_apdu::script::import::{Format, import};

fn native(format: Format, text: &str) -> String {
    match import(&Source::new("test", text), format) {
        Ok(script) => script.to_string(),
        Err(diagnostics) => panic!("{text:?}: {diagnostics:#?}"),
    }
}

#[test]
fn scriptor() {
    let text = "# select, then exit\n00 A4 04 00 \\\n 02 3F 00\n  RESET\n\nexit\n";
    assert_eq!(native(Format::Scriptor, text), "# select, then exit\n00A40400023F00\nreset warm\nexit\n");
}

#[test]
fn apdutool_by_the_letter() {
    let text = "\
#define VERIFY 0x80 0x20 0x00 0x00 // a comment
/* over
   lines */ PowerUp;
0x00 0xA4 0x04 0x00 0x02 0xA0 010 0x7F; // octal
VERIFY 0 'a';
extended on;
0x80 0x10 0 0 0x00 0x02 1 2 0x01 0x00; 0x80 0x10 0 0 0 0 1 0;
extended off;
delay 500; echo \"done\"; output off;
contacted; contactless; powerdown;
";
    let expected = "\
powerup
00A4040002A0087F
8020000061
8010000000000201020100
80100000000100
sleep 500
echo \"done\"
# output off
contacted
contactless
powerdown
";
    assert_eq!(native(Format::ApdutoolStrict, text), expected);
    assert_eq!(native(Format::Apdutool, text), expected, "what is right strictly is read alike leniently");
}

#[test]
fn apdutool_channels_and_applets() {
    let text = "\
open channel 1;
select //aid/A000000062/03010C01 on 1;
send 0x80 0x10 0 0 0 0 to //aid/A000000062/03010C01 on 1;
send 0x80 0x10 0 0 0 0 to //aid/A000000062/- ;
close channel 1 on 2;
0x00 0xA4 0 0 0 0;
";
    let expected = "\
00700001
channel 1
00A40400 #(A00000006203010C01) 00
8010000000
channel 0
00A40400 #(A000000062) 00
8010000000
channel 2
00708001
channel 0
00A4000000
";
    assert_eq!(native(Format::ApdutoolStrict, text), expected);
}

#[test]
fn apdutool_leniently() {
    let text = "00A4040002A00000;\n00 A4 04 00 10;\n0x00 0xA4 0x04 0x00 0x02 0x3F 0x00;\n80 10 00 00 00 10\n";
    assert_eq!(native(Format::Apdutool, text), "00A4040002A00000\n00A4040010\n00A40400023F00\n8010000010\n");
}

#[test]
fn ts_51_013() {
    let text = "\
REM select the master file \"quoted
RST
INI FF FF 03
CMD A0 A4 00 00 02 \\
    3F 00 (9F XX, 9000)
SWI
9FXX:
  CMD A0 C0 00 00 03 \\
      [3F 00 XX] (90 00)
61 XX, 9000: REM nothing to fetch
  CMD A0 B0 00 00 00 []
END
OFF
";
    let expected = "\
# select the master file \"quoted
reset cold
terminal-profile class=A0 FFFF03
A0A40000023F00 (9FXX, 9000)
switch
case 9FXX
A0C0000003 [3F00XX] (9000)
case 61XX, 9000
A0B0000000 []
else
end
powerdown
";
    // A REM after a label is a statement like any other; here it is none of the three-letter lines.
    let text = text.replace(" REM nothing to fetch", "");
    assert_eq!(native(Format::Ts51013, &text), expected);
}

#[test]
fn pcom() {
    let text = "\
;; personalization
.CALL ..\\variables.txt /LIST_OFF
.DEFINE %ICCID 9807 \\
  1507 ; two lines
.DEFINE %_SEEN R(1;2)
.POWER_ON /COLD [3B XX] (9000)
.POWER_ON
A0A4 0000 02 3F00 (9FXX)
A0C0 0000 W(2;1) [0000 XXXX %ICCID] (9000 | 61XX)   ; comment
00A4 04 0C <?> %_SEEN R(3:4) (9000)
.UNDEFINE %ICCID
**** heading ****
.POWER_OFF
";
    let expected = "\
# personalization
include ../variables.txt
set ICCID = 98071507
set v_SEEN = ${_resp[0..2]}
reset cold [3BXX]
reset warm
A0A40000023F00 (9FXX)
A0C00000 ${_sw[1..2]} [0000XXXX ${ICCID}] (9000, 61XX)
00A4040C #(${v_SEEN} ${_resp[2..4]}) (9000)
# .UNDEFINE %ICCID
# **** heading ****
powerdown
";
    assert_eq!(native(Format::Pcom, text), expected);
}

#[test]
fn apdu4j() {
    let text = "# ATR: 3B00\n00A4040000\n# 24ms\n6F009000\n80CA9F7F00\n6A88\n";
    assert_eq!(native(Format::Apdu4j, text), "# ATR: 3B00\n00A4040000 [6F00] (9000)\n80CA9F7F00 [] (6A88)\n");
}

#[test]
fn formats_are_told_by_their_marks() {
    let table = [
        ("00A4040000\nreset\n", None),
        ("# comment\n00A4 (9000) -> x <5ms\n", None),
        ("// comment;\n00A4\n", None),
        ("// comment\npowerup;\n", Some(Format::Apdutool)),
        ("0x00 0xA4 0x04 0x00 0x00 0x00;\n", Some(Format::Apdutool)),
        ("0x00 0xA4 0x04 0x00\n0x00 0x00;", Some(Format::Apdutool)),
        ("#define X 1\n", Some(Format::Apdutool)),
        ("powerup\n00A4\n", None),
        ("REM x\nRST\n", Some(Format::Ts51013)),
        ("CMD A0 A4\n", Some(Format::Ts51013)),
        ("; comment\nA0A4\n", Some(Format::Pcom)),
        ("\n.POWER_ON\n", Some(Format::Pcom)),
        ("# dump\n00A4040000\n# 24ms\n9000\n", Some(Format::Apdu4j)),
    ];
    for (text, format) in table {
        assert_eq!(Format::detect(text), format, "{text:?}");
    }
    for format in Format::ALL {
        assert_eq!(format.name().parse(), Ok(format));
    }
    assert!("excel".parse::<Format>().unwrap_err().to_string().contains("51.013"));
}
