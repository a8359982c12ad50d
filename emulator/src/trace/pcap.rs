//! Capture files that Wireshark and tshark open: classic pcap, each exchange one packet of GSMTAP.
//!
//! An exchange becomes what the dissector "GSM SIM 11.11", SIMtrace and pySim-trace know: CLA INS P1 P2 P3,
//! command data, response data, SW1 SW2 in one packet (GSMTAP type 4, sub-type 0). P3 is Lc, or Le where
//! there is no command data; the Le of a command that has both is left out, as T=0 leaves it out
//! (ISO 7816-3 §12.2). Answers to reset have sub-type 1, which Wireshark 4.0 does not tell from 0: it shows
//! them as commands. The format of the header is that of `gsmtap.h` of
//! libosmocore, version 2.
//!
//! Not shown, because there is no packet for them: the loss of power, commands shorter than a header, and
//! commands that no response followed. What goes beyond the 65,507 bytes of a UDP datagram is cut off before
//! the status word.

use std::io::{self, Write};

use cardamom_apdu::Command;

use super::record::{Entry, Exchange, Record, Timestamp};
use super::recorder::RecordSink;

/// What stands in front of the IPv4 packet, which carries GSMTAP on UDP port 4729.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkType {
    /// An Ethernet header without addresses (`LINKTYPE_ETHERNET`, 1).
    #[default]
    Ethernet,
    /// Nothing (`LINKTYPE_RAW`, 101).
    RawIp,
}

impl LinkType {
    const fn number(self) -> u32 {
        match self {
            Self::Ethernet => 1,
            Self::RawIp => 101,
        }
    }
}

/// Magic number of a classic pcap file whose times are in microseconds.
const MAGIC: u32 = 0xA1B2_C3D4;
/// Longest packet that a reader has to expect.
const SNAPSHOT_LENGTH: u32 = 262_144;
/// GSMTAP header: version 2, four 32-bit words, type SIM, and thirteen bytes that a SIM has no use for except
/// the sub-type at offset 12.
const GSMTAP_HEADER: [u8; 12] = [2, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0];
/// Port of GSMTAP, assigned by IANA.
const GSMTAP_PORT: u16 = 4729;
/// Longest GSMTAP payload: an IPv4 packet less the headers of IP, UDP and GSMTAP.
const MAX_PAYLOAD: usize = 65_535 - 20 - 8 - 16;
const IP_HEADER_LENGTH: u16 = 20;
const UDP_HEADER_LENGTH: u16 = 8;
/// IP protocol number of UDP.
const UDP: u8 = 17;
const LOCALHOST: [u8; 4] = [127, 0, 0, 1];

/// GSMTAP sub-types of type SIM.
#[derive(Clone, Copy)]
enum SubType {
    Apdu = 0,
    AnswerToReset = 1,
}

/// Writes records as packets, as they come.
#[derive(Debug)]
pub struct Writer<W> {
    output: W,
    link_type: LinkType,
}

impl<W: Write> Writer<W> {
    /// Starts a capture file.
    ///
    /// # Errors
    /// As the output fails.
    pub fn new(mut output: W, link_type: LinkType) -> io::Result<Self> {
        let mut header = Vec::with_capacity(24);
        header.extend_from_slice(&MAGIC.to_le_bytes());
        header.extend_from_slice(&2_u16.to_le_bytes());
        header.extend_from_slice(&4_u16.to_le_bytes());
        header.extend_from_slice(&[0; 8]);
        header.extend_from_slice(&SNAPSHOT_LENGTH.to_le_bytes());
        header.extend_from_slice(&link_type.number().to_le_bytes());
        output.write_all(&header)?;
        output.flush()?;
        Ok(Self { output, link_type })
    }

    /// The output.
    pub fn into_inner(self) -> W {
        self.output
    }

    fn packet(&mut self, time: Timestamp, sub_type: SubType, payload: &[u8]) -> io::Result<()> {
        let mut gsmtap = Vec::with_capacity(16 + payload.len());
        gsmtap.extend_from_slice(&GSMTAP_HEADER);
        gsmtap.extend_from_slice(&[sub_type as u8, 0, 0, 0]);
        gsmtap.extend_from_slice(payload);
        let frame = match self.link_type {
            LinkType::RawIp => ip_packet(&gsmtap)?,
            LinkType::Ethernet => {
                // No addresses, EtherType IPv4.
                let mut frame = vec![0; 12];
                frame.extend_from_slice(&[0x08, 0x00]);
                frame.extend_from_slice(&ip_packet(&gsmtap)?);
                frame
            }
        };
        let seconds = u32::try_from(time.micros() / 1_000_000).unwrap_or(u32::MAX);
        let micros = u32::try_from(time.micros() % 1_000_000).unwrap_or_default();
        let length = u32::try_from(frame.len()).map_err(io::Error::other)?;
        for field in [seconds, micros, length, length] {
            self.output.write_all(&field.to_le_bytes())?;
        }
        self.output.write_all(&frame)?;
        self.output.flush()
    }
}

