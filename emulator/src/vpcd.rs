//! A reader for a real pcscd, through its driver vpcd of the vsmartcard project.
//!
//! vpcd listens on a TCP port for the card and speaks first. A frame, either way, is a length of 2 bytes, high
//! byte first, and so many bytes: a control byte (0 off, 1 on, 2 reset, 4 for the answer to reset, the only
//! one that is answered) or a command APDU, however malformed. pcscd waits for the
//! answer to one frame before it sends the next, and it waits without end: so every command gets an answer,
//! and no frame is empty. Closing the connection is the removal of the card.
//!
//! vpcd 3.3 sends length and body of a frame in two segments, the second of which the kernel holds back until
//! the first is acknowledged, 40 ms later by default. Asking for a quick acknowledgement before each frame
//! brings an APDU from 44 ms down to some 30 µs.

use std::io::{self, IoSlice, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream, ToSocketAddrs};
use std::os::linux::net::TcpStreamExt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle, Thread};
use std::time::Duration;

use crate::prompt_read::read_promptly;
use crate::reader::{Atr, CardState, Reader, ReaderChange, lock};
use crate::smart_card::{CardError, ResetKind};

/// The port of vpcd's first reader; the second has the next one.
pub const DEFAULT_PORT: u16 = 35963;

/// How long to wait before trying again to reach pcscd, or to get an answer to reset out of a mute card.
const RETRY_INTERVAL: Duration = Duration::from_millis(100);

/// How long to wait for a connection: the queue of vpcd is short and may be full, and nothing interrupts this.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// Bytes of a frame's length.
const LENGTH: usize = 2;

/// What is answered for a card that does not: no precise diagnosis (ISO 7816-4 §5.6).
const NO_PRECISE_DIAGNOSIS: [u8; 2] = [0x6F, 0x00];

/// A connection between a reader and vpcd. It lasts as long as there is a card in the reader, and is made
/// again whenever it breaks. Dropping it removes the card from pcscd's reader and ends its thread.
#[derive(Debug)]
pub struct VpcdClient {
    control: Arc<Control>,
    thread: Option<JoinHandle<()>>,
}

/// What other threads use to interrupt the client's.
#[derive(Debug, Default)]
struct Control {
    is_stopping: AtomicBool,
    connection: Mutex<Option<TcpStream>>,
}

impl Control {
    fn is_stopping(&self) -> bool {
        self.is_stopping.load(Ordering::Acquire)
    }

    fn hang_up(&self) {
        if let Some(connection) = lock(&self.connection).as_ref() {
            // A connection that broke already is just as well.
            let _ = connection.shutdown(Shutdown::Both);
        }
    }
}

impl VpcdClient {
    /// Puts the card in `reader`, whenever there is one, into the reader that vpcd offers at `address`. pcscd
    /// need not be running yet.
    ///
    /// # Errors
    /// If the address does not resolve or no thread can be started.
    pub fn start(address: impl ToSocketAddrs, reader: Reader) -> io::Result<Self> {
        let addresses: Vec<SocketAddr> = address.to_socket_addrs()?.collect();
        let control = Arc::<Control>::default();
        let thread = {
            let (control, reader) = (Arc::clone(&control), reader.clone());
            thread::Builder::new()
                .name("vpcd-client".into())
                .stack_size(CARD_STACK)
                .spawn(move || run(&addresses, &reader, &control))?
        };
        let (watched, client) = (Arc::downgrade(&control), thread.thread().clone());
        reader.on_change(move |event| {
            watched.upgrade().map(|control| on_change(event.change, &control, &client)).is_some()
        });
        // What changed before the observer was there.
        thread.thread().unpark();
        Ok(Self { control, thread: Some(thread) })
    }
}

/// Stack of the thread. The card's code runs on it.
const CARD_STACK: usize = 8 << 20;

impl Drop for VpcdClient {
    fn drop(&mut self) {
        self.control.is_stopping.store(true, Ordering::Release);
        self.control.hang_up();
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // A thread that panicked is over as well.
            let _ = thread.join();
        }
    }
}

fn on_change(change: ReaderChange, control: &Control, client: &Thread) {
    match change {
        ReaderChange::Removed | ReaderChange::Detached => control.hang_up(),
        ReaderChange::Inserted => client.unpark(),
        ReaderChange::Attached | ReaderChange::Power => {}
    }
}

fn run(addresses: &[SocketAddr], reader: &Reader, control: &Control) {
    while !control.is_stopping() {
        if reader.status().card == CardState::Absent {
            thread::park();
            continue;
        }
        // However the connection ends, it is made again while there is a card.
        let _ = session(addresses, reader, control);
        if reader.status().card != CardState::Absent && !control.is_stopping() {
            thread::park_timeout(RETRY_INTERVAL);
        }
    }
}

