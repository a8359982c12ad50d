//! Components in the order in which a card takes them: the load file data block of GlobalPlatform's LOAD.

use alloc::vec::Vec;

use crate::cap_file::CapFile;
use crate::component::{ComponentKind, RawComponent};
use crate::error::CapError;

/// The order of installation (JCVM 3.0.5 §6.2). What it does not name comes behind, the components of vendors last.
pub const LOAD_ORDER: [ComponentKind; 13] = [
    ComponentKind::Header,
    ComponentKind::Directory,
    ComponentKind::Import,
    ComponentKind::Applet,
    ComponentKind::Class,
    ComponentKind::Method,
    ComponentKind::StaticField,
    ComponentKind::Export,
    ComponentKind::ConstantPool,
    ComponentKind::ReferenceLocation,
    ComponentKind::StaticResources,
    ComponentKind::Descriptor,
    ComponentKind::Debug,
];

/// What goes into a load file beside the components that a card needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LoadFileOptions {
    /// The Descriptor: a verifier on the card can check types with it.
    pub descriptor: bool,
    /// The Debug component: traces can tell names and lines.
    pub debug: bool,
    /// Components of vendors.
    pub custom: bool,
}

impl LoadFileOptions {
    /// All that there is.
    pub const EVERYTHING: Self = Self { descriptor: true, debug: true, custom: true };

    const fn includes(self, kind: ComponentKind) -> bool {
        match kind {
            ComponentKind::Descriptor => self.descriptor,
            ComponentKind::Debug => self.debug,
            ComponentKind::Custom(_) => self.custom,
            _ => true,
        }
    }
}

impl CapFile {
    /// The load file: component after component.
    ///
    /// # Errors
    /// As [`to_components`](Self::to_components).
    pub fn to_load_file(&self, options: LoadFileOptions) -> Result<Vec<u8>, CapError> {
        let mut components = self.to_components()?;
        components.sort_by_key(|component| {
            LOAD_ORDER.iter().position(|kind| *kind == component.kind).unwrap_or(LOAD_ORDER.len())
        });
        let mut file = Vec::new();
        for component in components.iter().filter(|component| options.includes(component.kind)) {
            file.extend_from_slice(&component.raw().write()?);
        }
        Ok(file)
    }

    /// Reads a load file.
    ///
    /// # Errors
    /// As [`split_load_file`] and [`from_components`](Self::from_components).
    pub fn from_load_file(bytes: &[u8]) -> Result<Self, CapError> {
        Self::from_components(&split_load_file(bytes)?)
    }
}

/// The components of a load file, in its order.
///
/// # Errors
/// [`UnknownTag`](crate::Rule::UnknownTag), [`Truncated`](crate::Rule::Truncated).
pub fn split_load_file(bytes: &[u8]) -> Result<Vec<RawComponent<'_>>, CapError> {
    let mut components = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let (component, after) = RawComponent::parse_first(rest, ComponentKind::Header)?;
        components.push(component);
        rest = after;
    }
    Ok(components)
}
