//! Methods, and the exception handlers of a package.

use cardamom_cap::ComponentKind;
use cardamom_cap::method::ExceptionHandler;
use cardamom_cap::method_table::MethodTable;

use super::{LinkError, LinkRule, Linker};
use crate::program::{Bytecode, LinkedConstant, Method, MethodBody, MethodId, Program};

impl Program {
    pub(super) fn add_method(&mut self, method: Method) -> Option<MethodId> {
        let id = u32::try_from(self.methods.len()).ok()?;
        self.methods.push(method);
        Some(MethodId(id))
    }
}

impl Linker<'_> {
    pub(super) fn methods(&mut self) -> Result<(), LinkError> {
        let table = MethodTable::of(self.cap)?;
        for entry in &table.methods {
            let error = LinkError::new(ComponentKind::Method, entry.offset, LinkRule::TooMany);
            let header = entry.header;
            let body = if header.is_abstract {
                MethodBody::Abstract
            } else {
                let start = entry.code_start();
                let code = self.cap.method.bytes(start, entry.end).unwrap_or_default();
                MethodBody::Bytecode(Bytecode::decode(header.max_stack, header.max_locals, start, code))
            };
            let method = Method { package: self.id, arguments: header.nargs, body };
            let id = self.program.add_method(method).ok_or(error)?;
            self.package.methods.insert(u16::try_from(entry.offset).map_err(|_| error)?, id);
        }
        Ok(())
    }

    /// A handler that catches some exceptions names a class of exceptions. Where it begins and what it covers is
    /// looked at when an exception comes by.
    pub(super) fn catch_types(&self) -> Result<(), LinkError> {
        let throwable = self.program.api_class("java/lang/Throwable");
        for (index, handler) in self.cap.method.handlers.iter().enumerate() {
            if handler.catch_type_index == 0 {
                continue;
            }
            let constant = self.package.constants.get(usize::from(handler.catch_type_index));
            let catches = match constant {
                Some(LinkedConstant::Class(class)) => {
                    throwable.is_some_and(|throwable| self.program.is_subtype(*class, throwable))
                }
                _ => false,
            };
            if !catches {
                let offset = ExceptionHandler::catch_type_location(index);
                return Err(LinkError::new(ComponentKind::Method, offset, LinkRule::CatchType));
            }
        }
        Ok(())
    }
}
