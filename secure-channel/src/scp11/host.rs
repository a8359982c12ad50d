//! The host's side.

use alloc::vec::Vec;

use cardamom_apdu::Command;
use cardamom_apdu::tlv::append_object;
use subtle::ConstantTimeEq;

use super::agreement::{Agreement, CardIdentifiers, EPHEMERAL_KEY, RECEIPT, Variant, pair};
use super::key::{PrivateKey, PublicKey};
use super::key_derivation::DerivedKeys;
use crate::scp03;
use crate::secure_channel_error::SecureChannelError;

/// The class of the commands.
const CLASS: u8 = 0x80;

/// What the host agrees with, beside its ephemeral key, by variant.
#[derive(Clone, Debug)]
pub enum HostAgreement {
    /// SCP11a, with the static key whose certificate the card has been sent.
    A(PrivateKey),
    /// SCP11b: nothing.
    B,
    /// SCP11c, with the static key whose certificate the card has been sent.
    C(PrivateKey),
}

impl HostAgreement {
    const fn variant(&self) -> Variant {
        match self {
            Self::A(_) => Variant::A,
            Self::B => Variant::B,
            Self::C(_) => Variant::C,
        }
    }
}

/// The host's side, between the command that opens the session and its response.
#[derive(Clone, Debug)]
pub struct HostHandshake {
    agreement: Agreement,
    shared_information: Vec<u8>,
    own: HostAgreement,
    ephemeral: PrivateKey,
    card_static: PublicKey,
    data: Vec<u8>,
}

impl HostHandshake {
    /// The command that opens a session, with the card's key of this version and identifier, whose public half is
    /// `card_static`: of a certificate of the card (`GET DATA BF21`), or known beforehand. `ephemeral` is drawn for
    /// this session, and never used again.
    ///
    /// The command goes without secure messaging, on the basic channel; it is as long as a short one may be unless
    /// there is a long host identifier.
    ///
    /// # Errors
    /// [`SecureChannelError::LevelNotSupported`]; [`SecureChannelError::KeyAgreementParameters`] when the host's side
    /// is not of the variant agreed on; [`SecureChannelError::IdentifierMissing`], for which there is
    /// [`HostHandshake::with_identifiers`]; [`SecureChannelError::TooLong`].
    pub fn new(
        agreement: &Agreement,
        key_version: u8,
        key_identifier: u8,
        card_static: &PublicKey,
        own: HostAgreement,
        ephemeral: PrivateKey,
    ) -> Result<(Vec<u8>, Self), SecureChannelError> {
        Self::build(agreement, key_version, key_identifier, card_static, own, ephemeral, None)
    }

    /// As [`HostHandshake::new`], with the identifiers of the card that go into the keys.
    ///
    /// # Errors
    /// As there.
    pub fn with_identifiers(
        agreement: &Agreement,
        key_version: u8,
        key_identifier: u8,
        card_static: &PublicKey,
        own: HostAgreement,
        ephemeral: PrivateKey,
        identifiers: &CardIdentifiers,
    ) -> Result<(Vec<u8>, Self), SecureChannelError> {
        Self::build(agreement, key_version, key_identifier, card_static, own, ephemeral, Some(identifiers))
    }

    fn build(
        agreement: &Agreement,
        key_version: u8,
        key_identifier: u8,
        card_static: &PublicKey,
        own: HostAgreement,
        ephemeral: PrivateKey,
        identifiers: Option<&CardIdentifiers>,
    ) -> Result<(Vec<u8>, Self), SecureChannelError> {
        if own.variant() != agreement.variant {
            return Err(SecureChannelError::KeyAgreementParameters);
        }
        let data = agreement.data(&ephemeral.public_key())?;
        let command = Command::new(CLASS, agreement.variant.instruction(), key_version, key_identifier)
            .with_data(&data)
            .with_expected_length(256)
            .to_bytes()
            .map_err(|_| SecureChannelError::TooLong)?;
        let shared_information = agreement.shared_information(identifiers)?;
        let (agreement, card_static) = (agreement.clone(), *card_static);
        Ok((command, Self { agreement, shared_information, own, ephemeral, card_static, data }))
    }

    /// Checks the data of the response, and gives the session.
    ///
    /// # Errors
    /// [`SecureChannelError::ResponseMalformed`]; [`SecureChannelError::PointNotOnCurve`];
    /// [`SecureChannelError::KeyReflected`] when the card sends a key of the host as its own;
    /// [`SecureChannelError::ReceiptWrong`]: the card does not have its static key, or somebody has changed what was
    /// agreed on.
    pub fn open(self, response_data: &[u8]) -> Result<scp03::HostSession, SecureChannelError> {
        let [key, receipt] =
            pair(response_data, [EPHEMERAL_KEY, RECEIPT]).ok_or(SecureChannelError::ResponseMalformed)?;
        let card_ephemeral = PublicKey::from_bytes(key).ok_or(SecureChannelError::PointNotOnCurve)?;
        // Variant b: the host has no static key, its ephemeral one takes the place.
        let own_static = match &self.own {
            HostAgreement::A(key) | HostAgreement::C(key) => key,
            HostAgreement::B => &self.ephemeral,
        };
        for own in [own_static, &self.ephemeral] {
            let own = own.public_key();
            if card_ephemeral.is(&own) || self.card_static.is(&own) {
                return Err(SecureChannelError::KeyReflected);
            }
        }
        if matches!(self.own, HostAgreement::C(_)) && !card_ephemeral.is(&self.card_static) {
            return Err(SecureChannelError::ReceiptWrong);
        }
        let keys = DerivedKeys::derive(
            &self.ephemeral.agree(&card_ephemeral),
            &own_static.agree(&self.card_static),
            &self.shared_information,
            self.agreement.key_length,
        )?;
        let mut card_key = Vec::new();
        append_object(&mut card_key, EPHEMERAL_KEY, key);
        let expected = keys.receipt(&self.data, &card_key);
        if !bool::from(receipt.ct_eq(&expected)) {
            return Err(SecureChannelError::ReceiptWrong);
        }
        Ok(scp03::HostSession::from_session_keys(
            keys.session,
            expected,
            self.agreement.level,
            scp03::Options::S8,
        ))
    }
}
