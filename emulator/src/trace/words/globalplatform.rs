//! Commands of GlobalPlatform (GPCS 2.3.1 §11) and the proprietary ones of EMV (book 3 §6.5).

use cardamom_apdu::tlv::Tlv;
use cardamom_apdu::{Command, hex};

use super::fields::{self, Kind, field};
use super::instruction::{Instruction, Secret};
use super::{hidden, interindustry, known_aid, tag, tree};

/// The instructions of GlobalPlatform.
pub(super) const INSTRUCTIONS: &[Instruction] = &[
    Instruction::new(0x50, "INITIALIZE UPDATE")
        .with_parameters(key_version)
        .with_data(host_challenge)
        .with_answer(initialized),
    Instruction::new(0x70, "MANAGE CHANNEL"),
    Instruction::new(0x78, "END R-MAC SESSION"),
    Instruction::new(0x7A, "BEGIN R-MAC SESSION"),
    Instruction::new(0x82, "EXTERNAL AUTHENTICATE").with_parameters(security_level).with_data(cryptogram),
    Instruction::new(0x88, "INTERNAL AUTHENTICATE").with_parameters(card_key),
    Instruction::new(0x2A, "PERFORM SECURITY OPERATION").with_parameters(certificate),
    Instruction::new(0xA4, "SELECT")
        .with_parameters(interindustry::selection)
        .with_data(interindustry::selected_name),
    Instruction::new(0xCA, "GET DATA").with_parameters(tag::in_parameters),
    Instruction::new(0xCB, "GET DATA").with_parameters(tag::in_parameters),
    Instruction::new(0xD8, "PUT KEY").with_parameters(put_key).with_secret(Secret::Data),
    Instruction::new(0xE2, "STORE DATA").with_parameters(block).with_secret(Secret::DataIfP1(0x60)),
    Instruction::new(0xE4, "DELETE").with_parameters(delete),
    Instruction::new(0xE6, "INSTALL")
        .with_parameters(install)
        .with_data(|command| install_data(command, true))
        .with_hidden_data(|command| install_data(command, false)),
    Instruction::new(0xE8, "LOAD").with_parameters(block),
    Instruction::new(0xF0, "SET STATUS").with_parameters(set_status).with_data(set_status_data),
    Instruction::new(0xF1, "GENERATE KEY").with_parameters(put_key),
    Instruction::new(0xF2, "GET STATUS").with_parameters(get_status),
];

/// The proprietary instructions of EMV payment applications.
pub(super) const EMV: &[Instruction] = &[
    Instruction::new(0x16, "CARD BLOCK"),
    Instruction::new(0x18, "APPLICATION UNBLOCK"),
    Instruction::new(0x1E, "APPLICATION BLOCK"),
    Instruction::new(0x24, "PIN CHANGE/UNBLOCK").with_secret(Secret::Data),
    Instruction::new(0x2A, "COMPUTE CRYPTOGRAPHIC CHECKSUM"),
    Instruction::new(0xA8, "GET PROCESSING OPTIONS"),
    Instruction::new(0xAE, "GENERATE APPLICATION CRYPTOGRAM").with_parameters(cryptogram_type),
    Instruction::new(0xCA, "GET DATA").with_parameters(tag::in_parameters),
    Instruction::new(0xDA, "PUT DATA").with_parameters(tag::in_parameters),
];

fn key_version(command: &Command<'_>) -> String {
    match command.p1() {
        0 => "default keys".into(),
        version => format!("key version {version:02X}"),
    }
}

fn host_challenge(command: &Command<'_>) -> Option<Vec<String>> {
    Some(vec![format!("host challenge: {}", hex::encode(command.data()))])
}

