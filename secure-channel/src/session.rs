//! One face for the sessions of all secure channel protocols.

use alloc::vec::Vec;

use cardamom_apdu::{Command, StatusWord};
use zeroize::Zeroizing;

pub use crate::message::PlainCommand;
use crate::secure_channel_error::SecureChannelError;
use crate::security_level::SecurityLevel;
use crate::{scp02, scp03, triple_des};

/// The card's side of an open session. It ends at its first error; its keys are wiped then.
#[derive(Clone, Debug)]
pub enum CardSession {
    /// Of SCP02.
    Scp02(scp02::CardSession),
    /// Of SCP03, and of SCP11 once it is open.
    Scp03(scp03::CardSession),
    /// None any more.
    Ended,
}

/// The host's side of an open session. It ends at its first error; its keys are wiped then.
#[derive(Clone, Debug)]
pub enum HostSession {
    /// Of SCP02.
    Scp02(scp02::HostSession),
    /// Of SCP03, and of SCP11 once it is open.
    Scp03(scp03::HostSession),
    /// None any more.
    Ended,
}

/// Encrypts or decrypts sensitive data under the data encryption key of a session.
macro_rules! sensitive_data {
    ($session:expr, $data:expr, $triple_des:path, $aes:ident) => {{
        let mut blocks = Zeroizing::new($data.to_vec());
        match $session {
            Self::Scp02(session) => {
                let (whole, rest) = blocks.as_chunks_mut();
                if !rest.is_empty() {
                    return Err(SecureChannelError::DataLength);
                }
                $triple_des(session.data_encryption(), whole);
            }
            Self::Scp03(session) => {
                let (whole, rest) = blocks.as_chunks_mut();
                if !rest.is_empty() {
                    return Err(SecureChannelError::DataLength);
                }
                session.data_encryption().$aes(&[0; 16], whole);
            }
            Self::Ended => return Err(SecureChannelError::Ended),
        }
        Ok(blocks)
    }};
}

impl CardSession {
    /// What protects the session; nothing once it has ended.
    #[must_use]
    pub fn security_level(&self) -> SecurityLevel {
        match self {
            Self::Scp02(session) => session.security_level(),
            Self::Scp03(session) => session.security_level(),
            Self::Ended => SecurityLevel::NONE,
        }
    }

    /// Checks and takes off the protection of a command. Under C-MAC a command without it is refused; without, one
    /// with it.
    ///
    /// # Errors
    /// Any; the session has then ended.
    pub fn unwrap(&mut self, command: &Command<'_>) -> Result<PlainCommand, SecureChannelError> {
        let outcome = match self {
            Self::Scp02(session) => session.unwrap(command),
            Self::Scp03(session) => session.unwrap(command),
            Self::Ended => Err(SecureChannelError::Ended),
        };
        outcome.inspect_err(|_| self.end())
    }

    /// The data of a response as it goes out, without status word: under R-MAC and R-ENCRYPTION when the level says so
    /// and the status is 9000, 62xx or 63xx. With another status there is no data then (Amendment D §6.2.5).
    ///
    /// # Errors
    /// [`SecureChannelError::Ended`].
    pub fn wrap_response(&mut self, data: &[u8], status: StatusWord) -> Result<Vec<u8>, SecureChannelError> {
        let outcome = match self {
            Self::Scp02(session) => session.wrap_response(data, status),
            Self::Scp03(session) => session.wrap_response(data, status),
            Self::Ended => Err(SecureChannelError::Ended),
        };
        outcome.inspect_err(|_| self.end())
    }

    /// Decrypts sensitive data, as keys in PUT KEY: whole blocks, without padding (SCP02: triple DES, electronic
    /// code book, §E.4.7; SCP03: AES, cipher block chaining, Amendment D §6.2.8).
    ///
    /// # Errors
    /// [`SecureChannelError::DataLength`], [`SecureChannelError::Ended`]; the session goes on.
    pub fn decrypt_data(&self, data: &[u8]) -> Result<Zeroizing<Vec<u8>>, SecureChannelError> {
        sensitive_data!(self, data, triple_des::decrypt_ecb, decrypt_cbc)
    }

    /// Encrypts sensitive data, the inverse of [`CardSession::decrypt_data`].
    ///
    /// # Errors
    /// As there.
    pub fn encrypt_data(&self, data: &[u8]) -> Result<Zeroizing<Vec<u8>>, SecureChannelError> {
        sensitive_data!(self, data, triple_des::encrypt_ecb, encrypt_cbc)
    }

    /// The command just unwrapped is BEGIN R-MAC SESSION (SCP02, GPCS 2.3.1 §E.4.5): when its response has been
    /// wrapped with 9000, the response MACs run. `level` is [`SecurityLevel::R_MAC`] to have one in each response from
    /// the next on, or [`SecurityLevel::NONE`] to have them only at the end.
    ///
    /// # Errors
    /// [`SecureChannelError::LevelNotSupported`] for another level, another protocol, or options without R-MAC;
    /// [`SecureChannelError::ResponseMacSession`] when R-MACs run already; [`SecureChannelError::Ended`]. The session
    /// goes on.
    pub fn begin_r_mac_session(&mut self, level: SecurityLevel) -> Result<(), SecureChannelError> {
        match self {
            Self::Scp02(session) => session.begin_r_mac_session(level),
            Self::Scp03(_) => Err(SecureChannelError::LevelNotSupported),
            Self::Ended => Err(SecureChannelError::Ended),
        }
    }

