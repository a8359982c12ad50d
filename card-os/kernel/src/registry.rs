//! The registry: which instances and packages there are, what they are called and how they stand.
//!
//! Each instance has one persistent entry object, and exists if and only if that does: it is written last when an
//! instance is installed and deleted first when it is deleted, in one write to the object table. Objects whose
//! owner has no entry are what was cut short; they are deleted at boot. So neither installation nor deletion needs
//! more of the journal than one object does. All of RAM's view is rebuilt from the entries at boot.

mod entry;
mod package;
mod quota;

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use cardamom_apdu::Aid;
use zeroize::Zeroizing;

use self::entry::{Entry, LIFE_CYCLE_OFFSET, PRIVILEGES_OFFSET, SECURITY_DOMAIN_OFFSET, Standing};
pub(crate) use self::package::{HEADER_LENGTH, Header, LoadedPackages};
pub use self::quota::Quota;
use crate::applet::{Applet, Module, Package};
use crate::engine::Rom;
use crate::error::{Error, Fault};
use crate::layout::Layout;
use crate::life_cycle::{CardState, SELECTABLE, is_selectable};
use crate::memory::{BootError, Memory, NewObject, Usage};
use crate::object::{ContextId, InstanceId, ObjectKind, ObjectRef, Storage};
use crate::privileges::Privileges;

/// What is to be installed.
#[derive(Clone, Copy, Debug)]
pub struct Installation<'a> {
    /// The package.
    pub package: Aid,
    /// Its applet.
    pub module: Aid,
    /// The name of the new instance.
    pub instance: Aid,
    /// What it may do. [`Privileges::CARD_RESET`]: selected by itself after a reset and on channels opened from
    /// the basic one.
    pub privileges: Privileges,
    /// Its first life-cycle state (GPCS 2.3.1 Table 11-4): 07 when it can be selected at once.
    pub life_cycle: u8,
    /// The security domain that it belongs to; `None`: itself.
    pub security_domain: Option<Aid>,
    /// What it may own.
    pub quota: Quota,
    /// Parameters for the applet.
    pub parameters: &'a [u8],
}

impl Installation<'_> {
    /// An application without privileges, quotas and parameters, selectable at once and its own security domain.
    #[must_use]
    pub const fn new(package: Aid, module: Aid, instance: Aid) -> Self {
        Self {
            package,
            module,
            instance,
            privileges: Privileges::NONE,
            life_cycle: SELECTABLE,
            security_domain: None,
            quota: Quota::UNLIMITED,
            parameters: &[],
        }
    }
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
    pub(crate) privileges: Privileges,
    pub(crate) security_domain: InstanceId,
    pub(crate) quota: Quota,
    /// Its package may administer the card.
    pub(crate) privileged: bool,
    /// Its entry; null while it is being installed.
    pub(crate) entry: ObjectRef,
    /// The objects of its layout.
    pub(crate) layout: Arc<[ObjectRef]>,
    pub(crate) applet: Arc<dyn Applet>,
}

impl Instance {
    fn is_security_domain(&self) -> bool {
        self.privileges.contains(Privileges::SECURITY_DOMAIN)
    }

    fn stand(&mut self, standing: Standing) {
        self.life_cycle = standing.life_cycle;
        self.privileges = standing.privileges;
        self.security_domain = standing.security_domain;
    }
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Instance")
            .field("aid", &self.aid)
            .field("context", &self.context)
            .finish_non_exhaustive()
    }
}

/// What is told of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstanceInformation {
    /// Its number; its successor under the same name has another order.
    pub id: InstanceId,
    /// Its place in the order of installation.
    pub order: u32,
    /// Its name.
    pub aid: Aid,
    /// Its package.
    pub package: Aid,
    /// Its applet.
    pub module: Aid,
    /// Its context.
    pub context: ContextId,
    /// Its life-cycle state (GPCS 2.3.1 Tables 11-4 and 11-5); for the issuer security domain the card's (11-6).
    pub life_cycle: u8,
    /// What it may do.
    pub privileges: Privileges,
    /// The security domain that it belongs to.
    pub security_domain: Aid,
    /// What it owns.
    pub usage: Usage,
}

/// What is told of a package: an executable load file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageInformation {
    /// Its name.
    pub aid: Aid,
    /// Major and minor version.
    pub version: (u8, u8),
    /// Its applets.
    pub modules: Vec<Aid>,
    /// The security domain that it belongs to; `None`: the issuer's.
    pub security_domain: Option<Aid>,
    /// It is part of the card's software and cannot be deleted.
    pub in_rom: bool,
    /// The packages that it is linked to.
    pub imports: Vec<Aid>,
    /// Length of the load file data block in bytes; 0 when it is in ROM.
    pub length: usize,
}