/// The answer of SCP02 (28 bytes) or SCP03 (29 or 32, S16 mode 45 or 48; GPC Amendment D §7.1.1).
fn initialized(_: &Command<'_>, data: &[u8]) -> Option<Vec<String>> {
    let diversification = field("key diversification data", 10, Kind::Bytes);
    let version = field("key version", 1, Kind::Bytes);
    let protocol = field("secure channel protocol", 1, Kind::Bytes);
    let options = field("options i", 1, Kind::Bytes);
    match (*data.get(11)?, data.len()) {
        (2, 28) => fields::lines(
            &[
                diversification,
                version,
                protocol,
                field("sequence counter", 2, Kind::Number),
                field("card challenge", 6, Kind::Bytes),
                field("card cryptogram", 8, Kind::Bytes),
            ],
            data,
        ),
        (3, length @ (29 | 32 | 45 | 48)) => {
            let size = if length < 45 { 8 } else { 16 };
            let (fixed, counter) = data.split_at_checked(13 + 2 * size)?;
            let mut lines = fields::lines(
                &[
                    diversification,
                    version,
                    protocol,
                    options,
                    field("card challenge", size, Kind::Bytes),
                    field("card cryptogram", size, Kind::Bytes),
                ],
                fixed,
            )?;
            if !counter.is_empty() {
                lines.extend(fields::lines(&[field("sequence counter", 3, Kind::Number)], counter)?);
            }
            Some(lines)
        }
        _ => None,
    }
}

/// The key of SCP11 that P1 and P2 name.
fn card_key(command: &Command<'_>) -> String {
    let variant = match command.p2() {
        0x11 => "SCP11a, ",
        0x13 => "SCP11b, ",
        0x15 => "SCP11c, ",
        _ => "",
    };
    format!("{variant}key {:02X}, {}", command.p2(), key_version(command))
}

/// P1 and P2 of PERFORM SECURITY OPERATION (Amendment F §7.5).
fn certificate(command: &Command<'_>) -> String {
    let more =
        if command.p2() & 0x80 != 0 { "certificate of an authority" } else { "certificate of the host" };
    format!("{more}, under key {:02X} of version {:02X}", command.p2() & 0x7F, command.p1() & 0x7F)
}

fn security_level(command: &Command<'_>) -> String {
    if command.p2() != 0 {
        // MUTUAL AUTHENTICATE has the same instruction (Amendment F §7.6).
        return format!("mutual, {}", card_key(command));
    }
    let names = [(0x01, "C-MAC"), (0x02, "C-DECRYPTION"), (0x10, "R-MAC"), (0x20, "R-ENCRYPTION")];
    let level: Vec<&str> =
        names.iter().filter(|(bit, _)| command.p1() & bit != 0).map(|(_, name)| *name).collect();
    if level.is_empty() { "no secure messaging".into() } else { level.join(", ") }
}

fn cryptogram(command: &Command<'_>) -> Option<Vec<String>> {
    if command.p2() != 0 {
        return Some(tree::tree_or_dump(command.data()));
    }
    let size = command.data().len() / 2;
    fields::lines(
        &[field("host cryptogram", size, Kind::Bytes), field("MAC", size, Kind::Bytes)],
        command.data(),
    )
}

fn put_key(command: &Command<'_>) -> String {
    let several = if command.p2() & 0x80 != 0 { "keys from" } else { "key" };
    let (version, identifier) = (command.p1() & 0x7F, command.p2() & 0x7F);
    match version {
        0 => format!("new {several} {identifier:02X}"),
        _ => format!("{several} {identifier:02X}, in place of version {version:02X}"),
    }
}

/// P1 and P2 of LOAD and STORE DATA.
fn block(command: &Command<'_>) -> String {
    let last = if command.p1() & 0x80 != 0 { ", the last" } else { "" };
    format!("block {}{last}", command.p2())
}

fn delete(command: &Command<'_>) -> String {
    if command.p2() & 0x80 != 0 { "object and what belongs to it".into() } else { "object".into() }
}

