//! Answer to reset (ISO/IEC 7816-3 §8).

mod builder;
mod describe;
mod error;
mod historical;
mod interface;

use core::fmt;
use core::str::FromStr;

pub use builder::AtrBuilder;
pub use describe::Description;
pub use error::AtrError;
pub use historical::{CardCapabilities, CompactTlv, CompactTlvError, CompactTlvReader, HistoricalBytes};
pub use interface::{InterfaceBytes, InterfaceGroup, InterfaceGroups, Protocol};

use crate::hex::{self, Hex};

/// How bits are sent: TS (ISO/IEC 7816-3 §8.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Convention {
    /// `3B`: the high state is 1, the least significant bit comes first.
    Direct,
    /// `3F`: the low state is 1, the most significant bit comes first.
    Inverse,
}

impl Convention {
    /// The byte TS, as it reads once the convention is applied.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Direct => 0x3B,
            Self::Inverse => 0x3F,
        }
    }
}

/// An answer to reset: TS, T0, interface bytes, historical bytes and check byte.
///
/// ```
/// use cardamom_apdu::atr::{Atr, HistoricalBytes, Protocol};
///
/// let atr: Atr = "3B DA 18 FF 81 B1 FE 75 1F 03 00 31 C5 73 C0 01 40 00 90 00 0C".parse()?;
/// assert_eq!(atr.protocols().collect::<Vec<_>>(), [Protocol::T1]);
/// assert_eq!(atr.information_field_size(), Some(0xFE));
/// assert_eq!(atr.historical_bytes().len(), 10);
/// assert!(atr.historical().card_capabilities().unwrap().extended_length());
/// # Ok::<(), cardamom_apdu::atr::AtrError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Atr {
    bytes: [u8; Self::MAX_LENGTH],
    length: u8,
    historical_start: u8,
    historical_length: u8,
}

impl Atr {
    /// Longest answer to reset in bytes: TS and 32 more (ISO/IEC 7816-3 §8.2.1).
    pub const MAX_LENGTH: usize = 33;
    /// Most historical bytes.
    pub const MAX_HISTORICAL_LENGTH: usize = 15;

    /// Reads an answer to reset: complete, and with nothing after it.
    ///
    /// # Errors
    /// [`AtrError`] with the position.
    pub fn parse(bytes: &[u8]) -> Result<Self, AtrError> {
        let too_long = AtrError::TooLong { length: bytes.len() };
        let mut padded = [0; Self::MAX_LENGTH];
        padded.get_mut(..bytes.len()).ok_or(too_long)?.copy_from_slice(bytes);
        let truncated = AtrError::Truncated { position: bytes.len() };
        match bytes {
            [0x3B | 0x3F, _, ..] => {}
            [] | [0x3B | 0x3F] => return Err(truncated),
            [value, ..] => return Err(AtrError::InvalidConvention { value: *value }),
        }
        let mut groups = InterfaceGroups::new(bytes);
        for group in groups.by_ref() {
            group.ok_or(truncated)?;
        }
        let historical_start = groups.position();
        let historical_length = bytes.get(1).map_or(0, |t0| usize::from(t0 & 0x0F));
        let historical_end = historical_start + historical_length;
        let mut end = historical_end;
        if groups.needs_check_byte() {
            end += 1;
        }
        if bytes.len() < end {
            return Err(truncated);
        }
        if bytes.len() > end {
            return Err(AtrError::TrailingBytes { position: end });
        }
        if groups.needs_check_byte() {
            let expected = check_byte(bytes.get(..historical_end).unwrap_or(bytes));
            let found = bytes.get(historical_end).copied().unwrap_or(expected);
            if found != expected {
                return Err(AtrError::WrongCheckByte { position: historical_end, expected, found });
            }
        }
        let narrow = |number: usize| u8::try_from(number).map_err(|_| too_long);
        Ok(Self {
            bytes: padded,
            length: narrow(bytes.len())?,
            historical_start: narrow(historical_start)?,
            historical_length: narrow(historical_length)?,
        })
    }

