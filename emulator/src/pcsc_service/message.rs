//! Requests on the wire: the `winscard_msg` protocol of pcsc-lite, versions 4:4 to 4:6.
//!
//! A request is a header {size, command} of two 32-bit numbers, a fixed structure of `size` bytes, and for
//! two commands a payload whose length the structure tells. All numbers are in the machine's byte order.
//! Decoding allocates nothing and reads nothing but the bytes it is given.

use thiserror::Error;

use super::features::MAX_APDU;

/// Length of the header.
const HEADER: usize = 8;
/// Longest attribute value (`MAX_BUFFER_SIZE`).
pub(super) const MAX_ATTRIBUTE: usize = 264;
/// Length of the reader name field, final NUL included (`MAX_READERNAME`).
pub(super) const READER_NAME_FIELD: usize = 128;
/// Longest message: a command of extended length.
pub(super) const MAX_MESSAGE: usize = HEADER + 32 + MAX_APDU as usize;

/// A message that no client library sends. Its connection is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(super) enum MalformedMessage {
    #[error("unknown command {0}")]
    UnknownCommand(u32),
    #[error("structure of {size} bytes for command {command}")]
    WrongSize { command: u32, size: u32 },
    #[error("payload of {0} bytes")]
    PayloadTooLong(u32),
}

/// What the bytes at hand amount to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Decoded<'a> {
    /// A whole message.
    Message(Message<'a>),
    /// The beginning of a message that has at least `needed` bytes in all.
    Incomplete {
        /// More than there are now; at most [`MAX_MESSAGE`].
        needed: usize,
    },
}

/// A whole message.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Message<'a> {
    /// What the client asks for.
    pub(super) request: Request<'a>,
    /// The fixed structure; the reply is a copy of it with some fields filled in.
    pub(super) structure: &'a [u8],
    /// Bytes of the whole message, header included.
    pub(super) length: usize,
}

/// What a client asks for, named as in `winscard_msg.h`. Handles, modes and dispositions are as the client
/// wrote them.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Request<'a> {
    Version { major: u32, minor: u32 },
    EstablishContext { scope: u32 },
    ReleaseContext { context: u32 },
    Connect { context: u32, reader: &'a [u8], share_mode: u32, protocols: u32 },
    Reconnect { card: u32, share_mode: u32, protocols: u32, initialization: u32 },
    Disconnect { card: u32, disposition: u32 },
    BeginTransaction { card: u32 },
    EndTransaction { card: u32, disposition: u32 },
    Status { card: u32 },
    Transmit { card: u32, protocol: u32, room: u32, command: &'a [u8] },
    Control { card: u32, code: u32, room: u32 },
    GetAttribute { card: u32, attribute: u32, room: u32 },
    SetAttribute { card: u32 },
    Cancel { context: u32 },
    GetReadersState,
    WaitReaderStateChange,
    StopWaiting,
    GetReaderEvents,
    GetReadersStateSize,
    GetReadersStateArray,
}

/// Decodes the message that `bytes` begins with.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, MalformedMessage> {
    let (Some(size), Some(command)) = (word(bytes, 0), word(bytes, 4)) else {
        return Ok(Decoded::Incomplete { needed: HEADER });
    };
    let expected = structure_size(command).ok_or(MalformedMessage::UnknownCommand(command))?;
    if usize::try_from(size) != Ok(expected) {
        return Err(MalformedMessage::WrongSize { command, size });
    }
    let fixed = HEADER + expected;
    let Some(structure) = bytes.get(HEADER..fixed) else {
        return Ok(Decoded::Incomplete { needed: fixed });
    };
    let field = |offset| word(structure, offset).unwrap_or(0);
    let payload_length = match command {
        0x09 => field(12),
        0x0A => field(8),
        _ => 0,
    };
    if payload_length > MAX_APDU {
        return Err(MalformedMessage::PayloadTooLong(payload_length));
    }
    let length = fixed + usize::try_from(payload_length).unwrap_or(usize::MAX - fixed);
    let Some(payload) = bytes.get(fixed..length) else {
        return Ok(Decoded::Incomplete { needed: length });
    };
    let request = match command {
        0x01 => Request::EstablishContext { scope: field(0) },
        0x02 => Request::ReleaseContext { context: field(0) },
        0x04 => Request::Connect {
            context: field(0),
            reader: terminated(structure.get(4..4 + READER_NAME_FIELD).unwrap_or_default()),
            share_mode: field(132),
            protocols: field(136),
        },
        0x05 => Request::Reconnect {
            card: field(0),
            share_mode: field(4),
            protocols: field(8),
            initialization: field(12),
        },
        0x06 => Request::Disconnect { card: field(0), disposition: field(4) },
        0x07 => Request::BeginTransaction { card: field(0) },
        0x08 => Request::EndTransaction { card: field(0), disposition: field(4) },
        0x09 => Request::Transmit { card: field(0), protocol: field(4), room: field(24), command: payload },
        0x0A => Request::Control { card: field(0), code: field(4), room: field(12) },
        0x0B => Request::Status { card: field(0) },
        0x0D => Request::Cancel { context: field(0) },
        0x0F | 0x10 => {
            let room = field(8 + 264);
            if usize::try_from(room).is_ok_and(|room| room > MAX_ATTRIBUTE) {
                return Err(MalformedMessage::PayloadTooLong(room));
            }
            if command == 0x10 {
                Request::SetAttribute { card: field(0) }
            } else {
                Request::GetAttribute { card: field(0), attribute: field(4), room }
            }
        }
        0x11 => Request::Version { major: field(0), minor: field(4) },
        0x12 => Request::GetReadersState,
        0x13 => Request::WaitReaderStateChange,
        0x14 => Request::StopWaiting,
        0x15 => Request::GetReaderEvents,
        0x16 => Request::GetReadersStateSize,
        0x17 => Request::GetReadersStateArray,
        _ => return Err(MalformedMessage::UnknownCommand(command)),
    };
    Ok(Decoded::Message(Message { request, structure, length }))
}

/// Bytes of the structure that goes with a command.
fn structure_size(command: u32) -> Option<usize> {
    Some(match command {
        0x01 => 12,
        0x02 => 8,
        0x04 => 152,
        0x05 => 24,
        0x06 | 0x08 => 12,
        0x07 | 0x0B | 0x0D => 8,
        0x09 => 32,
        0x0A => 24,
        0x0F | 0x10 => 8 + MAX_ATTRIBUTE + 8,
        0x11 => 12,
        0x12..=0x17 => 0,
        _ => return None,
    })
}

fn word(bytes: &[u8], offset: usize) -> Option<u32> {
    bytes.get(offset..)?.first_chunk().map(|chunk| u32::from_ne_bytes(*chunk))
}

/// The bytes before the first NUL.
fn terminated(field: &[u8]) -> &[u8] {
    field.split(|&byte| byte == 0).next().unwrap_or_default()
}

#[cfg(test)]
mod tests;
