//! Opening a session: INITIALIZE UPDATE and EXTERNAL AUTHENTICATE (GPCS 2.3.1 §E.4, §E.5).

use alloc::vec::Vec;
use core::fmt;

use cardamom_apdu::Command;
use subtle::ConstantTimeEq;

use super::session::{CardSession, HostSession, SessionKeys};
use super::{KeySet, Options};
use crate::secure_channel_error::SecureChannelError;
use crate::security_level::SecurityLevel;
use crate::triple_des::{Block, TripleDesKey, encrypt_cbc, full_mac, retail_mac};

const CLASS: u8 = 0x84;
const EXTERNAL_AUTHENTICATE: u8 = 0x82;

/// A session key (§E.4.1): the base key over constant and sequence counter.
pub(super) fn session_key(base: &TripleDesKey, constant: [u8; 2], counter: u16) -> TripleDesKey {
    let [c0, c1] = constant;
    let [s0, s1] = counter.to_be_bytes();
    let mut blocks = [[c0, c1, s0, s1, 0, 0, 0, 0], [0; 8]];
    encrypt_cbc(base, &mut blocks);
    let mut key = [0; 16];
    key.copy_from_slice(blocks.as_flattened());
    let derived = TripleDesKey::from_bytes(key);
    zeroize::Zeroize::zeroize(&mut key);
    zeroize::Zeroize::zeroize(&mut blocks);
    derived
}

const C_MAC: [u8; 2] = [0x01, 0x01];
const R_MAC: [u8; 2] = [0x01, 0x02];
const DATA_ENCRYPTION: [u8; 2] = [0x01, 0x81];
const ENCRYPTION: [u8; 2] = [0x01, 0x82];

/// The card challenge made from the sequence counter and the name of the application that the session is for, which is
/// the security domain itself or one that belongs to it (§E.4.2.3): six bytes.
#[must_use]
pub fn pseudo_random_challenge(mac: &TripleDesKey, counter: u16, invoker: &[u8]) -> [u8; 6] {
    let key = session_key(mac, C_MAC, counter);
    let [a, b, c, d, e, f, ..] = retail_mac(&key, [0; 8], invoker);
    [a, b, c, d, e, f]
}

/// What both sides know once the challenges are exchanged.
#[derive(Clone)]
struct Handshake {
    options: Options,
    keys: SessionKeys,
    card_cryptogram: Block,
    host_cryptogram: Block,
}

impl Handshake {
    fn new(
        keys: &KeySet,
        options: Options,
        counter: u16,
        host_challenge: [u8; 8],
        card_challenge: [u8; 6],
    ) -> Self {
        let keys = SessionKeys {
            encryption: session_key(&keys.encryption, ENCRYPTION, counter),
            mac: session_key(&keys.mac, C_MAC, counter),
            response_mac: session_key(&keys.mac, R_MAC, counter),
            data_encryption: session_key(&keys.data_encryption, DATA_ENCRYPTION, counter),
        };
        let counter = counter.to_be_bytes();
        let card = [&host_challenge[..], &counter, &card_challenge].concat();
        let host = [&counter[..], &card_challenge, &host_challenge].concat();
        Self {
            options,
            card_cryptogram: full_mac(&keys.encryption, &card),
            host_cryptogram: full_mac(&keys.encryption, &host),
            keys,
        }
    }

    /// The C-MAC of EXTERNAL AUTHENTICATE.
    fn mac(&self, level: SecurityLevel) -> Block {
        let mut message = Vec::from([CLASS, EXTERNAL_AUTHENTICATE, level.to_byte(), 0, 16]);
        message.extend_from_slice(&self.host_cryptogram);
        retail_mac(&self.keys.mac, [0; 8], &message)
    }
}

impl fmt::Debug for Handshake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handshake").field("options", &self.options).finish_non_exhaustive()
    }
}

/// The card's side, between INITIALIZE UPDATE and EXTERNAL AUTHENTICATE.
#[derive(Clone, Debug)]
pub struct CardHandshake(Handshake);

