//! The object memory: one heap of objects in non-volatile memory, transient ones in RAM, and transactions over
//! both the heap's content and its table.
//!
//! Layout of the non-volatile memory, from its start: a header (magic, version, geometry, CRC), the journal,
//! the object table, the content of the objects. The table is the only persistent record of what is where;
//! free space is what no line of the table covers, and is always erased. So creating an object is one write to
//! the table, deleting one too, and both are as atomic as any write.
//!
//! This module knows owners but not rights: the firewall stands in front of it, in [`Context`](crate::Context).

mod free_space;
mod geometry;
pub(crate) mod monotone;
#[cfg(test)]
mod tests;

use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

use zeroize::Zeroize;

use self::free_space::FreeSpace;
pub use self::geometry::{BootError, Geometry};
use crate::error::{Error, Fault};
use crate::journal::Journal;
use crate::nvm::{Nvm, NvmSnapshot, not_erased};
use crate::object::{
    Clear, ContextId, ENTRY_LENGTH, InstanceId, ObjectEntry, ObjectKind, ObjectRef, Storage,
};

/// A line of the object table, in RAM.
#[derive(Clone, Copy, Debug)]
struct Line {
    /// The object, or nothing.
    entry: Option<ObjectEntry>,
    /// Of the next object to stand here; an abort does not take it back (JCRE 7.6.3).
    generation: u16,
    /// Created in the transaction in progress: its content needs no journal, for abort removes it whole.
    fresh: bool,
}

/// What is to be created.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewObject {
    pub(crate) kind: ObjectKind,
    pub(crate) storage: Storage,
    pub(crate) context: ContextId,
    pub(crate) owner: InstanceId,
    pub(crate) global: bool,
    pub(crate) length: usize,
}

/// Bytes that an instance owns, by storage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// In non-volatile memory, table lines included.
    pub persistent: usize,
    /// CLEAR_ON_RESET.
    pub transient_reset: usize,
    /// CLEAR_ON_DESELECT.
    pub transient_deselect: usize,
}

/// The memory of a card.
#[derive(Debug)]
pub(crate) struct Memory {
    nvm: Nvm,
    geometry: Geometry,
    journal: Journal,
    lines: Vec<Line>,
    heap: FreeSpace,
    on_reset: Ram,
    on_deselect: Ram,
    in_transaction: bool,
    /// A write of the transaction in progress did not fit the journal: it cannot be committed.
    overflowed: bool,
    /// Objects deleted in the transaction in progress: erased, and their space free, when it is final.
    discarded: Vec<(ObjectEntry, bool)>,
    /// Lines as they were before the transaction in progress changed them, oldest first.
    lines_before: Vec<(usize, Line)>,
}

/// RAM for one kind of transient objects.
#[derive(Clone, Debug)]
struct Ram {
    bytes: Vec<u8>,
    free: FreeSpace,
}

/// The state of a memory at one moment.
#[derive(Clone, Debug)]
pub(crate) struct MemorySnapshot {
    nvm: NvmSnapshot,
    journal: Journal,
    lines: Vec<Line>,
    heap: FreeSpace,
    on_reset: Ram,
    on_deselect: Ram,
    in_transaction: bool,
    overflowed: bool,
    discarded: Vec<(ObjectEntry, bool)>,
    lines_before: Vec<(usize, Line)>,
}

impl Memory {
    /// A blank memory.
    pub(crate) fn format(geometry: Geometry) -> Result<Self, BootError> {
        geometry.check()?;
        let mut nvm = Nvm::erased(geometry.nvm_length);
        let journal = Journal::format(&mut nvm, geometry.journal_start(), geometry.journal_length)
            .map_err(BootError::from)?;
        // Written last: a memory whose formatting was cut has no header and is formatted again.
        nvm.write(0, &geometry.to_bytes()).map_err(BootError::from)?;
        Self::assemble(nvm, geometry, journal)
    }

    /// Opens a memory at boot: recovers from a power cut, reads the table, erases what is free.
    pub(crate) fn boot(mut nvm: Nvm) -> Result<(Self, bool), BootError> {
        nvm.restore_power();
        let geometry = Geometry::read(&nvm)?;
        let (journal, interrupted) =
            Journal::recover(&mut nvm, geometry.journal_start(), geometry.journal_length)?;
        Ok((Self::assemble(nvm, geometry, journal)?, interrupted))
    }