/// P1 of INSTALL (GPCS 2.3.1 table 11-42).
fn install(command: &Command<'_>) -> String {
    let names = [
        (0x02, "load"),
        (0x04, "install"),
        (0x08, "make selectable"),
        (0x10, "extradition"),
        (0x20, "personalization"),
        (0x40, "registry update"),
    ];
    let roles: Vec<&str> =
        names.iter().filter(|(bit, _)| command.p1() & bit != 0).map(|(_, name)| *name).collect();
    format!("[for {}]", roles.join(" and "))
}

/// Packages of security domains: their parameters hold no secrets.
const SECURITY_DOMAINS: [[u8; 7]; 2] =
    [[0xA0, 0x00, 0x00, 0x01, 0x51, 0x53, 0x50], [0xA0, 0x00, 0x00, 0x00, 0x03, 0x53, 0x50]];

/// Install parameters. What is the application's own, C9, may be a transport key.
fn parameters(bytes: &[u8], shows_own: bool) -> Vec<String> {
    let Ok(objects) = Tlv::parse_many(bytes) else {
        return if shows_own { tree::tree_or_dump(bytes) } else { vec![hidden(bytes.len())] };
    };
    let mut lines = Vec::new();
    for object in &objects {
        match object.as_primitive() {
            Some(own) if object.tag().number() == 0xC9 && !own.is_empty() && !shows_own => {
                lines.push(format!("C9 application parameters: {}", hidden(own.len())));
            }
            _ => lines.extend(tree::tree_or_dump(&object.to_bytes())),
        }
    }
    lines
}

/// Length-prefixed fields of INSTALL (GPCS 2.3.1 §11.5.2.3).
fn install_data(command: &Command<'_>, show_secrets: bool) -> Option<Vec<String>> {
    const LOAD: [&str; 5] = ["load file", "security domain", "load file hash", "parameters", "token"];
    const INSTALL: [&str; 6] = ["load file", "module", "application", "privileges", "parameters", "token"];
    let names: &[&str] = match command.p1() & 0x7F {
        0x02 => &LOAD,
        0x04 | 0x08 | 0x0C => &INSTALL,
        _ => return None,
    };
    let mut rest = command.data();
    let mut lines = Vec::new();
    for name in names {
        let (&length, tail) = rest.split_first()?;
        let (value, tail) = tail.split_at_checked(usize::from(length))?;
        rest = tail;
        match (*name, value) {
            (_, []) => {}
            ("load file" | "security domain" | "module" | "application", aid) => {
                lines.push(format!("{name}: {}", known_aid::with_name(aid)));
            }
            ("parameters", bytes) => {
                let is_domain = SECURITY_DOMAINS.iter().any(|aid| command.data().get(1..8) == Some(aid));
                lines.push("parameters:".into());
                let told = parameters(bytes, show_secrets || is_domain);
                lines.extend(told.into_iter().map(|line| format!("  {line}")));
            }
            (_, bytes) => lines.push(format!("{name}: {}", hex::encode(bytes))),
        }
    }
    rest.is_empty().then_some(lines)
}

fn set_status(command: &Command<'_>) -> String {
    let what = match command.p1() {
        0x80 => "card",
        0x40 => "application",
        0x60 => "security domain and its applications",
        _ => "",
    };
    format!("{what} to {:02X}", command.p2())
}

fn set_status_data(command: &Command<'_>) -> Option<Vec<String>> {
    Some(vec![format!("AID: {}", known_aid::with_name(command.data()))])
}

fn get_status(command: &Command<'_>) -> String {
    let what = match command.p1() {
        0x80 => "issuer security domain",
        0x40 => "applications and security domains",
        0x20 => "load files",
        0x10 => "load files and modules",
        _ => "",
    };
    if command.p2() & 0x01 != 0 { format!("{what}, next") } else { what.into() }
}

/// P1 of GENERATE AC (EMV 4.3 book 3 table 12).
fn cryptogram_type(command: &Command<'_>) -> String {
    match command.p1() >> 6 {
        0 => "AAC, decline".into(),
        1 => "TC, approve".into(),
        2 => "ARQC, go online".into(),
        _ => String::new(),
    }
}
