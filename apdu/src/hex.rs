//! Hexadecimal text, as card people write it: `00A4 0400 05 A000000151`.
//!
//! Reading allows white space and colons between bytes, not inside one, and both letter cases. Errors name
//! the byte offset in the text, so that a script or command line can point at it.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// Why a text is not hexadecimal. Positions are byte offsets in the text, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HexError {
    /// A character that is neither a digit nor a separator.
    InvalidCharacter {
        /// Where the character starts.
        position: usize,
        /// The character.
        character: char,
    },
    /// A digit without its partner: the end of the text or a separator follows it.
    HalfByte {
        /// Where the digit stands.
        position: usize,
    },
}

impl HexError {
    /// Byte offset in the text, from 0.
    #[must_use]
    pub const fn position(self) -> usize {
        match self {
            Self::InvalidCharacter { position, .. } | Self::HalfByte { position } => position,
        }
    }
}

impl fmt::Display for HexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidCharacter { position, character } => {
                write!(f, "{character:?} at offset {position} is not a hexadecimal digit")
            }
            Self::HalfByte { position } => write!(f, "the digit at offset {position} has no second digit"),
        }
    }
}

impl core::error::Error for HexError {}

/// Reads hexadecimal text into bytes. White space and `:` may stand between bytes; the empty text is no
/// bytes.
///
/// # Errors
/// [`HexError`] at the first character that does not fit.
///
/// ```
/// use cardamom_apdu::hex::{decode, HexError};
/// assert_eq!(decode("00 a4:04 00"), Ok(vec![0x00, 0xA4, 0x04, 0x00]));
/// assert_eq!(decode("00A4 0"), Err(HexError::HalfByte { position: 5 }));
/// ```
pub fn decode(text: &str) -> Result<Vec<u8>, HexError> {
    let mut bytes = Vec::with_capacity(text.len() / 2);
    let mut high: Option<(usize, u8)> = None;
    for (position, character) in text.char_indices() {
        if let Some(digit) = digit(character) {
            high = match high {
                None => Some((position, digit)),
                Some((_, upper)) => {
                    bytes.push(upper << 4 | digit);
                    None
                }
            };
        } else if is_separator(character) {
            if let Some((position, _)) = high {
                return Err(HexError::HalfByte { position });
            }
        } else {
            return Err(HexError::InvalidCharacter { position, character });
        }
    }
    match high {
        Some((position, _)) => Err(HexError::HalfByte { position }),
        None => Ok(bytes),
    }
}

/// Writes bytes as upper-case hexadecimal without separators.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    alloc::format!("{}", Hex(bytes))
}

/// Prints bytes as upper-case hexadecimal: `{}` packed (`00A40400`), `{:#}` with a space between bytes
/// (`00 A4 04 00`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Hex<'a>(pub &'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            if f.alternate() && index > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{byte:02X}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The value of a hexadecimal digit.
fn digit(character: char) -> Option<u8> {
    character.to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn is_separator(character: char) -> bool {
    character.is_ascii_whitespace() || character == ':'
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use alloc::vec;
    use proptest::prelude::*;

    #[test]
    fn separators_stand_between_bytes_only() {
        assert_eq!(decode(" 00A4\t04 :00\r\n"), Ok(vec![0x00, 0xA4, 0x04, 0x00]));
        assert_eq!(decode(""), Ok(vec![]));
        assert_eq!(decode("0 0"), Err(HexError::HalfByte { position: 0 }));
        assert_eq!(decode("00 é"), Err(HexError::InvalidCharacter { position: 3, character: 'é' }));
        assert_eq!(decode("0x00"), Err(HexError::InvalidCharacter { position: 1, character: 'x' }));
    }

    #[test]
    fn prints_packed_and_spaced() {
        assert_eq!(encode(&[0x00, 0xA4, 0xFF]), "00A4FF");
        assert_eq!(alloc::format!("{:#}", Hex(&[0x00, 0xA4, 0xFF])), "00 A4 FF");
        assert_eq!(Hex(&[]).to_string(), "");
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(bytes: Vec<u8>) {
            prop_assert_eq!(decode(&encode(&bytes)), Ok(bytes.clone()));
            prop_assert_eq!(decode(&alloc::format!("{:#}", Hex(&bytes))), Ok(bytes));
        }

        #[test]
        fn any_text_is_read_or_refused_inside_itself(text: String) {
            if let Err(error) = decode(&text) {
                prop_assert!(text.is_char_boundary(error.position()) && error.position() < text.len());
            }
        }
    }
}
