//! Exceptions on their way to a handler (JCVM 3.0.5 §3.8, §6.9.1).

use cardamom_cap::opcode::RuntimeException;

use super::trap::Trap;
use super::{Fault, Frame, Interpreter};
use crate::heap::{Heap, ObjectKind, Reference, Slot};
use crate::native::Natives;
use crate::program::{ClassId, LinkedConstant};

/// `SystemException.NO_RESOURCE`
const NO_RESOURCE: i32 = 5;

const EXCEPTIONS: [RuntimeException; 8] = [
    RuntimeException::Arithmetic,
    RuntimeException::ArrayIndexOutOfBounds,
    RuntimeException::ArrayStore,
    RuntimeException::ClassCast,
    RuntimeException::NegativeArraySize,
    RuntimeException::NoResource,
    RuntimeException::NullPointer,
    RuntimeException::Security,
];

impl<'p, H: Heap, N: Natives<H>> Interpreter<'p, H, N> {
    /// Makes the objects that instructions throw, of those classes that are linked.
    pub(super) fn prepare_exceptions(&mut self) {
        for exception in EXCEPTIONS {
            let Some(class) = self.program.exception_class(exception) else { continue };
            let Ok(object) = self.make_object(class) else { continue };
            if exception == RuntimeException::NoResource {
                self.set_reason(class, object, NO_RESOURCE);
            }
            self.exceptions.insert(exception, object);
        }
    }

    /// Puts the reason into an exception of `javacard.framework`: the first cell that a class above it declares.
    fn set_reason(&mut self, class: ClassId, object: Reference, reason: i32) {
        let mut layouts = self.program.line(class).filter_map(|(_, class)| class.layout());
        if let Some(cell) = layouts.find_map(|layout| layout.cell(0)) {
            // A heap that has just made the object has the cell, too.
            let _ = self.heap.store(object, cell, Slot::Primitive(reason));
        }
    }

    /// The object that is thrown; a fault is none.
    pub(super) fn exception_of(&self, trap: Trap) -> Result<Reference, Fault> {
        match trap {
            Trap::Throw(exception) => Ok(exception),
            Trap::Runtime(exception) => self.exceptions.get(&exception).copied().ok_or(Fault::ExceptionClass),
            Trap::Fault(fault) => Err(fault),
        }
    }

    /// Goes to the handler for an exception, in this method or one that called it. Gives the exception back if there
    /// is none.
    pub(super) fn unwind(&mut self, exception: Reference) -> Result<Option<Reference>, Fault> {
        self.charge()?;
        let Ok(ObjectKind::Object(class)) = self.heap.kind(exception) else {
            return Err(Fault::Throwable);
        };
        let throwable = self.program.api_class("java/lang/Throwable");
        if !throwable.is_some_and(|throwable| self.program.is_subtype(class, throwable)) {
            return Err(Fault::Throwable);
        }
        while let Some(frame) = self.frames.last() {
            if let Some(index) = self.handler(frame, class)? {
                let frame = self.frame()?;
                frame.index = index;
                frame.clear_stack();
                frame.push_reference(Some(exception))?;
                return Ok(None);
            }
            self.leave();
        }
        Ok(Some(exception))
    }

    /// The index of the instruction that handles an exception thrown where a frame is.
    fn handler(&self, frame: &Frame<'p>, class: ClassId) -> Result<Option<usize>, Fault> {
        let (offset, _) = frame.current()?;
        let package = self.program.package(frame.package).ok_or(Fault::Constant)?;
        let covers = |handler: &&cardamom_cap::method::ExceptionHandler| {
            (usize::from(handler.start_offset)..handler.end_offset()).contains(&offset)
        };
        for handler in package.handlers.iter().filter(covers) {
            let catches = match package.constants.get(usize::from(handler.catch_type_index)) {
                _ if handler.catch_type_index == 0 => true,
                Some(LinkedConstant::Class(wanted)) => self.program.is_subtype(class, *wanted),
                _ => return Err(Fault::Constant),
            };
            if catches {
                let target = usize::from(handler.handler_offset);
                return frame.code.index_at(target).map(Some).ok_or(Fault::BranchTarget);
            }
            if handler.is_last {
                break;
            }
        }
        Ok(None)
    }
}
