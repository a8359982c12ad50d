//! Where the card's randomness comes from: it is given, never found.

use alloc::boxed::Box;
use core::fmt;

use crate::error::{Error, Fault};

/// A source of random bytes. The host gives the card one: the operating system's for a card in use, a seeded
/// one for tests, fuzzing and recorded sessions.
pub trait Entropy: Send {
    /// Fills the buffer with random bytes.
    fn fill(&mut self, buffer: &mut [u8]);

    /// The same source at the same place, for a snapshot. A source that cannot be repeated (the operating
    /// system's) gives another one of its kind.
    fn fork(&self) -> Box<dyn Entropy>;
}

/// A source with a health test: two equal blocks in a row stop it (FCS_RNG.1; AIS 31 calls it the repetition
/// test).
pub(crate) struct TestedEntropy {
    source: Box<dyn Entropy>,
    last_block: Option<[u8; BLOCK_LENGTH]>,
}

const BLOCK_LENGTH: usize = 16;

impl TestedEntropy {
    pub(crate) fn new(source: Box<dyn Entropy>) -> Self {
        Self { source, last_block: None }
    }

    pub(crate) fn fill(&mut self, buffer: &mut [u8]) -> Result<(), Error> {
        for part in buffer.chunks_mut(BLOCK_LENGTH) {
            let mut block = [0; BLOCK_LENGTH];
            self.source.fill(&mut block);
            if self.last_block == Some(block) {
                return Err(Fault::RandomSourceStuck.into());
            }
            self.last_block = Some(block);
            for (place, byte) in part.iter_mut().zip(block) {
                *place = byte;
            }
        }
        Ok(())
    }
}

impl Clone for TestedEntropy {
    fn clone(&self) -> Self {
        Self { source: self.source.fork(), last_block: self.last_block }
    }
}

impl fmt::Debug for TestedEntropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TestedEntropy")
    }
}

/// A source that follows from a seed (splitmix64): for tests and recorded sessions only, never for a card that
/// keeps secrets from anyone.
#[derive(Clone, Debug)]
pub struct SeededEntropy {
    state: u64,
}

impl SeededEntropy {
    /// The source of this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { state: seed }
    }
}

impl Entropy for SeededEntropy {
    fn fill(&mut self, buffer: &mut [u8]) {
        for part in buffer.chunks_mut(8) {
            self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut word = self.state;
            word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            word ^= word >> 31;
            for (place, byte) in part.iter_mut().zip(word.to_be_bytes()) {
                *place = byte;
            }
        }
    }

    fn fork(&self) -> Box<dyn Entropy> {
        Box::new(self.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Stuck;

    impl Entropy for Stuck {
        fn fill(&mut self, buffer: &mut [u8]) {
            buffer.fill(7);
        }

        fn fork(&self) -> Box<dyn Entropy> {
            Box::new(Self)
        }
    }

    #[test]
    fn a_source_that_repeats_itself_is_stopped() {
        let mut entropy = TestedEntropy::new(Box::new(Stuck));
        assert_eq!(entropy.fill(&mut [0; 4]), Ok(()));
        assert_eq!(entropy.fill(&mut [0; 4]), Err(Fault::RandomSourceStuck.into()));
    }

    #[test]
    fn a_fork_goes_on_as_its_origin_does() {
        let mut origin = SeededEntropy::new(1);
        origin.fill(&mut [0; 5]);
        let mut fork = origin.fork();
        let (mut a, mut b) = ([0; 20], [0; 20]);
        origin.fill(&mut a);
        fork.fill(&mut b);
        assert_eq!(a, b);
    }
}
