//! The card: power on, transmit, power off.

mod dispatch;
mod selection;

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use cardamom_apdu::Aid;

use crate::engine::Rom;
use crate::entropy::{Entropy, TestedEntropy};
use crate::error::Error;
use crate::kernel::{ContentError, Kernel, KernelSnapshot};
use crate::memory::{BootError, Geometry, Memory, NewObject};
use crate::nvm::Nvm;
use crate::object::{ContextId, InstanceId, ObjectKind, Storage};
use crate::registry::{Installation, InstanceInformation, PackageInformation, Registry};
use crate::trace::{Event, Tracer};

/// The transmission protocol that the card speaks (ISO 7816-3 §10 and §11); it decides how long responses leave
/// the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// T=0: the data of a response to a command with data is fetched with GET RESPONSE.
    T0,
    /// T=1: command and response travel whole.
    T1,
}

/// What a card is made with.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// Sizes of its memories.
    pub geometry: Geometry,
    /// The answer to reset, at most 33 bytes. The kernel sends it as it is.
    pub atr: Vec<u8>,
    /// The protocol, which the ATR should agree with.
    pub protocol: Protocol,
}

/// Why a card gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// Power was cut while the command ran. The card is off.
    PowerCut,
    /// The card is off.
    Unpowered,
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PowerCut => "power was cut while the command ran",
            Self::Unpowered => "the card is not powered",
        })
    }
}

impl core::error::Error for NoAnswer {}

/// A card: a deterministic state machine over its non-volatile memory and the entropy it is given.
///
/// ```
/// use cardamom_kernel::{Card, Configuration, Geometry, Protocol, SeededEntropy};
///
/// let configuration = Configuration { geometry: Geometry::SMALL, atr: vec![0x3B, 0x00], protocol: Protocol::T1 };
/// let mut card = Card::new(&configuration, [].into(), Box::new(SeededEntropy::new(1)))?;
/// assert_eq!(card.power_on()?, [0x3B, 0x00]);
/// // SELECT of an application that is not there: file not found.
/// assert_eq!(card.transmit(&[0x00, 0xA4, 0x04, 0x00, 0x05, 0xA0, 0x00, 0x00, 0x01, 0x51])?, [0x6A, 0x82]);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Card {
    kernel: Kernel,
    atr: Vec<u8>,
    protocol: Protocol,
    powered: bool,
}

/// A card at one moment; see [`Card::snapshot`].
#[derive(Clone, Debug)]
pub struct CardSnapshot {
    kernel: KernelSnapshot,
    powered: bool,
}

impl Card {
    /// Makes a blank card, switched off.
    ///
    /// # Errors
    /// [`BootError::Geometry`] when the sizes do not fit together.
    pub fn new(
        configuration: &Configuration,
        rom: Rom,
        entropy: Box<dyn Entropy>,
    ) -> Result<Self, BootError> {
        let mut memory = Memory::format(configuration.geometry)?;
        let mut content = Vec::from([match configuration.protocol {
            Protocol::T0 => 0,
            Protocol::T1 => 1,
        }]);
        content.extend_from_slice(&configuration.atr);
        let object = memory.create(NewObject {
            kind: ObjectKind::Configuration,
            storage: Storage::Persistent,
            context: ContextId::KERNEL,
            owner: InstanceId::KERNEL,
            global: false,
            length: content.len(),
        })?;
        memory.write(object, 0, &content)?;
        Self::assemble(memory, rom, TestedEntropy::new(entropy))
    }

    /// The card in this memory, switched off. Recovers what a power cut interrupted.
    ///
    /// # Errors
    /// [`BootError`] says why there is no card in this memory, or not one for this software.
    pub fn open(nvm: Nvm, rom: Rom, entropy: Box<dyn Entropy>) -> Result<Self, BootError> {
        let (memory, _) = Memory::boot(nvm)?;
        Self::assemble(memory, rom, TestedEntropy::new(entropy))
    }

    fn assemble(mut memory: Memory, rom: Rom, entropy: TestedEntropy) -> Result<Self, BootError> {
        let registry = Registry::boot(&mut memory, &rom)?;
        let (_, configuration) = memory
            .objects()
            .find(|(_, entry)| entry.kind == ObjectKind::Configuration)
            .ok_or(BootError::Damaged("the card has no configuration"))?;
        let (protocol, atr) = match memory.content(&configuration)? {
            [0, atr @ ..] => (Protocol::T0, atr.to_vec()),
            [1, atr @ ..] => (Protocol::T1, atr.to_vec()),
            _ => return Err(BootError::Damaged("the card's configuration")),
        };
        Ok(Self { kernel: Kernel::new(rom, memory, registry, entropy), atr, protocol, powered: false })
    }

