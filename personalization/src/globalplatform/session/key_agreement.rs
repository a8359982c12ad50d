//! Opening a session by agreeing on keys: SCP11 (Amendment F).

use cardamom_apdu::Command;
use cardamom_apdu::tlv::Reader;
use cardamom_secure_channel::scp11::certificate::{Chain, unverified_key};
use cardamom_secure_channel::scp11::{
    Agreement, HostAgreement, HostHandshake, KeyLength, PrivateKey, PublicKey, Variant,
};
use cardamom_secure_channel::session::HostSession;
use cardamom_secure_channel::{SecureChannelError, SecurityLevel};
use p256::pkcs8::DecodePrivateKey;
use zeroize::Zeroizing;

use super::{Challenge, OpenedOptions, Session, SessionState};
use crate::globalplatform::card_channel::{CardChannel, OpenedSession, exchange_checked};
use crate::globalplatform::card_data::value_of;
use crate::globalplatform::discovery::{Selected, get_data};
use crate::globalplatform::error::GlobalPlatformError;
use crate::globalplatform::step::Step;

/// Tag of the certificate store of a key.
const CERTIFICATE_STORE: u16 = 0xBF21;
const KEY_DIVERSIFICATION_DATA: u16 = 0x00CF;

/// How the card's static public key is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardKey {
    /// From its certificates, the first of which this authority signed.
    Certified(PublicKey),
    /// Beforehand.
    Known(PublicKey),
    /// From its last certificate, whoever signed it: nobody says then that it is the card that answers.
    Unverified,
}

/// Who the host is, for SCP11a and SCP11c.
#[derive(Clone, Debug)]
pub struct HostIdentity {
    /// Its static key.
    pub key: PrivateKey,
    /// Its certificates, from that which the card's authority signed to its own.
    pub certificates: Vec<Vec<u8>>,
    /// Version of the authority's key on the card.
    pub authority_version: u8,
    /// Identifier of the authority's key on the card.
    pub authority_identifier: u8,
}

/// What a session over SCP11 is opened with.
#[derive(Clone, Debug)]
pub struct KeyAgreement {
    /// Version of the card's key. Its identifier follows from the variant: 11, 13 or 15.
    pub key_version: u8,
    /// SCP11a, b or c.
    pub variant: Variant,
    /// What protects the session: 33, 13, 11 or 03.
    pub level: SecurityLevel,
    /// Length of the session keys.
    pub key_length: KeyLength,
    /// How the card's key is known.
    pub card: CardKey,
    /// Who the host is; `None` for SCP11b.
    pub host: Option<HostIdentity>,
}

/// A private key on P-256 in PEM (PKCS#8); `None` when it is none.
#[must_use]
pub fn private_key_from_pem(text: &str) -> Option<PrivateKey> {
    let key = p256::SecretKey::from_pkcs8_pem(text).ok()?;
    PrivateKey::from_bytes(&Zeroizing::new(key.to_bytes().into()))
}

