//! The key derivation function (Amendment D §4.1.5): NIST SP 800-108, counter mode, with AES-CMAC.

use alloc::vec::Vec;

use zeroize::Zeroizing;

use crate::aes_key::AesKey;

/// What is derived (Amendment D Table 4-1).
#[derive(Clone, Copy, Debug)]
#[repr(u8)]
pub(super) enum Derivation {
    CardCryptogram = 0x00,
    HostCryptogram = 0x01,
    CardChallenge = 0x02,
    Encryption = 0x04,
    Mac = 0x06,
    ResponseMac = 0x07,
}

/// `length` bytes derived from a key, 32 at most.
pub(super) fn derive(
    key: &AesKey,
    derivation: Derivation,
    length: u8,
    context: &[&[u8]],
) -> Zeroizing<Vec<u8>> {
    let bits = (u16::from(length) * 8).to_be_bytes();
    let mut derived = Zeroizing::new(Vec::with_capacity(32));
    for counter in 1..=length.div_ceil(16) {
        let [bits_high, bits_low] = bits;
        let mut prefix = [0; 16];
        let [.., constant, _separation, high, low, count] = &mut prefix;
        *constant = derivation as u8;
        (*high, *low, *count) = (bits_high, bits_low, counter);
        let mut parts = Vec::from([prefix.as_slice()]);
        parts.extend_from_slice(context);
        derived.extend_from_slice(&*Zeroizing::new(key.cmac(&parts)));
    }
    derived.truncate(usize::from(length));
    derived
}
