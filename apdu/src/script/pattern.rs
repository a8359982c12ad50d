//! What a response is compared with: masks of nibbles, status words, a small matcher on hexadecimal text.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::ast::VariableReference;

/// One byte of a mask: the bits of `mask` must be those of `value`.
///
/// A nibble is either checked whole or not at all (written `X`), as in 3GPP TS 51.013 annex B.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaskedByte {
    value: u8,
    mask: u8,
}

impl MaskedByte {
    /// Matches `value` alone.
    #[must_use]
    pub const fn exact(value: u8) -> Self {
        Self { value, mask: 0xFF }
    }

    /// From the high and the low nibble; `None` is a wildcard. Nibbles above 15 lose their high bits.
    #[must_use]
    pub const fn from_nibbles(high: Option<u8>, low: Option<u8>) -> Self {
        let (high_value, high_mask) = match high {
            Some(nibble) => ((nibble & 0x0F) << 4, 0xF0),
            None => (0, 0),
        };
        let (low_value, low_mask) = match low {
            Some(nibble) => (nibble & 0x0F, 0x0F),
            None => (0, 0),
        };
        Self { value: high_value | low_value, mask: high_mask | low_mask }
    }

    /// Does `byte` match?
    #[must_use]
    pub const fn matches(self, byte: u8) -> bool {
        (byte & self.mask) == self.value
    }

    /// The nibbles, high first; `None` is a wildcard.
    #[must_use]
    pub const fn nibbles(self) -> [Option<u8>; 2] {
        [
            if self.mask & 0xF0 == 0 { None } else { Some(self.value >> 4) },
            if self.mask & 0x0F == 0 { None } else { Some(self.value & 0x0F) },
        ]
    }
}

impl fmt::Display for MaskedByte {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for nibble in self.nibbles() {
            match nibble {
                Some(nibble) => write!(f, "{nibble:X}")?,
                None => f.write_str("X")?,
            }
        }
        Ok(())
    }
}

/// A status word with wildcards: `9000`, `61XX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusPattern {
    /// SW1.
    pub sw1: MaskedByte,
    /// SW2.
    pub sw2: MaskedByte,
}

impl StatusPattern {
    /// Matches one status word alone.
    #[must_use]
    pub const fn exact(status: u16) -> Self {
        let [sw1, sw2] = status.to_be_bytes();
        Self { sw1: MaskedByte::exact(sw1), sw2: MaskedByte::exact(sw2) }
    }

    /// From four nibbles, most significant first; `None` is a wildcard.
    #[must_use]
    pub const fn from_nibbles(nibbles: [Option<u8>; 4]) -> Self {
        let [a, b, c, d] = nibbles;
        Self { sw1: MaskedByte::from_nibbles(a, b), sw2: MaskedByte::from_nibbles(c, d) }
    }

    /// Does the status word match?
    #[must_use]
    pub const fn matches(self, status: u16) -> bool {
        let [sw1, sw2] = status.to_be_bytes();
        self.sw1.matches(sw1) && self.sw2.matches(sw2)
    }
}

impl fmt::Display for StatusPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.sw1, self.sw2)
    }
}

/// Expected bytes: `6F XX 84 ${aid} *`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataPattern {
    /// The parts in order.
    pub parts: Vec<PatternPart>,
    /// A `*` at the end: any bytes, or none, may follow.
    pub open: bool,
}

/// A piece of a [`DataPattern`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatternPart {
    /// Bytes with wildcards.
    Masked(Vec<MaskedByte>),
    /// The value of a variable, exactly.
    Variable(VariableReference),
}

impl DataPattern {
    /// Exactly these bytes.
    #[must_use]
    pub fn exact(bytes: &[u8]) -> Self {
        let mut pattern = Self::default();
        for &byte in bytes {
            pattern.push(MaskedByte::exact(byte));
        }
        pattern
    }

    /// Appends one byte, joining it to the bytes before.
    pub fn push(&mut self, byte: MaskedByte) {
        if let Some(PatternPart::Masked(bytes)) = self.parts.last_mut() {
            bytes.push(byte);
        } else {
            self.parts.push(PatternPart::Masked(Vec::from([byte])));
        }
    }
}