/// All instances, oldest first, and the packages that were loaded.
#[derive(Clone, Debug, Default)]
pub(crate) struct Registry {
    pub(crate) instances: Vec<Instance>,
    pub(crate) packages: LoadedPackages,
}

impl Registry {
    /// Reads the registry at boot.
    pub(crate) fn boot(memory: &mut Memory, rom: &Rom) -> Result<Self, BootError> {
        let entries: Vec<_> = memory
            .objects()
            .filter(|(_, entry)| entry.kind == ObjectKind::RegistryEntry)
            .map(|(object, entry)| (object, entry.owner))
            .collect();
        memory
            .sweep(|owner| owner == InstanceId::KERNEL || entries.iter().any(|(_, known)| *known == owner))?;
        let packages = LoadedPackages::boot(memory, rom)?;
        let mut instances = Vec::with_capacity(entries.len());
        for (object, _) in entries {
            instances.push(attach(memory, &packages, rom, object)?);
        }
        instances.sort_by_key(|instance: &Instance| instance.order);
        Ok(Self { instances, packages })
    }

    pub(crate) fn by_id(&self, id: InstanceId) -> Option<&Instance> {
        self.instances.iter().find(|instance| instance.id == id)
    }

    pub(crate) fn by_aid(&self, aid: &Aid) -> Option<&Instance> {
        self.instances.iter().find(|instance| instance.aid == *aid)
    }

    /// The first instance, when it is a security domain: the issuer's. Its life-cycle state is the card's.
    pub(crate) fn issuer_security_domain(&self) -> Option<&Instance> {
        self.instances.first().filter(|instance| instance.is_security_domain())
    }

    fn is_issuer_security_domain(&self, instance: &Instance) -> bool {
        self.issuer_security_domain().is_some_and(|domain| domain.id == instance.id)
    }

    pub(crate) fn card_state(&self) -> CardState {
        self.issuer_security_domain()
            .map_or(CardState::Operational, |domain| CardState::from_byte(domain.life_cycle))
    }

    /// The one application of a locked card (GPCS 2.3.1 §6.6.2.8): the issuer security domain, unless it gave
    /// that privilege away.
    pub(crate) fn is_final_application(&self, instance: &Instance) -> bool {
        let mut holders =
            self.instances.iter().filter(|other| other.privileges.contains(Privileges::FINAL_APPLICATION));
        match holders.next_back() {
            Some(holder) => holder.id == instance.id,
            None => self.is_issuer_security_domain(instance),
        }
    }

    /// Whether an instance can be selected now.
    fn is_selectable(&self, instance: &Instance) -> bool {
        (self.is_issuer_security_domain(instance) || is_selectable(instance.life_cycle))
            && (self.card_state() == CardState::Operational || self.is_final_application(instance))
    }

    /// The first selectable instance whose AID begins with `prefix`; after `after`, when that is given
    /// (ISO 7816-4 §7.1.1, first or only and next occurrence). On a terminated card there is none: what is selected
    /// after a reset stays so (GPCS 2.3.1 Table 11-1).
    pub(crate) fn select(&self, prefix: &[u8], after: Option<InstanceId>) -> Option<&Instance> {
        if self.card_state() == CardState::Terminated {
            return None;
        }
        let start = match after {
            Some(id) => self.instances.iter().position(|instance| instance.id == id)? + 1,
            None => 0,
        };
        let candidates = || self.instances.iter().skip(start).filter(|instance| self.is_selectable(instance));
        let first = |matches: &dyn Fn(&Instance) -> bool| candidates().find(|instance| matches(instance));
        let exact = after.is_none().then(|| first(&|instance| instance.aid.as_bytes() == prefix));
        let alias = |instance: &Instance| {
            after.is_none() && instance.applet.aliases().iter().any(|alias| alias.starts_with(prefix))
        };
        exact
            .flatten()
            .or_else(|| first(&|instance| instance.aid.starts_with(prefix)))
            .or_else(|| first(&alias))
    }

    /// What is selected by itself: an application before the issuer security domain.
    pub(crate) fn default_selected(&self) -> Option<&Instance> {
        self.instances.iter().rev().find(|instance| {
            instance.privileges.contains(Privileges::CARD_RESET) && self.is_selectable(instance)
        })
    }

