//! The keys of one card.

use cardamom_secure_channel::edep::TripleDesKey;

/// All keys of one card's purse application, diversified from the master keys of one version: what
/// personalisation writes into the card.
#[derive(Clone, Debug)]
pub struct CardKeys {
    /// DLK.
    pub load: TripleDesKey,
    /// DPK.
    pub purchase: TripleDesKey,
    /// DULK.
    pub unload: TripleDesKey,
    /// DUK.
    pub overdraft: TripleDesKey,
    /// DTK.
    pub tac: TripleDesKey,
    /// DPUK.
    pub pin_unblock: TripleDesKey,
    /// DRPK.
    pub pin_reload: TripleDesKey,
    /// DAMK.
    pub maintenance: TripleDesKey,
}
