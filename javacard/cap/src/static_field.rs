//! Component 8, StaticField: what the static fields of a new package hold (JCVM 3.0.5 §6.10).

use alloc::vec::Vec;

use crate::component::ComponentKind;
use crate::directory::StaticFieldSize;
use crate::error::{CapError, Rule};
use crate::reader::Reader;
use crate::type_descriptor::PrimitiveType;
use crate::writer::Writer;

/// The StaticField component. The static image has, in this order: references, 2 bytes each, the first of them to
/// the initialized arrays; primitive fields that are zero; primitive fields with other values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StaticFieldComponent {
    /// Static fields that are references.
    pub reference_count: u16,
    /// The initialized arrays: the first references of the image refer to them.
    pub arrays: Vec<ArrayInit>,
    /// Bytes of primitive fields that are zero.
    pub default_value_count: u16,
    /// Values of the other primitive fields, big endian.
    pub non_default_values: Vec<u8>,
}

/// `array_init_info`: an array that is created and filled when the package is loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrayInit {
    /// Type of the elements.
    pub element: PrimitiveType,
    /// The elements, big endian.
    pub values: Vec<u8>,
}

/// Bytes of a reference in the image.
pub(crate) const REFERENCE_SIZE: usize = 2;

impl StaticFieldComponent {
    /// Bytes of the image.
    #[must_use]
    pub fn image_size(&self) -> usize {
        usize::from(self.reference_count)
            .saturating_mul(REFERENCE_SIZE)
            .saturating_add(usize::from(self.default_value_count))
            .saturating_add(self.non_default_values.len())
    }

    /// What the Directory says of it. Figures that do not fit stand at their highest value.
    #[must_use]
    pub fn size(&self) -> StaticFieldSize {
        let figure = |value: usize| u16::try_from(value).unwrap_or(u16::MAX);
        StaticFieldSize {
            image_size: figure(self.image_size()),
            array_init_count: figure(self.arrays.len()),
            array_init_size: figure(self.arrays.iter().map(|array| array.values.len()).sum()),
        }
    }

    /// Reads the component's info.
    ///
    /// # Errors
    /// What a StaticField component does not obey.
    pub fn parse(info: &[u8]) -> Result<Self, CapError> {
        let mut reader = Reader::new(info, ComponentKind::StaticField);
        let image_size = reader.u16()?;
        let reference_count = reader.u16()?;
        let at = reader.position();
        let array_count = reader.u16()?;
        reader.require(array_count <= reference_count, at, Rule::ArrayInitializerCount)?;
        let mut arrays = Vec::new();
        for _ in 0..array_count {
            let at = reader.position();
            let element = PrimitiveType::from_number(reader.u8()?);
            let element = element.ok_or_else(|| reader.error_at(at, Rule::ArrayInitializerType))?;
            let at = reader.position();
            let length = usize::from(reader.u16()?);
            reader.require(length.is_multiple_of(element.size()), at, Rule::ArrayInitializerLength)?;
            arrays.push(ArrayInit { element, values: reader.bytes(length)?.to_vec() });
        }
        let default_value_count = reader.u16()?;
        let length = reader.u16()?;
        let non_default_values = reader.bytes(usize::from(length))?.to_vec();
        let component = Self { reference_count, arrays, default_value_count, non_default_values };
        reader.require(component.image_size() == usize::from(image_size), 0, Rule::ImageSize)?;
        reader.finish()?;
        Ok(component)
    }

    /// The component's info.
    ///
    /// # Errors
    /// [`Rule::ImageSize`], [`Rule::TooMany`], [`Rule::TooLong`].
    pub fn write(&self) -> Result<Vec<u8>, CapError> {
        let mut writer = Writer::new(ComponentKind::StaticField);
        writer.u16(u16::try_from(self.image_size()).map_err(|_| writer.error(Rule::ImageSize))?);
        writer.u16(self.reference_count);
        writer.count16(self.arrays.len())?;
        for array in &self.arrays {
            writer.u8(array.element.number());
            writer.count16(array.values.len())?;
            writer.bytes(&array.values);
        }
        writer.u16(self.default_value_count);
        writer.count16(self.non_default_values.len())?;
        writer.bytes(&self.non_default_values);
        writer.finish()
    }
}
