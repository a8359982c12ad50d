//! COMPREHENSION-TLV data objects of the card application toolkit (ETSI TS 101 220 §7.1.1, TS 102 223 §9).

use super::text::{printable, spaced};

/// Names of the BER-TLV objects around them, and of nothing else (TS 101 220 table 7.17).
pub(super) const fn is_container(tag: u32) -> bool {
    matches!(tag, 0xCF..=0xD9)
}

/// One line an object; `None` if the bytes are not such objects.
pub(super) fn lines(bytes: &[u8]) -> Option<Vec<String>> {
    let mut rest = bytes;
    let mut lines = Vec::new();
    while !rest.is_empty() {
        let (&tag, tail) = rest.split_first()?;
        let (length, tail) = match tail {
            [0x81, length, tail @ ..] => (usize::from(*length), tail),
            [0x82, high, low, tail @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), tail),
            [length @ 0..=0x7F, tail @ ..] => (usize::from(*length), tail),
            _ => return None,
        };
        let (value, tail) = tail.split_at_checked(length)?;
        rest = tail;
        // The high bit says whether the object must be understood.
        let number = tag & 0x7F;
        let mut line = format!("{tag:02X} {}: {}", name(number), spaced(value));
        match (number, value) {
            (0x01, [_, kind, _]) => line.push_str(&format!("  {}", command_name(*kind))),
            (0x02, [from, to]) => line.push_str(&format!("  {} to {}", device(*from), device(*to))),
            (0x05, text) | (0x0D, [0x04, text @ ..]) => {
                if let Some(text) = printable(text) {
                    line.push_str(&format!("  \"{text}\""));
                }
            }
            _ => {}
        }
        lines.push(line);
    }
    (!lines.is_empty()).then_some(lines)
}

const fn name(number: u8) -> &'static str {
    match number {
        0x01 => "command details",
        0x02 => "device identities",
        0x03 => "result",
        0x04 => "duration",
        0x05 => "alpha identifier",
        0x06 => "address",
        0x07 => "capability configuration parameters",
        0x08 => "subaddress",
        0x09 => "supplementary service string",
        0x0A => "USSD string",
        0x0B => "SMS TPDU",
        0x0C => "cell broadcast page",
        0x0D => "text string",
        0x0E => "tone",
        0x0F => "item",
        0x10 => "item identifier",
        0x11 => "response length",
        0x12 => "file list",
        0x13 => "location information",
        0x14 => "IMEI",
        0x15 => "help request",
        0x17 => "default text",
        0x18 => "items next action indicator",
        0x19 => "event list",
        0x1E => "icon identifier",
        0x24 => "timer identifier",
        0x25 => "timer value",
        0x26 => "date, time and time zone",
        0x35 => "bearer description",
        0x36 => "channel data",
        0x37 => "channel data length",
        0x38 => "channel status",
        0x39 => "buffer size",
        0x3C => "interface transport level",
        0x3E => "other address",
        0x47 => "network access name",
        _ => "object",
    }
}

const fn command_name(kind: u8) -> &'static str {
    match kind {
        0x01 => "REFRESH",
        0x02 => "MORE TIME",
        0x03 => "POLL INTERVAL",
        0x04 => "POLLING OFF",
        0x05 => "SET UP EVENT LIST",
        0x10 => "SET UP CALL",
        0x11 => "SEND SS",
        0x12 => "SEND USSD",
        0x13 => "SEND SHORT MESSAGE",
        0x14 => "SEND DTMF",
        0x15 => "LAUNCH BROWSER",
        0x20 => "PLAY TONE",
        0x21 => "DISPLAY TEXT",
        0x22 => "GET INKEY",
        0x23 => "GET INPUT",
        0x24 => "SELECT ITEM",
        0x25 => "SET UP MENU",
        0x26 => "PROVIDE LOCAL INFORMATION",
        0x27 => "TIMER MANAGEMENT",
        0x28 => "SET UP IDLE MODE TEXT",
        0x34 => "RUN AT COMMAND",
        0x35 => "LANGUAGE NOTIFICATION",
        0x40 => "OPEN CHANNEL",
        0x41 => "CLOSE CHANNEL",
        0x42 => "RECEIVE DATA",
        0x43 => "SEND DATA",
        0x44 => "GET CHANNEL STATUS",
        _ => "unknown command",
    }
}

const fn device(identity: u8) -> &'static str {
    match identity {
        0x01 => "keypad",
        0x02 => "display",
        0x03 => "earpiece",
        0x81 => "card",
        0x82 => "terminal",
        0x83 => "network",
        _ => "device",
    }
}
