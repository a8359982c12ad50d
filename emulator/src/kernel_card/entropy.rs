//! Where the randomness of an emulated card comes from.

use cardamom_card_os::{Entropy, SeededEntropy};

/// What a card's randomness follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntropySource {
    /// The operating system's random source.
    OperatingSystem,
    /// A seed: the same commands get the same responses, so that a session can be repeated. No secret of such a
    /// card is one.
    Seeded(u64),
}

impl EntropySource {
    /// The source for the next start of the card software. After a restart a seed goes on with the next one, so
    /// that a card never gives the same challenges twice.
    pub(super) fn next_source(&mut self) -> Box<dyn Entropy> {
        match self {
            Self::OperatingSystem => Box::new(OperatingSystemEntropy),
            Self::Seeded(seed) => {
                let source = SeededEntropy::new(*seed);
                *seed = seed.wrapping_add(1);
                Box::new(source)
            }
        }
    }

    /// The source for a card that is being made.
    #[must_use]
    pub fn source(mut self) -> Box<dyn Entropy> {
        self.next_source()
    }
}

struct OperatingSystemEntropy;

impl Entropy for OperatingSystemEntropy {
    fn fill(&mut self, buffer: &mut [u8]) {
        // Where the system has no randomness the bytes stay equal, and the card's health test stops it.
        if getrandom::fill(buffer).is_err() {
            buffer.fill(0);
        }
    }

    fn fork(&self) -> Box<dyn Entropy> {
        Box::new(Self)
    }
}
