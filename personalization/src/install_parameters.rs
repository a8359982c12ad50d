//! The parameters that purse and PSAM are installed with; see the documentation of `cardamom_applets::epurse`.

use cardamom_secure_channel::edep::TripleDesKey;
use zeroize::Zeroizing;

/// The order in which GET TRANSACTION PROVE answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ProveOrder {
    /// MAC ‖ TAC, as FMCOS 2.0 manual §8.13 has it.
    #[default]
    MacFirst,
    /// TAC ‖ MAC, as DEBIT answers and as it is met in the field.
    TacFirst,
}

/// The install parameters of a purse or PSAM.
#[derive(Clone, Debug)]
pub struct InstallParameters {
    /// Version of the transport key.
    pub transport_key_version: u8,
    /// The key that personalization is protected with.
    pub transport_key: TripleDesKey,
    /// Wrong PINs in a row that block the PIN, 1 to 15; the purse only.
    pub pin_try_limit: u8,
    /// Wrong MACs in a row under one key that lock the application, 1 to 255.
    pub mac_failure_limit: u8,
    /// Order of the proof; the purse only.
    pub prove_order: ProveOrder,
}

impl InstallParameters {
    /// Three wrong PINs, ten wrong MACs, MAC before TAC.
    #[must_use]
    pub const fn new(transport_key_version: u8, transport_key: TripleDesKey) -> Self {
        Self {
            transport_key_version,
            transport_key,
            pin_try_limit: 3,
            mac_failure_limit: 10,
            prove_order: ProveOrder::MacFirst,
        }
    }

    /// The bytes; wiped on drop, as they hold the transport key.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let order = match self.prove_order {
            ProveOrder::MacFirst => 0,
            ProveOrder::TacFirst => 1,
        };
        let mut bytes = Zeroizing::new(vec![0x81, 17, self.transport_key_version]);
        bytes.extend_from_slice(self.transport_key.expose());
        bytes.extend_from_slice(&[0x82, 1, self.pin_try_limit, 0x83, 1, self.mac_failure_limit]);
        bytes.extend_from_slice(&[0x84, 1, order]);
        bytes
    }
}
