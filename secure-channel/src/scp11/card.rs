//! The card's side.

use alloc::vec::Vec;

use cardamom_apdu::Command;
use cardamom_apdu::tlv::append_object;

use super::agreement::{Agreement, CardIdentifiers, EPHEMERAL_KEY, RECEIPT, Variant};
use super::key::{PrivateKey, PublicKey};
use super::key_derivation::DerivedKeys;
use crate::scp03;
use crate::secure_channel_error::SecureChannelError;

/// MUTUAL AUTHENTICATE or INTERNAL AUTHENTICATE, read: the host's ephemeral key is a point of the curve.
#[derive(Clone, Debug)]
pub struct CardHandshake {
    agreement: Agreement,
    key_version: u8,
    host_ephemeral: PublicKey,
    data: Vec<u8>,
}

/// What the card agrees with, beside its static key, by variant.
#[derive(Clone, Debug)]
pub enum CardAgreement {
    /// SCP11a.
    A {
        /// Drawn for this session.
        ephemeral: PrivateKey,
        /// The host's static key, of a certificate that was verified.
        host: PublicKey,
    },
    /// SCP11b.
    B {
        /// Drawn for this session.
        ephemeral: PrivateKey,
    },
    /// SCP11c.
    C {
        /// The host's static key, of a certificate that was verified.
        host: PublicKey,
    },
}

impl CardAgreement {
    const fn variant(&self) -> Variant {
        match self {
            Self::A { .. } => Variant::A,
            Self::B { .. } => Variant::B,
            Self::C { .. } => Variant::C,
        }
    }
}

impl CardHandshake {
    /// Reads a command. Its instruction, its parameters and the identifier of the key must be of one variant.
    ///
    /// # Errors
    /// [`SecureChannelError::KeyAgreementMalformed`], [`SecureChannelError::KeyAgreementParameters`],
    /// [`SecureChannelError::PointNotOnCurve`].
    pub fn parse(command: &Command<'_>) -> Result<Self, SecureChannelError> {
        let (agreement, host_ephemeral) = Agreement::parse(command.data())?;
        if command.instruction() != agreement.variant.instruction()
            || command.p2() != agreement.variant.key_identifier()
        {
            return Err(SecureChannelError::KeyAgreementParameters);
        }
        Ok(Self { agreement, key_version: command.p1(), host_ephemeral, data: command.data().to_vec() })
    }

    /// What the host wants to agree on.
    #[must_use]
    pub const fn agreement(&self) -> &Agreement {
        &self.agreement
    }

    /// Version of the card's key, P1; its identifier is that of the variant.
    #[must_use]
    pub const fn key_version(&self) -> u8 {
        self.key_version
    }

    /// Agrees on keys, and opens the session: gives the data of the response, and the session. `identifiers` are
    /// the card's, for a host that asks for them.
    ///
    /// The host of variants a and c is authenticated by its first C-MAC only: nobody else has the keys.
    ///
    /// # Errors
    /// [`SecureChannelError::KeyAgreementParameters`] when the card's side is not of the variant that was asked for;
    /// [`SecureChannelError::KeyReflected`] when the host sends a key of the card as its own;
    /// [`SecureChannelError::IdentifierMissing`].
    pub fn agree(
        self,
        card_static: &PrivateKey,
        own: CardAgreement,
        identifiers: Option<&CardIdentifiers>,
    ) -> Result<(Vec<u8>, scp03::CardSession), SecureChannelError> {
        if own.variant() != self.agreement.variant {
            return Err(SecureChannelError::KeyAgreementParameters);
        }
        // Variant b: the host has no static key, its ephemeral one takes the place. Variant c: the card has no
        // ephemeral key, its static one takes the place.
        let (ephemeral, host_static) = match &own {
            CardAgreement::A { ephemeral, host } => (ephemeral, host),
            CardAgreement::B { ephemeral } => (ephemeral, &self.host_ephemeral),
            CardAgreement::C { host } => (card_static, host),
        };
        let (own_static, own_ephemeral) = (card_static.public_key(), ephemeral.public_key());
        for key in [&self.host_ephemeral, host_static] {
            if key.is(&own_static) || key.is(&own_ephemeral) {
                return Err(SecureChannelError::KeyReflected);
            }
        }
        let shared_information = self.agreement.shared_information(identifiers)?;
        let keys = DerivedKeys::derive(
            &ephemeral.agree(&self.host_ephemeral),
            &card_static.agree(host_static),
            &shared_information,
            self.agreement.key_length,
        )?;
        let mut response = Vec::new();
        append_object(&mut response, EPHEMERAL_KEY, &own_ephemeral.to_bytes());
        let receipt = keys.receipt(&self.data, &response);
        append_object(&mut response, RECEIPT, &receipt);
        let session = scp03::CardSession::from_session_keys(
            keys.session,
            receipt,
            self.agreement.level,
            scp03::Options::S8,
        );
        Ok((response, session))
    }
}
