//! Commands of ISO/IEC 7816-4, -8 and -9, and those of ETSI TS 102 221 in the interindustry class.

use cardamom_apdu::Command;

use super::instruction::{Instruction, Secret};
use super::known_aid;
use super::text::{dump, printable};
use super::{purse, tag};

/// The instructions of the interindustry class.
pub(super) const INSTRUCTIONS: &[Instruction] = &[
    Instruction::new(0x04, "DEACTIVATE FILE"),
    Instruction::new(0x0C, "ERASE RECORD").with_parameters(record),
    Instruction::new(0x0E, "ERASE BINARY").with_parameters(offset),
    Instruction::new(0x20, "VERIFY").with_parameters(reference).with_secret(Secret::Data),
    Instruction::new(0x21, "VERIFY").with_parameters(reference).with_secret(Secret::Data),
    Instruction::new(0x22, "MANAGE SECURITY ENVIRONMENT"),
    Instruction::new(0x24, "CHANGE REFERENCE DATA").with_parameters(reference).with_secret(Secret::Data),
    Instruction::new(0x26, "DISABLE VERIFICATION REQUIREMENT")
        .with_parameters(reference)
        .with_secret(Secret::Data),
    Instruction::new(0x28, "ENABLE VERIFICATION REQUIREMENT")
        .with_parameters(reference)
        .with_secret(Secret::Data),
    Instruction::new(0x2A, "PERFORM SECURITY OPERATION"),
    Instruction::new(0x2C, "RESET RETRY COUNTER").with_parameters(reference).with_secret(Secret::Data),
    Instruction::new(0x44, "ACTIVATE FILE"),
    Instruction::new(0x46, "GENERATE ASYMMETRIC KEY PAIR"),
    Instruction::new(0x47, "GENERATE ASYMMETRIC KEY PAIR"),
    Instruction::new(0x70, "MANAGE CHANNEL").with_parameters(channel),
    Instruction::new(0x73, "MANAGE SECURE CHANNEL"),
    Instruction::new(0x75, "TRANSACT DATA"),
    Instruction::new(0x82, "EXTERNAL AUTHENTICATE"),
    Instruction::new(0x84, "GET CHALLENGE").with_answer(opaque),
    Instruction::new(0x86, "GENERAL AUTHENTICATE"),
    Instruction::new(0x87, "GENERAL AUTHENTICATE"),
    Instruction::new(0x88, "INTERNAL AUTHENTICATE").with_secret(Secret::Answer),
    Instruction::new(0x89, "AUTHENTICATE").with_secret(Secret::Answer),
    Instruction::new(0xA0, "SEARCH BINARY"),
    Instruction::new(0xA2, "SEARCH RECORD").with_parameters(record),
    Instruction::new(0xA4, "SELECT").with_parameters(selection).with_data(selected_name),
    Instruction::new(0xB0, "READ BINARY").with_parameters(offset),
    Instruction::new(0xB1, "READ BINARY"),
    Instruction::new(0xB2, "READ RECORD").with_parameters(record).with_answer(purse::transaction_record),
    Instruction::new(0xC0, "GET RESPONSE"),
    Instruction::new(0xC2, "ENVELOPE"),
    Instruction::new(0xCA, "GET DATA").with_parameters(tag::in_parameters),
    Instruction::new(0xCB, "GET DATA"),
    Instruction::new(0xD0, "WRITE BINARY").with_parameters(offset),
    Instruction::new(0xD2, "WRITE RECORD").with_parameters(record),
    Instruction::new(0xD6, "UPDATE BINARY").with_parameters(offset),
    Instruction::new(0xD7, "UPDATE BINARY"),
    Instruction::new(0xDA, "PUT DATA").with_parameters(tag::in_parameters),
    Instruction::new(0xDB, "PUT DATA"),
    Instruction::new(0xDC, "UPDATE RECORD").with_parameters(record),
    Instruction::new(0xE0, "CREATE FILE"),
    Instruction::new(0xE2, "APPEND RECORD"),
    Instruction::new(0xE4, "DELETE FILE"),
    Instruction::new(0xE6, "TERMINATE DF"),
    Instruction::new(0xE8, "TERMINATE EF"),
    Instruction::new(0xFE, "TERMINATE CARD USAGE"),
];

