//! Addressing and reading elementary files (FMCOS 2.0 manual §7.4 to §7.8).

use alloc::vec::Vec;

use cardamom_apdu::{Aid, Command};
use cardamom_card_os::handle::{Bytes, Field};
use cardamom_card_os::object::Clear;
use cardamom_card_os::{Context, Error, Layout};

use crate::secure_messaging::AccessReason;

/// The file that SELECT by file identifier made the current one: its short identifier, 0 for none. In RAM.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CurrentFile(Field<u8>);

/// Where a READ BINARY or UPDATE BINARY points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BinaryAddress {
    /// Short identifier of the file, 1 to 30.
    pub(crate) file: u8,
    /// Offset in it, in bytes.
    pub(crate) offset: usize,
}

/// Which record a command means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RecordAddress {
    /// By number, from 1.
    Number(u8),
    /// By the tag that it begins with.
    Tag(u8),
}

impl CurrentFile {
    pub(crate) fn lay_out(layout: &mut Layout<'_>) -> Result<Self, Error> {
        Ok(Self(layout.transient_field(Clear::OnDeselect)?))
    }

    pub(crate) fn set(self, context: &mut Context<'_>, file: u8) -> Result<(), Error> {
        context.set(self.0, &file)
    }

    /// The file and offset in P1 and P2: P1 with b8 set names a file, P2 the offset; else both are an offset in the
    /// current file.
    pub(crate) fn binary_address(
        self,
        context: &mut Context<'_>,
        command: &Command<'_>,
    ) -> Result<BinaryAddress, Error> {
        let (p1, p2) = (command.p1(), command.p2());
        if p1 & 0x80 != 0 {
            if p1 & 0x60 != 0 {
                return Err(AccessReason::WrongParameters.into());
            }
            return Ok(BinaryAddress { file: p1 & 0x1F, offset: usize::from(p2) });
        }
        match context.get(self.0)? {
            0 => Err(AccessReason::NoCurrentFile.into()),
            file => Ok(BinaryAddress { file, offset: usize::from(u16::from_be_bytes([p1, p2])) }),
        }
    }

    /// The file and record in P1 and P2: the five high bits of P2 name the file (0: the current one), the others
    /// say what P1 is.
    pub(crate) fn record_address(
        self,
        context: &mut Context<'_>,
        command: &Command<'_>,
    ) -> Result<(u8, RecordAddress), Error> {
        let record = match command.p2() & 0x07 {
            0x04 => RecordAddress::Number(command.p1()),
            0x00 => RecordAddress::Tag(command.p1()),
            _ => return Err(AccessReason::WrongParameters.into()),
        };
        match command.p2() >> 3 {
            0 => match context.get(self.0)? {
                0 => Err(AccessReason::NoCurrentFile.into()),
                file => Ok((file, record)),
            },
            0x1F => Err(AccessReason::WrongParameters.into()),
            file => Ok((file, record)),
        }
    }
}

/// As much of `available` as Le asks for; all of it where Le is absent or stands for the maximum.
pub(crate) fn expected<'a>(command: &Command<'_>, available: &'a [u8]) -> Result<&'a [u8], AccessReason> {
    let Some(expected) = command.expected_length().filter(|length| *length != 256) else {
        return Ok(available);
    };
    let length = usize::try_from(expected).unwrap_or(usize::MAX);
    let available_length = u8::try_from(available.len()).unwrap_or(0);
    available.get(..length).ok_or(AccessReason::LengthAvailable(available_length))
}

/// Writes into a transparent file: all of it or nothing.
pub(crate) fn update_binary(
    context: &mut Context<'_>,
    file: Bytes,
    offset: usize,
    data: &[u8],
) -> Result<(), Error> {
    let length = context.bytes(file)?.len();
    if data.is_empty() {
        return Err(AccessReason::WrongLength.into());
    }
    if offset >= length {
        return Err(AccessReason::OffsetOutside.into());
    }
    if data.len() > length - offset {
        return Err(AccessReason::WrongLength.into());
    }
    context.write(file, offset, data)
}

/// The answer to SELECT: `6F { 84 AID, A5 { 9F0C public data } }` (FMCOS 2.0 manual §7.4, §8.3 example 1). The
/// lengths of AID and public data (at most 30) keep every length in one byte.
pub(crate) fn file_control_information(aid: &Aid, public_data: &[u8]) -> Vec<u8> {
    let length = |length: usize| u8::try_from(length).unwrap_or(u8::MAX);
    let (aid, public) = (aid.as_bytes(), public_data.len());
    let mut information = Vec::from([0x6F, length(aid.len() + public + 7), 0x84, length(aid.len())]);
    information.extend_from_slice(aid);
    information.extend_from_slice(&[0xA5, length(public + 3), 0x9F, 0x0C, length(public)]);
    information.extend_from_slice(public_data);
    information
}
