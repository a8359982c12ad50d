//! Waiting for the end: a signal, or the end of standard input where that is a pipe.

use std::fs;
use std::io::{self, Read};
use std::os::unix::fs::FileTypeExt;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

/// What ends a server.
pub(super) struct Interrupt(Receiver<()>);

impl Interrupt {
    /// From here on SIGINT, SIGTERM and SIGHUP no longer end the process but [`Interrupt::wait`].
    ///
    /// Where standard input is a pipe or a socket its end does so too: whoever started the process and is gone
    /// leaves nothing behind. A terminal is left alone, and `/dev/null`, which always is at its end.
    pub(super) fn new() -> io::Result<Self> {
        let (sender, receiver) = channel();
        let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
        let on_signal = sender.clone();
        thread::Builder::new().name("signals".into()).spawn(move || {
            for _ in signals.forever() {
                // The receiver is gone when the process ends anyway.
                let _ = on_signal.send(());
            }
        })?;
        if standard_input_is_held_by_someone() {
            thread::Builder::new().name("standard-input".into()).spawn(move || wait_for_end(&sender))?;
        }
        Ok(Self(receiver))
    }

    /// Waits for it.
    pub(super) fn wait(&self) {
        // An error is the end as well: nobody is left to send.
        let _ = self.0.recv();
    }
}

fn standard_input_is_held_by_someone() -> bool {
    fs::metadata("/dev/stdin").is_ok_and(|metadata| {
        let kind = metadata.file_type();
        kind.is_fifo() || kind.is_socket()
    })
}

fn wait_for_end(sender: &Sender<()>) {
    let mut ignored = [0; 256];
    let mut stdin = io::stdin().lock();
    loop {
        match stdin.read(&mut ignored) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    // The receiver is gone when the process ends anyway.
    let _ = sender.send(());
}
