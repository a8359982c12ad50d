//! The one door: all that an applet may do goes through the [`Context`] it is handed.

pub mod key;
pub(crate) mod owner_pin;
pub(crate) mod records;
pub mod sharing;

use cardamom_apdu::{Aid, Command, StatusWord};

use crate::error::{Error, Fault};
use crate::handle::{Bytes, Counter, FailureCounter, Field, References, Storable};
use crate::kernel::{Frame, Kernel};
use crate::life_cycle::is_selectable;
use crate::memory::{NewObject, Usage};
use crate::object::{Clear, ContextId, ObjectEntry, ObjectKind, ObjectRef, Storage};
use crate::reason::KernelReason;
use crate::trace::Event;

/// How deep calls of shareable interfaces may nest.
pub const MAXIMUM_CALL_DEPTH: usize = 8;

/// Response data that one command may give, in bytes.
const MAXIMUM_RESPONSE_LENGTH: usize = 65_536;

/// An applet's view of the card during one call.
///
/// Every access to memory is checked: the object must exist, be of the right kind and belong to the context that
/// is active (JCRE 3.0.5 chapter 6). A forbidden access ends the command with 6F00 and undoes the transaction in
/// progress, even if the applet ignores the error it is given.
#[derive(Debug)]
pub struct Context<'a> {
    pub(crate) kernel: &'a mut Kernel,
    /// The channel the command came on.
    pub(crate) channel: u8,
    /// Context of the applet selected on it.
    pub(crate) selected: ContextId,
    pub(crate) selecting: bool,
}

