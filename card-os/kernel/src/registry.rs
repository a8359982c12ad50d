//! The registry: which instances there are, what they are called and how they stand.
//!
//! Each instance has one persistent entry object, and exists if and only if that does: it is written last when an
//! instance is installed and deleted first when it is deleted, in one write to the object table. Objects whose
//! owner has no entry are what was cut short; they are deleted at boot. So neither installation nor deletion needs
//! more of the journal than one object does. All of RAM's view is rebuilt from the entries at boot.
//!
//! Entry (big endian): life cycle (1), flags (1: b1 default selected, b2 selectable), instance (2), context (1),
//! order of installation (4), quotas (3 × 4), instance AID, package AID, module AID (each length and value),
//! install parameters (2-byte length and value), objects (2-byte count, 4 bytes each).

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use cardamom_apdu::Aid;
use zeroize::Zeroizing;

use crate::applet::{Applet, Module, Package};
use crate::error::{Error, Fault};
use crate::layout::Layout;
use crate::memory::{BootError, Memory, NewObject, Usage};
use crate::object::{Clear, ContextId, ENTRY_LENGTH, InstanceId, ObjectKind, ObjectRef, Storage};

const LIFE_CYCLE_OFFSET: usize = 0;
/// Bytes of an entry before the AIDs.
const FIXED_LENGTH: usize = 21;
const DEFAULT_SELECTED: u8 = 0x01;
const SELECTABLE: u8 = 0x02;

/// Limits of what an instance may own, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// In non-volatile memory, table lines included.
    pub persistent: u32,
    /// CLEAR_ON_RESET.
    pub transient_reset: u32,
    /// CLEAR_ON_DESELECT.
    pub transient_deselect: u32,
}

impl Quota {
    /// As much as the card has.
    pub const UNLIMITED: Self =
        Self { persistent: u32::MAX, transient_reset: u32::MAX, transient_deselect: u32::MAX };

    pub(crate) fn check(&self, memory: &Memory, new: &NewObject) -> Result<(), Error> {
        if *self == Self::UNLIMITED {
            return Ok(());
        }
        let Usage { persistent, transient_reset, transient_deselect } = memory.usage(new.owner);
        let (used, limit) = match new.storage {
            Storage::Persistent => (persistent + ENTRY_LENGTH, self.persistent),
            Storage::Transient(Clear::OnReset) => (transient_reset, self.transient_reset),
            Storage::Transient(Clear::OnDeselect) => (transient_deselect, self.transient_deselect),
        };
        let fits = |used: usize, more: usize, limit: u32| {
            used.checked_add(more)
                .and_then(|total| u32::try_from(total).ok())
                .is_some_and(|total| total <= limit)
        };
        // Every object has a line in the table, wherever its content lives.
        if fits(used, new.length, limit) && fits(persistent, ENTRY_LENGTH, self.persistent) {
            Ok(())
        } else {
            Err(Fault::QuotaExceeded.into())
        }
    }
}

/// What is to be installed.
#[derive(Clone, Copy, Debug)]
pub struct Installation<'a> {
    /// The package.
    pub package: Aid,
    /// Its applet.
    pub module: Aid,
    /// The name of the new instance.
    pub instance: Aid,
    /// Selected by itself after a reset and on channels opened from the basic one.
    pub default_selected: bool,
    /// What it may own.
    pub quota: Quota,
    /// Parameters for the applet.
    pub parameters: &'a [u8],
}

/// An applet instance as the kernel knows it.
#[derive(Clone)]
pub(crate) struct Instance {
    pub(crate) id: InstanceId,
    /// Order of installation: the first of several that match a partial AID is the oldest.
    pub(crate) order: u32,
    pub(crate) aid: Aid,
    pub(crate) package: Aid,
    pub(crate) module: Aid,
    pub(crate) context: ContextId,
    pub(crate) life_cycle: u8,
    pub(crate) selectable: bool,
    pub(crate) default_selected: bool,
    pub(crate) quota: Quota,
    /// Its entry; null while it is being installed.
    pub(crate) entry: ObjectRef,
    /// The objects of its layout.
    pub(crate) layout: Arc<[ObjectRef]>,
    pub(crate) applet: Arc<dyn Applet>,
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Instance")
            .field("aid", &self.aid)
            .field("context", &self.context)
            .finish_non_exhaustive()
    }
}

/// What a host sees of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstanceInformation {
    /// Its name.
    pub aid: Aid,
    /// Its package.
    pub package: Aid,
    /// Its applet.
    pub module: Aid,
    /// Its context.
    pub context: ContextId,
    /// Its life cycle state: the applet's own coding.
    pub life_cycle: u8,
    /// What it owns.
    pub usage: Usage,
}

/// All instances, oldest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Registry {
    pub(crate) instances: Vec<Instance>,
}

