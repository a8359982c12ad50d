//! Why a card was not issued.

use crate::globalplatform::error::GlobalPlatformError;
use crate::globalplatform::key_hierarchy::KeyError;
use crate::globalplatform::life_cycle::CardLifeCycle;

/// Why a card was not issued. What was done before is done; issuing again goes on from there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IssuanceError {
    /// The card failed or refused at this task.
    #[error("{task}: {source}")]
    Card {
        /// What was being done.
        task: String,
        /// What went wrong.
        source: GlobalPlatformError,
    },
    /// There are no keys for the card.
    #[error("key set {version:02X}: {source}")]
    Keys {
        /// Its version.
        version: u8,
        /// What is missing.
        source: KeyError,
    },
    /// There is something else of this name on the card.
    #[error("{name} is on the card already, and it is not what the profile says: {difference}")]
    Different {
        /// Its name.
        name: cardamom_apdu::Aid,
        /// What differs.
        difference: String,
    },
    /// The card came with keys that everybody knows, and the profile leaves them there. Nothing was done.
    #[error("the card would be {state} with key sets that everybody knows: {}", hexadecimal(versions))]
    TestKeysStay {
        /// The state that the profile asks for.
        state: CardLifeCycle,
        /// Their versions.
        versions: Vec<u8>,
    },
    /// The card would go to its holder with keys that everybody knows.
    #[error("the card would be {state} with keys that everybody knows")]
    TestKeys {
        /// The state that the profile asks for.
        state: CardLifeCycle,
    },
}

/// As in `20, 21`.
fn hexadecimal(versions: &[u8]) -> String {
    versions.iter().map(|version| format!("{version:02X}")).collect::<Vec<_>>().join(", ")
}
