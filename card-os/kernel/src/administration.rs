//! Administration of the card: what the kernel does for security domains, and for nobody else.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::any::Any;

use cardamom_apdu::{Aid, Command};

use crate::channel::ChannelState;
use crate::context::Context;
use crate::error::{Error, Fault};
use crate::kernel::ContentError;
use crate::memory::Usage;
use crate::object::{InstanceId, ObjectRef};
use crate::privileges::Privileges;
use crate::registry::{Installation, InstanceInformation, PackageInformation};

/// The card's content and its registry, in the hands of an applet whose package is
/// [`privileged`](crate::Package::privileged). It decides who may do what; here is only what is possible.
#[derive(Debug)]
pub struct Administration<'a, 'b> {
    context: &'a mut Context<'b>,
}

/// A load file that is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadFile {
    object: ObjectRef,
}

impl<'b> Context<'b> {
    /// The administration of the card, for applets of a privileged package.
    ///
    /// # Errors
    /// [`Fault::NotPrivileged`].
    pub fn administration(&mut self) -> Result<Administration<'_, 'b>, Error> {
        self.charge()?;
        let frame = *self.frame()?;
        match self.kernel.registry.by_id(frame.instance) {
            Some(instance) if instance.privileged => Ok(Administration { context: self }),
            _ => Err(self.kernel.fault(Fault::NotPrivileged)),
        }
    }

    /// The name of the security domain that the active applet belongs to.
    ///
    /// # Errors
    /// Never while an applet runs.
    pub fn security_domain(&self) -> Result<Aid, Error> {
        let registry = &self.kernel.registry;
        let instance = registry.by_id(self.frame()?.instance).ok_or(Fault::StaleReference)?;
        Ok(registry.by_id(instance.security_domain).map_or(instance.aid, |domain| domain.aid))
    }

    /// The name of the issuer security domain, when the card has one: who offers the services of the card as a whole.
    #[must_use]
    pub fn issuer_security_domain(&self) -> Option<Aid> {
        self.kernel.registry.issuer_security_domain().map(|domain| domain.aid)
    }

    /// The active applet's privileges.
    ///
    /// # Errors
    /// Never while an applet runs.
    pub fn privileges(&self) -> Result<Privileges, Error> {
        let instance = self.kernel.registry.by_id(self.frame()?.instance);
        Ok(instance.ok_or(Fault::StaleReference)?.privileges)
    }
}

impl Administration<'_, '_> {
    /// The instances on the card, oldest first; the first one is the issuer security domain.
    #[must_use]
    pub fn instances(&self) -> Vec<InstanceInformation> {
        let kernel = &*self.context.kernel;
        let tell = |instance| kernel.registry.information(&kernel.memory, instance);
        kernel.registry.instances.iter().map(tell).collect()
    }

    /// The instance of this name.
    #[must_use]
    pub fn instance(&self, aid: &Aid) -> Option<InstanceInformation> {
        let kernel = &*self.context.kernel;
        let instance = kernel.registry.by_aid(aid)?;
        Some(kernel.registry.information(&kernel.memory, instance))
    }

    /// The issuer security domain, when the card has one. Its life-cycle state is the card's.
    #[must_use]
    pub fn issuer_security_domain(&self) -> Option<InstanceInformation> {
        let kernel = &*self.context.kernel;
        let instance = kernel.registry.issuer_security_domain()?;
        Some(kernel.registry.information(&kernel.memory, instance))
    }

    /// The life-cycle state of the card, which is its issuer security domain's; `None` on a card without. Unlike
    /// [`Administration::issuer_security_domain`] it does not count what that owns, so that every command may ask.
    #[must_use]
    pub fn card_life_cycle(&self) -> Option<u8> {
        self.context.kernel.registry.issuer_security_domain().map(|instance| instance.life_cycle)
    }

    /// The packages on the card, those of its software first.
    #[must_use]
    pub fn packages(&self) -> Vec<PackageInformation> {
        let kernel = &*self.context.kernel;
        kernel.registry.package_information(&kernel.memory, &kernel.rom)
    }

    /// Whether an instance is selected on any logical channel.
    #[must_use]
    pub fn is_selected(&self, instance: InstanceId) -> bool {
        self.context.kernel.channels.is_selected(instance)
    }

    /// Bytes of memory left.
    #[must_use]
    pub fn free_memory(&self) -> Usage {
        self.context.kernel.memory.free()
    }

    /// Makes an instance of an applet, whole or not at all. What the applet does wrong in `install` is told here.
    ///
    /// # Errors
    /// [`ContentError`] says why not; the card is then as it was.
    pub fn install(&mut self, installation: &Installation<'_>) -> Result<(), ContentError> {
        let channel = self.context.channel;
        self.context.kernel.install(channel, installation)
    }

    /// Deletes instances and all that they own, and a package that was loaded: all of it or nothing.
    ///
    /// # Errors
    /// [`ContentError`] says why not; the card is then as it was.
    pub fn delete(&mut self, instances: &[Aid], package: Option<&Aid>) -> Result<(), ContentError> {
        let channel = self.context.channel;
        self.context.kernel.delete(channel, instances, package)
    }

    /// Changes an instance's life-cycle state, atomically and as part of a transaction in progress.
    ///
    /// # Errors
    /// [`ContentError::NoSuchInstance`], [`ContentError::Failed`].
    pub fn set_life_cycle(&mut self, aid: &Aid, state: u8) -> Result<(), ContentError> {
        let id = self.id(aid)?;
        let kernel = &mut *self.context.kernel;
        Ok(kernel.registry.set_life_cycle(&mut kernel.memory, id, state)?)
    }

