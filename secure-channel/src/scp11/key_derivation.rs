//! Key derivation (Amendment F §3.1.2; BSI TR-03111 §4.3.3, ANSI X9.63 with SHA-256), and the receipt.

use alloc::vec::Vec;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::agreement::KeyLength;
use crate::aes_key::AesKey;
use crate::scp03::SessionKeys;
use crate::secure_channel_error::SecureChannelError;

/// The keys that are derived.
#[derive(Debug)]
pub(super) struct DerivedKeys {
    receipt: AesKey,
    pub(super) session: SessionKeys,
}

impl DerivedKeys {
    /// From both shared secrets, the ephemeral one first.
    pub(super) fn derive(
        ephemeral: &[u8; 32],
        fixed: &[u8; 32],
        shared_information: &[u8],
        length: KeyLength,
    ) -> Result<Self, SecureChannelError> {
        let length = usize::from(length.bytes());
        let mut bytes = Zeroizing::new(Vec::with_capacity(length * 5 + 32));
        let mut counter: u32 = 1;
        while bytes.len() < length * 5 {
            let hash = Sha256::new()
                .chain_update(ephemeral)
                .chain_update(fixed)
                .chain_update(counter.to_be_bytes())
                .chain_update(shared_information);
            let block: Zeroizing<[u8; 32]> = Zeroizing::new(hash.finalize().into());
            bytes.extend_from_slice(&*block);
            counter = counter.wrapping_add(1);
        }
        let mut keys = bytes.chunks_exact(length).map(AesKey::new);
        let mut next = || keys.next().flatten().ok_or(SecureChannelError::KeyLength);
        Ok(Self {
            receipt: next()?,
            session: SessionKeys {
                encryption: next()?,
                mac: next()?,
                response_mac: next()?,
                data_encryption: next()?,
            },
        })
    }

    /// The receipt over the data of the command, and the first object of the response.
    pub(super) fn receipt(&self, command_data: &[u8], card_key: &[u8]) -> [u8; 16] {
        self.receipt.cmac(&[command_data, card_key])
    }
}
