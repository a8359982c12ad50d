//! AES keys, and AES as the secure channels use it.

use core::fmt;

use aes::{Aes128, Aes192, Aes256};
use cbc::{Decryptor, Encryptor};
use cipher::{BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit, KeyInit};
use cmac::digest::InnerInit;
use cmac::{Cmac, Mac};
use zeroize::Zeroizing;

/// Length of an AES block in bytes.
pub(crate) const BLOCK_LENGTH: usize = 16;

/// An AES block.
pub(crate) type Block = [u8; BLOCK_LENGTH];

/// An AES key of 16, 24 or 32 bytes. Wiped on drop; `Debug` does not show it.
#[derive(Clone)]
pub struct AesKey(Bytes);

#[derive(Clone)]
enum Bytes {
    Aes128(Zeroizing<[u8; 16]>),
    Aes192(Zeroizing<[u8; 24]>),
    Aes256(Zeroizing<[u8; 32]>),
}

/// Does the same with the cipher that fits the key's length.
macro_rules! with_cipher {
    ($key:expr, $cipher:ident => $body:expr) => {
        match &$key.0 {
            Bytes::Aes128(bytes) => {
                let $cipher = Aes128::new((&**bytes).into());
                $body
            }
            Bytes::Aes192(bytes) => {
                let $cipher = Aes192::new((&**bytes).into());
                $body
            }
            Bytes::Aes256(bytes) => {
                let $cipher = Aes256::new((&**bytes).into());
                $body
            }
        }
    };
}

impl AesKey {
    /// A key from its bytes; `None` unless there are 16, 24 or 32.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Option<Self> {
        Some(Self(match bytes.len() {
            16 => Bytes::Aes128(Zeroizing::new(bytes.try_into().ok()?)),
            24 => Bytes::Aes192(Zeroizing::new(bytes.try_into().ok()?)),
            32 => Bytes::Aes256(Zeroizing::new(bytes.try_into().ok()?)),
            _ => return None,
        }))
    }

    /// The bytes: for a key store that has to save or to load the key elsewhere.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        match &self.0 {
            Bytes::Aes128(bytes) => bytes.as_slice(),
            Bytes::Aes192(bytes) => bytes.as_slice(),
            Bytes::Aes256(bytes) => bytes.as_slice(),
        }
    }

    /// Length in bytes: 16, 24 or 32.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a key is never empty")]
    pub fn len(&self) -> usize {
        self.expose().len()
    }

    /// One block, encrypted.
    #[must_use]
    pub(crate) fn encrypt_block(&self, block: &Block) -> Block {
        let mut block = *block;
        with_cipher!(self, cipher => cipher.encrypt_block((&mut block).into()));
        block
    }

    /// Encrypts in place, cipher block chaining.
    pub(crate) fn encrypt_cbc(&self, initial_value: &Block, blocks: &mut [Block]) {
        with_cipher!(self, cipher => {
            let mut mode = Encryptor::inner_iv_init(cipher, initial_value.into());
            for block in blocks {
                mode.encrypt_block(block.into());
            }
        });
    }

    /// Decrypts in place, cipher block chaining.
    pub(crate) fn decrypt_cbc(&self, initial_value: &Block, blocks: &mut [Block]) {
        with_cipher!(self, cipher => {
            let mut mode = Decryptor::inner_iv_init(cipher, initial_value.into());
            for block in blocks {
                mode.decrypt_block(block.into());
            }
        });
    }

    /// AES-CMAC over the concatenation of `parts` (NIST SP 800-38B).
    #[must_use]
    pub fn cmac(&self, parts: &[&[u8]]) -> [u8; BLOCK_LENGTH] {
        with_cipher!(self, cipher => {
            let mut mac = Cmac::inner_init(cipher);
            for part in parts {
                mac.update(part);
            }
            mac.finalize().into_bytes().into()
        })
    }
}

impl fmt::Debug for AesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AesKey({} bytes)", self.len())
    }
}
