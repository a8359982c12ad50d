//! An open session: protection of commands and responses (GPCS 2.3.1 §E.4.4 to §E.4.7).

use alloc::vec::Vec;
use core::fmt;

use cardamom_apdu::{Command, StatusWord};
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use super::Options;
use crate::message::{Header, PlainCommand, is_answered_with_data, pad, shortest_length, unpad};
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

/// How far an R-MAC session has come (§E.4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ResponseMac {
    /// There is none.
    Off,
    /// R-MACs chain, but only END R-MAC SESSION tells the last.
    Kept,
    /// Each response carries its R-MAC.
    Sent,
}

/// What the command in progress does to the R-MAC session, once it has been answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Nothing.
    None,
    /// BEGIN R-MAC SESSION: counts as the first command, but its response carries no R-MAC.
    Begin(ResponseMac),
    /// END R-MAC SESSION: its response is the last R-MAC, and does not count itself.
    End(ResponseMac),
}

/// What both sides keep.
#[derive(Clone)]
struct Session {
    keys: SessionKeys,
    options: Options,
    level: SecurityLevel,
    /// Of EXTERNAL AUTHENTICATE: the initial value of the first R-MAC, too (§E.3.2).
    first_mac: Block,
    last_mac: Block,
    last_response_mac: Block,
    response_mac: ResponseMac,
    step: Step,
    /// The command in progress as the R-MAC sees it: header without protection, Lc (00 without data) and data.
    command: Zeroizing<Vec<u8>>,
}

impl Session {
    fn new(keys: SessionKeys, mac: Block, level: SecurityLevel, options: Options) -> Self {
        let sent = level.contains(SecurityLevel::R_MAC);
        Self {
            keys,
            options,
            level,
            first_mac: mac,
            last_mac: mac,
            last_response_mac: mac,
            response_mac: if sent { ResponseMac::Sent } else { ResponseMac::Off },
            step: Step::None,
            command: Zeroizing::default(),
        }
    }

    fn security_level(&self) -> SecurityLevel {
        match self.response_mac {
            ResponseMac::Sent => self.level.with(SecurityLevel::R_MAC),
            ResponseMac::Off | ResponseMac::Kept => self.level.without(SecurityLevel::R_MAC),
        }
    }