impl Registry {
    /// Reads the registry at boot.
    pub(crate) fn boot(memory: &mut Memory, packages: &[Package]) -> Result<Self, BootError> {
        let entries: Vec<_> = memory
            .objects()
            .filter(|(_, entry)| entry.kind == ObjectKind::RegistryEntry)
            .map(|(object, entry)| (object, entry.owner))
            .collect();
        memory
            .sweep(|owner| owner == InstanceId::KERNEL || entries.iter().any(|(_, known)| *known == owner))?;
        let mut registry = Self::default();
        for (object, _) in entries {
            registry.instances.push(attach(memory, packages, object)?);
        }
        registry.instances.sort_by_key(|instance| instance.order);
        Ok(registry)
    }

    pub(crate) fn by_id(&self, id: InstanceId) -> Option<&Instance> {
        self.instances.iter().find(|instance| instance.id == id)
    }

    pub(crate) fn by_aid(&self, aid: &Aid) -> Option<&Instance> {
        self.instances.iter().find(|instance| instance.aid == *aid)
    }

    /// The first selectable instance whose AID begins with `prefix`; after `after`, when that is given
    /// (ISO 7816-4 §7.1.1, first or only and next occurrence).
    pub(crate) fn select(&self, prefix: &[u8], after: Option<InstanceId>) -> Option<&Instance> {
        let start = match after {
            Some(id) => self.instances.iter().position(|instance| instance.id == id)? + 1,
            None => 0,
        };
        let candidates = || self.instances.iter().skip(start).filter(|instance| instance.selectable);
        let exact = after.is_none().then(|| candidates().find(|instance| instance.aid.as_bytes() == prefix));
        exact.flatten().or_else(|| candidates().find(|instance| instance.aid.starts_with(prefix)))
    }

    pub(crate) fn default_selected(&self) -> Option<&Instance> {
        self.instances.iter().find(|instance| instance.default_selected && instance.selectable)
    }

    /// Makes the objects of a new instance. It exists when [`Registry::enter`] has written its entry.
    pub(crate) fn add(
        &mut self,
        memory: &mut Memory,
        module: &Module,
        installation: &Installation<'_>,
    ) -> Result<&Instance, Error> {
        let id = InstanceId(lowest_unused(self.instances.iter().map(|instance| instance.id.0))?);
        let context = match self.instances.iter().find(|instance| instance.package == installation.package) {
            Some(sibling) => sibling.context,
            None => {
                let number = lowest_unused(self.instances.iter().map(|other| u16::from(other.context.0)))?;
                ContextId(u8::try_from(number).map_err(|_| Fault::NotEnoughMemory)?)
            }
        };
        let order = self.instances.iter().map(|instance| instance.order).max().map_or(0, |last| last + 1);
        let mut layout = Layout::create(memory, context, id, installation.quota, installation.parameters);
        let applet = module.lay_out(&mut layout)?;
        let layout = layout.finish()?.into();
        self.instances.push(Instance {
            id,
            order,
            aid: installation.instance,
            package: installation.package,
            module: installation.module,
            context,
            life_cycle: 0,
            selectable: true,
            default_selected: installation.default_selected,
            quota: installation.quota,
            entry: ObjectRef::NULL,
            layout,
            applet,
        });
        Ok(self.instances.last().ok_or(Fault::IntegrityLost)?)
    }

    /// Writes the entry of the newest instance: the one write that makes it exist.
    pub(crate) fn enter(&mut self, memory: &mut Memory, parameters: &[u8]) -> Result<(), Error> {
        let instance = self.instances.last_mut().ok_or(Fault::IntegrityLost)?;
        let content = entry_content(instance, parameters)?;
        let new = NewObject {
            kind: ObjectKind::RegistryEntry,
            storage: Storage::Persistent,
            context: ContextId::KERNEL,
            owner: instance.id,
            global: false,
            length: content.len(),
        };
        instance.quota.check(memory, &new)?;
        memory.begin()?;
        let entry = memory.create(new).and_then(|entry| memory.write(entry, 0, &content).map(|()| entry));
        match entry {
            Ok(entry) => {
                memory.commit()?;
                instance.entry = entry;
                Ok(())
            }
            Err(Error::PowerLost) => Err(Error::PowerLost),
            Err(error) => {
                memory.abort()?;
                Err(error)
            }
        }
    }

    /// Writes a new life-cycle state.
    pub(crate) fn set_life_cycle(
        &mut self,
        memory: &mut Memory,
        id: InstanceId,
        state: u8,
    ) -> Result<(), Error> {
        let instance =
            self.instances.iter_mut().find(|instance| instance.id == id).ok_or(Fault::StaleReference)?;
        if instance.entry != ObjectRef::NULL {
            memory.write(instance.entry, LIFE_CYCLE_OFFSET, &[state])?;
        }
        instance.life_cycle = state;
        Ok(())
    }

