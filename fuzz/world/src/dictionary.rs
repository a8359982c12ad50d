//! Dictionaries of the targets whose inputs are bytes, made from the tables of the code. Their files stand in
//! `fuzz/dictionaries`; `cargo test` sees to it that they are the same.

use std::fmt::Write;

use cardamom_apdu::StatusWord;
use cardamom_apdu::script::import::Format;
use cardamom_apdu::script::parse;
use cardamom_apdu::script::{Source, Statement};

use crate::laboratory::{FIRST, INSTRUCTIONS, PIN, SECOND};

/// Words of the script language and of the formats that it imports, besides what statements print.
const SCRIPT_WORDS: [&str; 40] = [
    "${",
    "#(",
    "[XX *]",
    "(9000, 61XX)",
    "-> name",
    "<50ms",
    "len <= ",
    "data == ",
    "sw =~ ^90",
    " exists",
    " !exists",
    " !~ ",
    " != ",
    "6F/84",
    "secure ",
    "switch\n",
    "case ",
    "else\n",
    "end\n",
    "\\\n",
    "CMD ",
    "RST\n",
    "INI ",
    "SWI\n",
    "OFF\n",
    "REM ",
    "9000:\n",
    "W(2;1)",
    "<?>",
    ".POWER_ON\n",
    ".DEFINE %",
    ".POWER_OFF\n",
    "; ",
    "powerup;\n",
    "output on;\n",
    "0x00 ",
    "select //aid/",
    "send ",
    " to 0x01 on 1;",
    "# 24ms\n",
];

/// Statements in their shortest forms.
const STATEMENTS: &str = "powerup\nreset\nreset cold\npowerdown\ninsert 1\nremove\ncontacted\ncontactless\nchannel 1\n\
    sleep 1\ninclude a\necho a\nset a = 00\nfail-on: strict\nfail-on: report\nterminal-profile class=80 FF\n\
    scp03 keys=default\nexit\n00A40400 #(A000) 00 [6F *] (9000)\n";

/// A libFuzzer dictionary.
fn dictionary(entries: impl IntoIterator<Item = Vec<u8>>) -> String {
    let mut text = String::new();
    for entry in entries {
        text.push('"');
        for byte in entry {
            // Writing to a String cannot fail.
            let _ = match byte {
                b'"' | b'\\' => write!(text, "\\{}", char::from(byte)),
                b' '..=b'~' => write!(text, "{}", char::from(byte)),
                _ => write!(text, "\\x{byte:02X}"),
            };
        }
        text.push_str("\"\n");
    }
    text
}

/// Dictionary of `apdu_raw`: commands of kernel and laboratory, names, the PIN, with the bytes that frame them.
pub(crate) fn apdu_raw() -> String {
    let framed = |command: Vec<u8>| [&[u8::try_from(command.len()).unwrap_or(0)], &*command].concat();
    let select =
        |class, aid: &cardamom_apdu::Aid| framed([&[class, 0xA4, 0x04, 0x00, 0x06], aid.as_bytes()].concat());
    let mut entries = vec![
        select(0x00, &FIRST),
        select(0x00, &SECOND),
        select(0x01, &SECOND),
        framed(vec![0x00, 0x70, 0x00, 0x00, 0x01]),
        framed(vec![0x00, 0x70, 0x80, 0x01]),
        framed(vec![0x00, 0xC0, 0x00, 0x00, 0x00]),
        framed([&[0x80, 0x20, 0x00, 0x00, 0x04], &PIN[..]].concat()),
        PIN.to_vec(),
        vec![0xFC],
        vec![0xFD, 0x03, 0x01],
        vec![0xFE, 0x03, 0x01, 0x01, 0x02],
    ];
    entries.extend(INSTRUCTIONS.map(|instruction| framed(vec![0x80, instruction, 0x03, 0x05])));
    entries.extend(INSTRUCTIONS.map(|instruction| framed(vec![0x90, instruction, 0x03, 0x05, 0x01, 0x07])));
    dictionary(entries)
}

/// Dictionary of `script`: statements as they are printed, status words, the marks of each format.
pub(crate) fn script() -> String {
    let statements =
        parse(&Source::new("statements", STATEMENTS)).map_or(Vec::new(), |script| script.statements);
    let printed = statements.iter().map(|statement: &_| Statement::to_string(&statement.value));
    let formats = Format::ALL.into_iter().map(|format| format.name().to_owned());
    let statuses = (0x6000..=0x9FFF_u16).filter(|value| StatusWord::new(*value).name().is_some());
    let statuses = statuses.step_by(8).map(|value| format!("({value:04X})"));
    let words = SCRIPT_WORDS.into_iter().map(str::to_owned);
    dictionary(printed.chain(words).chain(formats).chain(statuses).map(String::into_bytes))
}

/// Dictionary of `tlv`: tags of one to three bytes, lengths of all forms.
pub(crate) fn tlv() -> String {
    let tags = ["6F", "84", "A5", "9F65", "BF0C", "7F49", "DF8129", "E1", "5F2D", "61", "4F", "80", "00"];
    let lengths = ["8100", "8180", "820100", "83000001", "8400000001", "85", "FF", "7F"];
    dictionary(tags.into_iter().chain(lengths).filter_map(|hex| cardamom_apdu::hex::decode(hex).ok()))
}
