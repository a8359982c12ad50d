//! Who may use a reader: connections, exclusive use, transactions, and what each connection has yet to learn
//! of resets and removals. A state machine without locks or I/O; semantics as in pcscd.

use super::protocol::{Preferred, Protocol};
use super::refusal::Refusal;
use crate::reader::{CardState, ReaderStatus};

/// The handle of a card connection (`SCARDHANDLE`); the number a client knows it by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CardHandle(pub(super) u32);

/// How a client wants to share a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShareMode {
    /// Nobody else.
    Exclusive,
    /// With others who share.
    Shared,
    /// As [`Self::Shared`], but without need of a card.
    Direct,
}

impl TryFrom<u32> for ShareMode {
    type Error = Refusal;

    /// From `SCARD_SHARE_*`.
    fn try_from(value: u32) -> Result<Self, Refusal> {
        match value {
            1 => Ok(Self::Exclusive),
            2 => Ok(Self::Shared),
            3 => Ok(Self::Direct),
            _ => Err(Refusal::InvalidValue),
        }
    }
}

/// How far a connection knows the card's history; behind the reader's own when something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Epoch {
    removals: u32,
    resets: u32,
}

impl Epoch {
    fn of(status: &ReaderStatus) -> Self {
        Self { removals: status.removals, resets: status.resets }
    }
}

#[derive(Debug)]
struct Connection {
    handle: CardHandle,
    seen: Epoch,
}

/// A transaction, or the lasting one of exclusive use. A removal of the card ends it.
#[derive(Debug)]
struct Transaction {
    owner: CardHandle,
    /// How many times it was begun and not yet ended.
    depth: u32,
    removals: u32,
}

/// The sharing state of one reader.
#[derive(Debug, Default)]
pub(super) struct Sharing {
    connections: Vec<Connection>,
    exclusive: bool,
    transaction: Option<Transaction>,
    /// The protocol in use and the history it belongs to: a reset or a removal unsets it.
    protocol: Option<(Epoch, Protocol)>,
}

impl Sharing {
    /// The count that `READER_STATE` shows: connections, or -1 (in two's complement) for exclusive use.
    pub(super) fn count(&self) -> u32 {
        if self.exclusive { u32::MAX } else { u32::try_from(self.connections.len()).unwrap_or(u32::MAX - 1) }
    }

    pub(super) fn is_unused(&self) -> bool {
        self.connections.is_empty()
    }

    pub(super) fn is_exclusive(&self) -> bool {
        self.exclusive
    }

    /// Whose transaction is going on.
    pub(super) fn owner(&self, status: &ReaderStatus) -> Option<CardHandle> {
        self.running(status).map(|transaction| transaction.owner)
    }

    fn running(&self, status: &ReaderStatus) -> Option<&Transaction> {
        self.transaction.as_ref().filter(|transaction| transaction.removals == status.removals)
    }

    /// The protocol in use, if one was agreed on since the last reset.
    pub(super) fn protocol(&self, status: &ReaderStatus) -> Option<Protocol> {
        self.protocol.filter(|(epoch, _)| *epoch == Epoch::of(status)).map(|(_, protocol)| protocol)
    }

    /// Agrees on a protocol for a connection; the first one after a reset decides for all.
    pub(super) fn negotiate(
        &mut self,
        mode: ShareMode,
        preferred: Preferred,
        status: &ReaderStatus,
    ) -> Result<Option<Protocol>, Refusal> {
        let protocol = if preferred.has_raw() {
            Some(Protocol::Raw)
        } else if mode == ShareMode::Direct {
            return Ok(self.protocol(status));
        } else {
            match self.protocol(status) {
                Some(protocol) => Some(protocol).filter(|&protocol| preferred.has(protocol)),
                None => preferred.choose(&status.atr),
            }
        };
        let protocol = protocol.ok_or(Refusal::ProtocolMismatch)?;
        self.protocol = Some((Epoch::of(status), protocol));
        Ok(Some(protocol))
    }

