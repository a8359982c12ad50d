//! Laying out an applet's memory: the same function makes its objects at install and finds them at boot.

use alloc::vec;
use alloc::vec::Vec;

use crate::context::key::{KEY_HEADER_LENGTH, KeyUsage};
use crate::context::owner_pin::PIN_HEADER_LENGTH;
use crate::context::records::RECORDS_HEADER_LENGTH;
use crate::error::{Error, Fault};
use crate::handle::{Bytes, Counter, FailureCounter, Field, Key, OwnerPin, Records, References, Storable};
use crate::memory::monotone::MONOTONE_LENGTH;
use crate::memory::{Memory, NewObject};
use crate::object::{Clear, ContextId, InstanceId, ObjectKind, ObjectRef, Storage};
use crate::registry::Quota;

/// The tool with which an applet asks for its memory.
#[derive(Debug)]
pub struct Layout<'a> {
    memory: &'a mut Memory,
    context: ContextId,
    owner: InstanceId,
    quota: Quota,
    parameters: &'a [u8],
    objects: Vec<ObjectRef>,
    /// At boot, the place in `objects` of the next thing asked for; at install, nothing.
    attached: Option<usize>,
}

impl<'a> Layout<'a> {
    pub(crate) fn create(
        memory: &'a mut Memory,
        context: ContextId,
        owner: InstanceId,
        quota: Quota,
        parameters: &'a [u8],
    ) -> Self {
        Self { memory, context, owner, quota, parameters, objects: Vec::new(), attached: None }
    }

    pub(crate) fn attach(
        memory: &'a mut Memory,
        context: ContextId,
        owner: InstanceId,
        parameters: &'a [u8],
        objects: Vec<ObjectRef>,
    ) -> Self {
        Self { memory, context, owner, quota: Quota::UNLIMITED, parameters, objects, attached: Some(0) }
    }

    /// The objects made or found, once all were asked for.
    pub(crate) fn finish(self) -> Result<Vec<ObjectRef>, Error> {
        match self.attached {
            Some(found) if found != self.objects.len() => Err(Fault::IntegrityLost.into()),
            _ => Ok(self.objects),
        }
    }