    /// Changes an instance's privileges, atomically and as part of a transaction in progress.
    ///
    /// # Errors
    /// As [`Administration::set_life_cycle`].
    pub fn set_privileges(&mut self, aid: &Aid, privileges: Privileges) -> Result<(), ContentError> {
        let id = self.id(aid)?;
        let kernel = &mut *self.context.kernel;
        Ok(kernel.registry.set_privileges(&mut kernel.memory, id, privileges)?)
    }

    /// Gives an instance, or a loaded package, to another security domain, atomically and as part of a transaction
    /// in progress.
    ///
    /// # Errors
    /// [`ContentError::NoSuchInstance`]; [`ContentError::InRom`] for a package of the card's software.
    pub fn set_security_domain(&mut self, aid: &Aid, security_domain: &Aid) -> Result<(), ContentError> {
        let domain = self.id(security_domain)?;
        let kernel = &mut *self.context.kernel;
        if kernel.registry.packages.set_security_domain(&mut kernel.memory, aid, domain)? {
            return Ok(());
        }
        if kernel.rom.packages().iter().any(|package| package.aid == *aid) {
            return Err(ContentError::InRom(*aid));
        }
        let id = self.id(aid)?;
        let kernel = &mut *self.context.kernel;
        Ok(kernel.registry.set_security_domain(&mut kernel.memory, id, domain)?)
    }

    /// Gives an instance another name, atomically and by itself.
    ///
    /// # Errors
    /// [`ContentError::AlreadyInstalled`] when the name is taken; [`ContentError::NoSuchInstance`].
    pub fn rename(&mut self, aid: &Aid, name: &Aid) -> Result<(), ContentError> {
        let id = self.id(aid)?;
        let kernel = &mut *self.context.kernel;
        kernel.refuse_taken(name)?;
        kernel.registry.rename(&mut kernel.memory, id, *name)?;
        for frame in kernel.frames.iter_mut().filter(|frame| frame.instance == id) {
            frame.aid = *name;
        }
        Ok(())
    }

    /// Passes personalization data, a STORE DATA command, to an applet; gives what it answers.
    ///
    /// # Errors
    /// What the applet refuses; [`ContentError::Selected`] when it is selected elsewhere and not multi-selectable.
    pub fn personalize(&mut self, aid: &Aid, command: &Command<'_>) -> Result<Vec<u8>, ContentError> {
        let channel = self.context.channel;
        self.context.kernel.personalize(channel, aid, command)
    }

    /// Makes room for a load file data block of this length. It is gone at the next boot unless it is finished.
    ///
    /// # Errors
    /// [`Fault::NotEnoughMemory`].
    pub fn begin_load(&mut self, length: usize) -> Result<LoadFile, ContentError> {
        Ok(LoadFile { object: self.context.kernel.begin_load(length)? })
    }

    /// Writes a part of it.
    ///
    /// # Errors
    /// [`Fault::OutOfBounds`] beyond the length announced, [`Fault::StaleReference`] after it was abandoned.
    pub fn write_load(&mut self, file: LoadFile, offset: usize, data: &[u8]) -> Result<(), ContentError> {
        self.context.kernel.write_load(file.object, offset, data)
    }

    /// The load file data block so far.
    ///
    /// # Errors
    /// [`Fault::StaleReference`] after it was abandoned.
    pub fn load_content(&self, file: LoadFile) -> Result<&[u8], Error> {
        self.context.kernel.load_content(file.object)
    }

    /// Has the engine check the whole file and makes it a package of the card, in one write.
    ///
    /// # Errors
    /// What the engine refuses; [`Fault::NoEngine`]; [`ContentError::NameDiffers`],
    /// [`ContentError::AlreadyInstalled`]. The file is still there, to be abandoned.
    pub fn finish_load(
        &mut self,
        file: LoadFile,
        aid: &Aid,
        security_domain: &Aid,
    ) -> Result<(), ContentError> {
        self.context.kernel.finish_load(file.object, aid, security_domain)
    }

    /// Forgets a load file.
    ///
    /// # Errors
    /// [`Fault::StaleReference`] when it is gone already.
    pub fn abandon_load(&mut self, file: LoadFile) -> Result<(), Error> {
        self.context.kernel.abandon_load(file.object)
    }

    /// What is kept in RAM for the command's logical channel, when it is a `T`.
    pub fn channel_state<T: ChannelState>(&mut self) -> Option<&mut T> {
        let channel = self.context.kernel.channels.get_mut(self.context.channel)?;
        let state: &mut dyn Any = &mut **channel.state.as_mut()?;
        state.downcast_mut()
    }

    /// Takes it away from there.
    pub fn take_channel_state<T: ChannelState>(&mut self) -> Option<T> {
        let channel = self.context.kernel.channels.get_mut(self.context.channel)?;
        let state: Box<dyn Any> = channel.state.take()?;
        state.downcast().ok().map(|state| *state)
    }

    /// Keeps something in RAM for the command's logical channel, until its applet is deselected.
    pub fn set_channel_state<T: ChannelState>(&mut self, state: T) {
        if let Some(channel) = self.context.kernel.channels.get_mut(self.context.channel) {
            channel.state = Some(Box::new(state));
        }
    }

    /// Forgets it.
    pub fn clear_channel_state(&mut self) {
        if let Some(channel) = self.context.kernel.channels.get_mut(self.context.channel) {
            channel.state = None;
        }
    }

    fn id(&self, aid: &Aid) -> Result<InstanceId, ContentError> {
        let found = self.context.kernel.registry.by_aid(aid);
        found.map(|instance| instance.id).ok_or(ContentError::NoSuchInstance(*aid))
    }
}
