//! What is in an export file.

use std::fmt;

use cardamom_cap::export_file::{ExportFlags, ExportFormat, ExportedClass, ExportedPackage};
use serde::Serialize;

use super::java_types::{field_type, method_type, with_dots};

/// What is in an export file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ExportListing {
    format: String,
    package: String,
    aid: String,
    version: String,
    library: bool,
    classes: Vec<Class>,
}

#[derive(Debug, Serialize)]
struct Class {
    token: u8,
    name: String,
    access: Vec<&'static str>,
    superclasses: Vec<String>,
    interfaces: Vec<String>,
    fields: Vec<Field>,
    methods: Vec<Method>,
}

#[derive(Debug, Serialize)]
struct Field {
    token: Option<u8>,
    name: String,
    #[serde(rename = "type")]
    field_type: String,
    access: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<i32>,
}

#[derive(Debug, Serialize)]
struct Method {
    token: u8,
    name: String,
    result: String,
    access: Vec<&'static str>,
}

impl ExportListing {
    pub(super) fn of(format: ExportFormat, package: ExportedPackage) -> Self {
        Self {
            format: format.to_string(),
            package: with_dots(&package.name),
            aid: package.info.aid.to_string(),
            version: package.info.version.to_string(),
            library: package.is_library,
            classes: package.classes.iter().map(class).collect(),
        }
    }
}

fn class(class: &ExportedClass) -> Class {
    let names = |names: &[String]| names.iter().map(|name| with_dots(name)).collect();
    let is_interface = class.flags.contains(ExportFlags::INTERFACE);
    let methods = class.methods.iter().map(|method| {
        let (arguments, result) = method_type(&method.descriptor);
        // Every method of an interface is abstract.
        let access = method.flags.names().filter(|name| !(is_interface && *name == "abstract"));
        Method {
            token: method.token,
            name: format!("{}{arguments}", method.name),
            result,
            access: access.collect(),
        }
    });
    let fields = class.fields.iter().map(|field| Field {
        token: field.token,
        name: field.name.clone(),
        field_type: field_type(&field.descriptor),
        access: field.flags.names().collect(),
        value: field.constant,
    });
    let access = class.flags.names().filter(|name| !(is_interface && *name == "abstract"));
    Class {
        token: class.token,
        name: with_dots(&class.name),
        access: access.collect(),
        superclasses: names(&class.supers),
        interfaces: names(&class.interfaces),
        fields: fields.collect(),
        methods: methods.collect(),
    }
}

impl fmt::Display for ExportListing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.library { "library" } else { "package with applets" };
        writeln!(f, "export file  format {}", self.format)?;
        writeln!(f, "package      {} {}, {}, {kind}", self.package, self.version, self.aid)?;
        for class in &self.classes {
            let keyword = if class.access.contains(&"interface") { "" } else { "class " };
            writeln!(f, "\n{:3}  {} {keyword}{}", class.token, class.access.join(" "), class.name)?;
            if let Some(superclass) = class.superclasses.last() {
                writeln!(f, "       extends {superclass}")?;
            }
            if !class.interfaces.is_empty() {
                writeln!(f, "       implements {}", class.interfaces.join(", "))?;
            }
            for field in &class.fields {
                let place = match (field.token, field.value) {
                    (Some(token), _) => format!("{token:3}"),
                    (None, Some(_)) => "   ".to_owned(),
                    (None, None) => "  ?".to_owned(),
                };
                let value = field.value.map(|value| format!(" = {value}")).unwrap_or_default();
                let access = field.access.join(" ");
                writeln!(f, "  {place}  {access} {} {}{value}", field.field_type, field.name)?;
            }
            for method in &class.methods {
                let access = method.access.join(" ");
                writeln!(f, "  {:3}  {access} {} {}", method.token, method.result, method.name)?;
            }
        }
        Ok(())
    }
}