    fn assemble(nvm: Nvm, geometry: Geometry, journal: Journal) -> Result<Self, BootError> {
        let mut memory = Self {
            nvm,
            geometry,
            journal,
            lines: Vec::new(),
            heap: FreeSpace::default(),
            on_reset: Ram::new(geometry.transient_reset_length),
            on_deselect: Ram::new(geometry.transient_deselect_length),
            in_transaction: false,
            overflowed: false,
            discarded: Vec::new(),
            lines_before: Vec::new(),
        };
        memory.read_table()?;
        memory.erase_free_space()?;
        Ok(memory)
    }

    /// Power off and on again: RAM is lost, the rest recovers. Tells whether a transaction was undone.
    pub(crate) fn reboot(&mut self) -> Result<bool, BootError> {
        self.clear_ram();
        self.in_transaction = false;
        self.discarded.clear();
        self.lines_before.clear();
        self.nvm.restore_power();
        let (journal, interrupted) =
            Journal::recover(&mut self.nvm, self.geometry.journal_start(), self.geometry.journal_length)?;
        self.journal = journal;
        self.read_table()?;
        self.erase_free_space()?;
        Ok(interrupted)
    }

    /// RAM loses its content.
    pub(crate) fn clear_ram(&mut self) {
        self.on_reset.wipe();
        self.on_deselect.wipe();
    }

    pub(crate) fn nvm(&self) -> &Nvm {
        &self.nvm
    }

    pub(crate) fn nvm_mut(&mut self) -> &mut Nvm {
        &mut self.nvm
    }

    pub(crate) fn geometry(&self) -> Geometry {
        self.geometry
    }

    pub(crate) fn snapshot(&mut self) -> MemorySnapshot {
        MemorySnapshot {
            nvm: self.nvm.snapshot(),
            journal: self.journal.clone(),
            lines: self.lines.clone(),
            heap: self.heap.clone(),
            on_reset: self.on_reset.clone(),
            on_deselect: self.on_deselect.clone(),
            in_transaction: self.in_transaction,
            overflowed: self.overflowed,
            discarded: self.discarded.clone(),
            lines_before: self.lines_before.clone(),
        }
    }

    pub(crate) fn restore(&mut self, snapshot: &MemorySnapshot) {
        self.nvm.restore(&snapshot.nvm);
        self.journal.clone_from(&snapshot.journal);
        self.lines.clone_from(&snapshot.lines);
        self.heap.clone_from(&snapshot.heap);
        self.on_reset.clone_from(&snapshot.on_reset);
        self.on_deselect.clone_from(&snapshot.on_deselect);
        self.in_transaction = snapshot.in_transaction;
        self.overflowed = snapshot.overflowed;
        self.discarded.clone_from(&snapshot.discarded);
        self.lines_before.clone_from(&snapshot.lines_before);
    }

    // Objects.

    /// Creates an object whose content is zeros.
    pub(crate) fn create(&mut self, new: NewObject) -> Result<ObjectRef, Error> {
        let index = match self.lines.iter().position(|line| line.entry.is_none()) {
            Some(index) => index,
            None if self.lines.len() < self.geometry.object_count => {
                self.lines.push(Line { entry: None, generation: 0, fresh: false });
                self.lines.len() - 1
            }
            None => return Err(Fault::NotEnoughMemory.into()),
        };
        let generation = self.lines.get(index).map_or(0, |line| line.generation);
        let space = match new.storage {
            Storage::Persistent => &mut self.heap,
            Storage::Transient(Clear::OnReset) => &mut self.on_reset.free,
            Storage::Transient(Clear::OnDeselect) => &mut self.on_deselect.free,
        };
        let offset = space.take(new.length).ok_or(Fault::NotEnoughMemory)?;
        let entry = ObjectEntry {
            kind: new.kind,
            storage: new.storage,
            context: new.context,
            owner: new.owner,
            global: new.global,
            generation,
            offset,
            length: new.length,
        };
        let line =
            Line { entry: Some(entry), generation: generation.wrapping_add(1), fresh: self.in_transaction };
        if let Err(error) = self.write_line(index, &entry.to_bytes(), line) {
            self.rebuild_free_space()?;
            return Err(error);
        }
        Ok(ObjectRef::from_parts(u16::try_from(index).map_err(|_| Fault::NotEnoughMemory)?, generation))
    }