    /// All bytes, 2 to 33.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or(&self.bytes)
    }

    /// The convention that TS announces.
    #[must_use]
    pub const fn convention(&self) -> Convention {
        match self.bytes {
            [0x3F, ..] => Convention::Inverse,
            _ => Convention::Direct,
        }
    }

    /// The interface bytes: first those that belong to no protocol (TA1 TB1 TC1), then one group for each
    /// TDi, with its protocol.
    pub fn interface_groups(&self) -> impl Iterator<Item = InterfaceGroup> + '_ {
        InterfaceGroups::new(self.as_bytes()).flatten()
    }

    /// The protocols on offer, in order and each once; the first is the one that is used unless another is
    /// negotiated. T=0 when none is named. T=15 is not a protocol and left out.
    pub fn protocols(&self) -> impl Iterator<Item = Protocol> + '_ {
        let named = |group: InterfaceGroup| group.protocol.filter(|protocol| *protocol != Protocol::GLOBAL);
        let mut offered = 0u16;
        let default = self.interface_groups().all(|group| named(group).is_none()).then_some(Protocol::T0);
        self.interface_groups().filter_map(named).chain(default).filter(move |protocol| {
            let bit = 1 << protocol.number();
            let new = offered & bit == 0;
            offered |= bit;
            new
        })
    }

    /// TA1, which encodes Fi and Di (see [`Description`]); `11` where it is absent.
    #[must_use]
    pub fn clock_parameters(&self) -> u8 {
        self.interface_groups().next().and_then(|group| group.bytes.ta).unwrap_or(0x11)
    }

    /// TC1, the extra guard time N in etu; 0 where it is absent.
    #[must_use]
    pub fn extra_guard_time(&self) -> u8 {
        self.interface_groups().next().and_then(|group| group.bytes.tc).unwrap_or(0)
    }

    /// TA2: present if the card is in specific mode, that is, if protocol and parameters are not negotiable.
    #[must_use]
    pub fn specific_mode(&self) -> Option<u8> {
        self.interface_groups().nth(1).and_then(|group| group.bytes.ta)
    }

    /// The information field size IFSC in bytes that the card announces for T=1 (first TA for T=1 after
    /// TD2, ISO/IEC 7816-3 §11.4.2).
    #[must_use]
    pub fn information_field_size(&self) -> Option<u8> {
        self.interface_groups().skip(2).find(|group| group.protocol == Some(Protocol::T1))?.bytes.ta
    }

    /// The historical bytes, 0 to 15.
    #[must_use]
    pub fn historical_bytes(&self) -> &[u8] {
        let start = usize::from(self.historical_start);
        self.bytes.get(start..start + usize::from(self.historical_length)).unwrap_or(&[])
    }

    /// The historical bytes by their category indicator (ISO/IEC 7816-4 §12.1.1).
    #[must_use]
    pub fn historical(&self) -> HistoricalBytes<'_> {
        HistoricalBytes::parse(self.historical_bytes())
    }

    /// TCK, which is there unless T=0 is the only protocol named (ISO/IEC 7816-3 §8.2.5).
    #[must_use]
    pub fn check_byte(&self) -> Option<u8> {
        let position = usize::from(self.historical_start) + usize::from(self.historical_length);
        self.as_bytes().get(position).copied()
    }

    /// All that it says, one fact a line.
    #[must_use]
    pub const fn describe(&self) -> Description<'_> {
        Description::new(self)
    }
}

/// TCK: makes the exclusive or of all bytes from T0 on zero. Takes the bytes from TS on.
fn check_byte(bytes: &[u8]) -> u8 {
    bytes.iter().skip(1).fold(0, |sum, byte| sum ^ byte)
}

impl TryFrom<&[u8]> for Atr {
    type Error = AtrError;

    fn try_from(bytes: &[u8]) -> Result<Self, AtrError> {
        Self::parse(bytes)
    }
}

impl FromStr for Atr {
    type Err = AtrError;

    fn from_str(text: &str) -> Result<Self, AtrError> {
        Self::parse(&hex::decode(text)?)
    }
}

impl fmt::Display for Atr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Hex(self.as_bytes()).fmt(f)
    }
}

impl fmt::Debug for Atr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Atr({self})")
    }
}

#[cfg(test)]
mod tests;
