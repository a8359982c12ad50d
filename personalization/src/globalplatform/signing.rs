//! What vouches for card content (GPCS 2.3.1 Appendix C): making tokens and DAP blocks, checking receipts.

use std::fmt;

use cardamom_secure_channel::AesKey;
use cardamom_secure_channel::content_signature::{SignatureWrong, VerificationKey};
use p256::ecdsa;
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey;
use rsa::signature::{RandomizedSigner, SignatureEncoding, Signer};
use rsa::traits::PublicKeyParts;
use rsa::{RsaPrivateKey, pkcs1v15, pss};
use sha1::Sha1;
use sha2::Sha256;

use super::error::GlobalPlatformError;
use super::put_key::NewKey;
use super::step::Step;

/// Length of the modulus from which on RSA signatures are PSS with SHA-256, in bits.
const LONG_MODULUS: u32 = 1025;

/// A key that makes tokens and DAP blocks. `Debug` does not show it.
#[derive(Clone)]
pub struct SigningKey(Kind);

#[derive(Clone)]
enum Kind {
    Rsa(Box<RsaPrivateKey>),
    Ec(ecdsa::SigningKey),
    Aes(AesKey),
}

/// The text or bytes are no signing key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a signing key is an RSA (1024 to 4096 bits) or P-256 private key in PEM, or an AES key of 16, 24 or 32 bytes"
)]
pub struct NoSigningKey;

/// No signature was made: the system gave no random numbers, or the key is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no signature was made: no random numbers, or a damaged key")]
pub struct NotSigned;

impl SigningKey {
    /// A private key in PEM: PKCS#8 for RSA and P-256, PKCS#1 for RSA.
    ///
    /// # Errors
    /// [`NoSigningKey`].
    pub fn from_pem(text: &str) -> Result<Self, NoSigningKey> {
        let rsa = RsaPrivateKey::from_pkcs8_pem(text)
            .ok()
            .or_else(|| RsaPrivateKey::from_pkcs1_pem(text).ok())
            .filter(|key| (1024..=4096).contains(&key.n().bits_vartime()));
        if let Some(key) = rsa {
            return Ok(Self(Kind::Rsa(Box::new(key))));
        }
        ecdsa::SigningKey::from_pkcs8_pem(text).map(|key| Self(Kind::Ec(key))).map_err(|_| NoSigningKey)
    }

    /// A P-256 key from its secret number, 32 bytes, big endian.
    ///
    /// # Errors
    /// [`NoSigningKey`].
    pub fn ec(secret: &[u8]) -> Result<Self, NoSigningKey> {
        ecdsa::SigningKey::from_slice(secret).map(|key| Self(Kind::Ec(key))).map_err(|_| NoSigningKey)
    }

    /// An AES key of 16, 24 or 32 bytes.
    ///
    /// # Errors
    /// [`NoSigningKey`].
    pub fn aes(bytes: &[u8]) -> Result<Self, NoSigningKey> {
        AesKey::new(bytes).map(|key| Self(Kind::Aes(key))).ok_or(NoSigningKey)
    }

    /// The key that the card verifies with, for PUT KEY: version 70 for tokens, 73 for DAP blocks.
    #[must_use]
    pub fn card_key(&self) -> NewKey {
        match &self.0 {
            Kind::Rsa(key) => NewKey::Rsa {
                modulus: trimmed(&key.n().to_be_bytes()),
                exponent: trimmed(&key.e().to_be_bytes()),
            },
            Kind::Ec(key) => NewKey::Ec(key.verifying_key().to_sec1_point(false).as_bytes().to_vec()),
            Kind::Aes(key) => NewKey::Aes(key.clone()),
        }
    }

    /// A token over the data of a command (§C.4): [`Install::token_data`](super::install::Install::token_data).
    ///
    /// # Errors
    /// [`NotSigned`].
    pub fn token(&self, data: &[u8]) -> Result<Vec<u8>, NotSigned> {
        self.sign(data)
    }

    /// The signature of a DAP block, over the hash of the load file data block as it is announced (§C.3).
    ///
    /// # Errors
    /// [`NotSigned`].
    pub fn dap_signature(&self, hash: &[u8]) -> Result<Vec<u8>, NotSigned> {
        self.sign(hash)
    }

