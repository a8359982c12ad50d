//! An open session: protection of commands and responses (Amendment D §6.2.4 to §6.2.8).

use alloc::vec::Vec;

use cardamom_apdu::{Command, StatusWord};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::Options;
use crate::aes_key::{AesKey, BLOCK_LENGTH, Block};
use crate::message::{Header, PlainCommand, is_answered_with_data, pad, unpad};
use crate::secure_channel_error::SecureChannelError;
use crate::security_level::SecurityLevel;

/// The keys of a session.
#[derive(Clone, Debug)]
pub struct SessionKeys {
    /// S-ENC.
    pub encryption: AesKey,
    /// S-MAC.
    pub mac: AesKey,
    /// S-RMAC.
    pub response_mac: AesKey,
    /// The data encryption key: of the key set in SCP03, of the session in SCP11.
    pub data_encryption: AesKey,
}

/// What both sides keep.
#[derive(Clone, Debug)]
struct Session {
    keys: SessionKeys,
    chaining_value: Block,
    level: SecurityLevel,
    options: Options,
    /// Of the command in progress or the last one; the first command is 1.
    counter: u128,
}

impl Session {
    fn c_mac(&self, header: &Header, data: &[u8]) -> Result<Block, SecureChannelError> {
        let length = data.len() + self.options.length();
        Ok(self.keys.mac.cmac(&[&self.chaining_value, &header.protected(), &header.length(length)?, data]))
    }

    fn r_mac(&self, data: &[u8], status: StatusWord) -> Block {
        self.keys.response_mac.cmac(&[&self.chaining_value, data, &status.to_bytes()])
    }

    fn initial_value(&self, response: bool) -> Block {
        let mark = if response { 0x80 << 120 } else { 0 };
        self.keys.encryption.encrypt_block(&(self.counter | mark).to_be_bytes())
    }

    fn encrypt(&self, data: &[u8], response: bool) -> Vec<u8> {
        let mut padded = pad::<BLOCK_LENGTH>(data);
        self.keys.encryption.encrypt_cbc(&self.initial_value(response), padded.as_chunks_mut().0);
        padded
    }

    fn decrypt(&self, data: &[u8], response: bool) -> Option<Zeroizing<Vec<u8>>> {
        let mut plain = Zeroizing::new(data.to_vec());
        let (blocks, rest) = plain.as_chunks_mut();
        if !rest.is_empty() {
            return None;
        }
        self.keys.encryption.decrypt_cbc(&self.initial_value(response), blocks);
        let (length, right) = unpad::<BLOCK_LENGTH>(&plain);
        plain.truncate(length);
        bool::from(right).then_some(plain)
    }

    fn count(&mut self) -> Result<(), SecureChannelError> {
        // The highest bit marks responses.
        self.counter = self
            .counter
            .checked_add(1)
            .filter(|next| next >> 127 == 0)
            .ok_or(SecureChannelError::CounterExhausted)?;
        Ok(())
    }
}

/// The card's side of an open session.
#[derive(Clone, Debug)]
pub struct CardSession(Session);

impl CardSession {
    /// A session with these keys, as SCP11 opens one.
    #[must_use]
    pub fn from_session_keys(
        keys: SessionKeys,
        mac_chaining_value: [u8; 16],
        level: SecurityLevel,
        options: Options,
    ) -> Self {
        Self(Session { keys, chaining_value: mac_chaining_value, level, options, counter: 0 })
    }

    pub(crate) fn security_level(&self) -> SecurityLevel {
        self.0.level
    }

    pub(crate) fn data_encryption(&self) -> &AesKey {
        &self.0.keys.data_encryption
    }

    pub(crate) fn unwrap(&mut self, command: &Command<'_>) -> Result<PlainCommand, SecureChannelError> {
        let header = Header::of(command);
        if !self.0.level.contains(SecurityLevel::C_MAC) {
            return match header.has_messaging() {
                true => Err(SecureChannelError::MessagingNotExpected),
                false => Ok(PlainCommand::new(&header, Zeroizing::new(command.data().to_vec()), command)),
            };
        }
        let at = command.data().len().checked_sub(self.0.options.length());
        let (true, Some((data, mac))) =
            (header.is_protected(), at.and_then(|at| command.data().split_at_checked(at)))
        else {
            return Err(SecureChannelError::MacMissing);
        };
        let expected = self.0.c_mac(&header, data)?;
        if !bool::from(mac.ct_eq(expected.get(..mac.len()).unwrap_or(&[]))) {
            return Err(SecureChannelError::MacWrong);
        }
        self.0.chaining_value = expected;
        let data = if self.0.level.contains(SecurityLevel::C_DECRYPTION) {
            self.0.count()?;
            if data.is_empty() {
                Zeroizing::default()
            } else {
                // The MAC was right, so this tells nobody anything that the sender does not know.
                self.0.decrypt(data, false).ok_or(SecureChannelError::MacWrong)?
            }
        } else {
            Zeroizing::new(data.to_vec())
        };
        Ok(PlainCommand::new(&header, data, command))
    }