impl Context<'_> {
    // Who and where.

    /// The logical channel of the command, 0 to 19.
    #[must_use]
    pub fn channel(&self) -> u8 {
        self.channel
    }

    /// Whether the command being processed is the SELECT that selected this applet
    /// (`Applet.selectingApplet`).
    #[must_use]
    pub fn is_selecting(&self) -> bool {
        self.selecting
    }

    /// Whether anybody listens to what happens in the card: else there is no need to tell.
    #[must_use]
    pub fn is_traced(&self) -> bool {
        self.kernel.tracer.is_some()
    }

    /// Tells whoever assembled the card what a secure channel session made of a command
    /// ([`Event::Unwrapped`]).
    pub fn trace_unwrapped(&mut self, command: &Command<'_>) {
        if self.is_traced() {
            // One that came as bytes can be written as bytes.
            let command = command.to_bytes().unwrap_or_default();
            self.kernel.trace(Event::Unwrapped { command });
        }
    }

    /// Tells what a session protects as response ([`Event::Wrapped`]).
    pub fn trace_wrapped(&mut self, data: &[u8], status_word: StatusWord) {
        if self.is_traced() {
            let mut response = data.to_vec();
            response.extend_from_slice(&status_word.value().to_be_bytes());
            self.kernel.trace(Event::Wrapped { response });
        }
    }

    /// The name of the applet that is active (`JCSystem.getAID`).
    ///
    /// # Errors
    /// Never while an applet runs.
    pub fn aid(&self) -> Result<Aid, Error> {
        Ok(self.frame()?.aid)
    }

    /// The name of the applet that called the active one through a shareable interface, or `None`
    /// (`JCSystem.getPreviousContextAID`).
    #[must_use]
    pub fn previous_aid(&self) -> Option<Aid> {
        let caller = self.kernel.frames.len().checked_sub(2)?;
        self.kernel.frames.get(caller).map(|frame| frame.aid)
    }

    /// The active applet's life-cycle state (GPCS 2.3.1 Table 11-4): [`SELECTABLE`](crate::life_cycle::SELECTABLE) at first, later states of the
    /// applet's own.
    ///
    /// # Errors
    /// Never while an applet runs.
    pub fn life_cycle(&self) -> Result<u8, Error> {
        let id = self.frame()?.instance;
        Ok(self.kernel.registry.by_id(id).ok_or(Fault::StaleReference)?.life_cycle)
    }

    /// Changes it to [`SELECTABLE`](crate::life_cycle::SELECTABLE) or a state of the applet's own, 0F to 7F with the three lowest bits set,
    /// atomically and as part of a transaction in progress (`GPSystem.setCardContentState`).
    ///
    /// # Errors
    /// 6985 for another state, or when the applet cannot be selected (yet); [`Error::PowerLost`],
    /// [`Fault::TransactionBufferFull`].
    pub fn set_life_cycle(&mut self, state: u8) -> Result<(), Error> {
        let id = self.frame()?.instance;
        self.charge()?;
        if !is_selectable(state) || !is_selectable(self.life_cycle()?) {
            return Err(KernelReason::LifeCycleCoding.into());
        }
        self.kernel.registry.set_life_cycle(&mut self.kernel.memory, id, state)
    }

    /// Changes the install parameters that the card keeps for [`Layout::parameters`](crate::Layout::parameters),
    /// their length aside, atomically and as part of a transaction in progress: for what came with them and must
    /// not stay, as a transport key.
    ///
    /// # Errors
    /// [`Fault::StaleReference`] while the applet is being installed; [`Error::PowerLost`],
    /// [`Fault::TransactionBufferFull`].
    pub fn edit_install_parameters(&mut self, edit: impl FnOnce(&mut [u8])) -> Result<(), Error> {
        let id = self.frame()?.instance;
        self.charge()?;
        self.kernel
            .registry
            .edit_parameters(&mut self.kernel.memory, id, edit)
            .map_err(|error| self.note(error))
    }

    // The answer.

    /// Appends to the response data. Beyond 65,536 bytes in all the command ends with 6F00.
    pub fn respond(&mut self, data: &[u8]) {
        if self.kernel.response.len() + data.len() > MAXIMUM_RESPONSE_LENGTH {
            self.kernel.fault(Fault::ResponseTooLong);
            return;
        }
        self.kernel.response.extend_from_slice(data);
    }

    /// Forgets the response data given so far.
    pub fn clear_response(&mut self) {
        self.kernel.response.clear();
    }

    /// The status word of a command that succeeds: 9000 when nothing else is said. For warnings.
    pub fn set_status_word(&mut self, status_word: StatusWord) {
        self.kernel.status_word = status_word;
    }

    /// Fills the buffer with random bytes.
    ///
    /// # Errors
    /// [`Fault::RandomSourceStuck`] when the source fails its health test.
    pub fn random(&mut self, buffer: &mut [u8]) -> Result<(), Error> {
        self.charge()?;
        self.kernel.entropy.fill(buffer).map_err(|error| match error {
            Error::Fault(fault) => self.kernel.fault(fault),
            other => other,
        })
    }

    // Values and bytes.

    /// The value of a field.
    ///
    /// # Errors
    /// [`Fault::ForeignContext`] and the other firewall faults; [`Fault::IntegrityLost`] when memory holds no
    /// such value.
    pub fn get<T: Storable>(&mut self, field: Field<T>) -> Result<T, Error> {
        let entry = self.open(field.object(), ObjectKind::Bytes)?;
        match T::read(self.kernel.memory.content(&entry)?) {
            Some(value) => Ok(value),
            None => Err(self.kernel.fault(Fault::IntegrityLost)),
        }
    }

    /// A new value for a field: written whole or not at all, and one with the transaction in progress.
    ///
    /// # Errors
    /// As [`Context::get`], and [`Error::PowerLost`], [`Fault::TransactionBufferFull`].
    pub fn set<T: Storable>(&mut self, field: Field<T>, value: &T) -> Result<(), Error> {
        let entry = self.open(field.object(), ObjectKind::Bytes)?;
        let mut buffer = [0; 64];
        let bytes = buffer.get_mut(..T::LENGTH).ok_or(Fault::OutOfBounds)?;
        if entry.length != bytes.len() {
            return Err(self.kernel.fault(Fault::WrongKind));
        }
        value.write(bytes);
        self.kernel.memory.write(field.object(), 0, bytes)
    }

    /// All bytes of an object.
    ///
    /// # Errors
    /// As [`Context::get`].
    pub fn bytes(&mut self, bytes: Bytes) -> Result<&[u8], Error> {
        let entry = self.open(bytes.object(), ObjectKind::Bytes)?;
        self.kernel.memory.content(&entry)
    }

    /// Writes `data` at `offset`: whole or not at all, and one with the transaction in progress.
    ///
    /// # Errors
    /// As [`Context::set`]; [`Fault::OutOfBounds`].
    pub fn write(&mut self, bytes: Bytes, offset: usize, data: &[u8]) -> Result<(), Error> {
        let entry = self.open(bytes.object(), ObjectKind::Bytes)?;
        if offset.checked_add(data.len()).is_none_or(|end| end > entry.length) {
            return Err(self.kernel.fault(Fault::OutOfBounds));
        }
        self.kernel.memory.write(bytes.object(), offset, data)
    }

    /// The value of a counter.
    ///
    /// # Errors
    /// As [`Context::get`].
    pub fn counter(&mut self, counter: Counter) -> Result<u32, Error> {
        self.open(counter.object(), ObjectKind::Monotone)?;
        self.kernel.memory.monotone(counter.object())
    }

    /// Steps a counter and gives its new value, which is durable by then and outlives an abort.
    ///
    /// # Errors
    /// As [`Context::get`], and [`Error::PowerLost`]; [`Fault::CounterExhausted`] at 2³²−1, for good.
    pub fn increment(&mut self, counter: Counter) -> Result<u32, Error> {
        self.open(counter.object(), ObjectKind::Monotone)?;
        let next =
            self.kernel.memory.monotone(counter.object())?.checked_add(1).ok_or(Fault::CounterExhausted)?;
        self.kernel.memory.set_monotone(counter.object(), next)?;
        Ok(next)
    }

    /// Failures in a row.
    ///
    /// # Errors
    /// As [`Context::get`].
    pub fn failures(&mut self, counter: FailureCounter) -> Result<u32, Error> {
        self.open(counter.object(), ObjectKind::Failures)?;
        self.kernel.memory.monotone(counter.object())
    }

    /// Counts a failure before it is known to be one, and gives the new count, which is durable by then and
    /// outlives an abort.
    ///
    /// # Errors
    /// As [`Context::increment`].
    pub fn count_failure(&mut self, counter: FailureCounter) -> Result<u32, Error> {
        let next = self.failures(counter)?.checked_add(1).ok_or(Fault::CounterExhausted)?;
        self.kernel.memory.set_monotone(counter.object(), next)?;
        Ok(next)
    }

    /// Forgets failures after a success. Writes only where there are any.
    ///
    /// # Errors
    /// As [`Context::increment`].
    pub fn forget_failures(&mut self, counter: FailureCounter) -> Result<(), Error> {
        match self.failures(counter)? {
            0 => Ok(()),
            _ => self.kernel.memory.set_monotone(counter.object(), 0),
        }
    }

    // Objects made while running, and references to them.

    /// Makes an object of the active applet's own.
    ///
    /// # Errors
    /// [`Fault::NotEnoughMemory`], [`Fault::QuotaExceeded`]; [`Fault::TransientNotSelected`] for
    /// CLEAR_ON_DESELECT when another context's applet is the selected one; [`Error::PowerLost`].
    pub fn create(&mut self, length: usize, storage: Storage) -> Result<Bytes, Error> {
        self.new_object(ObjectKind::Bytes, storage, length, false).map(Bytes)
    }

    /// Makes a global array: bytes in RAM, cleared at reset, that every context may use and none may store
    /// (JCRE 3.0.5 §6.2.2).
    ///
    /// # Errors
    /// As [`Context::create`].
    pub fn create_global_array(&mut self, length: usize) -> Result<Bytes, Error> {
        self.new_object(ObjectKind::Bytes, Storage::Transient(Clear::OnReset), length, true).map(Bytes)
    }

    /// Deletes an object that the active applet made while running.
    ///
    /// # Errors
    /// As [`Context::set`]; [`Fault::DeletesLayout`] for one of its layout.
    pub fn delete(&mut self, object: ObjectRef) -> Result<(), Error> {
        let entry = self.entry(object)?;
        let frame = *self.frame()?;
        // The registry's entry for it counts as its memory, but is the kernel's.
        if entry.owner != frame.instance || entry.context != frame.context {
            let fault = Fault::ForeignContext { current: frame.context, owner: entry.context, object };
            return Err(self.kernel.fault(fault));
        }
        let instance = self.kernel.registry.by_id(frame.instance).ok_or(Fault::StaleReference)?;
        if instance.layout.contains(&object) {
            return Err(self.kernel.fault(Fault::DeletesLayout));
        }
        self.kernel.memory.delete(object)
    }

    /// One of the references.
    ///
    /// # Errors
    /// As [`Context::get`]; [`Fault::OutOfBounds`].
    pub fn reference(&mut self, references: References, index: usize) -> Result<ObjectRef, Error> {
        let entry = self.open(references.object(), ObjectKind::References)?;
        let content = self.kernel.memory.content(&entry)?;
        match content.as_chunks::<4>().0.get(index) {
            Some(bytes) => Ok(ObjectRef::from_bytes(*bytes)),
            None => Err(self.kernel.fault(Fault::OutOfBounds)),
        }
    }

    /// Stores a reference to an object of the active context, or null.
    ///
    /// # Errors
    /// As [`Context::set`]; [`Fault::ForeignContext`] for an object of another context, which could otherwise be
    /// kept from being deleted; [`Fault::GlobalArrayStored`] for a global array.
    pub fn set_reference(
        &mut self,
        references: References,
        index: usize,
        object: ObjectRef,
    ) -> Result<(), Error> {
        let entry = self.open(references.object(), ObjectKind::References)?;
        if object != ObjectRef::NULL {
            let referent = self.entry(object)?;
            if referent.global {
                return Err(self.kernel.fault(Fault::GlobalArrayStored));
            }
            if referent.context != entry.context {
                let fault = Fault::ForeignContext { current: entry.context, owner: referent.context, object };
                return Err(self.kernel.fault(fault));
            }
        }
        match index.checked_mul(4).filter(|offset| *offset < entry.length) {
            Some(offset) => self.kernel.memory.write(references.object(), offset, &object.to_bytes()),
            None => Err(self.kernel.fault(Fault::OutOfBounds)),
        }
    }

    /// What the active applet owns.
    ///
    /// # Errors
    /// Never while an applet runs.
    pub fn usage(&self) -> Result<Usage, Error> {
        Ok(self.kernel.memory.usage(self.frame()?.instance))
    }

    // Transactions.

    /// Whether a transaction is in progress.
    #[must_use]
    pub fn is_in_transaction(&self) -> bool {
        self.kernel.memory.is_in_transaction()
    }

    /// Begins a transaction: from here to [`Context::commit`], all writes are done or none. One that is open when
    /// the command ends is undone.
    ///
    /// # Errors
    /// [`Fault::TransactionInProgress`].
    pub fn begin(&mut self) -> Result<(), Error> {
        self.charge()?;
        self.kernel.memory.begin().map_err(|error| self.note(error))
    }

    /// Makes all writes since [`Context::begin`] final.
    ///
    /// # Errors
    /// [`Fault::NoTransaction`]; [`Fault::TransactionBufferFull`] when a write of the transaction was refused for
    /// that reason, even if the applet went on; [`Error::PowerLost`].
    pub fn commit(&mut self) -> Result<(), Error> {
        self.charge()?;
        self.kernel.memory.commit().map_err(|error| self.note(error))?;
        self.kernel.fill_try_counters()
    }

    /// Takes all writes since [`Context::begin`] back, but those that outlive an abort by their type.
    ///
    /// # Errors
    /// [`Fault::NoTransaction`], [`Error::PowerLost`].
    pub fn abort(&mut self) -> Result<(), Error> {
        self.charge()?;
        if !self.is_in_transaction() {
            return Err(self.kernel.fault(Fault::NoTransaction));
        }
        self.kernel.abort_open_transaction()
    }

    /// Runs `body` in a transaction: committed when it succeeds, undone when it does not.
    ///
    /// # Errors
    /// Those of `body`, [`Context::begin`] and [`Context::commit`].
    pub fn transaction<T>(&mut self, body: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        self.begin()?;
        match body(self) {
            Ok(value) => {
                self.commit()?;
                Ok(value)
            }
            Err(error) => {
                // Whatever stopped it, and even if the applet may do nothing more: undone, unless power is lost.
                if error != Error::PowerLost {
                    self.kernel.abort_open_transaction()?;
                }
                Err(error)
            }
        }
    }

    // The firewall.

    /// Opens an object for the active context: what turns an allegation into access.
    pub(crate) fn open(&mut self, object: ObjectRef, kind: ObjectKind) -> Result<ObjectEntry, Error> {
        let entry = self.entry(object)?;
        let current = self.frame()?.context;
        if entry.context != current && !entry.global {
            return Err(self.kernel.fault(Fault::ForeignContext { current, owner: entry.context, object }));
        }
        if entry.storage == Storage::Transient(Clear::OnDeselect) && current != self.selected {
            return Err(self.kernel.fault(Fault::TransientNotSelected));
        }
        if entry.kind != kind {
            return Err(self.kernel.fault(Fault::WrongKind));
        }
        Ok(entry)
    }

    fn entry(&mut self, object: ObjectRef) -> Result<ObjectEntry, Error> {
        self.charge()?;
        self.kernel.memory.entry(object).map_err(|error| self.note(error))
    }

    fn new_object(
        &mut self,
        kind: ObjectKind,
        storage: Storage,
        length: usize,
        global: bool,
    ) -> Result<ObjectRef, Error> {
        self.charge()?;
        let Frame { instance, context, .. } = *self.frame()?;
        if storage == Storage::Transient(Clear::OnDeselect) && context != self.selected {
            return Err(self.kernel.fault(Fault::TransientNotSelected));
        }
        let quota = self.kernel.registry.by_id(instance).ok_or(Fault::StaleReference)?.quota;
        let new = NewObject { kind, storage, context, owner: instance, global, length };
        quota.check(&self.kernel.memory, &new)?;
        self.kernel.memory.create(new)
    }

    pub(crate) fn frame(&self) -> Result<&Frame, Error> {
        self.kernel.frames.last().ok_or_else(|| Fault::IntegrityLost.into())
    }

    /// One kernel call of the command's budget.
    pub(crate) fn charge(&mut self) -> Result<(), Error> {
        if let Some(fault) = self.kernel.violation {
            return Err(fault.into());
        }
        match self.kernel.budget.checked_sub(1) {
            Some(rest) => {
                self.kernel.budget = rest;
                Ok(())
            }
            None => Err(self.kernel.fault(Fault::BudgetExhausted)),
        }
    }

    fn note(&mut self, error: Error) -> Error {
        match error {
            Error::Fault(fault) => self.kernel.fault(fault),
            other => other,
        }
    }
}