    /// PKCS#1 v1.5 with SHA-1 for RSA of 1024 bits, PSS with SHA-256 and a salt of 32 bytes for longer ones, ECDSA
    /// with SHA-256 as r and s, AES-CMAC.
    fn sign(&self, data: &[u8]) -> Result<Vec<u8>, NotSigned> {
        match &self.0 {
            Kind::Rsa(key) if key.n().bits_vartime() < LONG_MODULUS => {
                let key = pkcs1v15::SigningKey::<Sha1>::new(key.as_ref().clone());
                Ok(key.try_sign(data).map_err(|_| NotSigned)?.to_vec())
            }
            Kind::Rsa(key) => {
                let key = pss::SigningKey::<Sha256>::new(key.as_ref().clone());
                let signature = key.try_sign_with_rng(&mut getrandom::SysRng, data);
                Ok(signature.map_err(|_| NotSigned)?.to_vec())
            }
            Kind::Ec(key) => {
                let signature: ecdsa::Signature = key.try_sign(data).map_err(|_| NotSigned)?;
                Ok(signature.to_bytes().to_vec())
            }
            Kind::Aes(key) => Ok(key.cmac(&[data]).to_vec()),
        }
    }
}

/// Without zeros in front.
fn trimmed(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().copied().skip_while(|byte| *byte == 0).collect()
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::Rsa(_) => "SigningKey(RSA)",
            Kind::Ec(_) => "SigningKey(P-256)",
            Kind::Aes(_) => "SigningKey(AES)",
        })
    }
}

/// A receipt: the card's word that a command with a token was carried out (§11.1.6, §C.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The MAC.
    pub mac: Vec<u8>,
    /// The confirmation counter.
    pub counter: u16,
    /// What tells the security domain apart from others (Table 11-13).
    pub unique_data: Vec<u8>,
}

impl Receipt {
    /// Reads the confirmation in an answer: a length of one byte, receipt, counter and unique data with a length each
    /// (Table 11-14). `Ok(None)` when it is empty.
    ///
    /// # Errors
    /// The bytes are none.
    pub fn parse(bytes: &[u8]) -> Result<Option<Self>, ReceiptMalformed> {
        match bytes {
            [] | [0] => Ok(None),
            [length, rest @ ..] if usize::from(*length) == rest.len() => {
                let (mac, rest) = field(rest)?;
                let (counter, rest) = field(rest)?;
                let (unique_data, rest) = field(rest)?;
                let counter = counter.try_into().map(u16::from_be_bytes).map_err(|_| ReceiptMalformed)?;
                // What follows is the digest of a token, which is optional, and not read.
                let _ = rest;
                Ok(Some(Self { mac: mac.to_vec(), counter, unique_data: unique_data.to_vec() }))
            }
            _ => Err(ReceiptMalformed),
        }
    }

    /// Checks the receipt under the card's receipt key (version 71); `confirmed` is what the command was about:
    /// [`Install::confirmed`](super::install::Install::confirmed).
    ///
    /// # Errors
    /// [`SignatureWrong`].
    pub fn verify(&self, key: &AesKey, confirmed: &[u8]) -> Result<(), SignatureWrong> {
        let key = VerificationKey::aes(key.expose()).ok_or(SignatureWrong)?;
        let mut data = vec![2];
        data.extend(self.counter.to_be_bytes());
        data.push(u8::try_from(self.unique_data.len()).map_err(|_| SignatureWrong)?);
        data.extend_from_slice(&self.unique_data);
        data.extend_from_slice(confirmed);
        // The MAC of a receipt is made as that of a token is.
        key.verify_token(&data, &self.mac)
    }
}

fn field(bytes: &[u8]) -> Result<(&[u8], &[u8]), ReceiptMalformed> {
    let (length, rest) = bytes.split_first().ok_or(ReceiptMalformed)?;
    rest.split_at_checked(usize::from(*length)).ok_or(ReceiptMalformed)
}

/// The bytes are no confirmation with a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is no confirmation with a receipt (GPCS 2.3.1 Table 11-14)")]
pub struct ReceiptMalformed;

/// The receipt in an answer.
pub(super) fn receipt_of(step: Step, answer: &[u8]) -> Result<Option<Receipt>, GlobalPlatformError> {
    Receipt::parse(answer).map_err(|_| GlobalPlatformError::Malformed {
        step,
        what: "it is no confirmation with a receipt (GPCS 2.3.1 Table 11-14)",
    })
}

#[cfg(test)]
mod tests;
