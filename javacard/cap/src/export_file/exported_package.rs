//! What an export file means: names instead of indexes.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::items::{ExportAttribute, ExportClass, ExportConstant, ExportField, ExportMethod};
use super::{ExportFile, ExportFileError, ExportFlags, ExportFormat};
use crate::error::Rule;
use crate::package::PackageInfo;

/// The attribute with the value of a constant.
const CONSTANT_VALUE: &str = "ConstantValue";
/// Token of what has none.
const NO_TOKEN: u8 = 0xFF;

/// A package as others see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedPackage {
    /// Its name, with `/` between its parts.
    pub name: String,
    /// Version and AID.
    pub info: PackageInfo,
    /// Whether it has no applets.
    pub is_library: bool,
    /// Its classes and interfaces.
    pub classes: Vec<ExportedClass>,
}

/// A class or an interface. Names are full, with `/` between their parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedClass {
    /// Its token.
    pub token: u8,
    /// Access.
    pub flags: ExportFlags,
    /// Its name.
    pub name: String,
    /// All its superclasses, or superinterfaces of an interface.
    pub supers: Vec<String>,
    /// All interfaces that it implements.
    pub interfaces: Vec<String>,
    /// Its fields that others can see.
    pub fields: Vec<ExportedField>,
    /// Its methods that others can see.
    pub methods: Vec<ExportedMethod>,
    /// `CAP22_inheritable_public_method_token_count`, for format 2.3.
    pub inheritable_public_method_token_count: u8,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedField {
    /// Its token; none for a constant.
    pub token: Option<u8>,
    /// Access.
    pub flags: ExportFlags,
    /// Its name.
    pub name: String,
    /// Its type as a class file describes it.
    pub descriptor: String,
    /// The value of a constant.
    pub constant: Option<i32>,
}

/// A method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedMethod {
    /// Its token.
    pub token: u8,
    /// Access.
    pub flags: ExportFlags,
    /// Its name.
    pub name: String,
    /// Its type as a class file describes it.
    pub descriptor: String,
}

impl ExportedMethod {
    /// Whether it counts among static methods and constructors, not among virtual methods.
    #[must_use]
    pub fn is_static(&self) -> bool {
        self.flags.contains(ExportFlags::STATIC) || self.name == "<init>"
    }
}

impl ExportFile {
    fn constant(&self, index: u16) -> Result<&ExportConstant, ExportFileError> {
        self.constant_pool.get(usize::from(index)).ok_or_else(|| missing(index))
    }

    fn text(&self, index: u16) -> Result<String, ExportFileError> {
        match self.constant(index)? {
            ExportConstant::Utf8(bytes) => String::from_utf8(bytes.clone()).map_err(|_| missing(index)),
            _ => Err(missing(index)),
        }
    }

    fn class_name(&self, index: u16) -> Result<String, ExportFileError> {
        match self.constant(index)? {
            ExportConstant::Class(name_index) => self.text(*name_index),
            _ => Err(missing(index)),
        }
    }

    fn constant_value(&self, attribute: &ExportAttribute) -> Result<i32, ExportFileError> {
        let Ok(index) = <[u8; 2]>::try_from(attribute.bytes.as_slice()) else {
            return Err(missing(attribute.name_index));
        };
        let index = u16::from_be_bytes(index);
        match self.constant(index)? {
            ExportConstant::Integer(value) => Ok(*value),
            _ => Err(missing(index)),
        }
    }

    fn field(&self, field: &ExportField) -> Result<ExportedField, ExportFileError> {
        let mut constant = None;
        for attribute in &field.attributes {
            if self.text(attribute.name_index)? == CONSTANT_VALUE {
                constant = Some(self.constant_value(attribute)?);
            }
        }
        Ok(ExportedField {
            token: Some(field.token).filter(|token| *token != NO_TOKEN),
            flags: field.flags,
            name: self.text(field.name_index)?,
            descriptor: self.text(field.descriptor_index)?,
            constant,
        })
    }

    fn method(&self, method: &ExportMethod) -> Result<ExportedMethod, ExportFileError> {
        Ok(ExportedMethod {
            token: method.token,
            flags: method.flags,
            name: self.text(method.name_index)?,
            descriptor: self.text(method.descriptor_index)?,
        })
    }

    fn class(&self, class: &ExportClass) -> Result<ExportedClass, ExportFileError> {
        let names = |indexes: &[u16]| -> Result<Vec<String>, ExportFileError> {
            indexes.iter().map(|index| self.class_name(*index)).collect()
        };
        Ok(ExportedClass {
            token: class.token,
            flags: class.flags,
            name: self.class_name(class.name_index)?,
            supers: names(&class.supers)?,
            interfaces: names(&class.interfaces)?,
            fields: class.fields.iter().map(|field| self.field(field)).collect::<Result<_, _>>()?,
            methods: class.methods.iter().map(|method| self.method(method)).collect::<Result<_, _>>()?,
            inheritable_public_method_token_count: class.inheritable_public_method_token_count,
        })
    }

