//! Variables and the bytes that expressions come to.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::ast::{HexExpression, HexPart, VariableReference};
use super::super::pattern::{DataPattern, MaskedByte, PatternPart};
use super::report::StepError;
use crate::tlv::Tag;

/// Data of the last response, without the status word.
pub(super) const RESPONSE: &str = "_resp";
/// The two bytes of the last status word.
pub(super) const STATUS: &str = "_sw";
/// The last answer to reset.
pub(super) const ATR: &str = "_atr";

/// The most bytes a value may come to: a script that doubles a variable in a circle ends in an error.
const MAX_VALUE: usize = 1 << 20;

#[derive(Debug, Default)]
pub(super) struct Variables {
    values: BTreeMap<String, Vec<u8>>,
}

impl Variables {
    pub(super) const fn new(values: BTreeMap<String, Vec<u8>>) -> Self {
        Self { values }
    }

    pub(super) fn set(&mut self, name: &str, value: Vec<u8>) {
        self.values.insert(name.to_string(), value);
    }

    fn value(&self, reference: &VariableReference) -> Result<&[u8], StepError> {
        let value = self
            .values
            .get(&reference.name)
            .ok_or_else(|| StepError::UnknownVariable(reference.name.clone()))?;
        let Some(slice) = reference.slice else { return Ok(value) };
        let end = slice.end.unwrap_or(value.len().max(slice.start));
        value.get(slice.start..end).ok_or_else(|| StepError::SliceOutOfRange {
            name: reference.name.clone(),
            end,
            length: value.len(),
        })
    }

    /// The bytes of a command: its outermost `#( )` is Lc and data field.
    pub(super) fn command(&self, expression: &HexExpression) -> Result<Vec<u8>, StepError> {
        let mut out = Vec::new();
        for part in &expression.parts {
            match part {
                HexPart::LengthPrefixed(inner) => {
                    let field = self.bytes(inner)?;
                    // ISO/IEC 7816-3 section 12.1.3: no field, no Lc; three bytes when one is too short.
                    match u8::try_from(field.len()) {
                        Ok(0) => {}
                        Ok(short) => out.push(short),
                        Err(_) => {
                            let extended =
                                u16::try_from(field.len()).map_err(|_| StepError::TooLong(field.len()))?;
                            out.push(0);
                            out.extend_from_slice(&extended.to_be_bytes());
                        }
                    }
                    out.extend_from_slice(&field);
                }
                other => self.append(other, &mut out)?,
            }
        }
        Ok(out)
    }

    /// The bytes of a field: `#( )` has a length of one byte.
    pub(super) fn bytes(&self, expression: &HexExpression) -> Result<Vec<u8>, StepError> {
        let mut out = Vec::new();
        for part in &expression.parts {
            self.append(part, &mut out)?;
        }
        Ok(out)
    }

    fn append(&self, part: &HexPart, out: &mut Vec<u8>) -> Result<(), StepError> {
        match part {
            HexPart::Bytes(bytes) => out.extend_from_slice(bytes),
            HexPart::Variable(variable) => out.extend_from_slice(self.value(variable)?),
            HexPart::LengthPrefixed(inner) => {
                let value = self.bytes(inner)?;
                out.push(u8::try_from(value.len()).map_err(|_| StepError::TooLong(value.len()))?);
                out.extend_from_slice(&value);
            }
            HexPart::Tlv { tag, value } => {
                let value = self.bytes(value)?;
                out.extend_from_slice(tag.as_bytes(&mut [0; Tag::MAX_LENGTH]));
                append_ber_length(value.len(), out)?;
                out.extend_from_slice(&value);
            }
        }
        if out.len() > MAX_VALUE { Err(StepError::TooLong(out.len())) } else { Ok(()) }
    }

    /// A mask with its variables filled in.
    pub(super) fn mask(&self, pattern: &DataPattern) -> Result<Vec<MaskedByte>, StepError> {
        let mut mask = Vec::new();
        for part in &pattern.parts {
            match part {
                PatternPart::Masked(bytes) => mask.extend_from_slice(bytes),
                PatternPart::Variable(variable) => {
                    mask.extend(self.value(variable)?.iter().map(|byte| MaskedByte::exact(*byte)));
                }
            }
        }
        Ok(mask)
    }
}

/// ISO/IEC 7816-4 section 5.2.2.2, at most three length bytes.
fn append_ber_length(length: usize, out: &mut Vec<u8>) -> Result<(), StepError> {
    let Ok(length) = u32::try_from(length) else { return Err(StepError::TooLong(length)) };
    let [highest, high, middle, low] = length.to_be_bytes();
    match (highest, high, middle) {
        (0, 0, 0) if low < 0x80 => out.push(low),
        (0, 0, 0) => out.extend_from_slice(&[0x81, low]),
        (0, 0, _) => out.extend_from_slice(&[0x82, middle, low]),
        (0, _, _) => out.extend_from_slice(&[0x83, high, middle, low]),
        _ => return Err(StepError::TooLong(usize::try_from(length).unwrap_or(usize::MAX))),
    }
    Ok(())
}
