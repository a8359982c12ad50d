//! Card production life cycle data (tag 9F7F): no part of GPCS 2.3.1, but most cards have it.

use std::fmt;

use super::value_of;

/// A day: the last digit of its year, and the day of the year, in four BCD digits. `0000` says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ProductionDate(pub [u8; 2]);

impl fmt::Display for ProductionDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d] = [self.0[0] >> 4, self.0[0] & 15, self.0[1] >> 4, self.0[1] & 15];
        let day = u16::from(b) * 100 + u16::from(c) * 10 + u16::from(d);
        match (self.0, [a, b, c, d].iter().all(|digit| *digit < 10) && (1..=366).contains(&day)) {
            ([0, 0], _) => f.write_str("unknown"),
            (_, true) => write!(f, "day {day} of a year that ends in {a}"),
            ([high, low], false) => write!(f, "{high:02X}{low:02X}"),
        }
    }
}

/// Who made a card, when, and with what: 42 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProductionLifeCycle {
    bytes: [u8; 42],
}

impl ProductionLifeCycle {
    /// Reads the object, whole or its value; `None` for another length.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        value_of(0x9F7F, bytes).try_into().ok().map(|bytes| Self { bytes })
    }

    /// The 42 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 42] {
        &self.bytes
    }

    /// Serial number of the integrated circuit.
    #[must_use]
    pub fn serial_number(&self) -> &[u8] {
        self.bytes.get(12..16).unwrap_or_default()
    }

    /// Each field: its name, and its value in words or hexadecimal.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let mut rest = self.bytes.as_slice();
        FIELDS
            .iter()
            .map(|(name, length, is_date)| {
                let (field, after) = rest.split_at_checked(*length).unwrap_or((rest, &[]));
                rest = after;
                let value = match (is_date, <[u8; 2]>::try_from(field)) {
                    (true, Ok(date)) => ProductionDate(date).to_string(),
                    _ => cardamom_apdu::hex::encode(field),
                };
                (*name, value)
            })
            .collect()
    }
}

/// Name, length in bytes, whether it is a date.
const FIELDS: [(&str, usize, bool); 18] = [
    ("IC fabricator", 2, false),
    ("IC type", 2, false),
    ("operating system", 2, false),
    ("operating system release date", 2, true),
    ("operating system release level", 2, false),
    ("IC fabrication date", 2, true),
    ("IC serial number", 4, false),
    ("IC batch", 2, false),
    ("module fabricator", 2, false),
    ("module packaging date", 2, true),
    ("card manufacturer", 2, false),
    ("embedding date", 2, true),
    ("pre-personalizer", 2, false),
    ("pre-personalization date", 2, true),
    ("pre-personalization equipment", 4, false),
    ("personalizer", 2, false),
    ("personalization date", 2, true),
    ("personalization equipment", 4, false),
];
