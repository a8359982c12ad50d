//! Key check values (GPCS 2.3.1 §B.6).

use crate::AesKey;
use crate::triple_des::{self, TripleDesKey};

/// Of a triple DES key: the first three bytes of eight zeros encrypted.
#[must_use]
pub fn triple_des(key: &TripleDesKey) -> [u8; 3] {
    let mut block = [[0; 8]];
    triple_des::encrypt_ecb(key, &mut block);
    let [[a, b, c, ..]] = block;
    [a, b, c]
}

/// Of an AES key: the first three bytes of sixteen 01 encrypted.
#[must_use]
pub fn aes(key: &AesKey) -> [u8; 3] {
    let [a, b, c, ..] = key.encrypt_block(&[1; 16]);
    [a, b, c]
}
