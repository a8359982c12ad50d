//! Command chaining on the card.

use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroize;

use crate::command::{Command, MAX_DATA_LENGTH};
use crate::status_word::StatusWord;

/// Collects the commands of a chain into one command. There is one for each logical channel; commands under
/// secure messaging are unwrapped before they come here.
///
/// ```
/// use cardamom_apdu::Command;
/// use cardamom_apdu::chaining::ChainAssembler;
///
/// let mut chain = ChainAssembler::new(2048);
/// let first = Command::parse(&[0x10, 0xDB, 0x3F, 0xFF, 0x02, 0x01, 0x02])?;
/// let last = Command::parse(&[0x00, 0xDB, 0x3F, 0xFF, 0x01, 0x03])?;
/// assert_eq!(chain.push(first), Ok(None)); // answered with 9000
/// let whole = chain.push(last).unwrap().unwrap();
/// assert_eq!(whole.data(), [0x01, 0x02, 0x03]);
/// # Ok::<(), cardamom_apdu::CommandError>(())
/// ```
#[derive(Clone)]
pub struct ChainAssembler {
    limit: usize,
    /// The header, chaining bit cleared, of the chain that is open.
    header: Option<[u8; 4]>,
    data: Vec<u8>,
}

impl ChainAssembler {
    /// An assembler that takes chains of up to `limit` bytes of data, at most 65 535. With a limit of 0,
    /// chaining is not supported.
    #[must_use]
    pub const fn new(limit: usize) -> Self {
        let limit = if limit > MAX_DATA_LENGTH { MAX_DATA_LENGTH } else { limit };
        Self { limit, header: None, data: Vec::new() }
    }

    /// True between the first command of a chain and its last.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.header.is_some()
    }

    /// Takes the next command. A command that is no part of a chain comes back as it is, without copying.
    /// The last command of a chain comes back with the data of all of them, its own Le, and the chaining bit
    /// clear. Before that there is nothing to execute: the answer is 9000.
    ///
    /// # Errors
    /// [`ChainingError`]; the chain is given up and the command not executed.
    #[inline]
    pub fn push<'a>(&'a mut self, command: Command<'a>) -> Result<Option<Command<'a>>, ChainingError> {
        if self.header.is_none() && !command.class().is_chained() {
            return Ok(Some(command));
        }
        self.push_part(command)
    }

    fn push_part<'a>(&'a mut self, command: Command<'a>) -> Result<Option<Command<'a>>, ChainingError> {
        if self.limit == 0 {
            return Err(ChainingError::NotSupported);
        }
        let more_follow = command.class().is_chained();
        let command = command.with_class(command.class().with_chaining(false));
        match self.header {
            None => {
                self.clear();
                self.data.reserve_exact(self.limit);
            }
            Some(header) if header == command.header() => {}
            Some(_) => {
                self.clear();
                return Err(ChainingError::Interrupted);
            }
        }
        let length = self.data.len() + command.data().len();
        if length > self.limit {
            self.clear();
            return Err(ChainingError::TooLong { length, limit: self.limit });
        }
        self.data.extend_from_slice(command.data());
        if more_follow {
            self.header = Some(command.header());
            return Ok(None);
        }
        self.header = None;
        Ok(Some(command.with_data(&self.data)))
    }

    /// Gives up an open chain and wipes what was collected: at reset, when the channel is closed, and after
    /// a command that carried secrets.
    pub fn clear(&mut self) {
        self.header = None;
        self.data.zeroize();
    }
}

impl fmt::Debug for ChainAssembler {
    /// Lengths only: what a chain carries may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChainAssembler")
            .field("limit", &self.limit)
            .field("header", &self.header)
            .field("length", &self.data.len())
            .finish()
    }
}

