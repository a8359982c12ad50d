//! The data objects of a security domain: what STORE DATA puts and GET DATA gives.
//!
//! A record: tag (2), qualifier length (1) and qualifier, value. The qualifier tells objects of one tag apart: the
//! key that a certificate belongs to.

use alloc::vec::Vec;

use cardamom_kernel::{Context, Error, Layout};

use super::slots::Slots;

/// Data objects that one security domain can hold.
const CAPACITY: u16 = 48;

/// The data objects of a security domain.
#[derive(Clone, Copy, Debug)]
pub(super) struct DataStore(Slots);

/// A qualifier and a value.
type Qualified = (Vec<u8>, Vec<u8>);

fn prefix(tag: u16, qualifier: &[u8]) -> Vec<u8> {
    let mut prefix = tag.to_be_bytes().to_vec();
    // Qualifiers are a key's version and identifier, or nothing.
    prefix.push(u8::try_from(qualifier.len()).unwrap_or(u8::MAX));
    prefix.extend_from_slice(qualifier);
    prefix
}

impl DataStore {
    pub(super) fn lay_out(layout: &mut Layout<'_>) -> Result<Self, Error> {
        Ok(Self(Slots::lay_out(layout, CAPACITY)?))
    }

    pub(super) fn get(
        &self,
        context: &mut Context<'_>,
        tag: u16,
        qualifier: &[u8],
    ) -> Result<Option<Vec<u8>>, Error> {
        let prefix = prefix(tag, qualifier);
        let found = self.0.find(context, &prefix)?;
        Ok(found.and_then(|(_, record)| record.get(prefix.len()..).map(<[u8]>::to_vec)))
    }

    /// The objects of a tag: qualifier and value.
    pub(super) fn all(&self, context: &mut Context<'_>, tag: u16) -> Result<Vec<Qualified>, Error> {
        let mut objects = Vec::new();
        for (_, record) in self.0.records(context)? {
            let Some(([t0, t1, length], rest)) = record.split_first_chunk::<3>() else { continue };
            if let Some((qualifier, value)) = rest.split_at_checked(usize::from(*length))
                && u16::from_be_bytes([*t0, *t1]) == tag
            {
                objects.push((qualifier.to_vec(), value.to_vec()));
            }
        }
        Ok(objects)
    }

    /// Stores an object in the place of the one of the same tag and qualifier; an empty value removes it. Atomic
    /// only as part of a transaction in progress.
    pub(super) fn put(
        &self,
        context: &mut Context<'_>,
        tag: u16,
        qualifier: &[u8],
        value: &[u8],
    ) -> Result<(), Error> {
        let prefix = prefix(tag, qualifier);
        if value.is_empty() {
            return match self.0.find(context, &prefix)? {
                Some((slot, _)) => self.0.remove(context, slot),
                None => Ok(()),
            };
        }
        let mut record = prefix.clone();
        record.extend_from_slice(value);
        self.0.put(context, &prefix, &record)
    }
}