    /// The command just unwrapped is END R-MAC SESSION: gives the R-MAC over everything since the beginning, which is
    /// the data of the response. With `ends`, no response after this one carries an R-MAC.
    ///
    /// # Errors
    /// [`SecureChannelError::LevelNotSupported`] for another protocol; [`SecureChannelError::ResponseMacSession`] when
    /// no R-MACs run; [`SecureChannelError::Ended`]. The session goes on.
    pub fn end_r_mac_session(&mut self, ends: bool) -> Result<[u8; 8], SecureChannelError> {
        match self {
            Self::Scp02(session) => session.end_r_mac_session(ends),
            Self::Scp03(_) => Err(SecureChannelError::LevelNotSupported),
            Self::Ended => Err(SecureChannelError::Ended),
        }
    }

    /// Whether it has ended.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        matches!(self, Self::Ended)
    }

    /// Ends it and wipes its keys.
    pub fn end(&mut self) {
        *self = Self::Ended;
    }
}

impl HostSession {
    /// What protects the session; nothing once it has ended.
    #[must_use]
    pub fn security_level(&self) -> SecurityLevel {
        match self {
            Self::Scp02(session) => session.security_level(),
            Self::Scp03(session) => session.security_level(),
            Self::Ended => SecurityLevel::NONE,
        }
    }

    /// The command as it goes out.
    ///
    /// # Errors
    /// [`SecureChannelError::TooLong`] when it does not fit any more; [`SecureChannelError::Ended`]. The session
    /// has then ended.
    pub fn wrap(&mut self, command: &Command<'_>) -> Result<Vec<u8>, SecureChannelError> {
        let outcome = match self {
            Self::Scp02(session) => session.wrap(command),
            Self::Scp03(session) => session.wrap(command),
            Self::Ended => Err(SecureChannelError::Ended),
        };
        outcome.inspect_err(|_| self.end())
    }

    /// Checks and takes off the protection of a response; gives data and status word.
    ///
    /// # Errors
    /// [`SecureChannelError::ResponseMalformed`], [`SecureChannelError::Ended`]; the session has then ended.
    pub fn unwrap(&mut self, response: &[u8]) -> Result<Vec<u8>, SecureChannelError> {
        let outcome = match self {
            Self::Scp02(session) => session.unwrap(response),
            Self::Scp03(session) => session.unwrap(response),
            Self::Ended => Err(SecureChannelError::Ended),
        };
        outcome.inspect_err(|_| self.end())
    }

    /// Encrypts sensitive data for the card, whole blocks.
    ///
    /// # Errors
    /// [`SecureChannelError::DataLength`], [`SecureChannelError::Ended`].
    pub fn encrypt_data(&self, data: &[u8]) -> Result<Zeroizing<Vec<u8>>, SecureChannelError> {
        sensitive_data!(self, data, triple_des::encrypt_ecb, encrypt_cbc)
    }

    /// Decrypts sensitive data of the card.
    ///
    /// # Errors
    /// As [`HostSession::encrypt_data`].
    pub fn decrypt_data(&self, data: &[u8]) -> Result<Zeroizing<Vec<u8>>, SecureChannelError> {
        sensitive_data!(self, data, triple_des::decrypt_ecb, decrypt_cbc)
    }

    /// The command just wrapped is BEGIN R-MAC SESSION (SCP02, GPCS 2.3.1 §E.4.5): when its response has been
    /// unwrapped with 9000, the response MACs run. `level` is [`SecurityLevel::R_MAC`] to have one in each response from
    /// the next on, or [`SecurityLevel::NONE`] to have them only at the end.
    ///
    /// # Errors
    /// [`SecureChannelError::LevelNotSupported`] for another level, another protocol, or options without R-MAC;
    /// [`SecureChannelError::ResponseMacSession`] when R-MACs run already; [`SecureChannelError::Ended`]. The session
    /// goes on.
    pub fn begin_r_mac_session(&mut self, level: SecurityLevel) -> Result<(), SecureChannelError> {
        match self {
            Self::Scp02(session) => session.begin_r_mac_session(level),
            Self::Scp03(_) => Err(SecureChannelError::LevelNotSupported),
            Self::Ended => Err(SecureChannelError::Ended),
        }
    }

    /// The command just wrapped is END R-MAC SESSION: the data of its response must be the R-MAC over everything since
    /// the beginning, which [`HostSession::unwrap`] checks. With `ends`, no response after this one carries an R-MAC.
    ///
    /// # Errors
    /// [`SecureChannelError::LevelNotSupported`] for another protocol; [`SecureChannelError::ResponseMacSession`] when
    /// no R-MACs run; [`SecureChannelError::Ended`]. The session goes on.
    pub fn end_r_mac_session(&mut self, ends: bool) -> Result<(), SecureChannelError> {
        match self {
            Self::Scp02(session) => session.end_r_mac_session(ends),
            Self::Scp03(_) => Err(SecureChannelError::LevelNotSupported),
            Self::Ended => Err(SecureChannelError::Ended),
        }
    }

    /// Whether it has ended.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        matches!(self, Self::Ended)
    }

    /// Ends it and wipes its keys.
    pub fn end(&mut self) {
        *self = Self::Ended;
    }
}