impl Drop for ChainAssembler {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Why a command cannot be part of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainingError {
    /// Another command came before the last one of the chain: CLA (but for the chaining bit), INS, P1 or P2
    /// differ (ISO/IEC 7816-4 §5.3.3).
    Interrupted,
    /// Chaining is not supported.
    NotSupported,
    /// The data of all commands together are too long.
    TooLong {
        /// Length in bytes that was reached.
        length: usize,
        /// Length in bytes that is possible.
        limit: usize,
    },
}

impl ChainingError {
    /// What a card answers: 6883, 6884 or 6700.
    #[must_use]
    pub const fn status_word(self) -> StatusWord {
        match self {
            Self::Interrupted => StatusWord::LAST_COMMAND_OF_CHAIN_EXPECTED,
            Self::NotSupported => StatusWord::COMMAND_CHAINING_NOT_SUPPORTED,
            Self::TooLong { .. } => StatusWord::WRONG_LENGTH,
        }
    }
}

impl fmt::Display for ChainingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interrupted => f.write_str("another command came before the last one of the chain"),
            Self::NotSupported => f.write_str("command chaining is not supported"),
            Self::TooLong { length, limit } => {
                write!(f, "the chain carries {length} bytes, more than {limit}")
            }
        }
    }
}

impl core::error::Error for ChainingError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chaining::split;
    use proptest::prelude::*;

    const PART: Command<'static> = Command::new(0x10, 0xDB, 0x3F, 0xFF).with_data(&[1, 2, 3]);
    const LAST: Command<'static> = Command::new(0x00, 0xDB, 0x3F, 0xFF).with_data(&[4]);

    #[test]
    fn a_different_command_ends_the_chain() {
        for (class, instruction, p1, p2) in
            [(0x01, 0xDB, 0x3F, 0xFF), (0x00, 0xDA, 0x3F, 0xFF), (0x10, 0xDB, 0x3E, 0xFF), (0, 0xDB, 0x3F, 0)]
        {
            let mut chain = ChainAssembler::new(100);
            assert_eq!(chain.push(PART), Ok(None));
            let other = Command::new(class, instruction, p1, p2).with_data(&[9]);
            assert_eq!(chain.push(other), Err(ChainingError::Interrupted));
            assert!(!chain.is_open());
            assert_eq!(chain.push(LAST), Ok(Some(LAST)));
        }
        assert_eq!(ChainingError::Interrupted.status_word().value(), 0x6883);
    }

    #[test]
    fn a_chain_has_a_limit() {
        let mut chain = ChainAssembler::new(6);
        assert_eq!(chain.push(PART), Ok(None));
        assert_eq!(chain.push(PART), Ok(None));
        assert_eq!(chain.push(LAST), Err(ChainingError::TooLong { length: 7, limit: 6 }));
        assert!(!chain.is_open());
        let mut none = ChainAssembler::new(0);
        assert_eq!(none.push(PART), Err(ChainingError::NotSupported));
        assert_eq!(none.push(LAST), Ok(Some(LAST)));
        assert_eq!(ChainingError::NotSupported.status_word().value(), 0x6884);
    }

    proptest! {
        #[test]
        fn what_is_split_is_assembled(
            class in prop_oneof![0u8..4, 0x40u8..0x50, 0x80u8..0x84, 0xC0u8..0xD0].prop_filter(
                "not itself chained", |class| class & 0x10 == 0),
            data in proptest::collection::vec(any::<u8>(), 0..1000),
            part in 1u8..=255,
            expected in 0u32..=256,
        ) {
            let command = Command::new(class, 0xDB, 1, 2).with_data(&data).with_expected_length(expected);
            let mut chain = ChainAssembler::new(1000);
            let parts: Vec<_> = split(command, part).unwrap().collect();
            let (last, first) = parts.split_last().unwrap();
            for part in first {
                prop_assert_eq!(chain.push(*part), Ok(None));
            }
            let whole = chain.push(*last).unwrap().unwrap();
            prop_assert_eq!(whole.header(), command.header());
            prop_assert_eq!(whole.data(), command.data());
            prop_assert_eq!(whole.expected_length(), command.expected_length());
        }
    }
}
