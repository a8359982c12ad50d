//! A whole CAP file.

use alloc::vec::Vec;

use crate::applet::AppletComponent;
use crate::class::ClassComponent;
use crate::component::{ComponentKind, RawComponent};
use crate::constant_pool::ConstantPool;
use crate::debug::DebugComponent;
use crate::descriptor::DescriptorComponent;
use crate::directory::Directory;
use crate::error::{CapError, Rule};
use crate::export::ExportComponent;
use crate::header::Header;
use crate::import::ImportComponent;
use crate::method::MethodComponent;
use crate::reference_location::ReferenceLocation;
use crate::static_field::StaticFieldComponent;
use crate::static_resources::StaticResources;

/// The components of a CAP file (JCVM 3.0.5 §6.1). Written again, each has the bytes that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapFile {
    /// Header.
    pub header: Header,
    /// Directory, as it was read: [`update_directory`](Self::update_directory) brings it up to date.
    pub directory: Directory,
    /// Applet, in a package with applets.
    pub applet: Option<AppletComponent>,
    /// Import.
    pub import: ImportComponent,
    /// ConstantPool.
    pub constant_pool: ConstantPool,
    /// Class.
    pub class: ClassComponent,
    /// Method.
    pub method: MethodComponent,
    /// StaticField.
    pub static_field: StaticFieldComponent,
    /// ReferenceLocation.
    pub reference_location: ReferenceLocation,
    /// Export, in a package that exports something.
    pub export: Option<ExportComponent>,
    /// Descriptor. Required in a file, but hardly any loader sends it to a card.
    pub descriptor: Option<DescriptorComponent>,
    /// Debug; from format 2.2.
    pub debug: Option<DebugComponent>,
    /// StaticResources; from format 2.3.
    pub static_resources: Option<StaticResources>,
    /// Components of vendors.
    pub custom: Vec<CustomComponent>,
}

/// A component of a vendor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomComponent {
    /// Its tag, 128 to 255.
    pub tag: u8,
    /// Its info.
    pub info: Vec<u8>,
}

/// A component's info, written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenComponent {
    /// Which.
    pub kind: ComponentKind,
    /// Its info: all behind tag and size.
    pub info: Vec<u8>,
}

impl WrittenComponent {
    /// The component as it stands in a file.
    #[must_use]
    pub fn raw(&self) -> RawComponent<'_> {
        RawComponent { kind: self.kind, info: &self.info }
    }
}

