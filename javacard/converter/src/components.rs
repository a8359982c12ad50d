//! The components of the CAP file of a linked package.

mod classes;
mod debug;
mod descriptor;
mod methods;

use std::collections::BTreeMap;

use cardamom_apdu::Aid;
use cardamom_cap::applet::{AppletComponent, AppletInfo};
use cardamom_cap::constant_pool::{Constant, ConstantPool, StaticRef, VirtualMethodToken};
use cardamom_cap::directory::Directory;
use cardamom_cap::export::{ClassExport, ExportComponent};
use cardamom_cap::header::{Header, HeaderFlags};
use cardamom_cap::import::ImportComponent;
use cardamom_cap::package::{ClassRef, PackageInfo, PackageToken, PackageVersion};
use cardamom_cap::static_field::{ArrayInit, StaticFieldComponent};
use cardamom_cap::type_descriptor::PrimitiveType;
use cardamom_cap::{CapError, CapFile, CapFormat};

use crate::exports::ExportedPackage;
use crate::link::{Linked, component_length};
use crate::resolve::{ClassReference, Entry, StaticReference};
use crate::tokens::MethodIndex;
use crate::types::Type;

/// What the file says of its package.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub(crate) aid: Aid,
    pub(crate) version: PackageVersion,
    /// AID and install method of each applet.
    pub(crate) applets: Vec<(Aid, MethodIndex)>,
    pub(crate) uses_int: bool,
    pub(crate) format: CapFormat,
    pub(crate) debug: bool,
}

/// Why a linked package cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum WriteError {
    /// A component does not take it.
    #[error("{0}")]
    Cap(CapError),
    /// Something has no place in its component, or none that its offset can name.
    #[error("an offset is beyond the end of a component")]
    Offset,
    /// The AID of an imported package is none.
    #[error("an imported package has an AID that is not 5 to 16 bytes long")]
    Aid,
}

impl From<CapError> for WriteError {
    fn from(error: CapError) -> Self {
        Self::Cap(error)
    }
}

/// An offset as the components hold it.
fn narrow(offset: usize) -> Result<u16, WriteError> {
    u16::try_from(offset).map_err(|_| WriteError::Offset)
}

/// Writes the file.
pub(crate) fn write(linked: &Linked<'_>, identity: &Identity) -> Result<CapFile, WriteError> {
    let (method, reference_location) = methods::write(linked)?;
    let export = export(linked)?;
    let mut flags = HeaderFlags::default();
    if identity.uses_int {
        flags = flags.with(HeaderFlags::INT);
    }
    if export.is_some() {
        flags = flags.with(HeaderFlags::EXPORT);
    }
    let mut applets = Vec::new();
    for (aid, install) in &identity.applets {
        applets.push(AppletInfo { aid: *aid, install_method_offset: linked.method_offset(*install)? });
    }
    let applet = if applets.is_empty() {
        None
    } else {
        flags = flags.with(HeaderFlags::APPLET);
        Some(AppletComponent { applets })
    };
    let package_name = match identity.format {
        CapFormat::V2_1 => Vec::new(),
        _ => linked.resolver.package.name.clone().into_bytes(),
    };
    let mut cap = CapFile {
        header: Header {
            format: identity.format,
            flags,
            package: PackageInfo { version: identity.version, aid: identity.aid },
            package_name,
        },
        directory: Directory::default(),
        applet,
        import: linked.import()?,
        constant_pool: linked.constant_pool()?,
        class: classes::write(linked, identity.format)?,
        method,
        static_field: statics(linked)?,
        reference_location,
        export,
        descriptor: Some(descriptor::write(linked)?),
        debug: if identity.debug { Some(debug::write(linked)?) } else { None },
        static_resources: None,
        custom: Vec::new(),
    };
    cap.update_directory()?;
    Ok(cap)
}