    pub(crate) fn wrap_response(
        &mut self,
        data: &[u8],
        status: StatusWord,
    ) -> Result<Vec<u8>, SecureChannelError> {
        if !self.0.level.contains(SecurityLevel::R_MAC) {
            return Ok(data.to_vec());
        }
        if !is_answered_with_data(status) {
            // §6.2.5: only the status word.
            return Ok(Vec::new());
        }
        let mut response = if self.0.level.contains(SecurityLevel::R_ENCRYPTION) && !data.is_empty() {
            self.0.encrypt(data, true)
        } else {
            data.to_vec()
        };
        let mac = self.0.r_mac(&response, status);
        response.extend_from_slice(mac.get(..self.0.options.length()).unwrap_or(&mac));
        Ok(response)
    }
}

/// The host's side of an open session.
#[derive(Clone, Debug)]
pub struct HostSession(Session);

impl HostSession {
    /// A session with these keys, as SCP11 opens one.
    #[must_use]
    pub fn from_session_keys(
        keys: SessionKeys,
        mac_chaining_value: [u8; 16],
        level: SecurityLevel,
        options: Options,
    ) -> Self {
        Self(Session { keys, chaining_value: mac_chaining_value, level, options, counter: 0 })
    }

    pub(crate) fn security_level(&self) -> SecurityLevel {
        self.0.level
    }

    pub(crate) fn data_encryption(&self) -> &AesKey {
        &self.0.keys.data_encryption
    }

    pub(crate) fn wrap(&mut self, command: &Command<'_>) -> Result<Vec<u8>, SecureChannelError> {
        let header = Header::of(command);
        if !self.0.level.contains(SecurityLevel::C_MAC) {
            return command.to_bytes().map_err(|_| SecureChannelError::TooLong);
        }
        let mut data = command.data().to_vec();
        if self.0.level.contains(SecurityLevel::C_DECRYPTION) {
            self.0.count()?;
            if !data.is_empty() {
                data = self.0.encrypt(&data, false);
            }
        }
        let mac = self.0.c_mac(&header, &data)?;
        data.extend_from_slice(mac.get(..self.0.options.length()).unwrap_or(&mac));
        self.0.chaining_value = mac;
        header.protect(command, &data)
    }

    pub(crate) fn unwrap(&mut self, response: &[u8]) -> Result<Vec<u8>, SecureChannelError> {
        let (data, status) = response.split_last_chunk::<2>().ok_or(SecureChannelError::ResponseMalformed)?;
        let status_word = StatusWord::from(u16::from_be_bytes(*status));
        if !self.0.level.contains(SecurityLevel::R_MAC) {
            return Ok(response.to_vec());
        }
        if !is_answered_with_data(status_word) {
            // §6.2.5: only the status word.
            return match data {
                [] => Ok(response.to_vec()),
                _ => Err(SecureChannelError::ResponseMalformed),
            };
        }
        let (data, mac) = data
            .len()
            .checked_sub(self.0.options.length())
            .and_then(|at| data.split_at_checked(at))
            .ok_or(SecureChannelError::ResponseMalformed)?;
        let expected = self.0.r_mac(data, status_word);
        if !bool::from(mac.ct_eq(expected.get(..mac.len()).unwrap_or(&[]))) {
            return Err(SecureChannelError::ResponseMalformed);
        }
        let mut plain = if self.0.level.contains(SecurityLevel::R_ENCRYPTION) && !data.is_empty() {
            self.0.decrypt(data, true).ok_or(SecureChannelError::ResponseMalformed)?.to_vec()
        } else {
            data.to_vec()
        };
        plain.extend_from_slice(status);
        Ok(plain)
    }
}
