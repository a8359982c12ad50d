//! What an applet is, and how it comes onto a card.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use cardamom_apdu::{Aid, Command};

use crate::context::Context;
use crate::error::{Error, Fault};
use crate::layout::Layout;
use crate::reason::KernelReason;

/// An applet instance, Rust or Java. It holds handles only; its state lives in card memory, so that power cuts,
/// rollback, snapshots, quotas and deletion work without its help.
pub trait Applet: Send + Sync {
    /// Called once when the instance is made: an error leaves no trace of it.
    ///
    /// # Errors
    /// Whatever makes installation fail.
    fn install(&self, _context: &mut Context<'_>, _parameters: &[u8]) -> Result<(), Error> {
        Ok(())
    }

    /// The instance is about to become the selected one of a channel (JCRE 3.0.5 §4.5). The SELECT command
    /// itself, where there is one, comes to [`Applet::process`] after that, with
    /// [`Context::is_selecting`] true.
    ///
    /// # Errors
    /// Any: the applet declines, and the terminal is answered 6999.
    fn select(&self, _context: &mut Context<'_>) -> Result<(), Error> {
        Ok(())
    }

    /// A command for this instance. `Ok` is answered with the status word set in the context, 9000 by default.
    ///
    /// # Errors
    /// The refusal that answers the command.
    fn process(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error>;

    /// The instance ceases to be selected.
    fn deselect(&self, _context: &mut Context<'_>) {}

    /// The instance is about to be deleted.
    ///
    /// # Errors
    /// Any: it is deleted all the same (JCRE 3.0.5 §11.3.4).
    fn uninstall(&self, _context: &mut Context<'_>) -> Result<(), Error> {
        Ok(())
    }

    /// Personalization data that a security domain passes on (GPCS 2.3.1 §7.3.3, `Personalization.processData`):
    /// a whole STORE DATA command, unwrapped. What is put into `output` is answered.
    ///
    /// # Errors
    /// Whatever the applet refuses; by default it takes no such data.
    fn process_data(
        &self,
        _context: &mut Context<'_>,
        _command: &Command<'_>,
        _output: &mut Vec<u8>,
    ) -> Result<(), Error> {
        Err(KernelReason::NotPersonalizable.into())
    }

    /// Other names that a SELECT finds it by when no instance has that name.
    fn aliases(&self) -> &[Aid] {
        &[]
    }

    /// Whether it, and the package it belongs to, may be selected on several channels at once (JCRE 3.0.5 §4.2).
    fn is_multi_selectable(&self) -> bool {
        false
    }

    /// Who puts the commands of a chain together (ISO 7816-4 §5.3.3).
    fn command_chaining(&self) -> CommandChaining {
        CommandChaining::ByKernel
    }

    /// Offers a shareable interface to another applet: the number of the interface, or `None` to refuse
    /// (`Applet.getShareableInterfaceObject`).
    fn shareable_interface(&self, _context: &mut Context<'_>, _client: &Aid, _parameter: u8) -> Option<u16> {
        None
    }

    /// A method of a shareable interface is called by the applet that [`Context::previous_aid`] names. What is
    /// put into `output` goes back to it.
    ///
    /// # Errors
    /// Whatever the method refuses.
    fn invoke(
        &self,
        _context: &mut Context<'_>,
        _call: Call<'_>,
        _output: &mut Vec<u8>,
    ) -> Result<(), Error> {
        Err(Fault::NoSuchInterface.into())
    }
}

/// A call of a method of a shareable interface.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The interface, as [`Applet::shareable_interface`] numbered it.
    pub interface: u16,
    /// The method.
    pub method: u8,
    /// Its arguments.
    pub input: &'a [u8],
}

/// Who puts the commands of a chain together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandChaining {
    /// The applet sees each command of the chain.
    ByApplet,
    /// The applet sees one command with all the data, up to 65,535 bytes.
    ByKernel,
}

/// A function that lays out an instance in card memory: it must ask for the same things in the same order at
/// install and at every boot.
pub(crate) type LayOut = dyn Fn(&mut Layout<'_>) -> Result<Arc<dyn Applet>, Error> + Send + Sync;

/// An applet of a package, which instances can be made of.
#[derive(Clone)]
pub struct Module {
    aid: Aid,
    lay_out: Arc<LayOut>,
}

impl Module {
    /// A module with this AID.
    pub fn new<F>(aid: Aid, lay_out: F) -> Self
    where
        F: Fn(&mut Layout<'_>) -> Result<Arc<dyn Applet>, Error> + Send + Sync + 'static,
    {
        Self { aid, lay_out: Arc::new(lay_out) }
    }

    /// Its AID.
    #[must_use]
    pub const fn aid(&self) -> Aid {
        self.aid
    }

    pub(crate) fn lay_out(&self, layout: &mut Layout<'_>) -> Result<Arc<dyn Applet>, Error> {
        (self.lay_out)(layout)
    }
}

impl fmt::Debug for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Module").field("aid", &self.aid).finish_non_exhaustive()
    }
}

/// Applets that share a firewall context: an executable load file in GlobalPlatform's words.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its AID.
    pub aid: Aid,
    /// Major and minor version.
    pub version: (u8, u8),
    /// Its applets.
    pub modules: Vec<Module>,
    /// The packages that it is linked to and that cannot be deleted before it.
    pub imports: Vec<Aid>,
    /// Its applets administer the card: they are given [`Context::administration`].
    pub privileged: bool,
}

impl Package {
    /// A package without imports and privileges.
    #[must_use]
    pub const fn new(aid: Aid, version: (u8, u8), modules: Vec<Module>) -> Self {
        Self { aid, version, modules, imports: Vec::new(), privileged: false }
    }

    /// The same, allowed to administer the card.
    #[must_use]
    pub fn privileged(self) -> Self {
        Self { privileged: true, ..self }
    }

    /// The applet of this name.
    #[must_use]
    pub fn module(&self, aid: &Aid) -> Option<&Module> {
        self.modules.iter().find(|module| module.aid() == *aid)
    }
}
