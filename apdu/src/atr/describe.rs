//! Answers to reset in words.

use core::fmt;

use super::{Atr, Convention, HistoricalBytes};
use crate::hex::Hex;

/// Fi by the high half of TA1 (ISO/IEC 7816-3 table 7); 0 is reserved.
const CLOCK_RATE_CONVERSION: [u16; 16] =
    [372, 372, 558, 744, 1116, 1488, 1860, 0, 0, 512, 768, 1024, 1536, 2048, 0, 0];
/// Di by the low half of TA1 (ISO/IEC 7816-3 table 8); 0 is reserved.
const BAUD_RATE_ADJUSTMENT: [u8; 16] = [0, 1, 2, 4, 8, 16, 32, 64, 12, 20, 0, 0, 0, 0, 0, 0];

/// Prints what an answer to reset says, one fact a line.
#[derive(Clone, Copy, Debug)]
pub struct Description<'a>(&'a Atr);

impl<'a> Description<'a> {
    pub(super) const fn new(atr: &'a Atr) -> Self {
        Self(atr)
    }
}

impl fmt::Display for Description<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let atr = self.0;
        f.write_str(match atr.convention() {
            Convention::Direct => "TS 3B: direct convention",
            Convention::Inverse => "TS 3F: inverse convention",
        })?;
        f.write_str("\nprotocols:")?;
        atr.protocols().try_for_each(|protocol| write!(f, " {protocol}"))?;
        for (index, group) in atr.interface_groups().enumerate() {
            let i = index + 1;
            if let Some(protocol) = group.protocol {
                write!(f, "\nTD{index}: {protocol}")?;
            }
            for (name, byte) in [("TA", group.bytes.ta), ("TB", group.bytes.tb), ("TC", group.bytes.tc)] {
                if let Some(byte) = byte {
                    write!(f, "\n{name}{i}: {byte:02X}")?;
                }
            }
        }
        speed(atr.clock_parameters(), f)?;
        write!(f, "\nextra guard time: {} etu", atr.extra_guard_time())?;
        if let Some(mode) = atr.specific_mode() {
            write!(f, "\nspecific mode: {mode:02X}")?;
        }
        if let Some(size) = atr.information_field_size() {
            write!(f, "\ninformation field size: {size} bytes")?;
        }
        historical(atr, f)?;
        match atr.check_byte() {
            Some(check) => write!(f, "\nTCK: {check:02X}"),
            None => Ok(()),
        }
    }
}

fn speed(parameters: u8, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let conversion = CLOCK_RATE_CONVERSION.get(usize::from(parameters >> 4)).copied().unwrap_or(0);
    let adjustment = BAUD_RATE_ADJUSTMENT.get(usize::from(parameters & 0x0F)).copied().unwrap_or(0);
    if conversion == 0 || adjustment == 0 {
        return write!(f, "\nspeed: reserved value {parameters:02X}");
    }
    write!(
        f,
        "\nspeed: Fi {conversion}, Di {adjustment}, {} clock cycles per etu",
        conversion / u16::from(adjustment)
    )
}

fn historical(atr: &Atr, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let historical = atr.historical();
    if atr.historical_bytes().is_empty() {
        return f.write_str("\nno historical bytes");
    }
    write!(f, "\nhistorical bytes: {}", Hex(atr.historical_bytes()))?;
    for object in historical.objects() {
        match object {
            Ok(object) => write!(f, "\n  object {:X}: {}", object.tag, Hex(object.value))?,
            Err(error) => write!(f, "\n  {error}")?,
        }
    }
    if let Some(capabilities) = historical.card_capabilities() {
        let yes = |flag: bool| if flag { "yes" } else { "no" };
        write!(
            f,
            "\n  command chaining: {}, extended length: {}, logical channels: {}{}",
            yes(capabilities.command_chaining()),
            yes(capabilities.extended_length()),
            capabilities.logical_channels(),
            if capabilities.logical_channels() == 8 { " or more" } else { "" }
        )?;
    }
    match historical {
        HistoricalBytes::CompactTlvWithStatus { life_cycle, status, .. } => {
            write!(f, "\n  life cycle {life_cycle:02X}, status {status}")
        }
        HistoricalBytes::DirReference { reference } => write!(f, "\n  DIR data reference {}", Hex(reference)),
        HistoricalBytes::Proprietary { .. } => f.write_str("\n  proprietary"),
        HistoricalBytes::Absent | HistoricalBytes::CompactTlv { .. } => Ok(()),
    }
}
