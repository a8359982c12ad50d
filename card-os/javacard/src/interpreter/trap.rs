//! What ends an instruction before its time.

use cardamom_cap::opcode::RuntimeException;

use super::Fault;
use crate::heap::{HeapError, Reference};
use crate::native::NativeError;

/// An exception or a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trap {
    /// This object is thrown.
    Throw(Reference),
    /// The instruction throws.
    Runtime(RuntimeException),
    /// A check failed.
    Fault(Fault),
}

impl From<Fault> for Trap {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<HeapError> for Trap {
    fn from(error: HeapError) -> Self {
        match error {
            HeapError::Denied => Self::Runtime(RuntimeException::Security),
            HeapError::NoSpace => Self::Runtime(RuntimeException::NoResource),
            HeapError::NoSuchSlot => Self::Fault(Fault::Heap),
        }
    }
}

impl From<NativeError> for Trap {
    fn from(error: NativeError) -> Self {
        match error {
            NativeError::Throw(exception) => Self::Throw(exception),
            NativeError::Runtime(exception) => Self::Runtime(exception),
            NativeError::Unsupported => Self::Fault(Fault::Native),
        }
    }
}