impl CardHandshake {
    /// Derives the session keys and the cryptograms.
    #[must_use]
    pub fn new(
        keys: &KeySet,
        options: Options,
        counter: u16,
        host_challenge: [u8; 8],
        card_challenge: [u8; 6],
    ) -> Self {
        Self(Handshake::new(keys, options, counter, host_challenge, card_challenge))
    }

    /// The card cryptogram of the response to INITIALIZE UPDATE.
    #[must_use]
    pub fn card_cryptogram(&self) -> [u8; 8] {
        self.0.card_cryptogram
    }

    /// Checks EXTERNAL AUTHENTICATE and opens the session at the level in its P1. The caller then steps the sequence
    /// counter (§E.1.2). The response goes out as it is: an R-MAC begins with the next command (§E.4.5).
    ///
    /// # Errors
    /// [`SecureChannelError::NotExternalAuthenticate`], [`SecureChannelError::LevelNotSupported`],
    /// [`SecureChannelError::CryptogramWrong`], [`SecureChannelError::MacWrong`].
    pub fn external_authenticate(self, command: &Command<'_>) -> Result<CardSession, SecureChannelError> {
        let Some((cryptogram, mac)) = command.data().split_first_chunk::<8>() else {
            return Err(SecureChannelError::NotExternalAuthenticate);
        };
        let is_it = command.class().without_channel().byte() == CLASS
            && command.instruction() == EXTERNAL_AUTHENTICATE
            && command.p2() == 0
            && mac.len() == 8;
        if !is_it {
            return Err(SecureChannelError::NotExternalAuthenticate);
        }
        let level = SecurityLevel::from_byte(command.p1());
        if !self.0.options.allows(level) {
            return Err(SecureChannelError::LevelNotSupported);
        }
        let expected = self.0.mac(level);
        let (cryptogram_right, mac_right) = (cryptogram.ct_eq(&self.0.host_cryptogram), mac.ct_eq(&expected));
        if !bool::from(cryptogram_right) {
            return Err(SecureChannelError::CryptogramWrong);
        }
        if !bool::from(mac_right) {
            return Err(SecureChannelError::MacWrong);
        }
        Ok(CardSession::new(self.0.keys, expected, level, self.0.options))
    }
}

/// The host's side, after the response to INITIALIZE UPDATE.
#[derive(Clone, Debug)]
pub struct HostHandshake(Handshake);

impl HostHandshake {
    /// Derives the session keys and checks the card's cryptogram.
    ///
    /// # Errors
    /// [`SecureChannelError::CryptogramWrong`]: the card has other keys.
    pub fn new(
        keys: &KeySet,
        options: Options,
        counter: u16,
        host_challenge: [u8; 8],
        card_challenge: [u8; 6],
        card_cryptogram: [u8; 8],
    ) -> Result<Self, SecureChannelError> {
        let handshake = Handshake::new(keys, options, counter, host_challenge, card_challenge);
        if !bool::from(handshake.card_cryptogram.ct_eq(&card_cryptogram)) {
            return Err(SecureChannelError::CryptogramWrong);
        }
        Ok(Self(handshake))
    }

    /// The EXTERNAL AUTHENTICATE command that opens a session at this level, and the session as it is when the
    /// card has answered 9000.
    ///
    /// # Errors
    /// [`SecureChannelError::LevelNotSupported`].
    pub fn external_authenticate(
        self,
        level: SecurityLevel,
    ) -> Result<(Vec<u8>, HostSession), SecureChannelError> {
        if !self.0.options.allows(level) {
            return Err(SecureChannelError::LevelNotSupported);
        }
        let command = Command::new(CLASS, EXTERNAL_AUTHENTICATE, level.to_byte(), 0);
        let mac = self.0.mac(level);
        let data = [self.0.host_cryptogram, mac].concat();
        let command = command.with_data(&data);
        let bytes = command.to_bytes().map_err(|_| SecureChannelError::TooLong)?;
        Ok((bytes, HostSession::new(self.0.keys, mac, level, self.0.options)))
    }
}
