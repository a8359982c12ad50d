//! Class files, as far as the converter needs them (JVM specification §4).

mod decode;
mod instruction;
mod read;

pub(crate) use self::instruction::{
    ArithmeticOperation, ArrayElement, Comparison, Instruction, MemberName, StackOperation, Unsupported,
};
pub use self::read::ClassFileError;

use crate::diagnostic::Place;
use crate::types::{MethodType, Type, package_of};

/// Access flags of classes, fields and methods (JVM specification §4.1, §4.5, §4.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Access(pub(crate) u16);

impl Access {
    pub(crate) const fn is_public(self) -> bool {
        self.0 & 0x0001 != 0
    }
    pub(crate) const fn is_private(self) -> bool {
        self.0 & 0x0002 != 0
    }
    pub(crate) const fn is_protected(self) -> bool {
        self.0 & 0x0004 != 0
    }
    pub(crate) const fn is_static(self) -> bool {
        self.0 & 0x0008 != 0
    }
    pub(crate) const fn is_final(self) -> bool {
        self.0 & 0x0010 != 0
    }
    pub(crate) const fn is_synchronized(self) -> bool {
        self.0 & 0x0020 != 0
    }
    pub(crate) const fn is_native(self) -> bool {
        self.0 & 0x0100 != 0
    }
    pub(crate) const fn is_interface(self) -> bool {
        self.0 & 0x0200 != 0
    }
    pub(crate) const fn is_abstract(self) -> bool {
        self.0 & 0x0400 != 0
    }
    pub(crate) const fn is_annotation(self) -> bool {
        self.0 & 0x2000 != 0
    }
    pub(crate) const fn is_enum(self) -> bool {
        self.0 & 0x4000 != 0
    }
    pub(crate) const fn is_public_or_protected(self) -> bool {
        self.is_public() || self.is_protected()
    }
}

/// A class or an interface.
#[derive(Clone, Debug)]
pub(crate) struct Class {
    /// Internal name, `com/example/Wallet`.
    pub(crate) name: String,
    pub(crate) access: Access,
    /// Internal name; none for java.lang.Object alone.
    pub(crate) superclass: Option<String>,
    /// Internal names, in the order of the declaration.
    pub(crate) interfaces: Vec<String>,
    pub(crate) fields: Vec<Field>,
    pub(crate) methods: Vec<Method>,
    /// The source file as the package names it.
    pub(crate) source: String,
    /// Whether `source` was told by the class file.
    pub(crate) has_source: bool,
}

/// A field.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) access: Access,
    pub(crate) field_type: Type,
    /// The value of a compile-time constant (JVM specification §4.7.2).
    pub(crate) constant: Option<Constant>,
}

/// A compile-time constant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Constant {
    Int(i32),
    /// A string, a long, a float or a double, by the name in the Java language.
    Unsupported(&'static str),
}

/// A method.
#[derive(Clone, Debug)]
pub(crate) struct Method {
    pub(crate) name: String,
    pub(crate) access: Access,
    pub(crate) method_type: MethodType,
    /// None for abstract and native methods.
    pub(crate) code: Option<Code>,
}

/// The code of a method. Instructions are known by their index, not by their byte offset.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    /// Slots of 32 bits.
    pub(crate) max_locals: u16,
    /// Each with its byte offset in the class file.
    pub(crate) instructions: Vec<(u16, Instruction)>,
    /// In the order in which they are searched.
    pub(crate) handlers: Vec<Handler>,
    /// First instruction and line, in any order.
    pub(crate) lines: Vec<(usize, u16)>,
    pub(crate) variables: Vec<LocalVariable>,
}

/// An exception handler.
#[derive(Clone, Debug)]
pub(crate) struct Handler {
    pub(crate) start: usize,
    /// The first instruction after the range.
    pub(crate) end: usize,
    pub(crate) handler: usize,
    /// Internal name; none for every exception.
    pub(crate) catch: Option<String>,
}

/// A local variable of the source.
#[derive(Clone, Debug)]
pub(crate) struct LocalVariable {
    /// First instruction where it has a value.
    pub(crate) start: usize,
    /// The first instruction after.
    pub(crate) end: usize,
    pub(crate) name: String,
    pub(crate) variable_type: Type,
    pub(crate) slot: u16,
}

impl Code {
    /// The line of an instruction: that of the last entry at or before it.
    pub(crate) fn line(&self, instruction: usize) -> Option<u16> {
        self.lines
            .iter()
            .filter(|(start, _)| *start <= instruction)
            .max_by_key(|(start, _)| *start)
            .map(|(_, line)| *line)
    }
}

impl Class {
    pub(crate) fn package(&self) -> &str {
        package_of(&self.name)
    }

    /// The file as a whole.
    pub(crate) fn place(&self) -> Option<Place> {
        Some(Place { file: self.source.clone(), line: None })
    }

    /// The place of an instruction, or of the first one of a method.
    pub(crate) fn place_of(&self, method: &Method, instruction: usize) -> Option<Place> {
        let line = method.code.as_ref().and_then(|code| code.line(instruction));
        Some(Place { file: self.source.clone(), line })
    }

    /// The class in the words of the Java language.
    pub(crate) fn display_name(&self) -> String {
        self.name.replace('/', ".")
    }

    /// A method in the words of the Java language: `Wallet.process(javacard.framework.APDU)`.
    pub(crate) fn display_method(&self, method: &Method) -> String {
        display_method(&self.name, &method.name, &method.method_type)
    }
}

/// A method in the words of the Java language.
pub(crate) fn display_method(class: &str, name: &str, method_type: &MethodType) -> String {
    let class = class.replace('/', ".");
    let parameters: Vec<String> = method_type.parameters.iter().map(ToString::to_string).collect();
    let parameters = parameters.join(", ");
    match name {
        "<init>" => format!("{class}({parameters})"),
        "<clinit>" => format!("the static initializer of {class}"),
        _ => format!("{class}.{name}({parameters})"),
    }
}
