//! Exception handlers (JCVM 3.0.5 §6.9.1).

use crate::error::CapError;
use crate::reader::Reader;
use crate::writer::Writer;

const STOP: u16 = 0x8000;

/// `exception_handler_info`. Offsets are into the Method component's info. A handler covers the code from
/// `start_offset` for `active_length` bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExceptionHandler {
    /// Where the code begins that it covers.
    pub start_offset: u16,
    /// How many bytes it covers, 15 bits.
    pub active_length: u16,
    /// Whether no handler behind it covers the same code: the search ends here.
    pub is_last: bool,
    /// Where its code begins.
    pub handler_offset: u16,
    /// Constant pool index of the class that it catches; 0 for every exception.
    pub catch_type_index: u16,
}

impl ExceptionHandler {
    /// Bytes of an entry.
    pub const LENGTH: usize = 8;
    /// Most bytes that it can cover.
    pub const MAXIMUM_ACTIVE_LENGTH: u16 = 0x7FFF;

    /// Where the catch type of the handler with this index stands in the Method component's info: unless it is 0,
    /// the ReferenceLocation component names it among the indexes of two bytes (JCVM 3.0.5 §6.11).
    #[must_use]
    pub const fn catch_type_location(index: usize) -> usize {
        const CATCH_TYPE: usize = 6;
        index.saturating_mul(Self::LENGTH).saturating_add(1).saturating_add(CATCH_TYPE)
    }

    /// The offset behind the code that it covers.
    #[must_use]
    pub fn end_offset(&self) -> usize {
        usize::from(self.start_offset).saturating_add(usize::from(self.active_length))
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, CapError> {
        let start_offset = reader.u16()?;
        let length = reader.u16()?;
        Ok(Self {
            start_offset,
            active_length: length & !STOP,
            is_last: length & STOP != 0,
            handler_offset: reader.u16()?,
            catch_type_index: reader.u16()?,
        })
    }

    pub(super) fn put(&self, writer: &mut Writer) {
        writer.u16(self.start_offset);
        let stop = if self.is_last { STOP } else { 0 };
        writer.u16(self.active_length & !STOP | stop);
        writer.u16(self.handler_offset);
        writer.u16(self.catch_type_index);
    }
}