impl<'a> Session<'a> {
    /// Opens a session with the security domain that is selected by agreeing on keys. The ephemeral key is random, and
    /// used once.
    ///
    /// # Errors
    /// [`GlobalPlatformError::Certificate`] when the card's certificates do not verify;
    /// [`GlobalPlatformError::SecureChannel`] when the card does not prove that it has its key; and any other.
    pub fn agree(
        channel: &'a mut dyn CardChannel,
        selected: &Selected,
        agreement: &KeyAgreement,
        ephemeral: PrivateKey,
    ) -> Result<Self, GlobalPlatformError> {
        let step = Step::KeyAgreement;
        let failed = |source| GlobalPlatformError::SecureChannel { step, source };
        let KeyAgreement { key_version, variant, level, key_length, card, host } = agreement;
        let own = match (variant, host) {
            (Variant::A, Some(host)) => HostAgreement::A(host.key.clone()),
            (Variant::B, _) => HostAgreement::B,
            (Variant::C, Some(host)) => HostAgreement::C(host.key.clone()),
            (_, None) => return Err(failed(SecureChannelError::KeyAgreementParameters)),
        };
        let identifier = variant.key_identifier();
        let card_key = match card {
            CardKey::Known(key) => *key,
            CardKey::Certified(authority) => {
                certified_key(&certificates(channel, identifier, *key_version)?, Some(authority))?
            }
            CardKey::Unverified => certified_key(&certificates(channel, identifier, *key_version)?, None)?,
        };
        let diversification_data = get_data(channel, KEY_DIVERSIFICATION_DATA)?
            .and_then(|bytes| value_of(KEY_DIVERSIFICATION_DATA, &bytes).try_into().ok())
            .unwrap_or_default();
        if let (true, Some(host)) = (variant.authenticates_host(), host) {
            send_certificates(channel, host)?;
        }
        let wanted = Agreement { key_length: *key_length, ..Agreement::new(*variant, *level) };
        let (command, handshake) =
            HostHandshake::new(&wanted, *key_version, identifier, &card_key, own, ephemeral)
                .map_err(failed)?;
        let command = Command::parse(&command).map_err(|_| GlobalPlatformError::TooLong { step })?;
        let answer = exchange_checked(channel, step, &command)?;
        let session = HostSession::Scp03(handshake.open(&answer).map_err(failed)?);
        channel.opened(&OpenedSession {
            protocol: 11,
            key_version: *key_version,
            level: session.security_level(),
            keys: "agreed".to_owned(),
        });
        let state = SessionState {
            session,
            security_domain: selected.aid,
            options: OpenedOptions::Scp11(*variant),
            challenge: Challenge::Random,
            uses_test_keys: false,
            key_version: *key_version,
            diversification_data,
        };
        Ok(Self { channel, state })
    }
}

/// The certificates that the card has for its key.
fn certificates(
    channel: &mut dyn CardChannel,
    identifier: u8,
    version: u8,
) -> Result<Vec<Vec<u8>>, GlobalPlatformError> {
    let step = Step::GetData(CERTIFICATE_STORE);
    let [high, low] = CERTIFICATE_STORE.to_be_bytes();
    let reference = [0xA6, 0x04, 0x83, 0x02, identifier, version];
    let command = Command::new(0x80, 0xCA, high, low).with_data(&reference).with_expected_length(256);
    let answer = exchange_checked(channel, step, &command)?;
    let store = value_of(CERTIFICATE_STORE, &answer);
    let objects: Result<Vec<_>, _> = Reader::new(&store).collect();
    let objects = objects
        .map_err(|_| GlobalPlatformError::Malformed { step, what: "it is no list of certificates" })?;
    Ok(objects.iter().map(|object| object.encoding().to_vec()).collect())
}

/// The key of the last certificate, verified from an authority down where there is one to trust.
fn certified_key(
    certificates: &[Vec<u8>],
    authority: Option<&PublicKey>,
) -> Result<PublicKey, GlobalPlatformError> {
    let step = Step::GetData(CERTIFICATE_STORE);
    let (last, above) = certificates
        .split_last()
        .ok_or(GlobalPlatformError::Malformed { step, what: "there is no certificate in it" })?;
    let Some(authority) = authority else {
        return unverified_key(last).map_err(GlobalPlatformError::Certificate);
    };
    let mut chain = Chain::new(*authority);
    for certificate in above {
        chain = chain.authority(certificate).map_err(GlobalPlatformError::Certificate)?;
    }
    Ok(chain.entity(last).map_err(GlobalPlatformError::Certificate)?.key)
}

/// PERFORM SECURITY OPERATION with each of the host's certificates.
fn send_certificates(channel: &mut dyn CardChannel, host: &HostIdentity) -> Result<(), GlobalPlatformError> {
    let mut certificates = host.certificates.iter().peekable();
    while let Some(certificate) = certificates.next() {
        let more = if certificates.peek().is_some() { 0x80 } else { 0x00 };
        let command = Command::new(0x80, 0x2A, host.authority_version, host.authority_identifier | more)
            .with_data(certificate);
        exchange_checked(channel, Step::PerformSecurityOperation, &command)?;
    }
    Ok(())
}
