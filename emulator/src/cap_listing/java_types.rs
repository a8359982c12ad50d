//! Types of class files and CAP files as Java writes them.

use cardamom_cap::type_descriptor::{Type, TypeDescriptor};

use super::names::Names;

/// The name of a class in source: dots, and no package.
pub(super) fn simple_name(name: &str) -> &str {
    name.rsplit(['/', '.']).next().unwrap_or(name)
}

/// A class file's name of a class with dots.
pub(super) fn with_dots(name: &str) -> String {
    name.replace('/', ".")
}

/// Takes the first type off a class file's descriptor.
fn first_type(descriptor: &str) -> Option<(String, &str)> {
    let (first, rest) = descriptor.split_at_checked(1)?;
    let name = match first {
        "V" => "void",
        "Z" => "boolean",
        "B" => "byte",
        "S" => "short",
        "I" => "int",
        "[" => {
            let (element, rest) = first_type(rest)?;
            return Some((format!("{element}[]"), rest));
        }
        "L" => {
            let (class, rest) = rest.split_once(';')?;
            return Some((simple_name(class).to_owned(), rest));
        }
        _ => return None,
    };
    Some((name.to_owned(), rest))
}

/// The type in a class file's descriptor; what cannot be read stays as it is.
pub(super) fn field_type(descriptor: &str) -> String {
    first_type(descriptor).map_or_else(|| descriptor.to_owned(), |(name, _)| name)
}

/// Arguments in parentheses, and the result, of a class file's descriptor of a method.
pub(super) fn method_type(descriptor: &str) -> (String, String) {
    let split = descriptor.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let Some((mut arguments, result)) = split else {
        return (format!("({descriptor})"), String::new());
    };
    let mut names = Vec::new();
    while let Some((name, rest)) = first_type(arguments) {
        names.push(name);
        arguments = rest;
    }
    (format!("({})", names.join(", ")), field_type(result))
}

/// A type of a CAP file.
pub(super) fn cap_type(one: Type, names: &Names<'_>) -> String {
    match one {
        Type::Void => "void".to_owned(),
        Type::Primitive(primitive) => primitive.name().to_owned(),
        Type::Array(element) => format!("{}[]", element.name()),
        Type::Reference(class) => simple_name(&names.class(class)).to_owned(),
        Type::ReferenceArray(class) => format!("{}[]", simple_name(&names.class(class))),
    }
}

/// Arguments in parentheses, and the result, of a CAP file's descriptor of a method.
pub(super) fn cap_method_type(descriptor: &TypeDescriptor, names: &Names<'_>) -> (String, String) {
    let Some((result, arguments)) = descriptor.types.split_last() else {
        return ("()".to_owned(), String::new());
    };
    let arguments: Vec<String> = arguments.iter().map(|one| cap_type(*one, names)).collect();
    (format!("({})", arguments.join(", ")), cap_type(*result, names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptors_read_as_java() {
        let text = |descriptor| {
            let (arguments, result) = method_type(descriptor);
            format!("{result} {arguments}")
        };
        assert_eq!(text("([BSB)V"), "void (byte[], short, byte)");
        assert_eq!(text("(Ljavacard/framework/AID;Z)[[I"), "int[][] (AID, boolean)");
        assert_eq!(text("()Ljava/lang/Object;"), "Object ()");
        assert_eq!(text("nonsense"), " (nonsense)");
        assert_eq!(field_type("Q"), "Q");
    }
}
