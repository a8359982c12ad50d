//! What a master key is for.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The purpose of a master key; each card has one key diversified from it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyPurpose {
    /// Load (DLK).
    Load,
    /// Purchase, composite purchase and cash withdrawal (DPK); PSAMs hold this one too.
    Purchase,
    /// Unload (DULK).
    Unload,
    /// Overdraft update (DUK).
    Overdraft,
    /// Transaction authorisation codes (DTK).
    Tac,
    /// PIN unblock (DPUK).
    PinUnblock,
    /// PIN reload (DRPK).
    PinReload,
    /// Application maintenance (DAMK): secure messaging of administrative commands.
    Maintenance,
}

impl KeyPurpose {
    /// Every purpose.
    pub const ALL: [Self; 8] = [
        Self::Load,
        Self::Purchase,
        Self::Unload,
        Self::Overdraft,
        Self::Tac,
        Self::PinUnblock,
        Self::PinReload,
        Self::Maintenance,
    ];
}

impl fmt::Display for KeyPurpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Load => "load",
            Self::Purchase => "purchase",
            Self::Unload => "unload",
            Self::Overdraft => "overdraft",
            Self::Tac => "tac",
            Self::PinUnblock => "pin-unblock",
            Self::PinReload => "pin-reload",
            Self::Maintenance => "maintenance",
        })
    }
}
