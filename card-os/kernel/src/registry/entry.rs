//! The persistent entry of an instance, and its bytes.
//!
//! Big endian: life cycle (1), privileges (3), security domain (2), instance (2), context (1), order of
//! installation (4), quotas (3 × 4), instance AID, package AID, module AID (each length and value), install
//! parameters (2-byte length and value), objects (2-byte count, 4 bytes each).

use alloc::vec::Vec;
use core::ops::Range;

use cardamom_apdu::Aid;

use super::{Instance, Quota};
use crate::error::{Error, Fault};
use crate::object::{ContextId, InstanceId, ObjectRef};
use crate::privileges::Privileges;

pub(super) const LIFE_CYCLE_OFFSET: usize = 0;
pub(super) const PRIVILEGES_OFFSET: usize = 1;
pub(super) const SECURITY_DOMAIN_OFFSET: usize = 4;

/// What can change while an instance lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) life_cycle: u8,
    pub(super) privileges: Privileges,
    pub(super) security_domain: InstanceId,
}

/// An entry as it was read.
pub(super) struct Entry<'a> {
    pub(super) standing: Standing,
    pub(super) id: InstanceId,
    pub(super) context: ContextId,
    pub(super) order: u32,
    pub(super) quota: Quota,
    pub(super) aid: Aid,
    pub(super) package: Aid,
    pub(super) module: Aid,
    pub(super) parameters: &'a [u8],
    /// Where they stand.
    pub(super) parameters_range: Range<usize>,
    pub(super) objects: Vec<ObjectRef>,
}

impl<'a> Entry<'a> {
    pub(super) fn read(content: &'a [u8]) -> Option<Self> {
        let mut reader = Reader(content);
        let standing = Standing {
            life_cycle: reader.u8()?,
            privileges: Privileges::from_bytes(reader.take(3)?)?,
            security_domain: InstanceId(reader.u16()?),
        };
        let (id, context, order) = (InstanceId(reader.u16()?), ContextId(reader.u8()?), reader.u32()?);
        let quota = Quota {
            persistent: reader.u32()?,
            transient_reset: reader.u32()?,
            transient_deselect: reader.u32()?,
        };
        let (aid, package, module) = (reader.aid()?, reader.aid()?, reader.aid()?);
        let length = usize::from(reader.u16()?);
        let start = content.len().checked_sub(reader.0.len())?;
        let parameters = reader.take(length)?;
        let parameters_range = start..start.checked_add(length)?;
        let count = usize::from(reader.u16()?);
        let objects = reader.take(count.checked_mul(4)?)?;
        let objects = objects.as_chunks::<4>().0.iter().map(|bytes| ObjectRef::from_bytes(*bytes)).collect();
        Some(Self {
            standing,
            id,
            context,
            order,
            quota,
            aid,
            package,
            module,
            parameters,
            parameters_range,
            objects,
        })
    }
}

/// The bytes of an instance's entry.
pub(super) fn write(instance: &Instance, parameters: &[u8]) -> Result<Vec<u8>, Error> {
    let length = |length: usize| u16::try_from(length).map_err(|_| Fault::NotEnoughMemory);
    let mut content = Vec::new();
    content.push(instance.life_cycle);
    content.extend_from_slice(&instance.privileges.to_bytes());
    content.extend_from_slice(&instance.security_domain.0.to_be_bytes());
    content.extend_from_slice(&instance.id.0.to_be_bytes());
    content.push(instance.context.0);
    content.extend_from_slice(&instance.order.to_be_bytes());
    for limit in
        [instance.quota.persistent, instance.quota.transient_reset, instance.quota.transient_deselect]
    {
        content.extend_from_slice(&limit.to_be_bytes());
    }
    for aid in [instance.aid, instance.package, instance.module] {
        content.push(u8::try_from(aid.as_bytes().len()).map_err(|_| Fault::IntegrityLost)?);
        content.extend_from_slice(aid.as_bytes());
    }
    content.extend_from_slice(&length(parameters.len())?.to_be_bytes());
    content.extend_from_slice(parameters);
    content.extend_from_slice(&length(instance.layout.len())?.to_be_bytes());
    for object in &*instance.layout {
        content.extend_from_slice(&object.to_bytes());
    }
    Ok(content)
}

/// Fields in turn.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    fn u8(&mut self) -> Option<u8> {
        self.array().map(u8::from_be_bytes)
    }

    pub(super) fn aid(&mut self) -> Option<Aid> {
        let length = self.u8()?;
        Aid::new(self.take(usize::from(length))?).ok()
    }
}
