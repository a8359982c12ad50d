//! The files of the application: FCI, READ and UPDATE (FMCOS 2.0 manual §7.4 to §7.8 and appendix A).

use alloc::vec::Vec;

use cardamom_apdu::Command;
use cardamom_card_os::handle::Bytes;
use cardamom_card_os::{Context, Error, Layout};
use cardamom_secure_channel::edep::Protection;
use zeroize::Zeroizing;

use super::PurseApplet;
use super::reason::PurseReason;
use crate::elementary_file::{RecordAddress, expected, update_binary};
use crate::secure_messaging::{AccessReason, SecureMessaging};

/// Short identifier of EF 0015, public application data.
const PUBLIC_DATA: u8 = 0x15;
/// Short identifier of EF 0016, the holder.
const HOLDER: u8 = 0x16;
/// Short identifier of EF 0017, composite records.
pub(super) const COMPOSITE: u8 = 0x17;
/// Short identifier of EF 0018, the transactions.
const TRANSACTIONS: u8 = 0x18;

const PUBLIC_DATA_LENGTH: usize = 30;
const HOLDER_LENGTH: usize = 55;

/// File identifier of the application's dedicated file in FMCOS cards.
const DEDICATED_FILE: [u8; 2] = [0x3F, 0x01];

/// The transparent files.
#[derive(Clone, Copy, Debug)]
pub(super) struct PurseFiles {
    public_data: Bytes,
    holder: Bytes,
}

impl PurseFiles {
    pub(super) fn lay_out(layout: &mut Layout<'_>) -> Result<Self, Error> {
        Ok(Self { public_data: layout.bytes(PUBLIC_DATA_LENGTH)?, holder: layout.bytes(HOLDER_LENGTH)? })
    }

    fn transparent(&self, file: u8) -> Result<Bytes, AccessReason> {
        match file {
            PUBLIC_DATA => Ok(self.public_data),
            HOLDER => Ok(self.holder),
            COMPOSITE | TRANSACTIONS => Err(AccessReason::WrongFileStructure),
            _ => Err(AccessReason::FileNotFound),
        }
    }
}

impl PurseApplet {
    /// The answer to SELECT.
    pub(super) fn file_control_information(&self, context: &mut Context<'_>) -> Result<(), Error> {
        self.current_file.set(context, 0)?;
        let aid = context.aid()?;
        let public_data = context.bytes(self.files.public_data)?.to_vec();
        context.respond(&crate::elementary_file::file_control_information(&aid, &public_data));
        Ok(())
    }

    /// SELECT by file identifier, `00 A4 00`: the application itself, or one of its files.
    pub(super) fn select_file(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        if command.p1() != 0x00 {
            return Err(AccessReason::WrongParameters.into());
        }
        match *<&[u8; 2]>::try_from(command.data()).map_err(|_| AccessReason::WrongLength)? {
            DEDICATED_FILE => self.file_control_information(context),
            [0x00, file @ PUBLIC_DATA..=TRANSACTIONS] => self.current_file.set(context, file),
            _ => Err(AccessReason::FileNotFound.into()),
        }
    }

    /// READ BINARY, `B0`.
    pub(super) fn read_binary(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        messaging: &SecureMessaging,
    ) -> Result<(), Error> {
        authorise_read(context, command, messaging)?;
        let address = self.current_file.binary_address(context, command)?;
        let file = self.files.transparent(address.file)?;
        let content = context.bytes(file)?;
        let available = content
            .get(address.offset..)
            .filter(|rest| !rest.is_empty())
            .ok_or(AccessReason::OffsetOutside)?;
        let data = expected(command, available)?.to_vec();
        respond_read(context, command, messaging, &data)
    }

    /// READ RECORD, `B2`.
    pub(super) fn read_record(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        messaging: &SecureMessaging,
    ) -> Result<(), Error> {
        authorise_read(context, command, messaging)?;
        let record = match self.current_file.record_address(context, command)? {
            (COMPOSITE, record) => self.composite.read(context, record)?,
            (TRANSACTIONS, RecordAddress::Number(number)) => {
                if !context.is_pin_validated(self.pin)? && !context.get(self.externally_authenticated)? {
                    return Err(PurseReason::PinNotVerified.into());
                }
                context.record(self.transactions, number)?.ok_or(AccessReason::RecordNotFound)?.to_vec()
            }
            (TRANSACTIONS, RecordAddress::Tag(_)) => return Err(AccessReason::WrongParameters.into()),
            (PUBLIC_DATA | HOLDER, _) => return Err(AccessReason::WrongFileStructure.into()),
            _ => return Err(AccessReason::FileNotFound.into()),
        };
        let data = expected(command, &record)?;
        respond_read(context, command, messaging, data)
    }

    /// UPDATE BINARY, `D6`.
    pub(super) fn update_binary(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        messaging: &SecureMessaging,
    ) -> Result<(), Error> {
        let address = self.current_file.binary_address(context, command)?;
        let file = self.files.transparent(address.file)?;
        let data = protected_data(context, command, messaging)?;
        update_binary(context, file, address.offset, &data)
    }

    /// UPDATE RECORD, `DC`: a composite record, new or as long as it was.
    pub(super) fn update_record(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        messaging: &SecureMessaging,
    ) -> Result<(), Error> {
        match self.current_file.record_address(context, command)? {
            (COMPOSITE, record) => {
                let data = protected_data(context, command, messaging)?;
                self.composite.write(context, record, &data)
            }
            (TRANSACTIONS, _) => Err(PurseReason::WriteProtected.into()),
            (PUBLIC_DATA | HOLDER, _) => Err(AccessReason::WrongFileStructure.into()),
            _ => Err(AccessReason::FileNotFound.into()),
        }
    }
}

/// Whether the class byte announces secure messaging.
fn is_protected(command: &Command<'_>) -> bool {
    command.class().without_channel().byte() == 0x04
}

fn authorise_read(
    context: &mut Context<'_>,
    command: &Command<'_>,
    messaging: &SecureMessaging,
) -> Result<(), Error> {
    if is_protected(command) {
        messaging.authorise(context, command)
    } else if command.data().is_empty() {
        Ok(())
    } else {
        Err(AccessReason::WrongLength.into())
    }
}

fn respond_read(
    context: &mut Context<'_>,
    command: &Command<'_>,
    messaging: &SecureMessaging,
    data: &[u8],
) -> Result<(), Error> {
    context.respond(data);
    if is_protected(command) { messaging.respond_mac(context, data) } else { Ok(()) }
}

/// The data of an update: class 04 with a MAC, 84 encrypted with a MAC. No file is written without.
fn protected_data(
    context: &mut Context<'_>,
    command: &Command<'_>,
    messaging: &SecureMessaging,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    match command.class().without_channel().byte() {
        0x04 => messaging.unwrap(context, command, Protection::Mac),
        0x84 => messaging.unwrap(context, command, Protection::EncryptedMac),
        _ => Err(AccessReason::SecureMessagingRequired.into()),
    }
}