    /// Changes the parameters that an instance was installed with, their length aside.
    pub(crate) fn edit_parameters(
        &self,
        memory: &mut Memory,
        id: InstanceId,
        edit: impl FnOnce(&mut [u8]),
    ) -> Result<(), Error> {
        let instance = self.by_id(id).ok_or(Fault::StaleReference)?;
        let entry = memory.entry(instance.entry)?;
        let content = memory.content(&entry)?;
        let mut reader = EntryReader(content);
        let mut find = || {
            reader.take(FIXED_LENGTH)?;
            for _ in 0..3 {
                reader.aid()?;
            }
            let length = usize::from(reader.u16()?);
            let offset = content.len().checked_sub(reader.0.len())?;
            Some((offset, Zeroizing::new(reader.take(length)?.to_vec())))
        };
        let (offset, mut parameters) = find().ok_or(Fault::IntegrityLost)?;
        edit(&mut parameters);
        memory.write(instance.entry, offset, &parameters)
    }

    /// Reads again what an aborted transaction may have taken back.
    pub(crate) fn refresh(&mut self, memory: &Memory) -> Result<(), Error> {
        for instance in self.instances.iter_mut().filter(|instance| instance.entry != ObjectRef::NULL) {
            let entry = memory.entry(instance.entry)?;
            if let Some(state) = memory.content(&entry)?.get(LIFE_CYCLE_OFFSET) {
                instance.life_cycle = *state;
            }
        }
        Ok(())
    }
}

fn lowest_unused(used: impl Iterator<Item = u16> + Clone) -> Result<u16, Error> {
    Ok((1..=255).find(|number| used.clone().all(|other| other != *number)).ok_or(Fault::NotEnoughMemory)?)
}

fn entry_content(instance: &Instance, parameters: &[u8]) -> Result<Vec<u8>, Error> {
    let length = |length: usize| u16::try_from(length).map_err(|_| Fault::NotEnoughMemory);
    let flags = if instance.default_selected { DEFAULT_SELECTED } else { 0 } | SELECTABLE;
    let mut content = Vec::new();
    content.extend_from_slice(&[instance.life_cycle, flags]);
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

/// The fields of an entry, in turn.
struct EntryReader<'a>(&'a [u8]);

impl<'a> EntryReader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    fn aid(&mut self) -> Option<Aid> {
        let [length] = self.array()?;
        Aid::new(self.take(usize::from(length))?).ok()
    }
}

fn attach(memory: &mut Memory, packages: &[Package], object: ObjectRef) -> Result<Instance, BootError> {
    let damaged = BootError::Damaged("a registry entry");
    let entry = memory.entry(object)?;
    let content = memory.content(&entry)?.to_vec();
    let mut reader = EntryReader(&content);
    let mut parse = || {
        let [life_cycle, flags] = reader.array()?;
        let id = InstanceId(reader.u16()?);
        let [context] = reader.array()?;
        let order = reader.u32()?;
        let quota = Quota {
            persistent: reader.u32()?,
            transient_reset: reader.u32()?,
            transient_deselect: reader.u32()?,
        };
        let (aid, package, module) = (reader.aid()?, reader.aid()?, reader.aid()?);
        let parameters_length = usize::from(reader.u16()?);
        let parameters = reader.take(parameters_length)?;
        let count = usize::from(reader.u16()?);
        let objects = reader.take(count.checked_mul(4)?)?;
        let objects: Vec<_> =
            objects.as_chunks::<4>().0.iter().map(|bytes| ObjectRef::from_bytes(*bytes)).collect();
        Some((
            life_cycle,
            flags,
            id,
            ContextId(context),
            order,
            quota,
            aid,
            package,
            module,
            parameters,
            objects,
        ))
    };
    let (life_cycle, flags, id, context, order, quota, aid, package, module_aid, parameters, objects) =
        parse().ok_or(damaged)?;
    let module = find_module(packages, &package, &module_aid).ok_or(BootError::UnknownModule(module_aid))?;
    let mut layout = Layout::attach(memory, context, id, parameters, objects);
    let applet = module.lay_out(&mut layout)?;
    let layout = layout.finish()?.into();
    Ok(Instance {
        id,
        order,
        aid,
        package,
        module: module_aid,
        context,
        life_cycle,
        selectable: flags & SELECTABLE != 0,
        default_selected: flags & DEFAULT_SELECTED != 0,
        quota,
        entry: object,
        layout,
        applet,
    })
}

pub(crate) fn find_module<'a>(packages: &'a [Package], package: &Aid, module: &Aid) -> Option<&'a Module> {
    packages
        .iter()
        .find(|candidate| candidate.aid == *package)?
        .modules
        .iter()
        .find(|candidate| candidate.aid() == *module)
}
