//! The door to methods that are not bytecode.

use alloc::vec::Vec;

use cardamom_cap::opcode::RuntimeException;
use cardamom_java_card_api::{AccessFlags, ApiClass, ApiMethod};

use crate::heap::{Heap, HeapError, Reference};
use crate::interpreter::Value;
use crate::program::Program;

/// A method of the API.
#[derive(Clone, Copy, Debug)]
pub struct NativeMethod {
    /// The class through which it was linked; an inherited method may be declared further up.
    pub class: &'static ApiClass,
    /// Name, descriptor and token.
    pub method: &'static ApiMethod,
}

/// What a parameter of a native method is on the stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    /// A short, byte or boolean.
    Short,
    /// An int: two cells.
    Int,
    /// A reference.
    Reference,
}

impl ParameterKind {
    /// Cells that it takes.
    #[must_use]
    pub const fn cells(self) -> u8 {
        match self {
            Self::Int => 2,
            Self::Short | Self::Reference => 1,
        }
    }
}

impl NativeMethod {
    /// Whether it is called on an object: all but static methods are, constructors too.
    #[must_use]
    pub const fn has_receiver(&self) -> bool {
        !self.method.access.contains(AccessFlags::STATIC)
    }

    /// The parameters, the receiver first.
    #[must_use]
    pub fn parameters(&self) -> Vec<ParameterKind> {
        let mut kinds = Vec::new();
        if self.has_receiver() {
            kinds.push(ParameterKind::Reference);
        }
        let mut rest = self.method.descriptor.chars();
        rest.next();
        while let Some(first) = rest.next() {
            match first {
                'I' => kinds.push(ParameterKind::Int),
                'L' => {
                    rest.by_ref().find(|letter| *letter == ';');
                    kinds.push(ParameterKind::Reference);
                }
                '[' => {
                    if rest.next() == Some('L') {
                        rest.by_ref().find(|letter| *letter == ';');
                    }
                    kinds.push(ParameterKind::Reference);
                }
                ')' => break,
                _ => kinds.push(ParameterKind::Short),
            }
        }
        kinds
    }
}

/// What a native method ends with, if not with its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NativeError {
    /// It throws this object.
    Throw(Reference),
    /// It throws one of the exceptions that instructions throw.
    Runtime(RuntimeException),
    /// There is no such method on this card.
    Unsupported,
}

impl NativeError {
    /// What a refusal of the heap is to the code that called.
    #[must_use]
    pub const fn from_heap(error: HeapError) -> Self {
        match error {
            HeapError::Denied => Self::Runtime(RuntimeException::Security),
            HeapError::NoSpace => Self::Runtime(RuntimeException::NoResource),
            HeapError::NoSuchSlot => Self::Unsupported,
        }
    }
}

/// Methods of the API.
pub trait Natives<H: Heap> {
    /// Runs a method. The arguments are of the kinds that its [`parameters`](NativeMethod::parameters) are, and the
    /// receiver is not null.
    ///
    /// # Errors
    /// What it throws.
    fn call(
        &mut self,
        program: &Program,
        heap: &mut H,
        method: &NativeMethod,
        arguments: &[Value],
    ) -> Result<Option<Value>, NativeError>;
}

/// The methods of `java.lang`: constructors that do nothing, and `equals` by identity.
#[derive(Clone, Copy, Debug, Default)]
pub struct JavaLang;

impl<H: Heap> Natives<H> for JavaLang {
    fn call(
        &mut self,
        _program: &Program,
        _heap: &mut H,
        method: &NativeMethod,
        arguments: &[Value],
    ) -> Result<Option<Value>, NativeError> {
        if !method.class.name.starts_with("java/lang/") {
            return Err(NativeError::Unsupported);
        }
        match (method.method.name, arguments) {
            ("<init>", [_]) => Ok(None),
            ("equals", [one, other]) => Ok(Some(Value::Short((one == other).into()))),
            _ => Err(NativeError::Unsupported),
        }
    }
}
