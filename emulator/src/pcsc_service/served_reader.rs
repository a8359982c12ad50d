//! What a connected client can do with one reader.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::features;
use super::protocol::{Preferred, Protocol};
use super::refusal::Refusal;
use super::sharing::{CardHandle, ShareMode, Sharing};
use super::waiting::WaitingClients;
use crate::reader::{CardSlot, CardState, Reader, ReaderStatus, lock};
use crate::smart_card::{CardError, ResetKind};

/// How long a request that has to wait for the end of a transaction is held before its client hears of it,
/// and how often a longer wait looks at removals and at the end of the service: the interval of pcscd.
const WAIT_INTERVAL: Duration = Duration::from_millis(100);

/// What becomes of the card at the end of a connection or transaction (`SCARD_LEAVE_CARD` and so on).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Disposition {
    Leave,
    /// Warm reset.
    Reset,
    /// Power off, at [`ServedReader::reconnect`] and [`ServedReader::end_transaction`] followed by power on.
    Unpower,
    /// The card stays where it is: this reader has no motor, and pcscd does no more with most readers.
    Eject,
}

impl TryFrom<u32> for Disposition {
    type Error = Refusal;

    fn try_from(value: u32) -> Result<Self, Refusal> {
        match value {
            0 => Ok(Self::Leave),
            1 => Ok(Self::Reset),
            2 => Ok(Self::Unpower),
            3 => Ok(Self::Eject),
            _ => Err(Refusal::InvalidValue),
        }
    }
}

/// A reader and who uses it.
///
/// Locks are taken in the order card, sharing, status. A command is checked under the card's lock, so a reset
/// or transaction by another client comes before or after it as a whole.
#[derive(Debug)]
pub(super) struct ServedReader {
    reader: Reader,
    sharing: Mutex<Sharing>,
    /// Told when a transaction or connection ends.
    released: Condvar,
    waiting: Arc<WaitingClients>,
    stopping: Arc<AtomicBool>,
}

impl ServedReader {
    pub(super) fn new(reader: Reader, waiting: Arc<WaitingClients>, stopping: Arc<AtomicBool>) -> Self {
        Self { reader, sharing: Mutex::default(), released: Condvar::new(), waiting, stopping }
    }

    pub(super) fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The status, the sharing count and the protocol in use as `READER_STATE` shows them.
    pub(super) fn state(&self) -> (ReaderStatus, u32, u32) {
        let sharing = self.sharing();
        let status = self.reader.status();
        (status, sharing.count(), sharing.protocol(&status).map_or(0, Protocol::bit))
    }

