//! Java types as descriptors write them (JVM specification §4.3).

use std::fmt;

/// The type of a field, of a local variable, of a parameter or of an array component.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Type {
    /// `boolean`
    Boolean,
    /// `byte`
    Byte,
    /// `short`
    Short,
    /// `int`, where the card has it (JCVM specification §2.2.3.1).
    Int,
    /// `char`, `long`, `float` or `double`, which no card has; by the name in the Java language.
    Unsupported(&'static str),
    /// A class or interface, by its internal name (`javacard/framework/Applet`).
    Class(String),
    /// An array.
    Array(Box<Self>),
}

/// The parameters and the result of a method.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct MethodType {
    /// The parameters, without the receiver.
    pub(crate) parameters: Vec<Type>,
    /// The result; none for `void`.
    pub(crate) result: Option<Type>,
}

impl Type {
    /// Reads a field descriptor (JVM specification §4.3.2). None when it is not one.
    pub(crate) fn parse(descriptor: &str) -> Option<Self> {
        let (parsed, rest) = Self::take(descriptor)?;
        rest.is_empty().then_some(parsed)
    }

    /// Reads what a class entry of a constant pool names: a class or an array type (JVM specification §4.4.1).
    pub(crate) fn parse_class_entry(name: &str) -> Option<Self> {
        if name.starts_with('[') {
            Self::parse(name)
        } else {
            is_class_name(name).then(|| Self::Class(name.into()))
        }
    }

    fn take(descriptor: &str) -> Option<(Self, &str)> {
        let mut dimensions = 0_u8;
        let mut rest = descriptor;
        while let Some(inner) = rest.strip_prefix('[') {
            dimensions = dimensions.checked_add(1)?;
            rest = inner;
        }
        let mut characters = rest.chars();
        let element = match characters.next()? {
            'Z' => Self::Boolean,
            'B' => Self::Byte,
            'S' => Self::Short,
            'I' => Self::Int,
            'C' => Self::Unsupported("char"),
            'J' => Self::Unsupported("long"),
            'F' => Self::Unsupported("float"),
            'D' => Self::Unsupported("double"),
            'L' => {
                let (name, after) = characters.as_str().split_once(';')?;
                let class = is_class_name(name).then(|| Self::Class(name.to_owned()))?;
                return Some((class.in_arrays(dimensions), after));
            }
            _ => return None,
        };
        Some((element.in_arrays(dimensions), characters.as_str()))
    }

    fn in_arrays(self, dimensions: u8) -> Self {
        (0..dimensions).fold(self, |component, _| Self::Array(Box::new(component)))
    }

    /// Whether its values are references.
    pub(crate) const fn is_reference(&self) -> bool {
        matches!(self, Self::Class(_) | Self::Array(_))
    }

    /// Cells of the operand stack or of the local variables, of 16 bits each.
    pub(crate) const fn cells(&self) -> u8 {
        if matches!(self, Self::Int) { 2 } else { 1 }
    }

    /// The class that it is or that its components are.
    pub(crate) fn class(&self) -> Option<&str> {
        match self {
            Self::Class(name) => Some(name),
            Self::Array(component) => component.class(),
            _ => None,
        }
    }

    /// The descriptor.
    pub(crate) fn descriptor(&self) -> String {
        match self {
            Self::Boolean => "Z".into(),
            Self::Byte => "B".into(),
            Self::Short => "S".into(),
            Self::Int => "I".into(),
            Self::Unsupported(name) => match *name {
                "char" => "C",
                "long" => "J",
                "float" => "F",
                _ => "D",
            }
            .into(),
            Self::Class(name) => format!("L{name};"),
            Self::Array(component) => format!("[{}", component.descriptor()),
        }
    }
}

/// In the words of the Java language: `byte[]`, `javacard.framework.APDU`.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean => f.write_str("boolean"),
            Self::Byte => f.write_str("byte"),
            Self::Short => f.write_str("short"),
            Self::Int => f.write_str("int"),
            Self::Unsupported(name) => f.write_str(name),
            Self::Class(name) => f.write_str(&name.replace('/', ".")),
            Self::Array(component) => write!(f, "{component}[]"),
        }
    }
}

impl MethodType {
    /// Reads a method descriptor (JVM specification §4.3.3). None when it is not one.
    pub(crate) fn parse(descriptor: &str) -> Option<Self> {
        let mut rest = descriptor.strip_prefix('(')?;
        let mut parameters = Vec::new();
        loop {
            if let Some(result) = rest.strip_prefix(')') {
                let result = if result == "V" { None } else { Some(Type::parse(result)?) };
                return Some(Self { parameters, result });
            }
            let (parameter, after) = Type::take(rest)?;
            parameters.push(parameter);
            rest = after;
        }
    }

    /// Parameters and result.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Type> {
        self.parameters.iter().chain(&self.result)
    }

    /// The descriptor.
    pub(crate) fn descriptor(&self) -> String {
        let parameters: String = self.parameters.iter().map(Type::descriptor).collect();
        let result = self.result.as_ref().map_or_else(|| "V".into(), Type::descriptor);
        format!("({parameters}){result}")
    }
}

/// Whether a name can be the internal name of a class (JVM specification §4.2.1).
fn is_class_name(name: &str) -> bool {
    !name.is_empty()
        && name.split('/').all(|part| !part.is_empty() && !part.contains(['.', ';', '[', '<', '>']))
}

/// The package of an internal name, empty for the unnamed one.
pub(crate) fn package_of(class: &str) -> &str {
    class.rsplit_once('/').map_or("", |(package, _)| package)
}

/// The name after the package.
pub(crate) fn simple_name(class: &str) -> &str {
    class.rsplit_once('/').map_or(class, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptors_are_read_and_written() {
        for text in ["()V", "([BSB)V", "(Ljavacard/framework/APDU;[[I)Z", "(CJFD)[Lx/Y;"] {
            assert_eq!(MethodType::parse(text).unwrap().descriptor(), text);
        }
        for wrong in ["", "(", ")", "()", "(V)V", "()VV", "(L;)V", "(Lx)V", "()II"] {
            assert_eq!(MethodType::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn names_are_told_as_the_language_writes_them() {
        assert_eq!(Type::parse("[Lx/Y;").unwrap().to_string(), "x.Y[]");
        assert_eq!(Type::parse_class_entry("x/Y").unwrap().to_string(), "x.Y");
        assert_eq!(Type::parse_class_entry("x//Y"), None);
    }
}
