//! The image of static fields (JCVM specification §6.10).

use std::collections::BTreeMap;

use crate::diagnostic::Findings;
use crate::package::Package;
use crate::static_init::InitialValue;
use crate::tokens::is_constant;
use crate::types::Type;

/// The static fields of a package (JCVM specification §6.10).
#[derive(Clone, Debug, Default)]
pub(crate) struct StaticImage {
    /// By class and field: offset in the image.
    pub(crate) offsets: BTreeMap<(usize, usize), usize>,
    /// Arrays with initial values: the type of the components and the values.
    pub(crate) arrays: Vec<(Type, Vec<i32>)>,
    pub(crate) references: usize,
    /// Bytes of 0.
    pub(crate) default_bytes: usize,
    /// The bytes after those.
    pub(crate) values: Vec<u8>,
}

impl StaticImage {
    /// Lays out the static fields of a package: initialised arrays, other references, zeroes, other numbers.
    pub(crate) fn lay_out(
        package: &Package<'_>,
        initial: &BTreeMap<(usize, usize), InitialValue>,
        findings: &mut Findings,
    ) -> Self {
        let mut image = Self::default();
        let mut references = Vec::new();
        let mut defaults = Vec::new();
        let mut numbers = Vec::new();
        for (class_index, class) in package.classes.iter().enumerate() {
            for (field_index, field) in class.fields.iter().enumerate() {
                if !field.access.is_static() || is_constant(field) {
                    continue;
                }
                let key = (class_index, field_index);
                match initial.get(&key) {
                    Some(InitialValue::Array { component, values }) => {
                        image.offsets.insert(key, 2 * image.arrays.len());
                        image.arrays.push((component.clone(), values.clone()));
                    }
                    Some(InitialValue::Number(number)) => numbers.push((key, &field.field_type, *number)),
                    None if field.field_type.is_reference() => references.push(key),
                    None => defaults.push((key, &field.field_type)),
                }
            }
        }
        image.references = image.arrays.len() + references.len();
        for (number, key) in references.into_iter().enumerate() {
            image.offsets.insert(key, 2 * (image.arrays.len() + number));
        }
        let mut end = 2 * image.references;
        for (key, of) in defaults {
            image.offsets.insert(key, end);
            end += static_length(of);
        }
        image.default_bytes = end - 2 * image.references;
        for (key, of, number) in numbers {
            image.offsets.insert(key, end);
            let bytes = number.to_be_bytes();
            let length = static_length(of);
            image.values.extend(bytes.iter().skip(bytes.len() - length));
            end += length;
        }
        if end > 65535 || image.arrays.iter().any(|(of, values)| values.len() * component_length(of) > 65535)
        {
            findings.error(
                None,
                "the static fields of the package take more than 65535 bytes",
                "make arrays in install()",
            );
        }
        image
    }
}

/// Bytes in the image of static fields (JCVM specification table 6-15).
const fn static_length(of: &Type) -> usize {
    match of {
        Type::Boolean | Type::Byte => 1,
        Type::Int => 4,
        _ => 2,
    }
}

/// Bytes of a component of an array.
pub(crate) const fn component_length(of: &Type) -> usize {
    static_length(of)
}
