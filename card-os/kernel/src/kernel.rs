//! What the kernel keeps while the card runs, and how it runs applets.

mod content;

pub use self::content::ContentError;

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::mem;

use cardamom_apdu::{Aid, StatusWord};

use crate::channel::Channels;
use crate::context::owner_pin::limit_and_value;
use crate::context::{Context, MAXIMUM_CALL_DEPTH};
use crate::engine::Rom;
use crate::entropy::TestedEntropy;
use crate::error::{Error, Fault};
use crate::memory::{Memory, MemorySnapshot};
use crate::object::{ContextId, InstanceId, ObjectRef};
use crate::registry::Registry;
use crate::trace::{Event, Tracer};

/// Kernel calls that one command may make: far more than any honest one needs.
pub const COMMAND_BUDGET: u32 = 2_000_000;

/// Who is active: the applet that the dispatcher called, and on top of it those whose shareable interfaces are
/// being called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) instance: InstanceId,
    pub(crate) context: ContextId,
    pub(crate) aid: Aid,
}

/// The kernel's working state.
pub(crate) struct Kernel {
    pub(crate) rom: Rom,
    pub(crate) memory: Memory,
    pub(crate) registry: Registry,
    pub(crate) channels: Channels,
    pub(crate) entropy: TestedEntropy,
    pub(crate) tracer: Option<Box<dyn Tracer>>,
    pub(crate) frames: Vec<Frame>,
    /// PINs whose validated flag is set; the flag is CLEAR_ON_RESET (`OwnerPIN`).
    pub(crate) validated_pins: Vec<ObjectRef>,
    pub(crate) response: Vec<u8>,
    pub(crate) status_word: StatusWord,
    pub(crate) budget: u32,
    /// A forbidden act in the command in progress: it ends with 6F00 whatever the applet makes of it.
    pub(crate) violation: Option<Fault>,
    /// The refusal of the command in progress is in the trace already.
    pub(crate) refusal_traced: bool,
    /// PINs set in the transaction in progress, whose try counters are filled when it commits.
    pub(crate) pins_to_fill: Vec<ObjectRef>,
}

/// The kernel's state at one moment.
#[derive(Clone, Debug)]
pub(crate) struct KernelSnapshot {
    memory: MemorySnapshot,
    registry: Registry,
    channels: Channels,
    entropy: TestedEntropy,
    validated_pins: Vec<ObjectRef>,
}

impl Kernel {
    pub(crate) fn new(rom: Rom, memory: Memory, registry: Registry, entropy: TestedEntropy) -> Self {
        Self {
            rom,
            memory,
            registry,
            channels: Channels::default(),
            entropy,
            tracer: None,
            frames: Vec::new(),
            validated_pins: Vec::new(),
            response: Vec::with_capacity(512),
            status_word: StatusWord::NO_ERROR,
            budget: COMMAND_BUDGET,
            violation: None,
            refusal_traced: false,
            pins_to_fill: Vec::new(),
        }
    }

    pub(crate) fn snapshot(&mut self) -> KernelSnapshot {
        KernelSnapshot {
            memory: self.memory.snapshot(),
            registry: self.registry.clone(),
            channels: self.channels.clone(),
            entropy: self.entropy.clone(),
            validated_pins: self.validated_pins.clone(),
        }
    }

    pub(crate) fn restore(&mut self, snapshot: &KernelSnapshot) {
        self.memory.restore(&snapshot.memory);
        self.registry.instances.clone_from(&snapshot.registry.instances);
        self.registry.packages.clone_from(&snapshot.registry.packages);
        self.channels.clone_from(&snapshot.channels);
        self.entropy = snapshot.entropy.clone();
        self.validated_pins.clone_from(&snapshot.validated_pins);
        self.frames.clear();
        self.begin_command();
    }

    pub(crate) fn begin_command(&mut self) {
        self.response.clear();
        self.status_word = StatusWord::NO_ERROR;
        self.budget = COMMAND_BUDGET;
        self.violation = None;
        self.refusal_traced = false;
        self.pins_to_fill.clear();
    }

    pub(crate) fn trace(&mut self, event: Event) {
        if let Some(tracer) = &mut self.tracer {
            tracer.event(&event);
        }
    }

    /// The applet that is active, if any.
    pub(crate) fn active(&self) -> Option<Aid> {
        self.frames.last().map(|frame| frame.aid)
    }

    /// Notes a fault; one that only a hostile applet causes ends the command whatever comes after it.
    pub(crate) fn fault(&mut self, fault: Fault) -> Error {
        if fault.is_violation() && self.violation.is_none() {
            self.violation = Some(fault);
            let applet = self.active();
            self.trace(Event::Stopped { applet, fault });
        }
        Error::Fault(fault)
    }

    /// Runs something of an applet as the active one, on top of whatever is active.
    ///
    /// What a nested applet does wrong is told to the one that let it run, and stops it no more than any other
    /// error would.
    pub(crate) fn run<T>(
        &mut self,
        channel: u8,
        frame: Frame,
        selecting: bool,
        body: impl FnOnce(&mut Context<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let depth = self.frames.len();
        if depth >= MAXIMUM_CALL_DEPTH {
            return Err(self.fault(Fault::CallTooDeep));
        }
        self.frames.push(frame);
        let result = body(&mut Context { kernel: self, channel, selected: frame.context, selecting });
        // An applet that ran into a fault it only pretends to have survived is stopped all the same.
        // Whether power is lost the memory knows, not the applet.
        let result = match (self.memory.nvm().is_power_lost(), self.violation, result) {
            (true, ..) => Err(Error::PowerLost),
            (false, Some(fault), _) => Err(fault.into()),
            (false, None, Err(Error::PowerLost)) => Err(self.fault(Fault::IntegrityLost)),
            (false, None, result) => result,
        };
        if let Err(Error::Refused(refusal)) = &result {
            let event = Event::Refused {
                applet: Some(frame.aid),
                status_word: refusal.status_word,
                rule: refusal.rule,
            };
            self.trace(event);
            self.refusal_traced = true;
        }
        self.frames.truncate(depth);
        if depth > 0 {
            self.violation = None;
        }
        if !self.memory.nvm().is_power_lost() {
            self.abort_open_transaction()?;
        }
        result
    }

    /// Fills the try counters of PINs that were set. A cut before that leaves the new PIN with the old counter.
    pub(crate) fn fill_try_counters(&mut self) -> Result<(), Error> {
        for pin in mem::take(&mut self.pins_to_fill) {
            let entry = self.memory.entry(pin)?;
            let (limit, _) = limit_and_value(self.memory.content(&entry)?)?;
            self.memory.set_monotone(pin, u32::from(limit))?;
        }
        Ok(())
    }

    /// Undoes the transaction in progress, if there is one.
    pub(crate) fn abort_open_transaction(&mut self) -> Result<(), Error> {
        self.pins_to_fill.clear();
        if self.memory.is_in_transaction() {
            self.memory.abort()?;
            self.registry.refresh(&self.memory)?;
            self.trace(Event::TransactionAborted);
        }
        Ok(())
    }
}

impl fmt::Debug for Kernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kernel")
            .field("registry", &self.registry)
            .field("channels", &self.channels)
            .finish_non_exhaustive()
    }
}
