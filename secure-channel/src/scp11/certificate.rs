//! Certificates of the keys of SCP11: in the format of GlobalPlatform, tag `7F21`, and X.509.
//!
//! A card has no clock: what a certificate says about dates is not looked at.
//!
//! ```
//! use cardamom_secure_channel::scp11::PrivateKey;
//! use cardamom_secure_channel::scp11::certificate::{Chain, NewCertificate, Usage};
//!
//! let key = |byte| PrivateKey::from_bytes(&[byte; 32]).unwrap();
//! let (authority, host) = (key(1), key(2));
//! let certificate = NewCertificate {
//!     serial_number: vec![0x01],
//!     authority: b"authority".to_vec(),
//!     subject: b"host".to_vec(),
//!     usage: Usage::KeyAgreement,
//!     effective: None,
//!     expiration: [0x20, 0x99, 0x12, 0x31],
//! }
//! .sign(&host.public_key(), &authority);
//!
//! let entity = Chain::new(authority.public_key()).entity(&certificate)?;
//! assert_eq!(entity.key, host.public_key());
//! # Ok::<(), cardamom_secure_channel::scp11::certificate::CertificateError>(())
//! ```

mod global_platform;
mod x509;

use alloc::vec::Vec;
use core::fmt;

use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};

pub use self::global_platform::{NewCertificate, Usage};
use super::key::PublicKey;

/// Why a certificate is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateError {
    /// It is not well formed, or of a version, format or critical extension that is not known.
    Malformed,
    /// Its key is not on P-256, or it is signed with something else than ECDSA on P-256 with SHA-256.
    Algorithm,
    /// Its signature is not one of its authority.
    SignatureWrong,
    /// Its key is not for this: to agree on keys, or to sign certificates.
    Usage,
    /// It comes after a certificate of somebody else than its issuer, or after more than that one allows.
    ChainBroken,
    /// It restricts what its holder may do (tag BF20), which is not supported, and so it is not taken at all.
    Restricted,
}

impl CertificateError {
    /// The rule behind it, with its section.
    #[must_use]
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Malformed => {
                "a certificate is 7F21 of GlobalPlatform, or X.509 without unknown critical extensions (Amendment F 7.5, RFC 5280 4.2)"
            }
            Self::Algorithm => "keys are on P-256, and signatures ECDSA with SHA-256 (Amendment F 7.5)",
            Self::SignatureWrong => {
                "the certificate does not verify under the key of its authority (Amendment F 7.5)"
            }
            Self::Usage => {
                "the last certificate is for key agreement, those before it for certificates (Amendment F 7.5, RFC 5280 4.2.1.3, 4.2.1.9)"
            }
            Self::ChainBroken => {
                "each certificate of a chain is issued by the one before it (Amendment F 7.5, RFC 5280 6.1)"
            }
            Self::Restricted => {
                "authorizations in certificates, BF20, are not supported: i does not say so (Amendment F 7.1)"
            }
        }
    }
}

impl fmt::Display for CertificateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rule())
    }
}

impl core::error::Error for CertificateError {}

/// What a certificate says, verified or not.
#[derive(Clone, Debug)]
struct Content {
    serial_number: Vec<u8>,
    /// Name of the issuer, as the certificate of the issuer has it as the subject's.
    issuer: Vec<u8>,
    subject: Vec<u8>,
    /// Identifier of the issuer's key, as an authority identifier on a card has it.
    authority: Option<Vec<u8>>,
    key: PublicKey,
    agrees_on_keys: bool,
    signs_certificates: bool,
    /// How many certificates of authorities may come after it.
    path_length: Option<u8>,
    signed: Vec<u8>,
    signature: Signature,
}

fn read(bytes: &[u8]) -> Result<Content, CertificateError> {
    match bytes {
        [0x7F, 0x21, ..] => global_platform::read(bytes),
        [0x30, ..] => x509::read(bytes),
        _ => Err(CertificateError::Malformed),
    }
}

/// Identifier of the authority that a certificate names as its issuer: the value of tag 42, or of the extension
/// authorityKeyIdentifier. `None` when it names none, or is not read. Nothing is verified.
#[must_use]
pub fn authority_identifier(certificate: &[u8]) -> Option<Vec<u8>> {
    read(certificate).ok()?.authority
}

/// Name of the subject of a certificate: the value of tag 5F20, or the DER encoding of the subject. `None` when it is
/// not read. Nothing is verified.
#[must_use]
pub fn subject_identifier(certificate: &[u8]) -> Option<Vec<u8>> {
    read(certificate).ok().map(|content| content.subject)
}

/// The key of a certificate, whoever signed it, and whatever it is for.
///
/// # Errors
/// [`CertificateError::Malformed`], [`CertificateError::Algorithm`].
pub fn unverified_key(certificate: &[u8]) -> Result<PublicKey, CertificateError> {
    read(certificate).map(|content| content.key)
}

/// Who a certificate is of, at the end of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Its key, for key agreement.
    pub key: PublicKey,
    /// Serial number of its certificate, without leading zeros.
    pub serial_number: Vec<u8>,
    /// Its name: the subject identifier (tag 5F20), or the DER encoding of the subject.
    pub subject: Vec<u8>,
}

/// A chain of certificates, from an authority down: what its next certificate is to be verified with.
#[derive(Clone, Debug)]
pub struct Chain {
    key: PublicKey,
    /// Of the last certificate; of the authority itself only the key is known.
    subject: Option<Vec<u8>>,
    path_length: Option<u8>,
}

impl Chain {
    /// A chain that begins under the key of an authority.
    #[must_use]
    pub const fn new(authority: PublicKey) -> Self {
        Self { key: authority, subject: None, path_length: None }
    }

    /// Verifies the certificate of an authority, under which the chain goes on.
    ///
    /// # Errors
    /// Any.
    pub fn authority(&self, certificate: &[u8]) -> Result<Self, CertificateError> {
        let content = self.verify(certificate)?;
        if !content.signs_certificates {
            return Err(CertificateError::Usage);
        }
        let path_length = match self.path_length {
            Some(0) => return Err(CertificateError::ChainBroken),
            Some(left) => {
                let left = left.saturating_sub(1);
                Some(content.path_length.map_or(left, |own| own.min(left)))
            }
            None => content.path_length,
        };
        Ok(Self { key: content.key, subject: Some(content.subject), path_length })
    }

    /// Verifies the last certificate: that of an entity whose key agrees on keys.
    ///
    /// # Errors
    /// Any.
    pub fn entity(&self, certificate: &[u8]) -> Result<Entity, CertificateError> {
        let content = self.verify(certificate)?;
        if !content.agrees_on_keys {
            return Err(CertificateError::Usage);
        }
        let serial_number = content.serial_number.iter().copied().skip_while(|byte| *byte == 0).collect();
        Ok(Entity { key: content.key, serial_number, subject: content.subject })
    }

    fn verify(&self, certificate: &[u8]) -> Result<Content, CertificateError> {
        let content = read(certificate)?;
        if self.subject.as_ref().is_some_and(|subject| *subject != content.issuer) {
            return Err(CertificateError::ChainBroken);
        }
        VerifyingKey::from(self.key.inner())
            .verify(&content.signed, &content.signature)
            .map_err(|_| CertificateError::SignatureWrong)?;
        Ok(content)
    }
}
