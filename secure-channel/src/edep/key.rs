//! The keys of the protocol and how one is derived from another.

use super::cipher::{self, Block};
use super::mac::Mac4;
use super::random::Random;
use super::sequence::{OfflineSequence, OnlineSequence};
use super::terminal::TerminalSequence;
use core::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Eight bytes that make a card's (or a bank's, or a city's) key out of a master key; for a card the right-most
/// eight bytes of the application serial number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DiversificationFactor([u8; 8]);

impl DiversificationFactor {
    /// A factor from its eight bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    /// The eight bytes, as a PSAM receives them.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 8] {
        self.0
    }
}

/// A double-length (16 byte) DES key: a master key, or one of a card's own keys.
///
/// Parity bits are ignored. The bytes are wiped on drop, and `Debug` does not show them.
#[derive(Clone)]
pub struct TripleDesKey([u8; 16]);

impl TripleDesKey {
    /// Length of the key, in bytes.
    pub const LENGTH: usize = 16;

    /// A key from its 16 bytes, left half first.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes: for a key store that has to save or to load the key elsewhere.
    #[must_use]
    pub const fn expose(&self) -> &[u8; 16] {
        &self.0
    }

    /// The key one level below this one: left half `3DES(K, F)`, right half `3DES(K, ¬F)`, as PBOC PSAMs do
    /// it. Repeat it for each level: bank, city, card.
    #[must_use]
    pub fn diversify(&self, factor: &DiversificationFactor) -> Self {
        let mut blocks = Zeroizing::new([factor.0, factor.0.map(|byte| !byte)]);
        cipher::triple_des_encrypt(&self.0, blocks.as_mut_slice());
        let mut derived = Self([0; 16]);
        for (byte, next) in derived.0.iter_mut().zip(blocks.as_flattened()) {
            *byte = *next;
        }
        derived
    }

    /// The session key of the on-line transactions (load, unload, overdraft update):
    /// `3DES(K, random ‖ on-line sequence ‖ 80 00)`. FMCOS 2.0 manual §8.7.1, §8.10.1, §8.12.1.
    #[must_use]
    pub fn online_session_key(&self, random: Random, sequence: OnlineSequence) -> SessionKey {
        let [r0, r1, r2, r3] = random.to_bytes();
        let [s0, s1] = sequence.to_bytes();
        self.session_key([r0, r1, r2, r3, s0, s1, 0x80, 0x00])
    }

    /// The session key of the off-line transactions (purchase, composite purchase, cash withdrawal):
    /// `3DES(DPK, random ‖ off-line sequence ‖ right-most two bytes of the terminal sequence)`.
    /// FMCOS 2.0 manual §8.8.2, §8.9.3, §8.11.2.
    #[must_use]
    pub fn offline_session_key(
        &self,
        random: Random,
        sequence: OfflineSequence,
        terminal_sequence: TerminalSequence,
    ) -> SessionKey {
        let [r0, r1, r2, r3] = random.to_bytes();
        let [s0, s1] = sequence.to_bytes();
        let [_, _, t2, t3] = terminal_sequence.to_bytes();
        self.session_key([r0, r1, r2, r3, s0, s1, t2, t3])
    }

    /// The key that a TAC is made with, from the internal key DTK: left half XOR right half.
    #[must_use]
    pub fn tac_key(&self) -> TacKey {
        TacKey(self.folded())
    }

    /// Left half XOR right half.
    pub(super) fn folded(&self) -> SingleDesKey {
        let (mut left, mut right) = cipher::halves(&self.0);
        for (byte, other) in left.iter_mut().zip(right) {
            *byte ^= other;
        }
        right.zeroize();
        SingleDesKey(left)
    }

    fn session_key(&self, derivation: Block) -> SessionKey {
        let mut block = [derivation];
        cipher::triple_des_encrypt(&self.0, &mut block);
        let [key] = block;
        SessionKey(SingleDesKey(key))
    }
}

impl Drop for TripleDesKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl ZeroizeOnDrop for TripleDesKey {}

impl fmt::Debug for TripleDesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TripleDesKey(..)")
    }
}

/// An eight-byte key that makes MACs of ISO 9797-1 algorithm 1.
#[derive(Clone)]
pub(super) struct SingleDesKey([u8; 8]);

impl SingleDesKey {
    pub(super) fn mac(&self, parts: &[&[u8]]) -> Mac4 {
        Mac4::left_of(cipher::des_mac(&self.0, parts))
    }
}

impl Drop for SingleDesKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// The eight-byte key of one transaction ("process key" in the FMCOS manual). Wiped on drop.
#[derive(Clone)]
pub struct SessionKey(SingleDesKey);

impl SessionKey {
    /// A session key that was kept as bytes, in a card's transient memory.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(SingleDesKey(bytes))
    }

    /// The eight bytes, for a card that keeps the key in its transient memory between two commands.
    #[must_use]
    pub const fn expose(&self) -> &[u8; 8] {
        &self.0.0
    }

    pub(super) fn mac(&self, parts: &[&[u8]]) -> Mac4 {
        self.0.mac(parts)
    }
}

impl ZeroizeOnDrop for SessionKey {}

impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionKey(..)")
    }
}

/// The eight-byte key that transaction authorisation codes are made with. Wiped on drop.
#[derive(Clone)]
pub struct TacKey(SingleDesKey);

impl TacKey {
    pub(super) fn mac(&self, parts: &[&[u8]]) -> Mac4 {
        self.0.mac(parts)
    }
}

impl ZeroizeOnDrop for TacKey {}

impl fmt::Debug for TacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TacKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn debug_output_shows_no_key_material() {
        let key = TripleDesKey::from_bytes([0xAB; 16]);
        let session = key.online_session_key(Random::from_bytes([1; 4]), OnlineSequence::new(2));
        assert_eq!(
            format!("{key:?} {session:?} {:?}", key.tac_key()),
            "TripleDesKey(..) SessionKey(..) TacKey(..)"
        );
    }

    #[test]
    fn a_mac_verifies_only_itself() {
        let mac = Mac4::from_bytes([1, 2, 3, 4]);
        assert!(mac.verify(&Mac4::from_bytes([1, 2, 3, 4])));
        for wrong in [[0, 2, 3, 4], [1, 2, 3, 5]] {
            assert!(!mac.verify(&Mac4::from_bytes(wrong)));
        }
    }
}