/// Bytes that mean nothing, though they may look as if they did.
pub(super) fn opaque(_: &Command<'_>, data: &[u8]) -> Option<Vec<String>> {
    Some(dump(data))
}

/// P1 and P2 of SELECT (ISO/IEC 7816-4 §11.2.2).
pub(super) fn selection(command: &Command<'_>) -> String {
    let how = match command.p1() {
        0x00 => "by file identifier",
        0x01 => "child DF",
        0x02 => "EF under the current DF",
        0x03 => "parent DF",
        0x04 => "by name",
        0x08 => "by path from the MF",
        0x09 => "by path from the current DF",
        _ => return String::new(),
    };
    let occurrence = match command.p2() & 0x03 {
        0 => "",
        1 => ", last occurrence",
        2 => ", next occurrence",
        _ => ", previous occurrence",
    };
    format!("{how}{occurrence}")
}

/// The data field of SELECT: a name, or the identifier of a file.
pub(super) fn selected_name(command: &Command<'_>) -> Option<Vec<String>> {
    let data = command.data();
    if command.p1() == 0x04 {
        let label = if printable(data).is_some() && data.first() != Some(&0xA0) { "name" } else { "AID" };
        return Some(vec![format!("{label}: {}", known_aid::with_name(data))]);
    }
    let [high, low] = *data else { return None };
    let name = match u16::from_be_bytes([high, low]) {
        0x3F00 => " (MF)",
        0x7FFF => " (current application)",
        0x7F10 => " (DF TELECOM)",
        0x7F20 => " (DF GSM)",
        0x2F00 => " (EF DIR)",
        0x2FE2 => " (EF ICCID)",
        0x2F05 => " (EF PL)",
        0x6F07 => " (EF IMSI)",
        0x6FAD => " (EF AD)",
        0x6F3C => " (EF SMS)",
        0x6F3A => " (EF ADN)",
        _ => "",
    };
    Some(vec![format!("file: {high:02X}{low:02X}{name}")])
}

/// P1 and P2 of MANAGE CHANNEL (ISO/IEC 7816-4 §11.1.2).
fn channel(command: &Command<'_>) -> String {
    match (command.p1(), command.p2()) {
        (0x00, 0x00) => "open the next free channel".into(),
        (0x00, channel) => format!("open channel {channel}"),
        (0x80, 0x00) => "close this channel".into(),
        (0x80, channel) => format!("close channel {channel}"),
        _ => String::new(),
    }
}

/// P2 of the commands that verify: which reference data (ISO/IEC 7816-4 §11.5.1).
pub(super) fn reference(command: &Command<'_>) -> String {
    match command.p2() {
        0 => "PIN".into(),
        p2 if p2 & 0x80 == 0 => format!("global PIN {}", p2 & 0x1F),
        p2 => format!("local PIN {}", p2 & 0x1F),
    }
}

/// P1 and P2 of the commands on transparent files (ISO/IEC 7816-4 §11.3).
pub(super) fn offset(command: &Command<'_>) -> String {
    let (p1, p2) = (command.p1(), command.p2());
    if p1 & 0x80 != 0 {
        format!("SFI {} offset {p2}", p1 & 0x1F)
    } else {
        format!("offset {}", u16::from_be_bytes([p1, p2]))
    }
}

/// P1 and P2 of the commands on records (ISO/IEC 7816-4 §11.4).
pub(super) fn record(command: &Command<'_>) -> String {
    let (p1, p2) = (command.p1(), command.p2());
    let file = match p2 >> 3 {
        0 => String::new(),
        file => format!("SFI {file} "),
    };
    match p2 & 0x07 {
        4 if p1 == 0 => format!("{file}current record"),
        4 => format!("{file}record {p1}"),
        5 => format!("{file}records from {p1} on"),
        6 => format!("{file}records up to {p1}"),
        0 => format!("{file}first record"),
        1 => format!("{file}last record"),
        2 => format!("{file}next record"),
        3 => format!("{file}previous record"),
        _ => file,
    }
}
