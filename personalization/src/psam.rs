//! Personalization and maintenance of the PSAM (`cardamom_applets::psam`).

use cardamom_secure_channel::edep::{Amount, KeyRecord, KeyUsage, TerminalNumber};

use crate::epurse::CardKey;
use crate::secure_messaging::Step;

/// EF 0015 of a PSAM: 14 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PsamPublicData {
    /// Serial number of the PSAM, binary coded decimal.
    pub serial: [u8; 10],
    /// Version of the PSAM.
    pub version: u8,
    /// Type of its key card.
    pub key_card_type: u8,
    /// For the issuer.
    pub issuer_data: [u8; 2],
}

impl PsamPublicData {
    /// Length of the file, in bytes.
    pub const LENGTH: usize = 14;

    /// The content of EF 0015.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; Self::LENGTH] {
        let mut bytes = [0; Self::LENGTH];
        let fields: [&[u8]; 3] = [&self.serial, &[self.version, self.key_card_type], &self.issuer_data];
        for (place, byte) in bytes.iter_mut().zip(fields.into_iter().flatten()) {
            *place = *byte;
        }
        bytes
    }
}

/// A master key of a PSAM.
#[derive(Clone, Debug)]
pub struct MasterKey {
    /// Kind and levels of diversification: `KeyUsage::new(1, KeyUsage::PURCHASE)` for MDPK with the card's serial
    /// number alone.
    pub usage: KeyUsage,
    /// Version, algorithm identifier and value.
    pub key: CardKey,
}

/// All that makes an installed PSAM a merchant's.
#[derive(Clone, Debug)]
pub struct PsamData {
    /// EF 0015.
    pub public_data: PsamPublicData,
    /// EF 0016.
    pub terminal: TerminalNumber,
    /// The key of the administrator.
    pub maintenance: CardKey,
    /// Purchase keys (kind 2, at most four) and keys for `80 1A` (kinds 6 to 8, at most four).
    pub master_keys: Vec<MasterKey>,
    /// What may be sold for on one day; zero: no limit.
    pub daily_limit: Amount,
}

impl PsamData {
    /// The commands that personalize, the last of which ends personalization. Sent with
    /// [`personalize`](crate::personalize) under the transport key.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        let mut steps = vec![
            Step::with_mac("UPDATE BINARY EF 0015", [0x04, 0xD6, 0x95, 0x00], &self.public_data.to_bytes()),
            Step::with_mac("UPDATE BINARY EF 0016", [0x04, 0xD6, 0x96, 0x00], &self.terminal.to_bytes()),
            // Kind 1, not diversified: the administrator's key.
            write_key(KeyUsage::from_byte(0x01), &self.maintenance),
        ];
        steps.extend(self.master_keys.iter().map(|master| write_key(master.usage, &master.key)));
        steps.push(daily_limit(self.daily_limit));
        steps.push(Step::with_mac("ACTIVATE FILE", [0x84, 0x44, 0x00, 0x00], &[]));
        steps
    }
}

/// WRITE KEY, `84 D4 00 00`; under the maintenance key once personalized.
#[must_use]
pub fn write_key(usage: KeyUsage, key: &CardKey) -> Step {
    let record = KeyRecord { usage, version: key.version, algorithm: key.algorithm, key: key.key.clone() };
    Step::encrypted("WRITE KEY", [0x84, 0xD4, 0x00, 0x00], &*record.to_bytes())
}

/// Sets what may be sold for on one day, zero for no limit, and forgets what was sold; under the maintenance key once
/// personalized.
#[must_use]
pub fn daily_limit(limit: Amount) -> Step {
    Step::with_mac("PUT DATA daily limit", [0x04, 0xDA, 0x01, 0x02], &limit.to_bytes())
}

/// APPLICATION UNBLOCK: forgets wrong MAC2s; under the maintenance key.
#[must_use]
pub fn unblock() -> Step {
    Step::with_mac("APPLICATION UNBLOCK", [0x84, 0x18, 0x00, 0x00], &[])
}
