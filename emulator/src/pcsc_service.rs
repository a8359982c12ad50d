//! The built-in PC/SC service: unmodified PC/SC programs use the virtual readers through a Unix socket,
//! without pcscd and without privileges.
//!
//! It speaks the protocol between libpcsclite and pcscd (`winscard_msg.h` of pcsc-lite), versions 4:4 to 4:6,
//! that is, of pcsc-lite 1.8.24 to 2.5. A program is pointed at it by an environment variable:
//!
//! ```text
//! PCSCLITE_CSOCK_NAME=/run/user/1000/cardamom/pcscd.comm opensc-tool -l
//! ```
//!
//! libpcsclite reads [`SOCKET_VARIABLE`] once per process, and ignores it in set-uid programs from version
//! 2.0 on. Semantics follow pcscd, with three differences: a card keeps its power while nobody uses it, events
//! come at once and not at the next poll, and a transaction that ends lets the next one in at once.
//!
//! Inside, each in its own file: what a message says (`message`, `reply`), who may do what with a reader
//! (`sharing`, `served_reader`), and threads and sockets (here and `connection`).

mod connection;
mod features;
mod message;
mod protocol;
mod refusal;
mod reply;
mod resource_manager;
mod served_reader;
mod sharing;
mod waiting;

use std::fs;
use std::io;
use std::net::Shutdown;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::reader::{ReaderSet, lock};
use resource_manager::ResourceManager;

/// The environment variable that tells libpcsclite the path of the socket.
pub const SOCKET_VARIABLE: &str = "PCSCLITE_CSOCK_NAME";

/// Most clients at a time; further ones are turned away. Each has a thread.
const MAX_CLIENTS: usize = 1024;

/// How long to wait before trying again to accept a client.
const ACCEPT_PAUSE: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };

/// Stack of a client's thread. The card's code runs on it.
const CLIENT_STACK: usize = 8 << 20;

/// A running service. Dropping it ends all connections, waits for their threads and removes the socket.
#[derive(Debug)]
pub struct PcscService {
    path: PathBuf,
    /// Device and inode of the socket, by which it is known to be ours.
    identity: (u64, u64),
    manager: Arc<ResourceManager>,
    /// Dropping it ends the accepting thread.
    stop: Option<UnixStream>,
    acceptor: Option<JoinHandle<()>>,
    clients: Arc<Clients>,
}

impl PcscService {
    /// Serves `readers` on a Unix socket at `path`, which its owner alone can use (mode 0600). The directory
    /// must exist and should be private to its owner. A socket that an earlier service left there, and on
    /// which nobody listens, is replaced.
    ///
    /// # Errors
    /// [`io::ErrorKind::AddrInUse`] if a service is running there, [`io::ErrorKind::AlreadyExists`] if there
    /// is a file that is no socket; any error of creating a socket (a path of over 107 bytes is too long).
    pub fn start(path: &Path, readers: ReaderSet) -> io::Result<Self> {
        remove_stale_socket(path)?;
        let listener = UnixListener::bind(path)?;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
        let metadata = fs::symlink_metadata(path)?;
        let manager = Arc::new(ResourceManager::new(readers));
        let clients = Arc::<Clients>::default();
        let (stop, stopped) = UnixStream::pair()?;
        let acceptor = {
            let (manager, clients) = (Arc::clone(&manager), Arc::clone(&clients));
            thread::Builder::new().name("pcsc-service".into()).spawn(move || {
                accept_clients(&listener, &stopped, &manager, &clients);
            })?
        };
        Ok(Self {
            path: path.to_owned(),
            identity: (metadata.dev(), metadata.ino()),
            manager,
            stop: Some(stop),
            acceptor: Some(acceptor),
            clients,
        })
    }

    /// The path of the socket, the value of [`SOCKET_VARIABLE`].
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for PcscService {
    fn drop(&mut self) {
        self.stop = None;
        // A thread that panicked has nothing left to clean up but what follows.
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
        self.manager.stop();
        self.clients.end();
        let is_ours = |metadata: fs::Metadata| (metadata.dev(), metadata.ino()) == self.identity;
        if fs::symlink_metadata(&self.path).is_ok_and(is_ours) {
            // If someone was faster it is gone as well.
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn remove_stale_socket(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
        Ok(metadata) if !metadata.file_type().is_socket() => {
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, "there is a file that is no socket"));
        }
        Ok(_) => {}
    }
    match UnixStream::connect(path) {
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => fs::remove_file(path),
        Err(error) => Err(error),
        Ok(_) => Err(io::Error::new(io::ErrorKind::AddrInUse, "a PC/SC service is running there")),
    }
}

fn accept_clients(
    listener: &UnixListener,
    stopped: &UnixStream,
    manager: &Arc<ResourceManager>,
    clients: &Arc<Clients>,
) {
    loop {
        let mut events = [PollFd::new(listener, PollFlags::IN), PollFd::new(stopped, PollFlags::IN)];
        match poll(&mut events, None) {
            Err(error) if error != rustix::io::Errno::INTR => return,
            _ => {}
        }
        let [client, stop] = events;
        if !stop.revents().is_empty() {
            return;
        }
        if !client.revents().is_empty() {
            match listener.accept() {
                // A client that cannot be served finds its connection closed.
                Ok((stream, _)) => drop(clients.serve(stream, manager)),
                // Most likely there are no more file descriptors: the client stays in the queue for a while.
                Err(_) => drop(poll(&mut [PollFd::new(stopped, PollFlags::IN)], Some(&ACCEPT_PAUSE))),
            }
        }
    }
}

/// The connections that are served now.
#[derive(Debug, Default)]
struct Clients(Mutex<Vec<ServedClient>>);

#[derive(Debug)]
struct ServedClient {
    stream: Arc<UnixStream>,
    thread: JoinHandle<()>,
}

impl Clients {
    fn serve(&self, stream: UnixStream, manager: &Arc<ResourceManager>) -> io::Result<()> {
        let mut clients = lock(&self.0);
        clients.retain(|client| !client.thread.is_finished());
        if clients.len() >= MAX_CLIENTS {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        let stream = Arc::new(stream);
        let (its_stream, manager) = (Arc::clone(&stream), Arc::clone(manager));
        let thread =
            thread::Builder::new().name("pcsc-client".into()).stack_size(CLIENT_STACK).spawn(move || {
                connection::serve(&its_stream, &manager);
                // The list holds the stream open until the next client comes; the peer must not wait for that.
                let _ = its_stream.shutdown(Shutdown::Both);
            })?;
        clients.push(ServedClient { stream, thread });
        Ok(())
    }

    fn end(&self) {
        let clients = std::mem::take(&mut *lock(&self.0));
        for client in &clients {
            // One that is closed already is just as well.
            let _ = client.stream.shutdown(Shutdown::Both);
        }
        for client in clients {
            let _ = client.thread.join();
        }
    }
}
