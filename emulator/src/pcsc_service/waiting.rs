//! Clients that wait for a reader to change (`SCardGetStatusChange`).
//!
//! Whoever changes something does not write to the waiting client's socket: it rings a bell, and the thread
//! that serves the client writes, in the right place among its replies.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, OnceLock};

use super::refusal::Refusal;
use crate::reader::lock;

/// Why a wait is over: a change, or a cancellation.
pub(super) type Signal = Result<(), Refusal>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wait {
    None,
    Registered,
    Over(Signal),
}

/// One client's registration. Every registration ends with exactly one message to the client.
#[derive(Debug)]
pub(super) struct Waiter {
    wait: Mutex<Wait>,
    bell: OnceLock<Bell>,
}

#[derive(Debug)]
struct Bell {
    ring: UnixStream,
    listen: UnixStream,
}

impl Waiter {
    fn new() -> Self {
        Self { wait: Mutex::new(Wait::None), bell: OnceLock::new() }
    }

    /// Registers the client for the next change.
    pub(super) fn register(&self) -> io::Result<()> {
        if self.bell.get().is_none() {
            let (ring, listen) = UnixStream::pair()?;
            ring.set_nonblocking(true)?;
            listen.set_nonblocking(true)?;
            // Only the thread of this client registers.
            let _ = self.bell.set(Bell { ring, listen });
        }
        let mut wait = lock(&self.wait);
        if let Wait::Over(_) = std::mem::replace(&mut *wait, Wait::Registered) {
            // Registered again before the end of the last wait was told: its ring is not that of this wait.
            self.silence();
        }
        Ok(())
    }

    /// What becomes readable when the wait is over. `None` if the client does not wait.
    pub(super) fn bell(&self) -> Option<&UnixStream> {
        let is_waiting = *lock(&self.wait) != Wait::None;
        self.bell.get().filter(|_| is_waiting).map(|bell| &bell.listen)
    }

    /// Takes the signal that ended the wait, if it is over.
    pub(super) fn take_signal(&self) -> Option<Signal> {
        let mut wait = lock(&self.wait);
        let Wait::Over(signal) = *wait else { return None };
        *wait = Wait::None;
        self.silence();
        Some(signal)
    }

    /// Ends the wait at the client's own wish. `None` if it does not wait.
    pub(super) fn stop(&self) -> Option<Signal> {
        let mut wait = lock(&self.wait);
        match std::mem::replace(&mut *wait, Wait::None) {
            Wait::None => None,
            Wait::Registered => Some(Ok(())),
            Wait::Over(signal) => {
                self.silence();
                Some(signal)
            }
        }
    }

    /// Takes the one ring out of the bell. The caller holds the lock, under which the bell was rung.
    fn silence(&self) {
        if let Some(bell) = self.bell.get() {
            let _ = (&bell.listen).read(&mut [0; 8]);
        }
    }

    /// Ends the wait, if there is one, from another thread.
    pub(super) fn signal(&self, signal: Signal) {
        let mut wait = lock(&self.wait);
        if *wait == Wait::Registered {
            *wait = Wait::Over(signal);
            if let Some(bell) = self.bell.get() {
                // If the socket is full the bell is ringing.
                let _ = (&bell.ring).write(&[1]);
            }
        }
    }
}

/// The waiters of all connections.
#[derive(Debug, Default)]
pub(super) struct WaitingClients(Mutex<Vec<Arc<Waiter>>>);

impl WaitingClients {
    pub(super) fn join(&self) -> Arc<Waiter> {
        let waiter = Arc::new(Waiter::new());
        lock(&self.0).push(Arc::clone(&waiter));
        waiter
    }

    pub(super) fn leave(&self, waiter: &Arc<Waiter>) {
        lock(&self.0).retain(|other| !Arc::ptr_eq(other, waiter));
    }

    /// Something changed.
    pub(super) fn signal(&self) {
        for waiter in lock(&self.0).iter() {
            waiter.signal(Ok(()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registration_ends_with_one_signal() {
        let clients = WaitingClients::default();
        let waiter = clients.join();
        clients.signal();
        assert_eq!(waiter.stop(), None, "a change before the registration is not its affair");
        waiter.register().unwrap();
        clients.signal();
        clients.signal();
        assert!(waiter.bell().is_some());
        assert_eq!(waiter.take_signal(), Some(Ok(())));
        assert!(waiter.bell().is_none());
        assert_eq!((waiter.take_signal(), waiter.stop()), (None, None));
        waiter.register().unwrap();
        clients.signal();
        waiter.register().unwrap();
        let bell = waiter.bell().unwrap();
        let quiet = (&mut &*bell).read(&mut [0; 8]).unwrap_err();
        assert_eq!(quiet.kind(), io::ErrorKind::WouldBlock, "a new wait begins with a silent bell");
        waiter.signal(Err(Refusal::Cancelled));
        assert_eq!(waiter.stop(), Some(Err(Refusal::Cancelled)));
        waiter.register().unwrap();
        assert_eq!(waiter.stop(), Some(Ok(())));
        clients.leave(&waiter);
        waiter.register().unwrap();
        clients.signal();
        assert_eq!(waiter.take_signal(), None);
    }
}