/// The nibble, counted from 0, at which `actual` departs from `expected`, or `None` if it matches.
///
/// A wrong length departs where the shorter of the two ends. `open` lets anything follow.
#[must_use]
pub(crate) fn first_mismatch(expected: &[MaskedByte], open: bool, actual: &[u8]) -> Option<usize> {
    for (index, (pattern, &byte)) in expected.iter().zip(actual).enumerate() {
        let nibbles = pattern.nibbles();
        for (offset, (nibble, value)) in nibbles.into_iter().zip([byte >> 4, byte & 0x0F]).enumerate() {
            if nibble.is_some_and(|nibble| nibble != value) {
                return Some(index.saturating_mul(2).saturating_add(offset));
            }
        }
    }
    let lengths_agree = actual.len() == expected.len() || (open && actual.len() > expected.len());
    if lengths_agree { None } else { Some(expected.len().min(actual.len()).saturating_mul(2)) }
}

/// A search in hexadecimal text: hexadecimal digits, `.` for any digit, `^` at the start, `$` at the end.
///
/// Bytes are not cut apart: a match begins on a byte boundary, or, with `$` and without `^`, ends on the
/// last byte. So `06` is not found in `A06B`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HexMatcher {
    starts: bool,
    ends: bool,
    nibbles: Vec<Option<u8>>,
}

impl HexMatcher {
    /// Reads the expression. `None` if it is empty or holds anything but `^`, `$`, `.` and hexadecimal
    /// digits, or has an anchor in the middle.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (starts, text) = text.strip_prefix('^').map_or((false, text), |rest| (true, rest));
        let (ends, text) = text.strip_suffix('$').map_or((false, text), |rest| (true, rest));
        let nibbles = text
            .chars()
            .map(|c| match c {
                '.' => Some(None),
                digit => digit.to_digit(16).and_then(|nibble| u8::try_from(nibble).ok()).map(Some),
            })
            .collect::<Option<Vec<_>>>()?;
        if nibbles.is_empty() && !(starts && ends) {
            return None;
        }
        Some(Self { starts, ends, nibbles })
    }

    /// Is the expression found in `data`?
    #[must_use]
    pub fn is_match(&self, data: &[u8]) -> bool {
        let text: Vec<u8> = data.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]).collect();
        let Some(last) = text.len().checked_sub(self.nibbles.len()) else { return false };
        let at = |start: usize| {
            text.iter()
                .skip(start)
                .zip(&self.nibbles)
                .all(|(digit, want)| want.is_none_or(|want| want == *digit))
        };
        match (self.starts, self.ends) {
            (true, true) => last == 0 && at(0),
            (true, false) => at(0),
            (false, true) => at(last),
            (false, false) => (0..=last).step_by(2).any(at),
        }
    }
}

impl fmt::Display for HexMatcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        for nibble in &self.nibbles {
            text.push(
                nibble
                    .and_then(|n| char::from_digit(u32::from(n), 16))
                    .map_or('.', |c| c.to_ascii_uppercase()),
            );
        }
        write!(f, "{}{text}{}", if self.starts { "^" } else { "" }, if self.ends { "$" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn wildcard_nibbles_match_anything() {
        let pattern = StatusPattern::from_nibbles([Some(6), Some(1), None, None]);
        assert!(pattern.matches(0x61FF));
        assert!(!pattern.matches(0x6200));
        assert_eq!(pattern.to_string(), "61XX");
    }

    #[test]
    fn mismatch_names_the_nibble() {
        let expected = [MaskedByte::exact(0x6F), MaskedByte::from_nibbles(None, Some(4))];
        assert_eq!(first_mismatch(&expected, false, &[0x6F, 0x14]), None);
        assert_eq!(first_mismatch(&expected, false, &[0x6F, 0x15]), Some(3));
        assert_eq!(first_mismatch(&expected, false, &[0x6F]), Some(2));
        assert_eq!(first_mismatch(&expected, false, &[0x6F, 0x14, 0x00]), Some(4));
        assert_eq!(first_mismatch(&expected, true, &[0x6F, 0x14, 0x00]), None);
        assert_eq!(first_mismatch(&expected, true, &[0x6F]), Some(2));
    }

    #[test]
    fn matcher_keeps_bytes_whole() {
        let found = |text: &str, data: &[u8]| HexMatcher::parse(text).unwrap().is_match(data);
        assert!(found("^06", &[0x06, 0x07]));
        assert!(!found("06", &[0xA0, 0x6B]));
        assert!(found("6B$", &[0xA0, 0x6B]));
        assert!(found("b$", &[0xA0, 0x6B]));
        assert!(found("^A.6B$", &[0xA0, 0x6B]));
        assert!(!found("^A06B00$", &[0xA0, 0x6B]));
        assert!(found("^$", &[]));
        for wrong in ["", "^", "$", "0^6", "0*", "G"] {
            assert_eq!(HexMatcher::parse(wrong), None, "{wrong}");
        }
        assert_eq!(HexMatcher::parse("^0a.$").unwrap().to_string(), "^0A.$");
    }
}