    /// The parameters that the instance was installed with, at install and at every boot.
    #[must_use]
    pub fn parameters(&self) -> &'a [u8] {
        self.parameters
    }

    /// One persistent value.
    ///
    /// # Errors
    /// [`Fault::NotEnoughMemory`], [`Fault::QuotaExceeded`]; so for all that follow.
    pub fn field<T: Storable>(&mut self, initial: &T) -> Result<Field<T>, Error> {
        let object = self.object(ObjectKind::Bytes, Storage::Persistent, T::LENGTH)?;
        let mut content = vec![0; T::LENGTH];
        initial.write(&mut content);
        self.initialize(object, 0, &content)?;
        Ok(Field::from_object(object))
    }

    /// One transient value, at first all zeros.
    ///
    /// # Errors
    /// As [`Layout::field`].
    pub fn transient_field<T: Storable>(&mut self, clear: Clear) -> Result<Field<T>, Error> {
        Ok(Field::from_object(self.object(ObjectKind::Bytes, Storage::Transient(clear), T::LENGTH)?))
    }

    /// Persistent bytes, at first zeros.
    ///
    /// # Errors
    /// As [`Layout::field`].
    pub fn bytes(&mut self, length: usize) -> Result<Bytes, Error> {
        Ok(Bytes(self.object(ObjectKind::Bytes, Storage::Persistent, length)?))
    }

    /// Transient bytes.
    ///
    /// # Errors
    /// As [`Layout::field`].
    pub fn transient_bytes(&mut self, length: usize, clear: Clear) -> Result<Bytes, Error> {
        Ok(Bytes(self.object(ObjectKind::Bytes, Storage::Transient(clear), length)?))
    }

    /// A cyclic file of `count` records of `length` bytes, at first empty.
    ///
    /// # Errors
    /// As [`Layout::field`].
    pub fn records(&mut self, count: u16, length: u16) -> Result<Records, Error> {
        let content_length = RECORDS_HEADER_LENGTH + usize::from(count) * usize::from(length);
        let object = self.object(ObjectKind::Records, Storage::Persistent, content_length)?;
        self.initialize(object, 0, &length.to_be_bytes())?;
        Ok(Records(object))
    }

    /// Places for `count` references, at first null.
    ///
    /// # Errors
    /// As [`Layout::field`].
    pub fn references(&mut self, count: u16) -> Result<References, Error> {
        let content = ObjectRef::NULL.to_bytes().repeat(usize::from(count));
        let object = self.object(ObjectKind::References, Storage::Persistent, content.len())?;
        self.initialize(object, 0, &content)?;
        Ok(References(object))
    }

    /// A counter that starts at 0.
    ///
    /// # Errors
    /// As [`Layout::field`].
    pub fn counter(&mut self) -> Result<Counter, Error> {
        self.monotone(ObjectKind::Monotone, MONOTONE_LENGTH, 0).map(Counter)
    }

    /// A count of consecutive failures, at first 0.
    ///
    /// # Errors
    /// As [`Layout::field`].
    pub fn failure_counter(&mut self) -> Result<FailureCounter, Error> {
        self.monotone(ObjectKind::Failures, MONOTONE_LENGTH, 0).map(FailureCounter)
    }

    /// A key of at most `maximum_length` bytes (255 at most), not yet set, for these uses only.
    ///
    /// # Errors
    /// As [`Layout::field`].
    pub fn key(&mut self, maximum_length: u8, usage: KeyUsage) -> Result<Key, Error> {
        let length = KEY_HEADER_LENGTH + usize::from(maximum_length);
        let object = self.object(ObjectKind::Key, Storage::Persistent, length)?;
        self.initialize(object, 0, &usage.bits().to_be_bytes())?;
        Ok(Key(object))
    }

    /// A PIN of at most `maximum_length` bytes that may be got wrong `try_limit` times in a row; not yet set, and
    /// as long as it is not, no value is right.
    ///
    /// # Errors
    /// As [`Layout::field`].
    pub fn owner_pin(&mut self, maximum_length: u8, try_limit: u8) -> Result<OwnerPin, Error> {
        let length = MONOTONE_LENGTH + PIN_HEADER_LENGTH + usize::from(maximum_length);
        let object = self.monotone(ObjectKind::Pin, length, u32::from(try_limit))?;
        self.initialize(object, MONOTONE_LENGTH, &[try_limit])?;
        Ok(OwnerPin(object))
    }

    /// An object that begins with a value which outlives aborts.
    fn monotone(&mut self, kind: ObjectKind, length: usize, value: u32) -> Result<ObjectRef, Error> {
        let object = self.object(kind, Storage::Persistent, length)?;
        if self.attached.is_none() {
            self.memory.initialize_monotone(object, value)?;
        }
        Ok(object)
    }

    /// First content of an object, at install only.
    fn initialize(&mut self, object: ObjectRef, offset: usize, content: &[u8]) -> Result<(), Error> {
        if self.attached.is_some() || content.iter().all(|byte| *byte == 0) {
            return Ok(());
        }
        self.memory.write(object, offset, content)
    }

    fn object(&mut self, kind: ObjectKind, storage: Storage, length: usize) -> Result<ObjectRef, Error> {
        if let Some(next) = self.attached {
            // At boot the object must be there, of this kind, size and owner: anything else is a layout that
            // changed its mind, and using it would read one thing as another.
            let object = *self.objects.get(next).ok_or(Fault::IntegrityLost)?;
            let entry = self.memory.entry(object)?;
            let fits = entry.kind == kind
                && entry.storage == storage
                && entry.length == length
                && entry.owner == self.owner;
            if !fits {
                return Err(Fault::IntegrityLost.into());
            }
            self.attached = Some(next + 1);
            return Ok(object);
        }
        let new =
            NewObject { kind, storage, context: self.context, owner: self.owner, global: false, length };
        self.quota.check(self.memory, &new)?;
        let object = self.memory.create(new)?;
        self.objects.push(object);
        Ok(object)
    }
}
