//! An open session: protection of commands and responses (GPCS 2.3.1 §E.4.4 to §E.4.7).

use alloc::vec::Vec;

use cardamom_apdu::{Command, StatusWord};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::Options;
use crate::message::{Header, PlainCommand, is_answered_with_data, pad, unpad};
use crate::secure_channel_error::SecureChannelError;
use crate::security_level::SecurityLevel;
use crate::triple_des::{Block, TripleDesKey, decrypt_cbc, encrypt_cbc, encrypt_with_left_half, retail_mac};

/// The keys of a session.
#[derive(Clone, Debug)]
pub(super) struct SessionKeys {
    pub(super) encryption: TripleDesKey,
    pub(super) mac: TripleDesKey,
    pub(super) response_mac: TripleDesKey,
    pub(super) data_encryption: TripleDesKey,
}

/// What both sides keep.
#[derive(Clone, Debug)]
struct Session {
    keys: SessionKeys,
    options: Options,
    level: SecurityLevel,
    last_mac: Block,
    last_response_mac: Block,
    /// The command in progress as the R-MAC sees it: header without protection, Lc (00 without
    /// data) and data.
    command: Vec<u8>,
}

impl Session {
    fn new(keys: SessionKeys, mac: Block, level: SecurityLevel, options: Options) -> Self {
        Self {
            keys,
            options,
            level,
            last_mac: mac,
            // §E.4.5: the first R-MAC is chained to the C-MAC that opened the session.
            last_response_mac: mac,
            command: Vec::new(),
        }
    }

    fn c_mac(&self, header: &Header, data: &[u8]) -> Result<Block, SecureChannelError> {
        let mut message = header.protected().to_vec();
        message.extend_from_slice(&Header::length(data.len() + 8)?);
        message.extend_from_slice(data);
        let initial_value = match self.options.has_encrypted_initial_value() {
            true => encrypt_with_left_half(&self.keys.mac, self.last_mac),
            false => self.last_mac,
        };
        Ok(retail_mac(&self.keys.mac, initial_value, &message))
    }

    fn r_mac(&self, data: &[u8], status: StatusWord) -> Block {
        let mut message = self.command.clone();
        // §E.4.5: the length is one byte, modulo 256.
        message.push(data.len().to_le_bytes().first().copied().unwrap_or(0));
        message.extend_from_slice(data);
        message.extend_from_slice(&status.to_bytes());
        retail_mac(&self.keys.response_mac, self.last_response_mac, &message)
    }

    fn note(&mut self, header: &Header, data: &[u8]) -> Result<(), SecureChannelError> {
        self.command.clear();
        if self.level.contains(SecurityLevel::R_MAC) {
            self.command.extend_from_slice(&header.plain());
            self.command.extend_from_slice(&Header::length(data.len())?);
            self.command.extend_from_slice(data);
        }
        Ok(())
    }

    fn decrypt(&self, data: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let mut plain = Zeroizing::new(data.to_vec());
        let (blocks, rest) = plain.as_chunks_mut();
        if !rest.is_empty() {
            return None;
        }
        decrypt_cbc(&self.keys.encryption, blocks);
        let length = unpad(&plain)?;
        plain.truncate(length);
        Some(plain)
    }
}

/// The card's side of an open session.
#[derive(Clone, Debug)]
pub struct CardSession(Session);

impl CardSession {
    pub(super) fn new(keys: SessionKeys, mac: Block, level: SecurityLevel, options: Options) -> Self {
        Self(Session::new(keys, mac, level, options))
    }

    pub(crate) fn security_level(&self) -> SecurityLevel {
        self.0.level
    }

    pub(crate) fn data_encryption(&self) -> &TripleDesKey {
        &self.0.keys.data_encryption
    }

