//! Installing, loading and deleting: the kernel's part of content management. Who may ask for it is decided above
//! the kernel.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use cardamom_apdu::{Aid, Command};

use super::{Frame, Kernel};
use crate::applet::Applet;
use crate::context::Context;
use crate::error::{Error, Fault};
use crate::memory::{BootError, NewObject};
use crate::object::{ContextId, InstanceId, ObjectKind, ObjectRef, Storage};
use crate::registry::{HEADER_LENGTH, Header, Installation, in_transaction};

/// Bytes of a load file that are written at a time, so that any journal takes them.
const WRITE_LENGTH: usize = 128;

/// Why content was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentError {
    /// There is an instance or a package of this name already.
    AlreadyInstalled(Aid),
    /// The applet, the engine or the kernel stopped it.
    Failed(Error),
    /// Another package is linked to this one.
    Imported {
        /// That package.
        by: Aid,
    },
    /// The package is part of the card's software.
    InRom(Aid),
    /// There are instances of this package.
    Instantiated {
        /// One of them.
        as_instance: Aid,
    },
    /// The issuer security domain stays.
    IssuerSecurityDomain,
    /// What was loaded is another package than was announced.
    NameDiffers {
        /// The name of what was loaded.
        found: Aid,
    },
    /// The card has no such package, or the package no such applet.
    NoSuchModule(Aid),
    /// There is no such instance.
    NoSuchInstance(Aid),
    /// There is no such package.
    NoSuchPackage(Aid),
    /// It is the security domain of something that stays.
    OwnsContent {
        /// An instance or package that belongs to it.
        such_as: Aid,
    },
    /// Another applet holds a reference to an object of this one (JCRE 3.0.5 §11.3.4).
    Referenced {
        /// The applet that holds the reference.
        by: Option<Aid>,
    },
    /// The instance is selected on a channel (JCRE 3.0.5 §11.3.4).
    Selected(Aid),
}

impl fmt::Display for ContentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AlreadyInstalled(aid) => write!(f, "there is an instance or a package {aid} already"),
            Self::Failed(error) => write!(f, "it was refused: {error}"),
            Self::Imported { by } => write!(f, "package {by} is linked to it"),
            Self::InRom(aid) => write!(f, "package {aid} is part of the card's software"),
            Self::Instantiated { as_instance } => write!(f, "{as_instance} is an instance of it"),
            Self::IssuerSecurityDomain => f.write_str("the issuer security domain cannot be deleted"),
            Self::NameDiffers { found } => write!(f, "what was loaded is package {found}"),
            Self::NoSuchModule(aid) => write!(f, "the card has no applet {aid}"),
            Self::NoSuchInstance(aid) => write!(f, "there is no instance {aid}"),
            Self::NoSuchPackage(aid) => write!(f, "there is no package {aid}"),
            Self::OwnsContent { such_as } => write!(f, "it is the security domain of {such_as}"),
            Self::Referenced { by: Some(aid) } => {
                write!(f, "applet {aid} holds a reference to an object of it")
            }
            Self::Referenced { by: None } => f.write_str("the card holds a reference to an object of it"),
            Self::Selected(aid) => write!(f, "instance {aid} is selected on a channel"),
        }
    }
}

impl core::error::Error for ContentError {}

impl From<Error> for ContentError {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl Kernel {
    /// Makes an instance of an applet, whole or not at all.
    pub(crate) fn install(
        &mut self,
        channel: u8,
        installation: &Installation<'_>,
    ) -> Result<(), ContentError> {
        self.refuse_in_transaction()?;
        let (package, module) = self
            .registry
            .packages
            .module(&self.rom, &installation.package, &installation.module)
            .map(|(package, module)| (package.clone(), module.clone()))
            .ok_or(ContentError::NoSuchModule(installation.module))?;
        self.refuse_taken(&installation.instance)?;
        let make = |kernel: &mut Self| {
            let instance = kernel.registry.add(&mut kernel.memory, (&package, &module), installation)?;
            let frame = Frame { instance: instance.id, context: instance.context, aid: instance.aid };
            let applet = Arc::clone(&instance.applet);
            kernel.run_for(channel, frame, |context| applet.install(context, installation.parameters))?;
            kernel.registry.enter(&mut kernel.memory, installation.parameters)
        };
        make(self).map_err(|error| {
            self.registry.instances.retain(|instance| instance.aid != installation.instance);
            self.undo(error).into()
        })
    }