    fn sharing(&self) -> MutexGuard<'_, Sharing> {
        lock(&self.sharing)
    }

    /// `SCardConnect`: waits for the end of a transaction; powers the card up. Gives the protocol in use,
    /// which a direct connection need not have. `own` are the client's other connections: it does not wait
    /// for a transaction of its own, which it could not end meanwhile.
    pub(super) fn connect(
        &self,
        handle: CardHandle,
        mode: ShareMode,
        preferred: Preferred,
        own: &[CardHandle],
    ) -> Result<Option<Protocol>, Refusal> {
        if mode != ShareMode::Direct && !preferred.is_any() {
            return Err(Refusal::ProtocolMismatch);
        }
        loop {
            let (sharing, status) = self.wait_for_turn(None, own)?;
            if mode != ShareMode::Direct {
                match status.card {
                    CardState::Absent => return Err(Refusal::NoSmartcard),
                    CardState::Powered => {}
                    CardState::Mute if !sharing.is_unused() => return Err(Refusal::UnpoweredCard),
                    CardState::Mute | CardState::Unpowered => {
                        drop(sharing);
                        self.reader.card().power_up().map_err(|error| match error {
                            CardError::Absent => Refusal::NoSmartcard,
                            CardError::Mute | CardError::Unpowered => Refusal::UnpoweredCard,
                        })?;
                        continue;
                    }
                }
            }
            let mut sharing = sharing;
            let protocol = sharing.negotiate(mode, preferred, &status)?;
            sharing.open(handle, mode, &status)?;
            drop(sharing);
            self.waiting.signal();
            return Ok(protocol);
        }
    }

    /// Waits until no transaction but that of `handle` is going on. Refused at once under exclusive use, and
    /// where the transaction is that of one of `own`.
    fn wait_for_turn(
        &self,
        handle: Option<CardHandle>,
        own: &[CardHandle],
    ) -> Result<(MutexGuard<'_, Sharing>, ReaderStatus), Refusal> {
        let mut sharing = self.sharing();
        loop {
            let status = self.attached_status()?;
            if handle.is_none() && sharing.is_exclusive() {
                return Err(Refusal::SharingViolation);
            }
            match sharing.owner(&status) {
                Some(owner) if Some(owner) == handle => return Ok((sharing, status)),
                Some(owner) if own.contains(&owner) => return Err(Refusal::SharingViolation),
                Some(_) => {}
                None => return Ok((sharing, status)),
            }
            if self.stopping.load(Ordering::Relaxed) {
                return Err(Refusal::ServiceStopped);
            }
            sharing = self.wait(sharing, WAIT_INTERVAL);
        }
    }

    fn wait<'a>(&self, sharing: MutexGuard<'a, Sharing>, time: Duration) -> MutexGuard<'a, Sharing> {
        self.released.wait_timeout(sharing, time).unwrap_or_else(PoisonError::into_inner).0
    }

    fn attached_status(&self) -> Result<ReaderStatus, Refusal> {
        let status = self.reader.status();
        if status.attached { Ok(status) } else { Err(Refusal::ReaderUnavailable) }
    }

    /// `SCardReconnect`: resets the card if asked, agrees on a protocol and sharing anew, and takes note of
    /// resets and removals. A disposition of eject is refused.
    pub(super) fn reconnect(
        &self,
        handle: CardHandle,
        mode: ShareMode,
        preferred: Preferred,
        initialization: Disposition,
    ) -> Result<Option<Protocol>, Refusal> {
        if initialization == Disposition::Eject {
            return Err(Refusal::InvalidValue);
        }
        if mode != ShareMode::Direct && !preferred.is_any() {
            return Err(Refusal::ProtocolMismatch);
        }
        let mut slot = self.reader.card();
        let status = self.attached_status()?;
        self.sharing().check_transaction(handle, &status)?;
        match initialization {
            Disposition::Reset | Disposition::Unpower => {
                let kind =
                    if initialization == Disposition::Reset { ResetKind::Warm } else { ResetKind::Cold };
                slot.reset(kind).map_err(reset_refusal)?;
            }
            Disposition::Leave | Disposition::Eject if status.card == CardState::Unpowered => {
                slot.power_up().map_err(reset_refusal)?;
            }
            Disposition::Leave | Disposition::Eject => Sharing::check_card(&status)?,
        }
        let status = self.reader.status();
        let mut sharing = self.sharing();
        let protocol = sharing.negotiate(mode, preferred, &status)?;
        let before = sharing.count();
        sharing.set_mode(handle, mode, &status)?;
        sharing.acknowledge(handle, &status);
        let is_changed = before != sharing.count();
        drop(sharing);
        drop(slot);
        self.released.notify_all();
        if is_changed {
            self.waiting.signal();
        }
        Ok(protocol)
    }

    /// `SCardDisconnect`. What the card does about its disposition does not keep the connection alive.
    pub(super) fn disconnect(
        &self,
        handle: CardHandle,
        disposition: Disposition,
        own: &[CardHandle],
    ) -> Result<(), Refusal> {
        if matches!(disposition, Disposition::Reset | Disposition::Unpower) {
            // Waiting may be in vain if another client begins a transaction before the card is ours.
            while self.reader.status().attached {
                match self.wait_for_turn(Some(handle), own) {
                    Ok(turn) => drop(turn),
                    Err(Refusal::ReaderUnavailable) => break,
                    Err(refusal) => return Err(refusal),
                }
                let mut slot = self.reader.card();
                let status = self.reader.status();
                if self.sharing().check_transaction(handle, &status).is_ok() {
                    // A card that is gone or falls mute shows in the status.
                    let _ = match disposition {
                        Disposition::Reset => slot.reset(ResetKind::Warm).map(|_| ()),
                        _ => slot.power_off(),
                    };
                    break;
                }
            }
        }
        self.close(handle);
        Ok(())
    }

    /// Ends a connection as the end of its context does: a card in the middle of the connection's own
    /// transaction is reset, unless others reset it before.
    pub(super) fn abandon(&self, handle: CardHandle) {
        let mut slot = self.reader.card();
        let status = self.reader.status();
        let sharing = self.sharing();
        let is_in_transaction = sharing.owner(&status) == Some(handle);
        let needs_reset = is_in_transaction && sharing.check_events(handle, &status).is_ok();
        drop(sharing);
        if needs_reset {
            // A card that is gone or falls mute shows in the status.
            let _ = slot.reset(ResetKind::Warm);
        }
        drop(slot);
        self.close(handle);
    }

    fn close(&self, handle: CardHandle) {
        self.sharing().close(handle);
        self.released.notify_all();
        self.waiting.signal();
    }

    /// `SCardBeginTransaction`. Waits a little for the end of another's transaction; the client asks again
    /// after [`Refusal::SharingViolation`].
    pub(super) fn begin_transaction(&self, handle: CardHandle) -> Result<(), Refusal> {
        let deadline = Instant::now() + WAIT_INTERVAL;
        let mut sharing = self.sharing();
        loop {
            let status = self.attached_status()?;
            sharing.check_events(handle, &status)?;
            let outcome = sharing.begin(handle, &status);
            let left = deadline.saturating_duration_since(Instant::now());
            if outcome != Err(Refusal::SharingViolation)
                || left.is_zero()
                || self.stopping.load(Ordering::Relaxed)
            {
                return outcome;
            }
            sharing = self.wait(sharing, left);
        }
    }

    /// `SCardEndTransaction`. After a reset the connection too has to reconnect, as with pcscd.
    pub(super) fn end_transaction(
        &self,
        handle: CardHandle,
        disposition: Disposition,
    ) -> Result<(), Refusal> {
        let needs_card = matches!(disposition, Disposition::Reset | Disposition::Unpower);
        let slot = needs_card.then(|| self.reader.card());
        let mut sharing = self.sharing();
        let status = self.attached_status()?;
        sharing.check_events(handle, &status)?;
        let outcome = match slot {
            Some(mut slot) => {
                sharing.check_transaction(handle, &status)?;
                let kind = if disposition == Disposition::Reset { ResetKind::Warm } else { ResetKind::Cold };
                drop(sharing);
                let outcome = slot.reset(kind).map(|_| ()).map_err(reset_refusal);
                sharing = self.sharing();
                outcome
            }
            None => Ok(()),
        };
        let ended = sharing.end(handle, &self.reader.status());
        drop(sharing);
        self.released.notify_all();
        outcome.and(ended)
    }

    /// `SCardStatus`: whether the connection is as the client believes.
    pub(super) fn check(&self, handle: CardHandle) -> Result<(), Refusal> {
        let sharing = self.sharing();
        let status = self.attached_status()?;
        sharing.check_transaction(handle, &status)?;
        sharing.check_events(handle, &status)
    }

    /// `SCardTransmit`: one command, `protocol` as the client says it (bits `SCARD_PROTOCOL_*`).
    pub(super) fn transmit(
        &self,
        handle: CardHandle,
        protocol: Preferred,
        command: &[u8],
        response: &mut Vec<u8>,
    ) -> Result<(), Refusal> {
        response.clear();
        let mut slot = self.checked_slot(handle, protocol)?;
        if command.is_empty() {
            return Err(Refusal::InvalidParameter);
        }
        slot.transmit(command, response).map_err(|error| match error {
            CardError::Absent => Refusal::NoSmartcard,
            CardError::Unpowered => Refusal::UnpoweredCard,
            CardError::Mute => Refusal::NotTransacted,
        })
    }

    fn checked_slot(&self, handle: CardHandle, protocol: Preferred) -> Result<CardSlot<'_>, Refusal> {
        let slot = self.reader.card();
        let sharing = self.sharing();
        let status = self.attached_status()?;
        sharing.check_transaction(handle, &status)?;
        sharing.check_events(handle, &status)?;
        Sharing::check_card(&status)?;
        let in_use = sharing.protocol(&status);
        if protocol.has_raw() || protocol.has_any_old() || in_use.is_some_and(|p| p.bit() == protocol.0) {
            Ok(slot)
        } else {
            Err(Refusal::ProtocolMismatch)
        }
    }

    /// `SCardControl`: the features of PC/SC part 10.
    pub(super) fn control(&self, handle: CardHandle, code: u32, answer: &mut Vec<u8>) -> Result<(), Refusal> {
        answer.clear();
        let status = self.attached_status()?;
        self.sharing().check_transaction(handle, &status)?;
        features::control(code, answer)
    }

    /// `SCardGetAttrib`: appends the attribute's value.
    pub(super) fn attribute(
        &self,
        handle: CardHandle,
        attribute: u32,
        value: &mut Vec<u8>,
    ) -> Result<(), Refusal> {
        self.check(handle)?;
        let (status, _, protocol) = self.state();
        features::attribute(attribute, &self.reader, &status, protocol, value)
    }

    /// `SCardSetAttrib`: this reader has no attribute to set.
    pub(super) fn set_attribute(&self, handle: CardHandle) -> Result<(), Refusal> {
        self.check(handle)?;
        Err(Refusal::UnsupportedFeature)
    }

    /// Wakes all who wait for a transaction to end.
    pub(super) fn wake(&self) {
        self.released.notify_all();
    }
}

fn reset_refusal(error: CardError) -> Refusal {
    match error {
        CardError::Absent => Refusal::NoSmartcard,
        CardError::Mute | CardError::Unpowered => Refusal::UnresponsiveCard,
    }
}
