//! AES keys, and AES as the secure channels use it.

use alloc::vec::Vec;
use core::fmt;

use aes::{Aes128, Aes192, Aes256};
use cbc::{Decryptor, Encryptor};
use cipher::{BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit, KeyInit};
use cmac::{Cmac, Mac};
use zeroize::Zeroizing;

/// Length of an AES block in bytes.
pub(crate) const BLOCK_LENGTH: usize = 16;

/// An AES block.
pub(crate) type Block = [u8; BLOCK_LENGTH];

/// An AES key of 16, 24 or 32 bytes. Wiped on drop; `Debug` does not show it.
#[derive(Clone)]
pub struct AesKey(Zeroizing<Vec<u8>>);

/// Does the same with the cipher that fits the key's length.
macro_rules! with_cipher {
    ($key:expr, $cipher:ident => $body:expr) => {
        match $key.0.as_slice().try_into() {
            Ok(bytes) => {
                let bytes: &[u8; 16] = bytes;
                let $cipher = Aes128::new(bytes.into());
                $body
            }
            Err(_) => match $key.0.as_slice().try_into() {
                Ok(bytes) => {
                    let bytes: &[u8; 24] = bytes;
                    let $cipher = Aes192::new(bytes.into());
                    $body
                }
                Err(_) => {
                    let bytes: [u8; 32] = $key.0.as_slice().try_into().unwrap_or([0; 32]);
                    let $cipher = Aes256::new(&bytes.into());
                    $body
                }
            },
        }
    };
}

impl AesKey {
    /// A key from its bytes; `None` unless there are 16, 24 or 32.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Option<Self> {
        matches!(bytes.len(), 16 | 24 | 32).then(|| Self(Zeroizing::new(bytes.to_vec())))
    }

    /// The bytes: for a key store that has to save or to load the key elsewhere.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Length in bytes: 16, 24 or 32.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a key is never empty")]
    pub fn len(&self) -> usize {
        self.0.len()
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
        match self.0.len() {
            16 => cmac_of::<Cmac<Aes128>>(&self.0, parts),
            24 => cmac_of::<Cmac<Aes192>>(&self.0, parts),
            _ => cmac_of::<Cmac<Aes256>>(&self.0, parts),
        }
    }
}

fn cmac_of<M>(key: &[u8], parts: &[&[u8]]) -> [u8; BLOCK_LENGTH]
where
    M: Mac + KeyInit,
    [u8; BLOCK_LENGTH]: From<cipher::array::Array<u8, M::OutputSize>>,
{
    // A key of another length cannot be made.
    match <M as KeyInit>::new_from_slice(key) {
        Ok(mut mac) => {
            for part in parts {
                mac.update(part);
            }
            mac.finalize().into_bytes().into()
        }
        Err(_) => [0; BLOCK_LENGTH],
    }
}

impl fmt::Debug for AesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AesKey({} bytes)", self.0.len())
    }
}
