//! Command APDUs (ISO/IEC 7816-3 §12.1.3, 7816-4 §5.1).

mod error;

use alloc::vec::Vec;
use core::fmt;
use core::hash::{Hash, Hasher};

pub use error::CommandError;

use crate::class::Class;
use crate::hex::Hex;

/// Longest command data field in bytes (extended length).
pub const MAX_DATA_LENGTH: usize = 65_535;
/// Largest expected length Ne (extended length).
pub const MAX_EXPECTED_LENGTH: u32 = 65_536;
/// Longest command data field in bytes, and largest Ne less one, of a short command.
const SHORT_MAX: u8 = 255;

/// A command APDU that borrows its data field.
///
/// | Case | Short | Extended |
/// |---|---|---|
/// | 1 | header | header |
/// | 2 | header Le(1) | header `00` Le(2) |
/// | 3 | header Lc(1) data | header `00` Lc(2) data |
/// | 4 | header Lc(1) data Le(1) | header `00` Lc(2) data Le(2) |
///
/// An Le field of zeros means the maximum: 256, or 65 536 in the extended form.
///
/// ```
/// use cardamom_apdu::Command;
///
/// let get_data = Command::parse(&[0x80, 0xCA, 0x00, 0x66, 0x00])?;
/// assert_eq!(get_data.instruction(), 0xCA);
/// assert_eq!((get_data.p1(), get_data.p2()), (0x00, 0x66));
/// assert_eq!(get_data.expected_length(), Some(256));
///
/// let select = Command::new(0x00, 0xA4, 0x04, 0x00).with_data(&[0xA0, 0x00]).with_expected_length(256);
/// assert_eq!(select.to_bytes()?, [0x00, 0xA4, 0x04, 0x00, 0x02, 0xA0, 0x00, 0x00]);
/// # Ok::<(), cardamom_apdu::CommandError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Command<'a> {
    header: [u8; 4],
    /// The extended form was read or asked for.
    prefer_extended: bool,
    /// Ne; 0 when there is no Le field.
    expected_length: u32,
    data: &'a [u8],
}

impl<'a> Command<'a> {
    /// A command of case 1: a header and nothing else.
    #[must_use]
    pub const fn new(class: u8, instruction: u8, p1: u8, p2: u8) -> Self {
        Self { header: [class, instruction, p1, p2], prefer_extended: false, expected_length: 0, data: &[] }
    }

    /// The same command with this data field. The empty field is no field. Above [`MAX_DATA_LENGTH`] the
    /// command cannot be encoded.
    #[must_use]
    pub const fn with_data(mut self, data: &'a [u8]) -> Self {
        self.data = data;
        self
    }

    /// The same command that expects up to this many bytes of answer: Ne, 1 to 65 536. 0 removes the Le
    /// field. Above [`MAX_EXPECTED_LENGTH`] the command cannot be encoded.
    #[must_use]
    pub const fn with_expected_length(mut self, expected_length: u32) -> Self {
        self.expected_length = expected_length;
        self
    }

    /// The same command with another class byte.
    #[must_use]
    pub const fn with_class(mut self, class: Class) -> Self {
        let [_, instruction, p1, p2] = self.header;
        self.header = [class.byte(), instruction, p1, p2];
        self
    }

    /// The same command in the extended form even where the short form would do. Case 1 has one form only.
    #[must_use]
    pub const fn extended(mut self) -> Self {
        self.prefer_extended = true;
        self
    }

    /// Reads a command as received: exactly one of the seven forms, nothing missing and nothing after it.
    ///
    /// # Errors
    /// [`CommandError`] with the position; [`CommandError::status_word`] is what a card answers: 6700, or
    /// 6E00 for the class `FF`.
    #[inline]
    pub const fn parse(bytes: &'a [u8]) -> Result<Self, CommandError> {
        let Some((&header, body)) = bytes.split_first_chunk::<4>() else {
            return Err(CommandError::HeaderTruncated { length: bytes.len() });
        };
        if matches!(header, [0xFF, ..]) {
            return Err(CommandError::InvalidClass);
        }
        let command = Self { header, prefer_extended: false, expected_length: 0, data: &[] };
        match body {
            [] => Ok(command),
            [le] => Ok(Self { expected_length: short_expected_length(*le), ..command }),
            [0, field @ ..] => command.parse_extended(field),
            [lc, field @ ..] => {
                let length = *lc as usize;
                match field.split_at_checked(length) {
                    Some((data, [])) => Ok(Self { data, ..command }),
                    Some((data, [le])) => {
                        Ok(Self { data, expected_length: short_expected_length(*le), ..command })
                    }
                    Some(_) => Err(CommandError::TrailingBytes { position: 6 + length }),
                    None => Err(truncated_data(5, length, field.len())),
                }
            }
        }
    }

    /// Reads what follows the byte `00` that announces extended lengths.
    const fn parse_extended(self, field: &'a [u8]) -> Result<Self, CommandError> {
        let Some((&length, rest)) = field.split_first_chunk::<2>() else {
            return Err(CommandError::LengthFieldTruncated { position: 5 + field.len() });
        };
        if rest.is_empty() {
            let expected_length = extended_expected_length(length);
            return Ok(Self { prefer_extended: true, expected_length, ..self });
        }
        let length = u16::from_be_bytes(length) as usize;
        if length == 0 {
            return Err(CommandError::DataLengthZero);
        }
        match rest.split_at_checked(length) {
            Some((data, [])) => Ok(Self { prefer_extended: true, data, ..self }),
            Some((data, [high, low])) => {
                let expected_length = extended_expected_length([*high, *low]);
                Ok(Self { prefer_extended: true, data, expected_length, ..self })
            }
            Some((_, [_])) => Err(CommandError::LengthFieldTruncated { position: 8 + length }),
            Some(_) => Err(CommandError::TrailingBytes { position: 9 + length }),
            None => Err(truncated_data(7, length, rest.len())),
        }
    }

