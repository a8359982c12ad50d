//! Installing and deleting instances: the kernel's part of content management. Who may ask for it is decided
//! above the kernel.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use cardamom_apdu::Aid;

use super::Card;
use crate::applet::Module;
use crate::error::Error;
use crate::kernel::{Frame, Kernel};
use crate::object::{InstanceId, ObjectKind, ObjectRef};
use crate::registry::{Installation, find_module};

/// Why content was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentError {
    /// There is an instance of this name already.
    AlreadyInstalled(Aid),
    /// The applet or the kernel stopped the installation.
    Failed(Error),
    /// The card has no such package, or the package no such applet.
    NoSuchModule(Aid),
    /// There is no such instance.
    NoSuchInstance(Aid),
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
            Self::AlreadyInstalled(aid) => write!(f, "there is an instance {aid} already"),
            Self::Failed(error) => write!(f, "installation was refused: {error}"),
            Self::NoSuchModule(aid) => write!(f, "the card has no applet {aid}"),
            Self::NoSuchInstance(aid) => write!(f, "there is no instance {aid}"),
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

impl Card {
    /// Makes an instance of an applet, whole or not at all.
    ///
    /// # Errors
    /// [`ContentError`] says why not; the card is then as it was.
    pub fn install(&mut self, installation: &Installation<'_>) -> Result<(), ContentError> {
        let rom = Arc::clone(&self.rom);
        let module = find_module(&rom, &installation.package, &installation.module)
            .ok_or(ContentError::NoSuchModule(installation.module))?;
        if self.kernel.registry.by_aid(&installation.instance).is_some() {
            return Err(ContentError::AlreadyInstalled(installation.instance));
        }
        let outcome = self.make_instance(module, installation);
        self.kernel.begin_command();
        if let Err(error) = outcome {
            self.kernel.registry.instances.retain(|instance| instance.aid != installation.instance);
            return Err(self.undo(error).into());
        }
        Ok(())
    }

    fn make_instance(&mut self, module: &Module, installation: &Installation<'_>) -> Result<(), Error> {
        let kernel = &mut self.kernel;
        kernel.begin_command();
        let instance = kernel.registry.add(&mut kernel.memory, module, installation)?;
        let frame = Frame { instance: instance.id, context: instance.context, aid: instance.aid };
        let applet = Arc::clone(&instance.applet);
        self.run(0, frame, false, |context| applet.install(context, installation.parameters))?;
        let kernel = &mut self.kernel;
        kernel.registry.enter(&mut kernel.memory, installation.parameters)
    }

    /// Removes what is left of an instance that is not, or not any more; a card without power is off.
    fn undo(&mut self, error: Error) -> Error {
        let _ = self.sweep();
        if self.kernel.memory.nvm().is_power_lost() {
            self.power_off();
            return Error::PowerLost;
        }
        error
    }

    fn sweep(&mut self) -> Result<(), Error> {
        let Kernel { memory, registry, .. } = &mut self.kernel;
        memory.sweep(|owner| owner == InstanceId::KERNEL || registry.by_id(owner).is_some())
    }

    /// Deletes an instance and all that it owns, whole or not at all.
    ///
    /// # Errors
    /// [`ContentError::Selected`], [`ContentError::Referenced`] as the specification wants; the card is then as it
    /// was.
    pub fn delete(&mut self, aid: &Aid) -> Result<(), ContentError> {
        let instance = self.kernel.registry.by_aid(aid).ok_or(ContentError::NoSuchInstance(*aid))?;
        let (id, context, entry) = (instance.id, instance.context, instance.entry);
        let applet = Arc::clone(&instance.applet);
        if self.kernel.channels.is_selected(id) {
            return Err(ContentError::Selected(*aid));
        }
        self.check_not_referenced(id)?;
        self.kernel.begin_command();
        let frame = Frame { instance: id, context, aid: *aid };
        // It is deleted whatever it says to it (JCRE 3.0.5 §11.3.4), unless power went.
        let outcome = self.run(0, frame, false, |context| applet.uninstall(context));
        self.kernel.begin_command();
        if outcome == Err(Error::PowerLost) {
            return Err(self.undo(Error::PowerLost).into());
        }
        self.check_not_referenced(id)?;
        if let Err(error) = self.kernel.memory.delete(entry) {
            return Err(self.undo(error).into());
        }
        self.kernel.registry.instances.retain(|instance| instance.id != id);
        let outcome = self.sweep();
        let Kernel { memory, validated_pins, .. } = &mut self.kernel;
        validated_pins.retain(|pin| memory.entry(*pin).is_ok());
        outcome.map_err(|error| self.undo(error).into())
    }

    /// Refuses when an applet that stays holds a reference to an object of this one.
    fn check_not_referenced(&self, id: InstanceId) -> Result<(), ContentError> {
        let owned = self.owned_objects(id);
        match self.reference_from_outside(&owned, id) {
            None => Ok(()),
            Some(holder) => {
                let by = self.kernel.registry.by_id(holder).map(|instance| instance.aid);
                Err(ContentError::Referenced { by })
            }
        }
    }

    fn owned_objects(&self, id: InstanceId) -> Vec<ObjectRef> {
        self.kernel
            .memory
            .objects()
            .filter(|(_, entry)| entry.owner == id)
            .map(|(object, _)| object)
            .collect()
    }

    /// The owner of a reference to one of these objects that is not itself going away.
    fn reference_from_outside(&self, owned: &[ObjectRef], id: InstanceId) -> Option<InstanceId> {
        self.kernel
            .memory
            .objects()
            .filter(|(_, entry)| entry.kind == ObjectKind::References && entry.owner != id)
            .find(|(_, entry)| {
                let content = self.kernel.memory.content(entry).unwrap_or(&[]);
                content.as_chunks::<4>().0.iter().any(|bytes| owned.contains(&ObjectRef::from_bytes(*bytes)))
            })
            .map(|(_, entry)| entry.owner)
    }
}
