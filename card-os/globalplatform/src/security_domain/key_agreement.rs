//! Opening a session with SCP11: PERFORM SECURITY OPERATION, MUTUAL AUTHENTICATE, INTERNAL AUTHENTICATE (Amendment F
//! §7.5, §7.6).
//!
//! | Command | CLA INS | P1 | P2 | Data |
//! |---|---|---|---|---|
//! | PERFORM SECURITY OPERATION | `80 2A` | version of the authority's key; b8: the certificate goes on in the next command | its identifier; b8: a certificate follows | a certificate, `7F21` or X.509 |
//! | MUTUAL AUTHENTICATE | `80 82` | version of the card's key, 00: any | its identifier, `11` or `15` | [`scp11`] |
//! | INTERNAL AUTHENTICATE | `80 88` | as there | `13` | as there |
//!
//! P1 and P2 of PERFORM SECURITY OPERATION are both 00 for whichever authority the certificate names. What it has
//! verified stays until a session opens, is taken away by a certificate that does not verify, and opens one session.

use cardamom_apdu::{Command, SecureMessaging};
use cardamom_kernel::{Context, Error, Reason, Refusal};
use cardamom_secure_channel::scp11::certificate::{
    CertificateError, Chain, Entity, authority_identifier, subject_identifier,
};
use cardamom_secure_channel::scp11::{
    self, CardAgreement, CardHandshake, CardIdentifiers, PrivateKey, PublicKey, Variant,
};
use cardamom_secure_channel::session::CardSession;

use super::initiation::{Tries, channel_refusal};
use super::key_data::first_certificates;
use super::state::{ChannelSession, HostCertificates};
use super::{Answer, SecurityDomain, tag};
use crate::card_data::Scp11Options;
use crate::key_set::{KeyReference, KeyType};
use crate::life_cycle::AdministrativeCommand;
use crate::reason::GlobalPlatformReason;

/// Identifiers of the keys of authorities for off-card entities: PK.CA-KLOC.ECDSA, and more of them. Keys of another
/// use, such as those of DAP, vouch for nobody.
const fn is_authority(identifier: u8) -> bool {
    matches!(identifier, 0x10 | 0x20..=0x2F)
}

impl SecurityDomain {
    /// Answers the commands that open sessions with SCP11; `None` when the command is none of them, or the security
    /// domain does not speak the protocol. A session before it ends, as it does with INITIALIZE UPDATE.
    pub(super) fn agree_on_keys(
        &self,
        context: &mut Context<'_>,
        state: &mut ChannelSession,
        command: &Command<'_>,
    ) -> Result<Option<Answer>, Error> {
        let class = command.class();
        let is_one = match command.instruction() {
            scp11::PERFORM_SECURITY_OPERATION | scp11::INTERNAL_AUTHENTICATE => true,
            // With P2 00 it is EXTERNAL AUTHENTICATE.
            scp11::MUTUAL_AUTHENTICATE => command.p2() != 0,
            _ => false,
        };
        if !is_one || !class.is_proprietary() || class.secure_messaging() != SecureMessaging::None {
            return Ok(None);
        }
        let protocols = self.all_protocols(context)?;
        let Some(options) = protocols.iter().find_map(|option| option.scp11()) else { return Ok(None) };
        self.check_card_state(context, state, AdministrativeCommand::Authenticate)?;
        self.own_tries(context, Tries::Check)?;
        state.handshake = None;
        if state.session.is_some() {
            self.end_session(context, state);
        }
        if command.instruction() != scp11::PERFORM_SECURITY_OPERATION {
            return self.authenticate(context, state, options, command).map(Some);
        }
        let joined = self.join_chain(state, command);
        let verified = match joined {
            Ok(None) => return Ok(Some(Answer::default())),
            Ok(Some(whole)) => {
                let before = state.host.take();
                self.verify(context, options, before, [whole.p1, whole.p2], &whole.data)
            }
            Err(reason) => Err(reason.into()),
        };
        state.host = None;
        state.host = Some(verified?);
        Ok(Some(Answer::default()))
    }

    /// Verifies a certificate: P1 and P2 name the authority's key.
    fn verify(
        &self,
        context: &mut Context<'_>,
        options: Scp11Options,
        before: Option<HostCertificates>,
        [version, p2]: [u8; 2],
        certificate: &[u8],
    ) -> Result<HostCertificates, Error> {
        if certificate.starts_with(&[0x30]) && !options.has_x509() {
            return Err(GlobalPlatformReason::CertificateWrong.into());
        }
        let (identifier, is_last) = (p2 & 0x7F, p2 & 0x80 == 0);
        let named = match (identifier, version) {
            (0, 0) => match &before {
                Some(HostCertificates::Chain { authority, .. }) => Some(*authority),
                _ => self.authority_of(context, certificate)?,
            },
            _ => KeyReference::parse(&[identifier, version]),
        };
        let authority = named.ok_or(GlobalPlatformReason::KeyNotFound)?;
        let chain = match before {
            Some(HostCertificates::Chain { authority: of, chain }) if of == authority => chain,
            _ => Chain::new(self.authority_key(context, authority)?),
        };
        if !is_last {
            if !options.has_chains() {
                return Err(GlobalPlatformReason::Parameters.into());
            }
            let chain = chain.authority(certificate).map_err(certificate_refusal)?;
            return Ok(HostCertificates::Chain { authority, chain });
        }
        let entity = chain.entity(certificate).map_err(certificate_refusal)?;
        self.check_allowed(context, authority, &entity)?;
        Ok(HostCertificates::Whole(entity))
    }

