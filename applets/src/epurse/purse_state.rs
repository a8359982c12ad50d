//! What a purse holds, and what proves its last transactions: written whole, or not at all.

use cardamom_card_os::handle::Storable;
use cardamom_secure_channel::edep::{
    Amount, Mac4, OfflineSequence, OnlineSequence, OverdraftLimit, Purse, TransactionType,
};

/// The MAC and TAC that GET TRANSACTION PROVE gives again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Proof {
    pub(super) transaction_type: TransactionType,
    /// The sequence before the transaction.
    pub(super) sequence: u16,
    pub(super) mac: Mac4,
    pub(super) tac: Mac4,
}

/// A MAC or TAC that a transaction does not have.
pub(super) const NONE: Mac4 = Mac4::from_bytes([0; 4]);

/// One purse: deposit or purse.
#[derive(Clone, Copy, Debug)]
pub(super) struct PurseState {
    /// Which of the two it is: one is never taken for the other.
    pub(super) purse: Purse,
    pub(super) balance: Amount,
    pub(super) online_sequence: OnlineSequence,
    pub(super) offline_sequence: OfflineSequence,
    pub(super) overdraft_limit: OverdraftLimit,
    /// Of the last load, unload or overdraft update.
    pub(super) online_proof: Option<Proof>,
    /// Of the last purchase or cash withdrawal.
    pub(super) offline_proof: Option<Proof>,
}

/// Bytes of a proof: type (0: none), sequence, MAC, TAC.
const PROOF_LENGTH: usize = 11;
/// Bytes before the proofs: purse, balance, both sequences, overdraft limit.
const VALUES_LENGTH: usize = 12;
const CONTENT_LENGTH: usize = VALUES_LENGTH + 2 * PROOF_LENGTH;
const CHECKSUM_LENGTH: usize = 4;

impl PurseState {
    /// An empty purse.
    pub(super) const fn new(purse: Purse) -> Self {
        Self {
            purse,
            balance: Amount::ZERO,
            online_sequence: OnlineSequence::new(0),
            offline_sequence: OfflineSequence::new(0),
            overdraft_limit: OverdraftLimit::ZERO,
            online_proof: None,
            offline_proof: None,
        }
    }
}

impl Proof {
    fn to_bytes(self) -> [u8; PROOF_LENGTH] {
        let [a, b] = self.sequence.to_be_bytes();
        let [c, d, e, f] = self.mac.to_bytes();
        let [g, h, i, j] = self.tac.to_bytes();
        [self.transaction_type.code(), a, b, c, d, e, f, g, h, i, j]
    }

    fn from_bytes([code, a, b, c, d, e, f, g, h, i, j]: [u8; PROOF_LENGTH]) -> Option<Option<Self>> {
        if code == 0 {
            return Some(None);
        }
        Some(Some(Self {
            transaction_type: TransactionType::try_from(code).ok()?,
            sequence: u16::from_be_bytes([a, b]),
            mac: Mac4::from_bytes([c, d, e, f]),
            tac: Mac4::from_bytes([g, h, i, j]),
        }))
    }
}

/// With a CRC-32 at the end: a purse that memory has garbled is closed, not believed (R14 of the security
/// requirements).
impl Storable for PurseState {
    const LENGTH: usize = CONTENT_LENGTH + CHECKSUM_LENGTH;

    fn read(bytes: &[u8]) -> Option<Self> {
        let (content, checksum) = bytes.split_last_chunk::<CHECKSUM_LENGTH>()?;
        if crc32fast::hash(content).to_be_bytes() != *checksum {
            return None;
        }
        let [purse, a, b, c, d, e, f, g, h, i, j, k, proofs @ ..] =
            *<&[u8; CONTENT_LENGTH]>::try_from(content).ok()?;
        let (proofs, _) = proofs.as_chunks::<PROOF_LENGTH>();
        let [online, offline] = *<&[[u8; PROOF_LENGTH]; 2]>::try_from(proofs).ok()?;
        Some(Self {
            purse: Purse::try_from(purse).ok()?,
            balance: Amount::from_bytes([a, b, c, d]),
            online_sequence: OnlineSequence::from_bytes([e, f]),
            offline_sequence: OfflineSequence::from_bytes([g, h]),
            overdraft_limit: OverdraftLimit::from_bytes([i, j, k]),
            online_proof: Proof::from_bytes(online)?,
            offline_proof: Proof::from_bytes(offline)?,
        })
    }

    fn write(&self, bytes: &mut [u8]) {
        let proof = |proof: Option<Proof>| proof.map_or([0; PROOF_LENGTH], Proof::to_bytes);
        let fields: [&[u8]; 7] = [
            &[self.purse.code()],
            &self.balance.to_bytes(),
            &self.online_sequence.to_bytes(),
            &self.offline_sequence.to_bytes(),
            &self.overdraft_limit.to_bytes(),
            &proof(self.online_proof),
            &proof(self.offline_proof),
        ];
        for (place, byte) in bytes.iter_mut().zip(fields.into_iter().flatten()) {
            *place = *byte;
        }
        if let Some((content, checksum)) = bytes.split_last_chunk_mut::<CHECKSUM_LENGTH>() {
            *checksum = crc32fast::hash(content).to_be_bytes();
        }
    }
}
