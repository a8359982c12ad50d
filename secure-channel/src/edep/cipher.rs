//! DES and triple DES as the protocol uses them: two-key ECB and the two block-cipher MACs.

use cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use des::{Des, TdesEde2};

/// Length of a DES block, in bytes.
pub(super) const BLOCK_LENGTH: usize = 8;

/// One DES block.
pub(super) type Block = [u8; BLOCK_LENGTH];

/// Encrypts every block in place with two-key triple DES, electronic code book.
pub(super) fn triple_des_encrypt(key: &[u8; 16], blocks: &mut [Block]) {
    let cipher = TdesEde2::new(key.into());
    for block in blocks {
        cipher.encrypt_block(block.into());
    }
}

/// Decrypts every block in place with two-key triple DES, electronic code book.
pub(super) fn triple_des_decrypt(key: &[u8; 16], blocks: &mut [Block]) {
    let cipher = TdesEde2::new(key.into());
    for block in blocks {
        cipher.decrypt_block(block.into());
    }
}

/// CBC-MAC over the concatenation of `parts`, padded with `80 00…` (ISO 9797-1 method 2).
fn cbc_mac(cipher: &Des, initial_value: Block, parts: &[&[u8]]) -> Block {
    let mut state = initial_value;
    let mut input = parts.iter().copied().flatten().copied().chain([0x80]).peekable();
    while input.peek().is_some() {
        // The zeros that complete the last block change nothing in an exclusive or.
        for (byte, next) in state.iter_mut().zip(input.by_ref()) {
            *byte ^= next;
        }
        cipher.encrypt_block((&mut state).into());
    }
    state
}

/// MAC of ISO 9797-1 algorithm 1 with single DES and initial value zero: the MACs and TACs of a transaction.
pub(super) fn des_mac(key: &[u8; 8], parts: &[&[u8]]) -> Block {
    cbc_mac(&Des::new(key.into()), [0; 8], parts)
}

/// MAC of ISO 9797-1 algorithm 3 ("retail MAC"): the MAC of secure messaging.
pub(super) fn retail_mac(key: &[u8; 16], initial_value: Block, parts: &[&[u8]]) -> Block {
    let (left, right) = halves(key);
    let first = Des::new((&left).into());
    let mut mac = cbc_mac(&first, initial_value, parts);
    Des::new((&right).into()).decrypt_block((&mut mac).into());
    first.encrypt_block((&mut mac).into());
    mac
}

/// The left and the right half of a double-length key.
pub(super) fn halves(key: &[u8; 16]) -> (Block, Block) {
    let [a, b, c, d, e, f, g, h, right @ ..] = *key;
    ([a, b, c, d, e, f, g, h], right)
}
