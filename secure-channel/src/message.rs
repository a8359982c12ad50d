//! What the protocols share: headers as they are protected, padding, and the command that comes out.

use alloc::vec::Vec;
use core::fmt;

use cardamom_apdu::{Class, Command, SecureMessaging, StatusWord};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
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

    /// Whether the class says that the command is under secure messaging of whatever kind.
    pub(crate) fn has_messaging(&self) -> bool {
        self.class.secure_messaging() != SecureMessaging::None
    }

    /// Whether it is under secure messaging of GlobalPlatform (GPCS 2.3.1 Table 11-11); on channels 4 to 19 the class
    /// does not tell kinds apart (Table 11-12).
    pub(crate) fn is_protected(&self) -> bool {
        match self.class.secure_messaging() {
            SecureMessaging::Proprietary => true,
            SecureMessaging::HeaderNotAuthenticated => self.class.channel() > 3,
            SecureMessaging::None | SecureMessaging::HeaderAuthenticated => false,
        }
    }

    /// As the C-MAC sees it: under secure messaging, on the basic channel.
    pub(crate) fn protected(&self) -> [u8; 4] {
        let class = with_messaging(without_messaging(self.class.without_channel()));
        [class.byte(), self.instruction, self.p1, self.p2]
    }

    /// As the command was before it was protected, on the basic channel.
    pub(crate) fn plain(&self) -> [u8; 4] {
        let class = without_messaging(self.class.without_channel());
        [class.byte(), self.instruction, self.p1, self.p2]
    }

    /// Lc as the C-MAC of SCP03 sees it: as it is transmitted, three bytes in extended form (Amendment D §6.2.4).
    pub(crate) fn length(&self, length: usize) -> Result<Vec<u8>, SecureChannelError> {
        if self.extended { extended_length(length) } else { shortest_length(length) }
    }

    /// The command with this data, under secure messaging.
    pub(crate) fn protect(&self, command: &Command<'_>, data: &[u8]) -> Result<Vec<u8>, SecureChannelError> {
        let mut protected = Command::new(
            with_messaging(without_messaging(self.class)).byte(),
            self.instruction,
            self.p1,
            self.p2,
        )
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

/// A length as a MAC sees it when nothing is transmitted in its form: one byte, or three if one does not hold it. So it
/// is for a command put together from a chain (GPCS 2.3.1 §11.1.5.1), and in SCP02, where the MAC is over data that is
/// encrypted, and thus longer, only then.
pub(crate) fn shortest_length(length: usize) -> Result<Vec<u8>, SecureChannelError> {
    u8::try_from(length).map_or_else(|_| extended_length(length), |short| Ok(Vec::from([short])))
}

fn extended_length(length: usize) -> Result<Vec<u8>, SecureChannelError> {
    let [high, low] = u16::try_from(length).map_err(|_| SecureChannelError::TooLong)?.to_be_bytes();
    Ok(Vec::from([0, high, low]))
}

/// A command whose protection was checked and taken off. Its data is wiped on drop and `Debug` does not show it.
#[derive(Clone)]
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

impl fmt::Debug for PlainCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlainCommand")
            .field("class", &self.class)
            .field("instruction", &self.instruction)
            .field("p1", &self.p1)
            .field("p2", &self.p2)
            .field("data_length", &self.data.len())
            .field("expected_length", &self.expected_length)
            .finish()
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

/// Length of the data before such padding, and whether it is right. The work done does not depend on the bytes.
pub(crate) fn unpad<const N: usize>(padded: &[u8]) -> (usize, Choice) {
    let Some((before, block)) = padded.split_last_chunk::<N>() else {
        return (padded.len(), Choice::from(0));
    };
    let (mut found, mut wrong) = (Choice::from(0), Choice::from(0));
    let mut length = N as u64;
    for (index, byte) in block.iter().enumerate().rev() {
        let mark = byte.ct_eq(&0x80);
        length.conditional_assign(&(index as u64), mark & !found);
        wrong |= !found & !mark & !byte.ct_eq(&0);
        found |= mark;
    }
    let right = found & !wrong;
    length.conditional_assign(&(N as u64), !right);
    (before.len() + usize::try_from(length).unwrap_or(N), right)
}
