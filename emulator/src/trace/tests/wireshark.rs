//! Capture files, as tshark reads them.

use std::process::Command;

use super::{Desk, purse_session};
use crate::trace::{Session, pcap};

/// What tshark prints for the capture of a session; `None` where tshark is not installed.
fn dissect(session: &Session, link_type: pcap::LinkType, arguments: &[&str]) -> Option<String> {
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut writer = pcap::Writer::new(file.as_file(), link_type).unwrap();
    session.replay(&mut writer).unwrap();
    let output = match Command::new("tshark").arg("-r").arg(file.path()).args(arguments).output() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("tshark is not installed: its part of the test is left out");
            return None;
        }
        result => result.unwrap(),
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Header, one packet header, Ethernet, IP, UDP and GSMTAP, byte for byte (pcap-savefile(5), RFC 791, RFC 768,
/// gsmtap.h). The checksums are those that tshark finds right below.
#[test]
fn a_capture_byte_by_byte() {
    let mut desk = Desk::new();
    desk.exchange("A0A40000023F00", "9F16");
    let mut writer = pcap::Writer::new(Vec::new(), pcap::LinkType::Ethernet).unwrap();
    desk.session().replay(&mut writer).unwrap();
    let expected = [
        "D4C3B2A1 0200 0400 00000000 00000000 00000400 01000000",
        "00F15365 E8030000 43000000 43000000",
        "000000000000 000000000000 0800",
        "45 00 0035 0000 4000 40 11 3CB6 7F000001 7F000001",
        "1279 1279 0021 1D31",
        "02 04 04 00 0000 00 00 00000000 00 00 00 00",
        "A0A40000023F00 9F16",
    ]
    .concat();
    let expected = cardamom_apdu::hex::decode(&expected).unwrap();
    assert_eq!(cardamom_apdu::hex::encode(&writer.into_inner()), cardamom_apdu::hex::encode(&expected));
}

#[test]
fn tshark_dissects_a_session() {
    let fields = [
        "-o",
        "ip.check_checksum:TRUE",
        "-o",
        "udp.check_checksum:TRUE",
        "-T",
        "fields",
        "-E",
        "separator=|",
        "-e",
        "ip.checksum.status",
        "-e",
        "udp.checksum.status",
        "-e",
        "frame.protocols",
        "-e",
        "gsm_sim.apdu.ins",
        "-e",
        "gsm_sim.apdu.sw",
        "-e",
        "frame.time_epoch",
        "-e",
        "_ws.malformed",
    ];
    for link_type in [pcap::LinkType::Ethernet, pcap::LinkType::RawIp] {
        let Some(text) = dissect(&purse_session(), link_type, &fields) else { return };
        let packets: Vec<&str> = text.lines().collect();
        assert_eq!(packets.len(), 8, "{text}");
        let beginning = match link_type {
            pcap::LinkType::Ethernet => "1|1|eth:ethertype:ip:udp:gsmtap:gsm_sim|",
            pcap::LinkType::RawIp => "1|1|raw:ip:udp:gsmtap:gsm_sim|",
        };
        assert!(packets.iter().all(|packet| packet.starts_with(beginning)), "{text}");
        assert_eq!(packets[1], format!("{beginning}0xa4|0x9000|1700000000.002000000|"));
        assert_eq!(packets[7], format!("{beginning}0x54|0x9401|1700000000.008000000|"));
    }
}

#[test]
fn tshark_names_instructions_and_files() {
    let mut desk = Desk::new();
    desk.exchange("A0A40000023F00", "9F16")
        .exchange("00B0000004", "010203049000")
        .exchange("00A40400", "6A82");
    let Some(text) = dissect(&desk.session(), pcap::LinkType::Ethernet, &["-V"]) else { return };
    for expected in [
        "GSM SIM 11.11",
        "Instruction: SELECT (0xa4)",
        "File ID: MF (0x3f00)",
        "Instruction: READ BINARY (0xb0)",
        "Status Word: 9000 Normal ending of the command",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    assert!(!text.contains("Malformed"), "{text}");
}

/// What does not fit a datagram is cut off before the status word.
#[test]
fn the_longest_response_still_makes_a_packet() {
    let mut desk = Desk::new();
    desk.exchange("00B00000000000", &format!("{}9000", "AA".repeat(65_536)));
    let Some(text) = dissect(
        &desk.session(),
        pcap::LinkType::Ethernet,
        &["-T", "fields", "-e", "ip.len", "-e", "gsm_sim.apdu.sw"],
    ) else {
        return;
    };
    assert_eq!(text.trim(), "65535\t0x9000");
}

/// libosmocore's GSMTAP_SIM_ATR. Wireshark 4.0 takes it for a command all the same; pySim-trace does not.
#[test]
fn an_answer_to_reset_has_its_own_sub_type() {
    let mut desk = Desk::new();
    let time = desk.now();
    desk.recorder.reset(time, &[0x3B, 0x80, 0x80, 0x01, 0x01]).unwrap();
    let mut writer = pcap::Writer::new(Vec::new(), pcap::LinkType::RawIp).unwrap();
    desk.session().replay(&mut writer).unwrap();
    let file = writer.into_inner();
    assert!(file.ends_with(&[2, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0x3B, 0x80, 0x80, 0x01, 0x01]));
}

/// P3 is Lc, or Le, or 0; the Le of a command that has both is left out (ISO 7816-3 §12.2).
#[test]
fn commands_become_tpdus() {
    for (command, tpdu) in [
        ("00A40400", "00A4040000"),
        ("0084000008", "0084000008"),
        ("0020000002 3132", "0020000002 3132"),
        ("00A4040002 A000 00", "00A4040002 A000"),
        ("00A40400000002 A000 0000", "00A40400000002 A000"),
        ("00B00000000100", "00B00000000100"),
    ] {
        let mut desk = Desk::new();
        desk.exchange(command, "BEEF 9000");
        let mut writer = pcap::Writer::new(Vec::new(), pcap::LinkType::RawIp).unwrap();
        desk.session().replay(&mut writer).unwrap();
        let file = writer.into_inner();
        let expected = cardamom_apdu::hex::decode(&format!("{tpdu} BEEF 9000")).unwrap();
        // Headers of file, packet, IP, UDP and GSMTAP.
        assert_eq!(file[24 + 16 + 20 + 8 + 16..], expected, "{command}");
    }
}
