//! Bytes as text.

use std::fmt::Write;

/// `00 A4 04`
pub(super) fn spaced(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().saturating_mul(3));
    for (index, byte) in bytes.iter().enumerate() {
        let separator = if index == 0 { "" } else { " " };
        // Nothing fails when the output is memory.
        let _ = write!(text, "{separator}{byte:02X}");
    }
    text
}

/// The bytes as ASCII, if all of them are printable and there are any.
pub(super) fn printable(bytes: &[u8]) -> Option<&str> {
    let all = !bytes.is_empty() && bytes.iter().all(|byte| matches!(byte, 0x20..=0x7E));
    if all { std::str::from_utf8(bytes).ok() } else { None }
}

/// Sixteen bytes a line in hexadecimal and ASCII, with offsets if there is more than one line.
pub(super) fn dump(bytes: &[u8]) -> Vec<String> {
    let one_line = bytes.len() <= 16;
    let line = |(index, chunk): (usize, &[u8])| {
        let ascii: String = chunk
            .iter()
            .map(|byte| if matches!(byte, 0x20..=0x7E) { char::from(*byte) } else { '.' })
            .collect();
        let hexadecimal = spaced(chunk);
        if one_line {
            format!("{hexadecimal}  |{ascii}|")
        } else {
            format!("{:04X}  {hexadecimal:<47}  |{ascii}|", index.saturating_mul(16))
        }
    };
    bytes.chunks(16).enumerate().map(line).collect()
}

/// The text without line breaks and other control characters, whatever it holds.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}
