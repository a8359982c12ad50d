//! What the protocols share: headers as they are protected, padding, and the command that comes out.

use alloc::vec::Vec;

use cardamom_apdu::{Class, Command, SecureMessaging, StatusWord};
use zeroize::Zeroizing;

use crate::secure_channel_error::SecureChannelError;

/// The header of a command under a secure channel.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Header {
    class: Class,
    instruction: u8,
    p1: u8,
    p2: u8,
    /// It came with a length field of three bytes.
    extended: bool,
}

/// The class with the bit of GlobalPlatform secure messaging, on its channel.
fn with_messaging(class: Class) -> Class {
    let bit = if class.channel() > 3 { 0x20 } else { 0x04 };
    Class::new(class.byte() | bit)
}

fn without_messaging(class: Class) -> Class {
    let bits = if class.channel() > 3 { 0x20 } else { 0x0C };
    Class::new(class.byte() & !bits)
}

impl Header {
    pub(crate) fn of(command: &Command<'_>) -> Self {
        Self {
            class: command.class(),
            instruction: command.instruction(),
            p1: command.p1(),
            p2: command.p2(),
            extended: command.is_extended(),
        }
    }

    /// Whether the class says that it is under secure messaging (GPCS 2.3.1 §11.1.4).
    pub(crate) fn is_protected(&self) -> bool {
        self.class.secure_messaging() != SecureMessaging::None
    }

    /// As the C-MAC sees it: under secure messaging, on the basic channel.
    pub(crate) fn protected(&self) -> [u8; 4] {
        let class = with_messaging(without_messaging(self.class.without_channel().with_chaining(false)));
        [class.byte(), self.instruction, self.p1, self.p2]
    }

    /// As the command was before it was protected, on the basic channel.
    pub(crate) fn plain(&self) -> [u8; 4] {
        let class = without_messaging(self.class.without_channel().with_chaining(false));
        [class.byte(), self.instruction, self.p1, self.p2]
    }

    /// A length field as the MACs see it: one byte, or three for a length that needs them, whether the command came
    /// in extended form or was put together from a chain (Amendment D §6.2.4, GPCS 2.3.1 §11.1.5.1).
    pub(crate) fn length(length: usize) -> Result<Vec<u8>, SecureChannelError> {
        match u8::try_from(length) {
            Ok(short) => Ok(Vec::from([short])),
            Err(_) => {
                let [high, low] =
                    u16::try_from(length).map_err(|_| SecureChannelError::TooLong)?.to_be_bytes();
                Ok(Vec::from([0, high, low]))
            }
        }
    }

    /// The command with this data, under secure messaging.
    pub(crate) fn protect(&self, command: &Command<'_>, data: &[u8]) -> Result<Vec<u8>, SecureChannelError> {
        let mut protected =
            Command::new(with_messaging(self.class).byte(), self.instruction, self.p1, self.p2)
                .with_data(data);
        if let Some(expected) = command.expected_length() {
            protected = protected.with_expected_length(expected);
        }
        if self.extended {
            protected = protected.extended();
        }
        protected.to_bytes().map_err(|_| SecureChannelError::TooLong)
    }
}

/// A command whose protection was checked and taken off.
#[derive(Clone, Debug)]
pub struct PlainCommand {
    class: u8,
    instruction: u8,
    p1: u8,
    p2: u8,
    data: Zeroizing<Vec<u8>>,
    expected_length: Option<u32>,
}

impl PlainCommand {
    pub(crate) fn new(header: &Header, data: Zeroizing<Vec<u8>>, command: &Command<'_>) -> Self {
        Self {
            class: without_messaging(header.class).byte(),
            instruction: header.instruction,
            p1: header.p1,
            p2: header.p2,
            data,
            expected_length: command.expected_length(),
        }
    }

    /// The command as it was before it was protected; its class has no secure messaging and keeps the channel.
    #[must_use]
    pub fn command(&self) -> Command<'_> {
        let command = Command::new(self.class, self.instruction, self.p1, self.p2).with_data(&self.data);
        match self.expected_length {
            Some(expected) => command.with_expected_length(expected),
            None => command,
        }
    }
}

/// Only these answers carry data, and with it protection (GPCS 2.3.1 §E.4.5, Amendment D §6.2.5).
pub(crate) fn is_answered_with_data(status: StatusWord) -> bool {
    let [sw1, _] = status.to_bytes();
    status == StatusWord::NO_ERROR || matches!(sw1, 0x62 | 0x63)
}

/// Padding of ISO 9797-1 method 2 to whole blocks of `N` bytes.
pub(crate) fn pad<const N: usize>(data: &[u8]) -> Vec<u8> {
    let mut padded = Vec::with_capacity(data.len() + N);
    padded.extend_from_slice(data);
    padded.push(0x80);
    padded.resize(padded.len().next_multiple_of(N), 0);
    padded
}

/// Length of the data before such padding.
pub(crate) fn unpad(padded: &[u8]) -> Option<usize> {
    let end = padded.iter().rposition(|byte| *byte != 0)?;
    (padded.get(end) == Some(&0x80)).then_some(end)
}