    /// What the file says, in names.
    ///
    /// # Errors
    /// [`Rule::ExportFileConstant`] where an index leads to no entry of the kind that is needed.
    pub fn package(&self) -> Result<ExportedPackage, ExportFileError> {
        let ExportConstant::Package { flags, name_index, info } = self.constant(self.this_package)? else {
            return Err(missing(self.this_package));
        };
        Ok(ExportedPackage {
            name: self.text(*name_index)?,
            info: *info,
            is_library: flags & ExportConstant::LIBRARY != 0,
            classes: self.classes.iter().map(|class| self.class(class)).collect::<Result<_, _>>()?,
        })
    }
}

fn missing(index: u16) -> ExportFileError {
    ExportFileError { offset: usize::from(index), rule: Rule::ExportFileConstant }
}

/// A constant pool that grows, without doubles.
#[derive(Default)]
struct PoolBuilder {
    constants: Vec<ExportConstant>,
    texts: BTreeMap<String, u16>,
    classes: BTreeMap<String, u16>,
    integers: BTreeMap<i32, u16>,
}

impl PoolBuilder {
    fn push(&mut self, constant: ExportConstant) -> Result<u16, ExportFileError> {
        let error = ExportFileError { offset: self.constants.len(), rule: Rule::TooMany };
        let index = u16::try_from(self.constants.len()).map_err(|_| error)?;
        self.constants.push(constant);
        Ok(index)
    }

    fn text(&mut self, text: &str) -> Result<u16, ExportFileError> {
        if let Some(index) = self.texts.get(text) {
            return Ok(*index);
        }
        let index = self.push(ExportConstant::Utf8(text.as_bytes().to_vec()))?;
        self.texts.insert(text.to_string(), index);
        Ok(index)
    }

    fn class(&mut self, name: &str) -> Result<u16, ExportFileError> {
        if let Some(index) = self.classes.get(name) {
            return Ok(*index);
        }
        let name_index = self.text(name)?;
        let index = self.push(ExportConstant::Class(name_index))?;
        self.classes.insert(name.to_string(), index);
        Ok(index)
    }

    fn integer(&mut self, value: i32) -> Result<u16, ExportFileError> {
        if let Some(index) = self.integers.get(&value) {
            return Ok(*index);
        }
        let index = self.push(ExportConstant::Integer(value))?;
        self.integers.insert(value, index);
        Ok(index)
    }

    fn classes(&mut self, names: &[String]) -> Result<Vec<u16>, ExportFileError> {
        names.iter().map(|name| self.class(name)).collect()
    }

    fn add_field(&mut self, field: &ExportedField) -> Result<ExportField, ExportFileError> {
        let name_index = self.text(&field.name)?;
        let descriptor_index = self.text(&field.descriptor)?;
        let mut attributes = Vec::new();
        if let Some(value) = field.constant {
            let name_index = self.text(CONSTANT_VALUE)?;
            let bytes = self.integer(value)?.to_be_bytes().to_vec();
            attributes.push(ExportAttribute { name_index, bytes });
        }
        let token = field.token.unwrap_or(NO_TOKEN);
        Ok(ExportField { token, flags: field.flags, name_index, descriptor_index, attributes })
    }

    fn add_method(&mut self, method: &ExportedMethod) -> Result<ExportMethod, ExportFileError> {
        let name_index = self.text(&method.name)?;
        let descriptor_index = self.text(&method.descriptor)?;
        Ok(ExportMethod { token: method.token, flags: method.flags, name_index, descriptor_index })
    }

    fn add_class(&mut self, class: &ExportedClass) -> Result<ExportClass, ExportFileError> {
        Ok(ExportClass {
            token: class.token,
            flags: class.flags,
            name_index: self.class(&class.name)?,
            supers: self.classes(&class.supers)?,
            interfaces: self.classes(&class.interfaces)?,
            fields: class.fields.iter().map(|field| self.add_field(field)).collect::<Result<_, _>>()?,
            methods: class.methods.iter().map(|method| self.add_method(method)).collect::<Result<_, _>>()?,
            inheritable_public_method_token_count: class.inheritable_public_method_token_count,
        })
    }
}

impl ExportedPackage {
    /// The class of this name.
    #[must_use]
    pub fn class(&self, name: &str) -> Option<&ExportedClass> {
        self.classes.iter().find(|class| class.name == name)
    }

    /// The export file that says this. Referenced packages of format 2.3 are not told by it.
    ///
    /// # Errors
    /// [`Rule::TooMany`] for more than 65535 names and numbers.
    pub fn to_export_file(&self, format: ExportFormat) -> Result<ExportFile, ExportFileError> {
        let mut pool = PoolBuilder::default();
        let name_index = pool.text(&self.name)?;
        let flags = if self.is_library { ExportConstant::LIBRARY } else { 0 };
        let this_package = pool.push(ExportConstant::Package { flags, name_index, info: self.info })?;
        let classes = self.classes.iter().map(|class| pool.add_class(class)).collect::<Result<_, _>>()?;
        Ok(ExportFile {
            format,
            constant_pool: pool.constants,
            this_package,
            referenced_packages: Vec::new(),
            classes,
        })
    }
}