impl Linked<'_> {
    fn class_ref(&self, class: ClassReference) -> Result<ClassRef, WriteError> {
        match class {
            ClassReference::Internal(index) => {
                let offset = self.class_offsets.get(index).ok_or(WriteError::Offset)?;
                narrow(*offset).map(ClassRef::Internal)
            }
            ClassReference::External(package, class) => {
                Ok(ClassRef::External { package: self.package_token(package)?, class })
            }
        }
    }

    fn package_token(&self, package: usize) -> Result<PackageToken, WriteError> {
        let place = self.imports.iter().position(|import| *import == package).ok_or(WriteError::Offset)?;
        u8::try_from(place).ok().and_then(PackageToken::new).ok_or(WriteError::Offset)
    }

    fn method_offset(&self, method: MethodIndex) -> Result<u16, WriteError> {
        narrow(*self.method_offsets.get(&method).ok_or(WriteError::Offset)?)
    }

    fn field_offset(&self, class: usize, field: usize) -> Result<u16, WriteError> {
        narrow(*self.statics.offsets.get(&(class, field)).ok_or(WriteError::Offset)?)
    }

    fn import(&self) -> Result<ImportComponent, WriteError> {
        let mut packages = Vec::new();
        for index in &self.imports {
            let import: &ExportedPackage =
                self.resolver.package.imports.get(*index).ok_or(WriteError::Offset)?;
            let (major, minor) = import.version;
            let aid = Aid::new(&import.aid).map_err(|_| WriteError::Aid)?;
            packages.push(PackageInfo { version: PackageVersion { major, minor }, aid });
        }
        Ok(ImportComponent { packages })
    }

    fn constant_pool(&self) -> Result<ConstantPool, WriteError> {
        let mut entries = Vec::new();
        for entry in &self.pool {
            entries.push(self.constant(*entry)?);
        }
        Ok(ConstantPool { entries })
    }

    fn constant(&self, entry: Entry) -> Result<Constant, WriteError> {
        Ok(match entry {
            Entry::Class(class) => Constant::Class(self.class_ref(class)?),
            Entry::InstanceField(class, token) => {
                Constant::InstanceField { class: self.class_ref(class)?, token }
            }
            Entry::VirtualMethod(class, token) => {
                Constant::VirtualMethod { class: self.class_ref(class)?, token: VirtualMethodToken(token) }
            }
            Entry::SuperMethod(class, token) => {
                Constant::SuperMethod { class: self.class_ref(class)?, token: VirtualMethodToken(token) }
            }
            Entry::StaticField(StaticReference::Internal(class, field)) => {
                Constant::StaticField(StaticRef::Internal(self.field_offset(class, field)?))
            }
            Entry::StaticMethod(StaticReference::Internal(class, method)) => {
                Constant::StaticMethod(StaticRef::Internal(self.method_offset((class, method))?))
            }
            Entry::StaticField(StaticReference::External(package, class, token)) => {
                let package = self.package_token(package)?;
                Constant::StaticField(StaticRef::External { package, class, token })
            }
            Entry::StaticMethod(StaticReference::External(package, class, token)) => {
                let package = self.package_token(package)?;
                Constant::StaticMethod(StaticRef::External { package, class, token })
            }
        })
    }

    /// The index of an entry in the constant pool.
    fn pool_index(&self, entry: Entry) -> Result<u16, WriteError> {
        narrow(*self.pool_indices.get(&entry).ok_or(WriteError::Offset)?)
    }
}

fn statics(linked: &Linked<'_>) -> Result<StaticFieldComponent, WriteError> {
    let image = &linked.statics;
    let arrays = image.arrays.iter().map(|(component, values)| {
        let length = component_length(component);
        let bytes = |value: &i32| {
            let bytes = value.to_be_bytes();
            bytes.into_iter().skip(4_usize.saturating_sub(length)).collect::<Vec<u8>>()
        };
        ArrayInit { element: primitive(component), values: values.iter().flat_map(bytes).collect() }
    });
    Ok(StaticFieldComponent {
        reference_count: narrow(image.references)?,
        arrays: arrays.collect(),
        default_value_count: narrow(image.default_bytes)?,
        non_default_values: image.values.clone(),
    })
}

/// A type of numbers; short for anything else, which does not come here.
const fn primitive(of: &Type) -> PrimitiveType {
    match of {
        Type::Boolean => PrimitiveType::Boolean,
        Type::Byte => PrimitiveType::Byte,
        Type::Int => PrimitiveType::Int,
        _ => PrimitiveType::Short,
    }
}

fn export(linked: &Linked<'_>) -> Result<Option<ExportComponent>, WriteError> {
    let tokens = linked.resolver.tokens;
    let mut classes = Vec::new();
    for (token, index) in &tokens.exported {
        // Tokens of classes that an export map kept for what is gone would leave a hole.
        if usize::from(*token) != classes.len() {
            return Err(WriteError::Offset);
        }
        let of_class = tokens.classes.get(*index).ok_or(WriteError::Offset)?;
        let by_token = |members: &BTreeMap<usize, u8>| {
            let mut sorted: Vec<(u8, usize)> =
                members.iter().map(|(member, token)| (*token, *member)).collect();
            sorted.sort_unstable();
            sorted
        };
        let mut class = ClassExport {
            class_offset: narrow(*linked.class_offsets.get(*index).ok_or(WriteError::Offset)?)?,
            static_field_offsets: Vec::new(),
            static_method_offsets: Vec::new(),
        };
        for (token, field) in by_token(&of_class.static_fields) {
            if usize::from(token) != class.static_field_offsets.len() {
                return Err(WriteError::Offset);
            }
            class.static_field_offsets.push(linked.field_offset(*index, field)?);
        }
        for (token, method) in by_token(&of_class.static_methods) {
            if usize::from(token) != class.static_method_offsets.len() {
                return Err(WriteError::Offset);
            }
            class.static_method_offsets.push(linked.method_offset((*index, method))?);
        }
        classes.push(class);
    }
    Ok(if classes.is_empty() { None } else { Some(ExportComponent { classes }) })
}
