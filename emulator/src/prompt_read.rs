//! Reading the rest of a message that comes in pieces.

use std::os::fd::AsFd;
use std::thread;

use rustix::io::Errno;
use rustix::net::{RecvFlags, recv};

/// How many times to look before going to sleep: some 20 microseconds.
const PROMPT_READS: usize = 40;

/// Reads what follows the beginning of a message, if it comes at once. libpcsclite and vpcd send the parts of
/// a message one after the other; going to sleep between them takes longer than they take to come. `None`:
/// nothing came, or a blocking read tells what is wrong.
pub(crate) fn read_promptly(socket: impl AsFd, room: &mut [u8]) -> Option<usize> {
    for _ in 0..PROMPT_READS {
        match recv(&socket, &mut *room, RecvFlags::DONTWAIT) {
            Ok((count @ 1.., _)) => return Some(count),
            Err(Errno::AGAIN) => thread::yield_now(),
            _ => return None,
        }
    }
    None
}
