//! An entropy source that a test can script.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use cardamom_card_os::{Entropy, SeededEntropy};

/// Gives the bytes that were queued, then those of a seed.
#[derive(Clone, Debug)]
pub(crate) struct ScriptedEntropy {
    queue: Arc<Mutex<VecDeque<[u8; 4]>>>,
    seeded: SeededEntropy,
}

impl ScriptedEntropy {
    pub(crate) fn new() -> Self {
        Self { queue: Arc::default(), seeded: SeededEntropy::new(7) }
    }

    /// The next random number of the card that nothing is queued for yet begins with these bytes.
    pub(crate) fn push(&self, random: [u8; 4]) {
        self.queue.lock().unwrap().push_back(random);
    }
}

impl Entropy for ScriptedEntropy {
    fn fill(&mut self, buffer: &mut [u8]) {
        self.seeded.fill(buffer);
        if let Some(random) = self.queue.lock().unwrap().pop_front() {
            buffer[..4].copy_from_slice(&random);
        }
    }

    fn fork(&self) -> Box<dyn Entropy> {
        Box::new(self.clone())
    }
}