    pub(crate) fn unwrap(&mut self, command: &Command<'_>) -> Result<PlainCommand, SecureChannelError> {
        let header = Header::of(command);
        if !self.0.level.contains(SecurityLevel::C_MAC) {
            if header.is_protected() {
                return Err(SecureChannelError::MessagingNotExpected);
            }
            self.0.note(&header, command.data())?;
            return Ok(PlainCommand::new(&header, Zeroizing::new(command.data().to_vec()), command));
        }
        let (true, Some((data, mac))) = (header.is_protected(), command.data().split_last_chunk::<8>())
        else {
            return Err(SecureChannelError::MacMissing);
        };
        // SCP02 encrypts after the MAC, so that decryption comes first. What the padding looks like must not show:
        // the MAC is computed all the same, and wrong padding is a wrong MAC (Avoine and Ferreira, "Attacking
        // GlobalPlatform SCP02-compliant Smart Cards Using a Padding Oracle Attack", CHES 2018).
        let is_encrypted = self.0.level.contains(SecurityLevel::C_DECRYPTION) && !data.is_empty();
        let (plain, padding_right) = match (is_encrypted, self.0.decrypt(data)) {
            (true, Some(plain)) => (plain, true),
            (true, None) => (Zeroizing::new(data.to_vec()), false),
            (false, _) => (Zeroizing::new(data.to_vec()), true),
        };
        let expected = self.0.c_mac(&header, &plain)?;
        if !(bool::from(mac.ct_eq(&expected)) & padding_right) {
            return Err(SecureChannelError::MacWrong);
        }
        self.0.last_mac = expected;
        self.0.note(&header, &plain)?;
        Ok(PlainCommand::new(&header, plain, command))
    }

    pub(crate) fn wrap_response(
        &mut self,
        data: &[u8],
        status: StatusWord,
    ) -> Result<Vec<u8>, SecureChannelError> {
        let mut response = data.to_vec();
        if self.0.level.contains(SecurityLevel::R_MAC) && is_answered_with_data(status) {
            self.0.last_response_mac = self.0.r_mac(data, status);
            response.extend_from_slice(&self.0.last_response_mac);
        }
        Ok(response)
    }
}

/// The host's side of an open session.
#[derive(Clone, Debug)]
pub struct HostSession(Session);

impl HostSession {
    pub(super) fn new(keys: SessionKeys, mac: Block, level: SecurityLevel, options: Options) -> Self {
        Self(Session::new(keys, mac, level, options))
    }

    pub(crate) fn security_level(&self) -> SecurityLevel {
        self.0.level
    }

    pub(crate) fn data_encryption(&self) -> &TripleDesKey {
        &self.0.keys.data_encryption
    }

    pub(crate) fn wrap(&mut self, command: &Command<'_>) -> Result<Vec<u8>, SecureChannelError> {
        let header = Header::of(command);
        self.0.note(&header, command.data())?;
        if !self.0.level.contains(SecurityLevel::C_MAC) {
            return command.to_bytes().map_err(|_| SecureChannelError::TooLong);
        }
        let mac = self.0.c_mac(&header, command.data())?;
        let mut data = command.data().to_vec();
        if self.0.level.contains(SecurityLevel::C_DECRYPTION) && !data.is_empty() {
            data = pad::<8>(&data);
            encrypt_cbc(&self.0.keys.encryption, data.as_chunks_mut().0);
        }
        data.extend_from_slice(&mac);
        self.0.last_mac = mac;
        header.protect(command, &data)
    }

    pub(crate) fn unwrap(&mut self, response: &[u8]) -> Result<Vec<u8>, SecureChannelError> {
        let (data, status) = response.split_last_chunk::<2>().ok_or(SecureChannelError::ResponseMalformed)?;
        let status_word = StatusWord::from(u16::from_be_bytes(*status));
        if !self.0.level.contains(SecurityLevel::R_MAC) || !is_answered_with_data(status_word) {
            return Ok(response.to_vec());
        }
        let (data, mac) = data.split_last_chunk::<8>().ok_or(SecureChannelError::ResponseMalformed)?;
        let expected = self.0.r_mac(data, status_word);
        if !bool::from(mac.ct_eq(&expected)) {
            return Err(SecureChannelError::ResponseMalformed);
        }
        self.0.last_response_mac = expected;
        Ok([data, status].concat())
    }
}