impl CapFile {
    /// Reads a CAP file from its components, whatever their order.
    ///
    /// # Errors
    /// The first rule that a component does not obey; [`Rule::ComponentMissing`], [`Rule::ComponentRepeated`].
    pub fn from_components(components: &[RawComponent<'_>]) -> Result<Self, CapError> {
        for (index, component) in components.iter().enumerate() {
            let earlier = components.get(..index).unwrap_or_default();
            if earlier.iter().any(|other| other.kind == component.kind) {
                return Err(CapError::new(component.kind, 0, Rule::ComponentRepeated));
            }
        }
        let find = |kind| components.iter().find(|one| one.kind == kind).map(|one| one.info);
        let require = |kind| find(kind).ok_or(CapError::new(kind, 0, Rule::ComponentMissing));
        let header = Header::parse(require(ComponentKind::Header)?)?;
        let format = header.format;
        let custom = components.iter().filter_map(|component| match component.kind {
            ComponentKind::Custom(tag) => Some(CustomComponent { tag, info: component.info.to_vec() }),
            _ => None,
        });
        Ok(Self {
            directory: Directory::parse(require(ComponentKind::Directory)?, format)?,
            applet: find(ComponentKind::Applet).map(AppletComponent::parse).transpose()?,
            import: ImportComponent::parse(require(ComponentKind::Import)?)?,
            constant_pool: ConstantPool::parse(require(ComponentKind::ConstantPool)?)?,
            class: ClassComponent::parse(require(ComponentKind::Class)?, format)?,
            method: MethodComponent::parse(require(ComponentKind::Method)?)?,
            static_field: StaticFieldComponent::parse(require(ComponentKind::StaticField)?)?,
            reference_location: ReferenceLocation::parse(require(ComponentKind::ReferenceLocation)?)?,
            export: find(ComponentKind::Export).map(ExportComponent::parse).transpose()?,
            descriptor: find(ComponentKind::Descriptor).map(DescriptorComponent::parse).transpose()?,
            debug: find(ComponentKind::Debug).map(DebugComponent::parse).transpose()?,
            static_resources: find(ComponentKind::StaticResources).map(StaticResources::parse).transpose()?,
            custom: custom.collect(),
            header,
        })
    }

    /// Writes the components, by tag.
    ///
    /// # Errors
    /// What does not fit its item: [`Rule::TooMany`], [`Rule::TooLong`] and the like.
    pub fn to_components(&self) -> Result<Vec<WrittenComponent>, CapError> {
        let format = self.header.format;
        let optional = |info: Option<Result<Vec<u8>, CapError>>| info.transpose();
        let written = [
            (ComponentKind::Header, Some(self.header.write()?)),
            (ComponentKind::Directory, Some(self.directory.write(format)?)),
            (ComponentKind::Applet, optional(self.applet.as_ref().map(AppletComponent::write))?),
            (ComponentKind::Import, Some(self.import.write()?)),
            (ComponentKind::ConstantPool, Some(self.constant_pool.write()?)),
            (ComponentKind::Class, Some(self.class.write()?)),
            (ComponentKind::Method, Some(self.method.write()?)),
            (ComponentKind::StaticField, Some(self.static_field.write()?)),
            (ComponentKind::ReferenceLocation, Some(self.reference_location.write()?)),
            (ComponentKind::Export, optional(self.export.as_ref().map(ExportComponent::write))?),
            (ComponentKind::Descriptor, optional(self.descriptor.as_ref().map(DescriptorComponent::write))?),
            (ComponentKind::Debug, optional(self.debug.as_ref().map(DebugComponent::write))?),
            (
                ComponentKind::StaticResources,
                optional(self.static_resources.as_ref().map(StaticResources::write))?,
            ),
        ];
        let custom = self.custom.iter().map(|component| WrittenComponent {
            kind: ComponentKind::Custom(component.tag),
            info: component.info.clone(),
        });
        let standard =
            written.into_iter().filter_map(|(kind, info)| Some(WrittenComponent { kind, info: info? }));
        Ok(standard.chain(custom).collect())
    }

    /// Makes the Directory tell what the other components are. AIDs of custom components stay as they are.
    ///
    /// # Errors
    /// As [`to_components`](Self::to_components).
    pub fn update_directory(&mut self) -> Result<(), CapError> {
        self.directory = self.expected_directory()?;
        Ok(())
    }

    /// The Directory that fits the other components. Of a custom component it keeps the AID.
    ///
    /// # Errors
    /// As [`to_components`](Self::to_components).
    pub fn expected_directory(&self) -> Result<Directory, CapError> {
        let error = |rule| CapError::new(ComponentKind::Directory, 0, rule);
        let mut directory = Directory {
            static_field_size: self.static_field.size(),
            import_count: u8::try_from(self.import.packages.len()).map_err(|_| error(Rule::TooMany))?,
            applet_count: match &self.applet {
                Some(component) => u8::try_from(component.applets.len()).map_err(|_| error(Rule::TooMany))?,
                None => 0,
            },
            custom: self.directory.custom.clone(),
            ..Directory::default()
        };
        let mut components = self.to_components()?;
        for component in &mut components {
            let length = component.info.len();
            let size = u16::try_from(length).map_err(|_| CapError::new(component.kind, 1, Rule::TooLong))?;
            match component.kind {
                ComponentKind::StaticResources => directory.static_resources_size = size.into(),
                ComponentKind::Custom(tag) => {
                    let custom = directory.custom.iter_mut().find(|custom| custom.tag == tag);
                    custom.ok_or_else(|| error(Rule::CustomComponent))?.size = size;
                }
                standard => {
                    let index = usize::from(standard.tag()).saturating_sub(1);
                    if let Some(entry) = directory.sizes.get_mut(index) {
                        *entry = size;
                    }
                }
            }
        }
        Ok(directory)
    }
}