    /// CLA INS P1 P2.
    #[must_use]
    #[inline]
    pub const fn header(&self) -> [u8; 4] {
        self.header
    }

    /// The class byte.
    #[must_use]
    #[inline]
    pub const fn class(&self) -> Class {
        let [class, ..] = self.header;
        Class::new(class)
    }

    /// The instruction byte INS.
    #[must_use]
    #[inline]
    pub const fn instruction(&self) -> u8 {
        let [_, instruction, ..] = self.header;
        instruction
    }

    /// The first parameter byte.
    #[must_use]
    #[inline]
    pub const fn p1(&self) -> u8 {
        let [_, _, p1, _] = self.header;
        p1
    }

    /// The second parameter byte.
    #[must_use]
    #[inline]
    pub const fn p2(&self) -> u8 {
        let [_, _, _, p2] = self.header;
        p2
    }

    /// The data field, 0 to 65 535 bytes; its length is Nc.
    #[must_use]
    #[inline]
    pub const fn data(&self) -> &'a [u8] {
        self.data
    }

    /// Ne, the most bytes of answer that are expected: 1 to 65 536, or none without an Le field.
    #[must_use]
    #[inline]
    pub const fn expected_length(&self) -> Option<u32> {
        match self.expected_length {
            0 => None,
            expected_length => Some(expected_length),
        }
    }

    /// True if the length fields have, or will have, the extended form. Never for case 1.
    #[must_use]
    #[inline]
    pub const fn is_extended(&self) -> bool {
        self.data.len() > SHORT_MAX as usize
            || self.expected_length > SHORT_MAX as u32 + 1
            || (self.prefer_extended && (!self.data.is_empty() || self.expected_length > 0))
    }

    /// Appends the command as transmitted: short form if it fits and the extended form was neither asked
    /// for nor read.
    ///
    /// # Errors
    /// [`CommandError::InvalidClass`], [`CommandError::DataTooLong`],
    /// [`CommandError::ExpectedLengthTooLarge`]; nothing is appended then.
    pub fn encode_into(&self, output: &mut Vec<u8>) -> Result<(), CommandError> {
        if self.class().byte() == 0xFF {
            return Err(CommandError::InvalidClass);
        }
        let too_long = CommandError::DataTooLong { length: self.data.len() };
        let data_length = u16::try_from(self.data.len()).map_err(|_| too_long)?;
        if self.expected_length > MAX_EXPECTED_LENGTH {
            return Err(CommandError::ExpectedLengthTooLarge { expected_length: self.expected_length });
        }
        output.reserve(self.data.len() + 9);
        output.extend_from_slice(&self.header);
        let [_, _, le_high, le_low] = self.expected_length.to_be_bytes();
        if self.is_extended() {
            output.push(0);
            if data_length > 0 {
                output.extend_from_slice(&data_length.to_be_bytes());
                output.extend_from_slice(self.data);
            }
            if self.expected_length > 0 {
                output.extend_from_slice(&[le_high, le_low]);
            }
        } else {
            if data_length > 0 {
                let [_, length] = data_length.to_be_bytes();
                output.push(length);
                output.extend_from_slice(self.data);
            }
            if self.expected_length > 0 {
                output.push(le_low);
            }
        }
        Ok(())
    }

    /// The command as transmitted; see [`Command::encode_into`].
    ///
    /// # Errors
    /// As [`Command::encode_into`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, CommandError> {
        let mut bytes = Vec::new();
        self.encode_into(&mut bytes)?;
        Ok(bytes)
    }

    /// What two equal commands share: the bytes that they are transmitted as.
    const fn identity(&self) -> ([u8; 4], &'a [u8], u32, bool) {
        (self.header, self.data, self.expected_length, self.is_extended())
    }
}

#[inline]
const fn short_expected_length(le: u8) -> u32 {
    if le == 0 { 256 } else { le as u32 }
}

#[inline]
const fn extended_expected_length(le: [u8; 2]) -> u32 {
    match u16::from_be_bytes(le) {
        0 => MAX_EXPECTED_LENGTH,
        le => le as u32,
    }
}

const fn truncated_data(start: usize, announced: usize, present: usize) -> CommandError {
    CommandError::DataTruncated { position: start + present, missing: announced - present }
}

impl PartialEq for Command<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}

impl Eq for Command<'_> {}

impl Hash for Command<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.identity().hash(state);
    }
}

impl<'a> TryFrom<&'a [u8]> for Command<'a> {
    type Error = CommandError;

    fn try_from(bytes: &'a [u8]) -> Result<Self, CommandError> {
        Self::parse(bytes)
    }
}

impl fmt::Debug for Command<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Command")
            .field("header", &Hex(&self.header))
            .field("data", &Hex(self.data))
            .field("expected_length", &self.expected_length())
            .field("extended", &self.is_extended())
            .finish()
    }
}

#[cfg(test)]
mod tests;