    /// Adds a connection. Refused while another one is exclusive, and exclusive use while there are others.
    pub(super) fn open(
        &mut self,
        handle: CardHandle,
        mode: ShareMode,
        status: &ReaderStatus,
    ) -> Result<(), Refusal> {
        if self.exclusive || (mode == ShareMode::Exclusive && !self.is_unused()) {
            return Err(Refusal::SharingViolation);
        }
        self.connections.push(Connection { handle, seen: Epoch::of(status) });
        if mode == ShareMode::Exclusive {
            self.exclusive = true;
            self.transaction = Some(Transaction { owner: handle, depth: 1, removals: status.removals });
        }
        Ok(())
    }

    /// Ends a connection, and with it its transactions and exclusive use.
    pub(super) fn close(&mut self, handle: CardHandle) {
        self.connections.retain(|connection| connection.handle != handle);
        self.transaction = self.transaction.take().filter(|transaction| transaction.owner != handle);
        self.exclusive &= !self.is_unused();
    }

    /// Changes how a connection shares the reader.
    pub(super) fn set_mode(
        &mut self,
        handle: CardHandle,
        mode: ShareMode,
        status: &ReaderStatus,
    ) -> Result<(), Refusal> {
        match (mode, self.exclusive) {
            (ShareMode::Exclusive, false) => {
                if self.connections.len() != 1 {
                    return Err(Refusal::SharingViolation);
                }
                self.exclusive = true;
                self.begin(handle, status)
            }
            (ShareMode::Shared | ShareMode::Direct, true) => {
                self.exclusive = false;
                self.leave(handle, status)
            }
            // A removal of the card ended the lasting transaction.
            (ShareMode::Exclusive, true) if self.running(status).is_none() => self.begin(handle, status),
            _ => Ok(()),
        }
    }

    /// Refuses whoever is not the owner of the transaction that is going on.
    pub(super) fn check_transaction(&self, handle: CardHandle, status: &ReaderStatus) -> Result<(), Refusal> {
        match self.owner(status) {
            Some(owner) if owner != handle => Err(Refusal::SharingViolation),
            _ => Ok(()),
        }
    }

    /// Refuses a connection whose card was removed or reset by others, until [`Self::acknowledge`].
    pub(super) fn check_events(&self, handle: CardHandle, status: &ReaderStatus) -> Result<(), Refusal> {
        let connection = self.connections.iter().find(|connection| connection.handle == handle);
        match connection.ok_or(Refusal::InvalidHandle)?.seen {
            seen if seen.removals != status.removals => Err(Refusal::RemovedCard),
            seen if seen.resets != status.resets => Err(Refusal::ResetCard),
            _ => Ok(()),
        }
    }

    /// The connection takes note of what happened to the card.
    pub(super) fn acknowledge(&mut self, handle: CardHandle, status: &ReaderStatus) {
        for connection in self.connections.iter_mut().filter(|connection| connection.handle == handle) {
            connection.seen = Epoch::of(status);
        }
    }

    /// Begins a transaction, or one more inside one's own.
    pub(super) fn begin(&mut self, handle: CardHandle, status: &ReaderStatus) -> Result<(), Refusal> {
        self.check_transaction(handle, status)?;
        let depth = self.running(status).map_or(0, |transaction| transaction.depth).saturating_add(1);
        self.transaction = Some(Transaction { owner: handle, depth, removals: status.removals });
        Ok(())
    }

    /// Ends the innermost transaction. Exclusive use lasts until the connection ends or shares.
    pub(super) fn end(&mut self, handle: CardHandle, status: &ReaderStatus) -> Result<(), Refusal> {
        self.check_transaction(handle, status)?;
        match self.running(status) {
            Some(transaction) if transaction.depth > u32::from(self.exclusive) => self.leave(handle, status),
            _ => Err(Refusal::NotTransacted),
        }
    }

    fn leave(&mut self, handle: CardHandle, status: &ReaderStatus) -> Result<(), Refusal> {
        self.check_transaction(handle, status)?;
        if let Some(transaction) = &mut self.transaction {
            transaction.depth = transaction.depth.saturating_sub(1);
        }
        self.transaction = self.transaction.take().filter(|transaction| transaction.depth > 0);
        Ok(())
    }

    /// Refuses what needs a card that answers.
    pub(super) fn check_card(status: &ReaderStatus) -> Result<(), Refusal> {
        match status.card {
            CardState::Absent => Err(Refusal::NoSmartcard),
            CardState::Mute => Err(Refusal::UnresponsiveCard),
            CardState::Unpowered => Err(Refusal::UnpoweredCard),
            CardState::Powered => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
