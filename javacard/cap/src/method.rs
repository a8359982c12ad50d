//! Component 7, Method: exception handlers and code (JCVM 3.0.5 §6.9).

mod exception_handler;
mod method_header;

use alloc::vec::Vec;

pub use self::exception_handler::ExceptionHandler;
pub use self::method_header::{HeaderForm, MethodHeader};

use crate::component::ComponentKind;
use crate::error::{CapError, Rule};
use crate::reader::Reader;
use crate::writer::Writer;

/// The Method component. Others refer to methods by the offset of their header in the component's info, which
/// begins with the count of exception handlers.
///
/// It does not say itself where a method ends: [`MethodTable`](crate::method_table::MethodTable) finds out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MethodComponent {
    /// Exception handlers of all methods, at most 255; those of one method together, inner before outer.
    pub handlers: Vec<ExceptionHandler>,
    /// Headers and code of the methods, back to back, as they stand behind the handlers.
    pub methods: Vec<u8>,
}

impl MethodComponent {
    /// The offset of the first method's header in the info.
    #[must_use]
    pub fn first_method_offset(&self) -> usize {
        self.handlers.len().saturating_mul(ExceptionHandler::LENGTH).saturating_add(1)
    }

    /// The offset behind the last method: the length of the info.
    #[must_use]
    pub fn end_offset(&self) -> usize {
        self.first_method_offset().saturating_add(self.methods.len())
    }

    /// The bytes between two offsets of the info; none if they are not both among the methods.
    #[must_use]
    pub fn bytes(&self, start: usize, end: usize) -> Option<&[u8]> {
        let first = self.first_method_offset();
        self.methods.get(start.checked_sub(first)?..end.checked_sub(first)?)
    }

    /// The header at this offset of the info.
    ///
    /// # Errors
    /// [`Rule::MethodOffset`], [`Rule::MethodFlags`], [`Rule::Padding`], [`Rule::Truncated`].
    pub fn header_at(&self, offset: usize) -> Result<MethodHeader, CapError> {
        let error = |rule| CapError::new(ComponentKind::Method, offset, rule);
        let bytes = self.bytes(offset, self.end_offset()).filter(|bytes| !bytes.is_empty());
        MethodHeader::parse(bytes.ok_or_else(|| error(Rule::MethodOffset))?).map_err(error)
    }

    /// Adds a method behind the others and gives the offset of its header. The number of handlers must be final:
    /// offsets count from before them.
    ///
    /// # Errors
    /// [`Rule::TooLong`] when the component would pass 65535 bytes.
    pub fn push(&mut self, header: MethodHeader, code: &[u8]) -> Result<u16, CapError> {
        let offset = self.end_offset();
        let error = CapError::new(ComponentKind::Method, offset, Rule::TooLong);
        let header = header.to_bytes();
        let end = offset.saturating_add(header.len()).saturating_add(code.len());
        if end > usize::from(u16::MAX) {
            return Err(error);
        }
        self.methods.extend_from_slice(&header);
        self.methods.extend_from_slice(code);
        u16::try_from(offset).map_err(|_| error)
    }

    /// Reads the component's info.
    ///
    /// # Errors
    /// What the table of exception handlers does not obey; methods are not looked at.
    pub fn parse(info: &[u8]) -> Result<Self, CapError> {
        let mut reader = Reader::new(info, ComponentKind::Method);
        let count = reader.u8()?;
        let mut handlers = Vec::new();
        for _ in 0..count {
            handlers.push(ExceptionHandler::read(&mut reader)?);
        }
        Ok(Self { handlers, methods: reader.rest().to_vec() })
    }

    /// The component's info.
    ///
    /// # Errors
    /// [`Rule::TooMany`], [`Rule::TooLong`].
    pub fn write(&self) -> Result<Vec<u8>, CapError> {
        let mut writer = Writer::new(ComponentKind::Method);
        writer.count8(self.handlers.len())?;
        for handler in &self.handlers {
            handler.put(&mut writer);
        }
        writer.bytes(&self.methods);
        writer.finish()
    }
}
