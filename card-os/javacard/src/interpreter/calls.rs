//! Calls and returns.

use alloc::vec::Vec;

use cardamom_cap::instruction::{Instruction, Operands};
use cardamom_cap::opcode::RuntimeException;

use super::dispatch::Next;
use super::trap::Trap;
use super::{Cell, Fault, Frame, Interpreter, Value};
use crate::heap::{Heap, ObjectKind};
use crate::native::{NativeMethod, Natives, ParameterKind};
use crate::program::{ClassId, LinkedConstant, Method, MethodBody, MethodId};

impl<'p, H: Heap, N: Natives<H>> Interpreter<'p, H, N> {
    /// Begins a method of bytecode.
    pub(super) fn enter(&mut self, id: MethodId, arguments: Vec<Cell>) -> Result<(), Fault> {
        let method = self.method(id)?;
        // A return address belongs to the method whose subroutine it ends.
        let is_value = |cell: &Cell| !matches!(cell, Cell::ReturnAddress(_) | Cell::Empty);
        if arguments.len() != usize::from(method.arguments) || !arguments.iter().all(is_value) {
            return Err(Fault::Arguments);
        }
        let MethodBody::Bytecode(code) = &method.body else { return Err(Fault::AbstractMethod) };
        let frame = Frame::new(id, method.package, code, arguments);
        let cells = self.cells.saturating_add(frame.cells());
        if self.frames.len() >= self.limits.frames || cells > self.limits.cells {
            return Err(Fault::Frames);
        }
        self.cells = cells;
        self.frames.push(frame);
        Ok(())
    }

    /// Ends the method that runs.
    pub(super) fn leave(&mut self) {
        if let Some(frame) = self.frames.pop() {
            self.cells = self.cells.saturating_sub(frame.cells());
        }
    }

    fn method(&self, id: MethodId) -> Result<&'p Method, Fault> {
        self.program.method(id).ok_or(Fault::Constant)
    }

    /// What the receiver of a call is, below the other arguments.
    fn receiver(&mut self, arguments: u8) -> Result<ObjectKind, Trap> {
        if arguments == 0 {
            return Err(Fault::Receiver.into());
        }
        match self.frame()?.top(usize::from(arguments))?.first().copied() {
            Some(Cell::Reference(Some(object))) => Ok(self.heap.kind(object)?),
            Some(Cell::Reference(None)) => Err(Trap::Runtime(RuntimeException::NullPointer)),
            _ => Err(Fault::CellType.into()),
        }
    }

    /// The class whose methods an object has: an array has those of `java.lang.Object`.
    fn class_of(&self, kind: ObjectKind) -> Result<ClassId, Fault> {
        match kind {
            ObjectKind::Object(class) => Ok(class),
            ObjectKind::Array(_) => self.program.api_class("java/lang/Object").ok_or(Fault::Receiver),
        }
    }

    fn invoke(&mut self, id: MethodId) -> Result<Next, Trap> {
        self.charge()?;
        let method = self.method(id)?;
        match &method.body {
            MethodBody::Abstract => Err(Fault::AbstractMethod.into()),
            MethodBody::Bytecode(_) => {
                let arguments = self.frame()?.take(method.arguments.into())?;
                self.enter(id, arguments)?;
                Ok(Next::Frame)
            }
            MethodBody::Native(native) => self.invoke_native(native),
        }
    }

    fn invoke_native(&mut self, native: &NativeMethod) -> Result<Next, Trap> {
        let mut arguments = Vec::new();
        let frame = self.frame()?;
        for parameter in native.parameters().iter().rev() {
            arguments.push(match parameter {
                ParameterKind::Short => Value::Short(frame.pop_short()?),
                ParameterKind::Int => Value::Int(frame.pop_int()?),
                ParameterKind::Reference => Value::Reference(frame.pop_reference()?),
            });
        }
        arguments.reverse();
        if native.has_receiver() {
            let Some(Value::Reference(Some(object))) = arguments.first() else {
                return Err(Trap::Runtime(RuntimeException::NullPointer));
            };
            let class = self.program.api_class(native.class.name).ok_or(Fault::Receiver)?;
            if !self.program.is_instance(self.heap.kind(*object)?, class) {
                return Err(Fault::Receiver.into());
            }
        }
        let result = self.natives.call(self.program, &mut self.heap, native, &arguments)?;
        if let Some(value) = result {
            let frame = self.frame()?;
            value.cells().into_iter().try_for_each(|cell| frame.push(cell))?;
        }
        Ok(Next::Instruction)
    }

    /// `invokestatic`
    pub(super) fn invoke_static(&mut self, instruction: &Instruction) -> Result<Next, Trap> {
        match self.constant(instruction)? {
            LinkedConstant::StaticMethod(method) => self.invoke(method),
            _ => Err(Fault::Constant.into()),
        }
    }

    /// `invokespecial`: a constructor, a private method or a method of the superclass.
    pub(super) fn invoke_special(&mut self, instruction: &Instruction) -> Result<Next, Trap> {
        let (LinkedConstant::StaticMethod(method) | LinkedConstant::SuperMethod(method)) =
            self.constant(instruction)?
        else {
            return Err(Fault::Constant.into());
        };
        self.receiver(self.method(method)?.arguments)?;
        self.invoke(method)
    }

    /// `invokevirtual`
    pub(super) fn invoke_virtual(&mut self, instruction: &Instruction) -> Result<Next, Trap> {
        let LinkedConstant::VirtualMethod { class, token } = self.constant(instruction)? else {
            return Err(Fault::Constant.into());
        };
        let stated = self.program.virtual_method(class, class, token).ok_or(Fault::Constant)?;
        let arguments = self.method(stated)?.arguments;
        let kind = self.receiver(arguments)?;
        if !self.program.is_instance(kind, class) {
            return Err(Fault::Receiver.into());
        }
        let method = self.program.virtual_method(self.class_of(kind)?, class, token);
        let method = method.ok_or(Fault::Receiver)?;
        if self.method(method)?.arguments != arguments {
            return Err(Fault::Arguments.into());
        }
        self.invoke(method)
    }

    /// `invokeinterface`
    pub(super) fn invoke_interface(&mut self, instruction: &Instruction) -> Result<Next, Trap> {
        let Operands::InterfaceMethod { arguments, token, .. } = instruction.operands else {
            return Err(Fault::Operands.into());
        };
        let interface = self.class_constant(instruction)?;
        let kind = self.receiver(arguments)?;
        let method = self.program.interface_method(self.class_of(kind)?, interface, token);
        let method = method.ok_or(Fault::Receiver)?;
        if self.method(method)?.arguments != arguments {
            return Err(Fault::Arguments.into());
        }
        self.invoke(method)
    }

    /// `areturn`, `sreturn`, `ireturn`, `return`: the value goes to the caller, which goes on behind its call.
    pub(super) fn finish(&mut self, value: Option<Value>) -> Result<Next, Trap> {
        self.leave();
        let Some(frame) = self.frames.last_mut() else { return Ok(Next::Finished(value)) };
        if let Some(value) = value {
            value.cells().into_iter().try_for_each(|cell| frame.push(cell))?;
        }
        frame.index = frame.index.saturating_add(1);
        Ok(Next::Frame)
    }
}
