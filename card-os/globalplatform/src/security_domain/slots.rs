//! A table of records of any length: how a security domain keeps keys and data objects.
//!
//! Each record is a persistent object of the security domain's own, and the table holds the references to them.
//! A record that grows is a new object; in a transaction the old one goes and the new one comes as one.

use alloc::vec::Vec;

use cardamom_kernel::handle::{Bytes, References};
use cardamom_kernel::object::{ObjectRef, Storage};
use cardamom_kernel::{Context, Error, Fault, Layout};
use zeroize::Zeroizing;

/// A table of records.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slots {
    references: References,
    count: u16,
}

/// A record as it stands.
type Record = Zeroizing<Vec<u8>>;

/// A place in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot(usize);

impl Slots {
    pub(super) fn lay_out(layout: &mut Layout<'_>, count: u16) -> Result<Self, Error> {
        Ok(Self { references: layout.references(count)?, count })
    }

    /// The records, with their places.
    pub(super) fn records(&self, context: &mut Context<'_>) -> Result<Vec<(Slot, Record)>, Error> {
        let mut records = Vec::new();
        for index in 0..usize::from(self.count) {
            let object = context.reference(self.references, index)?;
            if object != ObjectRef::NULL {
                let content = context.bytes(Bytes::from_object(object))?.to_vec();
                records.push((Slot(index), Zeroizing::new(content)));
            }
        }
        Ok(records)
    }

    /// The first record that begins so.
    pub(super) fn find(
        &self,
        context: &mut Context<'_>,
        prefix: &[u8],
    ) -> Result<Option<(Slot, Record)>, Error> {
        for index in 0..usize::from(self.count) {
            let object = context.reference(self.references, index)?;
            if object != ObjectRef::NULL {
                let content = context.bytes(Bytes::from_object(object))?;
                if content.starts_with(prefix) {
                    return Ok(Some((Slot(index), Zeroizing::new(content.to_vec()))));
                }
            }
        }
        Ok(None)
    }

    /// Puts a record in the place of the one that begins with `prefix`, or in a free one. Atomic only as part of a
    /// transaction in progress.
    pub(super) fn put(&self, context: &mut Context<'_>, prefix: &[u8], record: &[u8]) -> Result<(), Error> {
        let slot = match self.find(context, prefix)? {
            Some((slot, old)) if old.len() == record.len() => {
                let object = context.reference(self.references, slot.0)?;
                return context.write(Bytes::from_object(object), 0, record);
            }
            Some((slot, _)) => {
                self.remove(context, slot)?;
                slot
            }
            None => self.free(context)?,
        };
        let object = context.create(record.len(), Storage::Persistent)?;
        context.write(object, 0, record)?;
        context.set_reference(self.references, slot.0, object.object())
    }

    /// Overwrites a part of a record, atomically.
    pub(super) fn write(
        &self,
        context: &mut Context<'_>,
        slot: Slot,
        offset: usize,
        bytes: &[u8],
    ) -> Result<(), Error> {
        let object = context.reference(self.references, slot.0)?;
        context.write(Bytes::from_object(object), offset, bytes)
    }

    /// Removes a record. Atomic only as part of a transaction in progress.
    pub(super) fn remove(&self, context: &mut Context<'_>, slot: Slot) -> Result<(), Error> {
        let object = context.reference(self.references, slot.0)?;
        context.set_reference(self.references, slot.0, ObjectRef::NULL)?;
        context.delete(object)
    }

    fn free(&self, context: &mut Context<'_>) -> Result<Slot, Error> {
        for index in 0..usize::from(self.count) {
            if context.reference(self.references, index)? == ObjectRef::NULL {
                return Ok(Slot(index));
            }
        }
        Err(Fault::NotEnoughMemory.into())
    }
}