    /// Lets an applet that is not the selected one do something, and takes back what it left in the answer.
    fn run_for<T>(
        &mut self,
        channel: u8,
        frame: Frame,
        body: impl FnOnce(&mut Context<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (length, status_word) = (self.response.len(), self.status_word);
        let result = self.run(channel, frame, false, body);
        self.response.truncate(length);
        self.status_word = status_word;
        if !self.channels.is_context_selected(frame.context) {
            self.memory.clear_on_deselect(frame.context);
        }
        result
    }

    /// Passes personalization data to an applet.
    pub(crate) fn personalize(
        &mut self,
        channel: u8,
        aid: &Aid,
        command: &Command<'_>,
    ) -> Result<Vec<u8>, ContentError> {
        self.refuse_in_transaction()?;
        let (frame, applet) = self.find(aid)?;
        if !applet.is_multi_selectable() && self.channels.is_selected(frame.instance) {
            return Err(ContentError::Selected(*aid));
        }
        let mut output = Vec::new();
        self.run_for(channel, frame, |context| applet.process_data(context, command, &mut output))?;
        Ok(output)
    }

    fn find(&self, aid: &Aid) -> Result<(Frame, Arc<dyn Applet>), ContentError> {
        let instance = self.registry.by_aid(aid).ok_or(ContentError::NoSuchInstance(*aid))?;
        let frame = Frame { instance: instance.id, context: instance.context, aid: instance.aid };
        Ok((frame, Arc::clone(&instance.applet)))
    }

    fn refuse_in_transaction(&self) -> Result<(), ContentError> {
        if self.memory.is_in_transaction() {
            return Err(Error::from(Fault::TransactionInProgress).into());
        }
        Ok(())
    }

    /// Names of instances and packages are one space (GPCS 2.3.1 §11.5.2.3: unique in the registry).
    pub(crate) fn refuse_taken(&self, aid: &Aid) -> Result<(), ContentError> {
        let is_package = self.registry.packages.all(&self.rom).any(|package| package.aid == *aid);
        if is_package || self.registry.by_aid(aid).is_some() {
            return Err(ContentError::AlreadyInstalled(*aid));
        }
        Ok(())
    }

    /// Removes what is left of an instance that is not, or not any more.
    fn undo(&mut self, error: Error) -> Error {
        let _ = self.sweep();
        if self.memory.nvm().is_power_lost() {
            return Error::PowerLost;
        }
        error
    }

    fn sweep(&mut self) -> Result<(), Error> {
        let Self { memory, registry, .. } = self;
        memory.sweep(|owner| {
            matches!(owner, InstanceId::KERNEL | InstanceId::STAGING) || registry.by_id(owner).is_some()
        })
    }

    /// Deletes instances and all that they own, and a package that was loaded: all of it or nothing.
    pub(crate) fn delete(
        &mut self,
        channel: u8,
        aids: &[Aid],
        package: Option<&Aid>,
    ) -> Result<(), ContentError> {
        self.refuse_in_transaction()?;
        let going = aids.iter().map(|aid| self.find(aid)).collect::<Result<Vec<_>, _>>()?;
        let load_file = package.map(|aid| self.deletable_package(aid, aids)).transpose()?;
        self.refuse_staying(&going, package)?;
        for (frame, applet) in &going {
            // It is deleted whatever it says to it (JCRE 3.0.5 §11.3.4), unless power went.
            let outcome = self.run_for(channel, *frame, |context| applet.uninstall(context));
            if outcome == Err(Error::PowerLost) {
                return Err(Error::PowerLost.into());
            }
        }
        self.refuse_staying(&going, package)?;
        let Self { memory, registry, .. } = self;
        in_transaction(memory, |memory| {
            for instance in registry.instances.iter().filter(|instance| aids.contains(&instance.aid)) {
                memory.delete(instance.entry)?;
            }
            load_file.map_or(Ok(()), |object| memory.delete(object))
        })
        .map_err(|error| self.undo(error))?;
        self.registry.instances.retain(|instance| !aids.contains(&instance.aid));
        if let Some(aid) = package {
            self.registry.packages.remove(aid);
        }
        let outcome = self.sweep();
        let Self { memory, validated_pins, .. } = self;
        validated_pins.retain(|pin| memory.entry(*pin).is_ok());
        Ok(outcome?)
    }

    fn deletable_package(&self, aid: &Aid, instances: &[Aid]) -> Result<ObjectRef, ContentError> {
        let Some(loaded) = self.registry.packages.by_aid(aid) else {
            let in_rom = self.rom.packages().iter().any(|package| package.aid == *aid);
            return Err(if in_rom { ContentError::InRom(*aid) } else { ContentError::NoSuchPackage(*aid) });
        };
        let mut staying =
            self.registry.instances.iter().filter(|instance| !instances.contains(&instance.aid));
        if let Some(instance) = staying.find(|instance| instance.package == *aid) {
            return Err(ContentError::Instantiated { as_instance: instance.aid });
        }
        if let Some(by) = self.registry.packages.all(&self.rom).find(|other| other.imports.contains(aid)) {
            return Err(ContentError::Imported { by: by.aid });
        }
        Ok(loaded.object)
    }

    /// Refuses when any of these is in use by something that stays.
    fn refuse_staying(
        &self,
        going: &[(Frame, Arc<dyn Applet>)],
        package: Option<&Aid>,
    ) -> Result<(), ContentError> {
        let is_going = |id: InstanceId| going.iter().any(|(frame, _)| frame.instance == id);
        for (frame, _) in going {
            if self.registry.issuer_security_domain().is_some_and(|domain| domain.id == frame.instance) {
                return Err(ContentError::IssuerSecurityDomain);
            }
            if self.channels.is_selected(frame.instance) {
                return Err(ContentError::Selected(frame.aid));
            }
            let instance = self
                .registry
                .instances
                .iter()
                .find(|instance| instance.security_domain == frame.instance && !is_going(instance.id));
            let loaded = self.registry.packages.loaded().iter().find(|loaded| {
                loaded.security_domain == frame.instance && package != Some(&loaded.package.aid)
            });
            let owned = instance.map(|instance| instance.aid).or(loaded.map(|loaded| loaded.package.aid));
            if let Some(such_as) = owned {
                return Err(ContentError::OwnsContent { such_as });
            }
        }
        let owned: Vec<ObjectRef> = self
            .memory
            .objects()
            .filter(|(_, entry)| is_going(entry.owner))
            .map(|(object, _)| object)
            .collect();
        let holder = self
            .memory
            .objects()
            .filter(|(_, entry)| entry.kind == ObjectKind::References && !is_going(entry.owner))
            .find(|(_, entry)| {
                let content = self.memory.content(entry).unwrap_or(&[]);
                content.as_chunks::<4>().0.iter().any(|bytes| owned.contains(&ObjectRef::from_bytes(*bytes)))
            });
        match holder {
            None => Ok(()),
            Some((_, entry)) => {
                let by = self.registry.by_id(entry.owner).map(|instance| instance.aid);
                Err(ContentError::Referenced { by })
            }
        }
    }

    // Loading.

    /// Makes room for a load file data block; gone at the next boot unless it is finished.
    pub(crate) fn begin_load(&mut self, length: usize) -> Result<ObjectRef, ContentError> {
        self.refuse_in_transaction()?;
        Ok(self.memory.create(NewObject {
            kind: ObjectKind::LoadFile,
            storage: Storage::Persistent,
            context: ContextId::KERNEL,
            owner: InstanceId::STAGING,
            global: false,
            length: HEADER_LENGTH.checked_add(length).ok_or(Error::from(Fault::NotEnoughMemory))?,
        })?)
    }

    pub(crate) fn write_load(
        &mut self,
        object: ObjectRef,
        offset: usize,
        data: &[u8],
    ) -> Result<(), ContentError> {
        self.refuse_in_transaction()?;
        let mut at = HEADER_LENGTH.checked_add(offset).ok_or(Error::from(Fault::OutOfBounds))?;
        for piece in data.chunks(WRITE_LENGTH) {
            self.memory.write(object, at, piece)?;
            at += piece.len();
        }
        Ok(())
    }

    pub(crate) fn load_content(&self, object: ObjectRef) -> Result<&[u8], Error> {
        let entry = self.memory.entry(object)?;
        Ok(self.memory.content(&entry)?.get(HEADER_LENGTH..).ok_or(Fault::IntegrityLost)?)
    }

    pub(crate) fn abandon_load(&mut self, object: ObjectRef) -> Result<(), Error> {
        self.memory.delete(object)
    }

    /// Has the engine check the whole file, and makes it a package of the card.
    pub(crate) fn finish_load(
        &mut self,
        object: ObjectRef,
        aid: &Aid,
        security_domain: &Aid,
    ) -> Result<(), ContentError> {
        self.refuse_in_transaction()?;
        let domain = self.find(security_domain)?.0.instance;
        let package = self.registry.packages.check(&self.memory, &self.rom, object)?;
        if package.aid != *aid {
            return Err(ContentError::NameDiffers { found: package.aid });
        }
        self.refuse_taken(aid)?;
        let order = self.registry.packages.next_order();
        let header = Header { order, security_domain: domain, aid: *aid };
        self.memory.write(object, 0, &header.to_bytes())?;
        self.memory.set_owner(object, InstanceId::KERNEL)?;
        let opened = self.registry.packages.open(&self.memory, &self.rom, header, object);
        opened.map_err(|error| match error {
            BootError::PowerLost => Error::PowerLost.into(),
            _ => Error::from(Fault::IntegrityLost).into(),
        })
    }
}
