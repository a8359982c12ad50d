//! Cyclic files (ISO 7816-4 §7.3.1): record 1 is the newest.
//!
//! Object: record length (2), place of the next record (2), records written so far, at most the count (2), the
//! records.

use super::Context;
use crate::error::{Error, Fault};
use crate::handle::Records;
use crate::object::ObjectKind;

pub(crate) const RECORDS_HEADER_LENGTH: usize = 6;

struct Header {
    length: usize,
    count: usize,
    next: usize,
    written: usize,
}

impl Context<'_> {
    /// Appends a record in place of the oldest, whole or not at all, and one with the transaction in progress.
    ///
    /// # Errors
    /// The firewall's; [`Fault::OutOfBounds`] when it has not the length of the file's records;
    /// [`Error::PowerLost`].
    pub fn append_record(&mut self, records: Records, record: &[u8]) -> Result<(), Error> {
        let header = self.records_header(records)?;
        if record.len() != header.length || header.count == 0 {
            return Err(self.kernel.fault(Fault::OutOfBounds));
        }
        if self.is_in_transaction() {
            return self.write_record(records, &header, record);
        }
        self.transaction(|context| context.write_record(records, &header, record))
    }

    /// Record `number`, 1 being the newest; `None` when there are not so many.
    ///
    /// # Errors
    /// The firewall's.
    pub fn record(&mut self, records: Records, number: u8) -> Result<Option<&[u8]>, Error> {
        let header = self.records_header(records)?;
        let number = usize::from(number);
        if number == 0 || number > header.written {
            return Ok(None);
        }
        let place = (header.next + header.count - number) % header.count;
        let entry = self.open(records.object(), ObjectKind::Records)?;
        let start = RECORDS_HEADER_LENGTH + place * header.length;
        let content = self.kernel.memory.content(&entry)?;
        Ok(Some(content.get(start..start + header.length).ok_or(Fault::IntegrityLost)?))
    }

    /// How many records there are.
    ///
    /// # Errors
    /// The firewall's.
    pub fn record_count(&mut self, records: Records) -> Result<usize, Error> {
        Ok(self.records_header(records)?.written)
    }

    fn write_record(&mut self, records: Records, header: &Header, record: &[u8]) -> Result<(), Error> {
        let object = records.object();
        self.kernel.memory.write(object, RECORDS_HEADER_LENGTH + header.next * header.length, record)?;
        let number =
            |value: usize| u16::try_from(value).map(u16::to_be_bytes).map_err(|_| Fault::OutOfBounds);
        let [a, b] = number((header.next + 1) % header.count)?;
        let [c, d] = number((header.written + 1).min(header.count))?;
        self.kernel.memory.write(object, 2, &[a, b, c, d])
    }

    fn records_header(&mut self, records: Records) -> Result<Header, Error> {
        let entry = self.open(records.object(), ObjectKind::Records)?;
        let content = self.kernel.memory.content(&entry)?;
        let [a, b, c, d, e, f] = *content.first_chunk().ok_or(Fault::WrongKind)?;
        let number = |high, low| usize::from(u16::from_be_bytes([high, low]));
        let (length, next, written) = (number(a, b), number(c, d), number(e, f));
        let count = (entry.length - RECORDS_HEADER_LENGTH).checked_div(length).unwrap_or(0);
        if written > count || (next >= count && count > 0) {
            return Err(Fault::IntegrityLost.into());
        }
        Ok(Header { length, count, next, written })
    }
}
