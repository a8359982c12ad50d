//! Triple DES as the secure channels use it.

use cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use des::{Des, TdesEde2};
use zeroize::Zeroizing;

pub(crate) use crate::edep::TripleDesKey;

/// A DES block.
pub(crate) type Block = [u8; 8];

pub(crate) fn encrypt_ecb(key: &TripleDesKey, blocks: &mut [Block]) {
    let cipher = TdesEde2::new(key.expose().into());
    for block in blocks {
        cipher.encrypt_block(block.into());
    }
}

pub(crate) fn decrypt_ecb(key: &TripleDesKey, blocks: &mut [Block]) {
    let cipher = TdesEde2::new(key.expose().into());
    for block in blocks {
        cipher.decrypt_block(block.into());
    }
}

/// Encrypts in place, cipher block chaining, initial value zero; gives the last block.
pub(crate) fn encrypt_cbc(key: &TripleDesKey, blocks: &mut [Block]) -> Block {
    let cipher = TdesEde2::new(key.expose().into());
    let mut previous = [0; 8];
    for block in blocks {
        for (byte, before) in block.iter_mut().zip(previous) {
            *byte ^= before;
        }
        cipher.encrypt_block((&mut *block).into());
        previous = *block;
    }
    previous
}

/// Decrypts in place, cipher block chaining, initial value zero.
pub(crate) fn decrypt_cbc(key: &TripleDesKey, blocks: &mut [Block]) {
    let cipher = TdesEde2::new(key.expose().into());
    let mut previous = [0; 8];
    for block in blocks {
        let encrypted = *block;
        cipher.decrypt_block((&mut *block).into());
        for (byte, before) in block.iter_mut().zip(previous) {
            *byte ^= before;
        }
        previous = encrypted;
    }
}

/// Full triple DES MAC over padded data: ISO 9797-1 algorithm 1 with triple DES (GPCS 2.3.1 §B.1.2.1).
pub(crate) fn full_mac(key: &TripleDesKey, data: &[u8]) -> Block {
    let mut padded = Zeroizing::new(crate::message::pad::<8>(data));
    encrypt_cbc(key, padded.as_chunks_mut().0)
}

/// Retail MAC over padded data: ISO 9797-1 algorithm 3 (GPCS 2.3.1 §B.1.2.2).
pub(crate) fn retail_mac(key: &TripleDesKey, initial_value: Block, data: &[u8]) -> Block {
    let padded = Zeroizing::new(crate::message::pad::<8>(data));
    let (left, right) = halves(key);
    let first = Des::new((&*left).into());
    let mut mac = initial_value;
    for block in padded.as_chunks::<8>().0 {
        for (byte, next) in mac.iter_mut().zip(block) {
            *byte ^= next;
        }
        first.encrypt_block((&mut mac).into());
    }
    Des::new((&*right).into()).decrypt_block((&mut mac).into());
    first.encrypt_block((&mut mac).into());
    mac
}

/// A block encrypted with single DES under the left half of the key: how SCP02 hides initial values.
pub(crate) fn encrypt_with_left_half(key: &TripleDesKey, mut block: Block) -> Block {
    Des::new((&*halves(key).0).into()).encrypt_block((&mut block).into());
    block
}

fn halves(key: &TripleDesKey) -> (Zeroizing<Block>, Zeroizing<Block>) {
    let [a, b, c, d, e, f, g, h, ref right @ ..] = *key.expose();
    (Zeroizing::new([a, b, c, d, e, f, g, h]), Zeroizing::new(*right))
}
