//! What vouches for card content (GPCS 2.3.1 Appendix C): tokens, receipts, DAP blocks, and hashes of load files.
//!
//! | key | tokens (C.4) and DAP blocks (C.3) | receipts (C.5) |
//! |---|---|---|
//! | RSA, 1024 bits | PKCS#1 v1.5 with SHA-1 | |
//! | RSA, longer | PSS with SHA-256, salt of 32 bytes | |
//! | P-256 | ECDSA with SHA-256, r and s of 32 bytes | |
//! | AES | CMAC, 16 bytes | CMAC, 16 bytes |
//! | triple DES | retail MAC, 8 bytes | full triple DES MAC, 8 bytes |
//!
//! A DAP block signs the hash of the load file data block, as it was announced.

use alloc::vec::Vec;
use core::fmt;

use p256::ecdsa::signature::Verifier;
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, RsaPublicKey, pkcs1v15, pss};
use sha1::{Digest, Sha1};
use sha2::{Sha256, Sha384, Sha512};
use subtle::ConstantTimeEq;

use crate::aes_key::AesKey;
use crate::triple_des::{self, TripleDesKey};

/// Modulus length from which on signatures are PSS with SHA-256, in bits.
const LONG_MODULUS: u32 = 1025;

/// A key that verifies tokens and DAP blocks, or makes receipts.
#[derive(Clone)]
pub struct VerificationKey(Kind);

#[derive(Clone)]
enum Kind {
    Rsa(RsaPublicKey),
    Ec(p256::ecdsa::VerifyingKey),
    Aes(AesKey),
    TripleDes(TripleDesKey),
}

/// A signature does not verify, or is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignatureWrong;

impl fmt::Display for SignatureWrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the signature does not verify (GPCS 2.3.1 Appendix C)")
    }
}

impl core::error::Error for SignatureWrong {}

impl fmt::Debug for VerificationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.0 {
            Kind::Rsa(_) => "RSA",
            Kind::Ec(_) => "P-256",
            Kind::Aes(_) => "AES",
            Kind::TripleDes(_) => "triple DES",
        };
        write!(f, "VerificationKey({kind})")
    }
}

impl VerificationKey {
    /// An RSA key from modulus and public exponent, big endian; `None` when they are none (1024 to 4096 bits).
    #[must_use]
    pub fn rsa(modulus: &[u8], exponent: &[u8]) -> Option<Self> {
        if !(128..=512).contains(&modulus.len()) {
            return None;
        }
        let number = |bytes: &[u8]| {
            let bits = u32::try_from(bytes.len().checked_mul(8)?).ok()?;
            BoxedUint::from_be_slice(bytes, bits).ok()
        };
        RsaPublicKey::new(number(modulus)?, number(exponent)?).ok().map(|key| Self(Kind::Rsa(key)))
    }

    /// A P-256 key from an uncompressed point, 65 bytes; `None` when it is none.
    #[must_use]
    pub fn ec(point: &[u8]) -> Option<Self> {
        p256::ecdsa::VerifyingKey::from_sec1_bytes(point).ok().map(|key| Self(Kind::Ec(key)))
    }

    /// An AES key of 16, 24 or 32 bytes.
    #[must_use]
    pub fn aes(bytes: &[u8]) -> Option<Self> {
        AesKey::new(bytes).map(|key| Self(Kind::Aes(key)))
    }

    /// A triple DES key of 16 bytes.
    #[must_use]
    pub fn triple_des(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| Self(Kind::TripleDes(TripleDesKey::from_bytes(bytes))))
    }

    /// Verifies a token over its data (C.4).
    ///
    /// # Errors
    /// [`SignatureWrong`].
    pub fn verify_token(&self, data: &[u8], token: &[u8]) -> Result<(), SignatureWrong> {
        self.verify(data, token)
    }

    /// Verifies a DAP block over the hash of the load file data block (C.3).
    ///
    /// # Errors
    /// [`SignatureWrong`].
    pub fn verify_dap(&self, hash: &[u8], signature: &[u8]) -> Result<(), SignatureWrong> {
        self.verify(hash, signature)
    }

    fn verify(&self, data: &[u8], signature: &[u8]) -> Result<(), SignatureWrong> {
        let verified = match &self.0 {
            Kind::Rsa(key) if key.n().bits_vartime() < LONG_MODULUS => {
                let key = pkcs1v15::VerifyingKey::<Sha1>::new(key.clone());
                let signature = pkcs1v15::Signature::try_from(signature).map_err(|_| SignatureWrong)?;
                key.verify(data, &signature).is_ok()
            }
            Kind::Rsa(key) => {
                let key = pss::VerifyingKey::<Sha256>::new(key.clone());
                let signature = pss::Signature::try_from(signature).map_err(|_| SignatureWrong)?;
                key.verify(data, &signature).is_ok()
            }
            Kind::Ec(key) => {
                let signature = p256::ecdsa::Signature::from_slice(signature).map_err(|_| SignatureWrong)?;
                key.verify(data, &signature).is_ok()
            }
            Kind::Aes(key) => bool::from(key.cmac(&[data]).as_slice().ct_eq(signature)),
            Kind::TripleDes(key) => {
                bool::from(triple_des::retail_mac(key, [0; 8], data).as_slice().ct_eq(signature))
            }
        };
        if verified { Ok(()) } else { Err(SignatureWrong) }
    }

    /// The same key to make receipts with, when it is a secret one.
    #[must_use]
    pub fn as_receipt_key(&self) -> Option<ReceiptKey<'_>> {
        match &self.0 {
            Kind::Aes(key) => Some(ReceiptKey::Aes(key)),
            Kind::TripleDes(key) => Some(ReceiptKey::TripleDes(key)),
            _ => None,
        }
    }
}

/// A key that makes receipts (C.5).
#[derive(Clone, Copy, Debug)]
pub enum ReceiptKey<'a> {
    /// AES.
    Aes(&'a AesKey),
    /// Triple DES.
    TripleDes(&'a TripleDesKey),
}

impl ReceiptKey<'_> {
    /// The receipt over its data: 16 bytes with AES, 8 with triple DES.
    #[must_use]
    pub fn receipt(&self, data: &[u8]) -> Vec<u8> {
        match self {
            Self::Aes(key) => key.cmac(&[data]).to_vec(),
            Self::TripleDes(key) => triple_des::full_mac(key, data).to_vec(),
        }
    }
}

/// The hash of a load file data block (C.2): SHA-1, SHA-256, SHA-384 or SHA-512, told apart by its length.
#[derive(Clone, Copy, Debug)]
pub struct LoadFileHash;

impl LoadFileHash {
    /// The hash of this length in bytes; `None` for another length.
    #[must_use]
    pub fn of(block: &[u8], length: usize) -> Option<Vec<u8>> {
        match length {
            20 => Some(Sha1::digest(block).to_vec()),
            32 => Some(Sha256::digest(block).to_vec()),
            48 => Some(Sha384::digest(block).to_vec()),
            64 => Some(Sha512::digest(block).to_vec()),
            _ => None,
        }
    }

    /// Whether this is the block's hash.
    #[must_use]
    pub fn matches(block: &[u8], hash: &[u8]) -> bool {
        Self::of(block, hash.len()).is_some_and(|computed| computed == hash)
    }
}