    /// Deletes an object; its content is erased as soon as that is final.
    pub(crate) fn delete(&mut self, object: ObjectRef) -> Result<(), Error> {
        let entry = self.entry(object)?;
        let index = usize::from(object.index());
        let Some(Line { generation, fresh, .. }) = self.lines.get(index).copied() else {
            return Err(Fault::StaleReference.into());
        };
        let line = Line { entry: None, generation, fresh: false };
        self.write_line(index, &ObjectEntry::free_bytes(generation), line)?;
        self.discarded.push((entry, fresh));
        if self.in_transaction { Ok(()) } else { self.erase_discarded() }
    }

    /// Gives an object to another owner.
    pub(crate) fn set_owner(&mut self, object: ObjectRef, owner: InstanceId) -> Result<(), Error> {
        let index = usize::from(object.index());
        let entry = ObjectEntry { owner, ..self.entry(object)? };
        let line = *self.lines.get(index).ok_or(Fault::StaleReference)?;
        self.write_line(index, &entry.to_bytes(), Line { entry: Some(entry), ..line })
    }

    /// Deletes all objects whose owner `keep` does not know, one by one: for what an installation or a deletion
    /// that was cut short has left.
    pub(crate) fn sweep(&mut self, keep: impl Fn(InstanceId) -> bool) -> Result<(), Error> {
        let orphans: Vec<_> =
            self.objects().filter(|(_, entry)| !keep(entry.owner)).map(|(object, _)| object).collect();
        orphans.into_iter().try_for_each(|object| self.delete(object))
    }

    /// The line of an object.
    pub(crate) fn entry(&self, object: ObjectRef) -> Result<ObjectEntry, Error> {
        self.lines
            .get(usize::from(object.index()))
            .and_then(|line| line.entry)
            .filter(|entry| entry.generation == object.generation())
            .ok_or_else(|| Fault::StaleReference.into())
    }