    /// The key of the authority that a certificate names.
    fn authority_of(
        &self,
        context: &mut Context<'_>,
        certificate: &[u8],
    ) -> Result<Option<KeyReference>, Error> {
        let Some(identifier) = authority_identifier(certificate) else { return Ok(None) };
        self.key_of_authority(context, &identifier)
    }

    fn authority_key(&self, context: &mut Context<'_>, of: KeyReference) -> Result<PublicKey, Error> {
        let [identifier, version] = of.to_bytes();
        let keys = self.keys.all(context)?;
        let key = keys
            .iter()
            .filter(|key| is_authority(key.identifier))
            .find(|key| (key.identifier, key.version) == (identifier, version))
            .and_then(|key| key.component(KeyType::EcPublic))
            .and_then(PublicKey::from_bytes);
        Ok(key.ok_or(GlobalPlatformReason::KeyNotFound)?)
    }

    /// MUTUAL AUTHENTICATE, INTERNAL AUTHENTICATE.
    fn authenticate(
        &self,
        context: &mut Context<'_>,
        state: &mut ChannelSession,
        options: Scp11Options,
        command: &Command<'_>,
    ) -> Result<Answer, Error> {
        let host = state.host.take();
        self.end_session(context, state);
        let handshake = CardHandshake::parse(command).map_err(channel_refusal)?;
        let variant = handshake.agreement().variant;
        if !options.has(variant) {
            return Err(GlobalPlatformReason::KeyAgreement.into());
        }
        let (version, key) = self.agreement_key(context, variant, handshake.key_version())?;
        let host = || match host {
            Some(HostCertificates::Whole(entity)) => Ok(entity.key),
            _ => Err(GlobalPlatformReason::CertificateMissing),
        };
        let own = match variant {
            Variant::A => {
                let host = host()?;
                CardAgreement::A { ephemeral: draw(context)?, host }
            }
            Variant::B => CardAgreement::B { ephemeral: draw(context)? },
            Variant::C => CardAgreement::C { host: host()? },
        };
        let identifiers = match handshake.agreement().host_identifier {
            Some(_) => self.identifiers(context, variant, version)?,
            None => None,
        };
        let (response, session) =
            handshake.agree(&key, own, identifiers.as_ref()).map_err(channel_refusal)?;
        state.domain = Some(context.aid()?);
        state.session = Some(CardSession::Scp03(session));
        state.is_anonymous = !variant.authenticates_host();
        Ok(Answer::of(response))
    }

    /// The card's key of a variant, and its version; version 00 asks for any.
    fn agreement_key(
        &self,
        context: &mut Context<'_>,
        variant: Variant,
        version: u8,
    ) -> Result<(u8, PrivateKey), Error> {
        let keys = self.keys.all(context)?;
        let key = keys
            .iter()
            .filter(|key| key.identifier == variant.key_identifier())
            .filter(|key| version == 0 || key.version == version)
            .find_map(|key| {
                let bytes = key.component(KeyType::EcPrivate)?.try_into().ok()?;
                Some((key.version, PrivateKey::from_bytes(bytes)?))
            });
        Ok(key.ok_or(GlobalPlatformReason::KeyNotFound)?)
    }

    /// What goes into the keys when the host asks for it; `None` when the card lacks a part of it.
    fn identifiers(
        &self,
        context: &mut Context<'_>,
        variant: Variant,
        version: u8,
    ) -> Result<Option<CardIdentifiers>, Error> {
        if variant == Variant::C {
            let key = [variant.key_identifier(), version];
            let certificates = self.data.get(context, tag::CERTIFICATE_STORE, &key)?;
            let group = certificates
                .as_deref()
                .and_then(|certificates| first_certificates(certificates).last())
                .and_then(subject_identifier);
            return Ok(group.map(|group| CardIdentifiers { group, ..CardIdentifiers::default() }));
        }
        let provider = self.data.get(context, tag::ISSUER_IDENTIFICATION_NUMBER, &[])?;
        let image = self.data.get(context, tag::CARD_IMAGE_NUMBER, &[])?;
        Ok(provider.zip(image).map(|(provider, image)| CardIdentifiers {
            provider,
            image,
            ..CardIdentifiers::default()
        }))
    }

    /// The list of serial numbers of an authority, where there is one.
    fn check_allowed(
        &self,
        context: &mut Context<'_>,
        authority: KeyReference,
        entity: &Entity,
    ) -> Result<(), Error> {
        match self.allowed_serial_numbers(context, authority)? {
            Some(allowed) if !allowed.contains(&entity.serial_number) => {
                Err(GlobalPlatformReason::CertificateNotAllowed.into())
            }
            _ => Ok(()),
        }
    }
}

/// An ephemeral key.
fn draw(context: &mut Context<'_>) -> Result<PrivateKey, Error> {
    PrivateKey::draw(|bytes| context.random(bytes))
}

/// A certificate that was not taken: told with its own rule.
fn certificate_refusal(error: CertificateError) -> Error {
    let reason = match error {
        CertificateError::Restricted => GlobalPlatformReason::CertificateRestricted,
        CertificateError::Malformed => GlobalPlatformReason::DataField,
        _ => GlobalPlatformReason::CertificateWrong,
    };
    Error::Refused(Refusal { status_word: reason.status_word(), rule: error.rule() })
}
