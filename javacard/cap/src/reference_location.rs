//! Component 9, ReferenceLocation: where the code has constant pool indexes (JCVM 3.0.5 §6.11).

use alloc::vec::Vec;

use crate::component::ComponentKind;
use crate::error::{CapError, Rule};
use crate::reader::Reader;
use crate::writer::Writer;

/// A delta that says: add 255, and go on with the next.
const CONTINUED: u8 = 255;

/// The ReferenceLocation component. Locations are offsets of operands in the Method component's info, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReferenceLocation {
    /// Operands of one byte.
    pub byte_indexes: Vec<u16>,
    /// Operands of two bytes, and catch types of exception handlers that are not 0.
    pub byte2_indexes: Vec<u16>,
}

impl ReferenceLocation {
    /// Reads the component's info.
    ///
    /// # Errors
    /// What a ReferenceLocation component does not obey.
    pub fn parse(info: &[u8]) -> Result<Self, CapError> {
        let mut reader = Reader::new(info, ComponentKind::ReferenceLocation);
        let byte_indexes = read_locations(&mut reader)?;
        let byte2_indexes = read_locations(&mut reader)?;
        reader.finish()?;
        Ok(Self { byte_indexes, byte2_indexes })
    }

    /// The component's info.
    ///
    /// # Errors
    /// [`Rule::ReferenceOrder`] unless locations ascend strictly; [`Rule::TooMany`], [`Rule::TooLong`].
    pub fn write(&self) -> Result<Vec<u8>, CapError> {
        let mut writer = Writer::new(ComponentKind::ReferenceLocation);
        for locations in [&self.byte_indexes, &self.byte2_indexes] {
            let deltas = deltas(locations).ok_or_else(|| writer.error(Rule::ReferenceOrder))?;
            writer.count16(deltas.len())?;
            writer.bytes(&deltas);
        }
        writer.finish()
    }
}

fn read_locations(reader: &mut Reader<'_>) -> Result<Vec<u16>, CapError> {
    let count = usize::from(reader.u16()?);
    let start = reader.position();
    let mut locations = Vec::new();
    let mut location = 0_u16;
    let mut is_continued = false;
    for (index, delta) in reader.bytes(count)?.iter().enumerate() {
        let error = reader.error_at(start.saturating_add(index), Rule::ReferenceOrder);
        location = location.checked_add(u16::from(*delta)).ok_or(error)?;
        if *delta == CONTINUED {
            is_continued = true;
            continue;
        }
        if *delta == 0 && !is_continued && !locations.is_empty() {
            return Err(error);
        }
        is_continued = false;
        locations.push(location);
    }
    reader.require(!is_continued, reader.position().saturating_sub(1), Rule::ReferenceOrder)?;
    Ok(locations)
}

/// The deltas of ascending locations; none if they do not ascend.
fn deltas(locations: &[u16]) -> Option<Vec<u8>> {
    let mut deltas = Vec::new();
    let mut previous = None;
    for location in locations {
        let mut distance = location.checked_sub(previous.unwrap_or(0))?;
        if distance == 0 && previous.is_some() {
            return None;
        }
        previous = Some(*location);
        loop {
            match u8::try_from(distance) {
                Ok(delta) if delta < CONTINUED => {
                    deltas.push(delta);
                    break;
                }
                _ => {
                    deltas.push(CONTINUED);
                    distance = distance.checked_sub(u16::from(CONTINUED))?;
                }
            }
        }
    }
    Some(deltas)
}