/// One connection, from the insertion of a card that answers its reset to the removal.
fn session(addresses: &[SocketAddr], reader: &Reader, control: &Control) -> io::Result<()> {
    if reader.status().card == CardState::Mute {
        reader.card().reset(ResetKind::Cold).map_err(io::Error::other)?;
    }
    let inserted = reader.status();
    let stream = connect(addresses)?;
    stream.set_nodelay(true)?;
    *lock(&control.connection) = Some(stream.try_clone()?);
    // A removal or stop from before the connection could be hung up shows here.
    let outcome = if control.is_stopping() || reader.status().removals != inserted.removals {
        Ok(())
    } else {
        serve(&stream, reader, inserted.removals)
    };
    *lock(&control.connection) = None;
    outcome
}

fn connect(addresses: &[SocketAddr]) -> io::Result<TcpStream> {
    let mut outcome = Err(io::ErrorKind::AddrNotAvailable.into());
    for address in addresses {
        outcome = TcpStream::connect_timeout(address, CONNECT_TIMEOUT);
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

fn serve(stream: &TcpStream, reader: &Reader, removals: u32) -> io::Result<()> {
    let mut frames = Frames::new(stream);
    let mut response = Vec::new();
    loop {
        let frame = frames.next()?;
        let mut card = reader.card();
        if reader.status().removals != removals {
            return Ok(());
        }
        match *frame {
            [0x00] => drop(card.power_off()),
            [0x01] => power_up(card.power_up())?,
            [0x02] => power_up(card.reset(ResetKind::Warm))?,
            [0x04] => {
                // pcscd looks for the card in this way twice a second, powered or not.
                let atr = reader.status().atr;
                drop(card);
                send(stream, &atr)?;
            }
            _ => {
                let outcome = card.transmit(frame, &mut response);
                drop(card);
                if outcome.is_err() || response.len() > usize::from(u16::MAX) {
                    response.clear();
                    response.extend(NO_PRECISE_DIAGNOSIS);
                }
                send(stream, &response)?;
                if outcome == Err(CardError::Mute) {
                    return Ok(());
                }
            }
        }
    }
}

/// The frames that vpcd sends.
struct Frames<'a> {
    stream: &'a TcpStream,
    /// The last frame and what came after it.
    input: Vec<u8>,
    filled: usize,
    /// Bytes of the last frame, length included.
    used: usize,
}

impl<'a> Frames<'a> {
    fn new(stream: &'a TcpStream) -> Self {
        Self { stream, input: vec![0; LENGTH + usize::from(u16::MAX)], filled: 0, used: 0 }
    }

    /// Waits for the next frame and gives its body.
    fn next(&mut self) -> io::Result<&[u8]> {
        self.input.copy_within(self.used..self.filled, 0);
        self.filled -= self.used;
        self.used = 0;
        self.stream.set_quickack(true)?;
        loop {
            let length = self.input.first_chunk().filter(|_| self.filled >= LENGTH);
            if let Some(length) = length.map(|length| LENGTH + usize::from(u16::from_be_bytes(*length)))
                && length <= self.filled
            {
                self.used = length;
                return Ok(self.input.get(LENGTH..length).unwrap_or_default());
            }
            let room = self.input.get_mut(self.filled..).unwrap_or_default();
            let promptly = if self.filled > 0 { read_promptly(self.stream, room) } else { None };
            let mut stream = self.stream;
            self.filled += match promptly.map_or_else(|| stream.read(room), Ok) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
                Err(error) => return Err(error),
            };
        }
    }
}

/// A card that gives no answer to reset is no card for pcscd.
fn power_up(answer: Result<Atr, CardError>) -> io::Result<()> {
    answer.map(|_| ()).map_err(io::Error::other)
}

/// Sends a frame in one piece. An empty one is not sent but ends the connection: vpcd would wait for its body.
fn send(mut stream: &TcpStream, body: &[u8]) -> io::Result<()> {
    let length = u16::try_from(body.len()).map_err(io::Error::other)?.to_be_bytes();
    if body.is_empty() {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut sent = 0;
    while sent < length.len() + body.len() {
        let pieces = [
            IoSlice::new(length.get(sent..).unwrap_or_default()),
            IoSlice::new(body.get(sent.saturating_sub(length.len())..).unwrap_or_default()),
        ];
        match stream.write_vectored(&pieces) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => sent += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