    fn c_mac(&self, header: &Header, data: &[u8]) -> Result<Block, SecureChannelError> {
        let mut message = Zeroizing::new(header.protected().to_vec());
        message.extend_from_slice(&shortest_length(data.len() + 8)?);
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

    /// A command begins.
    fn note(&mut self, header: &Header, data: &[u8]) -> Result<(), SecureChannelError> {
        self.step = Step::None;
        self.command = Zeroizing::default();
        if self.options.has_r_mac() {
            self.command.reserve_exact(data.len() + 7);
            self.command.extend_from_slice(&header.plain());
            self.command.extend_from_slice(&shortest_length(data.len())?);
            self.command.extend_from_slice(data);
        }
        Ok(())
    }

    fn begin_r_mac_session(&mut self, level: SecurityLevel) -> Result<(), SecureChannelError> {
        if !self.options.has_r_mac() {
            return Err(SecureChannelError::LevelNotSupported);
        }
        let begun = match level {
            SecurityLevel::NONE => ResponseMac::Kept,
            SecurityLevel::R_MAC => ResponseMac::Sent,
            _ => return Err(SecureChannelError::LevelNotSupported),
        };
        if self.response_mac != ResponseMac::Off {
            return Err(SecureChannelError::ResponseMacSession);
        }
        self.last_response_mac = self.first_mac;
        self.step = Step::Begin(begun);
        Ok(())
    }

    fn end_r_mac_session(&mut self, ends: bool) -> Result<Block, SecureChannelError> {
        if self.response_mac == ResponseMac::Off {
            return Err(SecureChannelError::ResponseMacSession);
        }
        self.step = Step::End(if ends { ResponseMac::Off } else { self.response_mac });
        Ok(self.last_response_mac)
    }

    /// The command in progress is answered: the R-MAC that the response carries, if it carries one.
    fn answer(&mut self, status: StatusWord, r_mac: impl FnOnce(&Self) -> Block) -> Option<Block> {
        let step = core::mem::replace(&mut self.step, Step::None);
        if !is_answered_with_data(status) {
            return None;
        }
        match (step, self.response_mac) {
            (Step::End(after), _) => {
                self.response_mac = after;
                None
            }
            (Step::Begin(begun), _) => {
                self.last_response_mac = r_mac(self);
                self.response_mac = begun;
                None
            }
            (Step::None, ResponseMac::Off) => None,
            (Step::None, ResponseMac::Kept) => {
                self.last_response_mac = r_mac(self);
                None
            }
            (Step::None, ResponseMac::Sent) => {
                self.last_response_mac = r_mac(self);
                Some(self.last_response_mac)
            }
        }
    }

    /// Decrypted data without its padding, and whether that was right; the data as it came when it was not.
    fn decrypt(&self, data: &[u8]) -> (Zeroizing<Vec<u8>>, Choice) {
        let mut plain = Zeroizing::new(data.to_vec());
        let (blocks, rest) = plain.as_chunks_mut();
        let whole = Choice::from(u8::from(rest.is_empty()));
        decrypt_cbc(&self.keys.encryption, blocks);
        let (length, right) = unpad::<8>(&plain);
        plain.truncate(length);
        (plain, right & whole)
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("options", &self.options)
            .field("level", &self.level)
            .field("response_mac", &self.response_mac)
            .finish_non_exhaustive()
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
        self.0.security_level()
    }

    pub(crate) fn data_encryption(&self) -> &TripleDesKey {
        &self.0.keys.data_encryption
    }

    pub(crate) fn unwrap(&mut self, command: &Command<'_>) -> Result<PlainCommand, SecureChannelError> {
        let header = Header::of(command);
        if !self.0.level.contains(SecurityLevel::C_MAC) {
            if header.has_messaging() {
                return Err(SecureChannelError::MessagingNotExpected);
            }
            self.0.note(&header, command.data())?;
            return Ok(PlainCommand::new(&header, Zeroizing::new(command.data().to_vec()), command));
        }
        let (true, Some((data, mac))) = (header.is_protected(), command.data().split_last_chunk::<8>())
        else {
            return Err(SecureChannelError::MacMissing);
        };
        // SCP02 encrypts what the MAC was made over, so that decryption comes first. What the padding looks like must
        // not show: the MAC is computed all the same, and wrong padding is a wrong MAC (Avoine and Ferreira,
        // "Attacking GlobalPlatform SCP02-compliant Smart Cards Using a Padding Oracle Attack", TCHES 2018).
        let is_encrypted = self.0.level.contains(SecurityLevel::C_DECRYPTION) && !data.is_empty();
        let (plain, padding_right) = match is_encrypted {
            true => self.0.decrypt(data),
            false => (Zeroizing::new(data.to_vec()), Choice::from(1)),
        };
        let expected = self.0.c_mac(&header, &plain)?;
        if !bool::from(mac.ct_eq(&expected) & padding_right) {
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
        if self.0.response_mac == ResponseMac::Sent && !is_answered_with_data(status) {
            self.0.step = Step::None;
            return Ok(Vec::new());
        }
        let mut response = data.to_vec();
        if let Some(mac) = self.0.answer(status, |session| session.r_mac(data, status)) {
            response.extend_from_slice(&mac);
        }
        Ok(response)
    }

    pub(crate) fn begin_r_mac_session(&mut self, level: SecurityLevel) -> Result<(), SecureChannelError> {
        self.0.begin_r_mac_session(level)
    }

    pub(crate) fn end_r_mac_session(&mut self, ends: bool) -> Result<Block, SecureChannelError> {
        self.0.end_r_mac_session(ends)
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
        self.0.security_level()
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
        let (sent, answered) = (self.0.response_mac == ResponseMac::Sent, is_answered_with_data(status_word));
        if sent && !answered && !data.is_empty() {
            return Err(SecureChannelError::ResponseMalformed);
        }
        let (data, mac) = match sent && answered && self.0.step == Step::None {
            true => data.split_last_chunk::<8>().ok_or(SecureChannelError::ResponseMalformed)?,
            false => (data, &[0; 8]),
        };
        // The answer to END R-MAC SESSION is the R-MAC of all before it.
        let ends = answered && matches!(self.0.step, Step::End(_));
        if ends && !bool::from(data.ct_eq(&self.0.last_response_mac)) {
            return Err(SecureChannelError::ResponseMalformed);
        }
        if let Some(expected) = self.0.answer(status_word, |session| session.r_mac(data, status_word))
            && !bool::from(mac.ct_eq(&expected))
        {
            return Err(SecureChannelError::ResponseMalformed);
        }
        Ok([data, status].concat())
    }

    pub(crate) fn begin_r_mac_session(&mut self, level: SecurityLevel) -> Result<(), SecureChannelError> {
        self.0.begin_r_mac_session(level)
    }

    pub(crate) fn end_r_mac_session(&mut self, ends: bool) -> Result<(), SecureChannelError> {
        self.0.end_r_mac_session(ends).map(drop)
    }
}