    /// Powers the card, or resets it when it is powered: transient memory is cleared, an interrupted transaction
    /// undone, the default applet selected. Gives the answer to reset.
    ///
    /// # Errors
    /// [`BootError`]; the card then stays off.
    pub fn power_on(&mut self) -> Result<&[u8], BootError> {
        self.power_off();
        let recovered = self.kernel.memory.reboot()?;
        self.kernel.registry = Registry::boot(&mut self.kernel.memory, &self.kernel.rom)?;
        self.kernel.trace(Event::Started { recovered });
        self.powered = true;
        self.kernel.begin_command();
        if self.select_default_applet(0) == Err(Error::PowerLost) {
            self.powered = false;
            return Err(BootError::PowerLost);
        }
        Ok(&self.atr)
    }

    /// Takes power from the card: everything in RAM is gone.
    pub fn power_off(&mut self) {
        self.powered = false;
        self.kernel.memory.clear_ram();
        self.kernel.channels = crate::channel::Channels::default();
        self.kernel.validated_pins.clear();
        self.kernel.frames.clear();
        zeroize::Zeroize::zeroize(&mut self.kernel.response);
        self.kernel.begin_command();
    }

    /// Whether the card is on.
    #[must_use]
    pub fn is_powered(&self) -> bool {
        self.powered
    }

    /// The answer to reset.
    #[must_use]
    pub fn atr(&self) -> &[u8] {
        &self.atr
    }

    /// The protocol that the card speaks.
    #[must_use]
    pub fn protocol(&self) -> Protocol {
        self.protocol
    }

    /// Who is to hear what happens in the card.
    pub fn set_tracer(&mut self, tracer: Option<Box<dyn Tracer>>) {
        self.kernel.tracer = tracer;
    }

    /// The non-volatile memory.
    #[must_use]
    pub fn nvm(&self) -> &Nvm {
        self.kernel.memory.nvm()
    }

    /// The non-volatile memory, to arm power cuts and to save what changed.
    pub fn nvm_mut(&mut self) -> &mut Nvm {
        self.kernel.memory.nvm_mut()
    }

    /// Free memory, in bytes.
    #[must_use]
    pub fn free_memory(&self) -> crate::memory::Usage {
        self.kernel.memory.free()
    }

    /// Bytes of non-volatile memory that are neither free nor of an object which the card itself or an instance owns:
    /// none, but while a load file is being written.
    #[must_use]
    pub fn unaccounted_memory(&self) -> usize {
        let Kernel { memory, registry, .. } = &self.kernel;
        let is_owned = |owner| owner == InstanceId::KERNEL || registry.by_id(owner).is_some();
        let owned: usize = memory
            .objects()
            .filter(|(_, entry)| entry.storage == Storage::Persistent && is_owned(entry.owner))
            .map(|(_, entry)| entry.length)
            .sum();
        let heap = memory.nvm().length().saturating_sub(memory.geometry().heap_start());
        heap.saturating_sub(memory.free().persistent).saturating_sub(owned)
    }

    /// Sizes of the memories.
    #[must_use]
    pub fn geometry(&self) -> Geometry {
        self.kernel.memory.geometry()
    }

    /// The packages that the card's software has.
    #[must_use]
    pub fn rom(&self) -> &Rom {
        &self.kernel.rom
    }

    /// The packages on the card, those of its software first.
    #[must_use]
    pub fn packages(&self) -> Vec<PackageInformation> {
        self.kernel.registry.package_information(&self.kernel.memory, &self.kernel.rom)
    }

    /// The instances on the card, oldest first.
    #[must_use]
    pub fn instances(&self) -> Vec<InstanceInformation> {
        let Kernel { registry, memory, .. } = &self.kernel;
        registry.instances.iter().map(|instance| registry.information(memory, instance)).collect()
    }

    /// Makes an instance of an applet, whole or not at all, on nobody's authority: how a card gets its issuer
    /// security domain, and how a test gets its applets.
    ///
    /// # Errors
    /// [`ContentError`] says why not; the card is then as it was.
    pub fn install(&mut self, installation: &Installation<'_>) -> Result<(), ContentError> {
        self.kernel.begin_command();
        let outcome = self.kernel.install(0, installation);
        self.settle();
        outcome
    }

    /// Deletes an instance and all that it owns, whole or not at all.
    ///
    /// # Errors
    /// [`ContentError::Selected`], [`ContentError::Referenced`] and others as the specification wants; the card is
    /// then as it was.
    pub fn delete(&mut self, aid: &Aid) -> Result<(), ContentError> {
        self.kernel.begin_command();
        let outcome = self.kernel.delete(0, &[*aid], None);
        self.settle();
        outcome
    }

    fn settle(&mut self) {
        self.kernel.begin_command();
        if self.kernel.memory.nvm().is_power_lost() {
            self.power_off();
        }
    }

    /// The card at this moment, RAM and channels included: to come back to, at a cost that follows what has
    /// changed in between.
    pub fn snapshot(&mut self) -> CardSnapshot {
        CardSnapshot { kernel: self.kernel.snapshot(), powered: self.powered }
    }

    /// Goes back to a snapshot of this card.
    pub fn restore(&mut self, snapshot: &CardSnapshot) {
        self.kernel.restore(&snapshot.kernel);
        self.powered = snapshot.powered;
    }
}