    /// All objects.
    pub(crate) fn objects(&self) -> impl Iterator<Item = (ObjectRef, ObjectEntry)> + '_ {
        self.lines.iter().zip(0u16..).filter_map(|(line, index)| {
            line.entry.map(|entry| (ObjectRef::from_parts(index, entry.generation), entry))
        })
    }

    /// What an instance owns.
    pub(crate) fn usage(&self, owner: InstanceId) -> Usage {
        let mut usage = Usage::default();
        for (_, entry) in self.objects().filter(|(_, entry)| entry.owner == owner) {
            usage.persistent += ENTRY_LENGTH;
            match entry.storage {
                Storage::Persistent => usage.persistent += entry.length,
                Storage::Transient(Clear::OnReset) => usage.transient_reset += entry.length,
                Storage::Transient(Clear::OnDeselect) => usage.transient_deselect += entry.length,
            }
        }
        usage
    }

    /// Bytes left for content: persistent, CLEAR_ON_RESET, CLEAR_ON_DESELECT.
    pub(crate) fn free(&self) -> Usage {
        Usage {
            persistent: self.heap.total(),
            transient_reset: self.on_reset.free.total(),
            transient_deselect: self.on_deselect.free.total(),
        }
    }

    // Content.

    /// The content of an object.
    #[inline]
    pub(crate) fn content(&self, entry: &ObjectEntry) -> Result<&[u8], Error> {
        match entry.storage {
            Storage::Persistent => self.nvm.read(entry.offset, entry.length),
            Storage::Transient(clear) => {
                let ram = match clear {
                    Clear::OnReset => &self.on_reset,
                    Clear::OnDeselect => &self.on_deselect,
                };
                Ok(ram.bytes.get(entry.offset..entry.offset + entry.length).ok_or(Fault::OutOfBounds)?)
            }
        }
    }

    /// Writes into an object. Atomic: in a transaction it is one with the others, outside of one it is done
    /// whole or not at all. Transient objects take no part in transactions (JCRE 3.0.5 §7.7).
    pub(crate) fn write(&mut self, object: ObjectRef, offset: usize, data: &[u8]) -> Result<(), Error> {
        let entry = self.entry(object)?;
        let end = offset.checked_add(data.len()).ok_or(Fault::OutOfBounds)?;
        if end > entry.length {
            return Err(Fault::OutOfBounds.into());
        }
        match entry.storage {
            Storage::Transient(_) => {
                if let Some(place) = self.ram_bytes_mut(&entry)?.get_mut(offset..end) {
                    place.copy_from_slice(data);
                }
                Ok(())
            }
            Storage::Persistent => {
                let fresh = self.lines.get(usize::from(object.index())).is_some_and(|line| line.fresh);
                if fresh {
                    return self.nvm.write(entry.offset + offset, data);
                }
                self.write_atomically(entry.offset + offset, data)
            }
        }
    }

    /// Zeros in all CLEAR_ON_DESELECT objects of a context.
    pub(crate) fn clear_on_deselect(&mut self, context: ContextId) {
        for line in &self.lines {
            if let Some(entry) = line.entry
                && entry.context == context
                && entry.storage == Storage::Transient(Clear::OnDeselect)
                && let Some(place) = self.on_deselect.bytes.get_mut(entry.offset..entry.offset + entry.length)
            {
                place.zeroize();
            }
        }
    }

    // Transactions.

    pub(crate) fn is_in_transaction(&self) -> bool {
        self.in_transaction
    }

    pub(crate) fn begin(&mut self) -> Result<(), Error> {
        if self.in_transaction {
            return Err(Fault::TransactionInProgress.into());
        }
        self.in_transaction = true;
        self.overflowed = false;
        Ok(())
    }

    pub(crate) fn commit(&mut self) -> Result<(), Error> {
        if !self.in_transaction {
            return Err(Fault::NoTransaction.into());
        }
        if self.overflowed {
            return Err(Fault::TransactionBufferFull.into());
        }
        self.journal.commit(&mut self.nvm)?;
        self.in_transaction = false;
        self.lines_before.clear();
        for line in &mut self.lines {
            line.fresh = false;
        }
        self.erase_discarded()
    }

    pub(crate) fn abort(&mut self) -> Result<(), Error> {
        if !self.in_transaction {
            return Err(Fault::NoTransaction.into());
        }
        self.journal.abort(&mut self.nvm)?;
        self.in_transaction = false;
        // What was deleted is back; what was created is gone, and so must its content be.
        self.discarded.retain(|(_, fresh)| *fresh);
        let created = self.lines.iter().filter(|line| line.fresh).filter_map(|line| line.entry);
        self.discarded.extend(created.map(|entry| (entry, true)));
        for (index, before) in core::mem::take(&mut self.lines_before).into_iter().rev() {
            if let Some(line) = self.lines.get_mut(index) {
                *line = Line { generation: line.generation, ..before };
            }
        }
        self.erase_discarded()
    }

    /// One write outside of a transaction is a transaction of its own.
    fn write_atomically(&mut self, offset: usize, data: &[u8]) -> Result<(), Error> {
        if data.is_empty() {
            return Ok(());
        }
        let kept = self.journal.keep(&mut self.nvm, offset, data.len());
        self.overflowed |= kept.is_err();
        kept?;
        self.nvm.write(offset, data)?;
        if !self.in_transaction {
            self.journal.commit(&mut self.nvm)?;
        }
        Ok(())
    }

    fn write_line(&mut self, index: usize, bytes: &[u8; ENTRY_LENGTH], line: Line) -> Result<(), Error> {
        let at = self.geometry.table_start() + index * ENTRY_LENGTH;
        self.write_atomically(at, bytes)?;
        if let Some(place) = self.lines.get_mut(index) {
            if self.in_transaction {
                self.lines_before.push((index, *place));
            }
            *place = line;
        }
        Ok(())
    }

    fn erase_discarded(&mut self) -> Result<(), Error> {
        if self.discarded.is_empty() {
            return Ok(());
        }
        for (entry, _) in core::mem::take(&mut self.discarded) {
            match entry.storage {
                Storage::Persistent => self.nvm.erase(entry.offset, entry.length)?,
                Storage::Transient(_) => self.ram_bytes_mut(&entry)?.zeroize(),
            }
        }
        self.rebuild_free_space()
    }

    // Boot.

    fn read_table(&mut self) -> Result<(), BootError> {
        let start = self.geometry.table_start();
        let table = self.nvm.read(start, self.geometry.object_count * ENTRY_LENGTH)?;
        self.lines.clear();
        for (index, bytes) in table.as_chunks::<ENTRY_LENGTH>().0.iter().enumerate() {
            if *bytes == [0; ENTRY_LENGTH] {
                continue;
            }
            self.lines.resize(index, Line { entry: None, generation: 0, fresh: false });
            let read =
                ObjectEntry::from_bytes(bytes).ok_or(BootError::Damaged("a line of the object table"))?;
            let (entry, generation) = match read {
                Ok(entry) => (Some(entry), entry.generation.wrapping_add(1)),
                Err(generation) => (None, generation),
            };
            self.lines.push(Line { entry, generation, fresh: false });
        }
        self.place_transients()?;
        self.rebuild_free_space()
            .map_err(|_| BootError::Damaged("objects overlap or lie outside of the heap"))
    }

    fn place_transients(&mut self) -> Result<(), BootError> {
        for ram in [&mut self.on_reset, &mut self.on_deselect] {
            ram.free = FreeSpace::whole(0, ram.bytes.len());
        }
        for line in &mut self.lines {
            if let Some(entry) = &mut line.entry
                && let Storage::Transient(clear) = entry.storage
            {
                let ram = match clear {
                    Clear::OnReset => &mut self.on_reset,
                    Clear::OnDeselect => &mut self.on_deselect,
                };
                entry.offset = ram
                    .free
                    .take(entry.length)
                    .ok_or(BootError::Damaged("more transient objects than RAM"))?;
            }
        }
        Ok(())
    }

    /// Free space is what no object covers.
    fn rebuild_free_space(&mut self) -> Result<(), Error> {
        let heap = self.geometry.heap_start()..self.nvm.length();
        let on_reset = 0..self.on_reset.bytes.len();
        let on_deselect = 0..self.on_deselect.bytes.len();
        self.heap = self.space_around_objects(heap, Storage::Persistent)?;
        self.on_reset.free = self.space_around_objects(on_reset, Storage::Transient(Clear::OnReset))?;
        self.on_deselect.free =
            self.space_around_objects(on_deselect, Storage::Transient(Clear::OnDeselect))?;
        Ok(())
    }

    fn space_around_objects(&self, area: Range<usize>, storage: Storage) -> Result<FreeSpace, Error> {
        // What a transaction has deleted but not yet made final may come back, so it is not free.
        let objects = self
            .lines
            .iter()
            .filter_map(|line| line.entry)
            .chain(self.discarded.iter().map(|(entry, _)| *entry));
        let taken =
            objects.filter(|entry| entry.storage == storage).map(|entry| (entry.offset, entry.length));
        Ok(FreeSpace::around(area, taken).ok_or(Fault::IntegrityLost)?)
    }

    /// Residues of objects whose deletion or abort was cut short (FDP_RIP.1).
    fn erase_free_space(&mut self) -> Result<(), BootError> {
        for (offset, length) in self.heap.ranges() {
            if let Some(written) = not_erased(self.nvm.read(offset, length)?) {
                self.nvm.erase(offset + written.start, written.len())?;
            }
        }
        Ok(())
    }

    fn ram_bytes_mut(&mut self, entry: &ObjectEntry) -> Result<&mut [u8], Error> {
        let ram = match entry.storage {
            Storage::Transient(Clear::OnReset) => &mut self.on_reset,
            Storage::Transient(Clear::OnDeselect) => &mut self.on_deselect,
            Storage::Persistent => return Err(Fault::WrongKind.into()),
        };
        Ok(ram.bytes.get_mut(entry.offset..entry.offset + entry.length).ok_or(Fault::OutOfBounds)?)
    }
}

impl Ram {
    fn new(length: usize) -> Self {
        Self { bytes: vec![0; length], free: FreeSpace::whole(0, length) }
    }

    fn wipe(&mut self) {
        self.bytes.as_mut_slice().zeroize();
    }
}