    /// What SELECT without a name selects: the issuer security domain, whichever application is selected by itself
    /// (GPCS 2.3.1 §11.9.2.3), or that one on a card without an issuer security domain.
    pub(crate) fn select_unnamed(&self) -> Option<&Instance> {
        match self.issuer_security_domain() {
            Some(domain) => Some(domain).filter(|domain| self.is_selectable(domain)),
            None => self.default_selected(),
        }
    }

    /// Makes the objects of a new instance. It exists when [`Registry::enter`] has written its entry.
    pub(crate) fn add(
        &mut self,
        memory: &mut Memory,
        (package, module): (&Package, &Module),
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
        let security_domain = match installation.security_domain {
            Some(aid) => self.by_aid(&aid).ok_or(Fault::StaleReference)?.id,
            None => id,
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
            life_cycle: installation.life_cycle,
            privileges: installation.privileges,
            security_domain,
            quota: installation.quota,
            privileged: package.privileged,
            entry: ObjectRef::NULL,
            layout,
            applet,
        });
        Ok(self.instances.last().ok_or(Fault::IntegrityLost)?)
    }

    /// Writes the entry of the newest instance: the one write that makes it exist.
    pub(crate) fn enter(&mut self, memory: &mut Memory, parameters: &[u8]) -> Result<(), Error> {
        let instance = self.instances.last_mut().ok_or(Fault::IntegrityLost)?;
        let content = entry::write(instance, parameters)?;
        let new = new_entry(instance, content.len());
        instance.quota.check(memory, &new)?;
        instance.entry = in_transaction(memory, |memory| {
            let entry = memory.create(new)?;
            memory.write(entry, 0, &content)?;
            Ok(entry)
        })?;
        Ok(())
    }

    /// Gives an instance another name: its entry is replaced.
    pub(crate) fn rename(&mut self, memory: &mut Memory, id: InstanceId, aid: Aid) -> Result<(), Error> {
        let instance =
            self.instances.iter_mut().find(|instance| instance.id == id).ok_or(Fault::StaleReference)?;
        let old = memory.entry(instance.entry)?;
        let parameters = Entry::read(memory.content(&old)?).ok_or(Fault::IntegrityLost)?.parameters;
        let parameters = Zeroizing::new(parameters.to_vec());
        let renamed = Instance { aid, ..instance.clone() };
        let content = entry::write(&renamed, &parameters)?;
        let new = new_entry(&renamed, content.len());
        let entry = in_transaction(memory, |memory| {
            memory.delete(instance.entry)?;
            let entry = memory.create(new)?;
            memory.write(entry, 0, &content)?;
            Ok(entry)
        })?;
        *instance = Instance { entry, ..renamed };
        Ok(())
    }

    /// Changes how an instance stands, at once and as part of a transaction in progress.
    fn change(
        &mut self,
        memory: &mut Memory,
        id: InstanceId,
        offset: usize,
        bytes: &[u8],
        apply: impl FnOnce(&mut Instance),
    ) -> Result<(), Error> {
        let instance =
            self.instances.iter_mut().find(|instance| instance.id == id).ok_or(Fault::StaleReference)?;
        if instance.entry != ObjectRef::NULL {
            memory.write(instance.entry, offset, bytes)?;
        }
        apply(instance);
        Ok(())
    }

    pub(crate) fn set_life_cycle(
        &mut self,
        memory: &mut Memory,
        id: InstanceId,
        state: u8,
    ) -> Result<(), Error> {
        self.change(memory, id, LIFE_CYCLE_OFFSET, &[state], |instance| instance.life_cycle = state)
    }

    pub(crate) fn set_privileges(
        &mut self,
        memory: &mut Memory,
        id: InstanceId,
        privileges: Privileges,
    ) -> Result<(), Error> {
        self.change(memory, id, PRIVILEGES_OFFSET, &privileges.to_bytes(), |instance| {
            instance.privileges = privileges;
        })
    }

    pub(crate) fn set_security_domain(
        &mut self,
        memory: &mut Memory,
        id: InstanceId,
        security_domain: InstanceId,
    ) -> Result<(), Error> {
        self.change(memory, id, SECURITY_DOMAIN_OFFSET, &security_domain.0.to_be_bytes(), |instance| {
            instance.security_domain = security_domain;
        })
    }

    /// Changes the parameters that an instance was installed with, their length aside.
    pub(crate) fn edit_parameters(
        &self,
        memory: &mut Memory,
        id: InstanceId,
        edit: impl FnOnce(&mut [u8]),
    ) -> Result<(), Error> {
        let instance = self.by_id(id).ok_or(Fault::StaleReference)?;
        let line = memory.entry(instance.entry)?;
        let entry = Entry::read(memory.content(&line)?).ok_or(Fault::IntegrityLost)?;
        let offset = entry.parameters_range.start;
        let mut parameters = Zeroizing::new(entry.parameters.to_vec());
        edit(&mut parameters);
        memory.write(instance.entry, offset, &parameters)
    }

    /// Reads again what an aborted transaction may have taken back.
    pub(crate) fn refresh(&mut self, memory: &Memory) -> Result<(), Error> {
        for instance in self.instances.iter_mut().filter(|instance| instance.entry != ObjectRef::NULL) {
            let entry = memory.entry(instance.entry)?;
            instance.stand(Entry::read(memory.content(&entry)?).ok_or(Fault::IntegrityLost)?.standing);
        }
        self.packages.refresh(memory)
    }

    pub(crate) fn information(&self, memory: &Memory, instance: &Instance) -> InstanceInformation {
        InstanceInformation {
            id: instance.id,
            order: instance.order,
            aid: instance.aid,
            package: instance.package,
            module: instance.module,
            context: instance.context,
            life_cycle: instance.life_cycle,
            privileges: instance.privileges,
            security_domain: self.by_id(instance.security_domain).map_or(instance.aid, |domain| domain.aid),
            usage: memory.usage(instance.id),
        }
    }

    pub(crate) fn package_information(&self, memory: &Memory, rom: &Rom) -> Vec<PackageInformation> {
        let of = |package: &Package| PackageInformation {
            aid: package.aid,
            version: package.version,
            modules: package.modules.iter().map(Module::aid).collect(),
            security_domain: None,
            in_rom: true,
            imports: package.imports.clone(),
            length: 0,
        };
        let of_loaded = |loaded: &package::LoadedPackage| PackageInformation {
            security_domain: self.by_id(loaded.security_domain).map(|domain| domain.aid),
            in_rom: false,
            length: memory.entry(loaded.object).map_or(0, |entry| entry.length.saturating_sub(HEADER_LENGTH)),
            ..of(&loaded.package)
        };
        rom.packages().iter().map(of).chain(self.packages.loaded().iter().map(of_loaded)).collect()
    }
}

