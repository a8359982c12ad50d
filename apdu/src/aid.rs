//! Application identifiers (ISO/IEC 7816-4 §8.2.1.2).

use core::fmt;
use core::str::FromStr;

use crate::hex::{self, Hex, HexError};

/// Length in bytes of the registered application provider identifier.
const RID_LENGTH: usize = 5;

/// An application identifier: a registered application provider identifier (RID, 5 bytes) and a proprietary
/// extension (PIX, 0 to 11 bytes).
///
/// Ordered as its bytes are. Text is hexadecimal.
///
/// ```
/// use cardamom_apdu::Aid;
/// const OPENPGP: Aid = Aid::from_array([0xD2, 0x76, 0x00, 0x01, 0x24, 0x01]);
/// assert_eq!(OPENPGP.rid(), [0xD2, 0x76, 0x00, 0x01, 0x24]);
/// assert_eq!(OPENPGP.pix(), [0x01]);
/// assert_eq!("D2760001 2401".parse(), Ok(OPENPGP));
/// assert_eq!(OPENPGP.to_string(), "D27600012401");
/// ```
///
/// A literal of a wrong length does not compile:
///
/// ```compile_fail
/// const SHORT: cardamom_apdu::Aid = cardamom_apdu::Aid::from_array([0xA0, 0x00]);
/// ```
// Unused bytes are zero, so the derived comparisons agree with those of `as_bytes`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Aid {
    bytes: [u8; Self::MAX_LENGTH],
    length: u8,
}

impl Aid {
    /// Shortest AID in bytes: a bare RID.
    pub const MIN_LENGTH: usize = RID_LENGTH;
    /// Longest AID in bytes.
    pub const MAX_LENGTH: usize = 16;

    /// The AID with these bytes.
    ///
    /// # Errors
    /// [`AidError::Length`] unless there are 5 to 16 bytes.
    pub fn new(bytes: &[u8]) -> Result<Self, AidError> {
        let error = AidError::Length { length: bytes.len() };
        if bytes.len() < Self::MIN_LENGTH {
            return Err(error);
        }
        let mut padded = [0; Self::MAX_LENGTH];
        padded.get_mut(..bytes.len()).ok_or(error)?.copy_from_slice(bytes);
        Ok(Self { bytes: padded, length: u8::try_from(bytes.len()).map_err(|_| error)? })
    }

    /// The AID with these bytes, for literals: a length outside 5 to 16 is refused by the compiler.
    #[must_use]
    pub const fn from_array<const N: usize>(bytes: [u8; N]) -> Self {
        const { assert!(N >= Self::MIN_LENGTH && N <= Self::MAX_LENGTH, "an AID has 5 to 16 bytes") };
        let mut padded = [0; Self::MAX_LENGTH];
        if let Some((target, _)) = padded.split_at_mut_checked(N) {
            target.copy_from_slice(&bytes);
        }
        #[allow(clippy::cast_possible_truncation, reason = "N is at most 16, asserted above")]
        let length = N as u8;
        Self { bytes: padded, length }
    }

    /// All its bytes, 5 to 16.
    #[must_use]
    #[inline]
    pub const fn as_bytes(&self) -> &[u8] {
        match self.bytes.split_at_checked(self.length as usize) {
            Some((bytes, _)) => bytes,
            None => &self.bytes,
        }
    }

    /// The registered application provider identifier.
    #[must_use]
    pub const fn rid(&self) -> [u8; RID_LENGTH] {
        let [a, b, c, d, e, ..] = self.bytes;
        [a, b, c, d, e]
    }

    /// The proprietary application identifier extension, 0 to 11 bytes.
    #[must_use]
    pub const fn pix(&self) -> &[u8] {
        match self.as_bytes().split_at_checked(RID_LENGTH) {
            Some((_, pix)) => pix,
            None => &[],
        }
    }

    /// True if the AID begins with these bytes: selection by a partial name (ISO/IEC 7816-4 §11.2.2). Every
    /// AID begins with the empty name.
    #[must_use]
    #[inline]
    pub fn starts_with(&self, prefix: &[u8]) -> bool {
        self.as_bytes().starts_with(prefix)
    }
}

impl AsRef<[u8]> for Aid {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl TryFrom<&[u8]> for Aid {
    type Error = AidError;

    fn try_from(bytes: &[u8]) -> Result<Self, AidError> {
        Self::new(bytes)
    }
}

impl fmt::Display for Aid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Hex(self.as_bytes()).fmt(f)
    }
}

impl fmt::Debug for Aid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Aid({self})")
    }
}

impl FromStr for Aid {
    type Err = AidError;

    fn from_str(text: &str) -> Result<Self, AidError> {
        Self::new(&hex::decode(text)?)
    }
}

/// Why bytes or text are not an AID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AidError {
    /// The text is not hexadecimal.
    Hex(HexError),
    /// Not 5 to 16 bytes.
    Length {
        /// Number of bytes given.
        length: usize,
    },
}

impl From<HexError> for AidError {
    fn from(error: HexError) -> Self {
        Self::Hex(error)
    }
}

impl fmt::Display for AidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hex(error) => error.fmt(f),
            Self::Length { length } => {
                write!(f, "an AID has {} to {} bytes, not {length}", Aid::MIN_LENGTH, Aid::MAX_LENGTH)
            }
        }
    }
}

impl core::error::Error for AidError {}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    #[test]
    fn only_5_to_16_bytes_make_an_aid() {
        for length in 0..=40 {
            let bytes = alloc::vec![0xA0; length];
            assert_eq!(Aid::new(&bytes).is_ok(), (5..=16).contains(&length));
        }
        assert_eq!("A0".parse::<Aid>(), Err(AidError::Length { length: 1 }));
        assert_eq!("A0000001510".parse::<Aid>(), Err(AidError::Hex(HexError::HalfByte { position: 10 })));
    }

    #[test]
    fn a_partial_name_selects() {
        let aid = Aid::from_array([0xA0, 0, 0, 1, 0x51, 0, 0, 0]);
        assert!(aid.starts_with(&[]) && aid.starts_with(&[0xA0, 0]) && aid.starts_with(aid.as_bytes()));
        assert!(!aid.starts_with(&[0xA1]) && !aid.starts_with(&[0xA0, 0, 0, 1, 0x51, 0, 0, 0, 0]));
    }

    fn aid_bytes() -> impl Strategy<Value = Vec<u8>> {
        proptest::collection::vec(prop_oneof![Just(0u8), any::<u8>()], 5..=16)
    }

    proptest! {
        #[test]
        fn bytes_and_text_are_kept(bytes in aid_bytes()) {
            let aid = Aid::new(&bytes).unwrap();
            prop_assert_eq!(aid.as_bytes(), &bytes[..]);
            prop_assert_eq!([&aid.rid()[..], aid.pix()].concat(), bytes);
            prop_assert_eq!(aid.to_string().parse(), Ok(aid));
        }

        #[test]
        fn order_is_that_of_the_bytes(left in aid_bytes(), right in aid_bytes(), cut in 5usize..=16) {
            for right in [&right[..], &left[..cut.min(left.len())]] {
                let (a, b) = (Aid::new(&left).unwrap(), Aid::new(right).unwrap());
                prop_assert_eq!(a.cmp(&b), left.as_slice().cmp(right));
                prop_assert_eq!(a == b, left == right);
            }
        }
    }
}
