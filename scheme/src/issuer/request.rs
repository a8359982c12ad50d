//! What a terminal sends to the issuer's host.

use cardamom_secure_channel::edep::{
    DiversificationFactor, InitializeOnlineResponse, InitializeUpdateResponse, Load, Mac4, OverdraftLimit,
    Purchase, TerminalNumber, TerminalSequence, Timestamp, Unload,
};

/// A card wants to be loaded.
#[derive(Clone, Copy, Debug)]
pub struct LoadRequest {
    /// The card, by the right-most eight bytes of its application serial number.
    pub serial: DiversificationFactor,
    /// What the terminal asked the card for.
    pub load: Load,
    /// What the card answered to INITIALIZE FOR LOAD: old balance, sequence, key version, challenge, MAC1.
    pub answer: InitializeOnlineResponse,
    /// Date and time that CREDIT FOR LOAD will carry.
    pub at: Timestamp,
}

/// A card wants to give value back.
#[derive(Clone, Copy, Debug)]
pub struct UnloadRequest {
    /// The card, by the right-most eight bytes of its application serial number.
    pub serial: DiversificationFactor,
    /// What the terminal asked the card for.
    pub unload: Unload,
    /// What the card answered to INITIALIZE FOR UNLOAD.
    pub answer: InitializeOnlineResponse,
    /// Date and time that DEBIT FOR UNLOAD will carry.
    pub at: Timestamp,
}

/// A card wants another overdraft limit.
#[derive(Clone, Copy, Debug)]
pub struct OverdraftRequest {
    /// The card, by the right-most eight bytes of its application serial number.
    pub serial: DiversificationFactor,
    /// The terminal.
    pub terminal: TerminalNumber,
    /// What the card answered to INITIALIZE FOR UPDATE.
    pub answer: InitializeUpdateResponse,
    /// The limit to set.
    pub new_limit: OverdraftLimit,
    /// Date and time that UPDATE OVERDRAW LIMIT will carry.
    pub at: Timestamp,
}

/// What an acquirer hands in for a purchase, a composite purchase or a cash withdrawal.
#[derive(Clone, Copy, Debug)]
pub struct PurchaseProof {
    /// The card, by the right-most eight bytes of its application serial number.
    pub serial: DiversificationFactor,
    /// The key version that the card named.
    pub key_version: u8,
    /// What was paid.
    pub purchase: Purchase,
    /// The transaction's number at the terminal.
    pub terminal_sequence: TerminalSequence,
    /// Date and time of the terminal.
    pub at: Timestamp,
    /// The card's proof.
    pub tac: Mac4,
}