impl<W: Write> RecordSink for Writer<W> {
    fn record(&mut self, record: &Record) -> io::Result<()> {
        match &record.entry {
            Entry::PowerUp { atr } | Entry::Reset { atr } if !atr.is_empty() => {
                let shown = atr.get(..MAX_PAYLOAD).unwrap_or(atr);
                self.packet(record.time, SubType::AnswerToReset, shown)
            }
            Entry::Exchange(exchange) => match exchange_payload(exchange) {
                Some(payload) => self.packet(record.time, SubType::Apdu, &payload),
                None => Ok(()),
            },
            Entry::PowerUp { .. } | Entry::Reset { .. } | Entry::PowerDown => Ok(()),
        }
    }
}

/// Header, P3, command data, response data and status word.
fn exchange_payload(exchange: &Exchange) -> Option<Vec<u8>> {
    let (data, status) = exchange.response.as_deref()?.split_last_chunk::<2>()?;
    let sent = exchange.command.as_slice();
    sent.get(..4)?;
    let mut payload = match Command::parse(sent) {
        Ok(command) if command.data().is_empty() && command.expected_length().is_none() => {
            let [class, instruction, p1, p2] = command.header();
            vec![class, instruction, p1, p2, 0]
        }
        Ok(command) if !command.data().is_empty() => {
            let lengths = if command.is_extended() { 7 } else { 5 };
            sent.get(..lengths + command.data().len())?.to_vec()
        }
        _ => sent.to_vec(),
    };
    payload.truncate(MAX_PAYLOAD - status.len());
    let room = MAX_PAYLOAD - status.len() - payload.len();
    payload.extend_from_slice(data.get(..room).unwrap_or(data));
    payload.extend_from_slice(status);
    Some(payload)
}

/// An IPv4 packet (RFC 791) with a UDP datagram (RFC 768) from and to this host.
fn ip_packet(payload: &[u8]) -> io::Result<Vec<u8>> {
    let length = u16::try_from(payload.len()).ok();
    let udp_length = length.and_then(|length| length.checked_add(UDP_HEADER_LENGTH));
    let total_length = udp_length.and_then(|length| length.checked_add(IP_HEADER_LENGTH));
    let (Some(udp_length), Some(total_length)) = (udp_length, total_length) else {
        return Err(io::Error::other("a packet longer than IPv4 allows"));
    };
    // Version 4, five words; not fragmented; 64 hops.
    let mut header = vec![0x45, 0];
    header.extend_from_slice(&total_length.to_be_bytes());
    header.extend_from_slice(&[0, 0, 0x40, 0, 64, UDP]);
    let before_checksum = header.len();
    header.extend_from_slice(&[0, 0]);
    header.extend_from_slice(&LOCALHOST);
    header.extend_from_slice(&LOCALHOST);
    let sum = checksum(&[&header]);
    header.splice(before_checksum..before_checksum + 2, sum.to_be_bytes());

    let mut udp = Vec::with_capacity(payload.len() + 8);
    for field in [GSMTAP_PORT, GSMTAP_PORT, udp_length, 0] {
        udp.extend_from_slice(&field.to_be_bytes());
    }
    udp.extend_from_slice(payload);
    let [high, low] = udp_length.to_be_bytes();
    let sum = match checksum(&[&LOCALHOST, &LOCALHOST, &[0, UDP, high, low], &udp]) {
        // Zero on the wire says that there is no checksum.
        0 => 0xFFFF,
        sum => sum,
    };
    udp.splice(6..8, sum.to_be_bytes());
    header.append(&mut udp);
    Ok(header)
}

/// The Internet checksum (RFC 1071) over these parts, of which all but the last have even lengths.
fn checksum(parts: &[&[u8]]) -> u16 {
    let words = parts.iter().flat_map(|part| part.chunks(2)).map(|pair| match pair {
        [high, low] => u32::from(u16::from_be_bytes([*high, *low])),
        [high] => u32::from(*high) << 8,
        _ => 0,
    });
    // At most 32,800 words: no overflow.
    let mut sum: u32 = words.sum();
    while sum > 0xFFFF {
        sum = (sum & 0xFFFF) + (sum >> 16);
    }
    !u16::try_from(sum).unwrap_or_default()
}
