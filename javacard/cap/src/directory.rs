//! Component 2, Directory: the sizes of the components (JCVM 3.0.5 §6.4).

use alloc::vec::Vec;

use cardamom_apdu::Aid;

use crate::component::ComponentKind;
use crate::error::{CapError, Rule};
use crate::header::CapFormat;
use crate::reader::Reader;
use crate::writer::Writer;

/// The Directory component.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    /// Sizes of the infos of the components with the tags 1 to 12, 0 for those that are not there. Format 2.1 has
    /// no Debug component: its size is not written there.
    pub sizes: [u16; 12],
    /// Size of the static resources; from format 2.3.
    pub static_resources_size: u32,
    /// What the StaticField component needs.
    pub static_field_size: StaticFieldSize,
    /// Packages that are imported.
    pub import_count: u8,
    /// Applets.
    pub applet_count: u8,
    /// Components of vendors.
    pub custom: Vec<CustomComponentInfo>,
}

/// `static_field_size_info`, as in the StaticField component.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StaticFieldSize {
    /// Bytes of the image.
    pub image_size: u16,
    /// Arrays that are initialized.
    pub array_init_count: u16,
    /// Bytes of their values, together.
    pub array_init_size: u16,
}

/// `custom_component_info`: a component of a vendor (JCVM 3.0.5 §6.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CustomComponentInfo {
    /// Its tag, 128 to 255.
    pub tag: u8,
    /// Size of its info.
    pub size: u16,
    /// Who defines it.
    pub aid: Aid,
}

impl Directory {
    /// How many sizes of two bytes a Directory of this format has.
    const fn size_count(format: CapFormat) -> usize {
        match format {
            CapFormat::V2_1 => 11,
            CapFormat::V2_2 | CapFormat::V2_3 => 12,
        }
    }

    /// The size of a component that the Directory tells. 0 for a custom one that it does not name.
    #[must_use]
    pub fn size(&self, kind: ComponentKind) -> u32 {
        match kind {
            ComponentKind::StaticResources => self.static_resources_size,
            ComponentKind::Custom(tag) => {
                self.custom.iter().find(|custom| custom.tag == tag).map_or(0, |custom| custom.size.into())
            }
            standard => {
                let index = usize::from(standard.tag()).saturating_sub(1);
                self.sizes.get(index).copied().unwrap_or_default().into()
            }
        }
    }

    /// Reads the component's info.
    ///
    /// # Errors
    /// What a Directory does not obey.
    pub fn parse(info: &[u8], format: CapFormat) -> Result<Self, CapError> {
        let mut reader = Reader::new(info, ComponentKind::Directory);
        let mut sizes = [0; 12];
        for size in sizes.iter_mut().take(Self::size_count(format)) {
            *size = reader.u16()?;
        }
        let static_resources_size = if format >= CapFormat::V2_3 { reader.u32()? } else { 0 };
        let static_field_size = StaticFieldSize {
            image_size: reader.u16()?,
            array_init_count: reader.u16()?,
            array_init_size: reader.u16()?,
        };
        let import_count = reader.u8()?;
        let applet_count = reader.u8()?;
        let custom_count = reader.u8()?;
        let mut custom = Vec::new();
        for _ in 0..custom_count {
            let at = reader.position();
            let tag = reader.u8()?;
            reader.require(tag >= 0x80, at, Rule::UnknownTag)?;
            custom.push(CustomComponentInfo { tag, size: reader.u16()?, aid: reader.aid()? });
        }
        reader.finish()?;
        Ok(Self { sizes, static_resources_size, static_field_size, import_count, applet_count, custom })
    }

    /// The component's info.
    ///
    /// # Errors
    /// [`Rule::TooMany`] for more than 255 custom components.
    pub fn write(&self, format: CapFormat) -> Result<Vec<u8>, CapError> {
        let mut writer = Writer::new(ComponentKind::Directory);
        for size in self.sizes.iter().take(Self::size_count(format)) {
            writer.u16(*size);
        }
        if format >= CapFormat::V2_3 {
            writer.u32(self.static_resources_size);
        }
        writer.u16(self.static_field_size.image_size);
        writer.u16(self.static_field_size.array_init_count);
        writer.u16(self.static_field_size.array_init_size);
        writer.u8(self.import_count);
        writer.u8(self.applet_count);
        writer.count8(self.custom.len())?;
        for custom in &self.custom {
            writer.u8(custom.tag);
            writer.u16(custom.size);
            writer.aid(&custom.aid)?;
        }
        writer.finish()
    }
}