/// Runs `body` in a transaction of the memory.
pub(crate) fn in_transaction<T>(
    memory: &mut Memory,
    body: impl FnOnce(&mut Memory) -> Result<T, Error>,
) -> Result<T, Error> {
    memory.begin()?;
    match body(memory) {
        Ok(value) => {
            memory.commit()?;
            Ok(value)
        }
        Err(Error::PowerLost) => Err(Error::PowerLost),
        Err(error) => {
            memory.abort()?;
            Err(error)
        }
    }
}

fn new_entry(instance: &Instance, length: usize) -> NewObject {
    NewObject {
        kind: ObjectKind::RegistryEntry,
        storage: Storage::Persistent,
        context: ContextId::KERNEL,
        owner: instance.id,
        global: false,
        length,
    }
}

fn lowest_unused(used: impl Iterator<Item = u16> + Clone) -> Result<u16, Error> {
    Ok((1..=255).find(|number| used.clone().all(|other| other != *number)).ok_or(Fault::NotEnoughMemory)?)
}

fn attach(
    memory: &mut Memory,
    packages: &LoadedPackages,
    rom: &Rom,
    object: ObjectRef,
) -> Result<Instance, BootError> {
    let line = memory.entry(object)?;
    let content = Zeroizing::new(memory.content(&line)?.to_vec());
    let entry = Entry::read(&content).ok_or(BootError::Damaged("a registry entry"))?;
    let (package, module) =
        packages.module(rom, &entry.package, &entry.module).ok_or(BootError::UnknownModule(entry.module))?;
    let mut layout = Layout::attach(memory, entry.context, entry.id, entry.parameters, entry.objects);
    let applet = module.lay_out(&mut layout)?;
    let layout = layout.finish()?.into();
    Ok(Instance {
        id: entry.id,
        order: entry.order,
        aid: entry.aid,
        package: entry.package,
        module: entry.module,
        context: entry.context,
        life_cycle: entry.standing.life_cycle,
        privileges: entry.standing.privileges,
        security_domain: entry.standing.security_domain,
        quota: entry.quota,
        privileged: package.privileged,
        entry: object,
        layout,
        applet,
    })
}
