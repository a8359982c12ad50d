//! Opening a session: INITIALIZE UPDATE and EXTERNAL AUTHENTICATE (Amendment D §7.1).

use alloc::vec::Vec;
use core::fmt;

use cardamom_apdu::Command;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::key_derivation::{Derivation, derive};
use super::session::{CardSession, HostSession, SessionKeys};
use super::{KeySet, Options};
use crate::aes_key::AesKey;
use crate::message::Header;
use crate::secure_channel_error::SecureChannelError;
use crate::security_level::SecurityLevel;

const CLASS: u8 = 0x84;
const EXTERNAL_AUTHENTICATE: u8 = 0x82;

/// The card challenge made from the sequence counter (three bytes) and the name of the application that the session is
/// for, which is the security domain itself or one that belongs to it (Amendment D §6.2.2.1): 8 bytes, or 16 with S16.
#[must_use]
pub fn pseudo_random_challenge(
    encryption: &AesKey,
    options: Options,
    counter: u32,
    invoker: &[u8],
) -> Vec<u8> {
    let [_, a, b, c] = counter.to_be_bytes();
    let length = if options.is_s16() { 16 } else { 8 };
    derive(encryption, Derivation::CardChallenge, length, &[&[a, b, c], invoker]).to_vec()
}

/// What both sides know once the challenges are exchanged.
#[derive(Clone)]
struct Handshake {
    options: Options,
    keys: SessionKeys,
    card_cryptogram: Zeroizing<Vec<u8>>,
    host_cryptogram: Zeroizing<Vec<u8>>,
}

impl Handshake {
    fn new(
        keys: &KeySet,
        options: Options,
        host_challenge: &[u8],
        card_challenge: &[u8],
    ) -> Result<Self, SecureChannelError> {
        keys.check()?;
        if host_challenge.len() != options.length() || card_challenge.len() != options.length() {
            return Err(SecureChannelError::ChallengeLength);
        }
        let context = [host_challenge, card_challenge];
        let key_length = u8::try_from(keys.mac.len()).map_err(|_| SecureChannelError::KeyLength)?;
        let session_key = |key, derivation| {
            AesKey::new(&derive(key, derivation, key_length, &context)).ok_or(SecureChannelError::KeyLength)
        };
        let mac = session_key(&keys.mac, Derivation::Mac)?;
        let length = if options.is_s16() { 16 } else { 8 };
        Ok(Self {
            options,
            card_cryptogram: derive(&mac, Derivation::CardCryptogram, length, &context),
            host_cryptogram: derive(&mac, Derivation::HostCryptogram, length, &context),
            keys: SessionKeys {
                encryption: session_key(&keys.encryption, Derivation::Encryption)?,
                response_mac: session_key(&keys.mac, Derivation::ResponseMac)?,
                mac,
                data_encryption: keys.data_encryption.clone(),
            },
        })
    }

    /// The C-MAC of EXTERNAL AUTHENTICATE, whole: it is the first chaining value.
    fn mac(&self, header: &Header) -> Result<[u8; 16], SecureChannelError> {
        let length = header.length(2 * self.options.length())?;
        Ok(self.keys.mac.cmac(&[&[0; 16], &header.protected(), &length, &self.host_cryptogram]))
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
    ///
    /// # Errors
    /// [`SecureChannelError::ChallengeLength`], [`SecureChannelError::KeyLength`].
    pub fn new(
        keys: &KeySet,
        options: Options,
        host_challenge: &[u8],
        card_challenge: &[u8],
    ) -> Result<Self, SecureChannelError> {
        Handshake::new(keys, options, host_challenge, card_challenge).map(Self)
    }

    /// The card cryptogram of the response to INITIALIZE UPDATE: 8 bytes, or 16 with S16.
    #[must_use]
    pub fn card_cryptogram(&self) -> &[u8] {
        &self.0.card_cryptogram
    }

    /// Checks EXTERNAL AUTHENTICATE and opens the session at the level in its P1. The response
    /// goes out as it is (§6.2.5).
    ///
    /// # Errors
    /// [`SecureChannelError::NotExternalAuthenticate`], [`SecureChannelError::LevelNotSupported`],
    /// [`SecureChannelError::CryptogramWrong`], [`SecureChannelError::MacWrong`].
    pub fn external_authenticate(self, command: &Command<'_>) -> Result<CardSession, SecureChannelError> {
        let Handshake { options, .. } = self.0;
        let is_it = command.class().without_channel().byte() == CLASS
            && command.instruction() == EXTERNAL_AUTHENTICATE
            && command.p2() == 0
            && command.data().len() == 2 * options.length();
        if !is_it {
            return Err(SecureChannelError::NotExternalAuthenticate);
        }
        let level = SecurityLevel::from_byte(command.p1());
        if !options.allows(level) {
            return Err(SecureChannelError::LevelNotSupported);
        }
        let (cryptogram, mac) = command
            .data()
            .split_at_checked(options.length())
            .ok_or(SecureChannelError::NotExternalAuthenticate)?;
        let expected = self.0.mac(&Header::of(command))?;
        let cryptogram_right = cryptogram.ct_eq(&self.0.host_cryptogram);
        let mac_right = mac.ct_eq(expected.get(..mac.len()).unwrap_or(&[]));
        if !bool::from(cryptogram_right) {
            return Err(SecureChannelError::CryptogramWrong);
        }
        if !bool::from(mac_right) {
            return Err(SecureChannelError::MacWrong);
        }
        Ok(CardSession::from_session_keys(self.0.keys, expected, level, options))
    }
}

/// The host's side, after the response to INITIALIZE UPDATE.
#[derive(Clone, Debug)]
pub struct HostHandshake(Handshake);

impl HostHandshake {
    /// Derives the session keys and checks the card's cryptogram.
    ///
    /// # Errors
    /// [`SecureChannelError::CryptogramWrong`]: the card has other keys. [`SecureChannelError::ChallengeLength`],
    /// [`SecureChannelError::KeyLength`].
    pub fn new(
        keys: &KeySet,
        options: Options,
        host_challenge: &[u8],
        card_challenge: &[u8],
        card_cryptogram: &[u8],
    ) -> Result<Self, SecureChannelError> {
        let handshake = Handshake::new(keys, options, host_challenge, card_challenge)?;
        if !bool::from(handshake.card_cryptogram.ct_eq(card_cryptogram)) {
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
        let Handshake { options, .. } = self.0;
        if !options.allows(level) {
            return Err(SecureChannelError::LevelNotSupported);
        }
        let command = Command::new(CLASS, EXTERNAL_AUTHENTICATE, level.to_byte(), 0);
        let mac = self.0.mac(&Header::of(&command))?;
        let mut data = self.0.host_cryptogram.to_vec();
        data.extend_from_slice(mac.get(..options.length()).unwrap_or(&mac));
        let command = command.with_data(&data);
        let bytes = command.to_bytes().map_err(|_| SecureChannelError::TooLong)?;
        Ok((bytes, HostSession::from_session_keys(self.0.keys, mac, level, options)))
    }
}
