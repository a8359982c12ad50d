//! The keys of a security domain (GPCS 2.3.1 §7.5).
//!
//! A record: key version (1), key identifier (1), sequence counter of its key set (4), restriction (length 1; usage
//! length 1 and usage, access condition 0 or 1 byte), components: type (1), length (2), value. The counter is kept with
//! the key of identifier 1, for SCP02 and SCP03 count per key set (GPCS 2.3.1 §E.1.2.1; Amendment D §6.2.2.1).

use alloc::vec::Vec;
use core::fmt;

use cardamom_kernel::{Context, Error, Fault, Layout};
use zeroize::Zeroizing;

use super::slots::Slots;
use crate::key_set::{KeyIdentifier, KeyInformation, KeyRestriction, KeyType, KeyVersion, component_length};

/// Keys that one security domain can hold.
const CAPACITY: u16 = 64;
const COUNTER_OFFSET: usize = 2;
const HEADER_LENGTH: usize = 7;
/// The version of keys that the card was made with and that go when the owner's come (GPCS 2.3.1 §7.5.2).
pub(super) const INITIAL_VERSION: u8 = 0xFF;

/// A part of a key. Wiped on drop; `Debug` tells its length only.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Component {
    pub(super) key_type: KeyType,
    pub(super) value: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for Component {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Component({:?}, {} bytes)", self.key_type, self.value.len())
    }
}

/// A key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StoredKey {
    pub(super) version: u8,
    pub(super) identifier: u8,
    /// Of its key set; meaningful where the identifier is 1.
    pub(super) counter: u32,
    pub(super) restriction: Option<KeyRestriction>,
    pub(super) components: Vec<Component>,
}

impl StoredKey {
    /// The value of its component of this type.
    pub(super) fn component(&self, key_type: KeyType) -> Option<&[u8]> {
        self.components
            .iter()
            .find(|component| component.key_type == key_type)
            .map(|component| component.value.as_slice())
    }

    /// What is told of it; `None` for one whose version or identifier has no name on the wire.
    pub(super) fn information(&self) -> Option<KeyInformation> {
        let version = match self.version {
            INITIAL_VERSION => KeyVersion::INITIAL,
            version => KeyVersion::new(version)?,
        };
        Some(KeyInformation {
            identifier: KeyIdentifier::new(self.identifier)?,
            version,
            components: self
                .components
                .iter()
                .map(|component| (component.key_type, component_length(component.key_type, &component.value)))
                .collect(),
            restriction: self.restriction.clone(),
        })
    }

    /// The key in a record.
    pub(super) fn read(record: &[u8]) -> Option<Self> {
        let (header, rest) = record.split_first_chunk::<HEADER_LENGTH>()?;
        let [version, identifier, c0, c1, c2, c3, length] = *header;
        let (restriction, mut rest) = rest.split_at_checked(usize::from(length))?;
        let restriction = match restriction.split_first() {
            Some((length, rest)) => {
                let (usage, access) = rest.split_at_checked(usize::from(*length))?;
                Some(KeyRestriction { usage: usage.to_vec(), access: access.first().copied() })
            }
            None => None,
        };
        let mut components = Vec::new();
        while let Some((&[key_type, l0, l1], after)) = rest.split_first_chunk::<3>() {
            let (value, after) = after.split_at_checked(usize::from(u16::from_be_bytes([l0, l1])))?;
            let key_type = KeyType::from_byte(key_type)?;
            components.push(Component { key_type, value: Zeroizing::new(value.to_vec()) });
            rest = after;
        }
        let counter = u32::from_be_bytes([c0, c1, c2, c3]);
        rest.is_empty().then_some(Self { version, identifier, counter, restriction, components })
    }

    /// Its record.
    pub(super) fn write(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        let mut record = Zeroizing::new(Vec::with_capacity(HEADER_LENGTH + 3 + 32));
        record.extend_from_slice(&[self.version, self.identifier]);
        record.extend_from_slice(&self.counter.to_be_bytes());
        let mut restriction = Vec::new();
        if let Some(KeyRestriction { usage, access }) = &self.restriction {
            restriction.push(u8::try_from(usage.len()).map_err(|_| Fault::OutOfBounds)?);
            restriction.extend_from_slice(usage);
            restriction.extend(*access);
        }
        record.push(u8::try_from(restriction.len()).map_err(|_| Fault::OutOfBounds)?);
        record.extend_from_slice(&restriction);
        for component in &self.components {
            let length = u16::try_from(component.value.len()).map_err(|_| Fault::NotEnoughMemory)?;
            record.push(component.key_type.to_byte());
            record.extend_from_slice(&length.to_be_bytes());
            record.extend_from_slice(&component.value);
        }
        Ok(record)
    }
}

/// The keys of a security domain.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeyStore(Slots);

impl KeyStore {
    pub(super) fn lay_out(layout: &mut Layout<'_>) -> Result<Self, Error> {
        Ok(Self(Slots::lay_out(layout, CAPACITY)?))
    }

    /// All keys, by version and identifier.
    pub(super) fn all(&self, context: &mut Context<'_>) -> Result<Vec<StoredKey>, Error> {
        let mut keys = Vec::new();
        for (_, record) in self.0.records(context)? {
            keys.push(StoredKey::read(&record).ok_or(Fault::IntegrityLost)?);
        }
        keys.sort_by_key(|key| (key.version, key.identifier));
        Ok(keys)
    }

    /// Adds a key or replaces the one of the same version and identifier. Atomic only as part of a transaction in
    /// progress.
    pub(super) fn put(&self, context: &mut Context<'_>, key: &StoredKey) -> Result<(), Error> {
        self.0.put(context, &[key.version, key.identifier], &key.write()?)
    }

    /// Removes a key. Atomic only as part of a transaction in progress.
    pub(super) fn remove(
        &self,
        context: &mut Context<'_>,
        version: u8,
        identifier: u8,
    ) -> Result<bool, Error> {
        match self.0.find(context, &[version, identifier])? {
            Some((slot, _)) => self.0.remove(context, slot).map(|()| true),
            None => Ok(false),
        }
    }

    /// Sets the sequence counter of a key set; it is durable by the time this returns.
    pub(super) fn set_counter(
        &self,
        context: &mut Context<'_>,
        version: u8,
        counter: u32,
    ) -> Result<(), Error> {
        let (slot, _) = self.0.find(context, &[version, 1])?.ok_or(Fault::IntegrityLost)?;
        self.0.write(context, slot, COUNTER_OFFSET, &counter.to_be_bytes())
    }
}
