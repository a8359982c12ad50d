//! Export files: a package's tokens in the form that converters exchange (JCVM specification §5).

use core::error::Error;
use core::fmt;

use cardamom_apdu::{Aid, AidError};
use cardamom_cap::export_file::{
    ExportFile, ExportFileError, ExportFlags, ExportFormat, ExportedClass, ExportedField, ExportedMethod,
    ExportedPackage,
};
use cardamom_cap::package::{PackageInfo, PackageVersion};

use crate::model::{AccessFlags, ApiClass, ApiConstant, ApiField, ApiMethod, ApiPackage};

/// Why a package has no export file. Each package of this crate has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportError {
    /// The AID is too short or too long.
    Aid(AidError),
    /// There are more items than an export file can count.
    File(ExportFileError),
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Aid(error) => error.fmt(f),
            Self::File(error) => error.fmt(f),
        }
    }
}

impl Error for ExportError {}

impl From<AidError> for ExportError {
    fn from(error: AidError) -> Self {
        Self::Aid(error)
    }
}

impl From<ExportFileError> for ExportError {
    fn from(error: ExportFileError) -> Self {
        Self::File(error)
    }
}

/// The export file of a package, in format 2.1: what converters from Java Card 2.1 on read.
///
/// # Errors
/// [`ExportError`] for a package that was not made by this crate and does not fit.
pub fn export_file(package: &ApiPackage) -> Result<ExportFile, ExportError> {
    Ok(exported_package(package)?.to_export_file(ExportFormat::V2_1)?)
}

fn exported_package(package: &ApiPackage) -> Result<ExportedPackage, AidError> {
    let version = PackageVersion { major: package.version.major, minor: package.version.minor };
    Ok(ExportedPackage {
        name: package.name.into(),
        info: PackageInfo { version, aid: Aid::new(package.aid)? },
        is_library: true,
        classes: package.classes.iter().map(class).collect(),
    })
}

fn class(class: &ApiClass) -> ExportedClass {
    let methods = class.static_methods.iter().chain(class.virtual_methods).chain(class.interface_methods);
    ExportedClass {
        token: class.token,
        flags: flags(class.access),
        name: class.name.into(),
        supers: class.superclasses.iter().copied().map(Into::into).collect(),
        interfaces: class.interfaces.iter().copied().map(Into::into).collect(),
        fields: class.fields.iter().map(field).chain(class.constants.iter().map(constant)).collect(),
        methods: methods.map(method).collect(),
        inheritable_public_method_token_count: 0,
    }
}

fn field(field: &ApiField) -> ExportedField {
    ExportedField {
        token: Some(field.token),
        flags: flags(field.access),
        name: field.name.into(),
        descriptor: field.descriptor.into(),
        constant: None,
    }
}

fn constant(constant: &ApiConstant) -> ExportedField {
    ExportedField {
        token: None,
        flags: ExportFlags(AccessFlags::PUBLIC | AccessFlags::STATIC | AccessFlags::FINAL),
        name: constant.name.into(),
        descriptor: constant.descriptor.into(),
        constant: Some(constant.value),
    }
}

fn method(method: &ApiMethod) -> ExportedMethod {
    ExportedMethod {
        token: method.token,
        flags: flags(method.access),
        name: method.name.into(),
        descriptor: method.descriptor.into(),
    }
}

const fn flags(access: AccessFlags) -> ExportFlags {
    ExportFlags(access.0)
}
